from datetime import date, time

import pdfplumber
import pytest
import time_machine
from django.urls import reverse

from protokoll.models import Sammantrade
from tests.factories import (
    AnslagFactory,
    ArendeFactory,
    BeslutFactory,
    KallelseFactory,
    MotesdeltagareFactory,
    NarvaroFactory,
    OrganFactory,
    ParagrafFactory,
    SammantradeFactory,
    UnderskriftFactory,
    UppdragFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("protokoll:sammantraden")


def test_list_shows_the_latest_first(inloggad, sekreterare, organ):
    for day in (date(2026, 1, 10), date(2026, 5, 10), date(2026, 3, 10)):
        SammantradeFactory(organ=organ, datum=day)

    page = inloggad(sekreterare).get(LIST)

    assert [s.datum for s in page.context["sida"]] == [date(2026, 5, 10), date(2026, 3, 10), date(2026, 1, 10)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ar=2025", ["2025-06-01"]),
        ("lage=planerat", ["2027-01-01"]),
        ("organ=nonsens", ["2027-01-01", "2026-06-01", "2025-06-01"]),
        ("sortera=datum", ["2025-06-01", "2026-06-01", "2027-01-01"]),
        ("sortera=drop table", ["2027-01-01", "2026-06-01", "2025-06-01"]),
        ("sida=99", ["2027-01-01", "2026-06-01", "2025-06-01"]),
    ],
)
def test_list_is_filtered_and_sorted_by_the_url(inloggad, sekreterare, organ, query, expected):
    SammantradeFactory(organ=organ, datum=date(2025, 6, 1))
    SammantradeFactory(organ=organ, datum=date(2026, 6, 1))
    SammantradeFactory(organ=organ, datum=date(2027, 1, 1), lage=Sammantrade.Lage.PLANERAT)

    page = inloggad(sekreterare).get(f"{LIST}?{query}")

    assert [f"{s.datum}" for s in page.context["sida"]] == expected


def test_list_remembers_the_chosen_organ(inloggad, sekreterare, organ):
    SammantradeFactory(organ=organ)
    other = SammantradeFactory(organ=OrganFactory())
    client = inloggad(sekreterare)

    client.post(reverse("kommun:byt-organ"), {"organ": other.organ.pk, "next": LIST})

    assert [s.organ for s in client.get(LIST).context["sida"]] == [other.organ]
    assert len(client.get(f"{LIST}?organ=").context["sida"]) == 2


def test_byt_organ_never_leads_away_from_the_site(inloggad, sekreterare):
    response = inloggad(sekreterare).post(reverse("kommun:byt-organ"), {"next": "https://annan.example/"})

    assert response["Location"] == "/"


def test_list_is_paged(inloggad, sekreterare, organ):
    for n in range(51):
        SammantradeFactory(organ=organ, datum=date(2026, 1, 1 + n % 28), start=time(8 + n // 28, 0))

    page = inloggad(sekreterare).get(f"{LIST}?sida=2")

    assert len(page.context["sida"]) == 1
    assert "51" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_queries_do_not_grow(inloggad, sekreterare, organ, rows, count_queries):
    SammantradeFactory.create_batch(rows, organ=organ)

    assert count_queries(inloggad(sekreterare), LIST) == 12


def test_empty_list_says_what_fills_it(inloggad, sekreterare):
    page = inloggad(sekreterare).get(LIST).content.decode()

    assert "Inga sammanträden här" in page


def test_sammantrade_queries_do_not_grow(inloggad, sekreterare, paragraf, count_queries):
    client, url = inloggad(sekreterare), paragraf.sammantrade.get_absolute_url()
    AnslagFactory(protokoll=paragraf.protokoll)

    def add(n):
        NarvaroFactory(protokoll=paragraf.protokoll)
        UnderskriftFactory(protokoll=paragraf.protokoll)
        MotesdeltagareFactory(sammantrade=paragraf.sammantrade)
        extra = ParagrafFactory(protokoll=paragraf.protokoll, nummer=20 + n)
        UppdragFactory(beslut=BeslutFactory(paragraf=extra))

    add(0)
    with_one = count_queries(client, url)
    add(1), add(2)

    assert count_queries(client, url) == with_one


def test_sammantrade_shows_presence_paragrafer_and_dates(inloggad, lasare, paragraf):
    NarvaroFactory(protokoll=paragraf.protokoll, namn="Ada Provsson", parti="C", titel="ordförande")
    NarvaroFactory(
        protokoll=paragraf.protokoll, namn="Dan Demo", slag="ovrig", paragrafer=[n for n in range(1, 23) if n != 8]
    )
    AnslagFactory(protokoll=paragraf.protokoll)

    page = inloggad(lasare).get(paragraf.sammantrade.get_absolute_url()).content.decode()

    for text in ("Ada Provsson (C)", "§§ 1–22, utom § 8", "§ 7", "Ett ärende", "7 april 2026", "Arkivet"):
        assert text in page


@time_machine.travel("2026-03-20")
def test_sammantrade_not_adjusted_in_time_says_so(inloggad, lasare, paragraf):
    page = inloggad(lasare).get(paragraf.sammantrade.get_absolute_url()).content.decode()

    assert "18 mars 2026" in page, "14 days after 4 March (KL 5:69)"
    assert 'data-lage="sen"' in page


def test_pdf_is_the_protokoll(inloggad, lasare, paragraf, tmp_path):
    response = inloggad(lasare).get(reverse("protokoll:pdf", args=[paragraf.protokoll_id]))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="pn-2026-03-04.pdf"'
    file = tmp_path / "ut.pdf"
    file.write_bytes(response.content)
    with pdfplumber.open(file) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
    for words in ("Provnämnden", "Ett ärende", "ger kontoret i uppdrag att utreda frågan", "inte justerat"):
        assert words in text


# The next act, by the state of the meeting


@pytest.fixture
def mote(organ):
    return SammantradeFactory(organ=organ, datum=date(2026, 3, 4), start=time(13, 0), lage="planerat", plats="Salen")


def acts(page):
    akt = page.context["akt"]
    return (akt.text if akt else None), [a.text for a in page.context["akter"]]


@time_machine.travel("2026-03-04 13:06 +0100")
def test_the_one_prominent_act_follows_the_meeting(inloggad, sekreterare, mote, organ):
    client, url = inloggad(sekreterare), mote.get_absolute_url()
    assert acts(client.get(url))[0] == "Gör dagordningen"

    first = ArendeFactory(sammantrade=mote, ordning=1, rubrik="Val av justerare")
    last = ArendeFactory(sammantrade=mote, ordning=2, rubrik="Vägen")
    page = client.get(url)
    assert acts(page)[0] == "Öppna sammanträdet"
    assert 'value="13:00"' in page.content.decode(), "the planned time, when that is about now"

    client.post(reverse("protokoll:oppna", args=[mote.pk]), {"start": "13:02"})
    assert acts(client.get(url))[0] == "Skriv § 1"
    assert {"Rummet", "Justerare", "Dagordning", "Avsluta sammanträdet"} <= set(acts(client.get(url))[1])

    client.post(reverse("protokoll:ta-upp", args=[last.pk]))
    assert acts(client.get(url))[0] == "Skriv § 2"
    BeslutFactory(paragraf=last, text="<p>Provnämnden godkänner planen för vägen.</p>")
    page = client.get(url)
    assert acts(page)[0] == "Avsluta sammanträdet"
    assert "godkänner planen för …" in page.content.decode()

    client.post(reverse("protokoll:sammantrade-avsluta", args=[mote.pk]), {"slut": "14:00"})
    assert acts(client.get(url))[0] == "Till protokollet"
    first.refresh_from_db()
    assert first.nummer == 1


@time_machine.travel("2026-03-02 09:00 +0100")
def test_before_the_day_the_next_act_is_to_call(inloggad, sekreterare, lasare, mote):
    ArendeFactory(sammantrade=mote, ordning=1)

    assert acts(inloggad(sekreterare).get(mote.get_absolute_url()))[0] == "Kalla"
    KallelseFactory(sammantrade=mote)
    assert acts(inloggad(sekreterare).get(mote.get_absolute_url()))[0] is None
    assert acts(inloggad(lasare).get(mote.get_absolute_url())) == (None, [])


def test_who_only_reads_gets_the_pdf_and_no_act(inloggad, lasare, paragraf):
    assert acts(inloggad(lasare).get(paragraf.sammantrade.get_absolute_url())) == ("Protokollet som PDF", [])

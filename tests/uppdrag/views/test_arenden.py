"""The list of ärenden, the page of one, its PDF, and the joining of two dnr."""

import csv
from datetime import date
from io import BytesIO, StringIO
from urllib.parse import unquote

import pytest
import time_machine
from django.db import connection
from django.urls import resolve, reverse
from openpyxl import load_workbook

from protokoll.dnr import normalform
from protokoll.models import Dnrlikhet, Paragraf
from tests.factories import (
    BeslutFactory,
    InbjudanFactory,
    ParagrafFactory,
    TjanstFactory,
    UppdragFactory,
    UserFactory,
)
from tests.uppdrag.arendefall import DNR, genom_tre_organ, paragraf_i
from uppdrag import arendelista

pytestmark = pytest.mark.django_db


def sidan(dnr, namn="arende"):
    return reverse(f"uppdrag:{namn}", args=[dnr])


@pytest.fixture
def fallet(lasare):
    return genom_tre_organ()


# The address


@pytest.mark.parametrize(
    "dnr", ["KS 2018/14", "2020/000053", "KS-2024-00548", "2024.147 KS", "åÄ 1/2", "A%2FB", "X#1?y=2", "A/PDF", "A/pdf"]
)
def test_an_address_is_readable_and_the_same_however_it_is_written(dnr):
    url = sidan(dnr)

    assert url == sidan(f" {dnr.lower()} ")
    traff = resolve(unquote(url))
    assert (traff.view_name, traff.kwargs["dnr"]) == ("uppdrag:arende", normalform(dnr))


def test_what_no_dnr_can_hold_is_no_address(inloggad, lasare, client):
    inne = inloggad(lasare)

    for stam in ("/arenden/", "/protokoll-pa-webben/arende/"):
        assert inne.get(f"{stam}KS%00/").status_code == 404


# The page


@time_machine.travel("2026-05-04")
def test_page_tells_the_whole_way(fallet, inloggad, lasare):
    svar = inloggad(lasare).get(sidan(DNR))
    text = svar.content.decode()

    for ord_ in ("Plan för cykelvägar", "Anta planen.", "Marken är köpt.", "Cykelfrämjandet", "justerat 27 februari"):
        assert ord_ in text, ord_
    for p in (fallet.i_au, fallet.i_ks, fallet.i_kf, fallet.kommande, fallet.uppdrag):
        assert f'href="{p.get_absolute_url()}"' in text
    assert "Ett helt annat" not in text
    assert "Sammanför med" not in text


def test_an_address_written_otherwise_leads_to_the_one_that_holds(fallet, inloggad, lasare):
    svar = inloggad(lasare).get("/arenden/ks%20%202026/14/")

    assert (svar.status_code, svar["Location"]) == (302, sidan(DNR))


def test_outsider_learns_nothing_of_which_dnr_there_are(fallet, inloggad, utomstaende):
    client = inloggad(utomstaende)

    assert {client.get(sidan(dnr)).status_code for dnr in (DNR, "FINNS INTE")} == {403}


def test_a_dnr_that_nothing_bears_is_404(fallet, inloggad, sekreterare):
    client = inloggad(sekreterare)

    for namn in ("arende", "arende-pdf", "arende-sammanfor"):
        assert client.get(sidan("KS 2026/15", namn)).status_code == 404, namn


def test_the_address_of_a_dnr_that_was_mended_lives_on(inloggad, lasare):
    p = ParagrafFactory(dnr="2026/00051")
    p.dnr = "2026/000051"
    p.save()

    svar = inloggad(lasare).get(sidan("2026/00051"), follow=True)

    assert svar.redirect_chain == [(sidan("2026/000051"), 302)]
    assert "2026/00051 har rättats till 2026/000051" in svar.content.decode()


def test_a_dnr_of_an_inbjudan_alone_has_its_page(inloggad, lasare):
    InbjudanFactory(dnr="2026/77", inbjudan="Piku: Konferens, Malmö")

    text = inloggad(lasare).get(sidan("2026/77")).content.decode()

    assert "Piku: Konferens, Malmö" in text
    assert "Ingen paragraf än" in text


@pytest.mark.parametrize("namn", ["arende", "arende-pdf"])
def test_only_reading(namn, fallet, inloggad, lasare):
    assert inloggad(lasare).post(sidan(DNR, namn)).status_code == 405


def test_page_costs_the_same_for_one_and_for_many(inloggad, sekreterare, organ, count_queries):
    def lagg(dnr, nummer):
        p = paragraf_i(organ, date(2026, 1, nummer), nummer, dnr=dnr)
        UppdragFactory(beslut=BeslutFactory(paragraf=p))

    for n, (dnr, antal) in enumerate({"A 1": 1, "A 3": 3}.items()):
        for i in range(antal):
            lagg(dnr, n * 10 + i + 1)
    client = inloggad(sekreterare)

    assert count_queries(client, sidan("A 1")) == count_queries(client, sidan("A 3"))


def test_a_long_series_is_paged_and_too_long_for_a_pdf(inloggad, lasare, organ, monkeypatch):
    monkeypatch.setattr("uppdrag.views.arenden.PER_SIDA", 2)
    monkeypatch.setattr("uppdrag.views.arenden.MEST_I_PDF", 2)
    for n in range(1, 4):
        paragraf_i(organ, date(2026, 1, n), n, dnr="S 1")
    client = inloggad(lasare)

    forsta, andra = client.get(sidan("S 1")), client.get(sidan("S 1") + "?sida=2")
    assert [len(s.context["arende"].steg) for s in (forsta, andra)] == [2, 1]
    assert (
        forsta.context["arende"].nu
        == andra.context["arende"].nu
        == "Provnämnden behandlade ärendet den 3 januari 2026."
    )
    svar = client.get(sidan("S 1", "arende-pdf"), follow=True)
    assert svar.redirect_chain == [(sidan("S 1"), 302)]
    assert "högst 2" in svar.content.decode()


def test_pdf_is_served_under_a_name_of_its_own(fallet, inloggad, lasare):
    svar = inloggad(lasare).get(sidan(DNR, "arende-pdf"))

    assert svar["Content-Type"] == "application/pdf"
    assert 'filename="arende-ks-2026-14-' in svar["Content-Disposition"]
    assert svar.content.startswith(b"%PDF")


def test_paragraf_and_uppdrag_lead_to_their_arende(fallet, inloggad, lasare):
    client = inloggad(lasare)

    for p in (fallet.i_ks, fallet.uppdrag):
        text = client.get(p.get_absolute_url()).content.decode()
        assert f'href="{sidan(DNR)}"' in text
        assert fallet.i_au.get_absolute_url() in text


# Joining


def test_joined_ones_have_one_page_and_two_addresses(fallet, inloggad, sekreterare):
    ParagrafFactory(dnr="2026/14 KS", rubrik="Samma sak")
    client = inloggad(sekreterare)
    assert "2026/14 KS" in client.get(sidan(DNR)).content.decode()

    svar = client.post(sidan(DNR, "arende-sammanfor"), {"annat": "2026/14 ks", "skal": "Nytt diarium"}, follow=True)

    assert svar.redirect_chain == [(sidan(DNR), 302)]
    text = svar.content.decode()
    assert "Samma sak" in text
    assert "Nytt diarium" in text
    assert client.get(sidan("2026/14 KS"))["Location"] == sidan(DNR)

    svar = client.post(sidan("2026/14 KS", "arende-los"), follow=True)

    assert svar.redirect_chain == [(sidan(DNR), 302)]
    assert not Dnrlikhet.objects.exists()
    assert client.get(sidan("2026/14 KS")).status_code == 200


def test_wrong_number_comes_back_with_what_was_typed(fallet, inloggad, sekreterare):
    svar = inloggad(sekreterare).post(sidan(DNR, "arende-sammanfor"), {"annat": "KS 1/1", "skal": "Därför"})

    assert svar.status_code == 422
    text = svar.content.decode()
    assert "har diarienumret KS 1/1" in text
    assert 'value="Därför"' in text
    assert not Dnrlikhet.objects.exists()


def test_taking_apart_what_is_apart_says_so(fallet, inloggad, sekreterare):
    svar = inloggad(sekreterare).post(sidan(DNR, "arende-los"), follow=True)

    assert "redan ett ärende för sig" in svar.content.decode()


@pytest.mark.parametrize("namn", ["arende-sammanfor", "arende-los"])
def test_reader_may_not_join(namn, fallet, inloggad, lasare):
    assert inloggad(lasare).post(sidan(DNR, namn), {"annat": "X"}).status_code == 403


def test_registrator_may_join(fallet, inloggad):
    user = UserFactory()
    TjanstFactory(person=user.person, roll="registrator")

    assert inloggad(user).get(sidan(DNR, "arende-sammanfor")).status_code == 200


# The list


def rader(client, fraga=""):
    svar = client.get(reverse("uppdrag:arenden") + fraga)
    assert svar.status_code == 200
    return svar.context["sida"].object_list


@time_machine.travel("2026-05-04")
def test_list_has_one_row_for_each_dnr_the_latest_first(fallet, inloggad, lasare):
    ParagrafFactory(dnr="")
    Dnrlikhet(dnr="KS 2026/140", huvud="KS 2026/14").save()
    paragraf_i(fallet.kf, date(2025, 3, 3), 1, dnr="KS 2025/1", rubrik="Gammalt")

    forsta, andra = rader(inloggad(lasare))

    assert (forsta.huvud, forsta.antal, forsta.oppna) == (DNR, 5, 1)
    assert forsta.organen[:3] == ["KSAU", "KS", "KF"]
    assert forsta.former == [DNR, "KS 2026/140"]
    assert forsta.senast == fallet.kommande
    assert andra.rubrik == "Gammalt"


@time_machine.travel("2026-10-04")
@pytest.mark.parametrize(
    ("fraga", "vantat"),
    [
        ("?q=cykelvägar", [DNR]),
        ("?q=plan+cykel", [DNR]),
        ("?q=2026/14", [DNR, "KS 2026/140"]),
        ("?q=finns+inte", []),
        ("?ar=2025", []),
        ("?lage=oppna", [DNR]),
        ("?lage=forsenade", [DNR]),
        ("?lage=kommande", []),
        ("?ar=abc", [DNR, "KS 2026/140"]),
    ],
)
def test_list_is_narrowed_by_its_address(fraga, vantat, fallet, inloggad, lasare):
    assert sorted(r.huvud for r in rader(inloggad(lasare), fraga)) == vantat


@time_machine.travel("2026-05-04")
def test_list_by_organ_and_what_is_to_come(fallet, inloggad, lasare):
    client = inloggad(lasare)

    assert [r.huvud for r in rader(client, f"?organ={fallet.kf.pk}")] == [DNR]
    assert [r.huvud for r in rader(client, "?lage=kommande")] == [DNR]
    assert 'aria-current="true"' in client.get(reverse("uppdrag:arenden") + "?lage=kommande").content.decode()


@pytest.mark.parametrize(
    ("sortera", "vantat"),
    [
        ("", ["L 10", "L 9", "L 2"]),
        ("senast", ["L 2", "L 9", "L 10"]),
        ("dnr", ["L 2", "L 9", "L 10"]),
        ("-dnr", ["L 10", "L 9", "L 2"]),
        ("arende", ["L 10", "L 2", "L 9"]),
        ("-arende", ["L 9", "L 2", "L 10"]),
        ("nonsens", ["L 10", "L 9", "L 2"]),
    ],
)
def test_list_is_sorted_by_the_column_of_its_address(sortera, vantat, inloggad, lasare, organ):
    for n, rubrik in ((2, "Åkermark"), (9, "Östra skolan"), (10, "Zonplan")):
        paragraf_i(organ, date(2026, 1, n), n, dnr=f"L {n}", rubrik=rubrik)

    assert [r.huvud for r in rader(inloggad(lasare), f"?sortera={sortera}")] == vantat


def test_list_says_when_there_is_more_than_it_gathers(inloggad, lasare, organ, monkeypatch):
    monkeypatch.setattr(arendelista, "MEST_PARAGRAFER", 2)
    for n in range(1, 4):
        paragraf_i(organ, date(2026, 1, n), n, dnr=f"L {n}")

    svar = inloggad(lasare).get(reverse("uppdrag:arenden"))

    assert [r.huvud for r in svar.context["sida"].object_list] == ["L 3", "L 2"]
    assert "Ur de 2 senaste paragraferna" in svar.content.decode()


def test_parts_of_words_are_found_by_their_indexes():
    urval = arendelista.filtrera(Paragraf.objects.order_by(), {"q": "cykel"}, today=date(2026, 5, 4))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        plan = urval.explain()

    assert "paragraf_rubrik_trgm" in plan
    assert "paragraf_dnr_trgm" in plan


def test_sekretess_is_listed_for_its_own_organ_alone(inloggad, sekreterare, lasare, organ):
    p = paragraf_i(organ, date(2026, 1, 1), 1, dnr="L 1")
    p.protokoll.slag = "sekretess"
    p.protokoll.save()

    assert [r.huvud for r in rader(inloggad(sekreterare))] == ["L 1"]
    assert inloggad(sekreterare).get(sidan("L 1")).status_code == 200
    assert sidan("L 1") in inloggad(sekreterare).get(p.get_absolute_url()).content.decode()
    assert rader(inloggad(lasare)) == []
    for namn in ("arende", "arende-pdf"):
        assert inloggad(lasare).get(sidan("L 1", namn)).status_code == 404
    assert sidan("L 1") not in inloggad(lasare).get(p.get_absolute_url()).content.decode()


def test_list_costs_the_same_for_one_and_for_three(inloggad, lasare, organ, count_queries):
    client, url = inloggad(lasare), reverse("uppdrag:arenden")
    UppdragFactory(beslut=BeslutFactory(paragraf=paragraf_i(organ, date(2026, 1, 1), 1, dnr="L 1")))
    ett = count_queries(client, url)
    for n in (2, 3):
        UppdragFactory(beslut=BeslutFactory(paragraf=paragraf_i(organ, date(2026, 1, n), n, dnr=f"L {n}")))

    assert count_queries(client, url) == ett


def test_empty_list_says_what_it_will_hold(inloggad, lasare):
    assert "Inga ärenden än" in inloggad(lasare).get(reverse("uppdrag:arenden")).content.decode()


def test_filter_swaps_only_the_result(fallet, inloggad, lasare):
    svar = inloggad(lasare).get(reverse("uppdrag:arenden"), headers={"HX-Request": "true"})

    text = svar.content.decode()
    assert "<html" not in text
    assert DNR in text


# The list as a file


def hamta(client, fraga=""):
    svar = client.get(reverse("uppdrag:arenden-export") + fraga)
    assert svar.status_code == 200
    return svar, b"".join(svar.streaming_content) if svar.streaming else svar.content


@time_machine.travel("2026-10-04")
def test_file_has_the_rows_of_the_list_in_its_order(fallet, inloggad, lasare, monkeypatch):
    monkeypatch.setattr(arendelista, "_PER_GANG", 1)
    Dnrlikhet(dnr="KS 2026/140", huvud=DNR).save()
    paragraf_i(fallet.kf, date(2025, 3, 3), 1, dnr="KS 2025/1", rubrik="=1+1")
    client = inloggad(lasare)
    adress = dict(client.get(reverse("uppdrag:arenden") + "?sortera=senast").context["exporter"])["CSV"]

    svar = client.get(adress)
    rader_ = list(csv.DictReader(StringIO(b"".join(svar.streaming_content).decode("utf-8-sig")), delimiter=";"))

    assert [r["Diarienummer"] for r in rader_] == ["KS 2025/1", DNR]
    gammalt, vart = rader_
    assert gammalt["Ärende"] == "'=1+1"
    assert (vart["Skrivs också"], vart["Paragrafer"], vart["Öppna uppdrag"], vart["varav försenade"]) == (
        "KS 2026/140", "5", "1", "1",
    )  # fmt: skip
    assert (vart["Senast den"], vart["Paragraf eller läge"]) == ("2026-06-02", "På dagordningen")
    assert vart["Adress"].endswith(sidan(DNR))
    assert 'filename="arenden-2026-10-04.csv"' in svar["Content-Disposition"]


@time_machine.travel("2026-10-04")
def test_workbook_says_what_it_holds(fallet, inloggad, lasare):
    _, data = hamta(inloggad(lasare), "?format=xlsx&lage=forsenade")

    bok = load_workbook(BytesIO(data))
    assert [r[0] for r in bok["Ärenden"].iter_rows(values_only=True)] == ["Diarienummer", DNR]
    om = dict(bok["Urvalet"].values)
    assert (om["Antal ärenden"], om["Läge"]) == (1, "Med försenade uppdrag")


def test_nonsense_in_the_filter_is_shown_and_not_exported(fallet, inloggad, lasare):
    svar = inloggad(lasare).get(reverse("uppdrag:arenden-export") + "?ar=abc", follow=True)

    assert "Skriv året med fyra siffror" in svar.content.decode()


def test_outsider_sees_no_list(inloggad, utomstaende):
    assert inloggad(utomstaende).get(reverse("uppdrag:arenden")).status_code == 403


def test_list_only_reads(inloggad, lasare):
    assert inloggad(lasare).post(reverse("uppdrag:arenden")).status_code == 405

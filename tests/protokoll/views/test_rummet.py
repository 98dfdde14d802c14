"""The screen in the room."""

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from protokoll.models import Ajournering, Omrostning, Rost, Sammantrade
from protokoll.rumsbild import rumsbild
from tests.factories import BeslutFactory, MotesdeltagareFactory, NarvarohandelseFactory, ParagrafFactory

pytestmark = pytest.mark.django_db

NU = datetime(2026, 3, 4, 14, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
HTMX = {"HX-Request": "true"}


@pytest.fixture
def motet(paragraf):
    """The meeting of § 7, under way, with three who serve; § 7 is what it is at."""
    sammantrade = paragraf.sammantrade
    sammantrade.lage, sammantrade.aktuell = Sammantrade.Lage.PAGAR, paragraf
    sammantrade.save()
    for n, (namn, parti, roll) in enumerate(
        [("Anna", "M", "ordforande"), ("Bo", "S", "ledamot"), ("Cia", "M", "ledamot")]
    ):
        MotesdeltagareFactory(sammantrade=sammantrade, namn=namn, parti=parti, roll=roll, ordning=n)
    return sammantrade


def url(sammantrade, sedan=""):
    return reverse("protokoll:rummet", args=[sammantrade.pk]) + (f"?sedan={sedan}" if sedan else "")


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def mark(response):
    return re.search(r"sedan=(\w+)", response.content.decode())[1]


def test_shows_the_paragraf_the_decision_and_who_serves(inloggad, lasare, motet):
    sidan = text(inloggad(lasare).get(url(motet)))

    assert "§ 7 Dnr 2026/000001 Ett ärende" in sidan
    assert "Provnämndens beslut Provnämnden ger kontoret i uppdrag att utreda frågan." in sidan
    assert "Tjänstgör M Anna, ordförande Cia S Bo" in sidan


def test_outsider_gets_404(inloggad, utomstaende, motet):
    assert inloggad(utomstaende).get(url(motet)).status_code == 404


@pytest.mark.parametrize("person", ["lasare", "ledamot", "handlaggare", "annan_sekreterare"])
def test_whoever_may_see_the_meeting_may_open_it(inloggad, request, motet, person):
    assert inloggad(request.getfixturevalue(person)).get(url(motet)).status_code == 200


@pytest.mark.parametrize(
    ("lage", "sager"),
    [
        ("installt", "Sammanträdet är inställt"),
        ("hanvisning", "Sammanträdet är avslutat"),
        ("avslutat", "Sammanträdet är avslutat kl. 16.05"),
    ],
)
def test_a_meeting_that_is_not_under_way_says_so_and_nothing_else(inloggad, lasare, motet, lage, sager):
    motet.lage, motet.slut = lage, time(16, 5) if lage == "avslutat" else None
    motet.save()

    sidan = text(inloggad(lasare).get(url(motet)))

    assert sidan.endswith(sager)
    assert "Ett ärende" not in sidan


def test_wrong_method_gets_405(inloggad, lasare, motet):
    assert inloggad(lasare).post(url(motet)).status_code == 405


def test_unchanged_answers_204_and_changed_the_part_alone(inloggad, lasare, motet, beslut):
    client = inloggad(lasare)
    sedan = mark(client.get(url(motet)))

    same = client.get(url(motet, sedan), headers=HTMX)
    beslut.text = "<p>Något annat.</p>"
    beslut.save()
    changed = client.get(url(motet, sedan), headers=HTMX)

    assert (same.status_code, same.content) == (204, b"")
    assert changed.status_code == 200
    assert changed.content.decode().lstrip().startswith('<div id="bild"')
    assert "Något annat." in text(changed)
    assert mark(changed) != sedan


def test_a_page_that_is_loaded_anew_is_whole_also_with_the_mark(inloggad, lasare, motet):
    client = inloggad(lasare)

    response = client.get(url(motet, mark(client.get(url(motet)))))

    assert "<html" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_before_the_meeting_the_dagordning(inloggad, lasare, motet):
    motet.lage, motet.aktuell = Sammantrade.Lage.PLANERAT, None
    motet.save()
    protokoll = motet.protokollen.get()
    ParagrafFactory(protokoll=protokoll, nummer=None, ordning=8, slag="rubrik", rubrik="Beslutsärenden")
    ParagrafFactory(
        protokoll=protokoll, nummer=None, ordning=9, rubrik="Nytt", planerad_tid=time(13, 30), foredragande="Jan Chef"
    )
    ParagrafFactory(protokoll=protokoll, nummer=None, ordning=10, rubrik="Bort", utfall="utgar")

    sidan = text(inloggad(lasare).get(url(motet)))

    assert (
        "Dagordning för sammanträdet kl. 13.00 § 7 Ett ärende Beslutsärenden 2 Nytt Jan Chef 13.30 3 Bort (utgår)"
        in sidan
    )


@pytest.mark.parametrize(
    ("till", "nu", "sager"),
    [
        (None, time(14, 30), "Ajournering"),
        (None, time(14, 20), "Ett ärende"),
        (time(14, 35), time(14, 30), "Ajournering till 14.35"),
        (time(14, 35), time(14, 35), "Ett ärende"),
        (time(14, 35), time(14, 20), "Ett ärende"),
    ],
)
def test_a_break_is_shown_while_it_lasts(inloggad, lasare, motet, till, nu, sager):
    Ajournering(sammantrade=motet, fran=time(14, 25), till=till).save()

    with time_machine.travel(NU.replace(hour=nu.hour, minute=nu.minute), tick=False):
        sidan = text(inloggad(lasare).get(url(motet)))

    assert sager in sidan
    assert ("Ajournering" in sidan) == sager.startswith("Ajournering")


def test_a_break_of_another_day_is_over(motet):
    Ajournering(sammantrade=motet, fran=time(14, 25), till=time(14, 35)).save()

    assert rumsbild(motet, nu=NU).paus
    assert not rumsbild(motet, nu=NU.replace(day=5)).paus


@pytest.fixture
def omrostning(motet):
    o = Omrostning(paragraf=motet.aktuell, ja_innebar="bifall till förslaget", nej_innebar="avslag")
    o.save()
    return o


def rosta(omrostning, **roster):
    for namn, rost in roster.items():
        vem = omrostning.paragraf.sammantrade.motesdeltagarna.get(namn=namn.title())
        Rost(omrostning=omrostning, deltagare=vem, rost=rost).save()


def test_a_vote_that_goes_on(inloggad, lasare, motet, omrostning):
    rosta(omrostning, bo="nej", cia="ja")

    sidan = text(inloggad(lasare).get(url(motet)))

    assert "Omröstning pågår: 2 av 3 har röstat Ja 1 bifall till förslaget Nej 1 avslag" in sidan
    assert "vann" not in sidan


def test_a_vote_that_is_decided(inloggad, lasare, motet, omrostning):
    rosta(omrostning, anna="ja", bo="nej", cia="ja")
    omrostning.utfall = "ja"
    omrostning.save()

    sidan = text(inloggad(lasare).get(url(motet)))

    assert "Omröstning Ja 2 bifall till förslaget Nej 1 avslag Ja vann." in sidan
    assert "pågår" not in sidan


def test_a_tie_says_whose_vote_decided(inloggad, lasare, motet, omrostning):
    rosta(omrostning, anna="ja", bo="nej", cia="avstar")
    omrostning.utfall = "ja"
    omrostning.save()

    assert "Avstår 1 Lika röstetal. Ordförandens utslagsröst: ja." in text(inloggad(lasare).get(url(motet)))


def test_a_closed_vote_keeps_its_figures_until_it_is_over(inloggad, lasare, motet, omrostning):
    omrostning.sluten, omrostning.ja, omrostning.nej = True, 2, 1
    omrostning.save()
    client = inloggad(lasare)

    before = text(client.get(url(motet)))
    omrostning.utfall = "ja"
    omrostning.save()
    after = text(client.get(url(motet)))

    assert "Sluten omröstning pågår Ja – bifall" in before
    assert "Sluten omröstning Ja 2 bifall till förslaget Nej 1" in after


def test_one_with_jav_does_not_serve(inloggad, lasare, motet):
    anna = motet.motesdeltagarna.get(namn="Anna")
    NarvarohandelseFactory(deltagare=anna, slag="jav", paragraf=motet.aktuell, bara_paragrafen=True)

    assert "Tjänstgör S Bo M Cia" in text(inloggad(lasare).get(url(motet)))


def test_proposal_to_a_higher_organ_has_its_heading(inloggad, lasare, motet, beslut):
    beslut.rubrik, beslut.beslutsniva = "", "forslag"
    beslut.save()
    BeslutFactory(paragraf=motet.aktuell, rubrik="", text="", ordning=300)

    sidan = text(inloggad(lasare).get(url(motet)))

    assert "Provnämndens förslag till beslut Provnämnden ger" in sidan
    assert "Provnämndens beslut" not in sidan


def test_a_heading_of_the_dagordning_may_be_what_the_meeting_is_at(inloggad, lasare, motet):
    motet.aktuell = ParagrafFactory(
        protokoll=motet.protokollen.get(), nummer=None, ordning=8, slag="rubrik", rubrik="Frågestund"
    )
    motet.save()

    assert "Frågestund" in text(inloggad(lasare).get(url(motet)))


@pytest.mark.parametrize("antal", [1, 3])
def test_queries_are_as_many_however_many_rows(inloggad, lasare, motet, omrostning, count_queries, antal):
    def add(n):
        for i in range(n):
            vem = MotesdeltagareFactory(sammantrade=motet, ordning=20 + i)
            Rost(omrostning=omrostning, deltagare=vem, rost="ja").save()
            BeslutFactory(paragraf=motet.aktuell, ordning=500 + vem.pk)

    add(1)
    client = inloggad(lasare)
    before = count_queries(client, url(motet))
    add(antal)

    assert count_queries(client, url(motet)) == before

"""The page of somebody who goes, by the link and logged in, and the rapporter of an event."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from kommun.models import Utskick
from protokoll.inbjudan.deltagarlank import deltagarlank
from protokoll.models import Bokning, Reserapport
from tests.factories import MandatFactory, ReserapportFactory, SammantradeFactory, UserFactory
from tests.protokoll.inbjudansprov import beslutad, den, overlamnad

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def klocka():
    with time_machine.travel("2026-03-10 12:00 +0100") as traveller:
        yield traveller


@pytest.fixture
def inbjudan(paragraf):
    return overlamnad(paragraf)


@pytest.fixture
def lank(inbjudan):
    return "/" + deltagarlank(den(inbjudan, "Ada Alm")).split("/", 3)[3]


@pytest.fixture
def ada(inbjudan):
    """Ada's account, with a mandat."""
    user = UserFactory(person=den(inbjudan, "Ada Alm").person)
    MandatFactory(person=user.person, organ=inbjudan.organ)
    return user


def efter(klocka):
    klocka.move_to("2026-05-07 12:00 +0200")


def sidan(inbjudan, namn="reserapport"):
    return reverse(f"protokoll:{namn}", args=[inbjudan.pk])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_link_shows_the_facts_to_whoever_has_it_and_nothing_else(client, lank):
    response = client.get(lank)

    page = text(response)
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    for ord_ in ("Vårkonferensen", "Provstad", "Du är inte anmäld till arrangören än.", "Cia Ceder"):
        assert ord_ in page
    assert "Bo Björk" not in page
    assert "Min dag" not in page


def test_link_gives_the_calendar_entry(client, lank):
    response = client.get(f"{lank}kalender.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert Calendar.from_ical(response.content).walk("VEVENT")[0]["SUMMARY"] == "Vårkonferensen"


def test_link_says_forhinder(client, lank, inbjudan):
    client.get(f"{lank}forhinder/")
    assert not Bokning.objects.exists(), "a GET changes nothing"

    page = text(client.post(f"{lank}forhinder/", follow=True))

    assert "Du har sagt att du inte kan komma" in page
    assert Bokning.objects.get().forhindrad == date(2026, 3, 10)
    assert Utskick.objects.filter(amne__startswith="Förhinder: Ada Alm").count() == 1


def test_forhinder_when_it_has_begun_says_why(client, lank, klocka):
    klocka.move_to("2026-05-05 12:00 +0200")

    response = client.post(f"{lank}forhinder/")

    assert response.status_code == 422
    assert "Det har redan börjat" in text(response)
    assert not Bokning.objects.exists()


def test_link_takes_the_rapport_afterwards(client, lank, klocka):
    assert "Lämna rapporten" not in text(client.get(lank))
    assert client.post(lank, {"text": "Bra."}).status_code == 422
    efter(klocka)

    page = text(client.post(lank, {"text": "Bra."}, follow=True))

    assert "Din rapport" in page
    assert Reserapport.objects.get().text == "Bra."


def test_empty_rapport_comes_back(client, lank, klocka):
    efter(klocka)

    response = client.post(lank, {"text": " "})

    assert response.status_code == 422
    assert "Skriv några rader" in text(response)


def test_dead_link_says_where_to_turn_and_keeps_what_was_written(client, lank, inbjudan, sekreterare):
    inbjudan.svar = "avstar"
    inbjudan.save()

    response = client.post(lank, {"text": "Det jag skrev."})

    page = text(response)
    assert response.status_code == 404
    assert sekreterare.person.namn in page
    assert "Det jag skrev." in page
    assert "Vårkonferensen" not in page


def test_forged_link_tells_nothing(client, inbjudan):
    response = client.get(reverse("protokoll:deltar", args=["WzEsMV0.1abc.xyz"]))

    assert response.status_code == 404
    assert "Adressen är felskriven" in text(response)


def test_who_goes_has_the_same_page_logged_in(inloggad, ada, inbjudan, klocka):
    efter(klocka)

    page = text(inloggad(ada).post(sidan(inbjudan), {"text": "Bra."}, follow=True))

    assert "Din rapport" in page
    assert Reserapport.history.get().history_user == ada


def test_who_goes_says_forhinder_logged_in(inloggad, ada, inbjudan):
    page = text(inloggad(ada).post(sidan(inbjudan, "eget-forhinder"), follow=True))

    assert "Du har sagt att du inte kan komma" in page
    assert Bokning.history.get().history_user == ada


def test_secretary_enters_a_rapport_and_puts_it_on_the_dagordning(inloggad, sekreterare, inbjudan, klocka, organ):
    efter(klocka)
    mote = SammantradeFactory(organ=organ, datum=date(2026, 5, 20), lage="planerat")
    client, bo = inloggad(sekreterare), den(inbjudan, "Bo Björk")

    page = text(client.post(sidan(inbjudan), {"person": bo.person_id, "text": "Nyttigt."}, follow=True))
    assert "En rapport väntar" in page
    response = client.post(sidan(inbjudan, "reserapport-dagordning"), {"sammantrade": mote.pk}, follow=True)

    rapport = Reserapport.objects.get()
    assert rapport.paragraf.sammantrade == mote
    assert "Bo Björk, kommundirektör rapporterar från Vårkonferensen" in text(response)
    client.post(reverse("protokoll:reserapport-ta-av", args=[rapport.pk]))
    rapport.refresh_from_db()
    assert rapport.paragraf is None


def test_before_the_decision_holds_the_page_says_why(inloggad, sekreterare, paragraf):
    inbjudan = beslutad(paragraf)
    ada = den(inbjudan, "Ada Alm")

    response = inloggad(sekreterare).post(sidan(inbjudan), {"person": ada.person_id, "text": "Bra."})

    assert response.status_code == 422
    assert "inget beslut om deltagande som gäller" in text(response)
    assert not Reserapport.objects.exists()


def test_outsider_gets_404_and_who_does_not_go_403(inloggad, utomstaende, ledamot, inbjudan):
    assert inloggad(utomstaende).get(sidan(inbjudan)).status_code == 404
    assert inloggad(ledamot).get(sidan(inbjudan)).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(inloggad, sekreterare, inbjudan, rows, count_queries):
    for _ in range(rows):
        ReserapportFactory(inbjudan=inbjudan)

    assert count_queries(inloggad(sekreterare), sidan(inbjudan)) == 16

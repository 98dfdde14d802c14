from datetime import date

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from kommun.models import Franvaro
from tests.factories import SammantradeFactory, UppdragFactory, UserFactory
from uppdrag.avslut import avsluta
from uppdrag.fristandring import andra_frist
from uppdrag.models import Fristkalender

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("den_forsta_april")]

PAGE = reverse("uppdrag:frist-kalender")
NEW = reverse("uppdrag:frist-kalender-ny")
REVOKE = reverse("uppdrag:frist-kalender-aterkalla")


@pytest.fixture
def den_forsta_april():
    with time_machine.travel("2026-04-01"):
        yield


@pytest.fixture
def mitt(beslut, handlaggare):
    SammantradeFactory(organ=beslut.paragraf.organ, datum=date(2026, 5, 20), stoppdag=date(2026, 5, 6), lage="planerat")
    return UppdragFactory(beslut=beslut, ansvarig=handlaggare.person, frist=date(2026, 6, 1))


@pytest.fixture
def adress(inloggad, handlaggare, mitt):
    inloggad(handlaggare).post(NEW, {"version": "-1"})
    return reverse("uppdrag:kalenderfil", args=[Fristkalender.objects.get().token])


def events(client, adress):
    client.logout()
    response = client.get(adress)
    assert response.status_code == 200
    return {str(e["uid"]).split("@")[0]: e for e in Calendar.from_ical(response.content).walk("vevent")}


def test_calendar_has_stoppdag_and_frist_as_whole_days(client, adress, mitt):
    UppdragFactory(beslut=mitt.beslut)

    found = events(client, adress)

    assert {uid: e.decoded("dtstart") for uid, e in found.items()} == {
        f"uppdrag-{mitt.pk}-rapport": date(2026, 5, 6),
        f"uppdrag-{mitt.pk}-frist": date(2026, 6, 1),
    }
    assert "Redovisas för provnämnden onsdag 20 maj 2026." in found[f"uppdrag-{mitt.pk}-frist"]["description"]


def test_moved_frist_moves_the_same_event(client, adress, mitt, sekreterare):
    uid = f"uppdrag-{mitt.pk}-frist"
    before = events(client, adress)[uid]
    andra_frist(mitt, ny=date(2026, 9, 1), skal="Dröjer.", by=sekreterare)

    after = events(client, adress)[uid]

    assert after.decoded("dtstart") == date(2026, 9, 1)
    assert int(after["sequence"]) > int(before["sequence"])


def test_closed_is_cancelled_and_then_gone(client, adress, mitt, sekreterare):
    avsluta(mitt, den=date(2026, 4, 1), skal="Klart.", by=sekreterare)

    assert {str(e["status"]) for e in events(client, adress).values()} == {"CANCELLED"}
    with time_machine.travel("2026-07-01"):
        assert events(client, adress) == {}


def test_ersattare_has_those_of_the_absent(client, inloggad, handlaggare, sekreterare, mitt):
    Franvaro(person=handlaggare.person, ersattare=sekreterare.person, fran=date(2026, 3, 1)).save()
    inloggad(sekreterare).post(NEW, {"version": "-1"})

    adress = reverse("uppdrag:kalenderfil", args=[Fristkalender.objects.get().token])

    assert f"uppdrag-{mitt.pk}-frist" in events(client, adress)


def test_new_address_ends_the_old_and_a_double_click_makes_one(inloggad, handlaggare, adress):
    client, version = inloggad(handlaggare), str(Fristkalender.objects.get().version)
    client.post(NEW, {"version": version})
    fresh = Fristkalender.objects.get().token
    client.post(NEW, {"version": version})

    assert Fristkalender.objects.get().token == fresh
    assert client.get(adress).status_code == 404
    assert fresh in client.get(PAGE).content.decode()


def test_revoked_address_is_not_found(inloggad, handlaggare, adress):
    client = inloggad(handlaggare)
    client.post(REVOKE)
    client.post(REVOKE)

    assert client.get(adress).status_code == 404
    assert client.get("/frister/none.ics").status_code == 404
    assert "Ingen adress är i bruk" in client.get(PAGE).content.decode()


def test_address_of_somebody_who_has_left_is_not_found(client, handlaggare, adress):
    tjanst = handlaggare.person.tjansterna.get()
    tjanst.till = date(2026, 3, 31)
    tjanst.save()

    assert client.get(adress).status_code == 404


def test_account_without_person_is_told_why(client):
    client.force_login(UserFactory(person=None, is_superuser=True))

    response = client.post(NEW, follow=True)

    assert "inte kopplat till någon person" in response.content.decode()
    assert not Fristkalender.objects.exists()


def test_calendar_queries_do_not_grow(client, adress, mitt, count_queries):
    client.logout()
    before = count_queries(client, adress)
    UppdragFactory(beslut=mitt.beslut, ansvarig=mitt.ansvarig, frist=date(2026, 8, 1))

    assert count_queries(client, adress) == before

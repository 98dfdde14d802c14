"""One planned meeting on its pages: made, changed, moved, cancelled, taken away."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from protokoll.models import Sammantrade
from tests.factories import KalladFactory, OrganFactory, ParagrafFactory, SammantradeFactory

pytestmark = pytest.mark.django_db

NYTT = reverse("protokoll:sammantrade-nytt")
MEETING = {"datum": "2027-03-09", "start": "13:00", "slut": "16:00", "plats": "Salen"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-22 12:00 +0100"):
        yield


@pytest.fixture
def planerat(organ):
    return SammantradeFactory(
        organ=organ, datum=date(2027, 3, 9), start=time(13), slut=time(16), plats="Salen", lage="planerat"
    )


def url(name, sammantrade):
    return reverse(f"protokoll:{name}", args=[sammantrade.pk])


ACTS = [
    ("sammantrade-andra", {"start": "09:00", "slut": "", "plats": "Foajén", "version": "1"}),
    ("sammantrade-flytta", MEETING | {"datum": "2027-03-16"}),
    ("stall-in", {"skal": "för få ärenden"}),
    ("hall-anda", {}),
    ("sammantrade-ta-bort", {}),
]


# Works


def test_nytt(inloggad, sekreterare, organ):
    client = inloggad(sekreterare)
    assert "Planera sammanträdet" in client.get(NYTT).content.decode()

    response = client.post(NYTT, MEETING | {"organ": organ.pk})

    s = Sammantrade.objects.get()
    assert response["Location"] == s.get_absolute_url()
    assert (s.organ, s.datum, s.start, s.stoppdag) == (organ, date(2027, 3, 9), time(13), date(2027, 2, 23))
    assert "tisdag 9 mars 2027 kl. 13.00–16.00, Salen" in client.get(response["Location"]).content.decode()


def test_nytt_twice_is_one(inloggad, sekreterare, organ):
    client = inloggad(sekreterare)
    client.post(NYTT, MEETING | {"organ": organ.pk})
    response = client.post(NYTT, MEETING | {"organ": organ.pk}, follow=True)

    assert Sammantrade.objects.count() == 1
    assert "Sammanträdet fanns redan" in response.content.decode()


def test_nytt_on_a_red_day_is_planned_with_a_word_about_it(inloggad, sekreterare, organ):
    response = inloggad(sekreterare).post(NYTT, MEETING | {"organ": organ.pk, "datum": "2027-01-06"}, follow=True)

    assert "Onsdag 6 januari 2027 är trettondedag jul." in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"datum": ""}, "Välj vilken dag"),
        ({"datum": "0027-03-09"}, "kan inte stämma"),
        ({"slut": "12:00"}, "sluta efter att det har börjat"),
        ({"start": ""}, "sluta efter att det har börjat"),
        ({"plats": "x" * 201}, "200"),
    ],
)
def test_nytt_that_cannot_be_comes_back_with_what_was_typed(inloggad, sekreterare, organ, changes, words):
    response = inloggad(sekreterare).post(NYTT, MEETING | {"organ": organ.pk} | changes)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert (changes.get("plats") or "Salen") in response.content.decode()
    assert not Sammantrade.objects.exists()


def test_nytt_in_somebody_elses_organ_is_refused(inloggad, sekreterare, organ):
    response = inloggad(sekreterare).post(NYTT, MEETING | {"organ": OrganFactory().pk})

    assert response.status_code == 422
    assert not Sammantrade.objects.exists()


def test_andra(inloggad, sekreterare, planerat):
    client = inloggad(sekreterare)
    page = client.get(url("sammantrade-andra", planerat)).content.decode()
    assert 'value="Salen"' in page
    data = {"start": "09:00", "slut": "", "plats": "Foajén", "stoppdag": "2027-02-20", "version": planerat.version}

    response = client.post(url("sammantrade-andra", planerat), data)

    assert response["Location"] == planerat.get_absolute_url()
    planerat.refresh_from_db()
    assert (planerat.start, planerat.slut, planerat.plats) == (time(9), None, "Foajén")
    assert planerat.stoppdag == date(2027, 2, 20)


def test_andra_over_a_newer_version_shows_both_and_saves_the_second_time(inloggad, sekreterare, planerat):
    client = inloggad(sekreterare)
    data = {"start": "13:00", "slut": "16:00", "plats": "Foajén", "version": planerat.version}
    planerat.plats = "Plenisalen"
    planerat.save()

    response = client.post(url("sammantrade-andra", planerat), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Nu gäller: tisdag 9 mars 2027 kl. 13.00–16.00, Plenisalen" in page
    assert 'value="Foajén"' in page
    client.post(url("sammantrade-andra", planerat), data | {"version": response.context["form"].data["version"]})
    planerat.refresh_from_db()
    assert planerat.plats == "Foajén"


def test_andra_days_on_the_wrong_side_of_the_meeting(inloggad, sekreterare, planerat):
    data = {"stoppdag": "2027-03-10", "planerad_justering": "2027-03-08", "version": planerat.version}

    response = inloggad(sekreterare).post(url("sammantrade-andra", planerat), data)

    assert set(response.context["form"].errors) == {"stoppdag", "planerad_justering"}


def test_flytta(inloggad, sekreterare, planerat):
    client = inloggad(sekreterare)
    assert "tisdag 9 mars 2027" in client.get(url("sammantrade-flytta", planerat)).content.decode()

    data = MEETING | {"datum": "2027-03-24", "rakna_om": "on"}
    response = client.post(url("sammantrade-flytta", planerat), data, follow=True)

    planerat.refresh_from_db()
    assert (planerat.datum, planerat.flyttat_fran) == (date(2027, 3, 24), date(2027, 3, 9))
    assert planerat.stoppdag == date(2027, 3, 10)
    page = response.content.decode()
    assert "flyttat till onsdag 24 mars 2027" in page
    assert "Onsdag 24 mars är i påskveckan." in page


def test_flytta_onto_another_says_so_and_keeps_what_was_typed(inloggad, sekreterare, planerat, organ):
    SammantradeFactory(organ=organ, datum=date(2027, 3, 16), start=time(13), lage="planerat")

    response = inloggad(sekreterare).post(url("sammantrade-flytta", planerat), MEETING | {"datum": "2027-03-16"})

    assert response.status_code == 422
    assert "har redan ett sammanträde då" in response.content.decode()
    assert 'value="2027-03-16"' in response.content.decode()


def test_stall_in_and_hold_after_all(inloggad, sekreterare, planerat):
    client = inloggad(sekreterare)
    assert client.get(url("stall-in", planerat)).status_code == 200
    empty = client.post(url("stall-in", planerat), {"skal": " "})
    assert (empty.status_code, "Skriv varför" in empty.content.decode()) == (422, True)

    KalladFactory(sammantrade=planerat, person__namn="Ada Alm", person__epost="ada@prov.example")
    KalladFactory(sammantrade=planerat, person__namn="Bo Björk")
    sagt = client.post(url("stall-in", planerat), {"skal": "för få ärenden"}, follow=True).content.decode()
    assert "1 kallad får besked med e-post." in sagt
    assert "behöver få besked på annat sätt: Bo Björk." in sagt
    planerat.refresh_from_db()
    assert (planerat.lage, planerat.installt_skal) == ("installt", "för få ärenden")

    client.post(url("hall-anda", planerat))
    planerat.refresh_from_db()
    assert planerat.lage == "planerat"


def test_ta_bort(inloggad, sekreterare, planerat):
    response = inloggad(sekreterare).post(url("sammantrade-ta-bort", planerat), follow=True)

    assert "är borttaget ur planen" in response.content.decode()
    assert not Sammantrade.objects.exists()


# Who, in what state, by what method


@pytest.mark.parametrize(("name", "data"), ACTS)
def test_outsider_gets_404(inloggad, utomstaende, planerat, name, data):
    assert inloggad(utomstaende).post(url(name, planerat), data).status_code == 404


@pytest.mark.parametrize("who", ["ledamot", "annan_sekreterare", "administrator"])
@pytest.mark.parametrize(("name", "data"), ACTS)
def test_lacking_role_gets_403(inloggad, request, planerat, who, name, data):
    assert inloggad(request.getfixturevalue(who)).post(url(name, planerat), data).status_code == 403


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("sammantrade-flytta", ACTS[1][1], "har hållits"),
        ("stall-in", ACTS[2][1], "har hållits"),
        ("hall-anda", {}, "är inte inställt"),
        ("sammantrade-ta-bort", {}, "Bara ett planerat"),
    ],
)
def test_wrong_state_says_why_and_changes_nothing(inloggad, sekreterare, organ, name, data, words):
    held = SammantradeFactory(organ=organ, datum=date(2026, 3, 9))

    response = inloggad(sekreterare).post(url(name, held), data, follow=True)

    assert words in response.content.decode()
    held.refresh_from_db()
    assert (held.lage, held.datum, held.history.count()) == ("avslutat", date(2026, 3, 9), 1)


@pytest.mark.parametrize("name", ["sammantrade-flytta", "stall-in"])
def test_page_that_can_lead_nowhere_says_so_before_anything_is_typed(inloggad, sekreterare, organ, name):
    held = SammantradeFactory(organ=organ, datum=date(2026, 3, 9))

    response = inloggad(sekreterare).get(url(name, held), follow=True)

    assert response.redirect_chain[0][0] == held.get_absolute_url()
    assert "har hållits" in response.content.decode()


def test_ta_bort_with_a_dagordning_says_what_to_do_instead(inloggad, sekreterare, planerat):
    ParagrafFactory(protokoll=None, sammantrade=planerat, nummer=None, ordning=1)

    response = inloggad(sekreterare).post(url("sammantrade-ta-bort", planerat), follow=True)

    assert "Ställ in det i stället" in response.content.decode()


@pytest.mark.parametrize("name", ["hall-anda", "sammantrade-ta-bort"])
def test_wrong_method_is_405(inloggad, sekreterare, planerat, name):
    assert inloggad(sekreterare).get(url(name, planerat)).status_code == 405


@pytest.mark.parametrize("name", ["sammantrade-andra", "sammantrade-flytta", "stall-in"])
def test_wrong_method_of_a_page_is_405(inloggad, sekreterare, planerat, name):
    assert inloggad(sekreterare).delete(url(name, planerat)).status_code == 405


# The list


def test_list_leads_to_the_plan_and_says_what_moved_or_is_cancelled(inloggad, sekreterare, lasare, organ):
    SammantradeFactory(organ=organ, datum=date(2027, 3, 16), lage="planerat", flyttat_fran=date(2027, 3, 9))
    SammantradeFactory(organ=organ, datum=date(2027, 4, 13), lage="installt", installt_skal="för få ärenden")

    page = inloggad(sekreterare).get(reverse("protokoll:sammantraden")).content.decode()

    for words in ("Flyttat från 9 mars 2027", "för få ärenden", NYTT, reverse("protokoll:planera")):
        assert words in page
    page = inloggad(lasare).get(reverse("protokoll:sammantraden")).content.decode()
    assert NYTT not in page
    assert reverse("protokoll:sammantradesplan") in page

import pytest
from django.urls import reverse

from protokoll.anmalan import anmal
from protokoll.models import Anmalan, Sammantrade
from protokoll.views.beslutsgangssida import vagen_tillbaka
from tests.protokoll.roll import motet

pytestmark = pytest.mark.django_db


@pytest.fixture
def mote(organ):
    return motet(organ)


@pytest.fixture
def reservation(mote, sekreterare):
    return anmal(paragraf=mote.paragraf, slag="reservation", anmalare=[mote.ledamoter[1]], by=sekreterare)


def url(name, rad):
    return reverse(f"protokoll:{name}", args=[rad.pk])


def test_reservation_is_noted(inloggad, sekreterare, mote):
    _, bo, cia, *_ = mote.ledamoter

    response = inloggad(sekreterare).post(
        url("anmalan-ny", mote.paragraf),
        {
            "slag": "reservation",
            "anmalare": [cia.pk, bo.pk],
            "till_forman_for": "eget förslag",
            "motivering": "<p>Därför.</p><script>x</script>",
        },
    )

    assert response["Location"] == vagen_tillbaka(mote.paragraf)
    rad = Anmalan.objects.get()
    assert [a.deltagare for a in rad.anmalarna.all()] == [cia, bo]
    assert (rad.till_forman_for, rad.motivering) == ("eget förslag", "<p>Därför.</p>")


def test_page_opens_with_the_kind_that_was_asked_for(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)

    for slag, vantat in (("deltar_ej", "deltar_ej"), ("annat", "reservation"), ("", "reservation")):
        form = client.get(f"{url('anmalan-ny', mote.paragraf)}?slag={slag}").context["form"]
        assert form.initial["slag"] == vantat


def test_reservation_of_one_who_does_not_serve_is_refused_and_becomes_an_anteckning(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    data = {"slag": "reservation", "anmalare": [mote.suppleant.pk], "motivering": "<p>Jag stödjer bifall.</p>"}

    response = client.post(url("anmalan-ny", mote.paragraf), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Ida Idh (V) tjänstgör inte vid § 12" in response.context["form"].errors["anmalare"][0]
    assert "Spara som protokollsanteckning" in page
    assert "Jag stödjer bifall." in page
    assert Anmalan.objects.count() == 0

    response = client.post(url("anmalan-ny", mote.paragraf), data | {"akt": "anteckning"})

    assert response.status_code == 302
    assert Anmalan.objects.get().slag == "protokollsanteckning"


def test_reservation_after_the_meeting_is_confirmed(inloggad, sekreterare, organ):
    mote = motet(organ, lage=Sammantrade.Lage.AVSLUTAT)
    client = inloggad(sekreterare)
    data = {"slag": "reservation", "anmalare": [mote.ledamoter[1].pk]}

    response = client.post(url("anmalan-ny", mote.paragraf), data)
    assert response.status_code == 422
    assert "bekräfta att den gjorde det" in response.content.decode()
    assert client.post(url("anmalan-ny", mote.paragraf), data | {"anmald_i_tid": "on"}).status_code == 302


def test_during_the_meeting_nothing_is_asked_about_time(inloggad, sekreterare, mote):
    assert "anmald_i_tid" not in inloggad(sekreterare).get(url("anmalan-ny", mote.paragraf)).context["form"].fields


def test_andra_anmalan(inloggad, sekreterare, mote, reservation):
    client = inloggad(sekreterare)
    bo = mote.ledamoter[1]
    data = {
        "slag": "reservation",
        "anmalare": [bo.pk],
        "motivering": "<p>Nya skäl.</p>",
        "version": reservation.version,
    }

    response = client.post(url("anmalan-andra", reservation), data)

    assert response["Location"] == vagen_tillbaka(mote.paragraf)
    response = client.post(url("anmalan-andra", reservation), data | {"motivering": "<p>Andra skäl.</p>"})
    assert response.status_code == 422
    assert "medan du skrev" in response.content.decode()
    assert Anmalan.objects.get().motivering == "<p>Nya skäl.</p>"


def test_ta_bort_anmalan(inloggad, sekreterare, mote, reservation):
    response = inloggad(sekreterare).post(url("anmalan-ta-bort", reservation))

    assert response["Location"] == vagen_tillbaka(mote.paragraf)
    assert Anmalan.objects.count() == 0


def test_outsider_and_lacking_role(inloggad, utomstaende, ledamot, annan_sekreterare, reservation):
    assert inloggad(utomstaende).get(url("anmalan-andra", reservation)).status_code == 404
    assert inloggad(ledamot).get(url("anmalan-andra", reservation)).status_code == 403
    assert inloggad(annan_sekreterare).post(url("anmalan-ta-bort", reservation)).status_code == 403


def test_wrong_state_says_why_and_changes_nothing(inloggad, sekreterare, mote, reservation):
    mote.paragraf.protokoll.lage = "justerat"
    mote.paragraf.protokoll.justeringsdag = "2026-03-20"
    mote.paragraf.protokoll.save()

    response = inloggad(sekreterare).post(
        url("anmalan-andra", reservation),
        {"slag": "deltar_ej", "anmalare": [mote.ledamoter[1].pk], "version": reservation.version},
    )

    assert response.status_code == 422
    assert "det som är justerat ändras inte" in response.content.decode()
    assert Anmalan.objects.get().slag == "reservation"


def test_wrong_method(inloggad, sekreterare, mote, reservation):
    assert inloggad(sekreterare).get(url("anmalan-ta-bort", reservation)).status_code == 405
    assert inloggad(sekreterare).put(url("anmalan-ny", mote.paragraf)).status_code == 405


@pytest.mark.parametrize("antal", [1, 3])
def test_page_costs_the_same_with_one_row_and_three(inloggad, sekreterare, mote, reservation, count_queries, antal):
    for n in range(1, antal):
        anmal(paragraf=mote.paragraf, slag="reservation", anmalare=[mote.ledamoter[n + 1]], by=sekreterare)

    assert count_queries(inloggad(sekreterare), url("anmalan-andra", reservation)) == 18

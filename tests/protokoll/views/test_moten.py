from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from protokoll.moteshallning import oppna
from protokoll.motessida import oppningstid
from tests.factories import ArendeFactory, MandatFactory, SammantradeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mote(organ):
    for n, (roll, namn) in enumerate([("ordforande", "Ola Ord"), ("vice_1", "Vera Vice"), ("ledamot", "Lars Led")]):
        MandatFactory(organ=organ, roll=roll, person__namn=namn, ordning=n)
    mote = SammantradeFactory(organ=organ, datum=date(2026, 3, 4), start=time(13, 0), lage="planerat")
    for n, rubrik in enumerate(["Vägen", "Bron"], start=1):
        ArendeFactory(sammantrade=mote, ordning=n, rubrik=rubrik)
    return mote


@pytest.fixture
def oppet(mote, sekreterare):
    return oppna(mote, by=sekreterare)


def url(name, obj):
    return reverse(f"protokoll:{name}", args=[obj.pk])


def test_opened_taken_up_closed_and_opened_again(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    page = client.post(url("oppna", mote), {"start": "13:05"}, follow=True).content.decode()
    assert "Sammanträdet är öppnat kl. 13.05." in page
    bron = mote.paragraferna.get(rubrik="Bron")
    client.post(url("ta-upp", bron))
    page = client.post(url("sammantrade-avsluta", mote), {"slut": "15:00"}, follow=True).content.decode()
    assert "Sammanträdet är avslutat kl. 15.00." in page
    page = client.post(url("oppna-igen", mote), {"skal": "ett ärende glömdes"}, follow=True).content.decode()
    assert "Sammanträdet är öppnat igen." in page
    mote.refresh_from_db()
    assert (mote.lage, mote.aktuell) == ("pagar", bron)


def test_justerare_chosen_and_shown_again(inloggad, sekreterare, oppet):
    client = inloggad(sekreterare)
    vera = oppet.motesdeltagarna.get(namn="Vera Vice")
    data = {"deltagare": [vera.pk], "plats": "Stadshuset", "dag": "2026-03-10", "tid": "15:00"}
    page = client.post(url("justerare", oppet), data, follow=True).content.decode()
    assert "Stadshuset, 10 mars 2026 kl. 15.00" in page

    form = client.get(url("justerare", oppet)).context["form"]
    assert form.initial == {
        "deltagare": [str(vera.pk)],
        "plats": "Stadshuset",
        "dag": date(2026, 3, 10),
        "tid": "15:00",
    }
    assert [label for _, label in form.fields["deltagare"].choices] == ["Vera Vice, 1:e vice ordförande", "Lars Led"]


def test_a_late_day_of_justering_is_saved_with_a_warning(inloggad, sekreterare, oppet):
    vera = oppet.motesdeltagarna.get(namn="Vera Vice")
    data = {"deltagare": [vera.pk], "plats": "", "dag": "2026-03-19"}
    page = inloggad(sekreterare).post(url("justerare", oppet), data, follow=True).content.decode()

    assert "senast onsdag 18 mars 2026" in page


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("sammantrade-avsluta", {"slut": "sent"}, "Skriv tiden som timme och minut"),
        ("sammantrade-avsluta", {"slut": "12:00"}, "Ange ett klockslag efter det"),
        ("justerare", {"plats": "Stadshuset"}, "Välj minst en protokolljusterare"),
        ("justerare", {"plats": "Stadshuset", "deltagare": ["0"]}, "Välj någon som tjänstgör"),
    ],
)
def test_bad_input_comes_back(inloggad, sekreterare, oppet, name, data, words):
    response = inloggad(sekreterare).post(url(name, oppet), data)

    assert response.status_code == 422
    assert words in response.content.decode()


def test_what_was_not_taken_up_is_asked_about(inloggad, sekreterare, mote, organ):
    organ.nummer_ges = "hand"
    organ.save()
    oppna(mote, by=sekreterare)
    client, bron = inloggad(sekreterare), mote.paragraferna.get(rubrik="Bron")
    assert "Ärenden som inte har tagits upp" in client.get(url("sammantrade-avsluta", mote)).content.decode()

    client.post(url("sammantrade-avsluta", mote), {"slut": "15:00", "utgar": [bron.pk]})

    bron.refresh_from_db()
    assert (bron.utfall, bron.nummer) == ("utgar", None)


def test_outsider_and_lacking_role(inloggad, utomstaende, ledamot, mote):
    arende = mote.paragraferna.first()
    pages = [
        ("oppna", mote),
        ("oppna-igen", mote),
        ("sammantrade-avsluta", mote),
        ("justerare", mote),
        ("ta-upp", arende),
    ]
    for user, status in ((utomstaende, 404), (ledamot, 403)):
        for name, obj in pages:
            assert inloggad(user).post(url(name, obj)).status_code == status


def test_wrong_state_says_why_and_changes_nothing(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    for name, data in (("sammantrade-avsluta", {"slut": "15:00"}), ("oppna-igen", {"skal": "x"})):
        assert "Sammanträdet har inte öppnats än." in client.get(url(name, mote), follow=True).content.decode()
        assert "Sammanträdet har inte öppnats än." in client.post(url(name, mote), data).content.decode()
    page = client.post(url("ta-upp", mote.paragraferna.first()), follow=True).content.decode()
    assert "Sammanträdet har inte öppnats än." in page
    mote.refresh_from_db()
    assert mote.lage == "planerat"


@time_machine.travel("2026-03-03 13:00 +0100")
def test_not_opened_before_its_day(inloggad, sekreterare, mote):
    response = inloggad(sekreterare).post(url("oppna", mote), {"start": "13:00"})

    assert response.status_code == 422
    assert "Flytta det först" in response.content.decode()


def test_wrong_method(inloggad, sekreterare, mote):
    assert inloggad(sekreterare).get(url("ta-upp", mote.paragraferna.first())).status_code == 405


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ((2026, 3, 4, 13, 7), time(13, 0)),
        ((2026, 3, 4, 13, 20), time(13, 20)),
        ((2026, 3, 4, 12, 45), time(12, 45)),
        ((2026, 3, 9, 9, 0), time(13, 0)),
    ],
)
def test_time_offered_is_the_planned_one_when_that_is_about_now(mote, now, expected):
    from datetime import datetime

    assert oppningstid(mote, datetime(*now)) == expected  # noqa: DTZ001

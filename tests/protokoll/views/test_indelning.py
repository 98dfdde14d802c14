"""The page where the §§ of a meeting are divided into protokoll, and the button beside a §."""

import pytest
from django.urls import reverse

from protokoll.models import Protokoll
from tests.protokoll.test_indelning import Mote

pytestmark = pytest.mark.django_db


@pytest.fixture
def mote(organ, sekreterare):
    return Mote(organ, sekreterare)


def url(namn, obj):
    return reverse(f"protokoll:{namn}", args=[obj.pk])


def flytta(client, mote, till, *nummer, **mer):
    data = {"paragrafer": [mote.p[n - 1].pk for n in nummer], "till": till}
    return client.post(url("protokoll-flytta", mote.s), data, **mer)


def test_divided_and_put_back(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    page = flytta(client, mote, "ny-sekretess", 3, 4, follow=True).content.decode()
    assert "§§ 3–4 ligger nu i ett eget protokoll." in page
    assert "§§ 1–2, 5–6" in page
    eget = mote.s.protokollen.get(slag="sekretess")
    flytta(client, mote, str(eget.pk), 5)
    assert mote.indelat() == {"ordinarie": [1, 2, 6], "sekretess": [3, 4, 5]}

    for svar in ("Protokollet är upplöst", "redan upplöst"):
        page = client.post(url("protokoll-upplos", mote.s), {"protokoll": eget.pk}, follow=True).content.decode()
        assert svar in page
    assert mote.indelat() == {"ordinarie": [1, 2, 3, 4, 5, 6]}


def test_what_was_ticked_comes_back_with_the_error(inloggad, sekreterare, mote):
    svar = flytta(inloggad(sekreterare), mote, "", 3)
    assert svar.status_code == 422
    assert svar.context["form"]["paragrafer"].value() == [str(mote.p[2].pk)]
    assert "Välj vilket protokoll" in svar.content.decode()


def test_adjusted_at_once_by_one_button(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    assert "Justera omedelbart" in client.get(mote.p[1].get_absolute_url()).content.decode()
    page = client.post(url("omedelbart", mote.p[1]), follow=True).content.decode()
    assert "§ 2 justeras omedelbart." in page
    assert "Till protokollet" in client.get(mote.p[1].get_absolute_url()).content.decode()
    motet = client.get(mote.s.get_absolute_url()).content.decode()
    assert "Protokollet § 2 som PDF" in motet
    assert "Skulle ha justerats omedelbart" in motet  # the meeting was in March


def test_the_meeting_goes_on_from_a_paragraf_that_is_closed(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    mote.s.aktuell = mote.p[1]
    mote.s.save()
    client.post(url("omedelbart", mote.p[1]))
    protokoll = mote.s.protokollen.get(slag="omedelbart")
    protokoll.lage = Protokoll.Lage.FRYST
    protokoll.save()
    akt = client.get(mote.s.get_absolute_url()).context["akt"]
    assert (akt.text, akt.url, akt.post) == ("Ta upp § 3", url("ta-upp", mote.p[2]), True)


def test_the_chairs_jav_is_offered_as_one_button(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    mote.javig(0, 3)
    page = client.get(url("protokollen", mote.s)).content.decode()
    assert "Ge § 3 ett eget protokoll" in page
    flytta(client, mote, "ny-jav", 3)
    assert "Ge § 3 ett eget protokoll" not in client.get(url("protokollen", mote.s)).content.decode()


def test_justerare_of_a_protokoll_of_its_own(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    flytta(client, mote, "ny-jav", 3)
    eget = mote.s.protokollen.get(slag="jav")
    adress = f"{url('justerare', mote.s)}?protokoll={eget.pk}"
    assert "De justerar § 3, som har ett eget protokoll." in client.get(adress).content.decode()
    svar = client.post(adress, {"deltagare": [mote.d[4].pk], "plats": "Provhuset"})
    assert svar.headers["Location"] == url("protokollen", mote.s)
    assert [u.namn for u in eget.underskrifterna.filter(roll="justerare")] == ["Eva Provsson"]
    assert mote.protokoll.underskrifterna.filter(roll="justerare").count() == 2


@pytest.mark.parametrize("namn", ["protokollen", "protokoll-flytta", "protokoll-upplos"])
def test_an_outsider_finds_nothing(inloggad, utomstaende, mote, namn):
    client = inloggad(utomstaende)
    svar = client.get(url(namn, mote.s)) if namn == "protokollen" else client.post(url(namn, mote.s))
    assert svar.status_code == 404


def test_only_the_secretary_of_the_organ_divides(inloggad, annan_sekreterare, mote):
    client = inloggad(annan_sekreterare)
    page = client.get(url("protokollen", mote.s))
    assert page.status_code == 200
    assert "Dela protokollet" not in page.content.decode()
    assert flytta(client, mote, "ny-jav", 3).status_code == 403
    assert client.post(url("omedelbart", mote.p[1])).status_code == 403
    assert mote.indelat() == {"ordinarie": [1, 2, 3, 4, 5, 6]}


def test_a_wrong_state_is_said_and_changes_nothing(inloggad, sekreterare, mote):
    client = inloggad(sekreterare)
    mote.p[1].besluten.get().delete()
    page = client.post(url("omedelbart", mote.p[1]), follow=True).content.decode()
    assert "har inget beslut i skrift" in page
    mote.protokoll.refresh_from_db()
    mote.protokoll.lage = Protokoll.Lage.FRYST
    mote.protokoll.save()
    svar = flytta(client, mote, "ny-jav", 3)
    assert svar.status_code == 422
    assert mote.indelat() == {"ordinarie": [1, 2, 3, 4, 5, 6]}


@pytest.mark.parametrize(
    ("namn", "metod"), [("protokollen", "post"), ("protokoll-flytta", "get"), ("protokoll-upplos", "get")]
)
def test_wrong_method(inloggad, sekreterare, mote, namn, metod):
    client = inloggad(sekreterare)
    assert getattr(client, metod)(url(namn, mote.s)).status_code == 405
    assert client.get(url("omedelbart", mote.p[0])).status_code == 405


def test_as_many_queries_for_three_protokoll_as_for_one(inloggad, sekreterare, mote, count_queries):
    client = inloggad(sekreterare)
    sidor = [url("protokollen", mote.s), mote.s.get_absolute_url()]
    ett = [count_queries(client, sida) for sida in sidor]
    flytta(client, mote, "ny-jav", 3)
    flytta(client, mote, "ny-sekretess", 4, 5)
    assert [count_queries(client, sida) for sida in sidor] == ett

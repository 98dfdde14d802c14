from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from protokoll.models import Paragraf, Sekretesslasare
from tests.factories import (
    ParagrafFactory,
    ProtokollFactory,
    SekretesslasareFactory,
    TjanstFactory,
    UppdragFactory,
    justera,
)

pytestmark = pytest.mark.django_db
LAGRUM = "19 kap. 3 § OSL"


@pytest.fixture
def hemlig(organ):
    protokoll = ProtokollFactory(sammantrade__organ=organ, sammantrade__lage="avslutat", slag="sekretess")
    return ParagrafFactory(protokoll=protokoll, nummer=36, sekretess=LAGRUM)


def sidan(p, namn="sekretess"):
    return reverse(f"protokoll:{namn}", args=[p.pk])


def test_a_paragraf_is_marked_gets_a_reader_and_is_opened(inloggad, sekreterare, lasare, organ):
    p = ParagrafFactory(protokoll__sammantrade__organ=organ, protokoll__sammantrade__lage="avslutat", nummer=36)
    client = inloggad(sekreterare)
    assert sidan(p) in client.get(p.get_absolute_url()).content.decode()
    svar = client.post(sidan(p), {"lagrum": LAGRUM}, follow=True).content.decode()
    assert "§ 36 har sekretess. Andra ser bara numret." in svar
    assert f"Sekretess enligt {LAGRUM}" in client.get(p.get_absolute_url()).content.decode()

    TjanstFactory(person=lasare.person)
    falt = {"person": lasare.person_id, "skal": "Handlägger ärendet", "fran": timezone.localdate(), "till": ""}
    for _ in range(2):
        svar = client.post(sidan(p, "sekretesslasare-ny"), falt, follow=True).content.decode()
    assert "Handlägger ärendet" in svar
    rad = Sekretesslasare.objects.get()
    assert inloggad(lasare).get(p.get_absolute_url()).status_code == 200
    inloggad(sekreterare).post(sidan(rad, "sekretesslasare-avsluta"))
    assert inloggad(lasare).get(p.get_absolute_url()).status_code == 404

    client = inloggad(sekreterare)
    svar = client.post(sidan(p, "sekretess-oppna"), {"skal": "Avtalet är tecknat"}, follow=True).content.decode()
    assert "§ 36 är öppen för alla som har en roll." in svar
    assert inloggad(lasare).get(p.get_absolute_url()).status_code == 200


def test_what_is_wrong_is_said_and_kept(inloggad, sekreterare, lasare, hemlig):
    client, idag = inloggad(sekreterare), timezone.localdate()
    TjanstFactory(person=lasare.person)
    falt = {"person": lasare.person_id, "skal": "Handlägger", "fran": idag, "till": idag - timedelta(days=1)}
    for namn, data, mening in (
        ("sekretess", {"lagrum": " "}, "Ange lagrummet"),
        ("sekretess-oppna", {"skal": ""}, "Skriv varför sekretessen inte längre gäller"),
        ("sekretesslasare-ny", falt, "Den sista dagen är före den första."),
        ("sekretesslasare-ny", falt | {"till": "", "skal": ""}, "Skriv varför personen ska läsa"),
    ):
        svar = client.post(sidan(hemlig, namn), data)
        assert svar.status_code == 422
        assert mening in svar.content.decode()
    assert not Sekretesslasare.objects.exists()


def test_wrong_state_says_why_and_changes_nothing(inloggad, sekreterare, hemlig):
    justera(hemlig.protokoll)
    client = inloggad(sekreterare)
    assert "är justerat" in client.get(sidan(hemlig)).content.decode()
    for namn, data, mening in (
        ("sekretess", {"lagrum": "21 kap. 1 § OSL"}, "är justerat"),
        ("sekretess-oppna", {"skal": "Tecknat"}, "Skriv vem som har prövat"),
    ):
        svar = client.post(sidan(hemlig, namn), data)
        assert (svar.status_code, mening in svar.content.decode()) == (422, True)
    assert Paragraf.objects.get(pk=hemlig.pk).sekretess == LAGRUM
    assert not Sekretesslasare.objects.exists()


def test_what_is_justerat_is_opened_by_who_has_tried_it(inloggad, sekreterare, lasare, hemlig):
    justera(hemlig.protokoll)
    client = inloggad(sekreterare)
    assert "Öppna för alla som har en roll" in client.get(sidan(hemlig)).content.decode()
    data = {"skal": "Avtalet är tecknat", "provad_av": "Kommunjuristen"}
    svar = client.post(sidan(hemlig, "sekretess-oppna"), data, follow=True).content.decode()
    assert "§ 36 är öppen för alla som har en roll." in svar
    assert "Avtalet är tecknat (prövat av Kommunjuristen)" in svar
    assert "Avsluta för Alla som har en roll" in svar
    assert "När sekretessen inte längre gäller" not in svar
    assert inloggad(lasare).get(hemlig.get_absolute_url()).status_code == 200


def test_the_log_tells_who_does_not_read_it_that_it_was_read_and_nothing_more(
    inloggad, sekreterare, administrator, hemlig
):
    uppdrag = UppdragFactory(beslut__paragraf=hemlig, text="Köpa Storgatan 1")
    inloggad(sekreterare).get(uppdrag.get_absolute_url())
    logg, nyckel = reverse("kommun:granskningslogg"), f"uppdrag:{uppdrag.pk}"
    client = inloggad(administrator)
    for fraga in ({}, {"objekt": nyckel}, {"q": "Storgatan"}):
        sidan = client.get(logg, fraga).content.decode()
        assert "Köpa" not in sidan
        assert (f"?objekt={nyckel}" in sidan.replace("%3A", ":")) == ("q" not in fraga)
        fil = client.get(reverse("kommun:granskningslogg-export"), fraga | {"format": "csv"})
        assert "Köpa" not in b"".join(fil.streaming_content).decode()
    SekretesslasareFactory(paragraf=hemlig, person=administrator.person)
    assert "Köpa Storgatan 1" in inloggad(administrator).get(logg, {"q": "Köpa"}).content.decode()


def test_one_who_does_not_read_it_does_not_learn_of_the_page(inloggad, lasare, ledamot, hemlig, sekreterare):
    rad = SekretesslasareFactory(paragraf=hemlig, person=sekreterare.person)
    for user in (lasare, ledamot):
        client = inloggad(user)
        assert client.get(sidan(hemlig)).status_code == 404
        for namn, obj in (
            ("sekretess", hemlig),
            ("sekretess-oppna", hemlig),
            ("sekretesslasare-ny", hemlig),
            ("sekretesslasare-avsluta", rad),
        ):
            assert client.post(sidan(obj, namn)).status_code == 404
    # A reader reads, and keeps nothing.
    SekretesslasareFactory(paragraf=hemlig, person=lasare.person)
    assert inloggad(lasare).get(hemlig.get_absolute_url()).status_code == 200
    assert inloggad(lasare).get(sidan(hemlig)).status_code == 403


def test_acts_are_post_only(inloggad, sekreterare, hemlig):
    client = inloggad(sekreterare)
    for namn in ("sekretess-oppna", "sekretesslasare-ny"):
        assert client.get(sidan(hemlig, namn)).status_code == 405
    assert client.get(sidan(SekretesslasareFactory(paragraf=hemlig), "sekretesslasare-avsluta")).status_code == 405


def test_page_costs_the_same_for_one_reader_and_for_three(inloggad, sekreterare, hemlig, count_queries):
    client = inloggad(sekreterare)
    SekretesslasareFactory(paragraf=hemlig)
    ett = count_queries(client, sidan(hemlig))
    SekretesslasareFactory.create_batch(2, paragraf=hemlig)
    assert count_queries(client, sidan(hemlig)) == ett


def test_the_meeting_costs_the_same_with_one_secret_and_with_three(inloggad, lasare, hemlig, count_queries):
    client, url = inloggad(lasare), hemlig.sammantrade.get_absolute_url()
    ett = count_queries(client, url)
    for n in (37, 38):
        ParagrafFactory(protokoll=hemlig.protokoll, nummer=n, sekretess=LAGRUM)
    assert count_queries(client, url) == ett


def test_klarkoll_wants_the_lagrum_and_a_protokoll_of_its_own(inloggad, sekreterare, lasare, organ, hemlig):
    Paragraf._base_manager.filter(pk=hemlig.pk).update(sekretess="")
    bland = ProtokollFactory(sammantrade=hemlig.sammantrade)
    ParagrafFactory(protokoll=bland, nummer=37, sekretess=LAGRUM)
    url = reverse("protokoll:klarkoll", args=[hemlig.sammantrade_id])
    sagt = inloggad(sekreterare).get(url).content.decode()
    assert "lagrummet är inte angivet" in sagt
    assert "ligger bland dem som alla läser" in sagt
    for ord_ in ("lagrummet är inte angivet", "ligger bland dem"):
        assert ord_ not in inloggad(lasare).get(url).content.decode()

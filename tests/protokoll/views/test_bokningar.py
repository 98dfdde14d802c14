"""Handed over: the list of whoever registers, the page of one event, and the mails."""

import re
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from kommun.models import Utskick
from protokoll.inbjudan.bokning import anmal_forhinder
from protokoll.models import Bokning
from tests.factories import ParagrafFactory, ProtokollFactory, TjanstFactory, UserFactory
from tests.protokoll.inbjudansprov import ADA, beslutad, den, justerad, konferensen, overlamnad

pytestmark = pytest.mark.django_db

LISTA = reverse("protokoll:inbjudningar-att-anmala")


@pytest.fixture(autouse=True)
def i_mars():
    with time_machine.travel("2026-03-10 12:00 +0100"):
        yield


@pytest.fixture
def inbjudan(paragraf):
    return overlamnad(paragraf)


@pytest.fixture
def cia(inbjudan):
    """Named to register, and with no other task."""
    return UserFactory(person=inbjudan.anmals_av)


def sidan(inbjudan):
    return reverse("protokoll:bokning", args=[inbjudan.pk])


def text(response) -> str:
    return " ".join(response.content.decode().split())


def ifyllt(inbjudan, **falt) -> dict:
    """What the form of the page would post, with these fields of Ada."""
    ut = {}
    for d in inbjudan.deltagandena.all():
        bokning = Bokning.objects.filter(deltagande=d).first()
        ut[f"d{d.pk}-version"] = str(bokning.version if bokning else 0)
    ada = den(inbjudan, "Ada Alm")
    return ut | {f"d{ada.pk}-{namn}": varde for namn, varde in falt.items()}


@pytest.mark.parametrize("rows", [1, 3])
def test_list_queries_do_not_grow(inloggad, sekreterare, organ, rows, count_queries):
    for _ in range(rows):
        overlamnad(ParagrafFactory(protokoll=ProtokollFactory(sammantrade__organ=organ)))

    assert count_queries(inloggad(sekreterare), LISTA) == 15


@pytest.mark.parametrize("rows", [1, 3])
def test_page_queries_do_not_grow(inloggad, sekreterare, inbjudan, rows, count_queries):
    for d in list(inbjudan.deltagandena.all())[rows:]:
        d.delete()

    assert count_queries(inloggad(sekreterare), sidan(inbjudan)) == 14


def test_list_shows_what_is_left_to_do(inloggad, sekreterare, inbjudan):
    page = text(inloggad(sekreterare).get(LISTA))

    for ord_ in ("Vårkonferensen", "Provstad", "Ada Alm", "Bo Björk", "Ingen är anmäld", "fredag 10 april 2026"):
        assert ord_ in page


def test_list_has_what_waits_for_justering_by_itself(inloggad, sekreterare, paragraf):
    beslutad(paragraf)
    client = inloggad(sekreterare)

    assert "Alla är anmälda" in text(client.get(LISTA))
    assert "Inte justerat än" in text(client.get(f"{LISTA}?visa=vantar"))
    justerad(paragraf)
    assert "Inget väntar på justering" in text(client.get(f"{LISTA}?visa=vantar"))


def test_list_is_that_of_the_user(inloggad, inbjudan, annan_sekreterare):
    user = UserFactory()
    TjanstFactory(person=user.person, roll="registrator")

    assert "Vårkonferensen" not in text(inloggad(annan_sekreterare).get(LISTA))
    assert "Vårkonferensen" in text(inloggad(user).get(LISTA))


def test_late_registration_is_marked(inloggad, sekreterare, inbjudan):
    with time_machine.travel("2026-04-11 12:00 +0200"):
        page = text(inloggad(sekreterare).get(LISTA))

    assert "data-sen" in page
    assert "fredag 10 april 2026 (i går)" in page


def test_page_saves_what_is_ticked(inloggad, sekreterare, inbjudan):
    client = inloggad(sekreterare)

    response = client.post(
        sidan(inbjudan),
        ifyllt(inbjudan, anmald="on", resa="bokad", boende="nej", kostnad="1 250,50 kr", anteckning="Tåg 7.12"),
        follow=True,
    )

    page = text(response)
    rad = Bokning.objects.get()
    assert (rad.anmald_av, rad.resa, rad.boende, str(rad.kostnad)) == (sekreterare, "bokad", "nej", "1250.50")
    assert "Sparat." in page
    assert "10 mars 2026" in page
    assert 'value="1250,50"' in page
    assert "1 av 2 anmälda" in text(client.get(LISTA)).replace("\xa0", " ")


def test_all_are_ticked_at_once_but_for_who_cannot_come(inloggad, sekreterare, inbjudan):
    anmal_forhinder(den(inbjudan, "Bo Björk"))
    bo = den(inbjudan, "Bo Björk")
    posted = ifyllt(inbjudan) | {f"d{bo.pk}-forhindrad": "on", "akt": "alla"}

    inloggad(sekreterare).post(sidan(inbjudan), posted)

    assert [b.deltagande.namn for b in Bokning.objects.exclude(anmald=None)] == ["Ada Alm"]


def test_bad_cost_comes_back_with_all_that_was_typed(inloggad, sekreterare, inbjudan):
    response = inloggad(sekreterare).post(sidan(inbjudan), ifyllt(inbjudan, kostnad="dyrt", anteckning="Tåg 7.12"))

    page = text(response)
    assert response.status_code == 422
    assert "Skriv kostnaden i kronor" in page
    assert 'value="dyrt"' in page
    assert 'value="Tåg 7.12"' in page
    assert not Bokning.objects.exists()


@pytest.mark.parametrize("skrivet", ["-5", "1e3", "NaN", "1,234", "999999999"])
def test_cost_that_is_no_sum_is_refused(inloggad, sekreterare, inbjudan, skrivet):
    response = inloggad(sekreterare).post(sidan(inbjudan), ifyllt(inbjudan, kostnad=skrivet))

    assert response.status_code == 422
    assert not Bokning.objects.exists()


def test_stale_page_says_so_and_changes_nothing(inloggad, sekreterare, inbjudan):
    client = inloggad(sekreterare)
    gammalt = ifyllt(inbjudan, resa="bokas")
    client.post(sidan(inbjudan), ifyllt(inbjudan, anmald="on"))

    response = client.post(sidan(inbjudan), gammalt)

    assert response.status_code == 422
    assert "har ändrats av någon annan under tiden" in text(response)
    assert Bokning.objects.get().resa == ""


def test_named_registrar_with_a_role_may_and_without_one_sees_nothing(inloggad, inbjudan, cia):
    assert inloggad(cia).get(sidan(inbjudan)).status_code == 404
    TjanstFactory(person=cia.person)

    page = text(inloggad(cia).get(sidan(inbjudan)))

    assert "Ada Alm (C)" in page
    assert inloggad(cia).get(LISTA).status_code == 200


def test_outsider_gets_404_and_who_lacks_the_role_403(inloggad, utomstaende, ledamot, inbjudan):
    assert inloggad(utomstaende).get(sidan(inbjudan)).status_code == 404
    assert inloggad(ledamot).get(sidan(inbjudan)).status_code == 403


def test_before_justering_the_page_says_why_and_saves_nothing(inloggad, sekreterare, paragraf):
    inbjudan = beslutad(paragraf)
    client = inloggad(sekreterare)

    assert "när protokollet är justerat" in text(client.get(sidan(inbjudan)))
    assert client.post(sidan(inbjudan), ifyllt(inbjudan, anmald="on")).status_code == 422
    assert not Bokning.objects.exists()


@pytest.mark.parametrize("namn", ["bokning-skicka", "reserapport-dagordning", "eget-forhinder"])
def test_acts_are_post_only(inloggad, sekreterare, inbjudan, namn):
    assert inloggad(sekreterare).get(reverse(f"protokoll:{namn}", args=[inbjudan.pk])).status_code == 405


def test_practical_facts_are_sent_to_all_who_go(inloggad, sekreterare, inbjudan):
    client = inloggad(sekreterare)
    url = reverse("protokoll:bokning-skicka", args=[inbjudan.pk])
    posted = {"meddelande": "Vi möts vid stationen.", "nyckel": str(uuid4())}

    for _ in range(2):
        response = client.post(url, posted, follow=True)

    assert "Uppgifterna är på väg" in text(response)
    assert Utskick.objects.filter(amne__startswith="Praktiska", text__contains="Vi möts vid stationen.").count() == 2


def test_practical_facts_of_what_is_over_say_why_and_keep_the_text(inloggad, sekreterare, inbjudan):
    with time_machine.travel("2026-05-07 12:00 +0200"):
        response = inloggad(sekreterare).post(
            reverse("protokoll:bokning-skicka", args=[inbjudan.pk]), {"meddelande": "Hej", "nyckel": str(uuid4())}
        )

    assert response.status_code == 422
    assert not Utskick.objects.filter(amne__startswith="Praktiska").exists()


def test_who_has_no_address_is_shown_and_gets_the_mail_when_there_is_one(inloggad, sekreterare, paragraf):
    inbjudan = konferensen(paragraf.organ, avgjord=date(2026, 3, 9), avgjord_av=sekreterare.person)
    ada = den(inbjudan, "Ada Alm")
    ada.person.epost = ""
    ada.person.save()
    client = inloggad(sekreterare)
    url = reverse("protokoll:deltagande-skicka-igen", args=[ada.pk])

    assert "Saknar e-postadress" in text(client.get(sidan(inbjudan)))
    assert "Ada Alm saknar e-postadress" in text(client.post(url, follow=True))
    ada.person.epost = ADA
    ada.person.save()
    assert re.search(r"Skicka brevet till Ada Alm", text(client.get(sidan(inbjudan))))
    client.post(url)

    assert Utskick.objects.get().till == ADA

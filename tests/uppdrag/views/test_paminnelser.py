from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from kommun import utskick
from kommun.models import Franvaro, Utskick
from tests.factories import (
    ForvaltningFactory,
    FranvaroFactory,
    PaminnelseFactory,
    SammantradeFactory,
    TjanstFactory,
    UppdragFactory,
)
from uppdrag.models import Uppdrag

pytestmark = pytest.mark.django_db

PAMINNELSER, OVER, BORTA = (reverse(f"uppdrag:{n}") for n in ("paminnelser", "lamna-over", "franvaro"))
MIN_DAG = reverse("uppdrag:min-dag")
NOW = "2026-05-04T08:00:00+02:00"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield date(2026, 5, 4)


@pytest.fixture
def hanna():
    return TjanstFactory(person__namn="Hanna Provsson", person__epost="hanna@example.invalid").person


@pytest.fixture
def uppdrag(beslut, hanna):
    return UppdragFactory(beslut=beslut, ansvarig=hanna, forvaltning=None, text="Utreda lekplatsen.")


def brev(n=1, **falt):
    return Utskick.objects.create(nyckel=f"prov:{n}", till="hanna@example.invalid", amne="Prov", text="Hej!", **falt)


def page(client, url, **query) -> str:
    return client.get(url, query).content.decode()


# Reminders


def test_a_mail_that_failed_is_shown_and_sent_again(inloggad, sekreterare, uppdrag, hanna):
    rad = brev(paborjat=timezone.now(), fel=utskick.NEKAD_ADRESS)
    for slag in ("forfragan", "paminnelse"):
        PaminnelseFactory(uppdrag=uppdrag, slag=slag, till=hanna, utskick=rad)
    client = inloggad(sekreterare)

    shown = page(client, PAMINNELSER)
    assert shown.count("Skicka igen till Hanna Provsson") == 1, "one mail, though it says two things"
    assert utskick.NEKAD_ADRESS in shown
    assert "1 påminnelse har inte kommit fram" in page(client, MIN_DAG)

    igen = reverse("uppdrag:paminnelse-skicka-igen", args=[uppdrag.paminnelserna.first().pk])
    assert client.get(igen).status_code == 405
    assert "Brevet till Hanna Provsson skickas." in client.post(igen, follow=True).content.decode()
    rad.refresh_from_db()
    assert (rad.paborjat, rad.fel) == (None, "")


def test_what_is_sent_says_why_it_is_not_sent_again(inloggad, sekreterare, uppdrag, hanna):
    rad = brev(paborjat=timezone.now(), skickat=timezone.now())
    pk = PaminnelseFactory(uppdrag=uppdrag, till=hanna, utskick=rad).pk

    answer = inloggad(sekreterare).post(reverse("uppdrag:paminnelse-skicka-igen", args=[pk]), follow=True)

    assert "är redan skickat" in answer.content.decode()


def test_coming_say_when_to_whom_and_of_what(inloggad, sekreterare, uppdrag):
    shown = page(inloggad(sekreterare), PAMINNELSER, visa="kommande")

    assert "Nästa utskick" in shown
    assert "Dags att rapportera" in shown
    assert "2026-05-11" in shown
    assert shown.count("Hanna Provsson") == 5  # now, twice more, then that it was not answered and is late


def test_only_those_of_the_own_organ(inloggad, annan_sekreterare, uppdrag, hanna):
    PaminnelseFactory(uppdrag=uppdrag, till=hanna)
    client = inloggad(annan_sekreterare)

    for visa in ("atgarda", "kommande", "skickade"):
        assert "Utreda lekplatsen." not in page(client, PAMINNELSER, visa=visa)


def test_those_with_nobody_to_remind(inloggad, sekreterare, uppdrag):
    uppdrag.ansvarig.tjansterna.get().delete()

    shown = page(inloggad(sekreterare), PAMINNELSER)

    assert f"{OVER}?uppdrag={uppdrag.pk}" in shown


@pytest.mark.parametrize("mote", [None, "planerat", "installt"])
def test_one_that_nobody_is_ever_reminded_of_is_shown(inloggad, sekreterare, uppdrag, mote):
    uppdrag.frist, uppdrag.ingen_frist = None, True
    vid = mote and SammantradeFactory(organ=uppdrag.rapporteras_till, lage=mote, datum=date(2026, 6, 1))
    uppdrag.rapporteras_vid = vid or None
    uppdrag.save()
    client = inloggad(sekreterare)

    visas = mote != "planerat"
    assert (reverse("uppdrag:frist-andra", args=[uppdrag.pk]) in page(client, PAMINNELSER, visa="atgarda")) is visas
    assert ("1 uppdrag har varken frist eller dag för nästa rapport" in page(client, MIN_DAG)) is visas


@pytest.mark.parametrize(
    ("frist", "chef", "visas"),
    [
        (date(2026, 4, 27), False, True),
        (date(2026, 4, 28), False, False),
        (date(2026, 4, 27), True, False),
    ],
)
def test_one_that_is_late_without_a_head_to_tell_is_shown(inloggad, sekreterare, uppdrag, hanna, frist, chef, visas):
    if chef:
        uppdrag.forvaltning = TjanstFactory(roll="forvaltningschef", forvaltning=ForvaltningFactory()).forvaltning
    uppdrag.frist = frist
    uppdrag.save()

    shown = page(inloggad(sekreterare), PAMINNELSER, visa="atgarda")
    assert ("Försenade utan chef att meddela" in shown) is visas
    assert (f"{OVER}?uppdrag={uppdrag.pk}" in shown) is visas


@pytest.mark.parametrize("visa", ["atgarda", "kommande", "skickade"])
def test_queries_do_not_grow(inloggad, sekreterare, beslut, visa, count_queries):
    def add(antal):
        for _ in range(antal):
            PaminnelseFactory(uppdrag=UppdragFactory(beslut=beslut, ansvarig=TjanstFactory().person))
            UppdragFactory(beslut=beslut, ansvarig=None)
            UppdragFactory(beslut=beslut, frist=None, ingen_frist=True)
            UppdragFactory(beslut=beslut, ansvarig=TjanstFactory().person, forvaltning=None, frist=date(2026, 4, 1))

    add(1)
    one = count_queries(inloggad(sekreterare), f"{PAMINNELSER}?visa={visa}")
    add(2)
    assert count_queries(inloggad(sekreterare), f"{PAMINNELSER}?visa={visa}") == one


# Min dag


def test_a_handlaggare_sees_what_is_to_be_reported_also_without_mail(inloggad, handlaggare, uppdrag):
    FranvaroFactory(person=uppdrag.ansvarig, ersattare=handlaggare.person)
    UppdragFactory(beslut=uppdrag.beslut, ansvarig=handlaggare.person, text="Bygga bron.")
    UppdragFactory(beslut=uppdrag.beslut, ansvarig=handlaggare.person, text="Se åt havet.", frist=date(2026, 9, 1))

    shown = page(inloggad(handlaggare), MIN_DAG)

    assert "Bygga bron." in shown
    assert "Rapporten lämnas senast måndag 18 maj 2026 (om 14 dagar)" in shown
    assert "Du ersätter Hanna Provsson" in shown
    assert f"Dags att rapportera: PN 2026:{uppdrag.nummer} Utreda lekplatsen." in shown
    assert shown.count("Dags att rapportera") == 2


def test_a_secretary_sees_what_nobody_answers_for(inloggad, sekreterare, uppdrag, hanna, today):
    UppdragFactory(beslut=uppdrag.beslut, ansvarig=None)
    tjanst = hanna.tjansterna.get()
    tjanst.till = today + timedelta(days=3)
    tjanst.save()

    shown = page(inloggad(sekreterare), MIN_DAG)

    assert "1 uppdrag har ingen ansvarig i tjänst" in shown
    assert "Lämna över uppdragen från Hanna Provsson" in shown
    assert "Slutar torsdag 7 maj 2026 och har 1 öppet uppdrag." in shown


# Handing over


def post(uppdrag, ny, **falt):
    return {
        "uppdrag": [uppdrag.pk],
        "ansvarig": ny.pk,
        "skal": "Hanna slutar",
        "nyckel": "5d0c2d0e-0000-4000-8000-000000000001",
    } | falt


def test_hand_over_from_the_list(inloggad, sekreterare, uppdrag):
    ny, client = TjanstFactory(person__namn="Nils Provsson").person, inloggad(sekreterare)

    assert "Utreda lekplatsen." in page(client, OVER, uppdrag=uppdrag.pk)
    answer = client.post(f"{OVER}?uppdrag={uppdrag.pk}", post(uppdrag, ny), follow=True)

    assert "1 uppdrag är överlämnat." in answer.content.decode()
    assert Uppdrag.objects.get().ansvarig == ny


def test_hand_over_all_of_a_person(inloggad, sekreterare, uppdrag, hanna):
    assert page(inloggad(sekreterare), OVER, person=hanna.pk).count('name="uppdrag"') == 1
    assert "Inga uppdrag att lämna över" in page(inloggad(sekreterare), OVER, person="x")


def test_what_is_missing_comes_back_with_what_was_typed(inloggad, sekreterare, uppdrag, hanna):
    answer = inloggad(sekreterare).post(OVER, post(uppdrag, hanna, ansvarig="", skal="För att hon slutar"))

    assert answer.status_code == 422
    assert "Välj vem som tar över" in answer.content.decode()
    assert "För att hon slutar" in answer.content.decode()
    assert Uppdrag.objects.get().ansvarig == hanna


def test_others_uppdrag_are_left_out_and_never_moved(inloggad, annan_sekreterare, uppdrag, hanna):
    ny, client = TjanstFactory().person, inloggad(annan_sekreterare)

    assert "där du inte kan lämna över" in page(client, OVER, uppdrag=uppdrag.pk)
    assert client.post(OVER, post(uppdrag, ny)).status_code == 422
    assert Uppdrag.objects.get().ansvarig == hanna


def test_a_closed_one_is_left_out(inloggad, sekreterare, uppdrag, hanna):
    uppdrag.lage, uppdrag.avslutat_den, uppdrag.avslutsskal = "avslutat", date(2026, 5, 1), "Klart"
    uppdrag.save()

    assert "avslutat eller hör" in page(inloggad(sekreterare), OVER, uppdrag=uppdrag.pk)


# Being away


def test_a_handlaggare_is_away_and_comes_back(inloggad, handlaggare, hanna, today):
    client = inloggad(handlaggare)
    data = {"person": handlaggare.person.pk, "fran": today, "till": "", "ersattare": hanna.pk}

    assert "är anmäld" in client.post(BORTA, data, follow=True).content.decode()
    rad = Franvaro.objects.get()
    assert client.post(BORTA, data | {"person": hanna.pk, "ersattare": ""}).status_code == 422, "nobody else's"
    client.post(reverse("uppdrag:franvaro-ater", args=[rad.pk]))
    assert not Franvaro.objects.exists()


def test_absence_that_ends_before_it_starts(inloggad, sekreterare, hanna, today):
    answer = inloggad(sekreterare).post(BORTA, {"person": hanna.pk, "fran": today, "till": "2026-05-01"})

    assert answer.status_code == 422
    assert "Slutdagen ligger före startdagen." in answer.content.decode()


@pytest.mark.parametrize("url", [OVER, BORTA])
def test_queries_of_the_forms_do_not_grow(inloggad, sekreterare, beslut, url, count_queries):
    def add(antal):
        for _ in range(antal):
            person = TjanstFactory(till=date(2026, 5, 10)).person
            FranvaroFactory(person=person, ersattare=TjanstFactory().person)
            UppdragFactory(beslut=beslut, ansvarig=person)

    add(1)
    one = count_queries(inloggad(sekreterare), url)
    add(2)
    assert count_queries(inloggad(sekreterare), url) == one

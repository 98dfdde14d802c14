from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from protokoll import tillagg
from protokoll.inbjudan.urval import att_besluta
from protokoll.models import Inbjudan
from protokoll.protokollssida import Akt
from tests.factories import (
    BehandlingFactory,
    DeltagandeFactory,
    InbjudanFactory,
    InbjudansbilagaFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("idag")]


@pytest.fixture
def idag():
    with time_machine.travel("2026-04-01 10:00", tick=False):
        yield


@pytest.fixture
def inbjudan(organ):
    return InbjudanFactory(
        organ=organ,
        inbjudan="SKR: Budgetdagen, 27 maj, Stockholm (också som webbsändning)",
        arrangor="SKR",
        titel="Budgetdagen",
        borjar=date(2026, 5, 27),
        borjar_tid=time(9),
        slutar_tid=time(16),
        platser=["Stockholm"],
        pa_natet=True,
        lank="https://example.org/anmalan",
        sista_anmalan=date(2026, 4, 10),
        kostnad="2 900 kr",
    )


def _url(inbjudan):
    return reverse("protokoll:inbjudan", args=[inbjudan.pk])


def _text(svar):
    return " ".join(svar.content.decode().split())


def test_page_tells_what_when_and_where(inloggad, lasare, inbjudan):
    sida = _text(inloggad(lasare).get(_url(inbjudan)))

    for text in (
        "Budgetdagen",
        "onsdag 27 maj 2026 kl. 09.00–16.00",
        "Stockholm och på nätet",
        "fredag 10 april 2026 (om 9 dagar)",
        "2 900 kr",
        "SKR: Budgetdagen, 27 maj, Stockholm (också som webbsändning)",
        "Att besluta",
    ):
        assert text in sida


def test_organ_that_deals_with_none_is_said_and_how_to_move_it(inloggad, sekreterare, inbjudan):
    inbjudan.organ.behandlar_inbjudningar = False
    inbjudan.organ.save()

    sida = _text(inloggad(sekreterare).get(_url(inbjudan)))

    assert "Provnämnden behandlar inte inbjudningar. Byt organ under" in sida
    assert "Anmälan går ut före mötet" not in sida
    assert not att_besluta(Inbjudan.objects.all()).exists()


def test_read_in_one_says_what_the_protokoll_says(inloggad, lasare, organ):
    sida = _text(inloggad(lasare).get(_url(InbjudanFactory(organ=organ))))

    assert "<h1" in sida
    assert "Regionen: Konferens, 5 maj, Provstad</h1>" in sida


@pytest.mark.parametrize(("motesdag", "varnar"), [(date(2026, 4, 9), False), (date(2026, 4, 14), True), (None, True)])
def test_page_warns_when_registration_ends_before_the_meeting(inloggad, lasare, inbjudan, motesdag, varnar):
    if motesdag:
        SammantradeFactory(organ=inbjudan.organ, datum=motesdag, lage="planerat")

    assert ("Anmälan går ut före mötet" in _text(inloggad(lasare).get(_url(inbjudan)))) is varnar


def test_decided_one_warns_of_nothing(inloggad, lasare, inbjudan):
    inbjudan.svar = "avstar"
    inbjudan.save()

    assert "går ut före" not in _text(inloggad(lasare).get(_url(inbjudan)))


def test_packages_hang_their_panels_and_acts_on_the_page(inloggad, lasare, inbjudan):
    akter = [Akt("Avgör", "/avgor/", nasta=True, post=True), Akt("Anmäl", "/anmal/")]
    tillagg.INBJUDANSAKTER.append(lambda request, i: akter if i == inbjudan else [])
    tillagg.INBJUDANSPANELER.append(lambda request, i: ("protokoll/_tangenter.html", {}))
    try:
        svar = inloggad(lasare).get(_url(inbjudan))
    finally:
        tillagg.INBJUDANSAKTER.pop()
        tillagg.INBJUDANSPANELER.pop()

    assert 'action="/avgor/"' in svar.content.decode()
    assert 'href="/anmal/"' in svar.content.decode()
    assert "protokoll/_tangenter.html" in {t.name for t in svar.templates}


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(inloggad, lasare, inbjudan, rows, count_queries):
    for _ in range(rows):
        paragraf = ParagrafFactory(protokoll=ProtokollFactory(sammantrade__organ=inbjudan.organ))
        BehandlingFactory(paragraf=paragraf, inbjudan=inbjudan)
        DeltagandeFactory(inbjudan=inbjudan)
        InbjudansbilagaFactory(inbjudan=inbjudan)

    assert count_queries(inloggad(lasare), _url(inbjudan)) == 15


def test_letter_is_given_back_and_never_shown_by_the_browser(inloggad, lasare, inbjudan):
    svar = inloggad(lasare).get(reverse("protokoll:inbjudan-bilaga", args=[InbjudansbilagaFactory().pk]))

    assert svar.content == b"%PDF-1.7"
    assert svar["Content-Disposition"].startswith("attachment")


def test_outsider_gets_404(inloggad, utomstaende, inbjudan):
    assert inloggad(utomstaende).get(_url(inbjudan)).status_code == 404


def test_page_is_read_only(inloggad, sekreterare, inbjudan):
    assert inloggad(sekreterare).post(_url(inbjudan)).status_code == 405


def test_event_that_has_been_warns_of_nothing(inloggad, lasare, inbjudan):
    inbjudan.borjar = inbjudan.sista_anmalan = date(2026, 3, 1)
    inbjudan.save()

    assert "går ut före" not in _text(inloggad(lasare).get(_url(inbjudan)))
    assert not inloggad(lasare).get(reverse("protokoll:inbjudningar") + "?lage=gar-ut").context["sida"].object_list

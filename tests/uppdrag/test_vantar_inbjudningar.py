"""What of the invitations waits on *Min dag*."""

from datetime import date

import pytest
import time_machine

from protokoll.inbjudan.bokning import Uppgift, spara_bokningar
from protokoll.inbjudan.reserapport import lamna_rapport
from tests.factories import MandatFactory, ParagrafFactory, ProtokollFactory, ReserapportFactory, UserFactory
from tests.protokoll.inbjudansprov import den, overlamnad
from uppdrag.vantar_inbjudningar import att_anmala, reserapporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def klocka():
    with time_machine.travel("2026-03-10 12:00 +0100") as traveller:
        yield traveller


@pytest.fixture
def inbjudan(klocka, paragraf):
    return overlamnad(paragraf)


def test_whoever_registers_sees_whom_until_all_is_booked(inbjudan, sekreterare):
    (rad,) = att_anmala(sekreterare, date(2026, 4, 8))
    assert rad.text == "Anmäl till Vårkonferensen"
    assert rad.under == "Ada Alm och Bo Björk. Sista anmälningsdag fredag 10 april 2026 (om 2 dagar)."
    assert rad.dag == date(2026, 4, 10)
    assert rad.chip == ("Om 2 dagar", "varning")

    alla = {d.pk: Uppgift(anmald=True, resa="bokas") for d in inbjudan.deltagandena.all()}
    spara_bokningar(inbjudan, alla, by=sekreterare)
    (rad,) = att_anmala(sekreterare, date(2026, 4, 8))
    assert rad.text == "Boka resa: Vårkonferensen"

    bokade = {pk: Uppgift(anmald=True, resa="bokad", version=1) for pk in alla}
    spara_bokningar(inbjudan, bokade, by=sekreterare)
    assert att_anmala(sekreterare, date(2026, 4, 8)) == []


def test_others_see_nothing(inbjudan, annan_sekreterare, ledamot):
    assert att_anmala(annan_sekreterare, date(2026, 4, 8)) == []
    assert att_anmala(ledamot, date(2026, 4, 8)) == []


def test_organ_that_has_it_off_waits_for_nothing(inbjudan, organ, sekreterare, klocka):
    klocka.move_to("2026-05-07 12:00 +0200")
    lamna_rapport(inbjudan, person=den(inbjudan, "Ada Alm").person, text="Bra.")
    organ.behandlar_inbjudningar = False
    organ.save()

    assert att_anmala(sekreterare, date(2026, 4, 8)) == []
    assert reserapporter(sekreterare, date(2026, 5, 7)) == []


def test_who_was_there_writes_and_the_secretary_takes_it_up(inbjudan, organ, sekreterare, klocka):
    klocka.move_to("2026-05-07 12:00 +0200")
    ada = UserFactory(person=den(inbjudan, "Ada Alm").person)
    MandatFactory(person=ada.person, organ=organ)
    dag = date(2026, 5, 7)
    assert [r.text for r in reserapporter(ada, dag)] == ["Skriv en rapport från Vårkonferensen"]
    assert reserapporter(sekreterare, dag) == []

    lamna_rapport(inbjudan, person=ada.person, text="Bra.")

    assert reserapporter(ada, dag) == []
    (rad,) = reserapporter(sekreterare, dag)
    assert rad.text == "Rapport att lägga på dagordningen: Vårkonferensen"
    assert rad.under == "Från Ada Alm."


@pytest.mark.usefixtures("klocka")
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(organ, sekreterare, rows, django_assert_num_queries):
    for _ in range(rows):
        inbjudan = overlamnad(ParagrafFactory(protokoll=ProtokollFactory(sammantrade__organ=organ)))
        ReserapportFactory(inbjudan=inbjudan)
    assert sekreterare.behorighet.sekreterare_i

    with django_assert_num_queries(4):
        assert len(att_anmala(sekreterare, date(2026, 4, 8))) == rows
        assert len(reserapporter(sekreterare, date(2026, 4, 8))) == rows

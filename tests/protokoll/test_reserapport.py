"""What those who went have to tell: asked for once, written once each, taken up and noted."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from kommun.editor import html_to_text
from kommun.fel import DomanFel
from kommun.models import Utskick
from protokoll.inbjudan import bokning, reserapport
from protokoll.models import Paragraf, Reserapport
from tests.factories import BeslutFactory, ParagrafFactory, ProtokollFactory, SammantradeFactory, justera
from tests.protokoll.inbjudansprov import ADA, BO, beslutad, den, overlamnad

pytestmark = pytest.mark.django_db

EFTER = date(2026, 5, 7)


@pytest.fixture
def var(paragraf):
    """The day after the conference that two went to."""
    with time_machine.travel("2026-03-10 12:00 +0100"):
        inbjudan = overlamnad(paragraf)
    with time_machine.travel("2026-05-07 12:00 +0200"):
        yield inbjudan


@pytest.fixture
def mote(organ):
    return SammantradeFactory(organ=organ, datum=date(2026, 5, 20), lage="planerat")


def rapport(inbjudan, namn="Ada Alm", text="Bra om välfärdsteknik.", **vem):
    return reserapport.lamna_rapport(inbjudan, person=den(inbjudan, namn).person, text=text, **vem)


def texten(paragraf: Paragraf) -> dict[str, str]:
    return {d.typ: html_to_text(d.text) for d in paragraf.delar()}


def test_each_is_asked_once_the_day_after(var):
    bokning.Bokning.objects.create(deltagande=den(var, "Bo Björk"), forhindrad=date(2026, 5, 1))

    assert reserapport.be_om_rapporter(date(2026, 5, 6)) == 0  # it goes on
    assert reserapport.be_om_rapporter(EFTER) == 1
    assert reserapport.be_om_rapporter(EFTER) == 0

    brev = Utskick.objects.get(amne__startswith="Hur var det?")
    assert brev.till == ADA
    assert "/deltar/" in brev.text


def test_nightly_command_asks(var, capsys):
    call_command("skicka_paminnelser")
    visat = capsys.readouterr().out
    call_command("skicka_paminnelser", skarpt=True)

    assert f"Ada Alm <{ADA}>: ombeds rapportera från Regionen: Vårkonferensen" in visat
    assert "2 brev till dem som har deltagit i något." in capsys.readouterr().out
    assert Utskick.objects.filter(amne__startswith="Hur var det?").count() == 2


def test_long_afterwards_nobody_is_asked(var):
    assert reserapport.be_om_rapporter(date(2026, 9, 1)) == 0


def test_rapport_is_told_to_the_secretary_once_and_can_be_changed(var, sekreterare):
    forst = rapport(var)
    sedan = rapport(var, text="Bra om välfärdsteknik och AI.")

    assert sedan == forst
    assert Reserapport.objects.get().text == "Bra om välfärdsteknik och AI."
    assert [u.till for u in Utskick.objects.filter(amne="Rapport: Vårkonferensen")] == [sekreterare.email]
    assert not reserapport.vantade(EFTER).filter(person__namn="Ada Alm").exists()


def test_rapport_before_it_has_begun_is_too_early(paragraf):
    with time_machine.travel("2026-03-10 12:00 +0100"):
        inbjudan = overlamnad(paragraf)
        with pytest.raises(DomanFel, match="Rapporten skrivs efteråt"):
            rapport(inbjudan)


def test_rapport_of_who_was_not_there_is_refused(var, sekreterare):
    bokning.Bokning.objects.create(deltagande=den(var, "Ada Alm"), forhindrad=date(2026, 5, 1))

    for person in (den(var, "Ada Alm").person, sekreterare.person):
        with pytest.raises(DomanFel, match="deltog inte"):
            reserapport.lamna_rapport(var, person=person, text="Hej")


def test_rapport_without_a_decision_that_holds_is_refused(paragraf):
    with time_machine.travel("2026-05-07 12:00 +0200"):
        inbjudan = beslutad(paragraf)
        with pytest.raises(DomanFel, match="inget beslut"):
            rapport(inbjudan)


def test_rapporter_are_taken_up_in_one_paragraf_that_writes_itself(var, mote, sekreterare):
    rapport(var)
    rapport(var, "Bo Björk", "Först.\n\nSedan <b>mer</b>.")

    paragraf = reserapport.satt_pa_dagordning(var, sammantrade=mote, by=sekreterare)
    igen = reserapport.satt_pa_dagordning(var, sammantrade=mote, by=sekreterare)

    text = texten(paragraf)
    assert igen == paragraf
    assert paragraf.rubrik == "Rapport från Vårkonferensen"
    assert text["beslut"] == "Provnämnden noterar rapporterna."
    assert "Ada Alm (C) rapporterar från Vårkonferensen, 6 maj 2026:" in text["sammanfattning"]
    assert "Sedan <b>mer</b>." in text["sammanfattning"]
    assert "Rapport från Bo Björk, kommundirektör, 7 maj 2026" in text["beslutsunderlag"]
    assert reserapport.lage(Reserapport.objects.first())[0] == "På dagordningen"


def test_changed_rapport_is_changed_in_its_paragraf_unless_somebody_wrote_there(var, mote, sekreterare):
    rapport(var)
    paragraf = reserapport.satt_pa_dagordning(var, sammantrade=mote, by=sekreterare)
    rapport(var, text="Nytt.")
    assert "Nytt." in texten(Paragraf.objects.get(pk=paragraf.pk))["sammanfattning"]
    avsnitt = paragraf.avsnitten.get(typ="sammanfattning")
    avsnitt.text = "<p>Mitt eget.</p>"
    avsnitt.save()

    rapport(var, text="Ännu nyare.")

    assert texten(Paragraf.objects.get(pk=paragraf.pk))["sammanfattning"] == "Mitt eget."


def test_rapport_of_another_organ_is_refused(var, sekreterare, annan_sekreterare):
    rapport(var)
    annat = SammantradeFactory(organ=annan_sekreterare.person.tjansterna.get().organ, lage="planerat", datum=EFTER)

    with pytest.raises(DomanFel, match="tas upp i provnämnden, inte i grannämnden"):
        reserapport.satt_pa_dagordning(var, sammantrade=annat, by=sekreterare)


def test_nothing_to_take_up_is_said(var, mote, sekreterare):
    with pytest.raises(DomanFel, match="ingen rapport som väntar"):
        reserapport.satt_pa_dagordning(var, sammantrade=mote, by=sekreterare)


def test_rapport_taken_off_takes_its_empty_paragraf_with_it(var, mote, sekreterare):
    ada, bo = rapport(var), rapport(var, "Bo Björk")
    paragraf = reserapport.satt_pa_dagordning(var, sammantrade=mote, by=sekreterare)
    ada, bo = Reserapport.objects.order_by("pk")

    reserapport.ta_av(ada, by=sekreterare)
    assert texten(Paragraf.objects.get(pk=paragraf.pk))["beslut"] == "Provnämnden noterar rapporten."
    reserapport.ta_av(bo, by=sekreterare)

    assert not Paragraf.objects.filter(pk=paragraf.pk).exists()
    assert reserapport.att_ta_upp().count() == 2


def test_rapport_in_a_justerad_paragraf_is_noted_and_stands(var, organ, sekreterare):
    ada = rapport(var)
    paragraf = ParagrafFactory(protokoll=ProtokollFactory(sammantrade__organ=organ))
    BeslutFactory(paragraf=paragraf)
    ada.paragraf = paragraf
    ada.save()
    justera(paragraf.protokoll)
    ada = Reserapport.objects.select_related("paragraf__protokoll", "paragraf__sammantrade").get()

    assert reserapport.lage(ada) == ("Noterad", "lyckad")
    with pytest.raises(DomanFel, match="ändras inte mer"):
        rapport(var, text="Nytt.")
    with pytest.raises(DomanFel):
        reserapport.ta_av(ada, by=sekreterare)


def test_bordlagd_paragraf_takes_its_rapporter_along(var, mote, organ, sekreterare):
    rapport(var)
    fran = reserapport.satt_pa_dagordning(var, sammantrade=mote, by=sekreterare)
    ny = ParagrafFactory(protokoll=ProtokollFactory(sammantrade__organ=organ))

    reserapport.folj_med(fran, ny, by=sekreterare)

    assert Reserapport.objects.get().paragraf == ny
    assert texten(ny)["beslut"] == "Provnämnden noterar rapporten."


def test_address_of_nobody_is_no_mail(var):
    for d in var.deltagandena.select_related("person"):
        d.person.epost = ""
        d.person.save()

    assert reserapport.be_om_rapporter(EFTER) == 0
    assert not Utskick.objects.filter(till__in=[ADA, BO], amne__startswith="Hur").exists()

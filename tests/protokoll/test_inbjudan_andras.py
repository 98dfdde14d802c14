"""What was handed over changes: others go, another registers, the event moves or is cancelled. Each is told once."""

from datetime import date

import pytest
import time_machine

from kommun.fel import DomanFel
from kommun.models import Utskick
from protokoll.inbjudan import bokning, overlamning, reserapport
from protokoll.inbjudan.behandling import Deltar, avgor, avgorandets_hinder, hav_avgorande
from protokoll.inbjudan.bokning import Uppgift
from protokoll.inbjudan.registrering import andra, fakta_av
from tests.factories import PersonFactory
from tests.protokoll.inbjudansprov import ADA, BO, CIA, den, handelsen, konferensen, overlamnad

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("i_mars")]


def test_chair_decides_anew_and_whoever_was_told_is_told_that(organ, ordforande):
    inbjudan = konferensen(organ, avgjord=date(2026, 3, 9), avgjord_av=ordforande.person)
    overlamning.efter_avgjord(inbjudan, by=ordforande)
    den(inbjudan, "Ada Alm").delete()
    for _ in range(2):
        overlamning.efter_avgjord(inbjudan, by=ordforande)

    struket = Utskick.objects.get(amne__startswith="Du deltar inte")
    assert struket.till == ADA
    assert handelsen(struket)["STATUS"] == "CANCELLED"
    forst = Utskick.objects.get(till=ADA, amne__startswith="Du deltar:")
    assert handelsen(struket)["UID"] == handelsen(forst)["UID"]
    assert handelsen(struket)["SEQUENCE"] > handelsen(forst)["SEQUENCE"]
    # Who goes is another list, so whoever registers gets it anew.
    assert Utskick.objects.filter(till=CIA).count() == 2


def test_whoever_registers_is_told_when_nobody_is_to_go_after_all(organ, ordforande):
    inbjudan = konferensen(organ, avgjord=date(2026, 3, 9), avgjord_av=ordforande.person)
    overlamning.efter_avgjord(inbjudan, by=ordforande)
    for _ in range(2):
        hav_avgorande(inbjudan, by=ordforande)

    breven = Utskick.objects.filter(till=CIA).order_by("pk")
    assert [u.amne.split(":")[0] for u in breven] == ["Att anmäla", "Anmäls inte av dig längre"]
    assert "Anmäl därför ingen" in breven[1].text


def test_another_who_registers_takes_over_and_the_first_knows(paragraf):
    inbjudan = overlamnad(paragraf)
    inbjudan.refresh_from_db()
    inbjudan.anmals_av = PersonFactory(namn="Disa Dal", epost="disa@example.invalid")
    inbjudan.save()
    for _ in range(2):
        overlamning.efter_andring(inbjudan, by=None)

    assert Utskick.objects.get(till="disa@example.invalid").amne == "Att anmäla: Vårkonferensen"
    assert "Anmälan görs nu av Disa Dal" in Utskick.objects.get(till=CIA, amne__startswith="Anmäls inte").text
    assert Utskick.objects.count() == 5


def test_who_registers_is_told_what_moved_and_what_was_done_already(paragraf, sekreterare):
    inbjudan = overlamnad(paragraf)
    ada = den(inbjudan, "Ada Alm")
    bokning.spara_bokningar(inbjudan, {ada.pk: Uppgift(anmald=True, resa="bokad")}, by=sekreterare)
    inbjudan.refresh_from_db()
    inbjudan.borjar, inbjudan.sista_anmalan = date(2026, 5, 6), date(2026, 4, 12)
    inbjudan.save()
    for _ in range(2):
        overlamning.efter_andring(inbjudan, by=None)

    brev = Utskick.objects.get(till=CIA, amne="Ändrat: Vårkonferensen")
    assert "Sista anmälningsdag: söndag 12 april 2026 (förut fredag 10 april 2026)" in brev.text
    assert "Ada Alm (C): anmäld till arrangören och resa bokad" in brev.text


def test_chair_changes_who_goes_after_the_decision_of_the_organ(paragraf, ordforande):
    inbjudan = overlamnad(paragraf)
    disa = PersonFactory(namn="Disa Dal", epost="disa@example.invalid")
    ada = den(inbjudan, "Ada Alm")
    beslut = {"svar": "deltar", "av": ordforande.person, "dag": date(2026, 3, 10), "by": ordforande}
    for _ in range(2):
        avgor(inbjudan, deltagare=[Deltar(ada.person, "Ada Alm", "C"), Deltar(disa, "Disa Dal", "S")], **beslut)

    assert [u.amne.split(":")[0] for u in Utskick.objects.filter(till=ADA)] == ["Du deltar"]
    assert [u.amne.split(":")[0] for u in Utskick.objects.filter(till="disa@example.invalid")] == ["Du deltar"]
    struket = Utskick.objects.get(till=BO, amne__startswith="Du deltar inte")
    assert handelsen(struket)["STATUS"] == "CANCELLED"
    till_cia = Utskick.objects.filter(till=CIA).order_by("-pk").first()
    assert "Deltar inte längre: Bo Björk." in till_cia.text
    assert Utskick.objects.count() == 6
    assert inbjudan.behandlingarna.get(paragraf=paragraf).svarstext == "Ada Alm (C) deltar"


def test_chair_does_not_undo_what_the_organ_decided(paragraf, ordforande):
    inbjudan = overlamnad(paragraf)
    beslut = {"av": ordforande.person, "dag": date(2026, 3, 10), "by": ordforande}
    with pytest.raises(DomanFel, match="kan ändra vilka som deltar"):
        avgor(inbjudan, svar="avstar", **beslut)
    ada = den(inbjudan, "Ada Alm")
    avgor(inbjudan, svar="deltar", deltagare=[Deltar(ada.person, "Ada Alm", "C")], **beslut)
    with pytest.raises(DomanFel, match="Ändra vilka som deltar i stället"):
        hav_avgorande(inbjudan, by=ordforande)
    with time_machine.travel("2026-05-05 12:00 +0200"):
        inbjudan.refresh_from_db()
        assert "beslutad i § 7" in avgorandets_hinder(inbjudan)


def test_moved_event_updates_the_calendar_and_back_again(paragraf):
    inbjudan = overlamnad(paragraf)
    sekvens = []
    for dag in (date(2026, 5, 12), date(2026, 5, 5)):
        inbjudan.refresh_from_db()
        inbjudan.borjar, inbjudan.slutar = dag, None
        inbjudan.save()
        overlamning.efter_andring(inbjudan, by=None)
        overlamning.efter_andring(inbjudan, by=None)

    breven = list(Utskick.objects.filter(till=ADA).order_by("pk"))
    for u in breven:
        ev = handelsen(u)
        sekvens.append((ev["UID"], ev["SEQUENCE"]))

    assert [u.amne.split(":")[0] for u in breven] == ["Du deltar", "Ändrat", "Ändrat"]
    assert "(förut tisdag 5 maj kl. 10.00 till onsdag 6 maj 2026 kl. 15.00)" in breven[1].text
    assert len({uid for uid, _ in sekvens}) == 1
    assert [n for _, n in sekvens] == sorted({n for _, n in sekvens})


def test_cancelled_event_leaves_the_calendars_and_the_lists_and_may_come_back(paragraf, sekreterare):
    inbjudan = overlamnad(paragraf)
    for installd in (True, True, False):
        andra(inbjudan, fakta=fakta_av(inbjudan), anmals_av=inbjudan.anmals_av, installd=installd, by=sekreterare)
        assert bokning.att_gora(date(2026, 3, 10)).exists() is not installd
        assert reserapport.vantade(date(2026, 5, 20)).exists() is not installd

    breven = list(Utskick.objects.filter(till=ADA).order_by("pk"))
    handelser = [handelsen(u) for u in breven]
    assert [u.amne.split(":")[0] for u in breven] == ["Du deltar", "Inställt", "Ändrat"]
    assert "Läge: hålls ändå (förut inställt av arrangören)" in breven[2].text
    assert [ev["STATUS"] for ev in handelser] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert len({ev["UID"] for ev in handelser}) == 1
    assert [ev["SEQUENCE"] for ev in handelser] == sorted({ev["SEQUENCE"] for ev in handelser})
    assert Utskick.objects.filter(till=CIA, amne__startswith="Inställt").count() == 1


def test_change_of_other_things_is_not_told(paragraf):
    inbjudan = overlamnad(paragraf)
    inbjudan.refresh_from_db()
    inbjudan.dnr = "2026/000100"
    inbjudan.save()

    overlamning.efter_andring(inbjudan, by=None)

    assert Utskick.objects.count() == 3

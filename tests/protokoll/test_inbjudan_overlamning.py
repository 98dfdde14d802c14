"""From the decision to the deed: who is told what, once, and what is booked."""

from datetime import date, time
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from icalendar import Calendar

from kommun.fel import DomanFel
from kommun.models import Utskick
from protokoll.inbjudan import bokning, evenemang, overlamning
from protokoll.inbjudan.bokning import Uppgift
from protokoll.inbjudan.deltagarlank import DodLank, deltagarlank, las_lank
from protokoll.models import Bokning, Deltagande
from tests.factories import BehandlingFactory, ParagrafFactory, ProtokollFactory
from tests.protokoll.inbjudansprov import ADA, BO, CIA, beslutad, den, handelsen, justerad, konferensen, overlamnad


def event(**falt):
    tomt = {
        "titel": "Dagen",
        "inbjudan": "X",
        "arrangor": "",
        "platser": [],
        "pa_natet": False,
        "lank": "",
        "installd": None,
    }
    tider = {"borjar": None, "borjar_tid": None, "slutar": None, "slutar_tid": None, "installd": None}
    return SimpleNamespace(**(tomt | tider | falt))


@pytest.mark.parametrize(
    ("falt", "ord_"),
    [
        ({}, ""),
        ({"borjar": date(2026, 5, 5)}, "tisdag 5 maj 2026"),
        ({"borjar": date(2026, 5, 5), "borjar_tid": time(10)}, "tisdag 5 maj 2026 kl. 10.00"),
        (
            {"borjar": date(2026, 5, 5), "borjar_tid": time(10), "slutar_tid": time(16, 30)},
            "tisdag 5 maj 2026 kl. 10.00–16.30",
        ),
        ({"borjar": date(2026, 5, 5), "slutar": date(2026, 5, 6)}, "tisdag 5 maj till onsdag 6 maj 2026"),
        (
            {"borjar": date(2026, 12, 31), "borjar_tid": time(10), "slutar": date(2027, 1, 1)},
            "torsdag 31 december 2026 kl. 10.00 till fredag 1 januari 2027",
        ),
    ],
)
def test_evenemang_says_when_in_words(falt, ord_):
    assert evenemang.nar(event(**falt)) == ord_


@pytest.mark.parametrize(
    ("platser", "pa_natet", "ord_"),
    [
        ([], False, ""),
        ([], True, "på nätet"),
        (["Malmö"], False, "Malmö"),
        (["Stockholm", "Kalmar"], True, "Stockholm, Kalmar och på nätet"),
    ],
)
def test_evenemang_says_where_in_words(platser, pa_natet, ord_):
    assert evenemang.plats(event(platser=platser, pa_natet=pa_natet)) == ord_


def test_evenemang_says_what_became_another():
    fore = event(borjar=date(2026, 5, 5), platser=["Malmö"])

    assert evenemang.andrat(fore, event(borjar=date(2026, 5, 7), platser=["Malmö"], lank="https://a.example")) == [
        "När: torsdag 7 maj 2026 (förut tisdag 5 maj 2026)",
        "Länk: https://a.example",
    ]
    assert evenemang.andrat(fore, fore) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("i_mars")
class TestOverlamning:
    def test_nobody_is_told_before_the_protokoll_is_justerat(self, paragraf):
        inbjudan = beslutad(paragraf)

        overlamning.lamna_over(inbjudan.pk, by=None)

        assert not Utskick.objects.exists()
        assert list(overlamning.pa_vag()) == [inbjudan]
        assert list(overlamning.overlamnade()) == []

    def test_justering_tells_registrar_and_those_who_go_once(self, paragraf):
        inbjudan = overlamnad(paragraf)
        overlamning.efter_justering(paragraf.protokoll, None, by=None)

        brev = {u.till: u for u in Utskick.objects.all()}

        assert sorted(u.till for u in Utskick.objects.all()) == [ADA, BO, CIA]
        assert brev[CIA].amne == "Att anmäla: Vårkonferensen"
        for ord_ in ("Ada Alm (C)", "Bo Björk, kommundirektör", "fredagen den 10 april 2026", "/bokning/"):
            assert ord_ in brev[CIA].text
        assert brev[ADA].amne == "Du deltar: Vårkonferensen"
        assert "Provnämnden har beslutat att du deltar" in brev[ADA].text
        assert "tisdag 5 maj kl. 10.00 till onsdag 6 maj 2026 kl. 15.00" in brev[ADA].text
        assert deltagarlank(den(inbjudan, "Ada Alm")) in brev[ADA].text
        assert "Cia Ceder" in brev[ADA].text

    def test_justering_of_another_protokoll_hands_nothing_over(self, paragraf):
        beslutad(paragraf)
        annan = ParagrafFactory(protokoll=ProtokollFactory(sammantrade__organ=paragraf.organ))

        justerad(annan)

        assert not Utskick.objects.exists()

    def test_calendar_entry_is_published_with_times(self, paragraf):
        overlamnad(paragraf)

        bilaga = Utskick.objects.get(till=ADA).bilaga
        kal = Calendar.from_ical(bytes(bilaga.innehall))
        ev = kal.walk("VEVENT")[0]

        assert bilaga.namn == "kalender.ics"
        assert bilaga.typ == "text/calendar"
        assert kal["METHOD"] == "PUBLISH"
        assert ev["SUMMARY"] == "Vårkonferensen"
        assert ev["LOCATION"] == "Provstad"
        assert ev["DTSTART"].dt.isoformat() == "2026-05-05T10:00:00+02:00"
        assert ev["DTEND"].dt.isoformat() == "2026-05-06T15:00:00+02:00"
        assert ev["STATUS"] == "CONFIRMED"
        assert "ORGANIZER" in ev
        assert "ATTENDEE" not in ev

    @pytest.mark.parametrize(
        ("falt", "start", "slut"),
        [
            ({"borjar_tid": None, "slutar_tid": None}, date(2026, 5, 5), date(2026, 5, 7)),
            ({"slutar_tid": None}, date(2026, 5, 5), date(2026, 5, 7)),
            ({"slutar": None, "slutar_tid": None, "borjar_tid": None}, date(2026, 5, 5), date(2026, 5, 6)),
        ],
    )
    def test_calendar_entry_without_times_is_whole_days(self, paragraf, falt, start, slut):
        overlamnad(paragraf, **falt)

        ev = handelsen(Utskick.objects.get(till=ADA))

        assert (ev["DTSTART"].dt, ev["DTEND"].dt) == (start, slut)

    def test_without_a_day_there_is_no_calendar_entry(self, paragraf):
        overlamnad(paragraf, borjar=None, slutar=None, borjar_tid=None, slutar_tid=None)

        assert Utskick.objects.get(till=ADA).bilaga is None

    def test_chair_decides_between_meetings(self, organ, ordforande):
        inbjudan = konferensen(organ, avgjord=date(2026, 3, 9), avgjord_av=ordforande.person)

        overlamning.efter_avgjord(inbjudan, by=ordforande)
        overlamning.efter_avgjord(inbjudan, by=ordforande)

        assert Utskick.objects.count() == 3
        assert "Ordföranden i provnämnden har beslutat" in Utskick.objects.get(till=ADA).text

    def test_organ_that_has_it_off_hands_nothing_over(self, paragraf):
        paragraf.organ.behandlar_inbjudningar = False
        paragraf.organ.save()

        overlamnad(paragraf)

        assert not Utskick.objects.exists()

    def test_registrar_is_that_of_the_organ_else_its_secretaries(self, paragraf, sekreterare):
        overlamnad(paragraf, anmals_av=None)

        assert Utskick.objects.filter(till=sekreterare.email, amne__startswith="Att anmäla").exists()

    def test_what_was_read_in_is_no_work(self, avskrift):
        inbjudan = konferensen(avskrift.organ)
        BehandlingFactory(paragraf=avskrift, inbjudan=inbjudan, svar="deltar")

        overlamning.lamna_over(inbjudan.pk, by=None)

        assert not overlamning.beslutade().exists()
        assert not Utskick.objects.exists()

    def test_what_is_over_when_the_protokoll_is_justerat_sends_nothing(self, paragraf):
        overlamnad(paragraf, borjar=date(2026, 3, 5), slutar=date(2026, 3, 6))

        assert not Utskick.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("i_mars")
class TestBokning:
    def test_ticks_are_saved_with_who_and_when(self, paragraf, sekreterare):
        inbjudan = overlamnad(paragraf)
        ada, bo = den(inbjudan, "Ada Alm"), den(inbjudan, "Bo Björk")
        uppgift = Uppgift(anmald=True, resa="bokad", boende="nej", kostnad=Decimal("1250.50"), anteckning="Tåg 7.12")

        antal = bokning.spara_bokningar(inbjudan, {ada.pk: uppgift, bo.pk: Uppgift()}, by=sekreterare)

        rad = Bokning.objects.get()
        assert antal == 1
        assert rad.deltagande == ada
        assert (rad.anmald_av, rad.resa, rad.kostnad) == (sekreterare, "bokad", Decimal("1250.50"))
        assert rad.history.get().history_change_reason == "Anmälde"

    def test_same_again_changes_nothing(self, paragraf, sekreterare):
        inbjudan = overlamnad(paragraf)
        ada = den(inbjudan, "Ada Alm")
        bokning.spara_bokningar(inbjudan, {ada.pk: Uppgift(anmald=True)}, by=sekreterare)

        assert bokning.spara_bokningar(inbjudan, {ada.pk: Uppgift(anmald=True)}, by=sekreterare) == 0
        assert Bokning.history.count() == 1

    def test_two_who_write_at_once_do_not_overwrite_each_other(self, paragraf, sekreterare):
        inbjudan = overlamnad(paragraf)
        ada = den(inbjudan, "Ada Alm")
        bokning.spara_bokningar(inbjudan, {ada.pk: Uppgift(anmald=True)}, by=sekreterare)

        with pytest.raises(DomanFel, match="Ada Alm har ändrats av någon annan"):
            bokning.spara_bokningar(inbjudan, {ada.pk: Uppgift(resa="bokas")}, by=sekreterare)

        assert Bokning.objects.get().anmald

    def test_nothing_is_booked_before_the_decision_holds(self, paragraf, sekreterare):
        inbjudan = beslutad(paragraf)

        with pytest.raises(DomanFel, match="när protokollet är justerat"):
            bokning.spara_bokningar(inbjudan, {}, by=sekreterare)

    @pytest.mark.parametrize(
        ("falt", "kvar"),
        [
            (None, ["anmälan"]),
            ({}, ["anmälan"]),
            ({"anmald": "2026-03-10T12:00Z"}, []),
            ({"anmald": "2026-03-10T12:00Z", "resa": "bokad", "boende": "nej"}, []),
            ({"anmald": "2026-03-10T12:00Z", "resa": "bokas"}, ["resa"]),
            ({"resa": "bokas", "boende": "bokas"}, ["anmälan", "resa", "boende"]),
            ({"resa": "bokas", "forhindrad": date(2026, 3, 9)}, []),
        ],
    )
    def test_what_is_left_is_the_same_in_python_and_in_the_database(self, paragraf, falt, kvar):
        inbjudan = overlamnad(paragraf)
        ada = den(inbjudan, "Ada Alm")
        rad = None if falt is None else Bokning.objects.create(deltagande=ada, **falt)

        assert bokning.kvar(rad) == kvar
        assert Deltagande.objects.filter(bokning.OGJORT, pk=ada.pk).exists() == bool(kvar)

    def test_event_leaves_the_list_when_all_is_done_or_over(self, paragraf, sekreterare):
        inbjudan = overlamnad(paragraf)
        dag = date(2026, 3, 10)
        assert list(bokning.att_gora(dag)) == [inbjudan]
        assert list(bokning.att_gora(date(2026, 5, 6))) == [inbjudan]
        assert list(bokning.att_gora(date(2026, 5, 7))) == []

        alla = {d.pk: Uppgift(anmald=True) for d in inbjudan.deltagandena.all()}
        bokning.spara_bokningar(inbjudan, alla, by=sekreterare)

        assert list(bokning.att_gora(dag)) == []

    def test_forhinder_by_the_link_tells_the_registrar_and_the_calendar(self, paragraf):
        inbjudan = overlamnad(paragraf)
        ada = den(inbjudan, "Ada Alm")

        bokning.anmal_forhinder(ada)
        bokning.anmal_forhinder(ada)

        till_cia = Utskick.objects.get(till=CIA, amne__startswith="Förhinder")
        struket = Utskick.objects.get(till=ADA, amne__startswith="Du deltar inte")
        ev = handelsen(struket)
        assert "Ada Alm (C) har fått förhinder" in till_cia.text
        assert ev["STATUS"] == "CANCELLED"
        assert ev["UID"].startswith(f"inbjudan-{inbjudan.pk}-{ada.pk}@")

    def test_forhinder_taken_back_puts_it_in_the_calendar_again(self, paragraf, sekreterare):
        inbjudan = overlamnad(paragraf)
        ada = den(inbjudan, "Ada Alm")
        bokning.anmal_forhinder(ada)

        bokning.spara_bokningar(inbjudan, {ada.pk: Uppgift(version=1)}, by=sekreterare)

        breven = Utskick.objects.filter(till=ADA).order_by("pk")
        handelser = [handelsen(u) for u in breven]
        assert [ev["STATUS"] for ev in handelser] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
        assert [ev["SEQUENCE"] for ev in handelser] == sorted({ev["SEQUENCE"] for ev in handelser})

    def test_forhinder_after_it_has_begun_is_too_late(self, paragraf):
        ada = den(overlamnad(paragraf), "Ada Alm")

        with time_machine.travel("2026-05-05 12:00 +0200"), pytest.raises(DomanFel, match="redan börjat"):
            bokning.anmal_forhinder(ada)

    def test_practical_facts_go_to_each_once_with_what_is_booked(self, paragraf, sekreterare):
        inbjudan, nyckel = overlamnad(paragraf), uuid4()
        ada, bo = den(inbjudan, "Ada Alm"), den(inbjudan, "Bo Björk")
        uppgift = Uppgift(anmald=True, boende="bokad", anteckning="Hotell Provet")
        bokning.spara_bokningar(inbjudan, {ada.pk: uppgift, bo.pk: Uppgift(forhindrad=True)}, by=sekreterare)

        for _ in range(2):
            bokning.skicka_uppgifter(inbjudan, meddelande="Vi möts kl. 7.", nyckel=nyckel, by=sekreterare)

        brev = Utskick.objects.get(amne__startswith="Praktiska")
        assert brev.till == ADA
        for ord_ in ("Vi möts kl. 7.", "Du är anmäld till arrangören.", "Boende är bokat.", "Hotell Provet"):
            assert ord_ in brev.text

    def test_mail_to_who_had_no_address_is_sent_later(self, paragraf, sekreterare):
        inbjudan = beslutad(paragraf)
        ada = den(inbjudan, "Ada Alm")
        ada.person.epost = ""
        ada.person.save()
        justerad(paragraf)
        with pytest.raises(DomanFel, match="saknar e-postadress"):
            bokning.skicka_igen(ada, by=sekreterare)
        ada.person.epost = ADA
        ada.person.save()

        bokning.skicka_igen(ada, by=sekreterare)

        assert Utskick.objects.get(till=ADA).amne == "Du deltar: Vårkonferensen"


@pytest.mark.django_db
class TestLank:
    def test_link_leads_to_who_goes(self, organ):
        ada = den(konferensen(organ), "Ada Alm")

        assert las_lank(deltagarlank(ada).rstrip("/").rsplit("/", 1)[1]) == ada

    def test_forged_link_tells_nothing(self):
        with pytest.raises(DodLank) as fel:
            las_lank("WzEsMV0.1abc.xyz")
        assert fel.value.inbjudan is None

    def test_link_dies_with_the_decision_and_with_time(self, organ):
        inbjudan = konferensen(organ)
        with time_machine.travel("2025-01-01"):
            gammal = deltagarlank(den(inbjudan, "Ada Alm")).rstrip("/").rsplit("/", 1)[1]
        with time_machine.travel("2026-03-10"), pytest.raises(DodLank) as fel:
            las_lank(gammal)
        assert fel.value.inbjudan == inbjudan
        ny = deltagarlank(den(inbjudan, "Ada Alm")).rstrip("/").rsplit("/", 1)[1]
        inbjudan.svar = "avstar"
        inbjudan.save()
        with pytest.raises(DodLank):
            las_lank(ny)

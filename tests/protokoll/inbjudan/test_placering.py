"""Invitations come under the § of the meeting that comes first, whatever becomes of that § or of the meeting."""

from datetime import time

import pytest

from kommun.fel import DomanFel
from protokoll import dagordning, sammantradesplan, standiga
from protokoll.inbjudan import behandling as akter
from protokoll.inbjudan import placering
from protokoll.inbjudan.behandling import Deltar
from protokoll.models import Behandling
from protokoll.moteshallning import avsluta, oppna_igen
from protokoll.utfall import satt_utfall
from tests.factories import SammantradeFactory
from tests.protokoll.inbjudan.motet import besluta, inbjudan, om, pa_gang, satt_upp, tabellen

pytestmark = pytest.mark.django_db


def test_what_waits_comes_up_when_the_dagordning_is_made_and_what_comes_later_too(organ, mote, sekreterare):
    forst = inbjudan(organ)
    p = satt_upp(mote, sekreterare)
    sedan = inbjudan(organ, inbjudan="SKR: Budgetdagen", ankom=om(0))
    placering.efter_inbjudan(sedan, by=sekreterare, ny=True)
    placering.efter_inbjudan(sedan, by=sekreterare, ny=True)

    assert [b.inbjudan for b in p.behandlingarna.all()] == [forst, sedan]
    assert tabellen(p) == ["Inbjudan till\tBeslut", "Regionen: Konferens, 5 maj, Provstad\t", "SKR: Budgetdagen"]


def test_it_comes_forward_to_the_meeting_that_comes_first(organ, mote, senare, sekreterare):
    i = inbjudan(organ)
    assert satt_upp(senare, sekreterare).behandlingarna.count() == 1
    satt_upp(mote, sekreterare)
    assert i.behandlingarna.get().paragraf.sammantrade == mote


def test_nothing_comes_up_in_an_organ_that_does_not_deal_with_them(organ, mote, sekreterare):
    organ.behandlar_inbjudningar = False
    organ.save()
    i = inbjudan(organ)
    satt_upp(mote, sekreterare)
    placering.efter_inbjudan(i, by=sekreterare, ny=True)
    assert not i.behandlingarna.exists()
    with pytest.raises(DomanFel, match="behandlar inte"):
        placering.satt_upp(mote, by=sekreterare)


def test_what_a_transcript_left_open_is_not_taken_up(organ, mote, avskrift, sekreterare):
    i = inbjudan(organ)
    Behandling.objects.create(inbjudan=i, paragraf=avskrift)
    assert not satt_upp(mote, sekreterare).behandlingarna.exists()


def test_taken_out_it_comes_at_the_next_meeting_and_not_back(organ, mote, senare, sekreterare):
    i = inbjudan(organ)
    p, sedan = satt_upp(mote, sekreterare), satt_upp(senare, sekreterare)
    ny = akter.ta_ur(p.behandlingarna.get(), by=sekreterare)
    assert ny.paragraf == sedan
    placering.placera(organ, by=sekreterare)
    assert i.behandlingarna.get().paragraf == sedan

    akter.ta_upp(i, sammantrade=mote, by=sekreterare)
    placering.placera(organ, by=sekreterare)
    assert i.behandlingarna.get().paragraf == p


def test_bordlagd_comes_back_and_decided_after_all_it_does_not(organ, mote, senare, sekreterare):
    i = inbjudan(organ)
    sedan = satt_upp(senare, sekreterare)
    p = pa_gang(mote, sekreterare)
    assert not sedan.behandlingarna.exists()
    besluta(p, i, "bordlagd", sekreterare)
    assert sedan.behandlingarna.get().svar == ""
    assert tabellen(p)[1] == "Regionen: Konferens, 5 maj, Provstad\tbordläggs"

    besluta(p, i, "avstar", sekreterare)
    assert not sedan.behandlingarna.exists()
    assert i.svar == "avstar"


def test_of_a_paragraf_that_utgar_and_a_meeting_that_ended_undecided(organ, mote, senare, sekreterare):
    i = inbjudan(organ)
    sedan = satt_upp(senare, sekreterare)
    p = pa_gang(mote, sekreterare)
    satt_utfall(p, utfall="utgar", by=sekreterare)
    assert sedan.behandlingarna.get().inbjudan == i
    satt_utfall(p, utfall="", by=sekreterare)
    assert not sedan.behandlingarna.exists()
    avsluta(mote, slut=time(16), by=sekreterare)
    assert sedan.behandlingarna.get().inbjudan == i
    p = placering.standande_paragraf(mote)
    besluta(p, i, "kannedom", sekreterare)
    assert not sedan.behandlingarna.exists()


def flytta(mote, dag, by):
    vart = {"start": mote.start, "slut": mote.slut, "plats": mote.plats}
    sammantradesplan.flytta(mote, datum=dag, rakna_om=True, today=om(0), by=by, **vart)


def test_a_meeting_that_is_moved_behind_another_leaves_them_to_that(organ, mote, senare, sekreterare):
    i = inbjudan(organ)
    p, sedan = satt_upp(mote, sekreterare), satt_upp(senare, sekreterare)
    flytta(mote, om(50), sekreterare)
    assert i.behandlingarna.get().paragraf == sedan
    assert tabellen(p) == []
    flytta(senare, om(60), sekreterare)
    assert i.behandlingarna.get().paragraf == p


def test_a_meeting_that_is_cancelled_and_held_after_all(organ, mote, senare, sekreterare):
    i = inbjudan(organ)
    p, sedan = satt_upp(mote, sekreterare), satt_upp(senare, sekreterare)
    sammantradesplan.stall_in(mote, skal="för få ärenden", by=sekreterare)
    assert sedan.behandlingarna.get().inbjudan == i
    sammantradesplan.hav_installandet(mote, by=sekreterare)
    assert i.behandlingarna.get().paragraf == p


def test_opened_again_the_meeting_takes_what_came_since(organ, mote, senare, sekreterare):
    sedan = satt_upp(senare, sekreterare)
    p = pa_gang(mote, sekreterare)
    avsluta(mote, slut=time(16), by=sekreterare)
    i = inbjudan(organ)
    placering.efter_inbjudan(i, by=sekreterare, ny=True)
    assert i.behandlingarna.get().paragraf == sedan
    oppna_igen(mote, skal="ett ärende glömdes", by=sekreterare)
    assert i.behandlingarna.get().paragraf == p


def test_the_paragraf_is_taken_off_the_dagordning_and_put_there_again(organ, mote, senare, chefen, sekreterare):
    i, j = inbjudan(organ), inbjudan(organ, inbjudan="SKR: Budgetdagen")
    # What the chair has decided has brought receivers.
    akter.avgor(j, svar="deltar", av=chefen, dag=om(0), deltagare=[Deltar(chefen, "Orvar Prov")], by=sekreterare)
    p, sedan = satt_upp(mote, sekreterare), satt_upp(senare, sekreterare)
    dagordning.ta_bort(p, by=sekreterare)
    assert [b.inbjudan for b in sedan.behandlingarna.all()] == [i, j]
    p = placering.satt_upp(mote, by=sekreterare)
    assert [b.inbjudan for b in p.behandlingarna.all()] == [i, j]
    assert not sedan.behandlingarna.exists()


def test_a_paragraf_with_a_decision_stays_on_the_dagordning(organ, mote, sekreterare):
    organ.nummer_ges = organ.NummerGes.HAND
    organ.save()
    i = inbjudan(organ)
    dagordning.lagg_till(mote, rubrik="Det första ärendet", by=sekreterare)
    p = pa_gang(mote, sekreterare)
    besluta(p, i, "avstar", sekreterare)
    with pytest.raises(DomanFel, match="Beslut om inbjudningar är antecknade"):
        dagordning.ta_bort(p, by=sekreterare)
    assert i.behandlingarna.get().paragraf == p


def test_an_organ_that_does_not_deal_with_them_has_no_paragraf_for_them(organ, standigt, mote, sekreterare):
    organ.behandlar_inbjudningar = False
    organ.save()
    standiga.satt_upp(mote, by=sekreterare)
    assert placering.standande_paragraf(mote) is None
    annat = SammantradeFactory(datum=om(7), lage="planerat").organ
    annat.behandlar_inbjudningar = False
    annat.save()
    standiga.lagg_upp_vanliga(annat, by=sekreterare)
    assert not annat.standiga_arenden.filter(kod="inbjudningar").exists()

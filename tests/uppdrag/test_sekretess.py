"""What has sekretess takes it along: to the next §, to the uppföljning, to mail, to whoever is to do it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.models import Utskick
from protokoll.inbjudan import deltagarlank, overlamning, placering
from protokoll.klarkoll import klarkoll
from protokoll.models import Paragraf
from protokoll.utfall import satt_utfall, ta_upp_igen
from tests.factories import BehandlingFactory, InbjudanFactory, SammantradeFactory, SekretesslasareFactory
from tests.protokoll.inbjudansprov import den, overlamnad
from tests.uppdrag.redovisningsfall import mote_i, rapportera, uppdrag_i
from uppdrag.redovisning import satt_pa_dagordning
from uppdrag.uppfoljning import sammanstall

pytestmark = pytest.mark.django_db
LAGRUM, ORDET = "19 kap. 3 § OSL", "Köpet av Storgatan 1"


def markt(paragraf) -> Paragraf:
    Paragraf._base_manager.filter(pk=paragraf.pk).update(sekretess=LAGRUM, rubrik=ORDET)
    return Paragraf.objects.get(pk=paragraf.pk)


@pytest.fixture
def hemligt(organ, sekreterare):
    """An uppdrag of a § with sekretess, reported."""
    uppdrag = uppdrag_i(organ, text=ORDET, rubrik=ORDET, frist=date(2026, 4, 1))
    markt(uppdrag.beslut.paragraf)
    rapportera(uppdrag)
    uppdrag.refresh_from_db()
    return type(uppdrag).objects.get(pk=uppdrag.pk)


def test_it_is_reported_in_a_paragraf_of_its_own_with_the_same_readers(organ, sekreterare, hemligt, lasare):
    SekretesslasareFactory(paragraf=hemligt.beslut.paragraf, person=lasare.person)
    mote = mote_i(organ, by=sekreterare)
    [rad] = satt_pa_dagordning([hemligt], sammantrade=mote, by=sekreterare)
    assert rad.paragraf.standigt_id is None
    assert (rad.paragraf.sekretess, rad.paragraf.rubrik) == (LAGRUM, f"Återrapportering: {ORDET}")
    assert [r.person for r in rad.paragraf.sekretesslasarna.all()] == [lasare.person]
    assert satt_pa_dagordning([hemligt], sammantrade=mote, by=sekreterare) == [rad]


def test_the_uppfoljning_that_many_read_leaves_it_out_and_the_secretary_is_told(
    organ, sekreterare, lasare, hemligt, inloggad
):
    uppdrag_i(organ, nummer=8, text="En öppen plan", frist=date(2026, 4, 1))
    mote = mote_i(organ, by=sekreterare)
    standig = mote.paragraferna.get(standigt__isnull=False)
    rad = sammanstall(standig, by=sekreterare)
    assert [r["text"] for d in rad.innehall["delar"] for r in d["rader"]] == ["En öppen plan"]
    assert "".join(a.text for a in standig.avsnitten.all()).count(ORDET) == 0

    adress = reverse("uppdrag:uppfoljning", args=[mote.pk])
    sidan = inloggad(sekreterare).get(adress).content.decode()
    assert "Uppdrag med sekretess redovisas för sig" in sidan
    assert hemligt.beteckning in sidan
    sidan = inloggad(lasare).get(adress).content.decode()
    assert hemligt.beteckning not in sidan
    assert "ekretess" not in sidan


def test_what_is_put_off_is_marked_when_it_comes_back(organ, sekreterare, lasare):
    mote = mote_i(organ, by=sekreterare, pagar=True)
    p = markt(mote.paragraferna.first())
    SekretesslasareFactory(paragraf=p, person=lasare.person)
    SekretesslasareFactory(paragraf=p, till=date(2020, 1, 1), fran=date(2019, 1, 1))
    satt_utfall(p, utfall="bordlagt", by=sekreterare)
    till = SammantradeFactory(organ=organ, datum=date(2026, 5, 20), lage="planerat")
    ny = ta_upp_igen(p, till=till, by=sekreterare)
    assert (ny.rubrik, ny.sekretess) == (ORDET, LAGRUM)
    assert [r.person for r in ny.sekretesslasarna.all()] == [lasare.person]


def test_an_inbjudan_is_not_moved_out_of_it(organ, sekreterare, paragraf):
    organ.behandlar_inbjudningar = True
    organ.save()
    inbjudan = InbjudanFactory(organ=organ)
    BehandlingFactory(inbjudan=inbjudan, paragraf=markt(paragraf), svar="bordlagd")
    assert inbjudan not in placering.att_behandla(organ)
    oppen = mote_i(organ, by=sekreterare).paragraferna.first()
    with pytest.raises(DomanFel, match="Markera först"):
        placering.lagg_under(oppen, inbjudan, by=sekreterare)
    assert placering.lagg_under(markt(oppen), inbjudan, by=sekreterare).paragraf == oppen


def test_mails_to_those_who_go_say_that_there_is_something_to_read(paragraf, client):
    organ = paragraf.organ
    organ.behandlar_inbjudningar = True
    organ.save()
    inbjudan = overlamnad(markt(paragraf), titel=ORDET, borjar=date(2040, 5, 5), slutar=None)
    assert overlamning.galler(inbjudan)
    breven = list(Utskick.objects.order_by("pk"))
    assert {b.amne for b in breven} == {"Att anmäla: uppgifter med sekretess", "Du deltar: uppgifter med sekretess"}
    for b in breven:
        assert (ORDET in b.text, "Provstad" in b.text, "Regionen" in b.text, b.bilaga) == (False, False, False, None)
        assert "läses bara efter inloggning" in b.text

    svar = client.get(deltagarlank.deltagarlank(den(inbjudan, "Ada Alm")))
    assert (svar.status_code, ORDET in svar.content.decode()) == (404, False)


def test_klarkoll_says_who_cannot_see_what_he_or_she_is_to_do(hemligt, lasare):
    def koder():
        [koll] = klarkoll([hemligt.beslut.paragraf.sammantrade], today=timezone.localdate())
        return [a.kod for a in koll.alla if a.kod == "uppdrag_utan_insyn"]

    assert koder() == ["uppdrag_utan_insyn"]
    SekretesslasareFactory(paragraf=hemligt.beslut.paragraf, person=hemligt.ansvarig)
    assert koder() == []

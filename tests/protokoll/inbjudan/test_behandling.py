"""Invitations come under the § by themselves, are decided there or by the chair, and the § writes itself."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from kommun.editor import html_to_text, text_to_html
from kommun.fel import DomanFel
from kommun.models import Person
from protokoll import inlasning as lasare
from protokoll import mottagare, standiga
from protokoll.avskrift import spara_avskrift, ta_emot
from protokoll.inbjudan import behandling as akter
from protokoll.inbjudan import paragrafen, placering
from protokoll.inbjudan.behandling import Beslut, Deltar
from protokoll.inbjudan.svarsord import Namngiven, Rad, svar_i_ord, tabell_html
from protokoll.klarkoll import klarkoll
from protokoll.models import Behandling, Bokning, StandigtArende
from protokoll.moteshallning import avsluta, oppna
from protokoll.skrivning import andra_text
from protokoll.utfall import satt_utfall
from tests.conftest import SEED
from tests.factories import (
    ForvaltningFactory,
    InbjudanFactory,
    MandatFactory,
    PartiFactory,
    PersonFactory,
    SammantradeFactory,
    TjanstFactory,
    justera,
)

pytestmark = pytest.mark.django_db
Svar = Behandling.Svar


def om(dagar: int) -> date:
    return timezone.localdate() + timedelta(days=dagar)


@pytest.fixture
def standigt(organ):
    return StandigtArende.objects.create(
        organ=organ, kod="inbjudningar", rubrik="Inbjudningar", dnr="2026/000018", sist=True
    )


@pytest.fixture
def mote(organ, standigt):
    return SammantradeFactory(organ=organ, datum=om(7), lage="planerat")


@pytest.fixture
def senare(organ, standigt):
    return SammantradeFactory(organ=organ, datum=om(35), lage="planerat")


@pytest.fixture
def registrator(organ):
    person = PersonFactory(namn="Liselott Provsson")
    TjanstFactory(person=person, forvaltning=ForvaltningFactory(namn="Administrativa avdelningen"))
    organ.inbjudningar_anmals_av = person
    organ.save()
    return person


def inbjudan(organ, **falt):
    return InbjudanFactory(organ=organ, **{"ankom": om(-3)} | falt)


def satt_upp(mote, by):
    standiga.satt_upp(mote, by=by)
    return placering.standande_paragraf(mote)


def pa_gang(mote, by):
    """The meeting under way: its § of the invitations."""
    satt_upp(mote, by)
    oppna(mote, by=by)
    mote.refresh_from_db()
    return placering.standande_paragraf(mote)


def besluta(paragraf, inbjudan, svar, by, **mer):
    rad = paragraf.behandlingarna.get(inbjudan=inbjudan)
    akter.besluta(paragraf, besluten=[Beslut(rad.pk, svar, **mer)], by=by)
    rad.refresh_from_db()
    inbjudan.refresh_from_db()
    return rad


def tabellen(paragraf):
    return html_to_text(paragraf.besluten.get().text).split("\n")[1:]


def mottagarna(paragraf):
    return html_to_text(mottagare.avsnittet(paragraf).text).split("\n")


# Under the §


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


# Decided


def test_decided_the_paragraf_writes_itself(organ, mote, registrator, sekreterare):
    PartiFactory(beteckning="C")
    i, j = inbjudan(organ, personlig=True), inbjudan(organ, inbjudan="SKR: Budgetdagen")
    p = pa_gang(mote, sekreterare)
    jacob, helen = PersonFactory(namn="Jacob Prov"), PersonFactory(namn="Helen Prov")
    rader = {b.inbjudan_id: b for b in p.behandlingarna.all()}
    deltar = [Deltar(jacob, "Jacob Prov", "C"), Deltar(helen, "Helen Prov", "kommundirektör"), Deltar(None, "Bo Ny")]
    akter.besluta(
        p,
        besluten=[Beslut(rader[i.pk].pk, "deltar", deltagare=deltar), Beslut(rader[j.pk].pk, "avstar")],
        by=sekreterare,
    )

    assert html_to_text(p.besluten.get().text).split("\n") == [
        "Provnämnden beslutar följande med anledning av inkomna inbjudningar:",
        "Inbjudan till\tBeslut",
        f"{i}\tPersonlig inbjudan. Jacob Prov (C), Helen Prov, kommundirektör och Bo Ny deltar",
        "SKR: Budgetdagen\tavstår",
    ]
    assert html_to_text(p.avsnitten.get(typ="beslutsunderlag").text) == "Inkomna inbjudningar"
    assert mottagarna(p)[:-1] == ["Jacob Prov", "Helen Prov", "Bo Ny", "Liselott Provsson"]
    assert mottagarna(p)[-1] == (
        "Anmälan görs av Liselott Provsson. Om det finns behov av bokning av eventuella resor och/eller boende – ta "
        "gärna kontakt med Liselott Provsson på administrativa avdelningen."
    )
    assert Person.objects.filter(namn="Bo Ny").count() == 1
    i.refresh_from_db()
    assert (i.svar, [d.person.namn for d in i.deltagandena.all()]) == ("deltar", ["Jacob Prov", "Helen Prov", "Bo Ny"])

    # Changed again: nobody goes, so nobody is told and nobody registers.
    besluta(p, i, "avstar", sekreterare)
    assert not i.deltagandena.exists()
    assert not p.mottagarna.exists()
    assert mottagare.avsnittet(p).text == ""


def test_the_same_again_changes_nothing(organ, mote, sekreterare):
    i = inbjudan(organ)
    p = pa_gang(mote, sekreterare)
    deltar = [Deltar(PersonFactory(namn="Ada Alm"), "Ada Alm", "M")]
    rad = besluta(p, i, "deltar", sekreterare, deltagare=deltar)
    version, text = rad.version, p.besluten.get().version
    assert besluta(p, i, "deltar", sekreterare, deltagare=deltar, version=1).version == version
    assert p.besluten.get().version == text
    with pytest.raises(DomanFel, match="Någon annan"):
        besluta(p, i, "avstar", sekreterare, version=1)


def test_somebody_who_is_booked_does_not_fall_away_unseen(organ, mote, sekreterare):
    i = inbjudan(organ)
    p = pa_gang(mote, sekreterare)
    ada = PersonFactory(namn="Ada Alm")
    besluta(p, i, "deltar", sekreterare, deltagare=[Deltar(ada, "Ada Alm")])
    bokning = Bokning.objects.create(deltagande=i.deltagandena.get(), anmald=timezone.now())
    with pytest.raises(DomanFel, match="Ada Alm är redan anmäld"):
        besluta(p, i, "avstar", sekreterare)
    assert i.deltagandena.exists()
    bokning.anmald = None
    bokning.save()
    besluta(p, i, "avstar", sekreterare)
    assert not i.deltagandena.exists()


@pytest.mark.parametrize(
    ("svar", "sentence"), [("deltar", "vem som deltar"), ("annat", "vad som beslutas"), ("okant", "Välj")]
)
def test_what_is_missing_is_said(organ, mote, sekreterare, svar, sentence):
    i = inbjudan(organ)
    p = pa_gang(mote, sekreterare)
    with pytest.raises(DomanFel, match=sentence):
        besluta(p, i, svar, sekreterare)


def test_nothing_is_decided_before_the_meeting_or_after_the_justering(organ, mote, sekreterare):
    i = inbjudan(organ)
    p = satt_upp(mote, sekreterare)
    with pytest.raises(DomanFel, match="när sammanträdet pågår"):
        besluta(p, i, "avstar", sekreterare)
    oppna(mote, by=sekreterare)
    p = placering.standande_paragraf(mote)
    justera(p.protokoll, om(0))
    with pytest.raises(DomanFel, match="är justerat"):
        besluta(p, i, "avstar", sekreterare)
    i.refresh_from_db()
    assert i.svar == "obesvarad"


# By hand


def test_own_words_stand_until_somebody_asks_and_the_difference_is_told(organ, mote, registrator, sekreterare):
    i = inbjudan(organ)
    p = pa_gang(mote, sekreterare)
    besluta(p, i, "avstar", sekreterare)
    beslut = p.besluten.get()
    # Saved in the editor as it stood: the table is written another way, and is the system's still.
    editor = beslut.text.replace("<td>", "<td><p>").replace("</td>", "</p></td>").replace("<thead>", "")
    andra_text(beslut, text=editor.replace("</thead>", ""), version=beslut.version, by=sekreterare)
    besluta(p, i, "kannedom", sekreterare)
    assert tabellen(p)[1].endswith("för kännedom")

    beslut.refresh_from_db()
    andra_text(beslut, text="<p>Mina ord</p>", version=beslut.version, by=sekreterare)
    besluta(p, i, "avstar", sekreterare)
    beslut.refresh_from_db()
    assert beslut.text == "<p>Mina ord</p>"
    (skillnad,) = paragrafen.skillnader(p, paragrafen.behandlingarna(p))
    assert "Mina ord</del>" in skillnad.html
    assert "avstår" in skillnad.html

    akter.skriv_om(p, by=sekreterare)
    assert tabellen(p)[1].endswith("avstår")
    assert paragrafen.skillnader(p, paragrafen.behandlingarna(p)) == []


def test_a_receiver_taken_away_by_hand_stays_away(organ, mote, registrator, sekreterare):
    i, j = inbjudan(organ), inbjudan(organ, inbjudan="SKR: Dagen")
    p = pa_gang(mote, sekreterare)
    ada = [Deltar(PersonFactory(namn="Ada Alm"), "Ada Alm")]
    besluta(p, i, "deltar", sekreterare, deltagare=ada)
    mottagare.ta_bort_mottagare(p.mottagarna.get(namn="Ada Alm"), by=sekreterare)
    besluta(p, j, "avstar", sekreterare)
    assert [m.namn for m in p.mottagarna.all()] == ["Liselott Provsson"]


def test_the_organs_own_sentence_stands_before_the_table(organ, standigt, mote, sekreterare):
    standigt.beslut = "{organet} säger så här:"
    standigt.save()
    i = inbjudan(organ)
    p = pa_gang(mote, sekreterare)
    besluta(p, i, "avstar", sekreterare)
    assert html_to_text(p.besluten.get().text).split("\n")[0] == "Provnämnden säger så här:"
    standiga.skriv_texter(mote, by=sekreterare)
    assert tabellen(p)[1].endswith("avstår")


# Between meetings


@pytest.fixture
def chefen(organ):
    return MandatFactory(organ=organ, roll="ordforande", person__namn="Orvar Prov").person


def test_the_chair_decides_and_it_is_reported(organ, mote, chefen, registrator, sekreterare):
    i = inbjudan(organ, sista_anmalan=om(2))
    p = satt_upp(mote, sekreterare)
    dag = date(2026, 3, 2)
    deltar = [Deltar(chefen, "Orvar Prov", "C")]
    akter.avgor(i, svar="deltar", av=chefen, dag=dag, deltagare=deltar, by=sekreterare)

    rad = p.behandlingarna.get()
    assert (rad.svar, rad.svarstext) == ("anmald", "Beslut av Orvar Prov 2 mars 2026 anmäls: Orvar Prov (C) deltar")
    assert mottagarna(p)[:2] == ["Orvar Prov", "Liselott Provsson"]
    oppna(mote, by=sekreterare)
    with pytest.raises(DomanFel, match="redan avgjord"):
        akter.besluta(p, besluten=[Beslut(rad.pk, "avstar")], by=sekreterare)
    akter.avgor(i, svar="avstar", av=chefen, dag=dag, by=sekreterare)
    assert p.behandlingarna.get().svarstext.endswith("anmäls: avstår")
    avsluta(mote, slut=time(16), by=sekreterare)
    assert not placering.att_behandla(organ).exists()
    justera(placering.standande_paragraf(mote).protokoll, om(0))
    with pytest.raises(DomanFel, match="Beslutet är anmält"):
        akter.hav_avgorande(i, by=sekreterare)


def test_taken_back_the_organ_decides(organ, mote, chefen, sekreterare):
    i = inbjudan(organ)
    akter.avgor(i, svar="deltar", av=chefen, dag=om(0), deltagare=[Deltar(None, "Bo Ny")], by=sekreterare)
    p = satt_upp(mote, sekreterare)
    assert p.behandlingarna.get().svar == "anmald"
    akter.hav_avgorande(i, by=sekreterare)
    i.refresh_from_db()
    assert (i.svar, i.avgjord, p.behandlingarna.get().svar) == ("obesvarad", None, "")
    assert not i.deltagandena.exists()


def test_what_the_organ_has_decided_the_chair_does_not(organ, mote, chefen, sekreterare):
    i = inbjudan(organ)
    p = pa_gang(mote, sekreterare)
    besluta(p, i, "avstar", sekreterare)
    with pytest.raises(DomanFel, match="är beslutad i"):
        akter.avgor(i, svar="kannedom", av=chefen, dag=om(0), by=sekreterare)
    with pytest.raises(DomanFel, match="redan besvarad"):
        akter.avgor(inbjudan(organ, svar="deltar"), svar="kannedom", av=chefen, dag=om(0), by=sekreterare)


# Klarkoll


def koder(mote):
    (koll,) = klarkoll([mote], today=timezone.localdate())
    return {a.kod for a in koll.alla}


def test_klarkoll(organ, mote, sekreterare):
    i = inbjudan(organ, sista_anmalan=om(2))
    p = satt_upp(mote, sekreterare)
    assert "inbjudan_gar_ut" in koder(mote)
    oppna(mote, by=sekreterare)
    avsluta(mote, slut=time(16), by=sekreterare)
    p = placering.standande_paragraf(mote)
    assert "inbjudan_utan_beslut" in koder(mote)
    besluta(p, i, "deltar", sekreterare, deltagare=[Deltar(PersonFactory(namn="Ada Alm"), "Ada Alm")])
    assert koder(mote) >= {"inbjudan_utan_anmalare"}
    assert not koder(mote) & {"inbjudan_utan_beslut", "inbjudan_skiljer", "deltagare_ej_mottagare"}
    mottagare.ta_bort_mottagare(p.mottagarna.get(), by=sekreterare)
    beslut = p.besluten.get()
    andra_text(beslut, text="<p>Mina ord</p>", version=beslut.version, by=sekreterare)
    assert koder(mote) >= {"inbjudan_skiljer", "deltagare_ej_mottagare"}


# The seed


def test_the_seeds_table_is_printed_again_word_for_word(seed_text, organ):
    """Acceptance: its five inbjudningar give the table that they were read from, and their parts give it too."""
    seedens = [
        Rad(*rad.split("\t")) for rad in seed_text.split("Inbjudan till\tBeslut\n")[1].split("\n\n")[0].split("\n")
    ]
    assert len(seedens) == 5
    organ.namn, organ.kortnamn = "Kommunstyrelsens arbetsutskott", "KSAU"
    organ.save()
    inlasning = ta_emot(SEED.name, SEED.read_bytes(), by=None)
    protokoll = spara_avskrift(lasare.tolka(seed_text), inlasning=inlasning, by=None)
    paragraf = protokoll.paragraferna.get(nummer=35)
    behandlingar = paragrafen.behandlingarna(paragraf)

    # As it stands, the slip of a word cut at the end of a line included.
    html = tabell_html(paragrafen.rader(behandlingar))
    assert html_to_text(html).split("\n") == ["Inbjudan till\tBeslut", *(f"{r.inbjudan}\t{r.svar}" for r in seedens)]
    assert html in text_to_html("\n".join(["Inbjudan till\tBeslut", *(f"{r.inbjudan}\t{r.svar}" for r in seedens)]))

    # From what the rows hold: who goes, and that the letter was to them.
    for b, rad in zip(behandlingar, seedens, strict=True):
        deltagare = [Namngiven(d.namn, d.titel_eller_parti) for d in b.inbjudan.deltagandena.order_by("ordning")]
        personlig = rad.svar.startswith("Personlig inbjudan.")
        assert svar_i_ord(b.svar, deltagare=deltagare, personlig=personlig) == rad.svar.replace("kommun- d", "kommund")

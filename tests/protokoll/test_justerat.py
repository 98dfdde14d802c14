"""What a justerat protokoll says does not change: every act on what stands in it refuses, with a sentence."""

from copy import deepcopy
from datetime import date, time

import pytest

from kommun.fel import DomanFel
from protokoll import (
    anmalan,
    beslutsgang,
    dagordning,
    moteshallning,
    narvaroandring,
    narvarorollen,
    omrostning,
    paragrafserie,
    paragraftext,
    paus,
    sammantradesplan,
    skrivning,
    standiga,
    upprop,
    utfall,
    utkast,
)
from protokoll.dokument import fran_protokoll
from protokoll.models import Paragraf, Protokoll, Sammantrade
from tests.factories import (
    AjourneringFactory,
    AvsnittFactory,
    AvsnittsmallFactory,
    BeslutFactory,
    KommunFactory,
    MotesdeltagareFactory,
    NarvarohandelseFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    RedovisningFactory,
    SammantradeFactory,
    StandigtArendeFactory,
    TjanstFactory,
    UnderskriftFactory,
    UppdragFactory,
    UserFactory,
)
from tests.protokoll.roll import motet
from uppdrag import redovisning
from uppdrag.uppfoljning import sammanstall

pytestmark = pytest.mark.django_db


class Fallet:
    """A meeting whose first two §§ stand in a protokoll of their own, adjusted at once; two more in another."""

    def __init__(self, organ, by):
        self.by = by
        AvsnittsmallFactory(organ=organ, typ="beslut", rubrik="Beslut", ordning=1)
        AvsnittsmallFactory(organ=organ, typ="bakgrund", rubrik="Bakgrund", ordning=2)
        self.mote = mote = motet(organ)
        self.p, self.s = mote.paragraf, mote.paragraf.sammantrade
        self.protokoll = self.p.protokoll
        val = StandigtArendeFactory(organ=organ, kod="justerare", beslut="{organet} väljer {justerare}.")
        self.val = ParagrafFactory(protokoll=self.protokoll, nummer=11, rubrik="Val av justerare", standigt=val)
        self.annat = ProtokollFactory(sammantrade=self.s)
        self.sen = ParagrafFactory(protokoll=self.annat, nummer=13)
        self.sist = ParagrafFactory(protokoll=self.annat, nummer=14)
        self.beslut = BeslutFactory(paragraf=self.p)
        BeslutFactory(paragraf=self.val, text="")
        uppfoljning = StandigtArendeFactory(organ=organ, kod="uppfoljning", rubrik="Uppföljning av uppdrag")
        self.uppfoljning = ParagrafFactory(protokoll=self.protokoll, nummer=10, standigt=uppfoljning)
        self.avsnitt = AvsnittFactory(paragraf=self.p)
        for protokoll in (self.protokoll, self.annat):
            UnderskriftFactory(protokoll=protokoll, person=mote.ledamoter[1].person)
            UnderskriftFactory(protokoll=protokoll, person=mote.ledamoter[0].person, roll="ordforande")
        self.paus_vid = AjourneringFactory(sammantrade=self.s, paragraf=self.p, fran=time(14, 0), till=time(14, 10))
        self.paus = AjourneringFactory(sammantrade=self.s, fran=time(14, 30), till=time(14, 40))
        self.jav = NarvarohandelseFactory(
            deltagare=mote.ledamoter[2], paragraf=self.p, slag="jav", bara_paragrafen=True, sammantrade=self.s
        )
        # Changes nobody's presence: the chair presides anyway.
        self.leder = NarvarohandelseFactory(deltagare=mote.ledamoter[0], paragraf=self.p, slag="ordforande")
        self.gaster = MotesdeltagareFactory(sammantrade=self.s, slag="ovrig", namn="Vera Vass", ordning=40)
        self._forlopp()
        self._uppdragen()
        self.s.aktuell, self.s.start = self.sen, time(13, 0)
        self.s.save()

    def _forlopp(self):
        _, bo, _, dan, *_ = self.mote.ledamoter
        gemensamt = {"paragraf": self.p, "by": self.by}
        self.yrkande = beslutsgang.lagg_yrkande(slag="bifall", text="bifall", yrkare=[bo], **gemensamt)
        self.fritt = beslutsgang.lagg_yrkande(slag="tillagg", text="att mer görs", yrkare=[dan], **gemensamt)
        self.aterkallat = beslutsgang.lagg_yrkande(slag="avslag", text="avslag", yrkare=[dan], **gemensamt)
        self.aterkallat = beslutsgang.aterkalla_yrkande(self.aterkallat, by=self.by)
        rad = beslutsgang.Propositionsrad(self.yrkande, None, bifall=True)
        [self.proposition] = beslutsgang.satt_beslutsgang(self.p, rader=[rad], by=self.by)
        vote = omrostning.starta_omrostning(
            proposition=self.proposition, ja_innebar="ja", nej_innebar="nej", **gemensamt
        )
        rostar = omrostning.rostberattigade(self.p, self.mote.lista)
        self.roster = {d.pk: "nej" if d == bo else "ja" for d in rostar}
        self.omrostning = omrostning.spara_roster(vote, roster=self.roster, version=vote.version, by=self.by)
        self.sluten = omrostning.starta_omrostning(ja_innebar="Eva", nej_innebar="Dan", sluten=True, **gemensamt)
        self.anmalan = anmalan.anmal(slag="reservation", anmalare=[bo], **gemensamt)

    def _uppdragen(self):
        gav = BeslutFactory(
            paragraf=ParagrafFactory(
                protokoll=ProtokollFactory(sammantrade=SammantradeFactory(organ=self.s.organ, datum=date(2025, 1, 8))),
                nummer=1,
            )
        )
        self.uppdrag = [UppdragFactory(beslut=gav, lage="aterrapporterat") for _ in range(3)]
        beslutad, vantar, _ = self.uppdrag
        self.redovisad = RedovisningFactory(uppdrag=beslutad, paragraf=self.p)
        self.redovisad = redovisning.besluta(self.redovisad, utfall="godkant", by=self.by)
        self.redovisas = RedovisningFactory(uppdrag=vantar, paragraf=self.p)

    def justera(self, *, allt=False):
        if allt:
            self.s.refresh_from_db()
            moteshallning.avsluta(self.s, slut=time(16, 0), by=self.by)
        for protokoll in (self.protokoll, self.annat) if allt else (self.protokoll,):
            protokoll.refresh_from_db()
            protokoll.lage, protokoll.justeringsdag = Protokoll.Lage.JUSTERAT, date(2025, 12, 10)
            protokoll.save()
        self.s = Sammantrade.objects.get(pk=self.s.pk)
        return self

    def sager(self):
        return fran_protokoll(
            Protokoll.objects.select_related("sammantrade__organ").get(pk=self.protokoll.pk), kommun=""
        )

    def text(self, text="<p>Annat.</p>"):
        return paragraftext.Deltext(self.beslut.ankare, text, self.beslut.version)


@pytest.fixture(scope="module")
def byggt(en_gang):
    def bygg():
        KommunFactory()
        organ = OrganFactory(namn="Provnämnden", kortnamn="PN")
        sekreterare = UserFactory()
        TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=organ)
        return Fallet(organ, sekreterare)

    return en_gang(bygg)


@pytest.fixture
def fallet(byggt):
    return deepcopy(byggt)


def _andra_arende(f, **annat):
    falt = {k: getattr(f.p, k) for k in ("rubrik", "dnr", "klassificering", "foredragande", "planerad_tid", "slag")}
    return dagordning.andra(f.p, **falt | annat, by=f.by)


def _fakta(f, **annat):
    nu = {falt: getattr(f.s, falt) for falt in sammantradesplan.FAKTA}
    return sammantradesplan.andra(f.s, version=f.s.version, by=f.by, **nu | annat)


# Each act on what stands in the adjusted protokoll.
AKTER = {
    # the words
    "andra_text": lambda f: skrivning.andra_text(f.beslut, text="<p>x</p>", version=f.beslut.version, by=f.by),
    "andra_avsnitt": lambda f: skrivning.andra_text(f.avsnitt, text="<p>x</p>", version=f.avsnitt.version, by=f.by),
    "andra_huvud": lambda f: skrivning.andra_huvud(
        f.p, rubrik="x", dnr="", klassificering="", version=f.p.version, by=f.by
    ),
    "sammanstall": lambda f: sammanstall(f.uppfoljning, egen_text="ersatt", by=f.by),
    "lagg_till_avsnitt": lambda f: skrivning.lagg_till_avsnitt(f.val, mall=f.val.organ.mall()[1], by=f.by),
    "spara_paragraf": lambda f: paragraftext.spara_paragraf(f.p, delar=[f.text()], by=f.by),
    "spara_utkast": lambda f: utkast.spara_utkast(f.p, delar=[f.text()], by=f.by),
    # its place on the dagordning
    "rubrik": lambda f: _andra_arende(f, rubrik="Annan rubrik"),
    "slag": lambda f: _andra_arende(f, slag=Paragraf.Slag.INFORMATION),
    "flytta_paragraf": lambda f: dagordning.flytta(f.p, plats=4, by=f.by),
    "ta_bort_paragraf": lambda f: dagordning.ta_bort(f.p, by=f.by),
    "makulera": lambda f: paragrafserie.makulera(f.p, skal="x", by=f.by),
    "utgar": lambda f: utfall.satt_utfall(f.p, utfall="utgar", by=f.by),
    "bordlagt": lambda f: utfall.satt_utfall(
        f.p,
        utfall="bordlagt",
        till=SammantradeFactory(organ=f.s.organ, datum=date(2026, 1, 10), lage="planerat"),
        by=f.by,
    ),
    # how the decision came about
    "lagg_yrkande": lambda f: beslutsgang.lagg_yrkande(
        paragraf=f.p, slag="andring", text="x", yrkare=[f.mote.ledamoter[3]], by=f.by
    ),
    "andra_yrkande": lambda f: beslutsgang.andra_yrkande(
        f.fritt, slag="tillagg", text="x", yrkare=[f.mote.ledamoter[3]], version=f.fritt.version, by=f.by
    ),
    "aterkalla_yrkande": lambda f: beslutsgang.aterkalla_yrkande(f.fritt, by=f.by),
    "angra_aterkallelse": lambda f: beslutsgang.angra_aterkallelse(f.aterkallat, by=f.by),
    "ta_bort_yrkande": lambda f: beslutsgang.ta_bort_yrkande(f.fritt, by=f.by),
    "satt_beslutsgang": lambda f: beslutsgang.satt_beslutsgang(
        f.p, rader=[beslutsgang.Propositionsrad(f.fritt, None, bifall=True)], by=f.by
    ),
    "starta_omrostning": lambda f: omrostning.starta_omrostning(paragraf=f.p, ja_innebar="a", nej_innebar="b", by=f.by),
    "andra_omrostning": lambda f: omrostning.andra_omrostning(
        f.omrostning, ja_innebar="a", nej_innebar="b", version=f.omrostning.version, by=f.by
    ),
    "spara_roster": lambda f: omrostning.spara_roster(
        f.omrostning, roster=dict.fromkeys(f.roster, "ja"), version=f.omrostning.version, by=f.by
    ),
    "spara_sluten": lambda f: omrostning.spara_sluten(
        f.sluten, raknat=omrostning.Rakning(3, 2, 0), version=f.sluten.version, by=f.by
    ),
    "oppna_omrostning": lambda f: omrostning.oppna_igen(f.omrostning, by=f.by),
    "ta_bort_omrostning": lambda f: omrostning.ta_bort_omrostning(f.omrostning, by=f.by),
    "anmal": lambda f: anmalan.anmal(
        paragraf=f.p, slag="sarskilt_yttrande", anmalare=[f.mote.ledamoter[3]], anmald_i_tid=True, by=f.by
    ),
    "andra_anmalan": lambda f: anmalan.andra_anmalan(
        f.anmalan, slag="reservation", anmalare=[f.mote.ledamoter[3]], anmald_i_tid=True, version=1, by=f.by
    ),
    "ta_bort_anmalan": lambda f: anmalan.ta_bort_anmalan(f.anmalan, by=f.by),
    # who was there
    "frånvarande_vid_upprop": lambda f: upprop.satt_vid_upprop(f.mote.ledamoter[4], narvarande=False, by=f.by),
    "gar": lambda f: narvaroandring.anteckna(
        f.s, deltagare=f.mote.ledamoter[4], slag="gar", paragraf=f.p, klockslag=time(13, 5), by=f.by
    ),
    "kommer": lambda f: narvaroandring.anteckna(
        f.s, deltagare=f.mote.suppleant, slag="kommer", paragraf=f.val, by=f.by
    ),
    "jav": lambda f: narvaroandring.anteckna(f.s, deltagare=f.mote.ledamoter[4], slag="jav", paragraf=f.p, by=f.by),
    "ersatter": lambda f: narvaroandring.anteckna(
        f.s,
        deltagare=f.mote.suppleant,
        slag="ersatter",
        for_deltagare=f.mote.ledamoter[2],
        paragraf=f.p,
        bara_paragrafen=True,
        by=f.by,
    ),
    "leder": lambda f: narvaroandring.anteckna(
        f.s, deltagare=f.mote.ledamoter[0], slag="ordforande", paragraf=f.val, by=f.by
    ),
    "angra_jav": lambda f: narvaroandring.angra(f.jav, by=f.by),
    "angra_utan_verkan": lambda f: narvaroandring.angra(f.leder, by=f.by),
    "ny_pa_rollen": lambda f: narvarorollen.lagg_till(f.s, slag="ovrig", namn="Ny Nysson", by=f.by),
    "namn": lambda f: narvarorollen.andra(f.mote.ledamoter[1], namn="x", parti="M", titel="", by=f.by),
    "namn_pa_franvarande": lambda f: narvarorollen.andra(f.mote.ledamoter[6], namn="x", parti="C", titel="", by=f.by),
    "titel": lambda f: narvarorollen.andra(f.mote.tjansteperson, namn="Jon Jonsson", parti="", titel="x", by=f.by),
    "paragrafer": lambda f: narvarorollen.andra(
        f.gaster, namn="Vera Vass", parti="", titel="", paragrafer=[f.sen], by=f.by
    ),
    "ta_bort_deltagare": lambda f: narvarorollen.ta_bort_deltagare(f.gaster, by=f.by),
    # the breaks
    "paus_vid": lambda f: paus.paus(f.s, fran=time(13, 20), till=time(13, 30), paragraf=f.p, by=f.by),
    "ta_bort_paus_vid": lambda f: paus.ta_bort_paus(f.paus_vid, by=f.by),
    "ta_bort_paus": lambda f: paus.ta_bort_paus(f.paus, by=f.by),
    # what it says of uppdrag
    "godkanner": lambda f: redovisning.besluta(f.redovisas, utfall="godkant", by=f.by, skriv=True),
    "anstand": lambda f: redovisning.besluta(f.redovisas, utfall="anstand", ny_frist=date(2027, 1, 1), by=f.by),
    "angra_redovisning": lambda f: redovisning.angra(f.redovisad, by=f.by),
    "angra_obeslutad": lambda f: redovisning.angra(f.redovisas, by=f.by),
    # the meeting
    "plats": lambda f: _fakta(f, plats="Annan sal"),
    "start": lambda f: _fakta(f, start=time(12, 0)),
    "slut": lambda f: _fakta(f, slut=time(17, 0)),
    "flytta": lambda f: sammantradesplan.flytta(
        f.s, datum=date(2025, 12, 17), start=None, slut=None, plats="", rakna_om=False, today=date(2025, 12, 1), by=f.by
    ),
    "stall_in": lambda f: sammantradesplan.stall_in(f.s, skal="x", by=f.by),
    "ta_bort_sammantrade": lambda f: sammantradesplan.ta_bort(f.s, by=f.by),
}
# Those that refuse once everything is adjusted and the meeting is over.
SEDAN = {
    "oppna_igen": lambda f: moteshallning.oppna_igen(f.s, skal="ett ärende glömdes", by=f.by),
    "valj_justerare": lambda f: moteshallning.valj_justerare(f.s, deltagare=[f.mote.ledamoter[3]], by=f.by),
    "ta_upp": lambda f: moteshallning.ta_upp(f.p, by=f.by),
    "avsluta": lambda f: moteshallning.avsluta(f.s, slut=time(17, 0), by=f.by),
    "oppna": lambda f: moteshallning.oppna(f.s, by=f.by),
    "lagg_till": lambda f: dagordning.lagg_till(f.s, rubrik="Ett till", by=f.by),
    "satt_upp": lambda f: standiga.satt_upp(f.s, by=f.by),
    "upprop": lambda f: upprop.gor_upprop(f.s, by=f.by),
    "paus": lambda f: paus.paus(f.s, fran=time(15, 0), till=time(15, 10), by=f.by),
    "pa_dagordning": lambda f: redovisning.satt_pa_dagordning(f.uppdrag[2:], sammantrade=f.s, by=f.by),
}


@pytest.mark.parametrize("akt", AKTER.values(), ids=AKTER)
def test_what_was_adjusted_at_once_stays_while_the_meeting_goes_on(fallet, akt):
    sade = fallet.justera().sager()

    with pytest.raises(DomanFel) as fel:
        akt(fallet)

    assert len(str(fel.value)) > 20
    assert fallet.sager() == sade


@pytest.mark.parametrize("akt", (AKTER | SEDAN).values(), ids=AKTER | SEDAN)
def test_what_is_adjusted_stays_when_the_meeting_is_over(fallet, akt):
    sade = fallet.justera(allt=True).sager()

    with pytest.raises(DomanFel):
        akt(fallet)

    assert fallet.sager() == sade


# What goes on although something of the meeting is adjusted, and changes nothing of what it says.
FORTSATTER = {
    "ta_upp": lambda f: moteshallning.ta_upp(f.sist, by=f.by),
    "valj_justerare": lambda f: moteshallning.valj_justerare(f.s, deltagare=[f.mote.ledamoter[3]], by=f.by),
    "standiga_texter": lambda f: standiga.skriv_texter(f.s, by=f.by),
    "gar_senare": lambda f: narvaroandring.anteckna(
        f.s, deltagare=f.mote.ledamoter[4], slag="gar", paragraf=f.sen, klockslag=time(15, 0), by=f.by
    ),
    "flytta_efter": lambda f: dagordning.flytta(f.sist, plats=1, by=f.by),
    "nytt_arende": lambda f: dagordning.lagg_till(f.s, rubrik="Ett till", by=f.by),
    "pa_dagordning": lambda f: redovisning.satt_pa_dagordning(f.uppdrag[2:], sammantrade=f.s, by=f.by),
    "ta_upp_igen": lambda f: utfall.satt_utfall(f.sen, utfall="bordlagt", by=f.by),
}


@pytest.mark.parametrize("akt", FORTSATTER.values(), ids=FORTSATTER)
def test_the_rest_of_the_meeting_goes_on(fallet, akt):
    sade = fallet.justera().sager()

    akt(fallet)

    assert fallet.sager() == sade


def test_a_later_break_can_be_noted_and_ended(fallet):
    fallet.justera()
    ny = paus.paus(fallet.s, fran=time(15, 0), paragraf=fallet.sen, by=fallet.by)

    assert paus.avsluta_paus(ny, till=time(15, 10), by=fallet.by).till == time(15, 10)


def test_adjusted_before_the_end_says_nothing_of_it_so_the_meeting_opens_again(fallet):
    fallet.justera()
    moteshallning.avsluta(fallet.s, slut=time(16, 0), by=fallet.by)

    assert moteshallning.oppna_igen(fallet.s, skal="ett ärende glömdes", by=fallet.by).lage == "pagar"
    moteshallning.avsluta(fallet.s, slut=time(16, 5), by=fallet.by)
    tredje = ProtokollFactory(sammantrade=fallet.s)
    tredje.lage, tredje.justeringsdag = Protokoll.Lage.JUSTERAT, date(2025, 12, 12)
    tredje.save()
    with pytest.raises(DomanFel, match="öppnas sammanträdet inte igen"):
        moteshallning.oppna_igen(fallet.s, skal="ett till", by=fallet.by)

"""An uppdrag of an organ whose next meeting runs: what the tests of reports and redovisningar start from."""

from datetime import date
from uuid import uuid4

from protokoll.moteshallning import oppna
from tests.factories import (
    ArendeFactory,
    AvsnittsmallFactory,
    BeslutFactory,
    ParagrafFactory,
    PersonFactory,
    ProtokollFactory,
    SammantradeFactory,
    StandigtArendeFactory,
    TjanstFactory,
    UppdragFactory,
)
from uppdrag.rapportering import lamna_rapport
from uppdrag.redovisning import satt_pa_dagordning

GIVET, MOTE = date(2026, 3, 4), date(2026, 4, 15)


def person_i_tjanst(**tjanst):
    person = PersonFactory()
    TjanstFactory(person=person, **tjanst)
    return person


def uppdrag_i(organ, *, nummer=7, rubrik="Plan för uppdrag", **falt):
    sammantrade = organ.sammantradena.filter(datum=GIVET).first() or SammantradeFactory(organ=organ, datum=GIVET)
    gav = ParagrafFactory(protokoll=ProtokollFactory(sammantrade=sammantrade), nummer=nummer, rubrik=rubrik)
    falt.setdefault("ansvarig", person_i_tjanst())
    return UppdragFactory(beslut=BeslutFactory(paragraf=gav), **falt)


def mote_i(organ, *, by, pagar=False, staende=True, datum=MOTE):
    """A planned meeting, or one that runs, with an ärende and (`staende`) the § "Uppföljning av uppdrag"."""
    if not organ.avsnittsmallarna.exists():
        AvsnittsmallFactory(organ=organ, typ="beslut", rubrik="Beslut", ordning=1)
    mote = SammantradeFactory(organ=organ, datum=datum, lage="planerat")
    ArendeFactory(sammantrade=mote, ordning=1)
    if staende:
        standigt = StandigtArendeFactory(
            organ=organ,
            kod="uppfoljning",
            rubrik="Uppföljning av uppdrag",
            beslut="{organet} lägger redovisningen av uppdrag till handlingarna.",
        )
        ArendeFactory(sammantrade=mote, ordning=2, rubrik=standigt.rubrik, standigt=standigt)
    if pagar:
        oppna(mote, by=by, today=mote.datum)
        mote.refresh_from_db()
    return mote


def rapportera(uppdrag, slag="slutrapport", **falt):
    falt.setdefault("av", uppdrag.ansvarig)
    falt.setdefault("nyckel", uuid4())
    return lamna_rapport(uppdrag, slag=slag, text="Planen är klar.", **falt)


def redovisning_i(organ, *, by, pagar=True, staende=False, slag="slutrapport", **falt):
    """A report that stands on the dagordning of a meeting, which runs."""
    uppdrag = uppdrag_i(organ, **falt)
    if slag:
        rapportera(uppdrag, slag)
    mote = mote_i(organ, by=by, staende=staende)
    [redovisning] = satt_pa_dagordning([uppdrag], sammantrade=mote, by=by)
    if pagar:
        oppna(mote, by=by, today=mote.datum)
    return type(redovisning).objects.get(pk=redovisning.pk)

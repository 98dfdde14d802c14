"""The preview of a year's plan: each line with what is to be said about it, before anything is made."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kommun.kalender import dag_i_ord, is_vardag
from kommun.models import Organ
from protokoll.arsplan import Arsplan
from protokoll.models import Sammantrade
from protokoll.plan import DagarKring, Plandag, Varning, flyttord, halva_avstandet, helgvarningar
from protokoll.sammantradesplan import organets_dagar_kring


@dataclass(frozen=True)
class Visad:
    """What stands beside the fields of a line."""

    dag: date | None
    ord: str = ""
    finns: str = ""
    varningar: tuple[str, ...] = ()
    kring: DagarKring | None = None


@dataclass(frozen=True)
class Forhandsvisning:
    rader: tuple[Visad, ...]
    # About meetings that are no line here: a KS without an AU before it.
    varningar: tuple[str, ...]
    antal: int


def upptaget(plan: Arsplan, organ: Organ, dag: date, nara: timedelta) -> str:
    """ "Finns redan", or the day near it on which the organ meets; empty when there is room."""
    for s in plan.sammantraden:
        if s.organ_id == organ.pk and dag in (s.datum, s.flyttat_fran):
            if s.datum != dag:
                return f"Finns redan, flyttat till {dag_i_ord(s.datum, ar=False)}"
            return "Finns redan" + (", inställt" if s.lage == Sammantrade.Lage.INSTALLT else "")
    narmast = min(plan.dagar_for(organ), key=lambda d: abs(d - dag), default=None)
    if narmast is None or abs(narmast - dag) >= nara:
        return ""
    return f"{organ.kortnamn} sammanträder redan {dag_i_ord(narmast, ar=False)}"


def forsta_rader(plan: Arsplan, organ: Organ, dagar: Iterable[Plandag], *, start, slut) -> list[dict]:
    """The lines that the pattern gives; where the organ meets already the line is not ticked."""
    dagar = list(dagar)
    nara = halva_avstandet([d.ursprung for d in dagar])
    return [
        {
            "med": not upptaget(plan, organ, d.datum, nara),
            "datum": d.datum,
            "start": start,
            "slut": slut,
            "ursprung": d.ursprung,
            "till": d.till,
        }
        for d in dagar
    ]


def visa(plan: Arsplan, organ: Organ, rader: list[dict]) -> Forhandsvisning:
    """`rader` hold med, datum, ursprung and till as they now stand, None for what is not a date."""
    valda = [r for r in rader if r.get("med") and r.get("datum")]
    nya = [r["datum"] for r in valda]
    varningar = plan.ordning(organ, nya=nya, till={r["datum"]: r["till"] for r in valda if r.get("till")})
    varningar += helgvarningar(organ.kortnamn, sorted(set(nya)))
    om_rad: dict[date, list[Varning]] = defaultdict(list)
    ovriga = []
    for v in varningar:
        (om_rad[v.datum] if v.organ == organ.kortnamn and v.datum in nya else ovriga).append(v)
    nara = halva_avstandet([r["ursprung"] for r in rader if r.get("ursprung")])
    return Forhandsvisning(
        tuple(_visad(plan, organ, r, om_rad, nara) for r in rader), tuple(v.text for v in ovriga), len(valda)
    )


def _visad(plan: Arsplan, organ: Organ, rad: dict, om_rad, nara: timedelta) -> Visad:
    dag, ursprung = rad.get("datum"), rad.get("ursprung")
    if dag is None:
        return Visad(None)
    kring = organets_dagar_kring(organ, dag)
    varningar = (*(v.text for v in om_rad[dag]), *kring.ord) if rad.get("med") else ()
    return Visad(dag, _ord(dag, ursprung), upptaget(plan, organ, dag, nara), varningar, kring)


def _ord(dag: date, ursprung: date | None) -> str:
    if ursprung is None or dag == ursprung:
        return ""
    if not is_vardag(ursprung) and abs(dag - ursprung) <= timedelta(days=7):
        return flyttord(ursprung)
    return f"Ändrat från {dag_i_ord(ursprung, ar=False)}"

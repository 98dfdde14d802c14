"""The plan of a year as it stands in the database: who meets when, what looks wrong, what the next year may look like.

Reads only; the rules are in protokoll.plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from kommun.models import Organ
from protokoll.models import Sammantrade
from protokoll.plan import (
    JULI,
    NteVeckodag,
    Varning,
    VarNteVecka,
    dubbelvarningar,
    gissa_avstand,
    gissa_monster,
    helgvarningar,
    ordningsvarningar,
)
from protokoll.sammantradesplan import organets_dagar_kring

# An utskott prepares for the organ above it, the styrelse for fullmäktige; a nämnd has a field of its own.
BEREDANDE = (Organ.Slag.UTSKOTT, Organ.Slag.BEREDNING, Organ.Slag.STYRELSE)
UTANFOR_PLANEN = (Sammantrade.Lage.INSTALLT, Sammantrade.Lage.HANVISNING)
ALLA_MANADER = frozenset(range(1, 13))


def over(organ: Organ) -> Organ | None:
    """The organ whose meetings it prepares."""
    return organ.overordnat if organ.slag in BEREDANDE else None


@dataclass
class Arsplan:
    """The meetings of a year, and of the years beside it, since AU in December is for KS in January."""

    ar: int
    organen: Sequence[Organ]
    sammantraden: Sequence[Sammantrade]
    dagar: Mapping[int, list[date]] = field(init=False)

    def __post_init__(self):
        self.dagar = {o.pk: [] for o in self.organen}
        for s in self.sammantraden:
            if s.lage not in UTANFOR_PLANEN:
                self.dagar[s.organ_id].append(s.datum)

    @property
    def rubrik(self) -> str:
        return f"Sammanträdesplan {self.ar}"

    @property
    def arets(self) -> list[Sammantrade]:
        return [s for s in self.sammantraden if s.datum.year == self.ar and s.lage != Sammantrade.Lage.HANVISNING]

    def dagar_for(self, organ: Organ) -> list[date]:
        return self.dagar[organ.pk]

    def antal_for(self, organ: Organ) -> int:
        """How many meetings of the year it has planned or held."""
        return sum(d.year == self.ar for d in self.dagar_for(organ))

    def kallelsedagar(self, organ: Organ) -> dict[date, date]:
        return {
            s.datum: s.kallelsedag or organets_dagar_kring(organ, s.datum).kallelsedag
            for s in self.sammantraden
            if s.organ_id == organ.pk and s.lage not in UTANFOR_PLANEN
        }

    def ordning(self, organ: Organ, *, nya: Iterable[date] = (), till: Mapping[date, date] | None = None):
        """What does not come in turn between an organ, with `nya` days of its, and those beside it."""
        egna = [*self.dagar_for(organ), *nya]
        kallelser = self.kallelsedagar(organ) | {d: organets_dagar_kring(organ, d).kallelsedag for d in nya}
        varningar: list[Varning] = []
        if ovre := over(organ):
            varningar += self._par(organ, egna, ovre, self.dagar_for(ovre), self.kallelsedagar(ovre), till)
        for undre in self.organen:
            if over(undre) == organ:
                varningar += self._par(undre, self.dagar_for(undre), organ, egna, kallelser, None)
        return varningar

    def _par(self, undre: Organ, dagar, ovre: Organ, overs_dagar, kallelsedagar, till) -> list[Varning]:
        undres_antal, overs_antal = (sum(d.year == self.ar for d in alla) for alla in (dagar, overs_dagar))
        if undres_antal * 2 < overs_antal or not overs_antal:
            return []  # one of them has not been planned yet, and there is no order to speak of
        return ordningsvarningar(
            undre.kortnamn,
            dagar,
            ovre.kortnamn,
            overs_dagar,
            ar=self.ar,
            till=till,
            kallelsedagar=kallelsedagar,
        )

    def varningar(self) -> list[Varning]:
        """Of the whole year, each once, in the order of the days."""
        alla: list[Varning] = []
        for organ in self.organen:
            alla += dubbelvarningar(organ.kortnamn, [d for d in self.dagar_for(organ) if d.year == self.ar])
            if ovre := over(organ):
                alla += self._par(
                    organ, self.dagar_for(organ), ovre, self.dagar_for(ovre), self.kallelsedagar(ovre), None
                )
        return sorted(alla, key=lambda v: v.datum)

    def varningar_om(self, organ: Organ, dag: date) -> list[Varning]:
        """What to say to the one who has just put a meeting on a day."""
        alla = [*self.ordning(organ), *helgvarningar(organ.kortnamn, [dag])]
        alla += dubbelvarningar(organ.kortnamn, self.dagar_for(organ))
        return [v for v in alla if v.organ == organ.kortnamn and v.datum == dag]


def arsplan(ar: int, *, user) -> Arsplan:
    organen = list(Organ.objects.select_related("overordnat").order_by("namn"))
    for organ in organen:  # one object per organ, so that they can be compared and asked without a query each
        organ.overordnat = next((o for o in organen if o.pk == organ.overordnat_id), None)
    sammantraden = (
        Sammantrade.objects.visible_to(user)
        .filter(datum__range=(date(ar - 1, 1, 1), date(ar + 1, 12, 31)))
        .order_by("datum", "start", "organ")
    )
    per_organ = {o.pk: o for o in organen}
    rader = list(sammantraden)
    for rad in rader:
        rad.organ = per_organ[rad.organ_id]
    return Arsplan(ar, organen, rader)


# What the year may look like, from what is known ---------------------------------------------------------------------


def forval(plan: Arsplan, organ: Organ) -> dict:
    """What the form of the pattern starts from: the organ above it, else the year before, else a usual pattern."""
    data = {
        "n": 2,
        "veckodag": 1,
        "manader": sorted(ALLA_MANADER - JULI),
        "forsta": _forsta_tisdagen(plan.ar),
        "veckor": 4,
        "utan_manader": sorted(JULI),
        "utan_veckor": "",
        "dagar": 14,
        "sida": "fore",
        "riktning": "nasta",
        "monster": "nte",
    }
    ovre = over(organ)
    forra = [d for d in plan.dagar_for(organ) if d.year == plan.ar - 1]
    match gissa_monster(forra, plan.ar):
        case NteVeckodag(n, veckodag, manader):
            data |= {"n": n, "veckodag": veckodag, "manader": sorted(manader)}
        case VarNteVecka(forsta, veckor):
            data |= {"monster": "vecka", "forsta": forsta, "veckor": veckor}
    if ovre:
        data["annat"] = ovre.pk
        data["dagar"] = gissa_avstand(forra, plan.dagar_for(ovre)) or (21 if organ.slag == Organ.Slag.STYRELSE else 14)
        if any(d.year == plan.ar for d in plan.dagar_for(ovre)):
            data["monster"] = "annat"
    return data | _tid_och_plats(plan, organ)


def _forsta_tisdagen(ar: int) -> date:
    dag = date(ar, 1, 8)
    return dag + timedelta(days=(1 - dag.weekday()) % 7)


def _tid_och_plats(plan: Arsplan, organ: Organ) -> dict:
    """As at the organ's latest meeting; when a held one ended says nothing of how long the next will be."""
    egna = [s for s in plan.sammantraden if s.organ_id == organ.pk and s.start and s.lage not in UTANFOR_PLANEN]
    if not egna:
        return {"start": time(13, 0), "slut": None, "plats": ""}
    sista = egna[-1]
    return {
        "start": sista.start,
        "slut": sista.slut if sista.lage == Sammantrade.Lage.PLANERAT else None,
        "plats": sista.plats,
    }

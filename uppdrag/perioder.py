"""Months and tertials. Pure: dates in, dates out."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from kommun.kalender import MANADER

_KOD = re.compile(r"(\d{4})-([123])")


@dataclass(frozen=True, slots=True, order=True)
class Tertial:
    """A third of a year: January–April, May–August, September–December."""

    ar: int
    nummer: int

    @property
    def start(self) -> date:
        return date(self.ar, 4 * self.nummer - 3, 1)

    @property
    def slut(self) -> date:
        manad = 4 * self.nummer
        return date(self.ar, manad, monthrange(self.ar, manad)[1])

    @property
    def kod(self) -> str:
        """As it stands in a URL: "2026-3"."""
        return f"{self.ar}-{self.nummer}"

    @property
    def namn(self) -> str:
        return f"{MANADER[4 * self.nummer - 4]}–{MANADER[4 * self.nummer - 1]} {self.ar}"

    @property
    def kort(self) -> str:
        """As it stands below a bar: "jan–apr 2026"."""
        return f"{MANADER[4 * self.nummer - 4][:3]}–{MANADER[4 * self.nummer - 1][:3]} {self.ar}"

    def __add__(self, antal: int) -> "Tertial":
        n = self.ar * 3 + self.nummer - 1 + antal
        return Tertial(n // 3, n % 3 + 1)


def tertial_for(dag: date) -> Tertial:
    return Tertial(dag.year, (dag.month - 1) // 4 + 1)


def tertial_av(kod: str) -> Tertial | None:
    traff = _KOD.fullmatch(kod)
    return Tertial(int(traff[1]), int(traff[2])) if traff and int(traff[1]) > 0 else None


def tertialer(fran: Tertial, till: Tertial) -> list[Tertial]:
    """Every tertial from the one to the other, both included."""
    antal = (till.ar - fran.ar) * 3 + till.nummer - fran.nummer
    return [fran + n for n in range(antal + 1)]


def manad(dag: date, antal: int = 0) -> date:
    """The first day of the month of `dag`, moved by `antal` months."""
    n = dag.year * 12 + dag.month - 1 + antal
    return date(n // 12, n % 12 + 1, 1)


def manadens_slut(dag: date) -> date:
    return dag.replace(day=monthrange(dag.year, dag.month)[1])


def manader_senare(dag: date, antal: int) -> date:
    """The same day so many months later (earlier when negative), or the last of a shorter month.

    31 August and six months is 28 (29) February.
    """
    forsta = manad(dag, antal)
    return forsta.replace(day=min(dag.day, manadens_slut(forsta).day))


def manadsnamn(dag: date, *, ar: bool = True) -> str:
    namn = MANADER[dag.month - 1]
    return f"{namn} {dag.year}" if ar else namn[:3]

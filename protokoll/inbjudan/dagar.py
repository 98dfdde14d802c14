"""Days as an invitation writes them: "5-6 mars", "30 november-1 december". Pure.

A day without a year is the one that is meant when it is read: this year's, or next year's where this year's has long
passed. The same rule says when a year need not be written, so that what is printed is read back as it was.
"""

import re
from datetime import date, timedelta

from kommun.kalender import MANADER

# So long afterwards is an invitation still spoken of without its year.
NYSS = timedelta(days=90)

_MANAD = "|".join(MANADER)
SPANN = re.compile(
    rf"(?P<dag>\d{{1,2}})(?:\s(?P<manad>{_MANAD}))?(?:\s(?P<ar>\d{{4}}))?"
    rf"(?:\s?[-\u2013]\s?(?P<dag2>\d{{1,2}})\s(?P<manad2>{_MANAD})(?:\s(?P<ar2>\d{{4}}))?)?",
    re.IGNORECASE,
)


def dagen(ar: int, manad: int, dag: int) -> date | None:
    try:
        return date(ar, manad, dag)
    except ValueError:
        return None


def menad_dag(dag: int, manad: int, *, kring: date) -> date | None:
    """The day that is meant by "14 januari" in a text of the day `kring`."""
    i_ar = dagen(kring.year, manad, dag)
    if i_ar and i_ar >= kring - NYSS:
        return i_ar
    return dagen(kring.year + 1, manad, dag) or i_ar


def _dag_i_ord(dag: date, *, kring: date) -> str:
    ord_ = f"{dag.day} {MANADER[dag.month - 1]}"
    return ord_ if menad_dag(dag.day, dag.month, kring=kring) == dag else f"{ord_} {dag.year}"


def spann_i_ord(borjar: date, slutar: date | None, *, kring: date) -> str:
    """ "26 mars", "5-6 mars", "30 november-1 december"; with the year where it is not the one that is meant."""
    forst = _dag_i_ord(borjar, kring=kring)
    if slutar is None or slutar <= borjar:
        return forst
    if (borjar.year, borjar.month) == (slutar.year, slutar.month):
        return f"{borjar.day}-{forst.replace(str(borjar.day), str(slutar.day), 1)}"
    sist = _dag_i_ord(slutar, kring=borjar)
    if sist.endswith(str(slutar.year)) and _forsta_dagen(borjar, slutar) != borjar:
        forst = f"{borjar.day} {MANADER[borjar.month - 1]} {borjar.year}"
    return f"{forst}-{sist}"


def _forsta_dagen(borjar: date, slutar: date) -> date | None:
    """The first day that is meant where only the last one has its year; none for 29 February of another year."""
    samma = dagen(slutar.year, borjar.month, borjar.day)
    return samma if samma is None or samma <= slutar else dagen(slutar.year - 1, borjar.month, borjar.day)


def las_spann(text: str, *, kring: date) -> tuple[date, date | None] | None:
    """(first day, last day or None) of a whole string such as "5-6 mars"; None for anything else."""
    m = SPANN.fullmatch(text.strip())
    return _spann(m, kring=kring) if m else None


def _manad(namn: str) -> int:
    return MANADER.index(namn.lower()) + 1


def _spann(m: re.Match, *, kring: date) -> tuple[date, date | None] | None:
    if not m["manad"] and (m["ar"] or not m["manad2"]):
        return None
    # "5-6 mars 2027", "5 mars-6 april 2027": what stands at the end goes for the beginning too.
    borjar = _dag(m["dag"], m["manad"] or m["manad2"], m["ar"] or m["ar2"], kring=kring)
    if borjar and not m["manad2"]:
        return borjar, None
    slutar = _dag(m["dag2"], m["manad2"], m["ar2"], kring=borjar) if borjar else None
    if slutar and slutar < borjar and m["manad"] and not m["ar"]:
        borjar = dagen(borjar.year - 1, borjar.month, borjar.day)
    return (borjar, slutar) if borjar and slutar and slutar > borjar else None


def _dag(dag: str, manad: str, ar: str | None, *, kring: date) -> date | None:
    return dagen(int(ar), _manad(manad), int(dag)) if ar else menad_dag(int(dag), _manad(manad), kring=kring)

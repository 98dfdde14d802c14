"""Days and times as people write them in letters. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from kommun.kalender import MANADER
from protokoll.inbjudan.dagar import dagen, menad_dag

_ENGELSKA = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MANAD = {namn: n for namnen in (MANADER, _ENGELSKA) for n, namn in enumerate(namnen, start=1)}
_MANAD |= {namn[:3]: n for namn, n in list(_MANAD.items())} | {"sept": 9}

_M = "|".join(sorted(_MANAD, key=len, reverse=True))
_VECKODAG = r"(?:(?:mån|tis|ons|tors|fre|lör|sön)(?:dag(?:en)?)?\s)?(?:den\s)?"
_STRECK = r"(?:[-\u2013\u2014]|till(?:\soch\smed)?|t\.?o\.?m\.?|och|&)"
_I_ORD = re.compile(
    rf"(?<![\d.:/-])(?P<d>\d{{1,2}})(?::?[ea]\b)?(?:\s(?P<m>{_M})\b\.?)?(?:,?\s(?P<a>20\d\d)\b)?"
    rf"(?:\s?{_STRECK}\s?{_VECKODAG}(?P<d2>\d{{1,2}})(?::?[ea]\b)?\s(?P<m2>{_M})\b\.?(?:,?\s(?P<a2>20\d\d)\b)?)?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<![\d-])(?P<a>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])")
_SNED = re.compile(r"(?<![\d/.])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:[\s-](?P<a>20\d\d))?(?![\d/])")
_KL = r"(?:kl(?:ockan|\.)?\s?)"
TID = re.compile(
    rf"(?<![\d.:-])(?P<kl>{_KL})?(?P<h>\d{{1,2}})(?:[.:](?P<min>\d\d))?"
    rf"(?:\s?(?:[-\u2013\u2014]|till|och)\s?{_KL}?(?P<h2>\d{{1,2}})(?:[.:](?P<min2>\d\d))?)?(?![\d/])",
    re.IGNORECASE,
)
_EMELLAN = re.compile(
    rf"[\s,]*(?:{_KL}?\d{{1,2}}[.:]\d\d)?\s?(?:[-\u2013\u2014]|till)\s?(?:\w+dag(?:en)?\s)?(?:den\s)?", re.I
)


@dataclass(frozen=True, slots=True)
class Dagar:
    """A day, or a first and a last, and where in the text it stands."""

    borjar: date
    slutar: date | None
    start: int
    slut: int


def dagarna(text: str, *, kring: date) -> list[Dagar]:
    """Every day of the text in order; one without a year is the one that is meant in a letter of the day `kring`."""
    funna = sorted([*_iso(text), *_sneda(text, kring), *_i_ord(text, kring)], key=lambda d: d.start)
    ut: list[Dagar] = []
    for d in funna:
        if ut and d.start < ut[-1].slut:
            continue
        if (
            ut
            and ut[-1].slutar is None
            and d.borjar > ut[-1].borjar
            and _EMELLAN.fullmatch(text[ut[-1].slut : d.start])
        ):
            ut[-1] = Dagar(ut[-1].borjar, d.slutar or d.borjar, ut[-1].start, d.slut)
            continue
        ut.append(d)
    return ut


def _iso(text: str) -> Iterator[Dagar]:
    for m in _ISO.finditer(text):
        if dag := dagen(int(m["a"]), int(m["m"]), int(m["d"])):
            yield Dagar(dag, None, m.start(), m.end())


def _sneda(text: str, kring: date) -> Iterator[Dagar]:
    for m in _SNED.finditer(text):
        d, manad = int(m["d"]), int(m["m"])
        if 1 <= manad <= 12:
            dag = dagen(int(m["a"]), manad, d) if m["a"] else menad_dag(d, manad, kring=kring)
            if dag:
                yield Dagar(dag, None, m.start(), m.end())


def _i_ord(text: str, kring: date) -> Iterator[Dagar]:
    for m in _I_ORD.finditer(text):
        if not m["m"] and not m["m2"]:
            continue
        forst = _dag(m["d"], m["m"] or m["m2"], m["a"] or m["a2"], kring)
        if forst is None:
            continue
        sist = _dag(m["d2"], m["m2"], m["a2"] or m["a"], forst) if m["m2"] else None
        if sist and sist <= forst:
            sist = None
        if sist and re.search(r"\b(?:och|&)\b", m[0], re.IGNORECASE) and (sist - forst).days > 1:
            # "5 och 12 mars" are two days, not a week.
            yield Dagar(forst, None, m.start(), m.start("d2"))
            yield Dagar(sist, None, m.start("d2"), m.end())
            continue
        yield Dagar(forst, sist, m.start(), m.end())


def _dag(dag: str, manad: str, ar: str | None, kring: date) -> date | None:
    n = _MANAD[manad.lower()]
    return dagen(int(ar), n, int(dag)) if ar else menad_dag(int(dag), n, kring=kring)


def klockslagen(text: str) -> tuple[time | None, time | None]:
    """The first "kl. 13.00–16.00" or "9.30-12" of the text; a bare number is no time."""
    for m in TID.finditer(text):
        if not m["kl"] and m["min"] is None:
            continue
        borjar, slutar = _tid(m["h"], m["min"]), _tid(m["h2"], m["min2"]) if m["h2"] else None
        if borjar:
            return borjar, slutar
    return None, None


def _tid(h: str, minut: str | None) -> time | None:
    try:
        return time(int(h), int(minut or 0))
    except ValueError:
        return None

"""Dates and clock times as protokoll write them."""

import re
from datetime import date, time

from .tecken import ord_i

_MANADER = {
    namn: nr
    for nr, namn in enumerate(
        ord_i("januari februari mars april maj juni juli augusti september oktober november december"), start=1
    )
}
_MANADER |= {namn[:3]: nr for namn, nr in _MANADER.items()} | {"sept": 9}
VECKODAGAR = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")

_ISO = r"(?P<ar>(?:19|20)\d\d)[-–](?P<man>\d{1,2})[-–](?P<dag>\d{1,2})(?!\d)"
_ORD = (
    r"(?:(?P<veckodag>(?:mån|tis|ons|tors|fre|lör|sön)dag)(?:en)?,?\s{1,3})?(?:den\s{1,3})?"
    r"(?P<dag2>\d{1,2})(?::?e)?\s{1,3}(?P<manad>" + "|".join(sorted(_MANADER, key=len, reverse=True)) + r")\.?\s{1,3}"
    r"(?P<ar2>(?:19|20)\d\d)(?!\d)"
)
DATUM = re.compile(rf"(?<![\d-])(?:{_ISO}|{_ORD})", re.IGNORECASE)

_KLOCKSLAG = r"(?<![\d.:])([01]?\d|2[0-4])[.:]([0-5]\d)(?![\d.:]\d|\d)"
KLOCKSLAG = re.compile(_KLOCKSLAG)
TIDSSPANN = re.compile(
    r"(?:,?\s{0,3}\b(?:kl|klockan)\b\.?:?\s{0,3})?" + _KLOCKSLAG + r"(?:\s{0,3}(?:[-–—]|till)\s{0,3}(?:kl\.?\s{0,2})?"
    r"(?<![\d.:])([01]?\d|2[0-4])[.:]([0-5]\d)(?!\d))?",
    re.IGNORECASE,
)


def las_datum(match: re.Match[str]) -> date | None:
    """The date of a match of DATUM; None where there is no such day."""
    if match["ar"]:
        ar, manad, dag = int(match["ar"]), int(match["man"]), int(match["dag"])
    else:
        ar, manad, dag = int(match["ar2"]), _MANADER[match["manad"].lower()], int(match["dag2"])
    try:
        return date(ar, manad, dag)
    except ValueError:
        return None


def hitta_datum(text: str) -> date | None:
    """The first date in the text."""
    for match in DATUM.finditer(text):
        if datum := las_datum(match):
            return datum
    return None


def _tid(timme: str, minut: str) -> time | None:
    # 24.00 is midnight at the end of the day; a day has no such minute.
    return time(int(timme), int(minut)) if int(timme) < 24 else None


def hitta_spann(text: str) -> list[tuple[time, time | None]]:
    """Every "13:00-17.00" in the text; a time without an end has None."""
    spann = []
    for match in TIDSSPANN.finditer(text):
        start = _tid(match[1], match[2])
        if start is not None:
            spann.append((start, _tid(match[3], match[4]) if match[3] else None))
    return spann


def fel_veckodag(match: re.Match[str]) -> tuple[str, str] | None:
    """The weekday named and the right one, where they differ."""
    datum = las_datum(match)
    if datum is None or not match["veckodag"]:
        return None
    ratt = VECKODAGAR[datum.weekday()]
    namngiven = match["veckodag"].lower()
    return None if namngiven == ratt else (namngiven, ratt)

"""Personnummer and samordningsnummer in a text. Pure. Minutes are published: no such number belongs in them.

Written 19811228-9874, 811228-9874, 198112289874 or 8112289874, with + for somebody over a hundred; a
samordningsnummer has 60 added to the day. A number counts when its date exists and its last digit checks.
"""

import re
from collections.abc import Iterator
from datetime import date

# Every form has its day in six digits, which few texts have at all.
_SEX_SIFFROR = re.compile(r"\d{6}")
_NUMMER = re.compile(
    r"(?<![\w+])(?P<sekel>18|19|20)?(?P<ar>\d\d)(?P<manad>\d\d)(?P<dag>\d\d)"
    r"[ \u00a0]?[-+‐‑–−]?[ \u00a0]?(?P<sist>\d{4})(?!\w)"
)
# Parted as a date is, without its last digits, or with one digit wrong: whose day it is may be known all the same.
_LIKNANDE = re.compile(
    r"(?<![\d+])(?P<sekel>18|19|20)?(?P<ar>\d\d)(?P<s>[-/. ]?)(?P<manad>\d\d)(?P=s)(?P<dag>\d\d)"
    r"[ \u00a0]?[-+‐‑–−－][ \u00a0]?(?:\d{4}|\d\d \d\d|[Xx*•]{4})(?!\w)"
)


def kontrollsiffra(nio: str) -> int:
    """The last digit: digits doubled by turns, the digits of it all summed, up to the next ten."""
    summa = sum(sum(divmod(int(s) * (2 - n % 2), 10)) for n, s in enumerate(nio))
    return -summa % 10


def _finns(sekel: str | None, ar: str, manad: int, dag: int) -> bool:
    for hundra in [sekel] if sekel else ["19", "20"]:
        try:
            date(int(hundra + ar), manad, dag - 60 if dag > 60 else dag)
        except ValueError:
            continue
        return True
    return False


def personnummer_i(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each in the text."""
    if not _SEX_SIFFROR.search(text):
        return
    for m in _NUMMER.finditer(text):
        tio = m["ar"] + m["manad"] + m["dag"] + m["sist"]
        if _finns(*_delar(m)) and kontrollsiffra(tio[:9]) == int(tio[9]):
            yield m.span()


def liknar_personnummer(text: str) -> list[tuple[int, int]]:
    """Start and end of each, and of what has the form of one. What is to be published is read by this."""
    liknande = [m.span() for m in _LIKNANDE.finditer(text) if _finns(*_delar(m))]
    exakta = [span for span in personnummer_i(text) if not any(a < span[1] and span[0] < b for a, b in liknande)]
    return sorted(liknande + exakta)


def _delar(m: re.Match) -> tuple[str | None, str, int, int]:
    return m["sekel"], m["ar"], int(m["manad"]), int(m["dag"])


def dolt(nummer: str) -> str:
    """What may be said about it: "81…", enough to find it, not to know it."""
    siffror = re.sub(r"\D", "", nummer)
    return f"{siffror[:4] if len(siffror) == 12 else siffror[:2]}…"

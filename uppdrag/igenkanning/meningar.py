"""A decision cut into its sentences and items, as a reader would: a line that only was full does not end one."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from uppdrag.igenkanning.organ import VID_BORJAN

_GRANS = re.compile('(?P<punkt>[.!?…][”"“»’)\\]]{0,2}(?=[ \n\t]|$))|(?P<rad>\n)|(?P<cell>\t)')
_FORKORTNING = re.compile(
    r"(?:^|[\s(])(?:t\.?\s?ex|bl\.?\s?a|m\.?\s?m|m\.?\s?fl|d\.?\s?v\.?\s?s|s\.?\s?k|f\.?\s?d|nr|kl|ca|st|resp|tel|ev|inkl|"
    r"exkl|jfr|kap|dnr|mom|fr\.?\s?o\.?\s?m|t\.?\s?o\.?\s?m|p\.?\s?g\.?\s?a|i\.?\s?o\.?\s?m|e\.?\s?d|mnkr|tkr|bil|sid|"
    r"[a-zåäö]|\d{1,2})$"
)
MARKE = re.compile(r"(?:[•●▪◦*·–—-]|\(?\d{1,2}[.):]|\d{1,2}(?=\satt\s)|\(?[a-z]\)|§)[ \n]", re.IGNORECASE)
_VERSAL = re.compile('[A-ZÅÄÖÉ0-9”"“»(•●▪◦*·–—§-]')
_SMAORD = re.compile(
    r"(?:^|[\s])(?:för|till|i|av|att|med|på|inom|om|enligt|en|ett|från|under|vid|&|ger|ge|åt|dess|som|"
    r"mellan|utan|efter|genom|mot|hos|kring|uppdrar|uppdra|och|samt|eller|Region)$"
)
_FORE_ATT = re.compile(r"(?:[:;,.]|\b(?:och|samt|beslutar|besluta|beslut|följande|föreslår|dels|del))$", re.IGNORECASE)
_FORESLAR_ORGAN = re.compile(r"\b(?:föreslår|beslutar)\s[^.:;,]{3,80}$", re.IGNORECASE)
_GERUND = re.compile(r"(?:ge|uppdra|ålägga|ger|uppdrar|ålägger)\s", re.IGNORECASE)
_NYCKEL = re.compile(r"\bi\suppdrag\b|\buppdra[rs]?\b|\bålägg", re.IGNORECASE)
_BESLUTSORD = re.compile(r"\s(?:beslutar|ger|uppdrar|föreslår|godkänner|antar|avslår|bifaller|ålägger|överlämnar)\b")
_GER = re.compile(
    r"\b(?:ger?|ges|får|(?P<tydligt>uppdrag(?:et)?|uppdra[rs]?|ålägg(?:er|s|es|a)|överlämna[rs]?))\b", re.IGNORECASE
)
_ATT = re.compile(r"\batt\b", re.IGNORECASE)
_FULL_RAD = 60
LANGST = 6000


@dataclass(frozen=True)
class Mening:
    """A sentence or an item of a list, as places in the folded text."""

    start: int
    slut: int
    # Begins on a line of its own; with a bullet or a number.
    forst_pa_raden: bool
    punkt: bool


def meningar(sok: str) -> list[Mening]:
    """In order, none of them empty. Linear: every decision looks at a bounded stretch of the text."""
    ut: list[Mening] = []
    ger = _Ger(sok)
    start, forst = 0, True
    for m in _GRANS.finditer(sok):
        if m.start() < start:
            continue
        if m["punkt"]:
            bryter, ny_rad = _punkt_bryter(sok, start, m), False
        else:
            # A tab parts cells, but not in the middle of "ger … i uppdrag".
            if m["cell"]:
                bryter = not ger.oppet(max(start, m.start() - 120), m.start())
            else:
                bryter = _rad_bryter(sok, start, m.start(), ger)
            ny_rad = True
        if bryter:
            _lagg(ut, sok, start, m.end(), forst)
            start, forst = m.end(), ny_rad
    _lagg(ut, sok, start, len(sok), forst)
    return ut


def _lagg(ut: list[Mening], sok: str, start: int, slut: int, forst: bool) -> None:
    while start < slut and sok[start].isspace():
        if sok[start] == "\n":
            forst = True
        start += 1
    while slut > start and sok[slut - 1].isspace():
        slut -= 1
    marke = MARKE.match(sok, start, slut) if forst else None
    if marke:
        start = marke.end()
    if start < slut:
        ut.append(Mening(start, slut, forst, bool(marke)))


def _punkt_bryter(sok: str, start: int, m: re.Match[str]) -> bool:
    efter = sok[m.end() + 1 : m.end() + 2]
    if efter and not _VERSAL.match(efter):
        return False
    if m[0][0] != ".":
        return True
    fore = sok[max(start, m.start() - 12) : m.start()]
    # "1." begins an item; "t.ex." and an initial do not end a sentence.
    return bool(efter == "") or not _FORKORTNING.search(fore.lower())


def _rad_bryter(sok: str, start: int, plats: int, ger: "_Ger") -> bool:
    rad = sok[plats + 1 : plats + 201].split("\n", 1)[0]
    fran = max(start, plats - 200)
    fore = sok[fran:plats].rstrip()
    till = fran + len(fore)
    if not fore or not rad or MARKE.match(rad):
        return True
    if fore[-1] in ".:;!?":
        return not (fore[-1] == "." and not rad[0].isupper() and _FORKORTNING.search(fore[-13:-1].lower()))
    if rad[0] in "aA" and rad[:4].lower() == "att ":
        punktlista = sok[start : start + 4].lower() == "att "
        leder = punktlista or _FORE_ATT.search(fore[-20:]) or _FORESLAR_ORGAN.search(fore[-120:])
        return bool(leder) and not ger.oppet(fran, till)
    if fore[-1] == ",":
        return False
    if not rad[0].isupper():
        return bool(_GERUND.match(rad)) and not ger.oppet(fran, till)
    if _SMAORD.search(fore[-12:]) or ger.oppet(fran, till):
        return False
    if len(fore) < _FULL_RAD or _NYCKEL.search(rad):
        return True
    organ = VID_BORJAN.match(rad)
    if organ and _BESLUTSORD.match(rad, organ.end()):
        return True
    return plats - max(sok.rfind("\n", max(0, plats - 200), plats), start) < _FULL_RAD


class _Ger:
    """Where somebody begins to give a task in a text, and where its "att" follows: read once, asked at every line."""

    def __init__(self, sok: str):
        self.sok = sok

    @cached_property
    def funna(self) -> list[re.Match[str]]:
        return list(_GER.finditer(self.sok))

    @cached_property
    def sluten(self) -> list[int]:
        return [m.end() for m in self.funna]

    @cached_property
    def att(self) -> list[int]:
        return [m.end() for m in _ATT.finditer(self.sok)]

    def oppet(self, fran: int, till: int) -> bool:
        """Has somebody in this stretch begun to give a task, without its "att" yet?"""
        n = bisect_right(self.sluten, till) - 1
        if n < 0 or (sista := self.funna[n]).start() < fran:
            return False
        # A receiver is a few words; "uppdrag" wants its "att" however far away.
        if not (sista["tydligt"] or till - sista.start() < 120):
            return False
        att = bisect_right(self.att, sista.end())
        return att == len(self.att) or self.att[att] > till

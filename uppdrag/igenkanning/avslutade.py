"""Sentences that close an uppdrag given before: "… förklarar uppdraget som lämnades av kommunstyrelsen 2015-04-14,
§ 97, för avslutat", and those that only name it so. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from protokoll.inlasning.datum import DATUM, las_datum
from protokoll.inlasning.tecken import vik
from uppdrag.igenkanning.organ import ORGAN, versal

# What the database looks for first: a text without any of these closes nothing.
SLUTORD = r"avsluta|slutför|fullgjor|besvara|slutredovisa|slutrapportera|genomför|utför|verkställ"
_STANGER = re.compile(
    r"\buppdrag(?:et|en)?\b.{0,600}?\b(?:för|som|är|anses|har|vara|härmed|därmed|slutligt|förklaras)\s(?:\w{1,20}\s){0,2}?"
    r"(?:avslutade?|slutförda?|slutfört|fullgjor(?:t|da)|besvarade?|besvarat|avslutat|slutredovisat|slutredovisade|"
    r"slutrapporterat|slutrapporterade|genomfört|genomförda|utfört|utförda|verkställt|verkställda)\b"
    r"|\bavsluta[rs]?\b.{0,60}?\buppdrag(?:et|en)\b"
    r"|\buppdrag(?:et|en)\b.{0,300}?\b(?:avslutas|anses\s\w{4,16}at)\b",
    re.IGNORECASE | re.DOTALL,
)
# "När uppdraget är slutfört ska …", "uppdraget är ännu inte slutfört": nothing is closed.
_INTE = re.compile(
    r"\b(?:inte|ej|innan|tills|när|sedan|efter det att|ska(?:ll)?(?!\s(?:anses|därmed)))\b", re.IGNORECASE
)
_UPPDRAG = re.compile("uppdrag", re.IGNORECASE)
# "uppdraget som lämnades av kommunstyrelsen 2015-04-14", "uppdraget från den 1 mars 2018": told of, whatever is done.
_NAMNER = re.compile(
    r"\buppdrag(?:et|en)\b(?!\ssom\s(?:\w+\s){0,3}?\w*(?:ordförande|ledamot|ersättare|direktör|chef|revisor|nämndeman))"
    r"(?:\s(?:\w+\s){0,4}?från\b|.{0,200}?\b(?:lämnades?|lämnats?|gavs?|givets?|givits|gett|beslutades?)\b).{0,80}?$",
    re.IGNORECASE | re.DOTALL,
)
# An uppdrag of another kind: what somebody is elected to.
_FORTROENDE = re.compile(r"\b(?:avs[äa]g|entledig|fyllnadsval|arvode|förtroendeuppdrag)", re.IGNORECASE)
_FORE_PARAGRAF = re.compile(r"(?:§|paragraf)\s?(\d{1,4})[\s,]{1,3}(?:den\s)?$", re.IGNORECASE)
_EFTER_PARAGRAF = re.compile(r"^[\s,(]{0,3}(?:§|paragraf)\s?(\d{1,4})(?!\d)", re.IGNORECASE)
_VID_GRANS = re.compile(ORGAN, re.IGNORECASE)
_UPPGIFT = re.compile(
    r"\buppdraget?,?\s(?:om\s)?att\s(?P<text>.{3,400}?)(?=[,(]|\s(?:som|vilket|givet|lämnat|från|den|anses|är|för"
    r"\s(?:avslutat|slutfört|fullgjort|besvarat))\b|$)",
    re.IGNORECASE | re.DOTALL,
)
_MENINGSSLUT = re.compile(r"(?<=[a-zåäöé0-9)”\"])[.!?](?=\s+[A-ZÅÄÖ”\"]|\s*$)")
_LANGST = 2000


@dataclass(frozen=True, slots=True)
class Avslutsfynd:
    """`givare` is None where the sentence names none, `paragraf` likewise; `text` is what the uppdrag was, if told."""

    givare: str | None
    datum: date
    paragraf: int | None
    text: str
    citat: str


def hitta_avslut(text: str, datum: date | None) -> list[Avslutsfynd]:
    """The uppdrag that a decision of `datum` closes, each known by the day it was given."""
    funna: dict[tuple, Avslutsfynd] = {}
    for mening in _meningar(text):
        for fynd in _avslut_i(mening, datum):
            funna.setdefault((fynd.datum, fynd.paragraf, fynd.citat), fynd)
    return list(funna.values())


def hitta_namnda(text: str, datum: date | None) -> list[Avslutsfynd]:
    """The uppdrag that a text of a meeting on `datum` tells were given before, and does not close."""
    funna: dict[tuple, Avslutsfynd] = {}
    for mening in _meningar(text):
        vikt = vik(mening)
        if not (_avslutar(vikt) or _FORTROENDE.search(vikt)):
            for fynd in _givna_forr(mening, vikt, datum, _NAMNER):
                funna.setdefault((fynd.datum, fynd.paragraf), fynd)
    return list(funna.values())


def _meningar(text: str) -> Iterator[str]:
    for stycke in text.split("\n"):
        vikt = vik(stycke)
        if not (_UPPDRAG.search(vikt) and DATUM.search(vikt)):
            continue
        start = 0
        for slut in [m.end() for m in _MENINGSSLUT.finditer(stycke)] + [len(stycke)]:
            mening, start = " ".join(stycke[start:slut].split()), slut
            if 20 < len(mening) <= _LANGST:
                yield mening


def _avslut_i(mening: str, datum: date | None) -> Iterator[Avslutsfynd]:
    vikt = vik(mening)
    if _avslutar(vikt):
        yield from _givna_forr(mening, vikt, datum)


def _avslutar(vikt: str) -> bool:
    stanger = _STANGER.search(vikt)
    return stanger is not None and not _INTE.search(vikt[: stanger.end()])


def _givna_forr(
    mening: str, vikt: str, datum: date | None, efter_ord: re.Pattern[str] | None = None
) -> Iterator[Avslutsfynd]:
    """Each earlier day that the sentence names; with `efter_ord` only one that what stands before it leads to."""
    uppgift = _UPPGIFT.search(vikt)
    forra = 0
    for traff in DATUM.finditer(vikt):
        given = las_datum(traff)
        fore, efter = vikt[forra : traff.start()], vikt[traff.end() :]
        if given is None or (datum is not None and given >= datum):
            continue
        if efter_ord and not efter_ord.search(vikt[: traff.start()]):
            continue
        nummer = _EFTER_PARAGRAF.match(efter) or _FORE_PARAGRAF.search(fore)
        yield Avslutsfynd(
            givare=_givaren(fore, efter),
            datum=given,
            paragraf=int(nummer[1]) if nummer else None,
            text=mening[uppgift.start("text") : uppgift.end("text")].strip() if uppgift else "",
            citat=mening,
        )
        forra = traff.end()


def _givaren(fore: str, efter: str) -> str | None:
    """The organ named last before the day, else right after it ("… 2015-04-14 av kommunstyrelsen")."""
    # The one that closes stands first in the sentence, before the word uppdrag.
    delar = re.split(r"\buppdrag(?:et|en)?\b", fore, maxsplit=1, flags=re.IGNORECASE)
    namn = [m[0] for m in _VID_GRANS.finditer(delar[-1])] if len(delar) > 1 or not _borjar(fore) else []
    if namn:
        return versal(namn[-1])
    match = re.match(rf"(?:[\s,(]{{0,3}}(?:§|paragraf)\s?\d{{1,4}},?)?\s?av\s({ORGAN})", efter, re.IGNORECASE)
    return versal(match[1]) if match else None


def _borjar(fore: str) -> bool:
    """Is this the beginning of the sentence, where the organ that decides stands?"""
    return _VID_GRANS.match(fore.strip()) is not None

"""The day and the § of a decision, as lists write them: "2020-01-21 § 11", "KSAU § 11/2020". Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from .tider import Omojlig, exakt_dag


@dataclass(frozen=True, slots=True)
class Hanvisning:
    """What was said of it; what is left of the words names the organ. `fel` tells what cannot be."""

    datum: date | None = None
    paragraf: int | None = None
    ar: int | None = None
    organ: str = ""
    fel: str = ""


_FLERA = re.compile(r"§§|§\s*\d+\s*(?:-|–|,|och|&|samt)\s*§?\s*\d{1,4}\b(?!-\d\d-)")
_PARAGRAF = re.compile(r"(?:§|\bpar(?:agraf|\.)?)\s*(\d{1,5})(?:\s?[/:]\s?((?:19|20)?\d\d))?(?!\d)")
_EFTERSTALLD = re.compile(r"(?<![\d/-])(\d{1,4})\s*§")
_DAGAR = (
    re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"),
    re.compile(r"\b(?:19|20)\d{6}\b"),
    re.compile(r"(?:den\s+)?\b\d{1,2}(?:\s?:?[ae])?\s+[a-zåäö]{3,9}\.?\s+(?:19|20)\d\d", re.IGNORECASE),
    re.compile(r"\b\d{1,2}[/.-]\d{1,2}[-/., ]+(?:(?:19|20)\d\d|\d\d)\b"),
    re.compile(r"\b\d{6}\b"),
)
_ORD = re.compile(r"[^\W\d_][^\d,;:()/.]*")
_FYLLNAD = re.compile(r"\b(?:dnr\b.*|den\b|beslut(?:ade|at)?\b|protokoll\b|sammanträde\b|av\b|i\b)", re.IGNORECASE)


def las_hanvisning(text: str) -> Hanvisning:
    slat = " ".join(unicodedata.normalize("NFKC", text)[:300].split())
    try:
        datum, slat = _dagen(slat)
    except Omojlig as fel:
        return Hanvisning(fel=f"”{fel}” är inget datum som finns.")
    if _FLERA.search(slat):
        return Hanvisning(datum, fel=f"”{text.strip()}” nämner flera paragrafer. Ange den paragraf som gav uppdraget.")
    paragraf, ar, slat = _paragrafen(slat, efter_dag=datum is not None)
    if datum and ar and datum.year != ar:
        return Hanvisning(datum, paragraf, fel=f"Dagen är i {datum.year} men paragrafen sägs vara från {ar}.")
    ord_ = _ORD.search(_FYLLNAD.sub(" ", slat))
    organ = " ".join(ord_[0].split()) if ord_ else ""
    return Hanvisning(datum, paragraf, ar or (datum.year if datum else None), organ[:100])


def _dagen(slat: str) -> tuple[date | None, str]:
    """The first day in the words, and the words without it. Raises Omojlig with a day that cannot be."""
    for monster in _DAGAR:
        if traff := monster.search(slat):
            try:
                datum = exakt_dag(traff[0])
            except Omojlig as fel:
                raise Omojlig(traff[0]) from fel
            if datum:
                return datum, f"{slat[: traff.start()]} {slat[traff.end() :]}"
    return None, slat


def _paragrafen(slat: str, *, efter_dag: bool) -> tuple[int | None, int | None, str]:
    """The § and its year, and the words without them. Beside a day a number alone is the §."""
    if traff := _PARAGRAF.search(slat) or _EFTERSTALLD.search(slat):
        ar = traff[2] if traff.re is _PARAGRAF else None
        kvar = f"{slat[: traff.start()]} {slat[traff.end() :]}"
        return int(traff[1]), int(ar) + (2000 if len(ar) == 2 else 0) if ar else None, kvar
    if efter_dag and (traff := re.fullmatch(r"\D{0,80}?(\d{1,4})\D{0,20}", slat)):
        return int(traff[1]), None, slat.replace(traff[1], " ", 1)
    return None, None, slat


def las_paragraf(text: str) -> Hanvisning:
    """A column of its own for the §: "11", "§ 11", "§ 11/2020", "11/2020"."""
    slat = " ".join(unicodedata.normalize("NFKC", text)[:100].split())
    if traff := re.fullmatch(r"(?:§\s*)?(\d{1,5})(?:\.0)?(?:\s?[/:]\s?((?:19|20)\d\d))?", slat):
        return Hanvisning(paragraf=int(traff[1]), ar=int(traff[2]) if traff[2] else None)
    return las_hanvisning(slat)

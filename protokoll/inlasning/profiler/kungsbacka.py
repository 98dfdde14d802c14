"""Kungsbacka 2024–: page header with page numbers, people in two columns, digital signatures at the end."""

import re

from .allman import GEMENSAMMA_SIDFOTTER, SIDHUVUDSORD, SIGNATURSIDOR
from .bas import Profil

_KANNETECKEN = (
    re.compile(r"^[A-ZÅÄÖÉ][A-ZÅÄÖÉ -]{1,40}\bKOMMUN {2,}SAMMANTRÄDESPROTOKOLL", re.MULTILINE),
    re.compile(r"^Det här dokumentet är digitalt signerat$", re.MULTILINE),
    re.compile(r"^Plats och tid för justering\b", re.MULTILINE),
    re.compile(r"^§ \d{1,4} {1,40}Dnr [A-ZÅÄÖ]{1,6}-\d{4}-\d{3,6}$", re.MULTILINE),
)


def _poang(text: str) -> int:
    traffar = sum(bool(k.search(text)) for k in _KANNETECKEN)
    return 2 * traffar if traffar >= 2 else 0


PROFIL = Profil(
    namn="Kungsbacka",
    poang=_poang,
    bort=GEMENSAMMA_SIDFOTTER,
    sidhuvudsord=SIDHUVUDSORD,
    # Organ names stand alone among the receivers here; the header is always at a page's top.
    lopande_organrad=False,
    signatursidor=SIGNATURSIDOR,
)

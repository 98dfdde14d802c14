"""Vimmerby 2020: label TAB value on the front page, "Anslag/bevis", organ alone as running header."""

import re

from .allman import GEMENSAMMA_SIDFOTTER, SIDHUVUDSORD
from .bas import Profil

_KANNETECKEN = (
    re.compile(r"^Plats och tid\t", re.MULTILINE),
    re.compile(r"^Anslag/bevis$", re.MULTILINE),
    re.compile(r"^Innehållsförteckning$", re.MULTILINE),
    re.compile(r"^Dnr \d{4}/\d{6} \d{3}$", re.MULTILINE),
)


def _poang(text: str) -> int:
    traffar = sum(bool(k.search(text)) for k in _KANNETECKEN)
    return 2 * traffar if traffar >= 2 else 0


PROFIL = Profil(namn="Vimmerby", poang=_poang, bort=GEMENSAMMA_SIDFOTTER, sidhuvudsord=SIDHUVUDSORD)

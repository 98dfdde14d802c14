"""The lines of a layout in the words that the recognisers know (Profil.omskrivningar)."""

import re
from collections import Counter

from .bygge import Bygge
from .profiler.bas import Profil
from .rader import Rad

_ORD = re.compile(r"\w+|[–-]$")
_LANGSTA = 2000


def skriv_om(rader: list[Rad], profil: Profil, bygge: Bygge) -> list[Rad]:
    """Each line as the profile says; the words that it takes away are kept among those knowingly left out."""
    if not profil.omskrivningar:
        return rader
    ut: list[Rad] = []
    for rad in rader:
        ny = _ny_text(rad.text, profil)
        if ny is None:
            ut.append(rad)
            continue
        bygge.lagg_bort_text("etikett", _borttaget(rad.text, ny), rad)
        forst, *resten = ny.split("\n")
        ut.append(Rad(rad.nr, forst, rad.sida, rad.sidans_forsta))
        ut += [Rad(rad.nr, bit, rad.sida) for bit in resten]
    return ut


def _ny_text(text: str, profil: Profil) -> str | None:
    if not text or len(text) > _LANGSTA:
        return None
    return next((ny for omskrivning in profil.omskrivningar if (ny := omskrivning(text)) is not None), None)


def _borttaget(fran: str, till: str) -> str:
    kvar = Counter(_ORD.findall(till))
    borta = []
    for ordet in _ORD.findall(fran):
        if kvar[ordet]:
            kvar[ordet] -= 1
        else:
            borta.append(ordet)
    return " ".join(borta)

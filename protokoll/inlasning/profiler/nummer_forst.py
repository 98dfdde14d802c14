"""Older minutes with the number before the sign ("23 §  Gång- och cykelväg") and the day on a line of its own."""

import re
from itertools import pairwise

from .allman import GEMENSAMMA_SIDFOTTER, SIDHUVUDSORD, SIGNATURSIDOR
from .bas import Omskrivning, Profil

# A law is cited so too ("15 § kommunallagen"): a heading begins with a capital, and ends in no full stop.
_PARAGRAF = r"(?P<nr>\d{1,4})[ ]{0,2}§\.?(?:[ \t]{1,40}(?P<rubrik>[A-ZÅÄÖÉ0-9”\"][^\n]{0,200}[^\s.,;:]))?[ ]{0,40}$"
_HUVUD = re.compile(rf"^[ \t]{{0,40}}{_PARAGRAF}", re.MULTILINE)
_TECKNET_FORST = re.compile(r"^[ \t]{0,40}(?:[A-ZÅÄÖ]\w{1,6} )?§ ?\d{1,4}\b", re.MULTILINE)
_DAG = r"(?:Mån|Tis|Ons|Tors|Fre|Lör|Sön)dag(?:en)?(?: den)? \d{1,2} [a-zåäö]{3,9} (?:19|20)\d\d"


def _poang(text: str) -> int:
    """§§ in a row, and none with the sign first."""
    nummer = [int(m["nr"]) for m in _HUVUD.finditer(text)]
    i_foljd = sum(b == a + 1 for a, b in pairwise(nummer))
    return 2 + i_foljd if i_foljd and not _TECKNET_FORST.search(text) else 0


PROFIL = Profil(
    namn="Nummer först",
    poang=_poang,
    bort=GEMENSAMMA_SIDFOTTER,
    sidhuvudsord=SIDHUVUDSORD,
    signatursidor=SIGNATURSIDOR,
    omskrivningar=(
        Omskrivning(_PARAGRAF, r"§ \g<nr>\n\g<rubrik>"),
        Omskrivning(rf"(?P<dag>{_DAG})$", r"Sammanträdesdatum: \g<dag>"),
        Omskrivning(r"Exp(?:edieras)?: ?(?P<vem>\S.*)$", r"Beslutet skickas till:\n\g<vem>"),
    ),
)

"""Minutes in plain words: "Paragraf 12", "Ärendenr", and parts that begin with their word and a colon ("Beslut: …")."""

import re

from .allman import GEMENSAMMA_SIDFOTTER, SIDHUVUDSORD, SIGNATURSIDOR
from .bas import Omskrivning, Profil

_KANNETECKEN = (
    re.compile(r"^\s{0,40}Paragraf \d{1,4}(?:/\d{2,4})?$", re.MULTILINE),
    re.compile(r"^Ärende(?:nr|nummer)?: ?\S", re.MULTILINE),
    re.compile(r"^(?:Beslutar|Tjänstgör|Deltar i övrigt): ?\S", re.MULTILINE),
    re.compile(r"^Beslut: ?\S", re.MULTILINE),
)

# Their headings; what is said in other words than others use is given its kind in `rubriker`.
_LEDORD = (
    r"Beslut|Skäl|Bakgrund|Sammanfattning|Yrkanden?|Förslag|Beslutsgång|Omröstning|Omröstningsresultat|Reservation(?:er)?"
    r"|Protokollsanteckning(?:ar)?|Särskilt yttrande|Jäv|Underlag|Beslutsunderlag|Upplysning|Ekonomi|Barnets bästa"
    r"|Förslag till [a-zåäö ]{4,60}"
)


def _poang(text: str) -> int:
    traffar = sum(bool(k.search(text)) for k in _KANNETECKEN)
    return 2 * traffar if traffar >= 2 else 0


PROFIL = Profil(
    namn="Ledord",
    poang=_poang,
    bort=GEMENSAMMA_SIDFOTTER,
    sidhuvudsord=SIDHUVUDSORD,
    signatursidor=SIGNATURSIDOR,
    rubriker={"skäl": "beslutsmotivering", "barnets bästa": "ovrigt"},
    omskrivningar=(
        Omskrivning(r"Paragraf (?P<nr>\d{1,4}(?:/\d{2,4})?(?: {0,2}\(forts\.?\))?)$", r"§ \g<nr>"),
        Omskrivning(
            r"Paragraf (?P<nr>\d{1,4})(?P<rest> {1,40}\S.{0,400}(?:\.{3}|\t| {2})\s{0,40}\d{1,4})$", r"§ \g<nr>\g<rest>"
        ),
        Omskrivning(r"Omfattar: ?(?:Paragraf(?:er)? )?(?P<nr>\d.{0,200})$", r"Paragrafer: §§ \g<nr>"),
        # The class stands right after the number here.
        Omskrivning(
            r"Ärendenr: ?(?P<dnr>\S.{0,30}?\d)-(?P<klass>\d{1,2}(?:\.\d{1,3}){1,3})$", r"Ärendenr \g<dnr> \g<klass>"
        ),
        Omskrivning(r"Ärende(?:nr|nummer): ?[–-]$", ""),
        Omskrivning(r"Ärende: ?(?P<rubrik>\S.{0,400})$", r"\g<rubrik>"),
        Omskrivning(r"Sammanträde: ", "Plats och tid: "),
        Omskrivning(r"Beslutar: ", "Beslutande: "),
        Omskrivning(r"Tjänstgör: ", "Tjänstgörande ersättare: "),
        Omskrivning(r"Närvarar: ", "Ej tjänstgörande ersättare: "),
        Omskrivning(r"Deltar i övrigt: ", "Övriga närvarande: "),
        Omskrivning(rf"(?P<led>{_LEDORD}): (?P<text>\S.*)$", r"\g<led>:\n\g<text>"),
    ),
)

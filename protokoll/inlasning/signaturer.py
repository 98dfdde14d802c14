"""The pages of a signing service: who signed, when, with which transaction."""

import re

from .bygge import Bygge
from .modell import Signatur
from .rader import Rad

_FALT = re.compile(
    r"^\s{0,40}(Datum|Transaktionsidentitet|Underskriftstjänst|Tidpunkt)\s{0,3}:\s{0,60}(\S.{0,120})$", re.IGNORECASE
)
_NAMN = re.compile(r"^\s{0,40}[A-ZÅÄÖÉÜ][A-ZÅÄÖÉÜ'’-]{1,30}(?:\s{1,3}[A-ZÅÄÖÉÜ][A-ZÅÄÖÉÜ'’-]{0,30}){1,6}\s{0,20}$")


def las_signaturer(rader: list[Rad], bygge: Bygge) -> tuple[tuple[Signatur, ...], str | None]:
    """The signatures and the name of the service. The pages themselves are no part of the protokoll."""
    poster: list[dict[str, str]] = []
    tjanst = None
    for rad in rader:
        if rad.tom:
            continue
        bygge.lagg_bort("signatursida", [rad])
        text = rad.text[:250]
        if _NAMN.match(text):
            poster.append({"namn": " ".join(text.split())})
        elif match := _FALT.match(text):
            falt = match[1].casefold()
            if falt == "underskriftstjänst":
                tjanst = match[2].strip()
            elif poster:
                poster[-1].setdefault(falt, match[2].strip())
    signaturer = tuple(
        Signatur(p["namn"], p.get("datum") or p.get("tidpunkt"), p.get("transaktionsidentitet"))
        for p in poster
        if len(p) > 1
    )
    return signaturer, tjanst

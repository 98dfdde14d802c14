"""An invitation in one string, as a protokoll prints it, and back to its parts. Pure.

"Piku: Nationella Välfärdskonferens, 5-6 mars, Malmö": who invites, to what, when, where.
"""

import re
from datetime import date

from protokoll.inbjudan.dagar import las_spann, spann_i_ord
from protokoll.inbjudan.fakta import Fakta

_OCKSA = " (också som webbsändning)"
_PA_NATET = "på nätet"
# Words that already say that one can take part from anywhere.
_SAGER_NATET = re.compile(
    r"\bwebb?inari|\bwebbsänd|\bwebbmöte|\bdistansmöte|\blivesänd|\blivestr[eö]am|\bdigitalt\b|\bonline\b"
    r"|\bpå (?:nätet|webben|distans)\b|\bvia (?:teams|zoom|webb|länk)\b",
    re.IGNORECASE,
)


def sager_natet(text: str) -> bool:
    return bool(_SAGER_NATET.search(text))


def inbjudan_i_ord(fakta: Fakta, dag: date) -> str:
    """The string of the table in a text of the day `dag`, with the year where it is not the one that is meant."""
    vad = ": ".join(filter(None, [fakta.arrangor, fakta.titel]))
    nar = spann_i_ord(fakta.borjar, fakta.slutar, kring=dag) if fakta.borjar else ""
    text = ", ".join(filter(None, [vad, nar, *fakta.platser]))
    if not fakta.pa_natet or sager_natet(text):
        return text
    return f"{text}{_OCKSA}" if fakta.platser else ", ".join(filter(None, [text, _PA_NATET]))


def las_rad(text: str, dag: date) -> Fakta:
    """The parts of such a string in a text of the day `dag`. What cannot be told apart stays in `titel`, so that
    nothing is lost and nothing made up."""
    text = " ".join(text.split())
    pa_natet = sager_natet(text)
    delar = text.removesuffix(_OCKSA).split(", ")
    if len(delar) > 1 and delar[-1] == _PA_NATET:
        delar.pop()
    nar, borjar, slutar = len(delar), None, None
    for n in range(len(delar) - 1, 0, -1):
        if spann := las_spann(delar[n], kring=dag):
            nar, (borjar, slutar) = n, spann
            break
    arrangor, kolon, titel = ", ".join(delar[:nar]).partition(": ")
    if not kolon:
        arrangor, titel = "", arrangor
    if nar == len(delar) and text.endswith(_OCKSA):
        titel += _OCKSA  # without a day no place can be told from the rest
    platser = tuple(delar[nar + 1 :])
    return Fakta(arrangor=arrangor, titel=titel, borjar=borjar, slutar=slutar, platser=platser, pa_natet=pa_natet)

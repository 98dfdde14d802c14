"""Long protokoll are set by a worker, and what was set is kept for a while by its content.

A short one is set while one waits. A long one would hold a process of the server for a minute: it is put in the queue
(kommun.utskriftsko), and the page that asked tells how far it has come.
"""

import json
from collections.abc import Callable
from functools import partial
from hashlib import sha256

from kommun import bakgrund, utskriftsko
from kommun.fel import DomanFel
from kommun.pdf import PdfFel
from kommun.varden import fran_json, som_json
from protokoll.dokumentvarden import Dokument
from protokoll.models import Protokoll, Sattning
from protokoll.utskrift import protokoll_pdf

# Characters of text that are set within two seconds, and in one of a long one.
KORT = 20_000
PER_SEKUND = 15_000
ANDRAT = "Något har ändrats medan utskriften gjordes, så ingenting är gjort än. Läs igenom och försök igen."


class Sattes(DomanFel):
    """It is being set: what was to be done with it is done once it is there."""

    def __init__(self, sattning: Sattning):
        super().__init__("Protokollet är långt och skrivs ut i bakgrunden. Försök igen när utskriften är klar.")
        self.sattning = sattning


def langd(dokument: Dokument) -> int:
    return sum(len(d.html) for p in dokument.paragrafer for d in p.delar)


def tryckare(protokoll: Protokoll, *, vantad: str = "") -> Callable[[Dokument], bytes]:
    """For a page: a document as PDF, or `Sattes` where that takes long. Raises PdfFel as protokoll_pdf does.

    `vantad` is the key of what somebody has waited for: what reads otherwise by now is refused with a sentence.
    """
    return partial(_tryck, protokoll, vantad)


def krav_som_vantat(dokument: Dokument, vantad: str) -> None:
    if vantad and _nyckel(som_json(dokument)) != vantad:
        raise DomanFel(ANDRAT)


def _tryck(protokoll: Protokoll, vantad: str, dokument: Dokument) -> bytes:
    krav_som_vantat(dokument, vantad)
    if langd(dokument) <= KORT:
        return protokoll_pdf(dokument)
    sattning = bestall(protokoll, dokument)
    if sattning.fel:
        raise PdfFel(sattning.fel)
    if sattning.pdf is None:
        raise Sattes(sattning)
    return bytes(sattning.pdf)


def bestall(protokoll: Protokoll, dokument: Dokument) -> Sattning:
    """Put it in the queue, unless it is there or is made."""
    innehall = som_json(dokument)
    return utskriftsko.bestall(
        Sattning,
        satt,
        _nyckel(innehall),
        sekunder=langd(dokument) // PER_SEKUND,
        protokoll=protokoll,
        innehall=innehall,
    )


def folj_upp(sattning: Sattning) -> None:
    utskriftsko.folj_upp(sattning, satt)


def vantan(sattning: Sattning) -> dict:
    """What a page says of one that is being set."""
    return utskriftsko.vantan(sattning, satt)


@bakgrund.arbete("Skriva ut ett långt protokoll")
def satt(nyckel: str) -> None:
    utskriftsko.utfor(Sattning, nyckel, lambda rad: protokoll_pdf(fran_json(Dokument, rad.innehall)))


def _nyckel(innehall: dict) -> str:
    kanoniskt = json.dumps(innehall, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    form = utskriftsko.formen("templates/protokoll/pdf/*", "protokoll/utskrift.py", "protokoll/uppstallning.py")
    return sha256(f"{form}{kanoniskt}".encode()).hexdigest()

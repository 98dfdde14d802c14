"""Long protokoll are set by a worker, and what was set is kept for a while by its content.

A short one is set while one waits. A long one would hold a process of the server for a minute: it is put in the queue,
the short ones before the long, and the page that asked tells how far it has come.
"""

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kommun import bakgrund
from kommun.fel import DomanFel
from kommun.pdf import PdfFel
from kommun.pdf.framsteg import sidorna
from kommun.varden import fran_json, som_json
from protokoll.dokumentvarden import Dokument
from protokoll.models import Protokoll, Sattning
from protokoll.utskrift import protokoll_pdf

log = logging.getLogger(__name__)

# Characters of text that are set within two seconds.
KORT = 20_000
# The characters of a page, about: what is longer is done after what is shorter.
_TECKEN_PER_SIDA = 1500
KVAR = timedelta(days=1)
# After so long what failed is tried again.
IGEN = timedelta(minutes=1)
OVANTAT = "Något gick fel på servern. Felet är skrivet i loggen; säg till den som sköter driften."
AVBROTS = "Utskriften avbröts flera gånger. Säg till den som sköter driften; servern kan ha för lite minne."
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


@transaction.atomic
def bestall(protokoll: Protokoll, dokument: Dokument) -> Sattning:
    """Put it in the queue, unless it is there or is made."""
    nu, innehall = timezone.now(), som_json(dokument)
    Sattning.objects.filter(bestalld__lt=nu - KVAR).delete()
    sattning, ny = Sattning.objects.select_for_update(of=("self",)).get_or_create(
        nyckel=_nyckel(innehall), defaults={"protokoll": protokoll, "innehall": innehall, "bestalld": nu}
    )
    if not ny:
        folj_upp(sattning)
    igen = sattning.fel and nu - sattning.bestalld > IGEN
    if sattning.pdf is None and (ny or igen or not (sattning.fel or sattning.pk in bakgrund.pa_gang(satt))):
        sattning.bestalld, sattning.sidor, sattning.fel = nu, 0, ""
        sattning.save(update_fields=["bestalld", "sidor", "fel"])
        satt.using(priority=-min(langd(dokument) // (10 * _TECKEN_PER_SIDA), 90)).enqueue(sattning.pk)
        sattning.refresh_from_db()
    return sattning


def folj_upp(sattning: Sattning) -> None:
    """One that has taken its workers with it is not waited for."""
    if sattning.pdf is None and not sattning.fel and bakgrund.uppgivet(satt, sattning.pk, efter=sattning.bestalld):
        sattning.fel = AVBROTS
        sattning.save(update_fields=["fel"])


def vantan(sattning: Sattning) -> dict:
    """What a page says of one that is being set."""
    return {
        "rad": sattning,
        "paborjad": bakgrund.paborjat(satt, sattning.pk),
        "fore": fore_i_kon(sattning),
        "ingen_arbetar": not bakgrund.nagon_arbetar(),
    }


def fore_i_kon(sattning: Sattning) -> int:
    """How many others wait, or are made, that were ordered before."""
    andra = bakgrund.pa_gang(satt) - {sattning.pk}
    return Sattning.objects.filter(pk__in=andra, bestalld__lt=sattning.bestalld).count()


@bakgrund.arbete("Skriva ut ett långt protokoll")
def satt(nyckel: str) -> None:
    """Done twice it gives the same bytes."""
    sattning = Sattning.objects.filter(pk=nyckel).first()
    if sattning is None or sattning.pdf is not None:
        return
    raden = Sattning.objects.filter(pk=nyckel)
    try:
        with sidorna(lambda antal: raden.update(sidor=antal)):
            pdf = protokoll_pdf(fran_json(Dokument, sattning.innehall))
    except PdfFel as fel:
        raden.update(fel=str(fel))
    except Exception:
        raden.update(fel=OVANTAT)
        raise
    else:
        raden.update(pdf=pdf, fel="")


def _nyckel(innehall: dict) -> str:
    kanoniskt = json.dumps(innehall, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(f"{_formen()}{kanoniskt}".encode()).hexdigest()


@cache
def _formen() -> str:
    """Of what gives the print its form, so that a new version of it prints anew."""
    rot = Path(settings.BASE_DIR)
    filer = [*rot.glob("templates/protokoll/pdf/*"), *rot.glob("kommun/pdf/*.py"), rot / "static" / "css" / "pdf.css"]
    filer += [rot / "protokoll" / namn for namn in ("utskrift.py", "uppstallning.py")]
    return sha256(b"".join(fil.read_bytes() for fil in sorted(filer) if fil.is_file())).hexdigest()

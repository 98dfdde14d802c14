"""Archive packages are ordered on a page and made by a worker in the background (kommun.bakgrund)."""

import errno
import logging
import tempfile
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kommun import bakgrund
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Organ
from kommun.storningar import FULL_DISK, storning
from kommun.utskick import ny_bilaga
from protokoll.arkiv.paket import skriv
from protokoll.arkiv.underlag import underlag
from protokoll.models import Arkivpaket

log = logging.getLogger(__name__)
Lage = Arkivpaket.Lage

# Kept in the database and sent through the web server; what is larger is written to a disk by the command.
HOGST = 500 * 1024 * 1024
FOR_STORT = "Paketet blev större än 500 MB. Gör det med kommandot arkivpaket i stället, som skriver till en disk."
OVANTAT = "Något gick fel på servern. Felet är skrivet i loggen; säg till den som sköter driften."
INGA = "Inget protokoll från året är justerat och undertecknat, så det finns inget att arkivera."
HALLER_PA = "Paketet görs redan. Följ det i listan."


def filnamn(organ: Organ, ar: int) -> str:
    kort = "".join(t if t.isascii() and t.isalnum() else "-" for t in _utan_prickar(organ.kortnamn.lower()))
    return f"protokoll-{kort.strip('-') or organ.pk}-{ar}.zip"


def _utan_prickar(text: str) -> str:
    return text.translate(str.maketrans("åäöéü", "aaoeu"))


@transaction.atomic
def bestall(organ: Organ, ar: int, *, nyckel: UUID, by) -> Arkivpaket:
    """Order a package; the work is put in the queue in the same transaction. The same form orders once."""
    Organ.objects.select_for_update().get(pk=organ.pk)
    if tidigare := Arkivpaket.objects.filter(nyckel=nyckel).first():
        return tidigare
    levande = bakgrund.pa_gang(gor_arkivpaket)
    if any(p.pk in levande for p in Arkivpaket.objects.filter(organ=organ, ar=ar, lage__in=[Lage.VANTAR, Lage.PAGAR])):
        raise DomanFel(HALLER_PA)
    protokollen = underlag(organ, ar, today=timezone.localdate()).protokollen
    if not protokollen:
        raise DomanFel(INGA)
    paket = Arkivpaket(organ=organ, ar=ar, alla=len(protokollen), nyckel=nyckel, av=by)
    spara(paket, by=by, reason=f"Beställde arkivpaket för {organ.kortnamn} {ar}")
    gor_arkivpaket.enqueue(paket.pk)
    paket.refresh_from_db()
    return paket


@transaction.atomic
def forsok_igen(paket: Arkivpaket, *, by) -> Arkivpaket:
    """Put a package that failed, or whose worker is gone, in the queue again."""
    nu = Arkivpaket.objects.select_for_update(of=("self",)).get(pk=paket.pk)
    if nu.lage == Lage.KLART:
        raise DomanFel("Paketet är klart.")
    if nu.pk in bakgrund.pa_gang(gor_arkivpaket):
        raise DomanFel(HALLER_PA)
    nu.lage, nu.klara, nu.fel = Lage.VANTAR, 0, ""
    spara(nu, by=by, reason="Försökte igen")
    gor_arkivpaket.enqueue(nu.pk)
    nu.refresh_from_db()
    return nu


@bakgrund.arbete("Göra ett arkivpaket", langt=True)
def gor_arkivpaket(pk: int) -> None:
    """Make the package: built in a file that nobody sees, kept in one transaction when it is whole.

    Cut off anywhere it leaves nothing, and done again it gives the same bytes.
    """
    paket = Arkivpaket.objects.select_related("organ").get(pk=pk)
    if paket.lage == Lage.KLART:
        return
    _framsteg(pk, lage=Lage.PAGAR, klara=0, fel="")
    try:
        # Without a name on the disk: whatever ends the process, the room is given back.
        with tempfile.TemporaryFile() as fil:
            skriv(
                fil,
                paket.organ,
                paket.ar,
                today=timezone.localdate(),
                framsteg=lambda klara, alla: _framsteg(pk, klara=klara, alla=alla),
            )
            if fil.seek(0, 2) > HOGST:
                raise DomanFel(FOR_STORT)
            fil.seek(0)
            _avsluta(pk, fil.read(), filnamn(paket.organ, paket.ar))
    except DomanFel as fel:
        _misslyckas(pk, str(fel))
    except OSError as fel:
        log.exception("Archive package %s was not made", pk)
        _misslyckas(pk, FULL_DISK if fel.errno == errno.ENOSPC else OVANTAT)
    except Exception as fel:
        _misslyckas(pk, FULL_DISK if storning(fel) == "full" else OVANTAT)
        raise


def _framsteg(pk: int, **varden) -> None:
    """How far it has come: seen at once, and no part of the history."""
    Arkivpaket._base_manager.filter(pk=pk).exclude(lage=Lage.KLART).update(**varden)


@transaction.atomic
def _avsluta(pk: int, innehall: bytes, namn: str) -> None:
    paket = Arkivpaket.objects.select_for_update(of=("self",)).get(pk=pk)
    if paket.lage == Lage.KLART:
        return
    paket.bilaga = ny_bilaga(namn=namn, typ="application/zip", innehall=innehall)
    paket.lage, paket.klara, paket.fel = Lage.KLART, paket.alla, ""
    spara(paket, by=None, reason="Arkivpaketet blev klart")


@transaction.atomic
def _misslyckas(pk: int, mening: str) -> None:
    paket = Arkivpaket.objects.select_for_update(of=("self",)).get(pk=pk)
    if paket.lage == Lage.KLART:
        return
    paket.lage, paket.fel = Lage.FEL, mening
    spara(paket, by=None, reason="Arkivpaketet kunde inte göras")

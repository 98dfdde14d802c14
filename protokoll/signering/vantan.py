"""What waits beside a version until it is signed: a file for somebody's choice, a request at the remote service."""

import logging
from datetime import timedelta

from django.db import transaction

from kommun import bakgrund
from kommun.models import Bilaga
from protokoll.dagordningsrader import las
from protokoll.models import Protokoll, Protokollsversion, Underskriftsbegaran, Undertecknande, Vantandefil
from protokoll.signering.installningar import tjansten

log = logging.getLogger(__name__)
Lage, OPPNA = Underskriftsbegaran.Lage, Underskriftsbegaran.OPPNA

ATERTAGET = "Protokollet togs tillbaka."
ANNAN_VAG = "Protokollet undertecknades på ett annat sätt."
FORSOK, OM = 5, timedelta(minutes=2)


def oppen(version: Protokollsversion) -> Underskriftsbegaran | None:
    return version.begarandena.filter(lage__in=OPPNA).first()


@transaction.atomic
def lagg_undan(version: Protokollsversion, bilaga: Bilaga) -> Vantandefil:
    """Keep a file until a person has chosen; the one that waited before it goes."""
    las(version.protokoll.sammantrade_id)
    _glom_filen(version)
    return Vantandefil.objects.create(version=version, bilaga=bilaga)


def _glom_filen(version: Protokollsversion) -> None:
    """A file that came to hold is kept by its Undertecknande; another is kept by nobody."""
    for vantande in Vantandefil.objects.filter(version=version):
        vantande.delete()
        if not Undertecknande.objects.filter(bilaga=vantande.bilaga_id).exists():
            Bilaga.objects.filter(pk=vantande.bilaga_id).delete()


@transaction.atomic
def avbryt(version: Protokollsversion, *, besked: str) -> None:
    """Nobody is to sign the version at the service any more, and no file waits; the service is told."""
    _glom_filen(version)
    for begaran in version.begarandena.select_for_update().filter(lage__in=OPPNA):
        begaran.lage, begaran.besked = Lage.AVBRUTEN, besked
        begaran.save(update_fields=["lage", "besked"])
        if begaran.referens:
            sag_av.enqueue(begaran.pk, 1)


def avsluta(version: Protokollsversion, *, satt: str) -> None:
    """The version is signed: by the file that the service gave, or in another way."""
    if satt == Protokoll.Satt.FJARR:
        version.begarandena.filter(lage__in=OPPNA).update(lage=Lage.KLAR, besked="")
    avbryt(version, besked=ANNAN_VAG)


def efter_tillbakatagande(protokoll: Protokoll, version: Protokollsversion | None, *, by) -> None:
    if version:
        avbryt(version, besked=ATERTAGET)


def efter_rattelse(protokoll: Protokoll, version: Protokollsversion, *, by) -> None:
    """A rättelse that waited to be signed has another after it."""
    for tidigare in protokoll.versionerna.filter(nummer__lt=version.nummer).defer("pdf", "innehall"):
        avbryt(tidigare, besked="Protokollet rättades igen.")


@bakgrund.arbete("Avbryta i underskriftstjänsten")
def sag_av(pk: int, forsok: int) -> None:
    """Tell the service. When it cannot be told, people may be asked in vain, and what they sign is not taken in."""
    begaran = Underskriftsbegaran.objects.get(pk=pk)
    try:
        tjansten().avbryt(begaran.referens)
    except Exception:  # an adapter of the municipality's own may raise anything
        log.exception("The signing service was not told that request %s is cancelled", pk)
        if forsok < FORSOK:
            bakgrund.senare(sag_av, pk, forsok + 1, om=OM * 2**forsok)

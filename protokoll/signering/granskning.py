"""Whether what was signed of a version is still what was taken in: for `manage.py kontrollera_protokoll`."""

from collections.abc import Iterator
from hashlib import sha256

from protokoll.models import Protokoll, Protokollsversion, Undertecknande
from protokoll.signering import stampling
from protokoll.signering.kontroll import kontrollera


def underskrifterna(version: Protokollsversion) -> Iterator[str]:
    """What is wrong with the signed files of a version, a sentence each."""
    for undertecknande in version.undertecknandena.select_related("bilaga").order_by("pk"):
        yield from _filen(version, undertecknande)
    vantar = (stampling.Lage.VANTAR, stampling.Lage.PAGAR)
    if version in stampling.ostamplade(version.protokoll) and stampling.laget(version).lage not in vantar:
        yield "Kommunens stämpel saknas."


def _filen(version: Protokollsversion, undertecknande: Undertecknande) -> Iterator[str]:
    vad = undertecknande.get_satt_display()
    innehall = bytes(undertecknande.bilaga.innehall)
    if sha256(innehall).hexdigest() != undertecknande.bilaga.sha256:
        yield f"{vad}: den sparade filen är ändrad."
    if undertecknande.satt == Protokoll.Satt.PAPPER:
        return
    kontroll = kontrollera(innehall, bytes(version.pdf))
    omgjord = bool(undertecknande.kontroll.get("omgjord"))
    if not kontroll.hel or not (kontroll.ar_det_frysta or omgjord):
        yield f"{vad}: {kontroll.mening}"

"""Which files go along with what is sent, as somebody has chosen them."""

from collections.abc import Collection, Iterable

from kommun.fel import DomanFel
from protokoll.models import Expediering, Paragraf
from protokoll.paragrafbilagor import Bifogad, bilagorna

MB = 1024 * 1024
# The files of one mail. Encoded they grow by a third, and 25 MB is what most servers take.
STORSTA_BREV = 15 * MB


def bifogade(paragrafer: Collection[Paragraf], valda: Collection[str]) -> dict[int, list[Bifogad]]:
    """The chosen files of these §§. One that is of another § is left out."""
    if not valda:
        return {}
    return {pk: [b for b in rader if b.varde in valda] for pk, rader in bilagorna(paragrafer).items()}


def kontrollera_storlek(filer: Iterable[Bifogad]) -> None:
    """A mail server refuses what is too large, and tells nobody why."""
    summa = sum({b.bilaga.pk: b.bilaga.storlek for b in filer}.values())
    if summa > STORSTA_BREV:
        raise DomanFel(
            f"Bilagorna är tillsammans {summa // MB + 1} MB, och ett brev får ha högst {STORSTA_BREV // MB} MB. "
            "Välj bort någon av dem och lämna den på annat sätt."
        )


def filer_igen(rader: list[Expediering], valda: Collection[str] | None) -> dict[int, list[tuple[int, str]]]:
    """What goes along with each of the rows of a mail that is sent again: [(pk, name)]."""
    if valda is None:
        return {e.pk: [(b.bilaga_id, b.namn) for b in e.bilagorna.all()] for e in rader}
    med = bifogade({e.paragraf for e in rader}, valda)
    kontrollera_storlek(b for egna in med.values() for b in egna)
    return {e.pk: [(b.bilaga.pk, b.namn) for b in med.get(e.paragraf_id, ())] for e in rader}

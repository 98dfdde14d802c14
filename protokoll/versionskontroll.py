"""Whether every stored version is what it was when it was stored: its PDF, its content, its place in the chain."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from kommun.varden import fran_json
from protokoll.dokumentvarden import Dokument
from protokoll.models import Protokoll, Protokollsversion
from protokoll.tillagg import VERSIONSKONTROLLER
from protokoll.versionskedja import kedjan

# Versions hold their PDF: so many are in memory at once.
_I_TAGET = 20


@dataclass(frozen=True)
class Utslag:
    """What was found of a version, or of a protokoll whose versions are missing. `fel` is empty when all is right."""

    protokoll: Protokoll
    nummer: int | None
    fel: tuple[str, ...] = ()


def kontrollera(protokollen) -> Iterator[Utslag]:
    """One Utslag for each version, and one for each protokoll that should have a version and has none."""
    protokollen = protokollen.select_related("sammantrade__organ").order_by("sammantrade__datum", "pk")
    for protokoll in protokollen.iterator(chunk_size=200):
        yield from _versionerna(protokoll)


def _versionerna(protokoll: Protokoll) -> Iterator[Utslag]:
    fore, vantat = "", 1
    for version in protokoll.versionerna.order_by("nummer").iterator(chunk_size=_I_TAGET):
        fel = [*_plats(version, vantat), *innehallsfel(version, fore)]
        fel += [mening for kontroll in VERSIONSKONTROLLER for mening in kontroll(version)]
        yield Utslag(protokoll, version.nummer, tuple(fel))
        fore, vantat = version.kedja, version.nummer + 1
    if vantat == 1 and protokoll.lage == Protokoll.Lage.FRYST:
        yield Utslag(protokoll, None, ("Protokollet är fryst men har ingen version.",))


def _plats(version: Protokollsversion, vantat: int) -> Iterator[str]:
    if version.nummer != vantat:
        saknas = f"version {vantat}" if version.nummer == vantat + 1 else f"versionerna {vantat}–{version.nummer - 1}"
        yield f"Före den saknas {saknas}."


def innehallsfel(version: Protokollsversion, fore: str) -> list[str]:
    """What is wrong with the row itself; `fore` is the link of the chain before it."""
    fel = []
    summa = sha256(bytes(version.pdf)).hexdigest()
    if summa != version.sha256:
        fel.append(f"PDF-filen är ändrad: fingeravtrycket är {summa}, inte {version.sha256}.")
    if kedjan(fore, version.sha256, version.innehall) != version.kedja:
        fel.append("Kedjan är bruten: innehållet, PDF-filens fingeravtryck eller en tidigare version är ändrad.")
    try:
        fran_json(Dokument, version.innehall)
    except (TypeError, ValueError, KeyError, AttributeError) as problem:
        fel.append(f"Innehållet går inte att läsa: {problem}")
    return fel


def godkannandena(version: Protokollsversion) -> Iterator[str]:
    """Each approval is of this very PDF."""
    for g in version.godkannandena.all():
        if g.sha256 != version.sha256:
            yield f"{g.namn} godkände en annan PDF-fil: {g.sha256}."

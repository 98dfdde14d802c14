"""Who is called in for a ledamot that is absent: the inkallelseordning, pure.

An ersättare of the own party steps in first, in the order they were elected; then the list goes on from its beginning
(KL 5:17–21, 6:16–18 with the order that fullmäktige has decided).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from protokoll.narvaroord import upprakning


@dataclass(frozen=True, slots=True)
class Ersattare:
    """An ersättare at their place in the list."""

    id: int
    namn: str
    parti: str = ""
    tackat_nej: bool = False
    inkallad: bool = False


@dataclass(frozen=True, slots=True)
class Franvarande:
    id: int
    parti: str = ""


@dataclass(frozen=True, slots=True)
class Forslag:
    """An ersättare (`id`) and why just that one, in words."""

    ersattare: int
    varfor: str


def _samma(a: str, b: str) -> bool:
    return bool(a.strip()) and a.strip().casefold() == b.strip().casefold()


def _kan(ersattare: Ersattare, upptagna: Collection[int]) -> bool:
    return not ersattare.tackat_nej and not ersattare.inkallad and ersattare.id not in upptagna


def _varfor_listan(parti: str, ersattare: Sequence[Ersattare]) -> str:
    if not parti.strip():
        return "Näst på tur på listan"
    finns = any(_samma(e.parti, parti) for e in ersattare)
    hinder = f"Ingen ledig ersättare i {parti}" if finns else f"{parti} har ingen ersättare"
    return f"{hinder}, näst på tur på listan"


def turordning(parti: str, ersattare: Sequence[Ersattare], upptagna: Collection[int] = ()) -> Iterator[Forslag]:
    """All who can be called in for somebody of the party, the next one first. `ersattare` in the list's order."""
    lediga = [e for e in ersattare if _kan(e, upptagna)]
    egna = [e for e in lediga if _samma(e.parti, parti)]
    andra = [e for e in lediga if e not in egna]
    for n, e in enumerate(egna):
        if n:
            yield Forslag(e.id, f"Nummer {n + 1} på tur i {parti}")
            continue
        nej = [x.namn for x in ersattare[: ersattare.index(e)] if x.tackat_nej and _samma(x.parti, parti)]
        yield Forslag(e.id, f"Näst på tur i {parti}" + (f", {upprakning(nej)} har tackat nej" if nej else ""))
    for n, e in enumerate(andra):
        if n or egna:
            plats = n + 1 + len(egna)
            yield Forslag(e.id, f"Nummer {plats} på tur" + (f", efter dem i {parti}" if egna else " på listan"))
        else:
            yield Forslag(e.id, _varfor_listan(parti, ersattare))


def nasta_ersattare(
    franvarande_parti: str, ersattare: Sequence[Ersattare], upptagna: Collection[int] = ()
) -> Forslag | None:
    """Who is to be asked now; None when nobody is left."""
    return next(turordning(franvarande_parti, ersattare, upptagna), None)


def fordela(franvarande: Sequence[Franvarande], ersattare: Sequence[Ersattare]) -> dict[int, Forslag]:
    """A different ersättare for each of several absent. Own party goes before the list for all of them.

    Else the first absent, whose party has nobody left, would take the one that the next absent's party has.
    """
    forslag: dict[int, Forslag] = {}
    partier = {e.id: e.parti for e in ersattare}
    for bara_egna in (True, False):
        for f in franvarande:
            tagna = {x.ersattare for x in forslag.values()}
            nasta = None if f.id in forslag else nasta_ersattare(f.parti, ersattare, tagna)
            if nasta and (not bara_egna or _samma(partier[nasta.ersattare], f.parti)):
                forslag[f.id] = nasta
    return forslag

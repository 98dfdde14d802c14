"""Whom the words of a decision mean: "administrativa avdelningen", "kommundirektören", "samtliga nämnder". Pure.

A name that could be two is no match: to choose wrongly for the secretary is worse than to leave the choice.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from protokoll.inlasning.tecken import normalisera, vik

# What a group may be called; Kandidat.grupp names the one it belongs to. The board is a nämnd too (KL 3:3–4).
NAMNDER, FORVALTNINGAR = "namnder", "forvaltningar"
_GRUPPER = tuple(
    (re.compile(rf"(?:samtliga|alla|kommunens)\s(?:\w+\s){{0,2}}{ordet}(?:na)?s?(?!\w)|{ordet}na$"), grupp)
    for ordet, grupp in (("nämnder", NAMNDER), ("förvaltningar", FORVALTNINGAR))
)
_FYLLNAD = frozenset(("kommunens", "kommunen", "den", "det", "vår", "vårt", "till", "åt", "resp", "respektive"))
_ANDELSER = ("en", "et", "na", "ns", "s", "n", "t", "a", "e")
_DELAR = re.compile(r",\s+(?:samt\s+|och\s+)?|(?<!-)\s+(?:samt|och)\s+")
_ENHET = re.compile(
    r"^(?P<vad>.*?)(?P<mellan>\s*)(?P<sort>avdelning|förvaltning|kontor|enhet)(?:en|et)?$", re.IGNORECASE
)
_LANGSTA = 400


@dataclass(frozen=True, slots=True)
class Kandidat:
    """Somebody who can be given a task, by every name that a decision may use."""

    slag: str  # "organ", "forvaltning" or "person"
    pk: int
    namnen: tuple[str, ...]
    grupp: str = ""


def stam(ordet: str) -> str:
    """Without the endings of definite form, genitive and agreement: "avdelningens" and "avdelning" are one."""
    while len(ordet) > 4:
        andelse = next((a for a in _ANDELSER if ordet.endswith(a) and len(ordet) - len(a) >= 3), None)
        if andelse is None:
            break
        ordet = ordet[: -len(andelse)]
    return ordet


def nyckel(namn: str) -> tuple[str, ...]:
    """The stems of a name, the same for every way to inflect it."""
    orden = re.findall(r"[\w-]+", _slatt(namn).replace("&", " och "))
    return tuple(stam(o.rstrip("-")) for o in orden if o not in _FYLLNAD)


def chefsnamn(forvaltning: str) -> tuple[str, ...]:
    """What the head of it is called: "Ekonomiavdelningen" has "ekonomichefen", "avdelningschefen för" it, its chef."""
    namnen = [f"chefen för {forvaltning}", f"{forvaltning}s chef", f"förvaltningschefen för {forvaltning}"]
    if m := _ENHET.search(forvaltning):
        namnen.append(f"{m['sort']}schefen för {forvaltning}")
        if m["vad"]:
            namnen.append(f"{m['vad']}{m['mellan']}chefen")
    return tuple(namnen)


def _slatt(namn: str) -> str:
    return " ".join(vik(normalisera(namn)).casefold().split())


def matcha(namn: str, kandidater: Iterable[Kandidat]) -> tuple[Kandidat, ...]:
    """Whom `namn` means: one, all of a group, or each of those it lists. Empty when somebody in it is unknown."""
    slatt = _slatt(namn)[:_LANGSTA]
    kandidater = tuple(kandidater)
    if (alla := _gruppen(slatt, kandidater)) and not _DELAR.search(slatt):
        return alla
    register: dict[tuple[str, ...], list[Kandidat]] = {}
    for kandidat in kandidater:
        for en in dict.fromkeys(nyckel(n) for n in kandidat.namnen if n):
            register.setdefault(en, []).append(kandidat)
    if en := _ensam(register, slatt):
        return (en,)
    delar = [_gruppen(d, kandidater) or _nagon(_ensam(register, d)) for d in _med_samtliga(_DELAR.split(slatt))]
    return tuple(dict.fromkeys(k for d in delar for k in d)) if len(delar) > 1 and all(delar) else ()


def _med_samtliga(delar: Iterable[str]) -> list[str]:
    """ "samtliga nämnder", "förvaltningar" as all of both."""
    ut: list[str] = []
    for d in delar:
        alla = re.match(r"(?:samtliga|alla)\s", ut[-1]) if ut else None
        ut += [f"{alla[0]}{d}" if alla and d in ("nämnder", "förvaltningar", "bolag") else d] if d.strip() else []
    return ut


def _gruppen(namn: str, kandidater: tuple[Kandidat, ...]) -> tuple[Kandidat, ...]:
    grupp = next((grupp for monster, grupp in _GRUPPER if monster.match(namn)), None)
    return tuple(k for k in kandidater if k.grupp == grupp) if grupp else ()


def _nagon(kandidat: Kandidat | None) -> tuple[Kandidat, ...]:
    return (kandidat,) if kandidat else ()


def _ensam(register: dict[tuple[str, ...], list[Kandidat]], namn: str) -> Kandidat | None:
    traffar = register.get(nyckel(namn), ())
    return traffar[0] if len(traffar) == 1 else None

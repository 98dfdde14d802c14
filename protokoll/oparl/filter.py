"""What a program asks of a list: what came or changed between two moments, how many at a time, without the details."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from protokoll.oparl.objekt import Objekt

MEST = 100
_GRANSER = {
    "created_since": ("tillkom", "gte"),
    "created_until": ("tillkom", "lte"),
    "modified_since": ("andrades", "gte"),
    "modified_until": ("andrades", "lte"),
}
_INTERNA = {"auxiliaryFile", "membership", "agendaItem", "legislativeTerm"}


class Ogiltigt(ValueError):
    """A moment that is none, as a sentence."""


@dataclass(frozen=True)
class Filter:
    granser: Mapping[str, datetime]
    utan_interna: bool
    per_sida: int
    # As it was asked: the links to the other pages ask the same.
    fraga: Mapping[str, str]

    @property
    def med_borttagna(self) -> bool:
        """Whoever asks what has changed is told what is gone too; nobody else is."""
        return "modified_since" in self.granser

    def av(self, rader: QuerySet | list) -> QuerySet | list:
        villkor = {_GRANSER[namn]: tid for namn, tid in self.granser.items()}
        if isinstance(rader, QuerySet):
            return rader.filter(**{f"{falt}__{hur}": tid for (falt, hur), tid in villkor.items()})
        return [
            rad
            for rad in rader
            if all(
                getattr(rad, falt) >= tid if hur == "gte" else getattr(rad, falt) <= tid
                for (falt, hur), tid in villkor.items()
            )
        ]

    def bantade(self, objekten: Iterable[Objekt]) -> list[Objekt]:
        """Without the objects inside the objects, where that was asked."""
        if not self.utan_interna:
            return list(objekten)
        return [{k: v for k, v in o.items() if k not in _INTERNA or not isinstance(v, list)} for o in objekten]


def tolka(fraga: Mapping[str, str], *, per_sida: int) -> Filter:
    """Raises Ogiltigt. More at a time than MEST is not given, which the standard allows."""
    granser = {namn: _tid(namn, fraga[namn]) for namn in _GRANSER if fraga.get(namn)}
    antal, utan = fraga.get("limit", ""), fraga.get("omit_internal") == "true"
    kvar = {namn: tid.isoformat() for namn, tid in granser.items()}
    if antal.isdecimal() and 0 < len(antal) < 10 and int(antal):
        per_sida = min(int(antal), MEST)
        kvar["limit"] = str(per_sida)
    if utan:
        kvar["omit_internal"] = "true"
    return Filter(granser, utan, per_sida, kvar)


def _tid(namn: str, text: str) -> datetime:
    try:
        # A plus that was not written as %2B has become a space on the way.
        tid = parse_datetime(text.strip().replace(" ", "+"))
        if tid and 1900 <= tid.year < 9000:
            return tid if timezone.is_aware(tid) else timezone.make_aware(tid)
    except ValueError:
        pass
    raise Ogiltigt(f"{namn} ska vara en tidpunkt som 2026-01-31T12:00:00+01:00.")

"""The words of each predicate, and what gives a right to one person alone. Packages above append to both lists."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import Model, QuerySet
from django.urls import URLResolver, get_resolver

from kommun import permissions
from kommun.models import Organ, Person, User


@dataclass(frozen=True)
class Ratt:
    """One predicate and what it lets one do: words that go on from "Får"."""

    far: Callable
    amne: str
    ord: str
    # An object of the organ, never saved, to ask about. None: the predicate is asked about nothing.
    foremal: Callable[[Organ | None], Model] | None = None
    # False: what it is about is no organ's own ("de gemensamma fraserna").
    per_organ: bool = True
    # About one object: "Läsa, invända och godkänna".
    om_ett: str = ""

    @property
    def i_organ(self) -> bool:
        return self.foremal is not None and self.per_organ


@dataclass(frozen=True)
class Foremal:
    """Something that gives one person rights: the object to ask about, and what it is called."""

    objekt: Model
    namn: str
    url: str = ""


@dataclass(frozen=True)
class Uppgift:
    """What somebody is by name, whatever the roles: justerare of a protokoll, ansvarig for an uppdrag."""

    rubrik: str
    # (person, account or None, day) → what it is about, the latest first.
    finn: Callable[[Person, User | None, date], QuerySet]
    # (row, whether the one who looks may read of it) → the object.
    foremal: Callable[[Any, bool], Foremal]
    # The rows that the one who looks may read of; None: all, since they say no more than a number.
    synliga: Callable[[User], QuerySet] | None = None
    # (rows, day): what the predicates would else ask of one row at a time.
    forbered: Callable[[list, date], None] | None = None


REGISTER = "Register och drift"

RATTER: list[Ratt] = [
    Ratt(
        permissions.can_enter,
        "Läsa",
        "Läsa sammanträden, protokoll, uppdrag, inbjudningar och ärenden i alla organ, söka i dem och hämta listor. "
        "Paragrafer med sekretess läser bara de som har fått det",
        om_ett="Öppna och läsa",
    ),
    Ratt(
        permissions.can_see_behorighet,
        REGISTER,
        "Se vad en annan person får göra, och varför",
        lambda _: Person(pk=0),
        per_organ=False,
    ),
    Ratt(permissions.can_see_behorigheter, REGISTER, "Se vem som får göra vad"),
    Ratt(permissions.can_examine_log, REGISTER, "Läsa hela granskningsloggen: vad alla har läst och gjort"),
    Ratt(permissions.can_keep_register, REGISTER, "Ändra registren: organ, personer, mandat, tjänster och konton"),
    Ratt(
        permissions.can_end_session,
        REGISTER,
        "Avsluta andras inloggningar",
        lambda _: UserSession(pk=0, user_id=-1),
        per_organ=False,
    ),
    Ratt(
        permissions.can_lamna_ut_uppgifter,
        REGISTER,
        "Ta fram registerutdrag om en person, och pseudonymisera privatpersoner",
    ),
    Ratt(permissions.can_skota_driften, REGISTER, "Se driftläget och skicka om brev som inte har gått ut"),
    Ratt(
        permissions.can_keep_minutes,
        "Sammanträden och dagordning",
        "Sätta upp organets stående ärenden och börja om paragrafserien",
        lambda organ: organ,
    ),
]

UPPGIFTER: list[Uppgift] = []


@dataclass(frozen=True)
class Vy:
    """What stands before a view: its predicate, and the `get` that finds its object (None: about nothing)."""

    namn: str
    far: Callable
    hamtar: Callable[[User], QuerySet] | None


def _monster(resolver: URLResolver, namnrymder: tuple[str, ...] = ()) -> Iterator[tuple[str, Callable]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _monster(entry, (*namnrymder, entry.namespace) if entry.namespace else namnrymder)
        else:
            yield ":".join([*namnrymder, entry.name or ""]), entry.callback


@cache
def vyerna() -> tuple[Vy, ...]:
    """Every view that asks a predicate, from the URL conf."""
    return tuple(
        Vy(namn, vy.permission, vy.hamtar)
        for namn, vy in _monster(get_resolver())
        if callable(getattr(vy, "permission", None))
    )


def ordlosa() -> set[Callable]:
    """Predicates that guard a view and have no words."""
    return {vy.far for vy in vyerna()} - {r.far for r in RATTER}


def orden(far: Callable) -> Iterable[Ratt]:
    return (r for r in RATTER if r.far is far)

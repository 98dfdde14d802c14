"""Which reminder about an uppdrag is due on a day. Pure: dates in, a reminder out.

They count back from the stoppdag of the meeting where the report is due, and forward from the frist when it has
passed. Of those whose day has come only the latest is due, so that a night or a month that was missed is made up with
one reminder and never with a pile. All days are vardagar.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kommun.kalender import is_vardag, next_vardag, previous_vardag
from uppdrag.frister import FORFRAGAN_DAGAR

PAMINNELSE_DAGAR = 7
SISTA_DAGAR = 1
# So long after the frist the förvaltning's head is told, and then again and again while it is late.
ESKALERING_DAGAR = 7
ESKALERING_IGEN_DAGAR = 30
# After an answer nobody is told that it is late for so long: the organ has to take the answer up first.
VILA_DAGAR = 30


class Slag(StrEnum):
    FORFRAGAN = "forfragan"
    PAMINNELSE = "paminnelse"
    SISTA = "sista"
    EJ_BESVARAT = "ej_besvarat"
    FORSENAT = "forsenat"
    ESKALERING = "eskalering"


@dataclass(frozen=True, slots=True)
class Laget:
    """What the rules read of an uppdrag. `rapporterat` is the day of the latest report that was handed in."""

    pagar: bool
    given: date
    stopp: date | None
    frist: date | None
    rapporterat: date | None = None


@dataclass(frozen=True, slots=True)
class Steg:
    """A reminder: `avser` is the stoppdag or frist it counts from, `dag` the vardag it goes out."""

    slag: Slag
    avser: date
    dag: date


# What has been said to somebody: slag, avser and dag of each.
Sagt = Collection[tuple[str, date, date]]


def _dagar(antal: int) -> timedelta:
    return timedelta(days=antal)


def stegen(laget: Laget) -> list[Steg]:
    """All that is said to whoever answers for it, in order, as long as nothing is reported or moved."""
    if not laget.pagar:
        return []
    # What was given after the day of a reminder is reminded of soon, but not on the day it was given.
    tidigast = next_vardag(laget.given + _dagar(1))
    ut: list[Steg] = []
    if laget.stopp and not _ar_besvarad(laget):
        stopp = laget.stopp
        ut.append(Steg(Slag.FORFRAGAN, stopp, max(tidigast, next_vardag(stopp - _dagar(FORFRAGAN_DAGAR)))))
        if tidigast <= stopp:
            ut += [
                Steg(Slag.PAMINNELSE, stopp, max(tidigast, next_vardag(stopp - _dagar(PAMINNELSE_DAGAR)))),
                # The one that goes the vardag after would come too late to be of use.
                Steg(Slag.SISTA, stopp, max(tidigast, previous_vardag(stopp - _dagar(SISTA_DAGAR)))),
                Steg(Slag.EJ_BESVARAT, stopp, next_vardag(stopp + _dagar(1))),
            ]
    if laget.frist:
        ut.append(Steg(Slag.FORSENAT, laget.frist, max(tidigast, next_vardag(laget.frist + _dagar(1)))))
    return sorted(ut, key=lambda s: s.dag)


def eskaleringar(laget: Laget, *, till: date) -> list[Steg]:
    """What the head is told up to a day, the day included."""
    if not laget.pagar or laget.frist is None:
        return []
    ut: list[Steg] = []
    dag = laget.frist + _dagar(ESKALERING_DAGAR)
    while next_vardag(dag) <= till:
        ut.append(Steg(Slag.ESKALERING, laget.frist, next_vardag(dag)))
        dag += _dagar(ESKALERING_IGEN_DAGAR)
    return ut


def _ar_besvarad(laget: Laget) -> bool:
    """The round that ends with the stoppdag has its answer; the next round has a stoppdag of its own."""
    return (
        laget.rapporterat is not None
        and laget.stopp is not None
        and laget.rapporterat >= laget.stopp - _dagar(FORFRAGAN_DAGAR)
    )


def _vilar(laget: Laget, steg: Steg, dag: date) -> bool:
    return (
        steg.slag in (Slag.FORSENAT, Slag.ESKALERING)
        and laget.rapporterat is not None
        and dag <= laget.rapporterat + _dagar(VILA_DAGAR)
    )


def _ar_sagt(steg: Steg, sagt: Sagt) -> bool:
    if steg.slag == Slag.ESKALERING:
        return (steg.slag, steg.avser, steg.dag) in sagt
    return any((slag, avser) == (steg.slag, steg.avser) for slag, avser, _ in sagt)


def _forfallet(laget: Laget, steg: list[Steg], sagt: Sagt, today: date) -> Steg | None:
    if not is_vardag(today):
        return None
    senaste = next((s for s in reversed(steg) if s.dag <= today and not _vilar(laget, s, today)), None)
    return None if senaste is None or _ar_sagt(senaste, sagt) else senaste


def forfallet(laget: Laget, *, sagt: Sagt, today: date) -> Steg | None:
    """What whoever answers for it is to be told today; `sagt` is what he or she has been told before."""
    return _forfallet(laget, stegen(laget), sagt, today)


def forfallen_eskalering(laget: Laget, *, sagt: Sagt, today: date) -> Steg | None:
    """What the head is to be told today; `sagt` is what he or she has been told before."""
    return _forfallet(laget, eskaleringar(laget, till=today), sagt, today)


def kommande(laget: Laget, *, efter: date, till: date) -> list[Steg]:
    """What is to be said after a day, up to another, if nothing happens until then."""
    alla = [*stegen(laget), *eskaleringar(laget, till=till)]
    return sorted((s for s in alla if efter < s.dag <= till and not _vilar(laget, s, s.dag)), key=lambda s: s.dag)

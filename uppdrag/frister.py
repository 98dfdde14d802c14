"""When an uppdrag is to be reported, and when it is late. Pure: dates in, dates out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# So many days before the stoppdag the report is asked for.
FORFRAGAN_DAGAR = 21


@dataclass(frozen=True, slots=True)
class Mote:
    """A planned or held meeting of the organ that the report goes to. `stoppdag` None: nobody has said one."""

    datum: date
    stoppdag: date | None = None


def ar_forsenat(frist: date | None, *, oppet: bool, today: date) -> bool:
    """Late is an open uppdrag whose frist has passed; on the day of the frist it is still in time."""
    return oppet and frist is not None and frist < today


def dagar_forsenat(frist: date | None, *, oppet: bool, today: date) -> int:
    """Whole days past the frist, 0 when not late."""
    return (today - frist).days if frist is not None and ar_forsenat(frist, oppet=oppet, today=today) else 0


def redovisningsmote(rapportdag: date, *, given: date, moten: Iterable[Mote]) -> Mote | None:
    """The last meeting after the day it was given and no later than the day the report is due; None without one."""
    return max((m for m in moten if given < m.datum <= rapportdag), key=lambda m: m.datum, default=None)


def stoppdag(
    rapportdag: date | None, *, given: date, moten: Iterable[Mote], stopp_dagar: int, vid: Mote | None = None
) -> date | None:
    """The last day to hand in the report: the stoppdag of the meeting where it is due.

    `rapportdag` is the frist or, without one, the day of the next report; `vid` a meeting that was chosen, which goes
    before it. A meeting without a stoppdag, and a day with no meeting before it, count `stopp_dagar` back. None when
    nothing says when the report is due.
    """
    mote = vid or (redovisningsmote(rapportdag, given=given, moten=moten) if rapportdag else None)
    if mote:
        return mote.stoppdag or mote.datum - timedelta(days=stopp_dagar)
    return rapportdag - timedelta(days=stopp_dagar) if rapportdag else None


def ar_ej_besvarat(stopp: date | None, *, pagar: bool, rapporterat: date | None, today: date) -> bool:
    """The report was asked for and its stoppdag has passed without one. `rapporterat` is the day of the latest."""
    if not pagar or stopp is None or not stopp < today:
        return False
    return rapporterat is None or rapporterat < stopp - timedelta(days=FORFRAGAN_DAGAR)

"""When an uppdrag is to be reported, and when it is late. Pure: dates in, dates out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# So many days before the stoppdag the report is asked for.
FORFRAGAN_DAGAR = 21
# A meeting longer before the due day than this is not the one where it is due: the meetings around that day are not
# planned yet. Sixty days span the longest pause of an organ that meets once a month, the summer.
MOTE_INOM_DAGAR = 60


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
    """The last meeting after the day it was given and no later than the day the report is due.

    None without one within MOTE_INOM_DAGAR before that day.
    """
    tidigast = rapportdag - timedelta(days=MOTE_INOM_DAGAR)
    inom = (m for m in moten if given < m.datum and tidigast <= m.datum <= rapportdag)
    return max(inom, key=lambda m: m.datum, default=None)


def stoppdag(
    rapportdag: date | None, *, given: date, moten: Iterable[Mote], stopp_dagar: int, vid: Mote | None = None
) -> date | None:
    """The last day to hand in the report: the stoppdag of the meeting where it is due.

    `rapportdag` is the frist or, without one, the day of the next report; `vid` a meeting that was chosen, which goes
    before it. A meeting without a stoppdag, and a day with no meeting shortly before it, count `stopp_dagar`
    back. None when nothing says when the report is due.
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


def mote_for_rapport(moten: Iterable[Mote], *, today: date, stopp_dagar: int) -> Mote | None:
    """The coming meeting that a report handed in today reaches: the first whose stoppdag has not passed.

    When it has passed for all that are planned, the last of them: better late to one than to none.
    """
    kommande = sorted((m for m in moten if m.datum >= today), key=lambda m: m.datum)
    i_tid = (m for m in kommande if (m.stoppdag or m.datum - timedelta(days=stopp_dagar)) >= today)
    return next(i_tid, kommande[-1] if kommande else None)

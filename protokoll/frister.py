"""The clocks of the law around a protokoll. Pure: dates in, dates out (KL = kommunallagen 2017:725)."""

from datetime import date, timedelta

from kommun.kalender import next_vardag


def justeras_senast(sammantradesdag: date) -> date:
    """The protokoll is adjusted within 14 days after the meeting (KL 5:69).

    The strict day: whether 1930:173 2 § moves it is a matter of reading, so warn on this day.
    """
    return sammantradesdag + timedelta(days=14)


def anslas_senast(justeringsdag: date) -> date:
    """The justering is announced no later than the second day after it (KL 8:12). Calendar days."""
    return justeringsdag + timedelta(days=2)


def overklagas_senast(anslagsdag: date) -> date:
    """Last day to appeal: three weeks from the day the justering was announced (KL 13:5 1 st.).

    Weeks end on the weekday of the same name (1930:173 1 §); a last day that is no vardag moves to the next
    one (1930:173 2 §). `anslagsdag` is the day the anslag really became visible.
    """
    return next_vardag(anslagsdag + timedelta(weeks=3))


def anslag_tas_ned(anslagsdag: date, *, dagen_efter: bool) -> date:
    """The date printed as "Datum då anslaget tas ned".

    The anslag must be up during the whole appeal period (KL 13:5 2 st.). Two conventions of printing: the last
    day up (seed: up 2020-03-05, down 2020-03-26), or the day after it.
    """
    return overklagas_senast(anslagsdag) + timedelta(days=1 if dagen_efter else 0)

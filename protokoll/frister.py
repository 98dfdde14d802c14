"""The clocks of the law around a protokoll. Pure: dates in, dates out (KL = kommunallagen 2017:725)."""

from collections.abc import Iterable
from datetime import date, timedelta

from kommun.kalender import is_vardag, next_vardag


def justeras_senast(sammantradesdag: date) -> date:
    """The protokoll is adjusted within 14 days after the meeting (KL 5:69).

    The strict day: whether 1930:173 2 § moves it is a matter of reading, so warn on this day.
    """
    return sammantradesdag + timedelta(days=14)


def justeringsdag(godkanda: Iterable[date]) -> date:
    """The day of justering is the day of the last of those who adjust (KL 5:69): not one of them alone adjusts it."""
    return max(godkanda)


def justeringspaminnelse(senast: date, *, skickad: date, today: date) -> str | None:
    """Which reminder is due to one who has not approved what was sent on a day: "snart", "sen" or none yet.

    Three days before the last day, unless it was sent so late that the letter itself said so; then once when the day
    has passed, or three days after the letter where that is later. On a day that is no vardag nobody is reminded.
    """
    if not is_vardag(today):
        return None
    if today >= max(senast + timedelta(days=1), skickad + timedelta(days=3)):
        return "sen"
    snart = senast - timedelta(days=3)
    return "snart" if skickad < snart <= today else None


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

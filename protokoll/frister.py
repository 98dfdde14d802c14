"""The clocks of the law around a protokoll. Pure: dates in, dates out (KL = kommunallagen 2017:725)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from kommun.kalender import is_vardag, next_vardag

# So many days before a day of the law it is said to be near.
NARA_DAGAR = 3


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


def anslagsdag(nu: datetime, *, fordrojning: timedelta) -> date:
    """The day an anslag that is put up at `nu` (local time) is there for everybody (KL 13:5).

    What is put up just before midnight reaches some readers after it, through what they and those between have kept:
    then the next day is the first, so that nobody gets less than three weeks.
    """
    return (nu + fordrojning).date()


def laga_kraft(sista_overklagandedag: date) -> date:
    """The first day on which the decisions can no longer be appealed, when nobody has."""
    return sista_overklagandedag + timedelta(days=1)


def kungors_senast(sammantradesdag: date) -> date:
    """A meeting of fullmäktige is announced at least a week before the day of the meeting."""
    return sammantradesdag - timedelta(days=7)


class Skede(StrEnum):
    """What a protokoll waits for by law."""

    JUSTERAS = "justeras"
    ANSLAS = "anslas"
    OVERKLAGAS = "overklagas"
    LAGA_KRAFT = "laga_kraft"


def skedet(
    sammantradesdag: date, *, justeringsdag: date | None, sista_overklagandedag: date | None, today: date
) -> tuple[Skede, date]:
    """What it waits for on a day, and the day of that (KL 5:69, 8:12, 13:5).

    `sista_overklagandedag` is of the anslag that is up or has been up the whole time; None when there is no such one.
    """
    if justeringsdag is None:
        return Skede.JUSTERAS, justeras_senast(sammantradesdag)
    if sista_overklagandedag is None:
        return Skede.ANSLAS, anslas_senast(justeringsdag)
    if today <= sista_overklagandedag:
        return Skede.OVERKLAGAS, sista_overklagandedag
    return Skede.LAGA_KRAFT, laga_kraft(sista_overklagandedag)


class Brattom(StrEnum):
    """How near a day is, or how long since it passed."""

    LUGNT = ""
    NARA = "nara"
    PASSERAD = "passerad"
    FORSENAD = "forsenad"


def brattom(senast: date, *, today: date) -> Brattom:
    """Near within three days; passed on the strict day; late after the next vardag.

    Whether 1930:173 2 § moves the day of justering and of anslag is a matter of reading, so an error waits for it.
    """
    if today > next_vardag(senast):
        return Brattom.FORSENAD
    if today > senast:
        return Brattom.PASSERAD
    return Brattom.NARA if (senast - today).days <= NARA_DAGAR else Brattom.LUGNT

"""A justerat protokoll of an organ, and the clock of the tests of anslag."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from protokoll import anslag
from tests.factories import ParagrafFactory, ProtokollFactory, UnderskriftFactory, justera

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def kl(dag: date, timme: int = 10, minut: int = 0, sekund: int = 0) -> datetime:
    return datetime(dag.year, dag.month, dag.day, timme, minut, sekund, tzinfo=STOCKHOLM)


def justerat(organ, *, mote=date(2026, 3, 4), dag=date(2026, 3, 10), nummer=(7, 8), sekreterare="Siv Provsson"):
    """§§ `nummer` of a meeting, adjusted on a day."""
    protokoll = ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=mote, angivna_paragrafer=list(nummer))
    for n in nummer:
        ParagrafFactory(protokoll=protokoll, nummer=n)
    if sekreterare:
        UnderskriftFactory(protokoll=protokoll, roll="sekreterare", namn=sekreterare)
    return justera(protokoll, dag)


def uppsatt(organ, nu: datetime, *, by=None, **annat):
    dag = nu.date()
    annat = {"mote": dag, "dag": dag} | annat
    return anslag.satt_upp(justerat(organ, **annat), by=by, nu=nu)

"""How the demo's protokoll are adjusted: older ones as they were left, the latest waits for those who adjust it."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from kommun.history import spara
from protokoll import anslag
from protokoll.frysning import brister, frys
from protokoll.models import Protokoll, Sammantrade

REASON = "Demodata"


def justera_alla(att_justera: list[tuple[Protokoll, date]], *, today: date, by) -> None:
    """`att_justera`: those that are adjusted, with the day. From then on the database lets nothing in them change."""
    for protokoll, dag in att_justera:
        protokoll.lage, protokoll.justeringsdag = Protokoll.Lage.JUSTERAT, dag
        spara(protokoll, by=by, reason=REASON)
        _pa_tavlan(protokoll, dag + timedelta(days=1), today=today, by=by)
    _hos_justerarna(today=today, by=by)


def _pa_tavlan(protokoll: Protokoll, dag: date, *, today: date, by) -> None:
    """The anslag goes up the day after the justering, by the act itself."""
    if dag <= today:
        anslag.satt_upp(protokoll, by=by, nu=timezone.make_aware(datetime.combine(dag, time(9))))


def _hos_justerarna(*, today: date, by) -> None:
    """The latest that is not adjusted yet, by the act itself: the accounts ordforande and justerare can approve it."""
    vantar = Protokoll.objects.filter(
        lage=Protokoll.Lage.UTKAST, sammantrade__lage=Sammantrade.Lage.AVSLUTAT, sammantrade__datum__lt=today
    )
    for protokoll in vantar.select_related("sammantrade").order_by("-sammantrade__datum", "pk"):
        if not any(a.ar_fel for a in brister(protokoll, today=today)):
            frys(protokoll, satt=Protokoll.Satt.GODKANNANDE, by=by)
            return

"""How the demo's protokoll are adjusted: the latest by the acts that people use, the older ones as they were left.

Of the two latest one goes the whole way today, and one waits for those who adjust it.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from kommun.history import spara
from protokoll import anslag
from protokoll.frister import justeras_senast
from protokoll.frysning import brister, frys
from protokoll.justering import godkann, undertecknarna
from protokoll.models import Protokoll
from protokoll.publicering import publicera

REASON = "Demodata"
# Printing takes a second each: so many go the whole way.
FLEST = 2


def justera_alla(att_justera: list[tuple[Protokoll, date]], *, today: date, by) -> None:
    """`att_justera`: those that are adjusted, with the day. From then on the database lets nothing in them change."""
    rader = sorted(att_justera, key=lambda rad: rad[1], reverse=True)
    i_dag = [p for p, _ in rader if justeras_senast(p.sammantrade.datum) >= today and _felfritt(p, today)][:FLEST]
    for protokoll, dag in att_justera:
        if protokoll not in i_dag:
            protokoll.lage, protokoll.justeringsdag = Protokoll.Lage.JUSTERAT, dag
            spara(protokoll, by=by, reason=REASON)
            pa_tavlan(protokoll, dag + timedelta(days=1), today=today, by=by)
    for protokoll in i_dag[:1]:
        _hela_vagen(protokoll, by=by)
    for protokoll in i_dag[1:]:
        # Waits for those who adjust it.
        frys(protokoll, satt=Protokoll.Satt.GODKANNANDE, by=by)


def pa_tavlan(protokoll: Protokoll, dag: date, *, today: date, by) -> None:
    """The anslag goes up the day after the justering, by the act itself."""
    if dag <= today:
        anslag.satt_upp(protokoll, by=by, nu=timezone.make_aware(datetime.combine(dag, time(9))))


def _felfritt(protokoll: Protokoll, today: date) -> bool:
    return not any(a.ar_fel for a in brister(protokoll, today=today))


def _hela_vagen(protokoll: Protokoll, *, by) -> None:
    """Approved today by everybody: the anslag goes up, the seal is waited for, and the public reads it."""
    version = frys(protokoll, satt=Protokoll.Satt.GODKANNANDE, by=by)
    for person in {u.person for u in undertecknarna(protokoll)}:
        godkann(version, person=person, inloggning="Lokalt konto med lösenord", by=by)
    publicera(protokoll, bedomt=True, by=by)

"""How the demo's protokoll are adjusted: older ones as they were left, the latest ones by the acts that people use.

The latest of all waits for those who adjust it, who have accounts.
"""

from datetime import date, time, timedelta

from django.db.models import DateTimeField, F, Func, OuterRef, Subquery, Value
from django.utils import timezone

from kommun.demo.klocka import klockan
from kommun.demo.vagen import delat, hela_vagen, justera, stampla_nu
from kommun.history import spara
from kommun.models import User
from protokoll import anslag
from protokoll.frysning import brister, frys
from protokoll.models import Avsnitt, Beslut, Paragraf, Protokoll, Sammantrade, Underskrift

REASON = "Demodata"


def justera_alla(att_justera: list[tuple[Protokoll, date]], *, today: date, by) -> None:
    """`att_justera`: those that are adjusted, with the day. From then on the database lets nothing in them change."""
    _datera()
    i_ordning = sorted(att_justera, key=lambda x: x[1])
    senaste = {p.sammantrade.organ.kortnamn: (p, dag) for p, dag in i_ordning}
    delas, ren, alla_steg = (senaste[kort] for kort in ("KSAU", "MBN", "KS"))
    aldre = [rad for rad in i_ordning if rad not in (delas, ren, alla_steg)]
    for protokoll, dag in aldre:
        protokoll.lage, protokoll.justeringsdag = Protokoll.Lage.JUSTERAT, dag
        with klockan(dag, time(16)):
            spara(protokoll, by=by, reason="Justerat")
        _pa_tavlan(protokoll, dag + timedelta(days=1), today=today, by=by)
    _for_tidigt_ned([p for p, _ in aldre if p.sammantrade.organ.kortnamn == "KSAU"][-1], by=by)
    delat(delas[0], dag=delas[1], by=by)
    justera(ren[0], dag=ren[1], by=User.objects.get(username="sekreterare2"))
    hela_vagen(alla_steg[0], dag=alla_steg[1], by=by)
    stampla_nu()
    _hos_justerarna(today=today, by=by)


def _datera() -> None:
    """What was written at a meeting was written that day; the history of what happened later comes after it."""
    moten = Sammantrade.objects.filter(lage=Sammantrade.Lage.AVSLUTAT).exclude(protokollen__lage="avskrift")
    klockan_halv_tre = Func(
        Value(str(timezone.get_default_timezone())),
        F("datum") + Value(time(14, 30)),
        function="timezone",
        output_field=DateTimeField(),
    )
    for modell, falt, pa_motet in (
        (Protokoll, "sammantrade", "pk"),
        (Paragraf, "sammantrade", "pk"),
        (Beslut, "paragraf", "paragraferna"),
        (Avsnitt, "paragraf", "paragraferna"),
        (Underskrift, "protokoll", "protokollen"),
        (Sammantrade, "id", "pk"),
    ):
        skrivet = moten.filter(**{pa_motet: OuterRef(falt)}).values(tid=klockan_halv_tre)
        historik = modell.history.filter(history_change_reason=REASON, **{f"{falt}__in": moten.values(pa_motet)})
        historik.update(history_date=Subquery(skrivet))


def _pa_tavlan(protokoll: Protokoll, dag: date, *, today: date, by) -> None:
    """The anslag goes up the day after the justering, by the act itself."""
    if dag <= today:
        with klockan(dag, time(9)) as nu:
            anslag.satt_upp(protokoll, by=by, nu=nu)


def _for_tidigt_ned(protokoll: Protokoll, *, by) -> None:
    """Somebody took one down too early: then it goes up again, for a full period."""
    uppe = protokoll.anslagen.get()
    with klockan(uppe.uppsatt + timedelta(days=2), time(8, 40)) as nu:
        nere = anslag.ta_ned(uppe, skal="Fel paragrafer stod på anslaget.", by=by, nu=nu)
    with klockan(uppe.uppsatt + timedelta(days=2), time(9, 5)) as nu:
        anslag.satt_upp_igen(nere, by=by, nu=nu)


def _hos_justerarna(*, today: date, by) -> None:
    """Of the latest meeting, by the act itself: the accounts ordforande and justerare can approve them."""
    vantar = Protokoll.objects.filter(
        lage=Protokoll.Lage.UTKAST, sammantrade__lage=Sammantrade.Lage.AVSLUTAT, sammantrade__datum__lt=today
    )
    for protokoll in vantar.select_related("sammantrade").order_by("-sammantrade__datum", "pk"):
        if not any(a.ar_fel for a in brister(protokoll, today=today)):
            frys(protokoll, satt=Protokoll.Satt.GODKANNANDE, by=by)

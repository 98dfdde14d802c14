"""What *Min dag* says of protokoll on their way to be justerade and announced: the law's days (KL 5:69, 8:12)."""

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from kommun.kalender import dag_i_ord, relativ_dag
from protokoll.frister import anslas_senast, justeras_senast
from protokoll.justering import att_justera
from protokoll.models import Anslag, Protokoll, Sammantrade
from uppdrag.vantar import Vantar


def _nar(ord_: str, dag: date, today: date) -> str:
    return f"{ord_} {dag_i_ord(dag)} ({relativ_dag(dag, today=today)})"


def protokoll_att_justera(user, today: date) -> list[Vantar]:
    """Frozen, and waiting for the user's own approval."""
    person = user.behorighet.person_id
    if not person:
        return []
    rader = att_justera(person).select_related("sammantrade__organ").order_by("sammantrade__datum", "pk")
    ut = []
    for p in rader:
        dag = justeras_senast(p.sammantrade.datum)
        url = reverse("protokoll:justera", args=[p.pk])
        ut.append(Vantar(f"Justera protokollet: {p.sammantrade}", url, dag, _nar("Justeras senast", dag, today)))
    return ut


def lagens_dagar(user, today: date) -> list[Vantar]:
    """For who keeps the minutes: protokoll that are to be adjusted, objections to answer, what is to be announced."""
    mina = Protokoll.objects.filter(sammantrade__organ__in=user.behorighet.sekreterare_i)
    protokoll = (
        mina.exclude(pk__in=Anslag.objects.gallande().filter(protokoll__isnull=False).values("protokoll"))
        .exclude(lage=Protokoll.Lage.AVSKRIFT)
        .filter(Q(sammantrade__lage=Sammantrade.Lage.AVSLUTAT) | Q(lage__in=Protokoll.LAST))
        .annotate(
            oppna=Count("versionerna__invandningarna", filter=Q(versionerna__invandningarna__svar=""), distinct=True)
        )
        .select_related("sammantrade__organ")
        .order_by("sammantrade__datum")
    )
    return sorted((_rad(p, today) for p in protokoll), key=lambda r: r.dag)


def _rad(p: Protokoll, today: date) -> Vantar:
    if p.justeringsdag:
        dag = anslas_senast(p.justeringsdag)
        url = reverse("protokoll:protokollet", args=[p.pk])
        return Vantar(f"Justerat protokoll ska anslås: {p.sammantrade}", url, dag, _nar("Anslås senast", dag, today))
    dag, url = justeras_senast(p.sammantrade.datum), p.sammantrade.get_absolute_url()
    nar = _nar("Justeras senast", dag, today)
    if p.oppna:
        vad = "En invändning" if p.oppna == 1 else f"{p.oppna} invändningar"
        text = f"{vad} väntar på svar: {p.sammantrade}"
        return Vantar(text, reverse("protokoll:justera", args=[p.pk]), dag, nar)
    if p.lage == Protokoll.Lage.FRYST:
        text = f"Protokollet är hos justerarna: {p.sammantrade}"
        return Vantar(text, reverse("protokoll:justera", args=[p.pk]), dag, nar)
    return Vantar(f"Protokoll ska justeras: {p.sammantrade}", url, dag, nar)

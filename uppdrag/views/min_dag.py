"""Min dag: what must I do now? The law's deadlines first, then the uppdrag, then what else waits."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun.kalender import dag_i_ord, relativ_dag
from kommun.permissions import can_enter, require
from protokoll.frister import anslas_senast, justeras_senast
from protokoll.models import Inlasning, Protokoll, Sammantrade, Underskrift
from uppdrag.models import Uppdrag

MOST = 10


@dataclass(frozen=True)
class Vantar:
    """One line of *Väntar på dig*."""

    text: str
    url: str
    dag: date | None = None
    under: str = ""


def _lagens_dagar(user, today: date) -> list[Vantar]:
    """Protokoll one keeps or signs that are to be adjusted (KL 5:69), or announced (KL 8:12)."""
    mina = Q(sammantrade__organ__in=user.behorighet.sekreterare_i)
    if user.behorighet.person_id:
        mina |= Q(pk__in=Underskrift.objects.filter(person=user.behorighet.person_id).values("protokoll"))
    protokoll = (
        Protokoll.objects.filter(mina, anslagen=None)
        .exclude(lage=Protokoll.Lage.AVSKRIFT)
        .filter(sammantrade__lage=Sammantrade.Lage.AVSLUTAT)
        .select_related("sammantrade__organ")
        .order_by("sammantrade__datum")
    )
    rader = []
    for p in protokoll:
        if p.justeringsdag:
            dag, ord_, vad = anslas_senast(p.justeringsdag), "Anslås senast", "Justerat protokoll ska anslås"
        else:
            dag, ord_, vad = justeras_senast(p.sammantrade.datum), "Justeras senast", "Protokoll ska justeras"
        nar = f"{ord_} {dag_i_ord(dag)} ({relativ_dag(dag, today=today)})"
        rader.append(Vantar(f"{vad}: {p.sammantrade}", p.sammantrade.get_absolute_url(), dag, nar))
    return sorted(rader, key=lambda r: r.dag)


def _inlasningar(user) -> list[Vantar]:
    vantande = Inlasning.objects.filter(av=user, protokoll=None).only("filnamn")
    return [Vantar(f"Inläst fil väntar på att sparas: {i.filnamn}", i.get_absolute_url()) for i in vantande]


@require_safe
@require(can_enter)
def min_dag(request):
    user, today = request.user, timezone.localdate()
    alla = Uppdrag.objects.visible_to(user)
    mina_organ = user.behorighet.organ
    forsenade = alla.forsenade(today).order_by("frist", "pk").select_related("organ", "forvaltning", "ansvarig")
    i_mina_organ = forsenade.i_organ(mina_organ) if mina_organ else forsenade
    mina = (
        alla.oppna().filter(ansvarig=user.behorighet.person_id).order_by("frist", "pk").select_related("organ")[:MOST]
        if user.behorighet.person_id
        else []
    )
    kommande = Sammantrade.objects.visible_to(user).kommande(today).select_related("organ")
    return render(
        request,
        "uppdrag/min_dag.html",
        {
            "today": today,
            "vantar": [*_lagens_dagar(user, today), *_inlasningar(user)],
            "forsenade": i_mina_organ[:MOST],
            "antal_forsenade": i_mina_organ.count(),
            "vems": "organ" if mina_organ else "",
            "mina": mina,
            "kommande": (kommande.filter(organ__in=mina_organ) if mina_organ else kommande)[:5],
        },
    )

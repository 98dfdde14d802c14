"""Min dag: what must I do now? The law's deadlines first, then the uppdrag, then what else waits."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, Window
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun.kalender import dag_i_ord, relativ_dag
from kommun.permissions import require
from protokoll import lankar
from protokoll.models import Kallad, Kallelse, Sammantrade
from uppdrag.permissions import can_register_franvaro, can_see_min_dag
from uppdrag.vantar import Vantar
from uppdrag.vantar_avgoranden import inbjudningar_att_avgora
from uppdrag.vantar_expediering import expedieringar
from uppdrag.vantar_inbjudningar import att_anmala, reserapporter
from uppdrag.vantar_inlasning import inlasningar
from uppdrag.vantar_justering import lagens_dagar, protokoll_att_justera
from uppdrag.vantar_redovisning import forsenade_for, mina_uppdrag, pa_vag_till_beslut
from uppdrag.vantar_uppdrag import svarar_for, uppdrag_som_vantar

MOST = 10
# So many days before its day a kallelse begins to wait for the secretary.
FORVARNING = 7


def _motena(user, today: date) -> list[Vantar]:
    """The meeting that runs now, and the kallelser that are to be sent, for whoever keeps the minutes."""
    mina = Sammantrade.objects.filter(organ__in=user.behorighet.sekreterare_i).select_related("organ", "aktuell__organ")
    # A meeting whose day has passed without being opened is not called to any more.
    okallat = Q(
        ~Exists(Kallelse.objects.filter(sammantrade=OuterRef("pk"))),
        lage=Sammantrade.Lage.PLANERAT,
        datum__gte=today,
        kallelsedag__lte=today + timedelta(days=FORVARNING),
    )
    rader, kallelser = [], []
    for s in mina.filter(Q(lage=Sammantrade.Lage.PAGAR) | okallat).order_by("kallelsedag", "datum"):
        if s.lage == Sammantrade.Lage.PLANERAT:
            nar = f"Skickas senast {dag_i_ord(s.kallelsedag)} ({relativ_dag(s.kallelsedag, today=today)})"
            kallelser.append(Vantar(f"Kallelse ska skickas: {s}", s.get_absolute_url(), s.kallelsedag, nar))
        elif s.aktuell:
            fortsatt = f"Fortsätt med {s.aktuell.beteckning}."
            rader.append(Vantar(f"Sammanträdet pågår: {s}", lankar.paragrafen(s.aktuell), under=fortsatt))
        else:
            rader.append(Vantar(f"Sammanträdet pågår: {s}", s.get_absolute_url(), under="Fortsätt där du var."))
    return rader + kallelser


def _kallelser_att_svara_pa(user, today: date) -> list[Vantar]:
    person = user.behorighet.person_id
    if not person:
        return []
    vantande = Kallad.objects.filter(
        person=person, svar=None, sammantrade__lage=Sammantrade.Lage.PLANERAT, sammantrade__datum__gte=today
    ).filter(Q(som=Kallad.Som.LEDAMOT) | Q(inkallad_for__isnull=False))
    return [
        Vantar(f"Svara på kallelsen: {k.sammantrade}", k.svarslank, under=f"Sammanträdet är {k.sammantrade.dag}.")
        for k in vantande.select_related("sammantrade__organ").order_by("sammantrade__datum")
    ]


@require_safe
@require(can_see_min_dag)
def min_dag(request):
    user, today = request.user, timezone.localdate()
    mina_organ = user.behorighet.organ
    forsenade, lista = forsenade_for(user, today)
    sena = forsenade.order_by("frist", "pk").select_related("serie", "forvaltning", "mottagande_organ", "ansvarig")
    sena = list(sena.annotate(antal=Window(Count("pk")))[:MOST])
    svarar = svarar_for(user, today)
    kommande = Sammantrade.objects.visible_to(user).kommande(today).select_related("organ")
    return render(
        request,
        "uppdrag/min_dag.html",
        {
            "today": today,
            "vantar": [
                *protokoll_att_justera(user, today),
                *_motena(user, today),
                *lagens_dagar(user, today),
                *_kallelser_att_svara_pa(user, today),
                *inbjudningar_att_avgora(user, today),
                *expedieringar(user),
                *att_anmala(user, today),
                *reserapporter(user, today),
                *uppdrag_som_vantar(user, svarar=svarar, today=today),
                *pa_vag_till_beslut(user),
                *inlasningar(user),
            ],
            "far_anmala_franvaro": can_register_franvaro(user),
            "forsenade": sena,
            "antal_forsenade": sena[0].antal if sena else 0,
            "forsenade_i_listan": urlencode(lista),
            "mina": mina_uppdrag(user)[:MOST] if user.behorighet.person_id in svarar else (),
            "kommande": (kommande.filter(organ__in=mina_organ) if mina_organ else kommande)[:5],
        },
    )

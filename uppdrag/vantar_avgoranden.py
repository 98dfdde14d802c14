"""Invitations that must be answered before the organ meets: the chair decides, and the secretary sees to it."""

from datetime import date

from django.urls import reverse

from kommun.kalender import dag_i_ord, relativ_dag
from protokoll.inbjudan.urval import gar_ut_fore_motet
from protokoll.models import Inbjudan
from uppdrag.vantar import Vantar

MOST = 5


def inbjudningar_att_avgora(user, today: date) -> list[Vantar]:
    """Those whose last day to register is still to come; what has gone by is past mending."""
    organ = user.behorighet.sekreterare_i | user.behorighet.ordforande_i
    if not organ:
        return []
    synliga = Inbjudan.objects.visible_to(user)
    alla = synliga.filter(organ__in=organ, organ__behandlar_inbjudningar=True, sista_anmalan__gte=today)
    return [
        Vantar(
            f"Avgör inbjudan: {(i.titel or i.inbjudan)[:80]}",
            reverse("protokoll:inbjudan-avgor", args=[i.pk]),
            i.sista_anmalan,
            f"Anmälan går ut {dag_i_ord(i.sista_anmalan)} ({relativ_dag(i.sista_anmalan, today=today)}), före mötet",
            ("Går ut före mötet", "varning"),
        )
        for i in gar_ut_fore_motet(alla, today=today).order_by("sista_anmalan", "pk")[:MOST]
    ]

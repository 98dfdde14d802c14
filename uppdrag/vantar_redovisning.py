"""What *Min dag* tells of uppdrag on their way to a decision (the secretary), and of those one answers for."""

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from kommun.models import Tjanst
from uppdrag import redovisning
from uppdrag.models import Uppdrag
from uppdrag.urval import egna_och_forvaltningens
from uppdrag.vantar import Vantar


def pa_vag_till_beslut(user) -> list[Vantar]:
    """Reported and on no dagordning yet; proposed and not decided. Two queries for a secretary."""
    organ = user.behorighet.sekreterare_i
    if not organ:
        return []
    alla = Uppdrag.objects.visible_to(user)
    att_satta_upp = redovisning.att_satta_upp(organ)
    foreslagna = alla.filter(Q(givare__in=organ) | Q(beslut__paragraf__organ__in=organ), lage=Uppdrag.Lage.FORESLAGET)
    lista = reverse("uppdrag:uppdragen")
    ut = []
    if antal := att_satta_upp.count():
        ord_ = "besvarat" if antal == 1 else "besvarade"
        ut.append(
            Vantar(
                f"{antal} {ord_} uppdrag står inte på någon dagordning",
                reverse("uppdrag:pa-dagordning"),
                under="Sätt upp dem till nästa sammanträde, så att organet kan besluta om dem.",
            )
        )
    if antal := foreslagna.count():
        ut.append(
            Vantar(
                f"{antal} {'föreslaget' if antal == 1 else 'föreslagna'} uppdrag väntar på beslut",
                f"{lista}?organ=&lage=foreslaget",
                under="De börjar gälla när det högre organet har beslutat.",
            )
        )
    return ut


def mina_uppdrag(user) -> QuerySet:
    """The open ones the person answers for, each with the meeting and the last day of its report."""
    person = user.behorighet.person_id
    alla = Uppdrag.objects.visible_to(user).oppna()
    mina = alla.filter(ansvarig=person) if person else alla.none()
    return mina.med_rapportmote().med_stoppdag().select_related("serie", "rapporteras_till").order_by("frist", "pk")


def forsenade_for(user, today: date) -> tuple[QuerySet, dict[str, str]]:
    """The late ones that are the person's to see to, and what the list is asked to show them.

    Of the organ for whoever works with one; one's own and those of one's förvaltning for the others; all for whoever
    has neither, the auditor and the administrator.
    """
    alla = Uppdrag.objects.visible_to(user).forsenade(today)
    fraga = {"organ": "", "lage": "forsenade"}
    behorighet = user.behorighet
    if behorighet.organ:
        return alla.i_organ(behorighet.organ), fraga | {"vems": "organ"}
    if behorighet.tjansteroller & {Tjanst.Roll.HANDLAGGARE, Tjanst.Roll.FORVALTNINGSCHEF}:
        return egna_och_forvaltningens(alla, user, today), fraga | {"vems": "forvaltning"}
    return alla, fraga

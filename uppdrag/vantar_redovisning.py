"""What *Min dag* tells of uppdrag on their way to a decision (the secretary), and of those one answers for."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from kommun.forvaltningstrad import Forvaltningstrad
from protokoll.models import Sammantrade
from uppdrag.models import Redovisning, Uppdrag
from uppdrag.vantar import Vantar

_PA_VAG = (Sammantrade.Lage.PLANERAT, Sammantrade.Lage.PAGAR)


def pa_vag_till_beslut(user) -> list[Vantar]:
    """Reported and on no dagordning yet; proposed and not decided. Two queries for a secretary."""
    organ = user.behorighet.sekreterare_i
    if not organ:
        return []
    pa_dagordning = Redovisning.objects.filter(
        uppdrag=OuterRef("pk"), utfall="", paragraf__utfall="", paragraf__sammantrade__lage__in=_PA_VAG
    )
    alla = Uppdrag.objects.visible_to(user)
    rapporterade = alla.filter(~Exists(pa_dagordning), lage=Uppdrag.Lage.ATERRAPPORTERAT, rapporteras_till__in=organ)
    foreslagna = alla.filter(Q(givare__in=organ) | Q(beslut__paragraf__organ__in=organ), lage=Uppdrag.Lage.FORESLAGET)
    lista = reverse("uppdrag:uppdragen")
    ut = []
    if antal := rapporterade.count():
        ord_ = "återrapporterat" if antal == 1 else "återrapporterade"
        ut.append(
            Vantar(
                f"{antal} {ord_} uppdrag står inte på någon dagordning",
                f"{lista}?organ=&lage=aterrapporterat",
                under="Sätt upp dem till nästa sammanträde, så att organet kan avsluta dem.",
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
    """The late ones that are the person's to see to, and what the list is asked to show them."""
    alla = Uppdrag.objects.visible_to(user).forsenade(today)
    fraga = {"organ": "", "lage": "forsenade"}
    behorighet = user.behorighet
    if behorighet.organ:
        return alla.i_organ(behorighet.organ), fraga | {"vems": "organ"}
    if behorighet.chef_for:
        if len(behorighet.chef_for) == 1:
            fraga["forvaltning"] = str(next(iter(behorighet.chef_for)))
        return alla.filter(forvaltning__in=Forvaltningstrad().under(behorighet.chef_for)), fraga
    return alla, fraga

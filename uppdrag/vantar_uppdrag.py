"""What *Min dag* says of uppdrag: reports that are asked for, and what is about to be left lying."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kommun.kalender import dag_i_ord, relativ_dag
from kommun.models import Franvaro
from uppdrag.models import Uppdrag
from uppdrag.overlamningslage import slutar_snart
from uppdrag.paminnelselage import inte_framme, mina_uppdrag, utan_rapportdag
from uppdrag.permissions import can_hand_over, uppdrag_att_lamna_over
from uppdrag.vantar import Vantar

MEST = 10


def svarar_for(user, today: date) -> frozenset[int]:
    """The user, and those whom the user stands in for, when any of them answers for an open uppdrag. To work out the
    days of their reports is dear, and most who keep the minutes answer for none. Also for one that the user does not
    read: whoever goes on from here asks for the visible ones."""
    person = user.behorighet.person_id
    if not person:
        return frozenset()
    ersatta = Franvaro.objects.gallande(today).filter(ersattare=person).values("person")
    oppna = Uppdrag.objects.oppna().filter(Q(ansvarig=person) | Q(ansvarig__in=ersatta))
    return frozenset(oppna.order_by().values_list("ansvarig", flat=True).distinct())


def uppdrag_som_vantar(user, *, svarar: frozenset[int], today: date) -> list[Vantar]:
    """`svarar` as `svarar_for` says."""
    return [*_att_rapportera(user, svarar, today), *_brev(user), *_utan_rapportdag(user), *_utan_ansvarig(user, today)]


def _att_rapportera(user, svarar: frozenset[int], today: date) -> list[Vantar]:
    """The user's own, and those of whoever the user stands in for; seen here also when no mail came."""
    if not svarar:
        return []
    person = user.behorighet.person_id
    mina = Uppdrag.objects.visible_to(user).filter(ansvarig__in=svarar)
    rader = mina.att_rapportera(today).select_related("serie", "ansvarig").order_by("stopp", "pk")[:MEST]
    ut = []
    for u in rader:
        nar = f"Rapporten lämnas senast {dag_i_ord(u.stopp)} ({relativ_dag(u.stopp, today=today)})"
        if u.ansvarig_id != person:
            nar += f". Du ersätter {u.ansvarig.namn}"
        ut.append(
            Vantar(
                f"Dags att rapportera: {u.beteckning} {_kort(u.text)}",
                reverse("uppdrag:svara", args=[u.pk]),
                u.stopp,
                nar,
            )
        )
    return ut


def _kort(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:89]}…"


def _brev(user) -> list[Vantar]:
    if not user.behorighet.ar_sekreterare:
        return []
    antal = inte_framme(user, nu=timezone.now()).values("till", "utskick").distinct().count()
    if not antal:
        return []
    ord_ = "1 påminnelse har" if antal == 1 else f"{antal} påminnelser har"
    return [Vantar(f"{ord_} inte kommit fram", f"{reverse('uppdrag:paminnelser')}?visa=atgarda")]


def _utan_rapportdag(user) -> list[Vantar]:
    if not user.behorighet.ar_sekreterare:
        return []
    antal = utan_rapportdag(mina_uppdrag(user)).count()
    if not antal:
        return []
    ord_ = "1 uppdrag har" if antal == 1 else f"{antal} uppdrag har"
    adress = f"{reverse('uppdrag:paminnelser')}?visa=atgarda#utan-dag"
    return [Vantar(f"{ord_} varken frist eller dag för nästa rapport", adress, under="Ingen påminns om dem.")]


def _utan_ansvarig(user, today: date) -> list[Vantar]:
    """For whoever can do something about it: uppdrag that nobody answers for, or soon nobody."""
    if not can_hand_over(user):
        return []
    mina = uppdrag_att_lamna_over(user)
    ut = []
    if antal := mina.utan_ansvarig_i_tjanst(today).count():
        ord_ = "1 uppdrag har" if antal == 1 else f"{antal} uppdrag har"
        lista = f"{reverse('uppdrag:uppdragen')}?organ=&lage=utan_ansvarig"
        ut.append(Vantar(f"{ord_} ingen ansvarig i tjänst", lista, under="Utse någon, så blir de inte liggande."))
    for s in slutar_snart(mina, today=today)[:MEST]:
        ut.append(Vantar(f"Lämna över uppdragen från {s.namn}", s.url, under=s.mening))
    return ut

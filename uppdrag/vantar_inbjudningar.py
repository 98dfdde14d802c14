"""Events that somebody is to be registered for, or to tell of."""

from datetime import date

from django.urls import reverse

from kommun.kalender import dag_i_ord, relativ_dag
from protokoll.inbjudan import anmalningar, evenemang, reserapport
from protokoll.inbjudan.bokning import att_gora, kvar
from protokoll.models import Inbjudan
from uppdrag.vantar import Vantar

# So many days before the last day to register it gets a chip.
SNART = 3


def att_anmala(user, today: date) -> list[Vantar]:
    """What is not registered or booked, for whoever does it; the last day to register first."""
    vilka = att_gora(today).filter(pk__in=anmalningar.hos(user).values("pk")).order_by("sista_anmalan", "borjar", "pk")
    return [_rad(i, today) for i in anmalningar.med_deltagare(vilka)]


def _rad(inbjudan: Inbjudan, today: date) -> Vantar:
    saknar = [(d, kvar(anmalningar.bokningen(d))) for d in inbjudan.deltagandena.all()]
    oanmalda = [d.namn for d, vad in saknar if "anmälan" in vad]
    url, rubrik, senast = reverse("protokoll:bokning", args=[inbjudan.pk]), evenemang.rubrik(inbjudan), None
    if not oanmalda:
        vad = [v for v in ("resa", "boende") if any(v in rad for _, rad in saknar)]
        nar = evenemang.nar(inbjudan)
        return Vantar(f"Boka {evenemang.upprakning(vad)}: {rubrik}", url, under=f"{nar[:1].upper()}{nar[1:]}")
    under, chip = evenemang.upprakning(oanmalda), None
    if senast := inbjudan.sista_anmalan:
        under += f". Sista anmälningsdag {dag_i_ord(senast)} ({relativ_dag(senast, today=today)})"
        if 0 <= (senast - today).days <= SNART:
            chip = (relativ_dag(senast, today=today).capitalize(), "varning")
    return Vantar(f"Anmäl till {rubrik}", url, senast, f"{under}.", chip)


def reserapporter(user, today: date) -> list[Vantar]:
    """The user's own rapport to write; and for who keeps the minutes those that are to be taken up."""
    rader, person = [], user.behorighet.person_id
    for d in reserapport.vantade(today).filter(person=person) if person else ():
        url = reverse("protokoll:reserapport", args=[d.inbjudan_id])
        rader.append(Vantar(f"Skriv en rapport från {evenemang.rubrik(d.inbjudan)}", url, under="Några rader räcker."))
    if not user.behorighet.sekreterare_i:
        return rader
    vantar = reserapport.att_ta_upp(user.behorighet.sekreterare_i).select_related("inbjudan", "person")
    per_inbjudan: dict[Inbjudan, list[str]] = {}
    for r in vantar.order_by("inbjudan", "inlamnad"):
        per_inbjudan.setdefault(r.inbjudan, []).append(r.person.namn)
    for inbjudan, namnen in per_inbjudan.items():
        url = f"{reverse('protokoll:reserapport', args=[inbjudan.pk])}?at=1"
        text = f"Rapport att lägga på dagordningen: {evenemang.rubrik(inbjudan)}"
        rader.append(Vantar(text, url, under=f"Från {evenemang.upprakning(namnen)}."))
    return rader

"""What somebody is told who takes over uppdrag, for good or while another is away."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse

from kommun.kalender import dag_i_ord
from kommun.models import Forvaltning, Franvaro, Person
from uppdrag.models import Uppdrag
from uppdrag.paminnelsebrev import MEST, Brev, las_uppdragen, om_uppdraget, uppdragen_i_ord
from uppdrag.svarslank import svarslank

__all__ = ["ersatter", "las_uppdragen", "overlamnat"]


def overlamnat(
    person: Person,
    uppdragen: list[Uppdrag],
    *,
    ansvarig: Person | None,
    forvaltning: Forvaltning | None,
    skal: str,
    by,
    today: date,
) -> Brev:
    antal = uppdragen_i_ord(len(uppdragen))
    if ansvarig == person:
        amne, ingress = f"Du svarar nu för {antal}", f"{by} har lämnat över {antal} till dig."
    elif ansvarig:
        amne = f"{antal} till {ansvarig.namn}, som du ersätter"
        ingress = f"{by} har lämnat över {antal} till {ansvarig.namn}, som är frånvarande och som du ersätter."
    else:
        amne = f"{antal} till {forvaltning.namn}, utan ansvarig"
        ingress = f"{by} har lämnat över {antal} till {forvaltning.namn}. Utse vem som ska svara för uppdragen."
    return amne, _brev(person, [ingress, f"Skäl: {skal}"], uppdragen, today, svarar=True)


def ersatter(person: Person, franvaro: Franvaro, uppdragen: list[Uppdrag], *, today: date) -> Brev:
    slut = f" till och med {dag_i_ord(franvaro.till)}" if franvaro.till else " tills vidare"
    ingress = (
        f"{franvaro.person.namn} är frånvarande från {dag_i_ord(franvaro.fran)}{slut}, och du är den som tar hand om "
        f"uppdragen så länge. Just nu är det {uppdragen_i_ord(len(uppdragen))}. Påminnelserna kommer också till dig."
    )
    return f"Du ersätter {franvaro.person.namn}", _brev(
        person, [ingress], uppdragen, today, svarar=franvaro.fran <= today
    )


def _brev(person: Person, stycken: Iterable[str], uppdragen: list[Uppdrag], today: date, *, svarar: bool) -> str:
    """`svarar` when the person answers for them from today, so that the personal links live."""
    sist = date.max
    i_ordning = sorted(uppdragen, key=lambda u: (u.stopp or u.frist or sist, u.pk))
    text = [f"Hej {person.namn}!", *stycken]
    for u in i_ordning[:MEST]:
        oppet = svarar and u.lage == Uppdrag.Lage.PAGAR and not u.hemligt
        lank = svarslank(u, person) if oppet else settings.WEBBADRESS + u.get_absolute_url()
        text.append("\n".join([*om_uppdraget(u, today=today), lank]))
    if len(i_ordning) > MEST:
        lista = settings.WEBBADRESS + reverse("uppdrag:uppdragen")
        text.append(f"Och {len(i_ordning) - MEST} uppdrag till. Alla finns här:\n{lista}")
    return "\n\n".join(text) + "\n"

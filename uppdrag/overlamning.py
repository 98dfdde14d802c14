"""Handing uppdrag over to somebody else, several at once, with a reason."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from kommun import utskick
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Forvaltning, Person, Tjanst
from protokoll.kallelse import adress
from uppdrag import overlamningsbrev
from uppdrag.models import Uppdrag
from uppdrag.paminnelsemottagare import Mottagarkarta

# A closed uppdrag stays with whoever had it.
LAGEN = (Uppdrag.Lage.FORESLAGET, *Uppdrag.OPPNA)


@transaction.atomic
def lamna_over(
    uppdragen: Collection[int],
    *,
    skal: str,
    by,
    nyckel: UUID,
    today: date,
    ansvarig: Person | None = None,
    forvaltning: Forvaltning | None = None,
) -> list[Uppdrag]:
    """Give the uppdrag a new ansvarig, a new förvaltning or both, all or none; those that changed are returned.

    A förvaltning alone leaves them without ansvarig, and its head is told. The same again changes nothing. Raises
    DomanFel when a reason or receiver is missing, the receiver is not there any more, or an uppdrag is closed.
    """
    skal = " ".join(skal.split())
    _kontrollera(uppdragen, skal, ansvarig, forvaltning, today)
    rader = list(
        Uppdrag.objects.select_for_update(of=("self",))
        .select_related("serie", "ansvarig", "forvaltning", "mottagande_organ")
        .filter(pk__in=uppdragen)
        .order_by("pk")
    )
    if stangda := [u.beteckning for u in rader if u.lage not in LAGEN]:
        ar, det = ("är stängt", "det") if len(stangda) == 1 else ("är stängda", "dem")
        raise DomanFel(f"{', '.join(stangda)} {ar} och kan inte lämnas över. Välj bort {det} och försök igen.")
    flyttade = []
    for u in rader:
        fore, fran = (u.ansvarig_id, u.forvaltning_id), u.mottagare
        u.ansvarig, u.forvaltning = ansvarig, forvaltning or u.forvaltning
        if (u.ansvarig_id, u.forvaltning_id) == fore:
            continue
        flyttade.append(spara(u, by=by, reason=f"Lämnade över från {fran} till {u.mottagare}: {skal}"))
    if flyttade:
        _beratta(flyttade, ansvarig, forvaltning, skal=skal, by=by, nyckel=nyckel, today=today)
    return flyttade


def _kontrollera(uppdragen, skal, ansvarig, forvaltning, today: date) -> None:
    if not uppdragen:
        raise DomanFel("Välj minst ett uppdrag att lämna över.")
    if not ansvarig and not forvaltning:
        raise DomanFel("Välj vem som tar över: en person, en förvaltning eller båda.")
    if not skal:
        raise DomanFel("Skriv varför uppdragen lämnas över.")
    if ansvarig and not Tjanst.objects.gallande(today).filter(person=ansvarig).exists():
        raise DomanFel(f"{ansvarig.namn} har ingen tjänst i dag och kan inte ta över. Välj någon annan.")
    if forvaltning and forvaltning.upphord and forvaltning.upphord <= today:
        raise DomanFel(f"{forvaltning.namn} har upphört. Välj en annan förvaltning.")


def _beratta(flyttade, ansvarig, forvaltning, *, skal, by, nyckel: UUID, today: date) -> None:
    """A mail to whoever answers for them now, and to whoever stands in."""
    vem = (ansvarig and ansvarig.pk, forvaltning and forvaltning.pk, None)
    uppdragen = overlamningsbrev.las_uppdragen([u.pk for u in flyttade])
    om = {"ansvarig": ansvarig, "forvaltning": forvaltning, "skal": skal, "by": by, "today": today}
    mottagare = Mottagarkarta(today).ansvariga(*vem)
    for person in Person.objects.select_related("user").filter(pk__in=mottagare):
        if till := adress(person):
            amne, text = overlamningsbrev.overlamnat(person, list(uppdragen.values()), **om)
            utskick.lagg(nyckel=f"overlamning:{nyckel}:{person.pk}", till=till, amne=amne, text=text)

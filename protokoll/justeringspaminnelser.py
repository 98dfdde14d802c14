"""Reminding those who adjust a protokoll when its last day is near, and once when it has passed.

Run once a day, together with the reminders of uppdrag (`manage.py skicka_paminnelser`). What has been said is known by
the key of its mail: run as often as anybody likes, each is said once, and a missed day is made up.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from kommun import utskick
from kommun.models import Person, Utskick
from protokoll import justeringsbrev
from protokoll.frister import justeringspaminnelse
from protokoll.frysning import senaste
from protokoll.justering import saknade
from protokoll.kallelse import adress
from protokoll.models import Protokoll, Protokollsversion


@dataclass(frozen=True)
class Forfallen:
    """Somebody who is to be reminded of a version; `steg` is "snart" or "sen"."""

    version: Protokollsversion
    person: Person
    steg: str

    @property
    def nyckel(self) -> str:
        return f"justeringspaminnelse:{self.version.pk}:{self.person.pk}:{self.steg}"


def forfallna(today: date) -> list[Forfallen]:
    """Who has a frozen protokoll before them, has not approved it, and has not been told so yet."""
    frysta = Protokoll.objects.filter(lage=Protokoll.Lage.FRYST, justerat_genom=Protokoll.Satt.GODKANNANDE)
    ut = []
    for protokoll in frysta.select_related("sammantrade__organ").order_by("pk"):
        version = senaste(protokoll)
        fryst = timezone.localdate(_frystes(protokoll, version))
        steg = justeringspaminnelse(protokoll.justeras_senast, skickad=fryst, today=today)
        if steg:
            version.protokoll = protokoll
            personer = {u.person_id: u.person for u in saknade(protokoll, version)}
            ut += [Forfallen(version, person, steg) for person in personer.values()]
    sagda = set(Utskick.objects.filter(nyckel__in=[f.nyckel for f in ut]).values_list("nyckel", flat=True))
    return [f for f in ut if f.nyckel not in sagda]


def _frystes(protokoll: Protokoll, version: Protokollsversion):
    """When it was put before them: the same version can be frozen a second time."""
    rad = protokoll.history.filter(lage=Protokoll.Lage.FRYST).order_by("-history_date").first()
    return rad.history_date if rad else version.skapad


def paminn(today: date) -> int:
    """Write the mails that are due; how many."""
    return sum(_paminn(f, today=today) for f in forfallna(today))


@transaction.atomic
def _paminn(f: Forfallen, *, today: date) -> bool:
    protokoll = (
        Protokoll.objects.select_for_update(of=("self",), no_key=True)
        .select_related("sammantrade__organ")
        .get(pk=f.version.protokoll_id)
    )
    # Read again under the lock: it may have been approved or taken back meanwhile.
    kvar = {u.person_id for u in saknade(protokoll, f.version)}
    if protokoll.lage != Protokoll.Lage.FRYST or senaste(protokoll) != f.version or f.person.pk not in kvar:
        return False
    if not (till := adress(f.person)):
        return False
    senast = protokoll.justeras_senast
    amne, text = justeringsbrev.paminnelse(protokoll, f.person, senast=senast, today=today)
    utskick.lagg(nyckel=f.nyckel, till=till, amne=amne, text=text)
    return True

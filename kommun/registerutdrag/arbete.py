"""A gathering is ordered on a page and done by a worker (kommun.bakgrund): it reads every table once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kommun import bakgrund
from kommun.fel import DomanFel
from kommun.granskning import anteckning
from kommun.models import Person, Registerutdrag, User
from kommun.registerutdrag.sokning import genomsok

Lage = Registerutdrag.Lage

OVANTAT = "Något gick fel på servern. Felet är skrivet i loggen; säg till den som sköter driften."
# What was gathered has served when it is handed over (GDPR art. 5.1 e).
GALLRAS_EFTER = timedelta(days=90)


@transaction.atomic
def bestall(*, namn: str, epost: str, person: Person | None, dnr: str, nyckel: UUID, by: User) -> Registerutdrag:
    """The same form orders once."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    if tidigare := Registerutdrag.objects.filter(nyckel=nyckel).first():
        return tidigare
    if person:
        namn, epost = namn or person.namn, epost or person.epost
    if not (namn or epost):
        raise DomanFel("Skriv ett namn eller en e-postadress att söka efter.")
    ny = Registerutdrag.objects.create(namn=namn, epost=epost, person=person, dnr=dnr, nyckel=nyckel, av=by)
    anteckning.handlar_om(str(ny), nyckel=f"registerutdrag:{ny.pk}")
    anteckning.med_ord("Beställde ett registerutdrag")
    gor_registerutdrag.enqueue(ny.pk)
    ny.refresh_from_db()
    return ny


@bakgrund.arbete("Göra ett registerutdrag", langt=True)
def gor_registerutdrag(pk: int) -> None:
    """Done again it gives what is held then. Cut off anywhere it leaves nothing half said."""
    utdrag = Registerutdrag.objects.select_related("person", "av__person").filter(pk=pk).first()
    if utdrag is None or utdrag.lage == Lage.KLART or utdrag.pseudonymiserat:
        return
    rad = Registerutdrag.objects.filter(pk=pk)
    rad.update(lage=Lage.PAGAR, fel="")
    try:
        innehall = genomsok(utdrag, framsteg=lambda klara, alla: rad.update(klara=klara, alla=alla))
    except Exception:
        rad.update(lage=Lage.FEL, fel=OVANTAT)
        raise
    rad.filter(pseudonymiserat=None).update(lage=Lage.KLART, innehall=innehall, sokt=timezone.now())


def gallra(*, nu: datetime) -> int:
    """What was gathered goes; that somebody's data were made anonymous stays, without the name."""
    gamla = Registerutdrag.objects.filter(tid__lt=nu - GALLRAS_EFTER)
    return gamla.filter(pseudonymiserat=None).delete()[0]

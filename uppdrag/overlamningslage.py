"""Whose uppdrag are about to be nobody's: those who have left, and those who leave soon. Reads, never writes."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.urls import reverse

from kommun.kalender import dag_i_ord
from kommun.models import Mandat, Tjanst

FORVARNING_DAGAR = 30


@dataclass(frozen=True)
class Slutar:
    """Somebody with open uppdrag whose tjänst has ended, or ends on a day that is near."""

    person: int
    namn: str
    dag: date | None
    antal: int
    har_slutat: bool

    @property
    def mening(self) -> str:
        antal = f"{self.antal} {'öppet' if self.antal == 1 else 'öppna'} uppdrag"
        if self.dag is None:
            return f"Har ingen tjänst och {antal}."
        return f"{'Slutade' if self.har_slutat else 'Slutar'} {dag_i_ord(self.dag)} och har {antal}."

    @property
    def url(self) -> str:
        return f"{reverse('uppdrag:lamna-over')}?person={self.person}"


def slutar_snart(uppdragen: QuerySet, *, today: date) -> list[Slutar]:
    """Of the uppdrag given: who has left and who leaves within thirty days, the first first. One query."""
    senare = Tjanst.objects.filter(person=OuterRef("ansvarig")).filter(
        Q(till=None) | Q(till__gt=today + timedelta(days=FORVARNING_DAGAR))
    )
    vald = Mandat.objects.gallande(today).filter(person=OuterRef("ansvarig"))
    rader = (
        uppdragen.oppna()
        .filter(~Exists(senare), ~Exists(vald), ansvarig__isnull=False)
        .values("ansvarig", namn=F("ansvarig__namn"))
        .annotate(antal=Count("pk", distinct=True), dag=Max("ansvarig__tjansterna__till"))
        .order_by("dag", "namn", "ansvarig")
    )
    return [
        Slutar(r["ansvarig"], r["namn"], r["dag"], r["antal"], har_slutat=r["dag"] is None or r["dag"] < today)
        for r in rader
    ]

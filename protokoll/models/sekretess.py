"""Who reads a § with sekretess, and what everybody else does not find.

It is read by the secretaries of its organ, by those who sign its protokoll, and by its readers of the day. One rule in
two forms: `lasbart` for the database and `far_lasa` for one §; a test runs both over the same rows.
"""

from datetime import date

from django.db import models
from django.db.models import F, Q, QuerySet

from kommun.history import TrackedModel, TrackedQuerySet
from kommun.models import Person
from protokoll.models.handling import Protokoll, Underskrift
from protokoll.models.paragraf import Paragraf


class SekretesslasareQuerySet(TrackedQuerySet):
    def gallande(self, today: date):
        return self.filter(Q(till=None) | Q(till__gte=today), fran__lte=today)


class Sekretesslasare(TrackedModel):
    """Somebody who reads a § with sekretess, from a day, to a day or until further notice. Never deleted, ended."""

    paragraf = models.ForeignKey(
        Paragraf, on_delete=models.PROTECT, related_name="sekretesslasarna", verbose_name="paragraf"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="sekretesslasningarna", verbose_name="person"
    )
    skal = models.CharField("varför", max_length=300)
    fran = models.DateField("från och med")
    till = models.DateField("till och med", null=True, blank=True)

    objects = SekretesslasareQuerySet.as_manager()

    class Meta:
        verbose_name = "läsare av paragraf med sekretess"
        verbose_name_plural = "läsare av paragrafer med sekretess"
        ordering = ["paragraf", "fran", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(till=None) | Q(till__gte=F("fran")),
                name="sekretesslasare_ends_after_start",
                violation_error_message="Den sista dagen är före den första.",
            ),
            models.UniqueConstraint(
                fields=["paragraf", "person"],
                condition=Q(till=None),
                name="sekretesslasare_once_until_further_notice",
                violation_error_message="Personen läser redan paragrafen tills vidare.",
            ),
        ]

    def __str__(self):
        return f"{self.person} läser {self.paragraf}"

    def galler(self, today: date) -> bool:
        return self.fran <= today and (self.till is None or self.till >= today)


def far_lasa(user, paragraf: Paragraf, *, today: date | None = None) -> bool:
    """The same rule as `lasbart`, of one § (reads protokoll.underskrifterna and sekretesslasarna)."""
    vem = user.behorighet
    if not vem.har_insyn:
        return False
    if not paragraf.ar_hemlig or paragraf.organ_id in vem.sekreterare_i:
        return True
    if vem.person_id is None:
        return False
    underskrifter = paragraf.protokoll.underskrifterna.all() if paragraf.protokoll_id else ()
    if any(u.person_id == vem.person_id for u in underskrifter):
        return True
    dag = today or vem.dag
    return any(x.person_id == vem.person_id and x.galler(dag) for x in paragraf.sekretesslasarna.all())


def _andras(user, today: date | None) -> QuerySet[Paragraf]:
    """Such §§ that the user would not read if they had sekretess."""
    vem = user.behorighet
    andras = Paragraf.objects.order_by().exclude(organ__in=vem.sekreterare_i)
    if vem.person_id is None:
        return andras
    mina = Sekretesslasare.objects.gallande(today or vem.dag).filter(person=vem.person_id)
    skrivs_under = Underskrift.objects.filter(person=vem.person_id)
    return andras.exclude(pk__in=mina.order_by().values("paragraf")).exclude(
        protokoll__in=skrivs_under.order_by().values("protokoll")
    )


def dolda(user, *, today: date | None = None) -> tuple[QuerySet, QuerySet]:
    """The keys of the §§ with sekretess that the user does not read: the marked, and those in a protokoll of that kind.

    Two, since each is found by its own index, and a million open §§ are not read for it.
    """
    andras = _andras(user, today)
    return (
        andras.filter(sekretess__gt="").values("pk"),
        andras.filter(protokoll__slag=Protokoll.Slag.SEKRETESS).values("pk"),
    )


def lasbart(user, vag: str = "", *, today: date | None = None) -> Q:
    """What hangs on no § that is hidden from the user; `vag` is the way to the §: "beslut__paragraf"."""
    markta, i_protokoll = dolda(user, today=today)
    falt = f"{vag or 'pk'}__in"
    return ~Q(**{falt: markta}) & ~Q(**{falt: i_protokoll})


def lasta_hemliga(user) -> frozenset[int]:
    """The keys of the §§ with sekretess that the user reads as the one who signs, or as a reader (one query)."""
    vem = user.behorighet
    if vem.person_id is None:
        return frozenset()
    mina = Sekretesslasare.objects.gallande(vem.dag).filter(person=vem.person_id).values("paragraf")
    skrivs_under = Underskrift.objects.filter(person=vem.person_id, protokoll__slag=Protokoll.Slag.SEKRETESS)
    lasta = Paragraf.objects.order_by().filter(Q(pk__in=mina) | Q(protokoll__in=skrivs_under.values("protokoll")))
    return frozenset(lasta.hemliga().values_list("pk", flat=True))


def dolda_protokoll(user) -> QuerySet:
    """The protokoll kept for themselves that hold some § hidden from the user."""
    return _andras(user, None).filter(protokoll__slag=Protokoll.Slag.SEKRETESS).values("protokoll")

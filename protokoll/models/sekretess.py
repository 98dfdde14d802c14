"""Who reads a § with sekretess, and what everybody else does not find.

It is read by the secretaries of its organ, by those who sign its protokoll, and by its readers of the day. One rule in
two forms: `lasbart` for the database and `far_lasa` for one §; a test runs both over the same rows.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from kommun.history import TrackedModel, TrackedQuerySet
from kommun.models import Person, Tjanst
from protokoll.models.handling import Protokoll, Underskrift
from protokoll.models.paragraf import Paragraf

ALLA = "Alla som har en roll"


class SekretesslasareQuerySet(TrackedQuerySet):
    def for_person(self, person_id: int | None):
        return self.filter(Q(person=person_id) | Q(person=None)) if person_id else self.filter(person=None)

    def gallande(self, today: date):
        return self.filter(Q(till=None) | Q(till__gte=today), fran__lte=today)


class Sekretesslasare(TrackedModel):
    """Somebody who reads a § with sekretess, from a day, to a day or until further notice. Never deleted, ended."""

    paragraf = models.ForeignKey(
        Paragraf, on_delete=models.PROTECT, related_name="sekretesslasarna", verbose_name="paragraf"
    )
    # Null is all who have a role: what a locked § comes to when the sekretess no longer holds. Its mark stays.
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sekretesslasningarna",
        verbose_name="person",
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
        return f"{self.vem} läser {self.paragraf}"

    @property
    def vem(self) -> str:
        return str(self.person) if self.person_id else ALLA

    def galler(self, today: date) -> bool:
        return self.fran <= today and (self.till is None or self.till >= today)


def far_lasa(user, paragraf: Paragraf, *, today: date | None = None) -> bool:
    """The same rule as `lasbart`, of one § (reads protokoll.underskrifterna and sekretesslasarna)."""
    vem = user.behorighet
    if not vem.har_insyn:
        return False
    if not paragraf.ar_hemlig or paragraf.organ_id in vem.sekreterare_i:
        return True
    dag = today or vem.dag
    if any(x.person_id in (None, vem.person_id) and x.galler(dag) for x in paragraf.sekretesslasarna.all()):
        return True
    underskrifter = paragraf.protokoll.underskrifterna.all() if paragraf.protokoll_id else ()
    return vem.person_id is not None and any(u.person_id == vem.person_id for u in underskrifter)


def lasarna(paragraf: Paragraf, *, today: date) -> frozenset[int]:
    """The keys of the people who read it if it has sekretess, as long as they have a role. Three queries."""
    sekreterare = Tjanst.objects.gallande(today).filter(roll=Tjanst.Roll.SEKRETERARE, organ=paragraf.organ_id)
    skriver_under = Underskrift.objects.filter(protokoll=paragraf.protokoll_id)
    insyn = paragraf.sekretesslasarna.gallande(today)
    if insyn.filter(person=None).exists():
        insyn = Person.objects.annotate(person=F("pk"))
    rader = (sekreterare, skriver_under, insyn)
    return frozenset(pk for r in rader for pk in r.order_by().values_list("person", flat=True))


def _andras(sekreterare_i: frozenset[int], person_id: int | None, dag: date) -> QuerySet[Paragraf]:
    """Such §§ that one who is this would not read if they had sekretess."""
    mina = Sekretesslasare.objects.gallande(dag).for_person(person_id).order_by()
    andras = Paragraf.objects.order_by().exclude(organ__in=sekreterare_i).exclude(pk__in=mina.values("paragraf"))
    if person_id is None:
        return andras
    skrivs_under = Underskrift.objects.filter(person=person_id).order_by()
    return andras.exclude(protokoll__in=skrivs_under.values("protokoll"))


def _markta_och_i_protokoll(*vem) -> tuple[QuerySet, QuerySet]:
    """Two, since each is found by its own index, and a million open §§ are not read for it."""
    andras = _andras(*vem)
    return (
        andras.filter(sekretess__gt="").values("pk"),
        andras.filter(protokoll__slag=Protokoll.Slag.SEKRETESS).values("pk"),
    )


def _vem(user, today: date | None) -> tuple[frozenset[int], int | None, date]:
    vem = user.behorighet
    return vem.sekreterare_i, vem.person_id, today or vem.dag


def dolda(user, *, today: date | None = None) -> tuple[QuerySet, QuerySet]:
    """The keys of the §§ that the user does not read: the marked, and those in a protokoll of that kind."""
    return _markta_och_i_protokoll(*_vem(user, today))


@lru_cache(maxsize=2048)
def _sql(fraga: Callable[[RawSQL], QuerySet] | None, *vem) -> tuple[str, tuple]:
    """Each page asks several times and each person the same: put together once, as text. No row is kept here."""
    if fraga is None:
        markta, i_protokoll = _markta_och_i_protokoll(*vem)
        sql, varden = markta.union(i_protokoll, all=True).query.sql_with_params()
        # Found once, as an array: the planner then takes them for the few that they are, and finds by its index what
        # hangs on them.
        return f"SELECT unnest(ARRAY({sql}))", varden
    return fraga(RawSQL(*_sql(None, *vem))).query.sql_with_params()  # noqa: S611 - our own, compiled by the ORM


def dolda_genom(user, fraga: Callable[[RawSQL], QuerySet] | None = None, *, today: date | None = None) -> RawSQL:
    """The keys of the hidden §§, for a filter with __in; or what `fraga`, a function of a module, makes of them."""
    return RawSQL(*_sql(fraga, *_vem(user, today)))  # noqa: S611 - our own, compiled by the ORM


def hemliga_genom(fraga: Callable[[RawSQL], QuerySet]) -> RawSQL:
    """What `fraga` makes of all §§ with sekretess."""
    return RawSQL(*_sql(fraga, frozenset(), None, date.min))  # noqa: S611 - our own, compiled by the ORM


def lasbart(user, vag: str = "", *, today: date | None = None) -> Q:
    """What hangs on no § that is hidden from the user; `vag` is the way to the §: "beslut__paragraf"."""
    return ~Q(**{f"{vag or 'pk'}__in": dolda_genom(user, today=today)})


def lasta_hemliga(user) -> frozenset[int]:
    """The keys of the §§ with sekretess that the user reads as the one who signs, or as a reader (one query)."""
    vem = user.behorighet
    mina = Sekretesslasare.objects.gallande(vem.dag).for_person(vem.person_id).values("paragraf")
    skrivs_under = Underskrift.objects.filter(person=vem.person_id, protokoll__slag=Protokoll.Slag.SEKRETESS)
    # Each by its own index: with "or" between them every § of the municipality was read, for each search.
    alla = Paragraf.objects.order_by()
    som_lasare = alla.filter(pk__in=mina).hemliga().values_list("pk", flat=True)
    som_undertecknare = alla.filter(protokoll__in=skrivs_under.values("protokoll")).values_list("pk", flat=True)
    # Marked when its protokoll was locked already.
    alla_mina = Underskrift.objects.filter(person=vem.person_id)
    markta = alla.filter(sekretess__gt="", protokoll__in=alla_mina.values("protokoll")).values_list("pk", flat=True)
    return frozenset(som_lasare.union(som_undertecknare, markta))


def _som_dokument(paragrafer: RawSQL) -> QuerySet:
    """A draft is printed without what is hidden; what is frozen or justerat is kept as the file it was, whole."""
    eget = Q(protokoll__slag=Protokoll.Slag.SEKRETESS) | Q(protokoll__lage__in=Protokoll.LAST)
    return Paragraf.objects.order_by().filter(eget, pk__in=paragrafer).values("protokoll")


def dolda_protokoll(user) -> RawSQL:
    """The protokoll that tell of a § hidden from the user: those kept for themselves, and those that are locked."""
    return dolda_genom(user, _som_dokument)

"""The statutory clock of every protokoll, over all organ: what it waits for, until when, and how late it is.

The rule stands twice: pure in `protokoll.frister.skedet`, and here in SQL, so that the list is filtered, ordered and
paged by the database. One test runs both over one table.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Case, DateField, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Cast

from kommun.kalender import dagar_i_ord, relativ_dag
from kommun.models import Organ
from protokoll.anslag import kungors_i_tid
from protokoll.bevis import paragrafer_i_text
from protokoll.frister import Brattom, Skede, anslas_senast, brattom, justeras_senast, kungors_senast, laga_kraft
from protokoll.models import Anslag, Paragraf, Protokoll, Sammantrade

# So long before the last day to announce a meeting of fullmäktige it is said to wait.
KUNGORS_SNART = timedelta(days=14)

_LAGEN = {
    Skede.JUSTERAS: "Justeras senast",
    Skede.ANSLAS: "Anslås senast",
    Skede.OVERKLAGAS: "Överklagas senast",
    Skede.LAGA_KRAFT: "Laga kraft",
}


VARIANTER = {Brattom.FORSENAD: "fel", Brattom.PASSERAD: "varning", Brattom.NARA: "varning", Brattom.LUGNT: "neutral"}


def _dagar(falt: str, antal: int):
    return Cast(F(falt) + Value(timedelta(days=antal)), DateField())


def med_tider(protokollen, *, today: date):
    """With `skede`, `nasta` (the day of it) and `forsenat`; the anslag that counts as `uppsatt`, `sista`, `tas_ned`."""
    egna = Anslag.objects.filter(protokoll=OuterRef("pk"))
    gallande = egna.gallande()
    return protokollen.annotate(
        uppsatt=Subquery(gallande.values("uppsatt")[:1]),
        sista=Subquery(gallande.values("sista_overklagandedag")[:1]),
        tas_ned=Subquery(gallande.values("tas_ned")[:1]),
        togs_ned=Exists(egna.filter(nedtaget__isnull=False)),
        skede=Case(
            When(justeringsdag=None, then=Value(Skede.JUSTERAS.value)),
            When(sista=None, then=Value(Skede.ANSLAS.value)),
            When(sista__gte=today, then=Value(Skede.OVERKLAGAS.value)),
            default=Value(Skede.LAGA_KRAFT.value),
        ),
        nasta=Case(
            When(justeringsdag=None, then=_dagar("sammantrade__datum", 14)),
            When(sista=None, then=_dagar("justeringsdag", 2)),
            When(sista__gte=today, then=F("sista")),
            default=_dagar("sista", 1),
            output_field=DateField(),
        ),
    ).annotate(
        forsenat=Case(
            When(
                Q(skede__in=(Skede.JUSTERAS, Skede.ANSLAS), nasta__lt=today) | Q(skede=Skede.ANSLAS, togs_ned=True),
                then=True,
            ),
            default=False,
        )
    )


def tiderna(sammantraden, *, today: date):
    """Of every protokoll that is adjusted here: late first, then what is due next, then what is done, the latest first.

    A transcript was adjusted and announced elsewhere.
    """
    hallna = sammantraden.filter(lage__in=(Sammantrade.Lage.PAGAR, Sammantrade.Lage.AVSLUTAT))
    egna = Protokoll.objects.filter(sammantrade__in=hallna).exclude(lage=Protokoll.Lage.AVSKRIFT)
    klart = Q(skede=Skede.LAGA_KRAFT)
    return (
        med_tider(egna, today=today)
        .annotate(
            grad=Case(When(forsenat=True, then=0), When(klart, then=2), default=1),
            vantar=Case(When(~klart, then=F("nasta")), output_field=DateField()),
        )
        .select_related("sammantrade__organ")
        .prefetch_related(
            Prefetch("paragraferna", queryset=Paragraf.objects.only("nummer", "protokoll").order_by("ordning"))
        )
        .order_by("grad", F("vantar").asc(nulls_last=True), "-nasta", "pk")
    )


@dataclass(frozen=True)
class Tid:
    """A row of the list: a protokoll of `tiderna`, in words."""

    protokoll: Protokoll
    today: date

    @property
    def sammantrade(self) -> Sammantrade:
        return self.protokoll.sammantrade

    @cached_property
    def paragrafer(self) -> str:
        return paragrafer_i_text(self.protokoll)

    @property
    def justeras_senast(self) -> date:
        return justeras_senast(self.sammantrade.datum)

    @property
    def anslas_senast(self) -> date | None:
        dag = self.protokoll.justeringsdag
        return anslas_senast(dag) if dag else None

    @property
    def laga_kraft(self) -> date | None:
        return laga_kraft(self.protokoll.sista) if self.protokoll.sista else None

    @property
    def togs_ned(self) -> bool:
        """Its anslag was taken down too early, and no other is up."""
        return self.protokoll.skede == Skede.ANSLAS and self.protokoll.togs_ned

    @property
    def ord(self) -> str:
        """ "Justeras senast i morgon", "Skulle ha anslagits för 3 dagar sedan": what the chip says."""
        skede, nasta = Skede(self.protokoll.skede), self.protokoll.nasta
        if self.togs_ned:
            return "Nedtaget i förtid"
        if skede in (Skede.JUSTERAS, Skede.ANSLAS) and nasta < self.today:
            return f"Försenat {dagar_i_ord((self.today - nasta).days)}"
        if skede == Skede.LAGA_KRAFT:
            return "Tiden har gått ut"
        return f"{_LAGEN[skede]} {relativ_dag(nasta, today=self.today)}"

    @property
    def variant(self) -> str:
        """The colour of the chip: an error after the next vardag, a warning before it and when the day is near."""
        skede = Skede(self.protokoll.skede)
        if self.togs_ned:
            return "fel"
        if skede == Skede.LAGA_KRAFT:
            return "lyckad"
        if skede == Skede.OVERKLAGAS:
            return "info"
        return VARIANTER[brattom(self.protokoll.nasta, today=self.today)]


def okungjorda(sammantraden, *, today: date) -> list[Sammantrade]:
    """Planned meetings of fullmäktige, soon due to be announced, of which no kungörelse is up. One query."""
    return list(
        sammantraden.filter(
            organ__slag=Organ.Slag.FULLMAKTIGE,
            lage=Sammantrade.Lage.PLANERAT,
            datum__gte=today,
            datum__lte=today + KUNGORS_SNART + timedelta(days=7),
        )
        .exclude(pk__in=Anslag.objects.uppe(today).filter(sammantrade__isnull=False).values("sammantrade"))
        .select_related("organ")
        .order_by("datum")
    )


@dataclass(frozen=True)
class Okungjort:
    """A meeting of fullmäktige that waits for its kungörelse."""

    sammantrade: Sammantrade
    today: date

    @property
    def senast(self) -> date:
        return kungors_senast(self.sammantrade.datum)

    @property
    def i_tid(self) -> bool:
        return kungors_i_tid(self.sammantrade, today=self.today)

"""The figures about uppdrag, counted in the database: so many queries, however many rows.

What a figure means is told to the reader in templates/uppdrag/_definitioner.html; a test counts the same over a small
table in Python.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Aggregate,
    Avg,
    Case,
    Count,
    F,
    FloatField,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate, TruncMonth
from django.db.models.lookups import Exact

from kommun.models import Organ
from protokoll.models import Beslut
from uppdrag.models import Fristandring, Uppdrag
from uppdrag.perioder import Tertial, manad, manader_senare

# (words, from so many months, to fewer than so many)
ALDRAR = (
    ("Under 6 månader", 0, 6),
    ("6–12 månader", 6, 12),
    ("1–2 år", 12, 24),
    ("2–3 år", 24, 36),
    ("3 år eller mer", 36, None),
)
MANADER = 12
UTAN_MOTTAGARE = "Utan förvaltning eller nämnd"


class Percentil(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(%(andel)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, uttryck, andel: float, **extra):
        super().__init__(uttryck, andel=float(andel), **extra)


def _dagar(till, fran) -> Func:
    return Func(F(till), F(fran), template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())


def med_utskott(organ: Organ) -> frozenset[int]:
    """The organ and the utskott below it, also those of an utskott."""
    under: dict[int, list[int]] = {}
    smala = Organ.objects.filter(slag__in=(Organ.Slag.UTSKOTT, Organ.Slag.BEREDNING), overordnat__isnull=False)
    for pk, over in smala.values_list("pk", "overordnat"):
        under.setdefault(over, []).append(pk)
    funna, vantar = {organ.pk}, [organ.pk]
    while vantar:
        nya = set(under.get(vantar.pop(), ())) - funna
        funna |= nya
        vantar += nya
    return frozenset(funna)


def givna(urval: QuerySet) -> QuerySet:
    """Those that have been given: not what is only proposed, nor a proposal that was turned down."""
    # Asked of those alone that were avskrivna; with a join the beslut of every uppdrag is read.
    niva = Subquery(Beslut.objects.filter(pk=OuterRef("beslut")).values("beslutsniva"))
    avslaget = Q(lage=Uppdrag.Lage.AVSKRIVET) & Q(Exact(niva, Beslut.Beslutsniva.FORSLAG))
    return urval.exclude(lage=Uppdrag.Lage.FORESLAGET).filter(~avslaget)


# What the chair sees


@dataclass(frozen=True, slots=True)
class Mottagare:
    """Whose the open uppdrag are: a förvaltning, a nämnd, or (both None) only a person."""

    namn: str
    oppna: int
    forsenade: int
    forvaltning: int | None = None
    organ: int | None = None

    @property
    def i_tid(self) -> int:
        return self.oppna - self.forsenade


@dataclass(frozen=True, slots=True)
class Aldersgrupp:
    namn: str
    oppna: int
    forsenade: int
    # Given from and with one day, up to and with the other; None is open.
    fran: date | None
    till: date | None


@dataclass(frozen=True, slots=True)
class Manad:
    forsta: date
    givna: int = 0
    avslutade: int = 0
    frister: int = 0


@dataclass(frozen=True, slots=True)
class Lagesbild:
    oppna: int
    forsenade: int
    utan_frist: int
    foreslagna: int
    mottagarna: tuple[Mottagare, ...]
    aldrarna: tuple[Aldersgrupp, ...]
    # This month and the eleven next, and how many frister come after them.
    kommande: tuple[Manad, ...]
    senare: int
    # The twelve months that end with this one.
    aret: tuple[Manad, ...]

    @property
    def mening(self) -> str:
        """ "7 av 41 öppna uppdrag är försenade." """
        if not self.oppna:
            return "Inga uppdrag är öppna."
        if self.oppna == 1:
            return f"Det enda öppna uppdraget är {'försenat' if self.forsenade else 'i tid'}."
        if not self.forsenade:
            return f"Inget av {self.oppna} öppna uppdrag är försenat."
        return f"{self.forsenade} av {self.oppna} öppna uppdrag är försena{'t' if self.forsenade == 1 else 'de'}."


def lagesbild(urval: QuerySet, *, today: date) -> Lagesbild:
    """Five queries."""
    oppet = Q(lage__in=Uppdrag.OPPNA)
    sent = oppet & Q(frist__lt=today)
    aldrar = [_aldersgrans(fran, till, today) for _, fran, till in ALDRAR]
    # Said of all at once too, so that those that ended years ago are not read.
    tal = urval.filter(oppet | Q(lage=Uppdrag.Lage.FORESLAGET)).aggregate(
        oppna=Count("pk", filter=oppet),
        forsenade=Count("pk", filter=sent),
        utan_frist=Count("pk", filter=oppet & Q(frist=None)),
        foreslagna=Count("pk", filter=Q(lage=Uppdrag.Lage.FORESLAGET)),
        senare=Count("pk", filter=oppet & Q(frist__gte=manad(today, MANADER))),
        **{f"alder_{n}": Count("pk", filter=oppet & _mellan("givet", *g)) for n, g in enumerate(aldrar)},
        **{f"alder_sen_{n}": Count("pk", filter=sent & _mellan("givet", *g)) for n, g in enumerate(aldrar)},
    )
    return Lagesbild(
        oppna=tal["oppna"],
        forsenade=tal["forsenade"],
        utan_frist=tal["utan_frist"],
        foreslagna=tal["foreslagna"],
        senare=tal["senare"],
        mottagarna=_mottagarna(urval, sent),
        aldrarna=tuple(
            Aldersgrupp(namn, tal[f"alder_{n}"], tal[f"alder_sen_{n}"], *aldrar[n])
            for n, (namn, _, _) in enumerate(ALDRAR)
        ),
        kommande=_kommande(urval.oppna(), today),
        aret=_aret(givna(urval), today),
    )


def _aldersgrans(fran: int, till: int | None, today: date) -> tuple[date | None, date | None]:
    """Given between these days is so many months old: after the first, up to and with the other."""
    return (manader_senare(today, -till) if till else None, manader_senare(today, -fran) if fran else None)


def _mellan(falt: str, efter: date | None, till: date | None) -> Q:
    villkor = Q()
    if efter:
        villkor &= Q(**{f"{falt}__gt": efter})
    if till:
        villkor &= Q(**{f"{falt}__lte": till})
    return villkor


def _mottagarna(urval: QuerySet, sent: Q) -> tuple[Mottagare, ...]:
    """Those with something late first, then those with most."""
    rader = (
        urval.oppna()
        .order_by()
        .annotate(
            namnet=Coalesce("forvaltning__namn", "mottagande_organ__namn", Value(UTAN_MOTTAGARE)),
            namnden=Case(When(forvaltning=None, then=F("mottagande_organ"))),
        )
        .values("namnet", "forvaltning", "namnden")
        .annotate(oppna=Count("pk"), sena=Count("pk", filter=sent))
    )
    funna = [Mottagare(r["namnet"], r["oppna"], r["sena"], r["forvaltning"], r["namnden"]) for r in rader]
    return tuple(sorted(funna, key=lambda m: (-m.forsenade, -m.oppna, m.namn)))


def _per_manad(urval: QuerySet, falt: str, fran: date) -> dict[date, int]:
    rader = (
        urval.order_by()
        .filter(**{f"{falt}__gte": fran, f"{falt}__lt": manad(fran, MANADER)})
        .annotate(manaden=TruncMonth(falt))
        .values_list("manaden")
        .annotate(antal=Count("pk"))
    )
    return dict(rader)


def _kommande(oppna: QuerySet, today: date) -> tuple[Manad, ...]:
    frister = _per_manad(oppna.filter(frist__gte=today), "frist", manad(today))
    return tuple(Manad(m, frister=frister.get(m, 0)) for m in (manad(today, n) for n in range(MANADER)))


def _aret(givna: QuerySet, today: date) -> tuple[Manad, ...]:
    forsta = manad(today, 1 - MANADER)
    nya = _per_manad(givna, "givet", forsta)
    klara = _per_manad(givna.filter(lage__in=Uppdrag.SLUTLAGEN), "avslutat_den", forsta)
    return tuple(Manad(m, nya.get(m, 0), klara.get(m, 0)) for m in (manad(forsta, n) for n in range(MANADER)))


# What the auditor sees


@dataclass(frozen=True, slots=True)
class Matt:
    """The figures of one tertial, for one organ or (None) all that were chosen."""

    tertial: Tertial
    organ: str | None = None
    givna: int = 0
    avslutade: int = 0
    ovriga: int = 0
    median: float | None = None
    medel: float | None = None
    p90: float | None = None
    med_frist: int = 0
    i_tid: int = 0
    med_forsta: int = 0
    i_forsta: int = 0
    flyttade: int = 0
    anstand: int = 0
    oppna: int = 0
    aldst: int | None = None

    @property
    def andel_i_tid(self) -> float | None:
        return self.i_tid / self.med_frist if self.med_frist else None

    @property
    def andel_i_forsta(self) -> float | None:
        return self.i_forsta / self.med_forsta if self.med_forsta else None


@dataclass(frozen=True, slots=True)
class Revision:
    tertialer: tuple[Tertial, ...]
    # Per tertial for all that were chosen, and per organ and tertial.
    samlat: tuple[Matt, ...]
    per_organ: tuple[Matt, ...]


def revision(urval: QuerySet, tertialerna: list[Tertial], *, today: date) -> Revision:
    """Six queries. Organ without anything in the period are left out."""
    delar = _rakna(urval, tertialerna, today) if tertialerna else {}
    tomt = {"givna", "avslutade", "ovriga", "flyttade", "oppna"}
    med_nagot = {organ for (organ, _), tal in delar.items() if organ and any(tal.get(f) for f in tomt)}
    namn = dict(Organ.objects.filter(pk__in=med_nagot).values_list("pk", "namn"))
    return Revision(
        tuple(tertialerna),
        tuple(Matt(t, None, **delar.get((None, n), {})) for n, t in enumerate(tertialerna)),
        tuple(
            Matt(t, namn[organ], **delar.get((organ, n), {}))
            for organ in sorted(med_nagot, key=lambda pk: namn[pk])
            for n, t in enumerate(tertialerna)
        ),
    )


def _rakna(urval: QuerySet, tertialerna: list[Tertial], today: date) -> dict[tuple, dict]:
    """(organ, or None for all of them, and the number of the tertial) → figures."""
    gavs = givna(urval).order_by()
    # The day of a decision, else the day it was written in: most others are passed over before anything is joined.
    perioden = (tertialerna[0].start, tertialerna[-1].slut)
    kanske = Q(fristandringarna__beslut__isnull=False) | Q(fristandringarna__tid__date__range=perioden)
    flyttar = (
        urval.filter(kanske, fristandringarna__tidigare__isnull=False)
        .order_by()
        .annotate(
            dag=Coalesce("fristandringarna__beslut__paragraf__sammantrade__datum", TruncDate("fristandringarna__tid"))
        )
    )
    utfall: dict[tuple, dict] = {}
    for rader in (
        _grupper(gavs, "givet", tertialerna, "givare").annotate(givna=Count("pk")),
        _grupper(flyttar, "dag", tertialerna, "givare").annotate(
            flyttade=Count("fristandringarna"),
            anstand=Count("fristandringarna", filter=Q(fristandringarna__beslut__isnull=False)),
        ),
        _oppna(gavs, tertialerna, today),
    ):
        for rad in rader:
            organ, n = rad.pop("organet"), rad.pop("n")
            utfall.setdefault((organ, n), {}).update(rad)
            _lagg_till(utfall.setdefault((None, n), {}), rad)
    # A median of all is no sum of those of each.
    for organ in ("", "givare"):
        for rad in _avslut(gavs, tertialerna, organ):
            utfall.setdefault((rad.pop("organet"), rad.pop("n")), {}).update(rad)
    return utfall


def _lagg_till(summa: dict, rad: dict) -> None:
    for namn, tal in rad.items():
        if namn == "aldst":
            summa[namn] = max((x for x in (summa.get(namn), tal) if x is not None), default=None)
        else:
            summa[namn] = summa.get(namn, 0) + tal


def _grupper(rader: QuerySet, falt: str, tertialerna: list[Tertial], organ: str) -> QuerySet:
    """The rows of the period, in groups: `organet` (None without `organ`) and `n`, the number of the tertial."""
    perioder = [{f"{falt}__range": (t.start, t.slut)} for t in tertialerna]
    return (
        rader.filter(**{f"{falt}__range": (tertialerna[0].start, tertialerna[-1].slut)})
        .annotate(
            n=Case(*(When(**p, then=Value(n)) for n, p in enumerate(perioder)), output_field=IntegerField()),
            organet=F(organ) if organ else Value(None, output_field=IntegerField()),
        )
        .values("organet", "n")
    )


def _avslut(gavs: QuerySet, tertialerna: list[Tertial], organ: str) -> QuerySet:
    klart = Q(lage=Uppdrag.Lage.AVSLUTAT)
    forsta = Fristandring.objects.filter(uppdrag=OuterRef("pk"), tidigare__isnull=False).order_by("tid", "pk")
    rader = gavs.filter(lage__in=Uppdrag.SLUTLAGEN).annotate(
        dagar=_dagar("avslutat_den", "givet"),
        forsta_frist=Coalesce(Subquery(forsta.values("tidigare")[:1]), "frist"),
    )
    return _grupper(rader, "avslutat_den", tertialerna, organ).annotate(
        avslutade=Count("pk", filter=klart),
        ovriga=Count("pk", filter=~klart),
        median=Percentil("dagar", 0.5, filter=klart),
        p90=Percentil("dagar", 0.9, filter=klart),
        medel=Avg("dagar", filter=klart),
        med_frist=Count("pk", filter=klart & Q(frist__isnull=False)),
        i_tid=Count("pk", filter=klart & Q(avslutat_den__lte=F("frist"))),
        med_forsta=Count("pk", filter=klart & Q(forsta_frist__isnull=False)),
        i_forsta=Count("pk", filter=klart & Q(avslutat_den__lte=F("forsta_frist"))),
    )


def _oppna(gavs: QuerySet, tertialerna: list[Tertial], today: date) -> Iterator[dict]:
    dagar = [min(t.slut, today) for t in tertialerna]
    da = [Q(givet__lte=dag) & (Q(avslutat_den=None) | Q(avslutat_den__gt=dag)) for dag in dagar]
    tal = {f"oppna_{n}": Count("pk", filter=villkor) for n, villkor in enumerate(da)}
    tal |= {f"fran_{n}": Min("givet", filter=villkor) for n, villkor in enumerate(da)}
    # Said of all of them too, so that what was closed before the period is not read.
    nagon_gang = gavs.filter(Q(avslutat_den=None) | Q(avslutat_den__gt=dagar[0]), givet__lte=dagar[-1])
    for rad in nagon_gang.values("givare").annotate(**tal):
        for n, dag in enumerate(dagar):
            fran = rad[f"fran_{n}"]
            yield {
                "organet": rad["givare"],
                "n": n,
                "oppna": rad[f"oppna_{n}"],
                "aldst": (dag - fran).days if fran else None,
            }


def forsta_tertialen(urval: QuerySet) -> date | None:
    """When the first of them was given."""
    return urval.order_by().aggregate(dag=Min("givet"))["dag"]

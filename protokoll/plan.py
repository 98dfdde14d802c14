"""The meetings of a year from a pattern, the days around a meeting, and what looks wrong in a plan. Pure.

A date of a pattern that is no vardag (lag 1930:173 2 §) moves to one, and says from where and why.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from kommun.kalender import dag_i_ord, is_vardag, next_vardag, previous_vardag, rod_dag
from protokoll.frister import justeras_senast

JULI = frozenset({7})
SISTA = -1


class Riktning(StrEnum):
    """Where a day that is no vardag moves."""

    NASTA = "nasta"
    FOREGAENDE = "foregaende"


@dataclass(frozen=True)
class NteVeckodag:
    """The nth (or last, -1) weekday of some months: the third Tuesday of all months but July."""

    n: int
    veckodag: int
    manader: frozenset[int]


@dataclass(frozen=True)
class VarNteVecka:
    """Every nth week from a first day. The count goes on through what is left out."""

    forsta: date
    veckor: int
    utan_manader: frozenset[int] = JULI
    utan_veckor: frozenset[int] = frozenset()


@dataclass(frozen=True)
class KringAnnat:
    """Some days before, or after, the meetings of another organ."""

    dagar: int
    motesdagar: tuple[date, ...]
    efter: bool = False


Monster = NteVeckodag | VarNteVecka | KringAnnat


@dataclass(frozen=True)
class Plandag:
    """A day of the plan; `ursprung` is the one the pattern gave, `till` the meeting it is counted from."""

    datum: date
    ursprung: date
    till: date | None = None

    @property
    def ord(self) -> str:
        return flyttord(self.ursprung) if self.datum != self.ursprung else ""


def flyttord(fran: date) -> str:
    """ "Flyttat från fredag 6 juni (nationaldagen)"; the weekday alone says why not a Saturday or Sunday."""
    skal = rod_dag(fran)
    return f"Flyttat från {_dag(fran)}" + (f" ({skal})" if skal else "")


def _dag(dag: date) -> str:
    return dag_i_ord(dag, ar=False)


def flytta_till_vardag(dag: date, riktning: Riktning) -> date:
    return next_vardag(dag) if riktning == Riktning.NASTA else previous_vardag(dag)


def _motsatt(riktning: Riktning) -> Riktning:
    return Riktning.FOREGAENDE if riktning == Riktning.NASTA else Riktning.NASTA


def plandagar(monster: Monster, ar: int, *, riktning: Riktning = Riktning.NASTA) -> tuple[Plandag, ...]:
    """The days of the year, each a vardag in it, in order, none twice."""
    dagar: dict[date, Plandag] = {}
    for dag in _kring(monster, ar, riktning) if isinstance(monster, KringAnnat) else _i_aret(monster, ar, riktning):
        finns = dagar.get(dag.datum)
        # Two can meet on one vardag; the one that stands on its own day has nothing to explain.
        if finns is None or (finns.ord and not dag.ord):
            dagar[dag.datum] = dag
    return tuple(dagar[d] for d in sorted(dagar))


def _i_aret(monster: NteVeckodag | VarNteVecka, ar: int, riktning: Riktning) -> Iterable[Plandag]:
    for dag in _nte(monster, ar) if isinstance(monster, NteVeckodag) else _var_nte(monster, ar):
        datum = flytta_till_vardag(dag, riktning)
        if datum.year != ar:  # nyårsafton forwards, nyårsdagen backwards
            datum = flytta_till_vardag(dag, _motsatt(riktning))
        yield Plandag(datum, dag)


def _nte(monster: NteVeckodag, ar: int) -> Iterable[date]:
    for manad in sorted(monster.manader):
        dagar = [d for d in _manadens_dagar(ar, manad) if d.weekday() == monster.veckodag]
        yield dagar[SISTA if monster.n == SISTA else monster.n - 1]


def _manadens_dagar(ar: int, manad: int) -> list[date]:
    forsta = date(ar, manad, 1)
    return [d for n in range(31) if (d := forsta + timedelta(days=n)).month == manad]


def _var_nte(monster: VarNteVecka, ar: int) -> Iterable[date]:
    dag, steg = monster.forsta, timedelta(weeks=monster.veckor)
    if dag.year < ar:
        dag += steg * -(-(date(ar, 1, 1) - dag) // steg)
    while dag.year == ar:
        if dag.month not in monster.utan_manader and dag.isocalendar().week not in monster.utan_veckor:
            yield dag
        dag += steg


def _kring(monster: KringAnnat, ar: int, riktning: Riktning) -> Iterable[Plandag]:
    """A day belongs to the year where it ends up, so that the plans of two years hold it once."""
    for till in monster.motesdagar:
        dag = till + timedelta(days=monster.dagar if monster.efter else -monster.dagar)
        datum = flytta_till_vardag(dag, riktning)
        if (datum <= till) if monster.efter else (datum >= till):
            datum = flytta_till_vardag(dag, _motsatt(riktning))
        if datum.year == ar:
            yield Plandag(datum, dag, till)


# The days around a meeting -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DagarKring:
    """When papers are due, the kallelse goes out and the protokoll is adjusted; `ord` says what had to move."""

    stoppdag: date
    kallelsedag: date
    planerad_justering: date
    ord: tuple[str, ...] = ()


def dagar_kring(datum: date, *, stopp: int, kallelse: int, justering: int) -> DagarKring:
    """Papers and kallelse on the vardag before where the day is none, the justering on the one after.

    The protokoll is adjusted within 14 days (KL 5:69): a day that would move past that goes back instead, and an organ
    whose own number of days leads past it is told so.
    """
    ord_ = []
    stoppdag = previous_vardag(datum - timedelta(days=stopp))
    kallelsedag = previous_vardag(datum - timedelta(days=kallelse))
    if stoppdag > kallelsedag:
        ord_.append(f"Stoppdagen {_dag(stoppdag)} ligger efter kallelsen {_dag(kallelsedag)}.")
    onskad, senast = datum + timedelta(days=justering), justeras_senast(datum)
    justeras = next_vardag(onskad)
    if justeras > senast >= onskad:
        justeras = previous_vardag(onskad)
        ord_.append(
            f"Justeringen är lagd {_dag(justeras)}, före {_dag(onskad)}, "
            f"för att hinnas till {_dag(senast)} (5 kap. 69 § kommunallagen)."
        )
    elif justeras > senast:
        ord_.append(
            f"Justeringen {_dag(justeras)} är senare än {_dag(senast)}, som är sista dagen (5 kap. 69 § kommunallagen)."
        )
    return DagarKring(stoppdag, kallelsedag, justeras, tuple(ord_))


# What looks wrong ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Varning:
    """A sentence about a meeting of an organ (its kortnamn) on a day."""

    organ: str
    datum: date
    text: str


def helgvecka(dag: date) -> str:
    """What makes a vardag a poor one to meet on: "i julveckan", "i juli", "en klämdag"; else empty."""
    mandag = dag - timedelta(days=dag.weekday())
    veckans = {rod_dag(mandag + timedelta(days=n)) for n in range(7)}
    for namn, ord_ in (
        ("långfredagen", "i påskveckan"),
        ("midsommarafton", "i midsommarveckan"),
        ("julafton", "i julveckan"),
        ("annandag jul", "i julveckan"),
        ("nyårsafton", "i nyårsveckan"),
        ("nyårsdagen", "i nyårsveckan"),
    ):
        if namn in veckans:
            return ord_
    if dag.month in JULI:
        return "i juli"
    grannar = (dag - timedelta(days=1), dag + timedelta(days=1))
    return "en klämdag" if is_vardag(dag) and not any(is_vardag(d) for d in grannar) else ""


def helgvarningar(organ: str, dagar: Iterable[date]) -> list[Varning]:
    return [Varning(organ, d, f"{_dag(d).capitalize()} är {ord_}.") for d in dagar if (ord_ := helgvecka(d))]


def dubbelvarningar(organ: str, dagar: Iterable[date]) -> list[Varning]:
    """Two meetings of one organ the same day."""
    return [
        Varning(organ, d, f"{organ} har {antal} sammanträden {_dag(d)}.")
        for d, antal in sorted(Counter(dagar).items())
        if antal > 1
    ]


def ordningsvarningar(
    organ: str,
    dagar: Sequence[date],
    over: str,
    overs_dagar: Sequence[date],
    *,
    ar: int,
    till: Mapping[date, date] | None = None,
    kallelsedagar: Mapping[date, date] | None = None,
) -> list[Varning]:
    """Where the preparing organ (AU) and the one it prepares for (KS) do not come in turn, in one year.

    The days may reach into the years beside it. `till` is the meeting that a day was counted from, `kallelsedagar` the
    day on which the kallelse to a meeting of `over` goes out.
    """
    dagar, overs_dagar = sorted(set(dagar)), sorted(set(overs_dagar))
    if not dagar or not overs_dagar:
        return []
    varningar = []
    for n, dag in enumerate(overs_dagar):
        if dag.year == ar:
            forra = overs_dagar[n - 1] if n else None
            varningar += _utan_beredning(organ, dagar, over, dag, forra)
    for dag in (d for d in dagar if d.year == ar):
        varningar += _i_otid(organ, dag, over, overs_dagar, (till or {}).get(dag), kallelsedagar or {})
    utan = [d for d in dagar if d.year == ar and d > overs_dagar[-1]]
    if utan and (till or {}).get(utan[0]) is None:  # once: the rest of the year of `over` may not be planned yet
        text = f"{over} har inget planerat sammanträde efter {organ} {_dag(utan[0])}."
        varningar.append(Varning(organ, utan[0], text))
    return varningar


def _utan_beredning(organ: str, dagar: list[date], over: str, dag: date, forra: date | None) -> list[Varning]:
    if any((forra is None or forra <= d) and d < dag for d in dagar):
        return []
    if dag in dagar:
        return [Varning(organ, dag, f"{organ} sammanträder samma dag som {over}, {_dag(dag)}, och inte före.")]
    if forra is None:
        return [Varning(over, dag, f"{organ} har inget sammanträde före {over} {_dag(dag)}.")]
    return [Varning(over, dag, f"{organ} har inget sammanträde mellan {over} {_dag(forra)} och {over} {_dag(dag)}.")]


def _i_otid(
    organ: str, dag: date, over: str, overs_dagar: list[date], till: date | None, kallelsedagar: Mapping[date, date]
) -> list[Varning]:
    if till is not None and till in overs_dagar and dag >= till:
        nar = "samma dag som" if dag == till else "efter"
        return [Varning(organ, dag, f"{organ} {_dag(dag)} är {nar} {over} {_dag(till)}, som det bereder.")]
    nasta = next((d for d in overs_dagar if d > dag), None)
    kallelse = kallelsedagar.get(nasta) if nasta else None
    if kallelse and dag > kallelse:
        vad = f"{organ} {_dag(dag)} är efter {_dag(kallelse)}, då kallelsen till {over} {_dag(nasta)} skickas."
        return [Varning(organ, dag, vad)]
    return []


# What the year before tells ------------------------------------------------------------------------------------------


def gissa_monster(dagar: Sequence[date], ar: int) -> NteVeckodag | VarNteVecka | None:
    """The pattern that most of the days follow, for the year; None when too few follow any."""
    dagar = sorted(set(dagar))
    if len(dagar) < 3:
        return None
    antal = Counter((n, d.weekday()) for d in dagar if d.weekday() < 5 for n in _nummer(d))
    traffar, (n, veckodag) = max((antal[k], k) for k in antal) if antal else (0, (0, 0))
    if traffar * 3 >= len(dagar) * 2:
        return NteVeckodag(n, veckodag, frozenset(d.month for d in dagar))
    avstand, ganger = Counter((b - a).days for a, b in pairwise(dagar)).most_common(1)[0]
    if avstand % 7 == 0 and ganger * 2 >= len(dagar) - 1:
        forsta = dagar[-1]
        while forsta.year < ar:
            forsta += timedelta(days=avstand)
        return VarNteVecka(forsta, avstand // 7)
    return None


def _nummer(dag: date) -> Iterable[int]:
    """Which of its weekday in the month: 1–4, and -1 for the last; the fourth is often the last too."""
    n = (dag.day - 1) // 7 + 1
    if n <= 4:
        yield n
    if (dag + timedelta(weeks=1)).month != dag.month:
        yield SISTA


def gissa_avstand(dagar: Sequence[date], overs_dagar: Sequence[date]) -> int | None:
    """How many days before the next meeting of `over` the organ has met, where it mostly was the same; else None."""
    nasta = [(d, min((o for o in overs_dagar if o > d), default=d)) for d in dagar]
    avstand = [(o - d).days for d, o in nasta if 0 < (o - d).days <= 45]
    vanligast, ganger = Counter(avstand).most_common(1)[0] if avstand else (0, 0)
    return vanligast if ganger >= 3 and ganger * 2 >= len(avstand) else None


def halva_avstandet(dagar: Sequence[date]) -> timedelta:
    """Nearer than this to a day that is planned already, a new one is the same meeting once more."""
    avstand = [b - a for a, b in pairwise(sorted(set(dagar)))]
    return min(avstand) / 2 if avstand else timedelta(days=6)

"""The predicates, asked about one role at a time: what it alone gives stands under it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import groupby

from django.db.models import Model

from kommun.kalender import dag_i_ord
from kommun.listor import swedish
from kommun.models import Mandat, Organ, Person, Tjanst, User
from kommun.permissions import Behorighet, behorighet_av
from kommun.ratter.register import RATTER, UPPGIFTER, Foremal, Ratt, Uppgift, orden, vyerna

# So many objects of one kind are shown; the rest are counted.
MEST = 10
GEMENSAMT = "Det här ger var och en av rollerna"
# (right, organ); None: it is not a matter of which organ.
Svar = set[tuple[Ratt, int | None]]


@dataclass(frozen=True)
class Grund:
    """A mandat, a tjänst or Django's own flag, and what it makes of somebody by itself."""

    namn: str
    tid: str
    behorighet: Behorighet


@dataclass(frozen=True)
class Omfang:
    """Rights that reach equally far: "i alla organ", "i Kommunstyrelsen"."""

    namn: str
    # (amne, the words)
    amnen: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Del:
    rubrik: str
    tid: str = ""
    omfang: tuple[Omfang, ...] = ()
    ar_roll: bool = False


@dataclass(frozen=True)
class Sak:
    foremal: Foremal
    ord: tuple[str, ...]


@dataclass
class Uppgiftsdel:
    rubrik: str
    saker: list[Sak] = field(default_factory=list)
    fler: int = 0

    @property
    def antal(self) -> int:
        return len(self.saker) + self.fler


@dataclass(frozen=True)
class Bild:
    """All that a person may do on a day."""

    person: Person
    konto: User | None
    dag: date
    delar: tuple[Del, ...]
    uppgifter: tuple[Uppgiftsdel, ...]
    # What no role gives alone. It shows here rather than nowhere.
    rest: Del | None
    svar: Svar

    @property
    def roller(self) -> list[Del]:
        return [d for d in self.delar if d.ar_roll]


def som(behorighet: Behorighet, konto: User | None = None) -> User:
    """Somebody who is this and no more: the account, or one that has done nothing."""
    vem = User(pk=konto.pk if konto else 0, person_id=behorighet.person_id)
    vem.__dict__["behorighet"] = behorighet
    return vem


class Fraga:
    """Asks every predicate about every organ of a day. The objects are made once; one query for the organ."""

    def __init__(self, dag: date):
        self.dag = dag
        alla = list(Organ.objects.order_by(swedish("namn")))
        self.organ = {o.pk: o for o in alla if o.verksamt(dag)}
        self._trad = {o.pk: o.overordnat_id for o in alla}
        self._foremal: dict[tuple, Model] = {}

    def svar(self, vem: User) -> Svar:
        vem.behorighet.__dict__["organtrad"] = self._trad
        return {(ratt, pk) for ratt in RATTER for pk in self._var(ratt) if self._far(ratt, vem, pk)}

    def _var(self, ratt: Ratt) -> Iterable[int | None]:
        return self.organ if ratt.i_organ else (None,)

    def _far(self, ratt: Ratt, vem: User, pk: int | None) -> bool:
        if ratt.foremal is None:
            return bool(ratt.far(vem))
        nyckel = (ratt.foremal, pk)
        if nyckel not in self._foremal:
            self._foremal[nyckel] = ratt.foremal(self.organ[pk] if pk else None)
        return bool(ratt.far(vem, self._foremal[nyckel]))

    def omfang(self, svar: Svar) -> tuple[Omfang, ...]:
        """The answer in words: what reaches furthest first, each thing said once."""
        organ_med: dict[tuple[str, str], set[int]] = {}
        overallt: set[tuple[str, str]] = set()
        for ratt, pk in svar:
            if pk is None:
                overallt.add((ratt.amne, ratt.ord))
            else:
                organ_med.setdefault((ratt.amne, ratt.ord), set()).add(pk)
        vidd: dict[tuple[int, ...], list[tuple[str, str]]] = {(): sorted(overallt)} if overallt else {}
        for rad, var in sorted(organ_med.items()):
            vidd.setdefault(tuple(pk for pk in self.organ if pk in var), []).append(rad)
        return tuple(
            Omfang(self._vidd(var), _amnen(rader))
            for var, rader in sorted(vidd.items(), key=lambda par: (bool(par[0]), -len(par[0])))
        )

    def _vidd(self, var: tuple[int, ...]) -> str:
        if not var:
            return ""
        if len(var) == len(self.organ) > 1:
            return "I alla organ"
        return f"I {', '.join(self.organ[pk].namn for pk in var)}"


def _amnen(rader: Iterable[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    plats = {(r.amne, r.ord): n for n, r in enumerate(RATTER)}
    amne = {a: n for n, a in enumerate(dict.fromkeys(r.amne for r in RATTER))}
    i_ordning = sorted(set(rader), key=lambda rad: (amne[rad[0]], plats[rad]))
    return tuple((a, tuple(ord_ for _, ord_ in grupp)) for a, grupp in groupby(i_ordning, key=lambda rad: rad[0]))


def tiden(rad: Tjanst | Mandat) -> str:
    fran = f"från {dag_i_ord(rad.fran, veckodag=False)}"
    return f"{fran} till och med {dag_i_ord(rad.till, veckodag=False)}" if rad.till else f"{fran}, tills vidare"


def _tjanstens_ord(t: Tjanst) -> str:
    roll = f"{t.get_roll_display()} i {t.organ.namn}" if t.organ else t.get_roll_display()
    delar = [t.titel and t.titel.lower() != t.get_roll_display().lower() and t.titel]
    delar += [t.forvaltning and t.forvaltning.namn, t.granskar_logg and "granskar granskningsloggen"]
    return ", ".join([roll, *filter(None, delar)])


def grunder(person: Person, konto: User | None, dag: date) -> list[Grund]:
    """What the person is that day, each by itself and without a name: two queries."""
    tjanster = Tjanst.objects.gallande(dag).filter(person=person).select_related("organ", "forvaltning")
    mandat = Mandat.objects.gallande(dag).filter(person=person).select_related("organ").order_by("organ__namn", "pk")
    ut = [Grund(_tjanstens_ord(t), tiden(t), behorighet_av([t], dag=dag)) for t in tjanster.order_by("fran", "pk")]
    ut += [
        Grund(f"{m.get_roll_display()} i {m.organ.namn}", tiden(m), behorighet_av(mandat=[m], dag=dag)) for m in mandat
    ]
    if konto is not None and konto.is_superuser:
        ut.append(Grund("Kontot har Djangos flagga superuser", "", behorighet_av(dag=dag, flagga=True)))
    return ut


def _hela(person: Person, delarna: list[Grund], dag: date) -> Behorighet:
    """All of it together, as `behorighet_for` makes it of an account that is open."""
    alla = [g.behorighet for g in delarna]

    def samlat(falt: str) -> frozenset:
        return frozenset().union(*(getattr(b, falt) for b in alla))

    mangder = ("sekreterare_i", "mandat_i", "ordforande_i", "chef_for", "tjansteroller")
    return Behorighet(
        person_id=person.pk,
        dag=dag,
        **{falt: samlat(falt) for falt in mangder},
        ar_administrator=any(b.ar_administrator for b in alla),
        granskar_logg=any(b.granskar_logg for b in alla),
    )


def bilden(person: Person, *, dag: date, tittare: User) -> Bild:
    """What the person may do on the day, and what gives it. An account that is switched off lends no role."""
    konto = User.objects.filter(person=person).first()
    fraga, roller = Fraga(dag), grunder(person, konto, dag)
    hela = _hela(person, roller, dag)
    med, utan = som(hela, konto), som(replace(hela, person_id=None))
    svar = [(g, fraga.svar(som(g.behorighet))) for g in roller]
    allt, genom_roller = fraga.svar(med), set().union(*(s for _, s in svar))
    # Said once, not once for each.
    gemensamt = set.intersection(*(s for _, s in svar)) if len(svar) > 1 else set()
    delar = [Del(GEMENSAMT, "", fraga.omfang(gemensamt))] if gemensamt else []
    delar += [Del(g.namn, g.tid, fraga.omfang(s - gemensamt), ar_roll=True) for g, s in svar]
    utan_namn = fraga.svar(utan) - genom_roller
    rest = Del("De här rollerna tillsammans", "", fraga.omfang(utan_namn)) if utan_namn else None
    if egna := allt - fraga.svar(utan):
        delar.append(Del(f"Som {person.namn}", "", fraga.omfang(egna)))
    uppgifter = [_uppgiften(u, person, konto, dag, med, utan, tittare) for u in UPPGIFTER]
    return Bild(person, konto, dag, tuple(delar), tuple(u for u in uppgifter if u.saker), rest, allt)


def _uppgiften(u: Uppgift, person, konto, dag, med: User, utan: User, tittare: User) -> Uppgiftsdel:
    urval = u.finn(person, konto, dag)
    rader = list(urval[: MEST + 1])
    fler = urval.count() - MEST if len(rader) > MEST else 0
    rader = rader[:MEST]
    if not rader:
        return Uppgiftsdel(u.rubrik)
    if u.forbered:
        u.forbered(rader, dag)
    synliga = {r.pk for r in rader}
    if u.synliga:
        synliga = set(u.synliga(tittare).filter(pk__in=synliga).values_list("pk", flat=True))
    foremal = [u.foremal(r, r.pk in synliga) for r in rader]
    far = egna_ratter([f.objekt for f in foremal], med=med, utan=utan)
    saker = [Sak(f, ord_) for f, ord_ in zip(foremal, far, strict=True) if ord_]
    return Uppgiftsdel(u.rubrik, saker, fler)


def egna_ratter(objekten: list[Model], *, med: User, utan: User) -> list[tuple[str, ...]]:
    """Of each object, what the one by name may and nobody else with the same roles: predicate and `get` of the views
    that are about such objects. Of an object that was never saved the predicates alone are asked."""
    fragorna = list(_fragorna(objekten, med, utan))
    return [
        tuple(
            dict.fromkeys(
                ratt.om_ett or ratt.ord
                for far, finns_med, finns_utan in fragorna
                if (o.pk in finns_med and far(med, o)) and not (o.pk in finns_utan and far(utan, o))
                for ratt in orden(far)
            )
        )
        for o in objekten
    ]


def _fragorna(objekten: list[Model], med: User, utan: User) -> Iterator[tuple]:
    """(predicate, keys that the person's view finds, keys that another's does); one query for each `get` and each."""
    pks = [o.pk for o in objekten]
    funna: dict[Callable, tuple[set, set]] = {}
    for far, hamtar in _par(type(objekten[0])):
        if not any(far(med, o) for o in objekten):
            continue
        if hamtar is None or not any(pks):
            yield far, pks, pks
            continue
        if hamtar not in funna:
            funna[hamtar] = tuple(set(hamtar(v).filter(pk__in=pks).values_list("pk", flat=True)) for v in (med, utan))
        yield far, *funna[hamtar]


@cache
def _par(modell: type[Model]) -> tuple[tuple[Callable, Callable | None], ...]:
    """(predicate, get) of every view about objects of the model, and the predicates that no view asks."""
    vem, prov = som(Behorighet()), Organ(pk=0)
    av_vyer = {(v.far, v.hamtar): None for v in vyerna() if v.hamtar and v.hamtar(vem).model is modell}
    i_vyer = {v.far for v in vyerna()}
    andra = [r.far for r in RATTER if r.i_organ and r.far not in i_vyer and isinstance(r.foremal(prov), modell)]
    return (*av_vyer, *((far, None) for far in andra))


@dataclass(frozen=True)
class Organrad:
    """One thing that can be done in an organ, and who may, by role."""

    amne: str
    ord: str
    # (role, how many, the first of their names)
    vilka: tuple[tuple[str, int, tuple[str, ...]], ...]


def i_organet(organ: Organ, *, dag: date) -> list[Organrad]:
    """Who may what in the organ by their roles; who may by name stands on the page of each. Three queries."""
    fraga = Fraga(dag)
    fraga.organ = {organ.pk: organ}
    tjanster = Tjanst.objects.gallande(dag).select_related("person")
    mandat = Mandat.objects.gallande(dag).select_related("person")
    bararna: dict[tuple[str, Behorighet], set[str]] = {}
    for t in tjanster:
        bararna.setdefault((t.get_roll_display(), behorighet_av([t], dag=dag)), set()).add(t.person.namn)
    for m in mandat:
        bararna.setdefault((m.get_roll_display(), behorighet_av(mandat=[m], dag=dag)), set()).add(m.person.namn)
    far: dict[tuple[str, str], dict[str, set[str]]] = {}
    for (roll, behorighet), namn in bararna.items():
        for ratt, _ in fraga.svar(som(behorighet)):
            # What is about no organ is not about this one.
            if ratt.i_organ:
                far.setdefault((ratt.amne, ratt.ord), {}).setdefault(roll, set()).update(namn)
    return [
        Organrad(
            amne, ord_, tuple((roll, len(namn), tuple(sorted(namn)[:MEST])) for roll, namn in far[amne, ord_].items())
        )
        for amne, orden_ in _amnen(far)
        for ord_ in orden_
    ]

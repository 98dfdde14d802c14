"""The figures against a plain count in Python over one small table, and against numbers reckoned by hand."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from statistics import mean, median
from zoneinfo import ZoneInfo

import pytest

from kommun.models import Organ
from tests.factories import (
    BeslutFactory,
    ForvaltningFactory,
    KommunFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    UppdragFactory,
)
from uppdrag.models import Fristandring, Uppdrag
from uppdrag.perioder import Tertial, tertial_for, tertialer
from uppdrag.statistik import lagesbild, med_utskott, revision

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Rad:
    organ: str
    givet: str
    frist: str | None
    slut: str | None = None
    lage: str = "pagar"
    forv: str | None = "Teknik"
    namnd: str | None = None
    # (day, earlier frist, new frist, by a decision)
    flyttar: tuple = ()
    forslag: bool = False

    @property
    def oppet(self):
        return self.lage in ("pagar", "aterrapporterat")

    @property
    def givna(self):
        return self.lage != "foreslaget" and not (self.lage == "avskrivet" and self.forslag)

    @property
    def dagar(self):
        return (D(self.slut) - D(self.givet)).days

    @property
    def forsta(self):
        return next((f[1] for f in self.flyttar if f[1]), self.frist)


def D(iso):
    return date.fromisoformat(iso) if iso else None


KLART, OVRIGA = "avslutat", ("avskrivet", "overfort")
TABELL = (
    # KS, tertial 1 of 2026: three closed after 10, 40 and 100 days.
    Rad("KS", "2026-01-10", "2026-01-20", "2026-01-20", KLART),
    Rad("KS", "2026-01-10", "2026-02-01", "2026-02-19", KLART),
    Rad(
        "KS",
        "2026-01-10",
        "2026-04-30",
        "2026-04-20",
        KLART,
        flyttar=(("2026-03-02", "2026-03-01", "2026-04-30", True),),
    ),
    # Without frist, closed: in no share.
    Rad("KS", "2025-12-30", None, "2026-04-30", KLART, forv="Ekonomi"),
    # A frist that came later, and was then moved: the first is the one that came.
    Rad(
        "KS",
        "2025-11-01",
        "2026-06-30",
        "2026-06-30",
        KLART,
        flyttar=(("2025-12-01", None, "2026-02-01", False), ("2026-01-15", "2026-02-01", "2026-06-30", False)),
    ),
    # Taken away: no frist in force, and the first one was not kept.
    Rad("KS", "2025-09-01", None, "2026-05-02", KLART, flyttar=(("2025-12-31", "2025-12-01", None, False),)),
    Rad("KS", "2026-02-03", "2026-03-01", "2026-03-15", "avskrivet"),
    Rad("KS", "2026-02-03", "2026-03-01", "2026-09-15", "overfort"),
    # Only proposed, and a proposal turned down: never given.
    Rad("KS", "2026-02-04", "2026-03-01", None, "foreslaget", forslag=True),
    Rad("KS", "2026-02-05", "2026-03-01", "2026-03-05", "avskrivet", forslag=True),
    # Open.
    Rad("KS", "2022-01-05", "2026-11-21"),
    Rad("KS", "2026-11-10", "2026-11-22"),
    Rad("KS", "2025-11-22", "2026-12-24", forv=None, namnd="Skolnämnden"),
    Rad("KS", "2025-11-23", None, lage="aterrapporterat"),
    Rad("KSAU", "2026-05-01", "2026-06-01", lage="aterrapporterat", forv="Ekonomi"),
    Rad("KSAU", "2024-11-22", "2027-10-31", forv="Ekonomi", namnd="Skolnämnden"),
    Rad("KSAU", "2024-08-31", "2027-11-01"),
    Rad("KSAU", "2026-08-31", "2026-09-30", "2026-10-01", KLART),
    Rad("KSAU", "2026-09-01", "2026-09-30", "2026-09-30", KLART),
)


@pytest.fixture
def tabellen(db):
    KommunFactory()
    ks = OrganFactory(kortnamn="KS", namn="Kommunstyrelsen", slag="styrelse")
    organ = {
        "KS": ks,
        "KSAU": OrganFactory(kortnamn="KSAU", namn="Arbetsutskottet", slag="utskott", overordnat=ks),
        "Skolnämnden": OrganFactory(kortnamn="SKN", namn="Skolnämnden", overordnat=ks),
    }
    forv = {namn: ForvaltningFactory(namn=namn) for namn in ("Teknik", "Ekonomi")}
    moten = {}
    for rad in TABELL:
        nyckel = (rad.organ, rad.givet)
        if nyckel not in moten:
            moten[nyckel] = ProtokollFactory(sammantrade=SammantradeFactory(organ=organ[rad.organ], datum=D(rad.givet)))
        beslut = BeslutFactory(
            paragraf=ParagrafFactory(protokoll=moten[nyckel]),
            beslutsniva="forslag" if rad.forslag else "eget",
        )
        uppdrag = UppdragFactory(
            beslut=beslut,
            forvaltning=forv.get(rad.forv),
            mottagande_organ=organ.get(rad.namnd),
            frist=D(rad.frist),
            ingen_frist=rad.frist is None,
            lage=rad.lage,
            avslutat_den=D(rad.slut),
            avslutsskal="Klart." if rad.slut else "",
        )
        for dag, tidigare, ny, genom in rad.flyttar:
            andring = Fristandring(uppdrag=uppdrag, tidigare=D(tidigare), ny=D(ny), skal="skäl", beslut=None)
            andring.save()
            andring.tid = datetime.combine(D(dag), datetime.min.time(), tzinfo=ZoneInfo("Europe/Stockholm"))
            if genom:
                # The day of the decision counts, not the day it was written in.
                andring.tid = andring.tid.replace(month=12)
                andring.beslut = BeslutFactory(
                    paragraf__protokoll__sammantrade=SammantradeFactory(organ=organ[rad.organ], datum=D(dag))
                )
            andring.save()
    return organ


def percentil(varden, andel):
    """Linear between the two nearest."""
    v = sorted(varden)
    plats = (len(v) - 1) * andel
    under = int(plats)
    over = min(under + 1, len(v) - 1)
    return v[under] + (v[over] - v[under]) * (plats - under)


def plain_count(rader, t):
    klara = [r for r in rader if r.givna and r.lage == KLART and t.start <= D(r.slut) <= t.slut]
    dag = min(t.slut, TODAY)
    oppna = [r for r in rader if r.givna and D(r.givet) <= dag and (r.slut is None or D(r.slut) > dag)]
    dagar = [r.dagar for r in klara]
    flyttar = [f for r in rader for f in r.flyttar if f[1] and t.start <= D(f[0]) <= t.slut]
    return {
        "givna": sum(r.givna and t.start <= D(r.givet) <= t.slut for r in rader),
        "avslutade": len(klara),
        "ovriga": sum(
            r.givna and r.lage in ("avskrivet", "overfort") and t.start <= D(r.slut) <= t.slut for r in rader
        ),
        "median": median(dagar) if dagar else None,
        "medel": pytest.approx(mean(dagar)) if dagar else None,
        "p90": pytest.approx(percentil(dagar, 0.9)) if dagar else None,
        "med_frist": sum(r.frist is not None for r in klara),
        "i_tid": sum(r.frist is not None and r.slut <= r.frist for r in klara),
        "med_forsta": sum(r.forsta is not None for r in klara),
        "i_forsta": sum(r.forsta is not None and r.slut <= r.forsta for r in klara),
        "flyttade": len(flyttar),
        "anstand": sum(f[3] for f in flyttar),
        "oppna": len(oppna),
        "aldst": max(((dag - D(r.givet)).days for r in oppna), default=None),
    }


PERIOD = tertialer(Tertial(2025, 2), Tertial(2026, 3))


def fields(matt):
    return {f: getattr(matt, f) for f in plain_count((), matt.tertial)}


def test_revision_counts_as_python_does(tabellen):
    r = revision(Uppdrag.objects.all(), PERIOD, today=TODAY)

    assert [m.tertial for m in r.samlat] == PERIOD
    for m in r.samlat:
        assert fields(m) == plain_count(TABELL, m.tertial), m.tertial
    assert [m.organ for m in r.per_organ[:: len(PERIOD)]] == ["Arbetsutskottet", "Kommunstyrelsen"]
    for m in r.per_organ:
        kort = {"Kommunstyrelsen": "KS", "Arbetsutskottet": "KSAU"}[m.organ]
        assert fields(m) == plain_count([rad for rad in TABELL if rad.organ == kort], m.tertial), m


def test_revision_of_kommunstyrelsen_by_hand(tabellen):
    """Tertial 1 of 2026: closed after 10, 40, 100 and 121 days; three had a frist, of which two were kept."""
    r = revision(Uppdrag.objects.filter(givare=tabellen["KS"]), [Tertial(2026, 1)], today=TODAY)
    [m] = r.samlat

    assert (m.givna, m.avslutade, m.ovriga) == (5, 4, 1)
    assert (m.median, m.medel, m.p90) == (70, 67.75, pytest.approx(114.7))
    # 20 January in time, 19 February late, 20 April in time only by the anstånd.
    assert (m.i_tid, m.med_frist, m.i_forsta, m.med_forsta) == (2, 3, 1, 3)
    assert (m.andel_i_tid, m.andel_i_forsta) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    # Moved on 15 January, and by decision on 2 March; the one of 31 December belongs to the tertial before.
    assert (m.flyttade, m.anstand) == (2, 1)
    # Open on 30 April: from 2022, 2025-09-01, 2025-11-01, 2025-11-22, 2025-11-23 and the one handed over in September.
    assert (m.oppna, m.aldst) == (6, (date(2026, 4, 30) - date(2022, 1, 5)).days)


def test_nothing_gives_no_shares_and_no_error(organ):
    r = revision(Uppdrag.objects.all(), [Tertial(2026, 1)], today=TODAY)
    [m] = r.samlat

    assert (m.givna, m.andel_i_tid, m.median, m.oppna, m.aldst) == (0, None, None, 0, None)
    assert r.per_organ == ()
    assert revision(Uppdrag.objects.all(), [], today=TODAY).samlat == ()
    assert lagesbild(Uppdrag.objects.all(), today=TODAY).mening == "Inga uppdrag är öppna."


def test_lagesbild_counts_as_python_does(tabellen):
    bild = lagesbild(Uppdrag.objects.all(), today=TODAY)
    oppna = [r for r in TABELL if r.oppet]
    sena = [r for r in oppna if r.frist and D(r.frist) < TODAY]

    assert (bild.oppna, bild.forsenade) == (len(oppna), len(sena)) == (7, 2)
    assert bild.mening == "2 av 7 öppna uppdrag är försenade."
    assert bild.utan_frist == sum(r.frist is None for r in oppna) == 1
    assert bild.foreslagna == 1

    def vem(r):
        return r.forv or r.namnd

    per_vem, sena_vem = Counter(map(vem, oppna)), Counter(map(vem, sena))
    assert {(m.namn, m.oppna, m.forsenade) for m in bild.mottagarna} == {
        (v, n, sena_vem[v]) for v, n in per_vem.items()
    }
    # Most late first, then most open.
    assert [m.namn for m in bild.mottagarna] == ["Teknik", "Ekonomi", "Skolnämnden"]
    # An uppdrag to a förvaltning and a nämnd is the förvaltning's, as in the list.
    assert bild.mottagarna[2].forvaltning is None
    assert bild.mottagarna[2].organ == tabellen["Skolnämnden"].pk

    def manaden(iso):
        return D(iso).replace(day=1)

    frister = Counter(manaden(r.frist) for r in oppna if r.frist and D(r.frist) >= TODAY)
    assert {m.forsta: m.frister for m in bild.kommande} == {m.forsta: frister[m.forsta] for m in bild.kommande}
    assert [m.forsta for m in bild.kommande][::11] == [date(2026, 11, 1), date(2027, 10, 1)]
    assert (bild.kommande[0].frister, bild.kommande[-1].frister, bild.senare) == (1, 1, 1)

    givna = Counter(manaden(r.givet) for r in TABELL if r.givna)
    klara = Counter(manaden(r.slut) for r in TABELL if r.slut and r.givna)
    assert [(m.givna, m.avslutade) for m in bild.aret] == [(givna[m.forsta], klara[m.forsta]) for m in bild.aret]
    assert [m.forsta for m in bild.aret][::11] == [date(2025, 12, 1), date(2026, 11, 1)]


def test_every_open_uppdrag_has_one_age(tabellen):
    bild = lagesbild(Uppdrag.objects.all(), today=TODAY)

    assert [(a.namn, a.oppna, a.forsenade) for a in bild.aldrarna] == [
        ("Under 6 månader", 1, 0),  # 2026-11-10
        ("6–12 månader", 2, 1),  # 2026-05-01 and 2025-11-23; 2025-11-22 is a year old today
        ("1–2 år", 1, 0),
        ("2–3 år", 2, 0),  # 2024-11-22 and 2024-08-31
        ("3 år eller mer", 1, 1),
    ]
    assert sum(a.oppna for a in bild.aldrarna) == bild.oppna


def test_an_organ_with_its_utskott(tabellen):
    beredning = OrganFactory(kortnamn="B", slag=Organ.Slag.BEREDNING, overordnat=tabellen["KSAU"])

    # The nämnd below it is no utskott.
    assert med_utskott(tabellen["KS"]) == {tabellen["KS"].pk, tabellen["KSAU"].pk, beredning.pk}
    assert med_utskott(tabellen["Skolnämnden"]) == {tabellen["Skolnämnden"].pk}


def test_queries_are_constant(tabellen, django_assert_num_queries):
    alla = Uppdrag.objects.all()
    with django_assert_num_queries(5):
        lagesbild(alla, today=TODAY)
    for period in ([tertial_for(TODAY)], PERIOD):
        with django_assert_num_queries(6):
            revision(alla, period, today=TODAY)
    with django_assert_num_queries(5):
        lagesbild(alla.filter(givare=tabellen["KSAU"]), today=TODAY)

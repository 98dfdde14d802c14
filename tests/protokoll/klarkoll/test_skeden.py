"""Before the kallelse, before the anslag, and transcripts."""

from datetime import UTC, date, datetime, time

import pytest

from kommun.models import Bilaga, Mandat
from protokoll.anslag import kungor
from protokoll.klarkoll import klarkoll, ogjorda
from protokoll.models import Kallelse, Sammantrade
from tests.factories import AnslagFactory, ProtokollFactory, SammantradeFactory, UppdragFactory
from tests.protokoll.klarkoll.mote import DAG, IDAG, andra, organet, planerat_mote, rent_mote

pytestmark = pytest.mark.django_db


def test_a_planned_meeting_that_can_be_called_has_nothing_to_remark():
    assert planerat_mote().koll().alla == ()


@pytest.mark.parametrize(
    ("bryt", "expected"),
    [
        (lambda m: m.mote(start=None), ["tid_saknas"]),
        (lambda m: m.mote(plats=""), ["plats_saknas"]),
        (lambda m: [p.delete() for p in m.p[::2]], ["dagordning_tom", "dagordningsrubrik_tom"]),
        (lambda m: m.p[2].delete(), ["dagordningsrubrik_tom"]),
        (lambda m: m.paragraf(3, rubrik=""), ["rubrik_saknas"]),
        (lambda m: m.paragraf(3, dnr=""), ["dnr_saknas"]),
        (lambda m: m.paragraf(3, dnr="", slag="information"), []),
        (lambda m: andra(Mandat.objects.get(), till=date(2026, 3, 18)), []),
        (lambda m: andra(Mandat.objects.get(), till=date(2026, 3, 17)), ["ingen_att_kalla"]),
        (lambda m: m.paragraf(3, rubrik="Ny \u0441ykelväg"), ["frammande_tecken"]),
        # Nothing of the minutes is asked for yet.
        (lambda m: m.paragraf(3, utfall="utgar"), []),
    ],
)
def test_before_the_kallelse(bryt, expected):
    m = planerat_mote()
    bryt(m)
    m.s.refresh_from_db()

    assert sorted(m.koder()) == expected
    assert {a.skede for a in m.koll().alla} <= {"kallelse"}


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 11), []),
        (date(2026, 3, 12), ["kallelsedag_passerad"]),
        (date(2026, 3, 18), ["kallelsedag_passerad"]),
        (date(2026, 3, 19), ["inte_oppnat"]),
    ],
)
def test_days_before_the_meeting(today, expected):
    assert planerat_mote().koder(today) == expected


def test_a_kallelse_that_was_sent_is_not_late():
    m = planerat_mote()
    bilaga = Bilaga.objects.create(namn="k.pdf", typ="application/pdf", innehall=b"", sha256="0" * 64)
    Kallelse.objects.create(sammantrade=m.s, nummer=1, skickad=datetime(2026, 3, 11, tzinfo=UTC), bilaga=bilaga)

    assert m.koder(date(2026, 3, 12)) == []


def justera(m, dag, **anslag):
    andra(m.protokoll, lage="justerat", justeringsdag=dag)
    if anslag:
        AnslagFactory(protokoll=m.protokoll, **anslag)
    return m


NEDTAGET = {"nedtaget": datetime(2026, 3, 19, tzinfo=UTC), "nedtaget_skal": "Fel protokoll"}
RATT = {"uppsatt": date(2026, 3, 13), "sista_overklagandedag": date(2026, 4, 7), "tas_ned": date(2026, 4, 7)}


@pytest.mark.parametrize(
    ("dag", "anslag", "today", "expected"),
    [
        (date(2026, 3, 12), RATT, date(2026, 3, 20), []),
        (date(2026, 3, 18), {}, date(2026, 3, 20), []),
        (date(2026, 3, 19), {}, date(2026, 3, 20), ["justerat_sent"]),
        (date(2026, 3, 3), {}, date(2026, 3, 4), ["justeringsdag"]),
        (date(2026, 3, 12), {}, date(2026, 3, 11), ["justeringsdag"]),
        (date(2026, 3, 12), {}, date(2026, 3, 14), []),
        (date(2026, 3, 12), {}, date(2026, 3, 15), ["anslas_senast"]),
        (date(2026, 3, 12), RATT | {"uppsatt": date(2026, 3, 11)}, date(2026, 3, 20), ["anslagets_dagar"]),
        (date(2026, 3, 12), RATT | {"sista_overklagandedag": date(2026, 4, 3)}, date(2026, 3, 20), ["anslagets_dagar"]),
        (date(2026, 3, 12), RATT | {"tas_ned": date(2026, 4, 6)}, date(2026, 3, 20), ["anslagets_dagar"]),
        (date(2026, 3, 12), RATT | {"tas_ned": date(2026, 4, 8)}, date(2026, 3, 20), []),
        (date(2026, 3, 12), RATT | NEDTAGET, date(2026, 3, 20), ["anslaget_togs_ned"]),
    ],
)
def test_before_the_anslag_kl_8_12_and_13_5(dag, anslag, today, expected):
    m = justera(rent_mote(), dag, **anslag)

    assert m.koder(today) == expected
    assert {a.skede for a in m.koll(today).alla} <= {"anslag"}


def test_what_is_adjusted_is_not_asked_to_be_mended():
    m = rent_mote()
    m.beslut(3, text="")
    m.paragraf(4, dnr="")
    justera(m, date(2026, 3, 5))

    assert m.koder() == []


def test_a_transcript_is_looked_through_for_letters_personnummer_and_organ_only():
    m = rent_mote()
    m.beslut(3, text="<p>Provstyrelsen beslutar att utarb\u0435\u0442\u0430 en plan för 811228-9874. XX {datum}</p>")
    m.paragraf(4, dnr="", nummer=12)
    m.protokoll.underskrifterna.get(roll="justerare").delete()
    andra(m.protokoll, lage="avskrift")

    koll = m.koll(date(2027, 1, 1))

    assert sorted(a.kod for a in koll.alla) == ["fel_organ", "frammande_tecken", "personnummer"]
    assert [rubrik for rubrik, _ in koll.skeden] == ["I avskriften"]


def fullmaktiges_mote():
    """On 18 March, so that it is announced on the 11th at the latest."""
    m = planerat_mote()
    andra(m.s.organ, slag="fullmaktige")
    m.mote(plats="Salen")
    return m


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 3), []),
        (date(2026, 3, 4), ["kungors_snart"]),
        (date(2026, 3, 11), ["kungors_snart"]),
        (date(2026, 3, 12), ["kallelsedag_passerad", "kungors_senast"]),
    ],
)
def test_a_meeting_of_fullmaktige_is_announced_a_week_before_kl_5_13(today, expected):
    assert sorted(fullmaktiges_mote().koder(today)) == expected


def test_a_meeting_that_is_announced_has_nothing_to_remark_until_it_moves():
    m, today = fullmaktiges_mote(), date(2026, 3, 10)
    kungor(m.s, text="Budget", by=None, nu=datetime(2026, 3, 9, 12, tzinfo=UTC))
    assert m.koder(today) == []

    m.mote(datum=date(2026, 3, 25))
    assert "kungorelse_annan_dag" in m.koder(today)


@pytest.mark.parametrize("lage", ["installt", "hanvisning"])
def test_a_meeting_that_is_not_held_here_has_nothing_to_remark(lage):
    m = planerat_mote()
    m.mote(lage=lage, start=None, plats="")

    assert m.koder(date(2026, 5, 1)) == []


def test_what_remains_to_be_done_is_what_brister_looks_at(organ):
    def protokoll(lage, **falt):
        return ProtokollFactory(sammantrade__organ=organ, lage=lage, **falt)

    def mote(dag, lage, **falt):
        return SammantradeFactory(organ=organ, datum=dag, lage=lage, **falt)

    justerat = {"justeringsdag": date(2026, 3, 12)}
    AnslagFactory(protokoll=protokoll("justerat", **justerat), **RATT)
    protokoll("avskrift")
    mote(DAG, "installt", start=None)
    mote(DAG, "hanvisning", start=time(9))
    mote(date(2027, 4, 1), "planerat")
    vantar = {
        protokoll("utkast").sammantrade,
        protokoll("justerat", **justerat).sammantrade,
        mote(date(2027, 1, 1), "avslutat"),
        mote(date(2027, 1, 2), "pagar"),
        mote(date(2027, 3, 31), "planerat"),
    }

    assert set(ogjorda(Sammantrade.objects.all(), horisont=date(2027, 3, 31))) == vantar


@pytest.mark.parametrize("antal", [1, 3])
def test_reading_costs_the_same_for_one_and_for_many(django_assert_num_queries, antal):
    organ = organet()
    # One year apart: the numbers of a year are given once.
    moten = [rent_mote(organ, dag=date(2026 + n, 3, 4)).s for n in range(antal)]
    for s in moten:
        UppdragFactory(beslut__paragraf=s.paragraferna.get(nummer=6))

    with django_assert_num_queries(38):
        klarkoll(moten, today=IDAG)

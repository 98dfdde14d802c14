"""The acts of an anslag: the days they give, what is kept, and who may never get less than three weeks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kommun.fel import DomanFel
from kommun.kalender import is_vardag
from kommun.models import Kommun
from protokoll import anslag as akter
from protokoll.frysning import frys
from protokoll.justering import godkann
from protokoll.models import Anslag
from protokoll.tillagg import EFTER_JUSTERING
from tests.factories import (
    ArendeFactory,
    OrganFactory,
    ProtokollFactory,
    SammantradeFactory,
    UserFactory,
    frysbart,
    justera,
)
from tests.protokoll.anslagsprov import STOCKHOLM, justerat, kl, uppsatt

pytestmark = pytest.mark.django_db

DAG = date(2026, 3, 13)
SISTA = date(2026, 4, 7)


# The table of domain 1.3: up, last day to appeal, the day after.
TABELL = [
    pytest.param(date(2020, 3, 5), date(2020, 3, 26), date(2020, 3, 27), id="KL 13:5, the seed"),
    pytest.param(date(2017, 3, 17), date(2017, 4, 7), date(2017, 4, 8), id="Vimmerby 2017"),
    pytest.param(date(2018, 4, 3), date(2018, 4, 24), date(2018, 4, 25), id="Kramfors 2018"),
    pytest.param(date(2025, 5, 16), date(2025, 6, 9), date(2025, 6, 10), id="1930:173 2 §, nationaldagen"),
    pytest.param(date(2025, 5, 30), date(2025, 6, 23), date(2025, 6, 24), id="1930:173 2 §, midsommarafton"),
    pytest.param(date(2025, 12, 15), date(2026, 1, 5), date(2026, 1, 6), id="trettondagsafton does not roll"),
    pytest.param(date(2026, 3, 13), date(2026, 4, 7), date(2026, 4, 8), id="1930:173 2 §, Easter"),
]


@pytest.mark.parametrize("dagen_efter", [False, True], ids=["convention A", "convention B"])
@pytest.mark.parametrize(("upp", "sista", "efter"), TABELL)
def test_anslag_goes_up_now_and_is_seen_to_the_end_of_the_last_day_to_appeal(organ, upp, sista, efter, dagen_efter):
    kommun = Kommun.objects.get()
    kommun.anslag_dagen_efter = dagen_efter
    kommun.save()

    a = uppsatt(organ, kl(upp, 9, 30))
    a.refresh_from_db()

    assert (a.uppsatt, a.uppsatt_tid, a.sista_overklagandedag) == (upp, kl(upp, 9, 30), sista)
    assert a.tas_ned == (efter if dagen_efter else sista), "the convention is of print only"
    for dag, syns in ((upp - timedelta(days=1), False), (upp, True), (sista, True), (efter, False)):
        assert Anslag.objects.uppe(dag).exists() is syns
        assert a.ar_uppe(dag) is syns


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.datetimes(datetime(1990, 1, 1), datetime(2060, 12, 31), timezones=st.just(STOCKHOLM)))  # noqa: DTZ001
def test_whenever_it_goes_up_it_is_seen_for_three_whole_weeks_and_ends_on_a_vardag(organ, nu):
    with transaction.atomic():
        a = uppsatt(organ, nu)
        transaction.set_rollback(True)

    assert nu <= a.uppsatt_tid < nu + timedelta(minutes=1)
    assert a.uppsatt == a.uppsatt_tid.date()
    assert a.sista_overklagandedag - a.uppsatt >= timedelta(weeks=3)
    assert is_vardag(a.sista_overklagandedag)
    assert a.synligt_till == a.sista_overklagandedag
    assert a.tas_ned >= a.sista_overklagandedag


def test_the_last_minute_of_a_day_counts_as_the_next_since_others_may_see_it_after_midnight(organ):
    i_tid = uppsatt(organ, kl(DAG, 23, 58, 59))
    sent = uppsatt(organ, kl(DAG, 23, 59, 30), mote=date(2026, 3, 5), nummer=(20,))

    assert i_tid.uppsatt == DAG
    assert sent.uppsatt == date(2026, 3, 14)
    assert sent.uppsatt_tid == kl(date(2026, 3, 14), 0)
    assert not sent.ar_uppe(DAG)


def test_the_day_is_swedish_also_when_the_server_counts_in_utc(organ):
    """23.30 UTC is the next day here."""
    nu = datetime(2026, 6, 3, 22, 30, tzinfo=UTC).astimezone(STOCKHOLM)

    assert uppsatt(organ, nu).uppsatt == date(2026, 6, 4)


def test_put_up_twice_it_is_one_anslag(organ, sekreterare):
    protokoll = justerat(organ)

    forst = akter.satt_upp(protokoll, by=sekreterare, nu=kl(DAG))
    igen = akter.satt_upp(protokoll, by=sekreterare, nu=kl(date(2026, 3, 16)))

    assert igen == forst
    assert (forst.av, forst.undertecknare, forst.forvaringsplats) == (sekreterare, "Siv Provsson", "Arkivet")


@pytest.mark.parametrize(
    ("lage", "mening"),
    [("utkast", "inte justerat"), ("fryst", "inte justerat"), ("avskrift", "inläst avskrift")],
)
def test_only_what_is_justerat_goes_up(organ, lage, mening):
    protokoll = ProtokollFactory(sammantrade__organ=organ, lage=lage)

    with pytest.raises(DomanFel, match=mening):
        akter.satt_upp(protokoll, by=None, nu=kl(DAG))
    assert not Anslag.objects.exists()


def test_what_is_said_to_be_justerat_later_does_not_go_up_yet(organ):
    with pytest.raises(DomanFel, match="fredagen den 13 mars 2026"):
        akter.satt_upp(justerat(organ, dag=DAG), by=None, nu=kl(date(2026, 3, 12)))


def test_who_answers_for_it_is_the_secretary_else_who_put_it_up(organ):
    by = UserFactory(person__namn="Agda Provdotter")

    assert uppsatt(organ, kl(DAG), by=by, sekreterare="").undertecknare == "Agda Provdotter"


# Taken down too early


def test_taken_down_too_early_it_is_gone_and_a_new_one_stays_a_whole_period(organ, sekreterare):
    forst = uppsatt(organ, kl(DAG))

    akter.ta_ned(forst, skal="Fel protokoll", by=sekreterare, nu=kl(date(2026, 3, 20), 8))
    assert not Anslag.objects.uppe(date(2026, 3, 20)).exists()
    forst.refresh_from_db()
    nytt = akter.satt_upp_igen(forst, by=sekreterare, nu=kl(date(2026, 3, 23)))

    assert (nytt.uppsatt, nytt.sista_overklagandedag) == (date(2026, 3, 23), date(2026, 4, 13))
    assert nytt.foregaende == forst
    assert (forst.nedtaget, forst.nedtaget_skal) == (kl(date(2026, 3, 20), 8), "Fel protokoll")
    assert akter.satt_upp_igen(forst, by=sekreterare, nu=kl(date(2026, 3, 24))) == nytt, "a double click is one anslag"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 24), st.integers(0, 40))
def test_however_it_is_taken_down_and_put_up_the_last_one_counts_a_full_period(organ, efter, vanta):
    """KL 13:5 2 st."""
    with transaction.atomic():
        forst = uppsatt(organ, kl(DAG, 8))
        ned = DAG + timedelta(days=efter)
        akter.ta_ned(forst, skal="Prov", by=None, nu=kl(ned, 9))
        nytt = akter.satt_upp_igen(Anslag.objects.get(pk=forst.pk), by=None, nu=kl(ned + timedelta(days=vanta)))
        gallande = list(nytt.protokoll.anslagen.gallande())
        transaction.set_rollback(True)

    assert gallande == [nytt]
    assert nytt.sista_overklagandedag - nytt.uppsatt >= timedelta(weeks=3)
    assert nytt.uppsatt >= ned


def test_what_was_up_the_whole_time_cannot_be_taken_down_early(organ):
    a = uppsatt(organ, kl(DAG))

    with pytest.raises(DomanFel, match="uppe hela tiden"):
        akter.ta_ned(a, skal="För sent", by=None, nu=kl(date(2026, 4, 8), 0))
    with pytest.raises(DomanFel, match="varför"):
        akter.ta_ned(a, skal="  ", by=None, nu=kl(SISTA, 23, 59))
    assert akter.ta_ned(a, skal="Sista kvällen", by=None, nu=kl(SISTA, 23, 59)).nedtaget


def test_taken_down_twice_the_first_reason_stands(organ):
    a = uppsatt(organ, kl(DAG))
    akter.ta_ned(a, skal="Först", by=None, nu=kl(DAG, 11))

    assert akter.ta_ned(a, skal="Sedan", by=None, nu=kl(DAG, 12)).nedtaget_skal == "Först"


def test_what_was_not_taken_down_is_not_put_up_again(organ):
    with pytest.raises(DomanFel, match="inte tagits ned"):
        akter.satt_upp_igen(uppsatt(organ, kl(DAG)), by=None, nu=kl(DAG))


# With the justering


@pytest.mark.parametrize("dag", [date(2026, 3, 13), date(2026, 3, 14), date(2026, 4, 5)], ids=["fri", "sat", "Easter"])
def test_it_goes_up_with_the_justering_on_any_day(organ, sekreterare, time_machine_at, dag):
    protokoll = justerat(organ, dag=dag)

    with time_machine_at(kl(dag, 15)):
        for akt in EFTER_JUSTERING:
            akt(protokoll, None, by=sekreterare)

    assert protokoll.anslagen.get().uppsatt == dag


def test_the_last_approval_puts_it_up_in_the_same_moment(paragraf, sekreterare, time_machine_at):
    protokoll = frysbart(paragraf.protokoll)
    with time_machine_at(kl(DAG, 20, 15)):
        version = frys(protokoll, satt="godkannande", by=sekreterare)
        for rad in protokoll.underskrifterna.exclude(roll="sekreterare"):
            assert not Anslag.objects.exists()
            godkann(version, person=rad.person, inloggning="prov")

    a = Anslag.objects.get()
    sekreteraren = protokoll.underskrifterna.get(roll="sekreterare").namn
    assert (a.uppsatt_tid, a.sista_overklagandedag, a.undertecknare) == (kl(DAG, 20, 15), SISTA, sekreteraren)


def test_an_organ_may_have_it_put_up_by_hand(organ, sekreterare, time_machine_at):
    organ.anslas_vid_justering = False
    organ.save()
    protokoll = justerat(organ)

    with time_machine_at(kl(DAG)):
        akter.efter_justering(protokoll, None, by=sekreterare)

    assert not protokoll.anslagen.exists()


@pytest.fixture
def time_machine_at():
    import time_machine

    return lambda nu: time_machine.travel(nu, tick=False)


# Fullmäktige


@pytest.fixture
def motet():
    kf = OrganFactory(namn="Kommunfullmäktige", kortnamn="KF", slag="fullmaktige")
    mote = SammantradeFactory(organ=kf, datum=date(2026, 4, 20), start=time(18), plats="Tunasalen", lage="planerat")
    ArendeFactory(sammantrade=mote, rubrik="Årsredovisning")
    return mote


def test_a_meeting_of_fullmaktige_is_announced_to_the_end_of_its_day(motet, sekreterare):
    k = akter.kungor(motet, text="Årsredovisning\r\nMotioner", by=sekreterare, nu=kl(date(2026, 4, 9)))

    assert k.rubrik == "Kommunfullmäktige sammanträder måndag 20 april 2026 kl. 18.00, Tunasalen"
    assert k.text == "Årsredovisning\nMotioner"
    assert k.sista_overklagandedag is None
    assert [Anslag.objects.uppe(date(2026, 4, d)).exists() for d in (8, 9, 20, 21)] == [False, True, True, False]


def test_announced_again_the_same_is_the_same_and_another_takes_its_place(motet, sekreterare):
    forst = akter.kungor(motet, text="Budget", by=sekreterare, nu=kl(date(2026, 4, 1)))
    assert akter.kungor(motet, text="Budget", by=sekreterare, nu=kl(date(2026, 4, 2))) == forst

    nytt = akter.kungor(motet, text="Budget\nMotion", by=sekreterare, nu=kl(date(2026, 4, 3)))

    assert list(Anslag.objects.uppe(date(2026, 4, 3))) == [nytt]
    forst.refresh_from_db()
    assert (nytt.foregaende, forst.nedtaget_skal) == (forst, "Ersattes av en ny kungörelse.")


@pytest.mark.parametrize(
    ("falt", "nu", "mening"),
    [
        ({"lage": "installt"}, date(2026, 4, 1), "planerat"),
        ({}, date(2026, 4, 21), "planerat"),
        ({"start": None}, date(2026, 4, 1), "Tid och plats"),
        ({"plats": ""}, date(2026, 4, 1), "Tid och plats"),
    ],
)
def test_what_cannot_be_announced_says_why(motet, falt, nu, mening):
    for namn, varde in falt.items():
        setattr(motet, namn, varde)
    motet.save()

    with pytest.raises(DomanFel, match=mening):
        akter.kungor(motet, text="Budget", by=None, nu=kl(nu))


def test_a_namnd_is_not_announced(organ):
    mote = SammantradeFactory(organ=organ, lage="planerat", datum=date(2026, 4, 20))

    with pytest.raises(DomanFel, match="fullmäktige"):
        akter.kungor(mote, text="x", by=None, nu=kl(date(2026, 4, 1)))


@pytest.mark.parametrize(("dag", "i_tid"), [(date(2026, 4, 13), True), (date(2026, 4, 14), False)])
def test_a_week_before_is_in_time(motet, dag, i_tid):
    assert akter.kungors_i_tid(motet, today=dag) is i_tid


def test_adjusted_by_the_database_it_is_announced_without_any_row_of_the_protokoll_changing(organ):
    protokoll = justera(ProtokollFactory(sammantrade__organ=organ))
    fore = protokoll.version

    akter.satt_upp(protokoll, by=None, nu=kl(date(2026, 3, 10)))

    protokoll.refresh_from_db()
    assert protokoll.version == fore

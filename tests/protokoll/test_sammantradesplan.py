"""The acts of the plan: nothing made twice, nothing moved that has been held, and a history of each."""

from datetime import date, time

import pytest
from django.db import connection

from kommun.fel import DomanFel
from protokoll import sammantradesplan as akter
from protokoll.models import Sammantrade
from protokoll.sammantradesplan import Planrad
from tests.factories import ParagrafFactory, ProtokollFactory, SammantradeFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
MARS, APRIL = date(2027, 3, 9), date(2027, 4, 13)
Lage = Sammantrade.Lage


def plan(organ, by, *days, start=time(13)):
    rader = [Planrad(d, start, time(16)) for d in days]
    return akter.planera(organ=organ, rader=rader, plats="Salen", today=TODAY, by=by)


@pytest.fixture
def planerat(organ, sekreterare):
    (ny,) = plan(organ, sekreterare, MARS).skapade
    return ny


def move(sammantrade, by, datum, **kwargs):
    fakta = {"start": sammantrade.start, "slut": sammantrade.slut, "plats": sammantrade.plats, "rakna_om": True}
    return akter.flytta(sammantrade, datum=datum, today=TODAY, by=by, **(fakta | kwargs))


# A year


def test_planera_makes_the_meetings_with_the_days_around_them(organ, sekreterare):
    utfall = plan(organ, sekreterare, APRIL, MARS)

    assert [s.datum for s in utfall.skapade] == [MARS, APRIL]
    first = Sammantrade.objects.get(datum=MARS)
    assert (first.start, first.slut, first.plats, first.lage) == (time(13), time(16), "Salen", Lage.PLANERAT)
    assert (first.stoppdag, first.kallelsedag, first.planerad_justering) == (
        date(2027, 2, 23),
        date(2027, 3, 2),
        date(2027, 3, 16),
    )
    # The Tuesday two weeks before 13 April is the day after annandag påsk; a week before it is a plain Tuesday.
    assert Sammantrade.objects.get(datum=APRIL).stoppdag == date(2027, 3, 30)
    history = first.history.get()
    assert (history.history_user, history.history_change_reason) == (sekreterare, "Planerade 2027 års sammanträden")


def test_second_run_makes_nothing_twice_and_says_how_many_there_were(organ, sekreterare):
    plan(organ, sekreterare, MARS)

    again = plan(organ, sekreterare, MARS, APRIL, start=time(9))

    assert [s.datum for s in again.skapade] == [APRIL]
    assert again.fanns == (MARS,)
    assert Sammantrade.objects.filter(organ=organ).count() == 2


def test_second_run_knows_a_meeting_that_has_been_moved(planerat, sekreterare):
    move(planerat, sekreterare, date(2027, 3, 11))

    again = plan(planerat.organ, sekreterare, MARS)

    assert (again.skapade, again.fanns) == ((), (MARS,))


def test_a_day_that_has_passed_is_not_planned(organ, sekreterare):
    plan(organ, sekreterare, date(2026, 12, 1))

    s = Sammantrade.objects.get()
    assert (s.stoppdag, s.kallelsedag, s.planerad_justering) == (None, date(2026, 11, 24), date(2026, 12, 8))


# One


FAKTA = {"start": time(13), "slut": time(16), "plats": "Salen"}


def test_skapa_twice_gives_the_one_there_is(organ, sekreterare):
    first, new = akter.skapa(organ=organ, datum=MARS, **FAKTA, today=TODAY, by=sekreterare)
    again, again_new = akter.skapa(organ=organ, datum=MARS, **FAKTA, today=TODAY, by=sekreterare)

    assert (new, again_new) == (True, False)
    assert first == again
    assert first.stoppdag == date(2027, 2, 23)


def test_skapa_another_at_the_same_time_says_that_there_is_one(planerat, sekreterare):
    with pytest.raises(DomanFel, match=r"PN har redan ett sammanträde tisdag 9 mars 2027 kl\. 13\.00–16\.00, Salen"):
        akter.skapa(organ=planerat.organ, datum=MARS, **(FAKTA | {"plats": "Annat"}), today=TODAY, by=sekreterare)
    akter.stall_in(planerat, skal="för få ärenden", by=sekreterare)
    with pytest.raises(DomanFel, match=r"inställt sammanträde .* Häv inställandet"):
        akter.skapa(organ=planerat.organ, datum=MARS, **FAKTA, today=TODAY, by=sekreterare)
    assert Sammantrade.objects.count() == 1


def test_skapa_a_second_the_same_day_at_another_time(planerat, sekreterare):
    _, new = akter.skapa(
        organ=planerat.organ, datum=MARS, start=time(18), slut=None, plats="", today=TODAY, by=sekreterare
    )

    assert new


def change(s, by, **fakta):
    nu = {f: getattr(s, f) for f in akter.FAKTA}
    return akter.andra(s, version=s.version, by=by, **(nu | fakta))


def test_andra_writes_and_says_so_in_the_history(planerat, sekreterare):
    change(planerat, sekreterare, plats="Plenisalen", stoppdag=None)

    planerat.refresh_from_db()
    assert (planerat.plats, planerat.stoppdag) == ("Plenisalen", None)
    assert planerat.history.first().history_change_reason == "Ändrade tid, plats eller planerade dagar"


def test_andra_nothing_writes_nothing(planerat, sekreterare):
    change(planerat, sekreterare)

    assert planerat.history.count() == 1


def test_andra_over_a_newer_version_writes_nothing_and_says_what_stands(planerat, sekreterare):
    old = Sammantrade.objects.get(pk=planerat.pk)
    change(planerat, sekreterare, plats="Plenisalen")

    with pytest.raises(akter.Andrat, match=r"Nu gäller: tisdag 9 mars 2027 kl\. 13\.00–16\.00, Plenisalen"):
        change(old, sekreterare, plats="Foajén")

    planerat.refresh_from_db()
    assert planerat.plats == "Plenisalen"


@pytest.mark.parametrize(
    ("lage", "protokoll", "words"),
    [
        (Lage.INSTALLT, None, "är inställt"),
        (Lage.HANVISNING, None, "bara känt genom hänvisning"),
        (Lage.AVSLUTAT, "justerat", "protokoll är justerat"),
        (Lage.AVSLUTAT, "avskrift", "har lästs in"),
    ],
)
def test_andra_what_is_locked_says_why(organ, sekreterare, lage, protokoll, words):
    s = SammantradeFactory(organ=organ, lage=lage, installt_skal="skäl" if lage == Lage.INSTALLT else "")
    if protokoll:
        ProtokollFactory(sammantrade=s, lage=protokoll, justeringsdag=s.datum)

    with pytest.raises(DomanFel, match=words):
        change(s, sekreterare, plats="Annanstans")


@pytest.mark.parametrize("lage", [Lage.PAGAR, Lage.AVSLUTAT])
def test_andra_place_of_a_meeting_that_runs_or_waits_for_its_justering(organ, sekreterare, lage):
    s = SammantradeFactory(organ=organ, lage=lage)

    assert change(s, sekreterare, plats="Annanstans").plats == "Annanstans"


# Moved


def test_flytta_keeps_the_first_day_and_moves_the_days_around(planerat, sekreterare):
    move(planerat, sekreterare, date(2027, 3, 16), skal="Salen är upptagen")

    planerat.refresh_from_db()
    assert (planerat.datum, planerat.flyttat_fran) == (date(2027, 3, 16), MARS)
    assert planerat.stoppdag == date(2027, 3, 2)
    assert planerat.history.first().history_change_reason == (
        "Flyttade sammanträdet från tisdag 9 mars 2027 till tisdag 16 mars 2027: Salen är upptagen"
    )

    move(planerat, sekreterare, date(2027, 3, 18), rakna_om=False)
    planerat.refresh_from_db()
    assert (planerat.flyttat_fran, planerat.stoppdag) == (MARS, date(2027, 3, 2))

    move(planerat, sekreterare, MARS)
    planerat.refresh_from_db()
    assert planerat.flyttat_fran is None


def test_flytta_to_where_it_is_writes_nothing(planerat, sekreterare):
    move(planerat, sekreterare, MARS)

    assert planerat.history.count() == 1


def test_flytta_to_another_year_takes_the_dagordning_along(planerat, sekreterare):
    paragraf = ParagrafFactory(protokoll=None, sammantrade=planerat, nummer=None, ordning=1)

    move(planerat, sekreterare, date(2028, 1, 11))

    paragraf.refresh_from_db()
    assert paragraf.ar == 2028
    connection.check_constraints()


def test_flytta_onto_another_meeting_is_refused(planerat, sekreterare):
    plan(planerat.organ, sekreterare, APRIL)

    with pytest.raises(DomanFel, match="har redan ett sammanträde då"):
        move(planerat, sekreterare, APRIL)


@pytest.mark.parametrize(
    ("lage", "words"),
    [
        (Lage.PAGAR, "pågår och kan inte längre flyttas"),
        (Lage.AVSLUTAT, "har hållits"),
        (Lage.INSTALLT, "Häv inställandet först"),
        (Lage.HANVISNING, "Läs in dess protokoll"),
    ],
)
def test_only_what_is_planned_is_moved_or_cancelled(organ, sekreterare, lage, words):
    s = SammantradeFactory(organ=organ, lage=lage)

    with pytest.raises(DomanFel, match=words):
        move(s, sekreterare, MARS)
    with pytest.raises(DomanFel, match=words):
        akter.stall_in(s, skal="för få ärenden", by=sekreterare)

    s.refresh_from_db()
    assert (s.lage, s.flyttat_fran, s.history.count()) == (lage, None, 1)


# Cancelled


def test_stall_in_and_hold_it_after_all(planerat, sekreterare):
    akter.stall_in(planerat, skal=" för få ärenden ", by=sekreterare)
    akter.stall_in(planerat, skal="för få ärenden", by=sekreterare)

    planerat.refresh_from_db()
    assert (planerat.lage, planerat.installt_skal) == (Lage.INSTALLT, "för få ärenden")
    assert planerat.history.count() == 2

    akter.hav_installandet(planerat, by=sekreterare)
    akter.hav_installandet(planerat, by=sekreterare)
    planerat.refresh_from_db()
    assert (planerat.lage, planerat.installt_skal, planerat.history.count()) == (Lage.PLANERAT, "", 3)


def test_stall_in_wants_a_reason(planerat, sekreterare):
    with pytest.raises(DomanFel, match="Skriv varför"):
        akter.stall_in(planerat, skal="  ", by=sekreterare)


def test_hold_after_all_only_what_is_cancelled(organ, sekreterare):
    with pytest.raises(DomanFel, match="inte inställt"):
        akter.hav_installandet(SammantradeFactory(organ=organ), by=sekreterare)


# Taken away


def test_ta_bort_leaves_its_history(planerat, sekreterare):
    pk = planerat.pk
    akter.ta_bort(planerat, by=sekreterare)

    assert not Sammantrade.objects.exists()
    last = Sammantrade.history.filter(id=pk).first()
    assert (last.history_type, last.history_user) == ("-", sekreterare)
    assert last.history_change_reason == "Tog bort sammanträdet ur planen"


def test_ta_bort_refuses_what_something_hangs_on_or_has_been_held(planerat, organ, sekreterare):
    ParagrafFactory(protokoll=None, sammantrade=planerat, nummer=None, ordning=1)

    with pytest.raises(DomanFel, match="Ställ in det i stället"):
        akter.ta_bort(planerat, by=sekreterare)
    with pytest.raises(DomanFel, match="Bara ett planerat"):
        akter.ta_bort(SammantradeFactory(organ=organ), by=sekreterare)

    assert Sammantrade.objects.count() == 2

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uppdrag.perioder import Tertial, manad, manader_senare, tertial_av, tertial_for, tertialer


@pytest.mark.parametrize(
    ("dag", "kod", "start", "slut"),
    [
        (date(2026, 1, 1), "2026-1", date(2026, 1, 1), date(2026, 4, 30)),
        (date(2026, 4, 30), "2026-1", date(2026, 1, 1), date(2026, 4, 30)),
        (date(2026, 5, 1), "2026-2", date(2026, 5, 1), date(2026, 8, 31)),
        (date(2024, 12, 31), "2024-3", date(2024, 9, 1), date(2024, 12, 31)),
    ],
)
def test_tertial_of_a_day(dag, kod, start, slut):
    t = tertial_for(dag)
    assert (t.kod, t.start, t.slut) == (kod, start, slut)
    assert tertial_av(kod) == t


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_tertialer_cover_every_day_once(dag):
    t = tertial_for(dag)
    assert t.start <= dag <= t.slut
    assert (t + 1).start == t.slut + timedelta(days=1)
    assert (t + 1) + -1 == t


def test_tertialer_between():
    assert [t.kod for t in tertialer(Tertial(2025, 2), Tertial(2026, 1))] == ["2025-2", "2025-3", "2026-1"]
    assert tertialer(Tertial(2026, 2), Tertial(2026, 1)) == []
    assert Tertial(2026, 2).namn == "maj–augusti 2026"


@pytest.mark.parametrize("kod", ["", "2026", "2026-4", "2026-0", "0000-1", "x-1", "2026-1 ", "²026-1"])
def test_nonsense_is_no_tertial(kod):
    assert tertial_av(kod) is None


@pytest.mark.parametrize(
    ("dag", "antal", "ut"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 30), 13, date(2027, 12, 30)),
        (date(2026, 11, 22), -6, date(2026, 5, 22)),
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
        (date(2024, 8, 31), -6, date(2024, 2, 29)),
        (date(2026, 1, 15), -12, date(2025, 1, 15)),
    ],
)
def test_months_later_and_earlier(dag, antal, ut):
    assert manader_senare(dag, antal) == ut


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)), st.integers(-600, 600))
def test_some_months_later_is_that_month_on_the_same_day_or_its_last(dag, antal):
    ut = manader_senare(dag, antal)

    assert ut.year * 12 + ut.month == dag.year * 12 + dag.month + antal
    assert ut.day == min(dag.day, monthrange(ut.year, ut.month)[1])


def test_month_moves_over_the_year():
    assert manad(date(2026, 11, 22), 3) == date(2027, 2, 1)
    assert manad(date(2026, 1, 31), -1) == date(2025, 12, 1)

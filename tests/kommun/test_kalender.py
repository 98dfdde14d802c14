"""Legal time against an Easter computation of the test's own (lag 1989:253, lag 1930:173 2 §)."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommun.kalender import dag_i_ord, dagar_i_ord, dagen_i_ord, is_vardag, next_vardag, relativ_dag

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def first_weekday(start: date, weekday: int) -> date:
    return start + timedelta(days=(weekday - start.weekday()) % 7)


@cache
def red_days(year: int) -> set[date]:
    """The days of lag (1989:253) that are no Sundays of themselves, and the three eves of lag (1930:173)."""
    e = easter(year)
    midsummer_day = first_weekday(date(year, 6, 20), 5)
    days = {
        date(year, 1, 1),
        date(year, 1, 6),
        e - timedelta(days=2),
        e + timedelta(days=1),
        date(year, 5, 1),
        e + timedelta(days=39),
        midsummer_day - timedelta(days=1),
        midsummer_day,
        first_weekday(date(year, 10, 31), 5),
        date(year, 12, 24),
        date(year, 12, 25),
        date(year, 12, 26),
        date(year, 12, 31),
    }
    # Nationaldagen took the place of annandag pingst from 2005.
    days.add(date(year, 6, 6) if year >= 2005 else e + timedelta(days=50))
    return days


@pytest.mark.parametrize("year", range(1990, 2061))
def test_is_vardag_agrees_with_own_easter_1930_173_2(year):
    red = red_days(year)
    day = date(year, 1, 1)

    wrong = []
    while day.year == year:
        if is_vardag(day) != (day.weekday() < 5 and day not in red):
            wrong.append(day)
        day += timedelta(days=1)

    assert wrong == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(date(2026, 1, 5), True, id="trettondagsafton is no holiday (RÅ 2004 not 40)"),
        pytest.param(date(2026, 4, 2), True, id="skärtorsdag"),
        pytest.param(date(2026, 4, 3), False, id="långfredag"),
        pytest.param(date(2025, 4, 30), True, id="valborg"),
        pytest.param(date(2026, 6, 19), False, id="midsommarafton"),
        pytest.param(date(2025, 6, 6), False, id="nationaldagen"),
        pytest.param(date(2025, 12, 24), False, id="julafton"),
        pytest.param(date(2025, 12, 31), False, id="nyårsafton"),
        pytest.param(date(2025, 10, 31), True, id="dagen före alla helgons dag"),
    ],
)
def test_is_vardag_on_known_days(day, expected):
    assert is_vardag(day) is expected


@given(DAYS)
def test_next_vardag_is_the_first_vardag_not_before(day):
    found = next_vardag(day)

    assert found >= day
    assert is_vardag(found)
    assert not any(is_vardag(day + timedelta(days=n)) for n in range((found - day).days))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 1), "i dag"),
        (date(2026, 3, 2), "i morgon"),
        (date(2026, 2, 28), "i går"),
        (date(2026, 3, 4), "om 3 dagar"),
        (date(2026, 2, 17), "för 12 dagar sedan"),
    ],
)
def test_relativ_dag(day, expected):
    assert relativ_dag(day, today=date(2026, 3, 1)) == expected


def test_dates_in_swedish_words():
    assert dag_i_ord(date(2020, 2, 25)) == "tisdag 25 februari 2020"
    assert dag_i_ord(date(2020, 2, 25), veckodag=False) == "25 februari 2020"
    assert dagen_i_ord(date(2020, 2, 25)) == "tisdagen den 25 februari 2020"
    assert (dagar_i_ord(1), dagar_i_ord(12)) == ("1 dag", "12 dagar")

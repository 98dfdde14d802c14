"""The clocks of the law: the table of domain.md 1.3, and properties over 1990–2060."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protokoll.frister import (
    anslag_tas_ned,
    anslas_senast,
    justeras_senast,
    justeringsdag,
    kungors_senast,
    laga_kraft,
    overklagas_senast,
)
from tests.kommun.test_kalender import red_days

DAY = timedelta(days=1)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("up", "last", "removal"),
    [
        pytest.param(date(2020, 3, 5), date(2020, 3, 26), date(2020, 3, 27), id="KL 13:5, the seed"),
        pytest.param(date(2017, 3, 17), date(2017, 4, 7), date(2017, 4, 8), id="Vimmerby 2017"),
        pytest.param(date(2018, 4, 3), date(2018, 4, 24), date(2018, 4, 25), id="Kramfors 2018"),
        pytest.param(date(2025, 5, 16), date(2025, 6, 9), date(2025, 6, 10), id="1930:173 2 §, nationaldagen"),
        pytest.param(date(2025, 5, 30), date(2025, 6, 23), date(2025, 6, 24), id="1930:173 2 §, midsommarafton"),
        pytest.param(date(2025, 12, 15), date(2026, 1, 5), date(2026, 1, 6), id="trettondagsafton does not roll"),
        pytest.param(date(2026, 3, 13), date(2026, 4, 7), date(2026, 4, 8), id="1930:173 2 §, Easter"),
        pytest.param(date(1999, 3, 16), date(1999, 4, 6), date(1999, 4, 7), id="RÅ 1999 not 181"),
        pytest.param(date(2026, 12, 3), date(2026, 12, 28), date(2026, 12, 29), id="julafton"),
        pytest.param(date(2026, 12, 10), date(2027, 1, 4), date(2027, 1, 5), id="nyårsafton"),
        pytest.param(date(2026, 4, 10), date(2026, 5, 4), date(2026, 5, 5), id="första maj"),
        pytest.param(date(2026, 5, 29), date(2026, 6, 22), date(2026, 6, 23), id="midsommarafton and the weekend"),
        pytest.param(date(2025, 12, 3), date(2025, 12, 29), date(2025, 12, 30), id="julafton to the Monday after"),
        pytest.param(date(2026, 6, 5), date(2026, 6, 26), date(2026, 6, 27), id="the week after midsommar"),
        pytest.param(date(2004, 5, 10), date(2004, 6, 1), date(2004, 6, 2), id="annandag pingst, until 2004"),
        pytest.param(date(2005, 4, 25), date(2005, 5, 16), date(2005, 5, 17), id="annandag pingst no more, from 2005"),
        pytest.param(date(2060, 12, 11), date(2061, 1, 3), date(2061, 1, 4), id="over the end of the years"),
    ],
)
def test_overklagas_senast_and_anslag_tas_ned(up, last, removal):
    assert overklagas_senast(up) == last
    assert anslag_tas_ned(up, dagen_efter=False) == last
    assert anslag_tas_ned(up, dagen_efter=True) == removal


@pytest.mark.parametrize("year", range(1990, 2061))
def test_every_day_of_a_year_ends_on_the_first_vardag_from_three_weeks_in_both_conventions(year):
    """Against the red days of the test's own: three weeks at least, never on a day off, never later than it must."""
    up, wrong = date(year, 1, 1), []
    while up.year == year:
        last = up + timedelta(days=21)
        while last.weekday() >= 5 or last in red_days(last.year):
            last += timedelta(days=1)
        a, b = anslag_tas_ned(up, dagen_efter=False), anslag_tas_ned(up, dagen_efter=True)
        if (overklagas_senast(up), a, b, laga_kraft(last)) != (last, last, last + DAY, b):
            wrong.append(up)
        up += DAY

    assert wrong == []


@given(DAYS, DAYS)
def test_a_later_anslag_never_ends_earlier(a, b):
    first, second = sorted([a, b])

    assert overklagas_senast(first) <= overklagas_senast(second)


def test_justeras_senast_is_fourteen_days_after_kl_5_69():
    assert justeras_senast(date(2020, 2, 25)) == date(2020, 3, 10)


def test_justeringsdag_is_that_of_the_last_signature_and_anslas_by_the_second_day_after():
    # Kungsbacka KS 2024-11-26.
    signed = [date(2024, 11, 29), date(2024, 12, 2), date(2024, 11, 29)]
    assert justeringsdag(signed) == date(2024, 12, 2)
    assert anslas_senast(justeringsdag(signed)) == date(2024, 12, 4)


@given(DAYS)
def test_the_strict_days_are_calendar_days_and_do_not_roll(dag):
    assert justeras_senast(dag) - dag == timedelta(days=14)
    assert anslas_senast(dag) - dag == timedelta(days=2)
    assert dag - kungors_senast(dag) == timedelta(days=7)

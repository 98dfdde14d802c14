"""The clocks of the law: the table of domain.md 1.3, and properties over 1990–2060."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommun.kalender import is_vardag
from protokoll.frister import anslag_tas_ned, anslas_senast, justeras_senast, overklagas_senast
from tests.kommun.test_kalender import red_days

DAYS = st.dates(date(1990, 1, 1), date(2060, 11, 30))


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
    ],
)
def test_overklagas_senast_and_anslag_tas_ned(up, last, removal):
    assert overklagas_senast(up) == last
    assert anslag_tas_ned(up, dagen_efter=False) == last
    assert anslag_tas_ned(up, dagen_efter=True) == removal


@given(DAYS)
def test_overklagas_senast_is_the_first_vardag_from_three_weeks(up):
    last = overklagas_senast(up)
    nominal = up + timedelta(weeks=3)

    assert last >= nominal
    assert is_vardag(last)
    between = [nominal + timedelta(days=n) for n in range((last - nominal).days)]
    assert all(d.weekday() >= 5 or d in red_days(d.year) for d in between)
    assert nominal.weekday() == up.weekday(), "weeks end on the weekday of the same name (1930:173 1 §)"


@given(DAYS)
def test_anslag_is_never_taken_down_before_the_last_appeal_day(up):
    assert anslag_tas_ned(up, dagen_efter=False) >= overklagas_senast(up)
    assert anslag_tas_ned(up, dagen_efter=True) == overklagas_senast(up) + timedelta(days=1)


@given(DAYS, DAYS)
def test_a_later_anslag_never_ends_earlier(a, b):
    first, second = sorted([a, b])

    assert overklagas_senast(first) <= overklagas_senast(second)


def test_justeras_senast_is_fourteen_days_after_kl_5_69():
    assert justeras_senast(date(2020, 2, 25)) == date(2020, 3, 10)


def test_anslas_senast_is_the_second_calendar_day_kl_8_12():
    # Kungsbacka KS 2024-11-26: the last signature on 2 December.
    assert anslas_senast(date(2024, 12, 2)) == date(2024, 12, 4)

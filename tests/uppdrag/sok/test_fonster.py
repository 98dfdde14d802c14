"""Which windows of time are looked in, pure: how many looks it takes, never what is found."""

from datetime import date

import pytest

from uppdrag.sok.fonster import ALLT, fonstren, nasta

# By number: 2 and 8 months, 2, 5 and 12 years, all.
FALL = [
    # (the window, found in it, wanted, the next)
    (0, 0, 500, 1),  # what is not met of late may be of a season
    (0, 40, 500, 3),  # 160 and 480 are too few
    (0, 150, 500, 1),  # 600
    (0, 1, 500, 3),  # two are passed over at most
    (1, 400, 500, 2),
    (2, 480, 500, 3),
    (3, 30, 500, 5),  # 72 in twelve years
    (4, 30, 500, 5),
    (5, 30, 500, 6),
]


@pytest.mark.parametrize(("n", "funna", "hogst", "vantat"), FALL)
def test_windows_that_hold_too_few_are_passed_over(n, funna, hogst, vantat):
    assert nasta(n, funna, hogst) == vantat


@pytest.mark.parametrize("funna", [0, 1, 7, 50, 499])
def test_all_of_it_is_looked_through_in_the_end(funna):
    alla, n, sedda = fonstren(date(2026, 11, 23), 1_000_000), 0, []
    while n < len(alla):
        sedda.append(alla[n])
        n = nasta(n, funna, 500)
    assert sedda[0] == alla[0]
    assert sedda[-1] == ALLT

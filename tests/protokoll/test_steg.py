"""The strip of a sammanträde, day by day (KL 5:69, 8:12, 13:5)."""

from datetime import date

import pytest

from protokoll.steg import protokollets_steg

MEETING = date(2026, 3, 4)
ADJUSTED = date(2026, 3, 10)
UP, LAST = date(2026, 3, 13), date(2026, 4, 7)


def steps(today, **known):
    facts = {"hallet": True, "justerat": None, "avskrift": False, "uppsatt": None, "sista_overklagandedag": None}
    return [(s.lage, s.datum) for s in protokollets_steg(MEETING, **(facts | known), today=today)]


@pytest.mark.parametrize(
    ("today", "known", "expected"),
    [
        pytest.param(
            date(2026, 3, 1),
            {"hallet": False},
            [("pagar", MEETING), ("kommande", date(2026, 3, 18)), ("kommande", None), ("kommande", None)],
            id="not held yet",
        ),
        pytest.param(
            date(2026, 3, 18),
            {},
            [("klar", MEETING), ("pagar", date(2026, 3, 18)), ("kommande", None), ("kommande", None)],
            id="KL 5:69, the last day to adjust is in time",
        ),
        pytest.param(
            date(2026, 3, 19),
            {},
            [("klar", MEETING), ("sen", date(2026, 3, 18)), ("kommande", None), ("kommande", None)],
            id="KL 5:69, the day after is late",
        ),
        pytest.param(
            date(2026, 3, 12),
            {"justerat": ADJUSTED},
            [("klar", MEETING), ("klar", ADJUSTED), ("pagar", date(2026, 3, 12)), ("kommande", None)],
            id="KL 8:12, the second day is in time",
        ),
        pytest.param(
            date(2026, 3, 13),
            {"justerat": ADJUSTED},
            [("klar", MEETING), ("klar", ADJUSTED), ("sen", date(2026, 3, 12)), ("kommande", None)],
            id="KL 8:12, the third day is late",
        ),
        pytest.param(
            LAST,
            {"justerat": ADJUSTED, "uppsatt": UP, "sista_overklagandedag": LAST},
            [("klar", MEETING), ("klar", ADJUSTED), ("klar", UP), ("pagar", LAST)],
            id="KL 13:5, the last day to appeal",
        ),
        pytest.param(
            date(2026, 4, 8),
            {"justerat": ADJUSTED, "uppsatt": UP, "sista_overklagandedag": LAST},
            [("klar", MEETING), ("klar", ADJUSTED), ("klar", UP), ("klar", date(2026, 4, 8))],
            id="laga kraft",
        ),
        pytest.param(
            date(2030, 1, 1),
            {"avskrift": True},
            [("klar", MEETING), ("klar", None), ("kommande", None), ("kommande", None)],
            id="a transcript that states nothing is not late",
        ),
        pytest.param(
            date(2030, 1, 1),
            {"avskrift": True, "justerat": ADJUSTED},
            [("klar", MEETING), ("klar", ADJUSTED), ("kommande", None), ("kommande", None)],
            id="a transcript with signatures but no anslag is not late",
        ),
    ],
)
def test_protokollets_steg(today, known, expected):
    assert steps(today, **known) == expected

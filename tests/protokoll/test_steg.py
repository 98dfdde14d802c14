"""The strip of a sammanträde, day by day (KL 5:69, 8:12, 13:5)."""

from datetime import date

import pytest

from protokoll.steg import kallelsens_steg, protokollets_steg, steg_for
from tests.factories import KalladFactory, KallelseFactory, SammantradeFactory

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
            [("klar", MEETING), ("nara", date(2026, 3, 18)), ("kommande", None), ("kommande", None)],
            id="KL 5:69, the last day to adjust is in time, and near",
        ),
        pytest.param(
            date(2026, 3, 14),
            {},
            [("klar", MEETING), ("pagar", date(2026, 3, 18)), ("kommande", None), ("kommande", None)],
            id="KL 5:69, four days before",
        ),
        pytest.param(
            date(2026, 3, 15),
            {"justerat": date(2026, 3, 12)},
            [("klar", MEETING), ("klar", date(2026, 3, 12)), ("nara", date(2026, 3, 14)), ("kommande", None)],
            id="KL 8:12, a Saturday has passed: a warning until the next vardag",
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
            [("klar", MEETING), ("klar", ADJUSTED), ("nara", date(2026, 3, 12)), ("kommande", None)],
            id="KL 8:12, the second day is in time, and near",
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
            date(2026, 3, 20),
            {"justerat": ADJUSTED, "togs_ned": True},
            [("klar", MEETING), ("klar", ADJUSTED), ("sen", None), ("kommande", None)],
            id="KL 13:5 2 st., taken down too early: the time does not run",
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


DUE = date(2026, 2, 25)


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        pytest.param(DUE, {}, ("pagar", DUE, "Skickas senast"), id="the last day is in time"),
        pytest.param(date(2026, 2, 26), {}, ("sen", DUE, "Skickas senast"), id="the day after is late"),
        pytest.param(
            date(2026, 3, 1),
            {"skickad": date(2026, 2, 26), "nummer": 1, "svarat": 2, "kallade": 7},
            ("klar", date(2026, 2, 26), "Skickad, 2 av 7 har svarat"),
            id="sent, also when it was late",
        ),
        pytest.param(
            date(2026, 3, 1),
            {"skickad": date(2026, 2, 27), "nummer": 2, "svarat": 7, "kallade": 7, "planerat": False},
            ("klar", date(2026, 2, 27), "Kallelse 2 skickad, 7 av 7 har svarat"),
            id="a changed one, the meeting held",
        ),
        pytest.param(date(2026, 3, 5), {"planerat": False}, None, id="held without a kallelse here: nothing is said"),
    ],
)
def test_kallelsens_steg(today, facts, expected):
    known = {"skickad": None, "nummer": 0, "svarat": 0, "kallade": 0, "planerat": True} | facts
    steg = kallelsens_steg(senast=DUE, **known, today=today)

    assert (steg and (steg.lage, steg.datum, steg.ord)) == expected


@pytest.mark.django_db
def test_kallelse_is_the_first_step_and_one_step_is_the_present_one():
    mote = SammantradeFactory(datum=MEETING, lage="planerat", organ__kallelse_dagar=7)
    today = date(2026, 2, 20)

    fore = steg_for(mote, [], today=today)
    assert [(s.namn, s.lage) for s in fore[:2]] == [("Kallelse", "pagar"), ("Sammanträde", "kommande")]
    assert fore[0].datum == DUE, "so many days before as the organ has"
    mote.kallelsedag = date(2026, 2, 19)
    assert steg_for(mote, [], today=today)[0].lage == "sen"

    KallelseFactory(sammantrade=mote)
    KalladFactory(sammantrade=mote)
    KalladFactory(sammantrade=mote, svar="narvaro")
    efter = steg_for(mote, [], today=today)
    assert [(s.namn, s.lage) for s in efter[:2]] == [("Kallelse", "klar"), ("Sammanträde", "pagar")]
    assert efter[0].ord == "Skickad, 1 av 2 har svarat"


@pytest.mark.django_db
def test_meeting_held_without_kallelse_has_the_steps_of_its_protokoll():
    assert steg_for(SammantradeFactory(datum=MEETING), [], today=MEETING)[0].namn == "Sammanträde"


def test_what_is_adjusted_at_once_is_so_on_the_day():
    (motet, justering, *_) = steps(MEETING, hallet=False, omedelbart=True)
    assert (motet, justering) == (("pagar", MEETING), ("pagar", MEETING))
    assert steps(date(2026, 3, 5), omedelbart=True)[1] == ("sen", MEETING)


@pytest.mark.parametrize(
    ("today", "ord_"),
    [
        (date(2026, 3, 14), "Justeras senast"),
        (date(2026, 3, 16), "Justeras senast om 2 dagar"),
        (date(2026, 3, 19), "Skulle ha justerats senast"),
    ],
)
def test_how_near_it_is_stands_in_words(today, ord_):
    fakta = {"hallet": True, "justerat": None, "avskrift": False, "uppsatt": None, "sista_overklagandedag": None}
    assert protokollets_steg(MEETING, **fakta, today=today)[1].ord == ord_


def test_with_its_justerare_it_says_so():
    fakta = {"hallet": True, "justerat": None, "avskrift": False, "uppsatt": None, "sista_overklagandedag": None}
    steg = protokollets_steg(MEETING, **fakta, hos_justerarna=True, today=MEETING)[1]
    assert (steg.ord, steg.lage) == ("Hos justerarna, justeras senast", "pagar")

"""Which reminder is due: a table of days, and what holds for all of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommun.kalender import is_vardag
from uppdrag.models import Paminnelse
from uppdrag.paminnelseregler import (
    Laget,
    Slag,
    eskaleringar,
    forfallen_eskalering,
    forfallet,
    kommande,
    stegen,
)


def day(text: str | None) -> date | None:
    return date.fromisoformat(f"2026-{text}") if text else None


def laget(stopp="09-29", frist="10-15", given="03-03", rapporterat=None, pagar=True) -> Laget:
    return Laget(pagar=pagar, given=day(given), stopp=day(stopp), frist=day(frist), rapporterat=day(rapporterat))


# 2026-09-29 is a Tuesday, 2026-10-15 a Thursday.
CASES = [
    pytest.param(laget(), "09-07", None, id="not yet"),
    pytest.param(laget(), "09-08", ("forfragan", "09-29", "09-08"), id="three weeks before it is asked for"),
    pytest.param(laget(), "09-21", ("forfragan", "09-29", "09-08"), id="made up two weeks late"),
    pytest.param(laget(), "09-22", ("paminnelse", "09-29", "09-22"), id="a week before"),
    pytest.param(laget(), "09-28", ("sista", "09-29", "09-28"), id="the day before"),
    pytest.param(laget(), "09-29", ("sista", "09-29", "09-28"), id="on the stoppdag itself nothing new"),
    pytest.param(laget(), "09-30", ("ej_besvarat", "09-29", "09-30"), id="the day after: not answered"),
    pytest.param(laget(), "10-15", ("ej_besvarat", "09-29", "09-30"), id="on the day of the frist it is in time"),
    pytest.param(laget(), "10-16", ("forsenat", "10-15", "10-16"), id="the day after the frist it is late"),
    pytest.param(laget(), "12-30", ("forsenat", "10-15", "10-16"), id="a missed quarter gives the latest, not five"),
    pytest.param(laget(), "09-26", None, id="never on a Saturday"),
    pytest.param(laget(frist="09-04", stopp="08-21"), "09-05", None, id="late on a Saturday waits"),
    pytest.param(laget(frist="09-04", stopp="08-21"), "09-07", ("forsenat", "09-04", "09-07"), id="until the Monday"),
    pytest.param(laget(stopp="09-28"), "09-25", ("sista", "09-28", "09-25"), id="before a Monday: on the Friday"),
    pytest.param(
        laget(stopp="06-26"), "06-22", ("paminnelse", "06-26", "06-22"), id="midsommarafton gives way to the Monday"
    ),
    pytest.param(laget(rapporterat="09-07"), "09-08", ("forfragan", "09-29", "09-08"), id="an answer before the ask"),
    pytest.param(laget(rapporterat="09-08"), "09-22", None, id="an answer on the day of the ask silences"),
    pytest.param(laget(rapporterat="09-25"), "09-30", None, id="answered, so never ej besvarat"),
    pytest.param(laget(rapporterat="09-25"), "10-23", None, id="late, but the organ has the answer"),
    pytest.param(laget(rapporterat="09-25"), "10-26", ("forsenat", "10-15", "10-16"), id="thirty days later"),
    pytest.param(laget(given="09-15"), "09-15", None, id="given after the ask: not the same day"),
    pytest.param(laget(given="09-15"), "09-16", ("forfragan", "09-29", "09-16"), id="but the next"),
    pytest.param(laget(given="09-24"), "09-25", ("paminnelse", "09-29", "09-25"), id="given late: one of two"),
    pytest.param(laget(given="09-28"), "09-29", ("sista", "09-29", "09-29"), id="given the day before: one of three"),
    pytest.param(laget(given="10-06"), "10-07", ("forfragan", "09-29", "10-07"), id="given after the stoppdag: asked"),
    pytest.param(laget(given="10-06"), "10-14", ("forfragan", "09-29", "10-07"), id="but never called unanswered"),
    pytest.param(laget(pagar=False), "12-30", None, id="reported, proposed or closed"),
    pytest.param(laget(frist=None), "12-30", ("ej_besvarat", "09-29", "09-30"), id="without frist never late"),
    pytest.param(laget(stopp=None), "10-14", None, id="without stoppdag nothing before the frist"),
    pytest.param(laget(stopp=None, frist=None), "12-30", None, id="nothing says when"),
    pytest.param(
        laget(stopp="11-24"), "11-03", ("forfragan", "11-24", "11-03"), id="a meeting after the frist is asked for too"
    ),
]


@pytest.mark.parametrize(("uppdrag", "today", "expected"), CASES)
def test_what_is_due(uppdrag, today, expected):
    found = forfallet(uppdrag, sagt=(), today=day(today))

    assert (found and (found.slag, found.avser, found.dag)) == (
        expected and (expected[0], day(expected[1]), day(expected[2]))
    )
    if found:
        assert forfallet(uppdrag, sagt={(found.slag, found.avser, found.dag)}, today=day(today)) is None


ESCALATIONS = [
    pytest.param(laget(), "10-21", None, id="six days late"),
    pytest.param(laget(), "10-22", "10-22", id="a week late"),
    pytest.param(laget(), "11-20", "10-22", id="made up"),
    pytest.param(laget(), "11-23", "11-23", id="again after thirty days, a Saturday gives way"),
    pytest.param(laget(), "12-30", "12-21", id="a missed month is made up with the latest"),
    pytest.param(laget(rapporterat="10-20"), "11-19", None, id="an answer lets it rest"),
    pytest.param(laget(rapporterat="10-20"), "11-20", "10-22", id="for thirty days"),
    pytest.param(laget(frist=None), "12-30", None, id="no frist"),
    pytest.param(laget(pagar=False), "12-30", None, id="closed"),
]


@pytest.mark.parametrize(("uppdrag", "today", "expected"), ESCALATIONS)
def test_what_the_head_is_told(uppdrag, today, expected):
    found = forfallen_eskalering(uppdrag, sagt=(), today=day(today))

    assert (found and found.dag) == day(expected)
    if found:
        assert forfallen_eskalering(uppdrag, sagt={(found.slag, found.avser, found.dag)}, today=day(today)) is None


def test_a_moved_stoppdag_or_frist_gives_its_own():
    said = {("forfragan", day("09-29"), day("09-08")), ("forsenat", day("10-15"), day("10-16"))}
    moved = laget(stopp="10-27", frist="11-14")

    assert forfallet(moved, sagt=said, today=day("10-05")) is None
    assert forfallet(moved, sagt=said, today=day("10-06")).avser == day("10-27")
    assert forfallet(moved, sagt=said, today=day("11-16")).avser == day("11-14")


def test_coming_are_those_of_the_days_ahead():
    slag = [s.slag.value for s in kommande(laget(), efter=day("09-22"), till=day("10-22"))]

    assert slag == ["sista", "ej_besvarat", "forsenat", "eskalering"]


def test_the_kinds_are_those_of_the_rows():
    assert [s.value for s in Slag] == Paminnelse.Slag.values


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
UPPDRAG = st.builds(
    Laget,
    pagar=st.booleans(),
    given=DAYS,
    stopp=st.none() | DAYS,
    frist=st.none() | DAYS,
    rapporterat=st.none() | DAYS,
)
RULES = (forfallet, forfallen_eskalering)


def run(uppdrag, days) -> list:
    """What is said when the command runs on these days."""
    said = []
    for today in days:
        for rule in RULES:
            if step := rule(uppdrag, sagt={(s.slag, s.avser, s.dag) for s in said}, today=today):
                said.append(step)
    return said


@given(UPPDRAG, st.sets(st.integers(0, 400)), st.integers(1, 400))
def test_gaps_lose_nothing_and_make_no_pile(uppdrag, missed, length):
    days = [uppdrag.given + timedelta(days=n) for n in range(length)]
    while not is_vardag(days[-1]):
        days.append(days[-1] + timedelta(days=1))
    daily = run(uppdrag, days)
    gaps = run(uppdrag, [d for n, d in enumerate(days) if n not in missed or d == days[-1]])

    assert len(set(daily)) == len(daily), "each at most once"
    assert set(gaps) <= set(daily)
    for escalated in (True, False):
        last = [[s for s in said if (s.slag == Slag.ESKALERING) is escalated] for said in (daily, gaps)]
        assert last[0][-1:] == last[1][-1:], "what has been said in the end is the same"


@given(UPPDRAG, DAYS)
def test_all_go_out_on_a_vardag_after_it_was_given(uppdrag, until):
    for step in [*stegen(uppdrag), *eskaleringar(uppdrag, till=until)]:
        assert is_vardag(step.dag)
        assert step.slag == Slag.ESKALERING or step.dag > uppdrag.given
        assert step.avser in (uppdrag.stopp, uppdrag.frist)


@given(UPPDRAG, DAYS)
def test_one_run_says_at_most_one_to_each(uppdrag, today):
    for rule in RULES:
        step = rule(uppdrag, sagt=(), today=today)
        assert step is None or (step.dag <= today and uppdrag.pagar and is_vardag(today))

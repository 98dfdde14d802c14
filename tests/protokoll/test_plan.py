"""The plan of a year: tables of known years, and properties over 1990–2060."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommun.kalender import is_vardag, previous_vardag, rod_dag
from protokoll.frister import justeras_senast
from protokoll.plan import (
    SISTA,
    KringAnnat,
    NteVeckodag,
    Riktning,
    VarNteVecka,
    dagar_kring,
    dubbelvarningar,
    gissa_avstand,
    gissa_monster,
    halva_avstandet,
    helgvarningar,
    helgvecka,
    ordningsvarningar,
    plandagar,
)

TISDAG, TORSDAG = 1, 3
ARET = frozenset(range(1, 13))
YEARS = st.integers(1990, 2060)
RIKTNINGAR = st.sampled_from(Riktning)
MANADER = st.frozensets(st.integers(1, 12), min_size=1)


def days(*pairs: tuple[int, int], year: int) -> list[date]:
    return [date(year, month, day) for month, day in pairs]


@pytest.mark.parametrize(
    ("pattern", "year", "expected"),
    [
        pytest.param(
            NteVeckodag(3, TISDAG, ARET - {7}),
            2027,
            [(1, 19), (2, 16), (3, 16), (4, 20), (5, 18), (6, 15), (8, 17), (9, 21), (10, 19), (11, 16), (12, 21)],
            id="third Tuesday, not July",
        ),
        pytest.param(
            NteVeckodag(SISTA, 0, frozenset({2, 3, 8})), 2027, [(2, 22), (3, 30), (8, 30)], id="annandag påsk"
        ),
        pytest.param(NteVeckodag(1, TORSDAG, frozenset({5, 6})), 2024, [(5, 2), (6, 7)], id="nationaldagen"),
        pytest.param(
            VarNteVecka(date(2027, 1, 12), 4),
            2027,
            [(1, 12), (2, 9), (3, 9), (4, 6), (5, 4), (6, 1), (6, 29), (8, 24), (9, 21), (10, 19), (11, 16), (12, 14)],
            id="every fourth week, July left out and the count going on",
        ),
        pytest.param(
            VarNteVecka(date(2026, 12, 15), 4, frozenset({7}), frozenset({6, 40})),
            2027,
            [(1, 12), (3, 9), (4, 6), (5, 4), (6, 1), (6, 29), (8, 24), (9, 21), (10, 19), (11, 16), (12, 14)],
            id="first day the year before, week 6 left out",
        ),
        pytest.param(VarNteVecka(date(2028, 1, 4), 4), 2027, [], id="first day the year after"),
        pytest.param(
            KringAnnat(14, tuple(days((3, 9), (4, 9), (1, 5), year=2027))),
            2027,
            [(2, 23), (3, 30)],
            id="before another",
        ),
        pytest.param(KringAnnat(10, (date(2027, 3, 9),), efter=True), 2027, [(3, 19)], id="after another"),
        pytest.param(KringAnnat(1, (date(2027, 3, 8),)), 2027, [(3, 5)], id="never moved onto the meeting it prepares"),
        pytest.param(KringAnnat(14, (date(2028, 1, 11),)), 2027, [(12, 28)], id="for a meeting of the next year"),
    ],
)
def test_plandagar(pattern, year, expected):
    assert [d.datum for d in plandagar(pattern, year)] == days(*expected, year=year)


@pytest.mark.parametrize(
    ("pattern", "year", "direction", "expected"),
    [
        (NteVeckodag(1, TORSDAG, frozenset({6})), 2024, "nasta", "Flyttat från torsdag 6 juni (nationaldagen)"),
        (NteVeckodag(1, TORSDAG, frozenset({5})), 2008, "nasta",
         "Flyttat från torsdag 1 maj (första maj och Kristi himmelsfärdsdag)"),
        (NteVeckodag(SISTA, 4, frozenset({12})), 2027, "nasta", "Flyttat från fredag 31 december (nyårsafton)"),
        (NteVeckodag(1, 4, frozenset({1})), 2027, "foregaende", "Flyttat från fredag 1 januari (nyårsdagen)"),
        (KringAnnat(3, (date(2027, 3, 10),)), 2027, "nasta", "Flyttat från söndag 7 mars"),
        (NteVeckodag(2, TISDAG, frozenset({3})), 2027, "nasta", ""),
    ],
)  # fmt: skip
def test_moved_day_says_from_where_and_why(pattern, year, direction, expected):
    (day,) = plandagar(pattern, year, riktning=Riktning(direction))

    assert day.ord == expected
    assert is_vardag(day.datum)
    assert day.datum.year == year


patterns = st.one_of(
    st.builds(NteVeckodag, st.sampled_from([1, 2, 3, 4, SISTA]), st.integers(0, 6), MANADER),
    st.builds(
        VarNteVecka,
        st.dates(date(1988, 1, 1), date(2061, 1, 1)),
        st.integers(1, 13),
        MANADER,
        st.frozensets(st.integers(1, 53), max_size=6),
    ),
    st.builds(
        KringAnnat,
        st.integers(1, 40),
        st.lists(st.dates(date(1990, 1, 1), date(2060, 12, 31)), max_size=20).map(tuple),
        st.booleans(),
    ),
)


@given(patterns, YEARS, RIKTNINGAR)
def test_every_day_is_a_vardag_of_the_year_in_order_and_once(pattern, year, direction):
    found = [d.datum for d in plandagar(pattern, year, riktning=direction)]

    assert all(is_vardag(d) and d.year == year for d in found)
    assert found == sorted(set(found))


@given(patterns, YEARS, RIKTNINGAR)
def test_a_day_moves_only_from_one_that_is_no_vardag_and_says_so(pattern, year, direction):
    for day in plandagar(pattern, year, riktning=direction):
        assert bool(day.ord) == (day.datum != day.ursprung) == (not is_vardag(day.ursprung))
        assert rod_dag(day.ursprung) in day.ord or not day.ord
        between = range(1, abs((day.datum - day.ursprung).days))
        step = 1 if day.datum > day.ursprung else -1
        assert not any(is_vardag(day.ursprung + timedelta(days=step * n)) for n in between)


@given(st.integers(1, 40), st.lists(st.dates(date(2000, 2, 20), date(2000, 11, 20)), max_size=12), RIKTNINGAR)
def test_days_around_another_organ_keep_their_side_of_it(number, meetings, direction):
    for after in (False, True):
        for day in plandagar(KringAnnat(number, tuple(meetings), after), 2000, riktning=direction):
            assert day.till in meetings
            assert (day.datum > day.till) is after
            assert day.datum != day.till


@given(st.lists(st.dates(date(1999, 6, 1), date(2001, 6, 1)), min_size=1, max_size=12), st.integers(1, 40), RIKTNINGAR)
def test_plans_of_two_years_hold_a_day_around_another_organ_once(meetings, number, direction):
    pattern = KringAnnat(number, tuple(meetings))

    found = [d.datum for year in range(1998, 2003) for d in plandagar(pattern, year, riktning=direction)]

    assert len(found) == len(set(found))


# The days around a meeting


@pytest.mark.parametrize(
    ("day", "settings", "expected", "words"),
    [
        pytest.param(date(2027, 3, 9), (14, 7, 7), [(2, 23), (3, 2), (3, 16)], [], id="vardagar"),
        pytest.param(date(2027, 4, 6), (14, 8, 7), [(3, 23), (3, 25), (4, 13)], [], id="annandag påsk goes back"),
        pytest.param(
            date(2027, 3, 15), (7, 7, 14), [(3, 8), (3, 8), (3, 25)],
            ["Justeringen är lagd torsdag 25 mars, före måndag 29 mars, för att hinnas till måndag 29 mars"],
            id="KL 5:69, annandag påsk is the 14th day",
        ),
        pytest.param(
            date(2027, 3, 9), (14, 7, 20), [(2, 23), (3, 2), (3, 30)],
            ["Justeringen tisdag 30 mars är senare än tisdag 23 mars, som är sista dagen (5 kap. 69 § kommunallagen)."],
            id="KL 5:69, own number of days past it",
        ),
        pytest.param(
            date(2027, 3, 9), (5, 8, 7), [(3, 4), (3, 1), (3, 16)],
            ["Stoppdagen torsdag 4 mars ligger efter kallelsen måndag 1 mars."],
            id="stoppdag after kallelse",
        ),
    ],
)  # fmt: skip
def test_dagar_kring(day, settings, expected, words):
    stopp, kallelse, justering = settings

    found = dagar_kring(day, stopp=stopp, kallelse=kallelse, justering=justering)

    assert [found.stoppdag, found.kallelsedag, found.planerad_justering] == days(*expected, year=2027)
    assert len(found.ord) == len(words)
    assert all(wanted in got for wanted, got in zip(words, found.ord, strict=True))


@given(st.dates(date(1990, 2, 1), date(2060, 11, 1)), st.integers(0, 40), st.integers(0, 40), st.integers(0, 30))
def test_days_around_are_vardagar_and_justering_in_time_or_with_a_word(day, stopp, kallelse, justering):
    found = dagar_kring(day, stopp=stopp, kallelse=kallelse, justering=justering)

    assert all(is_vardag(d) for d in (found.stoppdag, found.kallelsedag, found.planerad_justering))
    assert found.stoppdag == previous_vardag(day - timedelta(days=stopp))
    assert found.kallelsedag == previous_vardag(day - timedelta(days=kallelse))
    if found.planerad_justering > justeras_senast(day):
        assert justering > 14
        assert any("sista dagen" in w for w in found.ord)
    if justering <= 14 and found.planerad_justering < day + timedelta(days=justering):
        assert any("för att hinnas" in w for w in found.ord)


# What looks wrong


def texts(warnings):
    return [w.text for w in warnings]


AU = days((2, 9), (3, 9), (4, 13), year=2027)
KS = days((2, 23), (3, 23), (4, 27), year=2027)


def order(au=AU, ks=KS, **kwargs):
    return texts(ordningsvarningar("KSAU", au, "KS", ks, ar=2027, **kwargs))


def test_au_before_each_ks_is_as_it_should_be():
    assert order() == []


def test_ks_without_au_between_it_and_the_one_before():
    assert order(au=[AU[0], AU[2]]) == [
        "KSAU har inget sammanträde mellan KS tisdag 23 februari och KS tisdag 23 mars."
    ]


def test_first_ks_of_the_year_looks_at_the_year_before():
    assert order(au=AU[1:]) == ["KSAU har inget sammanträde före KS tisdag 23 februari."]
    assert order(au=[date(2026, 12, 8), *AU[1:]], ks=[date(2026, 11, 24), *KS]) == []
    assert order(au=[date(2026, 12, 8), *AU[1:]], ks=[date(2026, 12, 15), *KS]) == [
        "KSAU har inget sammanträde mellan KS tisdag 15 december och KS tisdag 23 februari."
    ]


def test_au_the_same_day_as_its_ks():
    assert order(au=[AU[0], KS[1], AU[2]]) == ["KSAU sammanträder samma dag som KS, tisdag 23 mars, och inte före."]


def test_au_after_the_ks_it_was_counted_from():
    found = order(au=[*AU[:2], date(2027, 4, 28)], till={date(2027, 4, 28): KS[2]})

    assert "KSAU onsdag 28 april är efter KS tisdag 27 april, som det bereder." in found


def test_au_without_a_ks_after_it():
    assert order(au=[*AU, date(2027, 12, 7)]) == ["KS har inget planerat sammanträde efter KSAU tisdag 7 december."]


def test_au_after_the_kallelse_to_its_ks_has_gone():
    assert order(kallelsedagar={KS[0]: date(2027, 2, 8), KS[1]: date(2027, 3, 16)}) == [
        "KSAU tisdag 9 februari är efter måndag 8 februari, då kallelsen till KS tisdag 23 februari skickas."
    ]


def test_an_organ_that_has_not_been_planned_is_not_complained_about():
    assert order(au=[]) == order(ks=[]) == []


def test_other_years_are_looked_at_but_not_complained_about():
    late = [date(2026, 3, 3), *AU, date(2028, 2, 1)]

    assert order(au=late, ks=[date(2026, 2, 24), date(2026, 3, 24), *KS, date(2028, 1, 11)]) == []


def test_two_meetings_the_same_day():
    assert texts(dubbelvarningar("KS", [KS[0], KS[1], KS[0]])) == ["KS har 2 sammanträden tisdag 23 februari."]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 3, 24), "i påskveckan"),
        (date(2027, 6, 22), "i midsommarveckan"),
        (date(2027, 7, 13), "i juli"),
        (date(2027, 12, 21), "i julveckan"),
        (date(2027, 12, 28), "i nyårsveckan"),
        (date(2027, 1, 5), ""),
        (date(2026, 1, 5), "en klämdag"),
        (date(2027, 5, 7), "en klämdag"),
        (date(2027, 3, 30), ""),
        (date(2027, 3, 9), ""),
    ],
)
def test_helgvecka(day, words):
    assert helgvecka(day) == words
    assert bool(helgvarningar("KS", [day])) == bool(words)


# What the year before tells


@pytest.mark.parametrize(
    ("given_days", "expected"),
    [
        (plandagar(NteVeckodag(3, TISDAG, ARET - {7}), 2026), NteVeckodag(3, TISDAG, ARET - {7})),
        (plandagar(NteVeckodag(SISTA, 0, ARET - {7}), 2026), NteVeckodag(SISTA, 0, ARET - {7})),
        (plandagar(VarNteVecka(date(2026, 1, 14), 3), 2026), VarNteVecka(date(2027, 1, 6), 3)),
        (plandagar(NteVeckodag(1, 0, frozenset({2, 9})), 2026), None),
    ],
)
def test_pattern_of_the_year_before(given_days, expected):
    assert gissa_monster([d.datum for d in given_days], 2027) == expected


def test_days_without_a_pattern_give_none():
    assert gissa_monster(days((1, 5), (2, 17), (4, 1), (6, 11), (9, 2), year=2026), 2027) is None


def test_distance_of_the_year_before():
    assert gissa_avstand(AU, KS) == 14
    assert gissa_avstand([], KS) is None
    assert gissa_avstand(AU, []) is None
    assert gissa_avstand(AU[:2], KS) is None, "two say too little"
    assert gissa_avstand(days((2, 9), (3, 10), (4, 12), (1, 1), year=2027), KS) is None, "no two the same"


def test_half_the_distance_between_the_days():
    assert halva_avstandet(AU) == timedelta(days=14)
    assert halva_avstandet(AU[:1]) == timedelta(days=6)

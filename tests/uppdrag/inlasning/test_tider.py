"""When an uppdrag is due, as lists say it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uppdrag.inlasning.tider import Omojlig, exakt_dag, las_tid

GIVEN = date(2020, 1, 21)
MOTEN = [date(2020, 2, 25), date(2020, 5, 5), date(2020, 5, 26), date(2021, 5, 4)]
ANDRA = {"ksau": MOTEN, "kf": [date(2020, 6, 22)], "kommunstyrelsen": []}


def las(text):
    return las_tid(text, given=GIVEN, moten=MOTEN, andra=ANDRA)


@pytest.mark.parametrize(
    ("text", "dag"),
    [
        ("2020-05-31", "2020-05-31"),
        ("2020-05-31 00:00:00", "2020-05-31"),
        ("20210331", "2021-03-31"),
        ("210331", "2021-03-31"),
        ("31/3 2021", "2021-03-31"),
        ("31/3-21", "2021-03-31"),
        ("31.3.2021", "2021-03-31"),
        ("31/3", "2020-03-31"),
        ("1/1", "2021-01-01"),
        ("29 februari", "2020-02-29"),
        ("tisdagen den 31 mars 2020", "2020-03-31"),
        ("Senast den 31 mars 2021.", "2021-03-31"),
        ("t.o.m. 2020-12-31", "2020-12-31"),
        ("2021-03", "2021-03-31"),
        ("3/2021", "2021-03-31"),
        ("201912", "2019-12-31"),
        ("maj 2020", "2020-05-31"),
        ("Maj -21", "2021-05-31"),
        ("maj", "2020-05-31"),
        ("jan.", "2020-01-31"),
        ("senast i maj 2020", "2020-05-31"),
        ("slutet av maj 2021", "2021-05-31"),
        ("januari–mars 2021", "2021-03-31"),
        ("våren 2021", "2021-05-31"),
        ("hösten", "2020-11-30"),
        ("kvartal 2", "2020-06-30"),
        ("Q2 2021", "2021-06-30"),
        ("2021 Q2", "2021-06-30"),
        ("andra kvartalet 2021", "2021-06-30"),
        ("1:a kvartalet 2021", "2021-03-31"),
        ("tertial 2", "2020-08-31"),
        ("första halvåret 2021", "2021-06-30"),
        ("2021", "2021-12-31"),
        ("utgången av 2021", "2021-12-31"),
        ("årsskiftet 2020/2021", "2020-12-31"),
        ("innan årsskiftet", "2020-12-31"),
        ("före sommaren 2021", "2021-05-31"),
        ("före 1 maj 2021", "2021-04-30"),
        ("v. 14 2021", "2021-04-09"),
        ("inom 6 månader", "2020-07-21"),
        ("inom ett halvår", "2020-07-21"),
    ],
)
def test_words_that_say_a_day(text, dag):
    tid = las(text)

    assert (tid.datum, tid.fel, tid.osaker, tid.mote) == (date.fromisoformat(dag), "", False, None)
    assert tid.tolkning
    assert tid.ord == text


@pytest.mark.parametrize(
    ("text", "dag", "mote"),
    [
        ("till sammanträdet i maj", date(2020, 5, 26), True),
        ("till sammanträdet i maj 2021", date(2021, 5, 4), True),
        ("majsammanträdet", date(2020, 5, 26), True),
        ("KSAU i maj", date(2020, 5, 26), True),
        ("nästa sammanträde", date(2020, 2, 25), True),
        ("till mötet den 26 maj", date(2020, 5, 26), True),
        ("till mötet den 12 maj", date(2020, 5, 12), False),
        ("sammanträdet i juni", date(2020, 6, 30), False),
        ("KF juni 2020", date(2020, 6, 22), False),  # another organ's meeting
        ("kommunstyrelsens sammanträde i maj 2020", date(2020, 5, 31), False),  # which has none planned
    ],
)
def test_words_that_name_a_meeting(text, dag, mote):
    tid = las(text)

    assert (tid.datum, tid.mote) == (dag, dag if mote else None)


def test_meeting_that_was_chosen_among_several_or_is_not_planned_is_said():
    assert las("sammanträdet i maj").tolkning == "26 maj 2020, det sista av 2 sammanträden i maj 2020"
    assert "inget sammanträde i juni 2020 är inlagt" in las("sammanträdet i juni").tolkning


@pytest.mark.parametrize("text", ["", "-", "–", "?", "ingen", "ej angivet", "saknas"])
def test_nothing_is_no_frist(text):
    tid = las(text)

    assert (tid.datum, tid.fel, tid.osaker, tid.tolkning) == (None, "", False, "ingen frist")


@pytest.mark.parametrize("text", ["snarast", "Snarast möjligt", "löpande", "tills vidare", "årligen", "vid behov"])
def test_no_day_in_words_is_no_frist_and_keeps_the_words(text):
    tid = las(text)

    assert (tid.datum, tid.fel, tid.osaker, tid.ord) == (None, "", False, text)


@pytest.mark.parametrize("text", ["när upphandlingen är klar", "efter sommaren", "mars 21", "9 maj - 10 juni 2020"])
def test_words_that_are_not_understood_are_pointed_out(text):
    tid = las(text)

    assert (tid.datum, tid.fel, tid.osaker, tid.ord) == (None, "", True, text)


@pytest.mark.parametrize(
    "text",
    ["31 februari 2021", "31 februari", "2021-02-31", "31/2 2021", "3/31/2021", "2020-13", "vecka 54 2021", "44286"],
)
def test_day_that_does_not_exist_is_a_fault(text):
    assert las(text).fel


def test_day_of_the_spreadsheet_is_taken_as_it_is():
    assert las_tid(date(2021, 3, 31), given=GIVEN).datum == date(2021, 3, 31)
    assert las_tid(None, given=GIVEN).datum is None


_ORD = st.sampled_from(
    [
        "maj",
        "2020",
        "31",
        "/",
        "-",
        "senast",
        "till",
        "sammanträdet",
        "i",
        "kvartal",
        "9",
        "före",
        "våren",
        "§",
        "0",
        "v.",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_ORD, max_size=8).map(" ".join)), st.dates())
def test_any_text_gives_an_answer(text, given_):
    tid = las_tid(text, given=given_, moten=MOTEN, andra=ANDRA)

    assert not (tid.fel and tid.datum)
    assert tid.datum or tid.fel or tid.tolkning


@pytest.mark.parametrize("text", ["maj " * 50_000, "1" * 200_000, "sammanträde i " * 20_000, " " * 200_000])
def test_long_text_is_answered_at_once(text):
    assert las(text).datum is None


def test_exakt_dag_needs_a_year_or_the_day_it_counts_from():
    assert exakt_dag("31 mars") is None
    assert exakt_dag("§ 11") is None
    with pytest.raises(Omojlig):
        exakt_dag("31 februari")

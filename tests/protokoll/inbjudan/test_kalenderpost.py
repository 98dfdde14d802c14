import time as klockan
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommun.fel import DomanFel
from protokoll.inbjudan.kalenderpost import FLEST_HANDELSER, STORST, las_kalender
from tests.protokoll.inbjudan.breven import ICS, handelse, kalender

IDAG = date(2026, 2, 20)


def las(*handelser, **kwargs):
    return las_kalender(kalender(*handelser, **kwargs), dag=IDAG)


def en(*rader, **kwargs):
    (post,) = las(handelse("u", "20260527", *rader, **kwargs))
    return post


def test_event_gives_its_parts_and_says_where_each_stood():
    (post,) = las_kalender(ICS, dag=IDAG)

    fakta = post.forslag.fakta
    assert (fakta.arrangor, fakta.titel) == ("SKR", "Budgetdagen")
    assert (fakta.borjar, fakta.borjar_tid, fakta.slutar, fakta.slutar_tid) == (
        date(2026, 5, 27),
        time(9),
        None,
        time(16),
    )
    assert (fakta.platser, fakta.pa_natet) == (("Stockholm",), True)
    assert (fakta.sista_anmalan, fakta.kostnad) == (date(2026, 5, 10), "Kostnadsfritt")
    assert post.forslag.ur["sista_anmalan"] == "Beskrivningen: Anmäl dig senast 10 maj."
    assert post.uid == "dag@skr.example"


@pytest.mark.parametrize(
    ("rader", "borjar", "slutar"),
    [
        (["DTSTART;VALUE=DATE:20260527", "DTEND;VALUE=DATE:20260528"], (date(2026, 5, 27), None), (None, None)),
        (
            ["DTSTART;VALUE=DATE:20260527", "DTEND;VALUE=DATE:20260529"],
            (date(2026, 5, 27), None),
            (date(2026, 5, 28), None),
        ),
        (["DTSTART:20260527T220000Z", "DURATION:PT1H"], (date(2026, 5, 28), time(0)), (None, time(1))),
        (["DTSTART:20260527T090000"], (date(2026, 5, 27), time(9)), (None, None)),
        (["DTSTART;VALUE=DATE:20260527", "DURATION:P2D"], (date(2026, 5, 27), None), (date(2026, 5, 28), None)),
        (["DTSTART:20260527T090000", "DTEND:20260526T090000"], (date(2026, 5, 27), time(9)), (None, None)),
        (
            ["DTSTART;TZID=America/New_York:20260527T090000", "DTEND;TZID=America/New_York:20260527T100000"],
            (date(2026, 5, 27), time(15)),
            (None, time(16)),
        ),
    ],
)
def test_when(rader, borjar, slutar):
    fakta = en(*rader).forslag.fakta

    assert ((fakta.borjar, fakta.borjar_tid), (fakta.slutar, fakta.slutar_tid)) == (borjar, slutar)


@pytest.mark.parametrize(
    ("rader", "sagt"),
    [
        (["RRULE:FREQ=WEEKLY"], "återkommer varje vecka"),
        (["RRULE:FREQ=SECONDLY"], "återkommer flera gånger"),
        (["RDATE:20260601T090000"], "återkommer flera gånger"),
        (["STATUS:CANCELLED"], "inställt"),
        (["DTSTART;TZID=Mars/Olympus:20260527T090000"], "läst som svensk tid"),
        (["DTSTART:20260527T090000", "DTEND:20260526T090000"], "slutar innan det börjar"),
    ],
)
def test_what_a_person_has_to_judge_is_said(rader, sagt):
    assert sagt in " ".join(en(*rader).forslag.anmarkningar)


def test_event_without_anything_leaves_every_field_open():
    (post,) = las("BEGIN:VEVENT\r\nEND:VEVENT")

    assert not post.forslag.ur
    assert post.uid == ""
    assert "säger inte när" in post.forslag.anmarkningar[0]


def test_cancelling_of_the_sender_is_told():
    (post,) = las(handelse(), huvud=["METHOD:CANCEL"])

    assert post.installd


def test_moved_one_of_a_row_of_meetings_has_a_number_of_its_own():
    poster = las(
        handelse("rad", "20260501", "RRULE:FREQ=WEEKLY"), handelse("rad", "20260520", "RECURRENCE-ID:20260515")
    )

    assert len({p.uid for p in poster}) == 2


def test_events_come_in_order_of_time():
    poster = las(handelse("sen", "20260601"), handelse("tidig", "20260501"))

    assert [p.uid for p in poster] == ["tidig", "sen"]


@pytest.mark.parametrize("kodning", ["utf-8-sig", "cp1252", "utf-16"])
def test_swedish_letters_in_any_coding(kodning):
    text = kalender(handelse(rubrik="Räddningstjänstdagen i Växjö")).decode()

    (post,) = las_kalender(text.encode(kodning), dag=IDAG)
    assert post.forslag.fakta.titel == "Räddningstjänstdagen i Växjö"


def test_own_time_zone_is_never_run():
    """A rule for every second since the year 1 would keep the server busy for ever."""
    zon = "BEGIN:VTIMEZONE\r\nTZID:Elak\r\nBEGIN:STANDARD\r\nDTSTART:00010101T000000\r\nRRULE:FREQ=SECONDLY\r\n"
    zon += "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    borjan = klockan.monotonic()

    (post,) = las(zon, handelse("u", "20260527", "DTSTART;TZID=Elak:20260527T090000"))

    assert post.forslag.fakta.borjar_tid == time(9)
    assert klockan.monotonic() - borjan < 1


@pytest.mark.parametrize(
    "innehall",
    [
        b"",
        b"BEGIN:VCALENDAR",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"\x00\x01\x02",
        b"%PDF-1.7",
        b"/etc/passwd",
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 1000,
        kalender(*[handelse(str(n)) for n in range(FLEST_HANDELSER + 1)]),
        b"BEGIN:VCALENDAR\r\n" + b"X" * STORST,
        b"BEGIN:VCALENDAR\r\n" + b"A\r\n" * 100_001,
    ],
    ids=["tom", "avhuggen", "utan-handelse", "binar", "pdf", "sokvag", "djup", "manga", "stor", "lang"],
)
def test_what_is_no_event_is_answered_with_a_sentence(innehall):
    with pytest.raises(DomanFel, match=r"\.$"):
        las_kalender(innehall, dag=IDAG)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["DTSTART", "DTEND", "DURATION", "RRULE", "ORGANIZER", "LOCATION", "SUMMARY", "UID", "URL"]
            ),
            st.text('0126TZP:;=,\\W-äSECONDLYFREQ"/', max_size=20),
        ),
        max_size=6,
    )
)
@settings(max_examples=150, deadline=None)
def test_no_line_of_an_event_breaks_the_reader(rader):
    try:
        poster = las("\r\n".join(["BEGIN:VEVENT", *(f"{n}:{v}" for n, v in rader), "END:VEVENT"]))
    except DomanFel:
        return
    for post in poster:
        fakta = post.forslag.fakta
        assert fakta.slutar is None or fakta.slutar > fakta.borjar
        assert len(post.uid) <= 500

"""The public calendar, read back with icalendar as a subscriber's program would."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.urls import reverse
from django.utils.http import http_date

from protokoll import sammantradesplan as akter
from tests.factories import OrganFactory, ParagrafFactory, SammantradeFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
PAGE = reverse("protokoll:kalendrar")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-22 12:00 +0100", tick=False) as traveller:
        yield traveller


@pytest.fixture
def planerat(organ):
    return SammantradeFactory(
        organ=organ, datum=date(2027, 3, 9), start=time(13), slut=time(16), plats="Salen; Stadshuset, plan 2",
        lage="planerat",
    )  # fmt: skip


@pytest.fixture
def subscribe(client, organ):
    """What a program gets: the answer, and the events by UID."""

    def fetch(**headers):
        response = client.get(reverse("protokoll:kalender", args=[organ.pk]), headers=headers)
        if response.status_code != 200:
            return response, {}
        kal = icalendar.Calendar.from_ical(response.content)
        return response, {str(e["uid"]): e for e in kal.walk("VEVENT")}

    return fetch


def only(events):
    (event,) = events.values()
    return event


def test_event_says_when_and_where(planerat, subscribe):
    response, events = subscribe()
    event = only(events)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert event.decoded("dtstart") == datetime(2027, 3, 9, 13, tzinfo=STOCKHOLM)
    assert event.decoded("dtend") == datetime(2027, 3, 9, 16, tzinfo=STOCKHOLM)
    assert event["dtstart"].params["TZID"] == "Europe/Stockholm"
    assert str(event["summary"]) == "Sammanträde: Provnämnden"
    assert str(event["location"]) == "Salen; Stadshuset, plan 2"
    assert str(event["status"]) == "CONFIRMED"
    assert str(event["url"]) == f"http://testserver{PAGE}#organ-{planerat.organ_id}"
    assert "description" not in event
    assert event.decoded("dtstamp") == datetime(2026, 11, 22, 11, tzinfo=ZoneInfo("UTC"))


def test_summer_and_winter_time_are_in_the_file_itself(organ, subscribe):
    SammantradeFactory(organ=organ, datum=date(2027, 8, 10), start=time(13), slut=time(16), lage="planerat")
    SammantradeFactory(organ=organ, datum=date(2027, 11, 9), start=time(13), slut=time(16), lage="planerat")

    response, _ = subscribe()
    # The zone as the file defines it, not the one this machine knows by the name.
    zone = icalendar.Calendar.from_ical(response.content).walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)

    assert datetime(2027, 8, 10, 13, tzinfo=zone).utcoffset().total_seconds() == 2 * 3600
    assert datetime(2027, 11, 9, 13, tzinfo=zone).utcoffset().total_seconds() == 1 * 3600


def test_calendar_has_a_name_and_asks_to_be_fetched_again(planerat, subscribe):
    kal = icalendar.Calendar.from_ical(subscribe()[0].content)

    assert str(kal["x-wr-calname"]) == "Provnämnden – Provkommun"
    assert (str(kal["version"]), kal["refresh-interval"].to_ical()) == ("2.0", b"PT6H")
    assert kal["refresh-interval"].params["VALUE"] == "DURATION"


def test_an_old_subscribers_uid_survives_a_move_and_a_cancel(planerat, subscribe, sekreterare, clock):
    (uid,), first = subscribe()[1].keys(), only(subscribe()[1])
    clock.shift(3600)
    nu = akter.flytta(
        planerat, datum=date(2027, 3, 16), start=time(9), slut=None, plats="Foajén", rakna_om=True, today=TODAY,
        by=sekreterare, skal="Ordförande Ada Provsson är sjuk",
    )  # fmt: skip
    moved = subscribe()[1][uid]
    clock.shift(3600)
    akter.stall_in(nu, skal="Ada Provsson är fortfarande sjuk", by=sekreterare)
    response, events = subscribe()
    cancelled = events[uid]

    assert len(events) == 1
    assert moved.decoded("dtstart") == datetime(2027, 3, 16, 9, tzinfo=STOCKHOLM)
    assert str(moved["summary"]) == "Sammanträde: Provnämnden (flyttat)"
    assert "flyttat från tisdag 9 mars 2027" in str(moved["description"])
    assert (str(moved["status"]), str(cancelled["status"])) == ("CONFIRMED", "CANCELLED")
    assert str(cancelled["summary"]) == "INSTÄLLT: Provnämnden"
    assert first["sequence"] < moved["sequence"] < cancelled["sequence"]
    assert first.decoded("dtstamp") < moved.decoded("dtstamp") < cancelled.decoded("dtstamp")
    assert "Ada Provsson" not in response.content.decode(), "reasons are free text and stay inside"


def test_uid_does_not_follow_the_host_that_was_asked(planerat, client, organ, settings):
    settings.ALLOWED_HOSTS = ["fullgjort.example", "intern.example"]
    url = reverse("protokoll:kalender", args=[organ.pk])

    found = {
        str(e["uid"])
        for host in settings.ALLOWED_HOSTS
        for e in icalendar.Calendar.from_ical(client.get(url, headers={"host": host}).content).walk("VEVENT")
    }

    assert found == {f"sammantrade-{planerat.pk}@fullgjort.example"}


def test_no_start_is_a_whole_day_that_keeps_nobody_busy(organ, subscribe):
    SammantradeFactory(organ=organ, datum=date(2027, 3, 9), start=None, lage="planerat")
    event = only(subscribe()[1])

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 3, 9), date(2027, 3, 10))
    assert str(event["transp"]) == "TRANSPARENT"
    assert "Tiden är inte bestämd" in str(event["description"])


def test_unknown_end_is_two_hours_and_says_so(organ, subscribe):
    SammantradeFactory(organ=organ, datum=date(2027, 3, 9), start=time(13), slut=None, lage="planerat")
    event = only(subscribe()[1])

    assert event.decoded("dtend") == datetime(2027, 3, 9, 15, tzinfo=STOCKHOLM)
    assert "Sluttiden är inte bestämd" in str(event["description"])


def test_only_the_organs_own_known_meetings_since_last_year(organ, subscribe):
    SammantradeFactory(organ=organ, datum=date(2027, 3, 9), lage="hanvisning")
    SammantradeFactory(organ=organ, datum=date(2024, 12, 30))
    SammantradeFactory(organ=OrganFactory(), datum=date(2027, 3, 9))
    kept = SammantradeFactory(organ=organ, datum=date(2025, 1, 7))

    assert [e.decoded("dtstart").date() for e in subscribe()[1].values()] == [kept.datum]


def test_no_names_and_no_dagordning(planerat, subscribe):
    ParagrafFactory(protokoll=None, sammantrade=planerat, nummer=None, ordning=1, rubrik="Hemligt ärende om Ada")

    assert "Hemligt" not in subscribe()[0].content.decode()


def test_public_without_cookie(planerat, subscribe, client):
    response, _ = subscribe()
    page = client.get(PAGE)

    assert not response.cookies
    assert not page.cookies
    assert "max-age" in response["Cache-Control"]


def test_unchanged_is_304_and_changed_is_not(planerat, subscribe, sekreterare, clock):
    first, _ = subscribe()

    assert subscribe(if_none_match=first["ETag"])[0].status_code == 304

    clock.shift(60)
    akter.stall_in(planerat, skal="för få ärenden", by=sekreterare)
    assert subscribe(if_none_match=first["ETag"])[0].status_code == 200


def test_a_reader_that_asks_by_time_gets_what_changed_after_the_clock_was_set_back(
    planerat, subscribe, sekreterare, clock
):
    last = http_date()
    clock.shift(-3 * 60 * 60)
    akter.stall_in(planerat, skal="för få ärenden", by=sekreterare)

    _, events = subscribe(if_modified_since=last)

    assert str(only(events)["status"]) == "CANCELLED"


def test_taken_away_is_a_change_too(planerat, organ, subscribe, sekreterare, clock):
    first, _ = subscribe()
    clock.shift(60)
    akter.ta_bort(planerat, by=sekreterare)

    svar, events = subscribe(if_none_match=first["ETag"])
    assert (svar.status_code, events) == (200, {})


def test_unknown_organ_is_404_and_post_is_405(client, organ):
    assert client.get(reverse("protokoll:kalender", args=[0])).status_code == 404
    assert client.post(reverse("protokoll:kalender", args=[organ.pk])).status_code == 405
    assert client.post(PAGE).status_code == 405


# The page about them


def test_page_shows_what_is_to_come_to_anybody(planerat, organ, client, sekreterare):
    SammantradeFactory(organ=organ, datum=date(2026, 11, 21))
    nu = akter.flytta(
        planerat, datum=date(2027, 3, 16), start=None, slut=None, plats="", rakna_om=True, today=TODAY, by=sekreterare
    )
    page = client.get(PAGE).content.decode()

    assert "Tisdag 16 mars 2027" in page
    assert "Flyttat från 9 mars 2027" in page
    assert "21 november" not in page
    assert f"webcal://testserver{reverse('protokoll:kalender', args=[organ.pk])}" in page
    assert "Logga in" in page
    akter.stall_in(nu, skal="Ada Provsson är sjuk", by=sekreterare)
    page = client.get(PAGE).content.decode()
    assert "Inställt" in page
    assert "Ada Provsson" not in page


def test_page_leaves_out_an_organ_that_has_ended(client, organ):
    OrganFactory(namn="Gamla nämnden", upphord=date(2020, 1, 1))

    page = client.get(PAGE).content.decode()

    assert "Gamla nämnden" not in page
    assert "Inga sammanträden är planerade än" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, organ, rows, count_queries):
    for n in range(rows):
        SammantradeFactory(organ=organ, datum=date(2027, 3, 1 + n), lage="planerat")
        OrganFactory()

    assert count_queries(client, PAGE) == 3
    assert count_queries(client, reverse("protokoll:kalender", args=[organ.pk])) == 3

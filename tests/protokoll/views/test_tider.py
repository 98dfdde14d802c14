"""The statutory clock over all organ: pure and in SQL the same, late first, and the calendar of it."""

from datetime import date, timedelta

import icalendar
import pytest
import time_machine
from django.urls import reverse

from protokoll import anslag as akter
from protokoll.frister import Skede, brattom, skedet
from protokoll.models import Protokoll, Sammantrade
from protokoll.tider import med_tider
from tests.factories import OrganFactory, ProtokollFactory, SammantradeFactory
from tests.protokoll.anslagsprov import justerat, kl, uppsatt

pytestmark = pytest.mark.django_db

TIDER, ICS = reverse("protokoll:tider"), reverse("protokoll:tider-kalender")
IDAG = date(2026, 3, 20)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(kl(IDAG, 9), tick=False) as traveller:
        yield traveller


# The meeting on 4 March: justeras 18, adjusted on the 10th: anslås 12, up on the 13th: överklagas 7 April.
MOTE, JUSTERAT, UPP, SISTA = date(2026, 3, 4), date(2026, 3, 10), date(2026, 3, 13), date(2026, 4, 7)


@pytest.mark.parametrize("dag", [MOTE + timedelta(days=n) for n in (0, 11, 14, 15, 8, 9, 33, 34, 35, 36, 400)])
@pytest.mark.parametrize("langt", [0, 1, 2], ids=["held", "justerat", "anslaget"])
def test_the_clock_in_sql_is_the_pure_one(organ, langt, dag):
    if langt == 0:
        protokoll = ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=MOTE)
    else:
        protokoll = justerat(organ, mote=MOTE, dag=JUSTERAT)
    if langt == 2:
        akter.satt_upp(protokoll, by=None, nu=kl(UPP))

    rad = med_tider(Protokoll.objects.all(), today=dag).get()

    skede, nasta = skedet(
        MOTE,
        justeringsdag=JUSTERAT if langt else None,
        sista_overklagandedag=SISTA if langt == 2 else None,
        today=dag,
    )
    assert (rad.skede, rad.nasta) == (skede, nasta)
    assert rad.forsenat == (skede in (Skede.JUSTERAS, Skede.ANSLAS) and nasta < dag)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param(date(2026, 3, 31), "", id="four days before"),
        pytest.param(date(2026, 4, 1), "nara", id="three days before"),
        pytest.param(date(2026, 4, 4), "nara", id="the day itself, a Saturday"),
        pytest.param(date(2026, 4, 5), "passerad", id="the strict day has passed: a warning"),
        pytest.param(date(2026, 4, 7), "passerad", id="the next vardag, after Easter (1930:173 2 §)"),
        pytest.param(date(2026, 4, 8), "forsenad", id="an error"),
    ],
)
def test_brattom(today, expected):
    assert brattom(date(2026, 4, 4), today=today) == expected


def rader(page):
    return [(r.sammantrade.datum.isoformat(), r.ord, r.variant) for r in page.context["rader"]]


def bygg(organ):
    """One in each state, and what the list leaves out."""
    ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=date(2026, 3, 2))  # justeras 16: late
    ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=date(2026, 3, 9))  # justeras 23
    justerat(organ, mote=date(2026, 3, 3), dag=date(2026, 3, 17), nummer=(3,))  # anslås 19: passed yesterday
    uppsatt(organ, kl(UPP), mote=date(2026, 3, 4), nummer=(4,))
    uppsatt(organ, kl(date(2026, 1, 8)), mote=date(2026, 1, 5), nummer=(5,))
    nedtaget = uppsatt(organ, kl(UPP), mote=date(2026, 3, 5), nummer=(6,))
    akter.ta_ned(nedtaget, skal="Fel", by=None, nu=kl(date(2026, 3, 16)))
    ProtokollFactory(sammantrade__organ=organ, sammantrade__datum=date(2019, 1, 1), lage="avskrift")
    SammantradeFactory(organ=organ, datum=date(2026, 4, 1), lage="planerat")


SENA = [
    ("2026-03-05", "Nedtaget i förtid", "fel"),
    ("2026-03-02", "Försenat 4 dagar", "fel"),
    ("2026-03-03", "Försenat 1 dag", "fel"),
]
ALLA = [
    *SENA,
    ("2026-03-09", "Justeras senast om 3 dagar", "varning"),
    ("2026-03-04", "Överklagas senast om 18 dagar", "info"),
    ("2026-01-05", "Tiden har gått ut", "lyckad"),
]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALLA),
        ("lage=forsenade", SENA),
        ("lage=justeras", [ALLA[1], ALLA[3]]),
        ("lage=anslas", [ALLA[0], ALLA[2]]),
        ("lage=overklagas", [ALLA[4]]),
        ("lage=laga_kraft", [ALLA[5]]),
        ("lage=nonsens", ALLA),
    ],
)
def test_late_first_and_filtered_by_the_address(inloggad, lasare, organ, query, expected):
    bygg(organ)

    assert rader(inloggad(lasare).get(f"{TIDER}?{query}")) == expected


def test_one_organ(inloggad, lasare, organ):
    bygg(organ)
    andra = uppsatt(OrganFactory(), kl(UPP), mote=date(2026, 2, 2))

    page = inloggad(lasare).get(f"{TIDER}?organ={andra.organ_id}")

    assert [d for d, *_ in rader(page)] == ["2026-02-02"]
    assert f"kalender.ics?organ={andra.organ_id}" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(inloggad, lasare, organ, rows, count_queries):
    for n in range(rows):
        uppsatt(organ, kl(UPP), mote=date(2026, 3, 1 + n), nummer=(10 * n + 1,))

    assert count_queries(inloggad(lasare), TIDER) == 12


def test_empty_and_wrong_method(inloggad, lasare):
    client = inloggad(lasare)

    assert "Inga protokoll här" in client.get(TIDER).content.decode()
    assert client.post(TIDER).status_code == 405


def test_outsider_sees_nothing(inloggad, utomstaende):
    assert inloggad(utomstaende).get(TIDER).status_code == 403


@pytest.mark.parametrize(
    ("datum", "sagt"),
    [(date(2026, 3, 26), "varning"), (date(2026, 3, 27), "info"), (date(2026, 5, 1), None)],
)
def test_a_meeting_of_fullmaktige_waits_for_its_kungorelse(inloggad, lasare, datum, sagt):
    kf = OrganFactory(namn="Fullmäktige", slag="fullmaktige")
    mote = SammantradeFactory(organ=kf, datum=datum, plats="Salen", lage="planerat")
    client = inloggad(lasare)

    page = client.get(TIDER).content.decode()
    assert ("Fullmäktige ska kungöras" in page) is (sagt is not None)
    assert (f'data-color="{ {"varning": "warning", "info": "info"}.get(sagt) }"' in page) is (sagt is not None)
    akter.kungor(mote, text="Budget", by=None, nu=kl(IDAG))
    assert "ska kungöras" not in client.get(TIDER).content.decode()


# The calendar


def handelser(response):
    return {str(e["uid"]): e for e in icalendar.Calendar.from_ical(response.content).walk("VEVENT")}


def test_calendar_tells_the_days_to_anybody_without_names(client, organ):
    bygg(organ)

    response = client.get(f"{ICS}?organ={organ.pk}")
    sagt = {str(e["summary"]): (e.decoded("dtstart"), str(e["status"])) for e in handelser(response).values()}

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert not response.cookies
    assert sagt["Justeras senast: PN 9 mars 2026"] == (date(2026, 3, 23), "CONFIRMED")
    assert sagt["Justeras senast: PN 3 mars 2026, § 3"] == (date(2026, 3, 17), "CANCELLED")
    assert sagt["Anslås senast: PN 3 mars 2026, § 3"] == (date(2026, 3, 19), "CONFIRMED")
    assert sagt["Sista dag att överklaga: PN 4 mars 2026, § 4"] == (SISTA, "CONFIRMED")
    assert sagt["Överklagandetiden har gått ut: PN 4 mars 2026, § 4"] == (date(2026, 4, 8), "CONFIRMED")
    assert sagt["Justeras senast: PN 1 april 2026"] == (date(2026, 4, 15), "CONFIRMED"), "of a meeting to come"
    assert b"Siv Provsson" not in response.content
    assert client.get(ICS, headers={"If-None-Match": client.get(ICS)["ETag"]}).status_code == 304


def test_what_is_done_is_newer_than_what_the_subscriber_has(client, organ, clock):
    """A calendar program takes in a change only with a higher SEQUENCE, or a later DTSTAMP."""
    protokoll = justerat(organ, mote=MOTE, dag=date(2026, 3, 19))

    def anslas():
        (ev,) = [e for uid, e in handelser(client.get(ICS)).items() if uid.startswith("anslas-")]
        return str(ev["status"]), ev["sequence"], ev.decoded("dtstamp")

    fore = anslas()
    clock.shift(timedelta(hours=1))
    upp = akter.satt_upp(protokoll, by=None, nu=kl(IDAG, 10))
    uppe = anslas()
    clock.shift(timedelta(hours=1))
    akter.ta_ned(upp, skal="Fel", by=None, nu=kl(IDAG, 11))
    nere = anslas()

    assert [s for s, *_ in (fore, uppe, nere)] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert fore[1] < uppe[1] < nere[1]
    assert fore[2] < uppe[2] < nere[2]


def test_calendar_of_an_unknown_organ(client, organ):
    assert client.get(f"{ICS}?organ=999999").status_code == 404
    assert client.get(f"{ICS}?organ=nonsens").status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_calendar_queries_do_not_grow(client, organ, rows, count_queries):
    for n in range(rows):
        uppsatt(organ, kl(UPP), mote=date(2026, 3, 1 + n), nummer=(10 * n + 1,))

    assert count_queries(client, ICS) == 3
    assert Sammantrade.objects.count() == rows

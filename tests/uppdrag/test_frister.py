"""Overdue is one rule in two places: a pure function and a queryset. One table runs both."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protokoll.models import Sammantrade
from tests.factories import AterrapportFactory, OrganFactory, SammantradeFactory, UppdragFactory
from uppdrag.frister import Mote, ar_ej_besvarat, ar_forsenat, dagar_forsenat, redovisningsmote, stoppdag
from uppdrag.models import Aterrapport, Uppdrag

TODAY = date(2026, 6, 1)
TABLE = [
    pytest.param(TODAY, "pagar", 0, id="on the day of the frist it is in time"),
    pytest.param(TODAY - timedelta(days=1), "pagar", 1, id="the day after it is late"),
    pytest.param(TODAY + timedelta(days=1), "pagar", 0, id="the day before"),
    pytest.param(TODAY - timedelta(days=12), "aterrapporterat", 12, id="reported, not decided"),
    pytest.param(TODAY - timedelta(days=12), "foreslaget", 0, id="only proposed"),
    pytest.param(TODAY - timedelta(days=12), "avslutat", 0, id="closed"),
    pytest.param(TODAY - timedelta(days=12), "avskrivet", 0, id="written off"),
    pytest.param(TODAY - timedelta(days=12), "overfort", 0, id="handed over"),
    pytest.param(None, "pagar", 0, id="no frist"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("frist", "lage", "days"), TABLE)
def test_forsenat_is_the_same_rule_in_python_and_in_sql(frist, lage, days):
    closed = {"avslutat_den": TODAY, "avslutsskal": "Klart"} if lage in Uppdrag.SLUTLAGEN else {}
    uppdrag = UppdragFactory(frist=frist, ingen_frist=frist is None, lage=lage, **closed)

    assert uppdrag.ar_forsenat(TODAY) is (days > 0)
    assert uppdrag.dagar_forsenat(TODAY) == days
    assert list(Uppdrag.objects.forsenade(TODAY)) == ([uppdrag] if days else [])


def day(text: str | None) -> date | None:
    return date.fromisoformat(f"2026-{text}") if text else None


# (frist, next report, meetings as (day, stoppdag, state), chosen meeting, expected stoppdag), given 2026-01-20.
STOPP = [
    pytest.param("06-01", None, [], None, "05-18", id="no meeting: so many days before the frist"),
    pytest.param("06-01", None, [("05-12", "04-28", "planerat")], None, "04-28", id="the meeting before the frist"),
    pytest.param("06-01", None, [("06-01", "05-15", "planerat")], None, "05-15", id="on the day of the frist"),
    pytest.param("06-01", None, [("06-02", "05-15", "planerat")], None, "05-18", id="one after the frist is too late"),
    pytest.param(
        "06-01",
        None,
        [("04-10", "03-24", "avslutat"), ("05-12", None, "planerat")],
        None,
        "04-28",
        id="a meeting without stoppdag counts back",
    ),
    pytest.param(
        "06-01",
        None,
        [("04-10", "03-24", "planerat"), ("05-12", "04-28", "installt")],
        None,
        "03-24",
        id="one that is cancelled does not count",
    ),
    pytest.param("03-01", None, [("01-20", "01-05", "planerat")], None, "02-15", id="nor the one that gave it"),
    pytest.param("06-01", None, [("04-02", "03-19", "planerat")], None, "03-19", id="sixty days before the frist"),
    pytest.param("06-01", None, [("04-01", "03-18", "planerat")], None, "05-18", id="sixty-one: not the one"),
    pytest.param("12-01", None, [("03-10", "02-24", "planerat")], None, "11-17", id="only the spring is planned"),
    pytest.param("12-01", None, [("03-10", "02-24", "planerat")], 0, "02-24", id="a chosen one may be long before"),
    pytest.param(None, "12-01", [("03-10", "02-24", "planerat")], None, "11-17", id="nor long before the next report"),
    pytest.param("06-01", None, [("09-10", "08-27", "planerat")], 0, "08-27", id="a chosen one goes before"),
    pytest.param("06-01", None, [("09-10", None, "planerat")], 0, "08-27", id="a chosen one without stoppdag"),
    pytest.param("06-01", None, [("09-10", "08-27", "installt")], 0, "05-18", id="not when it is cancelled"),
    pytest.param(None, "06-01", [("05-12", "04-28", "planerat")], None, "04-28", id="no frist: by the next report"),
    pytest.param(None, None, [("05-12", "04-28", "planerat")], None, None, id="nothing says when"),
]
RAPPORTERAT = [None, "04-06", "04-07", "04-28"]


@pytest.mark.django_db
@pytest.mark.parametrize(("frist", "nasta", "meetings", "chosen", "expected"), STOPP)
def test_stoppdag_and_ej_besvarat_are_the_same_rules_in_python_and_in_sql(frist, nasta, meetings, chosen, expected):
    organ = OrganFactory(stopp_dagar=14)
    rows = [
        SammantradeFactory(organ=organ, datum=day(m), stoppdag=day(stopp), lage=lage) for m, stopp, lage in meetings
    ]
    SammantradeFactory(datum=day("05-30"), stoppdag=day("05-16"))  # another organ's
    uppdrag = UppdragFactory(
        beslut__paragraf__protokoll__sammantrade__datum=day("01-20"),
        rapporteras_till=organ,
        frist=day(frist),
        ingen_frist=frist is None,
        nasta_rapport=day(nasta),
        rapporteras_vid=None if chosen is None else rows[chosen],
    )
    motena = [Mote(s.datum, s.stoppdag) for s in rows if s.lage not in Sammantrade.RAKNAS_EJ]
    vid = None if chosen is None or not motena else motena[chosen]

    stopp = stoppdag(day(frist or nasta), given=day("01-20"), moten=motena, stopp_dagar=14, vid=vid)

    assert stopp == day(expected)
    rad = Uppdrag.objects.med_stoppdag().med_rapportmote().get(pk=uppdrag.pk)
    due = redovisningsmote(day(frist or nasta), given=day("01-20"), moten=motena) if frist or nasta else None
    assert (rad.stopp, rad.rapportmote) == (stopp, (vid or due) and (vid or due).datum)
    for reported in RAPPORTERAT:
        Aterrapport.objects.all().delete()
        if reported:
            AterrapportFactory(uppdrag=uppdrag, inlamnad=f"2026-{reported}T09:00:00+02:00")
        for today in (day("04-28"), day("04-29"), day("05-18"), day("05-19"), day("12-01")):
            late = ar_ej_besvarat(stopp, pagar=True, rapporterat=day(reported), today=today)
            assert Uppdrag.objects.ej_besvarade(today).exists() is late


@given(st.dates(), st.dates())
def test_days_late_are_positive_exactly_when_late(frist, today):
    late = ar_forsenat(frist, oppet=True, today=today)

    assert (dagar_forsenat(frist, oppet=True, today=today) > 0) is late
    assert ar_forsenat(frist, oppet=False, today=today) is False

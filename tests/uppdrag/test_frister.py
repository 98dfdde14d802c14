"""Overdue is one rule in two places: a pure function and a queryset. One table runs both."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import UppdragFactory
from uppdrag.frister import ar_forsenat, dagar_forsenat
from uppdrag.models import Uppdrag

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


@given(st.dates(), st.dates())
def test_days_late_are_positive_exactly_when_late(frist, today):
    late = ar_forsenat(frist, oppet=True, today=today)

    assert (dagar_forsenat(frist, oppet=True, today=today) > 0) is late
    assert ar_forsenat(frist, oppet=False, today=today) is False

"""The open data as a program meets it: every address it is given leads somewhere, and whatever it asks is answered."""

import json
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as installningar
from hypothesis import strategies as st

from protokoll.views.oparl import SLAGEN
from tests.fel.formular import ELAKA
from tests.fel.vandrare import ANTAL

pytestmark = pytest.mark.django_db

TAVLAN = reverse("protokoll:anslagstavla-json")
SYSTEM = reverse("protokoll:oparl-system")
LISTOR = [*SLAGEN, "bodies", "legislative-terms", "finns-inte"]
TIDSFRAGOR = ("created_since", "created_until", "modified_since", "modified_until")
FRAGOR = ("page", "limit", "omit_internal", "organization", *TIDSFRAGOR)
TIDER = ("2026-03-04T00:00:00Z", "2026-03-04T00:00:00+01:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")


def adresserna(varde, nyckel: str = ""):
    """Every address of ours in an answer. What identifies a type is a name, not a page."""
    if isinstance(varde, dict):
        for namn, del_ in varde.items():
            yield from adresserna(del_, namn)
    elif isinstance(varde, list):
        for del_ in varde:
            yield from adresserna(del_, nyckel)
    elif isinstance(varde, str) and nyckel != "type" and "/api/oparl/" in varde:
        yield varde


def hamta(client, adress: str, **fraga):
    delar = urlsplit(adress)
    svar = client.get(f"{delar.path}?{delar.query}".rstrip("?"), fraga or None)
    assert svar.headers["Content-Type"].startswith("application/json"), adress
    return svar.status_code, json.loads(svar.content)


def test_every_address_in_an_answer_leads_on(things, client):
    sedda, kvar, doda = set(), [SYSTEM], {}
    while kvar:
        adress = kvar.pop()
        if adress in sedda or not urlsplit(adress).path.startswith(SYSTEM.removesuffix("system")):
            continue
        sedda.add(adress)
        delar = urlsplit(adress)
        svar = client.get(f"{delar.path}?{delar.query}".rstrip("?"))
        if svar.status_code != 200:
            doda[adress] = svar.status_code
        elif svar.headers["Content-Type"].startswith("application/json"):
            kvar += adresserna(json.loads(svar.content))

    assert doda == {}
    assert len(sedda) > 15


@installningar(
    max_examples=ANTAL or 120,
    deadline=None,
    database=None,
    derandomize=not ANTAL,
    suppress_health_check=list(HealthCheck),
)
@given(
    slag=st.sampled_from(LISTOR),
    fraga=st.dictionaries(
        st.sampled_from(FRAGOR),
        st.one_of(st.sampled_from(TIDER), st.sampled_from(ELAKA), st.integers().map(str), st.datetimes().map(str)),
        max_size=3,
    ),
)
def test_whatever_a_program_asks_is_answered_in_json(client, publikt, slag, fraga):
    status, svar = hamta(client, reverse("protokoll:oparl-lista", args=[slag]), **fraga)

    assert status in (200, 400, 404)
    if status == 200:
        sidor = svar["pagination"]
        assert len(svar["data"]) <= sidor["elementsPerPage"]
        assert 1 <= sidor["currentPage"] <= max(sidor["totalPages"], 1)
    else:
        assert svar["message"]
    assert hamta(client, TAVLAN, **fraga)[0] == 200


@pytest.fixture
def publikt(organ):
    from tests.factories import publicerat_protokoll

    return publicerat_protokoll(organ)

"""The personal link: no login, nothing changed by looking, and nothing for who guesses."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from protokoll import kallelse as akter
from protokoll.models import Kallad
from tests.efter import Akter
from tests.protokoll.kallelseprov import planerat, valj

pytestmark = pytest.mark.django_db

kallelse = Akter(akter)


@pytest.fixture
def linnea(organ, sekreterare):
    valj(organ)
    mote = planerat(organ)
    kallelse.kalla(sammantrade=mote, by=sekreterare)
    return mote.de_kallade.get(person__namn="Linnea Ledin")


def test_page_says_what_when_where_and_nothing_else(client, linnea):
    answer = client.get(linnea.svarslank)
    html = answer.content.decode()

    for words in ("Provnämnden", linnea.sammantrade.dag.capitalize(), "kl. 13.00", "Tunasalen", "Jag kommer inte"):
        assert words in html
    for other in ("Orvar", "Elof", "Budget 2027", "Min dag"):
        assert other not in html
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert set(client.cookies) <= {"csrftoken"}


def test_looking_changes_nothing(client, linnea):
    """Programs that check mail open every link, also with what looks like an answer."""
    for query in ("", "?svar=narvaro", "?svar=franvaro&skal=x"):
        assert client.get(linnea.svarslank + query).status_code == 200
        assert client.head(linnea.svarslank + query).status_code == 200

    linnea.refresh_from_db()
    assert (linnea.svar, linnea.version) == (None, 1)


def test_answer_and_change_of_it(client, linnea):
    answer = client.post(linnea.svarslank, {"svar": "franvaro"}, follow=True)
    assert "Du har svarat att du inte kommer" in answer.content.decode()

    answer = client.post(linnea.svarslank, {"svar": "franvaro", "skal": "bortrest"}, follow=True)
    assert "Skäl: bortrest" in answer.content.decode()

    answer = client.post(linnea.svarslank, {"svar": "narvaro"}, follow=True)
    assert "Du har svarat att du kommer" in answer.content.decode()
    linnea.refresh_from_db()
    assert (linnea.svar, linnea.skal) == ("narvaro", "")
    assert set(client.cookies) <= {"csrftoken"}


@pytest.mark.parametrize("data", [{}, {"svar": "kanske"}, {"svar": "franvaro", "skal": "x" * 201}])
def test_bad_answer_comes_back(client, linnea, data):
    answer = client.post(linnea.svarslank, data)

    assert answer.status_code == 422
    linnea.refresh_from_db()
    assert linnea.svar is None


def test_reason_that_is_too_long_is_still_there(client, linnea):
    client.post(linnea.svarslank, {"svar": "franvaro"})
    answer = client.post(linnea.svarslank, {"svar": "franvaro", "skal": "x" * 201})

    assert "x" * 201 in answer.content.decode()


def test_answer_from_another_site_is_refused(linnea):
    assert Client(enforce_csrf_checks=True).post(linnea.svarslank, {"svar": "narvaro"}).status_code == 403


@pytest.mark.parametrize(("lage", "words"), [("pagar", "har börjat"), ("installt", "är inställt")])
def test_closed_answer_says_why(client, linnea, lage, words):
    linnea.sammantrade.lage = lage
    linnea.sammantrade.save()

    html = client.get(linnea.svarslank).content.decode()
    assert words in html
    assert "<button" not in html
    answer = client.post(linnea.svarslank, {"svar": "narvaro"})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    linnea.refresh_from_db()
    assert linnea.svar is None


def test_called_in_is_said(client, linnea, sekreterare):
    kallelse.svara(kallad=linnea, svar="franvaro")
    elof = Kallad.objects.get(person__namn="Elof Ersund")
    kallelse.kalla_in(franvarande=linnea, ersattare=elof, by=sekreterare)

    html = client.get(elof.svarslank).content.decode()

    assert "Du är inkallad att tjänstgöra" in html
    assert "Du ersätter Linnea Ledin." in html


def test_pdf_is_the_latest_as_sent(client, linnea, sekreterare):
    andra = kallelse.kalla(sammantrade=linnea.sammantrade, by=sekreterare, meddelande="Ny parkering.")

    answer = client.get(reverse("protokoll:kallelse-svar-pdf", args=[linnea.token]))

    assert answer.content == bytes(andra.bilaga.innehall)
    assert answer["Content-Type"] == "application/pdf"


def test_meeting_for_ones_own_calendar(client, linnea):
    planerat(linnea.sammantrade.organ, datum=linnea.sammantrade.datum.replace(year=linnea.sammantrade.ar + 1))

    answer = client.get(reverse("protokoll:kallelse-svar-ics", args=[linnea.token]))

    assert answer["Content-Type"].startswith("text/calendar")
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["uid"].startswith(f"sammantrade-{linnea.sammantrade_id}@")
    assert event["location"] == "Tunasalen"
    assert event.decoded("dtstart").strftime("%H.%M") == "13.00"


@pytest.mark.parametrize("name", ["kallelse-svar", "kallelse-svar-pdf", "kallelse-svar-ics"])
@pytest.mark.parametrize("token", ["x", "x" * 32, "x" * 500, "%00", "å"])
def test_wrong_link_is_a_page_that_is_not_there(client, linnea, name, token):
    url = reverse(f"protokoll:{name}", args=["TOKEN"]).replace("TOKEN", token)

    assert client.get(url).status_code == 404


def test_all_wrong_links_answer_alike(client, linnea):
    almost = linnea.token[:-1] + ("A" if linnea.token[-1] != "A" else "B")
    bodies = set()
    for token in (almost, "x", linnea.token[:8]):
        svar = client.get(f"/kallelse/{token}/")
        text = re.sub('"X-CSRFToken": "\\w+"', "", svar.content.decode())
        bodies.add(text.replace(svar["X-Request-ID"], ""))

    assert len(bodies) == 1


def test_nobody_is_logged_in_by_it(client, linnea):
    client.get(linnea.svarslank)

    assert client.get(reverse("protokoll:kallelse", args=[linnea.sammantrade_id])).status_code == 302


@pytest.mark.parametrize("method", ["put", "delete"])
def test_wrong_method(client, linnea, method):
    assert getattr(client, method)(linnea.svarslank).status_code == 405


def test_queries_are_few(client, linnea, count_queries):
    assert count_queries(client, linnea.svarslank) <= 5

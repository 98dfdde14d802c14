"""What stands on the page when something goes wrong: a number, and what was typed."""

import re

import pytest
from django.test import Client
from django.urls import reverse, reverse_lazy

from kommun.felsidor import MEST

pytestmark = pytest.mark.django_db

TEXT = "Kommunstyrelsen ger förvaltningen i uppdrag att utreda frågan."
NUMMER = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


@pytest.fixture
def klient(administrator):
    klient = Client(raise_request_exception=False)
    klient.force_login(administrator)
    return klient


@pytest.fixture
def trasig(monkeypatch):
    """Something breaks in the middle of an act."""

    def gick_sonder(*args, **kwargs):
        raise RuntimeError("provat fel")

    monkeypatch.setattr("kommun.views.valj_organ", gick_sonder)
    return reverse("kommun:byt-organ")


def falt(html):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))


def test_error_gives_back_what_was_typed_and_one_press_sends_it_again(klient, trasig, monkeypatch):
    svar = klient.post(trasig, {"organ": "", "next": "/uppdrag/", "text": TEXT, "nyckel": "n1"})
    html = svar.content.decode()

    assert svar.status_code == 500
    assert f">{TEXT}</textarea>" in html
    assert NUMMER.search(html)[0] == svar["X-Request-ID"]
    assert f'action="{trasig}"' in html
    sant = falt(html)
    assert sant.pop("csrfmiddlewaretoken")
    assert sant == {"organ": "", "next": "/uppdrag/", "text": TEXT, "nyckel": "n1"}

    monkeypatch.undo()
    assert klient.post(trasig, sant)["Location"] == "/uppdrag/"


def test_markup_in_what_was_typed_is_only_text(klient, trasig):
    html = klient.post(
        trasig, {"text": "<p>Ett <b>fett</b> ord i texten</p><script>alert(1)</script>"}
    ).content.decode()

    assert "Ett fett ord i texten" in html
    assert "<script>alert" not in html


def test_a_file_is_chosen_again(klient, trasig, tmp_path):
    fil = tmp_path / "bilaga.txt"
    fil.write_text("innehåll")
    with fil.open("rb") as oppen:
        html = klient.post(trasig, {"text": TEXT, "fil": oppen}).content.decode()

    assert f">{TEXT}</textarea>" in html
    assert "Filer måste väljas igen" in html
    assert "<form" not in html


@pytest.mark.parametrize("extra", [{"password": "hemligt ord"}, {"text": "x" * (MEST + 1)}])
def test_secrets_and_what_nobody_typed_are_not_given_back(klient, trasig, extra):
    html = klient.post(trasig, {"rubrik": TEXT, **extra}).content.decode()

    assert TEXT not in html
    assert "hemligt ord" not in html
    assert "Gå tillbaka i webbläsaren" in html


def test_error_of_a_page_that_was_only_read(klient, monkeypatch):
    monkeypatch.setattr("kommun.views.tema_css", lambda farg: 1 / 0)

    svar = klient.get(reverse("kommun:tema"))

    assert svar.status_code == 500
    assert svar["X-Request-ID"] in svar.content.decode()


def _utan_nyckel(administrator, **headers):
    klient = Client(enforce_csrf_checks=True)
    klient.force_login(administrator)
    return klient, klient.post(reverse("kommun:byt-organ"), {"next": "/uppdrag/", "text": TEXT}, headers=headers)


def test_page_that_was_too_old_gives_back_what_was_typed_and_sends_it_by_a_new_token(administrator):
    klient, svar = _utan_nyckel(administrator, origin="http://testserver")
    html = svar.content.decode()

    assert svar.status_code == 403
    assert f">{TEXT}</textarea>" in html
    assert svar["X-Request-ID"] in html
    igen = klient.post(reverse("kommun:byt-organ"), falt(html), headers={"origin": "http://testserver"})
    assert igen["Location"] == "/uppdrag/"


@pytest.mark.parametrize("headers", [{"origin": "https://annan.example"}, {"origin": "null"}, {}])
def test_what_another_site_sends_is_never_offered_to_be_sent_again(administrator, headers):
    _, svar = _utan_nyckel(administrator, **headers)

    assert svar.status_code == 403
    assert TEXT not in svar.content.decode()
    assert "<form" not in svar.content.decode()


def test_too_large_a_text_says_so(klient, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    svar = klient.post(reverse("kommun:byt-organ"), {"text": "x" * 2000})

    assert svar.status_code == 413
    assert "för stort" in svar.content.decode()
    assert svar["X-Request-ID"] in svar.content.decode()


@pytest.mark.parametrize(("adress", "status"), [("/finns-inte/", 404), (reverse_lazy("uppdrag:paminnelser"), 403)])
def test_pages_of_refusal_carry_the_number(client, handlaggare, adress, status):
    client.force_login(handlaggare)

    svar = client.get(str(adress))

    assert svar.status_code == status
    assert svar["X-Request-ID"] in svar.content.decode()

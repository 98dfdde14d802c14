"""What opens a door stands in no log: a day of logins, mistakes and personal links, and then all of it is searched."""

import io
import json
import logging
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse

from kommun.loggning import Json, UtanHemligheter
from kommun.models import Loggrad
from tests.browser import PASSWORD

pytestmark = pytest.mark.django_db

FELSKRIVET = "Sommar-och-sol-2026"
NYTT = "ett helt annat långt lösenord"
MATNYCKEL = "nyckeln-till-matvardena"


@pytest.fixture
def loggen():
    """The log as a server in production writes it, and more of it: nothing is left out for being unimportant."""
    strom = io.StringIO()
    handler = logging.StreamHandler(strom)
    handler.addFilter(UtanHemligheter())
    handler.setFormatter(Json())
    loggar = [logging.getLogger(), logging.getLogger("fullgjort")]
    nivaer = [logg.level for logg in loggar]
    loggar[0].addHandler(handler)
    for logg in loggar:
        logg.setLevel(logging.INFO)
    yield strom
    loggar[0].removeHandler(handler)
    for logg, niva in zip(loggar, nivaer, strict=True):
        logg.setLevel(niva)


def _logga_in(client, namn: str, losenord: str):
    return client.post(reverse("account_login"), {"login": namn, "password": losenord})


def _en_dag(siv, things, settings) -> dict[str, str]:
    """What was secret in it, by what it is."""
    hemligt = {"lösenord": PASSWORD, "felskrivet lösenord": FELSKRIVET, "nytt lösenord": NYTT}
    client = Client(raise_request_exception=False)
    _logga_in(client, siv.username, FELSKRIVET)
    _logga_in(client, FELSKRIVET, siv.username)  # in the wrong field
    client.get(reverse("account_login"), {"next": "/", "password": PASSWORD})
    _logga_in(client, siv.username, PASSWORD)

    client.get(reverse("mfa_activate_totp"))
    hemligt["TOTP"] = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    kod = format_hotp_value(hotp_value(hemligt["TOTP"], int(time.time()) // 30))
    client.post(reverse("mfa_activate_totp"), {"code": kod})
    client.get(reverse("mfa_view_recovery_codes"))
    client.get(reverse("mfa_download_recovery_codes"))
    koderna = Authenticator.objects.get(user=siv, type="recovery_codes").wrap().get_unused_codes()
    hemligt |= {f"reservkod {n}": kod for n, kod in enumerate(koderna)}
    assert "reservkod 9" in hemligt
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NYTT, "password2": NYTT + "x"},
    )
    hemligt["session"] = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.get(reverse("kommun:matvarden"), headers={"Authorization": f"Bearer {MATNYCKEL}"})
    hemligt |= {"mätnyckel": MATNYCKEL, "nyckel": settings.SECRET_KEY}

    glomsk = Client(raise_request_exception=False)
    glomsk.post(reverse("account_reset_password"), {"email": siv.email})
    lank = re.search(r"http\S+(/konto/password/reset/key/(\S+)/)", mail.outbox[-1].body)
    hemligt["återställning"] = lank[2]
    for adress in (lank[1], lank[1] + "mer/", lank[1].rstrip("/")):
        glomsk.get(adress)
    glomsk.get("/konto/password/reset/key/1-felaktig-nyckel/")
    hemligt["fel återställning"] = "felaktig-nyckel"

    for vy, vad in (
        ("uppdrag:svara-lank", "svarstoken"),
        ("uppdrag:kalenderfil", "fristtoken"),
        ("protokoll:kallelse-svar", "token"),
        ("protokoll:deltar", "deltartoken"),
    ):
        nyckel = str(getattr(things, vad).pk)
        hemligt[vy] = nyckel
        adress = reverse(vy, args=[nyckel])
        for vag in (adress, adress.rstrip("/"), adress + "finns-inte/"):
            glomsk.get(vag)
        glomsk.post(adress, {"text": "x"})
        glomsk.put(adress)
        client.get(reverse("uppdrag:sok"), {"q": adress})
    glomsk.get("/konto/oidc/finns/login/callback/", {"code": "hemlig-kod-1", "state": "hemligt-lage-1"})
    return hemligt | {"OIDC": "hemlig-kod-1", "OIDC state": "hemligt-lage-1"}


def test_no_secret_is_in_any_log(loggen, things, sekreterare, settings):
    settings.MATNYCKEL = MATNYCKEL
    sekreterare.set_password(PASSWORD)
    sekreterare.save()

    hemligt = _en_dag(sekreterare, things, settings)

    granskningslogg = json.dumps(list(Loggrad.objects.values()), default=str, ensure_ascii=False)
    rader = loggen.getvalue()
    assert rader.count("\n") > 20
    assert all(json.loads(rad)["text"] for rad in rader.splitlines())
    assert Loggrad.objects.filter(slag=Loggrad.Slag.FICK_INTE_IN).count() >= 2
    for vad, varde in hemligt.items():
        assert varde not in rader, vad
        assert varde not in granskningslogg, vad
    # What the accounts themselves hold of it is unreadable.
    assert PASSWORD not in get_user_model().objects.get(pk=sekreterare.pk).password

"""The way of login in words, from what the login wrote in the session."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from kommun.inloggning import OKAND, i_ord, inloggning
from tests.browser import PASSWORD

LOSENORD = {"method": "password", "at": 1, "username": "siv"}
KOD = {"method": "mfa", "at": 2, "id": 1, "type": "totp"}
KOMMUNEN = {"method": "socialaccount", "at": 3, "provider": "vimmerby", "uid": "x"}


@pytest.mark.parametrize(
    ("steg", "ord_"),
    [
        ([], OKAND),
        ([LOSENORD], "Lokalt konto med lösenord"),
        ([LOSENORD, KOD], "Lokalt konto med lösenord och engångskod"),
        ([LOSENORD, KOD, KOD], "Lokalt konto med lösenord och engångskod"),
        ([LOSENORD, KOD, LOSENORD | {"reauthenticated": True}], "Lokalt konto med lösenord och engångskod"),
        ([LOSENORD, {"method": "mfa", "type": "webauthn"}], "Lokalt konto med lösenord och säkerhetsnyckel"),
        ([{"method": "mfa", "type": "webauthn", "passwordless": True}], "Lokalt konto med säkerhetsnyckel"),
        ([KOMMUNEN], "Kommunens inloggning (vimmerby)"),
        ([LOSENORD, KOD, KOMMUNEN], "Kommunens inloggning (vimmerby)"),
        ([{"method": "socialaccount"}], "Kommunens inloggning"),
        ([{"method": "code"}], "Lokalt konto med kod i e-post"),
        ([{"method": "något nytt"}], OKAND),
    ],
)
def test_steps_of_a_session_in_words(steg, ord_):
    assert i_ord(steg) == ord_


@pytest.mark.django_db
def test_a_real_login_is_told_as_it_was(client, sekreterare):
    sekreterare.set_password(PASSWORD)
    sekreterare.save()
    client.post(reverse("account_login"), {"login": sekreterare.username, "password": PASSWORD})
    request = RequestFactory().get("/")
    request.user, request.session = sekreterare, client.session

    assert inloggning(request) == "Lokalt konto med lösenord"


@pytest.mark.django_db
def test_what_the_session_says_of_somebody_else_does_not_count(client, sekreterare, ledamot):
    sekreterare.set_password(PASSWORD)
    sekreterare.save()
    client.post(reverse("account_login"), {"login": sekreterare.username, "password": PASSWORD})
    request = RequestFactory().get("/")
    request.user, request.session = ledamot, client.session

    assert inloggning(request) == OKAND

"""The municipality's own login, against a provider on loopback."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from kommun.inloggning import inloggning
from kommun.inloggningsval import oidc
from kommun.models import Loggrad
from protokoll.models import Godkannande
from tests.kommun.oidcprov import HEMLIGHET, KLIENT, Oidcprov
from tests.protokoll.justeringsprov import justeringsprov

pytestmark = pytest.mark.django_db

LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3"


@pytest.fixture(scope="module")
def tjansten():
    prov = Oidcprov()
    yield prov
    prov.stang()


@pytest.fixture
def prov(tjansten, settings):
    tjansten.vem = {"sub": "7f3a", "name": "Siv Skrivare", "email": "siv@example.invalid", "acr": LOA3, "sid": "s1"}
    tjansten.andra, tjansten.fragor, tjansten.nekat, tjansten.signeras_med = {}, [], [], None
    settings.SOCIALACCOUNT_PROVIDERS = oidc(_env(tjansten))
    return tjansten


def _env(prov, **mer):
    return {
        "FULLGJORT_OIDC_URL": prov.url,
        "FULLGJORT_OIDC_KLIENT": KLIENT,
        "FULLGJORT_OIDC_HEMLIGHET": HEMLIGHET,
        "FULLGJORT_OIDC_KORTNAMN": "vimmerby",
        **mer,
    }


@pytest.fixture
def kopplad(sekreterare):
    SocialAccount.objects.create(user=sekreterare, provider="vimmerby", uid="7f3a")
    return sekreterare


LOGIN = "/konto/oidc/vimmerby/login/"


def _logga_in(client, *, andra_svaret=lambda fraga: fraga):
    """To the provider and back, as a browser goes."""
    dit = client.get(f"{LOGIN}?next=/uppdrag/")
    assert dit.status_code == 302, dit.content.decode()
    tillbaka = requests.get(dit["Location"], allow_redirects=False, timeout=5).headers["Location"]
    delar = urlsplit(tillbaka)
    return client.get(delar.path, andra_svaret({k: v[0] for k, v in parse_qs(delar.query).items()}))


def _inloggad(client):
    request = RequestFactory().get("/")
    request.session = client.session
    return get_user(request)


def test_a_joined_identity_logs_in_by_code_and_pkce(client, prov, kopplad):
    svar = _logga_in(client)

    assert (svar.status_code, svar["Location"]) == (302, "/uppdrag/")
    assert _inloggad(client) == kopplad
    fraga = prov.fragor[0]
    assert (fraga["response_type"], fraga["code_challenge_method"]) == ("code", "S256")
    assert prov.nekat == []


def test_the_login_page_leads_there_first(client, prov):
    sida = client.get(reverse("account_login"), {"next": "/uppdrag/"}).content.decode()

    assert f'href="{LOGIN}?next=%2Fuppdrag%2F"' in sida
    assert "Kommunens inloggning" in sida


def test_the_way_of_login_tells_the_level(client, prov, kopplad):
    _logga_in(client)
    request = RequestFactory().get("/")
    request.user, request.session = kopplad, client.session
    assert Loggrad.objects.get(slag=Loggrad.Slag.LOGGADE_IN).inloggning == inloggning(request)

    assert inloggning(request) == f"Kommunens inloggning (vimmerby), tillitsnivå 3 ({LOA3})"
    assert UserSession.objects.get().data["inloggning"] == inloggning(request)


def test_what_is_adjusted_after_it_keeps_the_way_of_login(client, prov, organ, sekreterare):
    """From the provider to the row that proves who approved, through the pages alone."""
    justering = justeringsprov(organ, sekreterare)
    justering.frys()
    SocialAccount.objects.create(user=justering.orvar, provider="vimmerby", uid="7f3a")

    _logga_in(client)
    svar = client.post(reverse("protokoll:justera-godkann", args=[justering.protokoll.pk]), {"version": 1})

    assert svar.status_code == 302
    vag = f"Kommunens inloggning (vimmerby), tillitsnivå 3 ({LOA3})"
    assert Godkannande.objects.values_list("person", "inloggning").get() == (justering.orvar.person_id, vag)
    assert Loggrad.objects.get(slag=Loggrad.Slag.GODKANDE).inloggning == vag


def test_a_new_key_counts_at_once_and_the_old_one_no_more(client, prov, kopplad):
    _logga_in(client)
    gammal = prov.nycklar[prov.kid]
    prov.ny_nyckel()
    efter, med_gammal = Client(), Client()

    assert _logga_in(efter).status_code == 302
    assert _inloggad(efter) == kopplad
    prov.signeras_med = (gammal, "ES256")  # which is not published any more
    assert _logga_in(med_gammal).status_code == 401
    assert not _inloggad(med_gammal).is_authenticated


@pytest.mark.parametrize(
    "andra",
    [
        {"iss": "https://annan.example"},
        {"aud": "annan"},
        {"exp": 1},
        {"iat": 4_000_000_000},
        {"sub": ""},
        {"sub": 7},
    ],
    ids=str,
)
def test_a_proof_for_somebody_else_or_another_time_is_refused(client, prov, kopplad, andra):
    prov.andra = andra

    assert _logga_in(client).status_code == 401
    assert not _inloggad(client).is_authenticated


def test_a_proof_signed_with_our_secret_is_refused(client, prov, kopplad):
    prov.signeras_med = (HEMLIGHET * 3, "HS256")

    assert _logga_in(client).status_code == 401
    assert not _inloggad(client).is_authenticated


def test_clocks_may_differ_by_half_a_minute(client, prov, kopplad):
    prov.andra = {"iat": int(timezone.now().timestamp()) + 30}

    assert _logga_in(client).status_code == 302


@pytest.mark.parametrize(
    "andra_svaret",
    [
        lambda fraga: {**fraga, "state": "annan"},
        lambda fraga: {"code": fraga["code"]},
        lambda fraga: {**fraga, "code": "annan"},
        lambda fraga: {"state": fraga["state"], "error": "server_error"},
    ],
)
def test_an_answer_to_no_question_of_ours_is_refused(client, prov, kopplad, andra_svaret):
    svar = _logga_in(client, andra_svaret=andra_svaret)

    assert svar.status_code == 401
    assert "gick inte att slutföra" in svar.content.decode()
    assert not _inloggad(client).is_authenticated


def test_an_answer_counts_once(client, prov, kopplad):
    dit = client.get(LOGIN)
    tillbaka = requests.get(dit["Location"], allow_redirects=False, timeout=5).headers["Location"]
    url = tillbaka.removeprefix("http://testserver")
    client.get(url)

    assert Client().get(url).status_code == 401
    client.post(reverse("account_logout"))
    assert client.get(url).status_code == 401


def test_who_cancels_is_told_so(client, prov):
    svar = _logga_in(client, andra_svaret=lambda f: {"state": f["state"], "error": "access_denied"})

    assert "Du avbröt inloggningen" in client.get(svar["Location"]).content.decode()


def test_an_address_in_common_joins_nothing(client, prov, sekreterare):
    sekreterare.email = prov.vem["email"]
    sekreterare.save()
    prov.vem["email_verified"] = True
    prov.vem["preferred_username"] = sekreterare.username

    svar = _logga_in(client)

    assert svar.status_code == 403
    assert "Du har inget konto i Fullgjort" in (sida := svar.content.decode())
    assert "7f3a" in sida
    assert not _inloggad(client).is_authenticated
    assert not SocialAccount.objects.exists()
    assert Loggrad.objects.get().konto is None
    assert Loggrad.objects.get().slag == Loggrad.Slag.FICK_INTE_IN


def test_who_is_logged_in_cannot_take_an_identity(client, prov, lasare):
    """Nor can somebody make another do it: the address decides nothing of what the login is for."""
    client.force_login(lasare)
    dit = client.get(f"{LOGIN}?process=connect&scope=admin&auth_params=acr_values%3Dloa1")
    fraga = {k: v[0] for k, v in parse_qs(urlsplit(dit["Location"]).query).items()}
    tillbaka = requests.get(dit["Location"], allow_redirects=False, timeout=5).headers["Location"]

    assert set(fraga["scope"].split()) == {"openid", "profile"}
    assert "acr_values" not in fraga
    assert client.get(tillbaka.removeprefix("http://testserver")).status_code == 403
    assert not SocialAccount.objects.exists()


def test_the_account_that_is_switched_off_stays_out(client, prov, kopplad):
    kopplad.is_active = False
    kopplad.save()

    svar = _logga_in(client)

    assert svar["Location"] == reverse("account_inactive")
    assert not _inloggad(client).is_authenticated


def test_a_stable_id_of_another_name(client, prov, sekreterare, settings):
    settings.SOCIALACCOUNT_PROVIDERS = oidc(_env(prov, FULLGJORT_OIDC_ID="oid"))
    SocialAccount.objects.create(user=sekreterare, provider="vimmerby", uid="anställd 12")
    prov.vem["oid"] = "anställd 12"

    assert _logga_in(client).status_code == 302
    assert _inloggad(client) == sekreterare


@pytest.mark.parametrize(("acr", "status"), [(LOA3, 302), ("loa1", 403), (None, 403)])
def test_a_level_that_is_asked_for_is_demanded(client, prov, kopplad, settings, acr, status):
    settings.SOCIALACCOUNT_PROVIDERS = oidc(_env(prov, FULLGJORT_OIDC_ACR=f"{LOA3} loa4"))
    prov.vem["acr"] = acr

    assert _logga_in(client).status_code == status
    assert prov.fragor[0]["acr_values"] == f"{LOA3} loa4"
    assert _inloggad(client).is_authenticated is (status == 302)


def test_nothing_is_kept_that_is_not_used(client, prov, kopplad):
    prov.vem["personnummer"] = "19121212-1212"
    _logga_in(client)

    assert set(SocialAccount.objects.get().extra_data["id_token"]) == {"iss", "sub", "sid", "acr", "name"}


def test_a_provider_that_does_not_answer_is_told_of(client, prov, settings):
    settings.SOCIALACCOUNT_PROVIDERS = oidc({**_env(prov), "FULLGJORT_OIDC_URL": "http://127.0.0.1:9"})

    svar = client.get(LOGIN)

    assert svar.status_code == 502
    assert "Kommunens inloggning svarar inte" in svar.content.decode()


def test_a_provider_we_do_not_have(client, prov):
    assert client.get("/konto/oidc/annan/login/").status_code == 404
    assert client.post("/konto/oidc/annan/utloggad/").status_code == 404
    assert client.post(LOGIN).status_code == 405


class TestUtloggning:
    """What the provider says, server to server."""

    URL = "/konto/oidc/vimmerby/utloggad/"

    def test_ends_the_sessions_of_that_login_and_no_other(self, client, prov, kopplad, lasare):
        _logga_in(client)
        lokal, annan = Client(), Client()
        lokal.force_login(kopplad)
        annan.force_login(lasare)

        assert Client().post(self.URL, {"logout_token": prov.utloggning(sub="7f3a")}).status_code == 200
        assert not _inloggad(client).is_authenticated
        assert client.get("/uppdrag/").status_code == 302
        assert _inloggad(lokal) == kopplad
        assert _inloggad(annan) == lasare

    def test_of_one_session_leaves_the_others(self, client, prov, kopplad):
        _logga_in(client)
        prov.vem["sid"] = "s2"
        annan = Client()
        _logga_in(annan)

        Client().post(self.URL, {"logout_token": prov.utloggning(sid="s2")})

        assert _inloggad(client) == kopplad
        assert not _inloggad(annan).is_authenticated

    @pytest.mark.parametrize(
        "andra",
        [{"events": {}}, {"nonce": "x"}, {"sub": None}, {"aud": "annan"}, {"iss": "https://annan.example"}, {"exp": 1}],
        ids=str,
    )
    def test_another_proof_ends_nothing(self, client, prov, kopplad, andra):
        _logga_in(client)
        uppgifter = {k: v for k, v in {"sub": "7f3a", **andra}.items() if v is not None}

        assert client.post(self.URL, {"logout_token": prov.utloggning(**uppgifter)}).status_code == 400
        assert _inloggad(client) == kopplad

    def test_a_proof_counts_once(self, client, prov, kopplad):
        bevis = prov.utloggning(sub="7f3a")
        Client().post(self.URL, {"logout_token": bevis})

        assert Client().post(self.URL, {"logout_token": bevis}).status_code == 400
        assert Client().post(self.URL, {"logout_token": "inget"}).status_code == 400
        assert Client().get(self.URL).status_code == 405


@pytest.mark.parametrize("claim", ["email", "preferred_username", "upn"])
def test_what_may_change_hands_is_no_identity(claim):
    with pytest.raises(ValueError, match=claim):
        oidc({"FULLGJORT_OIDC_URL": "https://idp.example", "FULLGJORT_OIDC_KLIENT": "x", "FULLGJORT_OIDC_ID": claim})


def test_a_question_gets_old(client, prov, kopplad):
    dit = client.get(LOGIN)
    tillbaka = requests.get(dit["Location"], allow_redirects=False, timeout=5).headers["Location"]
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        assert client.get(tillbaka.removeprefix("http://testserver")).status_code == 401

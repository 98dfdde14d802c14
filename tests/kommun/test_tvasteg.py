"""The second factor, the limits on attempts and the list of sessions: all through the pages themselves."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from allauth.usersessions.models import UserSession
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from kommun.inloggning import inloggning
from kommun.inloggningsval import tva_steg
from kommun.models import Loggrad, Utskick
from kommun.permissions import Behorighet
from kommun.tvasteg import har_tva_steg, kravs
from tests.browser import PASSWORD
from tests.kommun.inloggningsprov import MIN_DAG
from tests.kommun.inloggningsprov import losenord as _losenord
from tests.kommun.inloggningsprov import med_kod as _med_kod

pytestmark = pytest.mark.django_db

LOSENORD = {"method": "password"}
KOD = {"method": "mfa", "type": "totp"}


@pytest.fixture
def krav(settings):
    settings.TVA_STEG = frozenset({"administrator", "sekreterare"})


@pytest.fixture
def siv(sekreterare):
    sekreterare.set_password(PASSWORD)
    sekreterare.save()
    return sekreterare


def _kod(hemlighet: str, steg: int = 0) -> str:
    return format_hotp_value(hotp_value(hemlighet, int(time.time()) // 30 + steg))


def _sag_koden(client, kod):
    return client.post(reverse("mfa_authenticate"), {"code": kod})


def _ord(client, user):
    request = RequestFactory().get("/")
    request.user, request.session = user, client.session
    return inloggning(request)


@pytest.mark.parametrize(
    ("steg", "fullt"),
    [
        ([], False),
        ([LOSENORD], False),
        ([LOSENORD, KOD], True),
        ([LOSENORD, KOD, LOSENORD | {"reauthenticated": True}], True),
        ([LOSENORD, KOD, LOSENORD], False),
        ([{"method": "socialaccount"}], True),
        ([{"method": "socialaccount"}, LOSENORD], False),
        ([{"method": "password_reset"}], False),
        ([LOSENORD, KOD | {"reauthenticated": True}], True),
    ],
)
def test_two_steps_are_of_the_latest_login(steg, fullt):
    assert har_tva_steg(steg) is fullt


@pytest.mark.parametrize(
    ("av", "roll", "behover"),
    [
        ({"administrator"}, {"ar_administrator": True}, True),
        ({"administrator"}, {"sekreterare_i": frozenset({1})}, False),
        ({"sekreterare"}, {"sekreterare_i": frozenset({1})}, True),
        ({"alla"}, {"mandat_i": frozenset({1})}, True),
        ({"alla"}, {}, False),
        (set(), {"ar_administrator": True}, False),
    ],
)
def test_who_must_give_a_second_factor(av, roll, behover):
    assert kravs(Behorighet(**roll), frozenset(av)) is behover


@pytest.mark.parametrize(
    ("sagt", "demo", "roller"),
    [
        ("", False, {"administrator", "sekreterare"}),
        ("", True, set()),
        ("ingen", False, set()),
        ("alla", True, {"alla"}),
        ("administrator, sekreterare", True, {"administrator", "sekreterare"}),
    ],
)
def test_the_setting(sagt, demo, roller):
    assert tva_steg({"FULLGJORT_TVA_STEG": sagt}, demo=demo) == roller


def test_a_setting_that_means_nothing_is_refused():
    with pytest.raises(ValueError, match="sekretrare"):
        tva_steg({"FULLGJORT_TVA_STEG": "sekretrare"}, demo=False)


class TestKravet:
    def test_a_secretary_gets_nowhere_before_the_second_factor_is_on(self, client, siv, krav, paragraf):
        _losenord(client, siv)

        svar = client.get(MIN_DAG)
        assert svar["Location"] == f"{reverse('mfa_activate_totp')}?next={MIN_DAG}"
        for url in (
            reverse("uppdrag:uppdragen-export"),
            "/register/",
            reverse("protokoll:paragraf", args=[paragraf.pk]),
        ):
            assert client.get(url).status_code == 302, url
        # A public page is open, and tells no more than it tells everybody.
        tavlan = client.get(reverse("protokoll:anslagstavla"))
        assert tavlan.status_code == 200
        assert not tavlan.wsgi_request.user.behorighet.har_insyn

    def test_she_turns_it_on_and_goes_on(self, client, siv, krav, django_capture_on_commit_callbacks):
        _losenord(client, siv)
        sida = client.get(reverse("mfa_activate_totp"))
        assert "Din roll kräver engångskod" in sida.content.decode()
        hemlighet = client.session["mfa.totp.secret"]
        assert "data:image/svg+xml;base64," in sida.content.decode()

        with django_capture_on_commit_callbacks(execute=True):
            svar = client.post(reverse("mfa_activate_totp"), {"code": _kod(hemlighet)}, follow=True)

        assert "Reservkoder" in svar.content.decode()
        assert client.get(MIN_DAG).status_code == 200
        assert _ord(client, siv) == "Lokalt konto med lösenord och engångskod"
        assert UserSession.objects.get().data == {"inloggning": _ord(client, siv)}
        brev = Utskick.objects.get()
        assert (brev.till, brev.amne) == (siv.email, "Engångskod är på i Fullgjort")

    def test_she_cannot_turn_it_off(self, client, siv, krav):
        hemlighet = _med_kod(siv)
        _losenord(client, siv)
        _sag_koden(client, _kod(hemlighet))

        assert "kan inte stängas av" in client.get(reverse("mfa_deactivate_totp")).content.decode()
        client.post(reverse("mfa_deactivate_totp"))
        assert Authenticator.objects.filter(user=siv, type="totp").exists()

    def test_a_session_of_before_the_code_is_asked_for_it(self, client, siv, krav):
        _losenord(client, siv)
        hemlighet = _med_kod(siv)

        assert client.get(MIN_DAG)["Location"] == f"{reverse('mfa_reauthenticate')}?next={MIN_DAG}"
        client.post(reverse("mfa_reauthenticate"), {"code": _kod(hemlighet)})
        assert client.get(MIN_DAG).status_code == 200

    def test_an_act_is_not_done_and_leads_back_to_its_page(self, client, siv, krav, paragraf):
        _losenord(client, siv)
        sida = reverse("protokoll:paragraf", args=[paragraf.pk])

        svar = client.post(reverse("kommun:byt-organ"), {"organ": ""}, headers={"referer": f"http://testserver{sida}"})
        htmx = client.get(MIN_DAG, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{sida}"})

        assert svar["Location"] == f"{reverse('mfa_activate_totp')}?next={sida}"
        assert htmx["HX-Redirect"] == f"{reverse('mfa_activate_totp')}?next={sida}"

    def test_a_role_that_begins_in_an_open_session_asks_for_it(self, client, lasare, krav, organ):
        from tests.factories import TjanstFactory

        lasare.set_password(PASSWORD)
        lasare.save()
        _losenord(client, lasare)
        assert client.get(MIN_DAG).status_code == 200

        TjanstFactory(person=lasare.person, roll="sekreterare", organ=organ)

        assert client.get(MIN_DAG)["Location"].startswith(reverse("mfa_activate_totp"))

    def test_others_choose_themselves(self, client, ledamot, krav):
        ledamot.set_password(PASSWORD)
        ledamot.save()
        _losenord(client, ledamot)

        assert client.get(MIN_DAG).status_code == 200
        assert "Slå på engångskod" in client.get(reverse("mfa_index")).content.decode()

    def test_no_query_more_for_who_has_both(self, client, siv, krav, settings, count_queries):
        hemlighet = _med_kod(siv)
        _losenord(client, siv)
        _sag_koden(client, _kod(hemlighet))
        med = count_queries(client, MIN_DAG)
        settings.TVA_STEG = frozenset()

        assert count_queries(client, MIN_DAG) == med


class TestKoden:
    def test_is_asked_for_after_the_password(self, client, siv):
        hemlighet = _med_kod(siv)

        assert _losenord(client, siv)["Location"] == reverse("mfa_authenticate")
        assert client.get(MIN_DAG).status_code == 302
        assert "Skriv engångskoden" in client.get(reverse("mfa_authenticate")).content.decode()
        assert _sag_koden(client, _kod(hemlighet)).status_code == 302
        assert client.get(MIN_DAG).status_code == 200

    @pytest.mark.parametrize(("steg", "gar"), [(-2, False), (-1, True), (1, True), (2, False)])
    def test_of_half_a_minute_off_counts(self, client, siv, steg, gar):
        hemlighet = _med_kod(siv)
        with time_machine.travel(timezone.now(), tick=False):
            _losenord(client, siv)
            _sag_koden(client, _kod(hemlighet, steg))
            assert (client.get(MIN_DAG).status_code == 200) is gar

    def test_counts_once_for_as_long_as_it_lives(self, client, siv):
        hemlighet, annan = _med_kod(siv), Client()
        with time_machine.travel(timezone.now(), tick=False) as klocka:
            kod = _kod(hemlighet, 1)
            _losenord(client, siv)
            _sag_koden(client, kod)
            klocka.shift(timedelta(seconds=45))
            _losenord(annan, siv)
            svar = _sag_koden(annan, kod)

        assert "varje kod gäller en gång" in svar.content.decode()
        assert annan.get(MIN_DAG).status_code == 302

    def test_a_reserve_code_counts_once(self, client, siv):
        _med_kod(siv)
        kod = Authenticator.objects.get(user=siv, type="recovery_codes").wrap().get_unused_codes()[0]
        annan = Client()
        for webblasare in (client, annan):
            _losenord(webblasare, siv)
            _sag_koden(webblasare, kod)

        assert client.get(MIN_DAG).status_code == 200
        assert _ord(client, siv) == "Lokalt konto med lösenord och reservkod"
        assert annan.get(MIN_DAG).status_code == 302

    def test_is_sealed_by_the_key_of_the_server(self, client, siv, settings):
        hemlighet = _med_kod(siv)
        rad = Authenticator.objects.get(user=siv, type="totp").data["secret"]

        assert hemlighet not in rad
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "en ny nyckel", [settings.SECRET_KEY]
        assert decrypt(rad) == hemlighet
        settings.SECRET_KEY_FALLBACKS = []
        _losenord(client, siv)
        assert _sag_koden(client, _kod(hemlighet)).status_code == 200  # the form again, and no fault

    def test_a_new_password_by_mail_does_not_go_round_it(self, client, siv, mailoutbox):
        _med_kod(siv)
        client.post(reverse("account_reset_password"), {"email": siv.email})
        lank = re.search(r"http://testserver(\S+)", mailoutbox[0].body).group(1)
        sida = client.get(lank, follow=True)

        nytt = {"password1": "ett helt annat lösenord", "password2": "ett helt annat lösenord"}
        assert client.post(sida.redirect_chain[-1][0], nytt).status_code == 302

        assert client.get(MIN_DAG).status_code == 302

    def test_the_reserve_codes_are_read_and_made_again(self, client, siv):
        hemlighet = _med_kod(siv)
        _losenord(client, siv)
        _sag_koden(client, _kod(hemlighet))
        kod = Authenticator.objects.get(user=siv, type="recovery_codes").wrap().get_unused_codes()[0]

        assert f"{kod[:4]} {kod[4:]}" in client.get(reverse("mfa_view_recovery_codes")).content.decode()
        hamtat = client.get(reverse("mfa_download_recovery_codes"))
        assert 'filename="reservkoder.txt"' in hamtat["Content-Disposition"]
        fil = hamtat.content.decode()
        assert fil.startswith("Reservkoder till Fullgjort")
        client.post(reverse("mfa_generate_recovery_codes"))
        assert kod[:4] not in client.get(reverse("mfa_download_recovery_codes")).content.decode()

    def test_an_hour_later_the_password_is_asked_for_again(self, client, siv):
        with time_machine.travel(timezone.now(), tick=False) as klocka:
            _losenord(client, siv)
            klocka.shift(timedelta(hours=1))
            svar = client.get(reverse("mfa_activate_totp"))

        assert svar["Location"].startswith(reverse("account_reauthenticate"))
        assert "skriver ditt lösenord en gång till" in client.get(svar["Location"]).content.decode()


class TestForsok:
    """What is counted is counted for all processes together."""

    def test_five_wrong_passwords_close_the_account_for_five_minutes(self, siv):
        with time_machine.travel(timezone.now(), tick=False) as klocka:
            for _ in range(5):
                assert "stämmer inte" in _losenord(Client(), siv, "fel").content.decode()
            svar = _losenord(Client(), siv)
            assert "För många misslyckade försök" in svar.content.decode()
            klocka.shift(timedelta(minutes=5, seconds=1))
            assert _losenord(Client(), siv).status_code == 302

    def test_a_name_that_is_no_account_is_answered_alike(self, client, siv):
        fel = _losenord(client, siv, "fel").content.decode()
        ingen = client.post(reverse("account_login"), {"login": "finns inte", "password": "fel"}).content.decode()

        def utan(text):
            return re.sub(r'(value|name="csrfmiddlewaretoken" value)="[^"]*"', "", text)

        assert utan(fel) == utan(ingen)

    def test_codes_cannot_be_guessed_either(self, client, siv):
        hemlighet = _med_kod(siv)
        _losenord(client, siv)
        for _ in range(5):
            _sag_koden(client, "000000")

        assert "För många" in _sag_koden(client, _kod(hemlighet)).content.decode()
        assert Loggrad.objects.filter(slag=Loggrad.Slag.FICK_INTE_IN, konto=siv).count() == 6
        assert client.get(MIN_DAG).status_code == 302

    def test_the_count_lies_in_the_database(self, client, siv):
        _losenord(client, siv, "fel")

        assert isinstance(caches["default"], DatabaseCache)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM kommun_cache WHERE cache_key LIKE '%login_failed%'")
            assert cursor.fetchone()[0] >= 2  # of the account, and of the address

    def test_the_address_is_the_one_the_nearest_proxy_saw(self, siv, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        client = Client()
        client.post(
            reverse("account_login"),
            {"login": siv.username, "password": PASSWORD},
            headers={"x-forwarded-for": "10.9.9.9, 192.0.2.7"},
        )

        assert UserSession.objects.get(user=siv).ip == "192.0.2.7"

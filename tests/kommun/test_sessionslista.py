"""The list of sessions, what the administrator does for others, and the right that ends with its day."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kommun.models import Loggrad, Utskick
from tests.browser import PASSWORD
from tests.kommun.inloggningsprov import MIN_DAG
from tests.kommun.inloggningsprov import losenord as _losenord
from tests.kommun.inloggningsprov import med_kod as _med_kod

pytestmark = pytest.mark.django_db


@pytest.fixture
def siv(sekreterare):
    sekreterare.set_password(PASSWORD)
    sekreterare.save()
    return sekreterare


class TestSessioner:
    def test_are_listed_and_ended_all_but_this_one(self, client, siv):
        annan = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"})
        _losenord(annan, siv)
        _losenord(client, siv)

        sida = client.get(reverse("usersessions_list")).content.decode()
        assert "Firefox i Windows" in sida
        assert "Lokalt konto med lösenord" in sida
        svar = client.post(reverse("usersessions_list"), follow=True)

        assert "utloggad överallt utom här" in svar.content.decode()
        assert annan.get(MIN_DAG).status_code == 302
        assert client.get(MIN_DAG).status_code == 200

    def test_one_is_ended_alone(self, client, siv):
        annan, tredje = Client(headers={"user-agent": "Firefox/140.0 Windows"}), Client()
        for c in (annan, tredje, client):
            _losenord(c, siv)
        den = UserSession.objects.get(session_key=annan.session.session_key)
        min_ = UserSession.objects.get(session_key=client.session.session_key)

        svar = client.post(reverse("kommun:session-avsluta", args=[den.pk]), follow=True).content.decode()
        assert "Inloggningen i Firefox i Windows är avslutad" in svar
        assert [c.get(MIN_DAG).status_code for c in (annan, tredje, client)] == [302, 200, 200]
        svar = client.post(reverse("kommun:session-avsluta", args=[min_.pk]), follow=True).content.decode()
        assert "Logga ut i stället" in svar
        assert client.get(MIN_DAG).status_code == 200
        rader = Loggrad.objects.filter(sida="kommun:session-avsluta").order_by("pk")
        assert [(r.objekt, r.utfall) for r in rader] == [
            ("Inloggningen i Firefox i Windows", "genomfort"),
            (rader[1].objekt, "inget"),
        ]
        assert client.post(reverse("kommun:session-avsluta", args=[den.pk])).status_code == 404

    def test_somebody_elses_is_not_ended(self, client, siv, inloggad, lasare):
        _losenord(Client(), siv)
        den = UserSession.objects.get(user=siv)

        assert inloggad(lasare).post(reverse("kommun:session-avsluta", args=[den.pk])).status_code == 404
        assert UserSession.objects.filter(pk=den.pk).exists()

    def test_are_ones_own(self, client, siv, inloggad, lasare):
        _losenord(Client(headers={"user-agent": "Firefox/140.0 Windows"}), siv)
        hennes = inloggad(lasare)
        hennes.get(MIN_DAG)

        assert "Firefox i Windows" not in hennes.get(reverse("usersessions_list")).content.decode()
        hennes.post(reverse("usersessions_list"))
        assert UserSession.objects.filter(user=siv).exists()

    def test_when_it_was_seen_last_is_written_by_the_quarter(self, client, siv):
        with time_machine.travel(timezone.now(), tick=False) as klocka:
            _losenord(client, siv)
            klocka.shift(timedelta(minutes=10))
            client.get(MIN_DAG)
            forst = UserSession.objects.get().last_seen_at
            klocka.shift(timedelta(minutes=20))
            client.get(MIN_DAG)

        assert UserSession.objects.get().last_seen_at - forst >= timedelta(minutes=20)

    def test_a_changed_password_ends_the_others(self, client, siv):
        annan = Client()
        _losenord(annan, siv)
        _losenord(client, siv)
        nytt = "ett helt annat lösenord"
        form = {"oldpassword": PASSWORD, "password1": nytt, "password2": nytt}
        client.post(reverse("account_change_password"), form)

        assert annan.get(MIN_DAG).status_code == 302
        assert client.get(MIN_DAG).status_code == 200
        assert Utskick.objects.get().amne == "Lösenordet är bytt i Fullgjort"

    def test_an_account_that_is_switched_off_is_out_at_once(self, client, siv):
        _losenord(client, siv)
        siv.is_active = False
        siv.save()

        assert client.get(MIN_DAG).status_code == 302


class TestRegistret:
    """What the administrator does for others."""

    URL = "/register/kommun/user/"

    def _gor(self, client, akt, *konton):
        return client.post(
            self.URL, {"action": akt, "_selected_action": [k.pk for k in konton]}, follow=True
        ).content.decode()

    def test_takes_away_a_lost_second_factor(self, client, siv, administrator, inloggad):
        _med_kod(siv)
        hennes = Client()
        hennes.force_login(siv)
        hennes.get(MIN_DAG)
        inloggad(administrator)

        assert "engångskod och reservkoder är borttagna" in self._gor(client, "ta_bort_engangskod", siv)
        assert not Authenticator.objects.filter(user=siv).exists()
        assert hennes.get(MIN_DAG).status_code == 302
        assert Utskick.objects.get().till == siv.email
        assert "har ingen engångskod" in self._gor(client, "ta_bort_engangskod", siv)

    def test_ends_the_sessions_of_an_account(self, client, siv, administrator, inloggad):
        hennes = Client()
        _losenord(hennes, siv)
        inloggad(administrator)
        self._gor(client, "logga_ut", siv)

        assert hennes.get(MIN_DAG).status_code == 302
        assert client.get(MIN_DAG).status_code == 200

    def test_joins_an_identity_by_hand(self, client, siv, administrator, inloggad, settings):
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": [{"provider_id": "kommunen", "name": "Kommunens inloggning", "client_id": "x"}]}
        }
        inloggad(administrator)
        form = {
            "username": siv.username,
            "person": siv.person_id,
            "email": siv.email,
            "is_active": "on",
            "socialaccount_set-TOTAL_FORMS": 1,
            "socialaccount_set-INITIAL_FORMS": 0,
            "socialaccount_set-0-provider": "kommunen",
            "socialaccount_set-0-uid": " 7f3a ",
        }

        svar = client.post(f"{self.URL}{siv.pk}/change/", form)

        assert svar.status_code == 302, svar.content.decode()
        assert siv.socialaccount_set.get().uid == "7f3a"

    @pytest.mark.parametrize(
        "path",
        ["socialaccount/socialaccount/", "socialaccount/socialapp/", "mfa/authenticator/", "usersessions/usersession/"],
    )
    def test_secrets_have_no_page(self, path, client, administrator, inloggad):
        administrator.is_superuser = administrator.is_staff = True
        administrator.save()
        assert inloggad(administrator).get(f"/register/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/konto/password/set/", "/konto/3rdparty/", "/konto/3rdparty/signup/"])
def test_pages_of_the_package_that_we_do_not_have(path, inloggad, lasare):
    assert inloggad(lasare).get(path).status_code == 404


def test_who_has_no_password_gets_no_link_for_a_new_one(client, siv, mailoutbox):
    siv.set_unusable_password()
    siv.save()
    client.post(reverse("account_reset_password"), {"email": siv.email})

    assert mailoutbox == []


class TestDagen:
    """A right ends with its day, also for who sits there with the page open."""

    def test_at_midnight(self, client, siv):
        tjanst = siv.person.tjansterna.get()
        with time_machine.travel(timezone.make_aware(timezone.datetime(2026, 6, 1, 23, 59)), tick=False) as klocka:
            tjanst.till = timezone.localdate()
            tjanst.save()
            client.force_login(siv)
            assert client.get(MIN_DAG).status_code == 200
            klocka.shift(timedelta(minutes=2))
            assert client.get(MIN_DAG).status_code == 403

    def test_when_it_is_ended_in_the_register(self, client, siv, paragraf):
        url = reverse("protokoll:skriv", args=[paragraf.pk])
        client.force_login(siv)
        assert client.get(url).status_code == 200

        tjanst = siv.person.tjansterna.get()
        tjanst.till = timezone.localdate() - timedelta(days=1)
        tjanst.save()

        assert client.get(url).status_code == 404
        assert client.post(url, {}).status_code == 404

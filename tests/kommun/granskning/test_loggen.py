"""One line per request to an object, in the words of the moment, that nobody can change."""

import sys
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

import manage
from kommun import history, utskick
from kommun.granskning import logg, objekt
from kommun.granskning.anteckning import anteckna
from kommun.granskning.logg import i_bakgrunden, skriv
from kommun.models import Loggrad
from tests import provpost
from tests.efter import efter_commit
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
Slag, Utfall = Loggrad.Slag, Loggrad.Utfall


def raderna() -> list[Loggrad]:
    return list(Loggrad.objects.order_by("pk"))


# Who reads, changes, is refused


def test_a_page_that_is_read_is_one_line_in_the_words_of_the_moment(inloggad, sekreterare, paragraf):
    svar = inloggad(sekreterare).get(paragraf.get_absolute_url())

    [rad] = raderna()
    assert (rad.slag, rad.utfall) == (Slag.LASTE, Utfall.GENOMFORT)
    assert (rad.konto, rad.kontonamn, rad.namn) == (sekreterare, sekreterare.username, sekreterare.person.namn)
    assert rad.objekt == "PN 2026-03-04 § 7"
    assert rad.objekten[0] == f"paragraf:{paragraf.pk}"
    assert f"sammantrade:{paragraf.sammantrade_id}" in rad.objekten
    assert (rad.organ, rad.sida) == (paragraf.organ, "protokoll:paragraf")
    assert (rad.inloggning, rad.adress, rad.begaran) == ("Inloggad i Fullgjort", "127.0.0.1", svar["X-Request-ID"])


def test_the_name_stays_as_it_was(inloggad, sekreterare, paragraf):
    inloggad(sekreterare).get(paragraf.get_absolute_url())
    fore = sekreterare.person.namn
    sekreterare.person.namn = "Ada Alm"
    sekreterare.person.save()

    assert raderna()[0].namn == fore


def test_the_same_page_again_is_no_new_line_but_another_login_is(client, sekreterare, paragraf):
    for _ in range(2):
        client.force_login(sekreterare)
        client.get(paragraf.get_absolute_url())
        client.get(paragraf.get_absolute_url())
        client.logout()

    assert [r.slag for r in raderna() if r.objekt] == [Slag.LASTE, Slag.LASTE]


def test_a_file_of_an_object_is_fetched_not_read(inloggad, lasare, paragraf):
    inloggad(lasare).get(reverse("protokoll:word-protokoll", args=[paragraf.protokoll_id]))

    [rad] = raderna()
    assert (rad.slag, rad.organ) == (Slag.HAMTADE, paragraf.organ)
    assert rad.objekten[0] == f"protokoll:{paragraf.protokoll_id}"


def test_a_list_as_a_file_says_what_was_chosen(inloggad, lasare, paragraf):
    inloggad(lasare).get(reverse("uppdrag:uppdragen-export"), {"q": "skolan", "format": "csv"})

    [rad] = raderna()
    assert (rad.slag, rad.objekt) == (Slag.HAMTADE, "Uppdrag, 0 rader")
    assert "skolan" in rad.vad


def test_an_act_is_told_by_the_reasons_of_the_history(inloggad, sekreterare, paragraf):
    inloggad(sekreterare).post(reverse("protokoll:omedelbart", args=[paragraf.pk]))

    [rad] = raderna()
    skal = set(paragraf.history.values_list("history_change_reason", flat=True)) - {None}
    assert (rad.slag, rad.utfall, rad.objekt) == (Slag.ANDRADE, Utfall.GENOMFORT, "PN 2026-03-04 § 7")
    assert skal & set(rad.vad.split("; "))


def test_an_act_that_the_state_refuses_changed_nothing(inloggad, sekreterare, justerad):
    response = inloggad(sekreterare).post(reverse("protokoll:omedelbart", args=[justerad.pk]))

    [rad] = raderna()
    assert response.status_code == 302
    assert (rad.slag, rad.utfall) == (Slag.ANDRADE, Utfall.INGET)
    assert rad.vad  # the sentence that the person was told


@pytest.mark.parametrize(("vem", "status"), [("lasare", 403), ("utomstaende", 404)])
def test_what_was_refused_is_said_each_time(vem, status, inloggad, paragraf, request):
    client = inloggad(request.getfixturevalue(vem))
    url = reverse("protokoll:skriv", args=[paragraf.pk])
    assert [client.get(url).status_code for _ in range(2)] == [status, status]

    assert [(r.utfall, r.objekten[0]) for r in raderna()] == [(Utfall.NEKAT, f"paragraf:{paragraf.pk}")] * 2


def test_a_public_page_and_a_stranger_write_nothing(client, paragraf):
    client.get(reverse("protokoll:anslagstavla"))
    client.get(paragraf.get_absolute_url())

    assert raderna() == []


def test_one_insert_and_no_other_question(inloggad, lasare, paragraf, django_assert_max_num_queries):
    client = inloggad(lasare)
    client.get(paragraf.get_absolute_url())
    with django_assert_max_num_queries(100) as igen:
        client.get(paragraf.get_absolute_url())
    logg._lasta.clear()
    with django_assert_max_num_queries(100) as ny:
        client.get(paragraf.get_absolute_url())

    assert sum("kommun_loggrad" in q["sql"] for q in ny.captured_queries) == 1
    assert len(ny) == len(igen) + 1


def test_the_words_of_what_is_secret_are_left_out(sekreterare, paragraf):
    avsnitt = paragraf.avsnitten.get()
    avsnitt.rubrik = "Hemlig rubrik"
    assert "Hemlig" in objekt.las(avsnitt, far_fraga=True).text
    avsnitt.paragraf.sekretess = "26 kap. 1 §"

    om = objekt.las(avsnitt, far_fraga=True)

    assert "Hemlig" not in om.text
    assert f"paragraf:{paragraf.pk}" in om.nycklar


# Logins


def test_login_and_logout(client, lasare):
    lasare.set_password("ett-langt-losenord")
    lasare.save()
    client.post(reverse("account_login"), {"login": lasare.username, "password": "ett-langt-losenord"})
    client.post(reverse("account_logout"))

    ut = [(r.slag, r.konto, r.inloggning) for r in raderna()]
    assert ut[0] == (Slag.LOGGADE_IN, lasare, "Lokalt konto med lösenord")
    assert ut[1][:2] == (Slag.LOGGADE_UT, lasare)


def test_a_login_that_fails_keeps_no_word_that_is_no_account(client, lasare):
    client.post(reverse("account_login"), {"login": lasare.username, "password": "fel"})
    client.post(reverse("account_login"), {"login": "hemligt-losenord", "password": "x"})

    kant, okant = raderna()
    assert (kant.slag, kant.utfall, kant.konto) == (Slag.FICK_INTE_IN, Utfall.NEKAT, lasare)
    assert (okant.konto, okant.kontonamn, okant.vad) == (None, "", "Okänt kontonamn")
    assert "hemligt-losenord" not in "".join(map(str, Loggrad.objects.filter(pk=okant.pk).values_list()))


# The registers, the background, mail


def test_an_attempt_that_the_limit_refuses_stands_there_once(client, lasare, monkeypatch):
    monkeypatch.setattr(logg, "_lasta", type(logg._lasta)())
    cache.clear()
    for _ in range(7):
        client.post(reverse("account_login"), {"login": lasare.username, "password": "fel"})
    cache.clear()

    rader = [r for r in raderna() if r.slag == Loggrad.Slag.FICK_INTE_IN]
    assert [r.vad for r in rader] == [""] * 5 + ["För många försök"]
    assert {r.utfall for r in rader} == {Loggrad.Utfall.NEKAT}
    assert rader[-1].konto == lasare


def test_a_page_that_the_limit_refuses_stands_there_once(client, lasare, monkeypatch):
    monkeypatch.setattr(logg, "_lasta", type(logg._lasta)())
    cache.clear()
    svar = [client.post(reverse("account_reset_password"), {"email": "ada@exempel.se"}) for _ in range(25)]
    cache.clear()

    nekade = [s for s in svar if s.status_code == 429]
    assert len(nekade) > 1
    assert "För många försök" in nekade[0].content.decode()
    (rad,) = [r for r in raderna() if r.objekt == "För många försök"]
    assert (rad.slag, rad.utfall, rad.sida) == (
        Loggrad.Slag.FICK_INTE_IN,
        Loggrad.Utfall.NEKAT,
        "account_reset_password",
    )


def test_a_command_of_ours_that_fails_is_told(organ, monkeypatch):
    """What manage.py itself does about it; `main` would stop the database of the run."""

    def slutade(kommando, fel):
        monkeypatch.setattr(sys, "argv", ["manage.py", kommando])
        with anteckna() as nu:
            manage._anteckna(nu, fel)

    for kommando, fel in (("gallra_logg", SystemExit(0)), ("check", SystemExit(1)), ("finns_inte", SystemExit(1))):
        slutade(kommando, fel)
    assert raderna() == []
    slutade("gallra_logg", SystemExit(1))
    slutade("kontrollera_protokoll", RuntimeError("smal"))

    assert [(r.sida, r.utfall, r.namn) for r in raderna()] == [
        ("manage.py gallra_logg", Utfall.FEL, "Systemet"),
        ("manage.py kontrollera_protokoll", Utfall.FEL, "Systemet"),
    ]


def test_a_change_in_the_registers_is_told(inloggad, administrator, organ):
    client = inloggad(administrator)
    client.get(f"/register/kommun/organ/{organ.pk}/change/")

    [rad] = raderna()
    assert (rad.slag, rad.konto, rad.objekten) == (Slag.LASTE, administrator, [f"organ:{organ.pk}"])


def test_what_a_worker_changes_is_one_line_of_the_system(organ):
    with i_bakgrunden("arkivera"):
        history.spara(organ, by=None, reason="Ändrade organet")
    with i_bakgrunden("inget"):
        pass

    [rad] = raderna()
    assert (rad.namn, rad.konto, rad.sida, rad.vad) == ("Systemet", None, "arkivera", "Ändrade organet")
    assert rad.objekten == [f"organ:{organ.pk}"]


def test_a_worker_that_fails_says_so(organ):
    @i_bakgrunden("arkivera")
    def arbete():
        history.spara(organ, by=None, reason="Ändrade organet")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        arbete()

    assert [r.utfall for r in raderna()] == [Utfall.FEL]


def test_many_rows_are_counted_not_listed(organ):
    with anteckna() as nu:
        for n in range(30):
            history.spara(organ, by=None, reason=f"Skäl {n}")

    assert (nu.sparade, len(nu.ord)) == (30, 20)


def test_a_mail_is_told_by_whom_it_went_to(settings):
    settings.EMAIL_BACKEND = "tests.provpost.Backend"
    provpost.nollstall()

    @efter_commit
    def lagg():
        with transaction.atomic():
            return utskick.lagg(nyckel="a", till="ada@example.invalid", amne="Kallelse", text="Hemlig text")

    brev = lagg()

    [rad] = raderna()
    assert (rad.slag, rad.utfall, rad.objekt, rad.vad) == (
        Slag.SKICKADE,
        Utfall.GENOMFORT,
        "Brev till ada@example.invalid",
        "Kallelse",
    )
    assert rad.objekten == [f"utskick:{brev.pk}"]


# Closed by the database


@pytest.mark.parametrize(
    "sql", ["UPDATE kommun_loggrad SET namn = 'x'", "DELETE FROM kommun_loggrad WHERE tid < now() + interval '1 day'"]
)
def test_the_database_refuses_to_change_a_line(sql):
    skriv(Slag.LASTE, namn="Ada Alm")

    with pytest.raises(IntegrityError, match="ändras aldrig"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    with pytest.raises(IntegrityError), transaction.atomic():
        Loggrad.objects.all().delete()


def test_a_line_of_the_last_year_stays_whatever_is_said():
    skriv(Slag.LASTE)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fullgjort.gallra_fore', '2999-01-01', true)")
        with pytest.raises(IntegrityError, match="ändras aldrig"), transaction.atomic():
            cursor.execute("DELETE FROM kommun_loggrad")


def test_what_is_older_than_the_log_is_kept_for_goes_and_says_so(settings, capsys):
    settings.LOGG_AR = 2
    nu = timezone.now()
    for dagar in (1, 700, 800, 900):
        Loggrad.objects.create(tid=nu - timedelta(days=dagar), slag=Slag.LASTE, utfall=Utfall.GENOMFORT)

    call_command("gallra_logg")
    call_command("gallra_logg")

    gallrad = Loggrad.objects.get(slag=Slag.GALLRADE)
    assert Loggrad.objects.filter(slag=Slag.LASTE).count() == 2
    assert (gallrad.namn, gallrad.vad.split(" rader")[0]) == ("Systemet", "2")


def test_a_log_that_is_kept_for_good_loses_nothing(settings, capsys):
    settings.LOGG_AR = 0
    gammal = timezone.now() - timedelta(days=9000)
    Loggrad.objects.create(tid=gammal, slag=Slag.LASTE, utfall=Utfall.GENOMFORT)

    call_command("gallra_logg")

    assert Loggrad.objects.count() == 1


def test_a_database_that_refuses_stops_nobody_and_the_line_stands_in_the_systems_log(caplog, organ):
    with transaction.atomic():
        skriv("x" * 30, konto=UserFactory(username="ada"))
        transaction.set_rollback(True)

    assert '"ada"' in caplog.text


def test_a_line_waits_for_nobody_who_holds_its_rows():
    """No key of the database, so no lock on the account, the organ or the object."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE conrelid = 'kommun_loggrad'::regclass AND contype = 'f'"
        )
        assert cursor.fetchone() == (0,)

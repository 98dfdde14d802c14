"""What the probes answer, and when a server says that it cannot be given work."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kommun import bakgrund, halsa
from kommun.halsa import Lage
from kommun.models import Utskick

pytestmark = pytest.mark.django_db
NYCKEL = {"authorization": "Bearer nyckeln"}


@pytest.fixture
def med_nyckel(settings):
    settings.MATNYCKEL = "nyckeln"


def prov(namn):
    return {p.namn: p for p in halsa.undersok()}[namn]


def brevet(**delar):
    nytt = Utskick.objects.create(nyckel=f"n{Utskick.objects.count()}", till="ada@exempel.se", amne="A", text="T")
    Utskick.objects.filter(pk=nytt.pk).update(**delar)


def lagg_arbete(**delar):
    nytt = DBTaskResult.objects.create(task_path="x.y", args_kwargs={"args": [], "kwargs": {}}, backend_name="default")
    DBTaskResult.objects.filter(pk=nytt.pk).update(**delar)


def test_lever_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        svar = client.get(reverse("kommun:lever"))

    assert (svar.status_code, svar.content) == (200, b"lever\n")
    assert "no-store" in svar["Cache-Control"]


def test_probes_answer_whatever_the_host_and_without_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(reverse("kommun:redo"), headers={"host": "10.1.2.3:8001"}).status_code == 200
    assert client.get("/", headers={"host": "10.1.2.3:8001"}).status_code == 400


def test_redo_without_a_worker_is_a_warning_and_still_ready(client):
    svar = client.get(reverse("kommun:redo"))

    assert svar.status_code == 200
    proven = svar.json()["prov"]
    assert set(proven) == {"databas", "klocka", "arbetare", "epost", "typsnitt", "disk"}
    assert proven["databas"] == proven["klocka"] == proven["typsnitt"] == proven["epost"] == "bra"
    assert proven["arbetare"] == "varning"
    assert "text" not in svar.json()


def test_reasons_are_for_who_has_the_key(client, med_nyckel):
    assert "Ingen arbetare" in client.get(reverse("kommun:redo"), headers=NYCKEL).json()["text"]["arbetare"]
    fel = client.get(reverse("kommun:redo"), headers={"authorization": "Bearer fel"})
    assert "text" not in fel.json()


def test_database_that_does_not_answer_makes_it_unready(client, med_nyckel, monkeypatch):
    def borta(*args, **kwargs):
        raise OperationalError("connection refused\nDETAIL: mer")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", borta)
        patch.setattr(connection, "close", lambda: None)
        svar = client.get(reverse("kommun:redo"), headers=NYCKEL)
        matt = client.get(reverse("kommun:matvarden"), headers=NYCKEL)

    assert svar.status_code == 503
    assert svar.json()["redo"] is False
    assert svar.json()["text"]["databas"] == "Databasen svarar inte: connection refused"
    assert set(svar.json()["prov"]) == {"databas", "typsnitt", "disk"}
    assert b'fullgjort_prov{prov="databas"} 2.0' in matt.content
    assert client.get(reverse("kommun:redo")).status_code == 200


def test_database_of_an_older_version_makes_it_unready(monkeypatch):
    monkeypatch.setattr(halsa, "_migrerat", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'kommun' AND name = '0001_register'")

    assert prov("databas").lage == Lage.FEL
    assert "saknar 1 " in prov("databas").text


@pytest.mark.parametrize(
    ("sekunder", "lage"), [(0, Lage.BRA), (5, Lage.VARNING), (-5, Lage.VARNING), (60, Lage.FEL), (-3600, Lage.FEL)]
)
def test_clock(monkeypatch, sekunder, lage):
    monkeypatch.setattr(halsa, "timezone", SimpleNamespace(now=lambda: timezone.now() + timedelta(seconds=sekunder)))

    assert prov("klocka").lage == lage


@pytest.mark.parametrize(("fritt", "lage"), [(50, Lage.FEL), (500, Lage.VARNING), (5000, Lage.BRA)])
def test_disk(monkeypatch, fritt, lage):
    monkeypatch.setattr(halsa.shutil, "disk_usage", lambda mapp: SimpleNamespace(free=fritt * 1024**2))

    assert prov("disk").lage == lage


def test_fonts_that_are_missing(settings, tmp_path):
    settings.NODE_MODULES = tmp_path

    assert prov("typsnitt").lage == Lage.FEL
    assert "10 typsnitt" in prov("typsnitt").text


def test_mail_that_waits_long_is_a_warning_and_what_was_refused_is_not():
    lange = timezone.now() - timedelta(hours=1)
    brevet(skapat=lange, paborjat=lange, fel="E-postservern tog inte emot brevet.")
    brevet(skapat=lange, skickat=lange, paborjat=lange)
    brevet()
    assert prov("epost").lage == Lage.BRA
    assert (halsa.brev().vantar, halsa.brev().misslyckade) == (1, 1)

    brevet(skapat=lange)

    assert prov("epost").lage == Lage.VARNING


def test_worker_that_lives_and_one_that_does_not_keep_up():
    bakgrund.visa_narvaro()
    try:
        assert prov("arbetare").lage == Lage.BRA
        nu = timezone.now()
        lagg_arbete(enqueued_at=nu - timedelta(days=2), run_after=nu + timedelta(hours=3))
        lagg_arbete(enqueued_at=nu - timedelta(days=2), run_after=nu - timedelta(minutes=1))
        lagg_arbete(enqueued_at=nu)
        assert halsa.arbeten(timezone.now()).vantar == 2
        assert prov("arbetare").lage == Lage.BRA
        lagg_arbete(enqueued_at=nu - timedelta(hours=1))
        assert prov("arbetare").lage == Lage.VARNING
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [bakgrund.NARVARO])


def test_figures_tell_of_pages_by_name_and_are_for_who_has_the_key(client, lasare, med_nyckel):
    client.force_login(lasare)
    client.get("/uppdrag/?q=hemligt")
    client.get("/finns/inte/hemligt")
    client.generic("PÅHITT", "/uppdrag/")

    svar = client.get(reverse("kommun:matvarden"), headers=NYCKEL)
    text = svar.content.decode()

    assert svar["Content-Type"].startswith("text/plain")
    assert 'fullgjort_http_svar_total{metod="GET",status="200",vy="uppdrag:uppdragen"}' in text
    assert 'fullgjort_http_svar_total{metod="GET",status="404",vy="ingen"}' in text
    assert 'metod="annan"' in text
    assert 'fullgjort_http_sekunder_count{vy="uppdrag:uppdragen"}' in text
    assert 'fullgjort_prov{prov="arbetare"} 1.0' in text
    assert "fullgjort_arbetare 0.0" in text
    assert 'fullgjort_utskick{lage="vantar"} 0.0' in text
    assert "fullgjort_databas_byte" in text
    assert "hemligt" not in text


def test_figures_are_not_there_without_the_key(client, settings):
    settings.MATNYCKEL = ""
    assert client.get(reverse("kommun:matvarden"), headers={"authorization": "Bearer "}).status_code == 404
    assert client.get(reverse("kommun:matvarden"), headers=NYCKEL).status_code == 404


@pytest.mark.parametrize("namn", ["lever", "redo", "matvarden"])
def test_probes_are_only_read(client, med_nyckel, namn):
    assert client.post(reverse(f"kommun:{namn}"), headers=NYCKEL).status_code == 405


def test_every_kind_of_work_has_a_name_on_driftlaget():
    filer = [fil for paket in ("kommun", "protokoll", "uppdrag") for fil in (settings.BASE_DIR / paket).rglob("*.py")]

    assert [fil.name for fil in filer if re.search(r"^@task\b", fil.read_text(), re.M)] == []
    assert "Göra ett arkivpaket" in bakgrund.KALLAS.values()

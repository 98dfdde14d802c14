"""The queue in the database with real workers: one of them killed in the middle of an archive package."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from kommun import bakgrund
from kommun.management.commands.db_worker import Arbetare
from kommun.models import Bilaga
from protokoll.arkiv.paket import skriv
from protokoll.arkivering import gor_arkivpaket
from protokoll.models import Arkivpaket
from tests.protokoll.arkiv.bygge import arkiverbart


def arbetare() -> subprocess.Popen:
    """A worker on the database of the tests, with the settings of the product."""
    db = connection.settings_dict
    url = f"postgresql://{db['USER']}:{db['PASSWORD']}@/{db['NAME']}?host={db['HOST']}&port={db['PORT'] or 5432}"
    return subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--no-startup-delay", "--no-reload", "-v", "0"],
        cwd=Path(settings.BASE_DIR),
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "kommun.settings", "DATABASE_URL": url, "FULLGJORT_DEMO": "1"},
    )


def vanta(pa: Callable[[], bool], process: subprocess.Popen | None = None, *, inom: int = 60, var=0.05) -> None:
    """Ask every `var` seconds: often, where the moment is short; seldom, where asking takes time from who works."""
    slut = time.monotonic() + inom
    while not pa():
        assert time.monotonic() < slut
        assert process is None or process.poll() is None
        time.sleep(var)


def uppgiften() -> DBTaskResult:
    return DBTaskResult.objects.get()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_makes_the_same_package(organ):
    arkiverbart(organ)
    paket = Arkivpaket.objects.create(organ=organ, ar=2026, alla=1)
    DatabaseBackend("default", {"QUEUES": ["default"]}).enqueue(gor_arkivpaket, [paket.pk], {})
    bilagor = Bilaga.objects.count()

    with transaction.atomic(), connection.cursor() as cursor:
        # It has built the whole package and is about to keep it: there it waits, and there it is killed.
        cursor.execute("LOCK TABLE kommun_bilaga IN EXCLUSIVE MODE")
        den_forsta = arbetare()
        vanta(lambda: Arkivpaket.objects.filter(lage="pagar", klara=1).exists(), den_forsta)
        assert bakgrund.pa_gang(gor_arkivpaket) == {paket.pk}
        assert bakgrund.nagon_arbetar()
        den_forsta.send_signal(signal.SIGKILL)
        den_forsta.wait()
    vanta(lambda: not bakgrund._hallna())

    assert Bilaga.objects.count() == bilagor
    paket.refresh_from_db()
    assert (paket.lage, paket.bilaga) == ("pagar", None)
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=1))
    assert bakgrund.pa_gang(gor_arkivpaket) == set()

    nasta = {"queue_names": ["default"], "backend_name": "default", "worker_id": "b", "excluded_queue_names": []}
    Arbetare(interval=0, batch=True, startup_delay=False, max_tasks=None, **nasta).run()
    paket.refresh_from_db()
    facit = io.BytesIO()
    skriv(facit, organ, 2026, today=date.today())  # noqa: DTZ011
    assert paket.lage == "klart"
    assert bytes(paket.bilaga.innehall) == facit.getvalue()
    assert (uppgiften().status, len(uppgiften().worker_ids)) == ("SUCCESSFUL", 2)


@pytest.fixture
def avbruten(db):
    """Begun by a worker that is gone."""
    return DBTaskResult.objects.create(
        status="RUNNING",
        args_kwargs={"args": [7], "kwargs": {}},
        task_path=gor_arkivpaket.module_path,
        backend_name="default",
        run_after=timezone.now(),
        started_at=timezone.now() - timedelta(minutes=1),
        worker_ids=["a"],
    )


def test_what_was_broken_off_is_put_in_the_queue_again(avbruten):
    assert bakgrund.ta_upp_avbrutna() == 1
    assert uppgiften().status == "READY"
    assert bakgrund.ta_upp_avbrutna() == 0


def test_what_somebody_works_on_is_left_alone(avbruten):
    with bakgrund.haller(avbruten.pk):
        assert bakgrund.ta_upp_avbrutna() == 0
        assert bakgrund.pa_gang(gor_arkivpaket) == {7}
    assert bakgrund.pa_gang(gor_arkivpaket) == set()


def test_what_was_claimed_just_now_is_left_alone(avbruten):
    DBTaskResult.objects.update(started_at=timezone.now())
    assert bakgrund.ta_upp_avbrutna() == 0


def test_what_took_three_workers_with_it_is_given_up(avbruten):
    DBTaskResult.objects.update(worker_ids=["a", "b", "c"])
    assert bakgrund.ta_upp_avbrutna() == 0
    assert (uppgiften().status, uppgiften().traceback) == ("FAILED", bakgrund.GAV_UPP)

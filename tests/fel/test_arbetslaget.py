"""Five people print long protokoll at once: real processes of a real worker."""

import os
import signal
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from kommun import bakgrund, minne
from protokoll import sattning
from protokoll.dokument import fran_protokoll
from protokoll.models import Sattning
from tests.factories import frysbart
from tests.protokoll.arkiv.test_arbetare import arbetare, vanta


@pytest.fixture
def bestall(paragraf, monkeypatch):
    """A protokoll in the queue of the product, long or short by what it is said to be."""
    dokument = fran_protokoll(frysbart(paragraf.protokoll), kommun="")
    backend = DatabaseBackend("default", {"QUEUES": ["default"]})
    monkeypatch.setattr(type(sattning.satt), "enqueue", lambda self, *args: backend.enqueue(self, list(args), {}))

    def gor(namn: str, *, langt: bool) -> str:
        monkeypatch.setattr(sattning, "langd", lambda dokument: 500_000 if langt else 30_000)
        return sattning.bestall(paragraf.protokoll, replace(dokument, kommun=namn)).pk

    return gor


def gjorda(nycklar) -> int:
    return Sattning.objects.filter(pk__in=nycklar, pdf__isnull=False).count()


def paborjade(nycklar) -> int:
    return sum(bakgrund.paborjat(sattning.satt, nyckel) for nyckel in nycklar)


def forsoken() -> list[int]:
    """How many times each piece of work has been begun."""
    return [len(u.worker_ids) for u in DBTaskResult.objects.all()]


def barnen(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.django_db(transaction=True)
def test_five_long_ones_are_made_at_once_and_a_short_one_waits_for_none_of_them(bestall):
    if minne.ledigt() < settings.SAMTIDIGT * minne.ETT_LANGT:
        pytest.skip("här finns inte minne för fem")
    langa = [bestall(f"Lång {n}", langt=True) for n in range(5)]
    url = connection.settings_dict
    var = {"host": url["HOST"], "port": url["PORT"] or 5432, "user": url["USER"], "password": url["PASSWORD"]}

    with closing(psycopg.connect(dbname=url["NAME"], **var)) as haller:
        # All the long ones are laid out, and stand there: none of them can be kept.
        haller.execute("SELECT FROM protokoll_sattning WHERE nyckel = ANY(%s) FOR UPDATE", [langa])
        process = arbetare()
        try:
            vanta(lambda: paborjade(langa) == 5, process)
            assert len(barnen(process.pid)) == 5
            # One of them is killed, as by a machine without memory: its work is begun again, and the others go on.
            DBTaskResult.objects.running().update(started_at=timezone.now() - 2 * bakgrund.ANSATS)
            os.kill(int(barnen(process.pid)[0]), signal.SIGKILL)
            vanta(lambda: paborjade(langa) == 5 and 2 in forsoken(), process)
            sjatte, kort = bestall("Lång till", langt=True), bestall("Kort", langt=False)
            vanta(lambda: gjorda([kort]), process)
            assert (gjorda(langa), paborjade([*langa, sjatte])) == (0, 5)
            rad = Sattning.objects.get(pk=sjatte)
            assert sattning.vantan(rad) == {"rad": rad, "paborjad": False, "fore": 5, "ingen_arbetar": False}
            # Told to stop it ends what it has begun, and begins nothing more.
            process.send_signal(signal.SIGTERM)
            haller.rollback()
            assert process.wait(60) == 0
        finally:
            process.kill()
            process.wait()

    assert gjorda(langa) == 5
    assert sorted(forsoken()) == [0, 1, 1, 1, 1, 1, 2]
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", *["SUCCESSFUL"] * 6]
    assert not list(Sattning.objects.exclude(fel=""))

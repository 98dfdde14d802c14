"""Two deploys at once: one migrates, the other waits, and both end well."""

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection, transaction
from django.db.migrations import Migration

from kommun import database
from kommun.management.commands import migrate
from kommun.management.commands.migrate import _LAS

MIGRERA = [sys.executable, "manage.py", "migrate", "contenttypes"]


@pytest.fixture
def tom_databas(django_db_blocker):
    """An empty database beside the others: its address."""
    namn = f"fullgjort_tom_{os.getpid()}"
    with django_db_blocker.unblock():
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{namn}"')
        yield database.url().rsplit("/", 1)[0] + f"/{namn}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{namn}" WITH (FORCE)')


def test_two_who_upgrade_at_once_do_it_once(tom_databas):
    import psycopg

    miljo = {**os.environ, "DATABASE_URL": tom_databas, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    with psycopg.connect(tom_databas, autocommit=True) as tredje:
        # Both stand before the door when it opens, however slow the machine is.
        tredje.execute("SELECT pg_advisory_lock(%s)", [_LAS])
        tva = [
            subprocess.Popen(
                MIGRERA, cwd=database.CHECKOUT, env=miljo, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            for _ in range(2)
        ]
        sagt = [process.stdout.readline() for process in tva]
        assert tredje.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,)
        tredje.execute("SELECT pg_advisory_unlock(%s)", [_LAS])
        ut = [process.communicate(timeout=60) for process in tva]
        gjort = tredje.execute("SELECT app, name, count(*) FROM django_migrations GROUP BY 1, 2").fetchall()

    assert sagt == ["Väntar på en annan som uppgraderar databasen …\n"] * 2
    assert [(process.returncode, fel) for process, (_, fel) in zip(tva, ut, strict=True)] == [(0, ""), (0, "")]
    assert sorted("No migrations to apply" in text for text, _ in ut) == [False, True]
    assert {antal for *_, antal in gjort} == {1}


@pytest.mark.parametrize("slapps", [True, False])
def test_a_table_that_somebody_uses_is_waited_for_a_moment_at_a_time(slapps, monkeypatch, transactional_db, capsys):
    """Whoever comes after the migration in the queue is let by between its tries."""
    import psycopg

    forsok = []
    monkeypatch.setattr(migrate, "VANTAR", "50ms")
    monkeypatch.setattr(migrate, "FORSOK", 3)

    def arbetet(self, *args, **options):
        self.verbosity = 0
        self.migration_progress_callback("apply_start", Migration("0099_prov", "kommun"))
        forsok.append(1)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE kommun_kommun IN ACCESS EXCLUSIVE MODE")

    monkeypatch.setattr(Migrate, "handle", arbetet)
    adress = {n: v for n, v in connection.get_connection_params().items() if n in ("host", "port", "user", "dbname")}
    with psycopg.connect(**adress, password=connection.settings_dict["PASSWORD"] or None) as andra:
        andra.execute("SELECT count(*) FROM kommun_kommun")
        monkeypatch.setattr(migrate.time, "sleep", lambda _: slapps and andra.commit())
        if slapps:
            call_command("migrate")
        else:
            with pytest.raises(CommandError, match="har varit upptagen hela tiden"):
                call_command("migrate")

    assert len(forsok) == (2 if slapps else 3)
    assert "Någon arbetar i en tabell som ska ändras" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)

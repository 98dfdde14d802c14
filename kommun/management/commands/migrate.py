"""Django's migrate, one at a time and in nobody's way: two deploys at once do it once, and those at work wait for it no
longer than a moment."""

import time

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

# Any number that nothing else in this database locks by.
_LAS = 7_301_957
# While a migration waits for a table that somebody uses, everybody else who wants it waits behind. So it gives up soon,
# lets them by and tries again.
VANTAR = "3s"
PAUS = 5.0
FORSOK = 60


class Command(Migrate):
    def handle(self, *args, **options):
        self.databas = connections[options["database"]]
        # A connection of its own: migrations that are not atomic commit on the other, and may close it.
        las = self.databas.copy()
        try:
            with las.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LAS])
                if not cursor.fetchone()[0]:
                    self._sag("Väntar på en annan som uppgraderar databasen …", options)
                    cursor.execute("SELECT pg_advisory_lock(%s)", [_LAS])
            # What remains to be done is looked up in here: after the other one, nothing.
            return self._forsok(*args, **options)
        finally:
            las.close()  # and with it the lock, also of one that is killed

    def _forsok(self, *args, **options):
        for _ in range(FORSOK):
            try:
                return super().handle(*args, **options)
            except OperationalError as fel:
                if not isinstance(fel.__cause__, LockNotAvailable):
                    raise
            finally:
                self._vanta_hogst("0")
            # What was done before it stays done; the one that waited has been undone.
            self._sag("\nNågon arbetar i en tabell som ska ändras. Försöker igen om en stund …", options)
            time.sleep(PAUS)
        raise CommandError(
            "En tabell som ska ändras har varit upptagen hela tiden. Se vem som håller den med SELECT * FROM "
            "pg_stat_activity, avsluta det arbetet och kör kommandot igen: det fortsätter där det slutade."
        )

    def migration_progress_callback(self, action, migration=None, fake=False):
        if action == "apply_start":
            # An index that is made beside the work waits for those who were there first, and may not be cut off.
            self._vanta_hogst(VANTAR if migration.atomic else "0")
        super().migration_progress_callback(action, migration, fake)

    def _vanta_hogst(self, tid: str) -> None:
        with self.databas.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [tid])

    def _sag(self, text: str, options: dict) -> None:
        if options["verbosity"]:
            self.stdout.write(text)
            self.stdout.flush()

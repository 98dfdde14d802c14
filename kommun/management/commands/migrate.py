"""Django's migrate, one at a time: two deploys at once do not get in each other's way."""

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

# Any number that nothing else in this database locks by.
_LAS = 7_301_957


class Command(Migrate):
    def handle(self, *args, **options):
        # A connection of its own: migrations that are not atomic commit on the other, and may close it.
        las = connections[options["database"]].copy()
        try:
            with las.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LAS])
                if not cursor.fetchone()[0]:
                    if options["verbosity"]:
                        self.stdout.write("Väntar på en annan som uppgraderar databasen …")
                        self.stdout.flush()
                    cursor.execute("SELECT pg_advisory_lock(%s)", [_LAS])
            # What remains to be done is looked up in here: after the other one, nothing.
            return super().handle(*args, **options)
        finally:
            las.close()  # and with it the lock, also of one that is killed

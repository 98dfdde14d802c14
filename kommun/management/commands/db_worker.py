"""The worker of django-tasks-db, which also takes up what a killed worker left (kommun.bakgrund)."""

import logging
import time

from django_tasks_db.management.commands import db_worker

from kommun import bakgrund
from kommun.begaran import begaran
from kommun.granskning.logg import i_bakgrunden

# Seconds between two looks for work that was broken off.
LETAR = 5


class Arbetare(db_worker.Worker):
    def run(self) -> None:
        if self.startup_delay and self.interval:
            self.startup_delay = False
        en_gang, self.batch = self.batch, True
        letade = None
        while self.running:
            bakgrund.visa_narvaro()
            if letade is None or time.monotonic() - letade > LETAR:
                bakgrund.ta_upp_avbrutna()
                letade = time.monotonic()
            super().run()  # all that waits, and back
            if en_gang or (self.max_tasks is not None and self._run_tasks >= self.max_tasks):
                return
            if self.running:
                time.sleep(self.interval)

    def run_task(self, db_task_result) -> None:
        nummer, namn = db_task_result.pk, db_task_result.task_name
        with begaran(f"arbete-{str(nummer)[:8]}"), bakgrund.haller(nummer), i_bakgrunden(namn):
            super().run_task(db_task_result)


class Command(db_worker.Command):
    help = "Gör det som väntar i bakgrunden, till exempel arkivpaket. Flera kan köras samtidigt."

    def handle(self, **options):
        # The command makes the worker by its name in the package's module.
        db_worker.Worker = Arbetare
        super().handle(**options)

    def configure_logging(self, verbosity: int) -> None:
        super().configure_logging(verbosity)
        # It looks for work every second; that there was none is no news.
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING if verbosity else logging.CRITICAL)

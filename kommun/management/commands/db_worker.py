"""The worker of django-tasks-db: takes up what a killed worker left, and does several pieces of work at once.

Each piece has a process of its own, so that the system shares the processors between them and gets the memory of a
long one back. What is short has places of its own: it waits for nothing that is long.
"""

import gc
import logging
import multiprocessing
import os
import time
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from django.conf import settings
from django.db import close_old_connections, connections, transaction
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from kommun import bakgrund, minne
from kommun.begaran import begaran
from kommun.granskning.logg import i_bakgrunden

# Seconds between two looks for work that was broken off.
LETAR = 5
# And from the end of a process to the end of its locks.
SLAPPER = 0.5
# Places for what is short, beside settings.SAMTIDIGT for what is long.
KORTA = 2
# The pages go before all work where they share a machine, and what is short before what is long.
EFTER_SIDORNA, SIST = 5, 10
_gaffel = multiprocessing.get_context("fork")


class Arbetare(db_worker.Worker):
    """One piece of work after the other, in this process."""

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


@dataclass(frozen=True)
class Paborjat:
    process: BaseProcess
    ar_langt: bool


class Arbetslag(Arbetare):
    """Several at once, each in a process of its own."""

    def __init__(self, **mer):
        super().__init__(**mer)
        self.paborjade: list[Paborjat] = []
        self.letade: float | None = None

    def run(self) -> None:
        gc.freeze()  # what is loaded is shared with the processes
        while self.running:
            close_old_connections()
            bakgrund.visa_narvaro()
            self._se_efter()
            if self.letade is None or time.monotonic() - self.letade > LETAR:
                bakgrund.ta_upp_avbrutna()
                self.letade = time.monotonic()
            self._borja_allt_som_far_plats()
            if self.max_tasks is not None and self._run_tasks >= self.max_tasks:
                break
            self._vanta()
        for paborjat in self.paborjade:
            paborjat.process.join()

    def _vanta(self) -> None:
        if self.paborjade:
            wait([p.process.sentinel for p in self.paborjade], timeout=self.interval)
        else:
            time.sleep(self.interval)

    def _se_efter(self) -> None:
        """Who is ready; what one was killed in the middle of is looked for as soon as PostgreSQL has let go of it."""
        if any(p.process.exitcode for p in self.paborjade):
            self.letade = time.monotonic() - LETAR + SLAPPER
        self.paborjade = [p for p in self.paborjade if p.process.exitcode is None]

    def _borja_allt_som_far_plats(self) -> None:
        while self.running and (self.max_tasks is None or self._run_tasks < self.max_tasks):
            self.running_task = True  # told to stop now, it ends what it has claimed
            try:
                if not self._borja_nasta():
                    return
            finally:
                self.running_task = bool(self.paborjade)

    def _borja_nasta(self) -> bool:
        uppgifter = self._vantar()
        if uppgifter is None:
            return False
        with transaction.atomic():
            uppgift = uppgifter.get_locked()
            if uppgift is None:
                return False
            uppgift.claim(self.worker_id)
        process = _gaffel.Process(target=self._i_egen_process, args=(uppgift, os.getpid()))
        process.start()
        self.paborjade.append(Paborjat(process, bakgrund.ar_langt(uppgift)))
        self._run_tasks += 1
        return True

    def _vantar(self):
        """What there is a place for; None where there is none."""
        langa = [p.process.pid for p in self.paborjade if p.ar_langt]
        korta = len(self.paborjade) - len(langa)
        plats_for_langt = len(langa) < settings.SAMTIDIGT and minne.racker_till_en_till(langa)
        if not plats_for_langt and korta >= KORTA:
            return None
        uppgifter = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not self.process_all_queues:
            uppgifter = uppgifter.filter(queue_name__in=self.queue_names)
        if self.excluded_queue_names:
            uppgifter = uppgifter.exclude(queue_name__in=self.excluded_queue_names)
        if not plats_for_langt:
            return uppgifter.filter(bakgrund.KORT)
        return uppgifter.exclude(bakgrund.KORT) if korta >= KORTA else uppgifter

    def _i_egen_process(self, uppgift: DBTaskResult, foralder: int) -> None:
        minne.do_med(foralder)
        _glom_anslutningarna()
        self.paborjade = []
        os.nice(SIST if bakgrund.ar_langt(uppgift) else EFTER_SIDORNA)
        self.run_task(uppgift)

    def shutdown(self, signum, frame) -> None:
        if not self.running:
            for paborjat in self.paborjade:
                paborjat.process.kill()  # taken up by another
        super().shutdown(signum, frame)


def _glom_anslutningarna() -> None:
    """They are the parent's: nothing is said on them, and the child opens its own."""
    for anslutning in connections.all(initialized_only=True):
        if anslutning.connection is not None:
            os.close(anslutning.connection.fileno())
            _glomda.append(anslutning.connection)
            anslutning.connection = None


_glomda: list = []


class Command(db_worker.Command):
    help = "Gör det som väntar i bakgrunden, till exempel arkivpaket. Flera kan köras samtidigt."

    def handle(self, **options):
        # The command makes the worker by its name in the package's module. What reloads has threads, which do not
        # follow into another process.
        db_worker.Worker = Arbetare if options["batch"] or options["reload"] else Arbetslag
        super().handle(**options)

    def configure_logging(self, verbosity: int) -> None:
        super().configure_logging(verbosity)
        # It looks for work every second; that there was none is no news.
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING if verbosity else logging.CRITICAL)

"""Work in the background: what a killed worker left is taken up again, and a page can tell whether anybody does it.

A worker holds an advisory lock of the database for as long as it does a piece of work. PostgreSQL lets go of it when
the worker's connection ends, in whatever way the process died: work that is begun and held by nobody was broken off.
Every task must bear being done twice.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

# A piece of work that has taken three workers with it is not tried by itself again.
FORSOK = 3
# Between claiming a piece of work and locking it.
ANSATS = timedelta(seconds=5)
GAV_UPP = f"Arbetet avbröts {FORSOK} gånger utan att bli klart."

# The lock that every worker shares for as long as it lives.
NARVARO = 0x46756C6C676A6F72
_AR_HAR = """
    FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32) | objid::bigint = %s
"""
_HALLNA = """
    SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


# What the work of a path is called where people read of it.
KALLAS: dict[str, str] = {}

# What takes some ten seconds or more has at most this priority, and waits for nobody who is short.
LANGT = -10
KORT = Q(priority__gt=LANGT)


def arbete(namn: str, *, langt: bool = False):
    """A task of ours: what it is called on Driftläget, beside django_tasks' own `task`."""

    def decorator(funktion: Callable):
        uppgift = task(priority=LANGT if langt else 0)(funktion)
        KALLAS[uppgift.module_path] = namn
        return uppgift

    return decorator


def ar_langt(uppgift: DBTaskResult) -> bool:
    return uppgift.priority <= LANGT


def _las(uppgift: UUID) -> int:
    return int.from_bytes(uppgift.bytes[:8], signed=True)


@contextmanager
def haller(uppgift: UUID) -> Iterator[None]:
    """Show that somebody works on it, until the block or the process ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_las(uppgift)])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_las(uppgift)])


def visa_narvaro() -> None:
    """A worker says that it is there, until its connection ends. Said again it changes nothing."""
    har = f"EXISTS (SELECT 1 {_AR_HAR} AND pid = pg_backend_pid())"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CASE WHEN NOT {har} THEN pg_advisory_lock_shared(%s) END", [NARVARO, NARVARO])


def nagon_arbetar() -> bool:
    """Whether there is a worker at all. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 {_AR_HAR})", [NARVARO])
        return cursor.fetchone()[0]


def antal_arbetare() -> int:
    """How many workers there are. One query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT pid) {_AR_HAR}", [NARVARO])
        return cursor.fetchone()[0]


def _hallna() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(_HALLNA)
        return {varde for (varde,) in cursor.fetchall()}


def _avbruten(uppgift: DBTaskResult, hallna: set[int], nu: datetime) -> bool:
    return _las(uppgift.pk) not in hallna and (uppgift.started_at is None or nu - uppgift.started_at > ANSATS)


def avbruten(uppgift: DBTaskResult) -> bool:
    """Was begun by a worker that has died since. One query."""
    return _avbruten(uppgift, _hallna(), timezone.now())


def pa_gang(task) -> set:
    """The first arguments of the work of this kind that waits for a worker, or that one does now. Two queries."""
    hallna, nu = _hallna(), timezone.now()
    vantande = DBTaskResult.objects.filter(
        task_path=task.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    return {
        u.args_kwargs["args"][0] for u in vantande if u.status == TaskResultStatus.READY or not _avbruten(u, hallna, nu)
    }


def paborjat(task, argument) -> bool:
    """Whether a worker has begun the work of this kind on it."""
    return DBTaskResult.objects.filter(
        task_path=task.module_path, status=TaskResultStatus.RUNNING, args_kwargs__args=[argument]
    ).exists()


def uppgivet(task, argument, *, efter: datetime) -> bool:
    """Whether the work of this kind on it, ordered after that, has failed or taken its workers with it."""
    return DBTaskResult.objects.filter(
        task_path=task.module_path,
        status=TaskResultStatus.FAILED,
        args_kwargs__args=[argument],
        enqueued_at__gte=efter,
    ).exists()


def senare(task, *args, om: timedelta) -> None:
    """Put it in the queue to be done in a while, unless the same waits there. Where nothing can wait (a test that does
    its tasks at once) it is left to whoever asks again."""
    if not task.get_backend().supports_defer:
        return
    samma = DBTaskResult.objects.filter(task_path=task.module_path, args_kwargs__args=list(args))
    if not samma.filter(status=TaskResultStatus.READY).exists():
        task.using(run_after=timezone.now() + om).enqueue(*args)


@transaction.atomic
def ta_upp_avbrutna() -> int:
    """Put what killed workers left in the queue again, and say how many pieces of work that was."""
    upptagna, nu = 0, timezone.now()
    begun = list(DBTaskResult.objects.running().select_for_update(skip_locked=True))
    # Read after the rows: work that was ended meanwhile is not among them.
    hallna = _hallna() if begun else set()
    for uppgift in begun:
        if not _avbruten(uppgift, hallna, nu):
            continue
        if len(uppgift.worker_ids) < FORSOK:
            uppgift.status, uppgift.started_at = TaskResultStatus.READY, None
            upptagna += 1
        else:
            uppgift.status, uppgift.finished_at, uppgift.traceback = TaskResultStatus.FAILED, nu, GAV_UPP
        uppgift.save(update_fields=["status", "started_at", "finished_at", "traceback"])
    return upptagna

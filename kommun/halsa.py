"""Whether this server can do its work, asked by the proxy, the monitoring and the administrator's page.

Only what this very server lacks makes it unfit (FEL): then another takes its requests. What is missing beside it, a
worker or the mail server, is a warning: to take every server out of service would only make it worse.
"""

import pkgutil
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import Error, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Min, Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from kommun import bakgrund
from kommun.models import Utskick
from kommun.pdf import fonts

# A probe is answered before the one who asked has given up.
LANGST = "3s"
DISK_FEL, DISK_VARNING = 100 * 1024**2, 1024**3
KLOCKA_FEL, KLOCKA_VARNING = timedelta(seconds=30), timedelta(seconds=2)
BREV_VANTAR, ARBETE_VANTAR = timedelta(minutes=30), timedelta(minutes=15)


class Lage(StrEnum):
    BRA = "bra"
    VARNING = "varning"
    FEL = "fel"


@dataclass(frozen=True)
class Prov:
    namn: str
    lage: Lage
    text: str


def undersok() -> list[Prov]:
    """All of it. Without the database what is asked of it is left out."""
    av_servern = [_typsnitt(), _disk()]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{LANGST}'")
            return [_databas(), _klocka(cursor), _arbetare(), _brev(), *av_servern]
    except Error as fel:
        connection.close()  # the next one who asks opens it anew
        return [Prov("databas", Lage.FEL, f"Databasen svarar inte: {_forsta_raden(fel)}"), *av_servern]


def kan_svara(proven: list[Prov]) -> bool:
    return all(prov.lage != Lage.FEL for prov in proven)


def _forsta_raden(fel: Exception) -> str:
    return next(iter(str(fel).splitlines()), type(fel).__name__)


def _vid(namn: str, *granser: tuple[bool, Lage, str], annars: str) -> Prov:
    """The first that is true."""
    for galler, lage, text in granser:
        if galler:
            return Prov(namn, lage, text)
    return Prov(namn, Lage.BRA, annars)


def _databas() -> Prov:
    kvar = omigrerat()
    text = f"Databasen saknar {len(kvar)} ändringar som den här versionen behöver: kör manage.py migrate."
    return _vid("databas", (bool(kvar), Lage.FEL, text), annars="Databasen svarar och är av den här versionen.")


_migrerat = False


def omigrerat() -> list[tuple[str, str]]:
    """The migrations in this version that the database lacks. Read by name; asked no more once there are none."""
    global _migrerat
    if _migrerat:
        return []
    har = set(MigrationRecorder(connection).applied_migrations())
    finns = [(app.label, namn) for app in apps.get_app_configs() for namn in _migrationer(app.name)]
    kvar = [en for en in finns if en not in har]
    _migrerat = not kvar
    return kvar


def _migrationer(paket: str) -> list[str]:
    try:
        modul = import_module(f"{paket}.migrations")
    except ModuleNotFoundError:
        return []
    return [m.name for m in pkgutil.iter_modules(modul.__path__) if m.name[0] not in "_~"]


def _klocka(cursor) -> Prov:
    cursor.execute("SELECT clock_timestamp()")
    skillnad = abs(timezone.now() - cursor.fetchone()[0])
    text = (
        f"Serverns klocka skiljer {skillnad.total_seconds():.0f} sekunder från databasens: ställ dem efter samma tid."
    )
    return _vid(
        "klocka",
        (skillnad > KLOCKA_FEL, Lage.FEL, text),
        (skillnad > KLOCKA_VARNING, Lage.VARNING, text),
        annars="Serverns och databasens klockor går lika.",
    )


@dataclass(frozen=True)
class Arbeten:
    vantar: int
    pagar: int
    misslyckade: int
    aldsta: datetime | None


def arbeten(nu: datetime) -> Arbeten:
    """The background work. What shall wait for a later time does not count as waiting."""
    vantar = Q(status=TaskResultStatus.READY)
    genast, dags = vantar & Q(run_after=get_date_max()), vantar & Q(run_after__lte=nu)
    rad = DBTaskResult.objects.aggregate(
        vantar=Count("pk", filter=genast | dags),
        pagar=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
        misslyckade=Count("pk", filter=Q(status=TaskResultStatus.FAILED)),
        genast=Min("enqueued_at", filter=genast),
        dags=Min("run_after", filter=dags),
    )
    aldsta = min((tid for tid in (rad.pop("genast"), rad.pop("dags")) if tid), default=None)
    return Arbeten(**rad, aldsta=aldsta)


def _arbetare() -> Prov:
    nu = timezone.now()
    aldsta = arbeten(nu).aldsta
    return _vid(
        "arbetare",
        (not bakgrund.nagon_arbetar(), Lage.VARNING, "Ingen arbetare är igång: starta manage.py db_worker."),
        (
            aldsta is not None and nu - aldsta > ARBETE_VANTAR,
            Lage.VARNING,
            "Arbete i bakgrunden har väntat länge: starta fler arbetare.",
        ),
        annars="En arbetare är igång och hinner med.",
    )


@dataclass(frozen=True)
class Brev:
    vantar: int
    misslyckade: int
    aldsta: datetime | None


def brev() -> Brev:
    """The outbox: what waits to go out by itself, and what a person must look at."""
    rad = Utskick.objects.filter(skickat=None).aggregate(
        vantar=Count("pk", filter=Q(paborjat=None)),
        misslyckade=Count("pk", filter=Q(paborjat__isnull=False)),
        aldsta=Min("skapat", filter=Q(paborjat=None)),
    )
    return Brev(**rad)


def _brev() -> Prov:
    aldsta = brev().aldsta
    text = "Brev har väntat länge på att skickas: pröva e-postservern, och att manage.py skicka_utskick körs."
    sent = aldsta is not None and timezone.now() - aldsta > BREV_VANTAR
    return _vid("epost", (sent, Lage.VARNING, text), annars="Inga brev blir liggande.")


def _typsnitt() -> Prov:
    saknas = fonts.missing()
    text = f"{len(saknas)} typsnitt saknas, så inga pdf:er kan göras: kör make install."
    return _vid("typsnitt", (bool(saknas), Lage.FEL, text), annars="Typsnitten finns.")


def ledigt() -> int:
    """Bytes free where uploads and prints are kept while they are dealt with; the least of the folders."""
    mappar = {tempfile.gettempdir(), str(settings.BASE_DIR)}
    return min(shutil.disk_usage(mapp).free for mapp in mappar)


def _disk() -> Prov:
    fritt = ledigt()
    text = f"Bara {fritt // 1024**2} MB är ledigt på serverns disk."
    return _vid(
        "disk",
        (fritt < DISK_FEL, Lage.FEL, text),
        (fritt < DISK_VARNING, Lage.VARNING, text),
        annars="Det finns plats på disken.",
    )

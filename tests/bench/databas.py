"""A scratch database beside the others, copied from the migrated one that the tests copy too."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.databasmall import mall


@contextmanager
def egen(namn: str, *, behall: bool = False) -> Iterator[None]:
    """The default connection leads there meanwhile. `behall`: used again when it is there, and left there."""
    gammal, kopieras = connection.settings_dict["NAME"], mall()
    connection.close()
    if not (behall and _finns(namn)):
        _gor_ny(namn, kopieras)
    connection.settings_dict["NAME"] = namn
    try:
        if not _ar_framat():
            raise SystemExit(f"{namn} has had migrations that this code has not. Without --behall a new one is filled.")
        call_command("migrate", verbosity=0, interactive=False)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = gammal
        if not behall:
            _slang(namn)


def _finns(namn: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [namn])
        return cursor.fetchone() is not None


def _ar_framat() -> bool:
    """Whether the code has every migration that the database has had: then those that came since are enough."""
    loader = MigrationLoader(connection)
    return set(loader.applied_migrations) <= set(loader.disk_migrations)


def rum_for(byte: int) -> bool:
    """Whether the disk of the server has so much left; of a server elsewhere nobody knows."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        try:
            return shutil.disk_usage(cursor.fetchone()[0]).free > byte
        except OSError:
            return True


def storlek() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def _gor_ny(namn: str, kopieras: str) -> None:
    _slang(namn)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{namn}" TEMPLATE "{kopieras}"')


def _slang(namn: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{namn}" WITH (FORCE)')

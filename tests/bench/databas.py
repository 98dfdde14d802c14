"""A scratch database beside the others, copied from the migrated one that the tests copy too."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.databasmall import mall


@contextmanager
def egen(namn: str, *, behall: bool = False) -> Iterator[None]:
    """The default connection leads there meanwhile. `behall`: used again when it is there, and left there."""
    gammal, kopieras = connection.settings_dict["NAME"], mall()
    connection.close()
    with connection._nodb_cursor() as cursor:
        # One that was filled before a migration was changed is no longer what the code reads.
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [namn])
        if not (behall and cursor.fetchone() == (kopieras,)):
            cursor.execute(f'DROP DATABASE IF EXISTS "{namn}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{namn}" TEMPLATE "{kopieras}"')
            cursor.execute(f"COMMENT ON DATABASE \"{namn}\" IS '{kopieras}'")
    connection.settings_dict["NAME"] = namn
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = gammal
        if not behall:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{namn}" WITH (FORCE)')

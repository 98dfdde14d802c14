"""One migrated database that the workers of a test run, and later runs, copy: migrating takes half a minute each time.

It is named by what the migrations say, so that a changed one makes a new one; older ones are dropped.
"""

from hashlib import sha256
from pathlib import Path

from django.core.management import call_command
from django.db import connection

PREFIX = "fullgjort_mall_"
_ROOT = Path(__file__).resolve().parent.parent
# Any number that nothing else in this server locks by.
_LAS = 7_301_956


def mall() -> str:
    """The name of the database to copy; made here unless somebody has."""
    namn = PREFIX + _summa()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LAS])  # until this connection closes
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        finns = {rad[0] for rad in cursor.fetchall()}
        if namn not in finns:
            for gammal in finns:
                cursor.execute(f'DROP DATABASE "{gammal}" WITH (FORCE)')
            # Under another name until it is whole: a run that is killed leaves no half of it to copy.
            halv = f"{namn}_ny"
            cursor.execute(f'CREATE DATABASE "{halv}"')
            _migrera(halv)
            cursor.execute(f'ALTER DATABASE "{halv}" RENAME TO "{namn}"')
    return namn


def _summa() -> str:
    filer = sorted([*_ROOT.glob("*/migrations/*.py"), _ROOT / "requirements.txt"])
    return sha256(b"".join(fil.read_bytes() for fil in filer)).hexdigest()[:16]


def _migrera(namn: str) -> None:
    connection.close()
    eget = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = namn
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = eget

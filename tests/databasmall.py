"""One migrated database that the workers of a test run, and later runs, copy: migrating takes seconds each time.

It is named by what the migrations say, so that a changed one makes a new one; older ones are dropped.

A test that commits leaves the database as the migrations made it, by way of what it wrote: to truncate each table and
make every permission anew, as Django does, takes longer than most of these tests.
"""

from hashlib import sha256
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

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


class Orord:
    """What the migrated database holds, and the way back to it."""

    # Made from the models by every migrate, and written by no test.
    FASTA = frozenset({"django_content_type", "auth_permission"})

    def __init__(self) -> None:
        self.tabeller = sorted(set(connection.introspection.table_names()) - self.FASTA - {"django_migrations"})
        self.rader = {tabell: self._ut(tabell) for tabell in self._med_rader()}

    def aterstall(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            alla = ", ".join(map(_namn, self.tabeller))
            if connection.connection.info.parameter_status("is_superuser") == "on":
                # No trigger and no foreign key speaks: what the product never lets go of goes as well.
                cursor.execute("SET LOCAL session_replication_role = replica")
                # What a browser that was just closed has asked for is done before.
                cursor.execute(f"LOCK TABLE {alla} IN SHARE ROW EXCLUSIVE MODE")
                for tabell in self._med_rader():
                    cursor.execute(f"DELETE FROM {_namn(tabell)}")  # noqa: S608 - our own tables
            else:  # the role of another PostgreSQL need only own the database
                cursor.execute(f"TRUNCATE {alla}")
            for tabell, rader in self.rader.items():
                with cursor.copy(f"COPY {_namn(tabell)} FROM STDIN") as in_:
                    in_.write(rader)

    def _med_rader(self) -> list[str]:
        fragor = [f"SELECT {n} WHERE EXISTS (TABLE {_namn(t)})" for n, t in enumerate(self.tabeller)]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(fragor))
            return [self.tabeller[n] for (n,) in cursor.fetchall()]

    @staticmethod
    def _ut(tabell: str) -> bytes:
        with connection.cursor() as cursor, cursor.copy(f"COPY {_namn(tabell)} TO STDOUT") as ut:
            return b"".join(ut)


_namn = connection.ops.quote_name

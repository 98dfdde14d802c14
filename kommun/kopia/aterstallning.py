"""Putting a backup back: in an empty database, in one transaction that ends only when every row is counted.

Whatever happens on the way, a kill included, the database is empty as before or holds all of it.
"""

import contextlib
import re
import secrets
import subprocess
import threading
from collections.abc import Iterator

from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader

from kommun import utskick
from kommun.kopia import KopiaFel, program
from kommun.kopia.lasning import Kopia, Manifest
from kommun.kopia.tagning import Framsteg

_I_TAGET = 1024 * 1024
_TABELL = re.compile(r'processing data for table "')
# Nobody is logged in by a session that was ended after the backup; no mail goes out that may have gone out already.
_EFTERAT = f"""
DO $efterat$ BEGIN
    IF to_regclass('public.django_session') IS NOT NULL THEN
        DELETE FROM public.django_session;
    END IF;
    IF to_regclass('public.kommun_utskick') IS NOT NULL THEN
        UPDATE public.kommun_utskick SET paborjat = skapat, fel = '{utskick.ATERSTALLT}' WHERE skickat IS NULL AND
            (paborjat IS NULL OR fel = '');
    END IF;
END $efterat$;
"""


@contextlib.contextmanager
def tillfallig_databas() -> Iterator[None]:
    """A new, empty database on the same server, in the place of the own one until the block is left."""
    eget, prov = connection.settings_dict["NAME"], f"fullgjort_prov_{secrets.token_hex(6)}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(prov)} TEMPLATE template0")
    connection.close()
    connection.settings_dict["NAME"] = prov
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = eget
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {connection.ops.quote_name(prov)} WITH (FORCE)")


def fore(manifest: Manifest) -> None:
    """Why the backup cannot be put in this database, before anything is done."""
    try:
        connection.ensure_connection()
    except OperationalError as fel:
        raise KopiaFel(f"Databasen svarar inte: {str(fel).splitlines()[0]}") from None
    har = connection.pg_version // 10_000
    if har < manifest.postgresql:
        raise KopiaFel(
            f"Kopian är gjord ur PostgreSQL {manifest.postgresql} och databasen är PostgreSQL {har}: "
            f"minst version {manifest.postgresql} behövs."
        )
    kanda = kanda_migrationer()
    if okanda := [f"{app}.{namn}" for app, namn in manifest.migrationer if (app, namn) not in kanda]:
        raise KopiaFel(
            f"Kopian är gjord av en nyare version av Fullgjort än den här, som inte har {okanda[-1]}. Uppgradera "
            "programmet först."
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm') "
            "AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_|^information_schema$') "
            "AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
        )
        (antal,) = cursor.fetchone()
    if antal:
        raise KopiaFel(
            f"Databasen är inte tom, den har {antal} tabeller. En kopia läggs bara tillbaka i en tom databas: gör en "
            "ny, och peka ut den med DATABASE_URL."
        )


def kanda_migrationer() -> set[tuple[str, str]]:
    """Those that are here, and those that one of them stands in the place of."""
    loader = MigrationLoader(None)
    ersatta = {nyckel for m in loader.disk_migrations.values() for nyckel in map(tuple, m.replaces)}
    return set(loader.disk_migrations) | ersatta


def lagg_tillbaka(kopia: Kopia, framsteg: Framsteg) -> None:
    """Fill the empty database. It commits when each table has as many rows as the backup says."""
    version = connection.pg_version // 10_000
    vart, miljo = program.adress(connection)
    sql = [program.hitta("psql", version), "--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
    lasare = [program.hitta("pg_restore", version), "--no-owner", "--no-privileges", "--no-comments", "--verbose"]
    connection.close()
    psql = _starta([*sql, "--no-password", "--dbname", vart], miljo, stdout=subprocess.DEVNULL)
    # The end of its input is no COMMIT: whoever dies here leaves the database as it was.
    psql.stdin.write(b"BEGIN;\n")
    psql.stdin.flush()
    pg_restore = _starta([*lasare, "--file=-"], miljo, stdout=psql.stdin)
    fel = _Lyssnare(psql.stderr)
    framat = _Lyssnare(pg_restore.stderr, framsteg=framsteg, tabeller=len(kopia.manifest.antal))
    try:
        hel = _mata(kopia, pg_restore)
        hel = pg_restore.wait() == 0 and hel
        if hel:
            hel = _skriv(psql.stdin, _avslut(kopia.manifest))
            hel = psql.wait() == 0 and hel
    finally:
        # psql first: one that is killed has committed nothing.
        for process in (psql, pg_restore):
            process.kill()
            process.wait()
        skal = fel.slut() or framat.slut()
        for ror in (psql.stdin, psql.stderr, pg_restore.stdin, pg_restore.stderr):
            _stang(ror)
    if not hel:
        raise KopiaFel(f"Kopian kunde inte läggas tillbaka, och databasen är tom som förut: {skal or 'avbrutet'}")


def _starta(kommando: list, miljo: dict[str, str], *, stdout) -> subprocess.Popen:
    return subprocess.Popen(kommando, env=miljo, stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.PIPE)  # noqa: S603 - our own arguments


def _mata(kopia: Kopia, pg_restore: subprocess.Popen) -> bool:
    with kopia.dump() as dump:
        while bit := dump.read(_I_TAGET):
            if not _skriv(pg_restore.stdin, bit):
                return False
    _stang(pg_restore.stdin)
    return True


def _skriv(ror, data: bytes) -> bool:
    try:
        ror.write(data)
        ror.flush()
    except BrokenPipeError:  # it says why on its own
        return False
    return True


def _stang(ror) -> None:
    with contextlib.suppress(BrokenPipeError):
        ror.close()


def _avslut(manifest: Manifest) -> bytes:
    """Count, look after what time has passed by, and only then commit."""
    namn = connection.ops.quote_name
    rader = [
        f"SELECT {_text(tabell)}, {int(antal)}::bigint, (SELECT count(*) FROM public.{namn(tabell)})"
        for tabell, antal in manifest.antal.items()
    ]
    fraga = "\nUNION ALL ".join(rader) or "SELECT '', 0::bigint, 0::bigint"
    return f"""
DO $antal$ DECLARE fel text; BEGIN
    SELECT string_agg(t || ' har ' || nu || ' rader och ska ha ' || ska, ', ') INTO fel
        FROM ({fraga}) a(t, ska, nu) WHERE ska <> nu;
    IF fel IS NOT NULL THEN RAISE EXCEPTION 'fel antal rader: %', fel; END IF;
END $antal$;
{_EFTERAT}
COMMIT;
\\q
""".encode()


def _text(ord_: str) -> str:
    return "'" + ord_.replace("'", "''") + "'"


class _Lyssnare(threading.Thread):
    """What a program says, taken as it comes so that it never waits for us."""

    def __init__(self, ror, *, framsteg: Framsteg | None = None, tabeller: int = 0) -> None:
        super().__init__()
        self._ror, self._framsteg, self._tabeller, self._fel = ror, framsteg, tabeller, ""
        self.start()

    def run(self) -> None:
        klara = 0
        for rad in self._ror:
            text = rad.decode(errors="replace").strip()
            if self._framsteg and _TABELL.search(text):
                klara += 1
                self._framsteg(min(klara, self._tabeller), self._tabeller)
            if traff := re.search(r"(?:ERROR|FATAL|error|fatal):\s*(.*)", text):
                self._fel = self._fel or traff[1]

    def slut(self) -> str:
        self.join()
        return self._fel

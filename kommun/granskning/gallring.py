"""What is older than the log is kept for goes, in pieces, and that it went is a line of its own."""

from datetime import datetime

from django.db import connection, transaction

from kommun.granskning.logg import SYSTEMET, skriv
from kommun.models import Loggrad

PER_GANG = 10_000


def gallra(*, fore: datetime) -> int:
    """Take away the lines from before `fore`. The database itself refuses what is younger than a year."""
    antal = 0
    while borta := _en_del(fore):
        antal += borta
    if antal:
        vad = f"{antal} rader från före {fore:%Y-%m-%d}"
        skriv(Loggrad.Slag.GALLRADE, vad=vad, namn=SYSTEMET, sida="manage.py gallra_logg")
    return antal


@transaction.atomic
def _en_del(fore: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fullgjort.gallra_fore', %s, true)", [fore.isoformat()])
        cursor.execute(
            "DELETE FROM kommun_loggrad WHERE id IN "
            "(SELECT id FROM kommun_loggrad WHERE tid < %s ORDER BY tid LIMIT %s)",
            [fore, PER_GANG],
        )
        antal = cursor.rowcount
        cursor.execute("SELECT set_config('fullgjort.gallra_fore', '', true)")
    return antal

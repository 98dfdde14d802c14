"""The rows of the search made anew from what they come from, all at once (migration 0011: sok_bygg_om)."""

from collections.abc import Callable

from django.db import connection, transaction

from uppdrag.models import Sokrad


def bygg_om(framsteg: Callable[[str, int, int], None] | None = None) -> None:
    """`framsteg` is told the kind, how many are done and of how many, as it goes."""

    def hor(diag) -> None:
        if framsteg and (diag.message_primary or "").startswith("sok_bygg_om "):
            _, slag, klart, alla = diag.message_primary.split()
            framsteg(dict(Sokrad.Slag.choices).get(slag, slag), int(klart), int(alla))

    with transaction.atomic(), connection.cursor() as cursor:
        connection.connection.add_notice_handler(hor)
        try:
            cursor.execute("SELECT sok_bygg_om()")
        finally:
            connection.connection.remove_notice_handler(hor)


def skiljer() -> list[tuple[str, int, int]]:
    """Kind, how many rows say otherwise than their source, and one of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT slag, count(*), min(objekt) FROM sok_skiljer() GROUP BY slag ORDER BY slag")
        return cursor.fetchall()

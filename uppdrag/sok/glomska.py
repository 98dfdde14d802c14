"""Words that were found once and stand nowhere that many read any more: they are not told to anybody as what he or she
may have meant."""

from django.db import connection, transaction

from uppdrag.sok.villkor import SVENSKA


@transaction.atomic
def glom(paragraf, *, by) -> None:
    """For protokoll.tillagg.EFTER_SEKRETESS: take the words of a § that was closed out of the list of words, those that
    no open row has. One that stands in the list again comes back with the next row that is saved."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT o FROM uppdrag_sokrad k, string_to_table(sok_ord(k.titel || ' ' || k.text), ' ') o "
            "WHERE k.slag = 'paragraf' AND k.objekt = %s AND EXISTS (SELECT FROM uppdrag_sokord f WHERE f.ord = o) "
            f"AND numnode(plainto_tsquery({SVENSKA}, o)) > 0",
            [paragraf.pk],
        )
        borta = [ordet for (ordet,) in cursor.fetchall() if not _star_oppet(cursor, ordet)]
        cursor.execute("DELETE FROM uppdrag_sokord WHERE ord = ANY(%s) AND NOT offentligt", [borta])


def _star_oppet(cursor, ordet: str) -> bool:
    """By its stem, so that too much is kept rather than too little. The word stands in the question itself: of a common
    one the database then reads the first rows, of a rare one its index."""
    cursor.execute(
        f"SELECT EXISTS (SELECT FROM uppdrag_sokrad WHERE vektor @@ plainto_tsquery({SVENSKA}, %s) "
        "AND NOT vektor @@ $q$'/x'$q$::tsquery)",
        [ordet],
    )
    return cursor.fetchone()[0]

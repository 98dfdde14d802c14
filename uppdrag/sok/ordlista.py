"""The words there are: which of them a word begins or is a part of, and which a misspelt one was meant to be."""

from collections.abc import Sequence

from uppdrag.sok.stavning import narmast
from uppdrag.sok.vikning import utan_prickar
from uppdrag.sok.villkor import SVENSKA

# So many words that begin so are looked for, the shortest first.
FORMER = 50
KORTAST_DEL = 4


class Ordlista:
    """`offentlig`: of what is on the web alone, so that nothing else can be told from the answers."""

    def __init__(self, *, offentlig: bool = False):
        self.dessa = "offentligt" if offentlig else "TRUE"

    def former(self, cursor, ord_: Sequence[str], *, aven_inuti: bool) -> dict[str, list[str]]:
        """Of each: the words it begins, then (`aven_inuti`) those it is a part of. Without dots it is any with them.

        "skjuts" is a part of "skolskjuts", "friskvard" begins "friskvårdsbidrag"; "får" is not "far".
        """
        return {o: funna for o in ord_ if len(o) > 1 and o.isalnum() and (funna := self._former(cursor, o, aven_inuti))}

    def _former(self, cursor, ordet: str, aven_inuti: bool) -> list[str]:
        plain = utan_prickar(ordet)
        med_prickar = "AND strpos(ord, %s) > 0" if plain != ordet else ""
        funna: dict[str, None] = {}
        for monster in (f"{plain}%", f"%{plain}%") if aven_inuti and len(ordet) >= KORTAST_DEL else (f"{plain}%",):
            cursor.execute(
                f"SELECT ord FROM uppdrag_sokord WHERE {self.dessa} AND utan LIKE %s {med_prickar} "
                f"ORDER BY length(ord), ord LIMIT {FORMER}",
                [monster, *([ordet] if med_prickar else [])],
            )
            funna |= dict.fromkeys(rad[0] for rad in cursor.fetchall())
            if len(funna) >= FORMER:
                break
        return list(funna)[:FORMER]

    def rattat(self, cursor, ordet: str) -> str | None:
        """The word that `ordet` was meant to be; None for one that stands somewhere, and where none is near."""
        if len(ordet) < 4 or not ordet.isalpha():
            return None
        cursor.execute(f"SELECT EXISTS (SELECT FROM uppdrag_sokord WHERE {self.dessa} AND ord = %s)", [ordet])
        if cursor.fetchone()[0]:
            return None
        # Of a short word one wrong letter leaves little.
        cursor.execute(
            "SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(0.25 if len(ordet) < 8 else 0.35)]
        )
        plain = utan_prickar(ordet)
        cursor.execute(
            f"SELECT ord FROM uppdrag_sokord WHERE {self.dessa} AND utan %% %s "
            "ORDER BY similarity(utan, %s) DESC LIMIT 60",
            [plain, plain],
        )
        return narmast(ordet, {rad[0] for rad in cursor.fetchall()})


def betydande(cursor, ord_: Sequence[str]) -> tuple[str, ...]:
    """Without "och", "i" and others that stand everywhere; all of them, when there is nothing else."""
    if not ord_:
        return ()
    cursor.execute(
        f"SELECT o FROM unnest(%s::text[]) WITH ORDINALITY x(o, n) "
        f"WHERE numnode(plainto_tsquery({SVENSKA}, o)) > 0 ORDER BY n",
        [list(ord_)],
    )
    return tuple(rad[0] for rad in cursor.fetchall())

"""A question as SQL: what a row must meet to be found, and what brings it forward."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from uppdrag.sok.fraga import Fraga

SVENSKA, ENKEL = "'pg_catalog.swedish'", "'pg_catalog.simple'"


@dataclass(frozen=True)
class Sats:
    """A piece of SQL and the values in it."""

    sql: str
    varden: tuple = ()

    def __and__(self, annan: "Sats") -> "Sats":
        return Sats(f"({self.sql}) AND ({annan.sql})", self.varden + annan.varden)

    def __or__(self, annan: "Sats") -> "Sats":
        return Sats(f"({self.sql}) OR ({annan.sql})", self.varden + annan.varden)


def alla(satser: Sequence[Sats]) -> Sats:
    return _ihop(satser, " AND ", "TRUE")


def nagon(satser: Sequence[Sats]) -> Sats:
    return _ihop(satser, " OR ", "FALSE")


def _ihop(satser: Sequence[Sats], mellan: str, tom: str) -> Sats:
    if not satser:
        return Sats(tom)
    return Sats(mellan.join(f"({s.sql})" for s in satser), tuple(v for s in satser for v in s.varden))


def poang(antal: float, sats: Sats) -> Sats:
    """So many points to a row that meets it."""
    return Sats(f"CASE WHEN {sats.sql} THEN {antal} ELSE 0 END", sats.varden)


@dataclass(frozen=True)
class Urval:
    """One way to be found: at most so many, the newest first."""

    sats: Sats
    hogst: int


@dataclass(frozen=True)
class Plan:
    urvalen: tuple[Urval, ...]
    # Sums of these put the rows in order.
    poangen: tuple[Sats, ...] = ()
    # The words as a tsquery, for the rank and for the marks in what is shown.
    fraga: Sats = field(default_factory=lambda: Sats("''::tsquery"))
    # When it is nothing but phrases: the words of the shortest. Their words by themselves are no hits.
    bara_fraser: int = 0

    @property
    def nagot(self) -> Sats:
        return nagon([u.sats for u in self.urvalen])


# Words ----------------------------------------------------------------------------------------------------------------


def _ord(ordet: str, *, borjan: bool) -> Sats:
    """The word by its stem, `borjan`: also as the beginning of one. It holds letters and figures only.

    Of "lekplats" the stem is "lekplat", of "lekplatser" it is "lekplats": the word as it is and the stem of the stem
    bring them together. As a beginning it is not stemmed, since of "lekplast" is left what also begins "lekplats".
    """
    satser = [
        Sats(f"plainto_tsquery({SVENSKA}, %s)", (ordet,)),
        Sats(f"plainto_tsquery({ENKEL}, %s)", (ordet,)),
        Sats(f"to_tsquery({SVENSKA}, plainto_tsquery({SVENSKA}, %s)::text)", (ordet,)),
    ]
    return _nagot_av([*satser, Sats(f"to_tsquery({ENKEL}, %s)", (f"{ordet}:*",))] if borjan else satser)


def _nagot_av(satser: Sequence[Sats]) -> Sats:
    return Sats(f"({' || '.join(s.sql for s in satser)})", tuple(v for s in satser for v in s.varden))


def _allt_av(satser: Sequence[Sats]) -> Sats:
    if not satser:
        return Sats("''::tsquery")
    return Sats(f"({' && '.join(s.sql for s in satser)})", tuple(v for s in satser for v in s.varden))


def fras(ord_: Sequence[str], config: str = SVENSKA) -> Sats:
    return Sats(f"phraseto_tsquery({config}, %s)", (" ".join(ord_),))


def ordfraga(fraga: Fraga, *, borjan: bool) -> Sats:
    """Every word by its stem, and `borjan`: also as the beginning of one."""
    orden = [_ord(o, borjan=borjan and len(o) > 2) for o in fraga.ord]
    return _allt_av([*orden, *(fras(f) for f in fraga.fraser)])


def titelfraga(fraga: Fraga, *, borjan: bool, sista: bool = False) -> Sats:
    """The same in what the thing is called, where whole words stand beside the stems."""
    sist = len(fraga.ord) if sista else 0
    orden = [_ord(o, borjan=borjan or n == sist) for n, o in enumerate(fraga.ord, start=1)]
    return _allt_av([*orden, *(fras(f, ENKEL) for f in fraga.fraser)])


def traffar(kolumn: str, fraga: Sats) -> Sats:
    return Sats(f"{kolumn} @@ {fraga.sql}", fraga.varden)


def namner(*fraser: str) -> Sats:
    """The text says one of these, numbers and all."""
    return traffar("vektor", _nagot_av([fras([f]) for f in fraser]))


# Organ and year -------------------------------------------------------------------------------------------------------


def organet(pk: int, *namnen: str) -> Sats:
    """Of the organ, or speaking of it."""
    return Sats("organ_id = %s", (pk,)) | namner(*namnen)


def aret(ar: int) -> Sats:
    return Sats("ar = %s", (ar,)) | namner(str(ar))


# Numbers --------------------------------------------------------------------------------------------------------------


def paragrafen(fraga: Fraga) -> Sats:
    return alla(
        [
            Sats("nummer = %s", (fraga.paragraf,)),
            *([Sats("ar = %s", (fraga.ar,))] if fraga.ar else []),
            *([Sats("organ_id = %s", (fraga.organ,))] if fraga.organ else []),
            *([Sats("datum = %s", (fraga.datum,))] if fraga.datum else []),
        ]
    )


def diarienumret(fraga: Fraga) -> Sats:
    return Sats("dnrtal = %s", (fraga.dnrtal,))


def dagen(dag: date, organ: int | None) -> Sats:
    satser = [Sats("datum = %s", (dag,)), *([Sats("organ_id = %s", (organ,))] if organ else [])]
    return alla(satser)

"""A question as SQL: what a row must meet to be found, and what brings it forward."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    if not satser:
        return Sats("TRUE")
    return Sats(" AND ".join(f"({s.sql})" for s in satser), tuple(v for s in satser for v in s.varden))


def poang(antal: float, sats: Sats) -> Sats:
    """So many points to a row that meets it."""
    return Sats(f"CASE WHEN {sats.sql} THEN {antal} ELSE 0 END", sats.varden)


# Where and when a row is of, as lexemes that no word can be (migration 0011: sok_ram) ---------------------------------


def lexem(*namnen: str) -> str:
    """Any of them, as a tsquery."""
    return " | ".join(f"'/{namn}'" for namn in namnen)


@dataclass(frozen=True)
class Ram:
    """What holds for every row that is asked about: each of the lexem (a tsquery).

    With `lankad`, that too; or, in its place, that the text says `namnen` (a tsquery).
    """

    lexem: tuple[str, ...] = ()
    lankad: Sats | None = None
    namnen: Sats | None = None

    def __and__(self, lexem: str) -> "Ram":
        return replace(self, lexem=(*self.lexem, lexem)) if lexem else self

    def traff(self, kolumn: str, ord_: Sats | None = None) -> Sats:
        """The words in this frame, as one question to one index.

        Whoever is named is asked for beside the words in the same look, by which a name that few rows hold decides how
        many of them are read; beside each other the rows of a common word would all be read for it.
        """
        villkor = self._traff(kolumn, ord_)
        if self.lankad is None:
            return villkor
        if kolumn == "vektor":
            namnd = self._traff(kolumn, _allt_av([ord_, self.namnen]) if ord_ else self.namnen)
        else:
            namnd = villkor & self._traff("vektor", self.namnen)
        return namnd | (villkor & self.lankad)

    def _traff(self, kolumn: str, ord_: Sats | None) -> Sats:
        alla_lexem = " & ".join(f"({x})" for x in self.lexem)
        if ord_ and alla_lexem:
            return Sats(f"{kolumn} @@ ({ord_.sql} && %s::tsquery)", (*ord_.varden, alla_lexem))
        if ord_:
            return traffar(kolumn, ord_)
        return Sats(f"{kolumn} @@ %s::tsquery", (alla_lexem,)) if alla_lexem else Sats("TRUE")


@dataclass(frozen=True)
class Urval:
    """One way to be found: at most so many, the newest first.

    By `ord`, a tsquery for the column; by `sats`, which holds beside it; or, in its place, by `eller`.
    """

    hogst: int
    ord: Sats | None = None
    kolumn: str = "vektor"
    sats: Sats = field(default_factory=lambda: Sats("TRUE"))
    eller: Sats | None = None

    @property
    def gar_att_avgransa(self) -> bool:
        """What is found by a number or a day is few."""
        return self.ord is not None or self.sats.sql == "TRUE"

    def villkor(self, ram: Ram) -> Sats:
        traff = ram.traff(self.kolumn, self.ord) & self.sats
        return traff if self.eller is None else traff | (self.eller & ram.traff(self.kolumn))


@dataclass(frozen=True)
class Plan:
    urvalen: tuple[Urval, ...]
    # Sums of these put the rows in order.
    poangen: tuple[Sats, ...] = ()
    # The words as a tsquery, for the rank and for the marks in what is shown.
    fraga: Sats = field(default_factory=lambda: Sats("''::tsquery"))
    # When it is nothing but phrases: the words of the shortest. Their words by themselves are no hits.
    bara_fraser: int = 0


# Words ----------------------------------------------------------------------------------------------------------------

# Of each word those that it may be the beginning of, or a part; none: it is taken as it stands.
Former = Mapping[str, Sequence[str]]


def _ord(ordet: str, former: Sequence[str] = ()) -> Sats:
    """The word by its stem, or one of these. They hold letters and figures only.

    Of "lekplats" the stem is "lekplat", of "lekplatser" it is "lekplats": the word as it is and the stem of the stem
    bring them together.
    """
    satser = [
        Sats(f"plainto_tsquery({SVENSKA}, %s)", (ordet,)),
        Sats(f"plainto_tsquery({ENKEL}, %s)", (ordet,)),
        Sats(f"to_tsquery({SVENSKA}, plainto_tsquery({SVENSKA}, %s)::text)", (ordet,)),
    ]
    if former:
        satser += [Sats(f"to_tsquery({config}, %s)", (" | ".join(former),)) for config in (SVENSKA, ENKEL)]
    return _nagot_av(satser)


def _nagot_av(satser: Sequence[Sats]) -> Sats:
    return Sats(f"({' || '.join(s.sql for s in satser)})", tuple(v for s in satser for v in s.varden))


def _allt_av(satser: Sequence[Sats]) -> Sats:
    if not satser:
        return Sats("''::tsquery")
    return Sats(f"({' && '.join(s.sql for s in satser)})", tuple(v for s in satser for v in s.varden))


def fras(ord_: Sequence[str], config: str = SVENSKA) -> Sats:
    return Sats(f"phraseto_tsquery({config}, %s)", (" ".join(ord_),))


def ordfraga(fraga: Fraga, former: Former, config: str = SVENSKA) -> Sats:
    """Every word and every phrase. `config`: phrases in what the thing is called stand there as whole words."""
    return _allt_av([*(_ord(o, former.get(o, ())) for o in fraga.ord), *(fras(f, config) for f in fraga.fraser)])


def titelfraga(fraga: Fraga, former: Former) -> Sats:
    return ordfraga(fraga, former, ENKEL)


def namnfraga(fraga: Fraga) -> Sats:
    """The last word as the beginning of one; for the few that are called by it, since the index reads every word so."""
    borjan = [Sats(f"to_tsquery({ENKEL}, %s)", (f"{o}:*",)) for o in fraga.ord[-1:]]
    hela = [_ord(o) for o in fraga.ord[:-1]]
    return _allt_av([*hela, *(_nagot_av([_ord(o), b]) for o, b in zip(fraga.ord[-1:], borjan, strict=True))])


def inom(*fragor: Sats) -> Sats:
    """The words where each of the others holds as well."""
    return _allt_av(fragor)


def traffar(kolumn: str, fraga: Sats) -> Sats:
    return Sats(f"{kolumn} @@ {fraga.sql}", fraga.varden)


def namnen(*fraser: str) -> Sats:
    return _nagot_av([fras([f]) for f in fraser])


# Organ and year -------------------------------------------------------------------------------------------------------


def organet(pk: int, *fraser: str) -> Sats:
    """Of the organ, or speaking of it: a tsquery."""
    return _nagot_av([Sats("%s::tsquery", (lexem(f"o{pk}"),)), namnen(*fraser)])


def aret(ar: int) -> Sats:
    return _nagot_av([Sats("%s::tsquery", (lexem(f"y{ar}"),)), namnen(str(ar))])


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

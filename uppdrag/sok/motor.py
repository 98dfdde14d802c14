"""Asking the database: candidates, their order, the page of them, and what a misspelt word was meant to be.

However many rows a common word stands in, no more than KANDIDATER of them are put in order: the newest, and those that
are called by the word.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import OperationalError, connection, transaction

from uppdrag.sok.fraga import Fraga
from uppdrag.sok.stavning import narmast
from uppdrag.sok.utdrag import SLUT, START, Bit, hela, markerad, platser, utdrag
from uppdrag.sok.villkor import SVENSKA, Plan, Sats, Urval

KANDIDATER, TITLAR = 500, 200
# Beyond so many they are not counted.
RAKNAS = 1000
# Fewer than this: then what begins with the words is taken as well.
FA = 20
PER_SIDA = 20
# So long a question may take.
TIDSGRANS, TIDSGRANS_FORSLAG = 5000, 1500
# So much of a text is looked through for what to show of it.
_LASES = 60_000
_NYAST_FORST = "datum DESC NULLS LAST, id DESC"


@dataclass(frozen=True)
class Tabell:
    """A table of rows (uppdrag.models.sok)."""

    namn: str
    # What of a row is read besides title and text.
    falt: tuple[str, ...]


@dataclass(frozen=True)
class Rad:
    pk: int
    falt: dict
    titel: tuple[Bit, ...]
    utdrag: tuple[Bit, ...]


@dataclass(frozen=True)
class Resultat:
    """`fler`: there are more than were counted. `rattad`: the words that were looked for instead."""

    fraga: Fraga
    nycklar: tuple[int, ...] = ()
    antal: int = 0
    fler: bool = False
    per_slag: dict[str, int] = field(default_factory=dict)
    rattad: str = ""
    for_lange: bool = False
    plan: Plan | None = None

    @property
    def avkortat(self) -> bool:
        """Not all that were found can be leafed through."""
        return self.antal > len(self.nycklar)


class Sokning:
    """One question to one table. `planera(fraga, borjan)` says what is looked for; `filter` holds beside that."""

    def __init__(self, tabell: Tabell, planera, *, filter_: Sats, fasett: Sats | None = None):
        self.tabell, self.planera, self.filter, self.fasett = tabell, planera, filter_, fasett

    def sok(self, fraga: Fraga) -> Resultat:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                _ram(cursor, TIDSGRANS)
                return self._sok(cursor, fraga)
        except OperationalError:
            return Resultat(fraga, for_lange=True)

    def allt(self, fraga: Fraga) -> Resultat:
        """What the filter alone leaves, the newest first."""
        with connection.cursor() as cursor:
            return self._fraga(cursor, fraga, Plan((Urval(Sats("TRUE"), KANDIDATER),)))

    def forsta(self, fraga: Fraga, antal: int) -> list[Rad]:
        """The best few, without counting the rest; nothing when it takes long."""
        if fraga.tom:
            return []
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                _ram(cursor, TIDSGRANS_FORSLAG)
                sista = fraga.ord[-1:]
                fraga = replace(fraga, ord=(*betydande(cursor, fraga.ord[:-1]), *sista))
                plan = self.planera(cursor, fraga, borjan=True)
                nycklar = self._nycklar(cursor, plan)[:antal]
                return self.rader(Resultat(fraga, nycklar, plan=plan), nycklar)
        except OperationalError:
            return []

    def _sok(self, cursor, fraga: Fraga) -> Resultat:
        fraga = replace(fraga, ord=betydande(cursor, fraga.ord))
        if fraga.tom:
            return Resultat(fraga)
        resultat = self._bast(cursor, fraga)
        if not resultat.antal and fraga.ord and (rattad := self._rattad(cursor, fraga)):
            annat = self._bast(cursor, rattad)
            if annat.antal:
                return replace(annat, rattad=" ".join(rattad.ord))
        return resultat

    def _bast(self, cursor, fraga: Fraga) -> Resultat:
        resultat = self._fraga(cursor, fraga, self.planera(cursor, fraga, borjan=False))
        if resultat.antal < FA and fraga.ord:
            resultat = self._fraga(cursor, fraga, self.planera(cursor, fraga, borjan=True))
        return resultat

    def _fraga(self, cursor, fraga: Fraga, plan: Plan) -> Resultat:
        nycklar = self._nycklar(cursor, plan)
        funna = self._rakna(cursor, self.filter & plan.nagot)
        per_slag = self._rakna(cursor, self.fasett & plan.nagot) if self.fasett else funna
        antal = sum(funna.values())
        return Resultat(
            fraga,
            nycklar,
            min(antal, RAKNAS),
            fler=antal > RAKNAS,
            per_slag=per_slag if sum(per_slag.values()) <= RAKNAS else {},
            plan=plan,
        )

    def _nycklar(self, cursor, plan: Plan) -> tuple[int, ...]:
        """In order: by the points, among equals by how well the words fit, then the newest."""
        urval, varden = [], []
        for u in plan.urvalen:
            villkor = self.filter & u.sats
            urval.append(
                f"(SELECT id FROM {self.tabell.namn} WHERE {villkor.sql} ORDER BY {_NYAST_FORST} LIMIT {u.hogst})"
            )
            varden += villkor.varden
        varden = [v for p in plan.poangen for v in p.varden] + list(plan.fraga.varden) + varden
        cursor.execute(
            f"SELECT id, {' + '.join(p.sql for p in plan.poangen) or 0}"
            f" + 4 * ts_rank('{{0.05,0.2,0.5,1}}', vektor, {plan.fraga.sql}, 1) AS poang "
            f"FROM {self.tabell.namn} JOIN ({' UNION '.join(urval)}) kandidat USING (id) "
            f"ORDER BY poang DESC, {_NYAST_FORST}",
            varden,
        )
        return tuple(rad[0] for rad in cursor.fetchall())

    def _rakna(self, cursor, villkor: Sats) -> dict[str, int]:
        """How many of each kind; of no more than one beyond what is counted."""
        slag = "slag" if "slag" in self.tabell.falt else "''"
        cursor.execute(
            f"SELECT {slag}, count(*) FROM (SELECT * FROM {self.tabell.namn} WHERE {villkor.sql} LIMIT {RAKNAS + 1}) x "
            "GROUP BY 1",
            villkor.varden,
        )
        return dict(cursor.fetchall())

    def _rattad(self, cursor, fraga: Fraga) -> Fraga | None:
        """With words that stand somewhere in the place of those that do not."""
        nya = tuple(rattat(cursor, o) or o for o in fraga.ord)
        return replace(fraga, ord=nya) if nya != fraga.ord else None

    def rader(self, resultat: Resultat, nycklar: Sequence[int]) -> list[Rad]:
        """Those rows in that order, with the hits marked."""
        if not nycklar:
            return []
        fraga = resultat.plan.fraga
        falt = ", ".join(self.tabell.falt)
        visas = f"ts_headline({SVENSKA}, sok_ord({{}}), {fraga.sql}, %s)"
        marken = f"HighlightAll=true, StartSel={START}, StopSel={SLUT}"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, titel, left(text, {_LASES}), {visas.format('titel')}, "
                f"{visas.format(f'left(text, {_LASES})')}, {falt} "
                f"FROM {self.tabell.namn} WHERE id = ANY (%s::bigint[])",
                [*fraga.varden, marken, *fraga.varden, marken, list(nycklar)],
            )
            funna = {}
            for pk, titel, text, i_titel, i_text, *varden in cursor.fetchall():
                funna[pk] = Rad(
                    pk,
                    dict(zip(self.tabell.falt, varden, strict=True)),
                    markerad(titel, hela(titel, platser(i_titel), resultat.plan.bara_fraser)),
                    utdrag(text, hela(text, platser(i_text), resultat.plan.bara_fraser)),
                )
        return [funna[pk] for pk in nycklar if pk in funna]


def _ram(cursor, tidsgrans: int) -> None:
    """For this question alone: so long it may take, and nothing is compiled for it, which takes longer than it does."""
    cursor.execute(f"SET LOCAL statement_timeout = {tidsgrans}; SET LOCAL jit = off")


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


def rattat(cursor, ordet: str) -> str | None:
    """The word that `ordet` was meant to be; None for one that stands somewhere, and where none is near."""
    if len(ordet) < 4 or not ordet.isalpha():
        return None
    cursor.execute("SELECT EXISTS (SELECT FROM uppdrag_sokord WHERE ord = %s)", [ordet])
    if cursor.fetchone()[0]:
        return None
    cursor.execute("SELECT ord FROM uppdrag_sokord ORDER BY ord <-> %s LIMIT 60", [ordet])
    return narmast(ordet, {rad[0] for rad in cursor.fetchall()})


def personerna(cursor, fraga: Fraga, titel: Sats) -> list[int]:
    """Those who are called so: what is linked to them is about them, whatever it calls them."""
    if not fraga.ord and not fraga.fraser:
        return []
    cursor.execute(
        f"SELECT objekt FROM uppdrag_sokrad WHERE slag = 'person' AND titelvektor @@ {titel.sql} LIMIT 20", titel.varden
    )
    return [rad[0] for rad in cursor.fetchall()]

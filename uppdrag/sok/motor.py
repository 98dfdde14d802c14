"""Asking the database: candidates, their order, the page of them, and what a misspelt word was meant to be.

However many rows a common word stands in, no more than KANDIDATER of them are read, counted and put in order: the
newest (uppdrag.sok.fonster), and those that are called by the word. Then it is said that there are more.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import OperationalError, connection, transaction

from uppdrag.sok.fonster import ALLT, fonstren, nasta
from uppdrag.sok.fraga import Fraga
from uppdrag.sok.ordlista import Ordlista, betydande
from uppdrag.sok.utdrag import SLUT, START, Bit, hela, markerad, platser, utdrag
from uppdrag.sok.villkor import SVENSKA, Plan, Ram, Sats, Urval, alla

KANDIDATER, TITLAR = 500, 200
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
    offentlig: bool = False


@dataclass(frozen=True)
class Rad:
    pk: int
    falt: dict
    titel: tuple[Bit, ...]
    utdrag: tuple[Bit, ...]


@dataclass(frozen=True)
class Resultat:
    """`fler`: there are more than `antal`. `rattad`: the words that were looked for instead."""

    fraga: Fraga
    nycklar: tuple[int, ...] = ()
    antal: int = 0
    fler: bool = False
    per_slag: dict[str, int] = field(default_factory=dict)
    # Of a question that nothing meets: each of its words that stands somewhere, how often, and whether more than that.
    var_for_sig: tuple[tuple[str, int, bool], ...] = ()
    rattad: str = ""
    for_lange: bool = False
    plan: Plan | None = None


class Sokning:
    """One question to one table. `planera(cursor, fraga, former)` says what is looked for; `ram` holds beside that.

    With `fasett`, the frame less the kind that was chosen, the hits of the other kinds are counted too. `utom` are the
    few that are not found whatever they say, by kind.
    """

    def __init__(
        self,
        tabell: Tabell,
        planera,
        *,
        today: date,
        ram: Ram,
        fasett: Ram | None = None,
        utom: Mapping[str, Collection[int]] | None = None,
    ):
        self.tabell, self.planera, self.ram, self.fasett = tabell, planera, ram, fasett
        self.utom = [(slag, list(nycklar)) for slag, nycklar in (utom or {}).items()]
        self.today, self.ordlista = today, Ordlista(offentlig=tabell.offentlig)
        self.fonstren: tuple[str, ...] = ()

    def sok(self, fraga: Fraga) -> Resultat:
        try:
            with self._fraga_databasen(TIDSGRANS) as cursor:
                return self._sok(cursor, fraga)
        except OperationalError:
            return Resultat(fraga, for_lange=True)

    def allt(self, fraga: Fraga) -> Resultat:
        """What the frame alone leaves, the newest first."""
        with self._fraga_databasen(TIDSGRANS) as cursor:
            return self._svar(cursor, fraga, Plan((Urval(KANDIDATER),)))

    def forsta(self, fraga: Fraga, antal: int) -> list[Rad]:
        """The best few, without counting the rest; nothing when it takes long."""
        if fraga.tom:
            return []
        try:
            with self._fraga_databasen(TIDSGRANS_FORSLAG) as cursor:
                sista = fraga.ord[-1:]
                fraga = replace(fraga, ord=(*betydande(cursor, fraga.ord[:-1]), *sista))
                plan = self.planera(cursor, fraga, self.ordlista.former(cursor, sista, aven_inuti=False))
                nycklar = self._i_ordning(cursor, plan, self._kandidaterna(cursor, plan, self.ram)[0])[:antal]
                return self.rader(Resultat(fraga, nycklar, plan=plan), nycklar)
        except OperationalError:
            return []

    @contextmanager
    def _fraga_databasen(self, tidsgrans: int):
        """So long it may take; nothing is compiled for it, which takes longer than it does; no table is read whole."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SET LOCAL statement_timeout = {tidsgrans}; SET LOCAL jit = off; SET LOCAL enable_seqscan = off"
            )
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [self.tabell.namn])
            self.fonstren = fonstren(self.today, cursor.fetchone()[0])
            yield cursor

    def _sok(self, cursor, fraga: Fraga) -> Resultat:
        fraga = replace(fraga, ord=betydande(cursor, fraga.ord))
        if fraga.tom:
            return Resultat(fraga)
        resultat = self._bast(cursor, fraga)
        if not resultat.antal and fraga.ord and (rattad := self._rattad(cursor, fraga)):
            annat = self._bast(cursor, rattad)
            if annat.antal:
                return replace(annat, rattad=" ".join(rattad.ord))
        return resultat if resultat.antal else replace(resultat, var_for_sig=self._var_for_sig(cursor, fraga))

    def _var_for_sig(self, cursor, fraga: Fraga) -> tuple[tuple[str, int, bool], ...]:
        if len(fraga.ord) < 2:
            return ()
        svaren = (self._svar(cursor, f, self.planera(cursor, f, {})) for f in (Fraga(ord=(o,)) for o in fraga.ord[:5]))
        return tuple((s.fraga.ord[0], s.antal, s.fler) for s in svaren if s.antal)

    def _bast(self, cursor, fraga: Fraga) -> Resultat:
        resultat = self._svar(cursor, fraga, self.planera(cursor, fraga, {}))
        if resultat.antal < FA and fraga.ord and (former := self.ordlista.former(cursor, fraga.ord, aven_inuti=True)):
            resultat = self._svar(cursor, fraga, self.planera(cursor, fraga, former))
        return resultat

    def _svar(self, cursor, fraga: Fraga, plan: Plan) -> Resultat:
        funna, fler = self._kandidaterna(cursor, plan, self.ram)
        slagen, aven_fler = self._kandidaterna(cursor, plan, self.fasett) if self.fasett else (funna, fler)
        return Resultat(
            fraga,
            self._i_ordning(cursor, plan, funna),
            KANDIDATER if fler else len(funna),
            fler=fler,
            per_slag={} if aven_fler else Counter(slagen.values()),
            plan=plan,
        )

    def _kandidaterna(self, cursor, plan: Plan, ram: Ram) -> tuple[dict[int, str], bool]:
        """Their keys with the kind of each, and whether there are more."""
        funna, fler = {}, False
        for urval in plan.urvalen:
            rader = self._nyaste(cursor, urval, ram)
            if urval.hogst == KANDIDATER:
                fler = len(rader) > KANDIDATER
            funna |= dict(rader[: urval.hogst])
        return funna, fler

    def _nyaste(self, cursor, urval: Urval, ram: Ram) -> list[tuple[int, str]]:
        """One more than the most, when there are so many. A word that is nowhere of late is looked for everywhere."""
        slag, objekt = ("slag", "objekt") if "slag" in self.tabell.falt else ("''", "0")
        utom = alla([Sats("NOT (slag = %s AND objekt = ANY (%s::bigint[]))", u) for u in self.utom])
        utom = Sats(f"WHERE {utom.sql}", utom.varden)
        rader: list = []
        fonstren, vid = self.fonstren if urval.gar_att_avgransa else (ALLT,), 0
        if ram.lankad is not None:
            # What is linked to one person, or names one, is mostly few too, and is found by that.
            fonstren = (fonstren[0], ALLT) if urval.kolumn == "vektor" else (ALLT,)
        for n, fonster in enumerate(fonstren):
            if n < vid or (n > 1 and not rader and fonster != ALLT):
                continue
            villkor = urval.villkor(ram & fonster)
            # The zero keeps the planner from reading the days in order for what it takes to be common.
            cursor.execute(
                f"SELECT id, slag FROM (SELECT id, {slag} AS slag, {objekt} AS objekt, datum FROM {self.tabell.namn} "
                f"WHERE {villkor.sql} OFFSET 0) x {utom.sql} ORDER BY {_NYAST_FORST} LIMIT {urval.hogst + 1}",
                [*villkor.varden, *utom.varden],
            )
            rader = cursor.fetchall()
            if len(rader) > urval.hogst:
                break
            vid = nasta(n, len(rader), urval.hogst)
        return rader

    def _i_ordning(self, cursor, plan: Plan, funna: Collection[int]) -> tuple[int, ...]:
        """By the points, among equals by how well the words fit, then the newest."""
        if not funna:
            return ()
        varden = [v for p in plan.poangen for v in p.varden] + [*plan.fraga.varden, list(funna)]
        cursor.execute(
            f"SELECT id, {' + '.join(p.sql for p in plan.poangen) or 0}"
            f" + 4 * ts_rank('{{0.05,0.2,0.5,1}}', vektor, {plan.fraga.sql}, 1) AS poang "
            f"FROM {self.tabell.namn} WHERE id = ANY (%s::bigint[]) ORDER BY poang DESC, {_NYAST_FORST}",
            varden,
        )
        return tuple(rad[0] for rad in cursor.fetchall())

    def _rattad(self, cursor, fraga: Fraga) -> Fraga | None:
        """With words that stand somewhere in the place of those that do not."""
        nya = tuple(self.ordlista.rattat(cursor, o) or o for o in fraga.ord)
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


def personerna(cursor, fraga: Fraga, namnet: Sats) -> list[int]:
    """Those who are called so: what is linked to them is about them, whatever it calls them."""
    if not fraga.ord and not fraga.fraser:
        return []
    cursor.execute(
        "SELECT objekt FROM uppdrag_sokrad WHERE slag IN ('person', 'organ') AND slag = 'person' "
        f"AND titelvektor @@ {namnet.sql} LIMIT 20",
        namnet.varden,
    )
    return [rad[0] for rad in cursor.fetchall()]

"""The search of those who work here: what brings a row forward, for each kind of question.

The thing itself comes before what mentions it: a person or an organ that is called so, the § of the address, the §§ of
the dnr, the meeting of the day; then what has the words in its title; then what has them in its decision or its text.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kommun.kalender import dag_i_ord
from protokoll.models import Reserapport
from protokoll.models.inbjudan import behandlade_eller_rapporterade_i
from protokoll.models.sekretess import dolda_genom, lasta_hemliga
from uppdrag.models import Aterrapport, Sokrad, Uppdragsled
from uppdrag.sok.fraga import Fraga, las
from uppdrag.sok.grund import Grund, som_ord
from uppdrag.sok.motor import KANDIDATER, TITLAR, Rad, Resultat, Sokning, Tabell, personerna
from uppdrag.sok.vikning import orden
from uppdrag.sok.villkor import (
    Former,
    Plan,
    Ram,
    Sats,
    Urval,
    alla,
    dagen,
    diarienumret,
    inom,
    lexem,
    namnen,
    namnfraga,
    ordfraga,
    paragrafen,
    poang,
    titelfraga,
    traffar,
)

Slag = Sokrad.Slag
RADER = Tabell(
    "uppdrag_sokrad", ("slag", "objekt", "organ_id", "ar", "datum", "nummer", "beteckning", "dnr", "personer")
)
# The kinds as one chooses among them.
VAL = {
    "paragraf": ("Paragrafer", (Slag.PARAGRAF,)),
    "uppdrag": ("Uppdrag", (Slag.UPPDRAG,)),
    "rapport": ("Rapporter", (Slag.RAPPORT, Slag.RESERAPPORT)),
    "inbjudan": ("Inbjudningar", (Slag.INBJUDAN,)),
    "sammantrade": ("Sammanträden", (Slag.SAMMANTRADE,)),
    "person": ("Personer", (Slag.PERSON,)),
    "organ": ("Organ", (Slag.ORGAN,)),
}
_SJALVA = Sats("slag IN ('person', 'organ')")
# Of the words of a title so many are its place (uppdrag.models.sok).
I_RAMEN = 4


def dolda_rader(user) -> dict[str, list[int]]:
    """What the user does not read, of what may hang on a secret § another way than the index knows: an uppdrag that was
    proposed there, an inbjudan that several §§ dealt with, or whose report was taken up there. Two queries, four where
    there is any."""
    leden = Uppdragsled.objects.order_by().filter(beslut__paragraf__in=dolda_genom(user))
    uppdrag = list(leden.values_list("uppdrag", flat=True))
    inbjudningar = behandlade_eller_rapporterade_i(dolda_genom(user))
    ut = {}
    if uppdrag:
        rapporter = Aterrapport.objects.filter(uppdrag__in=uppdrag)
        ut |= {Slag.UPPDRAG: uppdrag, Slag.RAPPORT: list(rapporter.values_list("pk", flat=True))}
    if inbjudningar:
        resor = Reserapport.objects.filter(inbjudan__in=inbjudningar)
        ut |= {Slag.INBJUDAN: inbjudningar, Slag.RESERAPPORT: list(resor.values_list("pk", flat=True))}
    return ut


def _nagon(*fragor: Sats) -> Sats:
    return Sats(f"({' || '.join(f.sql for f in fragor)})", tuple(v for f in fragor for v in f.varden))


@dataclass(frozen=True)
class Insyn:
    """What has sekretess is found by the secretaries of its organ and who else reads it; others find the rest."""

    organ: frozenset[int] = frozenset()
    paragrafer: frozenset[int] = frozenset()
    # What hangs on several §§, of which the index knows one: as their own pages have it.
    utom: Mapping[str, Collection[int]] = field(default_factory=dict)

    @classmethod
    def for_(cls, user) -> "Insyn":
        return cls(user.behorighet.sekreterare_i, lasta_hemliga(user), dolda_rader(user))

    @property
    def lexem(self) -> str:
        egna = (lexem(f"x{o}") for o in sorted(self.organ))
        lasta = (lexem(f"xp{p}") for p in sorted(self.paragrafer))
        return " | ".join(["!'/x'", *egna, *lasta])


@dataclass(frozen=True)
class Filter:
    slag: str = ""
    organ: int | None = None
    ar: int | None = None
    # Linked to the person, or naming him or her in one of these ways.
    person: int | None = None
    personens_namn: Sequence[str] = ()

    def ram(self, insyn: Insyn, *, med_slag: bool = True) -> Ram:
        villkor = [insyn.lexem]
        if self.slag and med_slag:
            villkor.append(lexem(*(f"s{s}" for s in VAL[self.slag][1])))
        if self.organ:
            villkor.append(lexem(f"o{self.organ}"))
        if self.ar:
            villkor.append(lexem(f"y{self.ar}"))
        if not self.person:
            return Ram(tuple(villkor))
        namnet = namnen(*(" ".join(orden(n)) for n in self.personens_namn))
        return Ram(tuple(villkor), Sats("personer && %s::bigint[]", ([self.person],)), namnet)


class Intern(Grund):
    """`eget_organ` is the one that the user works with: where nothing else tells, its own come first."""

    def __init__(self, *, today: date, insyn: Insyn = Insyn(), eget_organ: int | None = None):
        super().__init__(today=today)
        self.insyn, self.eget_organ = insyn, eget_organ

    def sok(self, text: str, filter_: Filter) -> tuple[Resultat, Sokning]:
        fraga = las(text, self.organ)
        fasett = filter_.ram(self.insyn, med_slag=False) if filter_.slag else None
        sokning = self._sokning(self.plan, filter_, fasett)
        if fraga.tom and filter_ != Filter():
            return sokning.allt(fraga), sokning
        return sokning.sok(fraga), sokning

    def forslag(self, text: str, antal: int) -> list[Rad]:
        """While it is typed: the addresses and the titles that it may become, else the texts."""
        fraga = las(text, self.organ)
        return self._sokning(self._forslagsplan).forsta(fraga, antal) or self._sokning(self.plan).forsta(fraga, antal)

    def _sokning(self, planera, filter_: Filter = Filter(), fasett: Ram | None = None) -> Sokning:
        return Sokning(
            RADER, planera, today=self.today, ram=filter_.ram(self.insyn), fasett=fasett, utom=self.insyn.utom
        )

    def _forslagsplan(self, cursor, fraga: Fraga, former: Former) -> Plan:
        if fraga.adress or fraga.bara_organ or not (fraga.ord or fraga.fraser):
            return self.plan(cursor, fraga, former)
        i_titeln, namnet = titelfraga(fraga, former), namnfraga(fraga)
        kort = Sats(f"6.0 / greatest(1, length(titelvektor) - {I_RAMEN})")
        urvalen = (
            Urval(TITLAR, inom(i_titeln, *self.ramen(fraga)), "titelvektor"),
            Urval(20, namnet, "titelvektor", _SJALVA),
        )
        poangen = (poang(40, _SJALVA), kort, *self.ramens_poang(fraga), *self.alltid())
        return Plan(urvalen, poangen, _nagon(i_titeln, namnet))

    # One plan for each kind of question

    def plan(self, cursor, fraga: Fraga, former: Former) -> Plan:
        if fraga.adress and (plan := self._adress(cursor, fraga)):
            return plan
        return self._ord(cursor, som_ord(fraga), former)

    def _ord(self, cursor, fraga: Fraga, former: Former) -> Plan:
        i_texten, i_titeln = ordfraga(fraga, former), titelfraga(fraga, former)
        ramen = self.ramen(fraga)
        poangen = [*self.ramens_poang(fraga), *self.alltid()]
        if not (fraga.ord or fraga.fraser):
            sjalv = Sats("slag = 'organ' AND objekt = %s", (fraga.organ,))
            motena = poang(0.1, Sats("slag = 'sammantrade'"))
            urvalen = (Urval(KANDIDATER, inom(*ramen)), Urval(1, sats=sjalv))
            return Plan(urvalen, (poang(100, sjalv), motena, *poangen))
        titel = traffar("titelvektor", i_titeln)
        # Among titles that all hold the words, the one that holds least else.
        kort = Sats(
            f"CASE WHEN {titel.sql} THEN 6.0 / greatest(1, length(titelvektor) - {I_RAMEN}) ELSE 0 END", titel.varden
        )
        poangen += [poang(10, titel), poang(40, _SJALVA & titel), kort]
        if former:
            poangen.append(poang(6, traffar("vektor", ordfraga(fraga, {}))))
        lankad = None
        if personer := personerna(cursor, fraga, i_titeln):
            lankad = Sats("personer && %s::bigint[]", (personer,))
            poangen.append(poang(5, lankad))
        urvalen = (
            Urval(TITLAR, inom(i_titeln, *ramen), "titelvektor"),
            Urval(KANDIDATER, inom(i_texten, *ramen), eller=lankad),
            Urval(50, inom(i_titeln, *ramen), "titelvektor", _SJALVA),
        )
        return Plan(urvalen, tuple(poangen), i_texten)

    def alltid(self) -> list[Sats]:
        """The own organ before others, too."""
        egna = [poang(0.5, Sats("organ_id = %s", (self.eget_organ,)))] if self.eget_organ else []
        return [*super().alltid(), *egna]

    # Addresses

    def _adress(self, cursor, fraga: Fraga) -> Plan | None:
        """None when there is no such thing: then its numbers are words like others."""
        if fraga.uppdrag:
            direkt, fraser = self._uppdraget(cursor, fraga)
        elif fraga.paragraf:
            direkt, fraser = self._paragrafen(cursor, fraga)
        elif fraga.dnr:
            direkt, fraser = self._arendet(cursor, fraga)
        else:
            direkt, fraser = self._dagen(fraga)
        if direkt is None:
            return None
        med_ord = [ordfraga(fraga, {})] if fraga.ord or fraga.fraser else []
        i_orden = [traffar("vektor", o) for o in med_ord]
        urvalen = [Urval(KANDIDATER, sats=alla([direkt, *i_orden]))]
        if fraser:
            urvalen.append(Urval(TITLAR, inom(namnen(*fraser), *med_ord)))
        egna = [poang(5, Sats("organ_id = %s", (self.eget_organ,)))] if self.eget_organ else []
        fragan = ordfraga(replace(fraga, fraser=(*fraga.fraser, *(tuple(f.split()) for f in fraser))), {})
        kortaste = min((len(f.split()) for f in fraser), default=0)
        poangen = (poang(100, direkt), *self._adressens_poang(fraga), *egna)
        return Plan(tuple(urvalen), poangen, fragan, bara_fraser=0 if med_ord else kortaste)

    def _adressens_poang(self, fraga: Fraga) -> list[Sats]:
        paragraferna = poang(5, Sats("slag = 'paragraf'"))
        if fraga.dnr and not fraga.dnr_led:
            return [paragraferna]
        if fraga.dnr_led:
            return [paragraferna, poang(20, Sats(r"sok_ord(dnr) ~ ('\m' || %s || '\M')", (fraga.dnr_led,)))]
        if fraga.datum:
            return [poang(50, Sats("slag = 'sammantrade'")), paragraferna]
        return []

    def _paragrafen(self, cursor, fraga: Fraga) -> tuple[Sats | None, list[str]]:
        direkt = Sats("slag = 'paragraf'") & paragrafen(fraga)
        cursor.execute(f"SELECT DISTINCT datum, nummer FROM uppdrag_sokrad WHERE {direkt.sql} LIMIT 6", direkt.varden)
        funna = cursor.fetchall()
        if not funna:
            return None, []
        # Where other texts refer to it they say the day of its meeting and the number.
        sags = [f"{dag:%Y %m %d} {nummer}" for dag, nummer in funna] if len(funna) <= 5 else []
        return direkt, sags

    def _uppdraget(self, cursor, fraga: Fraga) -> tuple[Sats | None, list[str]]:
        ar, nummer = fraga.uppdrag
        direkt = Sats("slag = 'uppdrag' AND ar = %s AND nummer = %s", (ar, nummer))
        kort = f"{self.namn[fraga.organ][1]} " if fraga.organ else ""
        if kort:
            direkt = direkt & Sats("starts_with(sok_vik(beteckning), %s)", (kort,))
        cursor.execute(f"SELECT EXISTS (SELECT FROM uppdrag_sokrad WHERE {direkt.sql})", direkt.varden)
        return (direkt, [f"{kort}{ar} {nummer}"]) if cursor.fetchone()[0] else (None, [])

    def _arendet(self, cursor, fraga: Fraga) -> tuple[Sats | None, list[str]]:
        direkt = diarienumret(fraga)
        cursor.execute(f"SELECT DISTINCT dnr FROM uppdrag_sokrad WHERE {direkt.sql} LIMIT 10", direkt.varden)
        formerna = {" ".join(orden(rad[0])) for rad in cursor.fetchall()}
        if formerna:
            return direkt, sorted(formerna | {"{} {}".format(*fraga.dnr)})
        # While it is typed, those that begin so.
        borjan = Sats("dnrtal LIKE %s", (f"{fraga.dnrtal}%",))
        cursor.execute(f"SELECT EXISTS (SELECT FROM uppdrag_sokrad WHERE {borjan.sql})", borjan.varden)
        return (borjan, []) if cursor.fetchone()[0] else (None, [])

    def _dagen(self, fraga: Fraga) -> tuple[Sats | None, list[str]]:
        dag = fraga.datum
        return dagen(dag, fraga.organ), [f"{dag:%Y %m %d}", dag_i_ord(dag, veckodag=False)]

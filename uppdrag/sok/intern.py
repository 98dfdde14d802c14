"""The search of those who work here: what brings a row forward, for each kind of question.

The thing itself comes before what mentions it: a person or an organ that is called so, the § of the address, the §§ of
the dnr, the meeting of the day; then what has the words in its title; then what has them in its decision or its text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kommun.kalender import dag_i_ord
from uppdrag.models import Sokrad
from uppdrag.sok.fraga import Fraga, las
from uppdrag.sok.grund import Grund, som_ord
from uppdrag.sok.motor import KANDIDATER, TITLAR, Rad, Resultat, Sokning, Tabell, personerna
from uppdrag.sok.vikning import orden
from uppdrag.sok.villkor import (
    Plan,
    Sats,
    Urval,
    alla,
    dagen,
    diarienumret,
    namner,
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


@dataclass(frozen=True)
class Filter:
    slag: str = ""
    organ: int | None = None
    ar: int | None = None
    # Linked to the person, or naming him or her in one of these ways.
    person: int | None = None
    personens_namn: Sequence[str] = ()

    def sats(self, *, med_slag: bool = True) -> Sats:
        satser = []
        if self.slag and med_slag:
            satser.append(Sats("slag = ANY (%s::text[])", ([str(s) for s in VAL[self.slag][1]],)))
        if self.organ:
            satser.append(Sats("organ_id = %s", (self.organ,)))
        if self.ar:
            satser.append(Sats("ar = %s", (self.ar,)))
        if self.person:
            namnen = [" ".join(orden(n)) for n in self.personens_namn]
            satser.append(Sats("personer && %s::bigint[]", ([self.person],)) | namner(*namnen))
        return alla(satser)


class Intern(Grund):
    """`eget_organ` is the one that the user works with: where nothing else tells, its own come first."""

    def __init__(self, *, today: date, eget_organ: int | None = None):
        super().__init__(today=today)
        self.eget_organ = eget_organ

    def sok(self, text: str, filter_: Filter) -> tuple[Resultat, Sokning]:
        fraga = las(text, self.organ)
        fasett = filter_.sats(med_slag=False) if filter_.slag else None
        sokning = Sokning(RADER, self.plan, filter_=filter_.sats(), fasett=fasett)
        if fraga.tom and filter_ != Filter():
            return sokning.allt(fraga), sokning
        return sokning.sok(fraga), sokning

    def forslag(self, text: str, antal: int) -> list[Rad]:
        """While it is typed: the addresses and the titles that it may become."""
        fraga = las(text, self.organ)
        sokning = Sokning(RADER, self._forslagsplan, filter_=Sats("TRUE"))
        return sokning.forsta(fraga, antal) or Sokning(RADER, self.plan, filter_=Sats("TRUE")).forsta(fraga, antal)

    def _forslagsplan(self, cursor, fraga: Fraga, *, borjan: bool) -> Plan:
        if fraga.adress or fraga.bara_organ or not (fraga.ord or fraga.fraser):
            return self.plan(cursor, fraga, borjan=borjan)
        i_titeln = titelfraga(fraga, borjan=False, sista=True)
        titel, ramen = traffar("titelvektor", i_titeln), self.ramen(fraga)
        kort = Sats("6.0 / (1 + length(titelvektor))")
        urvalen = (Urval(alla([titel, *ramen]), TITLAR), Urval(alla([titel, _SJALVA]), 20))
        poangen = (poang(40, _SJALVA), kort, *self.ramens_poang(fraga), *self.alltid())
        return Plan(urvalen, poangen, i_titeln)

    # One plan for each kind of question

    def plan(self, cursor, fraga: Fraga, *, borjan: bool) -> Plan:
        if fraga.adress and (plan := self._adress(cursor, fraga)):
            return plan
        return self._ord(cursor, som_ord(fraga), borjan=borjan)

    def _ord(self, cursor, fraga: Fraga, *, borjan: bool) -> Plan:
        i_texten, i_titeln = ordfraga(fraga, borjan=borjan), titelfraga(fraga, borjan=borjan)
        ramen = self.ramen(fraga)
        poangen = [*self.ramens_poang(fraga), *self.alltid()]
        if not (fraga.ord or fraga.fraser):
            sjalv = Sats("slag = 'organ' AND objekt = %s", (fraga.organ,))
            motena = poang(0.1, Sats("slag = 'sammantrade'"))
            return Plan((Urval(alla(ramen), KANDIDATER), Urval(sjalv, 1)), (poang(100, sjalv), motena, *poangen))
        text, titel = traffar("vektor", i_texten), traffar("titelvektor", i_titeln)
        # Among titles that all hold the words, the one that holds least else.
        kort = Sats(f"CASE WHEN {titel.sql} THEN 6.0 / (1 + length(titelvektor)) ELSE 0 END", titel.varden)
        poangen += [poang(10, titel), poang(40, _SJALVA & titel), kort]
        if borjan:
            poangen.append(poang(6, traffar("vektor", ordfraga(fraga, borjan=False))))
        if personer := personerna(cursor, fraga, i_titeln):
            lankad = Sats("personer && %s::bigint[]", (personer,))
            text = text | lankad
            poangen.append(poang(5, lankad))
        urvalen = [
            Urval(alla([titel, *ramen]), TITLAR),
            Urval(alla([text, *ramen]), KANDIDATER),
            Urval(alla([titel, _SJALVA, *ramen]), 50),
        ]
        return Plan(tuple(urvalen), tuple(poangen), i_texten)

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
        med_ord = [traffar("vektor", ordfraga(fraga, borjan=False))] if fraga.ord or fraga.fraser else []
        urvalen = [Urval(alla([direkt, *med_ord]), KANDIDATER)]
        if fraser:
            urvalen.append(Urval(alla([namner(*fraser), *med_ord]), TITLAR))
        egna = [poang(5, Sats("organ_id = %s", (self.eget_organ,)))] if self.eget_organ else []
        fragan = ordfraga(replace(fraga, fraser=(*fraga.fraser, *(tuple(f.split()) for f in fraser))), borjan=False)
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

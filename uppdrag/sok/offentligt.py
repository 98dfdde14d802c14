"""The search of everybody: in what is published on the web, as it stands there, and in nothing else.

Migration 0010 says what a row holds: the publication less what it withholds. A misspelt word is mended only to one
that is found here.
"""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone

from uppdrag.sok.fraga import Fraga, las
from uppdrag.sok.grund import Grund, som_ord
from uppdrag.sok.motor import KANDIDATER, PER_SIDA, TITLAR, Rad, Resultat, Sokning, Tabell
from uppdrag.sok.utdrag import Bit
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
    ordfraga,
    paragrafen,
    poang,
    titelfraga,
    traffar,
)

RADER = Tabell(
    "uppdrag_offentligrad",
    ("protokoll_id", "plats", "organ_id", "datum", "nummer", "beteckning", "dnr"),
    offentlig=True,
)
FRAMSIDAN = Sats("plats = -1")


@dataclass(frozen=True)
class OffentligTraff:
    url: str
    titel: tuple[Bit, ...]
    utdrag: tuple[Bit, ...]
    organ: str
    beteckning: str
    datum: date
    dnr: str


@dataclass(frozen=True)
class OffentligaTraffar:
    resultat: Resultat
    sida: Page
    traffar: tuple[OffentligTraff, ...]


def sok_offentligt(text: str, *, organ: int | None, ar: int | None, sida: str | None) -> OffentligaTraffar:
    """For protokoll.tillagg.OFFENTLIG_SOKNING."""
    grund = _Offentligt(today=timezone.localdate())
    ram = Ram((*([lexem(f"o{organ}")] if organ else []), *([lexem(f"y{ar}")] if ar else [])))
    sokning = Sokning(RADER, grund.plan, today=grund.today, ram=ram)
    resultat = sokning.sok(las(text, grund.organ))
    blad = Paginator(resultat.nycklar, PER_SIDA).get_page(sida)
    namnen = {o.pk: o.namn for o in grund.organ}
    return OffentligaTraffar(
        resultat, blad, tuple(_traff(r, namnen) for r in sokning.rader(resultat, blad.object_list))
    )


def _traff(rad: Rad, namnen: dict[int, str]) -> OffentligTraff:
    falt = rad.falt
    sida = reverse("protokoll:offentligt", args=[falt["protokoll_id"]])
    if falt["nummer"]:
        sida = reverse("protokoll:offentlig-paragraf", args=[falt["protokoll_id"], falt["nummer"]])
    return OffentligTraff(
        url=sida,
        titel=rad.titel,
        utdrag=rad.utdrag,
        organ=namnen.get(falt["organ_id"], ""),
        beteckning=falt["beteckning"],
        datum=falt["datum"],
        dnr=falt["dnr"],
    )


class _Offentligt(Grund):
    def plan(self, cursor, fraga: Fraga, former: Former) -> Plan:
        if direkt := self._adress(fraga):
            cursor.execute(f"SELECT EXISTS (SELECT FROM {RADER.namn} WHERE {direkt.sql})", direkt.varden)
            if cursor.fetchone()[0]:
                i_texten = ordfraga(fraga, former)
                ord_ = [traffar("vektor", i_texten)] if fraga.ord or fraga.fraser else []
                urval = Urval(KANDIDATER, sats=alla([direkt, *ord_]))
                return Plan((urval,), (*self.alltid(), poang(5, FRAMSIDAN)), i_texten)
        return self._ord(som_ord(fraga), former)

    def _adress(self, fraga: Fraga) -> Sats | None:
        if fraga.paragraf:
            return paragrafen(fraga)
        if fraga.dnr:
            return diarienumret(fraga)
        return dagen(fraga.datum, fraga.organ) if fraga.datum else None

    def _ord(self, fraga: Fraga, former: Former) -> Plan:
        ramen, poangen = self.ramen(fraga), (*self.ramens_poang(fraga), *self.alltid())
        if not (fraga.ord or fraga.fraser):
            return Plan((Urval(KANDIDATER, inom(*ramen)),), (*poangen, poang(0.1, FRAMSIDAN)))
        i_texten, i_titeln = ordfraga(fraga, former), titelfraga(fraga, former)
        exakt = [poang(6, traffar("vektor", ordfraga(fraga, {})))] if former else []
        return Plan(
            (
                Urval(TITLAR, inom(i_titeln, *ramen), "titelvektor"),
                Urval(KANDIDATER, inom(i_texten, *ramen)),
            ),
            (poang(10, traffar("titelvektor", i_titeln)), *exakt, *poangen),
            i_texten,
        )

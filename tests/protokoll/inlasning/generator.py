"""Invented protokoll by the hundred, in the layouts that the reader knows; none gives anything to remark on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kommun.kalender import dag_i_ord

KOMMUN = "Ljungbo kommun"


@dataclass(frozen=True)
class Mote:
    """The `n`th meeting of the year (from 1) of an organ, with one §."""

    organ: str
    dag: date
    n: int


def vimmerby(m: Mote) -> str:
    return f"""{m.organ}

Plats och tid\tStora salen, {dag_i_ord(m.dag)} kl 13:00-15.30
Beslutande\tLedamöter Ada Provsson (C), ordförande Bo Testman (S), vice ordförande
Övriga närvarande\t§ {m.n} Cia Exempel, sekreterare
Protokolljusterare\tBo Testman (S)
Justeringens plats och tid\tStadshuset, Provstad
Underskrifter\t
Sekreterare\t_____ Paragrafer § {m.n} Cia Exempel
Ordförande\t_____ Ada Provsson
Protokolljusterare\t_____ Bo Testman (S)

Anslag/bevis

Protokollet är justerat. Justeringen har tillkännagivits genom anslag.

Organ\t{m.organ}\t\t
Sammanträdesdatum\t{m.dag}\t\t
Datum då anslaget sätts upp\t{m.dag + timedelta(7)}\tDatum då anslaget tas ned\t{m.dag + timedelta(29)}
Förvaringsplats för protokollet\tArkivet\t\t
Underskrift\t_____ Cia Exempel\t\t



{m.organ}

Innehållsförteckning

§ {m.n}\tDnr {m.dag.year}/{m.n:06} 101\t4
\tLekplats i parken\t4



{m.organ}

§ {m.n}

Dnr {m.dag.year}/{m.n:06} 101

Lekplats i parken

{m.organ}s beslut

{m.organ} avslår förslaget om en lekplats i parken.

Sammanfattning

Frågan har väckts av en förening.

Beslutsunderlag

Tjänsteskrivelse - Lekplats

Beslutet skickas till

Kontoret
"""


def kungsbacka(m: Mote) -> str:
    def huvud(sida: int) -> str:
        return f"""<!-- sida {sida} -->

{KOMMUN.upper():<35}SAMMANTRÄDESPROTOKOLL           {sida} (3)
{m.organ}
Datum
{m.dag}
"""

    fot = """Det här dokumentet är digitalt signerat
Transaktionsidentitet: 0A1B2C3D4E5F60718293A4B5C6D7E8F901020304
"""
    return f"""{huvud(1)}
Plats och tid för Stora salen, Torget 1 Klockan 13:00-16:20
sammanträde
Beslutande    Ledamöter                     Tjänstgörande ersättare
Ada Berg (M), ordförande      Cilla Dahl (M) tjänstgör för
Bo Ceder (S), 1:e vice ordförande Egon Fahl (M)
Frans Gran (SD)

Övriga närvarande Ersättare                 Tjänstepersoner
Lo Malm (V)                   Nina Olsson, förvaltningschef
Olle Pil (S)                  Vera Wik, nämndsekreterare

Plats och tid för justering Digital justering

Sekreterare   Vera Wik                              § {m.n}
Paragrafer
Ordförande    Ada Berg (M)

Protokolljusterare Bo Ceder (S)

{huvud(2)}
Innehåll

§ {m.n} Dnr FF-{m.dag.year}-{m.n:05}
Yttrande över en motion .................................................................. 3

{fot}
{huvud(3)}
§ {m.n}                      Dnr FF-{m.dag.year}-{m.n:05}
Yttrande över en motion

Beslut

{m.organ} avslår motionen med hänvisning till förvaltningens utredning av
öppettider och kostnader.

Sammanfattning av ärendet

Motionärerna vill att simhallen ska vara öppen fler timmar under sommaren.

Beslutsunderlag

Tjänsteskrivelse, {m.dag - timedelta(20)}

{fot}"""


def allman(m: Mote) -> str:
    def huvud(sida: int) -> str:
        return f"{KOMMUN.upper():<24}PROTOKOLL                         Sida {sida} (2)\n{m.organ:<24}{m.dag}\n"

    return f"""{huvud(1)}
Plats och tid:       Medborgarhuset, {dag_i_ord(m.dag)}, kl. 18.30–20.05
Beslutande:          Rolf Sundin (L), ordförande
                     Maj Tegel (S), förste vice ordförande
                     Ulf Vass (C)
Övriga deltagare:    Zara Ahl, kommunsekreterare
Utses att justera:   Maj Tegel (S)
Justeringens plats och tid: Kommunkansliet, {m.dag + timedelta(3)}
Paragrafer:          § {m.n}
Sekreterare:         Zara Ahl
Ordförande:          Rolf Sundin
Justerare:           Maj Tegel

ANSLAGSBEVIS
Justeringen har tillkännagivits på kommunens anslagstavla.
Organ: {m.organ}
Anslaget sätts upp: {m.dag + timedelta(4)}
Anslaget tas ned: {m.dag + timedelta(26)}
Förvaringsplats: Kommunkansliet

{huvud(2)}
Kf § {m.n}      Mål och budget för nästa år
{m.dag.year}.{m.n} KS

{m.organ}s beslut

1. {m.organ} fastställer budgeten.

Bakgrund
Budgeten har beretts i styrelsen under hösten.

Underlag
Tjänsteskrivelse {m.dag - timedelta(20)}

Beslutet ska skickas till:
samtliga nämnder
"""


def ledord(m: Mote) -> str:
    def huvud(sida: int) -> str:
        return f"{KOMMUN:<34}Protokoll                         Sida {sida} av 2\n{m.organ:<26}{m.dag}\n"

    return f"""{huvud(1)}
Sammanträde: {dag_i_ord(m.dag).capitalize()} kl. 13.15–15.40
Lokal: Rådhuset, Lindsalen
Beslutar: Inga Sand (C), ordförande
          Bo Rask (S), vice ordförande
          Tom Hägg (M)
Deltar i övrigt: Karin Ask, teknisk chef
                 Nils Bark, sekreterare
Utsedd att justera: Tom Hägg (M)
Omfattar: Paragraf {m.n}
Sekreterare: Nils Bark
Ordförande: Inga Sand

Anslagsbevis
Organ: {m.organ}
Sammanträdesdatum: {m.dag}
Anslaget sätts upp: {m.dag + timedelta(5)}
Anslaget tas ned: {m.dag + timedelta(27)}
Förvaringsplats: Rådhuset

Ärenden
Paragraf {m.n}  Vinterväghållning på gång- och cykelvägar ................. 2

{huvud(2)}
Paragraf {m.n}
Ärendenr: TU {m.dag.year}/{m.n}-3.2.1
Ärende: Vinterväghållning på gång- och cykelvägar

Beslut: {m.organ} lägger redovisningen till handlingarna.

Skäl: Flera har hört av sig om halka.

Underlag: Tjänsteskrivelse {m.dag - timedelta(20)}

Beslutet till: Tekniska förvaltningen
"""


LAYOUTER: dict[str, Callable[[Mote], str]] = {
    "Vimmerby": vimmerby,
    "Kungsbacka": kungsbacka,
    "allmän": allman,
    "Ledord": ledord,
}
ORGAN = {
    "Vimmerby": "Provstads nämnd",
    "Kungsbacka": "Fritidsnämnden",
    "allmän": "Kommunfullmäktige",
    "Ledord": "Tekniska utskottet",
}


def texter(antal: int) -> list[tuple[str, str, str]]:
    """(path, layout, text) of so many protokoll, as many in each layout, ten meetings a year."""
    ut = []
    for i in range(antal):
        layout = list(LAYOUTER)[i % len(LAYOUTER)]
        ar, n = divmod(i // len(LAYOUTER), 10)
        mote = Mote(ORGAN[layout], date(2012 + ar, 1, 10) + timedelta(28 * n), n + 1)
        ut.append((f"{ORGAN[layout]}/{mote.dag}.txt", layout, LAYOUTER[layout](mote)))
    return ut

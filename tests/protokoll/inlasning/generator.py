"""Invented protokoll by the hundred, in the layouts that the reader knows; none gives anything to remark on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kommun.kalender import dag_i_ord

KOMMUN = "Ljungbo kommun"


@dataclass(frozen=True)
class Mote:
    """The `n`th meeting of the year (from 1) of an organ: two §§."""

    organ: str
    dag: date
    n: int

    @property
    def ett(self) -> int:
        return 2 * self.n - 1

    @property
    def tva(self) -> int:
        return 2 * self.n


def vimmerby(m: Mote) -> str:
    return f"""{m.organ}

Plats och tid\tStora salen, {dag_i_ord(m.dag)} kl 13:00-15.30
Beslutande\tLedamöter Ada Provsson (C), ordförande Bo Testman (S), vice ordförande
Övriga närvarande\t§§ {m.ett}-{m.tva} Cia Exempel, sekreterare
Protokolljusterare\tBo Testman (S)
Justeringens plats och tid\tStadshuset, Provstad
Underskrifter\t
Sekreterare\t_____ Paragrafer §§ {m.ett}-{m.tva} Cia Exempel
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

§ {m.ett}\tDnr {m.dag.year}/{m.ett:06} 004\t3
\tVal av protokolljusterare\t3
§ {m.tva}\tDnr {m.dag.year}/{m.tva:06} 101\t4
\tLekplats i parken\t4



{m.organ}

§ {m.ett}

Dnr {m.dag.year}/{m.ett:06} 004

Val av protokolljusterare

{m.organ}s beslut

{m.organ} väljer Bo Testman (S) att justera.



{m.organ}

§ {m.tva}

Dnr {m.dag.year}/{m.tva:06} 101

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

LJUNGBO KOMMUN                     SAMMANTRÄDESPROTOKOLL           {sida} (4)
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

Sekreterare   Vera Wik                              §§ {m.ett}-{m.tva}
Paragrafer
Ordförande    Ada Berg (M)

Protokolljusterare Bo Ceder (S)

{huvud(2)}
Innehåll

§ {m.ett} Dnr FF-{m.dag.year}-{m.ett:05}
Yttrande över en motion .................................................................. 3
§ {m.tva} Dnr FF-{m.dag.year}-{m.tva:05}
Information från förvaltningen ............................................................ 4

{fot}
{huvud(3)}
§ {m.ett}                      Dnr FF-{m.dag.year}-{m.ett:05}
Yttrande över en motion

Beslut

{m.organ} avslår motionen med hänvisning till förvaltningens utredning av
öppettider och kostnader.

Sammanfattning av ärendet

Motionärerna vill att simhallen ska vara öppen fler timmar under sommaren.

Beslutsunderlag

Tjänsteskrivelse, {m.dag - timedelta(20)}

{fot}
{huvud(4)}
§ {m.tva}                      Dnr FF-{m.dag.year}-{m.tva:05}
Information från förvaltningen

Beslut

{m.organ} noterar informationen till protokollet.

{fot}"""


def allman(m: Mote) -> str:
    def huvud(sida: int) -> str:
        return f"LJUNGBO KOMMUN          PROTOKOLL                         Sida {sida} (3)\n{m.organ:<24}{m.dag}\n"

    return f"""{huvud(1)}
Plats och tid:       Medborgarhuset, {dag_i_ord(m.dag)}, kl. 18.30–20.05
Beslutande:          Rolf Sundin (L), ordförande
                     Maj Tegel (S), förste vice ordförande
                     Ulf Vass (C)
Övriga deltagare:    Zara Ahl, kommunsekreterare
Utses att justera:   Maj Tegel (S)
Justeringens plats och tid: Kommunkansliet, {m.dag + timedelta(3)}
Paragrafer:          §§ {m.ett}–{m.tva}
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
Kf § {m.ett}      Mål och budget för nästa år
{m.dag.year}.{m.ett} KS

{m.organ}s beslut

1. {m.organ} fastställer budgeten.

Bakgrund
Budgeten har beretts i styrelsen under hösten.

Underlag
Tjänsteskrivelse {m.dag - timedelta(20)}

Beslutet ska skickas till:
samtliga nämnder

{huvud(3)}
Kf § {m.tva}      Svar på interpellation (KS {m.dag.year}/{m.tva})

{m.organ}s beslut

Interpellationen anses besvarad.
"""


LAYOUTER: dict[str, Callable[[Mote], str]] = {
    "Vimmerby": vimmerby,
    "Kungsbacka": kungsbacka,
    "allmän": allman,
}
ORGAN = {"Vimmerby": "Provstads nämnd", "Kungsbacka": "Fritidsnämnden", "allmän": "Kommunfullmäktige"}


def texter(antal: int) -> list[tuple[str, str, str]]:
    """(path, layout, text) of so many protokoll, as many in each layout, ten meetings a year."""
    ut = []
    for i in range(antal):
        layout = list(LAYOUTER)[i % len(LAYOUTER)]
        ar, n = divmod(i // len(LAYOUTER), 10)
        mote = Mote(ORGAN[layout], date(2012 + ar, 1, 10) + timedelta(28 * n), n + 1)
        ut.append((f"{ORGAN[layout]}/{mote.dag}.txt", layout, LAYOUTER[layout](mote)))
    return ut

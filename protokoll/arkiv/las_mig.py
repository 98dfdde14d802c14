"""What a person who opens the package in fifty years must know. Pure."""

from collections.abc import Iterable

from protokoll.arkiv.varden import PROGRAM, UTGAVA, Paket

_TEXT = """{titel}
{kommun}

Paketet innehåller {antal} ur {organ}, år {ar}.
Det är gjort av {program} {utgava} enligt E-ARK CSIP 2.1.0 (FGS Paketstruktur 2.0) och
E-ARK CITS ERMS (FGS Ärendehantering 2.0).

METS.xml                          alla filer, med storlek och kontrollsumma (SHA-256)
metadata/descriptive/erms.xml     protokollen, ärendena och paragraferna
metadata/preservation/premis.xml  hur protokollen kom till, och filernas kontrollsummor
representations/rep1/data/        en mapp för varje protokoll:
    version-N.pdf                 protokollet så som det lästes och godkändes (PDF/A-2a)
    version-N-….pdf               samma protokoll med stämpel eller underskrifter: originalet
    version-N.json                samma innehåll för maskiner; schemas/dokument.schema.json beskriver det
    handelser.json                när och av vem det frystes, godkändes, undertecknades, rättades och anslogs
    anslagsbevis-N.pdf            beviset om anslag på anslagstavlan
    bilaga-N.…                    kallelser och bilagor
Finns flera versioner är den sista en rättelse, och de tidigare så som de lydde.

Samma innehåll ger samma paket, byte för byte. Tiden i METS.xml är därför tiden för det senaste som hände med
något av protokollen.

Protokoll
{protokollen}
{saknade}{prov}"""

_PROV = """
OBSERVERA: något av protokollen är stämplat med ett provcertifikat, som bevisar ingenting.
"""


def las_mig(paket: Paket, saknade: Iterable, *, prov: bool) -> str:
    antal = len(paket.protokollen)
    rader = [f"- {s}" for s in saknade]
    return _TEXT.format(
        titel=paket.titel,
        kommun=paket.kommun,
        antal=f"{antal} justerade protokoll" if antal > 1 else "ett justerat protokoll",
        organ=paket.organ,
        ar=paket.ar,
        program=PROGRAM,
        utgava=UTGAVA,
        protokollen="\n".join(f"- {p.beteckning}{' (sekretess)' if p.sekretess else ''}" for p in paket.protokollen),
        saknade="\nFöljande från året ingår inte\n" + "\n".join(rader) + "\n" if rader else "",
        prov=_PROV if prov else "",
    )

"""Reading an old list of uppdrag from a file: the sheets, the headings, what each row says. No Django.

`bladen(filnamn, innehall)` names the sheets, `las_lista(…)` gives the rows of one with its headings, `rader.tolka` what
they say. All raise `Listfel` with a sentence for the person, and nothing else.
"""

from . import csv, xlsx
from .fel import Listfel
from .kolumner import FALT, FALTEN, gissa, kanns_igen
from .mall import EXEMPEL
from .modell import MAX_RADER, Blad, Bladnamn, Lista, Rad, kolumnbokstav

__all__ = ["FALT", "FALTEN", "MAX_RADER", "Bladnamn", "Lista", "Listfel", "bladen", "gissa", "las_lista", "valj_blad"]

# Titles and explanations that may stand above the headings.
_RUBRIKEN_FINNS_BLAND = 30


def bladen(filnamn: str, innehall: bytes) -> list[Bladnamn]:
    """The sheets of a workbook; a text file has one without name."""
    if xlsx.ar_arbetsbok(innehall):
        return xlsx.bladen(innehall)
    if filnamn.lower().endswith((".csv", ".txt", ".tsv", ".tab")):
        return [Bladnamn("")]
    if not innehall:
        raise Listfel("Filen är tom. Välj den fil som listan finns i.")
    raise Listfel("Filen är varken en Excelarbetsbok eller en textfil. Välj en fil som slutar på .xlsx eller .csv.")


def _blad(filnamn: str, innehall: bytes, namn: str) -> Blad:
    return xlsx.las_blad(innehall, namn) if xlsx.ar_arbetsbok(innehall) else csv.las_blad(innehall)


def valj_blad(filnamn: str, innehall: bytes) -> str:
    """The sheet whose headings look most like a list of uppdrag; of equals the first that is not hidden."""
    namnen = bladen(filnamn, innehall)
    if len(namnen) < 2:
        return namnen[0].namn if namnen else ""
    basta, mest = "", (-1, False)
    for b in namnen[:20]:
        rader = _blad(filnamn, innehall, b.namn).rader
        poang = (max((kanns_igen(_rubriker(r, [])) for r in rader[:_RUBRIKEN_FINNS_BLAND]), default=-1), not b.dolt)
        if poang > mest:
            basta, mest = b.namn, poang
    return basta or namnen[0].namn


def _rubriker(rad: Rad, under: list[Rad]) -> list[str]:
    """The headings, each one different; a column with values but no heading is known by its letter."""
    bredd = max([len(rad.celler), *(len(r.celler) for r in under)])
    rubriker: list[str] = []
    for n in range(bredd):
        text = " ".join(rad.cell(n).text.split())[:100]
        plats = f"kolumn {kolumnbokstav(n)}"
        if not text:
            text = plats.capitalize()
        elif text in rubriker:
            text = f"{text} ({plats})"
        rubriker.append(text)
    return rubriker


def las_lista(filnamn: str, innehall: bytes, *, blad: str = "", rubrikrad: int | None = None) -> Lista:
    """One sheet with its headings, found or on the row that a person has said. Raises Listfel when there is no list."""
    bladet = _blad(filnamn, innehall, blad)
    if not bladet.rader:
        raise Listfel(f"Bladet ”{blad}” är tomt. Välj ett annat blad." if blad else "Filen har inga rader.")
    rubrik = _rubrikraden(bladet, rubrikrad)
    under = [r for r in bladet.rader if r.nummer > rubrik.nummer]
    rubriker = _rubriker(rubrik, under)
    upprepad = [c.text for c in rubrik.celler if c]
    rader = [
        r for r in under if [c.text for c in r.celler if c] != upprepad and not any(c.text == EXEMPEL for c in r.celler)
    ]
    if len(rader) > MAX_RADER:
        raise Listfel(f"Listan har {len(rader)} rader. Högst {MAX_RADER} kan läsas in åt gången: dela upp filen.")
    return Lista(
        blad=bladet.namn,
        rubrikrad=rubrik.nummer,
        rubriker=tuple(rubriker),
        rader=tuple(rader),
        noteringar=tuple(_noteringar(bladet, rubrik, rader)),
    )


def _rubrikraden(blad: Blad, sagd: int | None) -> Rad:
    if sagd is not None:
        for rad in blad.rader:
            if rad.nummer == sagd:
                return rad
        raise Listfel(f"Rad {sagd} är tom. Ange den rad som rubrikerna står på.")
    forsta = blad.rader[:_RUBRIKEN_FINNS_BLAND]
    basta = max(forsta, key=lambda r: kanns_igen(_rubriker(r, [])))
    if kanns_igen(_rubriker(basta, [])) >= 2:
        return basta
    return next((r for r in forsta if sum(bool(c) for c in r.celler) > 1), forsta[0])


def _noteringar(blad: Blad, rubrik: Rad, rader: list[Rad]):
    ovanfor = sum(r.nummer < rubrik.nummer for r in blad.rader)
    if ovanfor:
        en = "En rad ovanför rubrikerna läses inte."
        yield en if ovanfor == 1 else f"{ovanfor} rader ovanför rubrikerna läses inte."
    if kanns_igen(_rubriker(rubrik, [])) < 2:
        yield f"Rubrikerna kändes inte igen. Rad {rubrik.nummer} antas vara rubrikraden: kontrollera det."
    if blad.dolt:
        yield "Bladet är dolt i Excel."
    if dolda := sum(r.dold for r in rader):
        en = "En rad är dold i Excel. Den läses in som de andra."
        yield en if dolda == 1 else f"{dolda} rader är dolda i Excel. De läses in som de andra."

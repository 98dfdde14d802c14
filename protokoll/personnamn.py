"""Names of people in a text, by what they look like. Pure. Too many rather than too few: somebody looks at each."""

import re
from collections.abc import Callable, Collection

_ORD = r"[A-ZÅÄÖÉÜØÆŠŽČ][a-zåäöéèüøæáíóúñçćčšžłß’']+"
_LED = rf"{_ORD}(?:-{_ORD})?"
_NAMN = re.compile(rf"(?<![\w-]){_LED}(?: (?:(?:von|af|av|de|van|der|el|al|bin) )?{_LED})+")
# What makes a run of capitals something else than a person: a word of an office, a place, a company, a law.
_SLUT = (
    *("nämnden", "nämndens", "styrelse", "styrelsen", "styrelsens", "utskott", "utskottet", "utskotts"),
    *("fullmäktige", "fullmäktiges", "beredningen", "förvaltning", "förvaltningen", "förvaltningens", "kontor"),
    *("kontoret", "kontorets", "avdelning", "avdelningen", "enheten", "bolaget", "verket", "kommun", "kommuns"),
    *("kommunen", "region", "regionen", "län", "läns", "förbund", "förbundet", "stiftelsen", "förening"),
    *("föreningen", "skola", "skolan", "gymnasiet", "sjukhuset", "vägen", "gatan", "torget", "planen", "huset"),
    *("salen", "rummet", "staten", "departementet", "inspektionen", "myndigheten", "rätten", "domstolen"),
    *("universitetet", "högskolan", "programmet", "projektet", "lagen", "förordningen", "konferens", "konferensen"),
    *("direktör", "direktören", "chef", "chefen", "ordförande", "ordföranden"),
)
_ANNAT = re.compile(
    r"Sveriges|Svenska|Region|Regionen|Kommun|Kommunen|Kommuner|Länsstyrelsen"
    r"|Landstinget|Stiftelsen|Föreningen|Europeiska|Nationella|Norra|Södra|Östra"
    r"|Västra|Stora|Lilla|Gamla|Nya|Sankt|Sancta|Beslutet|Beslut|Ledamot|Ledamoten"
    r"|Ledamöter|Ordförande|Ordföranden|Sekreterare|Sekreteraren|Ersättare"
    r"|Ersättaren|Vice|Enligt|Efter|Under|Från|Till|Januari|Februari|Mars|April"
    r"|Maj|Juni|Juli|Augusti|September|Oktober|November|December|Paragraf|Bilaga"
    r"|Kap|Punkt|Yrkande|Yrkanden|Reservation|Ajournering|Omröstning|Förslag|Den"
    r"|Det|De"
)


def personnamn_i(text: str) -> list[str]:
    """What reads as the name of a person: two or more words in a row with capitals, none of an office or a place."""
    funna = []
    for rad in re.split(r"[\n\t]", text):
        for m in _NAMN.finditer(rad):
            orden = m[0].split(" ")
            while orden and _ANNAT.fullmatch(orden[0]):
                orden = orden[1:]
            if len(orden) >= 2 and not any(_ANNAT.fullmatch(o) or o.lower().endswith(_SLUT) for o in orden):
                funna.append(" ".join(orden))
    return funna


def grundform(namn: str, redan: Collection[str]) -> str:
    """ "Anna Anderssons" is Anna Andersson where she has been named."""
    return namn[:-1] if namn.endswith("s") and namn[:-1] in redan else namn


def igenkannare(kanda: Collection[str]) -> Callable[[str], bool]:
    """Asks of a name whether it is one of `kanda`: whole, by first and last of several, or the other way about, also
    with the s of the genitive, and with another word with a capital before it."""
    former = set()
    for namn in kanda:
        delar = namn.lower().split()
        if len(delar) >= 2:
            former |= {" ".join(delar), f"{delar[0]} {delar[-1]}", f"{delar[-1]} {delar[0]}"}

    def kant(namn: str) -> bool:
        delar = namn.lower().split()
        rester = (" ".join(delar[n:]) for n in range(len(delar) - 1))
        return any(rest in former or rest.removesuffix("s") in former for rest in rester)

    return kant

"""Names of people in a text, by what they look like. Pure. Too many rather than too few: somebody looks at each."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator

_OSYNLIGT = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_BOKSTAV = r"[^\W\d_]"
_TECKEN = re.compile(rf"{_BOKSTAV}+(?:[-’'´]{_BOKSTAV}+)*")
_LED = re.compile("von|af|de|van|der|den|ter|la|le|di|da|dos|del|el|al|bin|ibn|abu")
_ARTIKEL = ("al-", "el-")
# What makes a run of capitals something else than a person: a word of a place, a company, a law …
_SLUT = (
    *("nämnden", "nämndens", "styrelse", "styrelsen", "styrelsens", "utskott", "utskottet", "utskotts"),
    *("fullmäktige", "fullmäktiges", "beredningen", "förvaltning", "förvaltningen", "förvaltningens", "kontor"),
    *("kontoret", "kontorets", "avdelning", "avdelningen", "enheten", "bolaget", "verket", "kommun", "kommuns"),
    *("kommunen", "region", "regionen", "län", "läns", "förbund", "förbundet", "stiftelsen", "förening"),
    *("föreningen", "skola", "skolan", "gymnasiet", "sjukhuset", "vägen", "gatan", "torget", "planen", "huset"),
    *("salen", "rummet", "staten", "departementet", "inspektionen", "myndigheten", "rätten", "domstolen"),
    *("universitetet", "högskolan", "programmet", "projektet", "lagen", "förordningen", "konferens", "konferensen"),
)
# … or an office, whose holder is named before it or after it.
_AMBETE = ("direktör", "direktören", "chef", "chefen", "ordförande", "ordföranden", "sekreterare", "sekreteraren")
_ANNAT = re.compile(
    r"Sveriges|Svenska|Region|Regionen|Kommun|Kommunen|Kommuner|Länsstyrelsen|Landstinget|Stiftelsen|Föreningen"
    r"|Europeiska|Nationella|Norra|Södra|Östra|Västra|Stora|Lilla|Gamla|Nya|Sankt|Sancta|Beslutet|Beslut"
    r"|Ledamot|Ledamoten|Ledamöter|Ersättare|Ersättaren|Vice|Sökande|Sökanden|Klagande|Klaganden|Ägare|Ägaren"
    r"|Fastighetsägare|Fastighetsägaren|Januari|Februari|Mars|Juni|Juli|Augusti|September|Oktober|November"
    r"|December|Paragraf|Bilaga|Kap|Punkt|Yrkande|Yrkanden|Reservation|Ajournering|Omröstning|Förslag|Den|Det|De|Detta"
    r"|Enligt|Efter|Under|Från|Till|Av|För|Med|Om|På|Vid|Hos|Mot|Genom|Att|Som|När|Då|Samt|Och|Även|Också|Därför"
    r"|Därefter"
)


def personnamn_i(text: str) -> list[str]:
    """What reads as the name of a person: two or more words in a row with capitals, or an initial and a word, none of
    a place or an office. "Anna och Bo Ek" is one, so that nothing of it is left behind."""
    rader = re.split(r"[\n\t]", som_lasbar(text))
    return [
        " ".join(rad[orden[0].start() : _slut(orden[-1])].split())
        for rad in rader
        for foljd in _foljder(rad)
        for orden in _namnen(foljd)
    ]


def som_lasbar(text: str) -> str:
    """Each letter in one character, and nothing that is not seen: as the eye has it."""
    return unicodedata.normalize("NFC", text).translate(_OSYNLIGT)


def _slut(m: re.Match) -> int:
    """Of a word; an initial ends with its full stop."""
    return m.end() + (_ar_initial(m[0]) and m.string[m.end() : m.end() + 1] == ".")


def _foljder(rad: str) -> Iterator[list[re.Match]]:
    """The words that stand after each other with capitals, with the small ones between them."""
    # Where everything is written in capitals they tell nothing.
    versalt = rad.isupper()
    foljd: list[re.Match] = []
    for m in _TECKEN.finditer(rad):
        if foljd and not _hor_ihop(foljd[-1], m):
            yield foljd
            foljd = []
        initial = _ar_initial(m[0]) and (foljd or _slut(m) > m.end())
        mellanord = foljd and (_ar_led(m[0]) or (m[0] == "och" and len(foljd) == 1))
        if _ar_namnord(m[0], versalt) or initial or mellanord:
            foljd.append(m)
        elif foljd:
            yield foljd
            foljd = []
    if foljd:
        yield foljd


def _hor_ihop(fore: re.Match, m: re.Match) -> bool:
    mellan = m.string[_slut(fore) : m.start()]
    return mellan.isspace() or (not mellan and _slut(fore) > fore.end())


def _ar_initial(ordet: str) -> bool:
    return len(ordet) == 1 and ordet.isupper()


def _ar_led(ordet: str) -> bool:
    return bool(_LED.fullmatch(ordet)) or ordet.startswith(_ARTIKEL)


def _ar_namnord(ordet: str, versalt: bool) -> bool:
    if not ordet[0].isupper() or len(ordet) == 1:
        return False
    return not ordet.isupper() or (len(ordet) > 2 and not versalt)


def _namnen(foljd: list[re.Match]) -> Iterator[list[re.Match]]:
    """The names in a run: on both sides of an office, and after the last word of a place."""
    delar: list[list[re.Match]] = [[]]
    for m in foljd:
        if m[0].lower().endswith(_AMBETE):
            delar.append([])
        elif m[0].lower().endswith(_SLUT):
            delar = [[]]
        else:
            delar[-1].append(m)
    return (orden for del_ in delar if (orden := _namnet(del_)))


def _namnet(orden: list[re.Match]) -> list[re.Match]:
    """Less what a name neither begins nor ends with; empty when no name is left."""
    while orden and (_ANNAT.fullmatch(orden[0][0]) or not _kan_borja(orden[0])):
        orden = orden[1:]
    # "Moderaterna och Centerpartiet" are two; "Anna och Bo Ek" have one name together.
    if len(orden) == 3 and orden[1][0] == "och":
        return []
    while orden and not orden[-1][0][0].isupper() and not orden[-1][0].startswith(_ARTIKEL):
        orden = orden[:-1]
    if any(_ANNAT.fullmatch(m[0]) and m[0] != "De" for m in orden):
        return []
    return orden if len(orden) >= 2 and any(_ar_namnord(m[0], False) for m in orden) else []


def _kan_borja(m: re.Match) -> bool:
    """A capital with its full stop is an initial; alone it is a word ("I Tuna")."""
    return m[0][0].isupper() and (len(m[0]) > 1 or _slut(m) > m.end())


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

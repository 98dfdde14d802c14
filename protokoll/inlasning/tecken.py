"""Letters: one normal form for the whole text, and look-alikes that hide a word from search."""

import re
import unicodedata
from collections.abc import Iterator

# Look-alikes of Latin letters, one to one, so that places in a folded text are places in the text.
_LIKA = {
    **dict(zip("АВЕКМНОРСТХУІЈЅ", "ABEKMHOPCTXYIJS", strict=True)),
    **dict(zip("аеіјкмнорстухѕԁһ", "aeijkmhopctyxsdh", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    **dict(zip("αεικνορτυχ", "aeikvoptux", strict=True)),
}
_VIK = str.maketrans(_LIKA)
_NAGON_LIK = re.compile(f"[{''.join(_LIKA)}]")

_NYRAD = re.compile("\r\n|[\r\x0b\x1c\x1d\x1e\x85\u2028\u2029]")
_MELLANSLAG = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# A soft hyphen or U+2010 at the end of a line was put there by a machine: nobody types one.
_AVSTAVNING = re.compile("(?<=\\w)[\u00ad\u2010]\n[ \t]{0,40}(?=[a-zåäöé])")
# Unseen characters: soft hyphen, zero width, direction marks, control characters other than TAB, LF and FF.
_OSYNLIGA = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")

ORD = re.compile(r"\w+")
_DELAT = re.compile(r"(?<=\w)- (?=[a-zåäöé])")


def ord_i(text: str) -> list[str]:
    """The words of a list written as a line."""
    return text.split()


# "miljö- och byggnadsförvaltningen": the hyphen stands for the part in common.
SAMMANSATTNING = frozenset(ord_i("och eller samt respektive resp till som men"))


def normalisera(text: str) -> str:
    """The text in NFC with line feeds only, plain spaces and no unseen characters.

    Words broken with a soft hyphen at a line's end are joined. Nothing a reader can see is changed.
    """
    text = unicodedata.normalize("NFC", _NYRAD.sub("\n", text))
    text = _MELLANSLAG.sub(" ", text)
    text = _AVSTAVNING.sub("", text)
    return _OSYNLIGA.sub("", text)


def vik(text: str) -> str:
    """Look-alike Cyrillic and Greek letters as the Latin ones they look like; every place stays where it was."""
    return text.translate(_VIK) if _NAGON_LIK.search(text) else text


def utan_accent(text: str) -> str:
    """Škorić as skoric: for asking whether two spellings may be one name. å, ä and ö are letters of their own."""
    delar = []
    for tecken in vik(text).casefold():
        delar.append(tecken if tecken in "åäö" else unicodedata.normalize("NFD", tecken)[0])
    return "".join(delar)


def forvaxlingsbara_ord(text: str) -> Iterator[tuple[str, str]]:
    """Words in Latin letters that hold look-alikes of another script: the word, and the word mended."""
    if text.isascii() or not _NAGON_LIK.search(text):
        return
    for match in ORD.finditer(text):
        ord_ = match[0]
        if ord_.isascii():
            continue
        vikt = vik(ord_)
        if vikt != ord_ and any(_latinsk(t) for t in ord_) and all(_latinsk(t) or not t.isalpha() for t in vikt):
            yield ord_, vikt


def _latinsk(tecken: str) -> bool:
    return tecken.isalpha() and (tecken < "\u0250" or "\u1e00" <= tecken <= "\u1eff")


def beskriv_skrift(ord_: str) -> str:
    """ "kyrilliska" or "grekiska", for the sentence about a look-alike."""
    return "kyrilliska" if any("\u0400" <= t <= "\u052f" for t in ord_) else "grekiska"


def antal_forvaxlingsbara(ord_: str) -> int:
    return sum(t in _LIKA for t in ord_)


def delade_ord(text: str) -> Iterator[tuple[str, str, str]]:
    """Words that a line break has cut: ("kommun- direktör", "kommun", "direktör")."""
    for match in _DELAT.finditer(text):
        mitt = match.start()
        borjan = mitt
        while borjan > 0 and mitt - borjan < 40 and text[borjan - 1].isalpha():
            borjan -= 1
        slut = match.end()
        while slut < len(text) and slut - match.end() < 40 and text[slut].isalpha():
            slut += 1
        forst, sedan = text[borjan:mitt], text[match.end() : slut]
        if len(forst) > 1 and len(sedan) > 1 and sedan not in SAMMANSATTNING:
            yield text[borjan:slut], forst, sedan


def ordlista(text: str) -> frozenset[str]:
    """The words of a text, casefolded, without those that a hyphen cuts off from the next."""
    return frozenset(
        match[0].casefold() for match in ORD.finditer(text) if text[match.end() : match.end() + 2] not in {"- ", "-\n"}
    )


def lagade_ord(text: str, ordlista: frozenset[str] | set[str]) -> str:
    """The text with cut words joined, where the joined word stands whole elsewhere or the first part never does."""
    for citat, forst, sedan in list(delade_ord(text)):
        if ar_avstavning(forst, sedan, ordlista):
            text = text.replace(citat, forst + sedan)
    return text


def ar_avstavning(forst: str, sedan: str, ordlista: frozenset[str] | set[str]) -> bool:
    """Is "forst- sedan" one word cut in two? `ordlista` holds the words of the document, casefolded."""
    return (forst + sedan).casefold() in ordlista or forst.casefold() not in ordlista

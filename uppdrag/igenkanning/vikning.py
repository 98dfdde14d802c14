"""A text as it is searched: plain letters, plain spaces, words whole; and where each letter stands in the original."""

import re
import unicodedata
from dataclasses import dataclass

from protokoll.inlasning.tecken import ORD, SAMMANSATTNING, forvaxlingsbara_ord, vik

# One letter and its marks; more marks than any language uses are left out, so that no input costs more than its size.
_MARKT = re.compile("(?P<bokstav>\\w)(?P<tecken>[\u0300-\u036f]{1,3})[\u0300-\u036f]*")
_OSYNLIGA = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
# A run of white space, other than the one space or line feed that already is as it shall be.
_LUCKA = re.compile(f"(?:[ \n](?=[\\s{_OSYNLIGA}])|[^\\S \n]|[{_OSYNLIGA}])[\\s{_OSYNLIGA}]*")
_BINDEORD = "|".join(sorted(SAMMANSATTNING))
# A word cut at the end of a line, or where a line ended before: "upp-\ndrag", "upp- drag"; not "miljö- och".
_DELAT = re.compile(
    "(?<=[a-zåäö]{2})"
    f"(?:[\u00ad\u2010-](?:[ \t\u00a0]{{0,40}}(?:\r\n|[\n\r\x0b\x0c\u2028\u2029])\\s{{0,40}}|[ \u00a0]))"
    f"(?=[a-zåäö]{{2}})(?!(?:{_BINDEORD})\\b)"
)


@dataclass(frozen=True)
class Vikt:
    """`sok` is what is matched, `klar` the same letters as they will be shown; both as long as `plats`.

    `plats[n]` is where letter n stands in the original, and `plats[-1]` its length.
    """

    sok: str
    klar: str
    plats: list[int]

    def utdrag(self, start: int, slut: int) -> str:
        """Words to show: on one line, with look-alike letters of another alphabet as the Latin ones."""
        text = " ".join(self.klar[start:slut].split())
        ratta = dict(forvaxlingsbara_ord(text))
        return ORD.sub(lambda m: ratta.get(m[0], m[0]), text) if ratta else text


def gemen(text: str) -> str:
    """In small letters, and as long as it was: patterns run several times as fast on these."""
    lag = text.lower()
    return lag if len(lag) == len(text) else "".join(t if len(t.lower()) > 1 else t.lower() for t in text)


def vikt(text: str) -> Vikt:
    """Fold a text. Linear in its length."""
    plats: list[int] = list(range(len(text) + 1))
    text, plats = _byt(text, plats, _MARKT, lambda m: unicodedata.normalize("NFC", vik(m["bokstav"]) + m["tecken"])[:2])
    text, plats = _byt(text, plats, _DELAT, lambda m: "")
    text, plats = _byt(text, plats, _LUCKA, _mellanrum)
    return Vikt(vik(text), text, plats)


def _mellanrum(lucka: re.Match[str]) -> str:
    """One sign for a run of white space: a line break, a tab or a space; nothing for what cannot be seen."""
    tecken = lucka[0]
    if any(t in tecken for t in "\n\r\x0b\x0c\x85\u2028\u2029"):
        return "\n"
    if "\t" in tecken:
        return "\t"
    return " " if any(t.isspace() for t in tecken) else ""


def _byt(text: str, plats: list[int], monster: re.Pattern[str], till) -> tuple[str, list[int]]:
    delar: list[str] = []
    nya: list[int] = []
    slut = 0
    for m in monster.finditer(text):
        nytt = till(m)
        if nytt == m[0]:
            continue
        delar += [text[slut : m.start()], nytt]
        nya += plats[slut : m.start()]
        nya += [plats[m.start()]] * len(nytt)
        slut = m.end()
    if not slut:
        return text, plats
    delar.append(text[slut:])
    nya += plats[slut:]
    return "".join(delar), nya

"""Whether two written names may be of one person: Skoric and Škorić, Carl and Karl, H. Ek and Helen Ek. Pure.

It only asks: two people may be called nearly the same, so somebody answers each time.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from protokoll.inlasning.tecken import utan_accent

_ORD = re.compile(r"[^\W\d_]+")
_LJUD = (
    *(("sch", "sh"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("ch", "k"), ("qu", "kv"), ("q", "k"), ("w", "v")),
    *(("z", "s"), ("x", "ks"), ("ae", "ä"), ("oe", "ö")),
)
_MJUKT_C = re.compile(r"c(?=[eiyäö])")
_DUBBLA = re.compile(r"(.)\1+")
_MINST_FOR_EN_BOKSTAV = 8

ANDRA_TECKEN = "samma namn med andra tecken"
LATER_LIKA = "stavas olika men låter lika"
ANNAN_ORDNING = "namnen står i annan ordning"
FORKORTAT = "förnamnet är förkortat"
FLER_NAMN = "ett av namnen saknas i det andra"
EN_BOKSTAV = "en bokstav skiljer"


@lru_cache(maxsize=20_000)
def _orden(namn: str) -> tuple[str, ...]:
    return tuple(_ORD.findall(utan_accent(namn)))


@lru_cache(maxsize=20_000)
def _ljuden(namn: str) -> tuple[str, ...]:
    return tuple(_ljud(ordet) for ordet in _orden(namn))


def _ljud(ordet: str) -> str:
    for fran, till in _LJUD:
        ordet = ordet.replace(fran, till)
    return _DUBBLA.sub(r"\1", _MJUKT_C.sub("s", ordet).replace("c", "k"))


def likhet(ett: str, annat: str) -> str | None:
    """Why the two may be one person, in words; None when nothing says so."""
    a, b = _orden(ett), _orden(annat)
    if not a or not b or ett == annat:
        return None
    if "".join(a) == "".join(b):
        return ANDRA_TECKEN
    la, lb = _ljuden(ett), _ljuden(annat)
    if "".join(la) == "".join(lb):
        return LATER_LIKA
    if sorted(la) == sorted(lb):
        return ANNAN_ORDNING
    if len(a) > 1 and len(b) > 1:
        if la[-1] == lb[-1] and _forkortar(a[:-1], b[:-1]):
            return FORKORTAT
        if len(set(la) & set(lb)) == min(len(set(la)), len(set(lb))) > 1:
            return FLER_NAMN
    kort, lang = sorted((" ".join(a), " ".join(b)), key=len)
    return EN_BOKSTAV if len(kort) >= _MINST_FOR_EN_BOKSTAV and _en_bokstav(kort, lang) else None


def _forkortar(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """ "H" for "Helen"; never for another first letter."""
    if not any(len(o) == 1 for o in (*a, *b)):
        return False
    return all(x == y or (1 in (len(x), len(y)) and x[0] == y[0]) for x, y in zip(a, b, strict=False))


def _en_bokstav(kort: str, lang: str) -> bool:
    """One letter put in, taken out or changed, or two that have changed places."""
    if len(lang) - len(kort) > 1:
        return False
    i = next((n for n, (x, y) in enumerate(zip(kort, lang, strict=False)) if x != y), len(kort))
    if len(kort) < len(lang):
        return kort[i:] == lang[i + 1 :]
    return kort[i + 1 :] == lang[i + 1 :] or (
        kort[i : i + 2] == lang[i : i + 2][::-1] and kort[i + 2 :] == lang[i + 2 :]
    )


class Namnregister:
    """Names to compare with, many of them: only those that have a word in common are looked at."""

    def __init__(self, namnen: Iterable[str]):
        self._namnen: dict[str, set[str]] = defaultdict(set)
        for namn in namnen:
            for ordet in (*_ljuden(namn), "".join(_ljuden(namn))):
                self._namnen[ordet].add(namn)

    def lika(self, namn: str) -> list[tuple[str, str]]:
        """(name, why) of those that may be the same, the likeliest first."""
        ordning = (ANDRA_TECKEN, LATER_LIKA, ANNAN_ORDNING, EN_BOKSTAV, FORKORTAT, FLER_NAMN)
        granska = {n for ordet in (*_ljuden(namn), "".join(_ljuden(namn))) for n in self._namnen.get(ordet, ())}
        funna = [(n, skal) for n in granska if (skal := likhet(namn, n))]
        return sorted(funna, key=lambda par: (ordning.index(par[1]), par[0]))

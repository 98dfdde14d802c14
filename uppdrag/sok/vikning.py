"""A text as it is searched: small plain letters, one space for whatever is no letter. Pure.

Migration 0009 has the same in SQL (sok_klar, sok_vik, sok_ord); one test runs both over one table.
"""

import re
import unicodedata

# Marks that no letter could be joined with, and what cannot be seen.
_BORT = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

# Letters with an accent, and look-alikes of the Cyrillic and Greek alphabets; å, ä and ö are letters of their own.
FRAN = "áàâãăāąǎćčçĉċďđéèêëěēęėĕğģĝġǧǵħĥíìîïĩīįıĭǐĵķǩłĺļľñńņňǹóòôõōŏőøǒŕřŗśšşșŝťţțŧúùûüũūůűųŭǔŵýÿŷźżžßæœðþ"
TILL = "aaaaaaaacccccddeeeeeeeeegggggghhiiiiiiiiiijkkllllnnnnnooooooööorrrsssssttttuuuuuuuuuuuwyyyzzzsäedt"
LIKA_FRAN = "авекмнорстухіјѕԁһαβεζηικμνορτυχ"
LIKA_TILL = "abekmhopctyxijsdhabezhikmvoptyx"


def _tabell() -> dict[int, str]:
    return str.maketrans(FRAN + LIKA_FRAN, TILL + LIKA_TILL)


_VIK = _tabell()
_UTAN_PRICKAR = str.maketrans("åäö", "aao")


def klar(text: str) -> str:
    """As it is shown: one form of each letter, nothing unseen, one space between words."""
    return " ".join(_BORT.sub("", unicodedata.normalize("NFKC", text)).split())


def vik(text: str) -> str:
    """Small letters without accents, as many as they were."""
    return "".join(t.lower()[0] for t in text).translate(_VIK)


def orden(text: str) -> list[str]:
    """The words of it, folded."""
    return "".join(t if t.isalnum() else " " for t in vik(klar(text))).split()


def utan_prickar(text: str) -> str:
    """As it is typed on a keyboard without them."""
    return text.translate(_UTAN_PRICKAR)

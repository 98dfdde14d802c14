"""The contents: § and dnr on one line, title on the next or after, page number at the end."""

import re
from dataclasses import dataclass

from .dnr import las_dnr
from .rader import Rad
from .tecken import vik

RUBRIK = re.compile(
    r"^\s{0,60}(?:innehåll|innehållsförteckning|ärendelista|ärendeförteckning|ärenden|paragrafer och ärenden"
    r"|förteckning över ärenden)\s{0,3}:?\s{0,40}$",
    re.IGNORECASE,
)
_SIDA = re.compile(r"(?:[\s.…·_]{0,10}[.…·_]{3}[\s.…·_]{0,10}|\t\s{0,40}| {2,40})(\d{1,4})$")
_LEDARE = re.compile(r"[.…·_]{3,}")
_POST = re.compile(r"^\s{0,40}(?:[A-Za-zÅÄÖåäö]{1,6}\.?\s)?§\s{0,4}(\d{1,4})(?!\d)[.:]?\s{0,60}")
# For asking only whether a § starts an entry, dots and page taken away.
_LANGSTA = 600


@dataclass(frozen=True, slots=True)
class Post:
    nummer: int
    dnr: str | None
    rubrik: str


def ar_innehallsrubrik(rad: Rad) -> bool:
    return len(rad.text) < 120 and RUBRIK.match(vik(rad.text)) is not None


def utan_sida(text: str) -> str:
    """An entry without leader dots and page number."""
    text = text.rstrip()
    svans = text[-80:]
    if match := _SIDA.search(svans):
        text = text[: len(text) - len(svans) + match.start()]
    if match := _LEDARE.search(text[-200:]):
        text = text[: max(0, len(text) - 200) + match.start()]
    return " ".join(text.split())


def har_sidhanvisning(text: str) -> bool:
    return _SIDA.search(text.rstrip()[-80:]) is not None


def las_innehall(rader: list[Rad]) -> tuple[Post, ...]:
    poster: list[list] = []
    for rad in rader:
        if rad.tom or ar_innehallsrubrik(rad) or len(rad.text) > _LANGSTA:
            continue
        match = _POST.match(rad.text)
        rest = utan_sida(_utan_ledare(rad.text[match.end() :] if match else rad.text))
        if match:
            poster.append([int(match[1]), None, []])
        if not poster or not rest:
            continue
        if poster[-1][1] is None and not poster[-1][2]:
            fynd = las_dnr(rest)
            if fynd:
                poster[-1][1] = fynd.dnr
                rest = fynd.rest
        if rest:
            poster[-1][2].append(rest)
    return tuple(Post(nr, dnr, " ".join(bitar)) for nr, dnr, bitar in poster)


def _utan_ledare(text: str) -> str:
    # "..... ..... 3": some extractors break the row of dots with spaces.
    return re.sub(r"(?:[.…·_]{3,}[ \t]{0,5}){2,200}", "....", text)

"""A file that a service has built anew, against the frozen one: word by word, page by page."""

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import pdfplumber

from kommun.fel import DomanFel
from protokoll.inlasning.pdf import FLEST_SIDOR, FLEST_TECKEN_PER_SIDA

logging.getLogger("pdfminer").setLevel(logging.ERROR)
Ord = Sequence[str]
# Below this share of the words of its first page found again it is another document.
_SAMMA_HANDLING = 0.5
# So many words of a page that was added are shown.
_FORSTA_ORDEN = 40


@dataclass(frozen=True)
class Jamforelse:
    """`sida` is the first page of the frozen one whose words are not all there in order, `saknas` what is missing."""

    sida: int | None = None
    saknas: str = ""
    # Not of the frozen text: stamps and foot lines, and the pages put before or after it.
    tillagt: tuple[str, ...] = ()
    tillagda_sidor: int = 0
    sidtexter: tuple[str, ...] = ()
    # Nothing alike at all.
    annan: bool = False


def jamfor(fryst: Sequence[Ord], fil: Sequence[Ord]) -> Jamforelse:
    """Pure. The pages of the file stand in the same order, perhaps with others before and after."""
    extra = len(fil) - len(fryst)
    if not fil or not fryst or extra < 0:
        return Jamforelse(annan=not fil or not fryst or _andel(fryst[0], fil[0]) < _SAMMA_HANDLING, sida=len(fil) + 1)
    forskjutning = max(range(extra + 1), key=lambda n: (_andel(fryst[0], fil[n]), -n))
    if _andel(fryst[0], fil[forskjutning]) < _SAMMA_HANDLING:
        return Jamforelse(annan=True)
    tillagt: list[str] = []
    for nummer, sida in enumerate(fryst, start=1):
        saknas, mer = _skillnad(sida, fil[forskjutning + nummer - 1])
        if saknas:
            return Jamforelse(sida=nummer, saknas=saknas, tillagda_sidor=extra)
        tillagt += mer
    egna = range(forskjutning, forskjutning + len(fryst))
    return Jamforelse(
        tillagt=tuple(dict.fromkeys(tillagt)),
        tillagda_sidor=extra,
        sidtexter=tuple(" ".join(ord_[:_FORSTA_ORDEN]) for n, ord_ in enumerate(fil) if n not in egna and ord_),
    )


def _andel(gammal: Ord, ny: Ord) -> float:
    lika = sum(b.size for b in SequenceMatcher(None, gammal, ny, autojunk=False).get_matching_blocks())
    return lika / len(gammal) if gammal else float(not ny)


def _skillnad(gammal: Ord, ny: Ord) -> tuple[str, list[str]]:
    """(the first words that are missing, those that were added)."""
    block = SequenceMatcher(None, gammal, ny, autojunk=False).get_matching_blocks()
    kanter = [(0, 0), *((b.a + b.size, b.b + b.size) for b in block)]
    mer: list[str] = []
    for (a, b), nasta in zip(kanter, block, strict=False):
        if nasta.a > a:
            return " ".join(gammal[a : nasta.a][:20]), []
        if nasta.b > b:
            mer.append(" ".join(ny[b : nasta.b]))
    return "", mer


def ordsidor(pdf: bytes) -> list[list[str]]:
    """The words of each page as they stand on it. Raises DomanFel."""
    try:
        with pdfplumber.open(io.BytesIO(pdf)) as fil:
            if len(fil.pages) > FLEST_SIDOR:
                raise DomanFel(f"PDF-filen har fler än {FLEST_SIDOR} sidor.")
            return [_orden(sida) for sida in fil.pages]
    except DomanFel:
        raise
    except Exception as fel:  # pdfminer raises anything on a broken file
        raise DomanFel("PDF-filen är skadad och kan inte läsas. Hämta den på nytt från tjänsten.") from fel


def _orden(sida) -> list[str]:
    if len(sida.chars) > FLEST_TECKEN_PER_SIDA:
        raise DomanFel("En sida i PDF-filen har orimligt mycket text. Kontrollera att det är rätt fil.")
    ord_ = [o["text"] for o in sida.extract_words(x_tolerance=2, y_tolerance=3)]
    sida.close()
    return ord_

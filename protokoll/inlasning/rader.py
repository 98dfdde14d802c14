"""The text as lines with pages: page marks read, tables from Markdown turned into cells with TAB between."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Heads a text in which each line is a whole paragraph: none is joined with the next, however full it is.
OBRUTNA_RADER = "<!-- en rad, ett stycke -->"

_SIDMARKE = re.compile(r"^\s{0,20}<!--\s{0,5}(?:sida|page)\s{0,5}(\d{1,5})\s{0,5}-->\s{0,20}$", re.IGNORECASE)
_TABELLMARKE = re.compile(r"^\[Tabell [^\]]{1,60}\]\([^)]{1,300}\)\s{0,20}$", re.IGNORECASE)
_STRECKRAD = re.compile(r"^\|(?:\s{0,5}:?-{2,200}:?\s{0,5}\|){1,60}\s{0,20}$")
_BR = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
# Where nothing marks the pages, this many blank lines in a row do (seed).
_TOMMA_VID_SIDBYTE = 3

_CELLER = re.compile(r"\t| {2,}")


@dataclass(slots=True)
class Rad:
    nr: int
    text: str
    sida: int  # 0 where the text has no page marks
    sidans_forsta: bool = False

    @property
    def tom(self) -> bool:
        return not self.text or self.text.isspace()

    @property
    def ren(self) -> str:
        """The text with white space in it made into single spaces."""
        return " ".join(self.text.split())

    @property
    def ar_tabellrad(self) -> bool:
        return "\t" in self.text.strip()


def celler(text: str) -> list[tuple[int, str]]:
    """The cells of a line parted by TAB or by two spaces or more, each with the place where it starts."""
    delar, start = [], 0
    for match in _CELLER.finditer(text):
        if bit := text[start : match.start()].strip():
            delar.append((start, bit))
        start = match.end()
    if bit := text[start:].strip():
        delar.append((start, bit))
    return delar


def dela(text: str, bort: list[tuple[str, Rad]]) -> list[Rad]:
    """Lines of a normalised text. Page and table marks go to `bort`."""
    rader: list[Rad] = []
    har_marken = "\f" in text or "<!--" in text
    sida, ny_sida, tomma, sett_text = int(har_marken), True, 0, False
    for nr, i, bit in _bitar(text):
        if i:
            sida, ny_sida = sida + 1, True
        if slag := _marke(bit):
            bort.append((slag, Rad(nr, bit, sida)))
            if slag == "sidmärke":
                sida, ny_sida = sida + sett_text, True
            continue
        bit = _tabellrad(bit)
        if not bit or bit.isspace():
            tomma += 1
            if i == 0:
                rader.append(Rad(nr, "", sida))
            continue
        ny_sida = ny_sida or (not har_marken and tomma >= _TOMMA_VID_SIDBYTE)
        rader.append(Rad(nr, bit, sida, sidans_forsta=ny_sida))
        ny_sida, tomma, sett_text = False, 0, True
    return rader


def _bitar(text: str) -> Iterator[tuple[int, int, str]]:
    """Line number, how many form feeds into the line, and the piece."""
    for nr, hel in enumerate(text.split("\n"), start=1):
        for i, bit in enumerate(hel.split("\f")):
            yield nr, i, bit.rstrip(" ")


def _marke(bit: str) -> str | None:
    if "<!--" in bit and _SIDMARKE.match(bit):
        return "sidmärke"
    if bit[:1] in "[|" and (_TABELLMARKE.match(bit) or _STRECKRAD.match(bit)):
        return "tabellmärke"
    return None


def _tabellrad(bit: str) -> str:
    """A row of a table in Markdown as cells with TAB between."""
    if len(bit) > 2 and bit[0] == bit[-1] == "|":
        return "\t".join(" ".join(_BR.sub(" ", c).split()) for c in bit[1:-1].split("|"))
    return bit


def forsta_icke_tomma(rader: Iterable[Rad], antal: int) -> list[Rad]:
    funna = []
    for rad in rader:
        if not rad.tom:
            funna.append(rad)
            if len(funna) == antal:
                break
    return funna

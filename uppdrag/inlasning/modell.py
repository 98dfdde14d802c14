"""A list as it was read from a file, before anything is made of it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from string import ascii_uppercase

# Rows of a list and columns of a sheet that are read; an old list of uppdrag has some hundred rows and a dozen columns.
MAX_RADER = 3_000
MAX_KOLUMNER = 60
# Letters of one cell: more is not an uppdrag but a document that was pasted in.
MAX_TECKEN = 5_000


class Cellfel:
    FORMEL = "formel"
    SAMMANSLAGEN = "sammanslagen"
    FELVARDE = "felvarde"
    FOR_LANG = "for_lang"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as a person sees it. `datum` when the spreadsheet itself holds a day."""

    text: str = ""
    datum: date | None = None
    fel: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.datum or self.fel)


TOM = Cell()


@dataclass(frozen=True, slots=True)
class Rad:
    """A row, numbered as the spreadsheet numbers it."""

    nummer: int
    celler: tuple[Cell, ...]
    dold: bool = False

    def cell(self, kolumn: int | None) -> Cell:
        return self.celler[kolumn] if kolumn is not None and kolumn < len(self.celler) else TOM

    def __bool__(self) -> bool:
        return any(self.celler)


@dataclass(frozen=True, slots=True)
class Bladnamn:
    namn: str
    dolt: bool = False


@dataclass(frozen=True)
class Blad:
    """All rows of one sheet that hold something."""

    namn: str
    rader: tuple[Rad, ...]
    dolt: bool = False


@dataclass(frozen=True)
class Lista:
    """A sheet with its heading row found, or chosen."""

    blad: str
    rubrikrad: int
    rubriker: tuple[str, ...]
    rader: tuple[Rad, ...]
    noteringar: tuple[str, ...] = ()

    @cached_property
    def kolumn(self) -> dict[str, int]:
        return {rubrik: n for n, rubrik in enumerate(self.rubriker)}

    def prov(self, kolumn: int, antal: int = 3) -> list[str]:
        """The first different values of a column, as they stand in the file."""
        funna: list[str] = []
        for rad in self.rader:
            text = rad.cell(kolumn).text
            if text and text not in funna:
                funna.append(text)
                if len(funna) == antal:
                    break
        return funna


def kolumnbokstav(n: int) -> str:
    """0 → "A", 26 → "AA": the column as the spreadsheet names it."""
    ord_ = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        ord_ = ascii_uppercase[rest] + ord_
    return ord_

"""Choosing piece by piece between what was typed and what somebody else has saved."""

from collections.abc import Mapping
from dataclasses import dataclass

from kommun.editor import clean_html
from protokoll.paragraftext import Konflikt
from protokoll.sammanfogning import Bit, Val, fragor, jamfor, satt_ihop


@dataclass(frozen=True)
class Fraga:
    """One bit on the page; `namn` is that of its radio buttons, empty where nothing is asked."""

    bit: Bit
    namn: str = ""
    valt: str = ""
    nummer: int = 0

    @property
    def skal(self) -> str:
        """Why a side is proposed."""
        match self.bit.forslag:
            case Val.MIN:
                return "Bara du har ändrat här."
            case Val.SPARAD:
                return "Bara den andra har ändrat här."
        return ""


class Konfliktdel:
    """The two texts of one part as bits, each with its choice."""

    def __init__(self, konflikt: Konflikt, *, data: Mapping | None = None):
        self.konflikt = konflikt
        self.namn, self.rad, self.vem = konflikt.namn, konflikt.nuvarande, konflikt.vem
        bitar = jamfor(min=konflikt.skrivet, sparad=self.rad.text, bas=konflikt.bas)
        numren = {plats: n for n, plats in enumerate(fragor(bitar), start=1)}
        self.rader = [self._rad(plats, bit, numren.get(plats, 0), data or {}) for plats, bit in enumerate(bitar)]

    def _rad(self, plats: int, bit: Bit, nummer: int, data: Mapping) -> Fraga:
        if not nummer:
            return Fraga(bit)
        namn = f"{self.namn}-val-{plats}"
        return Fraga(bit, namn, data.get(namn) or bit.forslag or "", nummer)

    @property
    def antal(self) -> int:
        return sum(1 for r in self.rader if r.namn)


def sammanfogad(namn: str, *, skrivet: str, sparad: str, data: Mapping) -> str | None:
    """The text chosen in what was sent; None while a choice is missing."""
    bitar = jamfor(min=clean_html(skrivet), sparad=sparad)
    try:
        return satt_ihop(bitar, {n: Val(data.get(f"{namn}-val-{n}", "")) for n in fragor(bitar)})
    except ValueError:
        return None

"""What is gathered while a protokoll is read, before it is frozen."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .modell import Stalle, Varning
from .rader import Rad

_LANGSTA_CITAT = 200
# A text that goes wrong everywhere needs no more than this many sentences of one kind.
_FLEST_AV_EN_KOD = 100


def korta(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LANGSTA_CITAT else text[: _LANGSTA_CITAT - 1].rstrip() + "…"


@dataclass(slots=True)
class Bygge:
    organ: str | None = None
    varningar: list[Varning] = field(default_factory=list)
    oplacerat: list[Stalle] = field(default_factory=list)
    _per_kod: dict[str, int] = field(default_factory=dict)
    _bort: dict[tuple[str, str], Stalle] = field(default_factory=dict)

    def varna(
        self,
        kod: str,
        text: str,
        *,
        paragraf: int | None = None,
        citat: str | None = None,
        forslag: str | None = None,
    ) -> None:
        varning = Varning(kod, text, paragraf, korta(citat) if citat else None, forslag)
        antal = self._per_kod[kod] = self._per_kod.get(kod, 0) + 1
        if antal == _FLEST_AV_EN_KOD:
            self.varningar.append(Varning(kod, "Det finns fler varningar av samma slag. De visas inte här."))
        elif antal < _FLEST_AV_EN_KOD and varning not in self.varningar:
            self.varningar.append(varning)

    def lagg_bort(self, slag: str, rader: Iterable[Rad]) -> None:
        """Knowingly left out: page headers, footers, marks, contents."""
        for rad in rader:
            self.lagg_bort_text(slag, rad.ren, rad)

    def lagg_bort_text(self, slag: str, text: str, rad: Rad) -> None:
        if not text:
            return
        forr = self._bort.get((slag, text))
        antal = forr.antal + 1 if forr else 1
        plats = forr or rad
        nr, sida = (plats.rad, plats.sida) if isinstance(plats, Stalle) else (plats.nr, plats.sida or None)
        self._bort[slag, text] = Stalle(slag, text, nr, sida, antal)

    def oplacera(self, slag: str, text: str, rad: Rad) -> None:
        """Nothing is dropped in silence: what no recogniser knows is kept with its place."""
        text = " ".join(text.split())
        if any(t.isalnum() for t in text):
            self.oplacerat.append(Stalle(slag, text, rad.nr, rad.sida or None))

    @property
    def bortvalt(self) -> tuple[Stalle, ...]:
        return tuple(self._bort.values())

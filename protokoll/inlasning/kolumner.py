"""People in columns on a front page: whose line is whose, by place where it is kept and by form where it is lost."""

from dataclasses import dataclass, field

from .etiketter import GRUPPER
from .personer import andra_namnets_start, antal_med_parti, namn_i_borjan
from .rader import Rad, celler
from .tecken import vik


@dataclass(slots=True)
class Grupp:
    """Lines under one heading ("Tjänstgörande ersättare")."""

    falt: str
    rubrik: str | None
    lage: int | None = None
    rader: list[tuple[str, Rad]] = field(default_factory=list)

    @property
    def politisk(self) -> bool:
        return self.falt != "ovriga"


def las_grupprubrik(text: str) -> tuple[str, str] | None:
    """The field of a column heading, and the heading."""
    namn = text.strip().rstrip(":")
    falt = GRUPPER.get(vik(namn).casefold())
    return (falt, namn) if falt and namn[:1].isupper() else None


def fordela(rader: list[tuple[str, Rad]], forvald: Grupp) -> tuple[list[Grupp], list[tuple[str, Rad]]]:
    """The lines of a field by group, and the heading words met."""
    grupper: list[Grupp] = [forvald]
    kolumner: list[Grupp] = [forvald]
    rubriker: list[tuple[str, Rad]] = []
    for text, rad in rader:
        bitar = celler(text)
        if not bitar:
            continue
        rubrikceller = [las_grupprubrik(bit) for _, bit in bitar]
        if rubrikceller[0]:
            kolumner = []
            while rubrikceller and rubrikceller[0]:
                falt, namn = rubrikceller.pop(0)
                lage, _ = bitar.pop(0)
                kolumner.append(_grupp(falt, namn, lage, forvald, grupper))
                rubriker.append((namn, rad))
            if not bitar:
                continue
            # "Ledamöter          Lisa Andersson (M)": the first person stands beside the heading.
            kolumner[-1].rader.append((" ".join(bit for _, bit in bitar), rad))
            continue
        for grupp, bit in _placera(bitar, text, kolumner):
            grupp.rader.append((bit, rad))
    return grupper, rubriker


def _grupp(falt: str, namn: str, lage: int, forvald: Grupp, grupper: list[Grupp]) -> Grupp:
    # Under "Övriga närvarande" an ersättare is one who did not serve.
    if falt == "ersattare" and forvald.falt == "ovriga":
        falt = "ersattare_ej"
    ny = Grupp(falt, namn, lage)
    grupper.append(ny)
    return ny


def _placera(bitar: list[tuple[int, str]], text: str, kolumner: list[Grupp]) -> list[tuple[Grupp, str]]:
    if len(kolumner) == 1:
        return [(kolumner[0], "  ".join(bit for _, bit in bitar))]
    forsta, andra = kolumner[0], kolumner[1]
    if len(bitar) > 1:
        return [(forsta, bitar[0][1]), (andra, " ".join(bit for _, bit in bitar[1:]))]
    lage, bit = bitar[0]
    if text[:1] == "\t":
        return [(andra, bit)]
    if lage >= 4:
        return [(min(kolumner, key=lambda k: abs((k.lage or 0) - lage)), bit)]
    if forsta.politisk and andra.politisk:
        start = andra_namnets_start(bit)
        return [(forsta, bit[:start].strip()), (andra, bit[start:])] if start else [(forsta, bit)]
    if forsta.politisk:
        if not antal_med_parti(bit):
            return [(andra, bit)]
        slut = bit.find(")") + 1
        if slut < len(bit) and namn_i_borjan(bit[slut:].strip()):
            return [(forsta, bit[:slut]), (andra, bit[slut:].strip())]
    return [(forsta, bit)]

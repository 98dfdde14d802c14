"""Jäv that the front page and the § tell differently (Kungsbacka § 368)."""

import re

from .bygge import Bygge
from .forsattsblad import Forsattsblad
from .modell import Paragraf
from .personer import PARAGRAFUTTRYCK, las_fortroendevalda, paragrafer_i

_ORDFORANDE = re.compile(r"\b[Oo]rdföranden?\s{1,3}(?=[A-ZÅÄÖ])")


def javiga_i(paragraf: Paragraf) -> tuple[str, ...]:
    """Names in the section Jäv of the §."""
    namn: list[str] = []
    for avsnitt in paragraf.avsnitt:
        if avsnitt.typ == "jav":
            folk, _ = las_fortroendevalda(avsnitt.text[:5000].split("\n"), tjanstgor=None)
            namn += [p.namn for p in folk if p.parti]
    return tuple(dict.fromkeys(namn))


def _leder(paragraf: Paragraf) -> set[str]:
    """Who the text of the § calls its ordförande."""
    namn: set[str] = set()
    for avsnitt in paragraf.avsnitt:
        if avsnitt.typ in {"beslutsgang", "omrostning", "omrostningsresultat", "beslut"}:
            for match in _ORDFORANDE.finditer(avsnitt.text[:20_000]):
                folk, _ = las_fortroendevalda([avsnitt.text[match.end() : match.end() + 80]], tjanstgor=None)
                namn |= {p.namn for p in folk[:1]}
    return namn


def granska_jav(blad: Forsattsblad, paragrafer: tuple[Paragraf, ...], bygge: Bygge) -> None:
    pa_bladet = {p.namn: p for p in (*blad.ledamoter, *blad.ersattare) if p.javig}
    for paragraf in paragrafer:
        i_paragrafen = javiga_i(paragraf)
        leder = _leder(paragraf)
        enda = len(paragrafer) == 1
        for namn in i_paragrafen:
            person = next((p for p in (*blad.ledamoter, *blad.ersattare) if p.namn == namn), None)
            if namn in leder:
                _varna(
                    bygge, paragraf, f"{namn} är jävig i § {paragraf.nummer} men leder behandlingen av ärendet.", namn
                )
            elif enda and person is not None and not person.javig:
                som = person.roll or "tjänstgörande"
                _varna(
                    bygge,
                    paragraf,
                    f"{namn} är jävig enligt § {paragraf.nummer} men står som {som} på försättsbladet.",
                    namn,
                )
        for namn, person in pa_bladet.items():
            if not _galler(person.anmarkning, paragraf.nummer, enda):
                continue
            if namn in leder or (enda and namn == blad.ordforande):
                _varna(
                    bygge,
                    paragraf,
                    f"{namn} är jävig enligt försättsbladet men är ordförande i § {paragraf.nummer}.",
                    person.anmarkning or namn,
                )
            elif i_paragrafen and namn not in i_paragrafen:
                _varna(
                    bygge,
                    paragraf,
                    f"{namn} är jävig enligt försättsbladet men nämns inte under Jäv i § {paragraf.nummer}.",
                    person.anmarkning or namn,
                )


def _galler(anmarkning: str | None, nummer: int, enda: bool) -> bool:
    uttryck = PARAGRAFUTTRYCK.search(anmarkning or "")
    return nummer in (paragrafer_i(uttryck[0]) or ()) if uttryck else enda


def _varna(bygge: Bygge, paragraf: Paragraf, text: str, citat: str) -> None:
    bygge.varna("jav_motsagelse", text, paragraf=paragraf.nummer, citat=citat)

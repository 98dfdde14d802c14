"""Page headers, page footers and the pages of a signing service: known, read for facts, and left out."""

import re
from collections import Counter
from datetime import date
from itertools import pairwise

from .bygge import Bygge
from .datum import DATUM, hitta_datum
from .etiketter import las_etikett
from .profiler.bas import Profil
from .rader import Rad, forsta_icke_tomma
from .rubriker import ORGANORD, las_rubrik
from .tecken import vik

_SIDNUMMER = re.compile(
    r"\b(?:sid(?:a|an|nr)?|blad)\.?\s{0,3}\d{1,4}(?:\s{0,2}(?:av|/)\s{0,2}\d{1,4}|\s{0,2}\(\d{1,4}\))?"
    r"|(?<!\d)\d{1,4}\s{0,2}\(\d{1,4}\)|(?<!\d)\d{1,3}\s{0,2}(?:av|/)\s{0,2}\d{1,3}(?!\d)",
    re.IGNORECASE,
)
_BARA_SIDNUMMER = re.compile(r"^\s{0,200}-?\s?\d{1,4}\s?-?$")
_FORTS = re.compile(r"§\s?\d{1,4}\s?\(?forts\b\.?\)?|§\s?\d{1,4}\s?\(?fortsättning\)?", re.IGNORECASE)
_LANGSTA = 220


def _utan_huvudord(rad: Rad, profil: Profil) -> str:
    text = DATUM.sub(" ", vik(rad.ren))
    text = _FORTS.sub(" ", _SIDNUMMER.sub(" ", text))
    if profil.sidhuvudsord:
        text = profil.sidhuvudsord.sub(" ", text)
    return " ".join(text.split()).strip(" :,.-–|")


def hitta_organ(rader: list[Rad], profil: Profil) -> str | None:
    """The organ of the document: from a field that says so, else the first heading line that names one."""
    forsta = forsta_icke_tomma(rader, 80)
    for rad in forsta:
        match = re.match(
            r"^\s{0,40}(?:Organ|Nämnd|Styrelse|Instans)(?:\t|:| {2,40})\s{0,40}(\S.{2,80}?)(?:\t| {2}|$)", rad.text
        )
        if match and ORGANORD.search(match[1]):
            return match[1].strip()
    for rad in forsta[:20]:
        if len(rad.text) > _LANGSTA or "§" in rad.text or las_etikett(rad.text):
            continue
        rest = _utan_huvudord(rad, profil)
        if 4 < len(rest) <= 80 and rest[0].isupper() and ORGANORD.search(rest) and "(" not in rest:
            rubrik = las_rubrik(rest)
            if rubrik is None:
                return rest
            if rubrik.organ:
                return rubrik.organ
    for rad in rader[:2000]:
        if rad.text[-6:].casefold() == "beslut" and (rubrik := las_rubrik(rad.text)) and rubrik.organ:
            return rubrik.organ
    return None


def _ar_sidhuvud(rad: Rad, organ: str | None, profil: Profil) -> bool:
    if len(rad.text) > _LANGSTA:
        return False
    rest = _utan_huvudord(rad, profil).casefold()
    if "§" in rest:
        return False
    if organ:
        rest = rest.replace(vik(organ).casefold(), " ")
    return not any(t.isalnum() for t in rest)


def skilj_signatursidor(rader: list[Rad], profil: Profil) -> tuple[list[Rad], list[Rad]]:
    if profil.signatursidor is not None:
        for i, rad in enumerate(rader):
            if rad.text[:1] in "UD" and profil.signatursidor.match(rad.text):
                return rader[:i], rader[i:]
    return rader, []


def _sidor(rader: list[Rad]) -> list[list[Rad]]:
    sidor: list[list[Rad]] = []
    for rad in rader:
        if rad.sidans_forsta or not sidor:
            sidor.append([])
        sidor[-1].append(rad)
    return sidor


def _mask(rad: Rad) -> str:
    return re.sub(r"\d", "#", rad.ren).casefold() if len(rad.text) <= _LANGSTA else ""


def _aterkommande(sidor: list[list[Rad]], antal: int) -> list[set[str]]:
    """Per place from the top of a page: the lines, digits masked, that stand there on at least half of the pages."""
    if len(sidor) < 3:
        return [set() for _ in range(antal)]
    raknare = [Counter() for _ in range(antal)]
    for sida in sidor:
        for i, rad in enumerate(forsta_icke_tomma(sida, antal)):
            raknare[i][_mask(rad)] += 1
    return [{m for m, n in r.items() if m and 2 * n >= len(sidor) and n >= 3} for r in raknare]


def stada_sidor(rader: list[Rad], profil: Profil, bygge: Bygge) -> tuple[list[Rad], list[Rad]]:
    """The lines without page headers and footers, and the header lines for those who look for the date in them."""
    kvar, huvuden = [], []
    _markera_sidor(rader, profil, bygge.organ)
    sidor = _sidor(rader)
    aterkommande = _aterkommande(sidor, 6)
    for nr, sida in enumerate(sidor):
        bort = _sidans_huvud(sida, nr == 0, bygge.organ, profil, aterkommande)
        huvuden += bort
        bort_id = {id(r) for r in bort}
        bygge.lagg_bort("sidhuvud", bort)
        if len(sidor) > 1 and (sista := next((r for r in reversed(sida) if not r.tom), None)) is not None:
            fot = id(sista) not in bort_id and len(sista.text) <= _LANGSTA
            if fot and (_BARA_SIDNUMMER.match(sista.text) or _ar_ren_sidangivelse(sista, bygge.organ, profil)):
                bygge.lagg_bort("sidfot", [sista])
                bort_id.add(id(sista))
        ny_sida = False
        for rad in sida:
            slag = None if id(rad) in bort_id or rad.tom else _kand(rad, profil)
            if slag:
                bygge.lagg_bort(slag, [rad])
            if id(rad) in bort_id or slag:
                ny_sida = ny_sida or rad.sidans_forsta
                continue
            if ny_sida and not rad.tom:
                rad.sidans_forsta, ny_sida = True, False
            kvar.append(rad)
    return kvar, huvuden


def _markera_sidor(rader: list[Rad], profil: Profil, organ: str | None) -> None:
    """Without page marks a line that says nothing but "Sida 3 (12)" and whose paper it is begins a page."""
    for forra, rad in pairwise(rader):
        if rad.sida == 0 and forra.tom and not rad.tom and len(rad.text) <= _LANGSTA:
            rad.sidans_forsta = rad.sidans_forsta or _ar_ren_sidangivelse(rad, organ, profil)


def _kand(rad: Rad, profil: Profil) -> str | None:
    if len(rad.text) > _LANGSTA:
        return None
    return next((slag for slag, monster in profil.bort if monster.match(rad.text)), None)


def _ar_ren_sidangivelse(rad: Rad, organ: str | None, profil: Profil) -> bool:
    return bool(_SIDNUMMER.search(rad.text)) and _ar_sidhuvud(rad, organ, profil)


def _sidans_huvud(
    sida: list[Rad], forsta_sidan: bool, organ: str | None, profil: Profil, aterkommande: list[set[str]]
) -> list[Rad]:
    bort: list[Rad] = []
    organ_sett = False
    for plats, rad in enumerate(forsta_icke_tomma(sida, 8)):
        if las_rubrik(rad.text) or (forsta_sidan and las_etikett(rad.text) and not rad.ren.startswith("Datum")):
            break
        ensamt_organ = organ is not None and vik(rad.ren).casefold() == vik(organ).casefold()
        if ensamt_organ and organ_sett:
            break
        if _ar_sidhuvud(rad, organ, profil):
            organ_sett = organ_sett or ensamt_organ
        elif "§" in rad.text or plats >= len(aterkommande) or _mask(rad) not in aterkommande[plats]:
            break
        bort.append(rad)
    return bort


def datum_i(huvuden: list[Rad]) -> date | None:
    for rad in huvuden:
        if funnet := hitta_datum(rad.text[:_LANGSTA]):
            return funnet
    return None

"""The parts of a § as printed: what the secretary wrote and what the system writes from the rows, in one order."""

import re
from html import escape
from itertools import takewhile

from kommun.editor import html_to_text
from kommun.models import STANDARDMALL, Avsnittsmall, Avsnittstyp
from protokoll import forlopp
from protokoll.dokumentvarden import Textdel
from protokoll.models import Beslut, Paragraf
from protokoll.paragraftext import beslutsrubrik
from protokoll.skrivning import kraver_skal

# The relations of a Paragraf that printing reads.
PREFETCH = ("besluten__till_organ", "avsnitten", *forlopp.PREFETCH)

_STANDARDPLATS = {str(typ): n for n, (typ, _, _) in enumerate(STANDARDMALL)}
_UTGAR = re.compile(r"\b(?:utgår|utgick|utgå)\b", re.IGNORECASE)


def tryckta_delar(paragraf: Paragraf, lista, *, mall: list[Avsnittsmall] | None = None) -> tuple[Textdel, ...]:
    """The parts of a § in the order of the organ's mall, none of them empty.

    `lista` is the Narvarolista of the meeting; a transcript has none and is printed as its document has it. Reads the
    prefetched relations (`PREFETCH`); `mall` saves the query for many §§.
    """
    if lista is None or kraver_skal(paragraf):
        return _utan_tomma(_som_de_star(paragraf))
    mall = paragraf.organ.mall() if mall is None else mall
    ordning = Ordning(mall)
    delar = [_skriven(d, paragraf, ordning) for d in paragraf.delar()]
    delar = _med_skrivna_av_systemet(delar, av_systemet(paragraf, lista), ordning, paragraf)
    tryckta = _utan_tomma(ordning.sortera(delar))
    if paragraf.utfall == Paragraf.Utfall.UTGAR and not _sager_att_det_utgar(tryckta):
        return (Textdel("ovrigt", "", 1, "<p>Ärendet utgår.</p>"), *tryckta)
    return tryckta


def av_systemet(paragraf: Paragraf, lista) -> dict[str, str]:
    """What the rows of a § say, avsnittstyp → clean HTML."""
    jav = "".join(f"<p>{escape(mening, quote=False)}</p>" for mening in lista.jav_meningar(paragraf))
    return forlopp.forlopp(paragraf, lista) | ({"jav": jav} if jav else {})


class Ordning:
    """Where a part stands in a §: as the organ's mall says, and what the mall does not know as in the standard one.

    Nothing that the law wants in the minutes may be lost because a mall has no heading for it.
    """

    def __init__(self, mall: list[Avsnittsmall]):
        self._mall: dict[str, Avsnittsmall] = {}
        for rad in mall:
            self._mall.setdefault(str(rad.typ), rad)

    def plats(self, typ: str) -> tuple[int, int]:
        if typ in self._mall:
            return self._mall[typ].ordning, -1
        egen = _STANDARDPLATS.get(typ)
        if egen is None:
            return max((m.ordning for m in self._mall.values()), default=0) + 1, 0
        # After the nearest part before it in the standard order that the mall does have.
        fore = [t for t, n in _STANDARDPLATS.items() if n < egen and t in self._mall]
        return (self._mall[fore[-1]].ordning if fore else 0), egen

    def rubrik(self, typ: str, organ) -> tuple[str, int]:
        """The heading and level of a part that the system writes."""
        if rad := self._mall.get(typ):
            return rad.rubrik_for(organ), rad.niva
        return Avsnittstyp(typ).label, 1

    def sortera(self, delar: list[Textdel]) -> list[Textdel]:
        """In the order of the mall; a part of a part (level 2) without a place there follows what it is part of."""
        nyckel, senast = [], (0, 0)
        for n, del_ in enumerate(delar):
            if del_.niva == 1 or del_.typ in self._mall:
                senast = self.plats(del_.typ)
            nyckel.append((senast, n))
        return [del_ for _, del_ in sorted(zip(nyckel, delar, strict=True), key=lambda par: par[0])]


def _som_de_star(paragraf: Paragraf) -> list[Textdel]:
    return [Textdel(str(d.typ), d.rubrik, d.niva, d.text) for d in paragraf.delar()]


def _skriven(del_, paragraf: Paragraf, ordning: Ordning) -> Textdel:
    rubrik = del_.rubrik
    if isinstance(del_, Beslut):
        rubrik = tryckt_beslutsrubrik(del_, paragraf.organ, standard=ordning.rubrik("beslut", paragraf.organ)[0])
    return Textdel(str(del_.typ), rubrik, del_.niva, del_.text)


def tryckt_beslutsrubrik(beslut: Beslut, organ, *, standard: str) -> str:
    """Words that somebody has chosen stand; the system's own follow the level and the receiver of the beslut."""
    forslag = beslutsrubrik(organ, Beslut.Beslutsniva.FORSLAG, None, standard=standard)
    if beslut.rubrik and beslut.rubrik != standard and not beslut.rubrik.startswith(forslag):
        return beslut.rubrik
    return beslutsrubrik(organ, beslut.beslutsniva, beslut.till_organ, standard=standard)


def _med_skrivna_av_systemet(
    delar: list[Textdel], skrivna: dict[str, str], ordning: Ordning, paragraf: Paragraf
) -> list[Textdel]:
    """One part of each kind: the system's sentences first, then what the secretary added below the same heading."""
    ut = list(delar)
    for typ, html in skrivna.items():
        if not html.strip():
            continue
        n = next((n for n, d in enumerate(ut) if d.typ == typ), None)
        if n is None:
            rubrik, niva = ordning.rubrik(typ, paragraf.organ)
            ut.append(Textdel(typ, rubrik, niva, html))
        elif _slatt(html) not in _slatt(ut[n].html):  # else somebody has typed the very sentences
            ut[n] = Textdel(typ, ut[n].rubrik, ut[n].niva, html + ut[n].html)
    return ut


def _slatt(html: str) -> str:
    return " ".join(html_to_text(html).split())


def _sager_att_det_utgar(delar: tuple[Textdel, ...]) -> bool:
    return any(d.typ == "beslut" or _UTGAR.search(html_to_text(d.html)) for d in delar)


def _utan_tomma(delar: list[Textdel]) -> tuple[Textdel, ...]:
    """Parts with text; a main heading without text stays when a part below it has some (seed § 34 Sammanfattning)."""
    kvar: list[Textdel] = []
    for i, del_ in enumerate(delar):
        barn = list(takewhile(lambda d: d.niva == 2, delar[i + 1 :])) if del_.niva == 1 else []
        if any(html_to_text(d.html) for d in [del_, *barn]):
            kvar.append(Textdel(del_.typ, del_.rubrik, del_.niva, del_.html if html_to_text(del_.html) else ""))
    return tuple(kvar)

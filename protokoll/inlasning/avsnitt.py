"""The sections of a §: each heading with the text under it, in the order they stand."""

from dataclasses import dataclass, field

from .bygge import Bygge
from .modell import Avsnitt
from .profiler.bas import Profil
from .rader import Rad
from .rubriker import UNDERRUBRIKER, Rubrik, las_rubrik, samma_organ
from .stycken import LISTTYPER, ar_full, bygg_text
from .tecken import vik


@dataclass(slots=True)
class Del:
    rubrik: Rubrik | None
    rader: list[Rad] = field(default_factory=list)

    @property
    def typ(self) -> str:
        return self.rubrik.typ if self.rubrik else "ovrigt"

    @property
    def har_text(self) -> bool:
        return any(not r.tom for r in self.rader)


def _las(rad: Rad, profil: Profil) -> Rubrik | None:
    rubrik = las_rubrik(rad.text)
    if rubrik is None and profil.rubriker and (typ := profil.rubriker.get(vik(rad.ren).casefold().rstrip(" .:"))):
        return Rubrik(typ, rad.ren, beslutsniva="eget" if typ == "beslut" else None)
    return rubrik


def dela_avsnitt(rader: list[Rad], profil: Profil, organ: str | None, bredd: int | None, bygge: Bygge) -> list[Del]:
    delar: list[Del] = [Del(None)]
    forra: Rad | None = None
    sista = max((i for i, r in enumerate(rader) if not r.tom), default=-1)
    for i, rad in enumerate(rader):
        if rad.tom:
            delar[-1].rader.append(rad)
            continue
        rubrik = _las(rad, profil)
        if rubrik is not None and _ar_rubrik(
            rubrik, rad, forra, delar[-1], bredd, tomt_fore=i == 0 or rader[i - 1].tom
        ):
            delar.append(Del(rubrik))
            if rubrik.rest:
                delar[-1].rader.append(Rad(rad.nr, rubrik.rest, rad.sida))
        elif _ar_lopande_organrad(rad, delar[-1], profil, organ, sist=i == sista and i > 0 and rader[i - 1].tom):
            bygge.lagg_bort("sidhuvud", [rad])
        else:
            delar[-1].rader.append(rad)
        forra = rad
    if not delar[0].har_text:
        delar.pop(0)
    return delar


def _ar_rubrik(rubrik: Rubrik, rad: Rad, forra: Rad | None, nu: Del, bredd: int | None, *, tomt_fore: bool) -> bool:
    if tomt_fore or rad.sidans_forsta or forra is None:
        return True
    if rad.text.rstrip().endswith(",") or (
        ar_full(forra.text, rad.text, bredd) and not forra.text.rstrip().endswith((".", ":", "”"))
    ):
        return False
    # In a list of documents "Arbetsutskottets beslut" is one of them.
    return not (nu.typ in LISTTYPER and rubrik.organ)


def _ar_lopande_organrad(rad: Rad, nu: Del, profil: Profil, organ: str | None, *, sist: bool) -> bool:
    """The organ's name that heads each page (seed), told from the same name as a receiver or an entry."""
    if organ is None or not profil.lopande_organrad or vik(rad.ren).casefold() != vik(organ).casefold():
        return False
    if rad.sidans_forsta:
        return True
    # Right under its heading it is that section's text: an empty section would be odder than a missing header.
    return sist and (nu.rubrik is None or nu.har_text)


def bygg_avsnitt(delar: list[Del], organ: str | None, bredd: int | None) -> list[Avsnitt]:
    har_beslut = any(d.typ == "beslut" and d.rubrik and _eget(d.rubrik, organ) for d in delar)
    under_sammanfattning = False
    avsnitt = []
    for del_ in delar:
        rubrik, typ, niva = del_.rubrik, del_.typ, 1
        beslutsniva = till_organ = None
        if typ in UNDERRUBRIKER and under_sammanfattning:
            niva = 2
        else:
            under_sammanfattning = typ == "sammanfattning"
        if rubrik is not None and typ == "beslut":
            frammande = bool(rubrik.organ and organ) or har_beslut
            if not _eget(rubrik, organ) and frammande:
                # What förvaltningen or another organ proposed is not what was decided here.
                typ = "ovrigt"
            else:
                beslutsniva, till_organ = rubrik.beslutsniva, rubrik.till_organ
        avsnitt.append(
            Avsnitt(
                typ=typ,
                rubrik=rubrik.text if rubrik else None,
                text=bygg_text(del_.rader, bredd, typ),
                niva=niva,
                beslutsniva=beslutsniva,
                till_organ=till_organ,
            )
        )
    return avsnitt


def _eget(rubrik: Rubrik, organ: str | None) -> bool:
    """Is this the decision of the document's own organ (its own, or its proposal upwards)?"""
    if rubrik.saker:
        return True
    return bool(rubrik.organ and organ and samma_organ(rubrik.organ, organ))

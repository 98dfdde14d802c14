"""Saving the text of a whole §: all its parts at once, or none of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kommun.editor import clean_html
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Avsnittsmall, Avsnittstyp, Organ
from protokoll.models import Avsnitt, Beslut, Paragraf, Utkast
from protokoll.skrivning import kraver_skal, las_paragraf, last_sentence, ny_del

EGET, FORSLAG = Beslut.Beslutsniva.EGET, Beslut.Beslutsniva.FORSLAG
# The name of a proposal that does not exist yet; an own decision that does not is called "beslut", by its type.
NYTT_FORSLAG = "forslag"


@dataclass(frozen=True)
class Deltext:
    """What was typed in one part of a §.

    `namn` is the `ankare` of a part that exists, else its avsnittstyp (or NYTT_FORSLAG). `version` is that of the row
    the text started from, 0 for none. `beslutsniva` None leaves a beslut at the level it has.
    """

    namn: str
    text: str
    version: int = 0
    beslutsniva: str | None = None
    till_organ: Organ | None = None


@dataclass(frozen=True)
class Konflikt:
    """A part that somebody else saved in between: what was typed, the row as it stands, and what both started from."""

    namn: str
    skrivet: str
    nuvarande: Avsnitt | Beslut
    bas: str | None
    vem: str


class Konflikter(DomanFel):
    """Somebody saved in between; nothing was written."""

    def __init__(self, konflikter: list[Konflikt]):
        self.konflikter = konflikter
        vilka = " och ".join(dict.fromkeys(k.vem for k in konflikter))
        super().__init__(f"{vilka} har sparat en nyare text medan du skrev. Välj bit för bit vad som ska stå.")


def beslutsrubrik(organ: Organ, niva: str, till_organ: Organ | None, *, standard: str) -> str:
    """ "Kommunstyrelsens beslut", or "Kommunstyrelsens förslag till beslut i kommunfullmäktige".

    `standard` is the heading of the organ's mall; where it does not name the organ, the proposal is added to it.
    """
    if niva != FORSLAG:
        return standard
    namn = till_organ.i_mening if till_organ else ""
    if organ.genitiv in standard:
        return f"{organ.genitiv} förslag till beslut" + (f" i {namn}" if namn else "")
    return f"{standard} – förslag" + (f" till {namn}" if namn else "")


def hogre_organ(organ: Organ) -> list[Organ]:
    """Whom it can propose to: the organ above it, in turn, then the other styrelser and fullmäktige."""
    kedja: list[Organ] = []
    over, today = organ.overordnat, timezone.localdate()
    while over is not None and over not in kedja:
        kedja.append(over)
        over = over.overordnat
    kedja = [o for o in kedja if o.verksamt(today)]
    ovriga = Organ.objects.verksamma(today).filter(slag__in=(Organ.Slag.STYRELSE, Organ.Slag.FULLMAKTIGE))
    # Fullmäktige is above everybody; nobody is above it.
    if organ.slag == Organ.Slag.FULLMAKTIGE:
        return []
    if organ.slag == Organ.Slag.STYRELSE:
        ovriga = ovriga.filter(slag=Organ.Slag.FULLMAKTIGE)
    return kedja + [o for o in ovriga.order_by("-slag", "namn") if o not in kedja and o != organ]


def hitta_del(paragraf: Paragraf, namn: str, *, niva: str | None = None, till: Organ | None = None):
    """The row that a name means; None for one that does not exist yet."""
    delar = paragraf.delar()
    if namn == NYTT_FORSLAG or (namn == Avsnittstyp.BESLUT and niva == FORSLAG):
        till_id = till.pk if till else None
        return next(
            (d for d in delar if isinstance(d, Beslut) and (d.beslutsniva, d.till_organ_id) == (FORSLAG, till_id)), None
        )
    if namn == Avsnittstyp.BESLUT:
        return next((d for d in delar if isinstance(d, Beslut) and d.beslutsniva == EGET), None)
    return next((d for d in delar if namn in (d.ankare, d.typ)), None)


@transaction.atomic
def spara_paragraf(paragraf: Paragraf, *, delar: Iterable[Deltext], by) -> dict[str, Avsnitt | Beslut]:
    """Write what was typed in the parts of a §; the rows that now hold it, by the names the parts came with.

    A part that is as it was (in the row, or in the version it started from) is left alone, also when somebody else
    has changed it. A new part without text makes no row. Raises Konflikter with all parts that were saved in between,
    DomanFel when the § is locked or is a transcript; then nothing is written.
    """
    nu = las_paragraf(paragraf.pk)
    delar = [_ren(d) for d in delar]
    rader = {d.namn: _rad(nu, d) for d in delar}
    andrade = [d for d in delar if _ar_andrad(d, rader[d.namn])]
    if andrade:
        _kontrollera(nu)
    if konflikter := [k for d in andrade if (k := _konflikt(d, rader[d.namn]))]:
        raise Konflikter(konflikter)
    for d in andrade:
        rader[d.namn] = _skriv(nu, d, rader[d.namn], by=by)
    _en_av_varje(nu)
    namn = [*rader, *(r.ankare for r in rader.values() if r)]
    Utkast.objects.filter(av=by, paragraf=nu, del_namn__in=namn).delete()
    return {namn: rad for namn, rad in rader.items() if rad}


def _ren(d: Deltext) -> Deltext:
    niva = d.beslutsniva or (FORSLAG if d.namn == NYTT_FORSLAG else None)
    return Deltext(d.namn, clean_html(d.text), d.version, niva, d.till_organ)


def _rad(paragraf: Paragraf, d: Deltext):
    rad = hitta_del(paragraf, d.namn, niva=d.beslutsniva, till=d.till_organ)
    if rad is None:
        if d.version or _mall(paragraf, d.namn) is None:
            raise DomanFel(
                "Ett av avsnitten finns inte längre. Kopiera det du vill behålla och öppna paragrafen på nytt."
            )
        return None
    return type(rad).objects.select_for_update().get(pk=rad.pk)


def _mall(paragraf: Paragraf, namn: str) -> Avsnittsmall | None:
    typ = Avsnittstyp.BESLUT if namn == NYTT_FORSLAG else namn
    return next((m for m in paragraf.organ.mall() if m.typ == typ), None)


def _kontrollera(paragraf: Paragraf) -> None:
    if mening := last_sentence(paragraf):
        raise DomanFel(mening)
    if kraver_skal(paragraf):
        raise DomanFel("En avskrift rättas ett avsnitt i taget, med ett skäl: tryck Ändra vid det som är fel läst.")
    if paragraf.slag == Paragraf.Slag.RUBRIK:
        raise DomanFel("En rubrik på dagordningen har ingen text. Skriv under ett ärende i stället.")


def _star(rad) -> tuple:
    """What a row (also a row of the history) says: its text, and of a beslut on what level and to whom."""
    return rad.text, getattr(rad, "beslutsniva", None), getattr(rad, "till_organ_id", None)


def _onskat(d: Deltext, rad) -> tuple:
    """What the row shall say."""
    if rad is not None and (d.beslutsniva is None or isinstance(rad, Avsnitt)):
        return d.text, *_star(rad)[1:]
    till = d.till_organ.pk if d.till_organ and d.beslutsniva == FORSLAG else None
    return d.text, d.beslutsniva or EGET, till


def _fore(d: Deltext, rad):
    """The row as it was when the text was begun; None when that is not known."""
    return rad.history.filter(version=d.version).order_by("-history_id").first() if d.version else None


def _ar_andrad(d: Deltext, rad) -> bool:
    if rad is None:
        return bool(d.text)
    onskat = _onskat(d, rad)
    if onskat == _star(rad):
        return False
    fore = None if rad.version == d.version else _fore(d, rad)
    return fore is None or onskat != _star(fore)


def _konflikt(d: Deltext, rad) -> Konflikt | None:
    if rad is None or rad.version == d.version or not (rad.text or d.version):
        return None
    fore = _fore(d, rad)
    senast = rad.history.select_related("history_user__person").first()
    vem = str(senast.history_user) if senast and senast.history_user else "Någon annan"
    return Konflikt(d.namn, d.text, rad, fore.text if fore else None, vem)


def _skriv(paragraf: Paragraf, d: Deltext, rad, *, by) -> Avsnitt | Beslut:
    text, niva, _ = _onskat(d, rad)
    till = d.till_organ if niva == FORSLAG else None
    if rad is None:
        mall = _mall(paragraf, d.namn)
        if mall.typ != Avsnittstyp.BESLUT:
            _med_overordnat(paragraf, mall, by=by)
            return ny_del(paragraf, mall=mall, by=by, text=text)
        rubrik = beslutsrubrik(paragraf.organ, niva, till, standard=mall.rubrik_for(paragraf.organ))
        return ny_del(paragraf, mall=mall, by=by, text=text, rubrik=rubrik, beslutsniva=niva, till_organ=till)
    if _onskat(d, rad)[1:] != _star(rad)[1:]:
        mall = _mall(paragraf, Avsnittstyp.BESLUT)
        standard = mall.rubrik_for(paragraf.organ) if mall else f"{paragraf.organ.genitiv} beslut"
        rad.beslutsniva, rad.till_organ = niva, till
        rad.rubrik = beslutsrubrik(paragraf.organ, niva, till, standard=standard)
    rad.text = text
    return spara(rad, by=by, reason=f"Ändrade {rad.rubrik}")


def _med_overordnat(paragraf: Paragraf, mall: Avsnittsmall, *, by) -> None:
    """A part of a section brings the heading of the section with it (Bakgrund stands under Sammanfattning)."""
    if mall.niva == 1:
        return
    over = [m for m in paragraf.organ.mall() if m.niva == 1 and m.ordning < mall.ordning]
    if over and not any(d.typ == over[-1].typ for d in paragraf.delar()):
        ny_del(paragraf, mall=over[-1], by=by)


def _en_av_varje(paragraf: Paragraf) -> None:
    """One own decision, and one proposal to each organ."""
    mal = [(b.beslutsniva, b.till_organ_id) for b in paragraf.besluten.all() if b.text]
    if len(mal) != len(set(mal)):
        raise DomanFel(
            "Paragrafen har redan ett beslut på den nivån. Skriv att-satserna i samma beslut, eller välj en annan nivå."
        )

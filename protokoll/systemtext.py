"""Texts of a § that the system writes, and writes again, for as long as nobody has put a hand to them."""

from django.db import transaction

from kommun.editor import clean_html, samma_text
from kommun.history import spara
from kommun.models import Avsnittsmall, Avsnittstyp
from protokoll.models import Avsnitt, Beslut, Paragraf
from protokoll.skrivning import kraver_skal, lagg_till_avsnitt, las_paragraf, last_sentence

# The act in the history of a text that the system wrote; by it the text is known again.
SKREV = "Skrevs av systemet"


def ar_systemets(del_: Beslut | Avsnitt) -> bool:
    """Nobody has put a hand to it: it is empty, or still what the system wrote last."""
    if not del_.text:
        return True
    senast = del_.history.filter(history_change_reason__startswith=SKREV).order_by("-history_id").first()
    # An editor that saves it unchanged writes a table its own way.
    return bool(senast and samma_text(senast.text, del_.text))


def eget_beslut(paragraf: Paragraf) -> Beslut | None:
    """The decision that is the organ's own, or the first one."""
    besluten = sorted(paragraf.besluten.all(), key=lambda b: (b.beslutsniva != Beslut.Beslutsniva.EGET, b.ordning))
    return next(iter(besluten), None)


@transaction.atomic
def skriv_beslut(paragraf: Paragraf, html: str, *, by, vad: str, over_handen: bool = False) -> Beslut | None:
    """Write the decision of a §, unless somebody else has (`over_handen`: also then; the history keeps the old text).

    None when the § is adjusted, or the text is somebody's own.
    """
    beslut, html = eget_beslut(paragraf), clean_html(html)
    if beslut and beslut.text == html:
        return beslut
    # As anybody who writes in a §: the § is locked, and asked then whether it still may be written in.
    if last_sentence(las_paragraf(paragraf.pk)):
        return None
    if beslut is None:
        mall = next((m for m in paragraf.organ.mall() if m.typ == Beslut.typ), None)
        if mall is None:
            return None
        beslut = lagg_till_avsnitt(paragraf, mall=mall, by=by)
    return _skriv(beslut, html, by=by, vad=vad, over_handen=over_handen)


@transaction.atomic
def skriv_avsnitt(
    paragraf: Paragraf, typ: str, html: str, *, by, vad: str, over_handen: bool = False
) -> Avsnitt | None:
    """Write a section of a §, as `skriv_beslut` writes its decision. A transcript says what its document said."""
    html = clean_html(html)
    nu = las_paragraf(paragraf.pk)
    if last_sentence(nu) or kraver_skal(nu) or nu.slag == Paragraf.Slag.RUBRIK:
        return None
    avsnitt = nu.avsnitten.filter(typ=typ).order_by("ordning").first()
    if avsnitt is None:
        if not html:
            return None
        mall = next((m for m in nu.organ.mall() if m.typ == typ), None)
        # Without a heading of its own in the organ's mall it comes last.
        avsnitt = lagg_till_avsnitt(
            nu, mall=mall or Avsnittsmall(typ=typ, rubrik=Avsnittstyp(typ).label, niva=1, ordning=9999), by=by
        )
    return _skriv(avsnitt, html, by=by, vad=vad, over_handen=over_handen)


def _skriv(del_, html: str, *, by, vad: str, over_handen: bool):
    nu = type(del_).objects.select_for_update(of=("self",)).get(pk=del_.pk)
    if not (over_handen or ar_systemets(nu)):
        return None
    if nu.text != html:
        nu.text = html
        spara(nu, by=by, reason=f"{SKREV}: {vad}")
    return nu


@transaction.atomic
def ta_tillbaka(paragraf: Paragraf, *, by, vad: str) -> None:
    """Give the decision the text it had before the system's last word, when that word still stands."""
    beslut = eget_beslut(paragraf)
    if beslut is None or not beslut.text or not ar_systemets(beslut):
        return
    fore = beslut.history.exclude(text=beslut.text).order_by("-history_id").first()
    beslut.text = fore.text if fore else ""
    spara(beslut, by=by, reason=vad)

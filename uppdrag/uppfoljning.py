"""The § "Uppföljning av uppdrag" writes itself: a snapshot is frozen, printed as a bilaga, and written in the §."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from kommun.editor import clean_html, html_to_text, samma_text
from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.models import Avsnittsmall, Avsnittstyp
from kommun.pdf import PdfFel
from kommun.utskick import ny_bilaga
from protokoll import dagordning, standiga
from protokoll.models import Avsnitt, Paragraf, Sammantrade, StandigtArende
from protokoll.skrivning import kraver_skal, las_paragraf, last_sentence, ny_del
from protokoll.systemtext import SKREV
from uppdrag.lage import las_flera
from uppdrag.models import Redovisning, Uppfoljning
from uppdrag.uppfoljningsdokument import Uppfoljningsdokument, andringar
from uppdrag.uppfoljningspdf import uppfoljning_pdf
from uppdrag.uppfoljningstext import med_bilagerad, paragraf_html, utbytt
from uppdrag.uppfoljningsunderlag import Underlag, las_underlag, redovisas_for_sig, standande_paragraf, underlag

__all__ = [
    "BEHALL",
    "EFTER",
    "ERSATT",
    "EgenText",
    "hinder",
    "lagg_till",
    "oppna_uppfoljningar",
    "redovisas_for_sig",
    "sammanstall",
    "standande_paragraf",
    "underlag",
]

Kod = StandigtArende.Kod
# What to do with a text that somebody has written where the system writes.
BEHALL, EFTER, ERSATT = "behall", "efter", "ersatt"
_VAD = f"{SKREV}: Uppföljning av uppdrag"
# Where it is written, by what the organ's mall has.
_TYPER = (
    Avsnittstyp.ARENDET,
    Avsnittstyp.SAMMANFATTNING,
    Avsnittstyp.AKTUELL_SITUATION,
    Avsnittstyp.BAKGRUND,
    Avsnittstyp.OVRIGT,
)
_STANGD = {
    Sammantrade.Lage.INSTALLT: "Sammanträdet är inställt, så det finns inget att sammanställa till det.",
    Sammantrade.Lage.HANVISNING: "Sammanträdet är bara känt genom hänvisning. Läs in dess protokoll i stället.",
}


class EgenText(DomanFel):
    """Somebody has written where the system would; it is asked which text shall stand. Nothing was written."""

    def __init__(self, avsnitt: Avsnitt, *, forsta: bool):
        self.avsnitt = avsnitt
        # After a text that holds an earlier sammanställning it would stand twice.
        self.kan_sta_efter = forsta
        senast = avsnitt.history.select_related("history_user__person").first()
        vem = senast.history_user if senast and senast.history_user else "Någon"
        super().__init__(
            f"{vem} har skrivit i avsnittet {avsnitt.rubrik}. "
            "Välj om texten ska stå kvar eller ersättas av sammanställningen."
        )


def oppna_uppfoljningar():
    """Those that go along with a kallelse: of a § that is taken up, and that has no sekretess."""
    hemliga = Paragraf.objects.order_by().hemliga().values("pk")
    return Uppfoljning.objects.filter(paragraf__utfall="").exclude(paragraf__in=hemliga)


def hinder(paragraf: Paragraf) -> str | None:
    """Why the § cannot be put together now, as a sentence; None when it can."""
    if paragraf.standigt is None or paragraf.standigt.kod != Kod.UPPFOLJNING:
        return f"{paragraf.beteckning} är inte det stående ärendet Uppföljning av uppdrag."
    if mening := last_sentence(paragraf):
        return mening
    if kraver_skal(paragraf):
        return f"{paragraf.beteckning} står i ett inläst protokoll, och vad som sades där ändras inte."
    if mening := _STANGD.get(paragraf.sammantrade.lage):
        return mening
    if paragraf.utfall:
        return f"Ärendet är {paragraf.get_utfall_display().lower()}, så det finns inget att sammanställa."
    return None


@transaction.atomic
def sammanstall(paragraf: Paragraf, *, by, egen_text: str = "") -> Uppfoljning:
    """Freeze what is to be told, print the bilaga, write the § and put what is reported before the organ.

    Again it replaces what the system wrote before, and leaves what somebody has added around it; when nothing has
    changed it changes nothing. Raises EgenText when somebody has written in the very text, or before there was one,
    and `egen_text` does not say what to do (BEHALL: only the bilaga is named, EFTER, ERSATT); DomanFel when the § is
    locked or another.
    """
    # The meeting before the §, as the acts of the dagordning do.
    Sammantrade.objects.select_for_update(no_key=True, of=("self",)).get(pk=paragraf.sammantrade_id)
    nu = las_paragraf(paragraf.pk)
    if mening := hinder(nu):
        raise DomanFel(mening)
    idag = timezone.localdate()
    last = _last_underlag(nu, idag)
    _redovisa(nu, last, by=by)
    fore = Uppfoljning.objects.filter(paragraf=nu).select_related("bilaga").first()
    avsnitt = skrivet(nu)
    if fore and not egen_text and _samma(fore, last.dokument) and _star_kvar(avsnitt, fore):
        return fore
    text, vad = _texten(avsnitt, last.dokument, fore, egen_text)
    _skriv(nu, avsnitt, text, vad=vad, by=by)
    return _frys(nu, fore, last.dokument, by=by)


def _last_underlag(nu: Paragraf, idag: date) -> Underlag:
    """What is to be told, read again under the locks of those the organ is to decide of: none of them is closed or
    answered anew before it is written down."""
    lasta: set[int] = set()
    while nya := (last := las_underlag(nu.sammantrade, nu, today=idag)).redovisas.keys() - lasta:
        las_flera(nya)
        lasta |= nya
    return last


def _texten(
    avsnitt: Avsnitt | None, dokument: Uppfoljningsdokument, fore: Uppfoljning | None, egen_text: str
) -> tuple[str, str]:
    """What the part shall say, and the act in its history."""
    nytt = clean_html(paragraf_html(dokument))
    if avsnitt is None or ar_systemets(avsnitt) or egen_text == ERSATT:
        return nytt, _VAD
    gammalt = clean_html(paragraf_html(Uppfoljningsdokument.fran_json(fore.innehall))) if fore else ""
    if ny_del_av := utbytt(avsnitt.text, gammalt, nytt):
        return ny_del_av, "Förde in den nya uppföljningen av uppdrag i texten"
    if egen_text == BEHALL:
        return med_bilagerad(avsnitt.text, dokument), "Förde in raden om bilagan"
    if egen_text == EFTER and fore is None:
        return avsnitt.text + nytt, "Lade uppföljningen av uppdrag efter texten"
    raise EgenText(avsnitt, forsta=fore is None)


def _star_kvar(avsnitt: Avsnitt | None, fore: Uppfoljning) -> bool:
    """What was written still stands: all of it among somebody's own words, or at least the line of the bilaga."""
    if avsnitt is None or not avsnitt.text:
        return False
    dokument = Uppfoljningsdokument.fran_json(fore.innehall)
    return bool(
        ar_systemets(avsnitt)
        or utbytt(avsnitt.text, clean_html(paragraf_html(dokument)), "") is not None
        or dokument.bilagerad in html_to_text(avsnitt.text)
    )


def _samma(fore: Uppfoljning, nu: Uppfoljningsdokument) -> bool:
    gammalt = Uppfoljningsdokument.fran_json(fore.innehall)
    return gammalt.dag == nu.dag and not andringar(gammalt, nu)


def _frys(paragraf: Paragraf, fore: Uppfoljning | None, dokument: Uppfoljningsdokument, *, by) -> Uppfoljning:
    try:
        innehall = uppfoljning_pdf(dokument)
    except PdfFel as fel:
        raise DomanFel(f"Bilagan kunde inte skrivas ut. {fel}") from fel
    namn = f"uppfoljning-{dokument.kortnamn.lower()}-{dokument.datum:%Y-%m-%d}.pdf"
    rad = fore or Uppfoljning(paragraf=paragraf)
    rad.innehall = dokument.som_json()
    # A bilaga of its own each time: what was sent with a kallelse stays as it was sent.
    rad.bilaga = ny_bilaga(namn=namn, typ="application/pdf", innehall=innehall)
    rad.sammanstalld, rad.av = timezone.now(), by
    return spara(rad, by=by, reason="Sammanställde uppföljningen av uppdrag")


def _redovisa(paragraf: Paragraf, last: Underlag, *, by) -> None:
    """A row for each that the organ is to decide about; what it has decided stays."""
    finns = {r.uppdrag_id: r for r in Redovisning.objects.filter(paragraf=paragraf).select_related("uppdrag")}
    for uppdrag_id, rapport in last.redovisas.items():
        rad = finns.get(uppdrag_id) or Redovisning(uppdrag_id=uppdrag_id, paragraf=paragraf)
        if rad.pk and (rad.utfall or rad.rapport_id == (rapport and rapport.pk)):
            continue
        rad.rapport = rapport
        spara(rad, by=by, reason="Sattes upp till uppföljningen av uppdrag")
    for rad in finns.values():
        if not rad.utfall and not rad.uppdrag.oppet:
            ta_bort(rad, by=by, reason="Uppdraget är inte öppet längre")


def skrivet(paragraf: Paragraf) -> Avsnitt | None:
    """The part where the system has written, or would write and there is something already."""
    avsnitten = list(paragraf.avsnitten.all())
    skrivna = set(
        Avsnitt.history.filter(paragraf_id=paragraf.pk, history_change_reason=_VAD).values_list("id", flat=True)
    )
    if har := next((a for a in avsnitten if a.pk in skrivna), None):
        return har
    mall = _mall(paragraf)
    return next((a for a in avsnitten if mall and a.typ == mall.typ), None)


def ar_systemets(avsnitt: Avsnitt) -> bool:
    """Nobody has put a hand to it: it is empty, or still what the system wrote last."""
    if not avsnitt.text:
        return True
    senast = avsnitt.history.filter(history_change_reason=_VAD).order_by("-history_id").first()
    return bool(senast and samma_text(senast.text, avsnitt.text))


def _mall(paragraf: Paragraf) -> Avsnittsmall | None:
    mallar = {m.typ: m for m in reversed(paragraf.organ.mall())}
    return next((mallar[typ] for typ in _TYPER if typ in mallar), None)


def _skriv(paragraf: Paragraf, avsnitt: Avsnitt | None, text: str, *, vad: str, by) -> None:
    if avsnitt is None:
        # An organ whose mall has no heading for it still gets its text: "Ärendet", last in the §.
        mall = _mall(paragraf) or Avsnittsmall(typ=Avsnittstyp.ARENDET, rubrik="Ärendet", niva=1, ordning=1000)
        avsnitt = ny_del(paragraf, mall=mall, by=by)
    nu = Avsnitt.objects.select_for_update(of=("self",)).get(pk=avsnitt.pk)
    if not samma_text(nu.text, text):
        nu.text = text
        spara(nu, by=by, reason=vad)


@transaction.atomic
def lagg_till(sammantrade: Sammantrade, *, by) -> Paragraf:
    """Put the standing § on a dagordning that lacks it, and among the organ's standing ärenden. Once only."""
    s = Sammantrade.objects.select_for_update(no_key=True, of=("self",)).select_related("organ").get(pk=sammantrade.pk)
    if har := standande_paragraf(s):
        return har
    rubrik, beslut = next((r, b) for kod, r, b, _ in standiga.VANLIGA if kod == Kod.UPPFOLJNING)
    standigt = s.organ.standiga_arenden.filter(kod=Kod.UPPFOLJNING).order_by("-aktivt", "ordning").first()
    standigt = standigt or standiga.lagg_upp(
        s.organ, by=by, kod=Kod.UPPFOLJNING, rubrik=rubrik, beslut=beslut, sist=True
    )
    ny = dagordning.lagg_till(
        s, rubrik=standigt.rubrik, dnr=standigt.dnr, klassificering=standigt.klassificering, by=by
    )
    # The first ärende of an empty dagordning brings the standing ones with it.
    if (redan := standande_paragraf(s)) and redan.pk != ny.pk:
        dagordning.ta_bort(ny, by=by)
        return redan
    ny = Paragraf.objects.get(pk=ny.pk)
    ny.standigt = standigt
    spara(ny, by=by, reason="Sattes upp på dagordningen som stående ärende")
    standiga.skriv_texter(s, by=by)
    return standande_paragraf(s)

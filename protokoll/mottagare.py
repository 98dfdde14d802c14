"""Who the decision of a § is sent to.

The section "Beslutet skickas till" is written from the receivers for as long as nobody has put a hand to it. In a
closed protokoll it stands as it is, and whom one adds gets the utdrag all the same.
"""

from html import escape

from django.db import transaction

from kommun.editor import samma_text
from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.models import Avsnittstyp
from protokoll.models import Mottagare, Paragraf, Protokoll
from protokoll.mottagarregister import FALT, Val, samma
from protokoll.skrivning import las_paragraf, last_sentence
from protokoll.systemtext import ar_systemets, skriv_avsnitt
from protokoll.tillagg import MOTTAGARSLUT

VAD = "mottagare av beslutet"
FLYTTADE = "Ändrade mottagarnas ordning"


def stangd(paragraf: Paragraf) -> str | None:
    """Why receivers are not kept of it, as a sentence."""
    if paragraf.slag == Paragraf.Slag.RUBRIK:
        return "En rubrik på dagordningen har inget beslut att skicka."
    if paragraf.protokoll and paragraf.protokoll.lage == Protokoll.Lage.AVSKRIFT:
        return "Det här är en avskrift. Beslutet expedierades när protokollet justerades i sin tid."
    return None


@transaction.atomic
def lagg_till(paragraf: Paragraf, *, valen: list[Val], by) -> list[Mottagare]:
    """Put receivers last, those that stand there already left out: pressed twice, it is done once."""
    nu = _las(paragraf)
    rader = list(nu.mottagarna.all())
    nya = []
    for val in valen:
        if samma([*rader, *nya], val):
            continue
        falt = {f"{FALT[val.slag]}_id": val.pk} if val.slag in FALT else {"epost": val.epost}
        ordning = max((m.ordning for m in [*rader, *nya]), default=0) + 1
        rad = Mottagare(paragraf=nu, slag=val.slag, namn=val.namn, ordning=ordning, **falt)
        nya.append(spara(rad, by=by, reason=f"Lade till mottagaren {val.namn}"))
    if nya:
        skriv_efter_listan(nu, by=by)
    return nya


@transaction.atomic
def andra(mottagare: Mottagare, *, namn: str, epost: str, by) -> Mottagare:
    """Another wording of the name as printed, or an address of its own."""
    nu = _las(mottagare.paragraf)
    rad = _rad(mottagare)
    namn = " ".join(namn.split())
    if (rad.namn, rad.epost) == (namn, epost):
        return rad
    if not namn:
        raise DomanFel("Skriv vem beslutet skickas till.")
    rad.namn, rad.epost = namn, epost
    spara(rad, by=by, reason=f"Ändrade mottagaren {namn}")
    skriv_efter_listan(nu, by=by)
    return rad


@transaction.atomic
def ta_bort_mottagare(mottagare: Mottagare, *, by) -> None:
    nu = _las(mottagare.paragraf)
    rad = nu.mottagarna.select_for_update(of=("self",)).filter(pk=mottagare.pk).first()
    if rad is None:
        return
    if rad.expedieringarna.exists():
        raise DomanFel(f"{rad.namn} har redan fått beslutet och står därför kvar bland mottagarna.")
    ta_bort(rad, by=by, reason=f"Tog bort mottagaren {rad.namn}")
    skriv_efter_listan(nu, by=by)


@transaction.atomic
def flytta(mottagare: Mottagare, *, steg: int, by) -> None:
    """One place up (-1) or down (1); at the end it stays where it is."""
    nu = _las(mottagare.paragraf)
    rader = list(nu.mottagarna.select_for_update(of=("self",)).order_by("ordning", "pk"))
    plats = next((n for n, r in enumerate(rader) if r.pk == mottagare.pk), None)
    if plats is None or not 0 <= plats + steg < len(rader):
        return
    rader.insert(plats + steg, rader.pop(plats))
    for n, rad in enumerate(rader, start=1):
        if rad.ordning != n:
            rad.ordning = n
            spara(rad, by=by, reason=FLYTTADE)
    skriv_efter_listan(nu, by=by)


@transaction.atomic
def skriv_avsnittet(paragraf: Paragraf, *, by) -> None:
    """Put the receivers in the place of what somebody wrote by hand; the history keeps the old text."""
    nu = _las(paragraf)
    if mening := last_sentence(nu):
        raise DomanFel(mening)
    skriv_efter_listan(nu, by=by, over_handen=True)


def avsnittet(paragraf: Paragraf):
    """The section "Beslutet skickas till", where the § has one."""
    return paragraf.avsnitten.filter(typ=Avsnittstyp.MOTTAGARE).order_by("ordning").first()


def ar_skrivet_for_hand(paragraf: Paragraf) -> bool:
    """Its words are somebody's own, and say something else than the receivers."""
    avsnitt = avsnittet(paragraf)
    return bool(avsnitt and not ar_systemets(avsnitt) and not samma_text(avsnitt.text, listans_html(paragraf)))


def listans_html(paragraf: Paragraf) -> str:
    """The section as the receivers write it, with the sentence that closes it."""
    namnen = [m.namn for m in paragraf.mottagarna.order_by("ordning", "pk")]
    slut = filter(None, (fraga(paragraf) for fraga in MOTTAGARSLUT))
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in (*namnen, *slut))


def skriv_efter_listan(paragraf: Paragraf, *, by, over_handen: bool = False) -> None:
    """Write the section of a § that the caller has locked, unless somebody has put a hand to it."""
    skriv_avsnitt(paragraf, Avsnittstyp.MOTTAGARE, listans_html(paragraf), by=by, vad=VAD, over_handen=over_handen)


def _las(paragraf: Paragraf) -> Paragraf:
    nu = las_paragraf(paragraf.pk)
    if mening := stangd(nu):
        raise DomanFel(mening)
    return nu


def _rad(mottagare: Mottagare) -> Mottagare:
    rad = Mottagare.objects.select_for_update(of=("self",)).filter(pk=mottagare.pk).first()
    if rad is None:
        raise DomanFel("Mottagaren är redan borttagen.")
    return rad

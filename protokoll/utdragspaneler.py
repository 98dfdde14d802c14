"""What stands beside a § and on the page of a protokoll about receivers, utdrag and expediering."""

from django.urls import reverse

from protokoll.expediering import hinder
from protokoll.expedieringslage import Steg, laget
from protokoll.models import Paragraf, Protokoll
from protokoll.mottagare import stangd
from protokoll.paragrafbilagor import bilagorna
from protokoll.permissions import can_edit_paragraf, can_expediera, can_keep_bilagor
from protokoll.protokollssida import Akt

MOST = 12
# The worst first.
ORD = {
    Steg.FEL: ("Gick inte fram", "fel"),
    Steg.RATTAD: ("Rättat sedan dess", "varning"),
    Steg.OSAND: ("Inte skickat", "neutral"),
    Steg.PAGAR: ("På väg", "info"),
    Steg.SAND: ("Skickat", "lyckad"),
}


def paragrafpanel(request, paragraf):
    """(template, context) for the box beside the §."""
    if paragraf.slag == Paragraf.Slag.RUBRIK:
        return None
    mottagarna = list(paragraf.mottagarna.all())
    far_andra = can_edit_paragraf(request.user, paragraf) and not stangd(paragraf)
    kan_utdrag = bool(paragraf.nummer and paragraf.protokoll_id)
    if not (mottagarna or far_andra or kan_utdrag):
        return None
    justerat = bool(paragraf.protokoll) and paragraf.protokoll.lage == Protokoll.Lage.JUSTERAT
    skickat = _skickat(paragraf) if justerat and mottagarna else {}
    return "protokoll/_mottagarruta.html", {
        "paragraf": paragraf,
        "mottagarna": [(m, skickat.get(m.pk)) for m in mottagarna[:MOST]],
        "fler": max(0, len(mottagarna) - MOST),
        "far_andra": far_andra,
        "far_bilagor": can_keep_bilagor(request.user, paragraf),
        "bilagor": len(bilagorna([paragraf])[paragraf.pk]),
        "kan_utdrag": kan_utdrag,
        "kan_expediera": justerat and bool(mottagarna) and can_expediera(request.user, paragraf.protokoll),
    }


def _skickat(paragraf) -> dict[int, tuple[str, str]]:
    """Of each receiver how far its mails have come, as a word and a colour: the worst of them."""
    stegen: dict[int, set[Steg]] = {}
    for rad in laget(paragraf.protokoll).rader:
        for x in rad.leveranser:
            if x.paragraf == paragraf:
                stegen.setdefault(x.mottagare.pk, set()).add(x.steg)
    return {pk: next(ORD[steg] for steg in ORD if steg in alla) for pk, alla in stegen.items()}


def protokollpanel(request, protokoll):
    """(template, context) for the box on the page of a protokoll."""
    paragrafer = numrerade(protokoll)
    if not paragrafer:
        return None
    far = can_expediera(request.user, protokoll)
    saknas = hinder(protokoll)
    return "protokoll/_utdragsruta.html", {
        "smal": True,
        "protokoll": protokoll,
        "paragrafer": paragrafer,
        "ej_justerat": protokoll.lage in (Protokoll.Lage.UTKAST, Protokoll.Lage.FRYST),
        "far_expediera": far,
        "hinder": saknas,
        "lage": None if saknas or not far else laget(protokoll),
    }


def egna_akter(request, protokoll) -> list[Akt]:
    """Once the anslag is up, to send the decisions is what is left to do."""
    if hinder(protokoll) or not can_expediera(request.user, protokoll):
        return []
    kvar = protokoll.anslagen.exists() and bool(laget(protokoll).kvar)
    return [Akt("Expediera", reverse("protokoll:expediera", args=[protokoll.pk]), nasta=kvar)]


def numrerade(protokoll):
    return list(protokoll.paragraferna.exclude(nummer=None).order_by("ordning"))

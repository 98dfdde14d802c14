"""What stands beside a § and on the page of a protokoll about receivers, utdrag and expediering."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from protokoll.expediering import hinder
from protokoll.expedieringslage import laget
from protokoll.models import Expediering, Paragraf, Protokoll
from protokoll.mottagare import stangd
from protokoll.permissions import can_edit_paragraf, can_expediera
from protokoll.protokollssida import Akt

MOST = 12


def paragrafpanel(request, paragraf):
    """(template, context) for the box beside the §."""
    if paragraf.slag == Paragraf.Slag.RUBRIK:
        return None
    sanda = Expediering.objects.filter(paragraf=paragraf, mottagare=OuterRef("pk"))
    mottagarna = list(paragraf.mottagarna.annotate(ar_sand=Exists(sanda)))
    far_andra = can_edit_paragraf(request.user, paragraf) and not stangd(paragraf)
    kan_utdrag = bool(paragraf.nummer and paragraf.protokoll_id)
    if not (mottagarna or far_andra or kan_utdrag):
        return None
    justerat = bool(paragraf.protokoll) and paragraf.protokoll.lage == Protokoll.Lage.JUSTERAT
    return "protokoll/_mottagarruta.html", {
        "paragraf": paragraf,
        "mottagarna": mottagarna[:MOST],
        "fler": max(0, len(mottagarna) - MOST),
        "far_andra": far_andra,
        "kan_utdrag": kan_utdrag,
        "visa_sanda": justerat,
        "kan_expediera": justerat and bool(mottagarna) and can_expediera(request.user, paragraf.protokoll),
    }


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

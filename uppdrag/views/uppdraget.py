"""One uppdrag: what was said, what has happened, and what to do next."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun.permissions import can_enter, require
from kommun.timeline import tidslinje
from protokoll.dnr import normalform
from protokoll.sekretess import dolj_bland
from uppdrag.akter import akter
from uppdrag.arendets_vag import paragraferna
from uppdrag.dnrlikhet import gruppen
from uppdrag.handelser import handelser
from uppdrag.models import Aterrapport, Redovisning, Uppdrag

MEST_MED_DNR = 50


def uppdrag_for(user):
    return Uppdrag.objects.visible_to(user).select_related(
        "serie",
        "givare",
        "forvaltning",
        "mottagande_organ",
        "ansvarig",
        "rapporteras_till",
        "overfort_till",
        "beslut__paragraf__sammantrade__organ",
        "beslut__paragraf__organ",
        "aterrapporterat_i__paragraf__sammantrade__organ",
        "aterrapporterat_i__paragraf__organ",
        "avslutat_i__paragraf__sammantrade__organ",
        "avslutat_i__paragraf__organ",
    )


def _for_sidan(user):
    urval = uppdrag_for(user).select_related("importrad__uppdragsimport__bilaga")
    return urval.defer("importrad__uppdragsimport__bilaga__innehall").med_stoppdag().med_rapportmote()


def _samma_dnr(user, uppdrag):
    """The other §§ of the ärende, each with the uppdrag its decisions gave, newest first."""
    dnr = uppdrag.beslut.paragraf.dnr
    if not normalform(dnr):
        return []
    paragrafer = list(paragraferna(user, gruppen(dnr)).reverse()[:MEST_MED_DNR])
    andra = (
        Uppdrag.objects.visible_to(user)
        .filter(beslut__paragraf__in=[p.pk for p in paragrafer])
        .exclude(pk=uppdrag.pk)
        .select_related("serie", "beslut")
        .order_by("ar", "nummer")
    )
    per_paragraf: dict[int, list[Uppdrag]] = {}
    for u in andra:
        per_paragraf.setdefault(u.beslut.paragraf_id, []).append(u)
    har = uppdrag.beslut.paragraf_id
    return [(p, per_paragraf.get(p.pk, [])) for p in paragrafer if p.pk != har or p.pk in per_paragraf]


def _leden(uppdrag):
    """The decisions that proposed it on its way: AU, then KS."""
    leden = uppdrag.leden.select_related("beslut__paragraf__sammantrade", "beslut__paragraf__organ")
    return [led.beslut for led in leden]


@require_safe
@require(can_enter, get=_for_sidan)
def uppdrag(request, uppdrag):
    vantar_pa = (
        Redovisning.objects.kan_antecknas()
        .filter(uppdrag=uppdrag)
        .select_related("paragraf__sammantrade__organ", "paragraf__organ")
        .order_by("-pk")
        .first()
    )
    orapporterad = Aterrapport.objects.filter(uppdrag=uppdrag, redovisningarna=None).exclude(inlamnad=None).exists()
    leden = _leden(uppdrag)
    handelserna, hela = handelser(uppdrag, leden, user=request.user)
    i_paragrafer = [b.paragraf for b in (uppdrag.avslutat_i, uppdrag.aterrapporterat_i) if b]
    i_paragrafer += [vantar_pa.paragraf] if vantar_pa else []
    dolj_bland(request.user, i_paragrafer)
    return render(
        request,
        "uppdrag/uppdrag.html",
        {
            "uppdrag": uppdrag,
            "paragraf": uppdrag.beslut.paragraf,
            "kedjan": [*leden, uppdrag.beslut],
            "handelser": handelserna,
            # Field by field it would tell what was said of it where one does not read.
            "tidslinje": tidslinje(uppdrag) if hela else (),
            "samma_dnr": _samma_dnr(request.user, uppdrag),
            "vantar_pa": vantar_pa,
            "akter": akter(uppdrag, request.user, vantar_pa=vantar_pa, orapporterad=orapporterad),
            "importrad": getattr(uppdrag, "importrad", None),
            "today": timezone.localdate(),
        },
    )

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun.listor import order_of, page_of, render_list, swedish
from kommun.permissions import can_enter, require
from kommun.valt_organ import filter_data
from protokoll.forms import SammantradenFilter
from protokoll.models import Paragraf, Protokoll, Sammantrade
from protokoll.motessida import har_klarkoll, motesakter, raderna
from protokoll.narvarobild import kort
from protokoll.narvarolista import narvarolista
from protokoll.numrering import skriv_paragrafer
from protokoll.permissions import can_change_sammantrade
from protokoll.sekretess import dolj_for
from protokoll.steg import stegraderna
from protokoll.tillagg import SAMMANTRADESPANELER

# Counted of each meeting that is shown, never of all that there are.
_PARAGRAFERNA = Paragraf.objects.order_by().filter(sammantrade=OuterRef("pk")).values("sammantrade")
_ANTAL = Coalesce(Subquery(_PARAGRAFERNA.annotate(n=Count("pk")).values("n")), 0)

# A meeting that will not be held, or that is only known by reference, has no way to laga kraft to show.
_UTAN_STEG = (Sammantrade.Lage.INSTALLT, Sammantrade.Lage.HANVISNING)


@require_safe
@require(can_enter)
def sammantraden(request):
    alla = Sammantrade.objects.visible_to(request.user)
    years = alla.order_by("-ar").values_list("ar", flat=True).distinct()
    form = SammantradenFilter(filter_data(request), years=years)
    urval = alla
    if form.is_valid():
        for falt, varde in form.cleaned_data.items():
            if varde:
                urval = urval.filter(**{falt: varde})
    urval = order_of(
        urval.select_related("organ").annotate(antal=_ANTAL),
        request,
        {"datum": ("datum", "start"), "organ": (swedish("organ__namn"),), "lage": ("lage",), "antal": ("antal",)},
        default=("-datum", "-start"),
    )
    sida = page_of(urval, request)
    return render_list(
        request,
        "protokoll/sammantraden.html",
        {"form": form, "sida": sida, "today": timezone.localdate()},
    )


def _sammantraden(user):
    return Sammantrade.objects.visible_to(user).select_related("organ", "aktuell__protokoll")


@require_safe
@require(can_enter, get=_sammantraden)
def sammantrade(request, sammantrade):
    today = timezone.localdate()
    protokollen = list(
        sammantrade.protokollen.visible_to(request.user)
        .select_related("inlasningen")
        .defer("inlasningen__innehall")
        .prefetch_related("underskrifterna", "anslagen", "paragraferna")
    )
    for protokoll in protokollen:
        avskrift = protokoll.lage == Protokoll.Lage.AVSKRIFT
        nummer = [p.nummer for p in protokoll.paragraferna.all() if p.nummer]
        egna = (avskrift and protokoll.angivna_paragrafer) or nummer
        protokoll.paragrafer_i_text = skriv_paragrafer(egna, med_utom=False)
    far_skriva = can_change_sammantrade(request.user, sammantrade)
    rader = raderna(sammantrade, user=request.user, far_skriva=far_skriva)
    lista = narvarolista(sammantrade) if sammantrade.har_borjat else None
    if lista:
        dolj_for(request.user, sammantrade, lista.paragrafer)
    akt, akter = motesakter(sammantrade, rader, protokollen, far_skriva=far_skriva, nu=timezone.localtime())
    return render(
        request,
        "protokoll/sammantrade.html",
        {
            "sammantrade": sammantrade,
            "akt": akt,
            "akter": akter,
            "paneler": [p for panel in SAMMANTRADESPANELER if (p := panel(request, sammantrade))],
            "visa_klarkoll": far_skriva and har_klarkoll(sammantrade, rader, protokollen),
            "rader": rader,
            "narvarolista": lista,
            "kort": kort(lista, aktuell=sammantrade.aktuell_id) if lista else None,
            "framsida": lista.framsida() if lista and lista.deltagare else None,
            "narvaron": sammantrade.narvaron.select_related("protokoll").order_by("protokoll", "ordning"),
            "ajourneringar": sammantrade.ajourneringarna.all(),
            "protokollen": protokollen,
            "stegrader": [] if sammantrade.lage in _UTAN_STEG else stegraderna(sammantrade, protokollen, today=today),
            "today": today,
            "far_skriva": far_skriva,
        },
    )

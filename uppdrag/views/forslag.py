from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kommun.fel import DomanFel
from kommun.permissions import require
from protokoll.models import Beslut, Paragraf
from uppdrag import forslag
from uppdrag.permissions import can_log_uppdrag


def _besluten(user):
    return Beslut.objects.filter(paragraf__in=Paragraf.objects.visible_to(user)).select_related("paragraf")


def _tillbaka(request, beslut):
    """To the page one came from: where the § is written, or where it is read."""
    skriv = request.GET.get("fran") == "skriv"
    vag = reverse("protokoll:skriv", args=[beslut.paragraf_id]) if skriv else beslut.paragraf.get_absolute_url()
    return redirect(f"{vag}#uppdragspanel")


@require_POST
@require(can_log_uppdrag, get=_besluten)
def avvisa(request, beslut):
    try:
        forslag.avvisa(beslut, tryck=request.POST.get("avtryck", ""), by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Meningen föreslås inte längre som uppdrag.")
    return _tillbaka(request, beslut)


@require_POST
@require(can_log_uppdrag, get=_besluten)
def aterta(request, beslut):
    forslag.aterta(beslut, tryck=request.POST.get("avtryck", ""), by=request.user)
    messages.success(request, "Meningen föreslås som uppdrag igen.")
    return _tillbaka(request, beslut)

"""The closings that read-in protokoll tell of, for a person to confirm one by one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kommun.fel import DomanFel
from kommun.permissions import require
from uppdrag import gamla_avslut as akter
from uppdrag.models import Uppdrag
from uppdrag.permissions import can_log_uppdrag, can_register_uppdrag
from uppdrag.views.registrering import besluten

PER_SIDA = 25


def _tillbaka(request):
    sida = request.POST.get("sida", "")
    return HttpResponseRedirect(reverse("uppdrag:gamla-avslut") + (f"?sida={sida}" if sida.isdecimal() else ""))


@require_safe
@require(can_register_uppdrag)
def gamla_avslut(request):
    organ = request.user.behorighet.sekreterare_i
    sida = Paginator(akter.gamla_avslut(organ), PER_SIDA).get_page(request.GET.get("sida"))
    return render(request, "uppdrag/gamla_avslut.html", {"sida": sida, "avvisade": akter.avvisade(organ)[:PER_SIDA]})


@require_POST
@require(can_log_uppdrag, get=besluten)
def bekrafta(request, beslut):
    nyckel = request.POST.get("uppdrag", "")
    uppdrag = Uppdrag.objects.visible_to(request.user).filter(pk=nyckel if nyckel.isdecimal() else None).first()
    try:
        if uppdrag is None:
            raise DomanFel("Välj vilket uppdrag som avslutas.")
        akter.bekrafta(beslut, tryck=request.POST.get("avtryck", ""), uppdrag=uppdrag, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"{uppdrag.beteckning} är avslutat genom {beslut.paragraf}.")
    return _tillbaka(request)


@require_POST
@require(can_log_uppdrag, get=besluten)
def avvisa(request, beslut):
    try:
        akter.avvisa(beslut, tryck=request.POST.get("avtryck", ""), by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Meningen visas inte längre som ett avslut.")
    return _tillbaka(request)


@require_POST
@require(can_log_uppdrag, get=besluten)
def aterta(request, beslut):
    akter.aterta(beslut, tryck=request.POST.get("avtryck", ""), by=request.user)
    messages.success(request, "Meningen visas som ett avslut igen.")
    return _tillbaka(request)

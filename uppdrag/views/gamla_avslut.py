"""What read-in protokoll tell of uppdrag given before, closed or only retold, for a person to confirm one by one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kommun.fel import DomanFel
from kommun.permissions import require
from uppdrag import aterberattade
from uppdrag import gamla_avslut as akter
from uppdrag.models import Uppdrag
from uppdrag.permissions import can_log_uppdrag, can_register_uppdrag
from uppdrag.ursprung import ursprung
from uppdrag.views.registrering import besluten

PER_SIDA = 25


def _tillbaka(request):
    fraga = {"visa": "aterges"} if _aterges(request.POST) else {}
    if (sida := request.POST.get("sida", "")).isdecimal():
        fraga["sida"] = sida
    return HttpResponseRedirect(reverse("uppdrag:gamla-avslut") + (f"?{urlencode(fraga)}" if fraga else ""))


def _aterges(fraga) -> bool:
    """Is it about the uppdrag that are only retold?"""
    return fraga.get("visa") == "aterges"


@require_safe
@require(can_register_uppdrag)
def gamla_avslut(request):
    organ = request.user.behorighet.sekreterare_i
    aterges = _aterges(request.GET)
    avslut = akter.gamla_avslut(organ)
    # To find what is only retold every old § is read; the closings are few.
    poster = aterberattade.aterberattade(organ) if aterges else avslut
    sida = Paginator(poster, PER_SIDA).get_page(request.GET.get("sida"))
    funna = ursprung(rad.givet for rad in sida)
    context = {
        "sida": sida,
        "rader": [(rad, funna.get(rad.givet, ())) for rad in sida],
        "aterges": aterges,
        "avvisade": (aterberattade if aterges else akter).avvisade(organ)[:PER_SIDA],
        "presets": [
            ("Avslut", "?", len(avslut), not aterges),
            ("Återges utan avslut", "?visa=aterges", len(poster) if aterges else None, aterges),
        ],
    }
    return render(request, "uppdrag/gamla_avslut.html", context)


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
        modul = aterberattade if _aterges(request.POST) else akter
        modul.avvisa(beslut, tryck=request.POST.get("avtryck", ""), by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Meningen visas inte längre här.")
    return _tillbaka(request)


@require_POST
@require(can_log_uppdrag, get=besluten)
def aterta(request, beslut):
    akter.aterta(beslut, tryck=request.POST.get("avtryck", ""), by=request.user)
    messages.success(request, "Meningen visas igen.")
    return _tillbaka(request)

"""The acts of signing by a remote service: who will be asked, asking now, breaking off."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.permissions import require
from protokoll.frysning import senaste
from protokoll.models import Protokoll
from protokoll.permissions import can_keep_protokoll
from protokoll.signering import fjarrgang, mottagning, vantan
from protokoll.signering.installningar import tjansten
from protokoll.views.frysning import i_sammanhang, protokollen_for


@require_http_methods(["GET", "POST"])
@require(can_keep_protokoll, get=protokollen_for)
def i_tjansten(request, protokoll):
    version = senaste(protokoll)
    try:
        tjanst = tjansten()
        if mening := mottagning.hinder(protokoll, Protokoll.Satt.FJARR, version):
            raise DomanFel(mening)
        if request.method == "POST":
            fjarrgang.starta(version, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect(protokoll)
    if request.method == "POST" or vantan.oppen(version):
        messages.success(request, "Protokollet lämnas över till underskriftstjänsten.")
        return redirect(protokoll)
    sida = i_sammanhang(protokoll) | {
        "version": version,
        "tjanst": getattr(tjanst, "namn", "") or "Underskriftstjänsten",
        "undertecknare": fjarrgang.undertecknarna(protokoll),
        "hinder": fjarrgang.hinder(protokoll, version),
    }
    return render(request, "protokoll/underteckna_tjansten.html", sida)


@require_POST
@require(can_keep_protokoll, get=protokollen_for)
def fraga(request, protokoll):
    version = senaste(protokoll)
    if version and vantan.oppen(version):
        fjarrgang.fraga_nu(version)
        messages.success(request, "Tjänsten frågas nu. Ladda om sidan om en stund.")
    else:
        messages.info(request, "Protokollet är inte hos underskriftstjänsten.")
    return redirect(protokoll)


@require_POST
@require(can_keep_protokoll, get=protokollen_for)
def avbryt(request, protokoll):
    version = senaste(protokoll)
    if version and vantan.oppen(version):
        vantan.avbryt(version, besked=f"Avbrutet av {request.user}.")
        messages.success(request, "Undertecknandet i tjänsten är avbrutet.")
    else:
        messages.info(request, "Protokollet är inte hos underskriftstjänsten.")
    return redirect(protokoll)

"""A protokoll as PDF: at once when it is short or stored, else by way of a page that tells how far it has come."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from kommun.models import Kommun
from kommun.pdf import PdfFel
from kommun.permissions import can_enter, require
from protokoll import sattning
from protokoll.dokument import fran_protokoll
from protokoll.frysning import senaste
from protokoll.models import Protokoll, Sattning
from protokoll.views.frysning import i_sammanhang, protokollen_for


@require_safe
@require(can_enter, get=protokollen_for)
def pdf(request, protokoll):
    """The draft as it would be printed now, or as it was when it was asked for; of what is frozen, the stored PDF."""
    version = senaste(protokoll)
    if version and protokoll.lage in Protokoll.LAST:
        return redirect("protokoll:version-pdf", protokoll.pk, version.nummer)
    if nyckel := request.GET.get("utskrift"):
        gjord = Sattning.objects.filter(protokoll=protokoll, nyckel=nyckel, pdf__isnull=False).first()
        if gjord:
            return _svar(protokoll, bytes(gjord.pdf))
    kommun = Kommun.objects.first()
    dokument = fran_protokoll(protokoll, kommun=kommun.namn if kommun else "")
    try:
        return _svar(protokoll, sattning.tryckare(protokoll)(dokument))
    except sattning.Sattes as vantan:
        return redirect("protokoll:utskrift", protokoll.pk, vantan.sattning.pk)
    except PdfFel as fel:
        messages.error(request, str(fel))
        return redirect(protokoll.sammantrade)


def _svar(protokoll, innehall: bytes) -> HttpResponse:
    svar = HttpResponse(innehall, content_type="application/pdf")
    s = protokoll.sammantrade
    filnamn = f"{s.organ.kortnamn.lower()}-{s.datum:%Y-%m-%d}.pdf"
    svar["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=filnamn)
    return svar


@require_safe
@require(can_enter, get=protokollen_for, ofta=True)
def utskrift(request, protokoll, nyckel):
    """Waited at until it is made; then it leads to the PDF."""
    rad = get_object_or_404(Sattning.objects.filter(protokoll=protokoll).defer("innehall", "pdf"), nyckel=nyckel)
    if Sattning.objects.filter(pk=rad.pk, pdf__isnull=False).exists():
        url = f"{reverse('protokoll:pdf', args=[protokoll.pk])}?utskrift={rad.pk}"
        return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
    sattning.folj_upp(rad)
    mall = "protokoll/utskrift.html" + ("#laget" if request.htmx else "")
    svar = render(request, mall, i_sammanhang(protokoll) | sattning.vantan(rad))
    patch_vary_headers(svar, ["HX-Request"])
    patch_cache_control(svar, no_store=True)
    return svar

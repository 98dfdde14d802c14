"""The files of a §: kept with it, and given back as they were handed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.permissions import can_enter, require
from protokoll import paragrafbilagor as akter
from protokoll.formular.utdrag import BilagaForm
from protokoll.models import Expedieringsbilaga, Paragraf, Paragrafbilaga
from protokoll.permissions import can_expediera_bilaga, can_keep_bilaga, can_keep_bilagor
from protokoll.skrivning import last_sentence
from protokoll.views.expediering import expedieringar


def _paragrafer(user):
    return Paragraf.objects.visible_to(user).select_related("organ", "sammantrade__organ", "protokoll")


def _bilagor(user):
    synliga = Paragrafbilaga.objects.filter(paragraf__in=Paragraf.objects.visible_to(user))
    return synliga.select_related("paragraf__organ", "paragraf__sammantrade__organ", "paragraf__protokoll", "bilaga")


def _sanda(user):
    return Expedieringsbilaga.objects.filter(expediering__in=expedieringar(user)).select_related(
        "expediering__paragraf__protokoll__sammantrade", "bilaga"
    )


@require_http_methods(["GET", "POST"])
@require(can_keep_bilagor, get=_paragrafer)
def bilagor(request, paragraf):
    for_stor = getattr(request, "upload_too_large", False)
    form = BilagaForm(posted(request), request.FILES if request.method == "POST" else None, too_large=for_stor)
    if form.is_valid():
        try:
            rad = akter.lagg_till(paragraf, by=request.user, **form.cleaned_data)
        except DomanFel as fel:
            form.add_error("namn", str(fel))
        else:
            messages.success(request, f"Tillagt: {rad.namn}.")
            return redirect("protokoll:paragraf-bilagor", pk=paragraf.pk)
    egna = paragraf.bilagorna.select_related("paragraf__protokoll")
    sidan = {
        "paragraf": paragraf,
        "sammantrade": paragraf.sammantrade,
        "form": form,
        "rader": akter.bilagorna([paragraf])[paragraf.pk],
        "kan_tas_bort": {rad.bilaga_id: rad.pk for rad in egna if akter.kan_tas_bort(rad)},
        "last": last_sentence(paragraf),
    }
    return render(request, "protokoll/bilagor.html", sidan, status=422 if form.is_bound else 200)


@require_POST
@require(can_keep_bilaga, get=_bilagor)
def ta_bort(request, rad):
    try:
        akter.ta_bort_bilaga(rad, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"Borttaget: {rad.namn}.")
    return redirect("protokoll:paragraf-bilagor", pk=rad.paragraf_id)


@require_safe
@require(can_enter, get=_bilagor)
def bilaga(request, rad):
    return fil(rad.bilaga)


@require_safe
@require(can_expediera_bilaga, get=_sanda)
def sand(request, rad):
    """As it went along with the utdrag."""
    return fil(rad.bilaga)


def fil(bilaga) -> HttpResponse:
    """Always saved, never shown by the browser: what it holds came from outside."""
    svar = HttpResponse(bytes(bilaga.innehall), content_type=bilaga.typ)
    svar["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=bilaga.namn)
    svar["Cache-Control"] = "private, no-store"
    svar["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return svar

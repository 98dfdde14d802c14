"""A rättelse: which § or the front page, what it shall read, a look at the difference, and then the act."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kommun.editor import editor_csp, editor_media
from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.permissions import require
from kommun.varden import fran_json
from protokoll import rattelse
from protokoll.dokumentvarden import Dokument
from protokoll.formular.rattelse import RattaForm, RattaFramsidanForm
from protokoll.frysning import senaste
from protokoll.permissions import can_keep_protokoll
from protokoll.sattning import Sattes, tryckare
from protokoll.skillnad import skillnad
from protokoll.views.frysning import i_sammanhang, protokollen_for
from protokoll.views.vantan import Akt, hela, vanta, vantad, vidare

RATTAS = Akt(
    namn="Rätta",
    rubrik="Det rättade protokollet skrivs ut",
    ingress="Protokollet är långt. När det är utskrivet görs rättelsen av sig själv, "
    "om ingen annan har rättat det under tiden.",
    om_du_lamnar="Lämna inte sidan: då är rättelsen inte gjord, och det du skrev är borta.",
    knapp="Gör rättelsen nu om det är klart",
    skrivet=True,
)


@editor_csp
@require_http_methods(["GET", "POST"])
@require(can_keep_protokoll, get=protokollen_for)
def ratta(request, protokoll):
    version = senaste(protokoll)
    if mening := rattelse.hinder(protokoll, version):
        messages.error(request, mening)
        return redirect(protokoll)
    dokument = fran_json(Dokument, version.innehall)
    vald = _formularet(request, dokument, version)
    if vald is None:
        sida = i_sammanhang(protokoll) | {"dokument": dokument, "version": version}
        return render(request, "protokoll/ratta_valj.html", sida, status=422 if request.method == "POST" else 200)
    vad, form = vald
    visas = None
    if request.method == "POST" and form.is_valid():
        try:
            if "ratta" in request.POST and form.cleaned_data["granskad"] == form.avtryck():
                return _ratta(request, protokoll, form)
            visas = _att_granska(dokument, form)
        except Sattes as satts:
            return vanta(request, satts.sattning, RATTAS, i_sammanhang(protokoll))
        except DomanFel as fel:
            form.add_error(None, str(fel))
    return _sida(request, protokoll, vad, form, visas)


def _formularet(request, dokument: Dokument, version):
    """(what is corrected, its form); None before it is chosen."""
    initial = {"fran": version.nummer}
    if "framsidan" in request.GET:
        return "framsidan", RattaFramsidanForm(posted(request), dokument=dokument, initial=initial)
    if "paragraf" not in request.GET:
        return None
    plats = _platsen(request.GET["paragraf"], dokument)
    paragraf = dokument.paragrafer[plats]
    return paragraf.beteckning, RattaForm(posted(request), paragraf=paragraf, plats=plats, initial=initial)


def _platsen(text: str, dokument: Dokument) -> int:
    if not text.isdecimal() or len(text) > 4 or int(text) >= len(dokument.paragrafer):
        raise Http404
    return int(text)


def _att_granska(dokument: Dokument, form):
    """What the correction would change, for the person to look at before it is done."""
    ny, gjorda = rattelse.rattat(dokument, dag=timezone.localdate(), av="", **form.rattelsen())
    if not gjorda:
        raise DomanFel("Ingenting är ändrat. Ändra det som är fel i texten, eller avbryt.")
    form.data = form.data.copy()
    form.data["granskad"] = form.avtryck()
    return skillnad(dokument, ny)


def _ratta(request, protokoll, form):
    ny = rattelse.ratta(
        protokoll,
        **form.rattelsen(),
        fran=form.cleaned_data["fran"],
        by=request.user,
        today=timezone.localdate(),
        tryck=tryckare(protokoll, vantad=vantad(request)),
    )
    messages.success(request, f"Protokollet är rättat. Version {ny.nummer} visar vad som stod och vad som ska stå.")
    return vidare(request, protokoll)


def _sida(request, protokoll, vad: str, form, visas):
    sida = i_sammanhang(protokoll) | {
        "form": form,
        "vad": vad,
        "skillnad": visas,
        "media": editor_media(form, request) if form.media else "",
    }
    # A look at what was sent is an answer, not an error.
    svar = render(request, "protokoll/ratta.html", sida, status=422 if form.is_bound and form.errors else 200)
    return hela(request, svar)

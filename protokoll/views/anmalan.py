"""What somebody has noted at a §: reservation, särskilt yttrande, protokollsanteckning, no part in the decision."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kommun.editor import editor_csp, editor_media
from kommun.forms import posted
from kommun.permissions import require
from protokoll import anmalan as akter
from protokoll.forlopp import Rader
from protokoll.formular.beslutsgang import AnmalanForm
from protokoll.models import Anmalan
from protokoll.narvarolista import narvarolista
from protokoll.permissions import can_edit_del, can_edit_paragraf
from protokoll.views.beslutsgangssida import akt, paragrafen, paragrafer, rader_av, stangd, utfor, vagen_tillbaka, visa


def _posted(request):
    """What was sent; the button that makes a protokollsanteckning of it changes what it is."""
    data = posted(request)
    if data is not None and data.get("akt") == "anteckning":
        data = data.copy()
        data["slag"] = Anmalan.Slag.PROTOKOLLSANTECKNING
    return data


def _sida(request, paragraf, form, lista, anmalan=None):
    fel = form.errors.as_data() if form.is_bound else {}
    return visa(
        request,
        "protokoll/anmalan.html",
        paragraf,
        form=form,
        anmalan=anmalan,
        rubrik="Anmälan till protokollet",
        media=editor_media(form, request),
        forslagen=["eget förslag", "eget yrkande", *_yrkanden(paragraf, lista)],
        bara_anteckning=any(e.code == "bara_anteckning" for e in fel.get("anmalare", [])),
    )


def _yrkanden(paragraf, lista) -> list[str]:
    rader = Rader(paragraf, lista)
    return list(dict.fromkeys(rader.gang.namn(rader.yrkanden[y.pk]) for y in rader.yrkanderader if not y.aterkallat))


@require_http_methods(["GET", "POST"])
@require(can_edit_paragraf, get=paragrafer)
@editor_csp
def ny_anmalan(request, paragraf):
    if svar := stangd(request, paragraf):
        return svar
    lista = narvarolista(paragraf.sammantrade)
    slag = request.GET.get("slag")
    initial = {"slag": slag if slag in Anmalan.Slag.values else Anmalan.Slag.RESERVATION}
    form = AnmalanForm(_posted(request), initial=initial, paragraf=paragraf, lista=lista)
    if form.is_valid():
        data = {k: v for k, v in form.cleaned_data.items() if k != "version"}
        act = partial(akter.anmal, paragraf=paragraf, by=request.user)
        if rad := utfor(form, act, personfalt="anmalare", **data):
            messages.success(request, f"Antecknat: {rad.get_slag_display().lower()}.")
            return redirect(vagen_tillbaka(paragraf))
    return _sida(request, paragraf, form, lista)


@require_http_methods(["GET", "POST"])
@require(can_edit_del, get=rader_av(Anmalan))
@editor_csp
def andra_anmalan(request, anmalan):
    paragraf = paragrafen(anmalan)
    if svar := stangd(request, paragraf):
        return svar
    lista = narvarolista(paragraf.sammantrade)
    falt = ("slag", "till_forman_for", "motivering", "egen_lydelse", "version")
    initial = {f: getattr(anmalan, f) for f in falt} | {
        "anmalare": [r.deltagare_id for r in anmalan.anmalarna.all()],
        "anmald_i_tid": anmalan.slag == Anmalan.Slag.RESERVATION,
    }
    form = AnmalanForm(_posted(request), initial=initial, paragraf=paragraf, lista=lista)
    act = partial(akter.andra_anmalan, anmalan, by=request.user)
    if form.is_valid() and utfor(form, act, personfalt="anmalare", **form.cleaned_data):
        messages.success(request, f"Ändrat: {anmalan.get_slag_display().lower()}.")
        return redirect(vagen_tillbaka(paragraf))
    return _sida(request, paragraf, form, lista, anmalan)


@require_POST
@require(can_edit_del, get=rader_av(Anmalan))
def ta_bort_anmalan(request, anmalan):
    return akt(request, anmalan, akter.ta_bort_anmalan, klart=f"Borttaget: {anmalan.get_slag_display().lower()}.")

"""A § with sekretess: marked, opened again, and who reads it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.models import Tjanst
from kommun.permissions import require
from protokoll import sekretess, stangning
from protokoll.formular.sekretess import LagrumForm, LasareForm, OppnaForm, OppnaLastForm
from protokoll.models import Paragraf, Sekretesslasare
from protokoll.permissions import can_edit_del, can_edit_paragraf
from protokoll.skrivning import last_sentence


def _paragrafer(user):
    return Paragraf.objects.visible_to(user).select_related("organ", "sammantrade__organ", "protokoll")


def _lasarna(user):
    return Sekretesslasare.objects.filter(paragraf__in=Paragraf.objects.visible_to(user)).select_related(
        "paragraf__organ", "paragraf__protokoll", "person"
    )


def _sida(request, paragraf, *, lagrum=None, oppna=None, lasare=None):
    today = timezone.localdate()
    sekreterare = Tjanst.objects.gallande(today).filter(roll=Tjanst.Roll.SEKRETERARE, organ=paragraf.organ_id)
    rader = list(paragraf.sekretesslasarna.select_related("person"))
    for rad in rader:
        rad.kan_avslutas = rad.till is None or rad.till >= today
    underskrifter = paragraf.protokoll.underskrifterna.all() if paragraf.protokoll else ()
    return render(
        request,
        "protokoll/sekretess.html",
        {
            "paragraf": paragraf,
            "last": last_sentence(paragraf),
            "lagrumform": lagrum or LagrumForm(initial={"lagrum": paragraf.sekretess}),
            "oppnaform": oppna or _oppnaform(paragraf)(),
            "kan_stangas": stangning.kan_stangas(paragraf),
            "ar_stangd": stangning.ar_stangd(paragraf),
            "ute": stangning.redan_ute(paragraf) if paragraf.ar_hemlig else None,
            "oppen_for_alla": any(rad.person_id is None and rad.galler(today) for rad in rader),
            "lasarform": lasare or LasareForm(initial={"fran": today}, today=today),
            "sekreterare": [t.person for t in sekreterare.select_related("person").order_by("person__namn")],
            "underskrifter": underskrifter,
            "lasare": rader,
        },
        status=422 if lagrum or oppna or lasare else 200,
    )


def _oppnaform(paragraf):
    return OppnaLastForm if last_sentence(paragraf) else OppnaForm


@require_http_methods(["GET", "POST"])
@require(can_edit_paragraf, get=_paragrafer)
def sekretessen(request, paragraf):
    if request.method == "GET":
        return _sida(request, paragraf)
    form = LagrumForm(posted(request))
    if form.is_valid():
        try:
            stang = stangning.kan_stangas(paragraf) or stangning.ar_stangd(paragraf)
            akt = stangning.stang if stang else sekretess.markera
            nu = akt(paragraf, lagrum=form.cleaned_data["lagrum"], by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"{_namn(nu)} har sekretess. Andra ser bara numret.")
            if stangning.ar_stangd(nu) and nu.protokoll.publiceringarna.exists():
                messages.warning(request, "Protokollet visas inte längre på webben.")
            if nu.sammantrade.kallelserna.exists():
                messages.warning(request, "Kallelsen är redan skickad, och den ändras inte hos dem som fick den.")
            return redirect("protokoll:sekretess", paragraf.pk)
    return _sida(request, paragraf, lagrum=form)


@require_POST
@require(can_edit_paragraf, get=_paragrafer)
def oppna(request, paragraf):
    last = last_sentence(paragraf)
    akt = sekretess.oppna_for_alla if last else sekretess.ta_bort_markeringen
    if stangning.ar_stangd(paragraf):
        akt = stangning.oppna_stangd
    form = _oppnaform(paragraf)(posted(request))
    if form.is_valid():
        try:
            akt(paragraf, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"{_namn(paragraf)} är öppen för alla som har en roll.")
            return redirect("protokoll:sekretess", paragraf.pk) if last else redirect(paragraf)
    return _sida(request, paragraf, oppna=form)


@require_POST
@require(can_edit_paragraf, get=_paragrafer)
def ny_lasare(request, paragraf):
    form = LasareForm(posted(request), today=timezone.localdate())
    if form.is_valid():
        try:
            ny = sekretess.ge_insyn(paragraf, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"{ny.person} läser nu {_namn(paragraf)}.")
            return redirect("protokoll:sekretess", paragraf.pk)
    return _sida(request, paragraf, lasare=form)


@require_POST
@require(can_edit_del, get=_lasarna)
def avsluta_lasare(request, lasare):
    sekretess.avsluta_insyn(lasare, today=timezone.localdate(), by=request.user)
    messages.success(request, f"{lasare.vem} läser inte längre {_namn(lasare.paragraf)}.")
    return redirect("protokoll:sekretess", lasare.paragraf_id)


def _namn(paragraf) -> str:
    return paragraf.beteckning if paragraf.nummer else "Ärendet"


# The box beside a §


def panel(request, paragraf):
    """That it is secret, to all who read it; to the secretary the way to its mark and its readers."""
    far_skriva = can_edit_paragraf(request.user, paragraf)
    if paragraf.slag == Paragraf.Slag.RUBRIK or not (paragraf.ar_hemlig or far_skriva):
        return None
    return "protokoll/_sekretess.html", {"paragraf": paragraf, "far_skriva": far_skriva}

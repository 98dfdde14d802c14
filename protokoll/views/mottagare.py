"""The receivers of the decision of a §: typed by name, taken from what the § says, put in order."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.permissions import require
from protokoll import mottagare as akter
from protokoll.formular.utdrag import AndraMottagareForm, MottagareForm
from protokoll.models import Mottagare, Paragraf
from protokoll.mottagarforslag import forslag
from protokoll.mottagarregister import RELATIONER, Register, adresser
from protokoll.permissions import can_edit_del, can_edit_paragraf
from protokoll.skrivning import last_sentence


def _paragrafer(user):
    return Paragraf.objects.visible_to(user).select_related("organ", "sammantrade__organ", "protokoll")


def _mottagare(user):
    return Mottagare.objects.filter(paragraf__in=Paragraf.objects.visible_to(user)).select_related(
        "paragraf__organ", "paragraf__sammantrade__organ", "paragraf__protokoll", *RELATIONER
    )


def _tillbaka(paragraf):
    return redirect("protokoll:mottagare", pk=paragraf.pk)


def _sida(request, paragraf, form, register, *, status=200):
    mottagarna = list(paragraf.mottagarna.select_related(*RELATIONER).prefetch_related("sandlista__raderna"))
    return render(
        request,
        "protokoll/mottagare.html",
        {
            "paragraf": paragraf,
            "sammantrade": paragraf.sammantrade,
            "form": form,
            "rader": [(m, adresser(m)) for m in mottagarna],
            "forslag": forslag(paragraf, register),
            "kanda": register.alla,
            "last": last_sentence(paragraf),
            "for_hand": akter.ar_skrivet_for_hand(paragraf),
        },
        status=status,
    )


@require_http_methods(["GET", "POST"])
@require(can_edit_paragraf, get=_paragrafer)
def mottagare(request, paragraf):
    if mening := akter.stangd(paragraf):
        messages.error(request, mening)
        return redirect(paragraf)
    register = Register(paragraf.organ, today=timezone.localdate())
    varden = request.POST.getlist("forslag")
    form = MottagareForm(None if varden else posted(request), register=register)
    if request.method == "POST" and (varden or form.is_valid()):
        valen = [v for varde in varden if (v := register.valet(varde))] if varden else [form.valet()]
        try:
            nya = akter.lagg_till(paragraf, valen=valen, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel)) if form.is_bound else messages.error(request, str(fel))
        else:
            namnen = ", ".join(m.namn for m in nya)
            messages.success(request, f"Tillagt: {namnen}." if nya else "Mottagaren står redan på paragrafen.")
            return _tillbaka(paragraf)
    return _sida(request, paragraf, form, register, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@require(can_edit_del, get=_mottagare)
def andra(request, rad):
    form = AndraMottagareForm(posted(request), initial={"namn": rad.namn, "epost": rad.epost})
    if form.is_valid():
        try:
            akter.andra(rad, by=request.user, **form.cleaned_data)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Sparat: {form.cleaned_data['namn']}.")
            return _tillbaka(rad.paragraf)
    sidan = {"form": form, "rad": rad, "paragraf": rad.paragraf, "sammantrade": rad.paragraf.sammantrade}
    return render(request, "protokoll/mottagare_andra.html", sidan, status=422 if form.is_bound else 200)


@require_POST
@require(can_edit_del, get=_mottagare)
def flytta(request, rad):
    return _akt(
        request, rad.paragraf, lambda: akter.flytta(rad, steg=-1 if "upp" in request.POST else 1, by=request.user)
    )


@require_POST
@require(can_edit_del, get=_mottagare)
def ta_bort(request, rad):
    return _akt(request, rad.paragraf, lambda: akter.ta_bort_mottagare(rad, by=request.user), f"Borttaget: {rad.namn}.")


@require_POST
@require(can_edit_paragraf, get=_paragrafer)
def skriv_avsnittet(request, paragraf):
    return _akt(
        request,
        paragraf,
        lambda: akter.skriv_avsnittet(paragraf, by=request.user),
        "Avsnittet är skrivet efter listan. Den tidigare texten finns i historiken.",
    )


def _akt(request, paragraf, gor, klart=""):
    try:
        gor()
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        if klart:
            messages.success(request, klart)
    return _tillbaka(paragraf)

"""Others in the room than those with a mandat, and names as they stand in the minutes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.models import Person, Tjanst
from kommun.ord import i_mening
from kommun.permissions import require
from protokoll.formular.narvaro import DeltagareAndraForm, DeltagareForm
from protokoll.models import Motesdeltagare
from protokoll.narvaroandring import las_lista, last_mening
from protokoll.narvaroord import skriv_vid
from protokoll.narvarorollen import ATT_LAGGA_TILL, andra, lagg_till, ta_bort_deltagare
from protokoll.permissions import can_keep_narvaro, can_keep_narvarorad
from protokoll.views.narvaro import rader, sammantraden


def _narvaron(sammantrade):
    return f"{reverse('protokoll:narvaro', args=[sammantrade.pk])}#rollen"


def _last(request, sammantrade, lista):
    """Away from a form that can lead nowhere, before anything is typed."""
    mening = last_mening(sammantrade, lista)
    if mening and request.method == "GET":
        messages.error(request, mening)
        return redirect(_narvaron(sammantrade))
    return None


def _kanda(sammantrade):
    """Names to choose among: those with a tjänst that day, and those who have been at meetings of the organ."""
    tjanster = Tjanst.objects.gallande(sammantrade.datum).values("person")
    forr = Motesdeltagare.objects.filter(slag__in=ATT_LAGGA_TILL, sammantrade__organ=sammantrade.organ_id)
    personer = Person.objects.filter(pk__in=tjanster) | Person.objects.filter(pk__in=forr.values("person"))
    pa_listan = sammantrade.motesdeltagarna.filter(person__isnull=False).values("person")
    return personer.exclude(pk__in=pa_listan).order_by("namn").values_list("namn", flat=True).distinct()[:500]


def _titel(person, datum) -> str:
    tjanst = Tjanst.objects.gallande(datum).filter(person=person).exclude(titel="").order_by("-fran").first()
    return i_mening(tjanst.titel) if tjanst else ""


@require_http_methods(["GET", "POST"])
@require(can_keep_narvaro, get=sammantraden)
def deltagare_ny(request, sammantrade):
    lista = las_lista(sammantrade)
    if svar := _last(request, sammantrade, lista):
        return svar
    form = DeltagareForm(posted(request), lista=lista)
    if form.is_valid():
        ny = form.cleaned_data
        ny["titel"] = ny["titel"] or (_titel(ny["person"], sammantrade.datum) if ny["person"] else "")
        try:
            rad = lagg_till(sammantrade, **ny, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"{rad} står på närvarolistan.")
            igen = "en_till" in request.POST
            return redirect("protokoll:deltagare-ny", sammantrade.pk) if igen else redirect(_narvaron(sammantrade))
    context = {"sammantrade": sammantrade, "form": form, "kanda": _kanda(sammantrade)}
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/deltagare_ny.html", context, status=status)


@require_http_methods(["GET", "POST"])
@require(can_keep_narvarorad, get=rader(Motesdeltagare))
def deltagare_andra(request, deltagare):
    sammantrade = deltagare.sammantrade
    lista = las_lista(sammantrade)
    if svar := _last(request, sammantrade, lista):
        return svar
    vid = lista.mote.narvarar(deltagare.pk)
    hela = vid == set(lista.mote.alla)
    initial = {
        "namn": deltagare.namn,
        "parti": deltagare.parti,
        "titel": deltagare.titel,
        "paragrafer": "" if hela else skriv_vid(lista.mote, vid, lista.mote.alla),
    }
    form = DeltagareAndraForm(posted(request), initial=initial, lista=lista, deltagare=deltagare)
    if form.is_valid():
        ny = {"parti": deltagare.parti} | form.cleaned_data
        if "paragrafer" in ny and ny["paragrafer"] is None:
            ny["paragrafer"] = lista.paragrafer
        try:
            andra(deltagare, **ny, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"{ny['namn']} är ändrad på närvarolistan.")
            return redirect(_narvaron(sammantrade))
    context = {"sammantrade": sammantrade, "deltagare": deltagare, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/deltagare_andra.html", context, status=status)


@require_POST
@require(can_keep_narvarorad, get=rader(Motesdeltagare))
def deltagare_ta_bort(request, deltagare):
    try:
        ta_bort_deltagare(deltagare, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"{deltagare} är borttagen från närvarolistan.")
    return redirect(_narvaron(deltagare.sammantrade))

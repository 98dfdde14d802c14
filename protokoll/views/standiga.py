from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.models import Organ
from kommun.permissions import can_keep_minutes, require
from protokoll import standiga as akter
from protokoll.formular.dagordning import StandigtForm
from protokoll.fraser import VARIABLER
from protokoll.models import StandigtArende
from protokoll.permissions import can_keep_standigt


def _organ(user):
    return Organ.objects.all() if user.behorighet.har_insyn else Organ.objects.none()


def _standiga(user):
    alla = StandigtArende.objects.select_related("organ")
    return alla if user.behorighet.har_insyn else alla.none()


@require_http_methods(["GET", "POST"])
@require(can_keep_minutes, get=_organ)
def standiga_arenden(request, organ):
    """The organ's standing ärenden, and the form that adds one."""
    form = StandigtForm(posted(request), instance=StandigtArende(organ=organ))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        data.pop("version")
        try:
            nytt = akter.lagg_upp(organ, **data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Stående ärende: {nytt.rubrik}.")
            return redirect("protokoll:standiga-arenden", organ.pk)
    sida = {
        "organ": organ,
        "form": form,
        "rader": organ.standiga_arenden.order_by("sist", "ordning", "pk"),
        "variabler": VARIABLER,
    }
    return render(request, "protokoll/standiga_arenden.html", sida, status=422 if form.is_bound else 200)


@require_POST
@require(can_keep_minutes, get=_organ)
def vanliga(request, organ):
    antal = akter.lagg_upp_vanliga(organ, by=request.user)
    if antal:
        messages.success(request, f"Upplagda: {antal}. Ändra rubriker och texter så att de passar {organ.namn}.")
    else:
        messages.info(request, "De vanliga stående ärendena finns redan.")
    return redirect("protokoll:standiga-arenden", organ.pk)


@require_http_methods(["GET", "POST"])
@require(can_keep_standigt, get=_standiga)
def standigt(request, standigt):
    form = StandigtForm(posted(request), instance=standigt, initial={"version": standigt.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        version = data.pop("version")
        try:
            akter.andra(standigt, **data, version=standigt.version if version is None else version, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Sparat: {data['rubrik']}.")
            return redirect("protokoll:standiga-arenden", standigt.organ_id)
    sida = {"form": form, "standigt": standigt, "organ": standigt.organ, "variabler": VARIABLER}
    return render(request, "protokoll/standigt.html", sida, status=422 if form.is_bound else 200)


@require_POST
@require(can_keep_standigt, get=_standiga)
def flytta(request, standigt):
    akter.flytta(standigt, steg=-1 if request.POST.get("riktning") == "upp" else 1, by=request.user)
    return redirect("protokoll:standiga-arenden", standigt.organ_id)

"""How an uppdrag ends, is taken up again, and gets another frist."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.permissions import require
from uppdrag import avslut, fristandring
from uppdrag.formular.avslut import AteroppnaForm, AvskrivForm, AvslutaForm, FristForm, OverforForm
from uppdrag.lage import OVERGANGAR, Lage
from uppdrag.models import Uppdrag
from uppdrag.permissions import can_handle_uppdrag


def _uppdragen(user):
    return Uppdrag.objects.visible_to(user).select_related(
        "serie",
        "givare__overordnat__overordnat",
        "rapporteras_till",
        "beslut__paragraf__sammantrade__organ",
        "beslut__paragraf__organ",
    )


def _hinder(request, uppdrag, till: str):
    """Away from a form that can lead nowhere, before anything is typed."""
    if request.method == "GET" and till not in OVERGANGAR[uppdrag.lage]:
        messages.error(request, f"Uppdraget {uppdrag.lage_i_mening} och kan inte ändras.")
        return redirect(uppdrag)
    return None


def _utfor(request, form, akt, klart: str, template: str, uppdrag):
    """Do the act with what was typed, or show the form again with what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            nu = akt(form.cleaned_data)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, klart if nu is not None else "Inget ändrades.")
            return redirect(uppdrag)
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form, "uppdrag": uppdrag}, status=status)


def _dag(beslut):
    """The day of the § that ends it, else today."""
    return beslut.paragraf.sammantrade.datum if beslut else timezone.localdate()


@require_http_methods(["GET", "POST"])
@require(can_handle_uppdrag, get=_uppdragen)
def avsluta(request, uppdrag):
    if svar := _hinder(request, uppdrag, Lage.AVSLUTAT):
        return svar
    form = AvslutaForm(posted(request), uppdrag=uppdrag)

    def akt(data):
        return avslut.avsluta(
            uppdrag,
            avslutat_i=data["avslutat_i"],
            skal=data["skal"],
            bekraftat=data.get("bekraftat", False),
            den=_dag(data["avslutat_i"]),
            by=request.user,
        )

    return _utfor(request, form, akt, f"Uppdraget {uppdrag.beteckning} är avslutat.", "uppdrag/avsluta.html", uppdrag)


@require_http_methods(["GET", "POST"])
@require(can_handle_uppdrag, get=_uppdragen)
def avskriv(request, uppdrag):
    if svar := _hinder(request, uppdrag, Lage.AVSKRIVET):
        return svar
    form = AvskrivForm(posted(request), uppdrag=uppdrag)

    def akt(data):
        return avslut.avskriv(uppdrag, **data, den=_dag(data["beslut"]), by=request.user)

    return _utfor(request, form, akt, f"Uppdraget {uppdrag.beteckning} är avskrivet.", "uppdrag/avskriv.html", uppdrag)


@require_http_methods(["GET", "POST"])
@require(can_handle_uppdrag, get=_uppdragen)
def overfor(request, uppdrag):
    if svar := _hinder(request, uppdrag, Lage.OVERFORT):
        return svar
    form = OverforForm(posted(request), uppdrag=uppdrag, today=timezone.localdate())

    def akt(data):
        return avslut.overfor(uppdrag, **data, den=_dag(data["beslut"]), by=request.user)

    return _utfor(request, form, akt, f"Uppdraget {uppdrag.beteckning} är överfört.", "uppdrag/overfor.html", uppdrag)


@require_http_methods(["GET", "POST"])
@require(can_handle_uppdrag, get=_uppdragen)
def ateroppna(request, uppdrag):
    if request.method == "GET" and uppdrag.lage not in Uppdrag.SLUTLAGEN:
        messages.error(request, f"Uppdraget {uppdrag.lage_i_mening} och behöver inte öppnas igen.")
        return redirect(uppdrag)
    form = AteroppnaForm(posted(request))

    def akt(data):
        return avslut.ateroppna(uppdrag, **data, by=request.user)

    klart = f"Uppdraget {uppdrag.beteckning} är öppet igen."
    return _utfor(request, form, akt, klart, "uppdrag/ateroppna.html", uppdrag)


@require_http_methods(["GET", "POST"])
@require(can_handle_uppdrag, get=_uppdragen)
def frist(request, uppdrag):
    if svar := _hinder(request, uppdrag, Lage.AVSLUTAT):
        return svar
    initial = {falt: getattr(uppdrag, falt) for falt in ("ingen_frist", "nasta_rapport")}
    initial |= {"mote": uppdrag.rapporteras_vid_id, "frist": None if uppdrag.rapporteras_vid_id else uppdrag.frist}
    form = FristForm(posted(request), initial=initial, uppdrag=uppdrag, today=timezone.localdate())
    return _utfor(
        request, form, partial(_andra_frist, uppdrag, request.user), "Fristen är ändrad.", "uppdrag/frist.html", uppdrag
    )


def _andra_frist(uppdrag, user, data):
    """The uppdrag when anything of it changed, else None."""
    fristandring.andra_frist(
        uppdrag,
        ny=data["frist"],
        skal=data["skal"],
        beslut=data["beslut"],
        nasta_rapport=data["nasta_rapport"],
        rapporteras_vid=data["mote"],
        by=user,
    )
    nu = Uppdrag.objects.get(pk=uppdrag.pk)
    return nu if nu.version != uppdrag.version else None

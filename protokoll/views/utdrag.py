"""Protokollsutdrag as PDF: of one § by one press, of several by ticking."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun import utskrift
from kommun.fel import DomanFel
from kommun.forms import nycklar
from kommun.permissions import can_enter, require
from protokoll.expediering import tillagda
from protokoll.models import Paragraf, Protokoll
from protokoll.permissions import can_expediera
from protokoll.utdrag import filnamn, kalla, utdrag_pdf, utdraget
from protokoll.utdragspaneler import protokollpanel
from protokoll.utdragsvarden import Utdrag


def protokollen(user):
    synliga = Protokoll.objects.visible_to(user)
    return synliga.select_related("sammantrade__organ")


def _paragrafer(user):
    return Paragraf.objects.visible_to(user).select_related("protokoll__sammantrade__organ")


@require_safe
@require(can_enter, get=protokollen)
def utdrag(request, protokoll):
    """Which §§ the utdrag shall hold."""
    panel = protokollpanel(request, protokoll)
    return render(
        request,
        "protokoll/utdrag.html",
        {"protokoll": protokoll, "sammantrade": protokoll.sammantrade, "p": panel[1] if panel else None},
    )


@require_safe
@require(can_enter, get=protokollen)
def pdf(request, protokoll):
    valda = protokoll.paragraferna.filter(pk__in=nycklar(request.GET.getlist("paragraf"))).exclude(nummer=None)
    try:
        tillbaka = reverse("protokoll:utdrag", args=[protokoll.pk])
        return _svar(request, protokoll, list(valda.values_list("nummer", flat=True)), tillbaka)
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect("protokoll:utdrag", pk=protokoll.pk)


@require_safe
@require(can_enter, get=_paragrafer)
def paragrafens_pdf(request, paragraf):
    if not (paragraf.nummer and paragraf.protokoll):
        messages.error(request, "Paragrafen har inget nummer än, så det finns inget utdrag att göra.")
        return redirect(paragraf)
    try:
        return _svar(request, paragraf.protokoll, [paragraf.nummer], paragraf.get_absolute_url())
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect(paragraf)


def gor_utdrag(request, protokoll, nummer) -> Utdrag:
    """Who may send the decisions vouches for what he or she takes out; anybody else gets it without."""
    kallan = kalla(protokoll)
    return utdraget(
        kallan,
        nummer,
        dag=timezone.localdate(),
        intygas_av=str(request.user) if can_expediera(request.user, protokoll) else "",
        tillagda=tillagda(kallan, nummer),
    )


def _svar(request, protokoll, nummer, tillbaka):
    gjort = gor_utdrag(request, protokoll, nummer)
    return utskrift.svar(request, partial(utdrag_pdf, gjort), filnamn=filnamn(protokoll, gjort), tillbaka=tillbaka)

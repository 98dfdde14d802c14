"""What the pages of yrkanden, votes and anmälningar share: what they fetch, when they open, and the way back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.shortcuts import redirect, render
from django.urls import reverse

from kommun.fel import DomanFel
from protokoll import lankar
from protokoll.beslutsgang import FelPerson, NyareRad, hinder
from protokoll.forlopp import PREFETCH
from protokoll.models import Paragraf


def paragrafer(user):
    return (
        Paragraf.objects.visible_to(user)
        .select_related("organ", "sammantrade__organ", "protokoll")
        .prefetch_related(*PREFETCH)
    )


def rader_av(modell):
    """The rows of a § that the user may see."""

    def get(user):
        return modell.objects.filter(paragraf__in=Paragraf.objects.visible_to(user)).select_related(
            "paragraf__organ", "paragraf__sammantrade__organ", "paragraf__protokoll"
        )

    return get


def paragrafen(rad) -> Paragraf:
    """The § of a row, with all that its sentences need."""
    prefetch_related_objects([rad.paragraf], *PREFETCH)
    return rad.paragraf


def vagen_tillbaka(paragraf: Paragraf) -> str:
    """To where the § is written."""
    return lankar.paragrafen(paragraf, "beslutsgang")


def stangd(request, paragraf: Paragraf):
    """Away from a page that can lead nowhere, before anything is typed; None when it is open."""
    mening = hinder(paragraf)
    if mening and request.method == "GET":
        messages.error(request, mening)
        return redirect(paragraf)
    return None


def utfor(form, act, *, personfalt: str | None = None, **arguments):
    """Do the act with what was typed. What it refuses stands in the form, at the people it is about where it is."""
    try:
        return act(**arguments)
    except NyareRad as fel:
        form.add_error(None, str(fel))
        form.data = form.data.copy()
        form.data["version"] = fel.nuvarande.version
    except FelPerson as fel:
        form.add_error(personfalt, ValidationError(str(fel), code=fel.kod))
    except DomanFel as fel:
        form.add_error(None, str(fel))
    return None


def pa_nytt(namn: str, pk: int):
    """To the page that was just saved. It says so in its address, so that the browser puts nothing old back in it."""
    return redirect(f"{reverse(namn, args=[pk])}?sparat=ja")


def visa(request, mall: str, paragraf: Paragraf, **context):
    status = 422 if request.method == "POST" else 200
    grund = {
        "paragraf": paragraf,
        "sammantrade": paragraf.sammantrade,
        "tillbaka": vagen_tillbaka(paragraf),
        # Not what a login that ran out sent away: the form's own values stand.
        "svar": request.method == "POST" or "sparat" in request.GET,
    }
    return render(request, mall, grund | context, status=status)


def akt(request, rad, act, *, klart: str):
    """An act that is one button: do it, say so or why not, and go back."""
    try:
        act(rad, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, klart)
    return redirect(vagen_tillbaka(rad.paragraf))

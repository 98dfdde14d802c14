"""Acts on a long protokoll, which is set by a worker first: the page that waits does the act when it has been set."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from kommun.granskning import anteckning
from protokoll.models import Sattning
from protokoll.sattning import vantan

# What the page that waits sends along: the key of what it waits for.
FALTET = "utskrift"
VANTAR = "Väntar på utskriften"


@dataclass(frozen=True)
class Akt:
    """What the page says of the act."""

    namn: str
    ingress: str
    om_du_lamnar: str
    knapp: str
    rubrik: str = "Protokollet skrivs ut"
    # Whether something was typed that is nowhere else: then the browser asks before the page is left.
    skrivet: bool = False


def vantad(request) -> str:
    """The key of what has been waited for; empty the first time."""
    return request.POST.get(FALTET, "")


def vanta(request, sattning: Sattning, akt: Akt, sida: dict) -> HttpResponse:
    """The page asks again by itself, with all that was sent, until the act is done or refused."""
    falten = [
        (namn, varde)
        for namn, varden in request.POST.lists()
        if namn not in ("csrfmiddlewaretoken", FALTET)
        for varde in varden
    ]
    mall = "protokoll/forst_utskrift.html" + ("#laget" if request.htmx else "")
    om = {"akten": akt, "falten": falten, "adress": request.get_full_path()}
    anteckning.vantar(VANTAR)
    svar = render(request, mall, sida | vantan(sattning) | om, status=202)
    patch_vary_headers(svar, ["HX-Request"])
    return svar


def vidare(request, till, *mer) -> HttpResponse:
    """When the act is done, to the next page, also from the page that waited."""
    svar = redirect(till, *mer)
    return HttpResponseClientRedirect(svar.url) if request.htmx else svar


def hela(request, svar: HttpResponse) -> HttpResponse:
    """What went wrong is told on a whole page: the one that waited sends its form as if somebody pressed."""
    if not request.htmx:
        return svar
    anteckning.vantar(VANTAR)
    return HttpResponse(status=202, headers={"HX-Reswap": "none", "HX-Trigger": "sand-hela"})

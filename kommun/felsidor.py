"""What is answered when nothing else can be: a page in Swedish, a number to ask about, and what was typed.

A form that met an error stands on the page again: it is sent once more with one press, by the same key, so that it is
done once; and its texts can be copied. Without scripts, and without the database.
"""

import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import loader
from django.utils.html import strip_tags
from django.views.defaults import bad_request

from kommun.granser import STORSTA_FIL
from kommun.granskning import anteckning, logg
from kommun.granskning.inloggningar import FOR_MANGA
from kommun.models import Loggrad
from kommun.permissions import public
from kommun.storningar import IGEN_OM, storning

# What the page gives back; more than this is no longer typed.
MEST = 1024 * 1024
HEMLIGA = ("password", "losenord", "lösenord", "secret")
# Shorter, a value is seen in the form that one goes back to.
EN_TEXT = 20


@dataclass(frozen=True)
class Skrivet:
    """A form as it was sent."""

    adress: str
    falt: tuple[tuple[str, str], ...]
    filer: bool

    @property
    def texter(self) -> list[str]:
        varden = (strip_tags(varde.replace("</p>", "\n").replace("<br>", "\n")).strip() for _, varde in self.falt)
        return [text for text in varden if len(text) > EN_TEXT and " " in text]

    @property
    def kan_skickas(self) -> bool:
        """A file is chosen again, in the form: sent without it, it would be another answer."""
        return not self.filer and bool(self.falt)


def skrivet(request) -> Skrivet | None:
    """What was sent, if it is a form that somebody filled in and that may stand on a page."""
    if request.method != "POST" or request.headers.get("HX-Request") or request.path.startswith("/konto/"):
        return None
    try:
        falt = [(n, v) for n, varden in request.POST.lists() for v in varden if n != "csrfmiddlewaretoken"]
        filer = bool(request.FILES)
    except Exception:  # cut off, or not a form: whatever it was, the page of the error is shown
        return None
    if any(hemligt in namn.lower() for namn, _ in falt for hemligt in HEMLIGA):
        return None
    if sum(len(varde) for _, varde in falt) > MEST:
        return None
    return Skrivet(request.get_full_path(), tuple(falt), filer)


def _sida(mall: str, status: int, **varden) -> HttpResponse:
    # Without the request: its context processors ask the database.
    return HttpResponse(loader.render_to_string(mall, varden), status=status)


@public
def serverfel(request):
    sant = skrivet(request)
    innehall = {"skrivet": sant, "csrf_token": get_token(request) if sant else None}
    if vad := storning(sys.exc_info()[1]):
        # Only what was looked at is asked for again; what was sent has its own way back.
        innehall |= {"storning": vad, "igen": request.get_full_path() if request.method in ("GET", "HEAD") else ""}
        svar = _sida("503.html", 503, **innehall)
        svar["Retry-After"] = str(IGEN_OM)
        return svar
    return _sida("500.html", 500, **innehall)


@public
def felaktig(request, exception):
    if isinstance(exception, RequestDataTooBig):
        return _sida("413.html", 413, megabyte=STORSTA_FIL // 1024 // 1024)
    return bad_request(request, exception)


@public
def for_manga(request):
    """Refused by a limit on attempts (allauth): in the log too, once for a while for each page and address."""
    sida, adress = request.resolver_match.view_name, logg.natadress(request)
    if not logg.redan_last(("för många", sida, adress)):
        anteckning.handlar_om(FOR_MANGA, slag=Loggrad.Slag.FICK_INTE_IN)
    return render(request, "429.html", status=429)


@public
def gammal_sida(request, reason=""):
    """No valid token. What is given back to be sent again must have come from a page of ours: from another's, the
    press of a button here would be exactly what the token is there to stop."""
    sant = skrivet(request) if _fran_oss(request) else None
    return _sida("403_csrf.html", 403, skrivet=sant, csrf_token=get_token(request) if sant else None)


def _fran_oss(request) -> bool:
    varifran = request.headers.get("Origin") or request.headers.get("Referer", "")
    delar = urlsplit(varifran)
    return (delar.scheme, delar.netloc) == (request.scheme, request.get_host())

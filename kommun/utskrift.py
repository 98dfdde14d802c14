"""A PDF for whoever asks on a page: at once when it is short, else by way of a page that tells how far it has come."""

import json
from collections.abc import Callable
from dataclasses import fields
from hashlib import sha256

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from kommun import bakgrund, pdf, utskriftsko
from kommun.fel import DomanFel
from kommun.models import User, Utskriftsjobb
from kommun.pdf import PdfFel, Tryck, Underlag
from kommun.permissions import can_enter, require
from kommun.varden import fran_json, som_json

# Characters of HTML that are set within two seconds, and in one of a long one: tables take more than text.
KORT = 40_000
PER_SEKUND = 25_000


class Gors(Exception):
    """It is long, and a worker makes it."""

    def __init__(self, jobb: Utskriftsjobb):
        super().__init__(str(jobb))
        self.jobb = jobb


def svar(request, gor: Callable[..., bytes], *, filnamn: str, tillbaka: str) -> HttpResponse:
    """`gor` is given `tryck`, for kommun.pdf.render."""
    try:
        return pdf_svar(gor(tryck=_tryckare(request.user, filnamn, tillbaka)), filnamn)
    except Gors as gors:
        return redirect(gors.jobb)
    except (PdfFel, DomanFel) as fel:
        messages.error(request, str(fel))
        return redirect(tillbaka)


def pdf_svar(innehall: bytes, filnamn: str) -> HttpResponse:
    return HttpResponse(
        innehall,
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(as_attachment=False, filename=filnamn)},
    )


def _tryckare(av: User, filnamn: str, tillbaka: str) -> Tryck:
    def tryck(underlag: Underlag) -> bytes:
        if len(underlag.text) <= KORT:
            return pdf.satt(underlag)
        jobb = bestall(underlag, av=av, filnamn=filnamn, tillbaka=tillbaka)
        if jobb.fel:
            raise PdfFel(jobb.fel)
        if jobb.pdf is None:
            raise Gors(jobb)
        return bytes(jobb.pdf)

    return tryck


def bestall(underlag: Underlag, *, av: User, filnamn: str, tillbaka: str) -> Utskriftsjobb:
    innehall = som_json(underlag)
    kanoniskt = json.dumps(innehall, sort_keys=True, ensure_ascii=False)
    ratt = ratten(av)
    return utskriftsko.bestall(
        Utskriftsjobb,
        gor_utskrift,
        ratt + sha256(f"{utskriftsko.formen()}{kanoniskt}".encode()).hexdigest()[len(ratt) :],
        sekunder=len(underlag.text) // PER_SEKUND,
        underlag=innehall,
        titel=underlag.title,
        av=av,
        filnamn=filnamn,
        tillbaka=tillbaka,
    )


def ratten(av: User) -> str:
    """How the key begins: whose it is, and what he or she is that day. Who is something else gets none of it."""
    ar = {f.name: getattr(av.behorighet, f.name) for f in fields(av.behorighet)}
    ord_ = [av.pk, *((namn, sorted(v) if isinstance(v, frozenset) else v) for namn, v in sorted(ar.items()))]
    return sha256(repr(ord_).encode()).hexdigest()[:16]


@bakgrund.arbete("Skriva ut en lång PDF")
def gor_utskrift(nyckel: str) -> None:
    utskriftsko.utfor(Utskriftsjobb, nyckel, lambda rad: pdf.satt(fran_json(Underlag, rad.underlag)))


def _egna(user):
    """One's own, as long as one's rights are what they were."""
    return Utskriftsjobb.objects.filter(av=user, pk__startswith=ratten(user)).defer("underlag")


@require_safe
@require(can_enter, get=_egna, ofta=True)
def utskrift(request, jobb):
    """Waited at until it is made; then it leads to the PDF."""
    if jobb.pdf is not None:
        vidare = redirect("kommun:utskrift-pdf", jobb.pk)
        return HttpResponseClientRedirect(vidare.url) if request.htmx else vidare
    utskriftsko.folj_upp(jobb, gor_utskrift)
    mall = "kommun/utskrift.html" + ("#laget" if request.htmx else "")
    sida = render(request, mall, utskriftsko.vantan(jobb, gor_utskrift))
    patch_vary_headers(sida, ["HX-Request"])
    patch_cache_control(sida, no_store=True)
    return sida


@require_safe
@require(can_enter, get=_egna)
def utskriftens_pdf(request, jobb):
    return redirect(jobb) if jobb.pdf is None else pdf_svar(bytes(jobb.pdf), jobb.filnamn)

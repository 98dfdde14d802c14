"""The uppföljning of a meeting: what stands in its §, what it would say now, and the button between the two."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kommun.fel import DomanFel
from kommun.permissions import can_enter, public, require
from protokoll.models import Paragraf, Sammantrade
from protokoll.models.sekretess import far_lasa
from protokoll.permissions import can_change_sammantrade
from protokoll.views.kallelser import pdf_svar
from uppdrag import uppfoljning as akter
from uppdrag.models import Uppfoljning
from uppdrag.uppfoljningsdokument import Uppfoljningsdokument, andringar


def _sammantraden(user):
    return Sammantrade.objects.visible_to(user).select_related("organ")


def _uppfoljningar(user):
    return Uppfoljning.objects.filter(paragraf__in=Paragraf.objects.visible_to(user)).select_related("bilaga")


def _sida(request, sammantrade, *, fraga=None, status=200):
    paragraf = akter.standande_paragraf(sammantrade)
    if paragraf and not far_lasa(request.user, paragraf):
        raise Http404
    rad = getattr(paragraf, "uppfoljning", None)
    fryst = rad and Uppfoljningsdokument.fran_json(rad.innehall)
    far_skriva = can_change_sammantrade(request.user, sammantrade)
    hinder = akter.hinder(paragraf) if paragraf else None
    # What is locked has only what was said; nothing is worked out that nobody can write.
    nu = None if (hinder and paragraf) else akter.underlag(sammantrade, today=timezone.localdate())
    return render(
        request,
        "uppdrag/uppfoljning.html",
        {
            "sammantrade": sammantrade,
            "aktiv_flik": "protokoll:sammantraden",
            "paragraf": paragraf,
            "rad": rad,
            "fryst": fryst,
            "sammanstalld": rad and timezone.localtime(rad.sammanstalld),
            "nu": nu,
            "andrat": andringar(fryst, nu) if fryst and nu else (),
            "hinder": hinder,
            "far_skriva": far_skriva,
            "for_sig": akter.redovisas_for_sig(sammantrade, paragraf) if far_skriva else (),
            "fraga": fraga,
            "kan_laggas_till": paragraf is None and sammantrade.lage in ("planerat", "pagar"),
        },
        status=status,
    )


@require_safe
@require(can_enter, get=_sammantraden)
def uppfoljning(request, sammantrade):
    return _sida(request, sammantrade)


@require_POST
@require(can_change_sammantrade, get=_sammantraden)
def sammanstall(request, sammantrade):
    paragraf = akter.standande_paragraf(sammantrade)
    if paragraf is None:
        messages.error(request, "Sammanträdet har inte paragrafen Uppföljning av uppdrag. Lägg till den först.")
        return redirect("uppdrag:uppfoljning", pk=sammantrade.pk)
    try:
        akter.sammanstall(paragraf, by=request.user, egen_text=request.POST.get("egen_text", ""))
    except akter.EgenText as fraga:
        return _sida(request, sammantrade, fraga=fraga, status=422)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Uppföljningen av uppdrag är sammanställd och står i paragrafen.")
    return _tillbaka(request.POST.get("ater"), sammantrade, paragraf)


def _tillbaka(ater, sammantrade, paragraf):
    """To the page that the button stood on."""
    match ater:
        case "sammantrade":
            return redirect(sammantrade)
        case "paragraf":
            return redirect(paragraf)
        case "skriv":
            return redirect("protokoll:skriv", pk=paragraf.pk)
    return redirect("uppdrag:uppfoljning", pk=sammantrade.pk)


@require_POST
@require(can_change_sammantrade, get=_sammantraden)
def lagg_till(request, sammantrade):
    try:
        akter.lagg_till(sammantrade, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Paragrafen Uppföljning av uppdrag står på dagordningen.")
    return redirect("uppdrag:uppfoljning", pk=sammantrade.pk)


@require_safe
@public
@never_cache
def pdf_for_kallad(request, token):
    """The bilaga as it is now, by the personal link of a kallelse. A wrong link leads nowhere."""
    rader = akter.oppna_uppfoljningar().filter(paragraf__sammantrade__de_kallade__token=token)
    rad = rader.select_related("bilaga").first()
    if rad is None:
        raise Http404
    svar = pdf_svar(bytes(rad.bilaga.innehall), rad.bilaga.namn)
    svar["X-Robots-Tag"] = "noindex, nofollow"
    return svar


@require_safe
@require(can_enter, get=_uppfoljningar)
def pdf(request, rad):
    """The bytes that were frozen, never made again."""
    return pdf_svar(bytes(rad.bilaga.innehall), rad.bilaga.namn)

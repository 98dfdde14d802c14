"""Klarkoll of one sammanträde, and Brister: the same over all that are not done."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.kalender import dag_i_ord
from kommun.listor import page_of, render_list
from kommun.permissions import can_enter, require
from kommun.valt_organ import filter_data
from protokoll.formular.klarkoll import BristerFilter, GodtaForm
from protokoll.klarkoll import FEL, SKEDEN, godta, klarkoll, ogjorda, ta_tillbaka, ursprung
from protokoll.models import Sammantrade
from protokoll.permissions import can_godta
from protokoll.sekretess import alla_dolda

# How far ahead a planned meeting is somebody's work of today.
_FRAMAT = timedelta(days=30)
# Sammanträden on a page of Brister: what a page costs follows from it.
_PER_SIDA = 30


def _sammantraden(user):
    return Sammantrade.objects.visible_to(user).select_related("organ")


def for_lasaren(user, kollen):
    """Without what is said of §§ that the user does not read."""
    dolda, ut = alla_dolda(user), []
    for koll in kollen:
        rubriker = [p.rubrik for p in koll.underlag.paragrafer if p.pk in dolda]
        sagt = tuple(
            a
            for a in koll.alla
            if not (a.paragraf and a.paragraf.pk in dolda) and not any(r in a.text for r in rubriker)
        )
        ut.append(koll if len(sagt) == len(koll.alla) else replace(koll, alla=sagt))
    return ut


def _godta_form(a, form):
    """The form of one warning: the one that was sent back, or an empty one with ids of its own."""
    if form is not None and (form.data.get("kod"), form.data.get("nyckel", "")) == (a.kod, a.nyckel):
        return form
    return GodtaForm(initial={"kod": a.kod, "nyckel": a.nyckel}, auto_id=f"{a.id}_%s")


def _rader(anmarkningar, *, far_godta: bool, form):
    return [
        SimpleNamespace(a=a, form=_godta_form(a, form) if far_godta and not a.ar_fel else None) for a in anmarkningar
    ]


def _innehall(request, sammantrade, *, form=None):
    """What the page shows; `form` is the one that was sent back."""
    (koll,) = for_lasaren(request.user, klarkoll([sammantrade], today=timezone.localdate()))
    far_godta = can_godta(request.user, sammantrade)
    skeden = [(rubrik, _rader(rader, far_godta=far_godta, form=form)) for rubrik, rader in koll.skeden]
    return {
        "sammantrade": sammantrade,
        "koll": koll,
        "skeden": skeden,
        "godtagna": ursprung(koll.godtagna),
        "form": form,
        "ovanrad": f"{sammantrade.organ}, {dag_i_ord(sammantrade.datum, veckodag=False)}",
        "far_godta": far_godta,
    }


@require_safe
@require(can_enter, get=_sammantraden)
def klarkollen(request, sammantrade):
    """The page; for htmx its list, with ?chip= the count beside its link, or with ?paragraf= the lines of that §.

    It reads the whole meeting, so the pages that tell of it do not wait for it: they ask when they are there.
    """
    if not request.htmx or request.htmx.history_restore_request:
        svar = render(request, "protokoll/klarkoll.html", _innehall(request, sammantrade))
    elif "chip" in request.GET or "paragraf" in request.GET:
        (koll,) = klarkoll([sammantrade], today=timezone.localdate())
        if "chip" in request.GET:
            svar = render(request, "protokoll/_klarkollschip.html", {"koll": koll})
        else:
            rader = [a for a in koll.kvar if a.paragraf and str(a.paragraf.pk) == request.GET["paragraf"]]
            svar = render(request, "protokoll/_klarkoll_rader.html", {"rader": rader})
    else:
        svar = render(request, "protokoll/klarkoll.html#lista", _innehall(request, sammantrade))
    patch_vary_headers(svar, ["HX-Request"])
    return svar


@require_POST
@require(can_godta, get=_sammantraden)
def godta_varning(request, sammantrade):
    form = GodtaForm(posted(request))
    if not form.is_valid():
        return render(request, "protokoll/klarkoll.html", _innehall(request, sammantrade, form=form), status=422)
    try:
        godta(sammantrade, **form.cleaned_data, by=request.user, today=timezone.localdate())
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Varningen är godtagen.")
    return redirect("protokoll:klarkoll", sammantrade.pk)


@require_POST
@require(can_godta, get=_sammantraden)
def ta_tillbaka_varning(request, sammantrade):
    godtagen = request.POST.get("godtagen", "")
    if godtagen.isdecimal() and len(godtagen) < 19:
        ta_tillbaka(sammantrade, godtagen=int(godtagen), by=request.user)
        messages.success(request, "Varningen räknas igen.")
    return redirect("protokoll:klarkoll", sammantrade.pk)


_SVENSKT = str.maketrans("åäöéü", "{|}ey")


def _svenskt(text: str) -> str:
    """The same order as kommun.listor.swedish, for lists that the database does not make."""
    return text.lower().translate(_SVENSKT)


_ORDNING = {
    "datum": lambda r: r.sammantrade.datum,
    "organ": lambda r: _svenskt(r.sammantrade.organ.namn),
    "skede": lambda r: list(SKEDEN).index(r.a.skede),
    "allvar": lambda r: r.a.ar_fel,
    "brist": lambda r: _svenskt(r.a.text),
}


@require_safe
@require(can_enter)
def brister(request):
    today = timezone.localdate()
    form = BristerFilter(filter_data(request))
    urval = ogjorda(Sammantrade.objects.visible_to(request.user), horisont=today + _FRAMAT)
    valt = form.cleaned_data if form.is_valid() else {}
    if valt.get("organ"):
        urval = urval.filter(organ=valt["organ"])
    # A page is so many sammanträden, with all that is wrong in them: only those are read and checked.
    sida = page_of(urval.order_by("datum", "start", "pk"), request, size=_PER_SIDA)
    rader = [
        SimpleNamespace(sammantrade=k.sammantrade, a=a, skede=SKEDEN[a.skede], ar_fel=a.allvar == FEL)
        for k in for_lasaren(request.user, klarkoll(sida.object_list, today=today))
        for a in k.kvar
        if all(not valt.get(falt) or getattr(a, falt) == valt[falt] for falt in ("skede", "allvar"))
    ]
    sortera = request.GET.get("sortera", "")
    # Errors first, and among equals the oldest meeting: what has waited longest.
    rader.sort(key=_ORDNING["allvar"], reverse=True)
    if nyckel := _ORDNING.get(sortera.removeprefix("-")):
        rader.sort(key=nyckel, reverse=sortera.startswith("-"))
    return render_list(
        request,
        "protokoll/brister.html",
        {
            "form": form,
            "sida": sida,
            "rader": rader,
            "antal_sammantraden": len({r.sammantrade.pk for r in rader}),
        },
    )


def skrivpanel(request, paragraf, narvarolista):
    """(template, context) for the rail of the page where a § is written."""
    return "protokoll/_klarkoll.html", {"paragraf": paragraf}

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun.editor import editor_csp, editor_media
from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.permissions import can_enter, require
from kommun.timeline import tidslinje
from protokoll.delar import PREFETCH, tryckta_delar
from protokoll.forms import HuvudForm, TextForm
from protokoll.models import Avsnitt, Beslut, Paragraf
from protokoll.narvarolista import narvarolista
from protokoll.permissions import can_edit_del, can_edit_paragraf
from protokoll.skrivning import (
    NyareVersion,
    andra_huvud,
    andra_text,
    avsnitt_att_lagga_till,
    kraver_skal,
    lagg_till_avsnitt,
    last_sentence,
)
from protokoll.tillagg import PARAGRAFPANELER
from protokoll.views.skriv import grannar


def _paragrafer(user):
    return (
        Paragraf.objects.visible_to(user)
        .select_related("organ", "sammantrade__organ", "protokoll")
        .prefetch_related(*PREFETCH, "organ__avsnittsmallarna")
    )


@dataclass(frozen=True)
class Visad:
    """A part on the reading page: as printed, and the row it comes from where there is one."""

    rubrik: str
    typ: str
    niva: int
    text: str
    ankare: str
    andra_url: str = ""
    rad: object = None


def _visade(paragraf, lista, *, far_skriva: bool) -> list[Visad]:
    """A transcript as it stands, row by row; else as it will be printed, what the system writes among it."""
    if kraver_skal(paragraf):
        return [
            Visad(d.rubrik, d.typ, d.niva, d.text, d.ankare, d.andra_url if far_skriva else "", d)
            for d in paragraf.delar()
        ]
    rader = [d for d in paragraf.delar() if d.text]
    ut = []
    for del_ in tryckta_delar(paragraf, lista):
        rad = next((r for r in rader if r.typ == del_.typ), None)
        if rad:
            rader.remove(rad)
        ankare = rad.ankare if rad else del_.typ
        url = f"{reverse('protokoll:skriv', args=[paragraf.pk])}#{ankare}" if far_skriva and rad else ""
        ut.append(Visad(del_.rubrik, del_.typ, del_.niva, del_.html, ankare, url, rad))
    return ut


def _narvarande(paragraf, lista):
    """Who was there at the §: by the roll of the meeting, or as the document that was read in states it."""
    if lista is None:
        angiven = paragraf.sammantrade.narvaron.filter(protokoll=paragraf.protokoll_id)
        return [n for n in angiven if n.vid(paragraf.nummer)]
    har = lista.vid_paragraf(paragraf).narvarande
    return [d for d in lista.deltagare if d.pk in har]


def _delar_av(modell):
    def get(user):
        return modell.objects.filter(paragraf__in=Paragraf.objects.visible_to(user)).select_related(
            "paragraf__organ", "paragraf__sammantrade__organ", "paragraf__protokoll"
        )

    return get


def _sida(request, paragraf, *, form=None, oppen=None, konflikt=None, status=200):
    """The page of a §, with at most one part (`oppen`: a part, or "huvud") open as a form."""
    forra, nasta = grannar(paragraf, request.user)
    far_skriva = can_edit_paragraf(request.user, paragraf)
    last = last_sentence(paragraf)
    avskrift = kraver_skal(paragraf)
    ar_rubrik = paragraf.slag == Paragraf.Slag.RUBRIK
    lista = None if avskrift or ar_rubrik else narvarolista(paragraf.sammantrade)
    skrivs = far_skriva and not last and not avskrift and not ar_rubrik
    oppen_del = oppen if oppen != "huvud" else None
    return render(
        request,
        "protokoll/paragraf.html",
        {
            "paragraf": paragraf,
            "sammantrade": paragraf.sammantrade,
            "delar": _visade(paragraf, lista, far_skriva=far_skriva and not last),
            "forra": forra,
            "nasta": nasta,
            "skriv_url": reverse("protokoll:skriv", args=[paragraf.pk]) if skrivs else "",
            "far_skriva": far_skriva and not last,
            "last": last if far_skriva else None,
            "avskrift": avskrift,
            "form": form,
            "oppen": oppen_del,
            "oppet_huvud": oppen == "huvud",
            "konflikt": konflikt,
            "media": editor_media(form, request) if oppen_del is not None else None,
            "nya_avsnitt": avsnitt_att_lagga_till(paragraf)
            if far_skriva and not (last or form or skrivs or ar_rubrik)
            else [],
            "paneler": [p for panel in PARAGRAFPANELER if (p := panel(request, paragraf))],
            "tidslinje": tidslinje(paragraf, *paragraf.delar(), most=20),
            "narvarande": _narvarande(paragraf, lista),
        },
        status=status,
    )


@require_safe
@require(can_enter, get=_paragrafer)
def paragraf(request, paragraf):
    return _sida(request, paragraf)


@require_http_methods(["GET", "POST"])
@require(can_edit_paragraf, get=_paragrafer)
def andra_huvudet(request, paragraf):
    if svar := _last(request, paragraf):
        return svar
    initial = {
        "rubrik": paragraf.rubrik,
        "dnr": paragraf.dnr,
        "klassificering": paragraf.klassificering,
        "version": paragraf.version,
    }
    form = HuvudForm(posted(request), initial=initial, kraver_skal=kraver_skal(paragraf))
    konflikt = None
    if request.method == "POST":
        klart, form, konflikt = _utfor(form, partial(andra_huvud, paragraf, by=request.user))
        if klart:
            messages.success(request, "Rubriken är sparad.")
            return redirect(paragraf)
    return _sida(request, paragraf, form=form, oppen="huvud", konflikt=konflikt, status=_status(request))


def _last(request, paragraf):
    """Away from an edit page that can lead nowhere, before anything is typed."""
    mening = last_sentence(paragraf)
    if mening and request.method == "GET":
        messages.error(request, mening)
        return redirect(paragraf)
    return None


def _andra_del(request, del_):
    paragraf = _paragrafer(request.user).get(pk=del_.paragraf_id)
    if svar := _last(request, paragraf):
        return svar
    if request.method == "GET" and not kraver_skal(paragraf):
        # Only a transcript is mended one part at a time.
        return redirect(f"{reverse('protokoll:skriv', args=[paragraf.pk])}#{del_.ankare}")
    form = TextForm(
        posted(request),
        initial={"text": del_.text, "version": del_.version},
        kraver_skal=kraver_skal(paragraf),
    )
    konflikt = None
    if request.method == "POST":
        klart, form, konflikt = _utfor(form, partial(andra_text, del_, by=request.user))
        if klart:
            messages.success(request, f"Sparat: {del_.rubrik}.")
            return redirect(f"{paragraf.get_absolute_url()}#{del_.ankare}")
    return _sida(request, paragraf, form=form, oppen=del_, konflikt=konflikt, status=_status(request))


def _utfor(form, act):
    """Do the act with what was typed: (done, the form to show again, a newer version in the way)."""
    if not form.is_valid():
        return False, form, None
    try:
        act(**form.cleaned_data)
    except NyareVersion as fel:
        return False, _med_version(form, fel.nuvarande.version), fel
    except DomanFel as fel:
        form.add_error(None, str(fel))
        return False, form, None
    return True, form, None


def _med_version(form, version: int):
    """The same form with what was typed, ready to be saved over the newer version once it has been read."""
    data = form.data.copy()
    data["version"] = version
    return type(form)(data, initial=form.initial, kraver_skal="skal" in form.fields)


def _status(request) -> int:
    return 422 if request.method == "POST" else 200


@require_http_methods(["GET", "POST"])
@require(can_edit_del, get=_delar_av(Beslut))
@editor_csp
def andra_beslut(request, beslut):
    return _andra_del(request, beslut)


@require_http_methods(["GET", "POST"])
@require(can_edit_del, get=_delar_av(Avsnitt))
@editor_csp
def andra_avsnitt(request, avsnitt):
    return _andra_del(request, avsnitt)


@require_POST
@require(can_edit_paragraf, get=_paragrafer)
def nytt_avsnitt(request, paragraf):
    """Open an empty section of the organ's mall for writing."""
    mall = next((m for m in paragraf.organ.mall() if m.typ == request.POST.get("typ")), None)
    if mall is None:
        raise Http404
    try:
        del_ = lagg_till_avsnitt(paragraf, mall=mall, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect(paragraf)
    return redirect(del_.andra_url)

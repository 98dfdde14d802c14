"""Invitations are decided: in the § at the meeting, and by the chair between meetings."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.models import Mandat
from kommun.permissions import require
from protokoll.formular.inbjudan_beslut import AvgorForm, RadForm
from protokoll.inbjudan import behandling as akter
from protokoll.inbjudan import paragrafen, placering
from protokoll.inbjudan.deltagarval import Folk
from protokoll.inbjudan.svarsord import gar_ut_fore
from protokoll.inbjudan.urval import nasta_mote
from protokoll.models import Behandling, Inbjudan, Paragraf, Sammantrade
from protokoll.permissions import (
    can_avgora_inbjudan,
    can_behandla_inbjudan,
    can_change_sammantrade,
    can_edit_del,
    can_edit_paragraf,
)


def _paragrafer(user):
    return Paragraf.objects.visible_to(user).select_related(
        "organ__overordnat", "sammantrade__organ", "protokoll", "standigt"
    )


def _behandlingar(user):
    return Behandling.objects.filter(paragraf__in=Paragraf.objects.visible_to(user)).select_related(
        "inbjudan", "paragraf__organ", "paragraf__sammantrade__organ", "paragraf__protokoll", "paragraf__standigt"
    )


def _inbjudningar(user):
    return Inbjudan.objects.visible_to(user).select_related("organ", "avgjord_av")


def _sammantraden(user):
    return Sammantrade.objects.visible_to(user).select_related("organ")


def _tillbaka(request, paragraf):
    """To where one came from: the page where the § is written, or the § itself."""
    if "skriv-sida" in request.POST:
        return redirect(f"{reverse('protokoll:skriv', args=[paragraf.pk])}#inbjudningarna")
    return redirect(f"{paragraf.get_absolute_url()}#inbjudningarna")


def _till_inbjudan(inbjudan):
    return redirect("protokoll:inbjudan", inbjudan.pk)


@require_http_methods(["GET", "POST"])
@require(can_edit_paragraf, get=_paragrafer)
def besluta(request, paragraf):
    """All the invitations of the § in one form."""
    if mening := paragrafen.stangd(paragraf) or _hinder(paragraf):
        messages.error(request, mening)
        return redirect(paragraf)
    folk = Folk(paragraf.organ, today=timezone.localdate())
    rader = paragrafen.behandlingarna(paragraf)
    formularen = [RadForm(_skickat(request, b), rad=b, folk=folk) for b in rader]
    skickade = [f for f in formularen if f.is_bound]
    fel = None
    # Each is asked, so that all that is wrong is told at once.
    if request.method == "POST" and not [f for f in skickade if not f.is_valid()]:
        try:
            andrade = akter.besluta(paragraf, besluten=[f.beslut() for f in skickade], by=request.user)
        except DomanFel as undantag:
            fel = str(undantag)
        else:
            messages.success(request, _sparat(paragraf, len(andrade)))
            return _tillbaka(request, paragraf)
    skriv = "skriv-sida" in request.POST or "skriv" in request.GET
    return render(
        request,
        "protokoll/inbjudan_besluta.html",
        {
            "paragraf": paragraf,
            "sammantrade": paragraf.sammantrade,
            "formularen": [
                (f, gar_ut_fore(f.rad.inbjudan.sista_anmalan, paragraf.sammantrade.datum)) for f in formularen
            ],
            "alla": formularen,
            "folket": folk.etiketter,
            "fel": fel,
            "skriv_sida": skriv,
            "tillbaka": reverse("protokoll:skriv", args=[paragraf.pk]) if skriv else paragraf.get_absolute_url(),
        },
        status=422 if request.method == "POST" else 200,
    )


def _skickat(request, rad):
    """What was posted of the row. One that has come since the page was shown, or is reported here, stays as it is."""
    skickat = f"b{rad.pk}-svar" in request.POST and rad.svar != Behandling.Svar.ANMALD
    return posted(request) if skickat else None


def _hinder(paragraf) -> str | None:
    if not paragraf.behandlingarna.exists():
        return f"{paragraf.beteckning} har inga inbjudningar att besluta om."
    if not paragraf.sammantrade.har_borjat:
        return "Organet beslutar när sammanträdet pågår. Det som brådskar kan ordföranden avgöra före."
    return None


def _sparat(paragraf, antal: int) -> str:
    kvar = paragraf.behandlingarna.filter(svar=Behandling.Svar.OBESVARAD).count()
    vad = "Besluten är sparade." if antal else "Inget var ändrat."
    return f"{vad} {kvar} {'inbjudan' if kvar == 1 else 'inbjudningar'} är inte beslutade än." if kvar else vad


@require_POST
@require(can_edit_del, get=_behandlingar)
def beslut(request, rad):
    """One invitation by one press: avstår, för kännedom, bordläggs, or not decided after all."""
    version = request.POST.get("version", "")
    ett = akter.Beslut(
        behandling=rad.pk,
        svar=request.POST.get("svar", ""),
        version=int(version) if version.isdecimal() and len(version) < 10 else None,
    )
    return _akt(request, rad.paragraf, lambda: akter.besluta(rad.paragraf, besluten=[ett], by=request.user))


@require_POST
@require(can_edit_del, get=_behandlingar)
def ta_ur(request, rad):
    try:
        ny = akter.ta_ur(rad, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        nar = f"Den kommer upp {ny.paragraf.sammantrade.dagen}." if ny else "Den kommer upp på nästa dagordning."
        messages.success(request, f"Inbjudan är borttagen ur {rad.paragraf.beteckning}. {nar}")
    return _tillbaka(request, rad.paragraf)


@require_POST
@require(can_edit_paragraf, get=_paragrafer)
def skriv(request, paragraf):
    return _akt(
        request,
        paragraf,
        lambda: akter.skriv_om(paragraf, by=request.user),
        "Paragrafen är skriven efter inbjudningarna. Den tidigare texten finns i historiken.",
    )


def _akt(request, paragraf, gor, klart=""):
    try:
        gor()
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        if klart:
            messages.success(request, klart)
    return _tillbaka(request, paragraf)


@require_POST
@require(can_change_sammantrade, get=_sammantraden)
def satt_upp(request, sammantrade):
    try:
        paragraf = placering.satt_upp(sammantrade, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect(sammantrade)
    messages.success(request, "Inbjudningarna står på dagordningen.")
    return redirect(paragraf)


@require_POST
@require(can_behandla_inbjudan, get=_inbjudningar)
def ta_upp(request, inbjudan):
    vald = request.POST.get("sammantrade", "")
    mote = _sammantraden(request.user).filter(pk=vald).first() if vald.isdecimal() and len(vald) < 19 else None
    if mote is None:
        messages.error(request, "Välj vilket sammanträde inbjudan ska tas upp vid.")
        return _till_inbjudan(inbjudan)
    try:
        akter.ta_upp(inbjudan, sammantrade=mote, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"Inbjudan tas upp {mote.dagen}.")
    return _till_inbjudan(inbjudan)


@require_http_methods(["GET", "POST"])
@require(can_avgora_inbjudan, get=_inbjudningar)
def avgor(request, inbjudan):
    """The chair's decision, noted by the chair or the secretary."""
    if mening := akter.avgorandets_hinder(inbjudan):
        messages.error(request, mening)
        return _till_inbjudan(inbjudan)
    idag = timezone.localdate()
    folk = Folk(inbjudan.organ, today=idag)
    initial = {
        "svar": inbjudan.svar if inbjudan.svar != Inbjudan.Svar.OBESVARAD else "",
        "personlig": inbjudan.personlig,
        "deltagare": folk.skrivna(inbjudan),
        "av": inbjudan.avgjord_av_id or _ordforanden(inbjudan.organ, idag),
        "dag": inbjudan.avgjord or idag,
        "version": inbjudan.version,
    }
    form = AvgorForm(posted(request), initial=initial, folk=folk, organ=inbjudan.organ, today=idag)
    if form.is_valid():
        c = form.cleaned_data
        try:
            akter.avgor(
                inbjudan,
                svar=c["svar"],
                av=c["av"],
                dag=c["dag"],
                deltagare=form.deltar,
                personlig=c["personlig"],
                version=c["version"],
                by=request.user,
            )
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Beslutet är antecknat och anmäls vid nästa sammanträde.")
            return _till_inbjudan(inbjudan)
    nasta = nasta_mote(inbjudan.organ_id, today=idag)
    return render(
        request,
        "protokoll/inbjudan_avgor.html",
        {"inbjudan": inbjudan, "form": form, "folket": folk.etiketter, "nasta": nasta},
        status=422 if request.method == "POST" else 200,
    )


def _ordforanden(organ, today) -> int | None:
    mandat = Mandat.objects.gallande(today).filter(organ=organ, roll=Mandat.Roll.ORDFORANDE)
    return mandat.values_list("person", flat=True).first()


@require_POST
@require(can_avgora_inbjudan, get=_inbjudningar)
def hav(request, inbjudan):
    try:
        akter.hav_avgorande(inbjudan, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Avgörandet är hävt. Organet beslutar vid nästa sammanträde.")
    return _till_inbjudan(inbjudan)

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun import utskick
from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.pdf import PdfFel
from kommun.permissions import can_enter, require
from kommun.utskrift import pdf_svar
from protokoll import kallelse as akter
from protokoll.formular.kallelse import AntecknatSvarForm, InkallelseForm, KallelseForm
from protokoll.handlingar import handlingar
from protokoll.kallelsedokument import mandaten
from protokoll.kallelselage import kallelselage
from protokoll.kallelsepdf import kallelse_pdf
from protokoll.models import Kallad, Kallelse, Sammantrade
from protokoll.permissions import can_kalla, can_kalla_in
from protokoll.sekretess import dolda_i, rojer
from protokoll.steg import kallelsedag

UTKAST = "Utkast – kallelsen är inte skickad"


def _sammantraden(user):
    return Sammantrade.objects.visible_to(user).select_related("organ")


def _kallelser(user):
    return Kallelse.objects.filter(sammantrade__in=Sammantrade.objects.visible_to(user)).select_related("bilaga")


def _kallade(user):
    return Kallad.objects.filter(sammantrade__in=Sammantrade.objects.visible_to(user)).select_related(
        "sammantrade__organ", "person__user"
    )


def _till_sidan(sammantrade):
    return redirect("protokoll:kallelse", pk=sammantrade.pk)


def _sida(request, sammantrade, *, form=None, status=200):
    kallas = mandaten(sammantrade)
    laget = kallelselage(sammantrade, kallas=kallas, nu=timezone.now())
    dokument = akter.utkast(sammantrade, by=request.user, kallas=kallas)
    saknas = akter.hinder(sammantrade, kallas=kallas, har_arenden=any(p.nr for p in dokument.punkter))
    stangt = akter.stangt(sammantrade)
    if form is None:
        form = KallelseForm(initial={"nummer": dokument.nummer})
    else:
        form.data = form.data.dict() | {"nummer": dokument.nummer}  # what is offered now, not what was then
    return render(
        request,
        "protokoll/kallelse.html",
        {
            "sammantrade": sammantrade,
            "laget": laget,
            "dokument": dokument,
            "stangt": stangt,
            "hinder": [] if stangt else saknas,
            "kan_skickas": not saknas or form.is_bound,
            "mottagare": [(m, akter.adress(m.person)) for m in kallas],
            "antal_utan_adress": sum(not akter.adress(m.person) for m in kallas),
            "kallelsedag": kallelsedag(sammantrade),
            "handlingar": handlingar(sammantrade),
            "visa_andrat": form.is_bound or bool(dokument.andringar and not saknas),
            "form": form,
        },
        status=status,
    )


@require_safe
@require(can_kalla, get=_sammantraden)
def kallelse(request, sammantrade):
    return _sida(request, sammantrade)


@require_POST
@require(can_kalla, get=_sammantraden)
def skicka(request, sammantrade):
    form = KallelseForm(request.POST)
    if not form.is_valid():
        return _sida(request, sammantrade, form=form, status=422)
    try:
        skickad = akter.kalla(sammantrade=sammantrade, by=request.user, **form.cleaned_data)
    except DomanFel as fel:
        form.add_error(None, str(fel))
        return _sida(request, sammantrade, form=form, status=422)
    messages.success(request, f"Kallelse {skickad.nummer} är skickad.")
    return _till_sidan(sammantrade)


@require_safe
@require(can_kalla, get=_sammantraden)
def utkast_pdf(request, sammantrade):
    """The kallelse as it would be sent now."""
    dokument = akter.utkast(sammantrade, by=request.user)
    try:
        innehall = kallelse_pdf(dokument, status=UTKAST)
    except PdfFel as fel:
        messages.error(request, str(fel))
        return _till_sidan(sammantrade)
    return pdf_svar(innehall, f"utkast-kallelse-{sammantrade.organ.kortnamn.lower()}-{sammantrade.datum}.pdf")


@require_safe
@require(can_enter, get=_kallelser)
def pdf(request, kallelse):
    if rojer(kallelse, dolda_i(request.user, kallelse.sammantrade_id)):
        raise Http404
    return pdf_svar(bytes(kallelse.bilaga.innehall), kallelse.bilaga.namn)


@require_POST
@require(can_kalla, get=_sammantraden)
def skicka_vantande(request, sammantrade):
    antal = utskick.skicka(sekunder=utskick.SEKUNDER_I_ANROP)
    if antal:
        messages.success(request, "1 brev skickades." if antal == 1 else f"{antal} brev skickades.")
    else:
        messages.warning(request, "Inget brev gick att skicka nu. Ett nytt försök görs automatiskt.")
    return _till_sidan(sammantrade)


@require_POST
@require(can_kalla_in, get=_kallade)
def skicka_igen(request, kallad):
    try:
        akter.skicka_igen(kallad=kallad, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"Kallelsen skickas till {kallad.person.namn}.")
    return _till_sidan(kallad.sammantrade)


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_kalla_in, get=_kallade)
def anteckna_svar(request, kallad):
    """An answer that came by phone or in the corridor."""
    form = AntecknatSvarForm(posted(request), initial={"skal": kallad.skal})
    if form.is_valid():
        try:
            akter.svara(kallad=kallad, by=request.user, **form.cleaned_data)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Svaret från {kallad.person.namn} är antecknat.")
            return _till_sidan(kallad.sammantrade)
    return render(
        request,
        "protokoll/kallad_svar.html",
        {
            "kallad": kallad,
            "sammantrade": kallad.sammantrade,
            "form": form,
            "stangt": akter.stangt(kallad.sammantrade),
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
@require(can_kalla_in, get=_kallade)
def kalla_in(request, franvarande):
    form = InkallelseForm(request.POST, sammantrade=franvarande.sammantrade)
    if not form.is_valid():
        messages.error(request, form.errors["ersattare"][0])
        return _till_sidan(franvarande.sammantrade)
    try:
        inkallad = akter.kalla_in(franvarande=franvarande, by=request.user, **form.cleaned_data)
    except DomanFel as fel:
        messages.error(request, str(fel))
        return _till_sidan(franvarande.sammantrade)
    namn = inkallad.person.namn
    if akter.adress(inkallad.person):
        messages.success(request, f"{namn} är inkallad för {franvarande.person.namn} och får ett brev om det.")
    else:
        messages.warning(request, f"{namn} är inkallad men saknar e-postadress. Ring och berätta.")
    return _till_sidan(franvarande.sammantrade)


@require_POST
@require(can_kalla_in, get=_kallade)
def aterkalla(request, ersattare):
    try:
        akter.aterkalla(ersattare=ersattare, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"Inkallelsen av {ersattare.person.namn} är återkallad.")
    return _till_sidan(ersattare.sammantrade)

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.kalender import dag_i_ord
from kommun.permissions import require
from protokoll import moteshallning
from protokoll.formular.moten import AvslutaForm, JusterareForm, OppnaForm, OppnaIgenForm, initial_for
from protokoll.frister import justeras_senast
from protokoll.models import Paragraf, Protokoll, Sammantrade
from protokoll.motessida import oppningstid
from protokoll.narvarolista import narvarolista
from protokoll.permissions import can_change_sammantrade, can_edit_paragraf

Lage = Sammantrade.Lage


def _sammantraden(user):
    return Sammantrade.objects.visible_to(user).select_related("organ", "aktuell")


def _paragrafer(user):
    return Paragraf.objects.visible_to(user).select_related("organ", "sammantrade__organ", "protokoll")


def _fel_lage(request, sammantrade, *lagen):
    """Away from the page of an act that leads nowhere in this state, before anything is typed."""
    if request.method == "GET" and sammantrade.lage not in lagen:
        messages.error(request, moteshallning.lagesord(sammantrade))
        return redirect(sammantrade)
    return None


def _form(request, mall, form, sammantrade, **mer):
    sida = {"form": form, "sammantrade": sammantrade, "organ": sammantrade.organ, **mer}
    return render(request, mall, sida, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@require(can_change_sammantrade, get=_sammantraden)
def oppna(request, sammantrade):
    if svar := _fel_lage(request, sammantrade, Lage.PLANERAT):
        return svar
    nu = timezone.localtime()
    form = OppnaForm(posted(request), initial={"start": oppningstid(sammantrade, nu)})
    if request.method == "POST" and form.is_valid():
        try:
            oppnat = moteshallning.oppna(sammantrade, **form.cleaned_data, by=request.user, today=nu.date())
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Sammanträdet är öppnat kl. {oppnat.start:%H.%M}.")
            return redirect(sammantrade)
    return _form(request, "protokoll/oppna.html", form, sammantrade)


@require_POST
@require(can_edit_paragraf, get=_paragrafer)
def ta_upp(request, paragraf):
    try:
        nu = moteshallning.ta_upp(paragraf, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect(paragraf.sammantrade)
    return redirect("protokoll:skriv", nu.pk)


@require_http_methods(["GET", "POST"])
@require(can_change_sammantrade, get=_sammantraden)
def avsluta(request, sammantrade):
    if svar := _fel_lage(request, sammantrade, Lage.PAGAR):
        return svar
    nu = timezone.localtime()
    utan = moteshallning.utan_nummer(list(sammantrade.paragraferna.order_by("ordning")))
    initial = {"slut": f"{nu:%H:%M}"} if nu.date() == sammantrade.datum else {}
    form = AvslutaForm(posted(request), initial=initial, utan_nummer=utan)
    if request.method == "POST" and form.is_valid():
        try:
            moteshallning.avsluta(sammantrade, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Sammanträdet är avslutat kl. {form.cleaned_data['slut']:%H.%M}.")
            return redirect(sammantrade)
    har_justerare = sammantrade.protokollen.filter(underskrifterna__roll="justerare").exists()
    return _form(request, "protokoll/avsluta.html", form, sammantrade, har_justerare=har_justerare)


@require_http_methods(["GET", "POST"])
@require(can_change_sammantrade, get=_sammantraden)
def oppna_igen(request, sammantrade):
    if svar := _fel_lage(request, sammantrade, Lage.AVSLUTAT):
        return svar
    form = OppnaIgenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            moteshallning.oppna_igen(sammantrade, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Sammanträdet är öppnat igen.")
            return redirect(sammantrade)
    return _form(request, "protokoll/oppna_igen.html", form, sammantrade)


@require_http_methods(["GET", "POST"])
@require(can_change_sammantrade, get=_sammantraden)
def justerare(request, sammantrade):
    if svar := _fel_lage(request, sammantrade, Lage.PAGAR, Lage.AVSLUTAT):
        return svar
    protokoll = sammantrade.protokollen.filter(lage=Protokoll.Lage.UTKAST).order_by("pk").first()
    kan = moteshallning.kan_justera(narvarolista(sammantrade), sammantrade)
    form = JusterareForm(posted(request), initial=initial_for(protokoll, sammantrade, kan), kan_justera=kan)
    senast = justeras_senast(sammantrade.datum)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            moteshallning.valj_justerare(
                sammantrade,
                deltagare=form.valda,
                plats=data["plats"],
                dag=data["dag"],
                tid=data["tid"],
                by=request.user,
            )
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Justerare: {', '.join(d.namn_med_parti for d in form.valda)}.")
            if data["dag"] and data["dag"] > senast:
                messages.warning(
                    request, f"Protokollet ska vara justerat senast {dag_i_ord(senast)} (5 kap. 69 § kommunallagen)."
                )
            return redirect(sammantrade)
    return _form(request, "protokoll/justerare.html", form, sammantrade, senast=senast, protokoll=protokoll)

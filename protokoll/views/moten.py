from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import nycklar, posted
from kommun.kalender import dag_i_ord
from kommun.permissions import require
from protokoll import moteshallning
from protokoll.formular.moten import AvslutaForm, JusterareForm, OppnaForm, OppnaIgenForm, initial_for
from protokoll.frister import justeras_senast
from protokoll.models import Paragraf, Protokoll, Sammantrade
from protokoll.motessida import oppningstid
from protokoll.numrering import skriv_paragrafer
from protokoll.permissions import can_change_sammantrade, can_edit_paragraf
from protokoll.underskrifter import i_arbete, mojliga_justerare, ordinarie

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
    protokoll = _valt_protokoll(request, sammantrade)
    kan = mojliga_justerare(sammantrade, protokoll)
    form = JusterareForm(posted(request), initial=initial_for(protokoll, sammantrade, kan), kan_justera=kan)
    ett_av_flera = bool(protokoll and protokoll.slag != Protokoll.Slag.ORDINARIE)
    senast = sammantrade.datum if _omedelbart(protokoll) else justeras_senast(sammantrade.datum)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            moteshallning.valj_justerare(
                sammantrade,
                deltagare=form.valda,
                plats=data["plats"],
                dag=data["dag"],
                tid=data["tid"],
                protokoll=protokoll if ett_av_flera else None,
                by=request.user,
            )
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Justerare: {', '.join(d.namn_med_parti for d in form.valda)}.")
            if data["dag"] and data["dag"] > senast:
                enligt = "" if _omedelbart(protokoll) else " (5 kap. 69 § kommunallagen)"
                messages.warning(request, f"Protokollet ska vara justerat senast {dag_i_ord(senast)}{enligt}.")
            return redirect("protokoll:protokollen", sammantrade.pk) if ett_av_flera else redirect(sammantrade)
    return _form(
        request,
        "protokoll/justerare.html",
        form,
        sammantrade,
        senast=senast,
        protokoll=protokoll,
        paragrafer=_paragraferna_i(protokoll) if ett_av_flera else "",
        omedelbart=_omedelbart(protokoll),
    )


def _valt_protokoll(request, sammantrade):
    """The one in work that the address names; else the ordinary one, or the first."""
    i_arbetet = i_arbete(sammantrade)
    valt = nycklar(request.GET.getlist("protokoll"))
    return next((p for p in i_arbetet if p.pk in valt), ordinarie(sammantrade) or next(iter(i_arbetet), None))


def _omedelbart(protokoll) -> bool:
    return bool(protokoll and protokoll.slag == Protokoll.Slag.OMEDELBART)


def _paragraferna_i(protokoll) -> str:
    return skriv_paragrafer(
        protokoll.paragraferna.exclude(nummer=None).values_list("nummer", flat=True), med_utom=False
    )

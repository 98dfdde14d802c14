"""The acts of signing: the municipality's seal, a PDF signed elsewhere, paper; and the signed file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.kalender import dag_i_ord
from kommun.permissions import can_enter, require
from protokoll.formular.signering import LaddaUppForm, OmgjordForm, PapperForm
from protokoll.frysning import senaste
from protokoll.models import Protokoll, Sammantrade, Undertecknande
from protokoll.permissions import can_keep_protokoll
from protokoll.signering import mottagning, papper, stampling, uppladdning
from protokoll.views.frysning import protokollen_for


def _undertecknanden(user):
    return Undertecknande.objects.filter(
        version__protokoll__sammantrade__in=Sammantrade.objects.visible_to(user)
    ).select_related("bilaga")


@require_POST
@require(can_keep_protokoll, get=protokollen_for)
def stampla(request, protokoll):
    """Try the seal again, while the secretary waits: then the reason is seen at once."""
    version = senaste(protokoll)
    try:
        if version is None:
            raise DomanFel("Protokollet är inte fryst, så det finns inget att stämpla.")
        for ostamplad in stampling.ostamplade(protokoll) or [version]:
            stampling.stampla(ostamplad)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Protokollet har kommunens stämpel.")
    return redirect(protokoll)


def _fel_lage(request, protokoll, satt):
    """Away from a page that can lead nowhere, before a file is looked for."""
    mening = mottagning.hinder(protokoll, satt)
    if mening and request.method == "GET":
        messages.error(request, mening)
        return redirect(protokoll)
    return None


def _lagg_fel(form, fel: DomanFel, falt: str | None = "fil") -> None:
    form.add_error("justeringsdag" if isinstance(fel, mottagning.FelDag) else falt, str(fel))


def _justerat(request, protokoll, *varningar: str):
    protokoll.refresh_from_db()
    messages.success(request, f"Protokollet är justerat {dag_i_ord(protokoll.justeringsdag)}.")
    for varning in varningar:
        messages.warning(request, varning)
    return redirect(protokoll)


def _sida(request, mall: str, protokoll, form, **mer):
    sida = {"protokoll": protokoll, "sammantrade": protokoll.sammantrade, "form": form, **mer}
    return render(request, mall, sida, status=422 if form.is_bound else 200)


def _filer(request):
    return {
        "files": request.FILES if request.method == "POST" else None,
        "too_large": getattr(request, "upload_too_large", False),
    }


@require_http_methods(["GET", "POST"])
@require(can_keep_protokoll, get=protokollen_for)
def ladda_upp(request, protokoll):
    if svar := _fel_lage(request, protokoll, Protokoll.Satt.UPPLADDAT):
        return svar
    version = senaste(protokoll)
    form = LaddaUppForm(posted(request), **_filer(request))
    if request.method == "POST" and form.is_valid():
        innehall, dag = form.cleaned_data["fil"].read(), form.cleaned_data["justeringsdag"]
        try:
            if mening := mottagning.hinder(protokoll, Protokoll.Satt.UPPLADDAT):
                raise DomanFel(mening)
            if uppladdning.granska(version, innehall).omgjord:
                fraga = {"fil": uppladdning.lagg_undan(version, innehall), "justeringsdag": dag or ""}
                return redirect(f"{reverse('protokoll:underteckna-omgjord', args=[protokoll.pk])}?{urlencode(fraga)}")
            _, kontroll = uppladdning.ta_emot(version, innehall, dag=dag, by=request.user, today=timezone.localdate())
        except DomanFel as fel:
            _lagg_fel(form, fel)
        else:
            return _justerat(request, protokoll, *() if kontroll.giltig else [kontroll.mening])
    return _sida(request, "protokoll/underteckna_ladda_upp.html", protokoll, form, version=version)


@require_http_methods(["GET", "POST"])
@require(can_keep_protokoll, get=protokollen_for)
def omgjord(request, protokoll):
    """A file that the service has built anew: what differs, and the choice."""
    if svar := _fel_lage(request, protokoll, Protokoll.Satt.UPPLADDAT):
        return svar
    version = senaste(protokoll)
    try:
        if mening := mottagning.hinder(protokoll, Protokoll.Satt.UPPLADDAT):
            raise DomanFel(mening)
        bilaga = uppladdning.hamta(version, (request.POST or request.GET).get("fil", ""))
        innehall = bytes(bilaga.innehall)
        granskning = uppladdning.granska(version, innehall)
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect("protokoll:underteckna-ladda-upp", protokoll.pk)
    form = OmgjordForm(posted(request), initial=request.GET.dict())
    if form.is_valid():
        try:
            _, kontroll = uppladdning.ta_emot(
                version,
                innehall,
                dag=form.cleaned_data["justeringsdag"],
                skal=form.cleaned_data["skal"],
                bilaga=bilaga,
                by=request.user,
                today=timezone.localdate(),
            )
        except DomanFel as fel:
            _lagg_fel(form, fel, None)
        else:
            return _justerat(request, protokoll, kontroll.mening)
    return _sida(request, "protokoll/underteckna_omgjord.html", protokoll, form, version=version, granskning=granskning)


@require_http_methods(["GET", "POST"])
@require(can_keep_protokoll, get=protokollen_for)
def pa_papper(request, protokoll):
    if svar := _fel_lage(request, protokoll, Protokoll.Satt.PAPPER):
        return svar
    version = senaste(protokoll)
    form = PapperForm(posted(request), **_filer(request))
    if request.method == "POST" and form.is_valid():
        try:
            if mening := mottagning.hinder(protokoll, Protokoll.Satt.PAPPER):
                raise DomanFel(mening)
            papper.ta_emot(
                version,
                innehall=form.cleaned_data["fil"].read(),
                dag=form.cleaned_data["justeringsdag"],
                by=request.user,
                today=timezone.localdate(),
            )
        except DomanFel as fel:
            _lagg_fel(form, fel)
        else:
            return _justerat(request, protokoll)
    return _sida(request, "protokoll/underteckna_papper.html", protokoll, form, version=version)


@require_safe
@require(can_enter, get=_undertecknanden)
def fil(request, undertecknande):
    """The signed PDF, or the scanned page, as the bytes that are stored."""
    bilaga = undertecknande.bilaga
    svar = HttpResponse(bytes(bilaga.innehall), content_type=bilaga.typ)
    svar["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=bilaga.namn)
    svar["Cache-Control"] = "private, no-cache"
    return svar

"""The acts of signing: the municipality's seal, a PDF signed elsewhere, paper; and the signed file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.kalender import dag_i_ord
from kommun.models import Loggrad
from kommun.permissions import can_enter, require
from protokoll.formular.signering import LaddaUppForm, OmgjordForm, PapperForm
from protokoll.frysning import senaste
from protokoll.models import Protokoll, Undertecknande, Vantandefil
from protokoll.permissions import can_keep_protokoll
from protokoll.signering import mottagning, papper, stampling, uppladdning, vantan
from protokoll.views.frysning import protokollen_for


def _undertecknanden(user):
    return Undertecknande.objects.filter(version__protokoll__in=Protokoll.objects.visible_to(user)).select_related(
        "bilaga"
    )


@require_POST
@require(can_keep_protokoll, get=protokollen_for, logg=Loggrad.Slag.GODKANDE)
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
    mening = mottagning.hinder(protokoll, satt, senaste(protokoll))
    if mening and request.method == "GET":
        messages.error(request, mening)
        return redirect(protokoll)
    return None


def _lagg_fel(form, fel: DomanFel, falt: str | None = "fil") -> None:
    form.add_error("justeringsdag" if isinstance(fel, mottagning.FelDag) else falt, str(fel))


def _justerat(request, protokoll, version, *varningar: str):
    protokoll.refresh_from_db()
    if version.slag == version.Slag.RATTELSE:
        messages.success(request, "Rättelsen är undertecknad.")
    else:
        messages.success(request, f"Protokollet är justerat {dag_i_ord(protokoll.justeringsdag)}.")
    for varning in varningar:
        messages.warning(request, varning)
    return redirect(protokoll)


def _sida(request, mall: str, protokoll, form, **mer):
    sida = {"protokoll": protokoll, "sammantrade": protokoll.sammantrade, "form": form, **mer}
    return render(request, mall, sida, status=422 if form.is_bound else 200)


def _filer(request, version):
    return {
        "rattelse": bool(version and version.slag == version.Slag.RATTELSE),
        "files": request.FILES if request.method == "POST" else None,
        "too_large": getattr(request, "upload_too_large", False),
    }


@require_http_methods(["GET", "POST"])
@require(can_keep_protokoll, get=protokollen_for, logg=Loggrad.Slag.GODKANDE)
def ladda_upp(request, protokoll):
    if svar := _fel_lage(request, protokoll, Protokoll.Satt.UPPLADDAT):
        return svar
    version = senaste(protokoll)
    form = LaddaUppForm(posted(request), **_filer(request, version))
    if request.method == "POST" and form.is_valid():
        innehall, dag = form.cleaned_data["fil"].read(), form.cleaned_data["justeringsdag"]
        try:
            if mening := mottagning.hinder(protokoll, Protokoll.Satt.UPPLADDAT, version):
                raise DomanFel(mening)
            if uppladdning.granska(version, innehall).omgjord:
                uppladdning.lagg_undan(version, innehall)
                return redirect("protokoll:underteckna-omgjord", protokoll.pk)
            _, kontroll = uppladdning.ta_emot(version, innehall, dag=dag, by=request.user, today=timezone.localdate())
        except DomanFel as fel:
            _lagg_fel(form, fel)
        else:
            return _justerat(request, protokoll, version, *() if kontroll.giltig else [kontroll.mening])
    return _sida(request, "protokoll/underteckna_ladda_upp.html", protokoll, form, version=version)


@require_http_methods(["GET", "POST"])
@require(can_keep_protokoll, get=protokollen_for, logg=Loggrad.Slag.GODKANDE)
def omgjord(request, protokoll):
    """A file that the service has built anew: what differs, and the choice."""
    if svar := _fel_lage(request, protokoll, Protokoll.Satt.UPPLADDAT):
        return svar
    version = senaste(protokoll)
    try:
        if mening := mottagning.hinder(protokoll, Protokoll.Satt.UPPLADDAT, version):
            raise DomanFel(mening)
        vantande = uppladdning.hamta(version)
        innehall = bytes(vantande.bilaga.innehall)
        granskning = uppladdning.granska(version, innehall)
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect("protokoll:underteckna-ladda-upp", protokoll.pk)
    form = OmgjordForm(posted(request), initial={"fil": vantande.pk})
    if form.is_valid():
        try:
            _, kontroll = uppladdning.ta_emot(
                version,
                innehall,
                dag=form.cleaned_data["justeringsdag"],
                skal=form.cleaned_data["skal"],
                bilaga=uppladdning.hamta(version, form.cleaned_data["fil"]).bilaga,
                satt=Protokoll.Satt.FJARR if vantan.oppen(version) else Protokoll.Satt.UPPLADDAT,
                by=request.user,
                today=timezone.localdate(),
            )
        except DomanFel as fel:
            _lagg_fel(form, fel, None)
            # The one that is shown now, where another had taken its place.
            form.data = form.data.dict() | {"fil": vantande.pk}
        else:
            return _justerat(request, protokoll, version, kontroll.mening)
    return _sida(
        request,
        "protokoll/underteckna_omgjord.html",
        protokoll,
        form,
        version=version,
        granskning=granskning,
        hos_tjansten=vantan.oppen(version),
    )


@require_safe
@require(can_keep_protokoll, get=protokollen_for)
def omgjord_fil(request, protokoll):
    """The file that waits, to be read before the choice."""
    vantande = get_object_or_404(Vantandefil.objects.select_related("bilaga"), version=senaste(protokoll))
    return _som_fil(vantande.bilaga)


@require_POST
@require(can_keep_protokoll, get=protokollen_for)
def kasta_fil(request, protokoll):
    """The file is not to hold: it is not kept, and the service, where it came from one, is not followed any more."""
    version = senaste(protokoll)
    if version and Vantandefil.objects.filter(version=version).exists():
        vantan.avbryt(version, besked="Filen från tjänsten valdes bort.")
        messages.success(request, "Filen är borttagen. Ingenting i protokollet är ändrat.")
    else:
        messages.info(request, "Ingen fil väntar på ett val.")
    return redirect(protokoll)


@require_http_methods(["GET", "POST"])
@require(can_keep_protokoll, get=protokollen_for, logg=Loggrad.Slag.GODKANDE)
def pa_papper(request, protokoll):
    if svar := _fel_lage(request, protokoll, Protokoll.Satt.PAPPER):
        return svar
    version = senaste(protokoll)
    form = PapperForm(posted(request), **_filer(request, version))
    if request.method == "POST" and form.is_valid():
        try:
            if mening := mottagning.hinder(protokoll, Protokoll.Satt.PAPPER, version):
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
            return _justerat(request, protokoll, version)
    return _sida(request, "protokoll/underteckna_papper.html", protokoll, form, version=version)


@require_safe
@require(can_enter, get=_undertecknanden)
def fil(request, undertecknande):
    """The signed PDF, or the scanned page, as the bytes that are stored."""
    return _som_fil(undertecknande.bilaga)


def _som_fil(bilaga) -> HttpResponse:
    svar = HttpResponse(bytes(bilaga.innehall), content_type=bilaga.typ)
    svar["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=bilaga.namn)
    svar["Cache-Control"] = "private, no-cache"
    return svar

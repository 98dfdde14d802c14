"""The acts of an anslag, for the secretary: up, down before its time, up again, its bevis; and KF's kungörelse."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.kalender import dagen_i_ord
from kommun.models import Kommun
from kommun.pdf import PdfFel
from kommun.permissions import can_enter, require
from protokoll import anslag as akter
from protokoll.bevis import bevis_for, bevis_pdf, filnamn, paragrafer_i_text
from protokoll.formular.anslag import KungorForm, TaNedForm
from protokoll.frister import anslag_tas_ned, anslas_senast, kungors_senast, overklagas_senast
from protokoll.models import Anslag, Protokoll, Sammantrade
from protokoll.permissions import can_ansla, can_change_sammantrade, can_keep_anslag


def _protokollen(user):
    synliga = Protokoll.objects.visible_to(user)
    return synliga.select_related("sammantrade__organ")


def _anslagen(user):
    moten = Sammantrade.objects.visible_to(user)
    synliga = Anslag.objects.filter(protokoll__sammantrade__in=moten) | Anslag.objects.filter(sammantrade__in=moten)
    return synliga.select_related("organ", "protokoll__sammantrade__organ", "sammantrade__organ", "foregaende")


def _sammantraden(user):
    return Sammantrade.objects.visible_to(user).select_related("organ")


def _uppe(request, anslag):
    """What is said when it has gone up, or goes up at midnight."""
    today, sista = timezone.localdate(), dagen_i_ord(anslag.sista_overklagandedag)
    nar = f"sätts upp vid midnatt, {dagen_i_ord(anslag.uppsatt)}" if anslag.uppsatt > today else "är uppsatt"
    messages.success(request, f"Anslaget {nar}. Sista dag att överklaga är {sista}.")


@require_http_methods(["GET", "POST"])
@require(can_ansla, get=_protokollen)
def upp(request, protokoll):
    nu = timezone.localtime()
    hinder = akter.hinder(protokoll, today=nu.date())
    if request.method == "GET" and not hinder:
        return render(request, "protokoll/anslag_upp.html", _forhandsvisning(protokoll, nu.date()))
    try:
        _uppe(request, akter.satt_upp(protokoll, by=request.user, nu=nu))
    except DomanFel as fel:
        messages.error(request, str(fel))
    return redirect(protokoll)


def _forhandsvisning(protokoll, today):
    kommun = Kommun.objects.first()
    return {
        "protokoll": protokoll,
        "sammantrade": protokoll.sammantrade,
        "paragrafer": paragrafer_i_text(protokoll),
        "gallande": protokoll.anslagen.gallande().first(),
        "senast": anslas_senast(protokoll.justeringsdag),
        "sista": overklagas_senast(today),
        "tas_ned": anslag_tas_ned(today, dagen_efter=bool(kommun and kommun.anslag_dagen_efter)),
        "today": today,
    }


@require_http_methods(["GET", "POST"])
@require(can_keep_anslag, get=_anslagen)
def ned(request, anslag):
    nu = timezone.localtime()
    if request.method == "GET" and not anslag.ar_uppe(nu.date()):
        messages.error(request, "Anslaget är inte uppe, så det finns inget att ta ned.")
        return redirect(anslag.protokoll or anslag.sammantrade)
    form = TaNedForm(posted(request))
    if form.is_valid():
        try:
            akter.ta_ned(anslag, **form.cleaned_data, by=request.user, nu=nu)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.warning(request, "Anslaget är nedtaget." + (" " + _EFTERAT if anslag.protokoll_id else ""))
            return redirect(anslag.protokoll or anslag.sammantrade)
    sida = {"form": form, "anslag": anslag, "sammantrade": anslag.motet, "today": nu.date()}
    sida["tillbaka"] = anslag.protokoll or anslag.sammantrade
    return render(request, "protokoll/anslag_ned.html", sida, status=422 if form.is_bound else 200)


_EFTERAT = "Överklagandetiden har inte gått ut. Sätt upp anslaget igen, så börjar den om."


@require_POST
@require(can_keep_anslag, get=_anslagen)
def igen(request, anslag):
    try:
        nytt = akter.satt_upp_igen(anslag, by=request.user, nu=timezone.localtime())
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        if nytt.sista_overklagandedag:
            _uppe(request, nytt)
        else:
            messages.success(request, "Kungörelsen är uppsatt igen.")
    return redirect(anslag.protokoll or anslag.sammantrade)


@require_safe
@require(can_enter, get=lambda user: _anslagen(user).filter(protokoll__isnull=False))
def bevis(request, anslag):
    dokument = bevis_for(anslag, today=timezone.localdate())
    try:
        innehall = bevis_pdf(dokument)
    except PdfFel as fel:
        messages.error(request, str(fel))
        return redirect(anslag.protokoll or anslag.sammantrade)
    svar = HttpResponse(innehall, content_type="application/pdf")
    svar["Content-Disposition"] = content_disposition_header(False, filnamn(dokument))
    return svar


@require_http_methods(["GET", "POST"])
@require(can_change_sammantrade, get=_sammantraden)
def kungor(request, sammantrade):
    nu = timezone.localtime()
    if request.method == "GET" and (hinder := akter.kungorelsens_hinder(sammantrade, today=nu.date())):
        messages.error(request, hinder)
        return redirect(sammantrade)
    uppe = sammantrade.kungorelserna.uppe(nu.date()).first()
    form = KungorForm(posted(request), initial={"text": uppe.text if uppe else _arenden(sammantrade)})
    if form.is_valid():
        try:
            akter.kungor(sammantrade, **form.cleaned_data, by=request.user, nu=nu)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Sammanträdet är kungjort på anslagstavlan.")
            return redirect(sammantrade)
    sida = {
        "form": form,
        "sammantrade": sammantrade,
        "uppe": uppe,
        "i_tid": akter.kungors_i_tid(sammantrade, today=nu.date()),
        "senast": kungors_senast(sammantrade.datum),
        "rubrik": akter.kungorelsens_rubrik(sammantrade),
        "today": nu.date(),
    }
    return render(request, "protokoll/kungor.html", sida, status=422 if form.is_bound else 200)


def _arenden(sammantrade) -> str:
    """The dagordning as lines, without those that utgår."""
    rader = sammantrade.paragraferna.exclude(slag="rubrik").exclude(utfall="utgar").order_by("ordning")
    return "\n".join(p.rubrik for p in rader if p.rubrik)

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.models import Organ
from kommun.permissions import can_enter, can_keep_minutes, require
from protokoll import paragrafserie as serie_akter
from protokoll.formular.paragrafserie import BorjaSerienForm, MakuleraForm
from protokoll.models import Paragraf
from protokoll.paragrafserie import serien
from protokoll.permissions import can_edit_paragraf
from protokoll.sekretess import alla_dolda, dolj
from protokoll.skrivning import kraver_skal, last_sentence


def _organ(user):
    return Organ.objects.all() if user.behorighet.har_insyn else Organ.objects.none()


def _paragrafer(user):
    return Paragraf.objects.visible_to(user).select_related("organ", "sammantrade__organ", "protokoll")


def _ar(request) -> int:
    ar = request.GET.get("ar", "")
    return int(ar) if ar.isdecimal() and len(ar) == 4 else timezone.localdate().year


def _serie_url(organ_id: int, ar: int) -> str:
    return f"{reverse('protokoll:paragrafserie', args=[organ_id])}?ar={ar}"


def _sida(request, organ, ar, *, form=None):
    aren = set(Paragraf.objects.filter(organ=organ).exclude(nummer=None).values_list("ar", flat=True).distinct())
    serie = serien(organ, ar)
    dolda = alla_dolda(request.user)
    for rad in serie.rader:
        if rad.paragraf and rad.paragraf.pk in dolda:
            dolj(rad.paragraf)
    return render(
        request,
        "protokoll/paragrafserie.html",
        {
            "organ": organ,
            "serie": serie,
            "aren": [(str(y), f"?ar={y}", None, y == ar) for y in sorted(aren | {ar}, reverse=True)],
            "far_skriva": can_keep_minutes(request.user, organ),
            "form": form or BorjaSerienForm(initial={"forsta": serie.nasta}),
        },
        status=422 if form else 200,
    )


@require_safe
@require(can_enter, get=_organ)
def paragrafserie(request, organ):
    return _sida(request, organ, _ar(request))


@require_POST
@require(can_keep_minutes, get=_organ)
def borja(request, organ):
    ar = _ar(request)
    form = BorjaSerienForm(request.POST)
    if form.is_valid():
        try:
            serie_akter.borja_serien(organ, ar, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Nästa paragraf {ar} blir § {form.cleaned_data['forsta']}.")
            return redirect(_serie_url(organ.pk, ar))
    return _sida(request, organ, ar, form=form)


@require_http_methods(["GET", "POST"])
@require(can_edit_paragraf, get=_paragrafer)
def makulera(request, paragraf):
    tillbaka = _serie_url(paragraf.organ_id, paragraf.ar)
    hinder = last_sentence(paragraf)
    if hinder is None and kraver_skal(paragraf):
        hinder = f"{paragraf.beteckning} står i ett inläst protokoll, och dess nummer är givna där."
    if request.method == "GET" and (hinder or not paragraf.nummer):
        messages.error(request, hinder or "Ärendet har inget paragrafnummer att makulera.")
        return redirect(tillbaka)
    form = MakuleraForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            makulerat = serie_akter.makulera(paragraf, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"§ {makulerat.nummer} är makulerat.")
            return redirect(tillbaka)
    sida = {"form": form, "paragraf": paragraf, "tillbaka": tillbaka}
    return render(request, "protokoll/makulera.html", sida, status=422 if form.is_bound else 200)

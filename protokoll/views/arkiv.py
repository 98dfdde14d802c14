"""Archive packages: what would come along, the order, how far it has come, the file."""

from uuid import uuid4

from django.contrib import messages
from django.db.models import Max, Min
from django.db.models.functions import Length
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun import bakgrund
from kommun.fel import DomanFel
from kommun.listor import page_of, render_list
from kommun.models import Bilaga, Organ
from kommun.permissions import require
from kommun.valt_organ import valt_organ_id
from protokoll.arkiv.underlag import underlag
from protokoll.arkivering import bestall, forsok_igen, gor_arkivpaket
from protokoll.formular.arkiv import ArkivForm, BestallForm
from protokoll.models import Arkivpaket, Sammantrade, Undertecknande
from protokoll.permissions import can_arkivera, can_folja_arkivpaket, can_hamta_arkivpaket

Lage = Arkivpaket.Lage
_CHIP = {Lage.VANTAR: "neutral", Lage.PAGAR: "info", Lage.KLART: "lyckad", Lage.FEL: "fel"}


def _synliga(user):
    return _paketen() if user.behorighet.har_insyn else Arkivpaket.objects.none()


def _paketen():
    """What each weighs is read without the file itself."""
    return (
        Arkivpaket.objects.select_related("organ", "av__person", "bilaga")
        .defer("bilaga__innehall")
        .annotate(storlek=Length("bilaga__innehall"))
    )


def _organen(user):
    alla = Organ.objects.order_by("namn")
    return alla if user.behorighet.ar_administrator else alla.filter(pk__in=user.behorighet.sekreterare_i)


def _aren(organen, today) -> list[int]:
    """The years with meetings, the newest first."""
    spann = Sammantrade.objects.filter(organ__in=organen, datum__lte=today).aggregate(Min("ar"), Max("ar"))
    forsta, sista = spann["ar__min"] or today.year, spann["ar__max"] or today.year
    return list(range(sista, forsta - 1, -1))


def _forval(request, organen) -> int | None:
    """The organ one works with; else the one whose protokoll was signed for the latest meeting."""
    nycklar = [o.pk for o in organen]
    valt = valt_organ_id(request)
    if valt in nycklar:
        return valt
    vag = "version__protokoll__sammantrade"
    signerade = Undertecknande.objects.filter(**{f"{vag}__organ__in": nycklar}).order_by(f"-{vag}__datum", "-pk")
    return next(iter([*signerade.values_list(f"{vag}__organ", flat=True)[:1], *nycklar]), None)


def _med_lage(paketen: list[Arkivpaket]) -> list[Arkivpaket]:
    """Each with `chip`, `ord` and whether somebody works on it."""
    oppna = [p for p in paketen if p.lage in (Lage.VANTAR, Lage.PAGAR)]
    levande = bakgrund.pa_gang(gor_arkivpaket) if oppna else set()
    for paket in paketen:
        paket.levande = paket.pk in levande and paket.lage in (Lage.VANTAR, Lage.PAGAR)
        paket.avbrutet = paket in oppna and not paket.levande
        paket.ord, paket.farg = ("Avbrutet", "fel") if paket.avbrutet else (paket.get_lage_display(), _CHIP[paket.lage])
    return paketen


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_arkivera)
def arkiv(request):
    today, organen = timezone.localdate(), _organen(request.user)
    val = {"organen": organen, "aren": _aren(organen, today)}
    fel = None
    if request.method == "POST":
        form = BestallForm(request.POST, **val)
        if form.is_valid():
            data = form.cleaned_data
            try:
                paket = bestall(data["organ"], data["ar"], nyckel=data["nyckel"], by=request.user)
                return redirect("protokoll:arkivpaket", paket.pk)
            except DomanFel as domanfel:
                fel = str(domanfel)
    # What comes along is the first one wants to know: it is shown of the organ one works with before one has chosen.
    forval = {"organ": _forval(request, organen), "ar": val["aren"][0]}
    form = ArkivForm(request.POST or {**forval, **request.GET.dict()}, **val)
    valt = form.cleaned_data if form.is_valid() else None
    sida = page_of(_paketen().filter(organ__in=organen), request)
    _med_lage(sida.object_list)
    context = {
        "form": form,
        "fel": fel,
        "valt": valt,
        "rubrik": valt and f"{valt['organ'].namn} {valt['ar']}",
        "underlag": valt and underlag(valt["organ"], valt["ar"], today=today),
        "nyckel": uuid4(),
        "sida": sida,
    }
    svar = render_list(request, "protokoll/arkiv.html", context)
    svar.status_code = 422 if request.method == "POST" else 200
    return svar


@require_safe
@require(can_folja_arkivpaket, get=_synliga)
def arkivpaket(request, paket):
    _med_lage([paket])
    mall = "protokoll/arkivpaket.html" + ("#laget" if request.htmx else "")
    vantar = paket.levande and paket.lage == Lage.VANTAR
    svar = render(
        request,
        mall,
        {
            "paket": paket,
            "ingen_arbetar": vantar and not bakgrund.nagon_arbetar(),
            "far_hamta": can_hamta_arkivpaket(request.user, paket),
        },
    )
    patch_vary_headers(svar, ["HX-Request"])
    patch_cache_control(svar, no_store=True)
    return svar


@require_POST
@require(can_folja_arkivpaket, get=_synliga)
def igen(request, paket):
    try:
        forsok_igen(paket, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    return redirect("protokoll:arkivpaket", paket.pk)


@require_safe
@require(can_hamta_arkivpaket, get=_synliga)
def fil(request, paket):
    if paket.bilaga_id is None:
        messages.error(request, "Paketet är inte klart än.")
        return redirect("protokoll:arkivpaket", paket.pk)
    bilaga = Bilaga.objects.get(pk=paket.bilaga_id)
    svar = HttpResponse(bytes(bilaga.innehall), content_type=bilaga.typ)
    svar["Content-Disposition"] = content_disposition_header(True, bilaga.namn)
    svar["Cache-Control"] = "private, no-store"
    return svar

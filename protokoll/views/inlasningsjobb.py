"""Whole years at once: the files are handed over, read and saved by a worker, and mended one by one."""

from datetime import date

from django.contrib import messages
from django.db.models import Count, Q
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun import bakgrund
from kommun.fel import DomanFel
from kommun.forms import nycklar, posted
from kommun.listor import page_of
from kommun.permissions import require
from kommun.uploads import upload_limit
from protokoll import inlasningsjobb as akter
from protokoll.formular.inlasning import LasInFleraForm
from protokoll.inlasningsarbete import arbeta
from protokoll.inlasningsfiler import Fil
from protokoll.inlasningsjobb import STORST_AT_GANGEN, forst_att_laga, lamna_in, sammanfatta
from protokoll.models import Inlasningsfil, Inlasningsjobb
from protokoll.permissions import can_keep_inlasningsjobb, can_read_in

Lage, Fillage = Inlasningsjobb.Lage, Inlasningsfil.Lage
_CHIP = {Lage.LASES: "info", Lage.SPARAS: "info", Lage.LAST: "lyckad", Lage.AVBRUTET: "varning"}
_FILCHIP = {
    Fillage.LAST: "lyckad",
    Fillage.VARNINGAR: "varning",
    Fillage.OBEGRIPLIG: "fel",
    Fillage.SPARAD: "lyckad",
}


def _mina(user):
    return Inlasningsjobb.objects.filter(av=user)


@upload_limit(STORST_AT_GANGEN)
@require_http_methods(["GET", "HEAD", "POST"])
@require(can_read_in)
def las_in_flera(request):
    """Hand over many files. A browser with scripts sends them some at a time, and asks for no page in between."""
    form = LasInFleraForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        stigar=request.POST.getlist("stig"),
        too_large=getattr(request, "upload_too_large", False),
    )
    if till := _mina(request.user).filter(pk__in=nycklar([request.GET.get("till", "")])).first():
        form.initial["nyckel"] = till.nyckel
    i_skript = "application/json" in request.headers.get("accept", "")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        filer = (Fil(stig, fil.read()) for stig, fil in form.uppladdade())
        try:
            jobb = lamna_in(filer, nyckel=data["nyckel"], by=request.user, fler=data["fler"])
        except DomanFel as fel:
            form.add_error("filer", str(fel))
        else:
            return JsonResponse({}) if i_skript else redirect("protokoll:inlasningsjobb", jobb.pk)
    if i_skript and request.method == "POST":
        return JsonResponse({"fel": [str(f) for lista in form.errors.values() for f in lista]}, status=422)
    return render(
        request,
        "protokoll/las_in_flera.html",
        {"form": form, "till": till, "jobben": _jobben(request)},
        status=422 if request.method == "POST" else 200,
    )


def _jobben(request):
    antal = {
        "alla": Count("filerna"),
        "sparade": Count("filerna", filter=Q(filerna__lage=Fillage.SPARAD)),
        "kvar": Count("filerna", filter=Q(filerna__lage__in=[Fillage.VANTAR, Fillage.LAST, Fillage.VARNINGAR])),
    }
    jobben = _mina(request.user).annotate(**antal).order_by("-tid", "-pk")
    sida = page_of(jobben, request, size=20)
    levande = bakgrund.pa_gang(arbeta)
    for jobb in sida:
        jobb.levande = jobb.pk in levande
        jobb.ord, jobb.farg = _laget(jobb)
    return sida


def _laget(jobb) -> tuple[str, str]:
    if jobb.lage in (Lage.LASES, Lage.SPARAS) and not jobb.levande:
        return "Står stilla", "fel"
    return jobb.get_lage_display(), _CHIP.get(jobb.lage, "neutral")


@require_safe
@require(can_keep_inlasningsjobb, get=_mina)
def inlasningsjobb(request, jobb):
    """How far it is, and what came of each file."""
    jobb.levande = jobb.pk in bakgrund.pa_gang(arbeta)
    jobb.arbetar = jobb.levande and jobb.lage in (Lage.LASES, Lage.SPARAS)
    jobb.ord, jobb.farg = _laget(jobb)
    summa = sammanfatta(jobb)
    visa = request.GET.get("visa", "")
    filer = jobb.filerna.select_related("inlasning__protokoll__sammantrade__organ").defer("inlasning__innehall")
    if visa in Fillage.values:
        filer = filer.filter(lage=visa)
    sida = page_of(filer.order_by("ordning"), request)
    for fil in sida:
        _visa(fil)
        fil.mapp, _, fil.sist = fil.namn.removeprefix(f"{jobb.namn}/").rpartition("/")
    context = {
        "jobb": jobb,
        "summa": summa,
        "sida": sida,
        "spara_ord": "Spara protokollet utan varningar"
        if summa.att_spara == 1
        else f"Spara alla {summa.att_spara} utan varningar",
        # What is left when all that can be is saved: one after the other, each leads on to the next.
        "forst_att_laga": forst_att_laga(jobb) if summa.att_laga and not summa.att_spara else None,
        "laga_ord": "Gå igenom filen med varningar"
        if summa.att_laga == 1
        else f"Gå igenom de {summa.att_laga} med varningar",
        "presets": [("Alla", "?", summa.alla, visa not in Fillage.values)]
        + [(lage.label, f"?visa={lage}", summa.antal[lage], visa == lage) for lage in Fillage if summa.antal.get(lage)],
        "ingen_arbetar": jobb.arbetar and not bakgrund.nagon_arbetar(),
    }
    mall = "protokoll/inlasningsjobb.html" + ("#laget" if request.htmx else "")
    svar = render(request, mall, context)
    patch_vary_headers(svar, ["HX-Request"])
    patch_cache_control(svar, no_store=True)
    if request.htmx and not jobb.arbetar:
        svar["HX-Refresh"] = "true"  # it is done: the list of files is shown as it has become
    return svar


def _visa(fil: Inlasningsfil) -> None:
    """What its line in the list says, and where it leads."""
    fil.farg = _FILCHIP.get(fil.lage, "neutral")
    fil.dag = date.fromisoformat(fil.rapport["datum"]) if fil.rapport.get("datum") else None
    fil.att_se = fil.rapport.get("att_se", [])
    fil.fler = fil.rapport.get("antal", 0) - len(fil.att_se)
    inlasning = fil.inlasning
    if inlasning is None or fil.lage == Fillage.VANTAR:
        fil.url = ""
    elif inlasning.protokoll_id:
        fil.url = inlasning.protokoll.sammantrade.get_absolute_url()
    else:
        fil.url = "" if fil.lage == Fillage.OBEGRIPLIG else inlasning.get_absolute_url()


def _akt(request, jobb, gor):
    try:
        gor(jobb)
    except DomanFel as fel:
        messages.error(request, str(fel))
    return redirect("protokoll:inlasningsjobb", jobb.pk)


@require_POST
@require(can_keep_inlasningsjobb, get=_mina)
def fortsatt(request, jobb):
    return _akt(request, jobb, akter.fortsatt)


@require_POST
@require(can_keep_inlasningsjobb, get=_mina)
def stoppa(request, jobb):
    return _akt(request, jobb, akter.stoppa)


@require_POST
@require(can_keep_inlasningsjobb, get=_mina)
def spara_alla(request, jobb):
    return _akt(request, jobb, akter.spara_alla)


@require_POST
@require(can_keep_inlasningsjobb, get=_mina)
def las_om(request, jobb):
    return _akt(request, jobb, akter.las_om)


@require_POST
@require(can_keep_inlasningsjobb, get=_mina)
def ta_bort(request, jobb):
    try:
        borta = akter.ta_bort(jobb)
    except DomanFel as fel:
        messages.error(request, str(fel))
        borta = False
    else:
        messages.info(request, "Filerna som inte var sparade är borttagna.")
    return redirect("protokoll:las-in-flera") if borta else redirect("protokoll:inlasningsjobb", jobb.pk)

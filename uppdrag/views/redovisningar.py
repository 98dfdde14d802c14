"""An uppdrag put on a dagordning, and what the organ decided of it in the §."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import nycklar, posted
from kommun.permissions import require
from protokoll.models import Paragraf, Sammantrade
from protokoll.skrivning import kraver_skal, last_sentence
from uppdrag import redovisning as akter
from uppdrag.formular.redovisning import BeslutaForm, PaDagordningForm
from uppdrag.models import Redovisning, Uppdrag
from uppdrag.permissions import can_decide_redovisning, can_redovisa

MOTEN = 12
FLEST = 100


def _valbara(request):
    """(those to choose among, the keys asked for): what waits, and what the address or the form names."""
    organ = request.user.behorighet.sekreterare_i
    fragade = nycklar(request.GET.getlist("uppdrag") + request.POST.getlist("uppdrag"))[:FLEST]
    vantar = list(akter.att_satta_upp(organ).order_by("pk").values_list("pk", flat=True)[:FLEST])
    return (
        Uppdrag.objects.visible_to(request.user)
        .oppna()
        .filter(rapporteras_till__in=organ, pk__in={*vantar, *fragade})
        .select_related("serie", "rapporteras_till")
        .order_by("serie__kortnamn", "ar", "nummer"),
        fragade,
    )


def _moten(uppdragen, request):
    """Coming and running meetings of the organ that these are reported to; of all one's own when there are none."""
    organ = {u.rapporteras_till_id for u in uppdragen} or request.user.behorighet.sekreterare_i
    kommande = Sammantrade.objects.filter(
        Q(lage=Sammantrade.Lage.PAGAR) | Q(lage=Sammantrade.Lage.PLANERAT, datum__gte=timezone.localdate()),
        organ__in=organ,
    ).order_by("datum", "start")
    forsta = list(kommande.values_list("pk", flat=True)[:MOTEN])
    return Sammantrade.objects.filter(pk__in=forsta).select_related("organ").order_by("datum", "start")


@require_http_methods(["GET", "POST"])
@require(can_redovisa)
def pa_dagordning(request):
    uppdragen, fragade = _valbara(request)
    valda = [u for u in uppdragen if u.pk in fragade]
    moten = _moten(valda or uppdragen, request)
    forst = moten.first()
    form = PaDagordningForm(
        posted(request),
        uppdragen=uppdragen,
        sammantraden=moten,
        initial={"uppdrag": fragade, "sammantrade": forst and forst.pk},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            uppsatta = akter.satt_pa_dagordning(
                data["uppdrag"],
                sammantrade=data["sammantrade"],
                eget_arende=data["var"] == form.EGET,
                by=request.user,
            )
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            antal = "Uppdraget står" if len(uppsatta) == 1 else f"{len(uppsatta)} uppdrag står"
            messages.success(request, f"{antal} på dagordningen.")
            return redirect("protokoll:dagordning", data["sammantrade"].pk)
    return render(
        request,
        "uppdrag/pa_dagordning.html",
        {"form": form, "finns": uppdragen.exists(), "har_moten": forst is not None},
        status=422 if request.method == "POST" else 200,
    )


def _redovisningarna(user):
    rader = Redovisning.objects.select_related(
        "rapport__av",
        "paragraf__organ",
        "paragraf__protokoll",
        "paragraf__sammantrade__organ",
        "uppdrag__serie",
        "uppdrag__givare__overordnat__overordnat",
        "uppdrag__beslut__paragraf__organ",
        "uppdrag__beslut__paragraf__sammantrade",
    )
    return rader.filter(paragraf__in=Paragraf.objects.visible_to(user), uppdrag__in=Uppdrag.objects.visible_to(user))


def _tillbaka(request, redovisning):
    """To where one was: the § as it is written, or as it is read."""
    paragraf = redovisning.paragraf
    skrivs = "skriv-sida" in request.GET or "skriv-sida" in request.POST
    adress = reverse("protokoll:skriv", args=[paragraf.pk]) if skrivs else paragraf.get_absolute_url()
    return redirect(f"{adress}#redovisningar")


def _hinder(paragraf) -> str | None:
    if mening := last_sentence(paragraf):
        return mening
    if kraver_skal(paragraf):
        return f"{paragraf.beteckning} står i ett inläst protokoll, och vad som beslutades är avgjort där."
    return None


@require_http_methods(["GET", "POST"])
@require(can_decide_redovisning, get=_redovisningarna)
def besluta(request, redovisning):
    hinder = _hinder(redovisning.paragraf)
    if request.method == "GET" and hinder:
        messages.error(request, hinder)
        return _tillbaka(request, redovisning)
    initial = {"utfall": request.GET.get("utfall"), "skriv": True}
    onskad = redovisning.rapport and redovisning.rapport.onskad_frist
    form = BeslutaForm(posted(request), initial=initial | {"ny_frist": onskad}, redovisning=redovisning)
    if request.method == "POST" and form.is_valid():
        try:
            nu = akter.besluta(redovisning, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            _sag(request, nu, skriv=form.cleaned_data["skriv"])
            return _tillbaka(request, redovisning)
    return render(
        request,
        "uppdrag/besluta.html",
        {
            "form": form,
            "r": redovisning,
            "uppdrag": redovisning.uppdrag,
            "paragraf": redovisning.paragraf,
            "skrivs": "skriv-sida" in request.GET or "skriv-sida" in request.POST,
        },
        status=422 if request.method == "POST" else 200,
    )


def _sag(request, nu, *, skriv):
    uppdrag = Uppdrag.objects.select_related("serie").get(pk=nu.uppdrag_id)
    utfall = nu.get_utfall_display().lower()
    messages.success(request, f"{uppdrag.beteckning}: {utfall}. Uppdraget {uppdrag.lage_i_mening}.")
    if skriv and not akter.star_i_beslutet(nu):
        hand = "Beslutet i paragrafen är skrivet för hand och lämnades som det är."
        messages.warning(request, f"{hand} Kontrollera att det säger samma sak.")


@require_POST
@require(can_decide_redovisning, get=_redovisningarna)
def angra(request, redovisning):
    """Take back what was noted; one that nothing is decided of leaves the §."""
    try:
        kvar = akter.angra(redovisning, by=request.user, utfall=request.POST.get("utfall"))
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        sagt = "Beslutet om uppdraget är ångrat." if kvar else "Uppdraget är borttaget från paragrafen."
        messages.success(request, sagt)
    return _tillbaka(request, redovisning)

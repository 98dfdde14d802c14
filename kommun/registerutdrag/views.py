import json
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun import bakgrund
from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.granskning import anteckning
from kommun.listor import page_of
from kommun.models import Kommun, Person, Registerutdrag
from kommun.permissions import can_lamna_ut_uppgifter, require
from kommun.registerutdrag import pseudonymisering
from kommun.registerutdrag.arbete import GALLRAS_EFTER, bestall, gor_registerutdrag
from kommun.registerutdrag.formular import BestallForm, PseudonymForm

Lage = Registerutdrag.Lage
CHIP = {Lage.VANTAR: "neutral", Lage.PAGAR: "info", Lage.KLART: "lyckad", Lage.FEL: "fel"}


def _mina(user):
    """One's own: what is in it is what the one who asked for it may read."""
    mina = Registerutdrag.objects.select_related("person", "av__person")
    return mina.filter(av=user) if can_lamna_ut_uppgifter(user) else mina.none()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require(can_lamna_ut_uppgifter)
def registerutdragen(request):
    """Order one; those that one has ordered."""
    form = BestallForm(posted(request), initial=_forval(request))
    if form.is_valid():
        try:
            return redirect(bestall(**form.cleaned_data, by=request.user))
        except DomanFel as fel:
            form.add_error(None, str(fel))
    sida = page_of(_mina(request.user).defer("innehall"), request)
    return render(
        request,
        "kommun/registerutdragen.html",
        {"form": form, "sida": [(u, CHIP[u.lage]) for u in sida], "page_obj": sida, "dagar": GALLRAS_EFTER.days},
        status=422 if request.method == "POST" else 200,
    )


def _forval(request) -> dict:
    pk = request.GET.get("person", "")
    person = Person.objects.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 10 else None
    om = {"person": person.pk, "namn": person.namn, "epost": person.epost} if person else {}
    return {**om, "nyckel": uuid4()}


@never_cache
@require_safe
@require(can_lamna_ut_uppgifter, get=_mina)
def registerutdrag(request, utdrag):
    oppet = utdrag.lage in (Lage.VANTAR, Lage.PAGAR)
    levande = oppet and utdrag.pk in bakgrund.pa_gang(gor_registerutdrag)
    mall = "kommun/registerutdrag.html" + ("#laget" if request.htmx else "")
    samma = Person.objects.none()
    if not utdrag.person_id and not utdrag.pseudonymiserat:
        villkor = Q(namn__iexact=utdrag.namn) if utdrag.namn else Q(pk__in=())
        samma = Person.objects.filter(villkor | (Q(epost__iexact=utdrag.epost) if utdrag.epost else Q(pk__in=())))
    svar = render(
        request,
        mall,
        {
            "utdrag": utdrag,
            "chip": CHIP[utdrag.lage],
            "levande": levande,
            "avbrutet": oppet and not levande,
            "ingen_arbetar": levande and utdrag.lage == Lage.VANTAR and not bakgrund.nagon_arbetar(),
            "registren": [r for r in utdrag.innehall if not r["historik"]],
            "historiken": [r for r in utdrag.innehall if r["historik"]],
            "samma": samma.order_by("pk")[:5],
            "dagar": GALLRAS_EFTER.days,
        },
    )
    patch_vary_headers(svar, ["HX-Request"])
    patch_cache_control(svar, no_store=True)
    return svar


@never_cache
@require_safe
@require(can_lamna_ut_uppgifter, get=_mina)
def fil(request, utdrag):
    """The same as the page shows, for a machine (JSON) or for reading and printing (HTML)."""
    if utdrag.lage != Lage.KLART:
        messages.error(request, "Utdraget är inte klart än.")
        return redirect(utdrag)
    kommun = Kommun.objects.first()
    om = {"kommun": kommun.namn if kommun else "", "utdrag": utdrag, "registren": utdrag.innehall}
    if request.GET.get("format") == "json":
        innehall = json.dumps(_som_json(utdrag, om["kommun"]), ensure_ascii=False, indent=1)
        namn, typ = f"registerutdrag-{utdrag.pk}.json", "application/json"
    else:
        innehall = render_to_string("kommun/registerutdrag_fil.html", om)
        namn, typ = f"registerutdrag-{utdrag.pk}.html", "text/html"
    svar = HttpResponse(innehall, content_type=f"{typ}; charset=utf-8")
    svar["Content-Disposition"] = content_disposition_header(True, namn)
    patch_cache_control(svar, private=True, no_store=True)
    return svar


def _som_json(utdrag: Registerutdrag, kommun: str) -> dict:
    return {
        "kommun": kommun,
        "om": {"namn": utdrag.namn, "epost": utdrag.epost},
        "diarienummer": utdrag.dnr,
        "framtaget": timezone.localtime(utdrag.sokt).isoformat(timespec="seconds"),
        "register": utdrag.innehall,
    }


@require_POST
@require(can_lamna_ut_uppgifter, get=_mina)
def ta_bort(request, utdrag):
    if utdrag.pseudonymiserat:
        messages.error(request, "Utdraget visar att uppgifterna är pseudonymiserade, och tas inte bort.")
        return redirect(utdrag)
    utdrag.delete()
    anteckning.med_ord("Tog bort registerutdraget")
    messages.success(request, "Registerutdraget är borttaget.")
    return redirect("kommun:registerutdragen")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@require(can_lamna_ut_uppgifter, get=_mina)
def pseudonymisera(request, utdrag):
    """What changes and what does not, and why; then, once, the act."""
    if mening := pseudonymisering.hinder(utdrag):
        messages.error(request, mening)
        return redirect(utdrag)
    plan = pseudonymisering.planen(utdrag)
    form = PseudonymForm(posted(request), namn=utdrag.namn, initial={"antal": plan.antal})
    if form.is_valid():
        skal, antal = form.cleaned_data["skal"], form.cleaned_data["antal"]
        try:
            antal = pseudonymisering.pseudonymisera(utdrag, skal=skal, antal=antal, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Uppgifterna är pseudonymiserade: {antal} rader ändrades.")
            return redirect(utdrag)
    context = {"utdrag": utdrag, "plan": plan, "form": form, "orort": pseudonymisering.ORORT}
    return render(request, "kommun/pseudonymisera.html", context, status=422 if request.method == "POST" else 200)

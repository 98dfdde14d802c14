"""The page of somebody who goes, by the personal link or logged in: facts, förhinder, and afterwards a rapport."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.models import Person
from kommun.permissions import public, require
from protokoll.formular.bokning import MoteForm, RapportAtForm, RapportForm
from protokoll.inbjudan import evenemang
from protokoll.inbjudan import reserapport as akter
from protokoll.inbjudan.bokning import anmal_forhinder
from protokoll.inbjudan.deltagarbrev import bokat
from protokoll.inbjudan.deltagarkalender import filen
from protokoll.inbjudan.deltagarlank import DodLank, deltagarlank, las_lank
from protokoll.inbjudan.overlamning import anmalare, deltagarna, galler, sekreterarna
from protokoll.kallelse import adress
from protokoll.models import Inbjudan, Reserapport
from protokoll.permissions import can_boka, can_keep_reserapport, can_rapportera_resa, can_ta_upp_resa
from protokoll.views.bokningar import inbjudningarna

MOTEN = 12


def _ej_i_index(svar):
    svar["X-Robots-Tag"] = "noindex, nofollow"
    return svar


def _dod(request, inbjudan):
    """Where to turn, of a link that we made; a forged one learns nothing. What was written is theirs to take along."""
    vanner = sekreterarna(inbjudan.organ, today=timezone.localdate()) if inbjudan else []
    return _ej_i_index(
        render(
            request,
            "protokoll/deltar_dod_lank.html",
            {
                "organ": inbjudan.organ if inbjudan else None,
                "vander_sig_till": [(p.namn, adress(p)) for p in vanner],
                "skrivet": request.POST.get("text", "").strip() if inbjudan else "",
            },
            status=404,
        )
    )


def _egen(request, d, *, publik):
    """The page of one who goes. GET changes nothing: programs that check mail open every link."""
    rapport = akter.skriven(d.inbjudan, d.person_id)
    form = RapportForm(posted(request), initial={"text": rapport.text if rapport else ""})
    if form.is_valid():
        try:
            akter.lamna_rapport(
                d.inbjudan, person=d.person, text=form.cleaned_data["text"], by=None if publik else request.user
            )
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            return redirect(f"{request.path}#rapporten")
    return _visa(request, d, form, rapport, publik=publik)


def _visa(request, d, form, rapport, *, publik, fel=""):
    today, inbjudan = timezone.localdate(), d.inbjudan
    b = getattr(d, "bokningen", None)
    return render(
        request,
        "protokoll/deltar.html",
        {
            "d": d,
            "inbjudan": inbjudan,
            "rubrik": evenemang.rubrik(inbjudan),
            "fakta": evenemang.fakta(inbjudan),
            "bokat": bokat(b),
            "forhindrad": b.forhindrad if b else None,
            "anmalare": [(p.namn, adress(p)) for p in anmalare(inbjudan, today=today)],
            "galler": galler(inbjudan),
            "har_borjat": evenemang.har_borjat(inbjudan, today=today),
            "over": evenemang.ar_over(inbjudan, today=today),
            "rapport": rapport,
            "lage": akter.lage(rapport) if rapport else None,
            "stangd": akter.stangd(rapport),
            "form": form,
            "fel": fel,
            "publik": publik,
            "aktiv_flik": "protokoll:inbjudningar",
            "kan_ta_upp": not publik and can_ta_upp_resa(request.user, inbjudan),
            "token": deltagarlank(d).rstrip("/").rsplit("/", 1)[1],
        },
        status=422 if form.is_bound or fel else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@public
@never_cache
def deltar(request, token):
    try:
        d = las_lank(token)
    except DodLank as fel:
        return _dod(request, fel.inbjudan)
    return _ej_i_index(_egen(request, d, publik=True))


@require_POST
@public
@never_cache
def forhinder(request, token):
    try:
        d = las_lank(token)
    except DodLank as fel:
        return _dod(request, fel.inbjudan)
    return _ej_i_index(_forhinder(request, d, publik=True))


def _forhinder(request, d, *, publik):
    try:
        anmal_forhinder(d, by=None if publik else request.user)
    except DomanFel as fel:
        rapport = akter.skriven(d.inbjudan, d.person_id)
        return _visa(request, d, RapportForm(), rapport, publik=publik, fel=str(fel))
    return (
        redirect("protokoll:deltar", request.resolver_match.kwargs["token"])
        if publik
        else redirect("protokoll:reserapport", d.inbjudan_id)
    )


@require_safe
@public
@never_cache
def ics(request, token):
    try:
        d = las_lank(token)
    except DodLank as fel:
        raise Http404 from fel
    innehall = filen(d, nu=timezone.now(), lank=deltagarlank(d))
    if innehall is None:
        raise Http404
    svar = HttpResponse(innehall, content_type="text/calendar; charset=utf-8")
    svar["Content-Disposition"] = content_disposition_header(as_attachment=True, filename="kalender.ics")
    return _ej_i_index(svar)


def _min(request, inbjudan):
    person = request.user.behorighet.person_id
    return deltagarna(inbjudan).filter(person=person).first() if person else None


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_rapportera_resa, get=inbjudningarna)
@never_cache
def reserapport(request, inbjudan):
    """One's own page for who goes; for the secretary what has come, and entering what somebody has said."""
    d = _min(request, inbjudan)
    if d and not (can_ta_upp_resa(request.user, inbjudan) and "at" in request.GET):
        return _egen(request, d, publik=False)
    kom = deltagarna(inbjudan).filter(bokningen__forhindrad=None)
    form = RapportAtForm(
        posted(request), deltagarna=Person.objects.filter(pk__in=kom.values("person")).order_by("namn")
    )
    if form.is_valid():
        try:
            akter.lamna_rapport(inbjudan, by=request.user, **form.cleaned_data)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Rapporten från {form.cleaned_data['person']} är sparad.")
            return _till_allas(inbjudan)
    return _rapporterna(request, inbjudan, form, MoteForm(moten=_moten(inbjudan)), kom=kom)


def _till_allas(inbjudan):
    return redirect(f"{reverse('protokoll:reserapport', args=[inbjudan.pk])}?at=1")


def _moten(inbjudan):
    forsta = akter.moten(inbjudan.organ_id, today=timezone.localdate()).values_list("pk", flat=True)[:MOTEN]
    return (
        akter.moten(inbjudan.organ_id, today=timezone.localdate()).filter(pk__in=list(forsta)).select_related("organ")
    )


def _rapporterna(request, inbjudan, form, moteform, *, kom):
    rader = inbjudan.reserapporterna.select_related(
        "person", "paragraf__organ", "paragraf__protokoll", "paragraf__sammantrade__organ"
    )
    rapporterna = [(r, akter.lage(r), akter.stangd(r)) for r in rader]
    har = {r.person_id for r, *_ in rapporterna}
    return render(
        request,
        "protokoll/reserapporter.html",
        {
            "inbjudan": inbjudan,
            "rubrik": evenemang.rubrik(inbjudan),
            "nar": evenemang.nar(inbjudan),
            "rapporterna": rapporterna,
            "saknas": [d for d in kom if d.person_id not in har],
            "vantar": akter.att_ta_upp().filter(inbjudan=inbjudan).count(),
            "form": form,
            "moteform": moteform,
            "finns_mote": moteform.fields["sammantrade"].queryset.exists(),
            "galler": galler(inbjudan),
            "for_tidigt": akter.for_tidigt(inbjudan, today=timezone.localdate()),
            "far_boka": can_boka(request.user, inbjudan),
            "aktiv_flik": "protokoll:inbjudningar",
        },
        status=422 if form.is_bound or moteform.is_bound else 200,
    )


@require_POST
@require(can_rapportera_resa, get=inbjudningarna)
def eget_forhinder(request, inbjudan):
    """Logged in, for oneself; of the others whoever registers notes it."""
    d = _min(request, inbjudan)
    if d is None:
        messages.error(request, "Du är inte bland dem som deltar.")
        return redirect("protokoll:reserapport", inbjudan.pk)
    return _forhinder(request, d, publik=False)


@require_POST
@require(can_ta_upp_resa, get=inbjudningarna)
def pa_dagordning(request, inbjudan):
    form = MoteForm(request.POST, moten=_moten(inbjudan))
    if form.is_valid():
        try:
            paragraf = akter.satt_pa_dagordning(inbjudan, by=request.user, **form.cleaned_data)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Rapporten står på dagordningen, med förslag till beslut.")
            return redirect(paragraf)
    kom = deltagarna(inbjudan).filter(bokningen__forhindrad=None)
    att = RapportAtForm(deltagarna=Person.objects.filter(pk__in=kom.values("person")))
    return _rapporterna(request, inbjudan, att, form, kom=kom)


def _reserapporterna(user):
    rader = Reserapport.objects.select_related("inbjudan__organ", "paragraf")
    return rader.filter(inbjudan__in=Inbjudan.objects.visible_to(user))


@require_POST
@require(can_keep_reserapport, get=_reserapporterna)
def ta_av(request, rapport):
    try:
        akter.ta_av(rapport, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Rapporten är borttagen från dagordningen.")
    return _till_allas(rapport.inbjudan)

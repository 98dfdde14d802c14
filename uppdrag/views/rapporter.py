"""One page to answer an uppdrag on, for whoever is logged in and for whoever follows a personal link."""

from functools import wraps
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kommun.fel import DomanFel
from kommun.forms import nycklar
from kommun.kalender import dag_i_ord
from kommun.permissions import public, require
from protokoll.kallelse import adress
from uppdrag import svarsbild
from uppdrag.ansvar import svarande, svarar_for
from uppdrag.formular.rapport import SvaraForm
from uppdrag.models import Rapportbilaga, Uppdrag
from uppdrag.permissions import can_read_report, can_report
from uppdrag.rapportbrev import sekreterare
from uppdrag.rapportering import (
    ForMangaBilagor,
    NyareRapport,
    lamna_rapport,
    redan_lamnat,
    spara_utkast,
    stangt,
    utkast_till,
)
from uppdrag.svarslank import DodLank, las_lank

UPPDRAGEN = Uppdrag.objects.select_related(
    "serie",
    "givare",
    "ansvarig",
    "rapporteras_till",
    "rapporteras_vid",
    "overfort_till",
    "beslut__paragraf__sammantrade",
    "beslut__paragraf__organ",
    "beslut__paragraf__protokoll",
)


def _ger_tillbaka_texten(view):
    """Whoever lost the right to answer while writing (handed over, an appointment that ended) gets the text back."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except (PermissionDenied, Http404) as fel:
            skrivet = request.POST.get("text", "").strip() if request.method == "POST" and not request.htmx else ""
            if not skrivet:
                raise
            status = 403 if isinstance(fel, PermissionDenied) else 404
            return render(request, "uppdrag/svar_utan_ratt.html", {"skrivet": skrivet}, status=status)

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@_ger_tillbaka_texten
@require(can_report, get=lambda user: UPPDRAGEN.visible_to(user))
@never_cache
def svara(request, uppdrag):
    """Answered by whoever is logged in; a secretary who does not answer for it says on whose behalf."""
    person = request.user.person
    egen = svarar_for(uppdrag, person.pk, today=timezone.localdate())
    return _sida(request, uppdrag, person=person, by=request.user, at_nagon=not egen)


@require_http_methods(["GET", "HEAD", "POST"])
@public
@never_cache
def svara_lank(request, token):
    """Shown by GET, which changes nothing: programs that check mail open every link."""
    try:
        uppdrag, person = las_lank(token, today=timezone.localdate(), uppdragen=UPPDRAGEN)
    except DodLank as fel:
        return _ej_i_index(_dod(request, fel.uppdrag))
    return _ej_i_index(_sida(request, uppdrag, person=person, by=None, publik=True))


def _ej_i_index(svar):
    svar["X-Robots-Tag"] = "noindex, nofollow"
    return svar


def _dod(request, uppdrag):
    """Where to turn. Of a link that we made, the secretary of the organ; a forged one learns nothing."""
    vanner = sekreterare(uppdrag.rapporteras_till, today=timezone.localdate()) if uppdrag else []
    return render(
        request,
        "uppdrag/svar_dod_lank.html",
        {
            "organ": uppdrag.rapporteras_till if uppdrag else None,
            "vander_sig_till": [(p.namn, adress(p)) for p in vanner],
            # Handed over, or closed to them, while they wrote: the text is theirs to take along.
            "skrivet": request.POST.get("text", "").strip() if uppdrag else "",
        },
        status=404,
    )


def _formular(request, uppdrag, *, utkast, at_nagon):
    today = timezone.localdate()
    if request.method == "POST":
        return SvaraForm(
            request.POST,
            request.FILES,
            uppdrag=uppdrag,
            today=today,
            skicka=request.POST.get("akt") == "skicka",
            valja_av=at_nagon,
            for_stor=getattr(request, "upload_too_large", False),
        )
    initial = {"av": uppdrag.ansvarig_id}
    if utkast:
        falt = ("text", "slag", "onskad_frist")
        initial |= {namn: getattr(utkast, namn) for namn in falt} | {"fran": utkast.nyckel}
    return SvaraForm(initial=initial, uppdrag=uppdrag, today=today, skicka=False, valja_av=at_nagon)


def _sida(request, uppdrag, *, person, by, at_nagon=False, publik=False):
    form = _formular(request, uppdrag, utkast=utkast_till(uppdrag, person), at_nagon=at_nagon)
    if request.method == "POST" and (svar := _ta_emot(request, uppdrag, form, person=person, by=by)):
        return svar
    return _visa(request, uppdrag, form, person=person, at_nagon=at_nagon, publik=publik)


def _ta_emot(request, uppdrag, form, *, person, by):
    """Send or save; None when the form is to be shown again with what is wrong. What was typed is a draft by then."""
    form.is_valid()
    if not request.htmx:
        _annat_an_det_lamnade(form)
    ratt, data = not form.errors, form.cleaned_data
    if form.skicka and ratt:
        try:
            rapport = lamna_rapport(
                uppdrag,
                slag=data["slag"],
                text=data["text"],
                onskad_frist=data.get("onskad_frist"),
                av=data.get("av") or person,
                nyckel=data["nyckel"],
                fran=data.get("fran"),
                sedd=data.get("sedd"),
                bilagor=data["bilagor"],
                ta_bort=nycklar(request.POST.getlist("ta_bort")),
                by=by,
            )
        except NyareRapport as fel:
            form.data = form.data.copy()
            form.data["sedd"] = fel.rapport.pk
            form.saga(fel)
        except DomanFel as fel:
            form.saga(fel, "bilagor" if isinstance(fel, ForMangaBilagor) else None)
        else:
            return redirect(f"{request.path}?kvitto={rapport.pk}")
    utkast = _spara(request, uppdrag, form, person=person, by=by)
    if request.htmx:
        return render(request, "uppdrag/_utkastet.html", {"form": form, "utkast": utkast})
    if not form.errors and not form.skicka:
        return redirect(f"{request.path}?sparat=1#svaret")
    return None


def _annat_an_det_lamnade(form):
    """What was written after going back from the receipt is a new answer, and is asked about before it is sent."""
    nyckel = form.cleaned_data.get("nyckel")
    if nyckel and (redan := redan_lamnat(nyckel, form.skrivet)):
        ny = uuid4()
        form.data = form.data.copy()
        form.data["nyckel"] = form.cleaned_data["nyckel"] = ny
        kl = timezone.localtime(redan.inlamnad).strftime("%H.%M")
        form.add_error(
            None,
            f"Ett svar lämnades härifrån {dag_i_ord(timezone.localdate(redan.inlamnad))} kl. {kl}, och det ändras "
            "inte. Texten nedan är en annan. Tryck på Skicka svaret om även den ska lämnas.",
        )


def _spara(request, uppdrag, form, *, person, by):
    data = form.cleaned_data
    if "nyckel" not in data:
        return None
    utkast = {
        "av": person,
        "nyckel": data["nyckel"],
        "fran": data.get("fran"),
        "slag": data.get("slag") or "",
        "text": form.skrivet,
        "onskad_frist": data.get("onskad_frist"),
        "ta_bort": nycklar(request.POST.getlist("ta_bort")),
        "by": by,
    }
    try:
        try:
            return spara_utkast(uppdrag, **utkast, bilagor=form.filer)
        except ForMangaBilagor as fel:
            form.saga(fel, "bilagor")
            return spara_utkast(uppdrag, **utkast)
    except DomanFel as fel:
        form.saga(fel)
        return None


def _visa(request, uppdrag, form, *, person, at_nagon, publik):
    today = timezone.localdate()
    lamnade = uppdrag.rapporterna.filter(inlamnad__isnull=False).select_related("av")
    rapporterna = list(lamnade.prefetch_related(Prefetch("bilagorna", Rapportbilaga.objects.med_filnamn())))
    form.initial["sedd"] = max(((r.inlamnad, r.pk) for r in rapporterna), default=(None, 0))[1]
    t = svarsbild.tider(uppdrag, today=today)
    kvitto = next((r for r in rapporterna if str(r.pk) == request.GET.get("kvitto")), None)
    utkast = utkast_till(uppdrag, person)
    return render(
        request,
        "uppdrag/kvitto.html" if kvitto and not form.is_bound else "uppdrag/svara.html",
        {
            "uppdrag": uppdrag,
            "paragraf": uppdrag.beslut.paragraf,
            "form": form,
            "person": person,
            "publik": publik,
            "at_nagon": at_nagon,
            "svarande": svarande(uppdrag, today=today) if at_nagon else [],
            "fraga": svarsbild.fraga(uppdrag, t, today=today),
            "stangt": stangt(uppdrag),
            "rapporterna": rapporterna,
            "komplettering": svarsbild.begard_komplettering(uppdrag, rapporterna),
            "utkast": utkast,
            "bilagorna": utkast.bilagorna.med_filnamn() if utkast else [],
            "kvitto": kvitto,
            "nasta_steg": svarsbild.nasta_steg(kvitto, t, today=today) if kvitto else [],
            "svarssida": request.path,
            "listan": reverse("uppdrag:uppdragen"),
        },
        status=422 if form.is_bound else 200,
    )


def _bilagorna(user):
    # Of a draft nobody else has seen anything yet.
    rapporter = Rapportbilaga.objects.filter(rapport__inlamnad__isnull=False).select_related("bilaga")
    return rapporter.filter(rapport__uppdrag__in=Uppdrag.objects.visible_to(user))


@require_safe
@require(can_read_report, get=_bilagorna)
def bilaga(request, rapportbilaga):
    """Always saved, never shown by the browser: what it holds came from outside."""
    fil = rapportbilaga.bilaga
    svar = HttpResponse(bytes(fil.innehall), content_type=fil.typ)
    svar["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=fil.namn)
    svar["Cache-Control"] = "private, no-store"
    svar["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return svar

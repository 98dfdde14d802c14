"""The page where a § is written: all its parts in one form, saved at once; and what keeps the typed text safe."""

from dataclasses import asdict, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST

from kommun.editor import clean_html, editor_csp, editor_media
from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.permissions import require
from protokoll import delar, moteshallning
from protokoll.formular.konflikt import Konfliktdel, sammanfogad
from protokoll.formular.skriv import Skrivformular
from protokoll.frasval import fraser_till
from protokoll.models import Paragraf, Sammantrade
from protokoll.narvarolista import narvarolista
from protokoll.paragraftext import Deltext, Konflikter, hitta_del, spara_paragraf
from protokoll.permissions import can_edit_paragraf
from protokoll.skrivning import kraver_skal, last_sentence
from protokoll.tillagg import PARAGRAFPANELER, SKRIVPANELER
from protokoll.utkast import andra_vid, anmal, ga, kasta_utkast, spara_utkast, utkast_till


def _paragrafer(user):
    return (
        Paragraf.objects.visible_to(user)
        .select_related("organ__overordnat__overordnat", "sammantrade__organ", "protokoll")
        .prefetch_related(*delar.PREFETCH, "organ__avsnittsmallarna")
    )


def grannar(paragraf, user):
    """The §§ before and after it that the user reads; headings and what has left the dagordning are passed over."""
    alla = [
        p
        for p in paragraf.sammantrade.paragraferna.visible_to(user)
        .order_by("ordning")
        .only("nummer", "slag", "utfall", "sammantrade")
        if p.pk == paragraf.pk
        or not (p.slag == Paragraf.Slag.RUBRIK or (p.utfall == Paragraf.Utfall.UTGAR and not p.nummer))
    ]
    plats = next(n for n, p in enumerate(alla) if p.pk == paragraf.pk)
    return alla[plats - 1] if plats else None, alla[plats + 1] if plats + 1 < len(alla) else None


def _hinder(paragraf) -> str | None:
    """Why the § is not written here, as a sentence."""
    if paragraf.slag == Paragraf.Slag.RUBRIK:
        return "En rubrik på dagordningen har ingen text. Skriv under ett ärende i stället."
    if kraver_skal(paragraf):
        return (
            "Det här är en avskrift. Den rättas ett avsnitt i taget, med ett skäl: tryck Ändra vid det som är fel läst."
        )
    return last_sentence(paragraf)


def _klocka() -> str:
    return f"{timezone.localtime():%H.%M}"


def _vill_ha_json(request) -> bool:
    return request.headers.get("Accept") == "application/json"


def _paneler(request, paragraf, lista) -> dict:
    return {
        "paragraf": paragraf,
        "skrivpaneler": [p for panel in SKRIVPANELER if (p := panel(request, paragraf, lista))],
        "paneler": [p for panel in PARAGRAFPANELER if (p := panel(request, paragraf))],
    }


def _sida(request, paragraf, *, utkast=None, fel=None, status=200):
    lista = narvarolista(paragraf.sammantrade)
    fraser = fraser_till(paragraf, lista=lista)
    vald = next((f for f in fraser if str(f.pk) == request.GET.get("fras")), None)
    formular = Skrivformular(
        paragraf,
        data=posted(request),
        utkast=utkast,
        oppna=request.GET.get("oppna", ""),
        fras=vald,
        av_systemet=delar.av_systemet(paragraf, lista),
    )
    if request.method == "POST":
        formular.is_valid()
    forra, nasta = grannar(paragraf, request.user)
    return render(
        request,
        "protokoll/skriv.html",
        _paneler(request, paragraf, lista)
        | {
            "sammantrade": paragraf.sammantrade,
            "formular": formular,
            "media": editor_media(formular, request),
            "fel": fel,
            "forra": forra,
            "nasta": nasta,
            "ar_aktuell": _ar_aktuell(paragraf),
            "fraser": [asdict(f) for f in fraser],
            "noterar": next((f for f in fraser if f.noterar_information), None),
        },
        status=status,
    )


@require_http_methods(["GET", "POST"])
@require(can_edit_paragraf, get=_paragrafer)
@editor_csp
def skriv(request, paragraf):
    hinder = _hinder(paragraf)
    if hinder and (request.method == "GET" or paragraf.slag == Paragraf.Slag.RUBRIK):
        messages.info(request, hinder)
        return redirect(paragraf)
    if request.method == "GET":
        if request.htmx and not request.htmx.history_restore_request:
            # After each save the rail asks anew; the form stays as it is.
            lista = narvarolista(paragraf.sammantrade)
            svar = render(request, "protokoll/skriv.html#paneler", _paneler(request, paragraf, lista))
        else:
            svar = _sida(request, paragraf, utkast=utkast_till(paragraf, request.user))
        patch_vary_headers(svar, ["HX-Request"])
        return svar
    formular = Skrivformular(paragraf, data=request.POST)
    if hinder or not formular.is_valid():
        return _nej(request, paragraf, hinder or formular.forsta_felet)
    return _spara(request, paragraf, formular)


def _nej(request, paragraf, fel):
    if _vill_ha_json(request):
        return JsonResponse({"fel": str(fel)}, status=422)
    return _sida(request, paragraf, fel=fel, status=422)


def _spara(request, paragraf, formular):
    """Save what was typed; `konflikt` names the parts whose text has been chosen piece by piece."""
    skrivet = [_sammanfogad(paragraf, d, request.POST) for d in formular.deltexter()]
    try:
        rader = spara_paragraf(paragraf, delar=skrivet, by=request.user)
    except Konflikter as fel:
        return _konflikt(request, paragraf, formular, fel)
    except DomanFel as fel:
        return _nej(request, paragraf, fel)
    return _sparat(request, paragraf, skrivet, rader)


def _sammanfogad(paragraf, d: Deltext, data) -> Deltext:
    """A part with the text that was chosen. While a choice is missing it keeps the version it was begun from, so that
    the save meets the newer text again and the page asks again."""
    rad = hitta_del(paragraf, d.namn, niva=d.beslutsniva, till=d.till_organ)
    if d.namn not in data.getlist("konflikt") or rad is None or rad.version != d.version:
        return d
    text = sammanfogad(d.namn, skrivet=d.text, sparad=rad.text, data=data)
    bas = data.get(f"{d.namn}-bas", "")
    return replace(d, version=int(bas) if bas.isdigit() else 0) if text is None else replace(d, text=text)


def _konflikt(request, paragraf, formular, fel):
    # What was typed is kept while the person chooses, and after the page is closed.
    spara_utkast(paragraf, delar=[d for d in formular.deltexter() if d.text], by=request.user)
    if _vill_ha_json(request):
        return JsonResponse({"konflikt": str(fel)}, status=409)
    konflikter = [Konfliktdel(k, data=request.POST) for k in fel.konflikter]
    return render(
        request,
        "protokoll/skriv_konflikt.html",
        {
            "paragraf": paragraf,
            "sammantrade": paragraf.sammantrade,
            "fel": fel,
            "delar": konflikter,
            "dolda": _skickat_igen(formular, konflikter, request.POST),
            "saknas": "konflikt" in request.POST,
        },
        status=422,
    )


def _skickat_igen(formular, konflikter, data) -> list[tuple[str, str]]:
    """What was sent, as hidden fields of the page where one chooses: (name, value)."""
    nya = {k.namn: k.rad.version for k in konflikter}
    ut = [("konflikt", namn) for namn in nya]
    for d in formular.deltexter():
        ut += [(f"{d.namn}-text", d.text), (f"{d.namn}-version", nya.get(d.namn, d.version))]
        if d.namn in nya:
            ut.append((f"{d.namn}-bas", data.get(f"{d.namn}-bas", d.version)))
        if f"{d.namn}-niva" in data:
            ut.append((f"{d.namn}-niva", data[f"{d.namn}-niva"]))
    return ut


def _sparat(request, paragraf, skrivet, rader):
    """Where one goes after a save: the next § (taken up, in a meeting that is under way), or nowhere."""
    nasta = grannar(paragraf, request.user)[1] if "nasta" in request.POST else None
    if nasta is not None:
        _ta_upp(request, paragraf, nasta)
    if _vill_ha_json(request):
        return JsonResponse(
            {
                "sparat": _klocka(),
                "nasta": reverse("protokoll:skriv", args=[nasta.pk]) if nasta else None,
                "delar": {d.namn: _som_json(d, rader[d.namn]) for d in skrivet if d.namn in rader},
            }
        )
    messages.success(request, f"Sparat {_klocka()}.")
    adress = reverse("protokoll:skriv", args=[(nasta or paragraf).pk])
    fraga = {k: request.POST[k] for k in ("oppna", "fras") if request.POST.get(k)}
    return redirect(f"{adress}?{urlencode(fraga)}#{fraga.get('oppna', '')}".rstrip("#") if fraga else adress)


def _som_json(d: Deltext, rad) -> dict:
    svar = {"namn": rad.ankare, "version": rad.version, "rubrik": rad.rubrik}
    # A part one had not touched, and somebody else has: the page shows what now stands there.
    return svar if rad.text == clean_html(d.text) else svar | {"text": rad.text}


def _ta_upp(request, paragraf, nasta) -> None:
    """One who is not at the current § is mending an earlier one; the meeting stays where it is."""
    if _ar_aktuell(paragraf):
        try:
            moteshallning.ta_upp(nasta, by=request.user)
        except DomanFel as fel:
            messages.warning(request, str(fel))


def _ar_aktuell(paragraf) -> bool:
    sammantrade = paragraf.sammantrade
    return sammantrade.lage == Sammantrade.Lage.PAGAR and sammantrade.aktuell_id in (None, paragraf.pk)


@require_POST
@require(can_edit_paragraf, get=_paragrafer, ofta=True)
def utkast(request, paragraf):
    """What was typed and not saved, as the page sends it while one writes."""
    formular = Skrivformular(paragraf, data=request.POST)
    if not formular.is_valid():
        return JsonResponse({"fel": formular.forsta_felet}, status=422)
    try:
        spara_utkast(paragraf, delar=formular.deltexter(), by=request.user)
    except DomanFel as fel:
        return JsonResponse({"fel": str(fel)}, status=422)
    return JsonResponse({"tid": _klocka()})


@require_POST
@require(can_edit_paragraf, get=_paragrafer)
def utkast_kasta(request, paragraf):
    kasta_utkast(paragraf, by=request.user)
    messages.success(request, "Utkastet är kastat. Här står den text som är sparad.")
    return redirect("protokoll:skriv", paragraf.pk)


@require_POST
@require(can_edit_paragraf, get=_paragrafer, ofta=True)
def vilka(request, paragraf):
    """Who else has the § open, and what has been saved meanwhile; says that one is here oneself."""
    if "borta" in request.POST:
        ga(paragraf, by=request.user)
        return HttpResponse(status=204)
    anmal(paragraf, by=request.user, skriver=request.POST.get("skriver") == "1")
    andra = andra_vid(paragraf, user=request.user, now=timezone.now())
    return JsonResponse(
        {
            "andra": [{"namn": str(t.av), "skriver": t.skriver} for t in andra],
            "versioner": {d.ankare: d.version for d in paragraf.delar()},
        }
    )

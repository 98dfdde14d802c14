"""Who is in the room: the picture, what happened, breaks. The acts are in narvaroandring, upprop and paus."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from kommun.fel import DomanFel
from kommun.permissions import can_enter, require
from protokoll.formular.narvaro import AntecknaForm, GodtaForm, PausForm, PausSlutForm
from protokoll.models import Ajournering, Motesdeltagare, Narvarohandelse, Sammantrade
from protokoll.narvaroandring import (
    BehoverSkal,
    angra,
    anteckna,
    bild_vid,
    ersattare_for,
    godta_varning,
    i_ord,
    las_lista,
    last_mening,
    motsatt,
    protokoll_med_underskrifter,
)
from protokoll.narvarobild import UPPROP, bild, handelser
from protokoll.narvarolista import undertecknare
from protokoll.narvaroord import skriv_vid
from protokoll.paus import avsluta_paus, paus, ta_bort_paus
from protokoll.permissions import can_keep_narvaro, can_keep_narvarorad
from protokoll.sekretess import dolj_for
from protokoll.upprop import gor_upprop, satt_vid_upprop


def sammantraden(user):
    return Sammantrade.objects.visible_to(user).select_related("organ")


def rader(modell):
    """Rows of the meetings that the user may see."""

    def get(user):
        mine = Sammantrade.objects.visible_to(user)
        return modell.objects.filter(sammantrade__in=mine).select_related("sammantrade__organ")

    return get


def _forslag(lista, request) -> dict:
    """What the form starts with, from the square that was chosen: ?d= person, p= §, vad= what."""
    d = next((x for x in lista.deltagare if str(x.pk) == request.GET.get("d")), None)
    p = next((x for x in lista.paragrafer if str(x.pk) == request.GET.get("p")), None)
    vad = request.GET.get("vad", "")
    if d is None:
        return {"paragraf": p and p.pk, "vad": "gar"}
    start = {"deltagare": d.pk, "paragraf": p and p.pk, "vad": vad}
    vid = bild_vid(lista, p)
    ledig = d.slag == Motesdeltagare.Slag.ERSATTARE and vid.plats_for(d.pk) is None
    tomma = [x for x in lista.deltagare if x.slag == Motesdeltagare.Slag.LEDAMOT and vid.pa_platsen(x.pk) is None]
    if not vad and ledig and tomma:
        vad = "ersatter"
    if vad == "ersatter" or d.ar_vakant:
        seat = d if d.slag == Motesdeltagare.Slag.LEDAMOT else next(iter(tomma), None)
        vem = d if ledig else next(iter(ersattare_for(lista, seat, p)), None) if seat else None
        return {
            "deltagare": vem and vem.pk,
            "paragraf": p and p.pk,
            "vad": "ersatter",
            "for_deltagare": seat and seat.pk,
        }
    return start | {"vad": vad or ("gar" if d.pk in vid.narvarande | vid.javiga else "kommer")}


def _sida(request, sammantrade, *, form=None, paus_form=None, slut_form=(None, None), godta_form=None, status=200):
    lista = las_lista(sammantrade)
    dolj_for(request.user, sammantrade, lista.paragrafer)
    protokollen = list(protokoll_med_underskrifter(sammantrade))
    godtagna = {(g.kod, g.nyckel): g for g in sammantrade.godtagna_varningar.all()}
    funna = lista.varningar(undertecknare(lista, protokollen))
    last = last_mening(sammantrade, lista)
    far_skriva = can_keep_narvaro(request.user, sammantrade)
    start = _forslag(lista, request)
    vald = request.POST if request.method == "POST" else request.GET
    context = {
        "sammantrade": sammantrade,
        "lista": lista,
        "bild": bild(lista, aktuell=sammantrade.aktuell_id),
        "handelser": handelser(lista),
        "framsidor": _framsidor(lista, protokollen),
        "varningar": [v for v in funna if (v.kod, v.nyckel) not in godtagna],
        "godtagna": [(v, godtagna[v.kod, v.nyckel]) for v in funna if (v.kod, v.nyckel) in godtagna],
        "godta_form": godta_form,
        "pauser": sammantrade.ajourneringarna.select_related("paragraf"),
        "form": form or AntecknaForm(initial=start, lista=lista),
        "paus_form": paus_form or PausForm(lista=lista, initial={"paragraf": sammantrade.aktuell_id}),
        "slut_pk": slut_form[0],
        "slut_form": slut_form[1] or PausSlutForm(),
        "vald_d": vald.get("d") or vald.get("deltagare", ""),
        "vald_p": vald.get("p") or vald.get("paragraf") or UPPROP,
        "far_skriva": far_skriva and not last,
        "last": last if far_skriva else None,
    }
    part = request.htmx and not request.htmx.history_restore_request
    svar = render(
        request, "protokoll/narvaro.html#narvaro" if part else "protokoll/narvaro.html", context, status=status
    )
    patch_vary_headers(svar, ["HX-Request"])
    return svar


def _framsidor(lista, protokollen):
    """What the front page of each protokoll will say; of the whole meeting until there is one."""
    egna = [(p, [x for x in lista.paragrafer if x.protokoll_id == p.pk]) for p in protokollen]
    egna = [(p, rader) for p, rader in egna if rader]
    if not egna:
        return [("", lista.framsida())]
    return [(skriv_vid(lista.mote, lista.urval(rader), lista.mote.alla), lista.framsida(rader)) for p, rader in egna]


@require_safe
@require(can_enter, get=sammantraden)
def narvaro(request, sammantrade):
    return _sida(request, sammantrade)


def _tillbaka(sammantrade, deltagare=None, paragraf=None):
    """To the square it was about, so that the next key goes on from there."""
    url = reverse("protokoll:narvaro", args=[sammantrade.pk])
    if deltagare is None:
        return redirect(url)
    p = paragraf.pk if paragraf else UPPROP
    return redirect(f"{url}?d={deltagare.pk}&p={p}#r-{deltagare.pk}-{p}")


@require_POST
@require(can_keep_narvaro, get=sammantraden)
def upprop(request, sammantrade):
    try:
        nya = gor_upprop(sammantrade, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"{len(nya)} sattes upp på närvarolistan." if nya else "Närvarolistan är redan hel.")
    return _tillbaka(sammantrade)


@require_POST
@require(can_keep_narvaro, get=sammantraden)
def handelse_ny(request, sammantrade):
    lista = las_lista(sammantrade)
    form = AntecknaForm(request.POST, lista=lista)
    if not form.is_valid():
        return _sida(request, sammantrade, form=form, status=422)
    gjort = form.handelse()
    try:
        ord_ = _anteckna(sammantrade, lista, gjort, by=request.user)
    except BehoverSkal as fel:
        form.fraga_skal(fel)
        return _sida(request, sammantrade, form=form, status=422)
    except DomanFel as fel:
        form.add_error(None, str(fel))
        return _sida(request, sammantrade, form=form, status=422)
    messages.success(request, f"{ord_}.")
    return _tillbaka(sammantrade, gjort["for_deltagare"] or gjort["deltagare"], gjort["paragraf"])


def _anteckna(sammantrade, lista, gjort, *, by) -> str:
    """Do it, and say it. From the opening, coming and going is the answer at the upprop."""
    vem = gjort["deltagare"]
    if gjort["paragraf"] is None and gjort["slag"] in ("gar", "kommer"):
        kommer = gjort["slag"] == "kommer"
        satt_vid_upprop(vem, narvarande=kommer, ersattare=gjort["ersattare"], skal=gjort["skal"], by=by)
        return f"{vem} är {'närvarande' if kommer else 'frånvarande'} vid uppropet"
    if gjort["paragraf"] and (tidigare := motsatt(lista, vem, gjort["slag"], gjort["paragraf"])):
        return f"Borttaget: {', '.join(angra(tidigare, by=by, skal=gjort['skal']))}"
    nu = timezone.localtime()
    pagar = sammantrade.lage == Sammantrade.Lage.PAGAR and sammantrade.datum == nu.date()
    if pagar and gjort["paragraf"] and gjort["paragraf"].pk == sammantrade.aktuell_id:
        gjort["klockslag"] = gjort["klockslag"] or nu.time().replace(second=0, microsecond=0)
    return i_ord(anteckna(sammantrade, **gjort, by=by), lista)


@require_POST
@require(can_keep_narvarorad, get=rader(Narvarohandelse))
def handelse_ta_bort(request, handelse):
    sammantrade, vem, paragraf = handelse.sammantrade, handelse.deltagare, handelse.paragraf
    try:
        borta = angra(handelse, by=request.user, skal=request.POST.get("skal", ""))
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"Borttaget: {', '.join(borta)}." if borta else "Den raden var redan borttagen.")
    return _tillbaka(sammantrade, vem, paragraf)


@require_POST
@require(can_keep_narvaro, get=sammantraden)
def godta(request, sammantrade):
    form = GodtaForm(request.POST)
    if form.is_valid():
        try:
            godta_varning(sammantrade, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Varningen är godtagen och skälet sparat.")
            return _tillbaka(sammantrade)
    return _sida(request, sammantrade, godta_form=form, status=422)


@require_POST
@require(can_keep_narvaro, get=sammantraden)
def paus_ny(request, sammantrade):
    form = PausForm(request.POST, lista=las_lista(sammantrade))
    if form.is_valid():
        try:
            rad = paus(sammantrade, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Sammanträdet ajournerat {rad}.")
            return _tillbaka(sammantrade)
    return _sida(request, sammantrade, paus_form=form, status=422)


@require_POST
@require(can_keep_narvarorad, get=rader(Ajournering))
def paus_slut(request, ajournering):
    form = PausSlutForm(request.POST)
    if form.is_valid():
        try:
            rad = avsluta_paus(ajournering, till=form.cleaned_data["till"], by=request.user)
        except DomanFel as fel:
            form.add_error("till", str(fel))
        else:
            messages.success(request, f"Sammanträdet återupptaget. Ajournering {rad}.")
            return _tillbaka(ajournering.sammantrade)
    return _sida(request, ajournering.sammantrade, slut_form=(ajournering.pk, form), status=422)


@require_POST
@require(can_keep_narvarorad, get=rader(Ajournering))
def paus_ta_bort(request, ajournering):
    try:
        ta_bort_paus(ajournering, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"Pausen {ajournering} är borttagen.")
    return _tillbaka(ajournering.sammantrade)

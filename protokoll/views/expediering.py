"""One page over all decisions of a protokoll: what is sent to whom, what is left, and sending it in one go."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun.brevlage import brevlage
from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.permissions import can_keep_minutes, require
from kommun.varden import fran_json
from protokoll import expediering as akter
from protokoll.dokumentvarden import Dokument
from protokoll.expedieringsjobb import gar_i_anropet, utfor_sandning
from protokoll.expedieringslage import laget
from protokoll.formular.utdrag import AdressForm, IgenForm, SkickaForm
from protokoll.models import Expediering, Paragraf, Protokoll, Sandning
from protokoll.paragrafbilagor import bilagorna, namner_bilaga
from protokoll.permissions import can_expediera, can_expediera_rad, can_fortsatta
from protokoll.views.kallelser import pdf_svar
from protokoll.views.utdrag import protokollen


def expedieringar(user):
    synliga = Protokoll.objects.visible_to(user)
    return Expediering.objects.filter(paragraf__protokoll__in=synliga).select_related(
        "paragraf__organ",
        "paragraf__sammantrade",
        "paragraf__protokoll__sammantrade__organ",
        "utskick",
        "utdrag",
        "version",
    )


def _sandningar(user):
    synliga = Protokoll.objects.visible_to(user)
    return Sandning.objects.filter(version__protokoll__in=synliga).select_related(
        "version__protokoll__sammantrade__organ"
    )


def _till_sidan(protokoll):
    return redirect("protokoll:expediera", pk=protokoll.pk)


def _sida(request, protokoll, *, fel="", fraga="", adressform=None, status=200):
    lage = laget(protokoll)
    nu = timezone.now()
    bilagor = bilagorna({x.paragraf for r in lage.rader for x in r.leveranser if x.att_skicka})
    if fel or fraga:
        valda, valda_bilagor = set(request.POST.getlist("mottagare")), set(request.POST.getlist("bilaga"))
    else:
        valda = {r.nyckel for r in lage.rader if r.till and (r.att_skicka or r.nekade)}
        valda_bilagor = {b.varde for rader in bilagor.values() for b in rader if b.forvald}
    return render(
        request,
        "protokoll/expediera.html",
        {
            "protokoll": protokoll,
            "sammantrade": protokoll.sammantrade,
            "hinder": akter.hinder(protokoll),
            "bara_annat": akter.hinder_for_mejl(protokoll),
            "lage": lage,
            "valda": valda,
            "bilagor": [(p, bilagor[p.pk]) for p in _paragraferna(lage) if bilagor.get(p.pk)],
            "valda_bilagor": valda_bilagor,
            "utan_bilaga": _utan_bilaga(lage, bilagor),
            "far_andra": can_keep_minutes(request.user, protokoll.sammantrade.organ_id),
            "fraga": fraga,
            "nyckel": request.POST.get("nyckel") or uuid4(),
            "hur": request.POST.get("hur", ""),
            "fel": fel,
            "adressform": adressform,
            "stannad": _stannad(protokoll),
            "framsteg": [_framsteg(s, lage) for s in lage.sandningar],
            "logg": [(e, brevlage(e.utskick, nu=nu) if e.utskick_id else None, n) for e, n in _logg(lage)],
        },
        status=status,
    )


def _logg(lage) -> list[tuple[Expediering, str]]:
    """Each § of each mail once, with the names it went to: who stands on a list and by name got one mail."""
    namnen: dict[tuple, dict[str, None]] = {}
    forst: dict[tuple, Expediering] = {}
    for e in lage.expedieringar:
        nyckel = (e.utskick_id, e.paragraf_id) if e.utskick_id else (None, e.pk)
        forst.setdefault(nyckel, e)
        namnen.setdefault(nyckel, {})[e.namn] = None
    return [(e, ", ".join(namnen[nyckel])) for nyckel, e in forst.items()]


def _paragraferna(lage) -> list[Paragraf]:
    """Those with something to send, in their order."""
    kvar = {x.paragraf.pk: x.paragraf for r in lage.rader for x in r.leveranser if x.att_skicka}
    return sorted(kvar.values(), key=lambda p: p.ordning)


def _utan_bilaga(lage, bilagor) -> list[Paragraf]:
    """Those of them whose text speaks of a bilaga that is not here."""
    kandidater = [p for p in _paragraferna(lage) if not bilagor.get(p.pk)]
    if not kandidater or lage.version is None:
        return []
    namner = {p.nummer for p in fran_json(Dokument, lage.version.innehall).paragrafer if namner_bilaga(p)}
    return [p for p in kandidater if p.nummer in namner]


def _stannad(protokoll) -> Sandning | None:
    """The latest order, where it stopped with a reason."""
    senast = Sandning.objects.filter(version__protokoll=protokoll).first()
    return senast if senast and senast.fel else None


def _framsteg(sandning, lage):
    """(order, how many receivers are done, of how many)."""
    alla = {r["till"].casefold() for r in sandning.rader}
    klara = {e.till.casefold() for e in lage.expedieringar if e.version_id == sandning.version_id}
    return sandning, len(alla & klara), len(alla)


@require_safe
@require(can_expediera, get=protokollen)
def expediera(request, protokoll):
    return _sida(request, protokoll)


@require_POST
@require(can_expediera, get=protokollen)
def skicka(request, protokoll):
    form = SkickaForm(request.POST)
    if not form.is_valid():
        return _sida(request, protokoll, fel="Sidan var för gammal. Läs igenom listan och skicka igen.", status=422)
    try:
        sandning = akter.bestall(
            protokoll,
            mottagare=request.POST.getlist("mottagare"),
            bilagor=request.POST.getlist("bilaga"),
            by=request.user,
            **form.cleaned_data,
        )
    except DomanFel as fel:
        return _sida(request, protokoll, fel=str(fel), status=422)
    if not gar_i_anropet(sandning):
        utfor_sandning.enqueue(sandning.pk)
        messages.info(request, "Utdragen görs och skickas nu. Du kan lämna sidan under tiden.")
    elif akter.utfor(sandning, sekunder=akter.SEKUNDER_I_ANROP):
        _beratta(request, sandning)
    return _till_sidan(protokoll)


def _beratta(request, sandning):
    sandning.refresh_from_db()
    antal = len({r["till"].casefold() for r in sandning.rader})
    if not sandning.fel and not antal:
        messages.info(request, "Breven är lämnade till e-postservern igen. Hur det gick står vid varje rad.")
    elif not sandning.fel:
        vem = "1 mottagare" if antal == 1 else f"{antal} mottagare"
        messages.success(request, f"Utdrag är lämnade till e-postservern för {vem}. Hur det gick står vid varje rad.")


@require_POST
@require(can_fortsatta, get=_sandningar)
def fortsatt(request, sandning):
    """Go on with an order here and now, when the worker has not got to it or was broken off."""
    if akter.utfor(sandning, sekunder=akter.SEKUNDER_I_ANROP):
        _beratta(request, sandning)
    else:
        messages.info(request, "En del är skickat. Tryck igen för att fortsätta.")
    return _till_sidan(sandning.version.protokoll)


@require_POST
@require(can_expediera, get=protokollen)
def anteckna(request, protokoll):
    form = SkickaForm(request.POST)
    if not form.is_valid():
        return _sida(request, protokoll, fel="Sidan var för gammal. Läs igenom listan och försök igen.", status=422)
    try:
        antal = akter.anteckna(
            protokoll,
            mottagare=request.POST.getlist("mottagare"),
            version=form.cleaned_data["version"],
            hur=request.POST.get("hur", ""),
            bilagor=request.POST.getlist("bilaga"),
            aven_med_epost="aven_med_epost" in request.POST,
            by=request.user,
        )
    except akter.MedEpost as fraga:
        return _sida(request, protokoll, fraga=str(fraga), status=422)
    except DomanFel as fel:
        return _sida(request, protokoll, fel=str(fel), status=422)
    messages.success(request, "Antecknat." if antal else "Det var redan antecknat eller skickat.")
    return _till_sidan(protokoll)


@require_POST
@require(can_expediera, get=protokollen)
def adress(request, protokoll):
    form = AdressForm(request.POST)
    if not form.is_valid():
        return _sida(request, protokoll, adressform=form, status=422)
    try:
        antal = akter.satt_adress(protokoll, by=request.user, **form.cleaned_data)
    except DomanFel as fel:
        form.add_error("epost", str(fel))
        return _sida(request, protokoll, adressform=form, status=422)
    if antal:
        messages.success(request, f"Adressen {form.cleaned_data['epost']} är sparad.")
    return _till_sidan(protokoll)


@require_http_methods(["GET", "POST"])
@require(can_expediera_rad, get=expedieringar)
def igen(request, expediering):
    protokoll = expediering.paragraf.protokoll
    i_brevet = _i_brevet(expediering)
    fore = {f"{e.paragraf_id}:{b.bilaga_id}" for e in i_brevet for b in e.bilagorna.all()}
    med = [b for rader in bilagorna(e.paragraf for e in i_brevet).values() for b in rader]
    form = IgenForm(posted(request), initial={"nyckel": uuid4(), "bilagor": list(fore)}, bilagor=med)
    brev = brevlage(expediering.utskick, nu=timezone.now()) if expediering.utskick else None
    if form.is_valid():
        try:
            akter.skicka_igen(expediering, by=request.user, **form.cleaned_data)
        except DomanFel as fel:
            form.add_error("skal", str(fel))
        else:
            messages.success(request, f"Utdraget skickas igen till {expediering.namn}.")
            return _till_sidan(protokoll)
    sidan = {
        "form": form,
        "expediering": expediering,
        "brev": brev,
        "protokoll": protokoll,
        "sammantrade": protokoll.sammantrade,
    }
    return render(request, "protokoll/expediering_igen.html", sidan, status=422 if form.is_bound else 200)


def _i_brevet(expediering) -> list[Expediering]:
    """All that went with the same mail."""
    brev = expediering.utskick
    rader = brev.expedieringarna.select_related("paragraf").prefetch_related("bilagorna") if brev else ()
    return list(rader)


@require_safe
@require(can_expediera_rad, get=expedieringar)
def utdraget(request, expediering):
    """The utdrag as it was sent."""
    if expediering.utdrag is None:
        raise Http404
    return pdf_svar(bytes(expediering.utdrag.innehall), expediering.utdrag.namn)

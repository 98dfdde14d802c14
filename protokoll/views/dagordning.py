from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.permissions import require
from protokoll import dagordning as akter
from protokoll import standiga, utfall
from protokoll.dagordningsrader import fasta, stangd_mening
from protokoll.formular.dagordning import RADFALT, ArendeForm, FlyttaForm, NyttArendeForm, UtfallForm
from protokoll.models import Paragraf, Sammantrade, StandigtArende
from protokoll.permissions import can_change_sammantrade, can_edit_paragraf
from protokoll.skrivning import last_sentence


def _sammantraden(user):
    return Sammantrade.objects.visible_to(user).select_related("organ", "aktuell")


def _paragrafer(user):
    return Paragraf.objects.visible_to(user).select_related("organ", "sammantrade__organ", "protokoll", "fran")


def _rader(sammantrade) -> list[Paragraf]:
    """The rows of the dagordning, each with its place and whether it may be moved and taken away."""
    rader = list(
        sammantrade.paragraferna.select_related("protokoll", "fran__sammantrade", "standigt").order_by("ordning")
    )
    orubbliga = fasta(sammantrade, rader)
    for plats, p in enumerate(rader, start=1):
        p.plats = plats
        p.fast = p.pk in orubbliga
    return rader


def _att_satta_upp(sammantrade, rader) -> list[StandigtArende]:
    """The organ's standing ärenden that the dagordning of a planned meeting lacks."""
    if sammantrade.lage != Sammantrade.Lage.PLANERAT:
        return []
    har = {p.standigt_id for p in rader}
    return [s for s in sammantrade.organ.standiga_arenden.all() if s.i_bruk and s.pk not in har]


def _kommer_igen(sammantrade) -> list[Paragraf]:
    """Bordlagda and återremitterade ärenden of earlier meetings, to be taken up again here."""
    rader = utfall.att_ta_upp_igen(sammantrade.organ).filter(sammantrade__datum__lte=sammantrade.datum)
    rader = list(rader.exclude(sammantrade=sammantrade))
    for p in rader:
        p.under = " · ".join(filter(None, [p.sammantrade.dag, p.dnr_i_text]))
    return rader


def _sida(request, sammantrade, *, form=None, fel="", status=200, del_=""):
    stangd = stangd_mening(sammantrade)
    rader = _rader(sammantrade)
    form = form or NyttArendeForm()
    if not rader or "ny" in request.GET:
        form.fields["rubrik"].widget.attrs["autofocus"] = True
    svar = render(
        request,
        f"protokoll/dagordning.html{del_}",
        {
            "sammantrade": sammantrade,
            "rader": rader,
            "form": form,
            "fel": fel,
            "stangd": stangd,
            "standiga": _att_satta_upp(sammantrade, rader),
            "kommer_igen": [] if stangd else _kommer_igen(sammantrade),
        },
        status=status,
    )
    svar["Vary"] = "HX-Request, Cookie"
    return svar


@require_safe
@require(can_change_sammantrade, get=_sammantraden)
def dagordning(request, sammantrade):
    return _sida(request, sammantrade, del_="#lista" if request.htmx else "")


@require_POST
@require(can_change_sammantrade, get=_sammantraden)
def nytt_arende(request, sammantrade):
    form = NyttArendeForm(request.POST)
    if form.is_valid():
        try:
            akter.lagg_till(sammantrade, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            if request.htmx:
                return _sida(request, sammantrade, del_="#lista")
            return redirect(f"{reverse('protokoll:dagordning', args=[sammantrade.pk])}?ny=1#nytt-arende")
    if request.htmx:
        svar = _sida(request, sammantrade, form=form, status=422, del_="#nytt")
        svar["HX-Retarget"], svar["HX-Reswap"] = "#nytt-arende", "outerHTML"
        return svar
    return _sida(request, sammantrade, form=form, status=422)


@require_POST
@require(can_change_sammantrade, get=_sammantraden)
def satt_upp_standiga(request, sammantrade):
    return _gor(
        request,
        sammantrade,
        lambda: _antal(standiga.satt_upp(sammantrade, by=request.user)),
    )


def _antal(n: int) -> str:
    if not n:
        return "De stående ärendena står redan på dagordningen."
    return f"{n} stående ärenden är uppsatta." if n > 1 else "Ett stående ärende är uppsatt."


def _gor(request, sammantrade, akt):
    """Do an act and go back to the dagordning with the sentence it gave, or with what is wrong."""
    try:
        messages.success(request, akt())
    except DomanFel as fel:
        messages.error(request, str(fel))
    return redirect("protokoll:dagordning", sammantrade.pk)


@require_http_methods(["GET", "POST"])
@require(can_edit_paragraf, get=_paragrafer)
def andra_arende(request, paragraf):
    mening = stangd_mening(paragraf.sammantrade) or last_sentence(paragraf)
    if mening and request.method == "GET":
        messages.error(request, mening)
        return redirect(paragraf.sammantrade)
    form = ArendeForm(posted(request), initial={falt: getattr(paragraf, falt) for falt in RADFALT})
    if request.method == "POST" and form.is_valid():
        try:
            akter.andra(paragraf, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Ärendet är ändrat: {form.cleaned_data['rubrik']}.")
            return redirect(f"{reverse('protokoll:dagordning', args=[paragraf.sammantrade_id])}#arende-{paragraf.pk}")
    sida = {"form": form, "paragraf": paragraf, "sammantrade": paragraf.sammantrade}
    return render(request, "protokoll/arende.html", sida, status=422 if form.is_bound else 200)


@require_POST
@require(can_edit_paragraf, get=_paragrafer)
def flytta(request, paragraf):
    """Move to a place; a script gets the list back, everybody else the page."""
    sammantrade = _sammantraden(request.user).get(pk=paragraf.sammantrade_id)
    form = FlyttaForm(request.POST)
    fel = ""
    if form.is_valid():
        try:
            plats = akter.flytta(paragraf, plats=form.cleaned_data["plats"], by=request.user)
        except DomanFel as e:
            fel = str(e)
    else:
        fel = "Ange platsen med en siffra; 1 är först."
    if request.htmx:
        return _sida(request, sammantrade, fel=fel, status=422 if fel else 200, del_="#lista")
    if fel:
        messages.error(request, fel)
    else:
        messages.success(request, f"{paragraf.rubrik} står nu på plats {plats}.")
    return redirect(f"{reverse('protokoll:dagordning', args=[sammantrade.pk])}#arende-{paragraf.pk}")


@require_POST
@require(can_edit_paragraf, get=_paragrafer)
def ta_bort(request, paragraf):
    def akt():
        akter.ta_bort(paragraf, by=request.user)
        return f"Borttaget från dagordningen: {paragraf.rubrik}."

    return _gor(request, paragraf.sammantrade, akt)


@require_http_methods(["GET", "POST"])
@require(can_edit_paragraf, get=_paragrafer)
def satt_utfall(request, paragraf):
    sammantrade = paragraf.sammantrade
    form = UtfallForm(
        posted(request),
        initial={"utfall": paragraf.utfall},
        till=utfall.kan_ta_emot(paragraf),
        har_borjat=sammantrade.har_borjat,
    )
    if request.method == "POST" and form.is_valid():
        try:
            utfall.satt_utfall(paragraf, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            ord_ = dict(form.fields["utfall"].choices)[form.cleaned_data["utfall"]]
            messages.success(request, f"{paragraf.rubrik}: ärendet {ord_}.")
            return redirect(sammantrade)
    igen = paragraf.fortsattningarna.select_related("sammantrade")
    sida = {"form": form, "paragraf": paragraf, "sammantrade": sammantrade, "fortsattningar": igen}
    return render(request, "protokoll/utfall.html", sida, status=422 if form.is_bound else 200)


def arendegang(request, paragraf):
    """A box beside the §: where the ärende comes from, where it is taken up again, and numbers it has lost."""
    fran = paragraf.fran_id and Paragraf.objects.select_related("sammantrade", "organ").get(pk=paragraf.fran_id)
    igen = list(paragraf.fortsattningarna.select_related("sammantrade", "organ").order_by("sammantrade__datum"))
    makulerade = list(paragraf.makulerade_nummer.all())
    vantar = paragraf.utfall in utfall.KOMMER_IGEN and not igen
    if not (fran or igen or makulerade or vantar):
        return None
    return "protokoll/_arendegang.html", {"fran": fran, "igen": igen, "makulerade": makulerade, "vantar": vantar}


@require_POST
@require(can_change_sammantrade, get=_sammantraden)
def ta_upp_igen(request, sammantrade):
    """A bordlagt or återremitterat ärende (`paragraf`) on this dagordning."""
    nyckel = request.POST.get("paragraf", "")
    if not nyckel.isdecimal():
        raise Http404
    fran = get_object_or_404(_paragrafer(request.user), pk=nyckel, organ=sammantrade.organ_id)

    def akt():
        utfall.ta_upp_igen(fran, till=sammantrade, by=request.user)
        return f"Uppsatt på dagordningen: {fran.rubrik}."

    return _gor(request, sammantrade, akt)

from uuid import uuid4

from django.contrib import messages
from django.db.models import Case, IntegerField, Value, When
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.listor import order_of, page_of, render_list, swedish
from kommun.models import Organ
from kommun.permissions import can_enter, require
from kommun.timeline import tidslinje
from kommun.valt_organ import filter_data
from protokoll.models import Beslut, Paragraf
from uppdrag import avslut, fristandring, registrering
from uppdrag.forms import AvslutaForm, FristForm, GivetForm, LoggaForm, UppdragFilter
from uppdrag.models import Uppdrag
from uppdrag.paneler import givna_forr, initial_for
from uppdrag.permissions import can_handle_uppdrag, can_log_uppdrag


def _filtrera(urval, form, *, user, today):
    data = form.cleaned_data
    if data["organ"]:
        urval = urval.filter(givare=data["organ"])
    if data["forvaltning"]:
        urval = urval.filter(forvaltning=data["forvaltning"])
    match data["lage"]:
        case "":
            pass
        case "oppna":
            urval = urval.oppna()
        case "forsenade":
            urval = urval.forsenade(today)
        case "utan_frist":
            urval = urval.oppna().filter(frist=None)
        case lage:
            urval = urval.filter(lage=lage)
    if data["q"]:
        urval = urval.sok(data["q"])
    return _vems(urval, data["vems"], user)


def _vems(urval, vems, user):
    behorighet = user.behorighet
    match vems:
        case "mina":
            return urval.filter(ansvarig=behorighet.person_id) if behorighet.person_id else urval.none()
        case "organ":
            return urval.i_organ(behorighet.organ)
    return urval


def _presets(request, alla, form, today):
    """The usual questions as links; each count is of what its link shows."""
    organ = form.cleaned_data.get("organ") if form.is_valid() else None
    i_organet = alla.filter(givare=organ) if organ else alla
    valt = (request.GET.get("lage", ""), request.GET.get("vems", ""))
    val = [
        ("Alla", "", "", None),
        ("Försenade", "forsenade", "", i_organet.forsenade(today).count()),
        ("Öppna", "oppna", "", i_organet.oppna().count()),
        ("Avslutade", "avslutat", "", None),
    ]
    if request.user.behorighet.person_id:
        val.append(("Mina öppna", "oppna", "mina", _vems(i_organet, "mina", request.user).oppna().count()))
    return [(text, f"?lage={lage}&vems={vems}", antal, valt == (lage, vems)) for text, lage, vems, antal in val]


@require_safe
@require(can_enter)
def uppdragen(request):
    today = timezone.localdate()
    alla = Uppdrag.objects.visible_to(request.user)
    form = UppdragFilter(filter_data(request))
    urval = _filtrera(alla, form, user=request.user, today=today) if form.is_valid() else alla
    # Open before closed, and of the open those whose day comes (or came) first.
    oppet = Case(When(lage__in=Uppdrag.OPPNA, then=Value(0)), default=Value(1), output_field=IntegerField())
    urval = urval.select_related(
        "serie",
        "forvaltning",
        "mottagande_organ",
        "ansvarig",
        "beslut__paragraf__sammantrade",
        "beslut__paragraf__organ",
        "rapporteras_till",
    ).annotate(stangt=oppet)
    urval = order_of(
        urval,
        request,
        {
            "nr": ("serie__kortnamn", "ar", "nummer"),
            "givet": ("beslut__paragraf__sammantrade__datum",),
            "mottagare": (swedish("forvaltning__namn"), swedish("ansvarig__namn")),
            "frist": ("frist",),
            "lage": ("lage",),
        },
        default=("stangt", "frist", "-beslut__paragraf__sammantrade__datum"),
    )
    return render_list(
        request,
        "uppdrag/uppdragen.html",
        {
            "form": form,
            "sida": page_of(urval, request),
            "presets": _presets(request, alla, form, today),
            "today": today,
        },
    )


def _uppdrag(user):
    return Uppdrag.objects.visible_to(user).select_related(
        "serie",
        "givare",
        "forvaltning",
        "mottagande_organ",
        "ansvarig",
        "rapporteras_till",
        "overfort_till",
        "beslut__paragraf__sammantrade__organ",
        "beslut__paragraf__organ",
        "aterrapporterat_i__paragraf__sammantrade__organ",
        "aterrapporterat_i__paragraf__organ",
        "avslutat_i__paragraf__sammantrade__organ",
        "avslutat_i__paragraf__organ",
    )


@require_safe
@require(can_enter, get=_uppdrag)
def uppdrag(request, uppdrag):
    return render(
        request,
        "uppdrag/uppdrag.html",
        {
            "uppdrag": uppdrag,
            "paragraf": uppdrag.beslut.paragraf,
            "fristandringar": uppdrag.fristandringarna.all(),
            "tidslinje": tidslinje(uppdrag),
            "far_handlagga": can_handle_uppdrag(request.user, uppdrag),
            "today": timezone.localdate(),
        },
    )


def _besluten(user):
    return Beslut.objects.filter(paragraf__in=Paragraf.objects.visible_to(user)).select_related(
        "paragraf__organ", "paragraf__sammantrade__organ", "paragraf__protokoll"
    )


@require_http_methods(["GET", "POST"])
@require(can_log_uppdrag, get=_besluten)
def logga(request, beslut):
    initial = {"text": request.GET["text"][:2000]} if request.GET.get("text") else {}
    form = LoggaForm(posted(request), initial=initial, beslut=beslut, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        data.pop("mening")
        try:
            nytt = registrering.logga_uppdrag(beslut=beslut, **data, by=request.user)
        except registrering.RedanSparat as fel:
            # The browser's Back showed a form that has been used: it gets a key of its own.
            form = LoggaForm({**request.POST.dict(), "nyckel": str(uuid4())}, beslut=beslut, today=timezone.localdate())
            form.add_error(None, str(fel))
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Uppdraget {nytt.beteckning} är loggat.")
            return redirect(beslut.paragraf)
    return _form(request, "uppdrag/logga.html", form, beslut=beslut, paragraf=beslut.paragraf)


@require_http_methods(["GET", "POST"])
@require(can_log_uppdrag, get=_besluten)
def registrera_givet(request, beslut):
    fynden = givna_forr(beslut.paragraf)
    valt = request.GET.get("fynd", "0")
    fynd = next((f for n, f in enumerate(fynden) if str(n) == valt), None)
    form = GivetForm(
        posted(request),
        initial=initial_for(fynd) if fynd else {"ingen_frist": True},
        givare=Organ.objects.filter(pk__in=request.user.behorighet.sekreterare_i).order_by("namn"),
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        avslutas = data.pop("utfall") == GivetForm.Utfall.AVSLUTAT
        try:
            nytt = registrering.registrera_givet(svar=beslut, **data, avslutas=avslutas, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Uppdraget {nytt.beteckning} är registrerat.")
            return redirect(nytt)
    return _form(request, "uppdrag/registrera_givet.html", form, beslut=beslut, paragraf=beslut.paragraf, fynd=fynd)


@require_http_methods(["GET", "POST"])
@require(can_handle_uppdrag, get=_uppdrag)
def frist(request, uppdrag):
    if svar := _stangt(request, uppdrag):
        return svar
    form = FristForm(posted(request), initial={"frist": uppdrag.frist, "ingen_frist": uppdrag.ingen_frist})
    if request.method == "POST" and form.is_valid():
        try:
            andring = fristandring.andra_frist(
                uppdrag, ny=form.cleaned_data["frist"], skal=form.cleaned_data["skal"], by=request.user
            )
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Fristen är ändrad." if andring else "Fristen var redan den dagen.")
            return redirect(uppdrag)
    return _form(request, "uppdrag/frist.html", form, uppdrag=uppdrag)


@require_http_methods(["GET", "POST"])
@require(can_handle_uppdrag, get=_uppdrag)
def avsluta(request, uppdrag):
    if svar := _stangt(request, uppdrag):
        return svar
    form = AvslutaForm(posted(request), uppdrag=uppdrag)
    if request.method == "POST" and form.is_valid():
        beslut = form.cleaned_data["avslutat_i"]
        try:
            avslut.avsluta(
                uppdrag,
                avslutat_i=beslut,
                skal=form.cleaned_data["skal"],
                den=beslut.paragraf.sammantrade.datum if beslut else timezone.localdate(),
                by=request.user,
            )
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Uppdraget {uppdrag.beteckning} är avslutat.")
            return redirect(uppdrag)
    return _form(request, "uppdrag/avsluta.html", form, uppdrag=uppdrag)


def _stangt(request, uppdrag):
    """Away from a form that can lead nowhere, before anything is typed."""
    if request.method == "GET" and not uppdrag.oppet:
        messages.error(request, f"Uppdraget är {uppdrag.get_lage_display().lower()} och kan inte ändras.")
        return redirect(uppdrag)
    return None


def _form(request, template, form, **context):
    return render(request, template, {"form": form, **context}, status=422 if request.method == "POST" else 200)

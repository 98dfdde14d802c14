"""One planned meeting: made, changed, moved, cancelled."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.kalender import is_vardag, rod_dag
from kommun.models import Organ
from kommun.permissions import require
from kommun.valt_organ import valt_organ_id
from protokoll import sammantradesplan as akter
from protokoll.arsplan import arsplan
from protokoll.formular.plan import AndraForm, FlyttaForm, NyttForm, StallInForm
from protokoll.kallelse import adress
from protokoll.models import Sammantrade
from protokoll.narvaroord import upprakning
from protokoll.permissions import can_change_sammantrade, can_plan
from protokoll.sammantradesplan import FAKTA, Andrat


def _sammantraden(user):
    return Sammantrade.objects.visible_to(user).select_related("organ")


def _status(form) -> int:
    return 422 if form.is_bound else 200


def _sag_om_dagen(request, sammantrade) -> None:
    """What to think of about the day, once it has been chosen."""
    dag = sammantrade.datum
    if not is_vardag(dag):
        messages.warning(request, f"{sammantrade.dag.capitalize()} är {rod_dag(dag) or 'ingen vardag'}.")
    for varning in arsplan(dag.year, user=request.user).varningar_om(sammantrade.organ, dag):
        messages.warning(request, varning.text)


def _sag_om_kallelsen(request, sammantrade) -> None:
    if sammantrade.kallelserna.exists():
        messages.warning(
            request, "Kallelsen är redan skickad. Skicka en ändrad kallelse, så får de kallade veta det här."
        )


def _sag_om_beskedet(request, sammantrade) -> None:
    """Who was told by mail that the meeting is cancelled, and who must be rung."""
    kallade = [k.person for k in sammantrade.de_kallade.select_related("person__user")]
    utan = [p.namn for p in kallade if not adress(p)]
    if antal := len(kallade) - len(utan):
        vilka = "1 kallad" if antal == 1 else f"{antal} kallade"
        messages.info(request, f"{vilka} får besked med e-post.")
    if utan:
        messages.warning(request, f"Saknar e-postadress och behöver få besked på annat sätt: {upprakning(utan)}.")


@require_http_methods(["GET", "POST"])
@require(can_plan)
def nytt(request):
    organen = Organ.objects.filter(pk__in=request.user.behorighet.sekreterare_i).order_by("namn")
    form = NyttForm(posted(request), organen=organen, initial={"organ": valt_organ_id(request)})
    if form.is_valid():
        try:
            ny, skapat = akter.skapa(**form.cleaned_data, today=timezone.localdate(), by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            ord_ = "Sammanträdet är planerat" if skapat else "Sammanträdet fanns redan"
            messages.success(request, f"{ord_}: {akter.tid_och_plats(ny)}.")
            if skapat:
                _sag_om_dagen(request, ny)
            return redirect(ny)
    return render(request, "protokoll/sammantrade_nytt.html", {"form": form}, status=_status(form))


def _last(request, sammantrade, mening: str | None):
    """Away from a page that can lead nowhere, before anything is typed."""
    if mening and request.method == "GET":
        messages.error(request, mening)
        return redirect(sammantrade)
    return None


@require_http_methods(["GET", "POST"])
@require(can_change_sammantrade, get=_sammantraden)
def andra(request, sammantrade):
    if svar := _last(request, sammantrade, akter.las_for_andring(sammantrade)):
        return svar
    initial = {f: getattr(sammantrade, f) for f in (*FAKTA, "version")}
    form = AndraForm(posted(request), initial=initial, datum=sammantrade.datum)
    if form.is_valid():
        try:
            akter.andra(sammantrade, **form.cleaned_data, by=request.user)
        except Andrat as fel:
            # What was typed, ready to be saved over the newer version once that has been read.
            data = form.data.copy()
            data["version"] = fel.nuvarande.version
            form = AndraForm(data, initial=initial, datum=fel.nuvarande.datum)
            form.add_error(None, str(fel))
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Sammanträdet är ändrat.")
            return redirect(sammantrade)
    return _sida(request, "protokoll/sammantrade_andra.html", sammantrade, form)


@require_http_methods(["GET", "POST"])
@require(can_change_sammantrade, get=_sammantraden)
def flytta(request, sammantrade):
    if svar := _last(request, sammantrade, akter.las_i_planen(sammantrade)):
        return svar
    initial = {f: getattr(sammantrade, f) for f in ("datum", "start", "slut", "plats")}
    form = FlyttaForm(posted(request), initial=initial | {"rakna_om": True})
    if form.is_valid():
        try:
            nu = akter.flytta(sammantrade, **form.cleaned_data, today=timezone.localdate(), by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Sammanträdet är flyttat till {akter.tid_och_plats(nu)}.")
            _sag_om_kallelsen(request, nu)
            _sag_om_dagen(request, nu)
            return redirect(nu)
    return _sida(request, "protokoll/sammantrade_flytta.html", sammantrade, form)


@require_http_methods(["GET", "POST"])
@require(can_change_sammantrade, get=_sammantraden)
def stall_in(request, sammantrade):
    if svar := _last(request, sammantrade, akter.las_i_planen(sammantrade)):
        return svar
    form = StallInForm(posted(request))
    if form.is_valid():
        try:
            akter.stall_in(sammantrade, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Sammanträdet är inställt. Det står kvar som inställt i kalendern.")
            _sag_om_beskedet(request, sammantrade)
            return redirect(sammantrade)
    return _sida(request, "protokoll/sammantrade_stall_in.html", sammantrade, form)


def _sida(request, mall: str, sammantrade, form):
    return render(request, mall, {"sammantrade": sammantrade, "form": form}, status=_status(form))


@require_POST
@require(can_change_sammantrade, get=_sammantraden)
def hall_anda(request, sammantrade):
    try:
        akter.hav_installandet(sammantrade, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, "Sammanträdet är planerat igen.")
    return redirect(sammantrade)


@require_POST
@require(can_change_sammantrade, get=_sammantraden)
def ta_bort(request, sammantrade):
    try:
        akter.ta_bort(sammantrade, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect(sammantrade)
    messages.success(request, f"Sammanträdet {sammantrade.dag} är borttaget ur planen.")
    return redirect("protokoll:sammantradesplan")

"""How the §§ of a sammanträde are divided into protokoll."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kommun.fel import DomanFel
from kommun.forms import nycklar, posted
from kommun.permissions import can_enter, require
from protokoll import indelning
from protokoll.formular.indelning import IndelningForm
from protokoll.indelningsforslag import forslagen
from protokoll.models import Paragraf, Protokoll, Sammantrade
from protokoll.narvarolista import narvarolista
from protokoll.numrering import skriv_paragrafer
from protokoll.omedelbart import sager_omedelbart
from protokoll.permissions import can_change_sammantrade, can_edit_paragraf
from protokoll.sekretess import dolj_for
from protokoll.skrivning import last_sentence
from protokoll.underskrifter import Roll


def _sammantraden(user):
    return Sammantrade.objects.visible_to(user).select_related("organ", "aktuell")


def _paragrafer(user):
    return Paragraf.objects.visible_to(user).select_related("organ", "sammantrade__organ", "protokoll")


def _raderna(sammantrade, user) -> tuple[list[Protokoll], list[Paragraf]]:
    """The protokoll and the numbered §§, each § with its protokoll. Constant queries."""
    protokollen = list(
        sammantrade.protokollen.visible_to(user)
        .annotate(antal_versioner=Count("versionerna"))
        .prefetch_related("underskrifterna")
        .order_by("pk")
    )
    rader = list(sammantrade.paragraferna.prefetch_related("besluten").order_by("ordning"))
    dolj_for(user, sammantrade, rader)
    av_pk = {p.pk: p for p in protokollen}
    for p in rader:
        p.protokoll = av_pk.get(p.protokoll_id)
    for protokoll in protokollen:
        protokoll.egna = [p for p in rader if p.protokoll_id == protokoll.pk]
        numren = [p.nummer for p in protokoll.egna if p.nummer]
        protokoll.paragrafer_i_text = skriv_paragrafer(numren, med_utom=False)
        protokoll.slagord = indelning.SLAGORD[protokoll.slag]
        protokoll.kan_losas_upp = (
            protokoll.lage == Protokoll.Lage.UTKAST
            and protokoll.slag != indelning.Slag.ORDINARIE
            and not protokoll.antal_versioner
        )
        for roll in Roll:
            setattr(protokoll, roll.value, [u for u in protokoll.underskrifterna.all() if u.roll == roll])
    return protokollen, rader


def _sida(request, sammantrade, *, form=None, status=200):
    protokollen, rader = _raderna(sammantrade, request.user)
    far_skriva = can_change_sammantrade(request.user, sammantrade)
    lista = narvarolista(sammantrade, paragrafer=rader)
    delas = far_skriva and not indelning.hinder(sammantrade)
    form = form or IndelningForm(paragrafer=rader, protokollen=protokollen)
    return render(
        request,
        "protokoll/protokollen.html",
        {
            "sammantrade": sammantrade,
            "protokollen": protokollen,
            "dolda": [p for p in rader if p.dold and p.nummer],
            "far_skriva": far_skriva,
            "forslag": forslagen(lista, protokollen) if delas else [],
            "form": form if delas and form.rader else None,
        },
        status=status,
    )


@require_safe
@require(can_enter, get=_sammantraden)
def protokollen(request, sammantrade):
    return _sida(request, sammantrade)


@require_POST
@require(can_change_sammantrade, get=_sammantraden)
def flytta(request, sammantrade):
    alla, rader = _raderna(sammantrade, request.user)
    form = IndelningForm(posted(request), paragrafer=rader, protokollen=alla)
    if not form.is_valid():
        return _sida(request, sammantrade, form=form, status=422)
    try:
        if slag := form.nytt_slag:
            till = indelning.nytt_protokoll(sammantrade, paragrafer=form.valda, slag=slag, by=request.user)
        else:
            till = indelning.flytta_paragrafer(
                sammantrade, paragrafer=form.valda, till=form.till_protokollet, by=request.user
            )
    except DomanFel as fel:
        form.add_error(None, str(fel))
        return _sida(request, sammantrade, form=form, status=422)
    vilka = skriv_paragrafer((p.nummer for p in form.valda), med_utom=False)
    messages.success(request, f"{vilka} ligger nu i {'ett eget protokoll' if slag else 'det valda protokollet'}.")
    _sag_om_justerare_saknas(request, till)
    return redirect("protokoll:protokollen", sammantrade.pk)


def _sag_om_justerare_saknas(request, protokoll) -> None:
    if not protokoll.underskrifterna.filter(roll=Roll.JUSTERARE).exists():
        messages.warning(request, "Ingen justerare är vald för det protokollet än.")


@require_POST
@require(can_change_sammantrade, get=_sammantraden)
def los_upp(request, sammantrade):
    protokoll = sammantrade.protokollen.filter(pk__in=nycklar([request.POST.get("protokoll", "")])).first()
    sagda = _sager_omedelbart(protokoll) if protokoll else []
    try:
        till = indelning.los_upp(protokoll, by=request.user) if protokoll else None
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect("protokoll:protokollen", sammantrade.pk)
    if till is None:
        messages.info(request, "Protokollet är redan upplöst.")
    else:
        messages.success(request, "Protokollet är upplöst, och dess paragrafer ligger i det ordinarie.")
    if sagda:
        vilka = skriv_paragrafer(sagda, med_utom=False)
        messages.warning(request, f"Beslutet i {vilka} säger fortfarande att paragrafen justeras omedelbart.")
    return redirect("protokoll:protokollen", sammantrade.pk)


def _sager_omedelbart(protokoll) -> list[int]:
    rader = protokoll.paragraferna.prefetch_related("besluten")
    return [p.nummer for p in rader if p.nummer and any(sager_omedelbart(b.text) for b in p.besluten.all())]


@require_POST
@require(can_edit_paragraf, get=_paragrafer)
def omedelbart(request, paragraf):
    try:
        protokoll = indelning.justera_omedelbart(paragraf, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect(paragraf)
    messages.success(request, f"{paragraf.beteckning} justeras omedelbart. Den ligger i det här protokollet.")
    _sag_om_justerare_saknas(request, protokoll)
    return redirect(protokoll)


# The box beside a §


def panel(request, paragraf):
    """Offered while the meeting goes on, and afterwards where the decision says so."""
    protokoll, sammantrade = paragraf.protokoll, paragraf.sammantrade
    if protokoll is None or protokoll.lage != Protokoll.Lage.UTKAST or paragraf.slag != Paragraf.Slag.ARENDE:
        return None
    if indelning.hinder(sammantrade) or not can_edit_paragraf(request.user, paragraf) or last_sentence(paragraf):
        return None
    sagt = any(sager_omedelbart(b.text) for b in paragraf.besluten.all())
    lagd = protokoll.slag == indelning.Slag.OMEDELBART
    if not (lagd or sagt or sammantrade.lage == Sammantrade.Lage.PAGAR):
        return None
    return "protokoll/_omedelbart.html", {
        "paragraf": paragraf,
        "lagd": lagd,
        "sagt": sagt,
        "i_skrift": indelning.beslut_i_skrift(paragraf) is not None,
    }

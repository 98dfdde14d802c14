from django.contrib import messages
from django.db.models import Max
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun import tabellfil
from kommun.granskning import dolt, nycklar, sok
from kommun.granskning.anteckning import handlar_om, med_ord
from kommun.granskning.formular import LoggFilter
from kommun.listor import filter_i_ord, fraga, page_of, render_list
from kommun.models import Kommun, Loggrad
from kommun.permissions import can_enter, can_examine_log, require

KOLUMNER = (
    tabellfil.Kolumn("Tid", 20, lambda r, _: f"{timezone.localtime(r.tid):%Y-%m-%d %H:%M:%S}"),
    tabellfil.Kolumn("Namn", 28, lambda r, _: r.namn),
    tabellfil.Kolumn("Konto", 20, lambda r, _: r.kontonamn),
    tabellfil.Kolumn("Inloggning", 34, lambda r, _: r.inloggning),
    tabellfil.Kolumn("Nätadress", 16, lambda r, _: r.adress),
    tabellfil.Kolumn("Vad som gjordes", 20, lambda r, _: r.get_slag_display()),
    tabellfil.Kolumn("Utfall", 16, lambda r, _: r.get_utfall_display()),
    tabellfil.Kolumn("Objekt", 50, lambda r, _: r.objekt or _forsta(r)),
    tabellfil.Kolumn("Organ", 12, lambda r, _: r.organ.kortnamn if r.organ else ""),
    tabellfil.Kolumn("Med vilka ord", 60, lambda r, _: r.vad),
    tabellfil.Kolumn("Objektets nummer", 40, lambda r, _: "; ".join(map(nycklar.i_ord, r.objekten))),
    tabellfil.Kolumn("Sida", 30, lambda r, _: nycklar.sida_i_ord(r.sida)),
    tabellfil.Kolumn("Begärans nummer", 36, lambda r, _: r.begaran),
)


def _forsta(rad: Loggrad) -> str:
    return nycklar.i_ord(rad.objekten[0]) if rad.objekten else ""


def _namnet(nyckel: str, *, user, dolda) -> str:
    """What the object that is asked about is called, to one who may know it."""
    if not nyckel:
        return ""
    if nyckel in dolda:
        return dolt.doldas_ord([nyckel]).get(nyckel, dolt.ORD)
    namn = sok.objektets_namn(nyckel, Loggrad.objects.visible_to(user))
    if not namn and can_examine_log(user) and (nu := nycklar.nuvarande(nyckel)):
        namn = nu.text if dolda.isdisjoint(nu.nycklar) else dolt.ORD
    return namn or nycklar.i_ord(nyckel)


def _star_i(nyckel: str, dolda) -> list[tuple[str, str]]:
    rader = sok.star_i(nyckel)
    orden = dolt.doldas_ord(n for n, _ in rader if n in dolda)
    return [(n, orden.get(n, dolt.ORD) if n in dolda else namn) for n, namn in rader]


def _valt_i_ord(form, namn: str) -> list[tuple[str, str]]:
    """What is asked for, for who reads it in a file or in the log: the object by its name."""
    falt = form.fields["objekt"].label
    return [(etikett, namn if etikett == falt and namn else varde) for etikett, varde in filter_i_ord(form)]


def _urvalet(request, dolda):
    """(form, the lines that the address asks for, newest first). Nonsense shows all that one may see."""
    form = LoggFilter(request.GET)
    urval = Loggrad.objects.visible_to(request.user).select_related("organ").order_by("-pk")
    if form.is_valid():
        if form.cleaned_data.get("q"):
            urval = dolt.utan_dolda(urval, dolda)
        urval = sok.filtrera(urval, form.cleaned_data)
    return form, urval


@require_safe
@require(can_enter)
def granskningslogg(request):
    dolda = dolt.dolda_nycklar(request.user)
    form, urval = _urvalet(request, dolda)
    nyckel = form.cleaned_data.get("objekt") if form.is_valid() else ""
    far_allt = can_examine_log(request.user)
    hamta = reverse("kommun:granskningslogg-export")
    sida = page_of(urval, request)
    sida.object_list = list(dolt.dolj(sida.object_list, dolda))
    for rad in sida.object_list:
        rad.objekt = rad.objekt or _forsta(rad)
    namn = _namnet(nyckel, user=request.user, dolda=dolda)
    if far_allt:
        # Who looks in the log stands in it.
        handlar_om("Granskningsloggen", nyckel=f"granskningslogg:{nyckel}" if nyckel else "granskningslogg")
        # Who reads this line may not know what it is called.
        valt = _valt_i_ord(form, nyckel and nycklar.i_ord(nyckel)) if form.is_valid() else []
        med_ord("; ".join(f"{etikett}: {varde}" for etikett, varde in valt))
    return render_list(
        request,
        "kommun/granskningslogg.html",
        {
            "form": form,
            "far_allt": far_allt,
            "sida": sida,
            "objekt": namn,
            "star_i": _star_i(nyckel, dolda) if nyckel and far_allt else [],
            "lasarna": sok.lasarna(urval) if nyckel and far_allt else [],
            "utan_objekt": fraga(form, objekt=""),
            "exporter": [(namn, f"{hamta}?{fraga(form, format=f)}") for f, namn in tabellfil.FORMAT.items()],
        },
    )


@require_safe
@require(can_enter)
def exportera(request):
    """Exactly what the list shows for the same address, all pages of it."""
    dolda = dolt.dolda_nycklar(request.user)
    form, urval = _urvalet(request, dolda)
    if not form.is_valid():
        return redirect(f"{reverse('kommun:granskningslogg')}?{fraga(form)}")
    # The line of this very fetch comes while the file is written: what was there before is what was asked for.
    urval = urval.filter(pk__lte=Loggrad.objects.aggregate(senaste=Max("pk"))["senaste"] or 0)
    antal, format_ = urval.count(), request.GET.get("format", "")
    if mening := tabellfil.for_manga(format_, antal):
        messages.error(request, mening)
        return redirect(f"{reverse('kommun:granskningslogg')}?{fraga(form)}")
    kommun = Kommun.objects.first()
    namn = _namnet(form.cleaned_data.get("objekt"), user=request.user, dolda=dolda)
    om = tabellfil.Om(
        timezone.localdate(), kommun.namn if kommun else "", antal, tuple(_valt_i_ord(form, namn)), "loggrader"
    )
    rader = dolt.dolj(urval.iterator(chunk_size=2000), dolda)
    return tabellfil.fil(format_, KOLUMNER, rader, om=om)

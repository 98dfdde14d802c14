from django.contrib import messages
from django.db.models import Max
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun import tabellfil
from kommun.granskning import dolt, sok
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
    tabellfil.Kolumn("Objekt", 50, lambda r, _: r.objekt),
    tabellfil.Kolumn("Organ", 12, lambda r, _: r.organ.kortnamn if r.organ else ""),
    tabellfil.Kolumn("Med vilka ord", 60, lambda r, _: r.vad),
    tabellfil.Kolumn("Nycklar", 40, lambda r, _: " ".join(r.objekten)),
    tabellfil.Kolumn("Sida", 30, lambda r, _: r.sida),
    tabellfil.Kolumn("Begärans nummer", 36, lambda r, _: r.begaran),
)


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
    far_allt, synliga = can_examine_log(request.user), Loggrad.objects.visible_to(request.user)
    hamta = reverse("kommun:granskningslogg-export")
    sida = page_of(urval, request)
    sida.object_list = list(dolt.dolj(sida.object_list, dolda))
    namn = dolt.ORD if nyckel in dolda else sok.objektets_namn(nyckel, synliga) if nyckel else ""
    if far_allt:
        # Who looks in the log stands in it.
        handlar_om("Granskningsloggen", nyckel=f"granskningslogg:{nyckel}" if nyckel else "granskningslogg")
        med_ord("; ".join(f"{etikett}: {varde}" for etikett, varde in filter_i_ord(form)) if form.is_valid() else "")
    return render_list(
        request,
        "kommun/granskningslogg.html",
        {
            "form": form,
            "far_allt": far_allt,
            "sida": sida,
            "objekt": namn or nyckel,
            "star_i": [(n, dolt.ORD if n in dolda else ord_) for n, ord_ in sok.star_i(nyckel)]
            if nyckel and far_allt
            else [],
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
    om = tabellfil.Om(
        timezone.localdate(), kommun.namn if kommun else "", antal, tuple(filter_i_ord(form)), "loggrader"
    )
    rader = dolt.dolj(urval.iterator(chunk_size=2000), dolda)
    return tabellfil.fil(format_, KOLUMNER, rader, om=om)

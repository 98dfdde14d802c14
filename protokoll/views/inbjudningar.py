from django.db.models import Count, F, Prefetch
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun import tabellfil
from kommun.listor import filter_i_ord, fraga, order_of, page_of, render_list, swedish
from kommun.models import Kommun
from kommun.permissions import can_enter, require
from kommun.valt_organ import filter_data
from protokoll.formular.inbjudan import InbjudningarFilter
from protokoll.inbjudan import urval
from protokoll.inbjudan.lista import KOLUMNER
from protokoll.models import Behandling, Inbjudan
from protokoll.permissions import can_boka_nagot, can_register_inbjudan


def _lagen(alla, today) -> dict:
    return {
        "att-besluta": urval.att_besluta(alla),
        "gar-ut": urval.gar_ut_fore_motet(alla, today=today),
        "ej-anmalda": urval.ej_anmalda(alla, today=today),
    }


def _filtrera(funna, valt: dict, today):
    if lage := valt.get("lage"):
        funna = _lagen(funna, today)[lage]
    for falt, villkor in (
        ("svar", "svar"),
        ("q", "inbjudan__icontains"),
        ("fran", "borjar__gte"),
        ("till", "borjar__lte"),
    ):
        if valt.get(falt):
            funna = funna.filter(**{villkor: valt[falt]})
    return funna


def _presets(request, alla, valt: dict, today) -> list[tuple]:
    """(text, address, count, chosen) for what one works with, in the organ that is chosen."""
    organ = request.GET.get("organ")
    har = f"organ={organ}&" if organ is not None and organ.isdecimal() else "organ=&" if organ == "" else ""
    lagen = _lagen(alla, today)
    antal = {kod: funna.aggregate(n=Count("pk"))["n"] for kod, funna in lagen.items()}
    val = [(text, f"?{har}lage={kod}", antal[kod], valt.get("lage") == kod) for kod, text in InbjudningarFilter.LAGEN]
    return [("Alla", f"?{har}".rstrip("&") if har else "?", None, not valt.get("lage")), *val]


def _urvalet(request, today):
    """(form, all of the chosen organ, what the address asks for in its order). Nonsense in a field shows all."""
    form = InbjudningarFilter(filter_data(request))
    valt = form.cleaned_data if form.is_valid() else {}
    alla = Inbjudan.objects.visible_to(request.user)
    if valt.get("organ"):
        alla = alla.filter(organ=valt["organ"])
    funna = urval.med_nasta_mote(_filtrera(alla, valt, today), today=today)
    funna = order_of(
        funna.select_related("organ").prefetch_related(
            "deltagandena",
            Prefetch("behandlingarna", Behandling.objects.select_related("paragraf__sammantrade").order_by("pk")),
        ),
        request,
        {
            "nar": ("borjar",),
            "sista": ("sista_anmalan",),
            "organ": (swedish("organ__namn"),),
            "inbjudan": (swedish("inbjudan"),),
            "svar": ("svar",),
        },
        default=(F("borjar").desc(nulls_last=True), "-pk"),
    )
    return form, alla, funna


@require_safe
@require(can_enter)
def inbjudningar(request):
    today = timezone.localdate()
    form, alla, funna = _urvalet(request, today)
    valt = form.cleaned_data if form.is_valid() else {}
    hamta = reverse("protokoll:inbjudningar-export")
    return render_list(
        request,
        "protokoll/inbjudningar.html",
        {
            "form": form,
            "sida": page_of(funna, request),
            "presets": _presets(request, alla, valt, today),
            "exporter": [(namn, f"{hamta}?{fraga(form, format=f)}") for f, namn in tabellfil.FORMAT.items()],
            "far_registrera": can_register_inbjudan(request.user),
            "far_boka": can_boka_nagot(request.user),
            "filtrerat": any(valt.get(f) for f in ("q", "svar", "lage", "fran", "till")),
            "today": today,
        },
    )


@require_safe
@require(can_enter)
def exportera(request):
    """Exactly what the list shows for the same address, all pages of it."""
    today = timezone.localdate()
    form, _, funna = _urvalet(request, today)
    if not form.is_valid():
        return redirect(f"{reverse('protokoll:inbjudningar')}?{fraga(form)}")
    kommun = Kommun.objects.first()
    om = tabellfil.Om(today, kommun.namn if kommun else "", funna.count(), tuple(filter_i_ord(form)), "inbjudningar")
    rader = funna.select_related("anmals_av").iterator(chunk_size=1000)
    return tabellfil.fil(request.GET.get("format", ""), KOLUMNER, rader, om=om)

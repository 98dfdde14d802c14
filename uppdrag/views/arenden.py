"""Ärendets väg: all that bears a dnr, on one page with a lasting address."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun import tabellfil, utskrift
from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.granskning.anteckning import handlar_om
from kommun.listor import filter_i_ord, fraga, page_of, render_list
from kommun.models import Kommun
from kommun.offentligt import hel_adress
from kommun.permissions import can_enter, require
from kommun.valt_organ import filter_data
from protokoll.dnr import normalform
from uppdrag import arendelista
from uppdrag.arendeexport import KOLUMNER
from uppdrag.arendets_vag import MEST_I_PDF, PER_SIDA, inbjudningarna, las, paragraferna, vagen_pdf
from uppdrag.dnrlikhet import finns, foreslagna, gruppen, senare, ta_isar
from uppdrag.dnrlikhet import sammanfor as sammanfor_dnr
from uppdrag.formular.arenden import ArendeFilter, SammanforForm
from uppdrag.permissions import can_join_dnr


def _urvalet(request, today):
    """(form, the ärenden that the address asks for in its order, whether there are older ones). Nonsense shows all."""
    form = ArendeFilter(filter_data(request))
    urval = arendelista.synliga(request.user)
    if form.is_valid():
        urval = arendelista.filtrera(urval, form.cleaned_data, today=today)
    return form, *arendelista.arenden(urval, sortera=request.GET.get("sortera", ""))


@require_safe
@require(can_enter)
def arenden(request):
    today = timezone.localdate()
    form, funna, finns_aldre = _urvalet(request, today)
    hamta = reverse("uppdrag:arenden-export")
    return render_list(
        request,
        "uppdrag/arenden.html",
        {
            "form": form,
            "sida": arendelista.sidan(funna, request.user, request, today=today),
            "presets": arendelista.presets(form),
            "exporter": [(namn, f"{hamta}?{fraga(form, format=f)}") for f, namn in tabellfil.FORMAT.items()],
            "finns_aldre": finns_aldre,
            "mest": arendelista.MEST_PARAGRAFER,
            "today": today,
        },
    )


@require_safe
@require(can_enter)
def exportera(request):
    """Exactly what the list shows for the same address, all pages of it."""
    today = timezone.localdate()
    form, funna, _ = _urvalet(request, today)
    if not form.is_valid():
        return redirect(f"{reverse('uppdrag:arenden')}?{fraga(form)}")
    om = tabellfil.Om(today, _kommun(), len(funna), tuple(filter_i_ord(form)), "ärenden")
    rader = arendelista.alla_rader(funna, request.user, today=today)
    return tabellfil.fil(request.GET.get("format", ""), KOLUMNER, rader, om=om)


def _kommun():
    kommun = Kommun.objects.first()
    return kommun.namn if kommun else ""


def _hamta(request, dnr):
    """(the group, its §§). Of a dnr that was mended the group of the one it has now; 404 for what nothing bears."""
    grupp = gruppen(dnr)
    handlar_om(f"Ärende {grupp.huvud}", nyckel=f"arende:{grupp.huvud}")
    alla = list(paragraferna(request.user, grupp))
    if alla or inbjudningarna(request.user, grupp).exists():
        return grupp, alla
    nu = senare(dnr)
    if nu and nu != normalform(dnr):
        messages.info(request, f"Diarienumret {normalform(dnr)} har rättats till {nu}.")
        return gruppen(nu), []
    raise Http404(f"Inget ärende har diarienumret {dnr}.")


def _adress(grupp):
    """The whole address, as it is written down and kept."""
    return hel_adress(reverse("uppdrag:arende", args=[grupp.huvud]))


def _till(grupp, namn="arende"):
    return redirect(f"uppdrag:{namn}", grupp.huvud)


@require_safe
@require(can_enter)
def arende(request, dnr):
    grupp, alla = _hamta(request, dnr)
    if dnr != grupp.huvud:
        # Written otherwise, or joined with another: the address lives on, and leads to the one that holds today.
        return _till(grupp)
    today = timezone.localdate()
    sida = page_of(alla, request, size=PER_SIDA)
    far_sammanfora = can_join_dnr(request.user)
    return render(
        request,
        "uppdrag/arende.html",
        {
            "arende": las(grupp, alla, list(sida.object_list), request.user, today=today),
            "sida": sida,
            "grupp": grupp,
            "far_sammanfora": far_sammanfora,
            "foreslagna": foreslagna(grupp) if far_sammanfora else [],
            "adress": _adress(grupp),
            "today": today,
        },
    )


@require_safe
@require(can_enter)
def arende_pdf(request, dnr):
    grupp, alla = _hamta(request, dnr)
    if dnr != grupp.huvud:
        return _till(grupp, "arende-pdf")
    if len(alla) > MEST_I_PDF:
        messages.error(
            request, f"Diarienumret har {len(alla)} paragrafer, och en PDF får ha högst {MEST_I_PDF}. Läs dem på sidan."
        )
        return _till(grupp)
    today = timezone.localdate()
    arende = las(grupp, alla, alla, request.user, today=today)
    gor = partial(vagen_pdf, arende, kommun=_kommun(), adress=_adress(grupp))
    namn = f"arende-{slugify(grupp.huvud.replace('/', '-')) or 'utan-nummer'}-{today:%Y-%m-%d}.pdf"
    return utskrift.svar(request, gor, filnamn=namn, tillbaka=reverse("uppdrag:arende", args=[grupp.huvud]))


@require_http_methods(["GET", "POST"])
@require(can_join_dnr)
def sammanfor(request, dnr):
    """Say that another dnr is the same ärende."""
    grupp = gruppen(dnr)
    if not finns(dnr) and not grupp.likheter:
        raise Http404(f"Inget ärende har diarienumret {dnr}.")
    form = SammanforForm(posted(request), initial={"annat": request.GET.get("annat", "")[:60]})
    if request.method == "POST" and form.is_valid():
        try:
            nu = sammanfor_dnr(grupp.huvud, by=request.user, **form.cleaned_data)
        except DomanFel as fel:
            form.add_error("annat", str(fel))
        else:
            annat = normalform(form.cleaned_data["annat"])
            messages.success(request, f"{annat} och {nu.huvud} är samma ärende. Båda adresserna leder hit.")
            return _till(nu)
    return render(
        request,
        "uppdrag/arende_sammanfor.html",
        {"form": form, "grupp": grupp, "foreslagna": foreslagna(grupp)},
        status=422 if form.is_bound else 200,
    )


@require_POST
@require(can_join_dnr)
def los(request, dnr):
    """Take a joined dnr apart again."""
    fore = gruppen(dnr)
    try:
        ta_isar(dnr, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"{normalform(dnr)} är ett eget ärende igen.")
    return redirect(reverse("uppdrag:arende", args=[fore.huvud]) if finns(fore.huvud) else reverse("uppdrag:arenden"))

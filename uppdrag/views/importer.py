from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.listor import page_of
from kommun.permissions import require
from kommun.tabellfil import XLSX
from kommun.valt_organ import valt_organ_id
from uppdrag import inlasning as lasare
from uppdrag import uppdragsimport as akt
from uppdrag.formular.importer import BladForm, KolumnForm, LaddaUppForm, NamnForm
from uppdrag.inlasning.mall import mall as mallen
from uppdrag.models import Uppdragsimport
from uppdrag.permissions import can_handle_import, can_import

_RADER_PER_SIDA = 100


def _importer(user):
    """What a person may know of; whose it is, is asked after that."""
    alla = Uppdragsimport.objects.select_related("organ", "av__person", "bilaga")
    return alla if user.behorighet.har_insyn else alla.none()


def _lattast(user):
    return _importer(user).defer("bilaga__innehall")


@require_http_methods(["GET", "POST"])
@require(can_import)
def importer(request):
    """The lists that were read in, and the file to read in next."""
    form = LaddaUppForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        user=request.user,
        too_large=getattr(request, "upload_too_large", False),
        initial={"organ": valt_organ_id(request)},
    )
    if request.method == "POST" and form.is_valid():
        fil = form.cleaned_data["fil"]
        try:
            imp = akt.ta_emot(fil.name, fil.read(), organ=form.cleaned_data["organ"], by=request.user)
        except DomanFel as fel:
            form.add_error("fil", str(fel))
        else:
            return redirect("uppdrag:import-kolumner", imp.pk)
    mina = _lattast(request.user).filter(organ__in=request.user.behorighet.sekreterare_i)
    return render(
        request,
        "uppdrag/importer.html",
        {"form": form, "sida": page_of(mina.annotate(antal=Count("raderna")).order_by("-inlamnad", "-pk"), request)},
        status=422 if request.method == "POST" else 200,
    )


@require_safe
@require(can_import)
def mall(request):
    """An empty list to type in."""
    return _fil(mallen(), "Lista med uppdrag.xlsx", XLSX)


@require_safe
@require(can_handle_import, get=_importer)
def fil(request, imp):
    """The file as it came."""
    return _fil(bytes(imp.bilaga.innehall), imp.bilaga.namn, imp.bilaga.typ)


def _fil(innehall: bytes, namn: str, typ: str) -> HttpResponse:
    svar = HttpResponse(innehall, content_type=typ)
    svar["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=namn)
    return svar


@require_http_methods(["GET", "POST"])
@require(can_handle_import, get=_importer)
def kolumner(request, imp):
    """What each column is read as: the guess, with what stands in it, to be changed."""
    if imp.sparad:
        return redirect("uppdrag:import", imp.pk)
    bladen = lasare.bladen(imp.bilaga.namn, bytes(imp.bilaga.innehall))
    urval = BladForm(
        request.GET or None, bladen=bladen, initial={"blad": imp.blad, "rubrikrad": imp.val.get("rubrikrad")}
    )
    lista, gissning = akt.lista_ur(imp), imp.kolumner
    if urval.is_bound and urval.is_valid():
        try:
            lista = akt.lista_ur(
                imp, blad=urval.cleaned_data.get("blad", imp.blad), rubrikrad=urval.cleaned_data["rubrikrad"]
            )
            gissning = lasare.gissa(lista.rubriker)
        except DomanFel as fel:
            urval.add_error(None, str(fel))
    val = {
        "organ": imp.organ_id,
        "forvaltning": imp.val.get("forvaltning"),
        "avslutat_dag": imp.val.get("avslutat_dag"),
    }
    form = KolumnForm(
        posted(request), user=request.user, today=timezone.localdate(), lista=lista, gissning=gissning, initial=val
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            akt.valj(
                imp,
                blad=lista.blad,
                rubrikrad=lista.rubrikrad,
                kolumner=data["kolumner"],
                organ=data["organ"],
                forvaltning=data["forvaltning"] and data["forvaltning"].pk,
                avslutat_dag=data["avslutat_dag"],
                by=request.user,
            )
            return redirect("uppdrag:import", imp.pk)
        except DomanFel as fel:
            form.add_error(None, str(fel))
    return render(
        request,
        "uppdrag/import_kolumner.html",
        {"imp": imp, "form": form, "urval": urval, "lista": lista, "flera_blad": len(bladen) > 1},
        status=422 if request.method == "POST" else 200,
    )


@require_safe
@require(can_handle_import, get=_importer)
def visa(request, imp):
    """The preview, and once it is saved, what came of it."""
    if imp.sparad:
        rader = imp.raderna.select_related("uppdrag__serie", "uppdrag__forvaltning").order_by("rad")
        return render(request, "uppdrag/import_inlast.html", {"imp": imp, "sida": page_of(rader, request)})
    return _granskning(request, imp)


def _granskning(request, imp, *, fel: str = "", namnform: NamnForm | None = None):
    try:
        granskning = akt.granska(imp, by=request.user, today=timezone.localdate())
    except DomanFel as lasfel:
        messages.error(request, str(lasfel))
        return redirect("uppdrag:importer")
    summa = granskning.summa
    valda, visa = _valda(granskning.rader, request.GET.get("visa", ""))
    namnform = namnform or NamnForm(okanda=summa.okanda, register=granskning.register, val=imp.val.get("namn", {}))
    return render(
        request,
        "uppdrag/import.html",
        {
            "imp": imp,
            "granskning": granskning,
            "summa": summa,
            "sida": Paginator(valda, _RADER_PER_SIDA).get_page(request.GET.get("sida")),
            "presets": _presets(summa, visa),
            "visa": visa,
            "namnform": namnform,
            "fel": fel,
        },
        status=422 if fel else 200,
    )


def _valda(rader, visa):
    """The rows that the filter shows."""
    match visa:
        case "fel":
            return [r for r in rader if r.fel], visa
        case "titta":
            return [r for r in rader if r.noteringar and not r.fel and not r.redan], visa
        case "redan":
            return [r for r in rader if r.redan], visa
    return rader, ""


def _presets(summa, visa):
    val = [
        ("Alla rader", "", summa.alla),
        ("Bara rader med fel", "fel", summa.med_fel),
        ("Att titta på", "titta", summa.att_titta_pa),
    ]
    if summa.redan:
        val.append(("Redan inlästa", "redan", summa.redan))
    return [(text, f"?visa={v}", antal, visa == v) for text, v, antal in val]


@require_POST
@require(can_handle_import, get=_importer)
def namn(request, imp):
    """What the unknown names stand for, once for all rows."""
    if imp.sparad:
        return redirect("uppdrag:import", imp.pk)
    granskning = akt.granska(imp, by=request.user, today=timezone.localdate())
    form = NamnForm(
        request.POST, okanda=granskning.summa.okanda, register=granskning.register, val=imp.val.get("namn", {})
    )
    if not form.is_valid():
        return _granskning(request, imp, fel="Välj ur listan vad namnen står för.", namnform=form)
    try:
        akt.besvara_namn(imp, svar=form.svar(), by=request.user)
    except DomanFel as fel:
        return _granskning(request, imp, fel=str(fel))
    messages.success(request, "Namnen är valda. Så här läses listan nu.")
    return redirect("uppdrag:import", imp.pk)


@require_POST
@require(can_handle_import, get=_importer)
def spara(request, imp):
    """Confirm: every row becomes an uppdrag, or none does."""
    try:
        utfall = akt.spara_import(
            imp, by=request.user, today=timezone.localdate(), utan_felaktiga="utan_felaktiga" in request.POST
        )
    except DomanFel as fel:
        return _granskning(request, imp, fel=str(fel))
    antal = "Ett uppdrag är inläst" if utfall.inlasta == 1 else f"{utfall.inlasta} uppdrag är inlästa"
    utan = {0: "", 1: " En rad med fel lämnades utanför."}.get(
        utfall.utelamnade, f" {utfall.utelamnade} rader med fel lämnades utanför."
    )
    messages.success(request, f"{antal}.{utan}")
    return redirect("uppdrag:import", imp.pk)


@require_POST
@require(can_handle_import, get=_lattast)
def slang(request, imp):
    """Throw away a list that was never saved."""
    try:
        akt.slang(imp, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect("uppdrag:import", imp.pk)
    messages.info(request, "Listan är borttagen. Inget har lästs in.")
    return redirect("uppdrag:importer")

"""The page of one protokoll, its versions, and the acts that freeze it and take it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.permissions import can_enter, require
from kommun.timeline import tidslinje
from kommun.varden import fran_json
from protokoll import frysning
from protokoll.dokumentvarden import Dokument
from protokoll.formular.frysning import FrysForm, TaTillbakaForm
from protokoll.models import Protokoll
from protokoll.numrering import skriv_paragrafer
from protokoll.permissions import can_keep_protokoll
from protokoll.protokollssida import akterna, pdf_url
from protokoll.sattning import Sattes, tryckare
from protokoll.skillnad import skillnad
from protokoll.stangning import slutna_versioner
from protokoll.steg import steg_for
from protokoll.tillagg import PROTOKOLLPANELER
from protokoll.views.vantan import Akt, hela, vanta, vantad, vidare

FRYSER = Akt(
    namn="Frys",
    ingress="Protokollet är långt. När det är utskrivet fryses det av sig självt, "
    "om ingen har ändrat i det under tiden.",
    om_du_lamnar="Lämnar du sidan är det inte fryst; kom tillbaka och frys det när utskriften är klar.",
    knapp="Frys nu om det är klart",
)


def protokollen_for(user):
    """The protokoll of the meetings that the user may see, with their meeting and organ."""
    return Protokoll.objects.visible_to(user).select_related("sammantrade__organ")


def _egna_nummer(protokoll) -> str:
    avskrift = protokoll.lage == Protokoll.Lage.AVSKRIFT
    egna = protokoll.paragraferna.order_by("nummer").values_list("nummer", flat=True)
    nummer = (avskrift and protokoll.angivna_paragrafer) or egna
    return skriv_paragrafer([n for n in nummer if n], med_utom=False)


def i_sammanhang(protokoll) -> dict:
    """What every page of a protokoll says of it."""
    sammantrade = protokoll.sammantrade
    return {
        "protokoll": protokoll,
        "sammantrade": sammantrade,
        "titel": f"Protokoll {_egna_nummer(protokoll)}".strip(),
        "ovanrad": f"{sammantrade.organ}, {sammantrade.dag}",
    }


def lasbara_versioner(request, protokoll):
    """Without those that print a § that the user does not read any more."""
    return protokoll.versionerna.select_related("av__person").exclude(pk__in=slutna_versioner(request.user, protokoll))


@require_safe
@require(can_enter, get=protokollen_for)
def protokollet(request, protokoll):
    # Newest first, without what they hold.
    versioner = list(lasbara_versioner(request, protokoll).defer("pdf", "innehall").order_by("-nummer"))
    akt, akter = akterna(request, protokoll)
    far_skriva = can_keep_protokoll(request.user, protokoll)
    today = timezone.localdate()
    utkast = protokoll.lage == Protokoll.Lage.UTKAST
    return render(
        request,
        "protokoll/protokollet.html",
        i_sammanhang(protokoll)
        | {
            "akt": akt,
            "akter": akter,
            "pdf": pdf_url(protokoll, versioner[0] if versioner else None),
            "hinder": frysning.hinder(protokoll) if utkast else None,
            "brister": frysning.brister(protokoll, today=today) if utkast and far_skriva else [],
            "versioner": versioner,
            "underskrifterna": protokoll.underskrifterna.all(),
            "paragraferna": protokoll.paragraferna.exclude(slag="rubrik").order_by("ordning"),
            "paneler": [p for panel in PROTOKOLLPANELER if (p := panel(request, protokoll))],
            "steg": steg_for(protokoll.sammantrade, [protokoll], today=today),
            "handelser": tidslinje(protokoll),
            "today": today,
        },
    )


@require_http_methods(["GET", "POST"])
@require(can_keep_protokoll, get=protokollen_for)
def frys(request, protokoll):
    if request.method == "GET" and protokoll.lage != Protokoll.Lage.UTKAST:
        messages.info(request, _redan(protokoll))
        return redirect(protokoll)
    forra_sattet = protokoll.versionerna.order_by("-nummer").values_list("innehall__undertecknas", flat=True).first()
    har_version = forra_sattet is not None
    forslag = {"skal": frysning.skalet_att_ta_tillbaka(protokoll)} if har_version else {}
    if forra_sattet:
        forslag["satt"] = forra_sattet
    form = FrysForm(posted(request), har_version=har_version, initial=forslag)
    if request.method == "POST" and form.is_valid():
        try:
            tryck = tryckare(protokoll, vantad=vantad(request))
            version = frysning.frys(protokoll, **form.cleaned_data, by=request.user, tryck=tryck)
        except Sattes as satts:
            return vanta(request, satts.sattning, FRYSER, i_sammanhang(protokoll))
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Protokollet är fryst. Justerarna läser version {version.nummer}.")
            return vidare(request, protokoll)
    rader = frysning.brister(protokoll, today=timezone.localdate())
    sida = i_sammanhang(protokoll) | {
        "form": form,
        "hinder": frysning.hinder(protokoll),
        "felen": [a for a in rader if a.ar_fel],
        "varningarna": [a for a in rader if not a.ar_fel],
    }
    return hela(request, render(request, "protokoll/frys.html", sida, status=422 if form.is_bound else 200))


def _redan(protokoll) -> str:
    return frysning.hinder(protokoll) or "Protokollet är redan fryst."


@require_http_methods(["GET", "POST"])
@require(can_keep_protokoll, get=protokollen_for)
def ta_tillbaka(request, protokoll):
    if request.method == "GET" and protokoll.lage != Protokoll.Lage.FRYST:
        messages.info(request, _inte_fryst(protokoll))
        return redirect(protokoll)
    form = TaTillbakaForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            frysning.ta_tillbaka(protokoll, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Protokollet är taget tillbaka. Det går att ändra i det igen.")
            return redirect(protokoll)
    sida = i_sammanhang(protokoll) | {"form": form}
    return render(request, "protokoll/ta_tillbaka.html", sida, status=422 if form.is_bound else 200)


def _inte_fryst(protokoll) -> str:
    if protokoll.lage == Protokoll.Lage.UTKAST:
        return "Protokollet är inte fryst, så det går att ändra i det som det är."
    return "Protokollet är justerat och tas inte tillbaka. Gör en rättelse om något i det är fel."


@require_safe
@require(can_enter, get=protokollen_for)
def version(request, protokoll, nummer):
    """A version as an accessible page: the stored values, never the rows of today."""
    vald = get_object_or_404(lasbara_versioner(request, protokoll).defer("pdf"), nummer=nummer)
    sista = protokoll.versionerna.order_by("-nummer").values_list("nummer", flat=True).first()
    sida = i_sammanhang(protokoll) | {
        "version": vald,
        "namn": f"Version {vald.nummer}",
        "dokument": fran_json(Dokument, vald.innehall),
        "ar_sista": vald.nummer == sista,
    }
    return render(request, "protokoll/version.html", sida)


@require_safe
@require(can_enter, get=protokollen_for)
def version_skillnad(request, protokoll, nummer):
    """What a version changed: against the one before it, or the one that `mot` names."""
    versionerna = {v.nummer: v for v in lasbara_versioner(request, protokoll).defer("pdf")}
    vald = versionerna.get(nummer)
    tidigare = [n for n in versionerna if n < nummer]
    if vald is None or not tidigare:
        raise Http404
    mot = request.GET.get("mot", "")
    fran = versionerna[int(mot) if mot.isdecimal() and int(mot) in tidigare else max(tidigare)]
    sida = i_sammanhang(protokoll) | {
        "version": vald,
        "fran": fran,
        "namn": f"Version {fran.nummer} och {vald.nummer}",
        "tidigare": sorted(tidigare),
        "skillnad": skillnad(*(fran_json(Dokument, v.innehall) for v in (fran, vald))),
    }
    return render(request, "protokoll/version_skillnad.html", sida)


@require_safe
@require(can_enter, get=protokollen_for)
def version_pdf(request, protokoll, nummer):
    """The stored bytes, and nothing else."""
    vald = get_object_or_404(lasbara_versioner(request, protokoll).defer("innehall"), nummer=nummer)
    s = protokoll.sammantrade
    return lagrad_pdf(
        request, vald, f"protokoll-{s.organ.kortnamn.lower()}-{s.datum:%Y-%m-%d}-{protokoll.pk}-version-{nummer}.pdf"
    )


def lagrad_pdf(request, version, filnamn: str) -> HttpResponse:
    """The PDF of a version as it is stored, for every page that hands it out."""
    svar = HttpResponse(bytes(version.pdf), content_type="application/pdf")
    svar["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=filnamn)
    svar["Cache-Control"] = "private, no-cache"
    marke = quote_etag(version.sha256)
    svar["ETag"] = marke
    return get_conditional_response(request, etag=marke, response=svar)

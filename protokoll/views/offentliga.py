"""The protokoll that the public reads: no login, no cookie, nothing that is not published."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kommun.kalender import dag_i_ord
from kommun.listor import page_of, render_list
from kommun.models import Organ
from kommun.offentligt import offentlig
from protokoll import tillagg
from protokoll.dnr import normalform
from protokoll.dokumentvarden import Tryckt
from protokoll.formular.publicering import OffentligaFilter
from protokoll.models import Paragraf, Publicering
from protokoll.offentligt import (
    adress,
    andra_protokoll,
    bladet,
    brodsmula,
    dokumentet,
    publicerade,
    till_listan,
    visar_dnr,
)
from protokoll.publikfil import publik_pdf

PER_SIDA = 25


@require_safe
@offentlig
def offentliga(request):
    """The protokoll, newest first; with a question, the §§ that it finds in what is published."""
    alla = publicerade()
    form = OffentligaFilter(
        request.GET or None,
        organ=Organ.objects.filter(sammantradena__protokollen__publiceringarna__in=alla).distinct().order_by("namn"),
        aren=sorted(set(alla.order_by().values_list("protokoll__sammantrade__ar", flat=True)), reverse=True),
    )
    # What is right of a filter counts, also beside what is wrong.
    form.is_valid()
    valt = getattr(form, "cleaned_data", {})
    if valt.get("organ"):
        alla = alla.filter(protokoll__sammantrade__organ=valt["organ"])
    if valt.get("ar"):
        alla = alla.filter(protokoll__sammantrade__ar=valt["ar"])
    fraga = valt.get("q", "")
    innehall = {"form": form, "fraga": fraga}
    if fraga.strip():
        organ = valt.get("organ")
        sok = tillagg.OFFENTLIG_SOKNING[0]
        innehall["sokt"] = sok(fraga, organ=organ and organ.pk, ar=valt.get("ar"), sida=request.GET.get("sida"))
    else:
        innehall["sida"] = page_of(till_listan(alla), request, size=PER_SIDA)
    svar = render_list(request, "protokoll/offentliga.html", innehall)
    if request.GET:
        svar["X-Robots-Tag"] = "noindex"
    return svar


def _hamta(pk: int) -> Publicering | None:
    """What is published of the protokoll; None when it has been taken away. 404 for all that was never published."""
    if publicering := publicerade().filter(protokoll=pk).select_related("bilaga", "protokollsversion").first():
        return publicering
    if Publicering.objects.filter(protokoll=pk).exists():
        return None
    raise Http404


def _borttaget(request):
    """Of the same words for all of them: why it was taken away may be what should not be known."""
    svar = render(request, "protokoll/offentligt_borttaget.html", status=410)
    svar["X-Robots-Tag"] = "noindex"
    svar["Cache-Control"] = "no-cache"
    return svar


@require_safe
@offentlig
def offentligt(request, pk):
    publicering = _hamta(pk)
    if publicering is None:
        return _borttaget(request)
    dokument = dokumentet(publicering)
    svar = render(
        request,
        "protokoll/offentligt.html",
        {
            "publicering": publicering,
            "protokoll": publicering.protokoll,
            "dokument": dokument,
            "andra": andra_protokoll(publicering),
            "rubrik": f"Protokoll {dag_i_ord(dokument.datum)}",
            "brodsmula": brodsmula(dokument),
            "kanonisk": adress("offentligt", pk),
        },
    )
    svar["X-Robots-Tag"] = "noarchive"
    return svar


def _visat_dnr(protokoll: int, tryckt: Tryckt) -> str:
    """The dnr of a § without its class, where what is published says it."""
    rad = Paragraf.objects.filter(protokoll=protokoll, nummer=tryckt.nummer).only("dnr").first()
    return normalform(rad.dnr) if rad and visar_dnr(tryckt, rad.dnr) else ""


@require_safe
@offentlig
def paragraf(request, pk, nummer):
    publicering = _hamta(pk)
    if publicering is None:
        return _borttaget(request)
    dokument = dokumentet(publicering)
    blad = bladet(dokument, nummer)
    if blad is None:
        raise Http404
    svar = render(
        request,
        "protokoll/offentlig_paragraf.html",
        {
            "publicering": publicering,
            "protokoll": publicering.protokoll,
            "dokument": dokument,
            "blad": blad,
            "brodsmula": brodsmula(dokument),
            "kanonisk": adress("offentlig-paragraf", pk, nummer),
            "arendets_dnr": _visat_dnr(pk, blad.paragraf),
        },
    )
    svar["X-Robots-Tag"] = "noarchive"
    return svar


@require_safe
@offentlig
def pdf(request, pk):
    """The stored bytes. The page is what search engines shall show."""
    publicering = _hamta(pk)
    if publicering is None:
        return _borttaget(request)
    innehall, summa = publik_pdf(publicering)
    organ, dag = publicering.protokoll.sammantrade.organ, publicering.protokoll.sammantrade.datum
    svar = HttpResponse(innehall, content_type="application/pdf")
    webb = "-webbversion" if publicering.bilaga_id else ""
    svar["Content-Disposition"] = content_disposition_header(False, f"{organ.kortnamn.lower()}-{dag}{webb}.pdf")
    svar["ETag"] = f'"{summa}"'
    svar["Link"] = f'<{adress("offentligt", pk)}>; rel="canonical"'
    svar["X-Robots-Tag"] = "noarchive"
    return svar

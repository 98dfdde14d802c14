"""The public board: no login, no cookie, no script, and 304 for whoever has it already."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from kommun.models import Kommun, Organ
from kommun.offentligt import hel_adress, offentlig
from kommun.permissions import public
from protokoll import tavlan
from protokoll.anslagsflode import atom
from protokoll.models import Anslag
from protokoll.tillagg import OPPNA_DATA

_GRUPPER = ((Anslag.Slag.PROTOKOLL, "Justerade protokoll"), (Anslag.Slag.KUNGORELSE, "Kungörelser"))


def _svara(request, gor):
    """What `gor` makes, or 304. Somebody logged in sees a menu of his own, which no proxy may keep."""
    if request.user.is_authenticated:
        svar = gor()
        patch_cache_control(svar, private=True, no_cache=True)
        return svar
    nu = timezone.localtime()
    marke = tavlan.marke(nu.date())
    svar = get_conditional_response(request, etag=marke) or gor()
    if svar.status_code in (200, 304):
        svar["ETag"], svar["X-Robots-Tag"] = marke, "noarchive"  # nor shall a search engine keep what comes down
        # What has come down is never shown out of a memory, not even when we cannot be reached.
        patch_cache_control(svar, public=True, max_age=tavlan.giltig_i(nu), must_revalidate=True)
    return svar


@require_safe
@public
def anslagstavla(request):
    def gor():
        today = timezone.localdate()
        rader = list(tavlan.uppe(today))
        for a in rader:
            a.paragrafer, a.pdf = tavlan.paragrafer(a), tavlan.pdf_adress(a)
        grupper = [(rubrik, [a for a in rader if a.slag == slag]) for slag, rubrik in _GRUPPER]
        sida = {"grupper": grupper, "antal": len(rader), "today": today, "kanonisk": hel_adress(request.path)}
        return render(request, "protokoll/anslagstavla.html", sida)

    return _svara(request, gor)


@require_safe
@public
def anslaget(request, pk):
    """While it is up; afterwards 410 and a sentence, without anything of what it said."""
    today = timezone.localdate()
    anslag = get_object_or_404(Anslag.objects.harifran(), pk=pk)
    if anslag.uppsatt > today:
        raise Http404
    if not anslag.ar_uppe(today):
        nytt = (
            Anslag.objects.uppe(today).filter(protokoll=anslag.protokoll_id, sammantrade=anslag.sammantrade_id).first()
        )
        svar = render(request, "protokoll/anslag_nedtaget.html", {"nytt": nytt}, status=410)
        svar["X-Robots-Tag"], svar["Cache-Control"] = "noindex", "no-cache"
        return svar

    def gor():
        a = tavlan.uppe(today).get(pk=pk)
        a.paragrafer, a.pdf = tavlan.paragrafer(a), tavlan.pdf_adress(a)
        sida = {"anslag": a, "today": today, "kanonisk": hel_adress(request.path)}
        return render(request, "protokoll/anslaget.html", sida)

    return _svara(request, gor)


@require_safe
@public
def atomflode(request):
    def gor():
        innehall = atom(
            tavlan.uppe(timezone.localdate()),
            kommun=_kommunens_namn(),
            adress=hel_adress,
            sida=hel_adress(reverse("protokoll:anslagstavla")),
            flode=hel_adress(request.path),
        )
        return HttpResponse(innehall, content_type="application/atom+xml; charset=utf-8")

    return _oppna(_svara(request, gor))


@require_safe
@public
def json(request):
    def gor():
        kommun = Kommun.objects.first()
        rader = tavlan.uppe(timezone.localdate())
        return JsonResponse(
            {
                "publisher": kommun.namn if kommun else "",
                "url": hel_adress(reverse("protokoll:anslagstavla")),
                "notices": [tavlan.som_data(a, kommun=kommun, adress=hel_adress) for a in rader],
            },
            json_dumps_params={"ensure_ascii": False, "indent": 1},
        )

    return _oppna(_svara(request, gor))


@require_safe
@offentlig(max_age=3600)
def dcat(request):
    """The catalogue of open data, DCAT-AP-SE as RDF/XML, for Sveriges dataportal to fetch."""
    organ = Organ.objects.verksamma(timezone.localdate()).order_by("namn")
    context = {"rot": hel_adress(""), "organen": organ, "kommun": Kommun.objects.first(), "datamangder": OPPNA_DATA}
    sida = render_to_string("protokoll/dcat.rdf", context)
    return _oppna(HttpResponse(sida, content_type="application/rdf+xml; charset=utf-8"))


def _oppna(svar):
    """Open data is read by pages of others too."""
    svar["Access-Control-Allow-Origin"] = "*"
    return svar


def _kommunens_namn() -> str:
    kommun = Kommun.objects.first()
    return kommun.namn if kommun else ""

"""The statutory clock over all organ: the list, and the calendar to subscribe to."""

from hashlib import sha256

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kommun.forms import nycklar
from kommun.listor import page_of, render_list
from kommun.models import Organ
from kommun.offentligt import hel_adress
from kommun.permissions import can_enter, can_keep_minutes, public, require
from kommun.valt_organ import filter_data
from protokoll import tidskalender
from protokoll.formular.anslag import TiderFilter
from protokoll.models import Sammantrade
from protokoll.tider import Okungjort, Tid, okungjorda
from protokoll.tider import tiderna as alla_tider
from protokoll.views.kalendrar import varddator


@require_safe
@require(can_enter)
def tiderna(request):
    today = timezone.localdate()
    form = TiderFilter(filter_data(request))
    moten = Sammantrade.objects.visible_to(request.user)
    valt = form.cleaned_data if form.is_valid() else {}
    if organ := valt.get("organ"):
        moten = moten.filter(organ=organ)
    urval = alla_tider(moten, today=today)
    match valt.get("lage"):
        case "forsenade":
            urval = urval.filter(forsenat=True)
        case skede if skede:
            urval = urval.filter(skede=skede)
    sida = page_of(urval, request)
    ics = request.build_absolute_uri(reverse("protokoll:tider-kalender")) + (f"?organ={organ.pk}" if organ else "")
    okungjort = [Okungjort(s, today) for s in okungjorda(moten, today=today)]
    return render_list(
        request,
        "protokoll/tider.html",
        {
            "form": form,
            "sida": sida,
            "rader": [Tid(p, today) for p in sida],
            "okungjorda": [(o, can_keep_minutes(request.user, o.sammantrade.organ_id)) for o in okungjort],
            "ics": ics,
            "webcal": "webcal:" + ics.partition(":")[2],
            "today": today,
        },
    )


@require_safe
@public
@cache_control(public=True, max_age=300)
def kalender(request):
    today = timezone.localdate()
    moten, namn = Sammantrade.objects.all(), "Protokollens tider"
    if pk := next(iter(nycklar([request.GET.get("organ", "")])), None):
        organ = get_object_or_404(Organ, pk=pk)
        moten, namn = moten.filter(organ=organ), f"{namn}: {organ.namn}"
    innehall = tidskalender.kalenderfil(
        tidskalender.rader(moten, today=today),
        tidskalender.planerade(moten, today=today),
        namn=namn,
        varddator=varddator(request),
        adress=hel_adress,
    )
    marke = f'"{sha256(innehall).hexdigest()[:32]}"'
    svar = HttpResponse(innehall, content_type="text/calendar; charset=utf-8")
    svar["ETag"], svar["Content-Disposition"] = marke, 'inline; filename="tider.ics"'
    return get_conditional_response(request, etag=marke, response=svar)

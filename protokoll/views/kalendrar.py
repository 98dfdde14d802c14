"""The public calendars: no login, no cookie, nothing but when and where."""

from hashlib import sha256

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kommun.models import Kommun, Organ
from kommun.permissions import public
from protokoll import kalenderfil
from protokoll.models import Sammantrade

NARMASTE = 6


def varddator(request) -> str:
    """The name that ends every UID: the first the installation is known by, whichever of them was asked."""
    namn = next((h for h in settings.ALLOWED_HOSTS if not h.startswith(("*", "."))), "")
    return namn or request.get_host().split(":")[0]


@require_safe
@public
def kalendrar(request):
    today = timezone.localdate()
    organen = list(Organ.objects.verksamma(today).order_by("namn"))
    kommande: dict[int, list[Sammantrade]] = {o.pk: [] for o in organen}
    for s in Sammantrade.objects.filter(datum__gte=today).exclude(lage="hanvisning").order_by("datum", "start"):
        if s.organ_id in kommande and len(kommande[s.organ_id]) < NARMASTE:
            kommande[s.organ_id].append(s)
    rader = []
    for organ in organen:
        url = request.build_absolute_uri(reverse("protokoll:kalender", args=[organ.pk]))
        rader.append((organ, url, "webcal:" + url.partition(":")[2], kommande[organ.pk]))
    return render(request, "protokoll/kalendrar.html", {"rader": rader, "today": today})


@require_safe
@public
@cache_control(public=True, max_age=300)
def kalender(request, pk):
    organ = get_object_or_404(Organ, pk=pk)
    today = timezone.localdate()
    kommun = Kommun.objects.first()
    sida = request.build_absolute_uri(reverse("protokoll:kalendrar"))
    innehall = kalenderfil.kalender(
        organ,
        kalenderfil.sammantraden(organ, today=today),
        kommun=kommun.namn if kommun else "",
        varddator=varddator(request),
        sida=f"{sida}#organ-{organ.pk}",
    )
    # By its content alone: of a time, what was changed after the clock was set back would never be fetched.
    marke = f'"{sha256(innehall).hexdigest()[:32]}"'
    svar = HttpResponse(innehall, content_type="text/calendar; charset=utf-8")
    svar["ETag"] = marke
    svar["Content-Disposition"] = content_disposition_header(False, f"{organ.kortnamn.lower()}.ics")
    return get_conditional_response(request, etag=marke, response=svar)

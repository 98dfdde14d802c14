from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kommun.permissions import can_enter, require
from protokoll.models import Sammantrade
from protokoll.rumsbild import rumsbild


def _sammantraden(user):
    return Sammantrade.objects.visible_to(user).select_related("organ")


@require_safe
@never_cache
@require(can_enter, get=_sammantraden)
def rummet(request, sammantrade):
    """The screen in the room. It asks every few seconds with the mark of what it shows; 204: that still holds."""
    bild = rumsbild(sammantrade, nu=timezone.localtime())
    if request.htmx and request.GET.get("sedan") == bild.kannetecken:
        return HttpResponse(status=204)
    mall = "protokoll/rummet.html#bild" if request.htmx else "protokoll/rummet.html"
    return render(request, mall, {"sammantrade": sammantrade, "bild": bild})

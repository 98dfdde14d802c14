from django.db.models import F, Prefetch
from django.views.decorators.http import require_safe

from kommun.listor import order_of, page_of, render_list, swedish
from kommun.permissions import can_enter, require
from kommun.valt_organ import filter_data
from protokoll.forms import InbjudningarFilter
from protokoll.models import Behandling, Inbjudan


@require_safe
@require(can_enter)
def inbjudningar(request):
    form = InbjudningarFilter(filter_data(request))
    urval = Inbjudan.objects.visible_to(request.user)
    if form.is_valid():
        if organ := form.cleaned_data["organ"]:
            urval = urval.filter(organ=organ)
        if svar := form.cleaned_data["svar"]:
            urval = urval.filter(svar=svar)
        if q := form.cleaned_data["q"]:
            urval = urval.filter(inbjudan__icontains=q)
    urval = order_of(
        urval.select_related("organ").prefetch_related(
            "deltagandena",
            Prefetch("behandlingarna", Behandling.objects.select_related("paragraf__sammantrade").order_by("pk")),
        ),
        request,
        {
            "nar": ("borjar",),
            "organ": (swedish("organ__namn"),),
            "inbjudan": (swedish("inbjudan"),),
            "svar": ("svar",),
        },
        default=(F("borjar").desc(nulls_last=True), "-pk"),
    )
    return render_list(request, "protokoll/inbjudningar.html", {"form": form, "sida": page_of(urval, request)})

"""The page of one invitation."""

from django.db.models import Prefetch
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun.permissions import can_enter, require
from kommun.timeline import tidslinje
from protokoll.inbjudan.urval import gar_ut_fore, nasta_mote
from protokoll.models import Behandling, Inbjudan, Inbjudansbilaga
from protokoll.paragrafbilagor import med_storlek
from protokoll.permissions import can_keep_inbjudan
from protokoll.tillagg import INBJUDANSAKTER, INBJUDANSPANELER
from protokoll.views.bilagor import fil

_BEHANDLINGAR = Behandling.objects.select_related("paragraf__sammantrade__organ", "paragraf__protokoll").order_by(
    "paragraf__sammantrade__datum", "pk"
)


def inbjudningarna(user):
    return Inbjudan.objects.visible_to(user).select_related(
        "organ__inbjudningar_anmals_av", "anmals_av", "avgjord_av", "av__person"
    )


@require_safe
@require(
    can_enter,
    get=lambda user: inbjudningarna(user).prefetch_related(Prefetch("behandlingarna", _BEHANDLINGAR), "deltagandena"),
)
def inbjudan(request, inbjudan):
    today = timezone.localdate()
    akter = [akt for fler in INBJUDANSAKTER for akt in fler(request, inbjudan)]
    nasta = next((a for a in akter if a.nasta), None)
    mote = nasta_mote(inbjudan.organ_id, today=today)
    paneler = [p for panel in INBJUDANSPANELER if (p := panel(request, inbjudan))]
    return render(
        request,
        "protokoll/inbjudan.html",
        {
            "inbjudan": inbjudan,
            "akt": nasta,
            "akter": [a for a in akter if a is not nasta],
            "far_andra": can_keep_inbjudan(request.user, inbjudan),
            "mote": mote,
            "gar_ut": gar_ut_fore(inbjudan, mote, today=today),
            "bilagor": med_storlek(inbjudan.bilagorna.all()),
            "paneler": paneler,
            "visar_deltagare": not any(innehall.get("deltagare") for _, innehall in paneler),
            "handelser": tidslinje(inbjudan, *inbjudan.behandlingarna.all(), *inbjudan.deltagandena.all()),
            "today": today,
        },
    )


@require_safe
@require(
    can_enter,
    get=lambda user: Inbjudansbilaga.objects.filter(inbjudan__in=Inbjudan.objects.visible_to(user)).select_related(
        "bilaga"
    ),
)
def bilaga(request, rad):
    return fil(rad.bilaga)

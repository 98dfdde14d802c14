from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kommun.brevlage import brevlage
from kommun.fel import DomanFel
from kommun.listor import PAGE_SIZE, page_of
from kommun.permissions import require
from uppdrag import paminnelselage as lage
from uppdrag import paminnelser as akter
from uppdrag.models import Paminnelse, Uppdrag
from uppdrag.paminnelsemottagare import Mottagarkarta
from uppdrag.permissions import can_follow_paminnelser, can_hand_over, can_resend_paminnelse

ATGARDA, KOMMANDE, SKICKADE = "atgarda", "kommande", "skickade"


@require_safe
@require(can_follow_paminnelser)
def paminnelser(request):
    """What went wrong, what comes and what has been said; one of the three at a time."""
    user, nu, today = request.user, timezone.now(), timezone.localdate()
    breven = lage.breven_som_inte_kom_fram(user, nu=nu)
    mina, karta = lage.mina_uppdrag(user), Mottagarkarta(today)
    utan = lage.utan_mottagare(mina, karta=karta, today=today)
    rester = {"utan_dag": lage.utan_rapportdag(mina), "utan_chef": lage.utan_chef(mina, karta=karta, today=today)}
    antal_utan, antal_rester = utan.count(), {f"antal_{namn}": urval.count() for namn, urval in rester.items()}
    antal = len(breven) + antal_utan + sum(antal_rester.values())
    visa = request.GET.get("visa")
    if visa not in (ATGARDA, KOMMANDE, SKICKADE):
        visa = ATGARDA if antal else KOMMANDE
    context = {ATGARDA: _att_atgarda, KOMMANDE: _kommande, SKICKADE: _skickade}[visa](request, breven, utan, rester)
    return render(
        request,
        "uppdrag/paminnelser.html",
        {
            "today": today,
            "visa": visa,
            "antal_utan": antal_utan,
            "far_lamna_over": can_hand_over(user),
            "presets": [
                ("Att åtgärda", f"?visa={ATGARDA}", antal, visa == ATGARDA),
                (f"Kommande {lage.KOMMANDE_DAGAR} dagar", f"?visa={KOMMANDE}", None, visa == KOMMANDE),
                ("Skickade", f"?visa={SKICKADE}", None, visa == SKICKADE),
            ],
            "inget": not antal,
            **antal_rester,
            **context,
        },
    )


def _att_atgarda(request, breven, utan, rester):
    def rader(urval):
        return urval.select_related("serie", "ansvarig", "forvaltning", "mottagande_organ").order_by("frist", "pk")

    visade = {namn: rader(urval)[: lage.MEST] for namn, urval in rester.items()}
    return {"breven": breven, "sida": page_of(rader(utan), request), **visade}


def _kommande(request, *_):
    alla = lage.kommande_paminnelser(request.user, today=timezone.localdate())
    sida = Paginator(alla, PAGE_SIZE).get_page(request.GET.get("sida"))
    return {"sida": sida, "rader": lage.med_namn(sida.object_list)}


def _skickade(request, *_):
    sida = page_of(lage.skickade(request.user).order_by("-tid", "-pk"), request)
    return {"sida": sida, "rader": [(p, brevlage(p.utskick, nu=timezone.now())) for p in sida.object_list]}


def _paminnelserna(user):
    synliga = Paminnelse.objects.filter(uppdrag__in=Uppdrag.objects.visible_to(user))
    return synliga.select_related("uppdrag", "till")


@require_POST
@require(can_resend_paminnelse, get=_paminnelserna)
def skicka_igen(request, paminnelse):
    try:
        akter.skicka_igen(paminnelse, today=timezone.localdate())
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"Brevet till {paminnelse.till.namn} skickas.")
    return redirect("uppdrag:paminnelser")

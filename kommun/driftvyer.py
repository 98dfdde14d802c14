"""The administrator's page of how it is: the probes in words, the mail that has not gone out, the work that failed.

What a mail says is not shown here: who runs the system need not read what the organ deal with.
"""

from django.contrib import messages
from django.db.models import F
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kommun import halsa, utskick
from kommun.bakgrund import KALLAS, antal_arbetare
from kommun.brevlage import brevlage
from kommun.fel import DomanFel
from kommun.listor import page_of
from kommun.models import Utskick
from kommun.permissions import can_skota_driften, require

RUBRIKER = {
    "databas": "Databasen",
    "klocka": "Klockan",
    "arbetare": "Arbetet i bakgrunden",
    "epost": "E-posten",
    "typsnitt": "Typsnitten",
    "disk": "Disken",
}
CHIP = {
    halsa.Lage.BRA: ("Bra", "lyckad"),
    halsa.Lage.VARNING: ("Varning", "varning"),
    halsa.Lage.FEL: ("Fel", "fel"),
}
MEST = 20


@never_cache
@require_safe
@require(can_skota_driften)
def driftlage(request):
    nu = timezone.now()
    proven = halsa.undersok()
    breven = page_of(_osanda(), request)
    misslyckade = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by(F("finished_at").desc())
    return render(
        request,
        "kommun/driftlage.html",
        {
            "prov": [(RUBRIKER[p.namn], *CHIP[p.lage], p.text) for p in proven],
            "fel": sum(p.lage != halsa.Lage.BRA for p in proven),
            "brev": breven,
            "brevrader": [(b, brevlage(b, nu=nu)) for b in breven],
            "arbeten": halsa.arbeten(nu),
            "antal_arbetare": antal_arbetare(),
            "misslyckade": [(u, KALLAS.get(u.task_path, u.task_path), str(u.pk)[:8]) for u in misslyckade[:MEST]],
        },
    )


@require_POST
@require(can_skota_driften, get=lambda user: _osanda() if can_skota_driften(user) else Utskick.objects.none())
def brev_igen(request, brevet):
    try:
        utskick.skicka_igen(brevet)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"Brevet till {brevet.till} skickas igen.")
    return redirect("kommun:driftlage")


def _osanda():
    return Utskick.objects.filter(skickat=None).defer("text").order_by("pk")

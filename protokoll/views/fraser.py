from django.contrib import messages
from django.db.models import F, Q
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.permissions import require
from protokoll.formular.fraser import FrasForm
from protokoll.frasbank import spara_fras
from protokoll.fraser import VARIABLER
from protokoll.models import Fras
from protokoll.permissions import can_edit_fras, can_keep_fraser


def _fraser(user):
    if not user.behorighet.har_insyn:
        return Fras.objects.none()
    return Fras.objects.select_related("organ")


@require_safe
@require(can_keep_fraser)
def fraser(request):
    egna = Q(organ=None) | Q(organ__in=request.user.behorighet.sekreterare_i)
    rader = _fraser(request.user).filter(egna).order_by(F("organ__namn").asc(nulls_last=True), "typ", "ordning", "namn")
    return render(request, "protokoll/fraser.html", {"fraser": rader})


@require_http_methods(["GET", "POST"])
@require(can_keep_fraser)
def fras_ny(request):
    return _redigera(request, None)


@require_http_methods(["GET", "POST"])
@require(can_edit_fras, get=_fraser)
def fras_andra(request, fras):
    return _redigera(request, fras)


def _redigera(request, fras):
    form = FrasForm(
        posted(request), instance=fras, user=request.user, initial={"typ": request.GET.get("typ", "beslut")}
    )
    if form.is_valid():
        try:
            sparad = spara_fras(fras, by=request.user, **form.cleaned_data)
        except DomanFel as fel:
            form.add_error("namn", str(fel))
        else:
            messages.success(request, f"Frasen ”{sparad.namn}” är sparad.")
            return redirect("protokoll:fraser")
    status = 422 if request.method == "POST" else 200
    return render(
        request, "protokoll/fras.html", {"form": form, "fras": fras, "variabler": VARIABLER.items()}, status=status
    )

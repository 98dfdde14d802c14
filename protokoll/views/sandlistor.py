from django.contrib import messages
from django.db.models import Count, F, Q
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.listor import swedish
from kommun.permissions import require
from protokoll.formular.utdrag import SandlistaForm
from protokoll.models import Sandlista
from protokoll.permissions import can_edit_sandlista, can_keep_sandlistor
from protokoll.sandlistor import spara_lista


def _listor(user):
    return Sandlista.objects.select_related("organ") if user.behorighet.har_insyn else Sandlista.objects.none()


@require_safe
@require(can_keep_sandlistor)
def sandlistor(request):
    egna = Q(organ=None) | Q(organ__in=request.user.behorighet.sekreterare_i)
    rader = _listor(request.user).filter(egna).annotate(antal=Count("raderna"))
    ordning = (F("organ__namn").asc(nulls_first=True), swedish("namn"))
    return render(request, "protokoll/sandlistor.html", {"listor": rader.order_by("upphord", *ordning)})


@require_http_methods(["GET", "POST"])
@require(can_keep_sandlistor)
def ny(request):
    return _redigera(request, None)


@require_http_methods(["GET", "POST"])
@require(can_edit_sandlista, get=_listor)
def andra(request, lista):
    return _redigera(request, lista)


def _redigera(request, lista):
    form = SandlistaForm(posted(request), instance=lista, user=request.user)
    if form.is_valid():
        try:
            sparad = spara_lista(lista, by=request.user, **form.cleaned_data)
        except DomanFel as fel:
            form.add_error("namn", str(fel))
        else:
            messages.success(request, f"Sändlistan ”{sparad.namn}” är sparad.")
            return redirect("protokoll:sandlistor")
    status = 422 if request.method == "POST" else 200
    return render(request, "protokoll/sandlista.html", {"form": form, "lista": lista}, status=status)

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import nycklar, posted
from kommun.listor import swedish
from kommun.models import Franvaro
from kommun.permissions import require
from uppdrag import franvaro as franvaroakter
from uppdrag import overlamning
from uppdrag.formular.overlamning import FranvaroForm, OverlamnaForm
from uppdrag.overlamningslage import slutar_snart
from uppdrag.permissions import (
    can_hand_over,
    can_register_franvaro,
    franvarande_att_anmala,
    uppdrag_att_lamna_over,
)


def _valda(request):
    """The uppdrag asked for that may be handed over by the user, and how many more were asked for."""
    far = (
        uppdrag_att_lamna_over(request.user)
        .filter(lage__in=overlamning.LAGEN)
        .select_related("serie", "ansvarig", "forvaltning", "mottagande_organ")
        .order_by("serie__kortnamn", "ar", "nummer")
    )
    if person := next(iter(nycklar(request.GET.getlist("person"))), None):
        return far.filter(ansvarig=person), 0
    fragade = set(nycklar([*request.GET.getlist("uppdrag"), *request.POST.getlist("uppdrag")]))
    valda = far.filter(pk__in=fragade)
    return valda, len(fragade) - valda.count()


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_hand_over)
def lamna_over(request):
    """`?uppdrag=1&uppdrag=2` or `?person=3`; with neither, those who have uppdrag but not their tjänst."""
    today = timezone.localdate()
    valda, utelamnade = _valda(request)
    form = OverlamnaForm(posted(request), initial={"uppdrag": list(valda)}, uppdragen=valda, today=today)
    if form.is_valid():
        data = form.cleaned_data
        pks = [u.pk for u in data.pop("uppdrag")]
        try:
            flyttade = overlamning.lamna_over(pks, **data, by=request.user, today=today)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            ord_ = "1 uppdrag är överlämnat" if len(flyttade) == 1 else f"{len(flyttade)} uppdrag är överlämnade"
            messages.success(request, f"{ord_}." if flyttade else "Uppdragen var redan överlämnade.")
            return redirect(flyttade[0] if len(flyttade) == 1 else "uppdrag:uppdragen")
    return render(
        request,
        "uppdrag/lamna_over.html",
        {
            "form": form,
            "antal": len(form.fields["uppdrag"].queryset),
            "utelamnade": utelamnade,
            "slutar": slutar_snart(uppdrag_att_lamna_over(request.user), today=today) if not request.GET else [],
        },
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_register_franvaro)
def franvaro(request):
    user, today = request.user, timezone.localdate()
    personer = franvarande_att_anmala(user, today).order_by(swedish("namn"))
    initial = {"fran": today, "person": user.behorighet.person_id}
    form = FranvaroForm(posted(request), initial=initial, personer=personer, today=today)
    if form.is_valid():
        try:
            ny = franvaroakter.anmal(**form.cleaned_data, by=user, today=today)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Frånvaron för {ny.person.namn} är anmäld.")
            return redirect("uppdrag:franvaro")
    return render(
        request,
        "uppdrag/franvaro.html",
        {"form": form, "rader": _franvaron(user, today).order_by("fran", "pk"), "today": today},
        status=422 if form.is_bound else 200,
    )


def _franvaron(user, today=None):
    """What is not over yet, of those the user may register."""
    today = today or timezone.localdate()
    if not user.behorighet.har_insyn:
        return Franvaro.objects.none()
    pagande = Franvaro.objects.filter(person__in=franvarande_att_anmala(user, today)).exclude(till__lt=today)
    return pagande.select_related("person", "ersattare")


@require_POST
@require(can_register_franvaro, get=_franvaron)
def ater(request, franvaro):
    namn, borjat = franvaro.person.namn, franvaro.fran < timezone.localdate()
    franvaroakter.ater(franvaro, by=request.user, today=timezone.localdate())
    messages.success(request, f"{namn} är åter i tjänst." if borjat else f"Frånvaron för {namn} är borttagen.")
    return redirect("uppdrag:franvaro")

"""The calendar of frister: its page, and the file behind the secret address."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kommun.permissions import can_enter, public, require
from protokoll.views.kalendrar import varddator
from uppdrag import fristkalender
from uppdrag.models import Fristkalender


@never_cache
@require_safe
@require(can_enter)
def kalender(request):
    person = request.user.person
    kalendern = Fristkalender.objects.filter(person=person).first() if person else None
    url = ""
    if kalendern and kalendern.token:
        url = request.build_absolute_uri(reverse("uppdrag:kalenderfil", args=[kalendern.token]))
    return render(
        request,
        "uppdrag/fristkalender.html",
        {
            "har_person": person is not None,
            "kalender": kalendern,
            "adress": url,
            "webcal": "webcal:" + url.partition(":")[2],
        },
    )


@require_POST
@require(can_enter)
def ny(request):
    version = request.POST.get("version", "")
    if request.user.person is None:
        messages.error(request, "Ditt konto är inte kopplat till någon person och kan inte ha några frister.")
    else:
        fristkalender.ny_adress(
            request.user.person, version=int(version) if version.isdecimal() else -1, by=request.user
        )
        messages.success(request, "Kalendern har fått en ny adress.")
    return redirect("uppdrag:frist-kalender")


@require_POST
@require(can_enter)
def aterkalla(request):
    if request.user.person:
        fristkalender.aterkalla(request.user.person, by=request.user)
    messages.success(request, "Adressen är återkallad och leder ingenstans längre.")
    return redirect("uppdrag:frist-kalender")


@never_cache
@require_safe
@public
def kalenderfil(request, token):
    today = timezone.localdate()
    person = fristkalender.innehavare(token, today=today)
    if person is None:
        raise Http404
    innehall = fristkalender.kalenderfil(
        fristkalender.uppdragen(person, today=today),
        varddator=varddator(request),
        adress=lambda u: request.build_absolute_uri(u.get_absolute_url()),
    )
    return HttpResponse(
        innehall,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'inline; filename="frister.ics"', "X-Robots-Tag": "noindex"},
    )

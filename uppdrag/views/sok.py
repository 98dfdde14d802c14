"""One box for everything one may see."""

from datetime import date

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun.listor import render_list
from kommun.permissions import can_enter, require
from kommun.valt_organ import valt_organ_id
from uppdrag.formular.sok import SokForm
from uppdrag.sok.intern import VAL, Filter, Insyn, Intern
from uppdrag.sok.motor import PER_SIDA
from uppdrag.sok.traffar import arendena, traffarna

FORSLAG = 8


def _filter(valt: dict) -> Filter:
    organ, person = valt.get("organ"), valt.get("person")
    return Filter(
        slag=valt.get("slag", ""),
        organ=organ and organ.pk,
        ar=valt.get("ar"),
        person=person and person.pk,
        personens_namn=[person.namn, *person.namnformerna.values_list("namn", flat=True)] if person else (),
    )


def _intern(request, today: date) -> Intern:
    return Intern(today=today, insyn=Insyn.for_(request.user), eget_organ=valt_organ_id(request))


def _slagen(request, resultat, valt: str) -> list[tuple]:
    """The kinds that something was found of, as links with how many; none when they were too many to count."""
    fragor = request.GET.copy()
    for namn in ("slag", "sida"):
        fragor.pop(namn, None)
    rader = [("Allt", f"?{fragor.urlencode()}", None, not valt)]
    for slag, (namn, slagen) in VAL.items():
        antal = sum(resultat.per_slag.get(s, 0) for s in slagen)
        if antal or slag == valt or resultat.fler:
            fragor["slag"] = slag
            rader.append((namn, f"?{fragor.urlencode()}", antal or None, slag == valt))
    return rader


@require_safe
@require(can_enter)
def sok(request):
    today = timezone.localdate()
    form = SokForm(request.GET or None)
    valt = form.cleaned_data if form.is_valid() else {}
    filter_ = _filter(valt)
    resultat, sokning = _intern(request, today).sok(valt.get("q", ""), filter_)
    sida = Paginator(resultat.nycklar, PER_SIDA).get_page(request.GET.get("sida"))
    arenden = (
        arendena(resultat.fraga.dnrtal, sokning.ram)
        if resultat.fraga.dnr and sida.number == 1 and not filter_.slag
        else []
    )
    return render_list(
        request,
        "uppdrag/sok.html",
        {
            "form": form,
            # In no part of the menu.
            "aktiv_flik": "uppdrag:sok",
            "today": today,
            "resultat": resultat,
            "sida": sida,
            "arenden": arenden,
            "traffar": traffarna(sokning.rader(resultat, sida.object_list), user=request.user, today=today),
            "slagen": _slagen(request, resultat, filter_.slag) if resultat.antal or filter_.slag else [],
            "person": valt.get("person"),
            "fragat": bool(valt.get("q")) or filter_ != Filter(),
        },
    )


@require_safe
@require(can_enter)
def forslag(request):
    """While one types: at most so many, and nothing of less than two letters."""
    fraga, today = request.GET.get("q", "").strip(), timezone.localdate()
    rader = []
    if len(fraga) > 1:
        rader = _intern(request, today).forslag(fraga, FORSLAG)
    traffar = traffarna(rader, user=request.user, today=today)
    return render(request, "uppdrag/_sokforslag.html", {"traffar": traffar, "fraga": fraga, "today": today})

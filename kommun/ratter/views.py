from collections import defaultdict

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kommun.listor import page_of, render_list, swedish
from kommun.models import Mandat, Organ, Person, Tjanst
from kommun.permissions import can_see_behorighet, can_see_behorigheter, require
from kommun.ratter.formular import DagForm, PersonFilter
from kommun.ratter.fragan import bilden, i_organet


@never_cache
@require_safe
@require(can_see_behorigheter)
def behorigheter(request):
    """Everybody with a role on the day; by name also those without."""
    form = PersonFilter(request.GET)
    dag = form.vald()
    tjanster = Tjanst.objects.gallande(dag).select_related("organ")
    mandat = Mandat.objects.gallande(dag).select_related("organ")
    personer = Person.objects.order_by(swedish("namn"), "pk").select_related("user")
    if form.is_valid() and (q := form.cleaned_data["q"]):
        personer = personer.filter(Q(namn__icontains=q) | Q(user__username__icontains=q))
    else:
        egna = {"person": OuterRef("pk")}
        flagga = Q(user__is_superuser=True)
        personer = personer.filter(Exists(tjanster.filter(**egna)) | Exists(mandat.filter(**egna)) | flagga)
    personer = personer.prefetch_related(
        Prefetch("tjansterna", tjanster, to_attr="dagens_tjanster"),
        Prefetch("mandaten", mandat, to_attr="dagens_mandat"),
    )
    return render_list(
        request,
        "kommun/behorigheter.html",
        {"form": form, "dag": dag, "sida": page_of(personer, request), "organen": Organ.objects.verksamma(dag)},
    )


def _sjalv_eller_alla(user):
    alla = Person.objects.all()
    return alla if can_see_behorigheter(user) else alla.filter(pk=user.behorighet.person_id)


@never_cache
@require_safe
@require(can_see_behorighet, get=_sjalv_eller_alla)
def behorighet(request, person):
    form = DagForm(request.GET)
    return render(
        request,
        "kommun/behorighet.html",
        {
            "form": form,
            "bild": bilden(person, dag=form.vald(), tittare=request.user),
            "egen": person.pk == request.user.person_id,
            "far_se_alla": can_see_behorigheter(request.user),
        },
    )


def _organ(user):
    return Organ.objects.all() if can_see_behorigheter(user) else Organ.objects.none()


@never_cache
@require_safe
@require(can_see_behorigheter, get=_organ)
def behorighet_organ(request, organ):
    """The reverse: who may do each thing in one organ."""
    form = DagForm(request.GET)
    dag = form.vald()
    amnen = defaultdict(list)
    for rad in i_organet(organ, dag=dag):
        amnen[rad.amne].append(rad)
    return render(
        request, "kommun/behorighet_organ.html", {"form": form, "dag": dag, "organ": organ, "amnen": dict(amnen)}
    )

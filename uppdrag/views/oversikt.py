"""What is late and whose it is (the chair), and how the organ's uppdrag have gone (the auditor)."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun import utskrift
from kommun.listor import render_list
from kommun.models import Kommun
from kommun.permissions import can_enter, require
from kommun.tabellfil import CSV, XLSX
from kommun.valt_organ import filter_data
from uppdrag import revisionssida
from uppdrag.formular.oversikt import OversiktFilter, RevisionFilter
from uppdrag.laget import laget, laget_pdf
from uppdrag.models import Uppdrag
from uppdrag.statistik import forsta_tertialen


def _data(request):
    """The address, else the organ one works with, else the only one that one chairs."""
    data = filter_data(request)
    if "organ" not in data:
        egna = list(request.user.behorighet.ordforande_i)
        if len(egna) == 1:
            data["organ"] = str(egna[0])
    return data


def _kommun():
    return Kommun.objects.first() or Kommun(namn="")


def _lage(request, form):
    organ = form.valt
    fraga = {"organ": str(organ.pk) if organ else ""}
    if organ and form.med_utskott:
        fraga["utskott"] = "med"
    return laget(
        form.avgransa(Uppdrag.objects.visible_to(request.user)),
        today=timezone.localdate(),
        accent=_kommun().accentfarg,
        vilka=form.vilka,
        fraga=fraga,
    )


@require_safe
@require(can_enter)
def ordforande(request):
    form = OversiktFilter(_data(request))
    sidan = _lage(request, form)
    return render_list(
        request,
        "uppdrag/ordforande.html",
        {"form": form, "laget": sidan, "fraga": form.data.urlencode(), "today": sidan.dag},
    )


@require_safe
@require(can_enter)
def ordforande_pdf(request):
    form = OversiktFilter(_data(request))
    sidan = _lage(request, form)
    return _pdf(laget_pdf(sidan, kommun=_kommun().namn), f"laget-{sidan.dag:%Y-%m-%d}.pdf")


def _pdf(innehall, namn):
    return HttpResponse(
        innehall, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{namn}"'}
    )


def _revision(request):
    today = timezone.localdate()
    alla = Uppdrag.objects.visible_to(request.user)
    form = RevisionFilter(_data(request), today=today, forsta=forsta_tertialen(alla))
    sidan = revisionssida.sidan(
        form.avgransa(alla), form.tertialerna, today=today, accent=_kommun().accentfarg, vilka=form.vilka
    )
    return form, sidan


@require_safe
@require(can_enter)
def revision(request):
    form, sidan = _revision(request)
    return render_list(
        request,
        "uppdrag/revision.html",
        {"form": form, "sidan": sidan, "fraga": form.data.urlencode(), "today": sidan.dag},
    )


@require_safe
@require(can_enter)
def revision_pdf(request):
    form, sidan = _revision(request)
    gor = partial(revisionssida.som_pdf, sidan, kommun=_kommun().namn)
    tillbaka = f"{reverse('uppdrag:revision')}?{form.data.urlencode()}"
    return utskrift.svar(request, gor, filnamn=f"revision-uppdrag-{sidan.dag:%Y-%m-%d}.pdf", tillbaka=tillbaka)


@require_safe
@require(can_enter)
def revision_export(request):
    """Excel, or CSV with `?format=csv`: the rows of the page."""
    form, sidan = _revision(request)
    if not form.is_valid():
        return render(request, "uppdrag/revision.html", {"form": form, "sidan": sidan, "today": sidan.dag}, status=422)
    if request.GET.get("format") == "csv":
        innehall, typ, andelse = revisionssida.som_csv(sidan), CSV, "csv"
    else:
        innehall, typ, andelse = revisionssida.som_excel(sidan), XLSX, "xlsx"
    namn = f"revision-uppdrag-{sidan.dag:%Y-%m-%d}.{andelse}"
    return HttpResponse(innehall, content_type=typ, headers={"Content-Disposition": f'attachment; filename="{namn}"'})

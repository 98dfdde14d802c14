"""Yrkanden of a §, and the questions the chair put."""

from functools import partial

from django.contrib import messages
from django.forms import formset_factory
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kommun.forms import posted
from kommun.permissions import require
from protokoll import beslutsgang as akter
from protokoll.beslutsgang import Propositionsrad
from protokoll.forlopp import Rader
from protokoll.formular.beslutsgang import PropositionForm, YrkandeForm
from protokoll.lydelser import foreslagen_ordning
from protokoll.models import Yrkande
from protokoll.narvarolista import narvarolista
from protokoll.permissions import can_edit_del, can_edit_paragraf
from protokoll.views.beslutsgangssida import (
    akt,
    pa_nytt,
    paragrafen,
    paragrafer,
    rader_av,
    stangd,
    utfor,
    vagen_tillbaka,
    visa,
)

Propositionsformular = formset_factory(PropositionForm, extra=1, max_num=30, absolute_max=40)


@require_http_methods(["GET", "POST"])
@require(can_edit_paragraf, get=paragrafer)
def nytt_yrkande(request, paragraf):
    if svar := stangd(request, paragraf):
        return svar
    lista = narvarolista(paragraf.sammantrade)
    form = YrkandeForm(posted(request), paragraf=paragraf, lista=lista)
    if form.is_valid():
        data = {k: v for k, v in form.cleaned_data.items() if k != "version"}
        act = partial(akter.lagg_yrkande, paragraf=paragraf, by=request.user)
        if utfor(form, act, personfalt="yrkare", **data):
            messages.success(request, "Yrkandet är antecknat.")
            if request.POST.get("akt") == "ett-till":
                return pa_nytt("protokoll:yrkande-nytt", paragraf.pk)
            return redirect(vagen_tillbaka(paragraf))
    return visa(request, "protokoll/yrkande.html", paragraf, form=form, yrkande=None, rubrik="Yrkande")


@require_http_methods(["GET", "POST"])
@require(can_edit_del, get=rader_av(Yrkande))
def andra_yrkande(request, yrkande):
    paragraf = paragrafen(yrkande)
    if svar := stangd(request, paragraf):
        return svar
    lista = narvarolista(paragraf.sammantrade)
    yrkarna = list(yrkande.yrkarna.all())
    initial = {
        "yrkare": [r.deltagare_id for r in yrkarna if not r.instammer],
        "instammer": [r.deltagare_id for r in yrkarna if r.instammer],
        **{falt: getattr(yrkande, falt) for falt in ("slag", "text", "egen_lydelse", "version")},
    }
    form = YrkandeForm(posted(request), initial=initial, paragraf=paragraf, lista=lista)
    if form.is_valid() and utfor(
        form,
        lambda **data: akter.andra_yrkande(yrkande, by=request.user, **data),
        personfalt="yrkare",
        **form.cleaned_data,
    ):
        messages.success(request, "Yrkandet är ändrat.")
        return redirect(vagen_tillbaka(paragraf))
    mening = Rader(paragraf, lista).yrkandets(yrkande)
    return visa(
        request, "protokoll/yrkande.html", paragraf, form=form, yrkande=yrkande, mening=mening, rubrik="Yrkande"
    )


@require_POST
@require(can_edit_del, get=rader_av(Yrkande))
def aterkalla_yrkande(request, yrkande):
    return akt(request, yrkande, akter.aterkalla_yrkande, klart="Yrkandet är återkallat och skrivs inte ut.")


@require_POST
@require(can_edit_del, get=rader_av(Yrkande))
def angra_aterkallelse(request, yrkande):
    return akt(request, yrkande, akter.angra_aterkallelse, klart="Yrkandet gäller igen.")


@require_POST
@require(can_edit_del, get=rader_av(Yrkande))
def ta_bort_yrkande(request, yrkande):
    return akt(request, yrkande, akter.ta_bort_yrkande, klart="Yrkandet är borttaget.")


@require_http_methods(["GET", "POST"])
@require(can_edit_paragraf, get=paragrafer)
def beslutsgang(request, paragraf):
    """The questions of a § on one page. The ordinary order is proposed for yrkanden that were not put yet."""
    if svar := stangd(request, paragraf):
        return svar
    rader = Rader(paragraf, narvarolista(paragraf.sammantrade))
    formular = Propositionsformular(
        posted(request), initial=_rader_nu(rader), prefix="p", form_kwargs={"yrkanden": _yrkanden_att_valja(rader)}
    )
    if request.method == "POST" and formular.is_valid():
        forsta = formular.forms[0]
        svar = utfor(
            forsta, akter.satt_beslutsgang, paragraf=paragraf, rader=_propositionsrader(formular), by=request.user
        )
        if svar is not None:
            messages.success(request, "Beslutsgången är sparad.")
            return redirect(vagen_tillbaka(paragraf))
    return visa(
        request,
        "protokoll/beslutsgang.html",
        paragraf,
        formular=formular,
        meningar=_meningar(rader),
        rubrik="Beslutsgång",
    )


def _yrkanden_att_valja(rader: Rader):
    """Those that stand, and one withdrawn that a question still points at; each with its name."""
    stallda = {id for p in rader.propositioner for id in (p.forslag_id, p.mot_id)}
    return [
        (y, f"{rader.gang.namn(rader.yrkanden[y.pk])}: {y.text}"[:110])
        for y in rader.yrkanderader
        if not y.aterkallat or y.pk in stallda
    ]


def _rader_nu(rader: Rader) -> list[dict]:
    finns = [
        {
            "pk": p.pk,
            "version": p.version,
            "ordning": n,
            "forslag": str(p.forslag_id or PropositionForm.INGEN),
            "mot": str(p.mot_id or PropositionForm.INGEN),
            "bifall": p.bifall,
            "egen_lydelse": p.egen_lydelse,
        }
        for n, p in enumerate(rader.propositioner, start=1)
    ]
    stallda = {y.forslag for f in rader.fragor.values() for y in (f.forslag, f.mot) if y}
    galler = [rader.yrkanden[y.pk] for y in rader.yrkanderader if not y.aterkallat]
    nya = [
        (a, b)
        for a, b in foreslagen_ordning(galler)
        if any(y and y.forslag not in stallda for y in (a, b)) or not (finns or a or b)
    ]
    return finns + [
        {
            "ordning": n,
            "forslag": str(a.id if a else PropositionForm.INGEN),
            "mot": str(b.id if b else PropositionForm.INGEN),
        }
        for n, (a, b) in enumerate(nya, start=len(finns) + 1)
    ]


def _propositionsrader(formular) -> list[Propositionsrad]:
    ut = []
    for n, form in enumerate(formular.forms, start=1):
        data = form.cleaned_data
        if not data or not form.anvands:
            continue
        ut.append(
            Propositionsrad(
                forslag=form.yrkanden.get(data["forslag"]),
                mot=form.yrkanden.get(data["mot"]),
                ordning=data["ordning"] or n,
                bifall=data["bifall"],
                egen_lydelse=data["egen_lydelse"],
                pk=data["pk"],
                version=data["version"],
                ta_bort=data["ta_bort"],
            )
        )
    return ut


def _meningar(rader: Rader) -> list[str]:
    inledning = rader.gang.forslagen(list(rader.fragor.values()))
    return [m for m in [inledning, *(rader.propositionens(p) for p in rader.propositioner)] if m]

"""The votes of a §: the question, the grid, the totals of a closed vote."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.permissions import require
from protokoll import omrostning as akter
from protokoll.beslutsgang import NyareRad
from protokoll.forlopp import Rader
from protokoll.formular.beslutsgang import FragaForm
from protokoll.formular.roster import RosterForm, SlutenForm
from protokoll.models import Omrostning
from protokoll.narvarolista import narvarolista
from protokoll.omrostning import Rostfel, givna_roster, rostberattigade
from protokoll.permissions import can_edit_del, can_edit_paragraf
from protokoll.rostning import LOTT, UTSLAGSROST
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


def _sidor(rader: Rader, proposition) -> tuple[str, str] | None:
    """What a röst for each side of the proposition means."""
    if proposition is None:
        return None
    fraga = rader.fragor[proposition.pk]
    return rader.gang.betydelse(fraga, True), rader.gang.betydelse(fraga, False)


@require_http_methods(["GET", "POST"])
@require(can_edit_paragraf, get=paragrafer)
def ny_omrostning(request, paragraf):
    """Begin a vote, about a proposition (`?proposition=`) or about something else."""
    if svar := stangd(request, paragraf):
        return svar
    rader = Rader(paragraf, narvarolista(paragraf.sammantrade))
    valt = (request.POST if request.method == "POST" else request.GET).get("proposition")
    proposition = next((p for p in rader.propositioner if str(p.pk) == valt), None)
    sidor = _sidor(rader, proposition)
    # A ja is ordinarily for what the chair found to be the decision.
    vand = bool(proposition and proposition.bifall is False)
    ja, nej = (sidor[::-1] if vand else sidor) if sidor else ("", "")
    initial = {"proposition": valt, "ja_ar_mot": str(int(vand)), "ja_innebar": ja, "nej_innebar": nej}
    form = FragaForm(posted(request), initial=initial, sidor=sidor, ny=True)
    if form.is_valid():
        data = {falt: form.cleaned_data[falt] for falt in ("ja_innebar", "nej_innebar", "sluten", "ja_ar_mot")}
        if o := utfor(
            form, akter.starta_omrostning, paragraf=paragraf, proposition=proposition, by=request.user, **data
        ):
            return redirect("protokoll:omrostning", o.pk)
    mening = rader.propositionens(proposition) if proposition else ""
    return _fraga(request, paragraf, form=form, mening=mening, omrostning=None)


def _fraga(request, paragraf, **context):
    return visa(request, "protokoll/omrostning_fraga.html", paragraf, rubrik="Omröstning", **context)


@require_http_methods(["GET", "POST"])
@require(can_edit_del, get=rader_av(Omrostning))
def andra_omrostning(request, omrostning):
    paragraf = paragrafen(omrostning)
    if svar := stangd(request, paragraf):
        return svar
    rader = Rader(paragraf, narvarolista(paragraf.sammantrade))
    proposition = next((p for p in rader.propositioner if p.pk == omrostning.proposition_id), None)
    falt = ("ja_innebar", "nej_innebar", "sluten", "egen_lydelse", "version")
    initial = {f: getattr(omrostning, f) for f in falt} | {"ja_ar_mot": str(int(omrostning.ja_ar_mot))}
    form = FragaForm(posted(request), initial=initial, sidor=_sidor(rader, proposition))
    if form.is_valid():
        data = {f: v for f, v in form.cleaned_data.items() if f != "proposition"}
        if utfor(form, partial(akter.andra_omrostning, omrostning, by=request.user), **data):
            messages.success(request, "Omröstningen är ändrad.")
            return redirect("protokoll:omrostning", omrostning.pk)
    mening = rader.propositionens(proposition) if proposition else ""
    return _fraga(request, paragraf, form=form, mening=mening, omrostning=omrostning)


@require_http_methods(["GET", "POST"])
@require(can_edit_del, get=rader_av(Omrostning))
def omrostning(request, omrostning):
    """The grid, or the totals of a closed vote."""
    paragraf = paragrafen(omrostning)
    if svar := stangd(request, paragraf):
        return svar
    lista = narvarolista(paragraf.sammantrade)
    rader = Rader(paragraf, lista)
    nu = next(o for o in rader.omrostningar if o.pk == omrostning.pk)
    votering = rader.votering(nu)
    form = _formularet(request, nu, paragraf, lista, votering)
    if form.is_valid() and (sparad := _spara(request, form, nu)):
        if sparad.utfall is None:
            messages.success(request, "Rösterna är sparade. Omröstningen pågår.")
            return pa_nytt("protokoll:omrostning", sparad.pk)
        messages.success(request, "Omröstningen är avslutad.")
        return redirect(vagen_tillbaka(paragraf))
    return visa(
        request,
        "protokoll/omrostning_sluten.html" if nu.sluten else "protokoll/omrostning.html",
        paragraf,
        form=form,
        omrostning=nu,
        votering=votering,
        nummer=rader.nummer(nu),
        meningar=rader.resultatmeningar(nu),
        rubrik=f"Omröstning {rader.nummer(nu) or ''}".strip(),
    )


def _formularet(request, omrostning, paragraf, lista, votering):
    # The outcome is given only where the röster do not tell it.
    angivet = votering.avgors == LOTT or (votering.avgors == UTSLAGSROST and not votering.ordforanden_rostade)
    initial = {"version": omrostning.version, "utfall": votering.utfall if angivet else ""}
    if omrostning.sluten:
        return SlutenForm(
            posted(request), initial=initial | {f: getattr(omrostning, f) for f in ("ja", "nej", "avstar")}
        )
    initial |= {f"rost_{deltagare}": rost for deltagare, rost in givna_roster(omrostning).items()}
    return RosterForm(
        posted(request),
        initial=initial,
        omrostning=omrostning,
        rostande=rostberattigade(paragraf, lista),
        lista=lista,
    )


def _spara(request, form, omrostning):
    data = form.cleaned_data
    gemensamt = {"utfall": data["utfall"], "version": data["version"], "by": request.user}
    try:
        if omrostning.sluten:
            return akter.spara_sluten(omrostning, raknat=data["raknat"], **gemensamt)
        return akter.spara_roster(
            omrostning,
            roster=data["roster"],
            angivet=data["angivet"],
            avsluta=request.POST.get("akt") != "delvis",
            **gemensamt,
        )
    except Rostfel as fel:
        _visa_brister(form, fel)
    except NyareRad as fel:
        form.add_error(None, str(fel))
        form.data = form.data.copy()
        form.data["version"] = fel.nuvarande.version
    except DomanFel as fel:
        form.add_error(None, str(fel))
    return None


def _visa_brister(form, fel: Rostfel) -> None:
    for brist in fel.brister:
        falt = f"rost_{brist.person}"
        form.add_error(falt if falt in form.fields else None, brist.text)
    if fel.i_utfallet:
        form.add_error("utfall", fel.i_utfallet)


@require_POST
@require(can_edit_del, get=rader_av(Omrostning))
def oppna_omrostning(request, omrostning):
    return akt(request, omrostning, akter.oppna_igen, klart="Omröstningen är öppnad igen. Rösterna finns kvar.")


@require_POST
@require(can_edit_del, get=rader_av(Omrostning))
def ta_bort_omrostning(request, omrostning):
    return akt(request, omrostning, akter.ta_bort_omrostning, klart="Omröstningen är borttagen.")

"""A föreslaget uppdrag at the next organ: proposed further, decided, or refused."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.permissions import require
from protokoll.models import Beslut
from uppdrag import kedja
from uppdrag.forifyllning import mening_om
from uppdrag.formular.kedja import AvslagForm, BeslutstidForm, StegForm
from uppdrag.formular.registrering import TidForm, varden
from uppdrag.models import Uppdrag
from uppdrag.mottagare import Mottagarregister
from uppdrag.permissions import can_take_forslag
from uppdrag.views.registrering import tillbaka

_ETIKETT = {
    "foresla-vidare": "Beslutet som föreslår det vidare",
    "besluta-forslag": "Beslutet som ger uppdraget",
    "avsla-forslag": "Beslutet som avslår förslaget",
}
_NIVA = {"foresla-vidare": Beslut.Beslutsniva.FORSLAG, "besluta-forslag": Beslut.Beslutsniva.EGET}


def _uppdrag(user):
    return Uppdrag.objects.visible_to(user).select_related(
        "serie", "givare", "rapporteras_till", "forvaltning", "mottagande_organ", "ansvarig",
        "beslut__paragraf__organ", "beslut__paragraf__sammantrade__organ",
    )  # fmt: skip


def _hinder(request, uppdrag):
    """Away from a form that can lead nowhere, before anything is typed."""
    if request.method == "GET" and uppdrag.lage != Uppdrag.Lage.FORESLAGET:
        messages.error(request, f"Uppdraget {uppdrag.lage_i_mening} och är inte längre ett förslag.")
        return redirect(uppdrag)
    return None


def _stegform(request, uppdrag, akt, klass=StegForm):
    besluten = kedja.besluten_for(uppdrag, request.user.behorighet.sekreterare_i, niva=_NIVA.get(akt))
    asked = request.POST.get("beslut") or request.GET.get("beslut", "")
    vald = next((b for b in besluten if str(b.pk) == asked), None)
    if vald is None and (dnr := uppdrag.beslut.paragraf.dnr):
        vald = next((b for b in besluten if b.paragraf.dnr == dnr), None)
    data = None if _bara_moten(request) else posted(request)
    return klass(data, besluten=besluten, etikett=_ETIKETT[akt], initial={"beslut": vald})


def _bara_moten(request) -> bool:
    """Only the meetings of another organ were asked for; nothing is judged yet."""
    return request.POST.get("akt") == "moten"


def _sida(request, akt, uppdrag, form, **context):
    status = 422 if form.is_bound else 200
    context |= {"akt": akt, "uppdrag": uppdrag, "paragraf": uppdrag.beslut.paragraf, "form": form}
    return render(request, "uppdrag/forslag_steg.html", context, status=status)


def _utfor(request, form, act, uppdrag, **kwargs):
    """What the act made of it, or None with the reason in the form."""
    try:
        return act(uppdrag, beslut=form.cleaned_data["beslut"], by=request.user, **kwargs)
    except DomanFel as fel:
        form.add_error(None, str(fel))
        return None


@require_http_methods(["GET", "POST"])
@require(can_take_forslag, get=_uppdrag)
def foresla_vidare(request, uppdrag):
    if svar := _hinder(request, uppdrag):
        return svar
    form = _stegform(request, uppdrag, "foresla-vidare")
    if form.is_bound and form.is_valid():
        mening = mening_om(uppdrag, form.cleaned_data["beslut"])
        nytt = _utfor(request, form, kedja.foresla_vidare, uppdrag, mening=mening)
        if nytt:
            messages.success(request, f"Uppdraget {nytt.beteckning} är föreslaget vidare till {nytt.givare}.")
            return tillbaka(request, nytt.beslut.paragraf.get_absolute_url())
    return _sida(request, "foresla-vidare", uppdrag, form)


@require_http_methods(["GET", "POST"])
@require(can_take_forslag, get=_uppdrag)
def besluta_forslag(request, uppdrag):
    if svar := _hinder(request, uppdrag):
        return svar
    today = timezone.localdate()
    form = _stegform(request, uppdrag, "besluta-forslag")
    initial = {"rapporteras_till": uppdrag.rapporteras_till_id, "frist_ord": uppdrag.frist_ord}
    if uppdrag.frist:
        initial |= {"nar": TidForm.DAG, "frist": uppdrag.frist}
    argument = {"register": Mottagarregister(today), "today": today}
    tid = BeslutstidForm(posted(request), initial=initial, **argument)
    if _bara_moten(request):
        tid = BeslutstidForm(initial=varden(tid), **argument)
    if form.is_bound and all([form.is_valid(), tid.is_valid()]):
        mening = mening_om(uppdrag, form.cleaned_data["beslut"])
        nytt = _utfor(request, form, kedja.besluta_forslag, uppdrag, mening=mening, **tid.tid)
        if nytt:
            messages.success(request, f"Uppdraget {nytt.beteckning} är givet av {nytt.givare} och pågår.")
            return tillbaka(request, nytt.beslut.paragraf.get_absolute_url())
    return _sida(request, "besluta-forslag", uppdrag, form, tid=tid)


@require_http_methods(["GET", "POST"])
@require(can_take_forslag, get=_uppdrag)
def avsla_forslag(request, uppdrag):
    if svar := _hinder(request, uppdrag):
        return svar
    form = _stegform(request, uppdrag, "avsla-forslag", AvslagForm)
    if form.is_bound and form.is_valid():
        nytt = _utfor(request, form, kedja.avsla_forslag, uppdrag, skal=form.cleaned_data["skal"])
        if nytt:
            messages.success(request, f"Uppdraget {nytt.beteckning} är avskrivet.")
            return tillbaka(request, nytt.avslutat_i.paragraf.get_absolute_url())
    return _sida(request, "avsla-forslag", uppdrag, form)

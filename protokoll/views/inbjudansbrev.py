"""Letters with invitations: handed in, read, registered."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.granskning import anteckning
from kommun.permissions import require
from protokoll.formular.inbjudan import BrevForm
from protokoll.inbjudan import mottagning, registrering
from protokoll.models import Inbjudansbrev
from protokoll.permissions import can_keep_inbjudan, can_register_inbjudan
from protokoll.views.inbjudansformular import formular, lika_att_bekrafta, med_citat


def _mina(user):
    return Inbjudansbrev.objects.filter(av=user)


def _ta_emot(form: BrevForm, user) -> list[Inbjudansbrev]:
    """All of what was handed in, or nothing: what cannot be read is said at its field."""
    with transaction.atomic():
        brev = _ta_emot_det_som_gar(form, user)
        if form.errors:
            transaction.set_rollback(True)
    return brev


def _ta_emot_det_som_gar(form: BrevForm, user) -> list[Inbjudansbrev]:
    today = timezone.localdate()
    brev = []
    if text := form.cleaned_data["text"].strip():
        brev.append(mottagning.ta_emot_text(text, by=user, today=today))
    for fil in form.cleaned_data["filer"]:
        try:
            brev.append(mottagning.ta_emot(namn=fil.namn, typ=fil.typ, innehall=fil.innehall, by=user, today=today))
        except DomanFel as fel:
            form.add_error("filer", f"{fil.namn}: {fel}")
    return brev


@require_http_methods(["GET", "POST"])
@require(can_register_inbjudan)
def las_in(request):
    for_stor = getattr(request, "upload_too_large", False)
    form = BrevForm(posted(request), request.FILES if request.method == "POST" else None, for_stor=for_stor)
    if form.is_valid():
        brev = _ta_emot(form, request.user)
        if form.is_valid() and len(brev) == 1:
            return redirect(brev[0])
        if form.is_valid():
            messages.success(request, f"{len(brev)} brev är mottagna. Registrera dem ett i taget.")
            return redirect("protokoll:inbjudan-las-in")
    if not form.is_bound:
        form.fields["text"].widget.attrs["autofocus"] = True
    vantar = _mina(request.user).defer("innehall")
    sidan = {"form": form, "vantar": vantar}
    return render(request, "protokoll/inbjudan_las_in.html", sidan, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@require(can_register_inbjudan)
def ur_brev(request, brev):
    """The form with what the letter says; of several events, one is chosen first."""
    if request.method == "POST" and (redan := registrering.med_nyckel(request.POST.get("nyckel", ""))):
        return redirect(redan)  # pressed twice; the letter may be gone already
    brev = get_object_or_404(_mina(request.user), pk=brev)
    anteckning.handlar_om(str(brev), nyckel=f"inbjudansbrev:{brev.pk}")
    tolkade = mottagning.tolka(brev)
    tolkat = mottagning.med_nummer(tolkade, request.GET.get("post", ""))
    if tolkat is None:
        return render(request, "protokoll/inbjudan_brev.html", {"brev": brev, "tolkade": tolkade})
    form = formular(request, initial=_initial(tolkat))
    med_citat(form, tolkat.last.forslag.ur)
    if not tolkat.fakta.ankom:
        form.initial.setdefault("ankom", timezone.localdate(brev.tid))
    lik = None
    if form.is_valid() and not (lik := lika_att_bekrafta(request, form)):
        try:
            ny = mottagning.registrera_ur(
                tolkat,
                organ=form.cleaned_data["organ"],
                fakta=form.fakta(),
                by=request.user,
                nyckel=form.cleaned_data["nyckel"],
                filer=form.cleaned_data["filer"],
                **form.ovrigt(),
            )
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Inbjudan är registrerad, och brevet är kvar som bilaga.")
            return redirect(ny if len(tolkade) == 1 or not _mina(request.user).filter(pk=brev.pk).exists() else brev)
    redan = [(r, can_keep_inbjudan(request.user, r)) for r in tolkat.redan]
    sidan = {"form": form, "redan": redan, "brev": brev, "tolkat": tolkat, "flera": len(tolkade) > 1, "lik": lik}
    return render(request, "protokoll/inbjudan_formular.html", sidan, status=422 if form.is_bound else 200)


def _initial(tolkat: mottagning.Tolkat) -> dict:
    return {namn: getattr(tolkat.fakta, namn) for namn in tolkat.last.forslag.ur}


@require_POST
@require(can_register_inbjudan, get=_mina)
def kasta(request, brev):
    mottagning.kasta(brev)
    messages.info(request, f"Borttaget: {brev.filnamn}.")
    return redirect("protokoll:inbjudan-las-in")

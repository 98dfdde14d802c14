from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.models import Organ
from kommun.permissions import can_keep_minutes, require
from protokoll.avskrift import granska, hinder, kan_rattas, spara_avskrift, ta_emot, tolkad
from protokoll.avskrift import slang as slang_inlasning
from protokoll.forms import LasInForm
from protokoll.inlasningsjobb import jobbet, nasta_att_laga
from protokoll.models import Inlasning
from protokoll.namnfragor import namnmening, obesvarade
from protokoll.organnamn import hitta_organ, lika_organ
from protokoll.permissions import can_confirm_inlasning, can_read_in


def _vantande(user):
    return Inlasning.objects.filter(av=user).select_related("protokoll__sammantrade").defer("innehall")


@transaction.atomic
def _mottagen(namn: str, innehall: bytes, *, by) -> Inlasning:
    """The file, kept when it can be read."""
    inlasning = ta_emot(namn, innehall, by=by)
    if not inlasning.protokoll_id:
        tolkad(inlasning)
    return inlasning


@require_http_methods(["GET", "POST"])
@require(can_read_in)
def las_in(request):
    """Choose a file; a file that can be read leads on to its preview."""
    form = LasInForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        too_large=getattr(request, "upload_too_large", False),
    )
    if request.method == "POST" and form.is_valid():
        fil = form.cleaned_data["fil"]
        try:
            inlasning = _mottagen(fil.name, fil.read(), by=request.user)
        except DomanFel as fel:
            form.add_error("fil", str(fel))
        else:
            if inlasning.protokoll_id:
                messages.info(request, "Den filen är redan inläst. Här är sammanträdet.")
                return redirect(inlasning.protokoll.sammantrade)
            return redirect("protokoll:inlasning", inlasning.pk)
    return render(
        request,
        "protokoll/las_in.html",
        {
            "form": form,
            "vantande": _vantande(request.user).filter(protokoll=None, jobbfilerna=None)[:20],
        },
        status=422 if request.method == "POST" else 200,
    )


def _hinder(user, inlast, organ) -> str | None:
    """Why this person cannot save it, as a sentence. An organ that is to be chosen stops nothing."""
    if organ is None and _att_valja_bland(user, inlast):
        return None
    if organ is not None and not can_keep_minutes(user, organ):
        return f"Du är inte sekreterare i {organ} och kan därför inte spara protokollet."
    return hinder(inlast, organ)


def _att_valja_bland(user, inlast):
    """One's own organ, for a document that names none that is here; the likeliest first."""
    if not inlast.organ or inlast.datum is None:
        return []
    return lika_organ(inlast.organ, Organ.objects.filter(pk__in=user.behorighet.sekreterare_i))


def _valt_organ(request) -> Organ | None:
    nyckel = request.POST.get("organ", "")
    if not nyckel.isascii() or not nyckel.isdigit():
        return None
    return Organ.objects.filter(pk__in=request.user.behorighet.sekreterare_i).filter(pk=nyckel[:9]).first()


@require_safe
@require(can_confirm_inlasning, get=_vantande)
def forhandsgranska(request, inlasning):
    """What was read, before anything is saved."""
    if inlasning.protokoll_id:
        return redirect(inlasning.protokoll.sammantrade)
    return _forhandsgranskning(request, inlasning)


def _nyckel(varning) -> str:
    """What a ticked mend is known by; its place in the list may change with a new version of the reader."""
    return f"{varning.kod} {varning.paragraf} {varning.citat}"


def _namnval(request, fragor) -> dict[str, str]:
    """What has been answered about the names that are like others."""
    return {f.namn: svar for f in fragor if (svar := request.POST.get(f.falt))}


def _forhandsgranskning(request, inlasning, *, fel: str | None = None, namnfel: str | None = None):
    inlast = tolkad(inlasning)
    granskning = granska(inlast, valt_organ=_valt_organ(request))
    return render(
        request,
        "protokoll/forhandsgranska.html",
        {
            "inlasning": inlasning,
            "jobb": jobbet(inlasning),
            "inlast": inlast,
            "granskning": granskning,
            "hinder": fel or _hinder(request.user, inlast, granskning.organ),
            "varningar": [(_nyckel(v), v, kan_rattas(v)) for v in inlast.varningar],
            "valda": request.POST.getlist("ratta"),
            "namnfragor": [(f, request.POST.get(f.falt)) for f in granskning.namnfragor],
            "namnfel": namnfel,
            # The names have a part of the page of their own.
            "noteringar": granskning.noteringar[1:] if granskning.namnfragor else granskning.noteringar,
            "organval": [] if hitta_organ(inlast.organ) else _att_valja_bland(request.user, inlast),
        },
        status=422 if fel or namnfel else 200,
    )


@require_POST
@require(can_confirm_inlasning, get=_vantande)
def spara(request, inlasning):
    """Confirm the preview: write the protokoll, with the mends that were ticked."""
    if inlasning.protokoll_id:
        return redirect(inlasning.protokoll.sammantrade)
    inlast = tolkad(inlasning)
    granskning = granska(inlast, valt_organ=_valt_organ(request))
    if hinder := _hinder(request.user, inlast, granskning.organ):
        return _forhandsgranskning(request, inlasning, fel=hinder)
    valda = set(request.POST.getlist("ratta"))
    if granskning.organ is None:
        return _forhandsgranskning(request, inlasning, fel="Välj vilket organ protokollet gäller.")
    namnval = _namnval(request, granskning.namnfragor)
    if oppna := obesvarade(granskning.namnfragor, namnval):
        return _forhandsgranskning(request, inlasning, namnfel=namnmening(oppna))
    try:
        protokoll = spara_avskrift(
            inlast,
            inlasning=inlasning,
            by=request.user,
            rattelser=[v for v in inlast.varningar if kan_rattas(v) and _nyckel(v) in valda],
            namnval=namnval,
            valt_organ=granskning.organ,
        )
    except DomanFel as fel:
        return _forhandsgranskning(request, inlasning, fel=str(fel))
    antal = len(inlast.paragrafer)
    sparade = "en paragraf är sparad" if antal == 1 else f"{antal} paragrafer är sparade"
    messages.success(request, f"Protokollet är inläst: {sparade}.")
    if nasta := nasta_att_laga(inlasning):
        messages.info(request, "Här är nästa fil att titta på i samma inläsning.")
        if namnval or hitta_organ(inlast.organ) is None:
            messages.info(
                request,
                "Det du har svarat gäller nu i hela inläsningen. Var det bara det som fattades i andra filer, gå dit "
                "och välj Läs om de övriga. Då kan fler sparas på en gång.",
            )
        return redirect("protokoll:inlasning", nasta.pk)
    return redirect(jobbet(inlasning) or protokoll.sammantrade)


@require_POST
@require(can_confirm_inlasning, get=_vantande)
def slang(request, inlasning):
    """Throw away an upload that was never confirmed."""
    jobb = jobbet(inlasning)
    try:
        slang_inlasning(inlasning)
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect(inlasning.protokoll.sammantrade)
    messages.info(request, "Filen är borttagen. Inget har sparats.")
    return redirect(jobb or "protokoll:las-in")

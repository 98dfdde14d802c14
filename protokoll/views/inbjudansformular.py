"""An invitation is typed, changed, or taken away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import nycklar, posted
from kommun.permissions import require
from kommun.valt_organ import valt_organ_id
from protokoll.formular.inbjudan import InbjudanForm
from protokoll.inbjudan import mottagning, registrering
from protokoll.models import Inbjudan, Inbjudansbilaga, Inbjudansbrev
from protokoll.permissions import can_keep_inbjudan, can_keep_inbjudansbilaga, can_register_inbjudan
from protokoll.views.inbjudan import inbjudningarna


def formular(request, *, inbjudan: Inbjudan | None = None, initial: dict) -> InbjudanForm:
    initial = {"organ": valt_organ_id(request)} | initial
    return InbjudanForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        user=request.user,
        today=timezone.localdate(),
        inbjudan=inbjudan,
        initial=initial,
        for_stor=getattr(request, "upload_too_large", False),
    )


def med_citat(form: InbjudanForm, ur: dict[str, str], fore: dict[str, str] | None = None) -> None:
    """Under each field that a letter has filled in: the words that it was read from, and what stood there before."""
    sagda: set[str] = set()
    for namn, citat in ((n, ur[n]) for n in form.fields if n in ur):
        forut = (fore or {}).get(namn, "")
        tillagg = format_html(" Förut: {}.", forut) if forut else ""
        # When it is comes from one sentence, which need not be read four times.
        samma = citat in sagda and namn in ("borjar_tid", "slutar", "slutar_tid")
        kalla = "Läst ur samma ord." if samma else format_html("Läst ur: <q>{}</q>", citat)
        form.fields[namn].help_text = format_html('<span class="last-ur">{}{}</span>', kalla, tillagg)
        sagda.add(citat)


def lika_att_bekrafta(request, form: InbjudanForm) -> Inbjudan | None:
    """The one that it may be the same as, until somebody has said that it is another."""
    if "anda" in request.POST:
        return None
    d = form.cleaned_data
    return registrering.lika(d["titel"], d["borjar"], d["organ"])


@require_http_methods(["GET", "POST"])
@require(can_register_inbjudan)
def ny(request):
    form = formular(request, initial={"ankom": timezone.localdate()})
    lik = None
    if form.is_valid() and not (lik := lika_att_bekrafta(request, form)):
        d = form.cleaned_data
        try:
            inbjudan = registrering.registrera(
                organ=d["organ"],
                fakta=form.fakta(),
                by=request.user,
                nyckel=d["nyckel"],
                filer=d["filer"],
                **form.ovrigt(),
            )
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Inbjudan är registrerad.")
            return redirect(inbjudan)
    sidan = {"form": form, "lik": lik}
    return render(request, "protokoll/inbjudan_formular.html", sidan, status=422 if form.is_bound else 200)


def _nytt_brev(request, inbjudan: Inbjudan) -> mottagning.Tolkat | None:
    """The later letter about the same event that the address names."""
    pk = next(iter(nycklar([request.GET.get("brev", "")])), None)
    brev = Inbjudansbrev.objects.filter(pk=pk, av=request.user).first()
    tolkat = mottagning.med_nummer(mottagning.tolka(brev), request.GET.get("post", "")) if brev else None
    return tolkat if tolkat and inbjudan in tolkat.redan else None


def _initial(inbjudan: Inbjudan) -> dict:
    fakta = registrering.fakta_av(inbjudan)
    delar = {namn: getattr(fakta, namn) for namn in InbjudanForm.DELAR}
    ovrigt = {"dnr": inbjudan.dnr, "anmals_av": inbjudan.anmals_av_id, "version": inbjudan.version}
    ovrigt["installd"] = bool(inbjudan.installd)
    return delar | ovrigt | {"organ": inbjudan.organ_id}


def _andrat(tolkat: mottagning.Tolkat, initial: dict) -> dict:
    """What the later letter says otherwise; where it says nothing, what is known stays."""
    nytt = {n: getattr(tolkat.fakta, n) for n in tolkat.last.forslag.ur if n != "ankom"}
    return {n: varde for n, varde in nytt.items() if varde != initial[n]}


@require_http_methods(["GET", "POST"])
@require(can_keep_inbjudan, get=inbjudningarna)
def andra(request, inbjudan):
    initial = _initial(inbjudan)
    tolkat = _nytt_brev(request, inbjudan)
    nytt = _andrat(tolkat, initial) if tolkat else {}
    if tolkat and tolkat.last.installd:
        initial["installd"] = True
    form = formular(request, inbjudan=inbjudan, initial=initial | nytt)
    if tolkat:
        fore = {n: str(initial[n] or "inget") for n in nytt if not isinstance(initial[n], tuple | bool)}
        med_citat(form, {n: tolkat.last.forslag.ur[n] for n in nytt}, fore)
    if form.is_valid():
        d = {"fakta": form.fakta(), "by": request.user, "filer": form.cleaned_data["filer"], **form.ovrigt()}
        d |= {"version": form.cleaned_data["version"], "organ": form.cleaned_data.get("organ")}
        try:
            nu = mottagning.andra_ur(tolkat, inbjudan, **d) if tolkat else registrering.andra(inbjudan, **d)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            flyttad = nu.organ_id != inbjudan.organ_id
            messages.success(
                request, f"Inbjudan är flyttad till {nu.organ.i_mening}." if flyttad else "Inbjudan är ändrad."
            )
            return redirect(inbjudan)
    sidan = {
        "form": form,
        "inbjudan": inbjudan,
        "tolkat": tolkat,
        "andrat": bool(nytt),
        "bilagor": inbjudan.bilagorna.select_related("bilaga").defer("bilaga__innehall"),
        "hinder": registrering.hinder_att_ta_bort(inbjudan),
        "hinder_att_flytta": registrering.hinder_att_flytta(inbjudan),
    }
    return render(request, "protokoll/inbjudan_formular.html", sidan, status=422 if form.is_bound else 200)


@require_POST
@require(can_keep_inbjudan, get=inbjudningarna)
def ta_bort(request, inbjudan):
    try:
        registrering.ta_bort_inbjudan(inbjudan, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
        return redirect(inbjudan)
    messages.success(request, f"Borttagen: {inbjudan}.")
    return redirect("protokoll:inbjudningar")


@require_POST
@require(
    can_keep_inbjudansbilaga,
    get=lambda user: Inbjudansbilaga.objects.filter(inbjudan__in=Inbjudan.objects.visible_to(user)).select_related(
        "inbjudan", "bilaga"
    ),
)
def bilaga_ta_bort(request, rad):
    registrering.ta_bort_bilaga(rad, by=request.user)
    messages.success(request, f"Borttaget: {rad.bilaga.namn}.")
    return redirect("protokoll:inbjudan-andra", pk=rad.inbjudan_id)

"""Putting a justerat protokoll on the web, and what is to be left out of it there."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kommun.fel import DomanFel
from kommun.forms import nycklar, posted
from kommun.permissions import require
from protokoll import publicering as akter
from protokoll.formular.publicering import AvpubliceraForm, MaskeraForm, MaskeraFyndForm, PubliceraForm
from protokoll.models import Maskering, Paragraf, Protokoll
from protokoll.narvaroord import upprakning
from protokoll.permissions import can_publicera, can_publicera_maskering
from protokoll.publiceringskoll import Publiceringskoll
from protokoll.publiceringssida import bladvy, publiceringspanel
from protokoll.sattning import Sattes, krav_som_vantat, tryckare
from protokoll.views.frysning import i_sammanhang
from protokoll.views.vantan import Akt, hela, vanta, vantad, vidare

__all__ = ["avpublicera", "maskera", "maskera_fynd", "maskering_ta_bort", "publicera", "publiceringspanel"]

PUBLICERAS = Akt(
    namn="Publicera på webben",
    rubrik="Webbversionen skrivs ut",
    ingress="Protokollet är långt. När webbversionen är utskriven publiceras den av sig själv, "
    "om ingen har ändrat maskeringarna under tiden.",
    om_du_lamnar="Lämnar du sidan är den inte publicerad; kom tillbaka och publicera när utskriften är klar.",
    knapp="Publicera nu om det är klart",
)


def _protokollen(user):
    return Protokoll.objects.visible_to(user).select_related("sammantrade__organ")


def _maskeringar(user):
    return Maskering.objects.filter(paragraf__in=Paragraf.objects.visible_to(user)).select_related(
        "paragraf__protokoll__sammantrade"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_publicera, get=_protokollen)
def publicera(request, protokoll):
    """What would be published, what to look at first, and the act. Where it cannot be, the page says why."""
    hinder = akter.hinder(protokoll)
    underlag = None if hinder else akter.underlag(protokoll)
    koll = underlag.koll if underlag else Publiceringskoll(())
    form = PubliceraForm(posted(request), koll=koll)
    if request.method == "POST" and form.is_valid():
        try:
            if underlag:
                krav_som_vantat(underlag.webb.dokument, vantad(request))
            tryck = tryckare(protokoll, vantad=vantad(request))
            akter.publicera(protokoll, **form.cleaned_data, by=request.user, tryck=tryck)
        except Sattes as satts:
            return vanta(request, satts.sattning, PUBLICERAS, i_sammanhang(protokoll))
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Protokollet är publicerat på webben.")
            return vidare(request, "protokoll:publicera", protokoll.pk)
    gallande = akter.gallande(protokoll)
    svar = render(
        request,
        "protokoll/publicera.html",
        {
            "protokoll": protokoll,
            "sammantrade": protokoll.sammantrade,
            "hinder": hinder,
            "underlag": underlag,
            "koll": koll,
            "gallande": gallande,
            "ar_andrat": underlag and gallande and akter.skiljer(underlag, gallande),
            "tidigare": protokoll.publiceringarna.exclude(borttagen=None).select_related("av__person"),
            "form": form,
        },
        status=422 if form.is_bound else 200,
    )
    return hela(request, svar)


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_publicera, get=_protokollen)
def maskera(request, protokoll):
    """One § at a time with what is withheld in it, and the form that withholds more."""
    hinder = akter.hinder_att_maskera(protokoll)
    if hinder and request.method != "POST":
        messages.error(request, hinder)
        return redirect("protokoll:publicera", protokoll.pk)
    paragrafer = protokoll.paragraferna.exclude(slag=Paragraf.Slag.RUBRIK).order_by("ordning")
    form = MaskeraForm(posted(request), paragrafer=paragrafer)
    if request.method == "POST" and form.is_valid():
        try:
            maskering = akter.maskera(**form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error("text" if form.cleaned_data["slag"] == Maskering.Slag.STYCKE else None, str(fel))
        else:
            messages.success(
                request, f"{maskering.paragraf.beteckning}: döljs i webbversionen nästa gång den publiceras."
            )
            return redirect(f"{reverse('protokoll:maskera', args=[protokoll.pk])}?paragraf={maskering.paragraf_id}")
    if hinder:
        return render(request, "protokoll/maskera.html", {"protokoll": protokoll, "form": form}, status=422)
    underlag = akter.underlag(protokoll)
    vald = _vald(request, underlag)
    if not form.is_bound:
        form = MaskeraForm(paragrafer=paragrafer, initial={"paragraf": vald.pk, "slag": Maskering.Slag.STYCKE})
    return render(
        request,
        "protokoll/maskera.html",
        {
            "protokoll": protokoll,
            "sammantrade": protokoll.sammantrade,
            "underlag": underlag,
            "vald": vald,
            "blad": bladvy(underlag, vald),
            "form": form,
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
@require(can_publicera, get=_protokollen)
def maskera_fynd(request, protokoll):
    """One button beside what was pointed out: it is withheld in every § that says it."""
    form = MaskeraFyndForm(request.POST)
    try:
        gjorda = akter.maskera_overallt(protokoll, **form.cleaned_data, by=request.user) if form.is_valid() else ()
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        if gjorda:
            var = upprakning([m.paragraf.beteckning for m in gjorda])
            messages.success(request, f"{var}: döljs i webbversionen nästa gång den publiceras.")
    return redirect(reverse("protokoll:publicera", args=[protokoll.pk]) + "#att-ga-igenom")


def _vald(request, underlag) -> Paragraf:
    """By key, or by its place in the document: so are the §§ of what is pointed out known."""
    fragade = set(nycklar([request.POST.get("paragraf", ""), request.GET.get("paragraf", "")]))
    plats = request.GET.get("plats", "")
    rader = enumerate(underlag.paragrafer)
    return next((p for n, p in rader if p.pk in fragade or str(n) == plats), underlag.paragrafer[0])


@require_POST
@require(can_publicera_maskering, get=_maskeringar)
def maskering_ta_bort(request, maskering):
    paragraf = maskering.paragraf
    akter.ta_bort_maskering(maskering, by=request.user)
    messages.success(request, f"{paragraf.beteckning}: visas igen i webbversionen nästa gång den publiceras.")
    if "fran_lista" in request.POST:
        return redirect(reverse("protokoll:publicera", args=[paragraf.protokoll_id]) + "#maskerat")
    return redirect(f"{reverse('protokoll:maskera', args=[paragraf.protokoll_id])}?paragraf={paragraf.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_publicera, get=_protokollen)
def avpublicera(request, protokoll):
    form = AvpubliceraForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            akter.avpublicera(protokoll, **form.cleaned_data, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Protokollet är borttaget från webben.")
            return redirect("protokoll:publicera", protokoll.pk)
    elif request.method != "POST" and akter.gallande(protokoll) is None:
        messages.info(request, "Protokollet är inte publicerat, så det finns inget att ta bort.")
        return redirect("protokoll:publicera", protokoll.pk)
    return render(
        request,
        "protokoll/avpublicera.html",
        {"protokoll": protokoll, "sammantrade": protokoll.sammantrade, "form": form},
        status=422 if form.is_bound else 200,
    )

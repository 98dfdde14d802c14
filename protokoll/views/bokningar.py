"""Handed over: what is to be registered and booked for those who go, and the mails to them."""

from django.contrib import messages
from django.db.models import F, Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun.brevlage import brevlage
from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.listor import order_of, page_of, render_list, swedish
from kommun.models import Utskick
from kommun.permissions import require
from protokoll.formular.bokning import BokningForm, UppgifterForm
from protokoll.inbjudan import anmalningar, evenemang
from protokoll.inbjudan import bokning as akter
from protokoll.inbjudan.overlamning import anmalare, deltagarna, galler
from protokoll.inbjudan.reserapport import lage
from protokoll.kallelse import adress
from protokoll.models import Deltagande, Inbjudan
from protokoll.permissions import can_boka, can_boka_for, can_boka_nagot


def inbjudningarna(user):
    return Inbjudan.objects.visible_to(user).select_related("organ", "anmals_av", "organ__inbjudningar_anmals_av")


def _deltagandena(user):
    rader = Deltagande.objects.select_related("inbjudan__organ", "person__user")
    return rader.filter(inbjudan__in=Inbjudan.objects.visible_to(user))


@require_safe
@require(can_boka_nagot)
def att_anmala(request):
    today, val = timezone.localdate(), request.GET.get("visa", "")
    val = val if val in anmalningar.VAL else ""
    mina = anmalningar.hos(request.user).values("pk")
    presets = []
    for nyckel, ord_ in anmalningar.VAL.items():
        antal = anmalningar.urval(nyckel, today=today).filter(pk__in=mina).count()
        presets.append((ord_, f"?visa={nyckel}" if nyckel else request.path, antal, nyckel == val))
    urval = order_of(
        anmalningar.med_deltagare(anmalningar.urval(val, today=today).filter(pk__in=mina)),
        request,
        {"senast": ("sista_anmalan",), "nar": ("borjar",), "organ": (swedish("organ__namn"),)},
        default=(F("borjar").desc(nulls_last=True),) if val == "alla" else ("sista_anmalan", "borjar"),
    )
    sida = page_of(urval, request)
    return render_list(
        request,
        "protokoll/att_anmala.html",
        {
            "sida": sida,
            "rader": anmalningar.rader(sida.object_list, today=today),
            "presets": presets,
            "val": val,
            "aktiv_flik": "protokoll:inbjudningar",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_boka, get=inbjudningarna)
def bokning(request, inbjudan):
    """Everybody who goes on one page, saved together; "Alla är anmälda" ticks them all."""
    vilka = list(deltagarna(inbjudan))
    former = [BokningForm(posted(request), deltagande=d) for d in vilka]
    fel = ""
    ratt = [f.is_valid() for f in former]  # all of them, so that each says what is wrong
    if request.method == "POST" and all(ratt):
        alla = request.POST.get("akt") == "alla"
        try:
            antal = akter.spara_bokningar(
                inbjudan, {f.deltagande.pk: f.uppgift(anmald=alla) for f in former}, by=request.user
            )
        except DomanFel as problem:
            fel = str(problem)
        else:
            messages.success(request, "Sparat." if antal else "Inget var ändrat.")
            return redirect("protokoll:bokning", pk=inbjudan.pk)
    return _sida(request, inbjudan, former, UppgifterForm(), fel=fel)


def _sida(request, inbjudan, former, uppgifter, *, fel=""):
    nu, today = timezone.now(), timezone.localdate()
    breven = _breven(former, nu=nu)
    rapporterna = inbjudan.reserapporterna.select_related(
        "person", "paragraf__organ", "paragraf__protokoll", "paragraf__sammantrade"
    )
    bunden = uppgifter.is_bound or any(f.is_bound for f in former)
    return render(
        request,
        "protokoll/bokning.html",
        {
            "inbjudan": inbjudan,
            "rubrik": evenemang.rubrik(inbjudan),
            "fakta": evenemang.fakta(inbjudan),
            "former": [(f, breven.get(f.deltagande.pk), adress(f.deltagande.person)) for f in former],
            "nagon_oanmald": any("anmälan" in akter.kvar(f.bokning) for f in former),
            "skickat": any(breven.values()),
            "uppgifter": uppgifter,
            "kostnad": sum(f.bokning.kostnad for f in former if f.bokning and f.bokning.kostnad is not None),
            "galler": galler(inbjudan),
            "inte_beslutat": akter.INTE_BESLUTAT,
            "over": evenemang.ar_over(inbjudan, today=today),
            "anmalare": anmalare(inbjudan, today=today),
            "rapporter": [(r, *lage(r)) for r in rapporterna],
            "fel": fel,
            "aktiv_flik": "protokoll:inbjudningar",
        },
        status=422 if bunden else 200,
    )


def _breven(former, *, nu):
    """pk of who goes → how the latest mail that told so fared."""
    villkor = Q(pk=None)
    for f in former:
        villkor |= Q(nyckel__startswith=f"deltar:{f.deltagande.pk}:")
    brev = {int(u.nyckel.split(":")[1]): u for u in Utskick.objects.filter(villkor).order_by("pk")}
    return {pk: brevlage(u, nu=nu) for pk, u in brev.items()}


@require_POST
@require(can_boka, get=inbjudningarna)
def skicka(request, inbjudan):
    """The practical facts, to all who go."""
    form = UppgifterForm(request.POST)
    if form.is_valid():
        try:
            utan = akter.skicka_uppgifter(inbjudan, by=request.user, **form.cleaned_data)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, "Uppgifterna är på väg till dem som deltar.")
            if utan:
                namnen = evenemang.upprakning([d.namn for d in utan])
                messages.warning(request, f"{namnen} saknar e-postadress och får dem inte.")
            return redirect("protokoll:bokning", pk=inbjudan.pk)
    former = [BokningForm(None, deltagande=d) for d in deltagarna(inbjudan)]
    return _sida(request, inbjudan, former, form)


@require_POST
@require(can_boka_for, get=_deltagandena)
def skicka_igen(request, deltagande):
    try:
        akter.skicka_igen(deltagande, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"Brevet är på väg till {deltagande.namn}.")
    return redirect("protokoll:bokning", pk=deltagande.inbjudan_id)

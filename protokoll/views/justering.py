"""The page *Justera*: the frozen document, § by §, on a phone at the kitchen table; and the secretary's answers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.granskning import anteckning
from kommun.inloggning import inloggning
from kommun.kalender import dag_i_ord
from kommun.models import Loggrad
from kommun.permissions import require
from protokoll import justering as akter
from protokoll.formular.justering import InvandningForm, LastForm, SvarForm, VersionForm
from protokoll.frysning import skalet_att_ta_tillbaka
from protokoll.justeringslage import justeringslage
from protokoll.models import Invandning, Protokoll, Protokollsversion, Underskrift
from protokoll.permissions import (
    can_answer_invandning,
    can_answer_this_invandning,
    can_justera,
    can_keep_underskrift,
    can_read_frozen,
    can_withdraw_invandning,
    protokoll_att_lasa,
)
from protokoll.sekretess import dolda_i
from protokoll.stangning import slutna_versioner
from protokoll.views.frysning import lagrad_pdf, lasbara_versioner


def _protokollen(user):
    return protokoll_att_lasa(user).select_related("sammantrade__organ")


def _invandningar(user):
    return Invandning.objects.filter(protokollsversion__protokoll__in=protokoll_att_lasa(user)).select_related(
        "person", "paragraf__organ", "paragraf__sammantrade", "protokollsversion__protokoll__sammantrade__organ"
    )


def _underskrifter(user):
    synliga = Protokoll.objects.visible_to(user)
    return Underskrift.objects.filter(protokoll__in=synliga).select_related("person", "protokoll__sammantrade__organ")


def _sidan(protokoll, ankare: str = ""):
    adress = reverse("protokoll:justera", args=[protokoll.pk])
    return redirect(f"{adress}#{ankare}" if ankare else adress)


def _ankare(paragraf) -> str:
    return f"paragraf-{paragraf.nummer}" if paragraf.nummer else ""


def _versionen(protokoll, nummer: int):
    """The version that the form names; a number that never was is nobody's page."""
    version = protokoll.versionerna.select_related("protokoll__sammantrade__organ", "av").filter(nummer=nummer).first()
    if version is None:
        raise Http404
    return version


def _laget(request, protokoll):
    dolda = dolda_i(request.user, protokoll.sammantrade_id)
    person = request.user.behorighet.person_id
    return justeringslage(protokoll, person_id=person, nu=timezone.now(), dolda=dolda)


def _sida(request, protokoll, *, form=None, fel="", status=200):
    """`form` is a remark that was not taken; it stands open at its §, or by itself where there is none any more."""
    protokoll.refresh_from_db(fields=["lage", "justerat_genom", "justeringsdag"])
    laget = _laget(request, protokoll)
    if laget.version and laget.version.pk in slutna_versioner(request.user, protokoll):
        raise Http404
    vid = form.data.get("paragraf") if form else None
    for vy in laget.paragrafer if laget.laser else ():
        if form and str(vy.paragraf.pk) == vid:
            vy.form, form = form, None
            vy.form.data = vy.form.data.dict() | {"version": laget.version.nummer}
        else:
            initial = {"paragraf": vy.paragraf.pk, "version": laget.version.nummer}
            vy.form = InvandningForm(initial=initial, protokoll=protokoll, auto_id=f"id_{vy.paragraf.pk}_%s")
    return render(
        request,
        "protokoll/justera.html",
        {
            "protokoll": protokoll,
            "sammantrade": protokoll.sammantrade,
            "laget": laget,
            "dokument": laget.dokument,
            "pdf": f"{reverse('protokoll:justera-pdf', args=[protokoll.pk])}?version={laget.version.nummer}"
            if laget.version
            else "",
            "skal": skalet_att_ta_tillbaka(protokoll) if protokoll.lage == Protokoll.Lage.UTKAST else "",
            "rattat": protokoll.versionerna.filter(slag=Protokollsversion.Slag.RATTELSE).exists(),
            "losform": form,
            "fel": fel,
            "far_svara": can_answer_invandning(request.user, protokoll),
            "har_insyn": request.user.behorighet.har_insyn,
            "hur": akter.hur_det_undertecknas(protokoll),
            "today": timezone.localdate(),
        },
        status=status,
    )


@require_safe
@require(can_read_frozen, get=_protokollen)
@never_cache
def justera(request, protokoll):
    return _sida(request, protokoll)


@require_safe
@require(can_read_frozen, get=_protokollen)
def pdf(request, protokoll):
    """The very bytes: of the version the page showed, else of the latest."""
    nummer = request.GET.get("version", "")
    versioner = lasbara_versioner(request, protokoll).order_by("-nummer")
    if nummer.isdecimal() and len(nummer) < 6:
        versioner = versioner.filter(nummer=int(nummer))
    version = versioner.defer("innehall").first()
    if version is None:
        raise Http404
    s = protokoll.sammantrade
    return lagrad_pdf(request, version, f"{s.organ.kortnamn.lower()}-{s.datum:%Y-%m-%d}-version-{version.nummer}.pdf")


@require_POST
@require(can_justera, get=_protokollen)
def last(request, protokoll):
    form = LastForm(request.POST, protokoll=protokoll)
    if not form.is_valid():
        return _sida(request, protokoll, fel="Ladda om sidan och försök igen.", status=422)
    paragraf, person = form.cleaned_data["paragraf"], request.user.person
    akt = akter.angra_lasning if form.cleaned_data["angra"] else akter.las
    try:
        akt(_versionen(protokoll, form.cleaned_data["version"]), paragraf, person=person)
    except DomanFel as fel:
        return _sida(request, protokoll, fel=str(fel), status=422)
    anteckning.med_ord(f"{'Ångrade läsningen av' if form.cleaned_data['angra'] else 'Läste'} {paragraf.beteckning}")
    if form.cleaned_data["angra"]:
        return _sidan(protokoll, _ankare(paragraf))
    return _sidan(protokoll, _nasta(request, protokoll, paragraf))


def _nasta(request, protokoll, paragraf) -> str:
    """Where to go on: the next § that is not read, the first one before it, or the button."""
    laget = _laget(request, protokoll)
    olasta = [vy for vy in laget.paragrafer if not vy.last]
    efter = [vy for vy in olasta if vy.paragraf.ordning > paragraf.ordning]
    return next((vy.ankare for vy in [*efter, *olasta]), "godkann")


@require_POST
@require(can_justera, get=_protokollen)
def invand(request, protokoll):
    form = InvandningForm(request.POST, protokoll=protokoll, auto_id=f"id_{request.POST.get('paragraf', '')}_%s")
    if form.is_valid():
        data = form.cleaned_data
        version = _versionen(protokoll, data["version"])
        try:
            akter.invand(
                version,
                data["paragraf"],
                person=request.user.person,
                text=data["text"],
                nyckel=data["nyckel"],
                by=request.user,
            )
        except DomanFel as fel:
            form.add_error("text", str(fel))
        else:
            messages.success(request, f"Invändningen mot {data['paragraf'].beteckning} är skickad till sekreteraren.")
            return _sidan(protokoll, _ankare(data["paragraf"]))
    return _sida(request, protokoll, form=form, status=422)


@require_POST
@require(can_justera, get=_protokollen, logg=Loggrad.Slag.GODKANDE)
def godkann(request, protokoll):
    form = VersionForm(request.POST)
    if not form.is_valid():
        return _sida(request, protokoll, fel="Ladda om sidan och försök igen.", status=422)
    version = _versionen(protokoll, form.cleaned_data["version"])
    try:
        mitt = akter.godkann(version, person=request.user.person, inloggning=inloggning(request), by=request.user)
    except DomanFel as fel:
        return _sida(request, protokoll, fel=str(fel), status=422)
    protokoll.refresh_from_db()
    if protokoll.lage == Protokoll.Lage.JUSTERAT:
        dag = dag_i_ord(protokoll.justeringsdag)
        # Pressed again in a tab that was left open, it may be somebody else who came last.
        sist = not version.godkannandena.filter(tid__gt=mitt.tid).exists()
        tack = "Tack! Du var den sista som godkände." if sist else "Du har redan godkänt protokollet."
        messages.success(request, f"{tack} Protokollet är justerat {dag}.")
    else:
        messages.success(request, "Tack! Ditt godkännande är sparat. Protokollet är justerat när alla har godkänt det.")
    return _sidan(protokoll)


@require_POST
@require(can_withdraw_invandning, get=_invandningar)
def aterta(request, invandning):
    try:
        akter.aterta_invandning(invandning, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"Invändningen mot {invandning.paragraf.beteckning} är återtagen.")
    return _sidan(invandning.protokollsversion.protokoll, _ankare(invandning.paragraf))


@require_http_methods(["GET", "HEAD", "POST"])
@require(can_answer_this_invandning, get=_invandningar)
def svara(request, invandning):
    """The secretary's answer. When the text is to be changed it goes on to the § that is open again."""
    protokoll = invandning.protokollsversion.protokoll
    form = SvarForm(posted(request))
    if form.is_valid():
        try:
            akter.svara_invandning(invandning, by=request.user, **form.cleaned_data)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            if form.cleaned_data["svar"] == Invandning.Svar.RATTAD:
                messages.success(request, "Protokollet är tillbaka. Ändra texten och frys det sedan på nytt.")
                return redirect("protokoll:skriv", pk=invandning.paragraf_id)
            messages.success(request, f"{invandning.person.namn} får ett brev med ditt svar.")
            return _sidan(protokoll)
    return render(
        request,
        "protokoll/invandning_svara.html",
        {
            "invandning": invandning,
            "protokoll": protokoll,
            "sammantrade": protokoll.sammantrade,
            "form": form,
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
@require(can_keep_underskrift, get=_underskrifter)
def skicka_igen(request, underskrift):
    try:
        akter.skicka_igen(underskrift, by=request.user)
    except DomanFel as fel:
        messages.error(request, str(fel))
    else:
        messages.success(request, f"Brevet skickas till {underskrift.person.namn}.")
    return _sidan(underskrift.protokoll)

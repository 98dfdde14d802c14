"""Registering: from the decision beside its sentence, by hand, and as already given when a § answers it."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from kommun.fel import DomanFel
from kommun.forms import posted
from kommun.models import Organ
from kommun.permissions import require
from protokoll.models import Beslut, Paragraf
from uppdrag import forifyllning, gamla_avslut, registrering
from uppdrag.formular.givet import GivetForm
from uppdrag.formular.registrering import GivetIForm, Uppdragsformular
from uppdrag.forslag import funna_i
from uppdrag.forslagspanel import Steg, stegen
from uppdrag.models import Uppdrag
from uppdrag.mottagare import Mottagarregister
from uppdrag.paneler import givna_forr, initial_for
from uppdrag.permissions import can_log_uppdrag, can_register_uppdrag
from uppdrag.ursprung import initial_av

# Buttons that only change the form: one more row, or the meetings of another organ.
_ANDRAR = ("rad", "mottagare", "moten")


def besluten(user):
    return Beslut.objects.filter(paragraf__in=Paragraf.objects.visible_to(user)).select_related(
        "paragraf__organ__overordnat", "paragraf__sammantrade__organ", "paragraf__protokoll", "till_organ"
    )


def tillbaka(request, annars):
    """To ?nasta=, where one came from, when it is a page of ours."""
    nasta = request.GET.get("nasta", "")
    # A path of ours: redirect() would also take the name of a view, and fail of one that is none.
    if nasta.startswith("/") and url_has_allowed_host_and_scheme(nasta, allowed_hosts={request.get_host()}):
        return HttpResponseRedirect(nasta)
    return redirect(annars)


def _loggat(uppdragen) -> str:
    if len(uppdragen) == 1:
        return f"Uppdraget {uppdragen[0].beteckning} är loggat."
    return f"{len(uppdragen)} uppdrag är loggade: {', '.join(u.beteckning for u in uppdragen)}."


def _fran_beslutet(request, beslut, register) -> tuple[dict, list[dict], str]:
    """What the form starts with: the shared time, the rows, and the sentence they come from."""
    givare = registrering.givare_av(beslut)
    paragraf = beslut.paragraf
    if "start" in request.GET:
        forslagen, mening = forifyllning.forslag_vid(beslut, request.GET["start"], request.GET.get("slut", ""))
        funna = [(f, mening) for f in forslagen]
    else:
        mening, funna = "", [] if request.GET.get("text") else forifyllning.ej_loggade(beslut)
    rader = [r for f, m in funna for r in forifyllning.rader_av(f, m, register, givare=givare.pk)]
    if not rader:
        egen, alla = request.GET.get("text", "")[:2000], forifyllning.meningarna(beslut)
        ensam = mening or (alla[0] if len(alla) == 1 else "")
        rader = [{"text": egen or ensam, "mening": ensam}]
    tid = forifyllning.tid_av(next((f for f, _ in funna if f.frist), None), given=paragraf.sammantrade.datum)
    return tid | {"rapporteras_till": givare.pk}, rader, mening


def _samma(beslut, mening, user) -> list[Steg]:
    """Föreslagna uppdrag that this may be; at a sentence, those that it says."""
    vid, ovriga = stegen([beslut], funna_i(beslut), user=user)
    alla = {f.mening.strip(): vid.get(f.id, ()) for f in funna_i(beslut)}
    return list(alla.get(mening, ())) if mening else [*(s for rad in vid.values() for s in rad), *ovriga]


def _vantar_pa(beslut) -> str:
    return str(registrering.givare_av(beslut)) if beslut.beslutsniva == Beslut.Beslutsniva.FORSLAG else ""


@require_http_methods(["GET", "POST"])
@require(can_log_uppdrag, get=besluten)
def logga(request, beslut):
    today = timezone.localdate()
    register = Mottagarregister(today)
    tid, rader, mening = _fran_beslutet(request, beslut, register)
    argument = {
        "register": register,
        "today": today,
        "meningar": forifyllning.meningarna(beslut),
        "fast_mening": "start" in request.GET,
        "vantar_pa": _vantar_pa(beslut),
    }
    formular = Uppdragsformular(posted(request), tid=tid, rader=rader, **argument)
    context = {"beslut": beslut, "paragraf": beslut.paragraf, "mening": mening}
    if request.method == "POST":
        if request.POST.get("akt") in _ANDRAR:
            return _sida(request, "uppdrag/logga.html", formular.igen(rad=request.POST["akt"]), 200, context)
        if formular.is_valid():
            try:
                nya = registrering.logga_flera(beslut=beslut, rader=formular.uppdragsrader(), by=request.user)
            except registrering.RedanSparat as fel:
                formular = _efter_anvant(request, formular, fel, argument)
            except DomanFel as fel:
                formular.add_error(str(fel))
            else:
                messages.success(request, _loggat(nya))
                return tillbaka(request, beslut.paragraf.get_absolute_url())
        return _sida(request, "uppdrag/logga.html", formular, 422, context)
    return _sida(
        request, "uppdrag/logga.html", formular, 200, context | {"vantande": _samma(beslut, mening, request.user)}
    )


def _efter_anvant(request, formular, fel, argument):
    """The browser's Back showed a used form: it gets a key of its own, without the rows that are saved already."""
    rader = formular.uppdragsrader()
    sparade = set(Uppdrag.objects.filter(nyckel__in=[r.nyckel for r in rader]).values_list("nyckel", "text"))
    data = request.POST.copy()
    nyckel = formular.tid.cleaned_data["nyckel"]
    for n in range(len(formular.rader)):
        nycklar = [r for r in rader if r.nyckel == registrering.radnyckel(nyckel, n)]
        if any((r.nyckel, r.text) in sparade for r in nycklar):
            data[f"rad-{n}-bort"] = "on"
    data["nyckel"] = str(uuid4())
    nytt = Uppdragsformular(data, **argument)
    nytt.is_valid()
    nytt.add_error(str(fel))
    return nytt


def _sida(request, template, formular, status, context):
    return render(request, template, {"formular": formular, "form": formular.tid, **context}, status=status)


@require_http_methods(["GET", "POST"])
@require(can_register_uppdrag)
def nytt(request):
    """By hand: uppdrag given before, or in minutes that are not here."""
    today = timezone.localdate()
    register = Mottagarregister(today)
    mina = {pk: o for pk, o in register.organ.items() if pk in request.user.behorighet.sekreterare_i}
    valt = _valt_organ(request, mina)
    argument = {"register": register, "today": today}
    formular = Uppdragsformular(posted(request), tid={"rapporteras_till": valt}, **argument)
    givet = GivetIForm(posted(request), organ=mina, today=today, initial={"givare": valt})
    if request.method == "POST":
        if request.POST.get("akt") in _ANDRAR:
            formular = formular.igen(rad=request.POST["akt"])
            givet = GivetIForm(organ=mina, today=today, initial={f.name: f.value() for f in givet})
            return _sida(request, "uppdrag/nytt.html", formular, 200, {"givet": givet})
        if all([formular.is_valid(), givet.is_valid()]):
            try:
                nya = registrering.registrera_for_hand(
                    **givet.givet_i, rader=formular.uppdragsrader(), by=request.user, today=today
                )
            except registrering.RedanSparat as fel:
                formular = _efter_anvant(request, formular, fel, argument)
            except DomanFel as fel:
                formular.add_error(str(fel))
            else:
                messages.success(request, _loggat(nya))
                return tillbaka(request, nya[0].get_absolute_url())
        return _sida(request, "uppdrag/nytt.html", formular, 422, {"givet": givet})
    return _sida(request, "uppdrag/nytt.html", formular, 200, {"givet": givet})


def _valt_organ(request, mina) -> int | None:
    """The organ one works with, when one keeps its minutes; else the only one, or none yet."""
    asked = request.POST.get("givare") or request.session.get("organ") or ""
    return next((pk for pk in mina if str(pk) == str(asked)), next(iter(mina), None))


def _listan(request, avslut) -> str:
    """The list of what old protokoll tell of, for who came from there."""
    if avslut:
        return reverse("uppdrag:gamla-avslut")
    return f"{reverse('uppdrag:gamla-avslut')}?visa=aterges" if request.GET.get("fran") == "aterges" else ""


@require_http_methods(["GET", "POST"])
@require(can_log_uppdrag, get=besluten)
def registrera_givet(request, beslut):
    fynden = givna_forr(beslut.paragraf)
    valt = request.GET.get("fynd", "0")
    fynd = next((f for n, f in enumerate(fynden) if str(n) == valt), None)
    avslut = next(
        (f for f in gamla_avslut.fynden_i(beslut) if gamla_avslut.nyckel(f) == request.GET.get("avslut")), None
    )
    register = Mottagarregister(timezone.localdate())
    valt = request.GET.get("gavs", "")
    if avslut:
        fynd, initial = avslut, gamla_avslut.initial_for(avslut, beslut, valt)
    else:
        initial = initial_for(fynd, register) if fynd else {"ingen_frist": True}
        if fynd and (valt or not fynd.text):
            givet = (gamla_avslut.Organregister().givaren(fynd, beslut), fynd.datum, fynd.paragraf)
            initial |= {"givare": givet[0]} | initial_av(givet, valt)
    form = GivetForm(
        posted(request),
        initial=initial,
        givare=Organ.objects.filter(pk__in=request.user.behorighet.sekreterare_i).order_by("namn"),
        register=register,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        avslutas = data.pop("utfall") == GivetForm.Utfall.AVSLUTAT
        try:
            ny = registrering.registrera_givet(svar=beslut, **data, avslutas=avslutas, by=request.user)
        except DomanFel as fel:
            form.add_error(None, str(fel))
        else:
            messages.success(request, f"Uppdraget {ny.beteckning} är registrerat.")
            return redirect(_listan(request, avslut) or ny)
    avbryt = _listan(request, avslut) or beslut.paragraf.get_absolute_url()
    context = {"form": form, "beslut": beslut, "paragraf": beslut.paragraf, "fynd": fynd, "avbryt": avbryt}
    return render(request, "uppdrag/registrera_givet.html", context, status=422 if request.method == "POST" else 200)

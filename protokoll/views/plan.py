import re
from datetime import date, time

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from kommun.kalender import MANADER, dag_i_ord
from kommun.models import Organ
from kommun.permissions import can_enter, require
from kommun.valt_organ import valt_organ_id
from protokoll.arsplan import Arsplan, arsplan, forval
from protokoll.formular.plan import FORSTA_AR, SISTA_AR, MonsterForm, RaderFormSet, TidOchPlats
from protokoll.permissions import can_plan
from protokoll.plan import Riktning, plandagar
from protokoll.planvisning import forsta_rader, visa
from protokoll.sammantradesplan import Planrad
from protokoll.sammantradesplan import planera as planera_aret


def _ar(request, annars: int) -> int:
    text = request.GET.get("ar", "")
    ar = int(text) if text.isdecimal() and len(text) == 4 else annars
    return min(max(ar, FORSTA_AR), SISTA_AR)


def _egna_organ(request, plan: Arsplan) -> list[Organ]:
    """Those one keeps the minutes of, the highest first: KF is planned before KS, and KS before its AU."""
    egna = request.user.behorighet.sekreterare_i
    kvar = [o for o in _i_ordning(plan.organen) if o.upphord is None or o.upphord.year > plan.ar]
    return [o for o in kvar if o.pk in egna]


def _i_ordning(organen) -> list[Organ]:
    """Each organ followed by those under it."""

    def under(ovre):
        for organ in organen:
            if organ.overordnat == ovre:
                yield organ
                yield from under(organ)

    return list(under(None))


def _ar_att_valja(ar: int, url: str) -> list[tuple]:
    return [(str(a), f"{url}ar={a}", None, a == ar) for a in range(ar - 1, ar + 3)]


# The year as it stands -----------------------------------------------------------------------------------------------


@require_safe
@require(can_enter)
def sammantradesplan(request):
    today = timezone.localdate()
    plan = arsplan(_ar(request, today.year), user=request.user)
    arets = plan.arets
    organen = [o for o in _i_ordning(plan.organen) if any(s.organ_id == o.pk for s in arets)]
    rutor = {(s.datum.month, s.organ_id): [] for s in arets}
    for s in arets:
        rutor[s.datum.month, s.organ_id].append(s)
    egna = _egna_organ(request, plan)
    return render(
        request,
        "protokoll/sammantradesplan.html",
        {
            "plan": plan,
            "organen": organen,
            "manader": [(MANADER[m - 1], [rutor.get((m, o.pk), ()) for o in organen]) for m in range(1, 13)],
            "arets": arets,
            "varningar": plan.varningar() if egna else [],
            "egna": [(o, plan.antal_for(o)) for o in egna],
            "ar_att_valja": _ar_att_valja(plan.ar, f"{reverse('protokoll:sammantradesplan')}?"),
            "planera_url": f"{reverse('protokoll:planera')}?ar={plan.ar}",
            "today": today,
        },
    )


# A year made from a pattern ------------------------------------------------------------------------------------------


def _organ_att_planera(request, egna: list[Organ]) -> Organ:
    for onskat in (request.GET.get("organ", ""), str(valt_organ_id(request) or "")):
        if traff := next((o for o in egna if str(o.pk) == onskat), None):
            return traff
    return egna[0]


def _ar_att_planera(today: date) -> int:
    """The plan of a year is made in the autumn before it."""
    return today.year + (today.month >= 7)


@require_http_methods(["GET", "POST"])
@require(can_plan)
def planera(request):
    plan = arsplan(_ar(request, _ar_att_planera(timezone.localdate())), user=request.user)
    egna = _egna_organ(request, plan)
    if not egna:
        messages.error(request, f"Inget organ som du är sekreterare i sammanträder {plan.ar}.")
        return redirect("protokoll:sammantradesplan")
    organ = _organ_att_planera(request, egna)
    forslag = forval(plan, organ)
    # What the form is not told it takes from the year before, so that the first page already shows a plan.
    fraga = QueryDict(request.POST.get("fraga", "")) if request.method == "POST" else request.GET
    monster = MonsterForm(fraga if "monster" in fraga else _som_fraga(forslag), organ=organ, ar=plan.ar)
    if request.method == "POST":
        akt = request.POST.get("akt", "")
        data = _med_tid_pa_alla(request.POST) if akt == "tid" else request.POST
        rader, gemensamt = RaderFormSet(data, prefix="rad", ar=plan.ar), TidOchPlats(data)
        if rader.is_valid() & gemensamt.is_valid() and not akt:
            return _gor(request, organ, plan.ar, rader, gemensamt.cleaned_data["plats"])
        return _planeringssida(request, egna, plan, organ, monster, rader, gemensamt, status=200 if akt else 422)
    gemensamt = TidOchPlats(request.GET if "start" in request.GET else _som_fraga(forslag))
    rader = RaderFormSet(prefix="rad", ar=plan.ar, initial=_fran_monstret(plan, organ, monster, gemensamt))
    return _planeringssida(request, egna, plan, organ, monster, rader, gemensamt)


def _med_tid_pa_alla(data: QueryDict) -> QueryDict:
    """The lines as they have been edited, with the time that all are to have."""
    data = data.copy()
    for namn in list(data):
        if traff := re.fullmatch(r"rad-\d+-(start|slut)", namn):
            data[namn] = data.get(traff[1], "")
    return data


def _som_fraga(forslag: dict) -> QueryDict:
    """The same as if it had been typed."""
    fraga = QueryDict(mutable=True)
    for namn, varde in forslag.items():
        varden = varde if isinstance(varde, list) else [varde]
        fraga.setlist(namn, ["" if v is None else f"{v:%H:%M}" if isinstance(v, time) else str(v) for v in varden])
    return fraga


def _fran_monstret(plan: Arsplan, organ: Organ, monster: MonsterForm, gemensamt: TidOchPlats) -> list[dict]:
    if not monster.is_valid():
        return []
    riktning = Riktning(monster.cleaned_data["riktning"])
    dagar = plandagar(monster.monstret(plan.dagar_for), plan.ar, riktning=riktning)
    tid = gemensamt.cleaned_data if gemensamt.is_valid() else {}
    return forsta_rader(plan, organ, dagar, start=tid.get("start"), slut=tid.get("slut"))


def _gor(request, organ: Organ, ar: int, rader, plats: str):
    valda = [
        Planrad(r.cleaned_data["datum"], r.cleaned_data["start"], r.cleaned_data["slut"])
        for r in rader
        if r.cleaned_data["med"]
    ]
    utfall = planera_aret(organ=organ, rader=valda, plats=plats, today=timezone.localdate(), by=request.user)
    if utfall.skapade:
        antal = len(utfall.skapade)
        hur = "1 sammanträde är planerat" if antal == 1 else f"{antal} sammanträden är planerade"
        messages.success(request, f"{organ.kortnamn}: {hur} {ar}.")
    if utfall.fanns:
        dagar = ", ".join(dag_i_ord(d, veckodag=False, ar=False) for d in utfall.fanns)
        messages.info(request, f"{organ.kortnamn}: {len(utfall.fanns)} fanns redan ({dagar}) och skapades inte igen.")
    return redirect(f"{reverse('protokoll:sammantradesplan')}?ar={ar}")


def _varden(rad) -> dict:
    """What a line holds now: as suggested, or what has been typed, as far as it can be read."""
    if not rad.is_bound:
        return rad.initial
    try:
        typat = rad.fields["datum"].to_python(rad["datum"].value())
    except ValidationError:
        typat = None
    # A day that is refused is still the one that stands there.
    return {"datum": typat} | rad.cleaned_data


def _saknar_utgangspunkt(plan: Arsplan, monster: MonsterForm) -> bool:
    """Counted from an organ that has no meetings that year."""
    data = monster.cleaned_data if monster.is_valid() else {}
    return data.get("monster") == "annat" and not any(d.year == plan.ar for d in plan.dagar_for(data["annat"]))


def _planeringssida(request, egna, plan: Arsplan, organ: Organ, monster, rader, gemensamt, *, status=200):
    visning = visa(plan, organ, [_varden(r) for r in rader])
    har = reverse("protokoll:planera")
    mall = "protokoll/planera.html"
    if request.htmx and not request.htmx.history_restore_request:
        mall += "#raknat" if request.POST.get("akt") == "rakna" else "#forhandsvisning"
    svar = render(
        request,
        mall,
        {
            "plan": plan,
            "organ": organ,
            "monster": monster,
            "rader": rader,
            "visade": list(zip(rader, visning.rader, strict=True)),
            "visning": visning,
            "gemensamt": gemensamt,
            "fraga": monster.data.urlencode(),
            "har": f"{har}?organ={organ.pk}&ar={plan.ar}",
            "saknar_utgangspunkt": _saknar_utgangspunkt(plan, monster),
            "organ_att_valja_bland": [
                (o.kortnamn, f"{har}?organ={o.pk}&ar={plan.ar}", plan.antal_for(o), o == organ) for o in egna
            ],
            "ar_att_valja": _ar_att_valja(plan.ar, f"{har}?organ={organ.pk}&"),
        },
        status=status,
    )
    # One address gives several answers, which a cache must keep apart.
    patch_vary_headers(svar, ["HX-Request"])
    return svar

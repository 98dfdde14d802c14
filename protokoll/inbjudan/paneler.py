"""What stands about invitations beside a §, beside a meeting, and on the page of one invitation."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from kommun.models import Organ
from protokoll.inbjudan import paragrafen, urval
from protokoll.inbjudan.behandling import avgorandets_hinder, organets_beslut
from protokoll.inbjudan.placering import att_behandla, standande_paragraf
from protokoll.inbjudan.svarsord import gar_ut_fore
from protokoll.models import Behandling, Inbjudan, Sammantrade
from protokoll.permissions import can_avgora_inbjudan, can_behandla_inbjudan, can_change_sammantrade, can_edit_paragraf
from protokoll.protokollssida import Akt

Svar = Behandling.Svar
_VARIANT = {Svar.DELTAR: "lyckad", Svar.OBESVARAD: "varning", Svar.BORDLAGD: "info", Svar.ANMALD: "info"}
SNABBA = ((Svar.AVSTAR, "Avstår"), (Svar.KANNEDOM, "För kännedom"))


@dataclass(frozen=True)
class Panelrad:
    b: Behandling
    mote: date

    @property
    def variant(self) -> str:
        return _VARIANT.get(self.b.svar, "neutral")

    @property
    def gar_ut(self) -> bool:
        return self.b.svar == Svar.OBESVARAD and gar_ut_fore(self.b.inbjudan.sista_anmalan, self.mote)


def paragrafpanel(request, paragraf):
    ar_egen = paragraf.standigt_id and paragrafen.ar_inbjudningarnas(paragraf)
    if not ar_egen and (paragraf.standigt_id or not paragraf.protokoll_id):
        return None
    behandlingar = paragrafen.behandlingarna(paragraf)
    if not (ar_egen or behandlingar):
        return None
    stangd = paragrafen.stangd(paragraf)
    far_andra = bool(ar_egen) and not stangd and can_edit_paragraf(request.user, paragraf)
    kvar = [b for b in behandlingar if b.svar == Svar.OBESVARAD]
    kan_besluta = far_andra and paragraf.sammantrade.har_borjat and bool(behandlingar)
    skrivs = request.resolver_match.view_name == "protokoll:skriv"
    return "protokoll/_inbjudningsruta.html", {
        "paragraf": paragraf,
        "rader": [Panelrad(b, paragraf.sammantrade.datum) for b in behandlingar],
        "kvar": len(kvar),
        "kan_besluta": kan_besluta,
        "far_andra": far_andra,
        "utfall": paragraf.utfall,
        "snabba": SNABBA,
        "skrivs": skrivs,
        "skillnader": paragrafen.skillnader(paragraf, behandlingar) if far_andra else [],
        # It waits for an answer: then it stands first beside the text.
        "forst": bool(kan_besluta and kvar),
    }


def sammantradespanel(request, sammantrade):
    """On a meeting that is to be held: what waits, and what cannot wait for it."""
    lage = Sammantrade.Lage
    organ: Organ = sammantrade.organ
    if sammantrade.lage not in (lage.PLANERAT, lage.PAGAR) or not organ.behandlar_inbjudningar:
        return None
    paragraf = standande_paragraf(sammantrade)
    if paragraf:
        rader = [b.inbjudan for b in paragrafen.behandlingarna(paragraf) if b.svar == Svar.OBESVARAD]
    elif urval.nasta_mote(organ.pk, today=timezone.localdate()) == sammantrade:
        # Also what has gone on to the § of a later meeting meanwhile.
        rader = list(att_behandla(organ).filter(avgjord=None))
    else:
        rader = []
    if not rader:
        return None
    return "protokoll/_inbjudningar_motet.html", {
        "sammantrade": sammantrade,
        "paragraf": paragraf,
        "antal": len(rader),
        # While it is under way, it is the organ that decides.
        "brattom": [i for i in rader if not sammantrade.har_borjat and gar_ut_fore(i.sista_anmalan, sammantrade.datum)],
        "far_satta_upp": paragraf is None and can_change_sammantrade(request.user, sammantrade),
        "far_avgora": bool(rader) and can_avgora_inbjudan(request.user, rader[0]),
    }


def inbjudanspanel(request, inbjudan: Inbjudan):
    """On the page of an invitation that waits: another meeting to take it up at."""
    vantar = inbjudan.svar == Inbjudan.Svar.OBESVARAD and inbjudan.organ.behandlar_inbjudningar
    if not vantar or not can_behandla_inbjudan(request.user, inbjudan):
        return None
    tagna = {b.paragraf.sammantrade_id for b in inbjudan.behandlingarna.select_related("paragraf")}
    motena = _att_valja(inbjudan, tagna, timezone.localdate())
    return ("protokoll/_inbjudan_ta_upp.html", {"motena": motena, "smal": True}) if motena else None


def _att_valja(inbjudan: Inbjudan, tagna: set[int], today: date) -> list[Sammantrade]:
    motena = urval.kommande_moten(today).filter(
        organ=inbjudan.organ_id, paragraferna__standigt__kod="inbjudningar", paragraferna__utfall=""
    )
    return list(motena.exclude(pk__in=tagna).distinct()[:12])


def inbjudansakter(request, inbjudan: Inbjudan) -> list[Akt]:
    """tillagg.INBJUDANSAKTER: the chair's decision, prominent where the meeting comes too late."""
    if not can_avgora_inbjudan(request.user, inbjudan) or avgorandets_hinder(inbjudan):
        return []
    url = reverse("protokoll:inbjudan-avgor", args=[inbjudan.pk])
    if organets_beslut(inbjudan):
        return [Akt("Ändra vilka som deltar", url)]
    if inbjudan.avgjord:
        return [
            Akt("Ändra avgörandet", url),
            Akt("Häv avgörandet", reverse("protokoll:inbjudan-hav", args=[inbjudan.pk]), post=True),
        ]
    today = timezone.localdate()
    sent = urval.gar_ut_fore(inbjudan, urval.nasta_mote(inbjudan.organ_id, today=today), today=today)
    return [Akt("Låt ordföranden avgöra", url, nasta=sent)]

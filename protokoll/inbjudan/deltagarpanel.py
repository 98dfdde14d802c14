"""On the page of an invitation: how far those who go have come, and the acts that follow from the decision."""

from django.urls import reverse
from django.utils import timezone

from protokoll.inbjudan import evenemang
from protokoll.inbjudan.anmalningar import bokningen, forhindrad
from protokoll.inbjudan.bokning import kvar
from protokoll.inbjudan.overlamning import deltagarna, galler
from protokoll.inbjudan.reserapport import lage
from protokoll.models import Inbjudan
from protokoll.permissions import can_boka, can_ta_upp_resa
from protokoll.protokollssida import Akt


def panel(request, inbjudan: Inbjudan):
    """For protokoll.tillagg.INBJUDANSPANELER: nothing until somebody goes, by a decision that holds."""
    if inbjudan.svar != Inbjudan.Svar.DELTAR or not galler(inbjudan):
        return None
    rader = [(evenemang.namn(d), _ord(d)) for d in deltagarna(inbjudan)]
    rapporter = inbjudan.reserapporterna.select_related(
        "person", "paragraf__organ", "paragraf__protokoll", "paragraf__sammantrade"
    )
    innehall = {"rader": rader, "rapporter": [(r, lage(r)) for r in rapporter], "deltagare": True}
    return "protokoll/_deltagarpanel.html", innehall


def _ord(d) -> tuple[str, str]:
    """(word, colour) of how far it has come with one who goes."""
    if forhindrad(d):
        return "Förhinder", "neutral"
    if d.inbjudan.installd:
        return "Anmäld" if (b := bokningen(d)) and b.anmald else "Inte anmäld", "neutral"
    vad = kvar(bokningen(d))
    if "anmälan" in vad:
        return "Inte anmäld", "varning"
    return (f"Anmäld, {evenemang.upprakning(vad)} ska bokas", "varning") if vad else ("Anmäld", "lyckad")


def akter(request, inbjudan: Inbjudan) -> list[Akt]:
    """For protokoll.tillagg.INBJUDANSAKTER."""
    if inbjudan.svar != Inbjudan.Svar.DELTAR or not galler(inbjudan):
        return []
    ut, over = [], evenemang.ar_over(inbjudan, today=timezone.localdate())
    if can_boka(request.user, inbjudan):
        nasta = not (over or inbjudan.installd)
        ut.append(Akt("Anmäl och boka", reverse("protokoll:bokning", args=[inbjudan.pk]), nasta=nasta))
    rapporten = reverse("protokoll:reserapport", args=[inbjudan.pk])
    person = request.user.behorighet.person_id
    if any(d.person_id == person for d in inbjudan.deltagandena.all()):
        ut.append(Akt("Skriv en rapport" if over else "Din sida", rapporten))
    if can_ta_upp_resa(request.user, inbjudan) and over:
        ut.append(Akt("Rapporter", f"{rapporten}?at=1", nasta=True))
    return ut

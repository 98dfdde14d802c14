"""Protokoll that were read in and wait for somebody to look at them: one by one, or a job of many."""

from django.db.models import Count, Q

from kommun import bakgrund
from protokoll.inlasningsarbete import arbeta
from protokoll.models import Inlasning, Inlasningsfil, Inlasningsjobb
from uppdrag.vantar import Vantar

Lage, Fillage = Inlasningsjobb.Lage, Inlasningsfil.Lage


def inlasningar(user) -> list[Vantar]:
    if not user.behorighet.ar_sekreterare:
        return []
    ensamma = Inlasning.objects.filter(av=user, protokoll=None, jobbfilerna=None).only("filnamn")
    return [
        *(Vantar(f"Inläst fil väntar på att sparas: {i.filnamn}", i.get_absolute_url()) for i in ensamma),
        *_jobben(user),
    ]


def _jobben(user) -> list[Vantar]:
    antal = {lage: Count("filerna", filter=Q(filerna__lage=lage)) for lage in Fillage.values}
    jobben = list(Inlasningsjobb.objects.filter(av=user).annotate(alla=Count("filerna"), **antal))
    arbetar = {Lage.LASES, Lage.SPARAS}
    levande = bakgrund.pa_gang(arbeta) if any(j.lage in arbetar for j in jobben) else set()
    return [
        Vantar(f"Inläsning väntar på dig: {j}", j.get_absolute_url(), under=under)
        for j in jobben
        if j.pk not in levande and (under := _vad(j))
    ]


def _vad(jobb: Inlasningsjobb) -> str:
    """What it waits for, as a sentence; empty for nothing."""
    if jobb.lage in (Lage.LASES, Lage.SPARAS):
        return "Arbetet har stannat."
    if jobb.lage == Lage.TAS_EMOT:
        return "Inlämningen blev inte avslutad."
    kvar = [f"{jobb.last} protokoll kan sparas" if jobb.last else ""]
    kvar.append(f"{jobb.varningar} {'fil' if jobb.varningar == 1 else 'filer'} att titta på" if jobb.varningar else "")
    if jobb.lage == Lage.AVBRUTET:
        kvar.insert(0, "Läsningen är stoppad")
    return f"{', '.join(filter(None, kvar))}." if any(kvar) else ""

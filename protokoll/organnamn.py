"""Organ by the names that documents use."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from django.db.models import Q

from kommun.history import spara
from kommun.models import Organ

_SLAG = (
    ("fullmäktige", Organ.Slag.FULLMAKTIGE),
    ("utskott", Organ.Slag.UTSKOTT),
    ("beredning", Organ.Slag.BEREDNING),
    ("kommunstyrelse", Organ.Slag.STYRELSE),
)
_ORDDEL = re.compile("fullmäktige|styrelse|utskott|nämnd|beredning|arbets|kommun")
_SMAORD = {"och", "för", "i", "&", "med", "till", "av", "samt", "nämnden"}


def foreslaget_kortnamn(namn: str) -> str:
    """Initials as municipalities make them: "Kommunstyrelsens arbetsutskott" → KSAU, "Nämnden för Teknik" → T."""
    bokstaver = []
    for ordet in re.findall(r"\w+", namn.lower()):
        if ordet in _SMAORD and len(namn.split()) > 1:
            continue
        delar = [d[0] for d in _ORDDEL.findall(ordet)]
        bokstaver += delar if _ORDDEL.match(ordet) else [ordet[0], *delar]
    return "".join(bokstaver).upper()[:20]


def hitta_organ(namn: str | None) -> Organ | None:
    """By name or kortnamn, whatever the case and spacing."""
    if not namn:
        return None
    slatt = " ".join(namn.split())
    return Organ.objects.filter(Q(namn__iexact=slatt) | Q(kortnamn__iexact=slatt)).first()


def nytt_organ(namn: str, *, forvaringsplats: str, by) -> Organ:
    """An organ that a document names and the register does not have."""
    namn = " ".join(namn.split())
    slag = next((slag for slut, slag in _SLAG if slut in namn.lower()), Organ.Slag.NAMND)
    kortnamn = foreslaget_kortnamn(namn)
    if taget := Organ.objects.filter(kortnamn__istartswith=kortnamn).count():
        kortnamn = f"{kortnamn[:17]}{taget + 1}"
    organ = Organ(namn=namn, kortnamn=kortnamn, slag=slag, forvaringsplats=forvaringsplats)
    return spara(organ, by=by, reason="Lades upp vid inläsning av protokoll")


def lika_organ(namn: str, bland: Iterable[Organ]) -> list[Organ]:
    """Those that a name in no register may mean, the likeliest first."""
    slatt = " ".join(namn.casefold().split())

    def likhet(organ: Organ) -> float:
        return max(SequenceMatcher(None, slatt, n.casefold()).ratio() for n in (organ.namn, organ.kortnamn))

    return sorted(bland, key=lambda o: (-likhet(o), o.namn))

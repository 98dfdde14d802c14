"""The box beside a §: its yrkanden, questions, votes and anmälningar, each with its sentence and the way to mend it."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.urls import reverse

from protokoll.beslutsgang import hinder
from protokoll.forlopp import PREFETCH, Rader
from protokoll.models import Anmalan, Omrostning, Paragraf, Proposition, Yrkande
from protokoll.narvarolista import Narvarolista, narvarolista
from protokoll.omrostning import bristerna
from protokoll.permissions import can_edit_paragraf
from protokoll.rostning import JA

MALL = "protokoll/_beslutsgang.html"
_UTFALL = {
    Yrkande.Slag.ATERREMISS: Paragraf.Utfall.ATERREMITTERAT,
    Yrkande.Slag.BORDLAGGNING: Paragraf.Utfall.BORDLAGT,
}


@dataclass(frozen=True)
class Rad:
    """One row and what is said of it."""

    rad: Yrkande | Proposition | Omrostning | Anmalan
    mening: str
    nummer: int | None = None
    brister: tuple[str, ...] = ()
    # Of a proposition that is not voted on: where a vote about it begins.
    rosta_url: str = ""


def skrivpanel(request, paragraf: Paragraf, lista: Narvarolista):
    """For the one who keeps the minutes, once the meeting has begun."""
    if not can_edit_paragraf(request.user, paragraf) or hinder(paragraf):
        return None
    prefetch_related_objects([paragraf], *PREFETCH)
    return MALL, innehall(paragraf, lista)


def paragrafpanel(request, paragraf: Paragraf):
    """The same beside the § as it is read; where it is written, the page has it already."""
    if getattr(request.resolver_match, "view_name", "") == "protokoll:skriv":
        return None
    if not can_edit_paragraf(request.user, paragraf) or hinder(paragraf):
        return None
    return skrivpanel(request, paragraf, narvarolista(paragraf.sammantrade))


def innehall(paragraf: Paragraf, lista: Narvarolista) -> dict:
    rader = Rader(paragraf, lista)
    omrostning_url = reverse("protokoll:omrostning-ny", args=[paragraf.pk])
    rostade = {o.proposition_id for o in rader.omrostningar}
    return {
        "paragraf": paragraf,
        "yrkanden": [Rad(y, rader.yrkandets(y)) for y in rader.yrkanderader],
        "propositioner": [
            Rad(
                p,
                rader.propositionens(p),
                rosta_url="" if p.pk in rostade else f"{omrostning_url}?proposition={p.pk}",
            )
            for p in rader.propositioner
        ],
        "omrostningar": [
            Rad(
                o,
                rader.omrostningens(o)[1],
                nummer=rader.nummer(o),
                brister=tuple(b.text for b in bristerna(o, paragraf, lista)) if o.utfall else (),
            )
            for o in rader.omrostningar
        ],
        "anmalningar": [Rad(a, rader.anmalans(a)) for a in paragraf.anmalningarna.all()],
        "slag": Anmalan.Slag.choices,
        "utfall": _vunnet_utfall(rader),
    }


def _vunnet_utfall(rader: Rader) -> Paragraf.Utfall | None:
    """The återremiss or bordläggning that won, where the § does not say so yet."""
    if rader.paragraf.utfall:
        return None
    for p in rader.propositioner:
        forslaget_vann = p.bifall
        omrostning = next((o for o in rader.omrostningar if o.proposition_id == p.pk), None)
        if omrostning:
            forslaget_vann = omrostning.utfall and (omrostning.utfall == JA) != omrostning.ja_ar_mot
        if forslaget_vann in (None, ""):
            continue
        vann = rader.yrkanden.get(p.forslag_id if forslaget_vann else p.mot_id)
        if vann and vann.slag in _UTFALL:
            return _UTFALL[vann.slag]
    return None

"""Receivers that a § itself speaks for: those its text names, and those it concerns. A person confirms each."""

import re
from dataclasses import dataclass

from kommun.editor import html_to_text
from kommun.models import Avsnittstyp
from protokoll.inbjudan.svarsord import ar_slutmening
from protokoll.models import Behandling, Deltagande, Mottagare, Paragraf
from protokoll.mottagarregister import Register, Val, samma
from protokoll.tillagg import MOTTAGARFORSLAG

_FOR_KANNEDOM = re.compile(r"\s*\(?(?:för kännedom|f\.?\s?k\.?|för åtgärd|för verkställighet)\)?\.?$", re.IGNORECASE)
# What is longer is a sentence about the sending, not a name.
_LANGSTA_NAMN = 80
MOST = 30


@dataclass(frozen=True)
class Forslag:
    val: Val
    varfor: str


def forslag(paragraf: Paragraf, register: Register) -> list[Forslag]:
    """Those not among the receivers yet, each once, in the order of the text and then of what the § holds."""
    valda = list(paragraf.mottagarna.all())
    ut: dict[str, Forslag] = {}
    for f in (*_ur_texten(paragraf, register), *_ur_inbjudningar(paragraf, register), *_ovanifran(paragraf, register)):
        if not samma(valda, f.val):
            ut.setdefault(f.val.namn.casefold(), f)
    return list(ut.values())[:MOST]


def _ur_texten(paragraf: Paragraf, register: Register):
    for avsnitt in paragraf.avsnitten.all():
        if avsnitt.typ != Avsnittstyp.MOTTAGARE:
            continue
        for rad in html_to_text(avsnitt.text).split("\n"):
            namn = _FOR_KANNEDOM.sub("", rad.lstrip("-–• ").strip(" .,;"))
            if not namn or ar_slutmening(namn):
                continue
            if menade := register.menade(namn):
                yield from (Forslag(v, "Står i texten") for v in menade)
            elif len(namn) <= _LANGSTA_NAMN:
                yield Forslag(Val(Mottagare.Slag.EXTERN, None, namn), "Står i texten, finns inte i registret")


def _ur_inbjudningar(paragraf: Paragraf, register: Register):
    """Whoever goes somewhere by the decision."""
    svar = Behandling.Svar
    radernas = Behandling.objects.filter(paragraf=paragraf, svar__in=(svar.DELTAR, svar.ANMALD))
    deltar = Deltagande.objects.filter(inbjudan__behandlingarna__in=radernas)
    for d in deltar.order_by("inbjudan__behandlingarna__ordning", "ordning"):
        if val := register.valet(f"{Mottagare.Slag.PERSON}:{d.person_id}"):
            yield Forslag(val, "Deltar enligt beslutet")


def _ovanifran(paragraf: Paragraf, register: Register):
    for fraga in MOTTAGARFORSLAG:
        for varde, varfor in fraga(paragraf):
            if val := register.valet(varde):
                yield Forslag(val, varfor)

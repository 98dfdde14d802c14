"""What stands beside a §: the uppdrag its decisions gave, and those it tells were given before."""

import re

from kommun.editor import html_to_text
from protokoll import inlasning as lasare
from protokoll.inlasning.tecken import vik
from protokoll.organnamn import hitta_organ
from protokoll.permissions import can_edit_paragraf
from uppdrag.forslagspanel import forslagen_och_vantande
from uppdrag.igenkanning import hitta_besvarade_i
from uppdrag.models import Uppdrag
from uppdrag.mottagare import Mottagare, Mottagarregister

_AR, _ORD = re.compile(r"(?:19|20)\d\d"), re.compile(r"uppdr[ao]g?", re.IGNORECASE)


def givna_forr(paragraf) -> list[lasare.Uppdragsfynd]:
    """The uppdrag that a § retells as given before. Pure reading: no query beyond its parts."""
    # One that is retold is told of with its day; the § that gave it may stand among the documents.
    daterade = [d for d in paragraf.delar() if _AR.search(d.text)]
    delar = [d for d in daterade if d.typ == "beslutsunderlag" or _ORD.search(vik(d.text))]
    if not delar:
        return []
    last = lasare.Paragraf(
        nummer=paragraf.nummer or 0,
        dnr=paragraf.dnr,
        klassificering=paragraf.klassificering,
        rubrik=paragraf.rubrik,
        avsnitt=tuple(lasare.Avsnitt(d.typ, d.rubrik, html_to_text(d.text)) for d in delar),
    )
    return hitta_besvarade_i(last, paragraf.sammantrade.datum)


def _ar_registrerat(fynd: lasare.Uppdragsfynd, besvarade: list[Uppdrag]) -> bool:
    """One of the uppdrag answered in the § was given that day, in that § where the text names it."""
    return any(
        u.beslut.paragraf.sammantrade.datum == fynd.datum and fynd.paragraf in (None, u.beslut.paragraf.nummer)
        for u in besvarade
    )


def initial_for(fynd: lasare.Uppdragsfynd, register: Mottagarregister) -> dict:
    """What the form can start from."""
    funna = register.hitta(fynd.mottagare[0]) if fynd.mottagare else []
    vem = funna[0] if len(funna) == 1 else Mottagare()
    return {
        "text": fynd.text,
        "givare": hitta_organ(fynd.givare),
        "datum": fynd.datum,
        "paragraf": fynd.paragraf,
        "forvaltning": vem.forvaltning,
        "mottagande_organ": vem.organ,
        "ansvarig": vem.ansvarig,
        "ingen_frist": True,
    }


def uppdragspanel(request, paragraf):
    """(template, context) for the box beside the §."""
    uppdragen = list(
        Uppdrag.objects.visible_to(request.user)
        .filter(beslut__paragraf=paragraf)
        .select_related("serie", "forvaltning", "mottagande_organ", "ansvarig")
        .order_by("nummer")
    )
    besvarade = list(
        Uppdrag.objects.visible_to(request.user)
        .slutade_i([paragraf])
        .select_related("serie", "beslut__paragraf__sammantrade")
    )
    far_logga = can_edit_paragraf(request.user, paragraf)
    forslagen, vantande = forslagen_och_vantande(paragraf, user=request.user) if far_logga else (None, [])
    return "uppdrag/_panel.html", {
        "uppdragen": uppdragen,
        "besvarade": besvarade,
        "besluten": [d for d in paragraf.delar() if d.typ == "beslut" and d.text]
        if paragraf.sammantrade.har_borjat
        else [],
        "far_logga": far_logga,
        "forslagen": forslagen,
        "vantande": vantande,
        "forst": bool(vantande or (forslagen and forslagen.vantar)),
        "givna_forr": [
            (n, fynd)
            for n, fynd in enumerate(givna_forr(paragraf) if far_logga else [])
            if not _ar_registrerat(fynd, besvarade)
        ],
    }

"""What stands beside a §: the uppdrag its decisions gave, and those it tells were given before."""

from dataclasses import dataclass

from kommun.editor import html_to_text
from kommun.models import Forvaltning
from protokoll import inlasning as lasare
from protokoll.avskrift import hitta_organ
from protokoll.permissions import can_edit_paragraf
from uppdrag.igenkanning import hitta_besvarade_i
from uppdrag.models import Uppdrag


@dataclass(frozen=True)
class Givet:
    """A retold uppdrag, with what the form can start from."""

    fynd: lasare.Uppdragsfynd
    initial: dict


def givna_forr(paragraf) -> list[Givet]:
    """The retold uppdrag of a § that nobody has registered yet as answered in it."""
    last = lasare.Paragraf(
        nummer=paragraf.nummer or 0,
        dnr=paragraf.dnr,
        klassificering=paragraf.klassificering,
        rubrik=paragraf.rubrik,
        avsnitt=tuple(lasare.Avsnitt(d.typ, d.rubrik, html_to_text(d.text)) for d in paragraf.delar()),
    )
    fynden = hitta_besvarade_i(last, paragraf.sammantrade.datum)
    if not fynden or Uppdrag.objects.filter(besvarat_i__paragraf=paragraf).exists():
        return []
    return [Givet(f, _initial(f)) for f in fynden]


def _initial(fynd: lasare.Uppdragsfynd) -> dict:
    forvaltning = Forvaltning.objects.filter(namn__iexact=fynd.mottagare[0]).first() if fynd.mottagare else None
    return {
        "text": fynd.text,
        "givare": hitta_organ(fynd.givare),
        "datum": fynd.datum,
        "paragraf": fynd.paragraf,
        "forvaltning": forvaltning,
        "ingen_frist": True,
    }


def uppdragspanel(request, paragraf):
    """(template, context) for the box beside the §."""
    uppdragen = list(
        Uppdrag.objects.visible_to(request.user)
        .filter(beslut__paragraf=paragraf)
        .select_related("organ", "forvaltning", "ansvarig")
        .order_by("nummer")
    )
    besvarade = list(
        Uppdrag.objects.visible_to(request.user).filter(besvarat_i__paragraf=paragraf).select_related("organ")
    )
    far_logga = can_edit_paragraf(request.user, paragraf)
    return "uppdrag/_panel.html", {
        "uppdragen": uppdragen,
        "besvarade": besvarade,
        "besluten": [d for d in paragraf.delar() if d.typ == "beslut"],
        "far_logga": far_logga,
        "givna_forr": givna_forr(paragraf) if far_logga else [],
    }

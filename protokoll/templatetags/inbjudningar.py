from django import template

from kommun.templatetags.kommun import chip
from protokoll.inbjudan.dagar import tid_i_ord
from protokoll.models import Inbjudan

register = template.Library()

_CHIP = {"obesvarad": ("Att besluta", "varning"), "deltar": ("Deltar", "lyckad")}


@register.simple_tag
def inbjudanschip(inbjudan: Inbjudan):
    ord_, variant = _CHIP.get(inbjudan.svar, (inbjudan.get_svar_display(), "neutral"))
    if inbjudan.avgjord and inbjudan.svar == Inbjudan.Svar.OBESVARAD:
        ord_, variant = "Avgjord av ordföranden", "info"
    return chip(ord_, variant)


@register.filter
def tillfallet(inbjudan: Inbjudan) -> str:
    """When it is, in words."""
    if inbjudan.borjar is None:
        return ""
    return tid_i_ord(inbjudan.borjar, inbjudan.borjar_tid, inbjudan.slutar, inbjudan.slutar_tid)


@register.filter
def platserna(inbjudan: Inbjudan) -> str:
    """Where it is, in words."""
    var = ", ".join(inbjudan.platser)
    if not inbjudan.pa_natet:
        return var
    return f"{var}, också på nätet" if var else "På nätet"

from django import template

from kommun.templatetags.kommun import chip
from protokoll.inbjudan import evenemang
from protokoll.models import Inbjudan

register = template.Library()

_CHIP = {"obesvarad": ("Att besluta", "varning"), "deltar": ("Deltar", "lyckad")}


@register.simple_tag
def inbjudanschip(inbjudan: Inbjudan):
    if inbjudan.installd:
        return chip("Inställd", "neutral")
    ord_, variant = _CHIP.get(inbjudan.svar, (inbjudan.get_svar_display(), "neutral"))
    if inbjudan.avgjord and inbjudan.svar == Inbjudan.Svar.OBESVARAD:
        ord_, variant = "Avgjord av ordföranden", "info"
    return chip(ord_, variant)


@register.filter
def tillfallet(inbjudan: Inbjudan) -> str:
    return evenemang.nar(inbjudan)


@register.filter
def platserna(inbjudan: Inbjudan) -> str:
    var = evenemang.plats(inbjudan)
    return f"{var[:1].upper()}{var[1:]}"

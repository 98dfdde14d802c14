from django import template

from kommun.templatetags.kommun import chip
from protokoll.inbjudan import evenemang
from protokoll.inbjudan.lista import laget
from protokoll.models import Inbjudan

register = template.Library()


@register.simple_tag
def inbjudanschip(inbjudan: Inbjudan):
    return chip(*laget(inbjudan))


@register.filter
def tillfallet(inbjudan: Inbjudan) -> str:
    return evenemang.nar(inbjudan)


@register.filter
def platserna(inbjudan: Inbjudan) -> str:
    var = evenemang.plats(inbjudan)
    return f"{var[:1].upper()}{var[1:]}"

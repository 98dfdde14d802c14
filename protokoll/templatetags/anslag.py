from django import template
from django.utils.text import slugify

from kommun.kalender import dag_i_ord
from protokoll.models import Anslag

register = template.Library()


@register.filter
def anslagsrubrik(anslag) -> str:
    """ "Kommunstyrelsen, 25 februari 2020"; of a kungörelse its own heading."""
    if anslag.slag == Anslag.Slag.KUNGORELSE:
        return anslag.rubrik
    return f"{anslag.organ.namn}, {dag_i_ord(anslag.motet.datum, veckodag=False)}"


@register.filter
def anslagsankare(rubrik: str) -> str:
    return slugify(rubrik)

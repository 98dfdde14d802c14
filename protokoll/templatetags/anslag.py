from django import template
from django.utils.text import slugify

from kommun.kalender import dag_i_ord
from protokoll import tavlan
from protokoll.models import Anslag

register = template.Library()


@register.filter
def anslagsrubrik(anslag) -> str:
    """ "Kommunstyrelsen, 25 februari 2020"; of a kungörelse its own heading."""
    if anslag.slag == Anslag.Slag.KUNGORELSE:
        return tavlan.rubrik(anslag)
    return f"{anslag.organ.namn}, {dag_i_ord(anslag.motet.datum, veckodag=False)}"


@register.filter
def anslagsankare(rubrik: str) -> str:
    return slugify(rubrik)


@register.filter
def anslagsandring(anslag) -> str:
    """ "Sammanträdet är inställt.", of a kungörelse whose meeting is not held as it says; else empty."""
    return tavlan.andring(anslag)

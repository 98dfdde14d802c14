from django import template
from django.utils.text import slugify

from protokoll import tavlan

register = template.Library()


@register.filter
def anslagsrubrik(anslag) -> str:
    return tavlan.rubrik(anslag)


@register.filter
def anslagsankare(rubrik: str) -> str:
    return slugify(rubrik)


@register.filter
def anslagsandring(anslag) -> str:
    """ "Sammanträdet är inställt.", of a kungörelse whose meeting is not held as it says; else empty."""
    return tavlan.andring(anslag)

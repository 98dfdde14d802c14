from django import template
from django.utils.safestring import mark_safe

from kommun.editor import text_to_html
from kommun.templatetags.kommun import chip
from protokoll.numrering import skriv_paragrafer

register = template.Library()

_SAMMANTRADE = {"avslutat": "lyckad", "pagar": "info", "installt": "varning"}
_PROTOKOLL = {
    "justerat": ("Protokollet justerat", "lyckad"),
    "avskrift": ("Inläst avskrift", "info"),
    "utkast": ("Protokollet inte justerat", "varning"),
}


@register.simple_tag
def sammantradeschip(sammantrade):
    return chip(sammantrade.get_lage_display(), _SAMMANTRADE.get(sammantrade.lage, "neutral"))


@register.simple_tag
def laget(sammantrade, protokollen):
    """The chips of a sammanträde and its protokoll."""
    chips = [sammantradeschip(sammantrade), *(chip(*_PROTOKOLL[p.lage]) for p in protokollen)]
    return mark_safe(" ".join(chips))  # noqa: S308 - each chip is escaped


@register.filter
def paragrafer(nummer):
    """(14, 15, 16) → "§§ 14–16"."""
    return skriv_paragrafer(nummer or ())


@register.filter
def text_till_html(text):
    """Plain text as read in, shown as it will be saved. Escaped in text_to_html."""
    return mark_safe(text_to_html(text))  # noqa: S308

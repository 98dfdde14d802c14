from django import template
from django.utils.safestring import mark_safe

from kommun.templatetags.kommun import chip, forsening

register = template.Library()

_FARG = {"pagar": "info", "aterrapporterat": "info", "foreslaget": "neutral", "avslutat": "lyckad"}


@register.simple_tag(takes_context=True)
def uppdragslage(context, uppdrag):
    """The state as a chip, and for an open one how late it is."""
    chips = [chip(uppdrag.get_lage_display(), _FARG.get(uppdrag.lage, "neutral"))]
    if uppdrag.oppet:
        chips.append(forsening(context, uppdrag.frist))
    return mark_safe(" ".join(filter(None, chips)))  # noqa: S308 - each chip is escaped

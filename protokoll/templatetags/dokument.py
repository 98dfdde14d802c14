"""A stored or present `Dokument` on the screen: the same values and the same order as on paper."""

from django import template
from django.utils.safestring import mark_safe

from kommun.editor import clean_html
from protokoll.uppstallning import uppstallning

register = template.Library()


@register.simple_tag
def uppstalld(dokument):
    """`{% uppstalld dokument as u %}`: the front page in words, and each § as (§, anchor, [(part, heading level)])."""
    return uppstallning(dokument)


@register.filter
def ren(html):
    """The text of a part: cleaned again, since what is stored is older than the page that shows it."""
    return mark_safe(clean_html(html))  # noqa: S308 - cleaned here

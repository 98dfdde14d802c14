from django import template
from django.utils import timezone

from protokoll.klarkoll import klarkoll

register = template.Library()


@register.inclusion_tag("protokoll/_klarkollschip.html")
def klarkollschip(sammantrade):
    """A link to klarkoll with its count, for the page of the sammanträde."""
    (koll,) = klarkoll([sammantrade], today=timezone.localdate())
    return {"koll": koll}

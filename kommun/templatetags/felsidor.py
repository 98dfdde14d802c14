"""For the pages of errors: they ask neither the database nor the request."""

from django import template

from kommun.begaran import begaran_id

register = template.Library()


@register.inclusion_tag("components/felnummer.html")
def felnummer():
    return {"nummer": begaran_id()}

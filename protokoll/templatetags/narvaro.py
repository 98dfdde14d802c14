"""What stands hundreds of times on the page of the närvaro: a square, a name; a template for each takes its time."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def ruta(ruta, deltagare, far_skriva) -> SafeString:
    """Somebody at a §; for who may write a link to what is to be written down there."""
    handelse = mark_safe(" data-handelse") if ruta.handelse else ""
    if not far_skriva or ruta.kolumn.last:
        return format_html(
            '<span class="ruta" data-lage="{}"{}><span aria-hidden="true">{}</span>'
            '<span class="ds-sr-only">{}</span></span>',
            *(ruta.lage, handelse, ruta.tecken, ruta.ord),
        )
    return format_html(
        '<a class="ruta" id="r-{d}-{p}" href="?d={d}&amp;p={p}#anteckna" data-d="{d}" data-p="{p}"'
        ' data-lage="{lage}"{h}>'
        '<span aria-hidden="true">{tecken}</span><span class="ds-sr-only">{vem}, {kolumn}: {ord}</span></a>',
        d=deltagare.pk,
        p=ruta.kolumn.nyckel,
        lage=ruta.lage,
        h=handelse,
        tecken=ruta.tecken,
        vem=deltagare,
        kolumn=ruta.kolumn.namn,
        ord=ruta.ord,
    )


@register.simple_tag
def punktens_folk(folk, kolumn, far_skriva) -> SafeString:
    """The names, each leading to what is to be written down about it at the §."""
    if not far_skriva or kolumn.last:
        return format_html_join(", ", "{}", ((d,) for d in folk))
    p = kolumn.nyckel
    return format_html_join(
        ", ",
        '<a href="?d={}&amp;p={}#anteckna" data-d="{}" data-p="{}">{}</a>',
        ((d.pk, p, d.pk, p, d) for d in folk),
    )

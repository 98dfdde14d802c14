"""Lists: filtered, sorted and paged in the database, with everything in the URL."""

from collections.abc import Mapping

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Collate, Lower
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

PAGE_SIZE = 50


def swedish(column: str) -> Collate:
    """Order by text as Swedes do, å ä ö last, on a server without a Swedish collation."""
    folded = Func(Lower(F(column)), Value("åäöéü"), Value("{|}ey"), function="translate", output_field=TextField())
    return Collate(folded, "C")


def render_list(request, template: str, context: dict) -> HttpResponse:
    """The page, or for htmx only its part "resultat", which the filter above it swaps in."""
    part = request.htmx and not request.htmx.history_restore_request
    response = render(request, f"{template}#resultat" if part else template, context)
    # One address gives two answers, which a cache must keep apart.
    patch_vary_headers(response, ["HX-Request"])
    return response


def fraga(form, **tillagg) -> str:
    """The question of the list's address, with the remembered organ said, and without what is of one page."""
    data = form.data.copy()
    for namn in ("sida", "valj", "format"):
        data.pop(namn, None)
    for namn, varde in tillagg.items():
        data[namn] = varde
    return data.urlencode()


def filter_i_ord(form) -> list[tuple[str, str]]:
    """What a valid filter says, for whoever reads a printed or saved list."""
    rader = []
    for namn, falt in form.fields.items():
        if (varde := form.cleaned_data.get(namn)) in (None, ""):
            continue
        rader.append((falt.label, dict(falt.choices)[varde] if type(falt) is forms.ChoiceField else str(varde)))
    return rader


def page_of(queryset: QuerySet, request, *, size: int = PAGE_SIZE) -> Page:
    """The page asked for; nonsense gives the first, too high gives the last."""
    return Paginator(queryset, size).get_page(request.GET.get("sida"))


def order_of(queryset: QuerySet, request, columns: Mapping[str, tuple], default: tuple) -> QuerySet:
    """Order by ?sortera=namn or -namn when it names a column, else by `default`. Always ends in the key."""
    asked = request.GET.get("sortera", "")
    order = columns.get(asked.removeprefix("-"))
    if order is None:
        return queryset.order_by(*default, "pk")
    expressions = [F(c) if isinstance(c, str) else c for c in order]
    nulls = {"nulls_last": True}
    return queryset.order_by(
        *((e.desc(**nulls) if asked.startswith("-") else e.asc(**nulls)) for e in expressions), "pk"
    )

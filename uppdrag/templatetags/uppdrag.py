from django import template
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.safestring import mark_safe

from kommun.kalender import dag_i_ord, relativ_dag
from kommun.templatetags.kommun import chip, forsening
from uppdrag.perioder import manadsnamn

register = template.Library()

_FARG = {"pagar": "info", "aterrapporterat": "info", "foreslaget": "neutral", "avslutat": "lyckad"}


@register.simple_tag(takes_context=True)
def uppdragslage(context, uppdrag):
    """The state as a chip, and for an open one how late it is."""
    chips = [chip(uppdrag.get_lage_display(), _FARG.get(uppdrag.lage, "neutral"))]
    if uppdrag.oppet:
        chips.append(forsening(context, uppdrag.frist))
    return mark_safe(" ".join(filter(None, chips)))  # noqa: S308 - each chip is escaped


# (text, name of the page)
_FLIKAR = (
    ("Lista", "uppdragen"),
    ("Läget", "ordforande"),
    ("Revision", "revision"),
    ("Påminnelser", "paminnelser"),
    ("Läs in lista", "importer"),
    ("Gamla avslut", "gamla-avslut"),
)


@register.inclusion_tag("uppdrag/_flikar.html", takes_context=True)
def uppdragsflikar(context):
    """The pages about uppdrag that the person may open: each is asked of the mark of its own view."""
    request = context["request"]
    flikar = []
    for text, namn in _FLIKAR:
        try:
            url = reverse(f"uppdrag:{namn}")
        except NoReverseMatch:
            continue
        if resolve(url).func.permission(request.user):
            flikar.append({"text": text, "url": url, "har": request.resolver_match.view_name == f"uppdrag:{namn}"})
    return {"flikar": flikar}


@register.filter
def dagtal(varde: float | None) -> str:
    """67,8 as Swedes write it, a whole number without decimals, and a dash for what cannot be counted."""
    return "–" if varde is None else f"{varde:.1f}".removesuffix(".0").replace(".", ",")


@register.filter
def procent(andel: float | None) -> str:
    return "–" if andel is None else f"{100 * andel:.0f} %"


@register.filter
def manadskort(dag) -> str:
    """ "jan": the head of a narrow column."""
    return manadsnamn(dag, ar=False)


@register.simple_tag(takes_context=True)
def redovisningsord(context, uppdrag) -> str:
    """When it is due, at which meeting, and when the answer has to be there (`rapportmote` and `stopp` of the rows)."""
    today = context["today"]
    delar = [f"Frist {_dag(uppdrag.frist, today)}" if uppdrag.frist else "Ingen frist"]
    if uppdrag.rapportmote and uppdrag.rapportmote >= today:
        delar.append(
            f"redovisas för {uppdrag.rapporteras_till.kortnamn} {dag_i_ord(uppdrag.rapportmote, veckodag=False)}"
        )
    if uppdrag.lage == "pagar" and uppdrag.stopp and uppdrag.stopp >= today:
        delar.append(f"svar senast {_dag(uppdrag.stopp, today)}")
    return ", ".join(delar) + "."


def _dag(dag, today) -> str:
    return f"{dag_i_ord(dag, veckodag=False)} ({relativ_dag(dag, today=today)})"

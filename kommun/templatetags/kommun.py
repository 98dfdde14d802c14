"""The components of every page, one consistent way: a template tag with named arguments.

The tags are builtins (`settings.TEMPLATES`), so no page writes `{% load %}`, a class name of the design system, or
markup for anything listed in `templates/components/README.md`.

- `{% name … %}` has no body, `{% name … %}…{% endname %}` has one. Both can be stored: `{% chip "Öppet" as lage %}`.
- The markup stands in `templates/components/<name>.html`; a tag only prepares its arguments. The exceptions are the
  small tags that a list repeats per row (`chip`, `datum`, `forsening`, `fakta`), which are built here, for speed.
- What is left over among the named arguments becomes attributes, `_` written as `-`: `hx_get=url` is `hx-get="…"`.
- Arguments are escaped like everything else; only the body of a block, already rendered, is passed through.
"""

from collections.abc import Mapping
from datetime import date, datetime, time

from django import template
from django.forms.utils import flatatt
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kommun import kalender

register = template.Library()

# Word of ours → colour of the design system.
FARGER = {"neutral": "neutral", "info": "info", "lyckad": "success", "varning": "warning", "fel": "danger"}
KNAPPAR = {
    "primar": ("primary", None),
    "sekundar": ("secondary", None),
    "tyst": ("tertiary", None),
    "fara": ("primary", "danger"),
}
# (text, url name, the rest of its section: the url names that start so)
NAVIGERING = (
    ("Min dag", "uppdrag:min-dag", ()),
    ("Sammanträden", "protokoll:sammantraden", ("protokoll:",)),
    ("Uppdrag", "uppdrag:uppdragen", ("uppdrag:",)),
    ("Inbjudningar", "protokoll:inbjudningar", ("protokoll:inbjud",)),
    ("Ärenden", "uppdrag:arenden", ("uppdrag:arende",)),
    ("Anslagstavla", "protokoll:anslagstavla", ("protokoll:anslagstavla", "protokoll:anslaget")),
)
STEGLAGEN = {
    "klar": ("Klart", "lyckad"),
    "pagar": ("Nu", "info"),
    "nara": ("Snart", "varning"),
    "sen": ("Försenat", "fel"),
    "kommande": ("Kommande", "neutral"),
}


def _render(name: str, **values) -> SafeString:
    return get_template(f"components/{name}.html").render(values)


def _attributes(attrs: Mapping) -> SafeString:
    return flatatt({k.rstrip("_").replace("_", "-"): v for k, v in attrs.items() if v not in (None, "")})


def _body(content: str) -> SafeString:
    """The rendered body of a block, empty when it holds only white space; `strip()` alone would lose the mark."""
    return mark_safe(content.strip())  # noqa: S308 (rendered by the template engine, escaped there)


def _choice(value: str, allowed: Mapping, what: str):
    try:
        return allowed[value]
    except KeyError:
        raise template.TemplateSyntaxError(f"{what} is one of {', '.join(allowed)}, not {value!r}") from None


def _today(context, today: date | None) -> date:
    return today or context.get("today") or timezone.localdate()


# Buttons -------------------------------------------------------------------------------------------------------------


@register.simple_tag
def knapp(text, url=None, variant="sekundar", typ="submit", liten=False, **attrs):
    """A link that looks like a button when `url` is given, else a real button."""
    style, colour = _choice(variant, KNAPPAR, "variant")
    attrs |= {"data-variant": style, "data-color": colour, "data-liten": liten or None}
    return _render("knapp", text=text, url=url, typ=typ, attrs=_attributes(attrs))


@register.simple_tag(takes_context=True)
def postknapp(context, text, url, variant="sekundar", namn=None, varde=None, liten=False, **attrs):
    """One act, one URL, one button: a form of its own with the CSRF token."""
    style, colour = _choice(variant, KNAPPAR, "variant")
    attrs |= {"data-variant": style, "data-color": colour, "data-liten": liten or None}
    token = context.get("csrf_token")
    return _render("postknapp", text=text, url=url, namn=namn, varde=varde, token=token, attrs=_attributes(attrs))


# Words about state and time ------------------------------------------------------------------------------------------


@register.simple_tag
def chip(ord, variant="neutral"):
    """A state: always a word, the colour only repeats it."""
    return format_html('<span class="ds-tag chip" data-color="{}">{}</span>', _choice(variant, FARGER, "variant"), ord)


@register.simple_tag(takes_context=True)
def forsening(context, frist, today=None):
    """ "Försenat 12 dagar" as a chip; nothing when the day has not passed, or when there is no frist."""
    if frist is None or frist == "":
        return ""
    dagar = frist if isinstance(frist, int) else (_today(context, today) - _dag(frist)).days
    return chip(f"Försenat {kalender.dagar_i_ord(dagar)}", "fel") if dagar > 0 else ""


@register.simple_tag(takes_context=True)
def datum(context, dag, veckodag=True, relativt=False, kort=False, lag=None, today=None):
    """A `<time>`: "tisdag 10 mars 2020 (om 3 dagar)", or `kort`: "2020-03-10". `lag` says on what law the day rests."""
    if dag is None or dag == "":
        return ""
    stamp, klocka = dag, ""
    if isinstance(dag, datetime):
        stamp = timezone.localtime(dag) if timezone.is_aware(dag) else dag
        klocka = f" kl. {stamp:%H.%M}"
    dag = _dag(dag)
    ord_ = dag.isoformat() if kort else kalender.dag_i_ord(dag, veckodag=veckodag)
    text = ord_ + klocka
    if relativt:
        text += f" ({kalender.relativ_dag(dag, today=_today(context, today))})"
    css = "datum kort" if kort else "datum"
    html = format_html('<time class="{}" datetime="{}">{}</time>', css, stamp.isoformat(), text)
    return format_html('{}<span class="lagrum">, {}</span>', html, lag) if lag else html


def _dag(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def klockslag(value: time | datetime | None) -> str:
    """13.00, the way Swedish minutes write it."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%H.%M}" if value else ""


@register.filter
def i_ord(value: date | datetime | None) -> str:
    """25 februari 2020."""
    return kalender.dag_i_ord(_dag(value), veckodag=False) if value else ""


@register.simple_tag
def stegrad(stegen, etikett="Protokollets väg"):
    """The strip kallelse → möte → justering → anslag → laga kraft; see `Steg` in the README for the keys."""
    rader = []
    for steg in stegen:
        hamta = steg.get if isinstance(steg, Mapping) else lambda k, s=steg: getattr(s, k, None)
        lage = hamta("lage") or "kommande"
        ord_, variant = _choice(lage, STEGLAGEN, "lage")
        rader.append(
            {k: hamta(k) for k in ("namn", "datum", "text", "url", "lag")}
            | {"lage": lage, "ord": hamta("ord") or ord_, "variant": variant}
        )
    return _render("stegrad", stegen=rader, etikett=etikett)


# The frame of a page -------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def navigering(context):
    """The main navigation; a link whose page does not exist is not shown. `aktiv_flik` in the context overrides."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.view_name if match else ""
    flikar = []
    for text, name, section in NAVIGERING:
        try:
            flikar.append({"text": text, "url": reverse(name), "namn": name, "section": section, "current": ""})
        except NoReverseMatch:
            continue
    active = context.get("aktiv_flik")
    if not active:
        # The longest prefix wins, so that "protokoll:inbjudan" belongs to Inbjudningar and not to Sammanträden.
        hits = [(len(s), f["namn"]) for f in flikar for s in (f["namn"], *f["section"]) if here.startswith(s)]
        active = max(hits)[1] if here and hits else None
    for flik in flikar:
        if flik["namn"] == active:
            flik["current"] = "page" if here == active else "true"
    return _render("navigering", flikar=flikar)


@register.simple_tag
def brodsmulor(*delar):
    """`"Sammanträden" url "KS 25 februari" url "§ 14"`: text and url in turn, the last one the page itself."""
    if len(delar) == 1 and not isinstance(delar[0], str):
        par = [(d, None) if isinstance(d, str) else (d[0], d[1] if len(d) > 1 else None) for d in delar[0]]
    else:
        par = [(delar[i], delar[i + 1] if i + 1 < len(delar) else None) for i in range(0, len(delar), 2)]
    return _render("brodsmulor", par=par, tillbaka=next((p for p in reversed(par) if p[1]), None))


@register.simple_block_tag
def sidhuvud(content, titel, ovanrad=None, chips=None, ingress=None):
    """The page's heading. The body is its acts: the one `primar` first, quiet ones after."""
    return _render("sidhuvud", content=_body(content), titel=titel, ovanrad=ovanrad, chips=chips, ingress=ingress)


@register.simple_block_tag
def sektion(content, rubrik, niva=2, id=None, antal=None, akt=None, variant="oppen"):
    """A part of a page with its heading; `variant="kort"` draws a frame around it, `"rad"` is for the rail."""
    _choice(variant, dict.fromkeys(("oppen", "kort", "rad")), "variant")
    return _render("sektion", content=content, rubrik=rubrik, niva=niva, id=id, antal=antal, akt=akt, variant=variant)


@register.simple_block_tag
def alert(content, variant="info", rubrik=None, niva=2, roll=None):
    colour = _choice(variant, FARGER, "variant")
    return _render("alert", content=_body(content), colour=colour, rubrik=rubrik, niva=niva, roll=roll)


@register.simple_block_tag
def tomt(content, rubrik, niva=2):
    """An empty list: the heading says that it is empty, the body what it will hold and the act that fills it."""
    return _render("tomt", content=_body(content), rubrik=rubrik, niva=niva)


# Lists ---------------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def tabell(content, rubrik, id=None, visa_rubrik=False, bred=False):
    """`<thead>` and `<tbody>` as body. Rows stack on a narrow page; `bred` scrolls sideways instead (grids)."""
    return _render("tabell", content=content, rubrik=rubrik, id=id, visa_rubrik=visa_rubrik, bred=bred)


@register.simple_tag(takes_context=True)
def kolumn(context, text, sortera=None, forvald=None, tal=False, dold=False):
    """A heading of a column. `sortera` is the key in `?sortera=key` / `?sortera=-key`; `forvald` the view's default."""
    request = context.get("request")
    fraga = request.GET.copy() if request else None
    lage = (fraga.get("sortera") if fraga is not None else None) or forvald
    aria = url = None
    if sortera:
        aria = {sortera: "ascending", f"-{sortera}": "descending"}.get(lage)
        query = {} if fraga is None else fraga
        query["sortera"] = f"-{sortera}" if aria == "ascending" else sortera
        query.pop("sida", None)
        url = "?" + (query.urlencode() if fraga is not None else f"sortera={query['sortera']}")
    return _render("kolumn", text=text, url=url, aria=aria, tal=tal, dold=dold)


@register.simple_tag
def radlank(text, url, **attrs):
    """The one real link of a row; CSS stretches it over the whole row."""
    return format_html('<a class="radlank" href="{}"{}>{}</a>', url, _attributes(attrs), text)


@register.simple_tag(takes_context=True)
def sidor(context, sida, parameter="sida"):
    """Pagination of a `Page`; the filters in the URL are kept. Nothing when there is one page."""
    if sida.paginator.num_pages < 2:
        return ""
    request = context.get("request")

    def url(number):
        if not request:
            return f"?{parameter}={number}"
        fraga = request.GET.copy()
        fraga[parameter] = number
        return "?" + fraga.urlencode()

    delar = [
        {"nummer": n, "url": url(n) if isinstance(n, int) else None, "har": n == sida.number}
        for n in sida.paginator.get_elided_page_range(sida.number, on_each_side=1, on_ends=1)
    ]
    forra = url(sida.previous_page_number()) if sida.has_previous() else None
    nasta = url(sida.next_page_number()) if sida.has_next() else None
    return _render("sidor", sida=sida, delar=delar, forra=forra, nasta=nasta)


@register.simple_tag(takes_context=True)
def filterrad(context, form, rubrik="Filtrera"):
    """A GET form above a list; with htmx it swaps the part `#resultat` as soon as a field changes.

    A form that names its `vanliga` fields has the others folded away, and on a narrow page all of them.
    """
    request = context.get("request")
    fraga = request.GET if request else {}
    vanliga = getattr(form, "vanliga", ())
    gomda = [f for f in form.visible_fields() if vanliga and f.name not in vanliga]
    return _render(
        "filterrad",
        form=form,
        vanliga=[f for f in form.visible_fields() if f not in gomda],
        gomda=gomda,
        antal_valda=sum(1 for f in form.visible_fields() if f.value()),
        antal_gomda=sum(1 for f in gomda if f.value()),
        gomda_fel=any(f.errors for f in gomda),
        rubrik=rubrik,
        sortera=fraga.get("sortera"),
        adress=request.path if request else "",
    )


@register.simple_block_tag
def traffrad(content, antal, enhet="träffar", enhet_en="träff"):
    """How many the list holds; the body is what stands beside (an export, for example)."""
    return _render("traffrad", content=_body(content), antal=antal, enhet=enhet_en if antal == 1 else enhet)


@register.simple_tag
def urval(val, etikett="Urval"):
    """Presets as links: each is (text, url, antal or None, aktiv)."""
    rader = [dict(zip(("text", "url", "antal", "aktiv"), (*v, None, None), strict=False)) for v in val]
    return _render("urval", rader=rader, etikett=etikett)


@register.simple_block_tag
def radlista(content, etikett=None, numrerad=False):
    """A list of lines, each a `{% rad %}`; for "Väntar på dig" and a dagordning."""
    return _render("radlista", content=content, etikett=etikett, numrerad=numrerad)


@register.simple_block_tag
def rad(content, text, url=None, under=None, nummer=None, chips=None):
    """One line: a number, a link, a smaller line under it, chips, and as body the act that stands to the right."""
    return _render("rad", content=_body(content), text=text, url=url, under=under, nummer=nummer, chips=chips)


@register.simple_block_tag
def faktalista(content, kort=False):
    return _render("faktalista", content=content, kort=kort)


@register.simple_block_tag
def fakta(content, etikett):
    """One fact; absent when its body is empty, so that the page needs no if."""
    body = _body(content)
    return format_html('<div class="fakta"><dt>{}</dt><dd>{}</dd></div>', etikett, body) if body else body


@register.simple_block_tag
def tidslinje(content, etikett="Historik"):
    return _render("tidslinje", content=content, etikett=etikett)


@register.simple_block_tag
def handelse(content, rubrik, tid=None, av=None, variant="neutral"):
    _choice(variant, FARGER, "variant")
    return _render("handelse", content=_body(content), rubrik=rubrik, tid=tid, av=av, variant=variant)


# The page of a § -----------------------------------------------------------------------------------------------------


@register.simple_block_tag
def blad(content, organ, datum, beteckning, rubrik, dnr=None, klassificering=None, chips=None, niva=1):
    """A § as it is printed: organ and day, § and dnr, heading; the body is its `{% avsnitt %}`, beslut first.

    `niva` 2 on a page that is about something else, with a heading of its own.
    """
    return _render(
        "blad",
        content=content,
        organ=organ,
        datum=datum,
        beteckning=beteckning,
        rubrik=rubrik,
        dnr=dnr,
        klassificering=klassificering,
        chips=chips,
        niva=niva,
    )


@register.simple_block_tag
def avsnitt(content, rubrik, typ="avsnitt", id=None, andra=None, niva=1):
    """A section of a §; `typ="beslut"` is set so that the eye finds it first, `andra` is the url that edits it.

    `niva` 2 is a part of the section before it (Bakgrund under Sammanfattning).
    """
    return _render(
        "avsnitt", content=content, rubrik=rubrik, typ=typ, id=id, andra=andra, niva=niva, rubrikniva=niva + 1
    )

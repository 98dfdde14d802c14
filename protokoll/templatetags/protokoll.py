from django import template
from django.utils.safestring import mark_safe

from kommun.editor import text_to_html
from kommun.kalender import VECKODAGAR, dag_i_ord
from kommun.templatetags.kommun import chip
from protokoll import lankar
from protokoll.models import Sammantrade
from protokoll.numrering import skriv_paragrafer

register = template.Library()

_SAMMANTRADE = {"avslutat": "lyckad", "pagar": "info", "installt": "varning"}
_PROTOKOLL = {
    "justerat": ("Protokollet justerat", "lyckad"),
    "avskrift": ("Inläst avskrift", "info"),
    "utkast": ("Protokollet inte justerat", "varning"),
    "fryst": ("Protokollet hos justerarna", "info"),
}
_PROTOKOLLSLAGE = {"utkast": "varning", "fryst": "info", "justerat": "lyckad", "avskrift": "info"}


@register.simple_tag
def sammantradeschip(sammantrade):
    return chip(sammantrade.get_lage_display(), _SAMMANTRADE.get(sammantrade.lage, "neutral"))


@register.simple_tag
def protokollschip(protokoll):
    return chip(protokoll.get_lage_display(), _PROTOKOLLSLAGE[protokoll.lage])


@register.simple_tag
def laget(sammantrade, protokollen):
    """The chips of a sammanträde and its protokoll; several of these are told apart by `paragrafer_i_text`."""
    chips = [sammantradeschip(sammantrade)]
    for p in protokollen:
        ord_, variant = _PROTOKOLL[p.lage]
        vilket = getattr(p, "paragrafer_i_text", "") if len(protokollen) > 1 else ""
        chips.append(chip(f"Protokollet {vilket}: {p.get_lage_display().lower()}" if vilket else ord_, variant))
    return mark_safe(" ".join(chips))  # noqa: S308 - each chip is escaped


@register.simple_tag
def pagaende_mote(user):
    """The way to the meeting that runs in an organ of the user: for who keeps the minutes, to the § that is up now."""
    pagar = Sammantrade.objects.visible_to(user).filter(lage=Sammantrade.Lage.PAGAR, organ__in=user.behorighet.organ)
    mote = pagar.select_related("organ", "aktuell__organ").order_by("-datum").first()
    if mote is None:
        return None
    if mote.aktuell and mote.organ_id in user.behorighet.sekreterare_i:
        return {"text": f"{mote.organ.kortnamn} {mote.aktuell.beteckning}", "url": lankar.paragrafen(mote.aktuell)}
    return {"text": mote.organ.kortnamn, "url": mote.get_absolute_url()}


@register.filter
def paragrafer(nummer):
    """(14, 15, 16) → "§§ 14–16"."""
    return skriv_paragrafer(nummer or ())


@register.filter
def text_till_html(text):
    """Plain text as read in, shown as it will be saved. Escaped in text_to_html."""
    return mark_safe(text_to_html(text))  # noqa: S308


@register.filter
def veckodag_och_dag(dag):
    """ "tisdag 9 mars": where the year is known."""
    return dag_i_ord(dag, ar=False) if dag else ""


@register.filter
def kort_dag(dag):
    """ "ti 9": where the month is known."""
    return f"{VECKODAGAR[dag.weekday()][:2]} {dag.day}"


@register.filter
def organankare(pk) -> str:
    return f"organ-{pk}"


@register.filter
def prenumerera(organ) -> str:
    return f"Prenumerera på {organ.genitiv} sammanträden"


@register.filter
def nar_och_var(sammantrade) -> str:
    """ "kl. 13.00–16.00, Tunasalen. Flyttat från 2 mars 2027"."""
    s = sammantrade
    tid = f"kl. {s.start:%H.%M}" + (f"–{s.slut:%H.%M}" if s.slut else "") if s.start else "tiden är inte bestämd"
    fran = f". Flyttat från {dag_i_ord(s.flyttat_fran, veckodag=False)}" if s.flyttat_fran else ""
    return ", ".join(del_ for del_ in (tid, s.plats) if del_) + fran


@register.simple_tag(takes_context=True)
def sammantradesurval(context):
    """The presets of the list: what is to come, what has been, all of it; the organ that is chosen is kept."""
    fraga = context["request"].GET
    organ = f"&organ={fraga['organ']}" if fraga.get("organ", "").isdecimal() else ""
    val = (
        ("Kommande", "lage=planerat&sortera=datum"),
        ("Hållna", "lage=avslutat"),
        ("Inställda", "lage=installt"),
        ("Alla", "lage="),
    )
    lage = fraga.get("lage", "")
    return [(ord_, f"?{query}{organ}", None, f"lage={lage}" == query.split("&")[0]) for ord_, query in val]


_UTFALL = {"utgar": "neutral", "bordlagt": "varning", "aterremitterat": "varning"}


@register.simple_tag
def arendechips(paragraf, sammantrade):
    """What is particular about a row of the dagordning, in words."""
    chips = []
    if paragraf.pk == sammantrade.aktuell_id:
        chips.append(chip("Behandlas nu", "info"))
    if paragraf.slag == paragraf.Slag.INFORMATION:
        chips.append(chip("Information"))
    if paragraf.extra:
        chips.append(chip("Extra ärende", "info"))
    if paragraf.utfall:
        chips.append(chip(paragraf.get_utfall_display(), _UTFALL[paragraf.utfall]))
    if paragraf.genom_hanvisning:
        chips.append(chip("Känd genom hänvisning"))
    return mark_safe(" ".join(chips))  # noqa: S308 - each chip is escaped

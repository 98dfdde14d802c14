"""Sentences that are filled in rather than typed: "{organet} väljer {justerare} att jämte ordförande justera …"."""

import re
from collections.abc import Iterable, Mapping

from kommun.kalender import dag_i_ord
from protokoll.narvarolista import Narvarolista, narvarolista
from protokoll.narvaroord import upprakning

_VARIABEL = re.compile(r"\{\s*(\w+)\s*\}")
_VIKTA = str.maketrans("åäöÅÄÖ", "aaoaao")

# The variables that a phrase may use, and what each stands for; a page that edits phrases shows them.
VARIABLER = {
    "organet": "organets namn",
    "organets": "organets namn i genitiv",
    "kortnamn": "organets förkortning",
    "justerare": "valda justerare",
    "ordforande": "den som leder sammanträdet",
    "sekreterare": "den som för protokollet",
    "datum": "sammanträdesdagen, 3 mars 2026",
    "plats": "platsen för sammanträdet",
    "dnr": "ärendets diarienummer",
    "rubrik": "ärendets rubrik",
    "foredragande": "den som föredrar ärendet",
    "justeringsdag": "dagen då protokollet justeras",
}


def fyll_i(text: str, varden: Mapping[str, str]) -> str:
    """Put the values in place of {variables}. One that is unknown, or has no value yet, stays visible.

    `{ordförande}` and `{Ordforande}` are the same variable. A value is never read for variables itself.
    """

    def varde(match: re.Match) -> str:
        return varden.get(match[1].translate(_VIKTA).lower()) or match[0]

    return _VARIABEL.sub(varde, text)


def kvar_att_fylla_i(text: str) -> list[str]:
    """The variables that still stand in the text."""
    return [m[0] for m in _VARIABEL.finditer(text)]


def faststalld_dagordning(mening: str, *, extra: Iterable[str], utgar: Iterable[str]) -> str:
    """The decision on the dagordning with what was changed in it, as plain text with one line for each change."""
    rader = [f"• {rubrik} läggs till" for rubrik in extra] + [f"• {rubrik} utgår" for rubrik in utgar]
    if not rader:
        return mening
    stam = mening.rstrip().removesuffix(".")
    return f"{stam} med följande ändringar:\n\n" + "\n".join(rader)


_ATT = re.compile(r"^(?:beslutar(?:\s+att)?|att)\s+", re.IGNORECASE)


def i_korthet(text: str, organ: str, *, ord: int = 3) -> str:
    """A decision in so many words for a list: "väljer Helen Nilsson …", without the name of the organ before it."""
    forsta = " ".join(text.split())
    if forsta.lower().startswith(organ.lower()):
        forsta = forsta[len(organ) :].lstrip(" :,")
    forsta = _ATT.sub("", forsta)
    orden = forsta.split(" ")
    if len(orden) <= ord:
        return forsta.rstrip(".:")
    return " ".join(orden[:ord]).rstrip(".,;:") + " …"


def varden(paragraf, *, lista: Narvarolista | None = None) -> dict[str, str]:
    """What the variables stand for at the §. `lista` spares the queries of the presence; empty is left out."""
    sammantrade, organ = paragraf.sammantrade, paragraf.organ
    underskrifter = list(paragraf.protokoll.underskrifterna.all()) if paragraf.protokoll else []

    def som(roll: str) -> str:
        namn = [u.namn_med_parti for u in underskrifter if u.roll == roll]
        return upprakning(namn) if namn else ""

    alla = {
        "organ": organ.namn,
        "organet": organ.namn,
        "organets": organ.genitiv,
        "kortnamn": organ.kortnamn,
        "justerare": som("justerare"),
        "ordforande": _ordforande(paragraf, lista) or som("ordforande"),
        "sekreterare": som("sekreterare"),
        "datum": dag_i_ord(sammantrade.datum, veckodag=False),
        "plats": sammantrade.plats,
        "dnr": paragraf.dnr_i_text,
        "rubrik": paragraf.rubrik,
        "foredragande": paragraf.foredragande,
        "justeringsdag": (
            dag_i_ord(sammantrade.planerad_justering, veckodag=False) if sammantrade.planerad_justering else ""
        ),
    }
    return {namn: varde for namn, varde in alla.items() if varde}


def _ordforande(paragraf, lista: Narvarolista | None) -> str:
    """Who presides at the §, once somebody has been called up."""
    if not paragraf.sammantrade.har_borjat or paragraf.slag == "rubrik":
        return ""
    lista = lista or narvarolista(paragraf.sammantrade)
    leder = lista.ordforande(paragraf) if lista.deltagare else None
    return leder.namn_med_parti if leder else ""

"""Which column holds what, guessed from the headings that Swedish lists of uppdrag have. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Falt:
    """Something an uppdrag has that a column may hold."""

    namn: str
    etikett: str
    # What the heading is, word for word, or begins with; the first that fits wins.
    rubriker: str
    hjalp: str = ""


FALTEN = (
    Falt(
        "beslut",
        "Beslut: dag och §",
        r"(?!.*avslut).*(?:dag|datum).*(?:§|paragraf).*|(?:§|paragraf).*(?:dag|datum).*|beslut|"
        r"protokoll|beslutat i|källa|hänvisning|beslutsreferens",
        "Till exempel 2020-01-21 § 11",
    ),
    Falt(
        "avslutat_paragraf",
        "Avslutat i §",
        r"(?:avslut\w*|slutredovisa\w*|återrapporterat|godkän\w*)\b.*(?:§|paragraf|beslut)",
    ),
    Falt(
        "avslutat",
        "Avslutat den",
        r"avsluta\w*(?: den| datum)?|slutdatum|(?:datum )?(?:klart|slutfört|verkställt) ?(?:den|datum)|"
        r"verkställ\w* (?:den|datum)|slutredovisa\w*|genomfört(?: den)?|avslutningsdatum",
    ),
    Falt(
        "status",
        "Läge",
        r"status|läge|tillstånd|genomförd\??|verkställd\??|klart?\??|uppdragsstatus",
    ),
    Falt(
        "frist",
        "Frist",
        r"frist|klart? senast|färdig\w*|(?:åter)?(?:redovis|rapporter)\w*.*|slutdag|deadline|senast|"
        r"tidsfrist|tid(?:plan|punkt)?|planera[dt]\w*.*|förfallo\w*|svar senast|ska vara klart|"
        r"klar(?:t|datum)?|sista (?:dag|datum)|åter till",
    ),
    Falt(
        "dnr",
        "Diarienummer",
        r"dnr.*|diarie\w*|diarienr|ärendenummer|ärendenr|d-?nr",
    ),
    Falt(
        "paragraf",
        "Beslutets §",
        r"§.*|paragraf\w*|beslutsparagraf|beslut(?:ets)? (?:§|paragraf)",
    ),
    Falt(
        "datum",
        "Beslutets dag",
        r"(?:beslut\w*|sammanträde\w*|mötes?)[- ]?(?:dag|datum)\w*|beslutad(?:es)?(?: den)?|"
        r"givet den|uppdragsdatum|datum(?: för .*)?|dag|sammanträde|möte|beslut den",
    ),
    Falt(
        "organ",
        "Organ som gav uppdraget",
        r"(?:beslutande )?organ|beslutsinstans|beslutsorgan|instans|givare|givet av|uppdragsgivare|"
        r"från|beslutat av|beslutsfattare|nämnd/organ|organ/nämnd|politiskt organ",
    ),
    Falt(
        "namnd",
        "Mottagande nämnd",
        r"(?:ansvarig|mottagande|berörd) (?:nämnd|styrelse)|nämnd som .*|nämnd|till nämnd|bolag",
    ),
    Falt(
        "forvaltning",
        "Förvaltning",
        r"(?:ansvarig |mottagande |berörd )?(?:förvaltning|avdelning|enhet|kontor|verksamhet|sektor)\w*|"
        r"mottagare|till|uppdragstagare",
    ),
    Falt(
        "ansvarig",
        "Ansvarig person",
        r"ansvarig(?: (?:person|tjänsteman|tjänsteperson|handläggare|chef))?|handläggare|tjänsteman|"
        r"tjänsteperson|namn|utförare|kontaktperson|vem",
    ),
    Falt(
        "uppdrag",
        "Uppdraget",
        r"uppdraget?s? ?(?:text|lydelse|beskrivning|avser|innebär)?|"
        r"(?:vad|innehåll|beskrivning|ärende|ärendemening|rubrik|åtgärd|beslutstext|text|lydelse|ärenderubrik|benämning)\b.*|"
        r"uppdrag.*",
    ),
    Falt(
        "kommentar",
        "Kommentar",
        r"kommentar\w*|anteckning\w*|notering\w*|anmärkning\w*|övrigt|uppföljning\w*|lägesrapport|"
        r"info(?:rmation)?",
    ),
)
_MONSTER = tuple((f.namn, re.compile(f.rubriker)) for f in FALTEN)
FALT = {f.namn: f for f in FALTEN}


def _slat(rubrik: str) -> str:
    slat = unicodedata.normalize("NFKC", rubrik).casefold().replace("\xad", "")
    slat = re.sub(r"\(kolumn [a-z]+\)$", "", slat)
    return " ".join(slat.split()).strip(" :.*")


def falt_for(rubrik: str) -> str | None:
    """The field a heading names, seen alone."""
    slat = _slat(rubrik)[:80]
    return next((namn for namn, monster in _MONSTER if slat and monster.fullmatch(slat)), None)


def gissa(rubriker: Sequence[str]) -> dict[str, str]:
    """Field → heading. No heading is used twice, and a heading that says nothing known is used for nothing."""
    valda: dict[str, str] = {}
    for rubrik in rubriker:
        namn = falt_for(rubrik)
        if namn and namn not in valda:
            valda[namn] = rubrik
    # "Nämnd" alone is who decided, where nothing else tells that.
    if "organ" not in valda and _slat(valda.get("namnd", "")) == "nämnd":
        valda["organ"] = valda.pop("namnd")
    # "Beslut" beside a day and a § of its own is what was decided.
    if {"beslut", "datum", "paragraf"} <= valda.keys() and "uppdrag" not in valda:
        valda["uppdrag"] = valda.pop("beslut")
    elif {"beslut", "datum", "paragraf"} <= valda.keys():
        del valda["beslut"]
    return valda


def kanns_igen(rubriker: Sequence[str]) -> int:
    """How many of the headings name a field: what tells the heading row from the titles above it."""
    return len({namn for r in rubriker if (namn := falt_for(r))})

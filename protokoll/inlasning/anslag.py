"""The anslag/bevis: when the tillkännagivande went up, when it comes down, where the protokoll is kept."""

import re

from .bygge import Bygge
from .datum import hitta_datum
from .modell import Anslag
from .rader import Rad
from .tecken import vik

RUBRIK = re.compile(
    r"^\s{0,40}(?:anslag\s?/\s?bevis|bevis\s?/\s?anslag|bevis om (?:anslag|justering|tillkännagivande).{0,60}"
    r"|anslagsbevis|anslag|tillkännagivande av protokoll.{0,40}|anslag och bevis)\s{0,40}$",
    re.IGNORECASE,
)
_FALT = {
    "organ": r"Organ|Nämnd|Instans",
    "sammantradesdatum": r"Sammanträdesdatum|Sammanträdesdag",
    "paragrafer": r"Paragrafer",
    "uppsatt": r"Datum (?:då|när|för) anslag(?:et)?s? (?:sätts|sattes|sätts) upp|"
    r"Datum för anslag(?:et)?s upps?ättande|Anslag(?:et)? (?:sätts|sattes|har satts) upp|"
    r"Anslag(?:et)? uppsatt|Anslagsdatum|Anslaget publiceras|Datum då protokollet anslås|"
    r"Tillkännagivet",
    "nedtaget": r"Datum (?:då|när|för) anslag(?:et)?s? (?:tas|togs|tages) (?:ned|ner)|"
    r"Datum för anslag(?:et)?s ned?tagande|Anslag(?:et)? (?:tas|togs|tages|får tas) (?:ned|ner)|"
    r"Anslag(?:et)? nedtaget|Anslaget avpubliceras",
    "sista_overklagandedag": r"Sista dag(?:en)? (?:att|för att) överklaga|"
    r"Möjlighet att överklaga[^:\t]{0,40}?till och med",
    "justeringsdatum": r"Justeringsdatum|Datum för justering|Protokollet justerat",
    "forvaringsplats": r"Förvaringsplats(?: för protokollet| för protokoll)?|Protokollet förvaras(?: på| hos)?",
    "underskrift": r"Underskrift",
}
_ETIKETT = re.compile(
    "|".join(rf"(?P<{namn}>(?<!\w)(?:{monster})(?!\w))" for namn, monster in _FALT.items()), re.IGNORECASE
)
_LOPTEXT = re.compile(
    r"^\s{0,20}(?:Protokollet är justerat\b.{0,200}|Justeringen har (?:tillkännagivits|tillkännagetts)\b.{0,200}"
    r"|Justering(?:en)? har.{0,200}|Fylls i när.{0,60}|Protokollet är digitalt justerat.{0,200})$",
    re.IGNORECASE,
)
_LANGSTA = 2000


def las_anslag(rader: list[Rad], bygge: Bygge) -> Anslag | None:
    """Read the lines from the heading of the anslag on; None where they hold no field of one."""
    varden: dict[str, tuple[str, Rad]] = {}
    falt = None
    for i, rad in enumerate(rader):
        text = rad.text[:_LANGSTA]
        if rad.tom:
            continue
        if (i == 0 and RUBRIK.match(vik(text))) or _LOPTEXT.match(vik(text)):
            bygge.lagg_bort_text("anslag", rad.ren, rad)
            continue
        traffar = list(_ETIKETT.finditer(vik(text)))
        if not traffar:
            if falt and not varden[falt][0]:
                varden[falt] = (rad.ren, rad)
            else:
                bygge.oplacera("anslag", text, rad)
            continue
        if fore := text[: traffar[0].start()].strip():
            bygge.oplacera("anslag", fore, rad)
        for j, match in enumerate(traffar):
            slut = traffar[j + 1].start() if j + 1 < len(traffar) else len(text)
            falt = str(match.lastgroup)
            bygge.lagg_bort_text("etikett", match[0], rad)
            varde = " ".join(text[match.end() : slut].split()).strip(" :")
            if varden.get(falt, ("",))[0]:
                bygge.oplacera("anslag", varde, rad)
            else:
                varden[falt] = (varde, rad)
    return _anslag(varden, bygge)


def _anslag(varden: dict[str, tuple[str, Rad]], bygge: Bygge) -> Anslag | None:
    if not varden.keys() & {"uppsatt", "nedtaget", "forvaringsplats"}:
        for varde, rad in varden.values():
            bygge.oplacera("anslag", varde, rad)
        return None

    def datum(falt: str):
        varde, rad = varden.get(falt, ("", None))
        funnet = hitta_datum(varde)
        if rad is not None and varde:
            if funnet:
                bygge.lagg_bort_text("datum", varde, rad)
            else:
                bygge.oplacera("anslag", varde, rad)
        return funnet

    def text(falt: str) -> str | None:
        varde = re.sub(r"[_.…]{3,}", " ", varden.get(falt, ("", None))[0])
        return " ".join(varde.split()) or None

    for falt in ("paragrafer", "justeringsdatum"):
        if falt in varden:
            bygge.oplacera("anslag", varden[falt][0], varden[falt][1])
    anslag = Anslag(
        uppsatt=datum("uppsatt"),
        nedtaget=datum("nedtaget"),
        forvaringsplats=text("forvaringsplats"),
        organ=text("organ"),
        sista_overklagandedag=datum("sista_overklagandedag"),
        sammantradesdatum=datum("sammantradesdatum"),
        underskrift=text("underskrift"),
    )
    # A form not filled in yet says nothing of an anslag.
    return anslag if anslag.uppsatt or anslag.nedtaget or anslag.forvaringsplats else None

"""Section headings of a §: which kind a line announces, at which level, and for which organ."""

import re
from dataclasses import dataclass

from .tecken import vik

_RUBRIKER: dict[str, str] = {
    "beslut": "beslut; beslutet",
    "upplysning": "upplysning; upplysningar",
    "beslutsmotivering": "beslutsmotivering; motivering; motivering till beslutet; motivering till beslut; "
    "motivering av beslutet; skäl för beslutet; skäl till beslutet; skäl för beslut",
    "jav": "jäv; anmälan om jäv; jävsanmälan",
    "deltar_ej": "deltar inte i beslut; deltar inte i beslutet; deltar ej i beslut; deltar ej i beslutet; "
    "deltar inte i handläggningen; avstår från att delta i beslutet",
    "reservation": "reservation; reservationer; reservation mot beslutet; reservationer mot beslutet",
    "sammanfattning": "sammanfattning; sammanfattning av ärendet; ärendet i korthet; ärendesammanfattning",
    "bakgrund": "bakgrund; bakgrund till ärendet",
    "aktuell_situation": "aktuell situation; nuläge; aktuellt läge",
    "finansiering": "finansiering; ekonomi; ekonomiska konsekvenser; ekonomiska konsekvenser och finansiering; "
    "ekonomisk bedömning",
    "arendet": "ärendet; ärendebeskrivning; beskrivning av ärendet; ärendets behandling; ärendets beredning; "
    "beredning; dagens sammanträde; redogörelse för ärendet; tidigare behandling; ärendets gång",
    "beslutsunderlag": "beslutsunderlag; underlag; underlag för beslut; underlag till beslut; handlingar; "
    "handlingar i ärendet; beslutsunderlag och handlingar; bilagor",
    "yrkanden": "yrkanden; yrkande; förslag till beslut på sammanträdet; förslag under sammanträdet; "
    "förslag på sammanträdet; förslag och yrkanden; yrkanden och förslag; förslag; behandling på sammanträdet; "
    "yrkanden på sammanträdet; förslag till beslut under sammanträdet",
    "beslutsgång": "beslutsgång; propositionsordning; propositioner; proposition; beslutsgång och propositionsordning",
    "omrostning": "omröstning; votering; omröstning begärs; omröstning begärs och verkställs; "
    "omröstning begärd; votering begärs; votering begärs och verkställs; omröstning har begärts",
    "omrostningsresultat": "omröstningsresultat; voteringsresultat; resultat av omröstningen; omröstningens resultat; "
    "omröstningslista; voteringslista",
    "protokollsanteckning": "protokollsanteckning; protokollsanteckningar; anteckning till protokollet; "
    "anteckningar till protokollet",
    "sarskilt_yttrande": "särskilt yttrande; särskilda yttranden",
    "mottagare": "beslutet skickas till; beslutet ska skickas till; beslut skickas till; beslut till; beslutet till; "
    "expedieras till; beslutet expedieras till; expediering; expedieras; skickas till; skickas för kännedom till; "
    "kopia till; sändlista; delges; delgivning; beslutet delges; protokollsutdrag till; protokollsutdrag skickas till; "
    "utdrag till; beslutet sänds till; sänds till; protokollsutdrag; mottagare; beslutet meddelas",
    "ovrigt": "barnkonsekvensanalys; prövning av barnets bästa; bedömning; förvaltningens bedömning; "
    "förvaltningens synpunkter; konsekvenser; överväganden; övervägande; lagstöd; lagrum; tidplan; "
    "hur man överklagar; överklagande; jämställdhetsanalys; konsekvensbeskrivning; information; övrigt; "
    "koppling till mål; hållbarhetsperspektiv; miljökonsekvenser",
}
_TYP = {
    namn.strip(): "beslutsgang" if typ == "beslutsgång" else typ
    for typ, namnen in _RUBRIKER.items()
    for namn in namnen.split(";")
}
# Below "Sammanfattning" these are its parts (seed § 34); on their own they are sections like any other.
UNDERRUBRIKER = frozenset({"bakgrund", "aktuell_situation", "finansiering"})

_ORGANORD = r"(?:styrelse|nämnd|utskott|fullmäktige|beredning|kommitté|direktion|presidi|förbund|råd)"
ORGANORD = re.compile(_ORGANORD, re.IGNORECASE)
_ORGANS_BESLUT = re.compile(r"^(?P<organ>\S.{2,90}?)s beslut$", re.IGNORECASE)
_BESLUT_I = re.compile(
    r"^(?P<forslag>förslag till )?(?P<eget>beslut)\s?(?:i|av|för)\s(?P<till>\S.{2,80})$"
    r"|^beslut\s?[-–—:]\s?(?P<forslag2>förslag till )(?P<till2>\S.{2,80})$"
    r"|^(?P<organ>\S.{2,80}?)s? förslag till beslut(?: (?:i|till|för) (?P<till3>\S.{2,80}))?$"
    r"|^(?P<organ2>\S.{2,80}?)s förslag(?: till (?P<till4>\S.{2,80}))?$"
    r"|^förslag till (?P<till5>\S.{2,80})$",
    re.IGNORECASE,
)
# "Beslutet skickas till: Kommunstyrelsen" stands on one line in many layouts.
_PA_SAMMA_RAD = frozenset({"mottagare", "beslutsunderlag", "jav", "reservation", "deltar_ej"})
_LANGSTA = 120


@dataclass(frozen=True, slots=True)
class Rubrik:
    typ: str
    text: str
    rest: str = ""  # text after a colon on the same line
    organ: str | None = None
    beslutsniva: str | None = None
    till_organ: str | None = None
    saker: bool = True  # False: only a heading where the § has no other decision


def las_rubrik(rad: str) -> Rubrik | None:
    """The heading that the whole line is, or None."""
    rad = " ".join(rad.split()) if len(rad) <= 4 * _LANGSTA else ""
    if not rad or not (rad[0].isupper() or vik(rad[0]).isupper()):
        return None
    huvud, kolon, rest = rad.partition(":")
    namn = vik(huvud if kolon else rad).casefold().rstrip(" .:")
    if len(namn) > _LANGSTA:
        return None
    typ = _TYP.get(namn)
    if typ and (not kolon or not rest.strip() or typ in _PA_SAMMA_RAD):
        niva = "eget" if typ == "beslut" else None
        return Rubrik(typ, huvud + ":" if kolon else rad, rest.strip(), beslutsniva=niva)
    if len(rad) > _LANGSTA or rad.endswith((".", ",", ";")):
        return None
    if ("beslut" in namn or "förslag" in namn) and (not kolon or not rest.strip()):
        return _beslutsrubrik(rad.rstrip(" :"), rad)
    return None


def _beslutsrubrik(namn: str, rad: str) -> Rubrik | None:
    namn = vik(namn)
    if match := _ORGANS_BESLUT.match(namn):
        if ORGANORD.search(match["organ"]) and not any(t.isdigit() for t in namn):
            return Rubrik("beslut", rad, organ=match["organ"], beslutsniva="eget")
        return None
    if namn.casefold() == "förslag till beslut":
        return Rubrik("beslut", rad, beslutsniva="forslag", saker=False)
    match = _BESLUT_I.match(namn)
    if match is None or any(t.isdigit() for t in namn):
        return None
    organ = match["organ"] or match["organ2"]
    till = match["till"] or match["till2"] or match["till3"] or match["till4"] or match["till5"]
    if not ORGANORD.search(f"{organ or ''} {till or ''}") and not (organ and match["till3"] is None):
        return None
    if organ:
        # Whose proposal it is decides whether it is this organ's own decision or only what lay on the table.
        return Rubrik("beslut", rad, organ=organ, beslutsniva="forslag", till_organ=till, saker=False)
    forslag = bool(match["forslag"] or match["forslag2"] or match["till5"])
    if forslag:
        return Rubrik("beslut", rad, beslutsniva="forslag", till_organ=till)
    return Rubrik("beslut", rad, organ=till, beslutsniva="eget")


_KORTA_ORGAN = frozenset({"arbetsutskott", "utskott", "nämnd", "styrelse", "fullmäktige", "beredning", "direktion"})


def organnyckel(organ: str) -> str:
    """For comparing names of organ: "Nämnden för Vård & omsorgs" and "Nämnden för Vård & Omsorg" are one."""
    nyckel = " ".join(vik(organ).casefold().replace("&", "och").split()).strip(" .,:")
    return nyckel[:-1] if nyckel.endswith("s") else nyckel


def samma_organ(a: str, b: str) -> bool:
    """The same organ by name, in the genitive or not, or by its short name ("arbetsutskottet", "nämnden")."""
    forsta, andra = organnyckel(a), organnyckel(b)
    if forsta == andra:
        return True
    kort, lang = sorted((forsta, andra), key=len)
    for ord_ in _KORTA_ORGAN:
        # "nämnden" for "Socialnämnden", "arbetsutskottet" for "Kommunstyrelsens arbetsutskott"
        if kort in (ord_ + "et", ord_ + "en", ord_ + "n", ord_) and lang.split()[-1:] and ord_ in lang:
            return ord_ != "styrelse" or "utskott" not in lang
    return False

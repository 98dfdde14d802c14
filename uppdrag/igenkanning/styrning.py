"""Who decides that a task is given: the verb's subject, the "beslutar att" it hangs on, or the line above a list."""

import re
from dataclasses import dataclass

from uppdrag.igenkanning.givande import Givande
from uppdrag.igenkanning.organ import MYNDIGHET, ORGAN, VID_BORJAN, Beslutande, versal

UPPDRAG, FORSLAG_UPPAT, MOJLIGT = "uppdrag", "forslag_uppat", "mojligt"

_ADVERB = re.compile(
    r"(?:\s|^)(?:härmed|därför|också|även|vidare|samtidigt|därutöver|dessutom|således|nu|därmed|däremot|för egen del|"
    r"följande|enhälligt|dels|i övrigt|slutligen|även i övrigt)$",
    re.IGNORECASE,
)
_STYR = re.compile(
    r"\b(?P<foreslar>föreslår|föreslås|hemställer|rekommenderar|tillstyrker)\b|\b(?P<beslutar>beslutar|beslutas)\b|"
    r"\b(?P<besluta>besluta)\b|\b(?P<forslag>förslag\still\s(?:beslut\s(?:i|för|till|av)\s)?)",
    re.IGNORECASE,
)
# Somebody's wish, or what was decided another time.
_NAGON_ANNANS = re.compile(
    r"\b(?:yrkar|yrkade|yrkat|yrkas|vill|önskar|motionen\s(?:föreslår|yrkar)|reserverar|anser\satt|menar\satt|tycker\satt|hoppas|framhåller|ställer\ssig(?!\sbakom)|informer\w+\som|"
    r"redogör|påminner|noterar\satt|konstaterar\satt|bör|borde|skulle)\b",
    re.IGNORECASE,
)
_YRKANDE = re.compile(
    r"\b(?:yrkar|yrkade|yrkat|yrkas|reserverar|(?:motionär|förslagsställar)\w*\s(?:vill|föreslår|anser|önskar|menar)|"
    r"(?:vill|föreslår|anser|önskar|menar)\s(?:motionär|förslagsställar)\w*)\b",
    re.IGNORECASE,
)
_FORUT = re.compile(r"\b(?:beslutade|beslutat|beslutades|föreslog|föreslagit)\b", re.IGNORECASE)
_RUBRIK = re.compile(
    rf"(?:[^\W\d_][\w&, -]{{2,80}}s\s|{ORGAN}\s)?(?:egna\s|eget\s)?beslut(?:\sför\segen\sdel)?|för\segen\sdel",
    re.IGNORECASE,
)
_AVSLAG = re.compile(r"\b(?:avslår?|avslås|upphäver|upphäva|återkallar?|återtar?)\b", re.IGNORECASE)
_TILLBAKA = re.compile(r"(?:[,;:–-]|\b(?:och|samt|dels|men|utan|eller))$", re.IGNORECASE)
_OMSTANDIGHET = re.compile(
    r"^\s?,?\s?(?:med|i|enligt|utifrån|mot|på|efter|för|under|utöver|inom|genom|till|som svar)\s", re.IGNORECASE
)


@dataclass(frozen=True)
class Ledning:
    """The line above a list: who decides its items, and whether it only proposes them."""

    givare: str = ""
    uppat: bool = False
    # Ends so that what follows belongs to it ("beslutar att", "beslutar följande:").
    oppen: bool = False


def ledning(u: str, organ: Beslutande) -> Ledning | None:
    """What a sentence without a task of its own is to the items below it; None when it leads nothing."""
    slut = u.rstrip(" :–-")
    if VID_BORJAN.fullmatch(slut):
        return Ledning(slut, oppen=True)
    if _RUBRIK.fullmatch(slut):
        return Ledning(organ.namn, oppen=True)
    styr = _sista_styret(u)
    if styr is None:
        return None
    m, givare, uppat = styr
    givare, uppat = _avsedd(u, u, m, organ) or (givare, uppat)
    oppen = bool(re.search(r"(?:[:]|\batt|\bbeslutar?|\bbeslut|\bföljande|\bdel|\bbeslutas)\s?$", u.rstrip()))
    if not oppen and m["forslag"] and len(u) < 160 and not u.rstrip().endswith("."):
        oppen = True
    return Ledning(givare, uppat, oppen or not u.rstrip().endswith("."))


def bedom(g: Givande, organ: Beslutande, *, leder: Ledning | None, i_lista: bool) -> tuple[str, str] | None:
    """(slag, givare) of a clause, or None where nobody decides it here."""
    if _YRKANDE.search(g.fore):
        return None
    if g.agent:
        return _klassa(g.agent, organ)
    if g.form == "aktiv":
        return _aktiv(g, organ, leder, i_lista)
    if _NAGON_ANNANS.search(g.fore):
        return None
    return _beroende(g.fore, organ, leder, i_lista, passiv=g.form == "passiv")


def _foreslagen(givare: str, organ: Beslutande) -> tuple[str, str]:
    """Proposed to a higher organ; a wish to one beside or below may be a task, and may not."""
    return (FORSLAG_UPPAT if organ.under(givare) else MOJLIGT), versal(givare)


def _klassa(givare: str, organ: Beslutande) -> tuple[str, str] | None:
    if MYNDIGHET.search(givare):
        return None
    if organ.ar(givare):
        return UPPDRAG, organ.namn or versal(givare)
    if organ.under(givare):
        return FORSLAG_UPPAT, versal(givare)
    return MOJLIGT, versal(givare)


def _ledd(leder: Ledning | None, organ: Beslutande) -> tuple[str, str] | None:
    if leder is None:
        return UPPDRAG, organ.namn
    if leder.uppat:
        return _foreslagen(leder.givare or organ.nast_over, organ)
    return _klassa(leder.givare or organ.namn, organ)


def _aktiv(g: Givande, organ: Beslutande, leder: Ledning | None, i_lista: bool) -> tuple[str, str] | None:
    """ "Kommunstyrelsen ger …": the organ just before the verb, or the one that the sentence began with."""
    fore = _utan_adverb(g.fore)
    if not fore:
        return _ledd(leder, organ)
    forst = VID_BORJAN.match(fore)
    if naramst := _organ_sist(fore):
        innan = _utan_adverb(fore[: naramst.start("o")])
        if not innan or _TILLBAKA.search(innan):
            return _klassa(naramst["o"], organ)
        if innan.lower().endswith("att") or innan.lower().endswith("att,"):
            # "föreslår att kommunfullmäktige ger": the proposal decides, not the organ that is spoken of alone.
            styr = _beroende(fore[: naramst.start("o")], organ, leder, i_lista, passiv=True)
            return _klassa(naramst["o"], organ) if styr and not _NAGON_ANNANS.search(innan) else None
        return None
    if _TILLBAKA.search(fore):
        if forst and not MYNDIGHET.match(fore):
            if not organ.ar(forst[0]) and not organ.under(forst[0]):
                return MOJLIGT, versal(forst[0])
            return _klassa(forst[0], organ)
        return _ledd(leder, organ) if i_lista or leder else None
    return None


def _beroende(
    fore: str, organ: Beslutande, leder: Ledning | None, i_lista: bool, *, passiv: bool
) -> tuple[str, str] | None:
    """ "(att) ge …" and "… får i uppdrag": what they hang on must decide or propose, and now."""
    pre = _utan_adverb(fore)
    styr = _sista_styret(pre)
    if re.search(r"\b(?:inte|ej|aldrig)$", pre):
        return None
    if modal := re.search(r"\b(?:ska|skall)$", pre):
        if styr is None:
            return None
        pre = _utan_adverb(pre[: modal.start()])
        o = _organ_sist(pre)
        pre = _utan_adverb(pre[: o.start("o")]) if o else pre
    if not _hanger_ihop(pre, styr[0] if styr else None, passiv):
        return None
    if _avvisas(pre, styr[0] if styr else None):
        return None
    if styr is None:
        if _FORUT.search(fore):
            return None
        if not pre or re.fullmatch(r"(?:att|och|samt|dels|,|\s)+", pre, re.IGNORECASE) or i_lista or passiv:
            return _ledd(leder, organ)
        return None
    m, givare, uppat = styr
    avsedd = _avsedd(fore, pre, m, organ)
    if avsedd is None:
        return None
    givare, uppat = avsedd
    return _foreslagen(givare, organ) if uppat else _klassa(givare, organ)


def _hanger_ihop(pre: str, styr: re.Match[str] | None, passiv: bool) -> bool:
    """Is what stands just before the verb, or before its subject, such that the clause is the decision's own?"""
    if not pre or _TILLBAKA.search(pre):
        return True
    att = re.search(r"\batt,?$", pre, re.IGNORECASE)
    p2 = _utan_adverb(pre[: att.start()]) if att else pre
    if not p2 or _TILLBAKA.search(p2):
        return True
    if styr is not None:
        sist = re.sub(
            r"(?:^|\s)(?:att\s)?(?:besluta|fatta(?:\sföljande)?\sbeslut(?:\som)?)$", "", p2[styr.end() :]
        ).strip()
        if not sist or VID_BORJAN.fullmatch(sist.strip(" ,")) or (_organ_sist(p2) and len(sist) < 90):
            return True
        # "beslutar med anledning av motionen att ge": how it was decided may stand between.
        if _OMSTANDIGHET.match(p2[styr.end() :]) and not re.search(r"\batt\b", sist):
            return True
    # "Senast i maj ska förvaltningen", "Härmed ges": a few words first, with no verb of their own.
    return passiv and not att and len(p2) < 80 and not re.search(r"\b(?:som|har|är|gav|att|ingår)\b", p2)


def _avvisas(pre: str, styr: re.Match[str] | None) -> bool:
    """ "avslår motionen om att … och ge": what is turned down gives nothing."""
    efter = pre[styr.end() :] if styr else pre
    avslag = list(_AVSLAG.finditer(efter))
    return bool(avslag) and not re.search(r"(?:,|;|\b(?:och|samt))\s(?:dels\s)?att\b,?$", efter[avslag[-1].end() :])


def _sista_styret(pre: str) -> tuple[re.Match[str], str, bool] | None:
    """The last word that decides or proposes, with the organ it names and whether it only proposes."""
    sista = None
    for m in _STYR.finditer(pre):
        if m["besluta"] and sista is not None and (sista["foreslar"] or sista["forslag"]):
            continue  # "föreslår kommunfullmäktige besluta": one proposal
        sista = m
    return (sista, "", bool(sista["foreslar"] or sista["forslag"])) if sista else None


def _avsedd(fore: str, pre: str, m: re.Match[str], organ: Beslutande) -> tuple[str, bool] | None:
    """(giver, whether it is only proposed) by a word that decides or proposes; None for somebody else's proposal."""
    efter, innan = fore[m.end() :].lstrip(" ,"), _utan_adverb(fore[: m.start()])
    subjekt = _organ_sist(innan) or VID_BORJAN.match(innan)
    if m["foreslar"] or m["forslag"]:
        namngivet = VID_BORJAN.match(re.sub(r"^att\s", "", efter, flags=re.IGNORECASE))
        if m["foreslar"] and subjekt is None and innan and not namngivet:
            return None  # "Förvaltningen föreslår att …"
        if namngivet and organ.ar(namngivet[0]) and subjekt is None and m["foreslar"]:
            namngivet = _organ_i(efter[namngivet.end() :]) or namngivet
        return (versal(namngivet[0]) if namngivet else organ.nast_over), True
    inverterat = VID_BORJAN.match(efter)
    if inverterat:
        return inverterat[0], False
    if subjekt is None:
        # "för egen del beslutas", "beslutar": nobody is named, so it is the organ itself; a person is somebody else.
        frammande = innan and not re.search(
            r"^(?:att|vidare|härmed|för|i|under|därutöver|samt|och)\b", innan, re.IGNORECASE
        )
        return None if frammande and m["beslutar"] and m[0].lower() == "beslutar" else (organ.namn, False)
    o = subjekt["o"] if "o" in subjekt.groupdict() else subjekt[0]
    return o, False


def _organ_i(text: str) -> re.Match[str] | None:
    return VID_BORJAN.match(text.lstrip(" ,"))


def _organ_sist(text: str) -> re.Match[str] | None:
    """The organ that the words end with: the longest name that does."""
    fonster = text.rstrip(" ,")[-120:]
    langst = None
    for start in [0, *[m.end() for m in re.finditer(r"[\s,;:(]", fonster)]]:
        m = VID_BORJAN.match(fonster, start)
        if m and m.end() == len(fonster):
            langst = start
            break
    if langst is None:
        return None
    helt = len(text.rstrip(" ,")) - len(fonster) + langst
    return re.compile(rf"(?P<o>{ORGAN})", re.IGNORECASE).match(text.rstrip(" ,"), helt)


def _utan_adverb(text: str) -> str:
    text = text.rstrip()
    while m := _ADVERB.search(text[-60:]):
        text = text[: len(text) - len(text[-60:]) + m.start()].rstrip()
    return text

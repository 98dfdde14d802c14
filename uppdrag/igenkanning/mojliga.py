"""Tasks that are handed over without the word uppdrag: never sure, so they are only asked about."""

import re
from dataclasses import dataclass
from itertools import islice

from uppdrag.igenkanning.frist import hitta_frist
from uppdrag.igenkanning.mottagare import ar_mottagare, mottagarna, sist_i
from uppdrag.igenkanning.organ import MYNDIGHET, ORGAN, VID_BORJAN, Beslutande, versal
from uppdrag.igenkanning.styrning import FORSLAG_UPPAT, MOJLIGT, UPPDRAG, Ledning

_EJ = re.compile(
    r"\b(?:yrkar|yrkade|yrkat|yrkas|vill|önskar|motionär\w*|förslagsställ\w*|reserverar|beslutade|beslutat|föreslog|"
    r"avsl[åa]\w*|ställer\ssig|bör|borde|skulle|inte|ej|varken|delegerar|återremitter\w*|bordlägg\w*|anser\satt|"
    r"konstaterar|noterar|informer\w+\som|har\s(?!att\b)\w+t)\b",
    re.IGNORECASE,
)
_OVERLAMNAR_ATT = re.compile(
    r"\böverlämna(?:r|s)?\s(?:.{0,200}?\s)??(?:till|åt)\s(?P<m>.{2,200}?),?\satt\s(?P<t>.+)", re.IGNORECASE
)
_FOR = (
    r"\sför\s(?P<vad>(?:\w+\s){0,2}?(?:yttrande|beredning|handläggning|utredning|åtgärd|verkställighet|genomförande|"
    r"synpunkter|komplettering|vidare\s\w+)\b)"
)
_FOR_NAGOT = re.compile(_FOR, re.IGNORECASE)
_TILL_FOR = re.compile(
    rf"\b(?P<v>överlämna(?:r|s)?|remittera(?:r|s)?|skicka(?:r|s)?)\s(?P<o>.{{0,400}}?)\s?\btill\s(?P<m>.{{2,400}}?),?{_FOR}",
    re.IGNORECASE,
)
_UTSER = re.compile(
    r"\butse[rs]?\s(?P<m>.{2,200}?)\s(?:till|som|att\svara)\s(?P<t>(?:\w+\s){0,3}?(?:\w*ansvarig|projektledare|"
    r"processledare|samordnare|projektägare|kontaktperson)\b.*)",
    re.IGNORECASE,
)
_UTSER_ATT = re.compile(
    r"\butse[rs]?\s(?P<m>.{2,200}?)\satt\s(?P<t>(?:ansvara|leda|samordna|driva)\b.*)", re.IGNORECASE
)
_BIFALL = re.compile(
    r"\b(?:bifall(?:er|a)|bifall\still)\s(?:\w+\s){0,4}?(?P<t>(?:motion|medborgarförslag|e-förslag|ledamotsinitiativ)\w*.*)",
    re.IGNORECASE,
)
_BIFALLS = re.compile(
    r"(?P<t>\b(?:motion|medborgarförslag|e-förslag)\w*\b.{0,200}?)\s(?:delvis\s|därmed\s|härmed\s)?bifalls\b",
    re.IGNORECASE,
)
_BEGAR = re.compile(
    r"\bbegär(?:\s(?:också|även|därför|samtidigt|vidare))?,?\s(?:in\s)?(?:att\s(?P<m1>.{2,160}?)\s"
    r"(?P<t1>(?:ska|skall|återkommer|redovisar|tar\sfram|lämnar|utreder|presenterar|inkommer|kompletterar|yttrar|ser"
    r"|återrapporterar|rapporterar|undersöker|återredovisar|upprättar)\b.*)"
    r"|(?P<t2>.{2,160}?)\s(?:från|av)\s(?P<m2>.{2,200}))",
    re.IGNORECASE,
)
_UPPMANAR = re.compile(r"\b(?:uppmana|anmoda)(?:r|s)?\s(?P<m>.{2,200}?)\satt\s(?P<t>.+)", re.IGNORECASE)
_GORANDE = (
    r"(?:ta\sfram|utreda|redovisa|återkomma|återrapportera|återredovisa|rapportera|upprätta|genomföra|se\söver|"
    r"undersöka|presentera|lämna|inkomma|bereda|komplettera|analysera|kartlägga|arbeta\sfram|utarbeta|påbörja|"
    r"inleda|säkerställa|tillse|följa\supp|informera|verkställa|lägga\sfram|bjuda\sin|kontakta|ansöka)"
)
_OMBEDS = re.compile(
    rf"\b(?:(?:ombeds|ombedes|uppmanas|anmodas)\s(?:att\s(?P<t>.+)|(?P<t2>{_GORANDE}\b.*))|har\satt\s(?P<t3>{_GORANDE}\b.*))",
    re.IGNORECASE,
)
_ALIGGER = re.compile(
    rf"\b(?:det\såligger|lägger\spå)\s(?P<m>(?:(?!\senligt\s).){{2,120}}?)\satt\s"
    rf"(?P<t>(?:\w+\s)?{_GORANDE}\b.*)",
    re.IGNORECASE,
)
_GRUPPEN = (
    r"(?P<m>(?:en|ett|två|tre)\s(?:[\w-]+\s){0,4}?"
    r"[\w-]{0,40}(?:grupp|beredning|kommitté|delegation|nätverk|råd)(?:er|ar)?)"
)
_MED_UPPDRAG = r"[^.;]{0,160}?\smed\s(?:i\s|särskilt\s)?upp(?:drag|gift)(?:et|en)?,?\satt\s(?P<t>.+)"
_TILLSATTER = re.compile(
    rf"\b(?:tillsätt(?:er|a)|inrättar?|bildar?|utser?)\s(?:{ORGAN}\s)?{_GRUPPEN}\b{_MED_UPPDRAG}", re.IGNORECASE
)
_TILLSATTS = re.compile(
    rf"(?:att\s)?{_GRUPPEN}\b[^.;,]{{0,60}}?\s(?:tillsätts|inrättas|bildas|utses)\b{_MED_UPPDRAG}", re.IGNORECASE
)
# What may stand before the verb, where it is the decision's own: "godkänner att föreningen bildar" is not.
_EGET_VERB = re.compile(
    rf"(?:{ORGAN}|\w*|.*(?:,|\b(?:att|och|samt|dels|beslutar?|härmed|även|också|därför)))\s?", re.IGNORECASE
)
_SKA = re.compile(rf"\b(?:ska|skall)\s(?P<t>(?:[^.,;:]{{1,80}}?\s)??{_GORANDE}\b.*)", re.IGNORECASE)
_SKA_FORST = re.compile(rf"\b(?:ska|skall)\s(?P<m>[^.;:]{{2,120}}?)\s(?P<t>{_GORANDE}\b.*)", re.IGNORECASE)
# The word that each of these begins with: they are tried where it stands, and at no more places than a sentence has.
_VERBET = {
    monster: re.compile(rf"\b(?:{verb})", re.IGNORECASE)
    for monster, verb in (
        (_OVERLAMNAR_ATT, "överlämna"),
        (_TILL_FOR, "överlämna|remittera|skicka"),
        (_UTSER, "utse"),
        (_UTSER_ATT, "utse"),
        (_BEGAR, "begär"),
        (_UPPMANAR, "uppmana|anmoda"),
        (_ALIGGER, "det åligger|lägger på"),
        (_TILLSATTER, "tillsätt|inrätta|bilda|utse"),
        (_SKA, r"ska(?:ll)?\b"),
        (_SKA_FORST, r"ska(?:ll)?\b"),
    )
}
_FLEST_VERB = 8
_REDOVISA = re.compile(
    r"\b(?:återkomma|återrapporter\w*|återredovis\w*|redovisa\w*|rapporter\w*|återkoppl\w*|inkomma)\b", re.IGNORECASE
)
_RAPPORT_SKER = re.compile(
    r"^(?:att\s)?(?P<t>(?:återrapportering|återredovisning|återkoppling|redovisning|rapportering|slutrapportering)\b.{0,80}?"
    r"\b(?:ska|skall)\s(?:ske|göras|lämnas|ges)\b.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mojlig:
    """What may be a task: `text` is a stretch of the sentence, to be read after `fore`."""

    slag: str
    givare: str
    mottagare: tuple[str, ...]
    text: tuple[int, int]
    fore: str = ""


def _givare(u: str, organ: Beslutande, leder: Ledning | None, i_lista: bool) -> tuple[str, bool] | None:
    """Who decides the sentence, and whether that is a higher organ; None where somebody else is its subject."""
    namnt = VID_BORJAN.match(u)
    if namnt and not MYNDIGHET.match(u):
        return versal(namnt[0]) if not organ.ar(namnt[0]) else organ.namn, organ.under(namnt[0])
    if MYNDIGHET.match(u):
        return None
    if leder is not None and (i_lista or leder.oppen):
        givare = leder.givare or organ.namn
        return (versal(givare) if not organ.ar(givare) else organ.namn), leder.uppat or organ.under(givare)
    return organ.namn, False


def _ledd(organ: Beslutande, leder: Ledning | None) -> str:
    return versal(leder.givare) if leder and leder.givare and not organ.ar(leder.givare) else organ.namn


def mojlig(u: str, organ: Beslutande, leder: Ledning | None, i_lista: bool) -> Mojlig | None:
    """The one task that a sentence may hand over, if any."""
    u = u[:2500]
    if _EJ.search(u) or re.search('[”"“»]', u[:1]):
        return None
    vem = _givare(u, organ, leder, i_lista)
    if vem is None:
        return None
    givare = vem[0]
    for finn in (_lamnad, _remiss, _tillsatt, _utsedd, _motion, _begard, _skall):
        if traff := finn(u):
            mottagare, text, fore = traff
            if mottagare and u.startswith(mottagare[0]):
                givare = _ledd(organ, leder)  # the organ that is to do it is no giver
            return Mojlig(MOJLIGT, givare, tuple(mottagare), text, fore)
    return None


def ska_redovisa(u: str, organ: Beslutande, leder: Ledning | None, i_lista: bool) -> Mojlig | None:
    """ "Förvaltningen ska återkomma senast i maj" by itself: a duty with a day, so it is an uppdrag."""
    u = u[:2500]
    if _EJ.search(u) or (vem := _givare(u, organ, leder, i_lista)) is None:
        return None
    traff = _skall(u)
    if traff is None and (m := _RAPPORT_SKER.match(u)):
        traff = [], m.span("t"), ""
    if traff is None or not _REDOVISA.search(u) or hitta_frist(u) is None:
        return None
    mottagare, text, fore = traff
    subjekt = VID_BORJAN.match(u)
    if subjekt and mottagare and u.startswith(mottagare[0]):
        # The organ that is to do it is no giver.
        vem = (organ.namn, False)
    return Mojlig(FORSLAG_UPPAT if vem[1] else UPPDRAG, vem[0], tuple(mottagare), text, fore)


def _forst(monster: re.Pattern[str], u: str) -> re.Match[str] | None:
    """The first match, as `search` would find it in a sentence that a person has written."""
    verben = islice(_VERBET[monster].finditer(u), _FLEST_VERB)
    return next((m for verb in verben if (m := monster.match(u, verb.start()))), None)


def _lamnad(u):
    m = _forst(_OVERLAMNAR_ATT, u)
    return (mottagarna(m["m"]), m.span("t"), "") if m and mottagarna(m["m"]) else None


def _remiss(u):
    if not _FOR_NAGOT.search(u):
        return None
    m = _forst(_TILL_FOR, u)
    if m is None:
        return None
    mottagare = [n for n in mottagarna(m["m"]) if not n.startswith("[")]
    if not mottagare or (
        re.match(r"kommunfullmäktige", mottagare[0], re.IGNORECASE) and "yttrande" not in m["vad"].lower()
    ):
        return None
    fore = "lämna yttrande över " if "yttrande" in m["vad"].lower() else f"{m['vad']} av "
    return (mottagare, m.span("o"), fore) if m["o"].strip() else (mottagare, m.span("vad"), "")


def _utsedd(u):
    if m := _forst(_UTSER, u):
        return mottagarna(m["m"]), m.span("t"), "vara "
    m = _forst(_UTSER_ATT, u)
    return (mottagarna(m["m"]), m.span("t"), "") if m else None


def _motion(u):
    m = _BIFALL.search(u) or _BIFALLS.search(u)
    return ([], m.span("t"), "verkställa ") if m else None


def _begard(u):
    if m := _forst(_BEGAR, u):
        n = "1" if m["m1"] else "2"
        mottagare = mottagarna(m[f"m{n}"])
        if mottagare and ar_mottagare(mottagare[0]):
            return mottagare, m.span(f"t{n}"), "" if n == "1" else "lämna "
    if m := _forst(_UPPMANAR, u):
        return mottagarna(m["m"]), m.span("t"), ""
    # "har att" is a standing duty as well; with a time it is one that the decision sets.
    if (m := _OMBEDS.search(u)) and (m.lastgroup != "t3" or hitta_frist(u)):
        mottagare = mottagarna(sist_i(u[: m.start()])[0])
        return (mottagare, m.span(m.lastgroup), "") if mottagare else None
    m = _forst(_ALIGGER, u)
    return (mottagarna(m["m"]), m.span("t"), "") if m and mottagarna(m["m"]) else None


def _tillsatt(u):
    """A group that is set up for a task: its standing duty, or an uppdrag; the secretary knows which."""
    m = _forst(_TILLSATTER, u)
    if m is None or not _EGET_VERB.fullmatch(u[: m.start()]):
        m = _TILLSATTS.match(u)
    return ([m["m"][:1].lower() + m["m"][1:]], m.span("t"), "") if m else None


def _skall(u):
    if m := _forst(_SKA, u):
        mottagare = mottagarna(sist_i(u[: m.start()])[0])
        if mottagare and ar_mottagare(mottagare[0]) and not MYNDIGHET.search(mottagare[0]):
            return mottagare, m.span("t"), ""
    if m := _forst(_SKA_FORST, u):
        mottagare = mottagarna(m["m"])
        if mottagare and ar_mottagare(mottagare[0]) and not MYNDIGHET.search(mottagare[0]):
            return mottagare, m.span("t"), ""
    return None

"""The clauses of one sentence that give a task: the verb, who gives, who receives, and where the task begins."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import islice

from uppdrag.igenkanning.mottagare import mottagarna, sist_i, utan_adverb
from uppdrag.igenkanning.organ import MYNDIGHET, ORGAN, VID_BORJAN
from uppdrag.igenkanning.vikning import gemen

# What says that a task is given. "uppdrag" without "i" needs its "att": "sitt uppdrag som" is a post.
_NYCKEL = re.compile(
    r"\bi\s(?:(?:särskilt|fortsatt|förnyat|tidsbegränsat|utökat|nytt|ytterligare|gemensamt)\s)?uppdrag\b(?!\ssom\b)"
    r"|\b(?:(?:(?:ett\s)?(?:fortsatt|förnyat|nytt|särskilt|utökat)|ett|det|följande)\s)?uppdrag(?:et|en)?(?=,?\satt[\s:]|\s(?:(?:ges|lämnas)\s)?(?:till|åt)\s|:)"
    r"|\b(?P<uppdra>uppdra(?:[rs]|ger|ges|gas)?)\b|\b(?P<alagga>ålägg(?:er|s|es|a))\b"
)
_VERB = re.compile(
    r"\b(?P<aktiv>ger|lämnar|tilldelar)\b|\b(?P<infinitiv>ge|lämna|tilldela)\b|"
    r"\b(?P<passiv>får|få|ges|lämnas|tilldelas)\b|"
    r"\b(?P<annat>gav|gett|givit|givna?|givet|fått|fick|har|hade|ha|haft|lämnade|lämnat|är|var|ingår|upphäver|återtar|"
    r"återkallar|avslutar|förklarar|redovisar|godkänner|som)\b"
)
_TILL = re.compile(r"\s(?:till|åt)\s(?P<m>.{1,300}?),?\satt(?::|(?=[\s,]|$))", re.IGNORECASE)
_ATT = re.compile(r",?:?\s?(?:dels\s)?att\b:?,?\s?(?:dels\s)?|:\s?|,\s", re.IGNORECASE)
_UPPDRAR = re.compile(
    rf"(?:\s(?:härmed|därför|även|också|samtidigt|vidare))?(?:\s(?P<inv>{ORGAN}))?\s(?:åt|till)\s(?P<m>.{{1,300}}?)"
    r"(?:,?\satt(?::|(?=[\s,]|$))|(?=\senligt\s)|[.:]|$)",
    re.IGNORECASE,
)
_NAGON = re.compile(r"(?:\sav\s(?P<agent>.{3,80}?))?\s(?P<m>.{0,200}?)\s?\batt(?::|(?=[\s,]|$))", re.IGNORECASE)
_AV = re.compile(rf"^av\s(?P<agent>{ORGAN})", re.IGNORECASE)
# Who gives, after the words: "i uppdrag av kommunstyrelsen att"; somebody who is no organ gives nothing here.
_AV_NAGON = re.compile(
    rf",?\s(?:av|från)\s(?:(?!(?:{MYNDIGHET.pattern}))(?P<organ>{ORGAN})(?=,?\satt\b|[.,]|$))?", re.IGNORECASE
)
_NEGATION = re.compile(r"\b(?:inte|ej|aldrig|varken|icke)\b", re.IGNORECASE)
# "uppdraget att ta fram en plan lämnas till kommundirektören"
_UPPDRAGET_LAMNAS = re.compile(
    r"\suppdraget\satt\s(?P<t>.{2,400}?)\s(?P<v>lämnas|ges|går|överlämnas)\s(?:till|åt)\s(?P<m>[^.;:]{2,200})",
    re.IGNORECASE,
)
_CITATTECKEN = re.compile('[”"“»«]')
_LANGST_FORE = 300
_FLEST = 12
# No sentence says it more often; what does is no sentence.
_FLEST_NYCKLAR = 40


@dataclass(frozen=True)
class Givande:
    """A clause that gives: `fore` is the sentence before it, without the receivers of a passive verb."""

    form: str  # "aktiv", "infinitiv" or "passiv"
    verb: str
    fore: str
    mottagare: tuple[str, ...]
    # Who gives, where it stands after the verb: "ges av nämnden", "vidare ger nämnden".
    agent: str
    # Where the task begins in the sentence, and where the clause itself does.
    text: int
    borjar: int
    mellan: str = ""
    # Where the task ends, when that is before the end of the clause; else 0.
    text_slut: int = 0


def givanden(u: str) -> list[Givande]:
    """Those of one sentence, in order. Looks only at the words; whether they decide anything is another question."""
    ut: list[Givande] = []
    forra = 0
    lag = gemen(u)
    verben = list(_VERB.finditer(lag))
    citaten = [c.start() for c in _CITATTECKEN.finditer(u)]
    for m in islice(_NYCKEL.finditer(lag), _FLEST_NYCKLAR):
        if len(ut) >= _FLEST:
            break
        if m.start() < forra or bisect_left(citaten, m.start()) % 2:
            continue
        if m["uppdra"]:
            g = _uppdrar(u, m)
        elif m["alagga"]:
            g = _alagger(u, m)
        else:
            g = _i_uppdrag(u, m, forra, verben)
        if g is not None:
            ut.append(g)
            forra = g.text
    return ut


def _i_uppdrag(u: str, m: re.Match[str], forra: int, verben: list[re.Match[str]]) -> Givande | None:
    if g := _lamnas(u, m) or _uppdrag_till(u, m):
        return g
    if u[max(0, m.start() - 5) : m.start()].lower() == " med " and m[0][:2].lower() != "i ":
        return None  # "en arbetsgrupp med uppdrag att": of mojliga
    av = _AV_NAGON.match(u, m.end())
    if av and not av["organ"]:
        return None  # "i uppdrag av förvaltningen att"
    # "får" inside the receivers of "ger" would be another clause; the last verb is the one that counts.
    n = bisect_right(verben, m.start(), key=re.Match.end) - 1
    verb = verben[n] if n >= 0 else None
    if verb is None or verb.start() < max(forra, m.start() - _LANGST_FORE) or verb["annat"]:
        return None
    mellan = u[verb.end() : m.start()].strip(" ,")
    if _NEGATION.search(mellan) or _NEGATION.search(u[max(0, verb.start() - 12) : verb.start()]):
        return None
    if verb["passiv"]:
        return _passivt(u, verb, mellan, m.end())
    agent = ""
    till = _TILL.match(u[m.end() : m.end() + 400])
    kvar = utan_adverb(mellan)
    if till and (not kvar or VID_BORJAN.fullmatch(kvar)):
        agent, mottagare, text = kvar, mottagarna(till["m"]), m.end() + till.end()
    else:
        agent, mottagen = _med_givaren_forst(utan_adverb(mellan), u[: verb.start()])
        mottagare, text = mottagarna(mottagen), _efter_att(u, m.end())
    if av:
        agent, text = av["organ"], _efter_att(u, av.end())
    if not mottagare:
        return None
    form = "aktiv" if verb["aktiv"] else "infinitiv"
    return _klart(form, verb[0], u, verb.start(), mottagare, agent, text, mellan)


def _uppdrag_till(u: str, m: re.Match[str]) -> Givande | None:
    """ "Uppdrag (ges) till kommundirektören att …", as a sentence of its own."""
    if not re.fullmatch(r"(?:att\s|ett\s)*", u[: m.start()], re.IGNORECASE):
        return None
    till = _TILL.match(re.sub(r"^\s(?:ges|lämnas)(?=\s)", "", u[m.end() : m.end() + 400]))
    mottagare = mottagarna(till["m"]) if till else []
    if not mottagare:
        return None
    kortare = len(re.match(r"(?:\s(?:ges|lämnas)(?=\s))?", u[m.end() :])[0])
    return _klart("passiv", "ges", u, 0, mottagare, "", m.end() + kortare + till.end())


def _lamnas(u: str, m: re.Match[str]) -> Givande | None:
    till = _UPPDRAGET_LAMNAS.match(f" {u[m.start() : m.start() + 700]}") if m[0].lower() == "uppdraget" else None
    mottagare = mottagarna(till["m"]) if till else []
    if not mottagare:
        return None
    fore = re.sub(r"\bdet\s$", "", u[: m.start()])
    g = _klart("passiv", till["v"], fore, len(fore), mottagare, "", m.start() - 1 + till.start("t"))
    return replace(g, text_slut=m.start() - 1 + till.end("t"))


def _med_givaren_forst(mellan: str, fore: str) -> tuple[str, str]:
    """ "(vidare ger) nämnden förvaltningen" as the giver and the receiver."""
    organ = VID_BORJAN.match(mellan)
    if organ and mellan[organ.end() :].strip(" ,") and not re.match(r"\s?(?:och|samt|,|&)", mellan[organ.end() :]):
        kvar = mellan[organ.end() :].strip(" ,")
        if fore.strip() and mottagarna(kvar) and not VID_BORJAN.match(fore.strip()):
            return organ[0], utan_adverb(kvar)
    return "", mellan


def _passivt(u: str, verb: re.Match[str], mellan: str, slut: int) -> Givande | None:
    """ "kommundirektören får i uppdrag", "vidare ges förvaltningen i uppdrag", "ges av nämnden i uppdrag"."""
    agent = ""
    if av := _AV.match(mellan):
        agent, mellan = av["agent"], mellan[av.end() :].strip(" ,")
    till = _TILL.match(u[slut : slut + 400])
    fore = re.sub(r"\s(?:ska|skall)\s?$", " ", u[: verb.start()]) if verb[0].lower() == "få" else u[: verb.start()]
    if verb[0].lower() == "få" and fore == u[: verb.start()]:
        return None  # "bör få", "önskar få"
    av = _AV_NAGON.match(u, slut)
    if av:
        agent, slut = av["organ"] or "", av.end()
    text = _efter_att(u, slut)
    if till and verb[0].lower() in ("ges", "lämnas"):
        mottagare, text = mottagarna(till["m"]), slut + till.end()
    elif utan_adverb(mellan):
        mottagare = mottagarna(mellan)
    else:
        ord_, fore = sist_i(fore)
        mottagare = mottagarna(re.sub(r"^(?:till|åt)\s", "", ord_, flags=re.IGNORECASE))
    if not mottagare or MYNDIGHET.search(mottagare[0]):
        return None
    return _klart("passiv", verb[0], u, len(fore), mottagare, agent, text, mellan)


def _uppdrar(u: str, m: re.Match[str]) -> Givande | None:
    ordet, efter = m[0].lower(), u[m.end() : m.end() + 400]
    if _NEGATION.search(u[max(0, m.start() - 12) : m.start()]) or re.match(r"\s(?:inte|ej)\b", efter):
        return None
    form = {"uppdrar": "aktiv", "uppdrager": "aktiv", "uppdra": "infinitiv"}.get(ordet, "passiv")
    till = _UPPDRAR.match(efter)
    if till:
        text = m.end() + till.end()
        mottagare = mottagarna(till["m"])
        if mottagare:
            return _klart(form, ordet, u, m.start(), mottagare, till["inv"] or "", text)
    nagon = _NAGON.match(efter)
    if nagon is None:
        return None
    text = m.end() + nagon.end()
    if form == "passiv" and not nagon["m"].strip():
        return _med_subjekt(u, m, nagon["agent"] or "", text)
    mottagare = mottagarna(nagon["m"])
    return _klart(form, ordet, u, m.start(), mottagare, "", text) if mottagare else None


def _alagger(u: str, m: re.Match[str]) -> Givande | None:
    ordet, efter = m[0].lower(), u[m.end() : m.end() + 400]
    form = {"ålägger": "aktiv", "ålägga": "infinitiv"}.get(ordet, "passiv")
    nagon = _NAGON.match(efter)
    if nagon is None or _NEGATION.search(nagon["m"]):
        return None
    text = m.end() + nagon.end()
    if form == "passiv" and not nagon["m"].strip():
        return _med_subjekt(u, m, nagon["agent"] or "", text)
    agent, mottagen = _med_givaren_forst(utan_adverb(nagon["m"]), u[: m.start()])
    mottagare = mottagarna(mottagen)
    return _klart(form, ordet, u, m.start(), mottagare, agent, text) if mottagare else None


def _med_subjekt(u: str, m: re.Match[str], agent: str, text: int) -> Givande | None:
    ord_, fore = sist_i(u[: m.start()])
    mottagare = mottagarna(re.sub(r"^(?:till|åt)\s", "", ord_, flags=re.IGNORECASE))
    if not mottagare or MYNDIGHET.search(mottagare[0]):
        return None
    return _klart("passiv", m[0].lower(), u, len(fore), mottagare, agent, text)


def _efter_att(u: str, slut: int) -> int:
    att = _ATT.match(u, slut)
    return att.end() if att else slut


def _klart(form, verb, u, borjar, mottagare, agent, text, mellan="") -> Givande:
    return Givande(form, verb.lower(), u[:borjar], tuple(mottagare), agent, text, borjar, mellan)

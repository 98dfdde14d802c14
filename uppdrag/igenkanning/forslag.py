"""Sentences of an adopted beslut that give a task, each as a proposal for a person to confirm."""

import re
from dataclasses import dataclass, replace
from datetime import date

from uppdrag.igenkanning.frist import REDOVISNING, hitta_frist
from uppdrag.igenkanning.givande import Givande, givanden
from uppdrag.igenkanning.meningar import LANGST, Mening, meningar
from uppdrag.igenkanning.mojliga import Mojlig, mojlig, ska_redovisa
from uppdrag.igenkanning.organ import VID_BORJAN, Beslutande
from uppdrag.igenkanning.styrning import FORSLAG_UPPAT, MOJLIGT, UPPDRAG, Ledning, bedom, ledning
from uppdrag.igenkanning.vikning import Vikt, vikt

__all__ = ["FORSLAG_UPPAT", "MOJLIGT", "UPPDRAG", "Forslag", "hitta_uppdrag"]

# Nothing without one of these words is looked at further.
_SAGT = re.compile("uppdra|ålägg")
_ANTYTT = re.compile(
    r"överlämn|remitter|skicka|utse|bif[aä]ll|begär|uppmana|anmoda|ombede?s|\bska(?:ll)?\b|åligger|lägger på|"
    r"\bhar att\b|med (?:i |särskilt )?upp(?:drag|gift)"
)
# What the line above a list has: a word that decides, or the name of an organ alone.
_LEDANDE = re.compile("beslut|föresl|förslag|hemställ|rekommend|tillstyrk|egen del")
_ORGAN_SIST = re.compile(
    r"(?:fullmäktige|styrelsen|nämnden|utskottet|beredningen|presidiet|direktionen|ks|kf|au)\W{0,3}$"
)
_FORST = re.compile(r"(?:att|och att|samt att|ge|uppdra|ålägga|ger|uppdrar)\s", re.IGNORECASE)
_LISTA_FOLJER = re.compile(r"(?:\batt\b\s?:?|\buppdrag(?:en|et)?\s?:|:)$", re.IGNORECASE)
_SLUTBIND = re.compile(r"(?<!\w)(?:samt|och|dels|att)$", re.IGNORECASE)
_CITERAT = re.compile('^[”“"»](?P<text>[^”“"«]{1,2000})[”“"«]$')
# To sign for the municipality, or to adjust the minutes: named in every protokoll, followed up in none.
_FORMELLT = re.compile(
    r"^(?:teckna\s(?:\w+\s)?firma|(?:jämte\s\S+\s|tillsammans\smed\s\S+\s)?justera\s(?:dagens\s|\S+\s)?protokoll)",
    re.IGNORECASE,
)
_GOR = re.compile(r"(?:\s\w+){0,2}?\s(?:\w{2,20}[ae]r|ger|avslår|föreslår)\b")
_NAGON_GER = re.compile(r"(?:\w+\s){1,4}(?:beslutar|föreslår|ger|uppdrar)\s")
_FLEST_PUNKTER = 40


@dataclass(frozen=True)
class Forslag:
    """A sentence that gives a task, as far as it can be read. `start` and `slut` are places in the original text.

    slag: UPPDRAG where the sentence says so, FORSLAG_UPPAT where a higher organ is to give it, MOJLIGT where a task
    is handed over without the word. `frist` is a day, the sentence's own words for the time, or None.
    """

    slag: str
    givare: str
    mottagare: list[str]
    text: str
    frist: date | str | None
    start: int
    slut: int


def hitta_uppdrag(text: str, organ) -> list[Forslag]:
    """The tasks that the text of an adopted beslut gives; `organ` is the deciding organ, or its name.

    `text` must be the decision and nothing else: yrkanden and motions use the same words. Never raises, and takes
    time in proportion to the text.
    """
    text = text or ""
    if text.isascii() and not _nagot(text.lower()):
        return []
    v = vikt(text)
    if not _nagot(v.sok.lower()):
        return []
    return _Lasning(v, Beslutande(str(getattr(organ, "namn", organ) or ""))).forslagen()


def _nagot(lag: str) -> bool:
    return bool(_SAGT.search(lag) or _ANTYTT.search(lag))


class _Lasning:
    """One reading of a decision, sentence by sentence; what a list hangs on is remembered on the way."""

    def __init__(self, v: Vikt, organ: Beslutande):
        self.v, self.organ = v, organ
        self.alla = meningar(v.sok)
        self.leder: Ledning | None = None
        self.ut: list[Forslag] = []
        # The proposals of the last sentence that gave any, and how far back it is.
        self.senaste: list[int] = []
        self.avstand = 99

    def forslagen(self) -> list[Forslag]:
        n = 0
        while n < len(self.alla):
            n += self._en(n)
        return self.ut

    def _en(self, n: int) -> int:
        """Read sentence n; how many were used."""
        m = self.alla[n]
        if m.slut - m.start > LANGST:
            self.leder = None
            return 1
        u = self.v.sok[m.start : m.slut].replace("\n", " ").replace("\t", " ")
        lag = u.lower()
        self.avstand += 1
        sagt, antytt = _SAGT.search(lag), _ANTYTT.search(lag)
        leder, i_lista, tagna = None, False, 1
        if sagt or antytt or self.leder is not None:
            i_lista = m.punkt or bool(_FORST.match(u)) or u[:1].islower()
            leder = self._gallande(u, m, i_lista)
        givna = givanden(u) if sagt else ()
        funna = [(g, b) for g in givna if (b := bedom(g, self.organ, leder=leder, i_lista=i_lista))]
        if funna:
            tagna = self._givna(n, u, m, funna)
        elif not (self.senaste and self.avstand <= 2 and self._redovisas(u, m)) and antytt:
            self._utan_ord(u, m, leder, i_lista)
        if (
            not (i_lista and leder)
            and (_LEDANDE.search(lag) or _ORGAN_SIST.search(lag, max(0, len(lag) - 20)))
            and (ny := ledning(u, self.organ))
        ):
            self.leder = ny
        return tagna

    def _gallande(self, u: str, m: Mening, i_lista: bool) -> Ledning | None:
        """The line above, while the sentence is an item of its list."""
        if self.leder is None or _FORST.match(u) or (self.leder.oppen and not _eget_subjekt(u)):
            return self.leder
        if m.forst_pa_raden:
            self.leder = None
        return None

    def _givna(self, n: int, u: str, m: Mening, funna: list[tuple[Givande, tuple[str, str]]]) -> int:
        tagna = 1
        self.senaste = []
        for i, (g, (slag, givare)) in enumerate(funna):
            borjan = _bindord_fore(u, g.borjar) if i else 0
            sist = i == len(funna) - 1
            slut = len(u) if sist else _bindord_fore(u, funna[i + 1][0].borjar, efter=False)
            ord_ = self.v.utdrag(m.start + g.text, m.start + (g.text_slut or slut))
            frist = hitta_frist(u[g.text : slut]) or hitta_frist(g.mellan) or _senast(g.fore if not i else "")
            till = m.start + len(_utan_slutbind(u[:slut]))
            if sist and _LISTA_FOLJER.search(u.rstrip()):
                punkter, antal = self._punkterna(n + 1)
                if antal:
                    tagna += antal
                    till = self.alla[n + antal].slut
                    ord_ = "; ".join(punkter) if not _text(ord_) else f"{_text(ord_)}: {'; '.join(punkter)}"
                    frist = frist or next((f for p in punkter if (f := hitta_frist(p))), None)
            ord_ = _text(ord_) or _text(self.v.utdrag(m.start + borjan, till))
            if _FORMELLT.match(ord_):
                continue
            self._lagg(slag, givare, list(g.mottagare), ord_, frist, m.start + borjan, till)
        return tagna

    def _punkterna(self, n: int) -> tuple[list[str], int]:
        """The items of a task that ends with "att:"; a line with a decision of its own is none of them."""
        punkter: list[str] = []
        while n + len(punkter) < len(self.alla) and len(punkter) < _FLEST_PUNKTER:
            m = self.alla[n + len(punkter)]
            u = self.v.sok[m.start : m.slut]
            ny = re.match(r"(?:och\s|samt\s)?(?:att\s)?(?:ge|uppdra|ålägga|anta|godkänna|fastställa|notera)\s", u)
            if not m.forst_pa_raden or len(u) > 1500 or _eget_subjekt(u) or (ny and givanden(u.replace("\n", " "))):
                break
            if not (m.punkt or u[:1].islower() or not punkter or not self.alla[n].punkt):
                break
            punkter.append(_text(re.sub(r"^att\s", "", self.v.utdrag(m.start, m.slut))))
        return punkter, len(punkter)

    def _utan_ord(self, u: str, m: Mening, leder: Ledning | None, i_lista: bool) -> None:
        """A sentence without the word: perhaps a task."""
        traff = ska_redovisa(u, self.organ, leder, i_lista) or mojlig(u, self.organ, leder, i_lista)
        if traff is not None:
            self.senaste = []
            self._lagg_mojlig(traff, u, m)

    def _redovisas(self, u: str, m: Mening) -> bool:
        """ "Återrapportering ska ske senast i maj." after a task: its frist, and no task of its own."""
        sagd = REDOVISNING.match(u) or re.search(
            r"\b(?:ska|skall)\s.{0,60}?(?:återkomma|återrapport|återredovis|redovisa)", u
        )
        frist = hitta_frist(u) if sagd else None
        # "b) Socialnämnden ska redovisa kostnaderna" is an item of its own.
        if not sagd or (m.punkt and frist is None):
            return False
        alla = re.match(r"(?:att\s)?(?:uppdragen|samtliga|alla)\b", u, re.IGNORECASE)
        for i in self.senaste if alla else self.senaste[-1:]:
            if self.ut[i].frist is None and frist is not None:
                self.ut[i] = replace(self.ut[i], frist=frist)
        self.avstand = 0
        return True

    def _lagg_mojlig(self, t: Mojlig, u: str, m: Mening) -> None:
        text = self.v.utdrag(m.start + t.text[0], m.start + t.text[1])
        text = _text(f"{t.fore}{text[:1].lower()}{text[1:]}" if t.fore else text)
        text = text or _text(self.v.utdrag(m.start, m.slut))
        if not _FORMELLT.match(text):
            self._lagg(t.slag, t.givare, list(t.mottagare), text, hitta_frist(u), m.start, m.slut)

    def _lagg(self, slag, givare, mottagare, text, frist, start, slut) -> None:
        if not text:
            return
        plats = self.v.plats
        # The end is after the last letter, not before what was folded away behind it.
        fran, till = plats[start], plats[slut - 1] + 1 if slut > start else plats[start]
        self.ut.append(Forslag(slag, givare, mottagare, text, frist, fran, max(till, fran)))
        self.senaste.append(len(self.ut) - 1)
        self.avstand = 0


def _eget_subjekt(u: str) -> bool:
    """Does the sentence say itself who decides?"""
    organ = VID_BORJAN.match(u)
    return bool(organ and _GOR.match(u, organ.end())) or bool(_NAGON_GER.match(u) and not _FORST.match(u))


def _bindord_fore(u: str, plats: int, *, efter: bool = True) -> int:
    """Where the clause at `plats` begins with its "samt att", or where the one before it ends."""
    m = re.search(r",?\s?(?P<ord>(?:\b(?:och|samt|dels|men)\s)?(?:\batt\s)?)$", u[max(0, plats - 30) : plats])
    if m is None:
        return plats
    bas = max(0, plats - 30)
    return bas + (m.start("ord") if efter else m.start())


def _utan_slutbind(ord_: str) -> str:
    """Without the marks and the conjunctions that only tied it to what came next."""
    while True:
        ord_ = ord_.rstrip().rstrip(",;: \n\t")
        if not (m := _SLUTBIND.search(ord_, max(0, len(ord_) - 5))):
            return ord_
        ord_ = ord_[: m.start()]


def _text(ord_: str) -> str:
    """The task as it will stand in a list: without the marks at its ends and the quotation marks around it."""
    ord_ = _utan_slutbind(ord_.strip().rstrip(" .")).strip(" ,;:–")
    citat = _CITERAT.match(ord_)
    return citat["text"].strip(" .") if citat else ord_


def _senast(fore: str):
    """A limit before the verb counts only where it says so: "godkänner delårsbokslutet" is none."""
    m = re.search(r"\bsenast\s.{1,80}$", fore, re.IGNORECASE)
    return hitta_frist(m[0]) if m else None

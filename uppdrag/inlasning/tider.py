"""When an uppdrag is due, as old lists say it: dates, months, seasons, meetings, or no time at all. Pure.

Nothing is guessed in silence: what was understood comes back in words, for a person to see before anything is saved.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kommun.kalender import MANADER, VECKODAGAR, dag_i_ord

_LANGST = 200
# The days on which other organ meet, by their names in small letters.
Andra = Mapping[str, Iterable[date]]


@dataclass(frozen=True, slots=True)
class Tid:
    """`datum` None is no frist. `fel`: a day that does not exist. `osaker`: words that no day could be read from."""

    datum: date | None = None
    ord: str = ""
    tolkning: str = ""
    # The day of the meeting that was meant, when one is planned then.
    mote: date | None = None
    fel: str = ""
    osaker: bool = False


class Omojlig(ValueError):
    """It looks like a day, but the calendar has none such."""


_MAN = (
    r"(?P<man>jan(?:uari)?|feb(?:r(?:uari)?)?|mars?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?|okt(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_AR = r"(?:\s*(?:år\s*|,\s*)?(?P<ar>(?:19|20)\d\d)|\s*[-'’](?P<kort>\d\d))"
_AR_VALFRITT = f"{_AR}?"
_MOTESORD = r"(?:sammanträde|möte|nämnd|utskott|fullmäktige|styrelse)"
_VECKODAG = rf"(?:(?:{'|'.join(VECKODAGAR)})(?:en)?\s+(?:den\s+)?)?"

_INGEN = re.compile(
    r"[-.\s?/*]*|ingen(?: frist| tid| tidpunkt| bestämd tid)?|inget(?: datum)?|"
    r"ej (?:angive[nt]|bestäm[dt]|satt|fastställ[dt])|"
    r"saknas|n/?a|okän[dt]|utan (?:frist|tid)|framgår ej|null|none"
)
_UTAN_SLUT = re.compile(
    r"(?:så )?snarast(?: möjligt)?|omgående|skyndsamt|omedelbart|löpande|fortlöpande|kontinuerligt|tills ?vidare|"
    r"årlig(?:en|t|a)?|varje år|en gång per år|månatligen|varje månad|kvartalsvis|tertialvis|varje (?:kvartal|tertial|"
    r"sammanträde|möte)|vid behov|när det är klart"
)
_INLEDNING = re.compile(
    r"(?:åter)?(?:redovisas|rapporteras|redovisning|rapporteras åter)\s+|(?:ska vara )?klart?\s+|senast\s+|"
    r"t\.?\s?o\.?\s?m\.?\s+|till och med\s+|till\s+|under\s+|vid\s+|inom\s+(?=ramen)|i\s+|den\s+|hela\s+|"
    r"prel(?:iminärt|\.)?\s+|ca\.?\s+|cirka\s+|omkring\s+|(?:före )?utgången av\s+|"
    r"slutet (?:av|på)\s+|år\s+(?=\d)"
)


def _slat(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold().translate({0xAD: None, 0x2013: "-", 0x2014: "-", 0x2212: "-"})
    return " ".join(text.split()).strip(" .,;:()")


def _ar(traff: re.Match) -> int | None:
    """The year that was written, in two or four figures."""
    grupper = traff.groupdict()
    if grupper.get("ar"):
        return int(grupper["ar"])
    return 2000 + int(grupper["kort"]) if grupper.get("kort") else None


def _manad(traff: re.Match) -> int:
    return next(n for n, namn in enumerate(MANADER, start=1) if namn.startswith(traff["man"][:3]))


def _sista(ar: int, manad: int) -> date:
    return date(ar, manad, monthrange(ar, manad)[1])


def _forsta_efter(given: date, gor: Callable[[int], date]) -> date:
    """The first year in which the day comes after the decision."""
    for ar in range(given.year, given.year + 9):
        try:
            dag = gor(ar)
        except ValueError:  # 29 February
            continue
        if dag > given:
            return dag
    raise Omojlig


def _dag(ar: int, manad: int, dag: int) -> date:
    try:
        return date(ar, manad, dag)
    except ValueError as fel:
        raise Omojlig from fel


_ISO = re.compile(r"((?:19|20)\d\d)([-/. ])(\d{1,2})\2(\d{1,2})(?:[t ]\d\d:\d\d(?::\d\d)?)?")
_TAL = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_SEX = re.compile(r"(\d\d)(\d\d)(\d\d)")
_DM = re.compile(r"(\d{1,2})(?:/|\.|-)\s?(\d{1,2})(?:[-/., ]+((?:19|20)\d\d|\d\d))?")
_DAGMAN = re.compile(rf"{_VECKODAG}(?P<dag>\d{{1,2}})(?:\s?:?[ae])?\s*{_MAN}{_AR_VALFRITT}")


def exakt_dag(text: str, *, given: date | None = None) -> date | None:
    """A day written as one: "2021-03-31", "31/3 2021", "210331", "31 mars 2021"; None for anything else.

    Without a year it is the first such day after `given`, when that is said. Raises Omojlig for 31 February.
    """
    slat = _slat(text)
    slat = re.sub(rf"^{_VECKODAG}", "", slat).removeprefix("den ")
    if traff := _ISO.fullmatch(slat):
        return _dag(int(traff[1]), int(traff[3]), int(traff[4]))
    if traff := _TAL.fullmatch(slat):
        return _dag(*map(int, traff.groups()))
    if traff := _SEX.fullmatch(slat):
        if slat[:2] in ("19", "20") and int(traff[2]) > 12:
            return None  # a year and a month
        return _dag(2000 + int(traff[1]), int(traff[2]), int(traff[3]))
    if traff := _DM.fullmatch(slat):
        dag, manad = int(traff[1]), int(traff[2])
        if traff[3]:
            return _dag(int(traff[3]) if len(traff[3]) == 4 else 2000 + int(traff[3]), manad, dag)
        return _utan_ar(given, manad, dag) if "-" not in slat else None
    if traff := _DAGMAN.fullmatch(slat):
        ar, manad, dag = _ar(traff), _manad(traff), int(traff["dag"])
        return _dag(ar, manad, dag) if ar else _utan_ar(given, manad, dag)
    return None


def _utan_ar(given: date | None, manad: int, dag: int) -> date | None:
    _dag(2000, manad, dag)  # a leap year: what it does not have, no year has
    return _forsta_efter(given, lambda ar: date(ar, manad, dag)) if given else None


def _periodregel(monster: str, manad: Callable[[re.Match], int], regel: str):
    return re.compile(monster + _AR_VALFRITT), manad, regel


_FORSTA_MANADEN = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov)\w*\.?\s?-\s?"
_TE = r"\s?(?::?(?:[aed]|de|dje))?\s?"
# A period by its name, the month it ends with, and the rule in words.
_PERIODER = (
    _periodregel(_MAN, _manad, "månadens sista dag"),
    _periodregel(_FORSTA_MANADEN + _MAN, _manad, "periodens sista dag"),
    _periodregel(r"vår(?:en)?", lambda _: 5, "våren räknas till och med maj"),
    _periodregel(r"somma(?:r|ren)", lambda _: 8, "sommaren räknas till och med augusti"),
    _periodregel(r"höst(?:en)?", lambda _: 11, "hösten räknas till och med november"),
    _periodregel(r"(?:kvartal|kv\.?|q|k)\s?(?P<n>[1-4])", lambda m: 3 * int(m["n"]), "kvartalets sista dag"),
    _periodregel(rf"(?P<n>[1-4]){_TE}kvartalet", lambda m: 3 * int(m["n"]), "kvartalets sista dag"),
    _periodregel(r"(?:tertial|t)\s?(?P<n>[1-3])", lambda m: 4 * int(m["n"]), "tertialets sista dag"),
    _periodregel(rf"(?P<n>[1-3]){_TE}tertialet", lambda m: 4 * int(m["n"]), "tertialets sista dag"),
    _periodregel(rf"(?P<n>[12]){_TE}halvåret", lambda m: 6 * int(m["n"]), "halvårets sista dag"),
    _periodregel(r"halvårsskiftet", lambda _: 6, "halvårets sista dag"),
    (re.compile(r"(?P<ar>(?:19|20)\d\d)"), lambda _: 12, "årets sista dag"),
    (re.compile(r"årsskiftet(?:\s+(?P<ar>(?:19|20)\d\d)\s?[-/]\s?\d{2,4})?"), lambda _: 12, "årets sista dag"),
)
_ORDNINGSTAL = {"första": "1", "andra": "2", "tredje": "3", "fjärde": "4"}
_AR_FORST = re.compile(
    r"((?:19|20)\d\d)\s?[-,]?\s?(?=(?:q|kv|k\d|t\d|tertial|vår|höst|somm|jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))(.+)"
)
_ARMAN = re.compile(r"(?P<ar>(?:19|20)\d\d)\s?[-/. ]?\s?(?P<m>\d\d?)|(?P<m2>\d\d?)[/-](?P<ar2>(?:19|20)\d\d)")
_VECKA = re.compile(rf"(?:v(?:ecka)?\.?)\s?(?P<v>\d\d?){_AR_VALFRITT}")
_INOM = re.compile(
    r"(?:inom|om)\s+(?P<n>\d{1,3}|en|ett|två|tre|fyra|fem|sex|åtta|nio|tolv)\s+(?P<slag>dag|veck|månad|halvår|år)\w*"
)
_TALORD = {"en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "åtta": 8, "nio": 9, "tolv": 12}


def _period(slat: str, given: date) -> tuple[date, str] | None:
    """A month, season, quarter … → its last day, and the rule in words."""
    slat = re.sub(r"\b(första|andra|tredje|fjärde)\b", lambda m: _ORDNINGSTAL[m[1]], slat)
    if forst := _AR_FORST.fullmatch(slat):
        slat = f"{forst[2].strip()} {forst[1]}"
    for monster, manad, regel in _PERIODER:
        if traff := monster.fullmatch(slat):
            m, ar = manad(traff), _ar(traff)
            if ar:
                return _sista(ar, m), regel
            return _forsta_efter(given, lambda a, m=m: _sista(a, m)), f"{regel}, första gången efter beslutet"
    if traff := _ARMAN.fullmatch(slat):
        m = int(traff["m"] or traff["m2"])
        if not 1 <= m <= 12:
            raise Omojlig
        return _sista(int(traff["ar"] or traff["ar2"]), m), "månadens sista dag"
    if traff := _VECKA.fullmatch(slat):
        v, ar = int(traff["v"]), _ar(traff)
        try:
            dag = (
                date.fromisocalendar(ar, v, 5) if ar else _forsta_efter(given, lambda a: date.fromisocalendar(a, v, 5))
            )
        except ValueError as fel:
            raise Omojlig from fel
        return dag, "veckans fredag"
    return None


def _inom(slat: str, given: date) -> tuple[date, str] | None:
    if not (traff := _INOM.fullmatch(slat)):
        return None
    n = _TALORD.get(traff["n"]) or int(traff["n"])
    if traff["slag"] in ("dag", "veck"):
        return given + timedelta(days=n * (7 if traff["slag"] == "veck" else 1)), "räknat från beslutet"
    manader = given.month - 1 + n * {"månad": 1, "halvår": 6, "år": 12}[traff["slag"]]
    ar, manad = given.year + manader // 12, manader % 12 + 1
    return min(_sista(ar, manad), date(ar, manad, min(given.day, monthrange(ar, manad)[1]))), "räknat från beslutet"


_NASTA_MOTE = re.compile(rf"(?:\w+\s)?nästa\s+(?:ordinarie\s+)?\w*{_MOTESORD}\w*")
_MOTE_I = re.compile(rf"[\w ]{{0,60}}{_MOTESORD}\w*(?:\s+(?:i|under|den|för|,))?\s+(?P<nar>.{{3,40}})")
_MANADSMOTE = re.compile(rf"{_MAN}s?\s?-?(?:sammanträde|möte)\w*{_AR_VALFRITT}")
_EFTER_NAMN = re.compile(rf":?s?(?:\s+{_MOTESORD}\w*)?(?:\s+(?:i|under|den|för))?\s+(?P<nar>.{{3,40}})")


def _nar(slat: str, andra: Andra) -> tuple[str, str | None] | None:
    """The time in words that speak of a meeting, and the organ that they name."""
    if traff := _MANADSMOTE.fullmatch(slat):
        ar = _ar(traff)
        return f"{traff['man']} {ar}" if ar else traff["man"], None
    for namn in sorted(andra, key=len, reverse=True):
        if slat.startswith(namn) and (traff := _EFTER_NAMN.fullmatch(slat, len(namn))):
            return traff["nar"], namn
    traff = _MOTE_I.fullmatch(slat)
    return (traff["nar"], None) if traff else None


def _vid_mote(slat: str, given: date, moten: list[date], andra: Andra) -> Tid | None:
    if _NASTA_MOTE.fullmatch(slat):
        nasta = next((m for m in moten if m > given), None)
        if nasta is None:
            return Tid(tolkning="Inget sammanträde efter beslutet är inlagt.", osaker=True)
        return Tid(nasta, tolkning=f"{dag_i_ord(nasta, veckodag=False)}, nästa sammanträde efter beslutet", mote=nasta)
    if not (funnet := _nar(slat, andra)):
        return None
    nar, namn = funnet
    dagar = moten if namn is None else sorted(andra[namn])
    eget = dagar == moten
    if dag := exakt_dag(nar, given=given):
        return Tid(dag, tolkning=dag_i_ord(dag, veckodag=False), mote=dag if eget and dag in dagar else None)
    if not (manad := re.fullmatch(_MAN + _AR_VALFRITT, nar)):
        return None
    sista, regel = _period(nar, given) or (date.max, "")
    i_manaden = [m for m in dagar if (m.year, m.month) == (sista.year, sista.month) and m > given]
    nar = f"{MANADER[_manad(manad) - 1]} {sista.year}"
    if not i_manaden:
        return Tid(sista, tolkning=f"{dag_i_ord(sista, veckodag=False)}, {regel}; inget sammanträde i {nar} är inlagt")
    mote = i_manaden[-1]
    vilket = f"sammanträdet i {nar}" if len(i_manaden) == 1 else f"det sista av {len(i_manaden)} sammanträden i {nar}"
    return Tid(mote, tolkning=f"{dag_i_ord(mote, veckodag=False)}, {vilket}", mote=mote if eget else None)


def _fore(slat: str, given: date) -> tuple[date, str] | None:
    """ "före 1 maj 2021", "innan sommaren": the day before it begins."""
    if not (traff := re.fullmatch(r"(?:före|innan)\s+(.+)", slat)):
        return None
    vad = traff[1]
    if dag := exakt_dag(vad, given=given):
        return dag - timedelta(days=1), "dagen före"
    if re.fullmatch(r"årsskiftet.*|utgången av .*|årets slut", vad):
        return _period(vad.replace("årets slut", "årsskiftet").removeprefix("utgången av "), given)
    for monster, manad in ((rf"somma(?:r|ren){_AR_VALFRITT}", 5), (_MAN + _AR_VALFRITT, None)):
        if traff := re.fullmatch(monster, vad):
            forsta = (manad + 1) if manad else _manad(traff)
            ar = _ar(traff)
            dag = (
                date(ar, forsta, 1)
                if ar
                else _forsta_efter(given + timedelta(days=1), lambda a, f=forsta: date(a, f, 1))
            )
            return dag - timedelta(days=1), "dagen före"
    return None


def las_tid(varde: str | date | None, *, given: date, moten: Iterable[date] = (), andra: Andra | None = None) -> Tid:
    """What a cell says of the time.

    `given` is the day of the decision, `moten` the days the organ meets, `andra` those of every organ by its names.
    """
    if varde is None:
        return Tid()
    if isinstance(varde, date):
        return Tid(varde, ord=varde.isoformat())
    ord_ = " ".join(varde.split())[:_LANGST]
    slat = _slat(varde[: 4 * _LANGST])
    try:
        return replace(_las(slat, given, sorted(moten), andra or {}), ord=ord_)
    except Omojlig:
        return Tid(ord=ord_, fel=f"”{ord_}” är inget datum som finns.")
    except (ValueError, OverflowError):
        return replace(_OLAST, ord=ord_)


_OLAST = Tid(osaker=True, tolkning="Ingen dag kunde läsas ur orden.")


def _las(slat: str, given: date, moten: list[date], andra: Andra) -> Tid:
    if _INGEN.fullmatch(slat):
        return Tid(tolkning="ingen frist")
    if len(slat) > _LANGST:
        return _OLAST
    if _UTAN_SLUT.fullmatch(slat):
        return Tid(tolkning="ingen frist, orden behålls")
    if re.fullmatch(r"[34]\d{4}", slat):
        return Tid(fel=f"”{slat}” är Excels eget tal för en dag. Ge cellen formatet Datum i Excel.")
    for _ in range(6):
        if dag := exakt_dag(slat, given=given):
            return Tid(dag, tolkning=dag_i_ord(dag, veckodag=False))
        if funnen := _period(slat, given) or _inom(slat, given) or _fore(slat, given):
            return Tid(funnen[0], tolkning=f"{dag_i_ord(funnen[0], veckodag=False)}, {funnen[1]}")
        if vid := _vid_mote(slat, given, moten, andra):
            return vid
        if not (inledning := _INLEDNING.match(slat)):
            break
        slat = slat[inledning.end() :]
    return _OLAST

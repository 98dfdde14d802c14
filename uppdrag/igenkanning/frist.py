"""When it is due, as a sentence says it: a day, or the words where no day can be told from them."""

import re
from datetime import date, timedelta

from protokoll.inlasning.datum import DATUM, las_datum
from uppdrag.igenkanning.vikning import gemen

_DAG = re.sub(r"\?P<\w+>", "?:", DATUM.pattern)
_MANAD = (
    r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)(?:\smånads?)?"
    r"(?:\s(?:månads\s)?(?:utgång|slut))?"
)
_AR = r"(?:19|20)\d\d"
_SASONG = r"(?:våren|sommaren|hösten|vintern|årsskiftet|semestern|jul|nyår|påsk|midsommar|sommaruppehållet)"
_VILKET = r"(?:[\w-]{0,40}s\s)?(?:(?:nästa|nästkommande|kommande|ordinarie|sitt|sista|första|årets)\s){0,3}"
_FAST = (
    r"(?:[\w-]{0,30}sammanträdet?|mötet?|[\w-]{0,30}beredningen?|[\w-]{0,20}delårs\w{0,12}|"
    r"[\w-]{0,20}bokslut\w{0,12}|årsredovisning\w{0,4}|tertial\w{0,14}(?:\s\d)?)"
)
_MOTE = (
    rf"{_VILKET}(?:{_FAST}|[\w-]{{0,20}}budget\w{{0,14}}|[\w-]{{0,20}}uppföljning\w{{0,6}}|mål- och budget\w{{0,12}}|"
    r"verksamhetsplan\w{0,6}|verksamhetsberättelse\w{0,4})"
)
_TID = r"(?:(?:en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|tolv|\d{1,3})\s(?:dag|veck|månad|år|halvår)\w{0,5})"
_KVARTAL = r"(?:(?:första|andra|tredje|fjärde|\d)[:a-z]{0,2}\s(?:kvartalet|halvåret|tertialet|kvartal|halvår|tertial))"
_NAR = (
    rf"(?:(?:i|till|under|vid|den|på)\s)?(?:{_KVARTAL}|{_SASONG}|{_MANAD}|{_MOTE}|"
    rf"\d{{1,2}}(?::?e)?\s{_MANAD}|vecka\s\d\d?|{_AR})"
)
_ARTAL = (
    rf"(?:,?\s(?:i\s|under\s|den\s)?(?:\d{{1,2}}\s)?(?:{_MANAD}\s)?(?:{_AR}(?!\d)(?:/(?:19|20)?\d\d)?|{_MANAD})(?:\svarje\sår)?|"
    r"\svarje\sår)?"
)
_OCH = rf"(?:\s(?:och|samt|respektive|eller)\s(?:i\s|till\s|vid\s)?(?:{_MOTE}|{_SASONG}|{_MANAD}){_ARTAL})?"

# A day counts only where a word says that it is a limit: "daterad 2024-10-18" is none.
_TILL_DAG = re.compile(
    r"\b(?P<ord>senast|före|innan|fram till och med|till och med|fram till|t\.?\s?o\.?\s?m\.?|till|per|"
    r"(?:vid|till|på|i)\s(?:[\w-]{1,60}\s){0,4}?(?:sammanträdet?|möte|mötet)|inlämna[st]|klar[at]?)\s"
    rf"(?:(?:före|innan)\s)?(?:den\s)?(?P<dag>{_DAG})"
)
_RELATIVA = tuple(
    re.compile(monster)
    for monster in (
        rf"\bsenast\s(?:inom\s{_TID}|{_TID}\s(?:efter|före|från)\s[\w-]{{2,40}}|{_NAR}{_ARTAL}{_OCH})",
        rf"\b(?:före|innan|inför|fram\still)\s(?:utgången\sav\s|slutet\sav\s)?(?:{_NAR}|årets\sslut|årets\sutgång){_ARTAL}{_OCH}",
        rf"\bi\s(?:samband|anslutning)\s(?:med|till)\s(?:den\s|det\s|de\s)?{_MOTE}{_ARTAL}{_OCH}",
        rf"\b(?:till|vid|på|i)\s{_VILKET}{_FAST}(?:\s(?:i|under)\s(?:{_MANAD}|{_SASONG}))?{_ARTAL}{_OCH}",
        rf"\binom\s(?:loppet\sav\s)?{_TID}",
        rf"\bunder\s(?:{_KVARTAL}|{_SASONG}|{_MANAD})(?:{_ARTAL})",
        rf"\btill\s(?:{_SASONG}|{_MANAD}){_ARTAL}",
        r"\bsenast\s[^.,;:()\n]{2,60}?(?=\s(?:och|samt|för\satt|att|med)\s|[.,;:()\n]|$)",
    )
)
_OBESTAMD = re.compile(
    r"\b(?:snarast(?:\smöjligt)?|skyndsamt|omgående|löpande|årligen|kvartalsvis|tertialvis|halvårsvis|"
    r"månatligen|varje\s(?:år|kvartal|tertial|halvår|månad|sammanträde)|"
    r"(?:en|två|tre|fyra)\sgång(?:er)?\s(?:per|om)\s(?:år|året|termin))\b"
)
# A month alone is a time only for what is to come back: "händelserna i september" is none.
_ATER_I_MANAD = re.compile(
    r"\b(?:återkom|återredovis|återrapporter|redovis|rapporter|presenter)\w{0,4}\b[^.;\n]{0,160}?"
    rf"\s(?P<nar>i\s(?:början\sav\s|slutet\sav\s|mitten\sav\s)?{_MANAD}{_ARTAL})\s*[.;,]?\s*$"
)
_SIFFRA = re.compile(r"\d")
_MELLAN = re.compile(r"\s+")
# What says by when a task given just before is to be reported.
REDOVISNING = re.compile(
    r"^(?:(?:att|och|samt)\s)?(?:(?:uppdraget|uppdragen|detta|arbetet|resultatet|utredningen|förslaget|planen|svar|"
    r"rapporten|ärendet|rapport(?:ering)?|åter\w{3,30}|(?:en\s)?(?:skriftlig\s|muntlig\s)?(?:del|slut)?redovisning\w{0,3}|"
    r"(?:en\s)?(?:del|slut)rapport\w{0,8}|uppföljning\w{0,3})\b[^.]{0,80}?\s?)"
    r"\b(?:ska|skall|sker|görs|lämnas|redovisas|återredovisas|återrapporteras|rapporteras|presenteras)\b",
    re.IGNORECASE,
)


def hitta_frist(text: str) -> date | str | None:
    """A day where the text names one as a limit, else its own words for the time, else None."""
    lag = gemen(text)
    for m in _TILL_DAG.finditer(lag) if _SIFFRA.search(lag) else ():
        if (traff := DATUM.search(m["dag"])) and (dag := las_datum(traff)):
            # "before the first of May" is over on the day before.
            fore = re.search(r"(?:^|\s)(?:före|innan)\s", f" {lag[m.start() : m.start('dag')]}")
            return dag - timedelta(days=1) if fore and dag > date.min else dag
    for monster in _RELATIVA:
        if m := monster.search(lag):
            return _MELLAN.sub(" ", text[m.start() : m.end()]).strip(" ,")[:300]
    if m := _ATER_I_MANAD.search(lag[-400:]):
        return _MELLAN.sub(" ", m["nar"]).strip(" ,")
    if m := _OBESTAMD.search(lag):
        return text[m.start() : m.end()]
    return None

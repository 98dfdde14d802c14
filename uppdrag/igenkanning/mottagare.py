"""Who receives: words for receivers, and a list of them as it stands in a sentence."""

import re

_ROLLORD = (
    "nämnd|styrels|förvaltning|kontor|avdelning|enhet|direktör|chef|sekreterare|bolag|utskott|beredning|ordförande|"
    "presidi|fullmäktige|grupp|samordnare|strateg|jurist|arkitekt|ingenjör|tjänsteperson|tjänsteman|tjänstemän|"
    "handläggare|rektor|stab|sektor|kansli|förbund|rådet|råden|stiftelse|ledning|revisor|revision|ombud|ledam[oö]t|"
    "utvecklare|controller|organisation|verksamhet|myndighet|administration|ansvarig|ledare|planerare|koncern|"
    "kommunalråd|regionråd|inspektör|advokat|kommitté|direktion|delegation|förening|ägare|intendent|bibliotek|skola|skolan"
)
# "kommundirektören", "nämnderna för", "samtliga nämnder", "Provbo AB", "VD"; a name with its party.
_ROLL = re.compile(rf"(?:(?:{_ROLLORD})\w{{0,6}}\b|\b(?:ab|vd|ks|kso|ksau|kf|au|hr|it|vice|kommunen|kommunens|dess)\b)")
_NAMN = re.compile(r"^[A-ZÅÄÖÉ][\w-]+\s(?:[A-ZÅÄÖÉ][\w-]+\s?){1,3}(?:\([A-ZÅÄÖ]{1,4}\))?$")
# What stands beside a receiver without being one.
_SIDOORD = re.compile(
    r"^(?:i\s(?:samråd|samarbete|samverkan|dialog|samband)|tillsammans\smed|under\sledning|eller\s(?:vid|den|de)|"
    r"vid\sförfall|med\s|inom\sramen|utifrån|enligt|efter|för\sdessa|genom|inför|som\s|på\s|utöver|dock|\[)",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    r"^(?:därför|härmed|också|även|vidare|samtidigt|därutöver|dessutom|således|nu|sedan|därmed|bland annat|i stället|"
    r"istället|fortsatt|däremot|gemensamt|igen|åter|ytterligare|dels)(?:\s|$)",
    re.IGNORECASE,
)
_SKILJE = re.compile(r",\s+(?:samt\s+|och\s+)?|(?<!-)\s+(?:samt|och|respektive|jämte)\s+(?:till\s+|åt\s+)?")
# "… och förvaltningen" after a verb: the words before it are another clause.
_VERB = re.compile(
    r"\b(?:antas|godkänns|fastställs|upphävs|avslås|bifalls|noteras|läggs|anses|förklaras|tillstyrks|avskrivs|beviljas|"
    r"beslutas|medges|utses|väljs|avsätts|anslås|finansieras|delegeras|överlämnas|redovisas|ställs|är|ska|skall|har|"
    r"beslutar|godkänner|antar|fastställer|noterar|avslår|bifaller|ger|föreslår|som|att|inte|kan|bör|vill|yrkar|"
    r"ställer|delar|instämmer|anser|konstaterar|bedömer|uttalar|tackar|välkomnar|bekräftar|väljer|utser|inrättar|"
    r"tillsätter|tillsätta|uppdrar|överlämnar|remitterar|lämnar|upphäver|beviljar|anslår|avsätter|tillstyrker|tar|står|"
    r"justeras|tas|genomförs|inleds|påbörjas|startas|höjs|sänks|ändras|revideras|publiceras|skickas|blir)\b",
    re.IGNORECASE,
)
_LANGST = 12
_SAMTLIGA = re.compile(r"(samtliga|alla|kommunens|övriga|berörda)\s", re.IGNORECASE)
_GRUPP = re.compile(
    r"(?:nämnder|styrelser|(?:helägda\s|kommunala\s|delägda\s)?bolag|förvaltningar|kontor|enheter|avdelningar|sektorer|"
    r"verksamheter|utskott|kommunalförbund|förbund|stiftelser)",
    re.IGNORECASE,
)


def ar_mottagare(ord_: str) -> bool:
    """Do the words name somebody who can receive a task?"""
    return bool(_ROLL.search(ord_.lower()) or _NAMN.match(ord_)) and not _VERB.search(ord_)


def utan_adverb(ord_: str) -> str:
    """ "härmed kommundirektören" as "kommundirektören"."""
    while m := _ADVERB.match(ord_):
        ord_ = ord_[m.end() :]
    return ord_


def mottagarna(ord_: str) -> list[str]:
    """ "kommundirektören och nämnden för Service" as two; "nämnden för Vård och Omsorg" as one."""
    ord_ = utan_adverb(" ".join(ord_.split()).strip(" ,;:"))
    namn: list[str] = []
    slut, skilje, sidospar = 0, "", False
    for m in [*_SKILJE.finditer(ord_), None]:
        del_ = utan_adverb(ord_[slut : m.start() if m else len(ord_)].strip(" ,"))
        if del_ and _SIDOORD.match(del_):
            sidospar = True
        elif del_:
            nytt = ar_mottagare(del_)
            if namn and not nytt and not sidospar and not del_.startswith("["):
                namn[-1] += skilje + del_
            elif nytt or not namn:
                namn.append(del_)
                sidospar = False
        if m is None:
            break
        skilje, slut = m[0], m.end()
    return _med_samtliga([n for n in (_kortad(n) for n in namn) if n][:_LANGST])


def _med_samtliga(namn: list[str]) -> list[str]:
    """ "samtliga nämnder", "bolag" as all of both."""
    ut: list[str] = []
    alla = ""
    for n in namn:
        if m := _SAMTLIGA.match(n):
            alla = m[1].lower()
        elif alla and _GRUPP.fullmatch(n):
            n = f"{alla} {n}"
        else:
            alla = ""
        ut.append(n)
    return ut


def _kortad(namn: str) -> str:
    """Without what is said about the receiver: "kommundirektören tillsammans med ekonomichefen"."""
    return re.split(r"\s(?:i samråd med|i samarbete med|i samverkan med|tillsammans med|under ledning av)\s", namn)[0]


def sist_i(ord_: str) -> tuple[str, str]:
    """The receivers that the words end with, and what stands before them: the subject of "får i uppdrag"."""
    fonster = ord_[-400:]
    skarning = len(ord_) - len(fonster)
    granser = [0, *[m.end() for m in _SKILJE.finditer(fonster)]]
    granser += [m.end() for m in re.finditer(r"(?:\batt|[:;–•]|\n)\s+|\bsenast\s", fonster)]
    basta = None
    for n in sorted(set(granser), reverse=True)[:_LANGST]:
        del_ = fonster[n:].strip(" ,")
        if not del_ or _VERB.search(del_):
            break
        if ar_mottagare(re.split(_SKILJE, del_)[0]):
            basta = n
    if basta is None:
        ensam = fonster.strip(" ,")
        if ensam and len(ensam.split()) <= 5 and not _VERB.search(ensam) and ensam[:1].isupper() and skarning == 0:
            return ensam, ""
        return "", ord_
    return fonster[basta:].strip(" ,"), ord_[: skarning + basta]

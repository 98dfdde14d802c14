"""Names, parties, posts and titles out of the ways a front page writes people."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from protokoll.numrering import tolka_paragrafer

from .modell import Fortroendevald, Justerare, Ovrig
from .tecken import ord_i

_PARTIKLAR = frozenset(ord_i("af av von van de da der den del di du la le el al ul bin ibn ben ten ter dos das zu y"))
_ROLLORD = frozenset(
    ord_i(
        "ordförande vice ledamot ledamöter ersättare tjänstgörande adjungerad sekreterare "
        "justerare protokolljusterare beslutande närvarande förste andre gruppledare personlig "
        "kommunalråd oppositionsråd"
    )
)
# The end of a word that is a title, however it is capitalised ("HR-chef", "VD").
_TITELSLUT = re.compile(
    r"(?:chef|direktör|ledare|sekreterare|ekonom|strateg|handläggare|samordnare|controller|arkitekt|ingenjör|jurist|"
    r"förvaltningen|avdelningen|enheten|kontoret|styrelsen|nämnden|verket|verken|utskottet|revisor|konsult|inspektör|"
    r"assistent|utvecklare|rektor|praktikant|registrator|planerare|kommunalråd)$",
    re.IGNORECASE,
)
_PARTI = re.compile(r"\({1,2}\s?([A-Za-zÅÄÖåäö]{1,5}|[A-ZÅÄÖ][\wåäö]{1,3}-[\wåäö]{1,4}|-|–|opolitisk|partilös)\s?\)")
_EJ_PARTI = frozenset(ord_i("ordf tjg ers jäv del kl forts bil avd fr dvs vakant puh adj tjänst vice"))
_NAMNORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[-'’´`.]){0,40}$")
_ROLL = re.compile(
    r"^[\s,:–-]{0,6}((?:(?:\d\s?:?\s?[ae]|förste|andre|andra|första|tredje|l:e|i:e)\.?\s{1,3})?(?:vice\s{1,3})?(?:v\.?\s)?"
    r"(?:ordförande|ordf\.?)|mötesordförande|tjänstgörande ordförande|gruppledare|adjungerad|ledamot|ersättare)"
    r"(?![a-zåäö])",
    re.IGNORECASE,
)
_ROLL_FORE = re.compile(
    r"^((?:(?:\d\s?:?\s?[ae]|förste|andre)\s{1,3})?(?:vice\s{1,3})?ordförande):?\s{1,3}(?=[^\W\d_])", re.IGNORECASE
)
_FOR_NAGON = re.compile(
    r"(?:tjänstgör(?:ande)?|ersätter|istället|i stället|tjg|tj)\.?(?:\s{1,3}för)?[\s:]{0,4}$|(?:^|\s)för\s{0,3}$",
    re.IGNORECASE,
)
_TJANSTGOR = re.compile(r"\btjänstgör(?:ande)?\b|\bersätter\b|\btjg\b", re.IGNORECASE)
_JAV = re.compile(r"\bjäv(?:ig)?\b", re.IGNORECASE)

_TAL = r"\d{1,9}(?!\d|[:.]\d)(?:\s{0,2}[-‐‑–—]\s{0,2}(?:§{1,2}\s{0,2})?\d{1,9}(?!\d|[:.]\d))?"
_UPPRAKNING = (
    rf"{_TAL}(?:(?:\s{{0,2}}[,;&]\s{{0,2}}|\s{{1,3}}(?:och|samt)\s{{1,3}})(?:§{{1,2}}\s{{0,2}})?{_TAL}){{0,60}}"
)
PARAGRAFUTTRYCK = re.compile(
    rf"§{{1,2}}\s{{0,3}}{_UPPRAKNING}"
    rf"(?:,?\s{{1,3}}(?:dock\s)?(?:utom|förutom|ej|med undantag (?:av|för))\s{{1,3}}§{{0,2}}\s{{0,3}}{_UPPRAKNING})?",
    re.IGNORECASE,
)
# A value of the front page longer than this is no list of people.
LANGSTA_LISTA = 30_000


def paragrafer_i(text: str) -> tuple[int, ...] | None:
    """The § numbers of an expression; None where there are none or the span is unreasonable."""
    try:
        return tuple(sorted(tolka_paragrafer(text))) or None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Namn:
    start: int
    slut: int  # after the party
    namn: str
    parti: str | None


def ar_namnord(ord_: str) -> bool:
    ren = ord_.strip(".,;:")
    return (
        bool(ren)
        and ren[0].isupper()
        and _NAMNORD.match(ren) is not None
        and ren.casefold() not in _ROLLORD
        and not _TITELSLUT.search(ren)
        and not (len(ren) > 1 and ren.isupper() and len(ren) <= 3)
    )


def namn_i_borjan(text: str, *, minst: int = 2, hogst: int = 5) -> int:
    """How many characters at the start of the text are a person's name; 0 for none."""
    slut = antal = 0
    for match in re.finditer(r"\S{1,60}", text[:200]):
        ord_ = match[0]
        rent = ord_.rstrip(",;:")
        if ar_namnord(rent):
            antal += 1
            slut = match.start() + len(rent)
        elif not (antal and rent.casefold() in _PARTIKLAR and rent == ord_):
            break
        if antal == hogst or rent != ord_:
            break
    return slut if antal >= minst else 0


def _namn_fore(text: str, slut: int, golv: int) -> int:
    """Where the name that ends at `slut` begins, looking back no further than `golv`."""
    start, antal = slut, 0
    for match in reversed(list(re.finditer(r"\S{1,80}", text[max(golv, slut - 120) : slut]))):
        ord_ = match[0]
        if ord_.endswith((",", ";", ":", ")")) or antal == 5:
            break
        if ar_namnord(ord_):
            antal += 1
            start = max(golv, slut - 120) + match.start()
        elif not (antal and ord_.casefold() in _PARTIKLAR):
            break
    return start if antal else slut


def _partinamn(text: str) -> list[_Namn]:
    funna, golv = [], 0
    for match in _PARTI.finditer(text):
        if match[1].casefold() in _EJ_PARTI:
            continue
        start = _namn_fore(text, len(text[: match.start()].rstrip()), golv)
        namn = " ".join(text[start : match.start()].split())
        if namn:
            parti = None if match[1] in {"-", "–"} else match[1]
            funna.append(_Namn(start, match.end(), namn, parti))
            golv = match.end()
    return funna


def antal_med_parti(text: str) -> int:
    return len(_partinamn(text))


def andra_namnets_start(text: str) -> int | None:
    """Where a second person with a party begins on a line, unless that person is the one replaced."""
    funna = _partinamn(text)
    for forra, namn in pairwise(funna):
        if not _FOR_NAGON.search(text[forra.slut : namn.start]):
            return namn.start
    return None


def _hopfogade(rader: Iterable[str]) -> list[str]:
    """One string per person or more; a line that goes on with the one before is joined to it."""
    hopfogade: list[str] = []
    for rad in rader:
        rad = " ".join(rad.split())
        if not rad:
            continue
        if hopfogade:
            forra = hopfogade[-1]
            dangel = (
                _FOR_NAGON.search(forra) or forra.endswith((" och", "-")) or (" " not in forra and "," not in forra)
            )
            if dangel or rad[0].islower() or rad[0] in "(§" or (rad[0].isdigit() and not namn_i_borjan(rad)):
                hopfogade[-1] = f"{forra} {rad}"
                continue
        hopfogade.append(rad)
    return hopfogade


def las_fortroendevalda(rader: Iterable[str], *, tjanstgor: bool | None) -> tuple[list[Fortroendevald], list[str]]:
    """Elected people with party and post, and the lines that name nobody."""
    personer: list[Fortroendevald] = []
    rester: list[str] = []
    for text in _hopfogade(rader):
        text = text[:LANGSTA_LISTA]
        roll_fore = None
        if match := _ROLL_FORE.match(text):
            roll_fore, text = match[1], text[match.end() :]
        namnen = _egna_namn(text)
        if not namnen:
            slut = namn_i_borjan(text)
            if slut:
                personer.append(_person(text[:slut], None, text[slut:], tjanstgor, roll_fore))
            elif personer and text[0].islower():
                personer[-1] = _med_anmarkning(personer[-1], text)
            else:
                rester.append(f"{roll_fore} {text}" if roll_fore else text)
            continue
        if fore := text[: namnen[0].start].strip(" ,;:."):
            rester.append(fore)
        for i, namn in enumerate(namnen):
            slut = namnen[i + 1].start if i + 1 < len(namnen) else len(text)
            personer.append(
                _person(namn.namn, namn.parti, text[namn.slut : slut], tjanstgor, roll_fore if i == 0 else None)
            )
    return personer, rester


def _egna_namn(text: str) -> list[_Namn]:
    egna: list[_Namn] = []
    for namn in _partinamn(text):
        if egna and _FOR_NAGON.search(text[egna[-1].slut : namn.start][-40:]):
            continue
        egna.append(namn)
    return egna


def _person(namn: str, parti: str | None, efter: str, tjanstgor: bool | None, roll_fore: str | None) -> Fortroendevald:
    namn = namn.strip(" ,;:")
    efter = efter.strip(" ,;:.\t")
    if parti is None and (match := re.match(r"^([A-ZÅÄÖ]{1,3})(?=$|[\s,])", efter)):
        parti, efter = match[1], efter[match.end() :].strip(" ,;:")
    roll = roll_fore.lower() if roll_fore else None
    if roll is None and (match := _ROLL.match(efter)):
        roll, efter = " ".join(match[1].lower().split()), efter[match.end() :].strip(" ,;:.")
        roll = {"ordf": "ordförande", "ordf.": "ordförande", "ledamot": None, "ersättare": None}.get(roll, roll)
    return _med_anmarkning(Fortroendevald(namn, parti, roll, tjanstgor), efter)


def _for_vem(efter: str) -> str | None:
    """The one replaced, in what follows "tjänstgör" or "för"."""
    if namn := _partinamn(efter):
        return namn[0].namn
    rest = re.sub(r"^\s{0,3}för\s{1,3}", "", efter)
    return rest[:slut] if (slut := namn_i_borjan(rest)) else None


def _med_anmarkning(person: Fortroendevald, mer: str) -> Fortroendevald:
    anmarkning = " ".join(f"{person.anmarkning or ''} {mer}".split()) or None
    tjanstgor, tjanstgor_for = person.tjanstgor, person.tjanstgor_for
    if anmarkning and (match := _TJANSTGOR.search(anmarkning)):
        fore = anmarkning[max(0, match.start() - 5) : match.start()].casefold()
        if not fore.endswith(("ej ", "inte ", "icke ")):
            tjanstgor = True
            tjanstgor_for = _for_vem(anmarkning[match.end() :]) or tjanstgor_for
    elif anmarkning and tjanstgor and (match := re.match(r"(?:i\s?stället\s)?för\s{1,3}", anmarkning, re.IGNORECASE)):
        # Under a heading that says that they serve: "Eva Lund (MP) för Per Strid (MP)".
        tjanstgor_for = _for_vem(anmarkning[match.end() :]) or tjanstgor_for
    uttryck = PARAGRAFUTTRYCK.search(anmarkning) if anmarkning and "§" in anmarkning else None
    # "deltar ej vid § 153" names the §§ of absence: kept as a remark, and not as presence.
    positivt = uttryck and not re.search(r"\b(?:ej|inte|icke|utom|frånvarande)\b", anmarkning or "", re.IGNORECASE)
    return Fortroendevald(
        person.namn,
        person.parti,
        person.roll,
        tjanstgor,
        tjanstgor_for,
        paragrafer_i(uttryck[0]) if uttryck and positivt else None,
        bool(anmarkning and _JAV.search(anmarkning)),
        anmarkning,
    )


def las_ovriga(rader: Iterable[str], grupp: str | None = None) -> tuple[list[Ovrig], list[str]]:
    """Officials and others with titles, and the §§ they were there for, written before or after them."""
    text = "\n".join(" ".join(r.split()) for r in rader if r.strip())[:LANGSTA_LISTA]
    uttryck = list(PARAGRAFUTTRYCK.finditer(text))
    if not uttryck:
        return _las_grupp(text, None, grupp)
    personer: list[Ovrig] = []
    rester: list[str] = []
    fore_namnen = not text[: uttryck[0].start()].strip(" \n:,")
    for i, match in enumerate(uttryck):
        if fore_namnen:
            bit = text[match.end() : uttryck[i + 1].start() if i + 1 < len(uttryck) else len(text)]
        else:
            bit = text[uttryck[i - 1].end() if i else 0 : match.start()]
        funna, kvar = _las_grupp(bit, match[0], grupp, alla=fore_namnen)
        personer += funna
        rester += kvar
        if not funna:
            rester.append(match[0])
    if not fore_namnen:
        funna, kvar = _las_grupp(text[uttryck[-1].end() :], None, grupp)
        personer += funna
        rester += kvar
    return personer, rester


def _hela_rader(text: str) -> list[str]:
    """Lines joined with the one before unless they begin with a person's whole name."""
    rader: list[str] = []
    for rad in text.split("\n"):
        rad = rad.strip()
        if not rad:
            continue
        if rader and not namn_i_borjan(re.split("[,;]", rad, maxsplit=1)[0]):
            rader[-1] += f" {rad}"
        else:
            rader.append(rad)
    return rader


def _las_grupp(
    text: str, uttryck: str | None, grupp: str | None, *, alla: bool = True
) -> tuple[list[Ovrig], list[str]]:
    personer: list[list[str | None]] = []
    rester: list[str] = []
    bitar: list[tuple[str, bool]] = []
    for rad in _hela_rader(text):
        ny = True
        for bit in re.split(r"([,;])", rad):
            if bit in {",", ";"}:
                ny = ny or bit == ";"
            elif ren := bit.strip(" .:()•·*–-"):
                bitar.append((ren, ny))
                ny = False
    bara_namn = all(namn_i_borjan(bit) == len(bit) for bit, _ in bitar)
    for bit, ny in bitar:
        slut = namn_i_borjan(bit)
        rest = bit[slut:].strip(" :")
        if slut and (ny or bara_namn or not personer or personer[-1][1] is not None or rest.startswith("(")):
            personer.append([bit[:slut], rest or None])
        elif personer:
            personer[-1][1] = f"{personer[-1][1]}, {bit}" if personer[-1][1] else bit
        else:
            rester.append(bit)
    paragrafer = paragrafer_i(uttryck) if uttryck else None
    klara = [Ovrig(str(namn), titel, None, None, grupp) for namn, titel in personer]
    # Written after the names, one to a line, the §§ belong to the last person only.
    for i in range(0 if alla else max(0, len(klara) - 1), len(klara)):
        klara[i] = Ovrig(klara[i].namn, klara[i].titel, paragrafer, uttryck, grupp)
    return klara, rester


def las_justerare(text: str) -> list[Justerare]:
    """ "Helen Nilsson (S)", "Anna Ek (M) och Bo Alm (S)", "Emanuel Forsell"."""
    text = " ".join(text.replace("_", " ").split())[:2000]
    funna = []
    for bit in re.split(r"\s{0,2}[,;/]\s{0,2}|\s(?:och|samt)\s", text):
        namnen = _partinamn(bit)
        if namnen:
            funna += [Justerare(n.namn, n.parti) for n in namnen]
        elif slut := namn_i_borjan(bit):
            funna.append(Justerare(bit[:slut], None))
    return funna


def las_namn(text: str) -> str | None:
    """The one name of a signature line."""
    justerare = las_justerare(text)
    return justerare[0].namn if justerare else None

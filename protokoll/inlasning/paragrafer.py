"""Where each § begins, and its head: number, dnr, title."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from .bygge import Bygge
from .dnr import las_dnr, sist_pa_raden
from .innehall import Post, ar_innehallsrubrik, har_sidhanvisning
from .rader import Rad
from .rubriker import las_rubrik
from .stycken import ar_full
from .tecken import vik

# "§ 14", "§14", "Kf § 12", "KS § 235 Dnr …", "§ 34 (forts.)"
_START = re.compile(
    r"^\s{0,40}(?P<fore>[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,5}\.?\s{1,3})?§\s{0,4}(?P<nummer>\d{1,4})(?![\d:])[.:]?(?P<rest>.*)$"
)
_FORTS = re.compile(r"^\s{0,10}\(?\s?(?:forts\b\.?|fortsättning)[^)]{0,30}\)?\s{0,10}", re.IGNORECASE)
_AR = re.compile(r"^\s?/\s?\d{4}(?!\d)")
_LANGSTA_RUBRIK = 400
_FRAMAT = 40


@dataclass(slots=True)
class Kandidat:
    plats: int
    nummer: int
    rest: str
    fore: str = ""  # "Kf" in "Kf § 12", "/2024" in "§ 12/2024", "forts."
    har_dnr: bool = False
    har_rubrik: bool = False  # a section heading comes before the next candidate
    forts: bool = False

    @property
    def stark(self) -> bool:
        return self.har_dnr or (self.har_rubrik and not self.rest)


def _kandidater(rader: list[Rad]) -> list[Kandidat]:
    funna: list[Kandidat] = []
    for i, rad in enumerate(rader):
        if "§" not in rad.text[:60] or rad.text.lstrip()[:2] == "§§":
            continue
        match = _START.match(rad.text[: _LANGSTA_RUBRIK + 100])
        if match is None or len(rad.text) > _LANGSTA_RUBRIK:
            continue
        ar = _AR.match(match["rest"])
        rest = match["rest"][ar.end() :] if ar else match["rest"]
        forts = _FORTS.match(rest)
        rest = (rest[forts.end() :] if forts else rest).strip()
        if rest and not (rest[0].isupper() or rest[0] in '–-"”([0123456789' or las_dnr(rest)):
            continue
        fore = " ".join((m[0] if m else "").strip() for m in (ar, forts))
        fore = f"{match['fore'] or ''} {fore}".strip()
        funna.append(Kandidat(i, int(match["nummer"]), rest.lstrip("–- "), fore, forts=bool(forts)))
    for nu, nasta in zip_longest(funna, funna[1:]):
        _undersok(rader, nu, nasta.plats if nasta else len(rader))
    return funna


def _undersok(rader: list[Rad], kandidat: Kandidat, slut: int) -> None:
    kandidat.har_dnr = bool(kandidat.rest and las_dnr(kandidat.rest)) or bool(sist_pa_raden(kandidat.rest))
    sedda = 0
    for rad in rader[kandidat.plats + 1 : min(slut, kandidat.plats + 1 + 2 * _FRAMAT)]:
        if rad.tom:
            continue
        sedda += 1
        if sedda <= 3 and not kandidat.har_dnr and las_dnr(rad.text):
            kandidat.har_dnr = True
        if las_rubrik(rad.text):
            kandidat.har_rubrik = True
            break
        if sedda == _FRAMAT:
            break


@dataclass(slots=True)
class Indelning:
    framre: list[Rad]  # front page and anslag
    innehall: list[Rad]
    paragrafer: list[tuple[Kandidat, list[Rad]]]


def dela_in(rader: list[Rad], fore_paragraferna: set[int], bygge: Bygge) -> Indelning:
    """Front, contents and §§. `fore_paragraferna`: § numbers that the front page names, where it does."""
    kandidater = _kandidater(rader)
    innehallsstart = next((i for i, r in enumerate(rader) if ar_innehallsrubrik(r)), None)
    if innehallsstart is not None and any(k.plats < innehallsstart and k.stark and k.har_rubrik for k in kandidater):
        innehallsstart = None  # a section of a § may be called so; the contents stand before the §§
    forsta, kanda = _forsta_paragraf(rader, kandidater, innehallsstart)
    if innehallsstart is None and forsta is not None:
        innehallsstart = next(
            (k.plats for k in kandidater if k.plats < forsta and har_sidhanvisning(rader[k.plats].text)), None
        )
    slut = len(rader) if forsta is None else forsta
    framre_slut = innehallsstart if innehallsstart is not None else slut
    starter = [] if forsta is None else _starter(rader, kandidater, forsta, kanda | fore_paragraferna, bygge)
    delar = []
    for nu, nasta in zip_longest(starter, starter[1:]):
        delar.append((nu, rader[nu.plats : nasta.plats if nasta else len(rader)]))
    return Indelning(rader[:framre_slut], rader[framre_slut:slut], delar)


def _forsta_paragraf(rader: list[Rad], kandidater: list[Kandidat], innehall: int | None) -> tuple[int | None, set[int]]:
    """The line of the first § of the text itself, and the numbers that the contents name."""
    i_innehall: set[int] = set()
    hogsta = -1
    for kandidat in kandidater:
        hanvisning = har_sidhanvisning(rader[kandidat.plats].text) or any(
            har_sidhanvisning(r.text)
            for r in rader[kandidat.plats + 1 : kandidat.plats + 3]
            if "\t" in r.text or "..." in r.text
        )
        if innehall is not None and kandidat.plats > innehall:
            if i_innehall and (kandidat.nummer <= hogsta or (kandidat.har_rubrik and not hanvisning)):
                return kandidat.plats, i_innehall
            if not i_innehall and kandidat.har_rubrik and not hanvisning:
                return kandidat.plats, i_innehall
            i_innehall.add(kandidat.nummer)
            hogsta = max(hogsta, kandidat.nummer)
        elif innehall is None and not hanvisning and (kandidat.har_rubrik or kandidat.har_dnr):
            return kandidat.plats, i_innehall
        elif hanvisning:
            i_innehall.add(kandidat.nummer)
    if innehall is not None:
        return None, i_innehall
    ensamma = [k for k in kandidater if not har_sidhanvisning(rader[k.plats].text)]
    # A § without any section heading: the title stands on the line itself or below.
    return (ensamma[0].plats, i_innehall) if ensamma else (None, i_innehall)


def _starter(
    rader: list[Rad], kandidater: list[Kandidat], forsta: int, kanda: set[int], bygge: Bygge
) -> list[Kandidat]:
    starter: list[Kandidat] = []
    for kandidat in kandidater:
        if kandidat.plats < forsta:
            continue
        if not starter:
            starter.append(kandidat)
            continue
        forra = starter[-1].nummer
        if kandidat.nummer == forra and (kandidat.forts or kandidat.har_dnr or not kandidat.rest):
            _lopande_huvud(rader, kandidat, bygge)
        elif _ar_start(rader, kandidat, forra, kanda):
            starter.append(kandidat)
    return starter


def _ar_start(rader: list[Rad], kandidat: Kandidat, forra: int, kanda: set[int]) -> bool:
    if kandidat.nummer == forra:
        return False
    okant = bool(kanda) and kandidat.nummer not in kanda
    if kandidat.har_dnr:
        # A cited "§ 97 Dnr …" of another meeting has no heading of its own after it.
        return kandidat.har_rubrik or not okant
    ledig = kandidat.plats == 0 or rader[kandidat.plats - 1].tom or rader[kandidat.plats].sidans_forsta
    if okant or not ledig or kandidat.nummer < forra:
        return False
    if kanda:
        return True
    return kandidat.nummer - forra <= 100 and (kandidat.har_rubrik or not kandidat.rest.endswith("."))


def _lopande_huvud(rader: list[Rad], kandidat: Kandidat, bygge: Bygge) -> None:
    """The § number again at the top of its next page."""
    rad = rader[kandidat.plats]
    bygge.lagg_bort("sidhuvud", [rad])
    rader[kandidat.plats] = Rad(rad.nr, "", rad.sida, rad.sidans_forsta)


@dataclass(slots=True)
class Huvud:
    nummer: int
    dnr: str | None
    klassificering: str | None
    rubrik: str
    sida: int | None
    rader: list[Rad]  # what follows the head


def las_huvud(kandidat: Kandidat, rader: list[Rad], post: Post | None, bredd: int | None, bygge: Bygge) -> Huvud:
    """Number, dnr and title; the title may be wrapped, and dnr may stand before it, after it or nowhere."""
    dnr = klass = None
    rubrik: list[str] = []
    har_dnr = False
    i = 0
    bygge.lagg_bort_text("etikett", kandidat.fore, rader[0])
    for i, rad in enumerate(rader):
        text = kandidat.rest if i == 0 else rad.ren
        if not text:
            # The blank line after the title ends the head, unless the dnr is still to come right after it.
            continue
        if i and las_rubrik(rad.text) and (rubrik or not _ar_titel(rader, i)):
            break
        fynd = None if har_dnr else las_dnr(text, omarkt=True)
        if fynd is not None:
            dnr, klass, har_dnr = fynd.dnr, fynd.klassificering, True
            bygge.lagg_bort_text("etikett", fynd.etikett, rad)
            if not fynd.rest:
                continue
            text = fynd.rest
        elif rubrik and not _fortsatter(rubrik, rader, i, text, post, bredd):
            break
        rubrik.append(text)
    else:
        i = len(rader)
    titel = " ".join(rubrik)
    if dnr is None and (funnet := sist_pa_raden(titel)):
        titel, dnr = funnet
    return Huvud(kandidat.nummer, dnr, klass, titel, rader[0].sida or None, rader[i:])


def _ar_titel(rader: list[Rad], i: int) -> bool:
    """ "Övrigt" is a title and no section where the first heading of the § comes right after it."""
    nasta = next((r for r in rader[i + 1 :] if not r.tom), None)
    return nasta is not None and las_rubrik(nasta.text) is not None


def _fortsatter(rubrik: list[str], rader: list[Rad], i: int, text: str, post: Post | None, bredd: int | None) -> bool:
    """Does the line go on with the title?"""
    hittills = " ".join(rubrik)
    if len(hittills) + len(text) > _LANGSTA_RUBRIK:
        return False
    if post is not None and post.rubrik:
        hel, bit = _nyckel(post.rubrik), _nyckel(f"{hittills} {text}")
        if hel == _nyckel(hittills):
            return False
        if hel.startswith(bit):
            return True
    tomt_fore = rader[i - 1].tom
    forra = next((r for r in reversed(rader[:i]) if not r.tom), rader[0])
    if forra.ar_tabellrad or rader[i].ar_tabellrad:
        return False
    if tomt_fore:
        return text[0].islower() and ar_full(forra.text, text, bredd)
    return text[0].islower() or ar_full(forra.text, text, bredd) or not _slut_pa_huvud(rader, i)


def _slut_pa_huvud(rader: list[Rad], i: int) -> bool:
    """No blank line parts the head from the text: then only the first line is the title."""
    return not any(rad.tom or las_rubrik(rad.text) for rad in rader[i : i + 4])


def _nyckel(text: str) -> str:
    return "".join(vik(text).casefold().split())

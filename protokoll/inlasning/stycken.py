"""Lines into paragraphs. A line goes on where the next word would not have fitted on it: so text is wrapped."""

import re

from .rader import Rad
from .tecken import SAMMANSATTNING, ar_avstavning

_PUNKT = re.compile(r"^\s{0,60}(?:[•▪●◦‣·*o]|[-–—]|\(?\d{1,2}[.)]|[a-z]\))\s{1,10}(?=\S)")
# "Nej-röster: …", "Bilaga: …" begin a line of their own.
_LEDORD = re.compile(r"^\s{0,10}[A-ZÅÄÖ][\wåäöÅÄÖ-]{1,24}(?: [a-zåäö]{2,15})?: ")
_SLUT = (".", "!", "?", ":", ";", "”", "“", '"', ".)", "…")
# Lists of documents and receivers: one line, one entry.
LISTTYPER = frozenset({"beslutsunderlag", "mottagare"})
_FULL = 0.88
_MINSTA_BREDD = 55
_LANGSTA_RAD = 140
_ANDEL_LANGA = 0.2


def radbredd(rader: list[Rad]) -> int | None:
    """The width that the text is wrapped to; None where each line is a paragraph of its own."""
    langder = [len(r.text) for r in rader if not r.tom and "\t" not in r.text]
    if not langder:
        return None
    langa = sum(n for n in langder if n > _LANGSTA_RAD)
    if langa > _ANDEL_LANGA * sum(langder):
        return None
    korta = [n for n in langder if n <= _LANGSTA_RAD]
    storst = max(korta, default=0)
    if storst < _MINSTA_BREDD:
        return None
    # Letters are of different width: the width is what most long lines reach, not what the longest does.
    halvlanga = sorted(n for n in korta if 2 * n > storst)
    return halvlanga[int(0.8 * (len(halvlanga) - 1))]


def ar_full(forra: str, nasta: str, bredd: int | None) -> bool:
    """Would the first word of the next line not have fitted on this one?"""
    if bredd is None:
        return False
    ord_ = nasta.split(None, 1)[0] if nasta.strip() else ""
    return len(forra) + 1 + len(ord_) > _FULL * bredd


def laga_avstavningar(rader: list[Rad], ordlista: frozenset[str]) -> list[Rad]:
    """Words that the line's end has cut: the rest moves up to the line before, the hyphen goes where it was put there.

    "IT-" and "e-" keep theirs; "miljö-" before "och" is no cut word.
    """
    bredd = radbredd(rader)
    if bredd is None:
        return rader
    ut: list[Rad] = []
    for rad in rader:
        forra = ut[-1] if ut else None
        if forra is not None and _ar_kapad(forra, rad, bredd):
            ordet, _, rest = rad.text.strip().partition(" ")
            forst = re.search(r"(\w{1,40})-$", forra.text)[1]
            bart = re.match(r"\w+", ordet)[0]
            if bart in SAMMANSATTNING:
                ut.append(rad)
                continue
            if forst.isupper() or len(forst) == 1:
                ny = forra.text + ordet
            elif ar_avstavning(forst, bart, ordlista):
                ny = forra.text[:-1] + ordet
            else:
                ut.append(rad)
                continue
            ut[-1] = Rad(forra.nr, ny, forra.sida, forra.sidans_forsta)
            if rest:
                ut.append(Rad(rad.nr, rest.strip(), rad.sida, rad.sidans_forsta))
            continue
        ut.append(rad)
    return ut


def _ar_kapad(forra: Rad, rad: Rad, bredd: int) -> bool:
    return (
        forra.text.endswith("-")
        and "\t" not in forra.text
        and "\t" not in rad.text
        and 2 * len(forra.text) > bredd
        and rad.text.lstrip()[:1].islower()
        and re.search(r"\w-$", forra.text) is not None
    )


def _hor_ihop(
    forra: Rad, rad: Rad, tomt_emellan: bool, bredd: int | None, typ: str, i_lista: bool, hittills: str
) -> bool:
    if forra.ar_tabellrad or rad.ar_tabellrad or _PUNKT.match(rad.text) or _LEDORD.match(rad.text):
        return False
    a, b = forra.text.rstrip(), rad.text.strip()
    avslutad = a.endswith(_SLUT)
    full = ar_full(a, b, bredd)
    gement = b[0].islower()
    if rad.sidans_forsta or tomt_emellan:
        if avslutad:
            return False
        # Mid-sentence over a page or over a blank line that the PDF put there.
        if rad.sidans_forsta and gement and typ not in LISTTYPER:
            return True
        return full and (gement or typ not in LISTTYPER)
    if not full:
        # Narrower columns (indented points) wrap earlier; a list of "att …" does not go on.
        fortsatt = gement and not avslutad and bredd is not None and 2 * len(a) >= bredd
        return fortsatt and typ not in LISTTYPER and not b.startswith("att ")
    if a.endswith(":") or (i_lista and avslutad and not gement):
        return False
    # Among receivers and documents only prose goes on with a capital: "… ta kontakt med Liselott / Frejd".
    prosa = ". " in hittills or ("." in a[:-1] and len(a) > 60)
    return typ not in LISTTYPER or gement or (not avslutad and (prosa or b[0] in "(§0123456789"))


def _tabell(text: str) -> str:
    """Columns held apart by spaces as cells."""
    if "\t" in text or "   " not in text.strip():
        return text
    bitar = re.split(r" {3,}", text.strip())
    return "\t".join(bitar)


def _fog(a: str) -> str:
    return "" if a.endswith(("/", "–")) and len(a) > 1 and not a[-2].isspace() else " "


def bygg_text(rader: list[Rad], bredd: int | None, typ: str) -> str:
    """Text of a section: paragraphs parted by a blank line, list items and table rows one to a line."""
    block: list[str] = []  # finished lines; "" is a paragraph break
    forra: Rad | None = None
    tomt = i_lista = False
    for rad in rader:
        if rad.tom:
            tomt = True
            continue
        punkt = _PUNKT.match(rad.text) is not None
        if forra is not None and _hor_ihop(forra, rad, tomt, bredd, typ, i_lista, block[-1]):
            block[-1] = f"{block[-1]}{_fog(block[-1])}{rad.ren}"
        else:
            if forra is not None and _ny_paragraf(forra, rad, tomt, punkt, i_lista, bredd, typ):
                block.append("")
            i_lista = punkt
            block.append(_rad_som_text(rad))
        forra, tomt = rad, False
    return "\n".join(block).strip("\n")


def _rad_som_text(rad: Rad) -> str:
    text = _tabell(rad.text)
    if "\t" in text.strip():
        return "\t".join(" ".join(c.split()) for c in text.split("\t"))
    return " ".join(text.split())


def _ny_paragraf(forra: Rad, rad: Rad, tomt: bool, punkt: bool, i_lista: bool, bredd: int | None, typ: str) -> bool:
    if forra.ar_tabellrad and rad.ar_tabellrad:
        return False
    if forra.ar_tabellrad != rad.ar_tabellrad:
        return True
    if punkt and i_lista:
        return False
    if tomt or rad.sidans_forsta:
        return True
    if i_lista != punkt:
        # "… beslutar:" and its points stand together; after the last point a new paragraph begins.
        return not punkt
    return bredd is not None and typ not in LISTTYPER and forra.text.rstrip().endswith(_SLUT[:3])


def tabellblock(text: str) -> list[list[list[str]]]:
    """The tables of a section's text: blocks of lines with TAB in them, as cells."""
    tabeller: list[list[list[str]]] = []
    i_tabell = False
    for rad in text.split("\n"):
        if "\t" in rad:
            if not i_tabell:
                tabeller.append([])
            tabeller[-1].append([c.strip() for c in rad.split("\t")])
            i_tabell = True
        elif rad:
            i_tabell = False
    return tabeller

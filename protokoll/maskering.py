"""The web version of a protokoll: the document less what is withheld. Pure; the original is not touched.

A web version says less than the minutes, since publishing is a processing of its own (GDPR; lag 2018:218) that no law
demands. What is withheld is seen to be withheld: a sentence or a mark stands in its place.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from html import escape, unescape

from protokoll.dokumentvarden import (
    RUBRIKEN,
    Dokument,
    Kontrollmarke,
    Narvarogrupp,
    Omrostningslista,
    Rattad,
    Textdel,
    Tryckt,
)

PARAGRAF, RUBRIK, STYCKE = "paragraf", "rubrik", "stycke"
# Of a § that got its sekretess when it was locked: nothing is left but its number. Nobody chooses it, or takes it away.
SEKRETESS = "sekretess"

BORTTAGET = "[uppgiften har tagits bort]"
BORTTAGEN_RUBRIK = "[rubriken visas inte på webben]"
BORTTAGEN_PARAGRAF = (
    "Paragrafen visas inte på webben, eftersom den innehåller uppgifter som inte ska publiceras. "
    "Vänd dig till kommunen om du vill ta del av den."
)
HEMLIG_RUBRIK = "Sekretess"
HEMLIG_PARAGRAF = (
    "Paragrafen visas inte på webben, eftersom uppgifter i den omfattas av sekretess. "
    "Vänd dig till kommunen om du vill begära ut den."
)
FORVALT = {
    PARAGRAF: BORTTAGEN_PARAGRAF,
    RUBRIK: BORTTAGEN_RUBRIK,
    STYCKE: BORTTAGET,
    SEKRETESS: HEMLIG_PARAGRAF,
}
WEBBVERSION = "Webbversion – uppgifter har tagits bort ur det justerade protokollet"

_BIT = re.compile(r"<[^>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]\w*);|.", re.IGNORECASE | re.DOTALL)
_TAGG = re.compile(r"<[^>]*>")
_INLINE = re.compile(r"</?(?:strong|em|b|i)\b", re.IGNORECASE)
_TOM = re.compile(r"<(p|li|ul|ol|strong|em|b|i)>\s*</\1>")
_OSYNLIGT = {"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"}
_STRECK = dict.fromkeys("‐‑‒–—−", "-")
_CITAT = dict.fromkeys("“„″", "”") | dict.fromkeys("‘‚′'", "’")
_LIKA = _STRECK | _CITAT


@dataclass(frozen=True)
class Mask:
    """What is withheld of the § in the place `plats` (from 0): all of it, its heading, or each place where it says
    `text`."""

    plats: int
    slag: str
    text: str = ""
    ersattning: str = ""

    @property
    def i_stallet(self) -> str:
        return self.ersattning or FORVALT[self.slag]


@dataclass(frozen=True)
class Maskerat:
    """The web version, and the masks that found nothing to withhold."""

    dokument: Dokument
    ej_funna: tuple[Mask, ...]


def maskera(dokument: Dokument, masker: Sequence[Mask]) -> Maskerat:
    """The same document where nothing is to be withheld."""
    ej_funna = tuple(m for m in masker if not finns(dokument, m))
    if not masker:
        return Maskerat(dokument, ())
    paragrafer, listor, ovriga = list(dokument.paragrafer), list(dokument.omrostningslistor), dokument.ovriga
    rattelser = dokument.rattelser
    # Passages first: what a whole § hides may still stand on the front page.
    for m in sorted(masker, key=lambda m: (m.slag != STYCKE, -len(m.text))):
        if not 0 <= m.plats < len(paragrafer):
            continue
        beteckning = paragrafer[m.plats].beteckning
        paragrafer[m.plats] = _paragraf(paragrafer[m.plats], m)
        listor = [ut for o in listor if (ut := _lista(o, m, beteckning))]
        if m.slag == STYCKE:
            ovriga = tuple(_grupp(g, m) for g in ovriga)
            rattelser = tuple(_rattelse(r, m) for r in rattelser)
    return Maskerat(
        replace(
            dokument,
            paragrafer=tuple(paragrafer),
            omrostningslistor=tuple(listor),
            ovriga=ovriga,
            rattelser=rattelser,
            status=WEBBVERSION,
            kontroll=_egen_kontroll(dokument.kontroll),
        ),
        ej_funna,
    )


def _egen_kontroll(kontroll: Kontrollmarke | None) -> Kontrollmarke | None:
    """Of its own, so that nothing about the secret of the original follows from the web version's code."""
    return kontroll and replace(kontroll, fro=sha256(f"webbversion {kontroll.fro}".encode()).hexdigest()[:32])


def finns(dokument: Dokument, m: Mask) -> bool:
    """Whether there is anything that the mask withholds."""
    if not 0 <= m.plats < len(dokument.paragrafer):
        return False
    return (
        m.slag != STYCKE
        or finns_i_paragrafen(dokument, m)
        or any(_grupp(g, m) != g for g in dokument.ovriga)
        or any(_rattelse(r, m) != r for r in dokument.rattelser)
    )


def finns_i_paragrafen(dokument: Dokument, m: Mask) -> bool:
    """Whether the § itself says the passage, or the list of its votes; not the front page."""
    paragraf = dokument.paragrafer[m.plats]
    listor = [o for o in dokument.omrostningslistor if o.paragraf == paragraf.beteckning]
    return _paragraf(paragraf, m) != paragraf or any(_lista(o, m, paragraf.beteckning) != o for o in listor)


def _paragraf(p: Tryckt, m: Mask) -> Tryckt:
    match m.slag:
        case "rubrik":
            om_rubriken = [r.rubrik == RUBRIKEN for r in p.rattelser]
            rattelser = [_dold(r) if om else r for r, om in zip(p.rattelser, om_rubriken, strict=True)]
            return replace(p, rubrik=m.i_stallet, rattelser=tuple(rattelser))
        case "paragraf":
            text = Textdel("ovrigt", "", 1, f"<p>{escape(m.i_stallet, quote=False)}</p>")
            # That it was corrected may be known, a corrected heading too; not what else it said before.
            rattelser = [r if r.rubrik == RUBRIKEN else _dold(r) for r in p.rattelser]
            return replace(p, delar=(text,), rattelser=tuple(rattelser))
        case "sekretess":
            text = Textdel("ovrigt", "", 1, f"<p>{escape(m.i_stallet, quote=False)}</p>")
            return replace(p, dnr="", rubrik=HEMLIG_RUBRIK, delar=(text,), rattelser=())
    delar = tuple(replace(d, rubrik=utan_i_text(d.rubrik, m), html=utan_i_html(d.html, m)) for d in p.delar)
    return replace(
        p,
        dnr=utan_i_text(p.dnr, m),
        rubrik=utan_i_text(p.rubrik, m),
        delar=delar,
        rattelser=tuple(_rattelse(r, m) for r in p.rattelser),
    )


def _dold(r: Rattad) -> Rattad:
    return replace(r, fore=BORTTAGET, efter=BORTTAGET, skal=BORTTAGET)


def _rattelse(r: Rattad, m: Mask) -> Rattad:
    """A correction of what is withheld, also of a part of it, would tell it by what it read before."""
    rord = any(utan_i_text(t, m) != t or _ar_del_av(t, m.text) for t in (r.fore, r.efter))
    if rord:
        r = replace(r, fore=m.i_stallet, efter=m.i_stallet)
    return replace(r, rubrik=utan_i_text(r.rubrik, m), skal=utan_i_text(r.skal, m))


def _ar_del_av(text: str, passage: str) -> bool:
    return bool(_traffar(escape(passage, quote=False), text))


def _lista(o: Omrostningslista, m: Mask, beteckning: str) -> Omrostningslista | None:
    """The votes tell what a withheld § was about: its list is left out with it."""
    if o.paragraf != beteckning:
        return o
    match m.slag:
        case "paragraf" | "sekretess":
            return None
        case "rubrik":
            return replace(o, rubrik=m.i_stallet)
    return replace(
        o,
        rubrik=utan_i_text(o.rubrik, m),
        ja_innebar=utan_i_text(o.ja_innebar, m),
        nej_innebar=utan_i_text(o.nej_innebar, m),
        resultat=utan_i_text(o.resultat, m),
    )


def _grupp(g: Narvarogrupp, m: Mask) -> Narvarogrupp:
    """A name that is withheld in a § is withheld on the front page too, where guests of the meeting stand."""
    personer = tuple(
        replace(
            d,
            namn=utan_i_text(d.namn, m),
            titel=utan_i_text(d.titel, m),
            anmarkning=utan_i_text(d.anmarkning, m),
        )
        for d in g.personer
    )
    return replace(g, personer=personer)


# Finding the passage ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Tecken:
    """One character as it is compared, and what of the source it came from."""

    tecken: str
    fran: int
    till: int


def _jamforbara(tecken: str) -> Iterable[str]:
    if tecken in _OSYNLIGT:
        return ()
    # The same letter is written in one or two characters; small and capital are the same.
    return (_LIKA.get(t, t) for t in unicodedata.normalize("NFKD", tecken).casefold())


def _tecknen(html: str) -> list[_Tecken]:
    """The text of it: white space as one space, the end of a paragraph or a cell as one too."""
    ut: list[_Tecken] = []
    for bit in _BIT.finditer(html):
        text = bit[0]
        if text.startswith("<") and text.endswith(">"):
            tecken, fran, till = (" ", bit.start(), bit.start()) if not _INLINE.match(text) else ("", 0, 0)
        else:
            tecken, fran, till = unescape(text), bit.start(), bit.end()
        for t in tecken:
            if not t.isspace():
                ut += [_Tecken(j, fran, till) for j in _jamforbara(t)]
            elif ut and ut[-1].tecken != " ":
                ut.append(_Tecken(" ", fran, till))
    return ut


def _monster(text: str) -> re.Pattern | None:
    sokt = "".join(t.tecken for t in _tecknen(escape(text, quote=False))).strip()
    if not sokt:
        return None
    # A whole word, also with the s of the genitive: "Anders" is not found in "Andersson", but in "Anders's" and "Kims".
    fore = r"(?<!\w)" if sokt[0].isalnum() else ""
    efter = r"(?:(?!\w)|(?=s(?!\w)))(?![\u0300-\u036f])" if sokt[-1].isalnum() else ""
    return re.compile(fore + re.escape(sokt) + efter)


def _traffar(html: str, text: str) -> list[list[_Tecken]]:
    monster, tecknen = _monster(text), _tecknen(html)
    if monster is None:
        return []
    sokbart = "".join(t.tecken for t in tecknen)
    return [tecknen[m.start() : m.end()] for m in monster.finditer(sokbart)]


def utan_i_html(html: str, m: Mask) -> str:
    """`html` with each place where it says the passage replaced. Its tags stay, so that it is whole."""
    traffar = _traffar(html, m.text)
    if not traffar:
        return html
    ut, sist = [], 0
    for traff in traffar:
        ut += [html[sist : traff[0].fran], escape(m.i_stallet, quote=False)]
        # Of what lies between its characters the tags stay; white space and what is not seen goes with them.
        sist = traff[0].till
        for t in traff[1:]:
            ut += _TAGG.findall(html[sist : t.fran])
            sist = max(sist, t.till)
    ny = "".join([*ut, html[sist:]])
    while (mindre := _TOM.sub("", ny)) != ny:
        ny = mindre
    return ny


def utan_i_text(text: str, m: Mask) -> str:
    return unescape(utan_i_html(escape(text, quote=False), m)) if text else text


def kvar(texter: Iterable[tuple[str, str]], text: str) -> list[str]:
    """The names of those texts, (name, plain text), that say the passage."""
    return [namn for namn, innehall in texter if _traffar(escape(innehall, quote=False), text)]

"""What differs between two texts of a §, word by word, in paragraphs, lists and tables alike. Pure.

The texts are cleaned HTML (kommun.editor). The result is one tree in which what went and what came is marked, so that
leaving out the one gives the other text back (`fore`, `efter`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from html import escape
from html.parser import HTMLParser

BORT, NYTT = "bort", "nytt"
_I_ORD = {BORT: ("del", "Borttaget: "), NYTT: ("ins", "Tillagt: ")}
_INLINE = {"strong", "em", "b", "i"}
# Head and body of a table are passed over: the editor knows rows only.
_BLOCK = {"p", "ul", "ol", "li", "table", "tr", "th", "td"}
_ATTRIBUT = {"colspan", "rowspan", "start"}
# What an item or a cell holds is a paragraph, whether it is written as one or not.
_MED_STYCKEN = {"li", "th", "td"}
# A run of text stands for itself or in a paragraph; all other blocks hold blocks.
_LOV = {"", "p"}
_RADBRYTNING = "\u2028"
# A word or a sign, with the space after it.
_ATOM = re.compile(rf"{_RADBRYTNING}|(?:\w+|[^\w\s])[^\S{_RADBRYTNING}]*|[^\S{_RADBRYTNING}]+")
# Two texts with more pairs of words than this, or blocks, are not compared inside: each stands whole.
_STORST, _FLEST = 4_000_000, 10_000
# Alike enough to be the same paragraph, changed.
_LIKT = 0.25
_FA_ORD = 6


@dataclass(frozen=True)
class Bit:
    """Some text in one format; a line break is a text of its own."""

    text: str
    format: tuple[str, ...] = ()
    andring: str = ""


@dataclass(frozen=True)
class Nod:
    """A block: a paragraph of bits, or blocks within a block."""

    tag: str
    attrs: tuple[tuple[str, str], ...] = ()
    barn: tuple["Nod | Bit", ...] = ()
    andring: str = ""

    @cached_property
    def text(self) -> str:
        return "".join(b.text.replace(_RADBRYTNING, "\n") if isinstance(b, Bit) else f"{b.text} " for b in self.barn)

    @cached_property
    def ord(self) -> Counter:
        return Counter(re.findall(r"\w+", self.text))

    @property
    def ar_andrad(self) -> bool:
        return bool(self.andring) or any(b.andring or (isinstance(b, Nod) and b.ar_andrad) for b in self.barn)


Trad = tuple[Nod, ...]


# Reading


class _Lasare(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, tuple, list]] = [("", (), [])]
        self.format: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self._bit(_RADBRYTNING)
        elif tag in _INLINE:
            self.format.append(tag)
        elif tag in _BLOCK:
            self.stack.append((tag, tuple((k, v or "") for k, v in attrs if k in _ATTRIBUT and v != "1"), []))

    def handle_endtag(self, tag):
        if tag in _INLINE and tag in self.format:
            self.format.remove(tag)
        elif tag in _BLOCK and any(t == tag for t, _, _ in self.stack):
            while self.stack[-1][0] != tag:
                self._stang()
            self._stang()

    def handle_data(self, data):
        self._bit(data.replace(_RADBRYTNING, " "))

    def _bit(self, text: str):
        barn = self.stack[-1][2]
        if barn or text.strip() or text == _RADBRYTNING or self.stack[-1][0] == "p":
            barn.append(Bit(text, tuple(dict.fromkeys(self.format))))

    def _stang(self):
        tag, attrs, barn = self.stack.pop()
        inre = tuple(barn if tag == "p" else _i_block(barn))
        self.stack[-1][2].append(Nod(tag, attrs, _stycken(inre) if tag in _MED_STYCKEN else inre))

    def trad(self) -> Trad:
        while len(self.stack) > 1:
            self._stang()
        return _i_block(self.stack[0][2])


def _i_block(barn: list) -> Trad:
    """Text between blocks becomes a block of its own; the space that only parts them goes."""
    ut: list[Nod] = []
    rad: list[Bit] = []

    def avsluta():
        if any(b.text.strip() or b.text == _RADBRYTNING for b in rad):
            ut.append(Nod("", (), tuple(rad)))
        rad.clear()

    for b in barn:
        if isinstance(b, Bit):
            rad.append(b)
        else:
            avsluta()
            ut.append(b)
    avsluta()
    return tuple(ut)


def _stycken(barn: Trad) -> Trad:
    """The same content, however the editor or the reader wrote it."""
    ut = (replace(n, tag="p") if not n.tag else n for n in barn)
    return tuple(n for n in ut if n.tag != "p" or n.text.strip() or "\n" in n.text)


def las(html: str) -> Trad:
    lasare = _Lasare()
    lasare.feed(html)
    lasare.close()
    return lasare.trad()


# Writing


def som_html(trad: Trad, *, upplast: bool = True) -> str:
    """The tree as HTML: <del> and <ins> with a word for who listens, and `data-andring` on whole blocks."""
    return "".join(_html(n, "", upplast) for n in trad)


def _html(nod: Nod, andring: str, ord_: bool) -> str:
    andring = nod.andring or andring
    lov = nod.tag in _LOV
    inre = _bitar(nod.barn, andring, ord_) if lov else "".join(_html(b, andring, ord_) for b in nod.barn)
    if not nod.tag:
        return inre
    marke = f' data-andring="{nod.andring}"' if nod.andring else ""
    attrs = "".join(f' {k}="{escape(v)}"' for k, v in nod.attrs)
    return f"<{nod.tag}{attrs}{marke}>{inre}</{nod.tag}>"


def _bitar(bitar: Sequence[Bit], andring: str, ord_: bool) -> str:
    ut, n = [], 0
    while n < len(bitar):
        denna, rad = bitar[n].andring or andring, []
        while n < len(bitar) and (bitar[n].andring or andring) == denna:
            rad.append(bitar[n])
            n += 1
        text = _formaterat(rad)
        if denna and text:
            tag, vad = _I_ORD[denna]
            hort = f'<span class="ds-sr-only">{vad}</span>' if ord_ else ""
            text = f"<{tag}>{hort}{text}</{tag}>"
        ut.append(text)
    return "".join(ut)


def _formaterat(bitar: Sequence[Bit]) -> str:
    ut, n = [], 0
    while n < len(bitar):
        format_, text = bitar[n].format, ""
        while n < len(bitar) and bitar[n].format == format_:
            text += "<br>" if bitar[n].text == _RADBRYTNING else escape(bitar[n].text, quote=False)
            n += 1
        ut.append("".join(f"<{f}>" for f in format_) + text + "".join(f"</{f}>" for f in reversed(format_)))
    return "".join(ut)


# Comparing


def jamfor(fore: str, efter: str) -> Trad:
    """Both texts in one tree."""
    return _jamfor_block(las(fore), las(efter))


def fore(trad: Trad) -> Trad:
    """The text as it was."""
    return _utan(trad, NYTT)


def efter(trad: Trad) -> Trad:
    """The text as it is."""
    return _utan(trad, BORT)


def _utan(barn: Sequence, andring: str) -> tuple:
    return tuple(
        replace(b, andring="", barn=_utan(b.barn, andring)) if isinstance(b, Nod) else replace(b, andring="")
        for b in barn
        if b.andring != andring
    )


def _nyckel(nod: Nod) -> str:
    return f"{nod.tag}|{_html(nod, '', False)}"


def _jamfor_block(a: Sequence[Nod], b: Sequence[Nod]) -> Trad:
    ut: list[Nod] = []
    for vad, a1, a2, b1, b2 in steg([_nyckel(n) for n in a], [_nyckel(n) for n in b]):
        if vad == "equal":
            ut += b[b1:b2]
            continue
        for gammal, ny in par(a[a1:a2], b[b1:b2], likhet):
            if gammal is None:
                ut.append(replace(ny, andring=NYTT))
            elif ny is None:
                ut.append(replace(gammal, andring=BORT))
            else:
                inre = _jamfor_ord if ny.tag in _LOV else _jamfor_block
                ut.append(replace(ny, barn=inre(gammal.barn, ny.barn)))
    return tuple(ut)


def steg(a: Sequence, b: Sequence) -> list[tuple[str, int, int, int, int]]:
    """What is equal, replaced, deleted and inserted on the way from the one to the other."""
    n, kort = 0, min(len(a), len(b))
    while n < kort and a[n] == b[n]:
        n += 1
    slut = 0
    while slut < kort - n and a[-1 - slut] == b[-1 - slut]:
        slut += 1
    # What both begin and end with is most of it: only the rest is searched.
    inre = SequenceMatcher(None, a[n : len(a) - slut], b[n : len(b) - slut], autojunk=False).get_opcodes()
    ut = [("equal", 0, n, 0, n)] if n else []
    ut += [(vad, a1 + n, a2 + n, b1 + n, b2 + n) for vad, a1, a2, b1, b2 in inre]
    return [*ut, ("equal", len(a) - slut, len(a), len(b) - slut, len(b))] if slut else ut


def likhet(a: Nod, b: Nod) -> float:
    """How much two blocks are the same one, changed: 0 when they cannot be."""
    if (a.tag, a.attrs) != (b.tag, b.attrs):
        return 0.0
    antal = a.ord.total() + b.ord.total()
    lika = 2 * (a.ord & b.ord).total() / antal if antal else 1.0
    # What holds blocks is the same as long as it is of the kind: a list, a cell in its place. So are a few words.
    return lika if a.tag in {"", "p", "li", "tr"} and antal > _FA_ORD else max(lika, _LIKT)


def par(a: Sequence, b: Sequence, likhet) -> Iterator[tuple]:
    """Those of both that are the same, in order, and the others alone: (old, None) or (None, new).

    The choice with the greatest likeness in all.
    """
    if len(a) * len(b) > _FLEST:
        yield from ((x, None) for x in a)
        yield from ((None, y) for y in b)
        return
    bast = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    lik = [[likhet(x, y) for y in b] for x in a]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            ihop = bast[i + 1][j + 1] + lik[i][j] if lik[i][j] >= _LIKT else -1.0
            bast[i][j] = max(ihop, bast[i + 1][j], bast[i][j + 1])
    i = j = 0
    while i < len(a) or j < len(b):
        if i < len(a) and j < len(b) and lik[i][j] >= _LIKT and bast[i][j] == bast[i + 1][j + 1] + lik[i][j]:
            yield a[i], b[j]
            i, j = i + 1, j + 1
        elif i < len(a) and bast[i][j] == bast[i + 1][j]:
            yield a[i], None
            i += 1
        else:
            yield None, b[j]
            j += 1


def _atomer(bitar: Sequence[Bit]) -> list[Bit]:
    return [replace(b, text=ord_) for b in bitar for ord_ in _ATOM.findall(b.text)]


def _jamfor_ord(a: Sequence[Bit], b: Sequence[Bit]) -> tuple[Bit, ...]:
    gamla, nya = _atomer(a), _atomer(b)
    if len(gamla) * len(nya) > _STORST:
        return (*_markta(gamla, BORT), *_markta(nya, NYTT))
    stegen = steg([_ordet(x) for x in gamla], [_ordet(x) for x in nya])
    ut: list[Bit] = []
    for n, (vad, a1, a2, b1, b2) in enumerate(stegen):
        # A sign or a little word between two changes belongs to them: it would only break the reading.
        skarv = vad == "equal" and 0 < n < len(stegen) - 1 and _ar_liten(nya[b1:b2])
        if vad != "equal" or skarv:
            ut += _markta(gamla[a1:a2], BORT)
            ut += _markta(nya[b1:b2], NYTT)
            continue
        for gammal, ny in zip(gamla[a1:a2], nya[b1:b2], strict=True):
            ut += [ny] if gammal == ny else _annat_mellanrum(gammal, ny)
    return tuple(_samlade(ut))


def _ordet(bit: Bit) -> tuple:
    return bit.text.rstrip() or bit.text[:1], bit.format


def _ar_liten(bitar: Sequence[Bit]) -> bool:
    text = "".join(b.text for b in bitar).strip()
    return len(bitar) <= 2 and len(text) <= 3 and _RADBRYTNING not in text


def _annat_mellanrum(gammal: Bit, ny: Bit) -> list[Bit]:
    """The same word with other space after it."""
    ordet = ny.text.rstrip()
    delar = [replace(ny, text=ordet)] if ordet else []
    for bit, andring in ((gammal, BORT), (ny, NYTT)):
        if rest := bit.text[len(ordet) :]:
            delar.append(replace(bit, text=rest, andring=andring))
    return delar


def _markta(bitar: Sequence[Bit], andring: str) -> list[Bit]:
    return [replace(b, andring=andring) for b in bitar]


def _samlade(bitar: list[Bit]) -> list[Bit]:
    """What went before what came, in each run of changes."""
    ut, n = [], 0
    while n < len(bitar):
        if not bitar[n].andring:
            ut.append(bitar[n])
            n += 1
            continue
        rad = []
        while n < len(bitar) and bitar[n].andring:
            rad.append(bitar[n])
            n += 1
        ut += [b for b in rad if b.andring == BORT] + [b for b in rad if b.andring == NYTT]
    return ut


def forkortad(trad: Trad) -> Trad:
    """What holds a change, where it stands: of lists and tables the items and rows, and the headings of a table."""
    ut: list[Nod] = []
    for nod in trad:
        if not nod.ar_andrad:
            continue
        if nod.andring or nod.tag in _LOV or nod.tag in {"tr", "li"}:
            ut.append(nod)
            continue
        barn = forkortad(nod.barn)
        huvud = nod.barn[:1] if nod.tag == "table" and nod.barn[0] not in barn else ()
        ut.append(replace(nod, barn=(*huvud, *barn)))
    return tuple(ut)


def andrade_block(trad: Trad) -> Trad:
    """The paragraphs, items and rows that hold a change: what a reader must read to know it."""
    ut: list[Nod] = []
    for nod in trad:
        if not nod.ar_andrad:
            continue
        hel = nod.andring or nod.tag in _LOV or nod.tag in {"tr", "li"}
        ut += [nod] if hel else andrade_block(tuple(b for b in nod.barn if isinstance(b, Nod)))
    return tuple(ut)

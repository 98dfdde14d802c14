"""Two texts of the same part of a §, put together piece by piece. Pure: HTML in, HTML out; knows no Django.

The HTML is what kommun.editor.clean_html leaves. It is cut into blocks: a paragraph, an item of a list, a table whole.
The blocks that both texts have are kept; where they differ is a piece that a person chooses: mine, the saved, or both.
Choosing mine everywhere gives my text, choosing the saved everywhere gives the saved one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|[^">])*)>""")
_EMPTY = {"br"}
_LISTS = {"ul", "ol"}
_BLOCKS = {"p", "table", *_LISTS}
# Comparing every paragraph with every other is for texts of minutes, not for a book.
_STORSTA_RUTNAT = 40_000


class Val(StrEnum):
    MIN = "min"
    SPARAD = "sparad"
    BADA = "bada"


@dataclass(frozen=True)
class Block:
    """`lista` is the opening tag of the list it is an item of, else empty; `borjar` marks the first item of a list."""

    html: str
    lista: str = ""
    borjar: bool = False

    @property
    def nyckel(self) -> tuple[str, str]:
        """What makes two blocks the same to a reader."""
        return self.lista, self.html


@dataclass(frozen=True)
class Bit:
    """A stretch of both texts. `lika`: the same to a reader on both sides; nothing is asked about it.

    `forslag` is the side that changed where only one of them did, seen from the text both started from.
    """

    min: tuple[Block, ...]
    sparad: tuple[Block, ...]
    lika: bool
    forslag: Val | None = None

    @property
    def min_html(self) -> str:
        return satt_block(self.min)

    @property
    def sparad_html(self) -> str:
        return satt_block(self.sparad)


def _topp(html: str) -> Iterable[tuple[str, str, str]]:
    """(tag, opening tag, whole element) of what stands at the top; loose text and its marks get the tag ""."""
    djup, start, tag, oppning = 0, 0, "", ""
    los = 0  # where loose text began
    for m in _TAG.finditer(html):
        namn, slut = m[2].lower(), bool(m[1])
        if namn in _EMPTY:
            continue
        if not slut:
            if djup == 0 and namn in _BLOCKS:
                if html[los : m.start()].strip():
                    yield "", "", html[los : m.start()].strip()
                start, tag, oppning = m.start(), namn, m[0]
            djup += 1
        elif djup:
            djup -= 1
            if djup == 0 and tag:
                yield tag, oppning, html[start : m.end()]
                los, tag = m.end(), ""
    if rest := html[start if tag else los :].strip():
        yield tag, oppning, rest


def dela(html: str) -> tuple[Block, ...]:
    """Cut a text into its blocks."""
    ut: list[Block] = []
    for tag, oppning, element in _topp(html):
        if tag not in _LISTS:
            ut.append(Block(element))
            continue
        inre = element[len(oppning) :].removesuffix(f"</{tag}>")
        punkter = _punkter(inre)
        ut += [Block(punkt, oppning, n == 0) for n, punkt in enumerate(punkter)] if punkter else [Block(element)]
    return tuple(ut)


def _punkter(html: str) -> list[str]:
    """The <li> of one list, those of the lists inside them left in them."""
    ut, djup, start = [], 0, 0
    for m in _TAG.finditer(html):
        if m[2].lower() in _EMPTY:
            continue
        if not m[1]:
            if djup == 0:
                start = m.start()
            djup += 1
        elif djup:
            djup -= 1
            if djup == 0:
                ut.append(html[start : m.end()])
    return ut


def satt_block(block: Iterable[Block]) -> str:
    """The blocks as HTML again; items of one list that follow each other stand in one list."""
    ut: list[str] = []
    oppen = ""

    def stang() -> None:
        nonlocal oppen
        if oppen:
            ut.append(f"</{oppen[1:3]}>")
            oppen = ""

    for b in block:
        if oppen and (b.lista != oppen or b.borjar):
            stang()
        if b.lista and not oppen:
            ut.append(b.lista)
            oppen = b.lista
        ut.append(b.html)
    stang()
    return "".join(ut)


def _ror(andringar: Iterable[tuple[int, int, bool]], fran: int, till: int) -> bool:
    """Is anything in the stretch changed? At an empty stretch, what was taken away beside it counts too."""
    return any(
        (a <= till and b >= fran) if a == b or (fran == till and krymper) else (a < till and b > fran)
        for a, b, krymper in andringar
    )


def _andringar(bas: Sequence, text: Sequence) -> list[tuple[int, int, bool]]:
    """Where the text differs from what it started from, as stretches of the text, and whether it got shorter there."""
    likhet = SequenceMatcher(None, bas, text, autojunk=False)
    return [(j1, j2, j2 - j1 < i2 - i1) for slag, i1, i2, j1, j2 in likhet.get_opcodes() if slag != "equal"]


def jamfor(*, min: str, sparad: str, bas: str | None = None) -> tuple[Bit, ...]:
    """The two texts as bits, in order. With `bas`, the text both started from, it is known who changed what."""
    mina, sparade = dela(min), dela(sparad)
    mina_nycklar, sparade_nycklar = [b.nyckel for b in mina], [b.nyckel for b in sparade]
    mina_andringar = sparade_andringar = None
    if bas is not None:
        bas_nycklar = [b.nyckel for b in dela(bas)]
        mina_andringar = _andringar(bas_nycklar, mina_nycklar)
        sparade_andringar = _andringar(bas_nycklar, sparade_nycklar)
    bitar: list[Bit] = []
    likhet = SequenceMatcher(None, mina_nycklar, sparade_nycklar, autojunk=False)
    for slag, i1, i2, j1, j2 in likhet.get_opcodes():
        if slag == "equal":
            bitar += _lika(mina[i1:i2], sparade[j1:j2], efter_olika=bool(bitar))
            continue
        for m1, m2, s1, s2 in _par(mina, sparade, i1, i2, j1, j2):
            forslag = None
            if mina_andringar is not None:
                # Who has changed nothing at all has not changed this either, however the two were aligned.
                jag = bool(mina_andringar) and (not sparade_andringar or _ror(mina_andringar, m1, m2))
                nagon = bool(sparade_andringar) and (not mina_andringar or _ror(sparade_andringar, s1, s2))
                forslag = Val.MIN if jag and not nagon else Val.SPARAD if nagon and not jag else None
            bitar.append(Bit(mina[m1:m2], sparade[s1:s2], lika=False, forslag=forslag))
    return tuple(bitar)


def _likhet(a: Block, b: Block) -> float:
    """0–1: how much of their words two blocks of the same kind share."""
    if a.lista != b.lista or a.html[:3] != b.html[:3]:
        return 0
    ord_a, ord_b = (set(_TAG.sub(" ", x.html).lower().split()) for x in (a, b))
    return 2 * len(ord_a & ord_b) / (len(ord_a) + len(ord_b)) if ord_a and ord_b else 0


def _par(mina, sparade, i1: int, i2: int, j1: int, j2: int) -> list[tuple[int, int, int, int]]:
    """One stretch where the texts differ, cut so that two forms of the same paragraph face each other."""
    n, m = i2 - i1, j2 - j1
    if not n or not m or n * m > _STORSTA_RUTNAT:
        return [(i1, i2, j1, j2)]
    # The longest common subsequence, with "more than half of the words" for equal.
    lika = [[_likhet(mina[i1 + i], sparade[j1 + j]) for j in range(m)] for i in range(n)]
    bast = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in reversed(range(n)):
        for j in reversed(range(m)):
            par = lika[i][j] + bast[i + 1][j + 1] if lika[i][j] > 0.5 else 0
            bast[i][j] = max(par, bast[i + 1][j], bast[i][j + 1])
    ut: list[tuple[int, int, int, int]] = []
    i = j = fran_i = fran_j = 0
    while i < n and j < m:
        if lika[i][j] > 0.5 and bast[i][j] == lika[i][j] + bast[i + 1][j + 1]:
            ut += _rest(i1 + fran_i, i1 + i, j1 + fran_j, j1 + j)
            ut.append((i1 + i, i1 + i + 1, j1 + j, j1 + j + 1))
            i, j = i + 1, j + 1
            fran_i, fran_j = i, j
        elif bast[i][j] == bast[i + 1][j]:
            i += 1
        else:
            j += 1
    return ut + _rest(i1 + fran_i, i2, j1 + fran_j, j2)


def _rest(i1: int, i2: int, j1: int, j2: int) -> list[tuple[int, int, int, int]]:
    """What faces nothing alike: one against one where there are as many, else as one piece."""
    if i2 - i1 == j2 - j1:
        return [(i1 + n, i1 + n + 1, j1 + n, j1 + n + 1) for n in range(i2 - i1)]
    return [(i1, i2, j1, j2)]


def _lika(mina: Sequence[Block], sparade: Sequence[Block], *, efter_olika: bool) -> Iterable[Bit]:
    """Equal blocks, parted where one side begins a new list and the other does not.

    At the first block that follows from the choice before it; further in there is no such choice, and it is asked.
    """
    start = 0
    for n in range(len(mina)):
        if mina[n].borjar != sparade[n].borjar and (n or not efter_olika):
            if start < n:
                yield Bit(tuple(mina[start:n]), tuple(sparade[start:n]), lika=True)
            yield Bit((mina[n],), (sparade[n],), lika=False)
            start = n + 1
    if start < len(mina):
        yield Bit(tuple(mina[start:]), tuple(sparade[start:]), lika=True)


def fragor(bitar: Iterable[Bit]) -> list[int]:
    """The places of the bits that a person has to choose."""
    return [n for n, bit in enumerate(bitar) if not bit.lika]


def satt_ihop(bitar: Sequence[Bit], val: Mapping[int, Val]) -> str:
    """The text that was chosen; `val` says for each place of `fragor` what stands there.

    Raises KeyError or ValueError when a choice is missing.
    """
    ut: list[Block] = []
    sida = Val.MIN
    for n, bit in enumerate(bitar):
        if not bit.lika:
            valt = Val(val[n])
            match valt:
                case Val.MIN:
                    ut += bit.min
                case Val.SPARAD:
                    ut += bit.sparad
                case Val.BADA:
                    # Both begin a list of their own only where both are lists; the saved text stood there first.
                    ut += [*bit.sparad, *bit.min]
            sida = Val.SPARAD if valt == Val.SPARAD else Val.MIN
        else:
            ut += bit.sparad if sida == Val.SPARAD else bit.min
    return satt_block(ut)

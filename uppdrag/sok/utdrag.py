"""The piece of a text that shows why it was found, with the hits marked. Pure."""

from dataclasses import dataclass

# What PostgreSQL puts around a hit: letters that no text holds.
START, SLUT = "\x02", "\x03"
LANGD = 240
_FORE = 60


@dataclass(frozen=True)
class Bit:
    text: str
    traff: bool = False


def platser(markerad: str) -> list[tuple[int, int]]:
    """Where the hits stand in the text without its marks."""
    ut, borttagna, start = [], 0, 0
    for n, tecken in enumerate(markerad):
        if tecken == START:
            start = n - borttagna
            borttagna += 1
        elif tecken == SLUT:
            ut.append((start, n - borttagna))
            borttagna += 1
    return ut


def hela(text: str, traffar: list[tuple[int, int]], minst: int) -> list[tuple[int, int]]:
    """Those that stand at least so many together, with nothing but signs between: a phrase, not its words apart."""
    rader: list[list[tuple[int, int]]] = []
    for fran, till in traffar:
        if rader and not any(t.isalnum() for t in text[rader[-1][-1][1] : fran]):
            rader[-1].append((fran, till))
        else:
            rader.append([(fran, till)])
    return [traff for rad in rader if len(rad) >= minst for traff in rad]


def markerad(text: str, traffar: list[tuple[int, int]]) -> tuple[Bit, ...]:
    """All of it. Hits with nothing but a space between them are one."""
    bitar, sist = [], 0
    for fran, till in _sammanslagna(text, traffar):
        if fran > sist:
            bitar.append(Bit(text[sist:fran]))
        bitar.append(Bit(text[fran:till], traff=True))
        sist = till
    if sist < len(text):
        bitar.append(Bit(text[sist:]))
    return tuple(bitar)


def _sammanslagna(text: str, traffar: list[tuple[int, int]]) -> list[tuple[int, int]]:
    ut: list[tuple[int, int]] = []
    for fran, till in sorted(traffar):
        if ut and text[ut[-1][1] : fran] in ("", " "):
            ut[-1] = (ut[-1][0], till)
        else:
            ut.append((fran, till))
    return ut


def utdrag(text: str, traffar: list[tuple[int, int]], langd: int = LANGD) -> tuple[Bit, ...]:
    """About `langd` letters with as many different hits as can be, from whole word to whole word.

    Without hits its beginning: then it was found by something else.
    """
    fran = _borjan(text, traffar, langd)
    till = min(len(text), fran + langd)
    if till < len(text):
        till = max(text.rfind(" ", fran, till), fran + langd // 2)
    inom = [(max(a, fran) - fran, min(b, till) - fran) for a, b in traffar if a < till and b > fran]
    stycke = text[fran:till].replace("\n", " ")
    bitar = markerad(stycke, inom)
    fore = (Bit("… "),) if fran else ()
    efter = (Bit(" …"),) if till < len(text) else ()
    return (*fore, *bitar, *efter) if stycke else ()


def _borjan(text: str, traffar: list[tuple[int, int]], langd: int) -> int:
    if not traffar:
        return 0
    basta, flest = traffar[0][0], -1
    for n, (start, _) in enumerate(traffar[:200]):
        ord_ = {text[a:b].lower() for a, b in traffar[n : n + 40] if b <= start + langd - _FORE}
        if len(ord_) > flest:
            basta, flest = start, len(ord_)
    fran = max(0, basta - _FORE)
    if fran == 0:
        return 0
    # Not across the end of a section, and from the start of a word.
    rad = text.rfind("\n", fran, basta)
    return rad + 1 if rad >= 0 else min(basta, max(text.find(" ", fran, basta) + 1, fran))

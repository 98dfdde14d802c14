"""What is done to a text before it is set: its characters, and where a line must not break."""

import re
import unicodedata
from itertools import pairwise
from xml.etree.ElementTree import Element

from kommun.kalender import MANADER
from kommun.pdf.fonts import RESERVE, SANS, SERIF, covered

# Bullets of Word's symbol fonts, which come along when text is taken from a PDF.
_WORD_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "–"}
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def make_printable(root: Element) -> None:
    """Composed letters, no invisible characters, and for what no packaged font has its number: "[U+4E2D]".

    A character without a glyph would break PDF/A, and a font of the machine's would differ from the next machine's.
    """
    printed = _Printed(covered(SERIF) | covered(SANS) | covered(RESERVE))
    for element in root.iter():
        element.text = _printable(element.text, printed)
        element.tail = _printable(element.tail, printed)


class _Printed(dict):
    """For str.translate: what each character is printed as, found out once."""

    def __init__(self, has: frozenset[int]):
        super().__init__()
        self._has = has

    def __missing__(self, code: int) -> str:
        self[code] = _printable_character(chr(code), self._has)
        return self[code]


def _printable(text: str | None, printed: _Printed) -> str | None:
    if not text or (text.isascii() and not _CONTROLS.search(text)):
        return text
    return unicodedata.normalize("NFC", text).translate(printed)


def _printable_character(c: str, has: frozenset[int]) -> str:
    if c in "\t\n\r":
        return c
    if c in _WORD_BULLETS:
        return _WORD_BULLETS[c]
    match unicodedata.category(c):
        case "Cc" | "Cf":  # controls; soft hyphen, joiners, direction marks
            return ""
        case "Zl" | "Zp":
            return "\n"
    if ord(c) in _VARIATION_SELECTORS:
        return ""
    return c if ord(c) in has else f"[U+{ord(c):04X}]"


# What a line must not be broken in: § 11, 5–6 mars, plan/rutin, kl 13.00, 1 250 000 kr. And a line that ended in a
# hyphen of the text itself ("kommun- och", "HR-chef") would be read as a divided word.
_TOGETHER = re.compile(
    r"§{1,2}\s?\d+(?:\s?[-–]\s?\d+)?"
    rf"|\b\d{{1,2}}(?:[-–]\d{{1,2}})?\s(?:{'|'.join(MANADER)})\b"
    r"|(?<![\w-])(?=[\w-]*[^\W\d_])\w{1,14}(?:-\w{1,14}){1,3}(?![\w-])"
    r"|\w{2,20}-\s\w{1,20}"
    r"|(?<![\w/])\w[\w.-]{0,20}/\w[\w.-]{0,20}\w(?![\w/])"
    r"|\b(?:m fl|m m|bl a|t ex|t o m|fr o m|s k|f d)\b"
    r"|\bkl\.?\s\d{1,2}(?:[.:]\d\d)?(?:[-–]\d{1,2}[.:]\d\d)?"
    r"|\b\d{1,3}(?:\s\d{3})+(?:\s(?:kr|kronor|tkr|mkr)\b)?"
)


def hold_together(root: Element) -> None:
    """Wrap such runs in a span that is not broken. (A no-break space would change the text that is read out.)"""
    for parent in list(root.iter()):
        if parent.tag == "a":  # a span in a link becomes a link of its own, outside the tags
            continue
        parent.text, pieces = _pieces(parent.text)
        for child in list(parent):
            child.tail, after = _pieces(child.tail)
            pieces += [child, *after]
        parent[:] = pieces


def _pieces(text: str | None) -> tuple[str | None, list[Element]]:
    """The text before the first run, and each run as a span with what follows it."""
    text = text or ""
    matches: list[re.Match] = []
    for match in _TOGETHER.finditer(text):
        # Two runs in a row would need the space between them to itself; see `keep_spaces`.
        if not matches or text[matches[-1].end() : match.start()].strip():
            matches.append(match)
    if not matches:
        return text or None, []
    ends = [match.start() for match in matches[1:]] + [len(text)]
    spans = []
    for match, end in zip(matches, ends, strict=True):
        span = Element("span", {"class": "ihop"})
        span.text, span.tail = match[0], text[match.end() : end]
        spans.append(span)
    return text[: matches[0].start()], spans


def keep_spaces(root: Element) -> None:
    """WeasyPrint writes no lone space: "<strong>a</strong> <em>b</em>" would be read as one word."""
    inline = {"strong", "em"}
    for parent in root.iter():
        for child, following in pairwise(parent):
            if child.tail is None or child.tail.strip():
                continue
            if following.tag in inline:
                child.tail = None
                while len(following) and not following.text:
                    following = following[0]
                following.text = f" {following.text or ''}"
            elif child.tag in inline and following.tag == "span":
                child.tail = None
                while len(child) and not child[-1].tail:
                    child = child[-1]
                if len(child):
                    child[-1].tail = f"{child[-1].tail} "
                else:
                    child.text = f"{child.text or ''} "

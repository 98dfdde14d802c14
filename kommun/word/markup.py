"""The pieces of a Word document (WordprocessingML, ECMA-376) as strings: text, paragraphs, tables, fields. Pure.

Content goes in as plain text and is escaped here; what these functions return is markup, and may be joined.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

# Twentieths of a point.
TEXT_WIDTH = 9525
# Names of things stand to the left of it, what is said about them to the right, as in the PDF.
AXIS = 2608

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile(r"(\t|\r\n|[\r\n\u2028\u2029])")
_ONE_LINE = re.compile(r"\s*[\r\n\u2028\u2029]+\s*")


def clean(text: str) -> str:
    """Less what XML cannot hold."""
    return _ILLEGAL.sub("", text)


def xml(text: str) -> str:
    return escape(clean(text), quote=True)


def one_line(text: str) -> str:
    """For where a line break would look like another field: headings and cells of a list."""
    return _ONE_LINE.sub(" ", text)


def run(text: str, *, style: str = "", bold: bool = False, italic: bool = False) -> str:
    """A run; tabs and line breaks become those of Word."""
    if not text:
        return ""
    properties = "".join(
        (
            f'<w:rStyle w:val="{style}"/>' if style else "",
            "<w:b/><w:bCs/>" if bold else "",
            "<w:i/><w:iCs/>" if italic else "",
        )
    )
    pieces = []
    for piece in _SPECIAL.split(clean(text)):
        if piece == "\t":
            pieces.append("<w:tab/>")
        elif _SPECIAL.fullmatch(piece):
            pieces.append("<w:br/>")
        elif piece:
            pieces.append(f'<w:t xml:space="preserve">{escape(piece, quote=False)}</w:t>')
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{''.join(pieces)}</w:r>"


BREAK = "<w:r><w:br/></w:r>"
TAB = "<w:r><w:tab/></w:r>"


def field(instruction: str, shown: str = "") -> str:
    """A field that the program computes: PAGE, NUMPAGES, PAGEREF. `shown` is what stands there until it has."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {xml(instruction)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def link(bookmark: str, content: str) -> str:
    """To a place in the document."""
    return f'<w:hyperlink w:anchor="{xml(bookmark)}" w:history="1">{content}</w:hyperlink>'


def bookmark(number: int, name: str, content: str) -> str:
    """A place in the document; `name` is letters, digits and underscores."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{xml(name)}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def paragraph(
    content: str = "",
    style: str = "",
    *,
    numbering: tuple[int, int] | None = None,
    indent: int | None = None,
    keep_next: bool = False,
) -> str:
    """`numbering`: (the list, its level). `indent` overrides that of the style."""
    properties = "".join(
        (
            f'<w:pStyle w:val="{style}"/>' if style else "",
            "<w:keepNext/>" if keep_next else "",
            f'<w:numPr><w:ilvl w:val="{numbering[1]}"/><w:numId w:val="{numbering[0]}"/></w:numPr>'
            if numbering
            else "",
            f'<w:ind w:left="{indent}"/>' if indent is not None else "",
        )
    )
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{content}</w:p>"


@dataclass(frozen=True)
class Cell:
    """`content` is paragraphs. `merged`: "restart" where a cell goes on to the row below, "continue" where it does."""

    content: str
    span: int = 1
    merged: str = ""


def table(
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int],
    *,
    style: str,
    headers: int = 0,
    first_column: bool = False,
    indent: int = 0,
    title: str = "",
) -> str:
    """`headers` rows are repeated on each page; no row is parted by a page break while it fits on one."""
    look = f'w:firstRow="{int(headers > 0)}" w:firstColumn="{int(first_column)}"'
    properties = (
        f'<w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{indent}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{_look(headers, first_column)}" {look} w:lastRow="0" w:lastColumn="0" w:noHBand="1" '
        'w:noVBand="1"/>' + (f'<w:tblCaption w:val="{xml(title)}"/>' if title else "")
    )
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    body = []
    for n, row in enumerate(rows):
        head = "<w:tblHeader/>" if n < headers else ""
        body.append(f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{_cells(row, widths)}</w:tr>")
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(body)}</w:tbl>"


def _look(headers: int, first_column: bool) -> str:
    return f"{0x0600 + (0x0020 if headers else 0) + (0x0080 if first_column else 0):04X}"


def _cells(row: Sequence[Cell], widths: Sequence[int]) -> str:
    cells, at = [], 0
    for cell in row:
        width = sum(widths[at : at + cell.span])
        at += cell.span
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        merged = f'<w:vMerge w:val="{cell.merged}"/>' if cell.merged else ""
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}</w:tcPr>{cell.content}</w:tc>')
    return "".join(cells)

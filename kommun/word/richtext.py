"""The clean HTML of a § (kommun.editor) as paragraphs, lists and tables of Word."""

from collections.abc import Iterable, Iterator

from lxml import html as lxml_html

from kommun.word.markup import AXIS, BREAK, TEXT_WIDTH, Cell, paragraph, run, table

_BOLD, _ITALIC = {"strong", "b"}, {"em", "i"}
_BLOCKS = {"p", "ul", "ol", "table", "thead", "tbody", "tr", "li"}
_STEP = 397
# More columns than fit on the paper would each be thinner than a letter.
_MOST_COLUMNS = 40
_BULLETS = ("•", "–", "•")
_NUMBERS = (("decimal", "%1."), ("lowerLetter", "%2."), ("lowerRoman", "%3."))


class Lists:
    """The lists of a document: each numbered one counts from its own start."""

    BULLETS = 1
    MOST_LEVELS = 3

    def __init__(self):
        self._starts: list[tuple[int, int]] = []

    def numbered(self, level: int, start: int) -> int:
        self._starts.append((level, start))
        return self.BULLETS + len(self._starts)

    def definitions(self) -> str:
        numbers = "".join(
            f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="{level}">'
            f'<w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
            for n, (level, start) in enumerate(self._starts, start=self.BULLETS + 1)
        )
        bullets = "".join(_level(n, "bullet", sign) for n, sign in enumerate(_BULLETS))
        ordered = "".join(_level(n, kind, text) for n, (kind, text) in enumerate(_NUMBERS))
        multi = '<w:multiLevelType w:val="hybridMultilevel"/>'
        return (
            f'<w:abstractNum w:abstractNumId="0">{multi}{bullets}</w:abstractNum>'
            f'<w:abstractNum w:abstractNumId="1">{multi}{ordered}</w:abstractNum>'
            f'<w:num w:numId="{self.BULLETS}"><w:abstractNumId w:val="0"/></w:num>{numbers}'
        )


def _level(n: int, kind: str, text: str) -> str:
    left = AXIS + _STEP * (n + 1)
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{_STEP}"/></w:pPr></w:lvl>'
    )


def rich_text(html: str, lists: Lists, *, style: str = "Brodtext") -> str:
    """What stands in a section of a §."""
    if not html.strip():
        return ""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return "".join(_blocks(root, lists, style))


def _blocks(parent, lists: Lists, style: str, *, indent: int = AXIS, cell: bool = False) -> Iterator[str]:
    """Words that stand loose between blocks are a paragraph of their own."""
    loose = run_of(parent.text)
    for child in parent:
        if child.tag in _BLOCKS:
            if loose:
                yield paragraph(loose, style)
            loose = ""
            yield from _block(child, lists, style, indent=indent, cell=cell)
        else:
            loose += _inline(child)
        loose += run_of(child.tail)
    if loose:
        yield paragraph(loose, style)


def run_of(text: str | None) -> str:
    return run(" ".join(text.split(" ")).replace("\n", " ")) if text and text.strip() else ""


def _block(element, lists: Lists, style: str, *, indent: int, cell: bool) -> Iterator[str]:
    match element.tag:
        case "p":
            yield paragraph(_content(element), style)
        case "ul" | "ol":
            yield from _list(element, lists, 0, cell=cell)
        case "table" if not cell:
            yield _table(element, lists, indent)
        case _:
            yield from _blocks(element, lists, style, indent=indent, cell=cell)


def _list(element, lists: Lists, level: int, *, cell: bool) -> Iterator[str]:
    at = min(level, Lists.MOST_LEVELS - 1)
    numbered = element.tag == "ol"
    number = lists.numbered(at, _start(element)) if numbered else Lists.BULLETS
    style = "Tabelltext" if cell else "Numreradlista" if numbered else "Punktlista"
    if loose := run_of(element.text):
        yield paragraph(loose, "Tabelltext" if cell else "Brodtext")
    for item in element.iterchildren("li"):
        first, pieces = True, _item(item)
        for inner in pieces:
            if not isinstance(inner, str):
                yield from _list(inner, lists, level + 1, cell=cell)
            elif first:
                # In a cell there is no axis to stand to the right of.
                indent = {"indent": _STEP * (at + 1)} if cell else {}
                yield paragraph(inner, style, numbering=(number, at), **indent)
                first = False
            else:
                yield paragraph(inner, style, indent=_STEP * (at + 1) + (0 if cell else AXIS))


def _start(element) -> int:
    start = element.get("start", "")
    return int(start) if start.isdecimal() and len(start) < 6 else 1


def _item(item) -> list:
    """What an item holds: the markup of its paragraphs, and the lists in it as they are; first never a list."""
    pieces: list = []
    loose = run_of(item.text)
    for child in item:
        if child.tag in ("p", "ul", "ol", "table"):
            if loose:
                pieces.append(loose)
            loose = ""
            pieces.append(child if child.tag in ("ul", "ol") else _content(child))
        else:
            loose += _inline(child)
        loose += run_of(child.tail)
    if loose:
        pieces.append(loose)
    return pieces if pieces and isinstance(pieces[0], str) else ["", *pieces]


def _content(element, *, bold: bool = False, italic: bool = False) -> str:
    """The runs in an element, less its outermost white space."""
    parts = [_text(element.text, bold, italic)]
    for child in element:
        parts += [_inline(child, bold=bold, italic=italic), _text(child.tail, bold, italic)]
    return "".join(parts)


def _text(text: str | None, bold: bool, italic: bool) -> str:
    return run((text or "").replace("\n", " "), bold=bold, italic=italic)


def _inline(element, *, bold: bool = False, italic: bool = False) -> str:
    if element.tag == "br":
        return BREAK
    return _content(element, bold=bold or element.tag in _BOLD, italic=italic or element.tag in _ITALIC)


# Tables ----------------------------------------------------------------------------------------------------------


def _table(element, lists: Lists, indent: int) -> str:
    rows = list(element.iter("tr"))
    grid, columns = _grid(rows)
    if not columns:
        return ""
    heads = _headers(rows)
    marked = [
        [Cell(_cell(td, lists, head=n < heads), span, merged) for td, span, merged in row] for n, row in enumerate(grid)
    ]
    widths = _widths(grid, columns, TEXT_WIDTH - indent)
    # Two tables in a row would be one; and a table needs air below.
    return table(marked, widths, style="Tabellrutnt", headers=heads, indent=indent) + paragraph("", "Tabellslut")


def _headers(rows: Iterable) -> int:
    """How many rows from the first are all headings."""
    n = 0
    for row in rows:
        cells = [c for c in row if c.tag in ("th", "td")]
        if not cells or any(c.tag != "th" for c in cells):
            break
        n += 1
    return n


def _grid(rows) -> tuple[list[list[tuple]], int]:
    """Each row as (cell or None, span, merged), every column filled: what rowspan covers goes on from above."""
    open_: dict[int, list] = {}  # column: [rows left, span]
    grid: list[list[tuple]] = []
    for row in rows:
        line: list[tuple] = []
        at = 0
        cells = [c for c in row if c.tag in ("th", "td")]
        while cells or any(column >= at for column in open_):
            if at in open_:
                left, span = open_[at]
                line.append((None, span, "continue"))
                open_[at][0] = left - 1
                if not open_[at][0]:
                    del open_[at]
                at += span
                continue
            if not cells:
                upto = min(column for column in open_ if column >= at)
                line.append((None, upto - at, ""))
                at = upto
                continue
            cell = cells.pop(0)
            span, deep = _times(cell, "colspan"), _times(cell, "rowspan")
            upto = min((column for column in open_ if column > at), default=_MOST_COLUMNS)
            span = min(span, upto - at)
            if span < 1:
                break
            line.append((cell, span, "restart" if deep > 1 else ""))
            if deep > 1:
                open_[at] = [deep - 1, span]
            at += span
        grid.append(line)
    columns = max((sum(span for _, span, _ in line) for line in grid), default=0)
    for line in grid:
        if missing := columns - sum(span for _, span, _ in line):
            line.append((None, missing, ""))
    return [line for line in grid if line], columns


def _times(cell, attribute: str) -> int:
    value = cell.get(attribute, "1")
    return min(max(int(value), 1), _MOST_COLUMNS) if value.isdecimal() and len(value) < 4 else 1


def _cell(td, lists: Lists, *, head: bool) -> str:
    style = "Tabellrubrik" if head else "Tabelltext"
    content = "" if td is None else "".join(_blocks(td, lists, style, cell=True))
    return content or paragraph("", style)


def _widths(grid, columns: int, total: int) -> list[int]:
    """Each column by its longest text, but none so thin that its words are cut."""
    longest = [1.0] * columns
    for line in grid:
        at = 0
        for td, span, _ in line:
            if td is not None and span == 1:
                words = td.text_content().split()
                longest[at] = max(longest[at], min(len(" ".join(words)), 60), max(map(len, words), default=0) * 1.6)
            at += span
    least = min(850, total // columns)
    spread = total - least * columns
    widths = [least + int(spread * share / sum(longest)) for share in longest]
    widths[-1] += total - sum(widths)
    return widths

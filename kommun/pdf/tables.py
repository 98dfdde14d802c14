"""Tables as an editor leaves them, given what print and screen reader need."""

import re
from xml.etree.ElementTree import Element

WIDE_FROM_COLUMNS = 5
_MARKS = {"X", "x", "×", "✓"}
_FIGURES = re.compile(r"[-–−+]?\d[\d\s.,]*(?:\s?(?:%|kr|tkr|mkr|mnkr|kronor))?")


def prepare_tables(root: Element) -> None:
    """A first row of header cells becomes the table head, repeated on each page.

    Header cells get their scope, short rows their missing cells, and columns of figures are set from the right.
    """
    for table in root.iter("table"):
        rows = list(table.iter("tr"))
        if not rows:
            continue
        if table.find("thead") is None:
            _lift_head(table, rows[0])
        for row in rows:
            scope = "row" if row.find("td") is not None else "col"
            for cell in row.findall("th"):
                cell.attrib.setdefault("scope", scope)
        columns = max(_columns(row) for row in rows)
        if not any(cell.get("rowspan") for row in rows for cell in row):
            for row in rows:
                row.extend(Element("td") for _ in range(columns - _columns(row)))
        marks = _align_figures(rows)
        if marks:
            _add_class(table, "kryssad")
        if columns - marks >= WIDE_FROM_COLUMNS:
            _add_class(table, "bred")


def _align_figures(rows: list[Element]) -> int:
    """Columns that hold nothing but figures below their header are set from the right.

    In a table of marks (a vote), marks and sums stand below each other in the middle, in narrow columns; their number
    is returned.
    """
    if len({_columns(row) for row in rows} | {len(row) for row in rows}) > 1:
        return 0
    columns = []
    for column in zip(*rows, strict=True):
        texts = {"".join(cell.itertext()).strip() for cell in column if cell.tag == "td"} - {""}
        if any(cell.tag == "td" for cell in column) and all(
            text in _MARKS or _FIGURES.fullmatch(text) for text in texts
        ):
            columns.append((column, texts))
    has_marks = any(texts & _MARKS for _, texts in columns)
    for column, texts in columns:
        name = "kryss" if has_marks else "tal" if texts else ""
        for cell in column if name else ():
            _add_class(cell, name)
    return len(columns) if has_marks else 0


def _add_class(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _lift_head(table: Element, first: Element) -> None:
    body = table.find("tbody")
    if body is None or len(body) < 2 or body[0] is not first:
        return
    if any(cell.tag != "th" or cell.get("rowspan", "1") != "1" for cell in first):
        return
    body.remove(first)
    head = Element("thead")
    head.append(first)
    table.insert(list(table).index(body), head)


def _columns(row: Element) -> int:
    return sum(int(span) if (span := cell.get("colspan", "1")).isdecimal() else 1 for cell in row)

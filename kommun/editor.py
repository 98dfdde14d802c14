"""Rich text of a §: what it may hold, the field that edits it, and the way to and from plain text."""

import re
from functools import wraps
from html import escape, unescape

import nh3
from csp.constants import NONCE
from csp.decorators import csp_update
from django import forms
from django_prose_editor.fields import ProseEditorFormField
from js_asset.media import Media

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
    "History": True,
    "NoSpellCheck": False,
}
_CLEANER = nh3.Cleaner(
    tags={"p", "br", "strong", "em", "b", "i", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"},
    attributes={"th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}, "ol": {"start"}},
    clean_content_tags={"script", "style", "title"},
    link_rel=None,
)
_BLOCK_END = re.compile(r"</(?:p|li|tr|table|ul|ol)>|<br\s*/?>", re.IGNORECASE)
_CELL_END = re.compile(r"</t[hd]>\s*(?=<t[hd])", re.IGNORECASE)
_CELL_PARAGRAPH = re.compile(r"</p>\s*(?=</(?:t[hd]|li)>)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_ELEMENT = re.compile(r"<(/?)(\w+)")
_EMPTY = re.compile(r"(?:<p>(?:\s|&nbsp;|<br>)*</p>\s*)+")


# Elements in each other. A table is four of them; a hundred tables deep, no printer of ours comes out again.
DJUPAST = 100


def djup(html: str) -> int:
    """How deep the elements of a cleaned text stand in each other."""
    djupast = nu = 0
    for slut, tagg in _ELEMENT.findall(html):
        if tagg != "br":
            nu += -1 if slut else 1
            djupast = max(djupast, nu)
    return djupast


def clean_html(html: str) -> str:
    """Keep paragraphs, lists, tables, bold and italics; drop everything else. Plain text becomes paragraphs."""
    html = html.replace("\r\n", "\n")
    cleaned = _CLEANER.clean(html).strip()
    if cleaned and not _TAG.search(cleaned):
        return text_to_html(unescape(cleaned))
    return "" if _EMPTY.fullmatch(cleaned) else cleaned


def text_to_html(text: str) -> str:
    """Plain text as read in: blank lines part paragraphs, lines with tabs are table rows, "• " starts a list item.

    The first row of a table is its header.
    """
    return "".join(_block(block) for block in re.split(r"\n[ \t]*\n", text.strip()) if block.strip())


def _block(block: str) -> str:
    html: list[str] = []
    rows: list[list[str]] = []
    items: list[str] = []
    lines: list[str] = []

    def flush() -> None:
        if rows:
            html.append(_table(rows))
        if items:
            html.append("<ul>" + "".join(f"<li><p>{escape(i, quote=False)}</p></li>" for i in items) + "</ul>")
        if lines:
            html.append("<p>" + "<br>".join(escape(line, quote=False) for line in lines) + "</p>")
        rows.clear(), items.clear(), lines.clear()

    for raw in block.split("\n"):
        line = raw.strip(" ")
        target = rows if "\t" in line else items if line.startswith("• ") else lines
        if (target is not rows and rows) or (target is not items and items) or (target is not lines and lines):
            flush()
        if target is rows:
            rows.append([cell.strip() for cell in line.split("\t")])
        elif target is items:
            items.append(line[2:].strip())
        elif line:
            lines.append(line)
    flush()
    return "".join(html)


def _table(rows: list[list[str]]) -> str:
    width = max(len(r) for r in rows)

    def row(cells: list[str], tag: str) -> str:
        padded = cells + [""] * (width - len(cells))
        attribute = ' scope="col"' if tag == "th" else ""
        return "<tr>" + "".join(f"<{tag}{attribute}>{escape(c, quote=False)}</{tag}>" for c in padded) + "</tr>"

    head, *body = rows
    return f"<table><thead>{row(head, 'th')}</thead><tbody>{''.join(row(r, 'td') for r in body)}</tbody></table>"


def html_to_text(html: str) -> str:
    """The words of it: paragraphs on lines of their own, cells parted by tabs."""
    text = _BLOCK_END.sub("\n", _CELL_END.sub("\t", _CELL_PARAGRAPH.sub("", html)))
    return re.sub(r"\n{2,}", "\n", unescape(_TAG.sub("", text))).strip()


def samma_text(a: str, b: str) -> bool:
    """The same but for what an editor does by itself: paragraphs in cells, no thead, no scope."""
    return kanon(a) == kanon(b)


def kanon(html: str) -> str:
    """Without what an editor does by itself, for comparing."""
    html = re.sub(r"</?(?:thead|tbody)>", "", html)
    html = re.sub(r"<(t[hd])\b[^>]*>", r"<\1>", html)
    html = re.sub(r"<(t[hd])>\s*<p>", r"<\1>", html)
    html = re.sub(r"</p>\s*</(t[hd])>", r"</\1>", html)
    return re.sub(r">\s+<", "><", html.replace("\xa0", " ").replace("&nbsp;", " ")).strip()


class RichTextField(ProseEditorFormField):
    """A text of a §, edited with the prose editor and cleaned here."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, extensions=EXTENSIONS, sanitize=clean_html, **kwargs)
        self.villkorad = True  # an empty text is a fact, not an option

    def clean(self, value):
        html = super().clean(value)
        if djup(html) > DJUPAST:
            raise forms.ValidationError(
                "Texten har tabeller eller listor inuti varandra i fler led än som går att skriva ut. "
                "Klistra in den som ren text (Ctrl+Skift+V) och gör tabellerna här."
            )
        return html


def editor_media(form: forms.BaseForm, request) -> Media:
    """The scripts of a form's editor, with this response's nonce on the import map."""
    return Media.from_media(form.media, nonce=str(request.csp_nonce))


# The editor library adds one style element of its own; this is the hash of its text (pinned version).
_EDITOR_STYLE_HASH = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


def editor_csp(view):
    """Loosen the policy for a page that carries the editor, by just what the editor needs."""

    @csp_update(
        {
            "script-src": [NONCE],
            "style-src-elem": ["'self'", _EDITOR_STYLE_HASH],
            "style-src-attr": ["'unsafe-inline'"],
        }
    )
    @wraps(view)
    def wrapped(*args, **kwargs):
        return view(*args, **kwargs)

    return wrapped

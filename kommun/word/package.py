"""The parts of a Word document as one file. The same content gives the same bytes."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kommun.word.markup import xml
from kommun.word.richtext import Lists

PARTS = Path(__file__).with_name("parts")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# The earliest day that a zip file can name.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
# name of the part: (its type, the relation of the document to it)
_WORD_PARTS = {
    "styles": ("styles", "styles"),
    "settings": ("settings", "settings"),
    "numbering": ("numbering", "numbering"),
    "sidhuvud": ("header", "header"),
    "sidfot": ("footer", "footer"),
    "forsta-sidhuvud": ("header", "header"),
    "forsta-sidfot": ("footer", "footer"),
}


@dataclass(frozen=True)
class Properties:
    title: str
    author: str
    description: str
    status: str
    created: date


@dataclass(frozen=True)
class Margins:
    """What stands in the margin of every page, and of the first: paragraphs."""

    head: str
    foot: str
    first_head: str
    first_foot: str


def word_file(body: str, *, lists: Lists, margins: Margins, properties: Properties) -> bytes:
    """`body` is paragraphs and tables; `lists` those that it numbers."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("rId1", f"{_REL}/officeDocument", "word/document.xml"),
            (
                "rId2",
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
            ("rId3", f"{_REL}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Application>Fullgjort</Application></Properties>',
        "docProps/core.xml": _core(properties),
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{body}{_section()}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(
            *(
                (f"rId{n}", f"{_REL}/{relation}", f"{name}.xml")
                for n, (name, (_, relation)) in enumerate(_WORD_PARTS.items(), start=1)
            )
        ),
        "word/styles.xml": _part("styles"),
        "word/settings.xml": _part("settings"),
        "word/numbering.xml": f"<w:numbering {_W}>{lists.definitions()}</w:numbering>",
        "word/sidhuvud.xml": f"<w:hdr {_W}>{margins.head}</w:hdr>",
        "word/sidfot.xml": f"<w:ftr {_W}>{margins.foot}</w:ftr>",
        "word/forsta-sidhuvud.xml": f"<w:hdr {_W}>{margins.first_head}</w:hdr>",
        "word/forsta-sidfot.xml": f"<w:ftr {_W}>{margins.first_foot}</w:ftr>",
    }
    ut = BytesIO()
    with ZipFile(ut, "w") as fil:
        for name, content in parts.items():
            text = content if content.startswith("<?xml") else _HEAD + content
            info = ZipInfo(name, _NO_TIME)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 0, 0
            fil.writestr(info, text.encode())
    return ut.getvalue()


@cache
def _part(name: str) -> str:
    return (PARTS / f"{name}.xml").read_text(encoding="utf-8")


def _content_types() -> str:
    overrides = [
        ("/word/document.xml", f"{_TYPE}.document.main+xml"),
        *((f"/word/{name}.xml", f"{_TYPE}.{kind}+xml") for name, (kind, _) in _WORD_PARTS.items()),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
    ]
    rows = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _relations(*rows: tuple[str, str, str]) -> str:
    inside = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in rows)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def _core(p: Properties) -> str:
    """`created` comes from the content, never from the clock."""
    when = f"{p.created:%Y-%m-%d}T00:00:00Z"
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml(p.title)}</dc:title><dc:creator>{xml(p.author)}</dc:creator>"
        f"<dc:description>{xml(p.description)}</dc:description><dc:language>sv-SE</dc:language>"
        f"<cp:contentStatus>{xml(p.status)}</cp:contentStatus>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{when}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{when}</dcterms:modified></cp:coreProperties>'
    )


def _section() -> str:
    """A4, with the margins of the PDF; the first page has a head and foot of its own."""
    number = {name: f"rId{n}" for n, name in enumerate(_WORD_PARTS, start=1)}
    references = "".join(
        f'<w:{kind}Reference w:type="{when}" r:id="{number[name]}"/>'
        for name, kind, when in (
            ("sidhuvud", "header", "default"),
            ("forsta-sidhuvud", "header", "first"),
            ("sidfot", "footer", "default"),
            ("forsta-sidfot", "footer", "first"),
        )
    )
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1701" w:right="1020" w:bottom="1474" w:left="1361" w:header="794" w:footer="624" '
        'w:gutter="0"/><w:titlePg/></w:sectPr>'
    )

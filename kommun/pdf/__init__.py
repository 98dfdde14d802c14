"""HTML templates as PDF for archive and screen reader: PDF/A-2a and PDF/UA-1 at once, the same bytes every time.

Nothing outside the template and the packaged fonts is read: no network, no other file, no font of the machine.
"""

import hashlib
import warnings
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count

from django.conf import settings
from django.template.loader import render_to_string

with warnings.catch_warnings():
    # On import WeasyPrint warns of a machine without fonts; that is all right here.
    warnings.simplefilter("ignore")
    from weasyprint import CSS, HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

from kommun.pdf.finish import ends_clearly, finish
from kommun.pdf.fonts import PackagedFonts, PdfFel, font_css
from kommun.pdf.tables import prepare_tables
from kommun.pdf.text import hold_together, keep_spaces, make_printable

__all__ = ["PdfFel", "Tryck", "Underlag", "render", "satt"]

VARIANT = "pdf/a-2a"


@dataclass(frozen=True)
class Underlag:
    """All that gives a PDF its bytes, and nothing that could not be written as JSON."""

    text: str
    title: str
    author: str
    description: str
    created: date
    identifier: str
    css: tuple[str, ...]
    pictures: tuple[str, ...]


Tryck = Callable[[Underlag], bytes]


def render(
    template_name: str,
    context: dict,
    *,
    title: str,
    author: str,
    description: str,
    created: date,
    identifier: bytes | str,
    css: Sequence[str] = ("pdf.css",),
    pictures: Collection[str] = (),
    tryck: Tryck | None = None,
) -> bytes:
    """Render a template of `<html lang="sv">` with files of `static/css/`, at once or as `tryck` does it.

    `pictures` are the data: addresses of the pictures that we have drawn ourselves; the template shows no other.
    `created` and `identifier` come from the content, never from the clock: they are what makes the bytes repeatable.
    """
    underlag = Underlag(
        text=render_to_string(template_name, context),
        title=title,
        author=author,
        description=description,
        created=created,
        identifier=hashlib.sha256(_as_bytes(identifier)).hexdigest()[:32],
        css=tuple(css),
        pictures=tuple(sorted(pictures)),
    )
    return (tryck or satt)(underlag)


def satt(underlag: Underlag) -> bytes:
    """The same bytes for the same underlag."""
    try:
        html = HTML(string=underlag.text, url_fetcher=_NoFetcher(underlag.pictures))
        root = html.etree_element
        for prepare in (prepare_tables, make_printable, hold_together, keep_spaces):
            prepare(root)
        fonts = PackagedFonts()
        styles = [
            font_css(root, fonts),
            CSS(string=_stylesheet(underlag.css), font_config=fonts, url_fetcher=_NoFetcher()),
        ]
        document = html.render(font_config=fonts, stylesheets=styles, pdf_tags=True)
        metadata = document.metadata
        metadata.title, metadata.authors = underlag.title, [underlag.author]
        metadata.description = underlag.description
        metadata.created = metadata.modified = underlag.created.isoformat()
        metadata.generator = "Fullgjort"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
            for padding in count():
                data = document.write_pdf(
                    finisher=partial(finish, padding=padding),
                    pdf_variant=VARIANT,
                    pdf_identifier=underlag.identifier.encode(),
                )
                if ends_clearly(data):
                    break
        return data
    except FatalURLFetchingError as fel:
        raise PdfFel(str(fel)) from fel


def _as_bytes(value: bytes | str) -> bytes:
    return value.encode() if isinstance(value, str) else value


def _stylesheet(css: Sequence[str]) -> str:
    return "\n".join((settings.BASE_DIR / "static" / "css" / namn).read_text(encoding="utf-8") for namn in css)


class _NoFetcher(URLFetcher):
    """The text of a § comes from people: whatever it points at is not fetched, and its PDF is not made."""

    def __init__(self, pictures: Collection[str] = ()):
        super().__init__(allowed_protocols=("data",))
        self._pictures = frozenset(pictures)

    def fetch(self, url, headers=None):
        if url in self._pictures:
            return super().fetch(url, headers)
        raise FatalURLFetchingError(f"Texten hänvisar till något utanför sig själv som inte får hämtas: {url[:200]}")

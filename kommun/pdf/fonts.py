"""The packaged fonts, and nothing else: the same on every machine.

From npm: @fontsource/source-serif-4, @fontsource/source-sans-3, @fontsource/dejavu-sans.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element

from django.conf import settings
from fontTools.ttLib import TTFont, TTLibError
from weasyprint import CSS
from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

HAMTA_PAKETEN = "Hämta paketen med ”npm ci” eller ”make run”."


class PdfFel(Exception):
    """No PDF could be made. The message says in Swedish what stood in the way."""


@dataclass(frozen=True)
class Family:
    name: str
    package: str
    faces: tuple[tuple[int, str], ...]


SERIF = Family("Source Serif 4", "source-serif-4", ((400, "normal"), (400, "italic"), (600, "normal"), (600, "italic")))
SANS = Family("Source Sans 3", "source-sans-3", ((400, "normal"), (400, "italic"), (600, "normal"), (600, "italic")))
# For what the two lack: → ≥ CO₂ ☐ ✓, other alphabets. Loaded only when a text needs it.
RESERVE = Family("DejaVu Sans", "dejavu-sans", ((400, "normal"), (700, "normal")))


def _font_file(family: Family, subset: str, weight: int, style: str) -> Path:
    folder = settings.NODE_MODULES / "@fontsource" / family.package / "files"
    return folder / f"{family.package}-{subset}-{weight}-{style}.woff"


def missing() -> list[Path]:
    """The files of the packages that every PDF, or the rare letter in one, needs and that are not there."""
    wanted = [_font_file(f, "latin", weight, style) for f in (SERIF, SANS, RESERVE) for weight, style in f.faces]
    return [path for path in wanted if not path.is_file()]


@lru_cache(maxsize=64)
def _sfnt(path: Path) -> bytes:
    """The unpacked font. (From .woff: to unpack .woff2 takes longer than to lay out a short protokoll.)"""
    out = BytesIO()
    try:
        with TTFont(path, lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
            font.flavor = None
            font.save(out, reorderTables=None)
    except (OSError, TTLibError) as fel:
        raise PdfFel(f"Typsnittet {path.name} går inte att läsa. {HAMTA_PAKETEN}") from fel
    return out.getvalue()


@lru_cache(maxsize=8)
def _subsets(family: Family, node_modules: Path) -> tuple[tuple[str, frozenset[int]], ...]:
    """The files a family is divided in, with the characters each is used for; no character in two of them."""
    try:
        declared = json.loads((node_modules / "@fontsource" / family.package / "unicode.json").read_text("utf-8"))
    except OSError as fel:
        raise PdfFel(f"Typsnittet {family.name} saknas. {HAMTA_PAKETEN}") from fel
    taken: set[int] = set()
    subsets = []
    for name in sorted(declared or ["latin"], key=lambda n: (n != "latin", n)):
        has = frozenset(TTFont(BytesIO(_sfnt(_font_file(family, name, 400, "normal")))).getBestCmap()) - taken
        taken |= has
        subsets.append((name, has))
    return tuple(subsets)


def covered(family: Family) -> frozenset[int]:
    return frozenset().union(*(has for _, has in _subsets(family, settings.NODE_MODULES)))


def font_css(root: Element, fonts: FontConfiguration) -> CSS:
    """@font-face for the files that this text needs, and the stacks var(--serif) and var(--sans).

    Each file is a family of its own: WeasyPrint takes two files of one name, weight and style for the same font.
    """
    wanted = {ord(c) for text in root.itertext() for c in text}
    fetcher, rules = _FontFetcher(), []

    def names(family: Family) -> list[str]:
        return [
            _face_rules(family, subset, has, fetcher, rules)
            for subset, has in _subsets(family, settings.NODE_MODULES)
            if has & wanted
        ]

    serif, sans = names(SERIF), names(SANS)
    reserve = names(RESERVE) if wanted - (covered(SERIF) & covered(SANS)) else []
    rules.append(f":root {{ --serif: {', '.join(serif + reserve)}; --sans: {', '.join(sans + reserve)} }}")
    return CSS(string="\n".join(rules), font_config=fonts, url_fetcher=fetcher)


def _face_rules(family: Family, subset: str, has: frozenset[int], fetcher: "_FontFetcher", rules: list[str]) -> str:
    name = f'"{family.name} {subset}"'
    rules.extend(
        f"@font-face {{ font-family: {name}; font-weight: {weight}; font-style: {style};"
        f" src: url({fetcher.offer(_font_file(family, subset, weight, style))});"
        f" unicode-range: {_unicode_range(has)} }}"
        for weight, style in family.faces
    )
    return name


@lru_cache(maxsize=32)
def _unicode_range(codes: frozenset[int]) -> str:
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return ", ".join(f"U+{a:X}-{b:X}" for a, b in ranges)


ffi.cdef("FcConfig * FcConfigCreate (void);")


class PackagedFonts(FontConfiguration):
    """A font configuration that knows no font and no setting of the machine, only the @font-face rules.

    Takes the place of WeasyPrint's own constructor, which loads the machine's (hence the exact pin of WeasyPrint).
    """

    def __init__(self):
        self._config = fontconfig.FcConfigCreate()
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", self.font_map), self._config)
        fontconfig.FcConfigDestroy(self._config)  # the font map holds its own reference
        self._folder = None
        self.strut_layouts = {}
        self.font_features = {}


class _FontFetcher(URLFetcher):
    """Hands out the packaged fonts it has been told of, under names of its own."""

    def __init__(self):
        super().__init__()
        self._files: dict[str, Path] = {}

    def offer(self, path: Path) -> str:
        url = f"paket:/{path.name}"
        self._files[url] = path
        _sfnt(path)  # a file that cannot be read stops the work here; in `fetch` WeasyPrint would only log it
        return url

    def fetch(self, url, headers=None):
        if url not in self._files:
            raise FatalURLFetchingError(f"Formatmallen hänvisar till en fil som inte får hämtas: {url[:200]}")
        return URLFetcherResponse(url, _sfnt(self._files[url]))

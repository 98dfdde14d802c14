"""Charts as SVG, drawn on the server: the same picture on the page and in the PDF.

A chart is a picture of the table beside it. Its `alt` says the main point in one sentence, its numbers stand in it, and
what warns is told apart by how dark it is, so that it reads in black and white too; on a dark page, by how light. The
same data give the same bytes.
"""

import sys
from base64 import b64encode
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from textwrap import wrap
from xml.etree import ElementTree

import pygal

from kommun.tema import LJUS_GRUND, MORK_GRUND, SVART, VIT, blanda, parse, som_hex, tills

# For plug-ins we do not have, pygal puts an importer of an old kind in the way of every import after it.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

SVG = "{http://www.w3.org/2000/svg}"
# The first name is that of the packaged font in a PDF (kommun.pdf.fonts); a browser takes one of the machine's.
TYPSNITT = "'Source Sans 3 latin', 'Source Sans 3', system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
BREDD = 480
TEXTSTORLEK = 13
VARNING = "#a3192e"
# Letters of a label in a line, and how wide a letter is at most on average, in parts of its height.
TECKEN_PER_RAD, TECKENBREDD = 28, 0.58
RADHOJD, LEGEND = 1.2, 30
# Pictures that a process remembers, of some ten thousand letters each.
MEST_SPARADE = 64


@dataclass(frozen=True, slots=True)
class Serie:
    namn: str
    varden: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Farger:
    """`stark` is the municipality's colour, as it stands out from the ground; `blek` is drawn with an edge of it."""

    text: str
    linje: str
    varning: str
    stark: str
    blek: str


@dataclass(frozen=True)
class Bild:
    """`svg` is for white, also the paper of a PDF; `mork` is the same on a dark page."""

    svg: str
    mork: str
    alt: str
    bredd: int
    hojd: int

    @cached_property
    def uri(self) -> str:
        return _uri(self.svg)

    @cached_property
    def mork_uri(self) -> str:
        return _uri(self.mork)


def _uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def delade_staplar(
    etiketter: Sequence[str], sena: Sequence[int], alla: Sequence[int], *, alt: str, accent: str, namn: tuple[str, str]
) -> Bild:
    """A lying bar for each: the late part of all, and "3 av 9" after it. `namn` are those of the late and the rest."""
    return _delade_staplar(tuple(etiketter), tuple(sena), tuple(alla), alt=alt, accent=accent, namn=namn)


# The same figures give the same picture: it is drawn once, not for everybody who opens the page of the day.
@lru_cache(maxsize=MEST_SPARADE)
def _delade_staplar(etiketter, sena, alla, *, alt, accent, namn) -> Bild:
    rader = [wrap(e, TECKEN_PER_RAD) or [""] for e in etiketter]
    per_rad = round(max((len(r) for r in rader), default=1) * TEXTSTORLEK * RADHOJD + 9)
    diagram = pygal.HorizontalStackedBar(
        **_val(per_rad * len(etiketter) + LEGEND),
        margin_left=max((len(r) for rad in rader for r in rad), default=0) * TEXTSTORLEK * TECKENBREDD + 6,
        margin_bottom=LEGEND,
        range=(0, max([*alla, 1]) * 1.25),
    )
    # pygal draws a lying chart from the bottom.
    diagram.add(namn[0], list(sena)[::-1])
    diagram.add(namn[1], [n - s for s, n in zip(sena, alla, strict=True)][::-1])
    yta = _Yta(diagram, alt, namn)
    forsta, sista = yta.staplar
    tal = [f"{s} av {n}" if s else f"{n}" for s, n in zip(sena, alla, strict=True)]
    for sen, rest, rad, text in zip(map(_smal, forsta), map(_smal, sista), rader[::-1], tal[::-1], strict=True):
        yta.stapel(rest, "blek", kant="stark")
        yta.stapel(sen, "varning")
        mitt = rest.y + rest.hojd / 2
        yta.rader(rad, sen.x - 6, mitt, "end")
        yta.rader([text], rest.x + rest.bredd + 5, mitt, "start")
    yta.legend([(namn[0], "varning", "varning"), (namn[1], "blek", "stark")])
    return yta.bild(accent)


def staplar(etiketter: Sequence[str], serier: Sequence[Serie], *, alt: str, accent: str, matt: bool = False) -> Bild:
    """Standing bars with the number above each; one or two series beside each other. None is a bar that is missing.

    Of a measure (`matt`) nought is a figure and is written; of a count the bar that is not there says it.
    """
    return _staplar(tuple(etiketter), tuple(serier), alt=alt, accent=accent, matt=matt)


@lru_cache(maxsize=MEST_SPARADE)
def _staplar(etiketter, serier, *, alt, accent, matt) -> Bild:
    rader = [wrap(e, 9, break_long_words=False) or [""] for e in etiketter]
    under = round(max(map(len, rader), default=1) * TEXTSTORLEK * RADHOJD) + 6
    nere = under + (LEGEND if len(serier) > 1 else 0)
    hogst = max((v for s in serier for v in s.varden if v is not None), default=0)
    diagram = pygal.Bar(**_val(150 + nere), margin_bottom=nere, margin_left=2, range=(0, (hogst or 1) * 1.16))
    for serie in serier:
        diagram.add(serie.namn, [v or 0 for v in serie.varden])
    yta = _Yta(diagram, alt, [s.namn for s in serier])
    fyllningar = [("stark", "stark"), ("blek", "stark")]
    for serie, stapelrad, (fyllning, kant) in zip(serier, yta.staplar, fyllningar, strict=False):
        for varde, s in zip(serie.varden, stapelrad, strict=True):
            if varde:
                yta.stapel(s, fyllning, kant=kant)
            if text := _tal(varde, matt):
                yta.rader([text], s.x + s.bredd / 2, s.y - 9, "middle")
    for n, rad in enumerate(rader):
        platser = [stapelrad[n] for stapelrad in yta.staplar]
        mitt = (platser[0].x + platser[-1].x + platser[-1].bredd) / 2
        yta.rader(rad, mitt, yta.botten + under / 2, "middle")
    yta.baslinje()
    if len(serier) > 1:
        yta.legend([(s.namn, *f) for s, f in zip(serier, fyllningar, strict=False)])
    return yta.bild(accent)


def pa_vitt(accent: str) -> Farger:
    stark = tills(parse(accent), SVART, LJUS_GRUND, krav=4.5)
    return Farger("#1c1e21", "#8a8f98", VARNING, som_hex(stark), som_hex(blanda(stark, VIT, 0.75)))


def pa_morkt(accent: str) -> Farger:
    stark = tills(parse(accent), VIT, MORK_GRUND, krav=4.5)
    varning = tills(parse(VARNING), VIT, MORK_GRUND, krav=7)
    return Farger("#e8eaed", "#8a8f98", som_hex(varning), som_hex(stark), som_hex(blanda(stark, MORK_GRUND, 0.75)))


def _tal(varde: float | None, matt: bool) -> str:
    if varde is None:
        return "–"
    return f"{varde:.0f}" if varde or matt else ""


def _val(hojd: int) -> dict:
    return {
        "width": BREDD,
        "height": hojd,
        "explicit_size": True,
        "js": (),
        "margin": 1,
        "spacing": 0,
        "show_legend": False,
        "show_x_labels": False,
        "show_y_labels": False,
        "no_data_text": "",
    }


@dataclass(frozen=True, slots=True)
class _Stapel:
    x: float
    y: float
    bredd: float
    hojd: float


def _smal(s: _Stapel) -> _Stapel:
    """No thicker than two lines of text, in the middle of its place."""
    hojd = min(s.hojd, 2 * TEXTSTORLEK)
    return _Stapel(s.x, s.y + (s.hojd - hojd) / 2, s.bredd, hojd)


class _Yta:
    """What pygal has measured out, drawn anew without its scripts, ids and style sheet."""

    def __init__(self, diagram, alt: str, namn: Sequence[str]):
        rot = ElementTree.fromstring(diagram.render())  # noqa: S314 - pygal's own, made this moment
        self.alt, self.hojd = alt, int(rot.get("height"))
        plan = next(g for g in rot.iter(f"{SVG}g") if g.get("class") == "plot")
        dx, dy = (float(n) for n in plan.get("transform").removeprefix("translate(").rstrip(")").split(","))
        self.staplar = [
            [
                _Stapel(*(float(r.get(m, 0)) + d for m, d in (("x", dx), ("y", dy), ("width", 0), ("height", 0))))
                for r in plan.iterfind(f"{SVG}g[@class='series serie-{n} color-{n}']//{SVG}rect")
            ]
            for n in range(len(namn))
        ]
        self.botten = max((s.y + s.hojd for rad in self.staplar for s in rad), default=dy)
        # No title: it would show as a tooltip, and the alt of the <img> says it.
        self.rot = ElementTree.Element(
            "svg",
            {
                "xmlns": SVG[1:-1],
                "width": str(BREDD),
                "height": str(self.hojd),
                "viewBox": f"0 0 {BREDD} {self.hojd}",
                "font-family": TYPSNITT,
                "font-size": str(TEXTSTORLEK),
                "fill": "text",
            },
        )

    def _rita(self, tagg: str, text: str = "", **attribut) -> None:
        element = ElementTree.SubElement(
            self.rot,
            tagg,
            {
                k.replace("_", "-"): f"{v:.2f}".rstrip("0").rstrip(".") if isinstance(v, float) else str(v)
                for k, v in attribut.items()
            },
        )
        element.text = text or None

    def stapel(self, s: _Stapel, fyllning: str, *, kant: str = "") -> None:
        if s.bredd and s.hojd:
            drag = {"stroke": kant, "stroke_width": 1} if kant else {}
            self._rita("rect", x=s.x, y=s.y, width=s.bredd, height=s.hojd, fill=fyllning, **drag)

    def rader(self, rader: Sequence[str], x: float, mitt: float, ankare: str) -> None:
        """Lines of text around a height; the letters stand on their line about a third of their size below it."""
        for n, text in enumerate(rader):
            y = mitt + (n - (len(rader) - 1) / 2) * TEXTSTORLEK * RADHOJD + TEXTSTORLEK * 0.35
            self._rita("text", text, x=float(x), y=float(y), text_anchor=ankare)

    def baslinje(self) -> None:
        self._rita("path", d=f"M2 {self.botten:.2f}H{BREDD - 2}", stroke="linje", stroke_width=1, fill="none")

    def legend(self, delar: Sequence[tuple[str, str, str]]) -> None:
        x, mitt = 2.0, self.hojd - LEGEND / 2 + 3
        for namn, fyllning, kant in delar:
            self.stapel(_Stapel(x, mitt - 6.0, 12.0, 12.0), fyllning, kant=kant)
            self.rader([namn], x + 18, mitt, "start")
            x += 18 + len(namn) * TEXTSTORLEK * TECKENBREDD + 20

    def bild(self, accent: str) -> Bild:
        return Bild(self._i(pa_vitt(accent)), self._i(pa_morkt(accent)), self.alt, BREDD, self.hojd)

    def _i(self, farger: Farger) -> str:
        """Drawn with the names of the colours, which are put in here."""
        rot = deepcopy(self.rot)
        for element in rot.iter():
            for vad in ("fill", "stroke"):
                if (namn := element.get(vad)) and namn != "none":
                    element.set(vad, getattr(farger, namn))
        return ElementTree.tostring(rot, encoding="unicode")

"""The text of a PDF: page by page with a form feed between, tables as cells with TAB between."""

import io
import logging
from collections.abc import Iterator
from itertools import islice, pairwise

import pdfplumber
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from .fel import Lasfel
from .linjetabell import linjetabeller

FLEST_SIDOR = 500
FLEST_TECKEN_PER_SIDA = 30_000
_SKADAD = "PDF-filen är skadad och kan inte läsas. Öppna den i ett annat program och spara den på nytt."
_LOSENORD = "PDF-filen är skyddad med lösenord. Spara den utan lösenord och försök igen."
_BILD = (
    "PDF-filen innehåller bara bilder och ingen text, som en inskannad handling. "
    "Kör den genom textigenkänning (OCR) och försök igen."
)
# A gap wider than this many characters parts two columns; justified text stays below it.
_KOLUMNGAP = 2.2
# Lines farther apart than the page's usual distance times this have a blank line between.
_STYCKEGAP = 1.25

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def las_pdf(innehall: bytes, *, hogst: int | None = None) -> str:
    """`hogst`: of so many pages, the first, where no more are asked for."""
    _kontrollera(innehall)
    try:
        with pdfplumber.open(io.BytesIO(innehall)) as pdf:
            sidor = [_las_sida(sida) for sida in pdf.pages[:hogst]]
    except Lasfel:
        raise
    except Exception as fel:  # pdfminer raises anything on a broken file
        raise Lasfel(_SKADAD) from fel
    if sum(t.isalnum() for s in sidor for t in s) < 20:
        raise Lasfel(_BILD)
    return "\f".join(sidor)


def _kontrollera(innehall: bytes) -> None:
    """Refuse the locked and the endless before any page is laid out."""
    try:
        dokument = PDFDocument(PDFParser(io.BytesIO(innehall)))
        antal = sum(1 for _ in islice(PDFPage.create_pages(dokument), FLEST_SIDOR + 1))
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise Lasfel(_LOSENORD) from None
    except Exception as fel:
        raise Lasfel(_SKADAD) from fel
    if antal > FLEST_SIDOR:
        raise Lasfel(f"PDF-filen har fler än {FLEST_SIDOR} sidor. Dela upp den och läs in delarna var för sig.")
    if antal == 0:
        raise Lasfel(_SKADAD)


def _las_sida(sida) -> str:
    if len(sida.chars) > FLEST_TECKEN_PER_SIDA:
        raise Lasfel("En sida i PDF-filen har orimligt mycket text. Kontrollera att det är rätt fil.")
    ord_ = sida.extract_words(x_tolerance=2, y_tolerance=3, keep_blank_chars=False)
    tabeller = [(t.bbox, rader) for t in sida.find_tables() if (rader := _tabellrader(t.extract()))]
    if not _ar_forsattsblad(ord_):
        # On a front page each line is a person; in a § a row between two rules is one, however many lines it takes.
        tabeller += [t for t in linjetabeller(sida.edges, ord_) if not any(_overlappar(t[0], r) for r, _ in tabeller)]
    fria = [o for o in ord_ if not any(_inom(o, ruta) for ruta, _ in tabeller)]
    rader = [*_lopande(fria), *((ruta[1], ruta[3], "\n".join(rader)) for ruta, rader in tabeller)]
    rader.sort(key=lambda r: r[0])
    return _med_tomrader(rader)


def _ar_forsattsblad(ord_: list[dict]) -> bool:
    texter = [o["text"].rstrip(":") for o in ord_]
    return "Beslutande" in texter or any(texter[i : i + 3] == ["Plats", "och", "tid"] for i in range(len(texter)))


def _overlappar(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _inom(ord_: dict, ruta: tuple[float, float, float, float]) -> bool:
    x, y = (ord_["x0"] + ord_["x1"]) / 2, (ord_["top"] + ord_["bottom"]) / 2
    return ruta[0] <= x <= ruta[2] and ruta[1] <= y <= ruta[3]


def _tabellrader(rader: list[list[str | None]]) -> list[str] | None:
    """Rows as text, or None where the lines on the page are only a frame."""
    if not rader or max(len(r) for r in rader) < 2:
        return None
    ut = ["\t".join(_cell(c) for c in rad) for rad in rader]
    return [r for r in ut if r.strip()] or None


def _cell(text: str | None) -> str:
    delar = (text or "").split("\n")
    ut = delar[0].strip()
    for del_ in delar[1:]:
        # A word cut by the machine at the cell's edge.
        ut = ut[:-1] + del_.strip() if ut.endswith(("\u2010", "\u00ad")) else f"{ut} {del_.strip()}"
    return " ".join(ut.split())


def _i_rader(ord_: list[dict]) -> Iterator[list[dict]]:
    rad: list[dict] = []
    for ett in sorted(ord_, key=lambda o: (o["top"], o["x0"])):
        mitt = (ett["top"] + ett["bottom"]) / 2
        if rad and not rad[0]["top"] <= mitt <= rad[0]["bottom"]:
            yield sorted(rad, key=lambda o: o["x0"])
            rad = []
        rad.append(ett)
    if rad:
        yield sorted(rad, key=lambda o: o["x0"])


def _bitar(rad: list[dict]) -> list[tuple[float, float, str]]:
    """The parts of a line that wide gaps hold apart: (x0, x1, text)."""
    bitar: list[tuple[float, float, str]] = []
    for ord_ in rad:
        bredd = max((ord_["x1"] - ord_["x0"]) / max(1, len(ord_["text"])), 3)
        if bitar and ord_["x0"] - bitar[-1][1] < _KOLUMNGAP * bredd:
            bitar[-1] = (bitar[-1][0], ord_["x1"], f"{bitar[-1][2]} {ord_['text']}")
        else:
            bitar.append((ord_["x0"], ord_["x1"], ord_["text"]))
    return bitar


def _lopande(ord_: list[dict]) -> list[tuple[float, float, str]]:
    """Lines outside tables. Where several in a row have columns, a TAB leads to the column a part stands in."""
    rader = [(r[0]["top"], max(o["bottom"] for o in r), _bitar(r)) for r in _i_rader(ord_)]
    vanster = min((b[0][0] for _, _, b in rader), default=0.0)
    kolumner = _kolumnlagen([b for _, _, b in rader], vanster)
    ut = []
    for topp, botten, bitar in rader:
        text, forra = "", 0
        for i, (x, _, bit) in enumerate(bitar):
            kolumn = _kolumn(x, kolumner)
            if i == 0:
                text = "\t" * kolumn + bit
            else:
                text += "\t" * max(1, kolumn - forra) + bit
            forra = max(kolumn, forra + (i > 0))
        ut.append((topp, botten, text))
    return ut


def _kolumnlagen(rader: list[list[tuple[float, float, str]]], vanster: float) -> list[float]:
    """Places where parts after a gap begin on two lines or more."""
    lagen: list[list[float]] = []
    for bitar in rader:
        for x, _, _ in bitar[1:]:
            grupp = next((g for g in lagen if abs(g[0] - x) < 4), None)
            if grupp is None:
                lagen.append([x])
            else:
                grupp.append(x)
    return [vanster, *sorted(g[0] for g in lagen if len(g) > 1 and g[0] > vanster + 40)]


def _kolumn(x: float, kolumner: list[float]) -> int:
    return next((i for i in range(len(kolumner) - 1, 0, -1) if abs(x - kolumner[i]) < 4), 0)


def _med_tomrader(rader: list[tuple[float, float, str]]) -> str:
    steg = [b[0] - a[0] for a, b in pairwise(rader) if 0.8 * (a[1] - a[0]) < b[0] - a[0] < 60]
    # The lower quarter: on a page of short paragraphs half of the steps are from one paragraph to the next.
    vanligt = sorted(steg)[len(steg) // 4] if steg else 14.0
    ut: list[str] = []
    forra: tuple[float, float, str] | None = None
    for rad in rader:
        if forra is not None:
            efter_tabell = "\n" in forra[2]
            avstand = rad[0] - (forra[1] - vanligt * 0.8 if efter_tabell else forra[0])
            if avstand > _STYCKEGAP * vanligt:
                ut.append("")
        ut.append(rad[2])
        forra = rad
    return "\n".join(ut)

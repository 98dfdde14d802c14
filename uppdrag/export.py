"""The list as a file: exactly the rows and the order that its address shows, as Excel, CSV or PDF.

Excel and CSV are written row by row, so that 100 000 of them fit in memory; of Excel the packed file is kept.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import islice

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from kommun import pdf
from kommun.kalender import dag_i_ord
from uppdrag.models import Uppdrag
from uppdrag.urval import rader_for

# What a page layout can hold within a request; the others have no limit.
MEST_I_PDF = 1000
_PER_GANG = 1000
_LANGST = 32_767  # characters of one cell, the limit of Excel
# A spreadsheet reads a text that begins so as a formula, and runs it.
_FORMEL = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")


@dataclass(frozen=True)
class Kolumn:
    rubrik: str
    bredd: int
    varde: Callable[[Uppdrag, date], str | int | date | None]


def _avslutat_i(u: Uppdrag, today: date) -> str:
    p = u.avslutat_i.paragraf if u.avslutat_i else None
    return f"{p.organ.kortnamn} {p.sammantrade.datum} {p.beteckning}" if p else ""


KOLUMNER = (
    Kolumn("Nr", 16, lambda u, _: u.beteckning),
    Kolumn("Uppdrag", 70, lambda u, _: u.text),
    Kolumn("Givet av", 28, lambda u, _: u.givare.namn),
    Kolumn("Givet den", 12, lambda u, _: u.beslut.paragraf.sammantrade.datum),
    Kolumn("Paragraf", 10, lambda u, _: u.beslut.paragraf.beteckning),
    Kolumn("Ärende", 40, lambda u, _: u.beslut.paragraf.rubrik),
    Kolumn("Diarienummer", 20, lambda u, _: u.beslut.paragraf.dnr_i_text),
    Kolumn("Nämnd", 24, lambda u, _: u.mottagande_organ and u.mottagande_organ.namn),
    Kolumn("Förvaltning", 28, lambda u, _: u.forvaltning and u.forvaltning.namn),
    Kolumn("Ansvarig", 24, lambda u, _: u.ansvarig and u.ansvarig.namn),
    Kolumn("Rapporteras till", 28, lambda u, _: u.rapporteras_till.namn),
    Kolumn("Frist", 12, lambda u, _: u.frist),
    Kolumn("Nästa rapport", 14, lambda u, _: u.nasta_rapport),
    Kolumn("Till sammanträdet", 17, lambda u, _: u.rapportmote if u.oppet else None),
    Kolumn("Läge", 16, lambda u, _: u.get_lage_display()),
    Kolumn("Försenat, dagar", 15, lambda u, today: u.dagar_forsenat(today) or None),
    Kolumn("Senaste händelse", 26, lambda u, _: u.senast.text),
    Kolumn("Dag för den", 12, lambda u, _: u.senast.dag),
    Kolumn("Avslutat den", 12, lambda u, _: u.avslutat_den),
    Kolumn("Avslutat i", 26, _avslutat_i),
    Kolumn("Skäl", 40, lambda u, _: u.avslutsskal),
)


@dataclass(frozen=True)
class Om:
    """What the file says about itself."""

    dag: date
    kommun: str
    antal: int
    filter: tuple[tuple[str, str], ...]

    @property
    def rader(self) -> list[tuple[str, str | int | date]]:
        urval = list(self.filter) or [("Urval", "Alla uppdrag")]
        return [("Kommun", self.kommun), ("Uttagen den", self.dag), ("Antal uppdrag", self.antal), *urval]


def uppdragen(urval) -> Iterator[Uppdrag]:
    """In the order of the selection, a thousand at a time."""
    nycklar = urval.values_list("pk", flat=True).iterator(chunk_size=_PER_GANG)
    while grupp := list(islice(nycklar, _PER_GANG)):
        yield from rader_for(grupp)


# CSV -----------------------------------------------------------------------------------------------------------------


class _Rad:
    """What csv.writer writes to: it hands the line back instead of keeping it."""

    def write(self, rad: str) -> str:
        return rad


def _csvvarde(varde) -> str | int:
    if isinstance(varde, date):
        return varde.isoformat()
    if isinstance(varde, str) and _FORMEL.match(varde):
        return f"'{varde}"
    return "" if varde is None else varde


def csv_rader(urval, *, today: date) -> Iterator[bytes]:
    """Semicolons and a byte order mark, as a Swedish Excel opens it."""
    skriv = csv.writer(_Rad(), delimiter=";", lineterminator="\r\n").writerow
    yield b"\xef\xbb\xbf" + skriv([k.rubrik for k in KOLUMNER]).encode()
    for u in uppdragen(urval):
        yield skriv([_csvvarde(k.varde(u, today)) for k in KOLUMNER]).encode()


# Excel ---------------------------------------------------------------------------------------------------------------


def _text(blad, text: str):
    """Text as text, also where a spreadsheet would read a formula."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LANGST]
    if not _FORMEL.match(text):
        return text
    cell = WriteOnlyCell(blad, value=text)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _cell(blad, varde):
    return _text(blad, varde) if isinstance(varde, str) else varde


def _rubrik(blad, text: str):
    cell = WriteOnlyCell(blad, value=text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E8EDF2")
    cell.alignment = Alignment(vertical="center")
    return cell


def excel(urval, *, om: Om, today: date) -> bytes:
    bok = Workbook(write_only=True)
    bok.properties.title, bok.properties.creator = "Uppdrag", om.kommun
    blad = bok.create_sheet("Uppdrag")
    blad.freeze_panes = "C2"
    for n, kolumn in enumerate(KOLUMNER, start=1):
        blad.column_dimensions[get_column_letter(n)].width = kolumn.bredd
    blad.append([_rubrik(blad, k.rubrik) for k in KOLUMNER])
    antal = 0
    for u in uppdragen(urval):
        blad.append([_cell(blad, k.varde(u, today)) for k in KOLUMNER])
        antal += 1
    blad.auto_filter.ref = f"A1:{get_column_letter(len(KOLUMNER))}{antal + 1}"
    blad.print_title_rows = "1:1"
    blad.page_setup.orientation = "landscape"
    urvalet = bok.create_sheet("Urvalet")
    urvalet.column_dimensions["A"].width, urvalet.column_dimensions["B"].width = 30, 60
    for etikett, varde in om.rader:
        urvalet.append([_rubrik(urvalet, etikett), _cell(urvalet, varde)])
    fil = BytesIO()
    bok.save(fil)
    return fil.getvalue()


# PDF -----------------------------------------------------------------------------------------------------------------


def lista_pdf(uppdragen: Iterable[Uppdrag], *, om: Om) -> bytes:
    """PDF/A-2a and PDF/UA-1, lying, the heading of the table on every page."""
    rader = list(uppdragen)
    return pdf.render(
        "uppdrag/pdf/lista.html",
        {"rader": rader, "om": om, "today": om.dag},
        css=("pdf.css", "pdf_lista.css"),
        title=f"Uppdrag {om.dag:%Y-%m-%d}",
        author=om.kommun or "Kommunen",
        description=f"{om.antal} uppdrag, uttagna {dag_i_ord(om.dag)}",
        created=om.dag,
        identifier=repr((om, [(u.pk, u.version, u.senast) for u in rader])),
    )

"""A list as a file to reckon on: exactly the rows of a selection, as Excel or CSV.

CSV is sent row by row, however many they are. An Excel file is made before it is sent, and so is of few enough that
nobody's page waits for it (`for_manga`).
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from kommun.granskning import anteckning

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What the list offers, by the word of its address.
FORMAT = {"xlsx": "Excel", "csv": "CSV"}
# What is made within some ten seconds.
MEST_I_EXCEL = 20_000
_LANGST = 32_767  # characters of one cell, the limit of Excel
# A spreadsheet reads a text that begins so as a formula, and runs it.
_FORMEL = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")


@dataclass(frozen=True)
class Kolumn:
    """`varde` of a row and the day the list is of."""

    rubrik: str
    bredd: int
    varde: Callable[[Any, date], str | int | date | None]


@dataclass(frozen=True)
class Om:
    """What the file says about itself. `vad`: what it lists, as in "Antal uppdrag"."""

    dag: date
    kommun: str
    antal: int
    filter: tuple[tuple[str, str], ...]
    vad: str = "uppdrag"

    @property
    def rader(self) -> list[tuple[str, str | int | date]]:
        urval = list(self.filter) or [("Urval", f"Alla {self.vad}")]
        return [("Kommun", self.kommun), ("Uttagen den", self.dag), (f"Antal {self.vad}", self.antal), *urval]


def for_manga(format_: str, antal: int) -> str:
    """Why they are not made an Excel file of, as a sentence; empty when they may be."""
    if format_ == "csv" or antal <= MEST_I_EXCEL:
        return ""
    antalet, mest = (f"{n:,}".replace(",", "\u00a0") for n in (antal, MEST_I_EXCEL))
    return f"Urvalet har {antalet} rader, och som Excelfil görs högst {mest}. Hämta det som CSV, som Excel kan öppna."


def fil(format_: str, kolumner: Sequence[Kolumn], rader: Iterable, *, om: Om) -> HttpResponse | StreamingHttpResponse:
    """As CSV where that was asked for, else as Excel."""
    if format_ == "csv":
        svar = StreamingHttpResponse(csv_rader(kolumner, rader, today=om.dag), content_type=CSV)
        andelse = "csv"
    else:
        svar, andelse = HttpResponse(excel(kolumner, rader, om=om), content_type=XLSX), "xlsx"
    # Of ASCII: not every program that fetches a file reads another name.
    namn = om.vad.translate(str.maketrans("åäö", "aao"))
    svar["Content-Disposition"] = content_disposition_header(True, f"{namn}-{om.dag:%Y-%m-%d}.{andelse}")
    anteckning.handlar_om(f"{om.vad.capitalize()}, {om.antal} rader", slag="hamtade")
    anteckning.med_ord("; ".join(f"{etikett}: {varde}" for etikett, varde in om.filter))
    return svar


# CSV -----------------------------------------------------------------------------------------------------------------


class _Rad:
    """What csv.writer writes to: it hands the line back instead of keeping it."""

    def write(self, rad: str) -> str:
        return rad


def csvvarde(varde) -> str | int:
    if isinstance(varde, date):
        return varde.isoformat()
    if isinstance(varde, str) and _FORMEL.match(varde):
        return f"'{varde}"
    return "" if varde is None else varde


def csv_rader(kolumner: Sequence[Kolumn], rader: Iterable, *, today: date) -> Iterator[bytes]:
    """Semicolons and a byte order mark, as a Swedish Excel opens it."""
    skriv = csv.writer(_Rad(), delimiter=";", lineterminator="\r\n").writerow
    yield b"\xef\xbb\xbf" + skriv([k.rubrik for k in kolumner]).encode()
    for rad in rader:
        yield skriv([csvvarde(k.varde(rad, today)) for k in kolumner]).encode()


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


def excel(kolumner: Sequence[Kolumn], rader: Iterable, *, om: Om) -> bytes:
    """The first two columns stay where they are when the sheet is scrolled; a second sheet says what it is of."""
    bok = Workbook(write_only=True)
    bok.properties.title, bok.properties.creator = om.vad.capitalize(), om.kommun
    blad = bok.create_sheet(om.vad.capitalize())
    blad.freeze_panes = "C2"
    for n, kolumn in enumerate(kolumner, start=1):
        blad.column_dimensions[get_column_letter(n)].width = kolumn.bredd
    blad.append([_rubrik(blad, k.rubrik) for k in kolumner])
    antal = 0
    for rad in rader:
        blad.append([_cell(blad, k.varde(rad, om.dag)) for k in kolumner])
        antal += 1
    blad.auto_filter.ref = f"A1:{get_column_letter(len(kolumner))}{antal + 1}"
    blad.print_title_rows = "1:1"
    blad.page_setup.orientation = "landscape"
    urvalet = bok.create_sheet("Urvalet")
    urvalet.column_dimensions["A"].width, urvalet.column_dimensions["B"].width = 30, 60
    for etikett, varde in om.rader:
        urvalet.append([_rubrik(urvalet, etikett), _cell(urvalet, varde)])
    ut = BytesIO()
    bok.save(ut)
    return ut.getvalue()

"""The workbook that a list can be typed in."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

# The row that shows how; never read in.
EXEMPEL = "Exempel: ta fram en plan för fler cykelställ vid stationen. Skriv över den här raden."
_KOLUMNER = (
    # heading, example, width, what to write
    ("Uppdraget", EXEMPEL, 60, "Vad som ska göras. Måste fyllas i."),
    ("Organ", "KSAU", 14, "Organet som gav uppdraget. Tomt: det organ som du väljer vid inläsningen."),
    ("Beslutsdatum", "2024-01-16", 14, "Sammanträdets dag. Måste fyllas i, om § inte finns i systemet."),
    ("Paragraf", "§ 11", 12, "Paragrafen som gav uppdraget. Måste fyllas i."),
    ("Dnr", "2024/000053", 14, "Ärendets diarienummer."),
    ("Förvaltning", "", 28, "Förvaltningen som har uppdraget, som den heter i registret."),
    ("Nämnd som fick uppdraget", "", 26, "Om uppdraget gick till en nämnd."),
    ("Ansvarig person", "", 24, "Förvaltning, nämnd eller person måste fyllas i."),
    ("Frist", "maj 2024", 20, "2024-05-31, maj 2024, kvartal 2, till sammanträdet i maj. Tomt: ingen frist."),
    ("Läge", "Pågår", 18, "Pågår, återrapporterat, avslutat, avskrivet eller överfört. Tomt: pågår."),
    ("Avslutat den", "", 14, "Dagen då ett avslutat uppdrag avslutades."),
    ("Avslutat i §", "", 22, "Paragrafen som avslutade det, till exempel KSAU 2024-06-11 § 98."),
    ("Kommentar", "", 40, "Sparas i uppdragets historik."),
)  # fmt: skip
RUBRIKER = tuple(k[0] for k in _KOLUMNER)


def mall() -> bytes:
    """The headings with one example row, and a sheet that tells what each column takes."""
    bok = Workbook()
    blad = bok.active
    blad.title = "Uppdrag"
    hjalp = bok.create_sheet("Så fyller du i")
    hjalp.append(["Kolumn", "Vad som skrivs där"])
    for n, (rubrik, exempel, bredd, vad) in enumerate(_KOLUMNER, start=1):
        blad.cell(1, n, rubrik)
        blad.cell(2, n, exempel or None)
        blad.column_dimensions[get_column_letter(n)].width = bredd
        hjalp.append([rubrik, vad])
    for rad in (blad[1], hjalp[1]):
        for cell in rad:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="E8EDF3")
    for rad in blad.iter_rows(min_row=2, max_row=500, max_col=len(_KOLUMNER)):
        for cell in rad:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            # As text: the spreadsheet makes no day of "§ 11/2020" then, and none of "maj 2024".
            cell.number_format = "@"
    blad.freeze_panes = "B2"
    hjalp.column_dimensions["A"].width = 28
    hjalp.column_dimensions["B"].width = 100
    fil = io.BytesIO()
    bok.save(fil)
    return fil.getvalue()

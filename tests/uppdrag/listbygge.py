"""Lists of uppdrag built as files, for the tests of reading them in."""

import io
from datetime import date

from openpyxl import Workbook

RUBRIKER = ("Nr", "Uppdrag", "Beslut", "Dnr", "Förvaltning", "Ansvarig", "Klart senast", "Status", "Kommentar")


def bok(rader, *, rubriker=RUBRIKER, over=(), andra=None, blad="Uppdragslista") -> bytes:
    """A workbook; `andra(sheet)` changes it before it is saved."""
    arbetsbok = Workbook()
    ark = arbetsbok.active
    ark.title = blad
    for rad in (*over, rubriker, *rader):
        ark.append(list(rad))
    if andra:
        andra(ark)
    fil = io.BytesIO()
    arbetsbok.save(fil)
    return fil.getvalue()


def rad(n: int, **andrat) -> list:
    """Row `n` of an ordinary list, without faults."""
    varden = {
        "nr": n,
        "text": f"Utreda fråga nummer {n} och återkomma med förslag",
        "beslut": f"2024-{1 + n % 12:02}-16 § {10 + n}",
        "dnr": f"2024/{n:06}",
        "forvaltning": "Tekniska förvaltningen",
        "ansvarig": "",
        "frist": date(2026, 12, 31),
        "status": "Pågår",
        "kommentar": "",
    }
    return list((varden | andrat).values())


def trettio_med_sex_fel() -> bytes:
    """Thirty uppdrag under two lines of title; the rows 8, 12, 15, 20, 24 and 29 of the sheet have a fault each."""
    rader = [rad(n) for n in range(1, 31)]

    def radnummer(n):
        return rader[n - 4]

    radnummer(8)[4] = "Tekniska kontoret"
    radnummer(12)[6] = "31 februari 2025"
    radnummer(15)[1] = None
    radnummer(20)[1:3] = radnummer(19)[1:3]
    radnummer(5)[6], radnummer(6)[6], radnummer(7)[6] = "maj 2025", "till sammanträdet i maj", "löpande"

    def andra(ark):
        ark.merge_cells("E23:E24")
        ark["B29"] = '="Utreda "&A29'

    return bok(rader, over=[["Givna uppdrag"], ["Uppdaterad i oktober"]], andra=andra)

"""A workbook of Excel's: its sheets, and the rows of one of them. No Django."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TypeVar
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries

from .delar import bladens_delar
from .fel import Listfel
from .modell import MAX_KOLUMNER, MAX_RADER, MAX_TECKEN, TOM, Blad, Bladnamn, Cell, Cellfel, Rad

# Unpacked, all XML of the file together; a list of 3 000 rows with a dozen columns takes some 5 MB.
_STORSTA_XML = 80 * 1024 * 1024
# Titles, and rows that are empty but coloured.
_MAX_RADNUMMER = MAX_RADER + 5_000
_MAX_SLAGNA = 100_000
_FOR_STOR = (
    f"Listan är för stor: högst {MAX_RADER} rader kan läsas in åt gången. Dela upp den i flera filer, "
    "eller ta bort rader och blad som inte hör till listan."
)
_FOR_TUNG = (
    "Filen är för stor att läsa. Ofta beror det på att tomma rader långt ned i bladet har formatering: markera raderna "
    "under listan, ta bort dem och spara filen igen. Eller kopiera listan till en ny arbetsbok."
)
_GICK_EJ = "Filen gick inte att läsa. Öppna den i Excel, spara den som en ny Excelarbetsbok (.xlsx) och försök igen."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FELVARDEN = {"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#VÄRDEFEL!"}

T = TypeVar("T")


def ar_arbetsbok(innehall: bytes) -> bool:
    return innehall.startswith((b"PK", _OLE))


def _kontrollera(innehall: bytes) -> None:
    if innehall.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in innehall:
            raise Listfel(
                "Filen är skyddad med lösenord och kan inte läsas. Ta bort lösenordet i Excel "
                "(Arkiv → Info → Skydda arbetsbok) och välj filen igen."
            )
        raise Listfel(
            "Filen är i Excels gamla format (.xls). Öppna den i Excel och spara den som Excelarbetsbok (.xlsx)."
        )
    with zipfile.ZipFile(io.BytesIO(innehall)) as zipfil:
        namnen = set(zipfil.namelist())
        if "mimetype" in namnen and b"opendocument" in zipfil.open("mimetype").read(100):
            raise Listfel(
                "Filen är i formatet OpenDocument (.ods). Öppna den i ett kalkylprogram och spara den som .xlsx."
            )
        if "xl/workbook.bin" in namnen:
            raise Listfel("Filen är i formatet .xlsb. Öppna den i Excel och spara den som Excelarbetsbok (.xlsx).")
        if not any(n.startswith("xl/") for n in namnen):
            raise Listfel("Filen är ingen Excelarbetsbok. Välj en fil som slutar på .xlsx eller .csv.")
        delar = [i for i in zipfil.infolist() if i.filename.endswith((".xml", ".rels"))]
        if sum(i.file_size for i in delar) > _STORSTA_XML:
            raise Listfel(_FOR_TUNG)
        for del_ in delar:
            with zipfil.open(del_) as xml:
                if re.search(rb"<!(?:DOCTYPE|ENTITY)", xml.read(1024), re.IGNORECASE):
                    raise Listfel(_GICK_EJ)


def _skyddat(las: Callable[[], T]) -> T:
    """Whatever a broken file makes the reader do, the person gets a sentence."""
    try:
        with warnings.catch_warnings():
            # Styles and extensions that the reader does not know are nothing to the list.
            warnings.simplefilter("ignore")
            return las()
    except Listfel:
        raise
    except Exception as fel:
        raise Listfel(_GICK_EJ) from fel


def bladen(innehall: bytes) -> list[Bladnamn]:
    """The sheets that hold cells, in the order of the tabs."""

    def las():
        _kontrollera(innehall)
        bok = load_workbook(io.BytesIO(innehall), read_only=True, data_only=True, keep_links=False)
        return [Bladnamn(b.title, b.sheet_state != "visible") for b in bok.worksheets]

    return _skyddat(las)


class _Utanpa:
    """What the streaming reader does not tell: formulas, merged cells, hidden rows, how far down it goes."""

    def __init__(self):
        self.formler: set[tuple[int, int]] = set()
        self.sammanslagna: set[tuple[int, int]] = set()
        self.dolda: set[int] = set()
        self.antal = self.sista = 0
        self._rad = self._kolumn = 0
        self._har_varde = False

    def las(self, xml) -> "_Utanpa":
        tolk = expat.ParserCreate()
        tolk.StartElementHandler, tolk.EndElementHandler = self._borjar, self._slutar
        # A sheet of Excel's declares nothing; what does, is made to swell.
        tolk.EntityDeclHandler = self._deklaration
        tolk.ParseFile(xml)
        return self

    def _deklaration(self, *_):
        raise Listfel(_GICK_EJ)

    def _borjar(self, tagg: str, attribut: dict[str, str]) -> None:
        match tagg.rpartition(":")[2]:
            case "row":
                self._rad = int(attribut.get("r") or self._rad + 1)
                self._kolumn, self._har_varde = 0, False
                if attribut.get("hidden") in ("1", "true"):
                    self.dolda.add(self._rad)
            case "c":
                ref = attribut.get("r")
                self._kolumn = column_index_from_string(coordinate_from_string(ref)[0]) if ref else self._kolumn + 1
            case "v" | "is":
                self._har_varde = True
            case "f":
                self._har_varde = True
                self.formler.add((self._rad, self._kolumn))
            case "mergeCell":
                _slagna(attribut["ref"], self.sammanslagna)

    def _slutar(self, tagg: str) -> None:
        if tagg.rpartition(":")[2] != "row" or not self._har_varde:
            return
        self.antal += 1
        self.sista = max(self.sista, self._rad)
        if self.antal > _MAX_RADNUMMER:
            raise Listfel(_FOR_STOR)


def _slagna(ref: str, funna: set[tuple[int, int]]) -> None:
    """The cells that lie hidden under another: their own value is gone."""
    vanster, topp, hoger, botten = range_boundaries(ref)
    botten, hoger = min(botten, _MAX_RADNUMMER), min(hoger, MAX_KOLUMNER)
    funna |= {(r, k) for r in range(topp, botten + 1) for k in range(vanster, hoger + 1)} - {(topp, vanster)}
    if len(funna) > _MAX_SLAGNA:
        raise Listfel(_FOR_STOR)


def _text(varde) -> tuple[str, date | None]:
    """A value as a person sees it, and the day that it is."""
    match varde:
        case None:
            return "", None
        case bool():
            return "Ja" if varde else "Nej", None
        case datetime():
            return varde.date().isoformat(), varde.date()
        case date():
            return varde.isoformat(), varde
        case time():
            return f"{varde:%H.%M}", None
        case float():
            helt = varde.is_integer() and abs(varde) < 1e15
            return str(int(varde)) if helt else str(varde).replace(".", ","), None
    return str(varde).replace("_x000D_", "").replace("\xa0", " ").replace("\x00", "").strip(), None


def _cell(varde, plats: tuple[int, int], utanpa: _Utanpa) -> Cell:
    text, dag = _text(varde)
    if plats in utanpa.formler:
        return Cell(text[:MAX_TECKEN], dag, Cellfel.FORMEL)
    if plats in utanpa.sammanslagna:
        return Cell(text[:MAX_TECKEN], dag, Cellfel.SAMMANSLAGEN)
    if text.upper() in _FELVARDEN:
        return Cell(text, None, Cellfel.FELVARDE)
    if len(text) > MAX_TECKEN:
        return Cell(f"{text[:100]}…", None, Cellfel.FOR_LANG)
    return Cell(text, dag) if text else TOM


def las_blad(innehall: bytes, namn: str) -> Blad:
    """The rows of the sheet that hold something, with what stands in the way of reading a cell."""

    def las():
        _kontrollera(innehall)
        bok = load_workbook(io.BytesIO(innehall), read_only=True, data_only=True, keep_links=False)
        blad = next((b for b in bok.worksheets if b.title == namn), None)
        if blad is None:
            raise Listfel(f"Bladet ”{namn}” finns inte i filen. Välj ett annat blad.")
        with zipfile.ZipFile(io.BytesIO(innehall)) as zipfil, zipfil.open(bladens_delar(zipfil)[namn]) as xml:
            utanpa = _Utanpa().las(xml)
        blad.reset_dimensions()
        rader = []
        for nummer, varden in enumerate(
            blad.iter_rows(max_row=min(utanpa.sista, _MAX_RADNUMMER + 1), max_col=MAX_KOLUMNER, values_only=True),
            start=1,
        ):
            if nummer > _MAX_RADNUMMER:
                raise Listfel(_FOR_STOR)
            celler = tuple(_cell(v, (nummer, k), utanpa) for k, v in enumerate(varden, start=1))
            while celler and celler[-1] is TOM:
                celler = celler[:-1]
            # Under a merged cell alone there is no row.
            if any(c and c.fel != Cellfel.SAMMANSLAGEN for c in celler):
                rader.append(Rad(nummer, celler, nummer in utanpa.dolda))
        return Blad(blad.title, tuple(rader), blad.sheet_state != "visible")

    return _skyddat(las)

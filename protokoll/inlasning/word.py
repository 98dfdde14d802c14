"""The text of a Word file (.docx) as the eye has it: numbers of lists, tables as cells with TAB between, pages by form
feeds. Written before its text: a line is a whole paragraph, so that none is joined with the next."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from .etiketter import las_etikett
from .fel import Lasfel
from .rader import OBRUTNA_RADER
from .rubriker import las_rubrik
from .wordformat import Format, heltal, varde
from .wordtext import Stycke, Styckelasare

FLEST_DELAR = 3000
STORSTA_DEL = 30 * 1024 * 1024
STORST_UPPACKAD = 120 * 1024 * 1024
FLEST_ELEMENT = 2_000_000
_SKADAD = "Word-filen är skadad och kan inte läsas. Öppna den i Word och spara den på nytt."
_FOR_STOR = "Word-filen packas upp till orimligt mycket. Kontrollera att det är rätt fil."
_TOM = (
    "Word-filen innehåller ingen text. Är protokollet inskannat, kör det genom textigenkänning (OCR) och försök igen."
)
_SPARAT = (
    "Word-filen har spårade ändringar som varken har godkänts eller avvisats, så det går inte att veta vad som gäller. "
    "Godkänn eller avvisa dem i Word och försök igen."
)
_SPARADE = tuple(qn(f"w:{namn}") for namn in ("ins", "del", "moveFrom", "moveTo"))


def las_word(innehall: bytes) -> str:
    _kontrollera(innehall)
    try:
        dokument = Document(io.BytesIO(innehall))
        text = _las(dokument)
    except Lasfel:
        raise
    except Exception as fel:  # a broken package fails anywhere
        raise Lasfel(_SKADAD) from fel
    if sum(t.isalnum() for t in text) < 20:
        raise Lasfel(_TOM)
    return f"{OBRUTNA_RADER}\n{text}"


def ar_word(innehall: bytes) -> bool:
    """A Word file whatever it is called."""
    try:
        with zipfile.ZipFile(io.BytesIO(innehall)) as paket:
            return "word/document.xml" in paket.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def _kontrollera(innehall: bytes) -> None:
    """Refuse what would unpack without end, before anything of it is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(innehall)) as paket:
            delar = paket.infolist()
            if len(delar) > FLEST_DELAR or sum(d.file_size for d in delar) > STORST_UPPACKAD:
                raise Lasfel(_FOR_STOR)
            element = 0
            for del_ in delar:
                if del_.filename.lower().endswith((".xml", ".rels")):
                    if del_.file_size > STORSTA_DEL:
                        raise Lasfel(_FOR_STOR)
                    element += paket.read(del_).count(b"<")
            if element > 2 * FLEST_ELEMENT:
                raise Lasfel(_FOR_STOR)
    except Lasfel:
        raise
    except Exception as fel:  # zipfile raises a dozen kinds on a broken file
        raise Lasfel(_SKADAD) from fel


def _las(dokument) -> str:
    kropp = dokument.element.body
    if kropp is None:
        raise Lasfel(_SKADAD)
    if next(kropp.iter(*_SPARADE), None) is not None:
        raise Lasfel(_SPARAT)
    numrering = _del(dokument, "/numbering")
    laggare = _Laggare(Format(dokument.styles.element, numrering), _del(dokument, "/footnotes"))
    huvuden = _sidhuvuden(dokument, laggare)
    sidor = "\n".join(_som_rader(laggare.block(kropp), laggare.format)).split("\f")
    # What heads the first page, and what heads the others: on the first too where the file does not say where it ends.
    if len(huvuden) > 1 and len(sidor) > 1:
        sidor[1] = f"{huvuden.pop()}\n\n{sidor[1]}"
    return "\f".join(["\n\n".join([*huvuden, sidor[0]]), *sidor[1:]])


def _del(dokument, slag: str):
    """A part of the package that the document refers to, as XML."""
    for rel in dokument.part.rels.values():
        if not rel.is_external and rel.reltype.endswith(slag):
            # Read by the parser of the package, which expands no entities.
            return parse_xml(rel.target_part.blob)
    return None


def _sidhuvuden(dokument, laggare: "_Laggare") -> list[str]:
    """The page head of the first page, then that of the others where it is another."""
    sektion = dokument.sections[0] if len(dokument.sections) else None
    if sektion is None:
        return []
    huvuden = [sektion.header]
    if sektion.different_first_page_header_footer:
        huvuden.insert(0, sektion.first_page_header)
    texter = []
    for huvud in huvuden:
        rader = [] if huvud.is_linked_to_previous else _som_rader(laggare.block(huvud._element), laggare.format)
        text = "\n".join(r for r in rader if r.strip(" \f\t")).replace("\f", "")
        if text and text not in texter:
            texter.append(text)
    return texter


@dataclass(slots=True)
class _Rad:
    """A row of a table, or a part of one, as lines."""

    rader: list[str]
    ny_sida: bool = False


class _Laggare:
    """Goes through paragraphs and tables in the order they stand."""

    def __init__(self, format: Format, fotnoter):
        self.format = format
        self._stycken = Styckelasare(format, fotnoter)

    def block(self, behallare) -> Iterator[Stycke | _Rad]:
        for barn in behallare:
            if barn.tag == qn("w:p"):
                stycke = self._stycken.las(barn)
                yield stycke
                for ruta in stycke.rutor:
                    yield from self.block(ruta)
                for nummer, fotnot in stycke.noter:
                    yield from self._fotnot(nummer, fotnot)
            elif barn.tag == qn("w:tbl"):
                yield from self._tabell(barn)
            elif barn.tag in {qn("w:sdt"), qn("w:customXml"), qn("w:smartTag")}:
                innehall = barn.find(qn("w:sdtContent"))
                yield from self.block(innehall if innehall is not None else barn)

    def _fotnot(self, nummer: int, fotnot) -> Iterator[Stycke | _Rad]:
        for n, block in enumerate(self.block(fotnot)):
            if n == 0 and isinstance(block, Stycke):
                block.text = f"[{nummer}] {block.text.strip()}"
            yield block

    def _tabell(self, tabell) -> Iterator[Stycke | _Rad]:
        rader = [self._celler(rad) for rad in _under(tabell, "w:tr")]
        framsida = any(rad and _ar_etikett(_texter(rad[0])) for rad in rader)
        for rad in rader:
            if not any(_texter(cell) for cell in rad):
                continue
            ny_sida = any(isinstance(b, Stycke) and b.ny_sida for cell in rad for b in cell)
            if framsida:
                yield _Rad(_sida_vid_sida(rad), ny_sida)
            elif len(rad) == 1 or _ar_uppstallning(rad):
                for cell in rad:
                    yield from cell
            else:
                yield _Rad(["\t".join(" ".join(" ".join(_texter(cell)).split()) for cell in rad)], ny_sida)

    def _celler(self, rad) -> list[list[Stycke | _Rad]]:
        celler: list[list[Stycke | _Rad]] = []
        for cell in _under(rad, "w:tc"):
            egenskaper = cell.find(qn("w:tcPr"))
            sammanslagen = egenskaper.find(qn("w:vMerge")) if egenskaper is not None else None
            # Below the first cell of those joined downwards Word shows nothing.
            dold = sammanslagen is not None and sammanslagen.get(qn("w:val")) != "restart"
            celler.append([] if dold else list(self.block(cell)))
            bredd = heltal(varde(egenskaper, "w:gridSpan")) or 1
            celler += [[] for _ in range(min(bredd, 60) - 1)]
        # One cell over the whole width is text, not a row with empty columns.
        return celler[:1] if len(_under(rad, "w:tc")) == 1 else celler


def _under(element, tagg: str) -> list:
    """Rows of a table or cells of a row, also those inside content controls."""
    funna = []
    for barn in element:
        if barn.tag == qn(tagg):
            funna.append(barn)
        elif barn.tag in {qn("w:sdt"), qn("w:customXml")}:
            innehall = barn.find(qn("w:sdtContent"))
            funna += _under(innehall if innehall is not None else barn, tagg)
    return funna


def _texter(cell: list[Stycke | _Rad]) -> list[str]:
    """The lines of a cell that say something."""
    rader = []
    for block in cell:
        bitar = block.rader if isinstance(block, _Rad) else block.text.replace("\f", "\n").split("\n")
        rader += [b.strip(" ") for b in bitar]
    return [r for r in rader if r.strip()]


def _ar_etikett(rader: list[str]) -> bool:
    """The label of a front page, alone in its cell ("Plats och tid"), also when it is wrapped there."""
    text = " ".join(rader)
    etikett = las_etikett(text) if 0 < len(text) < 60 else None
    return etikett is not None and not etikett.rest.strip()


def _sida_vid_sida(rad: list[list[Stycke | _Rad]]) -> list[str]:
    """The cells of a front page: the label beside the first line, the other lines under it in their columns."""
    kolumner = [_texter(cell) for cell in rad]
    if kolumner and _ar_etikett(kolumner[0]):
        kolumner[0] = [" ".join(kolumner[0])]
    return ["\t".join(bitar).rstrip("\t") for bitar in zip_longest(*kolumner, fillvalue="")]


def _ar_uppstallning(rad: list[list[Stycke | _Rad]]) -> bool:
    """A table that only places text on the page: a heading beside its text, or whole sections in a cell."""
    kolumner = [texter for cell in rad if (texter := _texter(cell))]
    if any(len(t) > 1 and any(las_rubrik(r) for r in t) for t in kolumner):
        return True
    rubriker = [len(t) == 1 and las_rubrik(t[0]) is not None for t in kolumner]
    return len(rubriker) > 1 and rubriker[0] and not any(rubriker[1:])


def _som_rader(block: Iterable[Stycke | _Rad], format: Format) -> list[str]:
    """Lines with a blank one where there is space between, as on the page; a form feed begins a page."""
    rader: list[str] = []
    forra: Stycke | _Rad | None = None
    tomt = False
    for nu in block:
        egna = nu.rader if isinstance(nu, _Rad) else nu.text.split("\n")
        if isinstance(nu, Stycke) and not nu.text.strip():
            tomt = True
            continue
        if rader and (tomt or not _tatt(forra, nu, format)):
            rader.append("")
        if nu.ny_sida and rader:
            egna = ["\f" + egna[0], *egna[1:]]
        rader += egna
        forra, tomt = nu, False
    return rader


def _tatt(forra: Stycke | _Rad | None, nu: Stycke | _Rad, format: Format) -> bool:
    """Do the two stand right under each other on the page?"""
    if isinstance(forra, _Rad) and isinstance(nu, _Rad):
        return True
    if not isinstance(forra, Stycke) or not isinstance(nu, Stycke) or forra.rubrik or nu.rubrik:
        return False
    if forra.lista and nu.lista:
        return True
    return forra.lista == nu.lista and forra.p.getparent() is nu.p.getparent() and format.luft(forra.p, nu.p) == 0

"""Word files as templates of municipalities make them, built part by part."""

import io
import zipfile

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

RUBRIKER = frozenset(
    ("Beslut", "Reservationer", "Ärendet", "Bakgrund", "Sammanfattning", "Innehållsförteckning", "Beslutsgång")
)


def som_bytes(dokument) -> bytes:
    ut = io.BytesIO()
    dokument.save(ut)
    return ut.getvalue()


def av_text(text: str) -> bytes:
    """Each line a paragraph, rows with TAB a table, a new page where the text has one."""
    dokument = Document()
    dokument.styles["Normal"].paragraph_format.space_after = 0
    tabell = None
    for rad in text.strip("\n").replace("\n\n\n\n", "\n\f\n").split("\n"):
        if rad == "\f":
            dokument.add_page_break()
            continue
        if "\t" in rad.strip():
            celler = rad.split("\t")
            if tabell is None or len(tabell.columns) != len(celler):
                tabell = dokument.add_table(0, len(celler))
            for cell, bit in zip(tabell.add_row().cells, celler, strict=True):
                cell.text = bit
            continue
        tabell = None
        dokument.add_paragraph(rad.strip(), style="Heading 2" if rad in RUBRIKER else None)
    return som_bytes(dokument)


def xml(stycke: str):
    return parse_xml(stycke.replace(">", f" {nsdecls('w')}>", 1))


def satt_lista(p, nummer: int, niva: int = 0) -> None:
    p._p.get_or_add_pPr().append(xml(f'<w:numPr><w:ilvl w:val="{niva}"/><w:numId w:val="{nummer}"/></w:numPr>'))


def lagg_lista(dokument, mall: str, *, format: str = "decimal", start: int = 1) -> int:
    """A list with its own numbers ("§ %1"): gives its number."""
    numrering = dokument.part.numbering_part.element
    nycklar = [int(e.get(qn("w:abstractNumId"))) for e in numrering.findall(qn("w:abstractNum"))]
    nyckel = max(nycklar, default=0) + 1
    numrering.insert(
        0,
        xml(
            f'<w:abstractNum w:abstractNumId="{nyckel}"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
            f'<w:numFmt w:val="{format}"/><w:lvlText w:val="{mall}"/></w:lvl></w:abstractNum>'
        ),
    )
    return numrering.add_num(nyckel).numId


def protokoll() -> bytes:
    """A template as many have it: head of the page, a table without lines as front page, § as numbered headings."""
    d = Document()
    d.styles["Normal"].paragraph_format.space_after = 0
    huvud = d.sections[0].header
    huvud.paragraphs[0].text = "ÄLVBRO KOMMUN\tSAMMANTRÄDESPROTOKOLL"
    huvud.add_paragraph("Kulturnämnden\t2023-03-02")

    blad = d.add_table(0, 3)
    for celler in (
        ("Plats och tid", "Biblioteket, torsdagen den 2 mars 2023 kl 13.00–14.30", ""),
        ("Beslutande", "Ledamöter\nAnn Berg (S), ordförande\nCarl Dahl (M)", "Tjänstgörande ersättare\nEva Falk (V)"),
        ("Övriga närvarande", "Gun Holm, bibliotekschef\nIvar Jung, sekreterare", ""),
        ("Justerare", "Carl Dahl (M)", ""),
        ("Paragrafer", "§§ 3–5", ""),
        ("Sekreterare", "Ivar Jung", ""),
        ("Ordförande", "Ann Berg", ""),
    ):
        rad = blad.add_row()
        for cell, text in zip(rad.cells, celler, strict=True):
            forsta, *resten = text.split("\n")
            cell.paragraphs[0].text = forsta
            for bit in resten:
                cell.add_paragraph(bit)
    d.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    nummer = lagg_lista(d, "§ %1", start=3)
    punkter = lagg_lista(d, "%1.")
    p = d.add_heading("Bokbussens nya turer", 1)
    satt_lista(p, nummer)
    d.add_paragraph("Dnr KN-2023-00009")
    d.add_heading("Beslut", 2)
    for text in ("Kulturnämnden godkänner förslaget.", "Biblioteket får i uppdrag att följa turerna."):
        satt_lista(d.add_paragraph(text), punkter)
    d.add_heading("Bakgrund", 2)
    p = d.add_paragraph("Bussen har gått ")
    p._p.append(xml("<w:r><w:lastRenderedPageBreak/><w:t xml:space='preserve'>i tre år. </w:t></w:r>"))
    p._p.append(xml("<w:sdt><w:sdtContent><w:r><w:t>Turerna är många</w:t></w:r></w:sdtContent></w:sdt>"))
    p._p.append(xml("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hemligt</w:t></w:r>"))
    p._p.append(xml('<w:hyperlink><w:r><w:t xml:space="preserve"> och glesa.</w:t></w:r></w:hyperlink>'))
    d.add_paragraph("Den stannar i alla byar")
    d.add_paragraph("Beslutet skickas till").runs[0].bold = True
    for text in ("Biblioteket", "Tekniska nämnden"):
        d.add_paragraph(text, style="List Bullet")

    satt_lista(d.add_heading("Inbjudningar", 1), nummer)
    d.add_paragraph("Dnr KN-2023-00010")
    d.add_heading("Beslut", 2)
    d.add_paragraph("Kulturnämnden beslutar följande:")
    tabell = d.add_table(0, 2)
    for celler in (
        ("Inbjudan till", "Beslut"),
        ("Biblioteksdagar, 3-5 maj, Norrstad", "Ann Berg (S) och Gun Holm,\nbibliotekschef deltar"),
        ("Bokmässa, 28 september", "avstår"),
    ):
        for cell, text in zip(tabell.add_row().cells, celler, strict=True):
            cell.text = text

    satt_lista(d.add_heading("Öppettider", 1), nummer)
    d.add_paragraph("Dnr KN-2023-00011")
    marginal = d.add_table(0, 2)
    for rubrik, text in (("Beslut", "Kulturnämnden antar öppettiderna."), ("Ärendet", "Frågan väcktes i höstas.")):
        cell, bredvid = marginal.add_row().cells
        cell.text, bredvid.text = rubrik, text
    return som_bytes(d)


def paket(delar: dict[str, bytes]) -> bytes:
    """A zip file with these parts beside those of an empty Word file."""
    ut = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(som_bytes(Document()))) as fran,
        zipfile.ZipFile(ut, "w", zipfile.ZIP_DEFLATED) as till,
    ):
        for namn in fran.namelist():
            if namn not in delar:
                till.writestr(namn, fran.read(namn))
        for namn, innehall in delar.items():
            if innehall is not None:
                till.writestr(namn, innehall)
    return ut.getvalue()


def dokument_xml(kropp: str, fore: str = "") -> bytes:
    dokument = f"<w:document {nsdecls('w')}><w:body>{kropp}</w:body></w:document>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{fore}{dokument}'.encode()

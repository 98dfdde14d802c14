"""Word files: read as the eye has them, and the sentence for each kind of file that is not."""

import io
import zipfile
from datetime import date, time

import pytest
from docx import Document

from protokoll.inlasning import Lasfel, las_text, tolka

from .hjalp import EGNA, avsnitt, egen, koder
from .wordfiler import av_text, dokument_xml, lagg_lista, paket, protokoll, satt_lista, som_bytes, xml


@pytest.fixture(scope="module")
def inlast():
    return tolka(las_text("protokoll.docx", protokoll()), ())


def test_front_page_in_a_table_without_lines(inlast):
    assert (inlast.organ, inlast.datum, inlast.plats) == ("Kulturnämnden", date(2023, 3, 2), "Biblioteket")
    assert (inlast.start, inlast.slut) == (time(13), time(14, 30))
    assert [(p.namn, p.roll) for p in inlast.ledamoter] == [("Ann Berg", "ordförande"), ("Carl Dahl", None)]
    assert [(p.namn, p.tjanstgor) for p in inlast.ersattare] == [("Eva Falk", True)]
    assert [(o.namn, o.titel) for o in inlast.ovriga] == [("Gun Holm", "bibliotekschef"), ("Ivar Jung", "sekreterare")]
    assert (inlast.sekreterare, inlast.ordforande, inlast.angivna_paragrafer) == ("Ivar Jung", "Ann Berg", (3, 4, 5))
    assert koder(inlast) == ["deltagare_saknas_bland_mottagare"] * 2


def test_numbers_that_word_counts_itself_are_read(inlast):
    assert [(p.nummer, p.dnr, p.rubrik) for p in inlast.paragrafer] == [
        (3, "KN-2023-00009", "Bokbussens nya turer"),
        (4, "KN-2023-00010", "Inbjudningar"),
        (5, "KN-2023-00011", "Öppettider"),
    ]
    assert avsnitt(inlast, 3, "beslut").text == (
        "1. Kulturnämnden godkänner förslaget.\n2. Biblioteket får i uppdrag att följa turerna."
    )


def test_paragraph_over_a_page_break_stays_whole_and_hidden_text_out(inlast):
    assert avsnitt(inlast, 3, "bakgrund").text == (
        "Bussen har gått i tre år. Turerna är många och glesa.\n\nDen stannar i alla byar"
    )
    assert [p.sida for p in inlast.paragrafer] == [2, 3, 3]


def test_list_and_bold_heading(inlast):
    assert avsnitt(inlast, 3, "mottagare").text == "• Biblioteket\n• Tekniska nämnden"


def test_table_of_inbjudningar(inlast):
    assert [i.svar for i in inlast.inbjudningar] == ["deltar", "avstar"]
    assert [d.namn for d in inlast.inbjudningar[0].deltagare] == ["Ann Berg", "Gun Holm"]


def test_headings_in_the_margin(inlast):
    assert avsnitt(inlast, 5, "beslut").text == "Kulturnämnden antar öppettiderna."
    assert avsnitt(inlast, 5, "arendet").text == "Frågan väcktes i höstas."


def _det_lasta(inlast):
    ut = inlast.som_json()
    for falt in ("bortvalt", "varningar", "oplacerat"):
        del ut[falt]
    for p in ut["paragrafer"]:
        del p["sida"]
    return ut


@pytest.mark.parametrize("namn", ["vimmerbylik", "allman_dal"])
def test_text_typed_in_word_is_read_as_the_text_itself(namn):
    fran_word = _det_lasta(tolka(las_text("a.docx", av_text(egen(namn))), ()))
    som_text = _det_lasta(tolka(egen(namn), ()))
    assert fran_word.keys() == som_text.keys()
    for falt in som_text:
        assert fran_word[falt] == som_text[falt], falt


@pytest.mark.parametrize("namn", EGNA)
def test_paragraphs_of_every_layout_come_through_word(namn):
    fran_word = tolka(las_text("a.docx", av_text(egen(namn))), ())
    som_text = tolka(egen(namn), ())
    assert [(p.nummer, p.dnr) for p in fran_word.paragrafer] == [(p.nummer, p.dnr) for p in som_text.paragrafer]
    assert fran_word.organ == som_text.organ


def _text(*delar) -> str:
    d = Document()
    d.add_paragraph("Ett protokoll med tillräckligt mycket text")
    for del_ in delar:
        d.element.body.insert(len(d.element.body) - 1, xml(del_))
    return las_text("a.docx", som_bytes(d))


_FALT = """<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE \\* MERGEFORMAT</w:instrText>
<w:fldChar w:fldCharType="separate"/><w:t>7</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>"""
_RUTA = """<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>I en ruta</w:t></w:r></w:p></w:txbxContent></w:pict>
<w:t>Bredvid</w:t></w:r></w:p>"""
_SAMMANSLAGNA = """<w:tbl>
<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Hela bredden</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>
<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"""
_INRE = """<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>inre</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p/></w:tc><w:tc><w:p><w:r><w:t>yttre</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"""


@pytest.mark.parametrize(
    ("xml_", "text"),
    [
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        ("<w:p><w:r><w:t>IT</w:t><w:noBreakHyphen/><w:t>chef</w:t><w:softHyphen/></w:r></w:p>", "IT-chef"),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t>Ja</w:t></w:r></w:p>', "✓Ja"),
        ('<w:p><w:fldSimple w:instr="DATE"><w:r><w:t>2023-03-02</w:t></w:r></w:fldSimple></w:p>', "2023-03-02"),
        ("<w:p><w:r><w:t>Ett ord\nsom XML bryter</w:t></w:r></w:p>", "Ett ord som XML bryter"),
        (_FALT, "7"),
        (_RUTA, "Bredvid\n\nI en ruta"),
        (_SAMMANSLAGNA, "Hela bredden\n\na\t\tc"),
        (_INRE, "inre\tyttre"),
    ],
)
def test_parts_of_a_paragraph(xml_, text):
    assert _text(xml_).rstrip("\n").endswith(f"text\n\n{text}")


def test_lists_count_as_word_counts():
    d = Document()
    bokstaver, romerska = lagg_lista(d, "%1)", format="lowerLetter"), lagg_lista(d, "%1.", format="upperRoman", start=4)
    for text, lista in (("ett", bokstaver), ("två", bokstaver), ("fyra", romerska), ("tre", bokstaver)):
        satt_lista(d.add_paragraph(f"Punkten {text}"), lista)
    assert las_text("a.docx", som_bytes(d)).split("\n")[1:] == [
        "a) Punkten ett",
        "b) Punkten två",
        "IV. Punkten fyra",
        "c) Punkten tre",
    ]


def test_word_file_is_known_by_its_content():
    assert tolka(las_text("protokoll.txt", protokoll()), ()).organ == "Kulturnämnden"


_TEXT = "<w:p><w:r><w:t>Protokoll med text som går att läsa</w:t></w:r></w:p>"
_MISS = (
    '<!DOCTYPE b [<!ENTITY a "skräp skräp skräp skräp">'
    + "".join(f'<!ENTITY {n} "{f"&{f};" * 10}">' for f, n in zip("abcdefg", "bcdefgh", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    ("namn", "innehall", "mening"),
    [
        pytest.param("a.docx", b"PK\x03\x04", "skadad", id="cut"),
        pytest.param("a.docx", b"Beslut", "skadad", id="text called docx"),
        pytest.param("a.docx", protokoll()[:9000], "skadad", id="half"),
        pytest.param("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "lösenord", id="locked"),
        pytest.param("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "äldre format", id="doc"),
        pytest.param("a.docx", paket({"word/document.xml": None}), "skadad", id="no document"),
        pytest.param("a.docx", paket({"word/document.xml": b"<w:document"}), "skadad", id="broken xml"),
        pytest.param("a.docx", paket({"word/document.xml": dokument_xml("")}), "ingen text", id="empty"),
        pytest.param(
            "a.docx",
            paket({"word/document.xml": dokument_xml("<w:p><w:r><w:drawing/></w:r></w:p>" * 9)}),
            "ingen text",
            id="pictures only",
        ),
        pytest.param(
            "a.docx",
            paket({"word/document.xml": dokument_xml(_TEXT + "<w:p><w:del><w:r><w:t>x</w:t></w:r></w:del></w:p>")}),
            "spårade ändringar",
            id="tracked changes",
        ),
        pytest.param("a.docx", lambda: paket({"word/media/a.bmp": b"\0" * 130_000_000}), "orimligt", id="zip bomb"),
        pytest.param(
            "a.docx",
            lambda: paket({"word/document.xml": dokument_xml("<w:p/>" * 4_100_000)}),
            "orimligt",
            id="xml bomb",
        ),
        pytest.param("a.docx", lambda: paket({f"x/{n}": b"" for n in range(3100)}), "orimligt", id="many parts"),
        pytest.param(
            "a.docx",
            paket({"word/document.xml": dokument_xml("<w:p>&h;</w:p>", fore=_MISS)}),
            "ingen text|skadad",
            id="entity bomb",
        ),
        pytest.param(
            "a.docx",
            paket({"word/document.xml": dokument_xml("<w:tbl><w:tr><w:tc>" * 400 + "</w:tc></w:tr></w:tbl>" * 400)}),
            "skadad",
            id="deep",
        ),
    ],
)
def test_faulty_word_file_gets_a_sentence(namn, innehall, mening):
    with pytest.raises(Lasfel, match=mening) as fel:
        las_text(namn, innehall() if callable(innehall) else innehall)
    assert str(fel.value).endswith(".")


@pytest.mark.parametrize("plats", range(0, 30_000, 1499))
def test_damaged_word_file_gives_lasfel_or_text(plats):
    innehall = bytearray(protokoll())
    innehall[plats % len(innehall) :: 997] = b"?" * len(innehall[plats % len(innehall) :: 997])
    try:
        assert isinstance(las_text("a.docx", bytes(innehall)), str)
    except Lasfel as fel:
        assert str(fel)  # noqa: PT017


def test_footnotes_are_told_after_their_paragraph():
    fot = (
        '<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/'
        'wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r><w:t>Utan Öland.</w:t></w:r><w:r>'
        '<w:footnoteReference w:id="2"/></w:r></w:p></w:footnote></w:footnotes>'
    ).encode()
    with zipfile.ZipFile(io.BytesIO(som_bytes(Document()))) as fil:
        rel = fil.read("word/_rels/document.xml.rels").decode()
        typer = fil.read("[Content_Types].xml").decode()
    rel = rel.replace(
        "</Relationships>",
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" '
        'Target="footnotes.xml"/></Relationships>',
    )
    typer = typer.replace(
        "</Types>",
        '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.footnotes+xml"/></Types>',
    )
    kropp = '<w:p><w:r><w:t>Hela länet ska med</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    innehall = paket(
        {
            "word/document.xml": dokument_xml(kropp),
            "word/footnotes.xml": fot,
            "word/_rels/document.xml.rels": rel.encode(),
            "[Content_Types].xml": typer.encode(),
        }
    )
    assert las_text("a.docx", innehall).split("\n")[1:] == ["Hela länet ska med[1]", "", "[1] Utan Öland."]

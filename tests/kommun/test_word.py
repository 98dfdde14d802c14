"""Word files: what was put in is what another program reads out, in real styles, lists and tables."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from kommun.editor import clean_html, text_to_html
from kommun.word import Lists, Margins, Properties, rich_text, word_file
from kommun.word.markup import paragraph, run

EGENSKAPER = Properties("Titeln <&>", "Organet", "Beskrivningen", "Utkast", date(2020, 2, 25))


def fil(html="", kropp="", lists=None):
    lists = lists or Lists()
    kropp = kropp or rich_text(html, lists)
    marginaler = Margins(*(paragraph(run(t), "Sidhuvud") for t in ("huvud", "fot", "forst", "sist")))
    return word_file(kropp, lists=lists, margins=marginaler, properties=EGENSKAPER)


def las(html):
    return Document(BytesIO(fil(html)))


def stycken(html):
    return [(p.style.name, p.text) for p in las(html).paragraphs]


def test_same_content_is_same_bytes_and_every_part_is_xml():
    data = fil("<p>Text</p><ol><li>ett</li></ol>")

    assert data == fil("<p>Text</p><ol><li>ett</li></ol>")
    with ZipFile(BytesIO(data)) as paket:
        assert paket.testzip() is None
        assert {i.date_time for i in paket.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for namn in paket.namelist():
            etree.fromstring(paket.read(namn))


def test_language_title_and_day_are_of_the_content():
    dokument = Document(BytesIO(fil("<p>x</p>")))

    om = dokument.core_properties
    assert (om.title, om.author, om.language, om.content_status) == ("Titeln <&>", "Organet", "sv-SE", "Utkast")
    assert om.created.date() == om.modified.date() == date(2020, 2, 25)
    sprak = dokument.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert sprak.get(qn("w:val")) == "sv-SE"
    sektion = dokument.sections[0]
    assert (sektion.page_width.mm, sektion.page_height.mm) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
    assert sektion.different_first_page_header_footer
    assert [p.text for p in sektion.header.paragraphs] == ["huvud"]
    assert [p.text for p in sektion.first_page_footer.paragraphs] == ["sist"]


def test_bold_italic_and_line_breaks():
    [stycke] = las("<p>Vanlig <strong>fet <em>både</em></strong> <em>lutad</em><br>ny rad</p>").paragraphs

    assert stycke.text == "Vanlig fet både lutad\nny rad"
    sedda = [(r.text, bool(r.bold), bool(r.italic)) for r in stycke.runs if r.text.strip()]
    assert sedda == [
        ("Vanlig ", False, False),
        ("fet ", True, False),
        ("både", True, True),
        ("lutad", False, True),
        ("ny rad", False, False),
    ]


def test_words_outside_a_block_are_not_lost():
    assert stycken("löst <em>ord</em><p>stycke</p>efter<ul>i listan<li>punkt</li></ul>sist") == [
        ("Body Text", "löst ord"),
        ("Body Text", "stycke"),
        ("Body Text", "efter"),
        ("Body Text", "i listan"),
        ("List Bullet", "punkt"),
        ("Body Text", "sist"),
    ]


def test_lists_are_lists_and_each_numbered_one_counts_from_its_own_start():
    dokument = las(
        "<ol><li><p>ett</p></li><li>två<ul><li>under</li></ul></li></ol><p>mellan</p><ol start='7'><li>sju</li></ol>"
    )
    numrering = dokument.part.numbering_part.element
    starter = {
        num.get(qn("w:numId")): num.find(f".//{qn('w:startOverride')}").get(qn("w:val"))
        for num in numrering.findall(qn("w:num"))
        if num.find(f".//{qn('w:startOverride')}") is not None
    }
    sedda = []
    for p in dokument.paragraphs:
        plats = p._p.pPr.numPr
        sedda.append((p.text, plats is not None and (plats.ilvl.val, starter.get(str(plats.numId.val), "punkt"))))

    assert sedda == [
        ("ett", (0, "1")),
        ("två", (0, "1")),
        ("under", (1, "punkt")),
        ("mellan", False),
        ("sju", (0, "7")),
    ]


def test_heading_rows_of_a_table_are_repeated_and_no_row_is_parted():
    html = (
        '<table><thead><tr><th scope="col">Inbjudan till</th><th>Beslut</th></tr></thead>'
        "<tbody><tr><th>Piku</th><td>avstår</td></tr></tbody></table>"
    )
    [tabell] = las(html).tables

    rader = [[c.text for c in r.cells] for r in tabell.rows]
    assert rader == [["Inbjudan till", "Beslut"], ["Piku", "avstår"]]
    huvud = [r._tr.trPr.find(qn("w:tblHeader")) is not None for r in tabell.rows]
    assert huvud == [True, False]
    assert all(r._tr.trPr.find(qn("w:cantSplit")) is not None for r in tabell.rows)
    assert sum(c.width for c in tabell.rows[0].cells) == sum(c.width for c in tabell.columns)


def test_merged_cells_keep_their_place():
    html = (
        "<table><tr><td colspan='2'>bred</td><td>c</td></tr>"
        "<tr><td rowspan='2'>hög</td><td>b</td><td>c2</td></tr>"
        "<tr><td colspan='2'>rest</td></tr><tr><td>kort</td></tr></table>"
    )
    [tabell] = las(html).tables

    assert [[c.text for c in r.cells] for r in tabell.rows] == [
        ["bred", "bred", "c"],
        ["hög", "b", "c2"],
        ["hög", "rest", "rest"],
        ["kort", "", ""],
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<table></table>",
        "<table><tr></tr></table>",
        "<table><tr><td rowspan='9'>a</td></tr></table>",
        "<table><tr><td colspan='999'>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
        "<table><tr><td rowspan='2'>a</td><td>b</td></tr><tr><td>c</td><td>d</td><td>e</td></tr></table>",
        "<table><tr><td><ul><li>punkt</li></ul></td></tr></table>",
        "<ul><li></li></ul>",
        "<ul><li><ul><li>bara under</li></ul></li></ul>",
        "<ol><li><ol><li><ol><li><ol><li>fyra steg ned</li></ol></li></ol></li></ol></li></ol>",
        "<p></p>",
    ],
)
def test_odd_html_becomes_a_file_that_can_be_opened(html):
    dokument = las(html)

    for tabell in dokument.tables:
        antal = len(tabell.columns)
        assert all(len(r.cells) == antal for r in tabell.rows)
        assert all(cell.paragraphs for r in tabell.rows for cell in r.cells)
    text = "".join(t.text or "" for t in dokument.element.body.iter(qn("w:t")))
    assert text.replace(" ", "") == etree.fromstring(f"<x>{html}</x>").xpath("string()").replace(" ", "")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
@example("a\x00b\x0b<b>&amp;\u2028\ufffe\U0001f600")
@example("rad 1\nrad 2\n\n• punkt\n• till\n\na\tb\nc\td")
def test_any_text_can_be_written_and_read(text):
    html = clean_html(text_to_html(text))
    dokument = las(html)

    skrivet = "".join(t.text or "" for t in dokument.element.body.iter(qn("w:t")))
    vantat = "".join(etree.HTML(f"<div>{html}</div>").itertext()) if html else ""
    bara = lambda s: [c for c in s if c.isalnum()]  # noqa: E731
    assert bara(skrivet) == bara(vantat)

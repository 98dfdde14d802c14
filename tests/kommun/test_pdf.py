"""kommun.pdf with small templates of the tests' own."""

import hashlib
import json
import logging
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import page
import pdfplumber
import pydyf
import pytest
from pdfminer.pdftypes import resolve1

from kommun import pdf
from kommun.pdf.finish import _end_streams_clearly, ends_clearly
from protokoll.utskrift import protokoll_pdf
from tests.pdfprov import Trad, granska_pdf
from tests.protokoll.seed_dokument import SEED

pytestmark = pytest.mark.usefixtures("nytryckt")

FACTS = {
    "title": "Försök",
    "author": "Kommunstyrelsen",
    "description": "Ett försök",
    "created": date(2020, 2, 25),
    "identifier": "försök",
}
LOREM = "Kommunstyrelsen beslutar att arbetsutskottet får i uppdrag att återkomma i ärendet. "


@pytest.fixture
def skriv(settings, tmp_path):
    """Render a body of HTML the way a § is rendered; gives the bytes."""

    def skriv(body: str, **facts) -> bytes:
        (tmp_path / "forsok.html").write_text(
            '<!doctype html><html lang="sv"><body><h1>Försök</h1><div class="text">{{ body|safe }}</div></body></html>'
        )
        settings.TEMPLATES = [
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path], "APP_DIRS": False}
        ]
        return pdf.render("forsok.html", {"body": body}, **FACTS | facts)

    return skriv


def text(data: bytes) -> str:
    with pdfplumber.open(BytesIO(data)) as document:
        return "\n".join(sida.extract_text() for sida in document.pages)


def assert_both_profiles(data: bytes) -> None:
    for profile in ("2a", "ua1"):
        result = page.validate_pdf_bytes(data, profile=profile)
        assert result.is_compliant, [(f.rule_id, f.message) for f in result.failures]


TECKEN = (
    "CO₂ → ≥ ✓ ☐ 😀 Škorić Đoković αβγ utarb\u0435\u0442\u0430 ½ ⅓ € ”citat” ’ – — … العربية A\u2011B 1\u202f000 ẞ ł"
)


def test_pdf_passes_both_profiles(skriv, caplog):
    body = (
        f"<p>{LOREM}</p><p>{TECKEN}</p><ul><li>ett<ol><li>två</li></ol></li></ul>"
        "<table><tr><th>Vad</th><th>Belopp</th></tr><tr><td>Bidrag</td><td>1 250 kr</td></tr></table>"
        "<table><tr><th>Rad</th><td>värde</td></tr></table><p>a<br><strong>b</strong> <em>c</em></p>"
    )
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        assert_both_profiles(skriv(body))
    assert caplog.messages == []


def test_pdf_metadata_comes_from_arguments(skriv):
    data = skriv("<p>text</p>")
    with pdfplumber.open(BytesIO(data)) as document:
        assert document.metadata["Title"] == "Försök"
        assert document.metadata["Author"] == "Kommunstyrelsen"
        assert document.metadata["Subject"] == "Ett försök"
        assert document.metadata["CreationDate"] == document.metadata["ModDate"] == "D:20200225"
        assert document.doc.catalog["Lang"] == b"sv"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert re.search(rb"<pdfaid:part>2</pdfaid:part>|pdfaid:part=\"2\"", data)


def test_pdf_bytes_follow_content_only(skriv):
    assert skriv("<p>text</p>") == skriv("<p>text</p>")
    assert skriv("<p>text</p>") != skriv("<p>text!</p>")
    assert skriv("<p>text</p>") != skriv("<p>text</p>", identifier=b"annat")


PROCESS = """
import hashlib, sys, django
django.setup()
from tests.protokoll.seed_dokument import SEED
from protokoll.utskrift import protokoll_pdf
sys.stdout.write(hashlib.sha256(protokoll_pdf(SEED)).hexdigest())
"""


def test_pdf_bytes_are_the_same_in_another_process_and_without_fonts_of_the_machine(tmp_path, monkeypatch):
    (tmp_path / "fonts.conf").write_text("<?xml version='1.0'?><fontconfig></fontconfig>")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.settings")
    monkeypatch.setenv("PYTHONHASHSEED", "2")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    other = subprocess.run([sys.executable, "-c", PROCESS], capture_output=True, text=True, check=True).stdout
    assert other == hashlib.sha256(protokoll_pdf(SEED)).hexdigest()


def test_only_packaged_fonts_are_embedded(skriv):
    with pdfplumber.open(BytesIO(skriv(f"<p>{TECKEN} <em>k\u0430</em> <strong>š</strong></p>"))) as document:
        fonts = {char["fontname"].split("+")[1] for sida in document.pages for char in sida.chars}
    assert fonts
    assert all(re.match(r"Source-(Sans-3|Serif-4)|DejaVu-Sans", font) for font in fonts), fonts
    assert any("cyrillic" in font for font in fonts)


def test_common_text_loads_no_reserve_font(skriv):
    with pdfplumber.open(BytesIO(skriv("<p>åäö ÅÄÖ é § 1–2 ”x” 5 %</p>"))) as document:
        fonts = {char["fontname"].split("+")[1] for sida in document.pages for char in sida.chars}
    assert not any("DejaVu" in font for font in fonts)


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("utarb\u0435\u0442\u0430", "utarb\u0435\u0442\u0430"),
        ("a\u030angstro\u0308m", "ångström"),
        ("effekt finansiering affisch", "effekt finansiering affisch"),
        ("upp\u00adföljning", "uppföljning"),
        ("noll\u200bbredd \ufeffbom", "nollbredd bom"),
        ("\u2764\ufe0f", "\u2764"),
        ("\uf0b7 punkt", "• punkt"),
        ("中", "[U+4E2D]"),
        ("a\u2028b", "a b"),
        ("&#x4E2D;&amp;&lt;b&gt;", "[U+4E2D]&<b>"),
        ("CO₂ ≥ 5", "CO₂ ≥ 5"),
    ],
)
def test_characters_come_out(skriv, source, printed):
    data = skriv(f"<p>{source}</p>")
    assert printed in text(data)
    assert_both_profiles(data)


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://example.org/x.png" alt="x">',
        '<img src="file:///etc/hostname" alt="x">',
        '<p style="background-image: url(file:///etc/hostname)">x</p>',
        '<style>@import url("http://example.org/x.css");</style>',
        '<link rel="stylesheet" href="http://example.org/x.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<a rel="attachment" href="file:///etc/hostname">x</a>',
        '<object data="file:///etc/hostname"></object>',
    ],
)
def test_nothing_outside_is_fetched(skriv, body):
    with pytest.raises(pdf.PdfFel, match="inte får hämtas"):
        skriv(body)


def test_missing_fonts_are_said_aloud(skriv, settings, tmp_path):
    settings.NODE_MODULES = tmp_path
    with pytest.raises(pdf.PdfFel, match="Source Serif 4 saknas"):
        skriv("<p>x</p>")


def test_missing_font_file_is_said_aloud(skriv, settings, tmp_path):
    package = tmp_path / "@fontsource" / "source-serif-4"
    package.mkdir(parents=True)
    (package / "unicode.json").write_text(json.dumps({"latin": "U+0-FF"}))
    settings.NODE_MODULES = tmp_path
    with pytest.raises(pdf.PdfFel, match="source-serif-4-latin-400-normal"):
        skriv("<p>x</p>")


def test_table_repeats_its_header_on_each_page(skriv):
    rows = "".join(f"<tr><td><p>Rad {i}</p></td><td><p>text</p></td></tr>" for i in range(80))
    data = skriv(f"<table><tbody><tr><th><p>Uppdraget</p></th><th><p>Läget</p></th></tr>{rows}</tbody></table>")
    with pdfplumber.open(BytesIO(data)) as document:
        pages = [sida.extract_text() for sida in document.pages]
        trad = Trad(document)
    assert len(pages) >= 3
    assert all(sida.count("Uppdraget Läget") == 1 for sida in pages)
    assert re.findall(r"Rad \d+", "\n".join(pages)) == [f"Rad {i}" for i in range(80)]
    # To a screen reader it is one table, and the header is read once.
    granska_pdf(data)
    antal = Counter(typ for typ, _ in trad.elementen)
    assert (antal["Table"], antal["THead"], antal["TH"], antal["TR"]) == (1, 1, 2, 81)
    rubriker = {element["ID"] for typ, element in trad.elementen if typ == "TH"}
    cellerna = [resolve1(element["A"])["Headers"] for typ, element in trad.elementen if typ == "TD"]
    assert {rubrik for cell in cellerna for rubrik in resolve1(cell)} == rubriker


@pytest.mark.parametrize(
    "table",
    [
        "<table></table>",
        "<table><tr></tr></table>",
        "<table><tr><th>bara rubrik</th></tr></table>",
        '<table><tr><th rowspan="2">a</th><th>b</th></tr><tr><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>',
        '<table><tr><th colspan="2">a</th></tr><tr><td>c</td><td>1</td></tr></table>',
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
        "<table><tr><td>ingen rubrik</td></tr><tr><td>två</td><td>tre</td></tr></table>",
        "<table><tr><th>" + "</th><th>".join("abcdefghij") + "</th></tr><tr>" + "<td>x</td>" * 10 + "</tr></table>",
    ],
)
def test_odd_tables_print_and_stay_valid(skriv, table):
    assert_both_profiles(skriv(f"<p>före</p>{table}<p>efter</p>"))


def test_columns_of_figures_are_set_from_the_right(skriv):
    rows = "".join(f"<tr><td>{i}</td><td>Bidrag</td><td>{i} 000 kr</td></tr>" for i in (1, 20, 300))
    with pdfplumber.open(
        BytesIO(skriv(f"<table><tr><th>Nr</th><th>Vad</th><th>Belopp</th></tr>{rows}</table>"))
    ) as document:
        words = document.pages[0].extract_words()
    ends = {round(word["x1"], 1) for word in words if word["text"] == "kr"}
    starts = {round(word["x0"], 1) for word in words if word["text"] == "Bidrag"}
    assert len(ends) == len(starts) == 1
    assert len({round(word["x0"], 1) for word in words if word["text"] == "000"}) == 1


@pytest.mark.parametrize(
    "run",
    ["§ 118", "§§ 14–35", "plan/rutin", "24 april", "5-6 mars", "kl 13.00", "1 250 000 kr", "HR-chef", "miljö- och"],
)
def test_lines_do_not_break_inside(skriv, run):
    paragraphs = "".join(f"<p>{'x' * n} {f'{run} ord ' * 12}</p>" for n in range(1, 16))
    printed = text(skriv(paragraphs))
    assert printed.count(run) == 12 * 15
    for line in printed.splitlines():
        assert not line.endswith(("§", "/", "-", " kl", " 24", "13", "13."))


def test_long_words_stay_on_the_page(skriv):
    adress = "https://www.exempel.se/" + "mycket-lang-sokvag" * 20
    with pdfplumber.open(BytesIO(skriv(f"<p>{adress}</p><p>{'x' * 300}</p>"))) as document:
        sida = document.pages[0]
        assert max(char["x1"] for char in sida.chars) < sida.width - 40


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("<p><strong>ett</strong> <em>två</em></p>", "ett två"),
        ("<p><strong><em>ett</em></strong> § 2 2020-01-02 § 11 § 12</p>", "ett § 2 2020-01-02 § 11 § 12"),
        ("<p>ett <em><strong>två</strong></em> <strong><em>tre</em></strong></p>", "ett två tre"),
        ("<p><strong>se § 5</strong> § 6</p>", "se § 5 § 6"),
        ("<p><em>ett</em> och/eller <strong>tre</strong></p>", "ett och/eller tre"),
    ],
)
def test_space_between_two_inline_texts_is_kept(skriv, body, printed):
    assert printed in text(skriv(body))


def test_words_are_divided_with_a_plain_hyphen(skriv):
    printed = text(skriv(f"<p>{'kommunstyrelseförvaltningens ledningsprocess ' * 12}</p>"))
    assert "-\n" in printed
    assert "\u2010" not in printed
    assert "\u00ad" not in printed
    assert printed.replace("-\n", "").count("kommunstyrelseförvaltningens") == 12


def test_margins_are_artifacts_and_text_is_tagged(skriv):
    with pdfplumber.open(BytesIO(skriv(f"<p>{LOREM * 120}</p>"))) as document:
        assert len(document.pages) > 1
        for sida in document.pages:
            foot = [char for char in sida.chars if char["top"] > sida.height - 70]
            body = [char for char in sida.chars if char not in foot]
            assert "".join(char["text"] for char in foot).startswith("sida")
            assert {(char["tag"], char["mcid"]) for char in foot} == {("Artifact", None)}
            assert all(char["mcid"] is not None for char in body)


def test_streams_never_end_in_a_line_end():
    document = pydyf.PDF()
    for i in range(1500):
        document.add_object(pydyf.Stream([b"y" * i], compress=True))

    def ends_badly(stream) -> bool:
        return stream.data.removesuffix(b"\nendstream").endswith((b"\r", b"\n"))

    streams = [o for o in document.objects if isinstance(o, pydyf.Stream)]
    assert any(ends_badly(stream) for stream in streams)
    _end_streams_clearly(document)
    assert not any(ends_badly(stream) for stream in streams)


def test_index_streams_never_end_in_a_line_end(skriv, monkeypatch):
    data = skriv("<p>text</p>")
    assert ends_clearly(data)
    at = data.index(b"\nendstream", data.rindex(b"/Type /XRef"))
    assert not ends_clearly(data[: at - 1] + b"\r" + data[at:])

    refused = iter([False, False, True])
    monkeypatch.setattr(pdf, "ends_clearly", lambda _: next(refused))
    padded = skriv("<p>text</p>")

    assert padded != data
    assert_both_profiles(padded)


def test_stylesheet_names_no_file():
    folder = Path(__file__).parents[2] / "static" / "css"
    css = "".join(path.read_text() for path in folder.glob("pdf*.css"))
    assert "url(" not in css
    assert "@import" not in css


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<ul><li>ett</li><li>två</li></ul>", id="bare"),
        pytest.param("<ul><li><p>ett</p></li><li><p>två</p><p>mer</p></li></ul>", id="paragraphs"),
        pytest.param("<ul><li><p>ett</p><ul><li><p>inre</p></li></ul></li></ul>", id="list in a list"),
        pytest.param("<ol><li>ett<ul><li>inre</li></ul>efter</li></ol>", id="text around an inner list"),
        pytest.param("<ol><li><p>ett</p><table><tr><td>a</td></tr></table></li></ol>", id="table in a list"),
    ],
)
def test_lists_stay_valid(skriv, body):
    assert [f.rule_id for f in page.validate_pdf_bytes(skriv(body), profile="ua1").failures] == []

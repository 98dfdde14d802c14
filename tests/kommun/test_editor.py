"""What a § may hold as rich text, and the way to and from plain text."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommun.editor import DJUPAST, clean_html, djup, html_to_text, text_to_html
from protokoll.utskrift import protokoll_pdf
from tests.protokoll.seed_dokument import PARAGRAF_14, SEED

WORD = """<p class=MsoNormal style='margin:0cm'><span lang=SV style='color:red'>Nämnden <b>beslutar</b> att</span></p>
<ul><li class=MsoListParagraph>anta planen<o:p></o:p></li></ul>
<table class=MsoTable border=1><tr><td width=100 style='padding:0'><p>Ja</p></td><td>Nej</td></tr></table>
<script>alert(1)</script><style>p{color:red}</style><img src=x onerror=alert(1)>"""


def test_clean_html_keeps_the_text_of_a_word_paste_and_nothing_else():
    html = clean_html(WORD)

    assert re.findall(r"<(\w+)", html) == ["p", "b", "ul", "li", "table", "tbody", "tr", "td", "p", "td"]
    assert "style" not in html
    assert "alert" not in html
    assert html_to_text(html) == "Nämnden beslutar att\nanta planen\nJa\tNej"


@pytest.mark.parametrize("html", ["", "<p></p>", "<p> </p>", "<p>&nbsp;</p><p><br></p>", "<script>x</script>"])
def test_clean_html_of_nothing_is_empty(html):
    assert clean_html(html) == ""


def test_clean_html_makes_paragraphs_of_plain_text():
    assert clean_html("Första stycket.\n\nAndra <stycket> & mer.") == "<p>Första stycket.</p><p>Andra  &amp; mer.</p>"


def test_text_to_html_makes_tables_lists_and_paragraphs():
    text = "Så här:\n\nInbjudan till\tBeslut\nKonferens, 5 maj\tavstår\n\n• ett\n• två\n\nrad ett\nrad två"

    assert text_to_html(text) == (
        "<p>Så här:</p>"
        '<table><thead><tr><th scope="col">Inbjudan till</th><th scope="col">Beslut</th></tr></thead>'
        "<tbody><tr><td>Konferens, 5 maj</td><td>avstår</td></tr></tbody></table>"
        "<ul><li><p>ett</p></li><li><p>två</p></li></ul>"
        "<p>rad ett<br>rad två</p>"
    )


@given(st.text())
def test_text_to_html_never_lets_markup_through(text):
    tags = set(re.findall(r"<(/?\w+)", text_to_html(text)))

    assert {t.lstrip("/") for t in tags} <= {"p", "br", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"])))
def test_every_letter_of_plain_text_survives_the_round_trip(text):
    there_and_back = html_to_text(clean_html(text_to_html(text)))

    assert "".join(there_and_back.split()).replace("•", "") == "".join(text.split()).replace("•", "")


@given(st.text())
def test_clean_html_is_idempotent(text):
    once = clean_html(text_to_html(text))

    assert clean_html(once) == once


@pytest.mark.parametrize(
    ("html", "led"),
    [
        ("", 0),
        ("text", 0),
        ("<p>a<br>b</p><p>c</p>", 1),
        ("<table><tbody><tr><td><p>a</p></td></tr></tbody></table>", 5),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", 4),
    ],
)
def test_how_deep_a_text_is(html, led):
    assert djup(html) == led


def test_a_text_as_deep_as_may_be_is_printed():
    led = (DJUPAST - 1) // 4
    html = clean_html("<p>x</p>" + "<table><tr><td>a" * led + "</td></tr></table>" * led)
    paragraf = replace(PARAGRAF_14, delar=(replace(PARAGRAF_14.delar[0], html=html),))

    assert djup(html) <= DJUPAST < djup(clean_html("<table><tr><td>a" * (led + 2)))
    assert protokoll_pdf(replace(SEED, paragrafer=(paragraf,))).startswith(b"%PDF")

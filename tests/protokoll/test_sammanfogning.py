"""Two texts put together: nothing is asked in vain, nothing is lost, and each side can be had whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommun.editor import clean_html
from protokoll.sammanfogning import Val, dela, fragor, jamfor, satt_block, satt_ihop

ord_ = st.sampled_from(["att anta planen", "att avslå", "<strong>fet</strong> &amp; mer", "rad<br>rad", "Två", "Tre"])
stycke = ord_.map(lambda t: f"<p>{t}</p>")
punkt = st.one_of(
    ord_.map(lambda t: f"<li><p>{t}</p></li>"),
    ord_.map(lambda t: f"<li><p>x</p><ul><li><p>{t}</p></li></ul></li>"),
)
lista = st.tuples(st.sampled_from(["<ul>", "<ol>", '<ol start="3">']), st.lists(punkt, min_size=1, max_size=4)).map(
    lambda p: p[0] + "".join(p[1]) + f"</{p[0][1:3]}>"
)
tabell = ord_.map(lambda t: f"<table><tbody><tr><td><p>{t}</p></td><td><ul><li>a</li></ul></td></tr></tbody></table>")
texter = st.lists(st.one_of(stycke, lista, tabell), max_size=6).map("".join)


@given(texter)
def test_a_text_in_blocks_is_the_text_again(html):
    assert satt_block(dela(html)) == html


@given(texter)
def test_it_is_clean_html_that_is_cut(html):
    assert clean_html(html) == html


@given(texter, texter, st.none() | texter)
def test_all_mine_gives_mine_and_all_saved_gives_the_saved(min_, sparad, bas):
    bitar = jamfor(min=min_, sparad=sparad, bas=bas)
    alla = fragor(bitar)

    assert satt_ihop(bitar, dict.fromkeys(alla, Val.MIN)) == min_
    assert satt_ihop(bitar, dict.fromkeys(alla, Val.SPARAD)) == sparad


@given(texter, st.none() | texter)
def test_equal_texts_are_never_asked_about(html, bas):
    assert fragor(jamfor(min=html, sparad=html, bas=bas)) == []


@given(texter, texter)
def test_what_both_have_in_place_is_not_asked_about(min_, sparad):
    for bit in jamfor(min=min_, sparad=sparad):
        nycklar = [b.nyckel for b in bit.min], [b.nyckel for b in bit.sparad]
        assert bit.lika <= (nycklar[0] == nycklar[1])
        # A question about blocks that read the same is only about where a list begins.
        if not bit.lika and nycklar[0] == nycklar[1]:
            assert [b.borjar for b in bit.min] != [b.borjar for b in bit.sparad]


@given(texter, texter, st.data())
def test_both_loses_no_block(min_, sparad, data):
    bitar = jamfor(min=min_, sparad=sparad)
    html = satt_ihop(bitar, dict.fromkeys(fragor(bitar), Val.BADA))
    kvar = [b.nyckel for b in dela(html)]

    for nyckel in [*(b.nyckel for b in dela(min_)), *(b.nyckel for b in dela(sparad))]:
        assert nyckel in kvar


@given(texter, texter, st.data())
def test_any_choice_gives_clean_html(min_, sparad, data):
    bitar = jamfor(min=min_, sparad=sparad)
    val = {n: data.draw(st.sampled_from(list(Val))) for n in fragor(bitar)}

    html = satt_ihop(bitar, val)

    assert clean_html(html) == html


@given(texter, texter)
def test_where_only_one_changed_the_base_says_who(bas, ny):
    for min_, sparad, vantat in ((ny, bas, Val.MIN), (bas, ny, Val.SPARAD)):
        bitar = jamfor(min=min_, sparad=sparad, bas=bas)
        # Only where a list begins (not what stands in it) is left open.
        assert {bitar[n].forslag for n in fragor(bitar) if bitar[n].min_html != bitar[n].sparad_html} <= {vantat, None}
        if [b.nyckel for b in dela(bas)] != [b.nyckel for b in dela(ny)]:
            forslag = {
                b.forslag for b in bitar if not b.lika and [x.nyckel for x in b.min] != [x.nyckel for x in b.sparad]
            }
            assert forslag == {vantat}


@pytest.mark.parametrize(
    ("bas", "min_", "sparad", "vantat"),
    [
        pytest.param(
            "<p>a</p><p>b</p><p>c</p>",
            "<p>A</p><p>b</p><p>c</p>",
            "<p>a</p><p>b</p><p>C</p>",
            "<p>A</p><p>b</p><p>C</p>",
            id="each changed a paragraph of their own",
        ),
        pytest.param(
            "<ul><li>x</li></ul>",
            "<ul><li>x</li><li>mitt</li></ul>",
            "<ul><li>ditt</li><li>x</li></ul>",
            "<ul><li>ditt</li><li>x</li><li>mitt</li></ul>",
            id="each added an att-sats to the list",
        ),
        pytest.param(
            "<p>a</p><p>b</p>", "<p>a</p>", "<p>a</p><p>b</p><p>c</p>", None, id="one removed where one added"
        ),
        pytest.param(
            "<p>ett två tre</p><p>fyra fem sex</p>",
            "<p>ett två tre sju</p><p>nytt</p><p>fyra fem sex</p>",
            "<p>ett två tre</p><p>fyra fem sex åtta</p>",
            "<p>ett två tre sju</p><p>nytt</p><p>fyra fem sex åtta</p>",
            id="forms of the same paragraph face each other",
        ),
        pytest.param("<p>a</p>", "<p>min</p>", "<p>din</p>", None, id="both changed the same paragraph"),
        pytest.param(
            "<p>a</p><table><tbody><tr><td>1</td></tr></tbody></table>",
            "<p>a</p><table><tbody><tr><td>2</td></tr></tbody></table>",
            "<p>A</p><table><tbody><tr><td>1</td></tr></tbody></table>",
            "<p>A</p><table><tbody><tr><td>2</td></tr></tbody></table>",
            id="a table is one piece",
        ),
    ],
)
def test_the_proposed_choices(bas, min_, sparad, vantat):
    bitar = jamfor(min=min_, sparad=sparad, bas=bas)
    forslag = {n: bitar[n].forslag for n in fragor(bitar)}

    if vantat is None:
        assert None in forslag.values()
    else:
        assert satt_ihop(bitar, forslag) == vantat


def test_both_of_a_paragraph_puts_the_saved_first():
    bitar = jamfor(min="<p>a</p><p>min</p>", sparad="<p>a</p><p>din</p>")

    assert satt_ihop(bitar, {1: Val.BADA}) == "<p>a</p><p>din</p><p>min</p>"


def test_loose_text_and_broken_markup_lose_no_letter():
    assert [b.html for b in dela("lös <strong>text</strong><p>stycke</p>mer")] == [
        "lös <strong>text</strong>",
        "<p>stycke</p>",
        "mer",
    ]
    assert dela("<p>öppet") == dela("<p>öppet")
    assert "öppet" in satt_block(dela("<p>öppet"))
    assert satt_block(dela("<ul>löst</ul>")) == "<ul>löst</ul>"


def test_a_missing_choice_is_refused():
    bitar = jamfor(min="<p>a</p>", sparad="<p>b</p>")

    with pytest.raises(KeyError):
        satt_ihop(bitar, {})
    with pytest.raises(ValueError, match="None"):
        satt_ihop(bitar, {0: None})

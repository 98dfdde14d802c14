"""What differs between two texts and two versions: nothing is lost, and the reader sees each word that changed."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommun.editor import clean_html, html_to_text
from protokoll.dokumentvarden import Deltagare, Dokument, Narvarorad, Omrostningslista, Rostrad, Textdel, Tryckt
from protokoll.skillnad import skillnad
from protokoll.textskillnad import andrade_block, efter, fore, jamfor, las, som_html


def visad(gammal, ny):
    return som_html(jamfor(gammal, ny), upplast=False)


TEXTER = {
    "a word": (
        "<p>Taxan höjs till 500 kronor.</p>",
        "<p>Taxan höjs till 600 kronor.</p>",
        "<p>Taxan höjs till <del>500 </del><ins>600 </ins>kronor.</p>",
    ),
    "a phrase is one change, also over a little word": (
        "<p>Nämnden avslår motionen i dess helhet.</p>",
        "<p>Nämnden bifaller förslaget i sin helhet.</p>",
        "<p>Nämnden <del>avslår motionen i dess </del><ins>bifaller förslaget i sin </ins>helhet.</p>",
    ),
    "a paragraph more": (
        "<p>Ett.</p><p>Två.</p>",
        "<p>Ett.</p><p>Nytt.</p><p>Två.</p>",
        '<p>Ett.</p><p data-andring="nytt"><ins>Nytt.</ins></p><p>Två.</p>',
    ),
    "an item of a list": (
        "<ul><li><p>Grus</p></li><li><p>Sand</p></li></ul>",
        "<ul><li><p>Grus</p></li><li><p>Lera</p></li><li><p>Mo</p></li></ul>",
        (
            "<ul><li><p>Grus</p></li><li><p><del>Sand</del><ins>Lera</ins></p></li>"
            '<li data-andring="nytt"><p><ins>Mo</ins></p></li></ul>'
        ),
    ),
    "a cell of a table": (
        "<table><tbody><tr><td>Inbjudan till mötet</td><td>Ja</td></tr></tbody></table>",
        "<table><tbody><tr><td>Inbjudan till mötet</td><td>Nej</td></tr></tbody></table>",
        "<table><tr><td><p>Inbjudan till mötet</p></td><td><p><del>Ja</del><ins>Nej</ins></p></td></tr></table>",
    ),
    "a row and a column": (
        "<table><tbody><tr><td>A</td></tr></tbody></table>",
        "<table><tbody><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></tbody></table>",
        (
            '<table><tr><td><p>A</p></td><td data-andring="nytt"><p><ins>1</ins></p></td></tr>'
            '<tr data-andring="nytt"><td><p><ins>B</ins></p></td><td><p><ins>2</ins></p></td></tr></table>'
        ),
    ),
    "bold": (
        "<p>Beslutet gäller nu.</p>",
        "<p>Beslutet <strong>gäller</strong> nu.</p>",
        "<p>Beslutet <del>gäller </del><ins><strong>gäller</strong> </ins>nu.</p>",
    ),
    "a line break": ("<p>Ett<br>två</p>", "<p>Ett två</p>", "<p>Ett<del><br></del><ins> </ins>två</p>"),
    "all of it": ("", "<p>Nytt.</p>", '<p data-andring="nytt"><ins>Nytt.</ins></p>'),
}


@pytest.mark.parametrize(("gammal", "ny", "html"), TEXTER.values(), ids=TEXTER)
def test_textskillnad(gammal, ny, html):
    assert visad(gammal, ny) == html


def test_how_the_editor_writes_a_table_is_no_difference():
    inlast = (
        '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td></td></tr></tbody></table>'
        "<ul><li>B</li></ul>"
    )
    redigerad = (
        '<table><tbody><tr><th colspan="1" rowspan="1"><p>A</p></th></tr><tr><td colspan="1"><p></p></td></tr></tbody>'
        "</table><ul><li><p>B</p></li></ul>"
    )

    assert not andrade_block(jamfor(inlast, redigerad))


def test_who_listens_hears_what_went_and_what_came():
    html = som_html(jamfor("<p>500 kronor</p>", "<p>600 kronor</p>"))

    assert '<del><span class="ds-sr-only">Borttaget: </span>500 </del>' in html
    assert '<ins><span class="ds-sr-only">Tillagt: </span>600 </ins>' in html


_ORD = st.sampled_from(["taxan", "höjs", "500", "kr", "och", "nämnden", "§ 21", "a&b <c>", "–", "ö. ", "  "])
_TEXT = st.lists(_ORD, min_size=1, max_size=6).map(" ".join)
_RAD = st.builds(
    lambda delar: "".join(f"<{f}>{t}</{f}>" if f else t for f, t in delar),
    st.lists(
        st.tuples(
            st.sampled_from(["", "", "", "strong", "em"]),
            _TEXT.map(lambda t: t.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")),
        ),
        min_size=1,
        max_size=3,
    ),
)
_STYCKE = st.builds(lambda rader: f"<p>{'<br>'.join(rader)}</p>", st.lists(_RAD, min_size=1, max_size=2))
_BLOCK = st.recursive(
    _STYCKE,
    lambda inre: st.builds(
        lambda tag, poster: f"<{tag}>{''.join(f'<li>{p}</li>' for p in poster)}</{tag}>",
        st.sampled_from(["ul", "ol"]),
        st.lists(st.lists(inre, min_size=1, max_size=2).map("".join), min_size=1, max_size=3),
    ),
    max_leaves=5,
)
_TABELL = st.builds(
    lambda rader: (
        f"<table><tbody>{''.join('<tr>' + ''.join(f'<td>{c}</td>' for c in r) + '</tr>' for r in rader)}"
        "</tbody></table>"
    ),
    st.lists(st.lists(_RAD | st.just(""), min_size=1, max_size=3), min_size=1, max_size=3),
)
_HTML = st.lists(_BLOCK | _TABELL, max_size=4).map("".join)


@settings(max_examples=60, deadline=None)
@given(_HTML, _HTML)
def test_applying_it_gives_both_texts_back(gammal, ny):
    trad = jamfor(gammal, ny)

    assert som_html(fore(trad)) == som_html(las(gammal))
    assert som_html(efter(trad)) == som_html(las(ny))
    # And what is read in is what was written: no word is lost on the way.
    assert html_to_text(som_html(las(ny))).split() == html_to_text(ny).split()


@settings(max_examples=60, deadline=None)
@given(_HTML)
def test_a_text_does_not_differ_from_itself(html):
    trad = jamfor(html, html)

    assert "<ins>" not in som_html(trad)
    assert "<del>" not in som_html(trad)
    assert not andrade_block(trad)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/ pulitrdhbsong&;=\"'abc\u2028"), max_size=60), _HTML)
def test_whatever_it_is_given_it_answers_with_clean_text(skrap, ny):
    html = visad(clean_html(skrap), ny)

    assert som_html(efter(jamfor(clean_html(skrap), ny))) == som_html(las(ny))
    assert "<script" not in html


def test_a_long_text_is_compared_in_a_moment():
    ord_ = [f"ord{n}" for n in range(4000)]
    gammal = f"<p>{' '.join(ord_)}</p>"
    ny = f"<p>{' '.join([*ord_[:2000], 'nytt', *ord_[2001:]])}</p>"

    # Longer than what is compared inside: each stands whole, and nothing is lost.
    trad = jamfor(gammal, ny)
    assert som_html(efter(trad)) == ny
    assert (
        html_to_text(som_html(andrade_block(jamfor("<p>a b</p>" * 3000, "<p>a b</p>" * 2999)), upplast=False)) == "a b"
    )


# Two versions


def dokument(**falt) -> Dokument:
    paragrafer = (
        Tryckt(20, "", "Dagordning", (Textdel("beslut", "Beslut", 1, "<p>Dagordningen fastställs.</p>"),)),
        Tryckt(
            21,
            "2026/000021",
            "Taxa",
            (
                Textdel("beslut", "Beslut", 1, "<p>Taxan höjs till 500 kronor.</p>"),
                Textdel("bakgrund", "Bakgrund", 1, "<p>Den är låg.</p>"),
            ),
        ),
    )
    grund = {
        "kommun": "Provkommun",
        "organ": "Provnämnden",
        "kortnamn": "PN",
        "datum": date(2026, 3, 4),
        "start": time(13, 0),
        "slut": time(15, 0),
        "plats": "Provsalen",
        "ajourneringar": (),
        "ledamoter": (Deltagare("Ada Alm", "P", "ordförande"),),
        "ersattare": (),
        "ovriga": (),
        "justerare": ("Bo Björk",),
        "justeringens_plats_och_tid": "",
        "underskrifter": (),
        "paragrafspann": "§§ 20–21",
        "bevis": None,
        "paragrafer": paragrafer,
        "status": "",
    }
    return Dokument(**grund | falt)


def med_paragraf(d: Dokument, n: int, **falt) -> Dokument:
    paragrafer = tuple(replace(p, **falt) if i == n else p for i, p in enumerate(d.paragrafer))
    return replace(d, paragrafer=paragrafer)


def test_only_the_paragraf_that_differs_is_asked_for_again():
    gammalt = dokument()
    delar = (replace(gammalt.paragrafer[1].delar[0], html="<p>Taxan höjs till 600 kronor.</p>"),)
    s = skillnad(gammalt, med_paragraf(gammalt, 1, delar=(*delar, gammalt.paragrafer[1].delar[1])))

    assert s.andrade_nummer == {21}
    [beslut] = s.andrade[0].delar
    assert (beslut.rubrik, beslut.lage) == ("Beslut", "andrad")
    assert (beslut.fore, beslut.efter) == ("Taxan höjs till 500 kronor.", "Taxan höjs till 600 kronor.")
    assert not s.framsidan
    assert not s.bilagan


def test_nothing_differs():
    assert not skillnad(dokument(), dokument()).finns


ANDRINGAR = {
    "a heading": (lambda d: med_paragraf(d, 1, rubrik="Ny taxa"), [("andrad", ["Rubrik"])]),
    "a dnr": (lambda d: med_paragraf(d, 1, dnr=""), [("andrad", ["Diarienummer"])]),
    "a part less": (
        lambda d: med_paragraf(d, 1, delar=d.paragrafer[1].delar[:1]),
        [("andrad", ["Bakgrund"])],
    ),
    "the heading of a part": (
        lambda d: med_paragraf(d, 0, delar=(replace(d.paragrafer[0].delar[0], rubrik="Nämndens beslut"),)),
        [("andrad", ["Nämndens beslut"])],
    ),
    "a § less": (lambda d: replace(d, paragrafer=d.paragrafer[:1]), [("borttagen", ["Beslut", "Bakgrund"])]),
    "a § more": (
        lambda d: replace(d, paragrafer=(replace(d.paragrafer[1], nummer=19), *d.paragrafer)),
        [("ny", ["Beslut", "Bakgrund"])],
    ),
}


@pytest.mark.parametrize(("andra", "vantat"), ANDRINGAR.values(), ids=ANDRINGAR)
def test_what_differs_in_a_paragraf(andra, vantat):
    d = dokument()

    assert [(p.lage, [x.rubrik for x in p.delar]) for p in skillnad(d, andra(d)).andrade] == vantat


def test_the_front_page_and_the_bilaga_are_compared_too():
    gammalt = dokument(
        narvarolista=(Narvarorad("Ada Alm (P)", "ordförande", "Ja"),),
        omrostningslistor=(
            Omrostningslista(None, "§ 21", "Taxa", "bifall", "avslag", 1, 0, 0, rader=(Rostrad("Ada Alm", rost="ja"),)),
        ),
    )
    nytt = replace(
        gammalt,
        slut=time(15, 30),
        justerare=("Cia Ceder",),
        omrostningslistor=(
            replace(gammalt.omrostningslistor[0], ja=0, nej=1, rader=(Rostrad("Ada Alm", rost="nej"),)),
        ),
    )
    s = skillnad(gammalt, nytt)

    assert [d.rubrik for d in s.framsidan] == ["Plats och tid", "Protokolljusterare"]
    assert "<del>" in s.framsidan[0].html
    [lista] = s.bilagan
    assert lista.rubrik == "Omröstningslista, § 21"
    assert "Nej" in lista.efter
    # Who reads it sees the rows that changed under the headings of the table.
    nytt = replace(gammalt, narvarolista=(*gammalt.narvarolista, Narvarorad("Cia Ceder")))
    [tabell] = skillnad(gammalt, nytt).bilagan
    assert (tabell.html.count("<th>"), tabell.html.count("Ada Alm"), tabell.html.count("Cia Ceder")) == (4, 0, 1)
    assert not s.andrade

"""What the web version leaves out: from frozen values alone."""

from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommun.editor import html_to_text
from protokoll.dokumentvarden import RUBRIKEN, Deltagare, Kontrollmarke, Narvarogrupp, Omrostningslista, Rattad
from protokoll.maskering import BORTTAGEN_PARAGRAF, BORTTAGET, WEBBVERSION, Mask, maskera, utan_i_html
from protokoll.publiceringskoll import granska
from tests.protokoll.seed_dokument import SEED, del_

NAMN = "Anna Andersson"
VOTE = Omrostningslista(None, "§ 34", "Uppföljning av uppdrag", f"bifall till {NAMN}", "avslag", 3, 2, 0)
DOKUMENT = replace(
    SEED,
    paragrafer=(
        *SEED.paragrafer[:2],
        replace(
            SEED.paragrafer[2],
            delar=(del_("beslut", "Beslut", f"{NAMN} beviljas dispens."), del_("bakgrund", "Bakgrund", "Allmänt.")),
        ),
        SEED.paragrafer[3],
    ),
    ovriga=(*SEED.ovriga, Narvarogrupp("§ 34", (Deltagare(NAMN, titel="sökande"),))),
    omrostningslistor=(VOTE,),
    kontroll=Kontrollmarke("https://kommun.example/kontrollera/", "hemligt"),
)


def _allt(dokument) -> str:
    return repr(dokument)


@pytest.mark.parametrize(
    ("html", "passage", "blir"),
    [
        ("<p>Hej Anna <strong>Anders</strong>son där.</p>", "anna  andersson", f"<p>Hej {BORTTAGET} där.</p>"),
        ("<p>Anna Anderssons hus &amp; mark</p>", NAMN, f"<p>{BORTTAGET}s hus &amp; mark</p>"),
        ("<p>ett två</p><p>tre fyra</p>", "två\r\n\r\ntre", f"<p>ett {BORTTAGET}</p><p> fyra</p>"),
        ("<table><tr><td><p>a</p></td><td><p>b c</p></td></tr></table>", "a\tb", None),
        ("<p>Annonsen av Ann till Johann</p>", "Ann", f"<p>Annonsen av {BORTTAGET} till Johann</p>"),
        ("<p>Bo A\u030ake</p>", "Bo Åke", f"<p>{BORTTAGET}</p>"),
        ("<p>811228\u20139874</p>", "811228-9874", f"<p>{BORTTAGET}</p>"),
        ("<p>1 &lt; 2 &amp; 3</p>", "1 < 2 &", f"<p>{BORTTAGET} 3</p>"),
        ("<p>Anna&nbsp;Anders\u00adson</p>", NAMN, f"<p>{BORTTAGET}</p>"),
        ("<ul><li><p>Bo</p></li><li>B</li></ul>", "B", f"<ul><li><p>Bo</p></li><li>{BORTTAGET}</li></ul>"),
    ],
)  # fmt: skip
def test_a_passage_is_found_as_it_reads_and_its_tags_stay(html, passage, blir):
    ut = utan_i_html(html, Mask(0, "stycke", passage))
    assert ut == (blir or ut)
    assert BORTTAGET in html_to_text(ut)
    assert ut.count("<td>") == html.count("<td>") == ut.count("</td>")


@pytest.mark.parametrize("passage", ["", "   ", "Anders", "nna", "Anna Anderssonsdotter"])
def test_what_the_text_does_not_say_is_left_alone(passage):
    html = "<p>Anna Andersson kom.</p>"
    assert utan_i_html(html, Mask(0, "stycke", passage)) == html


@given(st.lists(st.sampled_from(["Anna", "Bo", "hus", "3", "å"]), min_size=1, max_size=8), st.data())
def test_words_that_are_withheld_are_nowhere_in_what_is_left(orden, data):
    html = "<p>" + "</p><p>".join(orden) + "</p>"
    bort = data.draw(st.sampled_from(orden))
    kvar = html_to_text(utan_i_html(html, Mask(0, "stycke", bort, "–"))).split()
    assert kvar == [o if o != bort else "–" for o in orden]


def test_a_name_is_withheld_in_its_paragraf_in_the_vote_and_among_the_guests():
    ut = maskera(DOKUMENT, [Mask(2, "stycke", NAMN)])
    assert NAMN not in _allt(ut.dokument)
    assert _allt(ut.dokument).count(BORTTAGET) == 3
    assert NAMN in _allt(DOKUMENT)
    assert ut.dokument.status == WEBBVERSION
    assert "hemligt" not in _allt(ut.dokument)
    assert ut.ej_funna == ()


def test_a_whole_paragraf_goes_with_its_vote_and_keeps_its_heading():
    ut = maskera(DOKUMENT, [Mask(2, "paragraf")]).dokument
    assert ut.paragrafer[2].rubrik == DOKUMENT.paragrafer[2].rubrik
    assert [html_to_text(d.html) for d in ut.paragrafer[2].delar] == [BORTTAGEN_PARAGRAF]
    assert ut.omrostningslistor == ()
    assert ut.paragrafer[3] == DOKUMENT.paragrafer[3]


def test_the_heading_too_when_so_chosen():
    masker = [Mask(2, "paragraf", ersattning="Visas inte & <b>."), Mask(2, "rubrik", ersattning="Ett ärende")]
    ut = maskera(DOKUMENT, masker).dokument
    assert ut.paragrafer[2].rubrik == "Ett ärende"
    assert ut.paragrafer[2].delar[0].html == "<p>Visas inte &amp; &lt;b&gt;.</p>"
    assert "Uppföljning" not in _allt(ut.paragrafer[2])


def _med_ord(varde, ordet):
    """Every text in it says the word too."""
    if isinstance(varde, str):
        return f"{varde} {ordet}"
    if isinstance(varde, tuple):
        return tuple(_med_ord(v, ordet) for v in varde)
    if is_dataclass(varde):
        # The kind of a part is one of ours, and the § of a vote is how it is known to belong there.
        falt = {f.name: getattr(varde, f.name) for f in fields(varde) if f.name not in ("typ", "paragraf")}
        return replace(varde, **{namn: _med_ord(v, ordet) for namn, v in falt.items()})
    return varde


RATTAD = Rattad(date(2026, 3, 20), "”Beslut”", "gammalt", "nytt", "Siv Skrivare", "skrivfel")


@pytest.mark.parametrize("mask", [Mask(2, "stycke", "Kvastfenan"), Mask(2, "paragraf")], ids=lambda m: m.slag)
def test_whatever_fields_a_paragraf_has_none_of_them_tells(mask):
    full = _med_ord(replace(DOKUMENT.paragrafer[2], rattelser=(RATTAD,)), "Kvastfenan")
    # A withheld § keeps its heading and dnr, and who corrected it.
    full = replace(full, rubrik="Rubrik", dnr="1", rattelser=(replace(full.rattelser[0], av="Siv", rubrik="”Beslut”"),))
    lista = replace(_med_ord(replace(VOTE, rader=()), "Kvastfenan"), paragraf=full.beteckning)
    dokument = replace(DOKUMENT, paragrafer=(*DOKUMENT.paragrafer[:2], full), omrostningslistor=(lista,))
    ut = maskera(dokument, [mask]).dokument
    assert "Kvastfenan" not in _allt(ut)
    assert ut.paragrafer[2].rattelser[0].av == "Siv"


@pytest.mark.parametrize(("fore", "efter"), [("Anderson", "Andersson"), ("Anna Anderson", NAMN), ("Anna", "Hanna")])
def test_a_correction_of_the_passage_does_not_tell_it(fore, efter):
    rattad = replace(DOKUMENT.paragrafer[2], rattelser=(replace(RATTAD, fore=fore, efter=efter),))
    # The front page too.
    dokument = replace(DOKUMENT, paragrafer=(*DOKUMENT.paragrafer[:2], rattad), rattelser=rattad.rattelser)
    ut = maskera(dokument, [Mask(2, "stycke", NAMN)]).dokument
    for (rattelse,) in (ut.paragrafer[2].rattelser, ut.rattelser):
        assert (rattelse.fore, rattelse.efter) == (BORTTAGET, BORTTAGET)


def test_the_heading_that_was_corrected_goes_with_the_heading():
    rattad = replace(
        DOKUMENT.paragrafer[2], rattelser=(replace(RATTAD, rubrik=RUBRIKEN, fore="Om A", efter="Om B"), RATTAD)
    )
    dokument = replace(DOKUMENT, paragrafer=(*DOKUMENT.paragrafer[:2], rattad))
    ut = maskera(dokument, [Mask(2, "rubrik")]).dokument.paragrafer[2].rattelser
    assert [r.fore for r in ut] == [BORTTAGET, "gammalt"]


def test_nothing_masked_is_the_document_itself():
    assert maskera(DOKUMENT, []).dokument == DOKUMENT


def test_a_passage_that_is_not_there_any_more_is_said():
    saknas = Mask(0, "stycke", "Finns Inte")
    ut = maskera(DOKUMENT, [saknas, Mask(99, "paragraf")])
    assert saknas in ut.ej_funna
    assert Mask(99, "paragraf") in ut.ej_funna
    assert [f.text for f in granska(ut, [saknas], kanda=frozenset()).ej_funna] == ["Finns Inte", ""]


def _koll(dokument, masker=(), kanda=frozenset()):
    return granska(maskera(dokument, masker), masker, kanda=kanda)


def test_names_that_are_nobody_of_the_register_are_pointed_out_once_with_their_places():
    namn = [f.passage for f in _koll(DOKUMENT).namn]
    assert NAMN in namn
    assert "Carolina Leijonram" in namn  # an official, but not of this register
    assert not {"Jacob Käll", "Helen Nilsson", "Ola Gustafsson", "Michael Ekström"} & set(namn)
    assert not [n for n in namn if "utskott" in n or "Dnr" in n]
    (anna,) = [f for f in _koll(DOKUMENT).namn if f.passage == NAMN]
    assert anna.text == f"{NAMN} – framsidan; § 34, ”Beslut”; omröstningslistan till § 34"
    assert "Carolina Leijonram" not in [f.passage for f in _koll(DOKUMENT, kanda={"Carolina Leijonram"}).namn]


def test_personnummer_are_errors_until_they_are_masked_and_never_told_whole():
    med = replace(
        DOKUMENT, paragrafer=(replace(SEED.paragrafer[0], delar=(del_("ovrigt", "", "Pnr 19811228-9874."),)),)
    )
    (fynd,) = _koll(med).personnummer
    assert (fynd.plats, fynd.passage) == (0, "19811228-9874")
    assert "9874" not in fynd.text
    assert _koll(med, [Mask(0, "stycke", fynd.passage)]).personnummer == []


def test_what_is_masked_in_one_place_and_stands_in_another_is_pointed_out():
    tva = replace(
        DOKUMENT,
        paragrafer=(*DOKUMENT.paragrafer[:3], replace(SEED.paragrafer[3], rubrik=f"Svar till {NAMN}")),
    )
    (kvar,) = _koll(tva, [Mask(2, "stycke", NAMN)]).kvar
    assert (kvar.text, kvar.plats, kvar.passage) == ("§ 35, rubriken", 3, NAMN)

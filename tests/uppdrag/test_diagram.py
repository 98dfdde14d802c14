"""The charts: the right bars and numbers, nothing cut off, nothing that a strict page refuses, the same bytes."""

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommun.tema import MORK_GRUND, kontrast, luminans, parse
from uppdrag.diagram import BREDD, SVG, TEXTSTORLEK, VARNING, Farger, Serie, delade_staplar, pa_morkt, pa_vitt, staplar

LANGT = "Kommunstyrelsens och fullmäktiges gemensamma administrativa förvaltning"

NAMN = st.text(st.characters(codec="utf-8", categories=["L", "N", "Zs", "P"]), max_size=90)


def delad(namn=("Teknik", "Skola"), sena=(3, 0), alla=(9, 4)):
    return delade_staplar(namn, sena, alla, alt="En mening.", accent="#1f4e79", namn=("Försenade", "Övriga öppna"))


def delar(bild, tagg):
    return list(ElementTree.fromstring(bild.svg).iter(f"{SVG}{tagg}"))  # noqa: S314 - our own


def texter(bild):
    return [t.text for t in delar(bild, "text")]


def test_a_lying_bar_is_as_long_as_its_number_and_says_it():
    bild = delad()
    # Without the swatches of the legend.
    mellan = [r for r in delar(bild, "rect") if r.get("width") != "12"]
    bredd = {r.get("fill"): float(r.get("width")) for r in mellan if float(r.get("y")) < bild.hojd / 2 - 15}

    assert bredd[VARNING] * 2 == pytest.approx(bredd[pa_vitt("#1f4e79").blek], rel=0.01)
    assert {"3 av 9", "4", "Teknik", "Skola", "Försenade", "Övriga öppna"} == set(texter(bild))
    # The first stands at the top.
    y = {t.text: float(t.get("y")) for t in delar(bild, "text")}
    assert y["Teknik"] == y["3 av 9"] < y["Skola"] == y["4"]


def test_a_long_name_is_broken_into_lines_and_not_cut():
    bild = delad((LANGT, "Samhällsbyggnadsförvaltningen", "X" * 70), (3, 0, 1), (9, 4, 1))

    assert " ".join(texter(bild)).find(["Kommunstyrelsens", "och", "fullmäktiges", "gemensamma"][0]) >= 0
    ord_ = " ".join(t for t in texter(bild)).split()
    assert all(o in ord_ for o in LANGT.split())
    assert sum(t.count("X") for t in texter(bild)) == 70
    for t in delar(bild, "text"):
        bredd = len(t.text) * TEXTSTORLEK * 0.58
        vanster = float(t.get("x")) - (bredd if t.get("text-anchor") == "end" else 0)
        assert vanster >= 0, t.text
        assert vanster + bredd <= BREDD, t.text


def test_standing_bars_write_numbers_and_a_dash_for_what_is_not_known():
    bild = staplar(
        ["jan–apr 2026", "maj–aug 2026"],
        [Serie("Gällande frist", (67.4, None)), Serie("Första frist", (0, 33))],
        alt="En mening.",
        accent="#1f4e79",
        matt=True,
    )

    assert sorted(texter(bild)) == sorted(
        ["67", "–", "0", "33", "jan–apr", "2026", "maj–aug", "2026", "Gällande frist", "Första frist"]
    )
    # Two bars and two swatches: what is nought or not known has none.
    assert len(delar(bild, "rect")) == 4


def test_of_a_count_nought_is_an_empty_place():
    bild = staplar(["jan", "feb"], [Serie("Frister", (0, 2))], alt="En mening.", accent="#1f4e79")

    assert texter(bild) == ["2", "jan", "feb"]


@pytest.mark.parametrize("bild", [delad(), staplar(["jan"], [Serie("Givna", (1,))], alt="a", accent="#1f4e79")])
def test_nothing_that_a_strict_page_refuses(bild):
    rot = ElementTree.fromstring(bild.svg)  # noqa: S314 - our own
    assert {e.tag.removeprefix(SVG) for e in rot.iter()} <= {"svg", "rect", "text", "path"}
    namn = {a for e in rot.iter() for a in e.attrib}
    assert not namn & {"style", "class", "id", "href"}
    assert not [a for a in namn if a.startswith("on")]
    assert bild.uri.startswith("data:image/svg+xml;base64,")


def test_the_same_data_give_the_same_bytes():
    assert delad().svg == delad().svg
    assert delad().svg != delad(sena=(4, 0)).svg


@settings(max_examples=25, deadline=None)
@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_any_accent_stands_out_from_paper_and_differs_from_its_pale_in_black_and_white(accent):
    farger = pa_vitt(accent)
    assert kontrast(parse(farger.stark), (255, 255, 255)) >= 4.5
    assert luminans(parse(farger.blek)) - luminans(parse(farger.stark)) > 0.2
    assert luminans(parse(farger.blek)) - luminans(parse(VARNING)) > 0.2


@settings(max_examples=25, deadline=None)
@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_on_a_dark_page_what_warns_is_the_light_one(accent):
    farger = pa_morkt(accent)
    for farg in (farger.text, farger.stark, farger.varning):
        assert kontrast(parse(farg), MORK_GRUND) >= 4.5
    assert kontrast(parse(farger.linje), MORK_GRUND) >= 3
    assert kontrast(parse(farger.varning), parse(farger.blek)) >= 3
    assert kontrast(parse(farger.stark), parse(farger.blek)) >= 2


def test_a_dark_picture_is_the_same_but_for_its_colours():
    bild, ljus, mork = delad(), pa_vitt("#1f4e79"), pa_morkt("#1f4e79")
    igen = bild.mork
    for namn in Farger.__dataclass_fields__:
        igen = igen.replace(f'"{getattr(mork, namn)}"', f'"{getattr(ljus, namn)}"')

    assert igen == bild.svg
    assert bild.mork != bild.svg


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(NAMN, st.integers(0, 40), st.integers(0, 400)), min_size=1, max_size=12))
def test_any_names_and_numbers_can_be_drawn(rader):
    namn, sena, ovriga = zip(*rader, strict=True)
    alla = [a + b for a, b in zip(sena, ovriga, strict=True)]
    bild = delad(["".join(c for c in n if c.isprintable()) for n in namn], sena, alla)

    tal = [f"{s} av {n}" if s else f"{n}" for s, n in zip(sena, alla, strict=True)]
    assert set(tal) <= set(texter(bild))

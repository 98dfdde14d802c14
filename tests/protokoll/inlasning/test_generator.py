import pytest

from protokoll.inlasning import tolka

from .generator import LAYOUTER, texter


@pytest.mark.parametrize(("namn", "layout", "text"), texter(2 * len(LAYOUTER)))
def test_each_layout_is_known_by_its_text_and_read_without_a_remark(namn, layout, text):
    inlast = tolka(text, ())
    assert (inlast.layout, inlast.varningar, inlast.oplacerat) == (layout, (), ())
    assert namn == f"{inlast.organ}/{inlast.datum}.txt"
    assert [len(p.avsnitt) > 0 for p in inlast.paragrafer] == [True]
    assert inlast.ledamoter
    assert inlast.justerare

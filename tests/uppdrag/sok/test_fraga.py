"""What somebody types, and what it is read as."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uppdrag.sok.fraga import MEST_ORD, Fraga, Organnamn, las
from uppdrag.sok.vikning import orden

ORGAN = (
    Organnamn(1, "Kommunfullmäktige", "KF"),
    Organnamn(2, "Kommunstyrelsen", "KS"),
    Organnamn(3, "Kommunstyrelsens arbetsutskott", "KSAU"),
    Organnamn(4, "Miljö- och byggnadsnämnden", "MBN"),
)


@pytest.mark.parametrize(
    ("text", "vantat"),
    [
        ("ksau 34 2020", {"paragraf": 34, "ar": 2020, "organ": 3}),
        ("ksau 34", {"paragraf": 34, "organ": 3}),
        ("KSAU § 34/2020", {"paragraf": 34, "ar": 2020, "organ": 3}),
        ("§34 2020 ks", {"paragraf": 34, "ar": 2020, "organ": 2}),
        ("34/2020", {"paragraf": 34, "ar": 2020}),
        ("§ 34", {"paragraf": 34}),
        ("34 §", {"paragraf": 34}),
        ("paragraf 34", {"paragraf": 34}),
        ("kommunstyrelsens arbetsutskott § 34", {"paragraf": 34, "organ": 3}),
        ("ksau 2020-02-25 § 34", {"paragraf": 34, "organ": 3, "datum": date(2020, 2, 25)}),
        ("2020/53", {"dnr": (2020, 53)}),
        ("dnr 2020/000053 000", {"dnr": (2020, 53)}),
        ("KS 2020/53", {"dnr": (2020, 53), "dnr_led": "ks"}),
        ("KS-2020-00053", {"dnr": (2020, 53), "dnr_led": "ks"}),
        ("2018/14 KS", {"dnr": (2018, 14), "dnr_led": "ks"}),
        ("KS 2020/53 lekplats", {"dnr": (2020, 53), "dnr_led": "ks", "ord": ("lekplats",)}),
        ("motion 2019/14", {"dnr": (2019, 14), "ord": ("motion",)}),
        ("KSAU 2020:3", {"uppdrag": (2020, 3), "organ": 3}),
        ("2020:3", {"uppdrag": (2020, 3)}),
        ("2020-02-25", {"datum": date(2020, 2, 25)}),
        ("den 25 februari 2020", {"datum": date(2020, 2, 25)}),
        ("2020-02-31", {"dnr": (2020, 2), "ord": ("31",)}),
        ("ksau februari 2020", {"ord": ("februari",), "ar": 2020, "organ": 3}),
        ("ksau", {"organ": 3, "bara_organ": True}),
        ("Miljö- och byggnadsnämnden", {"organ": 4, "bara_organ": True}),
        ("ksau 34 lekplats", {"ord": ("34", "lekplats"), "organ": 3}),
        ("lekplats 2020", {"ord": ("lekplats",), "ar": 2020}),
        ("”uppdrag att utreda” lekplats", {"fraser": (("uppdrag", "att", "utreda"),), "ord": ("lekplats",)}),
        ("“ett\u00a0ord", {"ord": ("ett", "ord")}),
        ("Škorić", {"ord": ("skoric",)}),
        ("lеkplats", {"ord": ("lekplats",)}),  # a Cyrillic е
        ("a\u030angbåt E\u0301tude", {"ord": ("ångbåt", "etude")}),
        ("kl 13.00", {"ord": ("kl", "13", "00")}),
        ("  ", {}),
        ("§", {}),
    ],
)
def test_a_question_is_read(text, vantat):
    assert las(text, ORGAN) == Fraga(text=las(text, ORGAN).text, **vantat)


@given(st.text(max_size=300))
def test_anything_can_be_typed(text):
    fraga = las(text, ORGAN)
    assert len(fraga.ord) <= MEST_ORD
    # What goes into a tsquery holds no sign that means anything there.
    assert all(o.isalnum() for o in (*fraga.ord, *(o for f in fraga.fraser for o in f)))


@given(st.lists(st.sampled_from(["lekplats", "skolskjuts", "bro", "taxa", "väg"]), min_size=1, max_size=5))
def test_words_are_kept(ord_):
    assert las(" ".join(ord_), ORGAN).ord == tuple(dict.fromkeys(ord_))
    assert orden(" ".join(ord_)) == ord_

"""Sentences of a decision that close an uppdrag given before."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uppdrag.igenkanning.avslutade import SLUTORD, hitta_avslut, hitta_namnda

MOTET = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("mening", "fynd"),
    [
        pytest.param(
            "Arbetsutskottet förklarar uppdraget som lämnades av kommunstyrelsen 2015-04-14, § 97, för avslutat.",
            [("Kommunstyrelsen", date(2015, 4, 14), 97, "")],
            id="as in the minutes of Kungsbacka",
        ),
        pytest.param(
            "Nämnden anser att uppdraget att utreda parkeringen, givet den 8 maj 2018 § 12, är slutfört.",
            [(None, date(2018, 5, 8), 12, "utreda parkeringen")],
            id="told what it was",
        ),
        pytest.param(
            "Uppdragen från kommunfullmäktige 2015-04-14, § 97, och kommunstyrelsen 2016-02-02 § 8 avslutas.",
            [("Kommunfullmäktige", date(2015, 4, 14), 97, ""), ("Kommunstyrelsen", date(2016, 2, 2), 8, "")],
            id="two at once",
        ),
        pytest.param(
            "Kommunstyrelsen avslutar uppdraget (KS § 34 2018-03-01).",
            [("KS", date(2018, 3, 1), 34, "")],
            id="short name",
        ),
        pytest.param(
            "Socialnämnden förklarar uppdraget, som gavs 2019-05-06 av socialnämnden, för fullgjort.",
            [("Socialnämnden", date(2019, 5, 6), None, "")],
            id="giver after the day",
        ),
        pytest.param(
            "Uppdraget lämnat av Nämnden för Vård & Omsorg 2019-05-06 § 4 anses besvarat.",
            [("Nämnden för Vård & Omsorg", date(2019, 5, 6), 4, "")],
            id="besvarat",
        ),
        pytest.param(
            "Uppdraget från den 1 mars 2018 § 3 ska därmed anses vara slutfört.",
            [(None, date(2018, 3, 1), 3, "")],
            id="ska anses",
        ),
        pytest.param(
            "Nämnden f\u00f6rkl\u0430rar uppdraget fr\u00e5n 2018-03-01 § 3 f\u00f6r \u0430vslutat.",
            [(None, date(2018, 3, 1), 3, "")],
            id="look-alike letters",
        ),
    ],
)
def test_closes(mening, fynd):
    text = f"Redovisningen godkänns.\n{mening} Beslutet är enhälligt."
    assert [(f.givare, f.datum, f.paragraf, f.text) for f in hitta_avslut(text, MOTET)] == fynd
    assert all(f.citat == mening for f in hitta_avslut(text, MOTET))


@pytest.mark.parametrize(
    "mening",
    [
        "Kommunstyrelsen noterar att uppdraget från 2018-03-01 ännu inte är slutfört.",
        "När uppdraget från 2018-03-01 är slutfört ska det redovisas.",
        "Uppdraget från 2018-03-01 ska vara slutfört före sommaren.",
        "Kommunstyrelsen ger förvaltningen i uppdrag att avsluta avtalet från 2018-03-01.",
        "Kommunstyrelsen förklarar uppdraget avslutat.",
        "Kommunstyrelsen förklarar uppdraget från 2020-06-01 § 3 för avslutat.",
        "Kommunstyrelsen förklarar uppdraget från 2018-02-31 § 3 för avslutat.",
        "Motionen från 2018-03-01 anses besvarad.",
    ],
)
def test_closes_nothing(mening):
    assert hitta_avslut(mening, MOTET) == []


@given(st.text(alphabet="uppdraget för avslutat 2018-03-01 § 9.,(\n", max_size=400))
def test_any_text(text):
    for fynd in hitta_avslut(text, MOTET):
        assert fynd.datum < MOTET
        assert re.search(SLUTORD, fynd.citat)


@pytest.mark.parametrize(
    ("mening", "fynd"),
    [
        (
            "Nämnden noterar redovisningen av uppdraget som lämnades av kommunstyrelsen 2015-04-14, § 97.",
            [("Kommunstyrelsen", date(2015, 4, 14), 97, "")],
        ),
        ("Nämnden noterar att uppdraget från 2018-03-01 ännu inte är slutfört.", [(None, date(2018, 3, 1), None, "")]),
        (
            "Uppdraget att utreda torget, som gavs av Nämnden för Vård & Omsorg den 3 maj 2018 § 4, pågår.",
            [("Nämnden för Vård & Omsorg", date(2018, 5, 3), 4, "utreda torget")],
        ),
        ("Uppdraget, som kommunfullmäktige gav den 3 maj 2018, § 12, återredovisas.",
         [("Kommunfullmäktige", date(2018, 5, 3), 12, "")]),
        ("Uppdraget från 2015-04-14, § 97, förklaras avslutat.", []),
        ("Ada Ek avsäger sig uppdraget från 2018-03-01.", []),
        ("Uppdraget som vice ordförande lämnades 2018-03-01.", []),
        ("Uppdraget ska redovisas 2018-03-01.", []),
        ("Det går längre än uppdraget i det att planen gäller från 2018-03-01.", []),
        ("Uppdraget från 2021-03-01 redovisas.", []),
    ],
)  # fmt: skip
def test_names_one_that_was_given_and_does_not_close_it(mening, fynd):
    assert [(f.givare, f.datum, f.paragraf, f.text) for f in hitta_namnda(mening, MOTET)] == fynd

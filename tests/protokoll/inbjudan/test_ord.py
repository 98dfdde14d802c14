from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from protokoll.inbjudan.dagar import menad_dag
from protokoll.inbjudan.fakta import Fakta
from protokoll.inbjudan.ord import inbjudan_i_ord, las_rad

MOTET = date(2020, 2, 25)

SEED = [
    (
        "Piku: Nationella Välfärdskonferens, 5-6 mars, Malmö",
        Fakta(
            arrangor="Piku",
            titel="Nationella Välfärdskonferens",
            borjar=date(2020, 3, 5),
            slutar=date(2020, 3, 6),
            platser=("Malmö",),
        ),
    ),
    (
        "Konsumentverket/Forum för miljösmart konsumtion: webinarium, 26 mars",
        Fakta(
            arrangor="Konsumentverket/Forum för miljösmart konsumtion",
            titel="webinarium",
            borjar=date(2020, 3, 26),
            pa_natet=True,
        ),
    ),
    (
        "Landshövdingen/Region Kalmar län: Globala målen för hållbar utveckling, 24 april, Kalmar",
        Fakta(
            arrangor="Landshövdingen/Region Kalmar län",
            titel="Globala målen för hållbar utveckling",
            borjar=date(2020, 4, 24),
            platser=("Kalmar",),
        ),
    ),
    (
        "Länsledningen/Landshövdingen: Möte med kommun- och regionledning, 27 mars, Kalmar Energikontor",
        Fakta(
            arrangor="Länsledningen/Landshövdingen",
            titel="Möte med kommun- och regionledning",
            borjar=date(2020, 3, 27),
            platser=("Kalmar Energikontor",),
        ),
    ),
    (
        "SKR: Budgetdagen 2020, 27 maj, Stockholm, m fl orter (också som webbsändning)",
        Fakta(
            arrangor="SKR",
            titel="Budgetdagen 2020",
            borjar=date(2020, 5, 27),
            platser=("Stockholm", "m fl orter"),
            pa_natet=True,
        ),
    ),
]


@pytest.mark.parametrize(("rad", "fakta"), SEED, ids=[rad[:20] for rad, _ in SEED])
def test_row_of_the_seed_is_read_and_printed_again(rad, fakta):
    assert las_rad(rad, MOTET) == fakta
    assert inbjudan_i_ord(fakta, MOTET) == rad


def test_the_rows_are_those_of_the_seed(seed_text):
    rader = seed_text.partition("Inbjudan till\tBeslut\n")[2].partition("\n\n")[0].splitlines()

    assert [r.split("\t")[0] for r in rader] == [rad for rad, _ in SEED]


@pytest.mark.parametrize(
    ("fakta", "skrivs"),
    [
        ({"titel": "Budgetdagen"}, "Budgetdagen"),
        ({"arrangor": "SKR", "titel": "Budgetdagen"}, "SKR: Budgetdagen"),
        ({"titel": "Budgetdagen", "pa_natet": True}, "Budgetdagen, på nätet"),
        ({"titel": "Digital Budgetdag", "pa_natet": True}, "Digital Budgetdag, på nätet"),
        ({"titel": "Dag", "borjar": date(2020, 5, 4), "platser": ("Kalmar", "Växjö")}, "Dag, 4 maj, Kalmar, Växjö"),
        ({"titel": "Dag", "borjar": date(2020, 11, 30), "slutar": date(2020, 12, 1)}, "Dag, 30 november-1 december"),
        # Said in February, "14 januari" is the one that has been.
        ({"titel": "Dag", "borjar": date(2021, 1, 14)}, "Dag, 14 januari 2021"),
        ({"titel": "Dag", "borjar": date(2020, 1, 14)}, "Dag, 14 januari"),
        ({"titel": "Dag", "borjar": date(2021, 12, 30), "slutar": date(2022, 1, 2)}, "Dag, 30 december 2021-2 januari"),
        ({"titel": "Dag", "borjar": date(2021, 3, 5), "slutar": date(2021, 3, 6)}, "Dag, 5-6 mars 2021"),
    ],
)
def test_printed_and_read_back(fakta, skrivs):
    fakta = Fakta(**fakta)

    assert inbjudan_i_ord(fakta, MOTET) == skrivs
    assert las_rad(skrivs, MOTET) == fakta


@pytest.mark.parametrize(
    ("rad", "borjar", "slutar"),
    [
        ("X: Y, 5–6 mars, Malmö", date(2020, 3, 5), date(2020, 3, 6)),
        ("X: Y, 5 - 6 mars, Malmö", date(2020, 3, 5), date(2020, 3, 6)),
        ("X: Y, 5 mars-6 april 2021, Malmö", date(2021, 3, 5), date(2021, 4, 6)),
        ("X: Y, 30 december-2 januari 2021, Malmö", date(2020, 12, 30), date(2021, 1, 2)),
        ("X: Y, 31 februari, Malmö", None, None),
        ("X: Y, 6-5 mars, Malmö", None, None),
        ("X: Y, 5 och 12 mars, Malmö", None, None),
        ("X: Y, 5 mars, 6 mars, Malmö", date(2020, 3, 6), None),
    ],
)
def test_days_of_a_row(rad, borjar, slutar):
    fakta = las_rad(rad, MOTET)

    assert (fakta.borjar, fakta.slutar) == (borjar, slutar)


def test_in_december_the_january_that_comes_is_meant():
    assert menad_dag(14, 1, kring=date(2026, 12, 10)) == date(2027, 1, 14)
    assert menad_dag(29, 2, kring=date(2026, 3, 1)) is None


ORD = st.text("abcåäöÅÄÖ -/&.", min_size=1, max_size=20).map(lambda s: " ".join(s.split())).filter(bool)
DAGAR = st.dates(date(2019, 6, 1), date(2022, 12, 31))


@given(ORD, ORD, DAGAR, st.one_of(st.none(), st.integers(1, 500)), st.lists(ORD, max_size=3), DAGAR)
@example("X", "Y", date(2020, 2, 29), 365, [], date(2020, 2, 1))
def test_what_is_printed_is_read_back(arrangor, titel, borjar, langd, platser, dag):
    slutar = date.fromordinal(borjar.toordinal() + langd) if langd else None
    fakta = Fakta(arrangor=arrangor, titel=titel, borjar=borjar, slutar=slutar, platser=tuple(platser))

    assert las_rad(inbjudan_i_ord(fakta, dag), dag) == fakta


@given(st.text("ab, :5-6marsij2021(också som webbsändning)", max_size=80))
def test_nothing_of_a_row_is_lost(text):
    """Read and printed it says the same, but for the way to write a day."""
    utskrivet = inbjudan_i_ord(las_rad(text, MOTET), MOTET)

    assert las_rad(utskrivet, MOTET) == las_rad(text, MOTET)

"""Which written names may be of one person, and which are of two. Names of the seed and invented ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protokoll.namnlikhet import (
    ANDRA_TECKEN,
    ANNAN_ORDNING,
    EN_BOKSTAV,
    FLER_NAMN,
    FORKORTAT,
    LATER_LIKA,
    Namnregister,
    likhet,
)


@pytest.mark.parametrize(
    ("ett", "annat", "skal"),
    [
        ("Mira Skoric", "Mira Škorić", ANDRA_TECKEN),
        ("J\u0430cob Käll", "Jacob Käll", ANDRA_TECKEN),
        ("Marie Charlotte Nicholson", "Marie-Charlotte Nicholson", ANDRA_TECKEN),
        ("HELEN NILSSON", "Helen Nilsson", ANDRA_TECKEN),
        ("Carl Nilson", "Karl Nilsson", LATER_LIKA),
        ("Kristofer Holm", "Christopher Holm", LATER_LIKA),
        ("Nilsson Helen", "Helen Nilsson", ANNAN_ORDNING),
        ("H. Nilsson", "Helen Nilsson", FORKORTAT),
        ("Marie Nicholson", "Marie-Charlotte Nicholson", FLER_NAMN),
        ("Anna Berg", "Anna Berg Ek", FLER_NAMN),
        ("Jacob Kjäll", "Jacob Käll", EN_BOKSTAV),
        ("Jaocb Käll", "Jacob Käll", EN_BOKSTAV),
    ],
)
def test_may_be_the_same(ett, annat, skal):
    assert likhet(ett, annat) == likhet(annat, ett) == skal


@pytest.mark.parametrize(
    ("ett", "annat"),
    [
        ("Helen Nilsson", "Helen Nilsson"),
        ("Helen Nilsson", "Peter Nilsson"),
        ("Helen Nilsson", "Helen Andersson"),
        ("P. Nilsson", "Helen Nilsson"),
        ("Åsa Öberg", "Asa Oberg"),
        ("Eva Ek", "Ewert Ek"),
        ("Nilsson", "Helen Nilsson"),
        ("", "Helen Nilsson"),
        ("123", "§§"),
    ],
)
def test_are_two_or_one_and_the_same(ett, annat):
    assert likhet(ett, annat) is None


_NAMN = st.text(alphabet="abcdeé åöŠ-.HKN", max_size=20)


@given(_NAMN, st.lists(_NAMN, max_size=8))
def test_register_finds_what_comparing_all_finds_of_those_with_a_word_in_common(namn, namnen):
    funna = Namnregister(namnen).lika(namn)
    assert {n for n, _ in funna} <= set(namnen)
    assert all(likhet(namn, n) == skal for n, skal in funna)
    assert {n for n in namnen if likhet(namn, n) not in (None, EN_BOKSTAV)} <= {n for n, _ in funna} | {
        n for n in namnen if likhet(namn, n) == FORKORTAT
    }

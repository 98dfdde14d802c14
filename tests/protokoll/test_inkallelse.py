"""The inkallelseordning (KL 5:17–21, 6:16–18): own party first, then the list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protokoll.inkallelse import Ersattare, Franvarande, fordela, nasta_ersattare, turordning


def lista(*rader) -> list[Ersattare]:
    """Rows "M", "S nej", "S in": the party, and whether they have said no or are called in already."""
    ut = []
    for n, rad in enumerate(rader, start=1):
        parti, _, vad = rad.partition(" ")
        ut.append(Ersattare(n, f"Person {n}", parti, tackat_nej=vad == "nej", inkallad=vad == "in"))
    return ut


@pytest.mark.parametrize(
    ("parti", "rader", "upptagna", "expected"),
    [
        pytest.param("S", ["M", "S", "S"], (), (2, "Näst på tur i S"), id="own party before the list"),
        pytest.param(
            "S",
            ["M", "S nej", "S"],
            (),
            (3, "Näst på tur i S, Person 2 har tackat nej"),
            id="one who said no is passed over, and named",
        ),
        pytest.param(
            "S",
            ["S nej", "S nej", "S"],
            (),
            (3, "Näst på tur i S, Person 1 och Person 2 har tackat nej"),
            id="two who said no",
        ),
        pytest.param("S", ["S in", "S"], (), (2, "Näst på tur i S"), id="one called in already is passed over"),
        pytest.param("S", ["S", "S"], (1,), (2, "Näst på tur i S"), id="one taken for another seat is passed over"),
        pytest.param(
            "S",
            ["M", "S nej", "C"],
            (),
            (1, "Ingen ledig ersättare i S, näst på tur på listan"),
            id="own party has nobody left, the list from its beginning",
        ),
        pytest.param(
            "KD", ["M", "S"], (), (1, "KD har ingen ersättare, näst på tur på listan"), id="own party has no ersättare"
        ),
        pytest.param("", ["M", "S"], (), (1, "Näst på tur på listan"), id="no party"),
        pytest.param("", ["", "S"], (), (1, "Näst på tur på listan"), id="two without party are no party together"),
        pytest.param("s", ["M", "S"], (), (2, "Näst på tur i s"), id="letters of a party in any case"),
        pytest.param("S", ["S nej", "M in"], (), None, id="nobody left"),
        pytest.param("S", [], (), None, id="no ersättare at all"),
    ],
)
def test_nasta_ersattare(parti, rader, upptagna, expected):
    forslag = nasta_ersattare(parti, lista(*rader), upptagna)

    assert (forslag and (forslag.ersattare, forslag.varfor)) == expected


def test_turordning_says_the_place_of_each():
    assert [(f.ersattare, f.varfor) for f in turordning("S", lista("M", "S", "S", "C"))] == [
        (2, "Näst på tur i S"),
        (3, "Nummer 2 på tur i S"),
        (1, "Nummer 3 på tur, efter dem i S"),
        (4, "Nummer 4 på tur, efter dem i S"),
    ]


@pytest.mark.parametrize(
    ("franvarande", "rader", "expected"),
    [
        pytest.param(["S", "S"], ["M", "S", "S"], {0: 2, 1: 3}, id="two of a party get one each"),
        pytest.param(["KD", "S"], ["S", "M"], {0: 2, 1: 1}, id="a party without ersättare takes nobody's own"),
        pytest.param(["S", "S"], ["S", "M"], {0: 1, 1: 2}, id="the second goes to the list"),
        pytest.param(["S", "M"], ["S"], {0: 1}, id="one ersättare is proposed once"),
    ],
)
def test_fordela(franvarande, rader, expected):
    borta = [Franvarande(n, parti) for n, parti in enumerate(franvarande)]

    assert {id: f.ersattare for id, f in fordela(borta, lista(*rader)).items()} == expected


PARTIER = st.sampled_from(["", "C", "M", "S", "s "])
LISTOR = st.lists(st.tuples(PARTIER, st.booleans(), st.booleans()), max_size=8).map(
    lambda rader: [Ersattare(n, f"Person {n}", p, nej, in_) for n, (p, nej, in_) in enumerate(rader)]
)


@given(parti=PARTIER, ersattare=LISTOR, upptagna=st.sets(st.integers(0, 7)))
def test_never_proposes_who_said_no_is_called_or_taken(parti, ersattare, upptagna):
    kan = [e for e in ersattare if not e.tackat_nej and not e.inkallad and e.id not in upptagna]
    order = list(turordning(parti, ersattare, upptagna))

    assert sorted(f.ersattare for f in order) == [e.id for e in kan], "everybody who can, once, and nobody else"
    assert list(turordning(parti, ersattare, upptagna)) == order, "the same facts give the same order"
    assert nasta_ersattare(parti, ersattare, upptagna) == (order[0] if order else None)
    assert all(f.varfor for f in order)
    egna = [e.id for e in kan if parti.strip() and e.parti.strip().casefold() == parti.strip().casefold()]
    assert [f.ersattare for f in order] == egna + [e.id for e in kan if e.id not in egna]


@given(partier=st.lists(PARTIER, max_size=6), ersattare=LISTOR)
def test_fordela_gives_nobody_two_seats_and_leaves_no_seat_needlessly_empty(partier, ersattare):
    borta = [Franvarande(n, p) for n, p in enumerate(partier)]
    forslag = fordela(borta, ersattare)
    given_ = [f.ersattare for f in forslag.values()]
    kan = {e.id for e in ersattare if not e.tackat_nej and not e.inkallad}

    assert len(given_) == len(set(given_))
    assert set(given_) <= kan
    assert len(given_) == min(len(borta), len(kan))

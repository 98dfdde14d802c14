"""Who serves, who is merely there, who presides: the law by tables of cases, and what must hold of any meeting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protokoll.narvaro import PRESIDIUM, Deltagare, Handelse, handelser_for, narvaro
from tests.protokoll.narvarobygge import ersattare, hande, ledamot, vakant

# 1 presides, 2 is vice; 11 and 12 are ersättare, 21 an official.
NAMND = (
    ledamot(1, "Asta Alm", "A", roll="ordforande"),
    ledamot(2, "Bo Bok", "B", roll="vice_1"),
    ledamot(3, "Cia Ceder", "A"),
    ersattare(11, "Elsa Ek", "A"),
    ersattare(12, "Frej Furu", "B"),
    Deltagare(21, "tjansteperson", "Siv Skrivare"),
)


def served(handelser, antal=4, roll=NAMND, **kwargs):
    """Who serves at each §, seat by seat."""
    return [bild.tjanstgorande for bild in narvaro(roll, handelser, antal, **kwargs)]


@pytest.mark.parametrize(
    ("handelser", "expected"),
    [
        pytest.param([], [(1, 2, 3)] * 4, id="KL 6:16 everybody there"),
        pytest.param([hande(3, "gar", 2)], [(1, 2, 3), (1, 2, 3), (1, 2), (1, 2)], id="one leaves"),
        pytest.param([hande(3, "gar", 1, bara=True)], [(1, 2, 3), (1, 2), (1, 2, 3), (1, 2, 3)], id="away at one"),
        pytest.param(
            [hande(3, "gar", 1), hande(11, "ersatter", 1, 3)],
            [(1, 2, 3), (1, 2, 11), (1, 2, 11), (1, 2, 11)],
            id="an ersättare steps in",
        ),
        pytest.param(
            [hande(3, "gar", 1), hande(11, "ersatter", 1, 3), hande(3, "kommer", 2)],
            [(1, 2, 3), (1, 2, 11), (1, 2, 3), (1, 2, 3)],
            id="KL 6:17 back in the own seat, the ersättare steps down",
        ),
        pytest.param(
            [hande(3, "jav", 1), hande(11, "ersatter", 1, 3)],
            [(1, 2, 3), (1, 2, 11), (1, 2, 3), (1, 2, 3)],
            id="KL 6:30 jäv at one §, also when the ersättare was not limited to it",
        ),
        pytest.param(
            [
                hande(3, "gar", 0),
                hande(11, "ersatter", 0, 3),
                hande(11, "jav", 2),
                hande(12, "ersatter", 2, 3, bara=True),
            ],
            [(1, 2, 11), (1, 2, 11), (1, 2, 12), (1, 2, 11)],
            id="the ersättare is jävig too: two for one seat",
        ),
        pytest.param(
            [hande(3, "gar", 0), hande(11, "ersatter", 0, 3), hande(11, "gar", 2)],
            [(1, 2, 11), (1, 2, 11), (1, 2), (1, 2)],
            id="the ersättare leaves: the seat is empty",
        ),
        pytest.param(
            [
                hande(2, "gar", 0),
                hande(11, "ersatter", 0, 2),
                hande(3, "jav", 1),
                hande(11, "ersatter", 1, 3, bara=True),
            ],
            [(1, 11, 3), (1, 11), (1, 11, 3), (1, 11, 3)],
            id="nobody is taken for two seats: what is said of one § goes first",
        ),
        pytest.param(
            [hande(21, "ersatter", 0, 3), hande(3, "gar", 0)], [(1, 2)] * 4, id="an official serves for nobody"
        ),
    ],
)
def test_who_serves(handelser, expected):
    assert served(handelser) == expected


def test_a_vacant_seat_is_filled_by_an_ersattare_and_counts_towards_the_quorum():
    roll = [*NAMND[:1], vakant(5, "A"), vakant(6), *NAMND[3:]]

    assert served([hande(5, "kommer", 0)], antal=1, roll=roll) == [(1,)]
    assert not narvaro(roll, [], 1)[0].beslutfor
    assert served([hande(11, "ersatter", 0, 5)], antal=1, roll=roll) == [(1, 11)]
    assert narvaro(roll, [hande(11, "ersatter", 0, 5)], 1)[0].beslutfor


@pytest.mark.parametrize(
    ("handelser", "expected"),
    [
        pytest.param([], [1, 1, 1], id="the chair"),
        pytest.param([hande(1, "jav", 1)], [1, 2, 1], id="the vice chair while the chair is jävig"),
        pytest.param(
            [hande(1, "gar", 1), hande(11, "ersatter", 1, 1)], [1, 2, 2], id="the chair's ersättare does not preside"
        ),
        pytest.param([hande(1, "jav", 1), hande(2, "jav", 1)], [1, None, 1], id="nobody of the presidium"),
        pytest.param(
            [hande(1, "jav", 1), hande(2, "jav", 1), hande(3, "ordforande", 1, bara=True)],
            [1, 3, 1],
            id="chosen for one §",
        ),
        pytest.param([hande(3, "ordforande", 1)], [1, 3, 3], id="chosen from here on"),
        pytest.param([hande(3, "ordforande", 0), hande(3, "gar", 1, bara=True)], [3, 1, 3], id="chosen, but away"),
        pytest.param([hande(11, "ordforande", 0)], [1, 1, 1], id="one who does not serve cannot preside"),
    ],
)
def test_who_presides(handelser, expected):
    assert [b.ordforande for b in narvaro(NAMND, handelser, 3)] == expected


@pytest.mark.parametrize(
    ("platser", "borta", "expected"),
    [(None, 1, True), (None, 2, False), (4, 0, True), (4, 1, False), (5, 0, True), (6, 0, False), (2, 1, True)],
)
def test_quorum_is_more_than_half_of_the_seats(platser, borta, expected):
    bild = narvaro(NAMND, [hande(id, "gar", 0) for id in (3, 2)[:borta]], 1, platser=platser)[0]

    assert bild.beslutfor is expected


def test_javig_in_fullmaktige_stays_in_the_room_and_takes_no_quorum_away():
    jav = [hande(2, "jav", 0), hande(3, "jav", 0)]
    namnd, fullmaktige = (narvaro(NAMND, jav, 1, javig_far_vara_kvar=kvar)[0] for kvar in (False, True))

    assert (namnd.narvarande & {2, 3}, namnd.beslutfor) == (frozenset(), False)
    assert (fullmaktige.narvarande & {2, 3}, fullmaktige.beslutfor) == ({2, 3}, True)
    assert namnd.tjanstgorande == fullmaktige.tjanstgorande == (1,)


def test_events_at_one_paragraf_count_in_the_order_they_come():
    assert served([hande(3, "gar", 1), hande(3, "kommer", 1)], antal=2) == [(1, 2, 3), (1, 2, 3)]
    assert served([hande(3, "gar", 1, bara=True), hande(3, "kommer", 1, bara=True)], antal=2) == [(1, 2, 3)] * 2
    assert served([hande(3, "kommer", 1, bara=True), hande(3, "gar", 1, bara=True)], antal=2) == [(1, 2, 3), (1, 2)]


def test_an_ersattare_who_cannot_serve_is_told_of():
    bild = narvaro(NAMND, [hande(3, "gar", 0), hande(11, "ersatter", 0, 3), hande(11, "jav", 1)], 2)

    assert bild[0].uteblivna == ()
    assert [(t.plats, t.person) for t in bild[1].uteblivna] == [(3, 11)]


# Any meeting -------------------------------------------------------------------------------------------------------

ANTAL = 6
SLAG = st.sampled_from(["kommer", "gar", "jav", "ersatter", "ordforande"])


@st.composite
def moten(draw):
    antal = draw(st.integers(1, 7))
    roller = [*PRESIDIUM, *["ledamot"] * 7]
    seats = [
        Deltagare(
            n,
            "ledamot",
            f"Ledamot {n}",
            "S",
            roll=roller[n],
            vid_upprop=draw(st.booleans()),
            vakant=draw(st.integers(0, 9)) == 0,
        )
        for n in range(antal)
    ]
    ers = [ersattare(100 + n, f"Ersättare {n}", "M", draw(st.booleans())) for n in range(draw(st.integers(0, 4)))]
    ovriga = [Deltagare(200, "tjansteperson", "Tjänsteperson", vid_upprop=draw(st.booleans()))]
    roll = [*seats, *ers, *ovriga]
    id = st.sampled_from([d.id for d in roll])
    handelser = draw(
        st.lists(
            st.builds(
                lambda d, slag, vid, f, bara, mitt_i: Handelse(
                    d, slag, vid, f if slag == "ersatter" else None, bara or slag == "jav", mitt_i
                ),
                id,
                SLAG,
                st.integers(0, ANTAL - 1),
                st.sampled_from([s.id for s in seats]),
                st.booleans(),
                st.booleans(),
            ),
            max_size=14,
        )
    )
    return roll, sorted(handelser, key=lambda h: h.vid)


@given(moten(), st.booleans(), st.one_of(st.none(), st.integers(1, 9)))
def test_nobody_javig_or_absent_serves_and_no_seat_is_filled_twice(motet, kvar, platser):
    roll, handelser = motet
    seats = {d.id for d in roll if d.slag == "ledamot"}
    for n, bild in enumerate(narvaro(roll, handelser, ANTAL, platser=platser, javig_far_vara_kvar=kvar)):
        serving = bild.tjanstgorande
        assert set(serving) <= bild.narvarande - bild.javiga
        assert bild.javiga == {h.deltagare for h in handelser if h.slag == "jav" and h.vid == n} - {
            d.id for d in roll if d.vakant
        }
        assert not serving or len(serving) == len(set(serving)) <= len(seats) <= bild.platser
        assert len({t.plats for t in bild.tjanstgoring}) == len(bild.tjanstgoring)
        assert {t.plats for t in bild.tjanstgoring} <= seats
        # A ledamot serves in the own seat and no other; nobody but ledamöter and ersättare serves.
        assert all(t.person == t.plats for t in bild.tjanstgoring if t.person in seats)
        assert 200 not in serving
        assert seats & (bild.narvarande - bild.javiga) <= set(serving)
        assert bild.ordforande is None or bild.ordforande in serving
        assert not {d.id for d in roll if d.vakant} & bild.narvarande
        assert kvar or not bild.narvarande & bild.javiga


@given(st.sets(st.integers(0, 11)), st.integers(1, 12))
def test_a_wished_presence_is_what_its_events_give(onskade, antal):
    onskade = {n for n in onskade if n < antal}
    vid_upprop, handelser = handelser_for(onskade, antal, deltagare=21)
    roll = [Deltagare(21, "tjansteperson", "Siv Skrivare", vid_upprop=vid_upprop)]

    found = {n for n, bild in enumerate(narvaro(roll, handelser, antal)) if 21 in bild.narvarande}

    assert found == onskade


@pytest.mark.parametrize(
    ("onskade", "antal", "expected"),
    [
        (range(22), 22, (True, [])),
        ((), 22, (False, [])),
        ((6, 10), 22, (False, [("kommer", 6, True), ("kommer", 10, True)])),
        ([n for n in range(22) if n != 7], 22, (True, [("gar", 7, True)])),
        ((5, 6, 7), 22, (False, [("kommer", 5, False), ("gar", 8, False)])),
        (range(5, 22), 22, (False, [("kommer", 5, False)])),
    ],
)
def test_a_wished_presence_takes_the_fewest_events(onskade, antal, expected):
    vid_upprop, handelser = handelser_for(onskade, antal)

    assert (vid_upprop, [(h.slag, h.vid, h.bara) for h in handelser]) == expected

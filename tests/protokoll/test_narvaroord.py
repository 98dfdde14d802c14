"""Presence in print: every form of real minutes, and that the front page and the section Jäv say the same."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommun.ord import i_mening
from protokoll.narvaro import Deltagare
from protokoll.narvaroord import framsida, jav_meningar, ordforande_vid, skriv_vid, upprakning
from protokoll.numrering import tolka_paragrafer
from tests.protokoll.narvarobygge import ersattare, hande, ledamot, mote, vakant
from tests.protokoll.test_narvaro import ANTAL, moten

# Invented names; the §§ and what happens at them are those of the protokoll named in each test.
KSAU = (
    ledamot(1, "Lisa Lind", "M", roll="ordforande"),
    ledamot(2, "Frans Fors", "C", roll="vice_1"),
    ledamot(3, "Magda Sund", "S"),
    ledamot(4, "Ove Ohlsson", "V"),
    ersattare(11, "Marta Modig", "M"),
    ersattare(12, "Ville Vik", "V"),
    ersattare(13, "Dag Dal", "C"),
    Deltagare(21, "tjansteperson", "Siv Skrivare", titel="kommunsekreterare"),
)
HELA = range(14, 36)


def position(n):
    """Of a § number on a meeting with §§ 14–35."""
    return n - 14


def lines(handelser, nummer=HELA, urval=None, roll=KSAU, **kwargs):
    m = mote(roll, *handelser, nummer=list(nummer), **kwargs)
    blad = framsida(m, urval)
    return (
        [r.text for r in blad.ledamoter],
        [r.text for r in blad.ersattare],
        {rubrik: [r.text for r in rader] for rubrik, rader in blad.ovriga},
    )


def line_of(name, handelser, **kwargs):
    """The line of a person among ledamöter and serving ersättare."""
    ledamoter, serving, _ = lines(handelser, **kwargs)
    return next((rad for rad in [*ledamoter, *serving] if rad.startswith(name)), None)


def test_the_whole_meeting_is_printed_without_paragrafer():
    assert lines([]) == (
        ["Lisa Lind (M), ordförande", "Frans Fors (C), 1:e vice ordförande", "Magda Sund (S)", "Ove Ohlsson (V)"],
        [],
        {"Tjänstepersoner": ["Siv Skrivare, kommunsekreterare"]},
    )


@pytest.mark.parametrize(
    ("handelser", "expected"),
    [
        pytest.param(
            [hande(3, "gar", position(21), bara=True)], "Magda Sund (S), §§ 14–35, utom § 21, utan ersättare § 21",
            id="seed §§ 14–35, utom § 21",
        ),
        pytest.param(
            [hande(3, "gar", position(21)), hande(3, "kommer", position(24))],
            "Magda Sund (S), §§ 14–20, 24–35, utan ersättare §§ 21–23", id="two stays",
        ),
        pytest.param(
            [hande(3, "gar", position(21)), hande(11, "ersatter", position(21), 3)],
            "Magda Sund (S), §§ 14–20", id="replaced for the rest",
        ),
        pytest.param(
            [hande(3, "jav", position(20))], "Magda Sund (S), deltar ej § 20 p.g.a. jäv, utan ersättare",
            id="jäv without ersättare",
        ),
        pytest.param(
            [hande(3, "jav", position(20)), hande(11, "ersatter", position(20), 3, bara=True)],
            "Magda Sund (S), deltar ej § 20 p.g.a. jäv", id="jäv with ersättare",
        ),
        pytest.param(
            [
                hande(3, "jav", position(20)), hande(3, "jav", position(30)),
                hande(11, "ersatter", position(30), 3, bara=True),
            ],
            "Magda Sund (S), deltar ej §§ 20; 30 p.g.a. jäv, utan ersättare § 20", id="jäv twice, one ersättare",
        ),
        pytest.param(
            [hande(3, "jav", position(20)), hande(3, "gar", position(30)), hande(11, "ersatter", position(30), 3)],
            "Magda Sund (S), §§ 14–19, 21–29, deltar ej § 20 p.g.a. jäv, utan ersättare § 20", id="jäv, then gone",
        ),
        pytest.param(
            [hande(3, "gar", 0), hande(11, "ersatter", 0, 3)], None, id="not there at all: the ersättare's line tells",
        ),
        pytest.param(
            [hande(3, "gar", 0)], "Magda Sund (S), frånvarande, utan ersättare", id="Kungsbacka: utan ersättare",
        ),
        pytest.param(
            [hande(3, "gar", 0), hande(11, "ersatter", position(30), 3)],
            "Magda Sund (S), frånvarande, utan ersättare §§ 14–29", id="filled from § 30",
        ),
    ],
)  # fmt: skip
def test_line_of_a_ledamot(handelser, expected):
    assert line_of("Magda", handelser) == expected


def test_a_vice_chair_who_presided_at_some_paragrafer():
    # KS 2024-05-28: ordförande §§ 137, 163-164
    nummer = list(range(130, 170))
    jav = [hande(1, "jav", nummer.index(n)) for n in (137, 163, 164)]

    assert line_of("Frans", jav, nummer=nummer) == "Frans Fors (C), 1:e vice ordförande, ordförande §§ 137, 163–164"
    assert (
        line_of("Lisa", jav, nummer=nummer)
        == "Lisa Lind (M), ordförande, deltar ej §§ 137, 163–164 p.g.a. jäv, utan ersättare"
    )


def test_kungsbacka_368_cannot_contradict_itself():
    """Two protokoll of one meeting: §§ 357–367, 369–372 and, with jäv of the chair, § 368 alone."""
    nummer = list(range(357, 373))
    n368 = nummer.index(368)
    m = mote(KSAU, hande(1, "jav", n368), nummer=nummer)

    alone = [r.text for r in framsida(m, [n368]).ledamoter]
    rest = [r.text for r in framsida(m, set(m.alla) - {n368}).ledamoter]

    assert alone[:2] == [
        "Lisa Lind (M), ordförande, deltar ej § 368 p.g.a. jäv, utan ersättare",
        "Frans Fors (C), 1:e vice ordförande, ordförande § 368",
    ]
    assert rest[:2] == ["Lisa Lind (M), ordförande", "Frans Fors (C), 1:e vice ordförande"]
    assert jav_meningar(m, n368) == ("Lisa Lind (M) deltar inte i handläggningen av ärendet på grund av jäv.",)
    assert ordforande_vid(m, [n368]) == ((2, {n368}),)
    assert ordforande_vid(m) == ((1, set(m.alla) - {n368}), (2, {n368}))


def test_utom_names_only_paragrafer_of_the_protokoll():
    nummer = list(range(357, 379))
    n368 = nummer.index(368)
    m = mote(KSAU, hande(3, "gar", nummer.index(376)), nummer=nummer)
    urval = set(m.alla) - {n368}

    assert skriv_vid(m, urval - set(range(19, 22)), urval) == "§§ 357–367, 369–375"
    assert framsida(m, urval).ledamoter[2].text.startswith("Magda Sund (S), §§ 357–367, 369–375")


def test_one_seat_filled_by_two_ersattare():
    # KS 2024-05-28: one ersättare §§ 153, 155-160, another § 154, the first one jävig at it
    nummer = list(range(150, 165))
    at = nummer.index
    handelser = [
        hande(4, "gar", at(153)), hande(12, "ersatter", at(153), 4), hande(12, "jav", at(154)),
        hande(11, "ersatter", at(154), 4, bara=True), hande(12, "gar", at(161)), hande(4, "kommer", at(161)),
    ]  # fmt: skip

    _, serving, ovriga = lines(handelser, nummer=nummer)

    assert serving == [
        "Marta Modig (M) tjänstgör § 154 för Ove Ohlsson (V)",
        "Ville Vik (V) tjänstgör §§ 153, 155–160 för Ove Ohlsson (V), närvarar ej § 154 p.g.a. jäv",
    ]
    assert "Ersättare" not in ovriga
    assert line_of("Ove", handelser, nummer=nummer) == "Ove Ohlsson (V), §§ 150–152, 161–164"


def test_ersattare_for_the_whole_protokoll_and_from_another_party():
    # VO 2025-12-11 and KS (David Dagemark (C) ersätter Per Stenberg (M))
    _, serving, _ = lines([hande(1, "gar", 0), hande(13, "ersatter", 0, 1)])

    assert serving == ["Dag Dal (C) tjänstgör för Lisa Lind (M)"]


def test_the_front_page_of_vo_2025_12_11():
    """Eleven seats, one of them filled by an ersättare; three ersättare and officials there; one § in the protokoll."""
    roller = ["ordforande", "vice_1", "vice_2", *["ledamot"] * 8]
    seats = [ledamot(n, f"Ledamot {n}", "S", roll=roll) for n, roll in enumerate(roller, start=1)]
    roll = [
        *seats,
        ersattare(21, "Marta Modig", "M"),
        *(ersattare(n, f"Ersättare {n}", "V", vid_upprop=True) for n in (22, 23, 24)),
        Deltagare(31, "tjansteperson", "Vera Vall", titel="nämndsekreterare"),
        Deltagare(32, "tjansteperson", "Ebba Ren", titel="utvecklingsledare", vid_upprop=False),
        Deltagare(41, "personalforetradare", "Linda Lund", titel="Kommunal"),
    ]
    handelser = [hande(11, "gar", 0), hande(21, "ersatter", 0, 11), hande(32, "kommer", 1, bara=True)]

    ledamoter, serving, ovriga = lines(handelser, nummer=[178, 179, 180], urval=[1], roll=roll)

    assert ledamoter[:4] == [
        "Ledamot 1 (S), ordförande",
        "Ledamot 2 (S), 1:e vice ordförande",
        "Ledamot 3 (S), 2:e vice ordförande",
        "Ledamot 4 (S)",
    ]
    assert len(ledamoter) == 10
    assert serving == ["Marta Modig (M) tjänstgör för Ledamot 11 (S)"]
    assert ovriga == {
        "Ersättare": ["Ersättare 22 (V)", "Ersättare 23 (V)", "Ersättare 24 (V)"],
        "Tjänstepersoner": ["Vera Vall, nämndsekreterare", "Ebba Ren, utvecklingsledare"],
        "Personalföreträdare": ["Linda Lund, Kommunal"],
    }


def test_one_ersattare_for_two_members_and_as_chair():
    handelser = [
        hande(3, "gar", 0), hande(11, "ersatter", 0, 3), hande(3, "kommer", 3), hande(4, "gar", 5),
        hande(11, "ersatter", 5, 4), hande(11, "ordforande", 5, bara=True),
    ]  # fmt: skip

    assert line_of("Marta", handelser) == (
        "Marta Modig (M) tjänstgör §§ 14–16 för Magda Sund (S) och §§ 19–35 för Ove Ohlsson (V), ordförande § 19"
    )


def test_the_same_person_serves_and_is_merely_present():
    _, serving, ovriga = lines([hande(11, "kommer", 0), hande(3, "jav", 6), hande(11, "ersatter", 6, 3, bara=True)])

    assert serving == ["Marta Modig (M) tjänstgör § 20 för Magda Sund (S)"]
    assert ovriga["Ersättare"] == ["Marta Modig (M), §§ 14–35, utom § 20"]


def test_an_ersattare_who_is_merely_present_and_javig():
    _, serving, ovriga = lines([hande(11, "kommer", 0), hande(11, "jav", 6)])

    assert serving == []
    assert ovriga["Ersättare"] == ["Marta Modig (M), närvarar ej § 20 p.g.a. jäv"]


def test_javig_in_fullmaktige_takes_no_part_but_stays():
    _, _, ovriga = lines([hande(11, "kommer", 0), hande(11, "jav", 6)], kvar=True)

    assert ovriga["Ersättare"] == ["Marta Modig (M), deltar ej § 20 p.g.a. jäv"]


def test_vacant_seats():
    roll = [vakant(9, "M"), *KSAU[:1], *KSAU[4:]]

    assert lines([], roll=roll)[0][0] == "Vakant (M)"
    assert lines([hande(11, "ersatter", 0, 9)], roll=roll)[1] == ["Marta Modig (M) tjänstgör på vakant plats (M)"]


def test_others_are_grouped_with_the_paragrafer_each_attends():
    # the seed's list: §§ 14-35, utom § 21; §§ 20; 24; §18
    roll = [
        *KSAU,
        Deltagare(22, "tjansteperson", "Tora Tall", titel="utvecklingschef", vid_upprop=False),
        Deltagare(23, "ovrig", "Vera Vass", titel="praktikant"),
        Deltagare(24, "personalforetradare", "Pelle Pil", titel="Kommunal", vid_upprop=False),
    ]
    handelser = [
        hande(22, "kommer", position(20), bara=True), hande(22, "kommer", position(24), bara=True),
        hande(23, "gar", position(21), bara=True), hande(24, "kommer", position(18), bara=True),
    ]  # fmt: skip

    assert lines(handelser, roll=roll)[2] == {
        "Tjänstepersoner": ["Siv Skrivare, kommunsekreterare", "Tora Tall, utvecklingschef, §§ 20; 24"],
        "Personalföreträdare": ["Pelle Pil, Kommunal, § 18"],
        "Övriga": ["Vera Vass, praktikant, §§ 14–35, utom § 21"],
    }


def test_those_who_attended_nothing_of_the_protokoll_are_not_on_its_front_page():
    m = mote(KSAU, hande(21, "gar", 1), nummer=[14, 15])

    assert framsida(m, [1]).ovriga == ()
    assert [r for r, _ in framsida(m, [0]).ovriga] == ["Tjänstepersoner"]


def test_paragrafer_without_number_are_named_by_their_place():
    m = mote(KSAU, hande(3, "gar", 3), nummer=[14, 15, None, None, None])

    assert skriv_vid(m, [0, 1, 2], m.alla) == "§§ 14–15 samt punkt 3"
    assert skriv_vid(m, [2, 3], m.alla) == "punkterna 3–4"
    assert framsida(m).ledamoter[2].text == "Magda Sund (S), §§ 14–15 samt punkt 3, utan ersättare punkterna 4–5"


def test_several_javiga_are_one_sentence():
    m = mote(KSAU, hande(1, "jav", 0), hande(3, "jav", 0), hande(4, "jav", 0), nummer=[1, 2])

    assert jav_meningar(m, 0) == (
        "Lisa Lind (M), Magda Sund (S) och Ove Ohlsson (V) deltar inte i handläggningen av ärendet på grund av jäv.",
    )
    assert jav_meningar(m, 1) == ()
    assert upprakning(["A", "B"]) == "A och B"


@pytest.mark.parametrize(
    ("titel", "expected"), [("Sekreterare", "sekreterare"), ("HR-chef", "HR-chef"), ("VD", "VD"), ("", "")]
)
def test_a_title_stands_after_a_name(titel, expected):
    assert i_mening(titel) == expected


# Any meeting -------------------------------------------------------------------------------------------------------

_VID = (
    r"(§§? [\d–;, ]+?(?:, utom §§? [\d–;, ]+?)?)(?=,? (?:ordförande|deltar|närvarar|utan|för|på|och)|, [a-z]| p\.g|$)"
)


def numbers(pattern, text):
    match = re.search(pattern + _VID, text)
    return tolka_paragrafer(match[1]) if match else None


@given(moten(), st.integers(1, 400), st.sets(st.integers(0, ANTAL - 1), min_size=1), st.booleans())
def test_the_front_page_reads_back_to_the_same_sets(motet, forsta, urval, kvar):
    roll, handelser = motet
    m = mote(roll, *handelser, nummer=[forsta + n for n in range(ANTAL)], kvar=kvar)
    blad = framsida(m, urval)
    alla = {forsta + n for n in urval}

    def som_nummer(vid):
        return {forsta + n for n in vid & urval}

    rader = {r.deltagare: r.anmarkning for r in blad.ledamoter}
    for d in m.platser:
        if d.vakant:
            continue
        tjanstgor, javig, tom = map(som_nummer, (m.tjanstgor(d.id), m.javig(d.id), m.tom(d.id)))
        text = rader.get(d.id)
        if text is None:
            assert not tjanstgor
            assert not javig
            assert not tom
            continue
        assert (numbers("deltar ej ", text) or set()) == javig
        if "frånvarande" in text:
            assert not tjanstgor
        else:
            assert (numbers("^", text) or alla - javig) == tjanstgor
        utan = numbers("utan ersättare ", text) or (alla - tjanstgor if "utan ersättare" in text else set())
        assert utan == tom
        assert (numbers("(?:^|, )ordförande ", text) or set()) == (
            set() if d.roll == "ordforande" else som_nummer(m.leder(d.id))
        )
    rader = {r.deltagare: r.anmarkning for r in blad.ersattare}
    for d in (d for d in roll if d.slag == "ersattare"):
        vid = som_nummer(m.tjanstgor(d.id))
        assert (d.id in rader) == bool(vid)
        if vid:
            spann = re.findall(r"(?:tjänstgör|och) (§§? [\d–;, ]+?) (?:för|på)", rader[d.id])
            assert (set().union(*map(tolka_paragrafer, spann)) if spann else alla) == vid
    ovriga = {r.deltagare: r.anmarkning for _, grupp in blad.ovriga for r in grupp}
    for d in (d for d in roll if d.slag != "ledamot"):
        vid = som_nummer(m.narvarar(d.id)) - som_nummer(m.tjanstgor(d.id))
        assert (d.id in ovriga) == bool(vid)
        if vid:
            utom = numbers("(?:deltar|närvarar) ej ", ovriga[d.id]) or set()
            assert (numbers("^", ovriga[d.id]) or alla - (set() if kvar else utom)) == vid


@given(moten(), st.booleans())
def test_front_page_and_jav_never_contradict(motet, kvar):
    """Whoever the section Jäv names at a § is said not to take part in it on the front page, and nobody else is."""
    roll, handelser = motet
    m = mote(roll, *handelser, nummer=list(range(1, ANTAL + 1)), kvar=kvar)
    for n in m.alla:
        mening = " ".join(jav_meningar(m, n))
        blad = framsida(m, [n])
        for rad in blad.ledamoter:
            assert (f"ej § {n + 1} p.g.a. jäv" in rad.text) == (re.search(rf"{rad.namn}\b", mening) is not None)
        for rad in blad.ersattare:
            assert not re.search(rf"{rad.namn}\b", mening)
        assert all(m.vem(id).namn not in mening for id in [m.vid[n].ordforande] if id is not None)

import pytest
from hypothesis import given

from protokoll.narvaro import Deltagare
from protokoll.narvarovarningar import Undertecknare, nya, varningar
from tests.protokoll.narvarobygge import ersattare, hande, ledamot, mote
from tests.protokoll.test_narvaro import ANTAL, moten

NAMND = (
    ledamot(1, "Asta Alm", "A", roll="ordforande"),
    ledamot(2, "Bo Bok", "B", roll="vice_1"),
    ledamot(3, "Cia Ceder", "A"),
    ersattare(11, "Elsa Ek", "A"),
    ersattare(12, "Frej Furu", "B"),
    Deltagare(21, "tjansteperson", "Siv Skrivare"),
)
NUMMER = list(range(1, 9))


def koder(*handelser, **kwargs):
    return [(v.kod, v.position) for v in varningar(mote(NAMND, *handelser, nummer=NUMMER), **kwargs)]


@pytest.mark.parametrize(
    ("handelser", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([hande(3, "gar", 2), hande(3, "kommer", 4)], [("vaxeltjanstgoring", 4)], id="left and came back"),
        pytest.param([hande(3, "gar", 2, bara=True)], [("vaxeltjanstgoring", 3)], id="away for one §"),
        pytest.param([hande(3, "jav", 2)], [], id="back after jäv"),
        pytest.param(
            [hande(3, "gar", 2), hande(3, "jav", 2), hande(3, "kommer", 3)], [], id="left for the jäv and came back"
        ),
        pytest.param([hande(3, "gar", 0), hande(3, "kommer", 2)], [], id="came late"),
        pytest.param(
            [
                hande(3, "jav", 1), hande(11, "ersatter", 1, 3, bara=True),
                hande(2, "jav", 5), hande(11, "ersatter", 5, 2, bara=True),
            ],
            [], id="an ersättare at two jäv",
        ),
        pytest.param(
            [hande(3, "gar", 1), hande(11, "ersatter", 1, 3), hande(11, "gar", 3), hande(11, "ersatter", 5, 3)],
            [("vaxeltjanstgoring", 5)], id="an ersättare left and serves again",
        ),
        pytest.param(
            [hande(3, "gar", 2, mitt_i=True), hande(11, "ersatter", 2, 3)], [("mitt_i", 2)], id="swap in the middle",
        ),
        pytest.param(
            [hande(3, "gar", 0, mitt_i=True), hande(11, "ersatter", 0, 3)], [("mitt_i", 0)],
            id="swap in the middle of the first",
        ),
        pytest.param([hande(3, "gar", 2, mitt_i=True)], [], id="left in the middle, nobody in the place"),
        pytest.param(
            [hande(1, "jav", 2), hande(2, "jav", 2)], [("ingen_ordforande", 2), ("ej_beslutfor", 2)],
            id="nobody presides",
        ),
        pytest.param([hande(2, "gar", 2), hande(3, "gar", 3)], [("ej_beslutfor", 3)], id="not quorate"),
        pytest.param([hande(11, "ersatter", 2, 3)], [("ersattare_for_narvarande", 2)], id="for somebody who is there"),
        pytest.param(
            [hande(3, "gar", 1), hande(11, "ersatter", 1, 3), hande(11, "jav", 4)], [("ersattare_utebliven", 4)],
            id="the ersättare is jävig",
        ),
        pytest.param([hande(11, "ordforande", 3)], [("leder_utan_att_tjanstgora", 3)], id="presides without serving"),
        pytest.param([hande(3, "gar", 1), hande(3, "jav", 4)], [("jav_utan_verkan", 4)], id="jäv of somebody away"),
    ],
)  # fmt: skip
def test_varning(handelser, expected):
    assert koder(*handelser) == expected


def test_runs_are_one_varning_and_a_longer_run_is_another():
    fore, efter = (
        varningar(mote(NAMND, *[hande(id, "jav", n) for n in spann for id in (1, 2)], nummer=NUMMER))
        for spann in ((2, 3), (2, 3, 4))
    )

    assert [v.mening for v in efter] == [
        "Ingen leder sammanträdet vid §§ 3–5. Anteckna vem som leder.",
        "Organet är inte beslutfört vid §§ 3–5: 1 av 3 tjänstgör, och det krävs fler än hälften.",
    ]
    assert {(v.kod, v.nyckel) for v in fore}.isdisjoint((v.kod, v.nyckel) for v in efter)


def test_the_key_outlives_a_moved_paragraf():
    handelser = [hande(3, "gar", 2), hande(3, "kommer", 4)]
    fore = mote(NAMND, *handelser, nummer=[1, 2, 3, 4, 5, 6])
    efter = mote(NAMND, hande(3, "gar", 1), hande(3, "kommer", 3), nummer=[2, 3, 4, 5, 6, 1])

    assert [v.nyckel for v in varningar(fore)] == [v.nyckel for v in varningar(efter)] == ["5:3"]
    assert nya(varningar(fore), varningar(efter)) == ()
    assert len(nya((), varningar(efter))) == 1


@pytest.mark.parametrize(
    ("handelser", "deltagare", "roll", "expected"),
    [
        ([], 1, "ordförande", []),
        ([hande(1, "jav", 2)], 1, "ordförande", [("undertecknare_javig", 2)]),
        ([hande(1, "gar", 2)], 1, "ordförande", [("undertecknare_borta", 2)]),
        ([hande(2, "ordforande", 2, bara=True)], 1, "ordförande", [("undertecknare_bredvid", 2)]),
        ([hande(2, "ordforande", 2, bara=True)], 1, "protokolljusterare", []),
        ([hande(3, "jav", 2)], 3, "protokolljusterare", [("undertecknare_javig", 2)]),
        ([hande(3, "jav", 7)], 3, "protokolljusterare", []),
        ([], 11, "protokolljusterare", [("undertecknare_borta", 0)]),
        (
            [hande(11, "kommer", 2)],
            11,
            "protokolljusterare",
            [("undertecknare_borta", 0), ("undertecknare_bredvid", 2)],
        ),
    ],
)
def test_who_signs_took_part(handelser, deltagare, roll, expected):
    signs = Undertecknare(deltagare, roll, frozenset(range(6)))

    assert koder(*handelser, undertecknare=[signs]) == expected


def test_what_keeps_somebody_from_signing_says_what_to_do():
    def mening(vid, roll="protokolljusterare"):
        motet = mote(NAMND, hande(3, "jav", 2), nummer=NUMMER)
        (v,) = varningar(motet, undertecknare=[Undertecknare(3, roll, frozenset(vid))])
        assert not v.kan_godtas
        return v.mening

    namn = "Cia Ceder (A) ska skriva under som"
    assert mening(range(6)) == (
        f"{namn} protokolljusterare men är jävig vid § 3. "
        "Ge § 3 ett eget protokoll, eller välj någon annan som justerar."
    )
    assert mening([2]) == f"{namn} protokolljusterare men är jävig vid § 3. Välj någon annan som justerar."
    assert mening([2], "ordförande") == (
        f"{namn} ordförande men är jävig vid § 3. "
        "Anteckna i närvaron vem som ledde sammanträdet där: den skriver under."
    )


def test_what_no_reason_makes_right_cannot_be_let_stand():
    funna = varningar(mote(NAMND, hande(1, "jav", 2), hande(2, "jav", 2), hande(3, "gar", 4, bara=True), nummer=NUMMER))

    assert {v.kod: v.kan_godtas for v in funna} == {
        "ingen_ordforande": False,
        "ej_beslutfor": False,
        "vaxeltjanstgoring": True,
    }


def test_a_roll_longer_than_the_seats():
    assert koder(platser=2) == [("fler_an_platserna", None)]
    assert koder(platser=3) == []


@given(moten())
def test_every_varning_of_any_meeting_is_a_sentence_with_its_own_key(motet):
    roll, handelser = motet
    funna = varningar(mote(roll, *handelser, nummer=list(range(1, ANTAL + 1))))

    assert len({(v.kod, v.nyckel) for v in funna}) == len(funna)
    for v in funna:
        assert v.mening.endswith(".")
        assert len(v.nyckel) <= 120
        assert "Okänd" not in v.mening

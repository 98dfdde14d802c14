"""The rules of a vote; the paragraph of kommunallagen stands in the id of each case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protokoll.rostning import (
    AVSTAR,
    JA,
    LOTT,
    MAJORITET,
    NEJ,
    UTSLAGSROST,
    Rakning,
    brister,
    brister_sluten,
    rakna,
    rostande,
    roster_i_ord,
    utgang,
)

NAMN = {1: "Ada (A)", 2: "Bo (B)", 3: "Cia (C)"}


@pytest.mark.parametrize(
    ("tjanstgorande", "ordforande", "deltar_ej", "vantat"),
    [
        pytest.param((1, 2, 3), 1, (), (2, 3, 1), id="KL 5:54 the chair last"),
        pytest.param((1, 2, 3), None, (), (1, 2, 3), id="no chair: the order of the seats"),
        pytest.param((1, 2, 3), 2, (3,), (1, 2), id="KL 4:25 who takes no part does not vote"),
        pytest.param((1, 2, 3), 1, (1,), (2, 3), id="KL 4:25 nor does such a chair"),
    ],
)
def test_rostande(tjanstgorande, ordforande, deltar_ej, vantat):
    assert rostande(tjanstgorande, ordforande, deltar_ej=deltar_ej) == vantat


@pytest.mark.parametrize(
    ("rakning", "kwargs", "utfall", "avgors"),
    [
        pytest.param(Rakning(6, 5), {}, JA, MAJORITET, id="KL 5:56 majority for ja"),
        pytest.param(Rakning(3, 11, 1), {}, NEJ, MAJORITET, id="KL 5:56 majority for nej"),
        pytest.param(Rakning(1, 0, 10), {}, JA, MAJORITET, id="KL 5:56 who abstains is not counted"),
        pytest.param(Rakning(2, 5), {"ordforandens_rost": JA}, NEJ, MAJORITET, id="KL 5:56 the chair may lose"),
        pytest.param(Rakning(3, 3), {"ordforandens_rost": NEJ}, NEJ, UTSLAGSROST, id="KL 5:56 tie, casting vote nej"),
        pytest.param(Rakning(3, 3, 1), {"ordforandens_rost": JA}, JA, UTSLAGSROST, id="KL 5:56 tie, casting vote ja"),
        pytest.param(Rakning(3, 3, 1), {"ordforandens_rost": AVSTAR}, None, UTSLAGSROST, id="KL 4:26 must vote"),
        pytest.param(
            Rakning(3, 3, 1), {"ordforandens_rost": AVSTAR, "angivet": NEJ}, NEJ, UTSLAGSROST, id="KL 4:26 has voted"
        ),
        pytest.param(Rakning(0, 0, 4), {}, None, UTSLAGSROST, id="KL 4:26 all abstain"),
        pytest.param(Rakning(4, 4), {"sluten": True}, None, LOTT, id="KL 5:56 val: the lot, not stated"),
        pytest.param(Rakning(4, 4), {"sluten": True, "angivet": NEJ}, NEJ, LOTT, id="KL 5:56 val: the lot fell"),
        pytest.param(
            Rakning(4, 4),
            {"sluten": True, "ordforandens_rost": JA, "angivet": NEJ},
            NEJ,
            LOTT,
            id="KL 5:56 val: no casting vote",
        ),
        pytest.param(Rakning(5, 4), {"sluten": True}, JA, MAJORITET, id="KL 5:56 val: majority"),
        pytest.param(Rakning(), {}, None, MAJORITET, id="nobody has voted"),
    ],
)
def test_utgang(rakning, kwargs, utfall, avgors):
    found = utgang(rakning, **kwargs)

    assert (found.utfall, found.avgors) == (utfall, avgors)
    assert bool(found.fel) == (utfall is None)


@pytest.mark.parametrize(
    ("rakning", "kwargs", "mening"),
    [
        (Rakning(6, 5), {"angivet": NEJ}, "Utfallet kan inte vara nej: ja-rösterna är fler (6 ja, 5 nej)."),
        (
            Rakning(3, 3),
            {"ordforandens_rost": JA, "angivet": NEJ},
            "Röstetalet är lika, och då avgör ordförandens röst, som är ja.",
        ),
    ],
)
def test_stated_outcome_that_contradicts_the_votes_is_refused(rakning, kwargs, mening):
    assert utgang(rakning, **kwargs).fel == mening
    assert utgang(rakning, **kwargs).utfall is None


@pytest.mark.parametrize(
    ("rakning", "text"),
    [
        (Rakning(6, 5), "6 ja-röster mot 5 nej-röster"),
        (Rakning(11, 3, 1), "11 ja-röster mot 3 nej-röster och 1 som avstår"),
        (Rakning(1, 0), "1 ja-röst mot 0 nej-röster"),
        (Rakning(2, 9), "9 nej-röster mot 2 ja-röster"),
        (Rakning(2, 1, 2), "2 ja-röster mot 1 nej-röst och 2 som avstår"),
        (Rakning(3, 3), "3 ja-röster mot 3 nej-röster"),
    ],
)
def test_roster_i_ord(rakning, text):
    assert roster_i_ord(rakning) == text


def test_brister_name_who_may_not_vote_and_who_has_not():
    found = brister({1: JA, 3: NEJ}, (1, 2), namn=NAMN, vid="§ 4")

    assert [(b.kod, b.person, b.text) for b in found] == [
        ("rostar_ej", 3, "Cia (C) tjänstgör inte vid § 4 och kan inte rösta."),
        ("rost_saknas", 2, "Bo (B) har ingen röst. Ange ja, nej eller avstår."),
    ]


def test_brister_of_a_vote_that_goes_on_lack_nothing():
    assert brister({1: JA}, (1, 2), namn=NAMN, hel=False) == ()


def test_brister_compares_the_stated_result_with_the_votes():
    found = brister({1: JA, 2: NEJ}, (1, 2), namn=NAMN, angivet=Rakning(2, 0))

    assert [b.text for b in found] == ["Det angivna resultatet (2 ja, 0 nej) stämmer inte med rösterna (1 ja, 1 nej)."]


def test_brister_of_a_closed_vote():
    assert brister_sluten(Rakning(5, 4, 2), 11) == ()
    assert brister_sluten(Rakning(5, 4, 3), 11)[0].text == "12 röster är fler än de 11 som tjänstgör och får rösta."


people = st.lists(st.integers(1, 40), unique=True, max_size=15)
votes = st.sampled_from([JA, NEJ, AVSTAR])


@st.composite
def meetings(draw):
    """Serving, the rest of the roll, the chair, who takes no part, and a whole vote."""
    tjanstgorande = draw(people)
    andra = draw(people.map(lambda p: [x + 100 for x in p]))
    ordforande = draw(st.sampled_from([*tjanstgorande, None]))
    deltar_ej = draw(st.sets(st.sampled_from(tjanstgorande))) if tjanstgorande else set()
    rostar = rostande(tjanstgorande, ordforande, deltar_ej=deltar_ej)
    return tjanstgorande, andra, ordforande, deltar_ej, {p: draw(votes) for p in rostar}


@given(meetings())
def test_votes_and_abstentions_never_exceed_those_who_serve(meeting):
    tjanstgorande, _, ordforande, deltar_ej, roster = meeting

    assert set(roster) == set(tjanstgorande) - deltar_ej
    assert rakna(roster).summa == len(roster) <= len(tjanstgorande)
    assert brister(roster, list(roster), namn={}) == ()
    if ordforande in roster:
        assert list(roster)[-1] == ordforande


@given(meetings(), votes)
def test_a_vote_of_somebody_else_is_always_found(meeting, rost):
    _, andra, _, deltar_ej, roster = meeting
    rostar = set(roster)

    for frammande in {*andra, *deltar_ej}:
        found = brister({**roster, frammande: rost}, rostar, namn={}, hel=False)
        assert [b.person for b in found] == [frammande]


@given(meetings(), st.sampled_from([None, JA, NEJ]), st.booleans())
def test_outcome_agrees_with_the_majority_and_a_tie_with_the_chair(meeting, angivet, sluten):
    *_, ordforande, _, roster = meeting
    rakning, chair = rakna(roster), roster.get(ordforande)

    found = utgang(rakning, ordforandens_rost=chair, sluten=sluten, angivet=angivet)

    if found.utfall and not rakning.lika:
        assert rakning.antal(found.utfall) > rakning.summa - rakning.avstar - rakning.antal(found.utfall)
    if found.utfall and rakning.lika:
        assert found.utfall == (angivet if sluten or chair not in (JA, NEJ) else chair)
    assert bool(found.fel) == (found.utfall is None)

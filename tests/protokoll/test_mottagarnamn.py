"""Whom the words of a decision mean. Pure: a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protokoll.mottagarnamn import FORVALTNINGAR, NAMNDER, Kandidat, chefsnamn, matcha, nyckel


def organ(pk, *namnen, grupp=NAMNDER):
    return Kandidat("organ", pk, namnen, grupp)


def forvaltning(pk, namn, grupp=""):
    return Kandidat("forvaltning", pk, (namn,), grupp)


def person(pk, *namnen):
    return Kandidat("person", pk, namnen)


KS = organ(1, "Kommunstyrelsen", "KS")
TEKNIK = organ(2, "Nämnden för Teknik", "NT")
MBN = organ(3, "Miljö- och byggnadsnämnden", "MBN")
KF = organ(4, "Kommunfullmäktige", "KF", grupp="")
KULTUR = organ(5, "Nämnden för Kultur & Fritid", "NKF")
ADM = forvaltning(11, "Administrativa avdelningen")
KONTOR = forvaltning(12, "Samhällsbyggnadskontoret", FORVALTNINGAR)
HR = forvaltning(13, "HR-avdelningen")
MBF = forvaltning(14, "Miljö- och byggnadsförvaltningen", FORVALTNINGAR)
KD = person(21, "Dag Provsson", "Kommundirektör")
CHEF = person(22, "Eva Provsson", "chefen för Administrativa avdelningen", "Administrativa avdelningens chef")
ORDF = person(23, "Orvar Ordberg", "Kommunstyrelsens ordförande", "ordföranden i Kommunstyrelsen")
HANDL_1, HANDL_2 = person(24, "Hanna Handlund", "Handläggare"), person(25, "Hugo Handlund", "Handläggare")
ALLA = (KS, TEKNIK, MBN, KF, KULTUR, ADM, KONTOR, HR, MBF, KD, CHEF, ORDF, HANDL_1, HANDL_2)


@pytest.mark.parametrize(
    ("namn", "menas"),
    [
        ("administrativa avdelningen", [ADM]),
        ("Administrativa avdelningens", [ADM]),
        ("administrativ avdelning", [ADM]),
        ("kommunens administrativa avdelning", [ADM]),
        ("samhällsbyggnadskontoret", [KONTOR]),
        ("HR-avdelningen", [HR]),
        ("miljö- och byggnadsförvaltningen", [MBF]),
        ("miljö- och byggnadsnämnden", [MBN]),
        ("miljö och byggnadsnämnden", [MBN]),
        ("nämnden för Teknik", [TEKNIK]),
        ("nämnden  för\u00a0teknik", [TEKNIK]),
        ("Nämnden för Kultur och Fritid", [KULTUR]),
        ("kommunstyrelsen", [KS]),
        ("KS", [KS]),
        ("kommundirektören", [KD]),
        ("Kommundirektör", [KD]),
        ("kommundir\u0435ktören", [KD]),  # a Cyrillic е
        ("chefen för administrativa avdelningen", [CHEF]),
        ("kommunstyrelsens ordförande", [ORDF]),
        ("ordföranden i kommunstyrelsen", [ORDF]),
        ("Hanna Handlund", [HANDL_1]),
        ("samtliga nämnder", [KS, TEKNIK, MBN, KULTUR]),
        ("kommunens samtliga nämnder", [KS, TEKNIK, MBN, KULTUR]),
        ("nämnderna", [KS, TEKNIK, MBN, KULTUR]),
        ("alla förvaltningar", [KONTOR, MBF]),
        ("samtliga nämnder och förvaltningar", [KS, TEKNIK, MBN, KULTUR, KONTOR, MBF]),
        ("samtliga nämnder och kommundirektören", [KS, TEKNIK, MBN, KULTUR, KD]),
        ("kommundirektören och nämnden för Teknik", [KD, TEKNIK]),
        ("kommunstyrelsen, nämnden för Teknik samt kommundirektören", [KS, TEKNIK, KD]),
        # Unclear: the secretary chooses.
        ("samtliga nämnder och bolag", []),
        ("handläggaren", []),
        ("förvaltningen", []),
        ("nämnden", []),
        ("kommundirektören och trafikverket", []),
        ("nämnderna för Teknik", []),
        ("", []),
        ("   ", []),
    ],
)
def test_whom_the_words_mean(namn, menas):
    assert list(matcha(namn, ALLA)) == menas


@pytest.mark.parametrize(
    ("forvaltning", "kallas"),
    [
        (
            "Ekonomiavdelningen",
            ["ekonomichefen", "avdelningschefen för ekonomiavdelningen", "ekonomiavdelningens chef"],
        ),
        ("Samhällsbyggnadskontoret", ["samhällsbyggnadschefen", "kontorschefen för samhällsbyggnadskontoret"]),
        ("Barn- och utbildningsförvaltningen", ["barn- och utbildningschefen", "barn och utbildningschef"]),
        ("HR-avdelningen", ["HR-chefen", "chefen för HR-avdelningen"]),
        ("Administrativa avdelningen", ["administrativa chefen", "administrative chefen"]),
        ("Räddningstjänsten", ["chefen för räddningstjänsten", "räddningstjänstens chef"]),
    ],
)
def test_a_head_is_known_by_what_he_or_she_leads(forvaltning, kallas):
    chef = Kandidat("person", 31, ("Cajsa Provsson", *chefsnamn(forvaltning)))

    assert [matcha(namn, (*ALLA, chef)) for namn in kallas] == [(chef,)] * len(kallas)
    assert matcha("avdelningschefen", (*ALLA, chef)) == ()


@pytest.mark.parametrize("namn", [n for k in ALLA for n in k.namnen if len(n) > 4])
def test_a_name_has_the_same_key_in_genitive_and_capitals(namn):
    assert nyckel(namn) == nyckel(namn.upper()) == nyckel(f"{namn}s")


@given(st.text(max_size=300))
def test_no_words_make_it_raise(namn):
    assert all(k in ALLA for k in matcha(namn, ALLA))

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from protokoll.personnummer import dolt, kontrollsiffra, liknar_personnummer, personnummer_i

RATTA = (
    "19811228-9874",
    "811228-9874",
    "8112289874",
    "198112289874",
    "811228+9874",
    "811228 9874",
    "811228–9874",
    "811228 - 9874",
    "811228\u00a09874",
    # Samordningsnummer: 60 is added to the day.
    "701063-2391",
    # Born on a leap day, which 1900 had not and 2000 had.
    "000229-0005",
)


@pytest.mark.parametrize("nummer", RATTA)
@pytest.mark.parametrize("mening", ["{}", "Sökande ({}) har", "pnr:{},", "{}\nNästa rad"])
def test_found_in_every_form(nummer, mening):
    text = mening.format(nummer)

    assert [text[a:b] for a, b in personnummer_i(text)] == [nummer]


@pytest.mark.parametrize(
    "text",
    [
        "811228-9875",  # the last digit
        "811328-9874",  # the month
        "810229-9876",  # the day
        "811294-9873",  # a samordningsnummer of day 34
        "556036-0793",  # an organisationsnummer
        "Dnr 2020/000053 000",
        "KS-2024-00548",
        "kontonummer 18112289874",
        "8112289874123",
        "+468112289874",
        "811228\n9874",
        "811228\t9874",
        "A811228-9874",
        "2026-03-04",
        "",
    ],
)
def test_what_only_looks_like_one(text):
    assert list(personnummer_i(text)) == []


@pytest.mark.parametrize(
    "nummer",
    [*RATTA, "811228-9875", "811228-XXXX", "811228-****", "1981-12-28-9874", "81 12 28 - 9874", "811288-9870"],
)
def test_before_it_is_published_its_form_is_enough(nummer):
    assert [(a, b) for a, b in liknar_personnummer(f"pnr {nummer}.")] == [(4, 4 + len(nummer))]


@pytest.mark.parametrize("text", ["556036-0793", "2020-02-25 1300", "200225-200301", "2020/000053 000", "8112289875"])
def test_what_has_not_even_the_form(text):
    assert liknar_personnummer(text) == []


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999), st.sampled_from(["", "-", "+"]))
def test_any_number_made_by_the_rule_is_found_and_one_digit_off_is_not(fodd, lopnummer, skiljetecken):
    nio = f"{fodd:%y%m%d}{lopnummer:03}"
    siffra = kontrollsiffra(nio)

    ratt = f"{fodd:%Y%m%d}{skiljetecken}{lopnummer:03}{siffra}"
    fel = f"{fodd:%Y%m%d}{skiljetecken}{lopnummer:03}{(siffra + 1) % 10}"

    assert len(list(personnummer_i(ratt))) == 1
    assert list(personnummer_i(fel)) == []


@pytest.mark.parametrize(
    ("nummer", "sagt"), [("19811228-9874", "1981…"), ("811228-9874", "81…"), ("811228+9874", "81…")]
)
def test_what_is_said_of_it(nummer, sagt):
    assert dolt(nummer) == sagt

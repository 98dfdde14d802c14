"""Sentences filled in: the seed's own are the measure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protokoll.fraser import faststalld_dagordning, fyll_i, i_korthet, kvar_att_fylla_i

KSAU = {"organet": "Kommunstyrelsens arbetsutskott", "justerare": "Helen Nilsson (S)", "ordforande": "Jacob Käll (C)"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        pytest.param(
            "{organet} väljer {justerare} att jämte ordförande justera dagens protokoll.",
            "Kommunstyrelsens arbetsutskott väljer Helen Nilsson (S) att jämte ordförande justera dagens protokoll.",
            id="seed § 14",
        ),
        pytest.param(
            "{organet} fastställer dagordningen.",
            "Kommunstyrelsens arbetsutskott fastställer dagordningen.",
            id="seed § 15",
        ),
        ("Leds av {ordförande}.", "Leds av Jacob Käll (C)."),
        ("Leds av { Ordforande }.", "Leds av Jacob Käll (C)."),
        ("Enligt {okänd} och {dnr}.", "Enligt {okänd} och {dnr}."),
        ("Utan variabler {} { }.", "Utan variabler {} { }."),
    ],
)
def test_fyll_i(text, filled):
    assert fyll_i(text, KSAU) == filled


def test_fyll_i_leaves_what_has_no_value_visible():
    assert fyll_i("{organet} väljer {justerare}.", {"organet": "KS", "justerare": ""}) == "KS väljer {justerare}."
    assert kvar_att_fylla_i("KS väljer {justerare}.") == ["{justerare}"]


@given(st.text(), st.dictionaries(st.sampled_from(["organet", "dnr", "plats"]), st.text()))
def test_fyll_i_without_variables_changes_nothing_and_never_reads_a_value(text, values):
    assert fyll_i(text.replace("{", "").replace("}", ""), values) == text.replace("{", "").replace("}", "")
    assert fyll_i("{dnr}", {"dnr": "{plats}", "plats": "Salen"}) == "{plats}"


@pytest.mark.parametrize(
    ("extra", "utgar", "expected"),
    [
        ([], [], "KS fastställer dagordningen."),
        (["Budget"], [], "KS fastställer dagordningen med följande ändringar:\n\n• Budget läggs till"),
        (
            ["Budget"],
            ["Vägen", "Bron"],
            "KS fastställer dagordningen med följande ändringar:\n\n• Budget läggs till\n• Vägen utgår\n• Bron utgår",
        ),
    ],
)
def test_faststalld_dagordning_lists_what_changed(extra, utgar, expected):
    assert faststalld_dagordning("KS fastställer dagordningen.", extra=extra, utgar=utgar) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kommunstyrelsen väljer Helen Nilsson (S) att justera.", "väljer Helen Nilsson …"),
        ("Kommunstyrelsen fastställer dagordningen.", "fastställer dagordningen"),
        ("Kommunstyrelsen beslutar att godkänna förslaget till plan.", "godkänna förslaget till …"),
        ("Kommunstyrelsen beslutar följande:\nett", "följande: ett"),
        ("Ärendet utgår.", "Ärendet utgår"),
        ("", ""),
    ],
)
def test_i_korthet(text, expected):
    assert i_korthet(text, "Kommunstyrelsen") == expected

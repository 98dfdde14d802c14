import pytest
from hypothesis import given
from hypothesis import strategies as st

from protokoll.organ_i_text import Organregister, fel_organ

KF, KS, KSAU, MBN = 1, 2, 3, 4
REGISTER = Organregister.av(
    [
        (KF, "Kommunfullmäktige", "KF", None),
        (KS, "Kommunstyrelsen", "KS", KF),
        (KSAU, "Kommunstyrelsens arbetsutskott", "KSAU", KS),
        (MBN, "Miljö- och byggnadsnämnden", "MBN", KF),
    ]
)
HOS_AU = "Kommunstyrelsens arbetsutskotts beslut"


def organ(text, rubrik=HOS_AU, *, eget=KSAU, till=None, forslag=False):
    return fel_organ(REGISTER, eget=eget, till=till, forslag=forslag, rubrik=rubrik, text=text)


@pytest.mark.parametrize(
    "text",
    [
        # The seed's § 35.
        "Kommunstyrelsen beslutar följande med anledning av inkomna inbjudningar:",
        "KS godkänner rapporten.",
        "kommunstyrelsen  godkänner rapporten.",
        "att kommunstyrelsen godkänner rapporten",
        "Rapporten läggs till handlingarna. Kommunstyrelsen beslutar att avsluta ärendet.",
        "Kommunstyr\u0435lsen beslutar att avsluta ärendet.",
        "• Kommunstyrelsen antar planen",
        "1. Kommunstyrelsen antar planen",
    ],
)
def test_another_organ_decides_in_the_text(text):
    assert organ(text) == KS


@pytest.mark.parametrize(
    "text",
    [
        "Kommunstyrelsens arbetsutskott godkänner förslaget.",
        "KSAU godkänner förslaget.",
        "Kommunstyrelsens ordförande ges i uppdrag att skriva under.",
        "Kommunstyrelsens arbetsutskott föreslår kommunstyrelsen besluta:\nKommunstyrelsen godkänner planen.",
        "Kommunstyrelsens arbetsutskott beslutar att överlämna ärendet. Kommunstyrelsen ger årligen en rapport.",
        "Kommunstyrelsen har det övergripande ansvaret.",
        "Ärendet överlämnas till kommunstyrelsen.",
        "KSAUs beslut den 3 mars godkänns.",
        "",
    ],
)
def test_the_organ_itself_decides(text):
    assert organ(text) is None


@pytest.mark.parametrize(
    ("rubrik", "eget", "expected"),
    [
        (HOS_AU, KSAU, None),
        ("Beslut", KSAU, None),
        ("Beslut i kommunstyrelsens arbetsutskott", KSAU, None),
        ("Kommunstyrelsens beslut", KSAU, KS),
        ("Kommunstyrelsens beslut", KS, None),
        (HOS_AU, KS, KSAU),
        ("Förslag till kommunfullmäktige", KSAU, None),
    ],
)
def test_the_heading_names_the_organ(rubrik, eget, expected):
    assert organ("Förslaget antas.", rubrik, eget=eget) == expected


@pytest.mark.parametrize(
    ("text", "till", "expected"),
    [
        ("Kommunstyrelsen antar planen.", KS, None),
        ("Kommunfullmäktige antar planen.", KS, None),
        ("Kommunfullmäktige antar planen.", None, None),
        ("Kommunstyrelsens arbetsutskott föreslår att planen antas.", KS, None),
        ("Miljö- och byggnadsnämnden antar planen.", KS, MBN),
        ("Miljö- och byggnadsnämnden antar planen.", None, MBN),
    ],
)
def test_a_proposal_speaks_as_the_organ_it_goes_to(text, till, expected):
    assert organ(text, "Förslag till beslut", till=till, forslag=True) == expected


def test_an_empty_register_names_nobody():
    tomt = Organregister.av([])

    assert fel_organ(tomt, eget=1, till=None, forslag=False, rubrik="Beslut", text="Kommunstyrelsen antar.") is None


@given(st.text(), st.text())
def test_any_text_has_an_answer(rubrik, text):
    assert organ(text, rubrik) in {None, KF, KS, MBN}

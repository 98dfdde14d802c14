"""Uppdrag that a § retells: found as answered, and everything that only sounds like one left alone (domain 3.4)."""

from datetime import date

import pytest

from protokoll.inlasning import TILLAGG, Uppdragsfynd, tolka
from uppdrag.igenkanning import hitta_besvarade

_PROTOKOLL = """Kommunstyrelsen
Sammanträdesdatum 2024-11-26

§ 251
Dnr KS-2023-00100
Styrmodell

Beslut

{beslut}

Förslag till beslut på sammanträdet

{yrkande}

Sammanfattning av ärendet

{text}

Beslutsunderlag

{underlag}
"""


def las(text, *, beslut="Kommunstyrelsen noterar informationen.", yrkande="–", underlag="Tjänsteskrivelse"):
    return tolka(
        _PROTOKOLL.format(beslut=beslut, yrkande=yrkande, text=text, underlag=underlag), (hitta_besvarade,)
    ).uppdrag


@pytest.mark.parametrize(
    ("mening", "givare", "datum", "nummer", "mottagare", "text"),
    [
        (
            "Kommunstyrelsen gav den 28 november 2023 kommundirektören i uppdrag att ta fram en ny styrmodell.",
            "Kommunstyrelsen",
            date(2023, 11, 28),
            None,
            ("kommundirektören",),
            "ta fram en ny styrmodell",
        ),
        (
            "Kommunstyrelsens utskott gav 2020-01-21 i uppdrag till administrativ chef att ”ut\u0430rbeta plan”.",
            "Kommunstyrelsens utskott",
            date(2020, 1, 21),
            None,
            ("administrativ chef",),
            "ut\u0430rbeta plan",
        ),
        (
            "Fullmäktige beslutade den 8 maj 2020, § 161, att ge styrelsen och nämnden för Teknik i uppdrag att odla.",
            "Fullmäktige",
            date(2020, 5, 8),
            161,
            ("styrelsen", "nämnden för Teknik"),
            "odla",
        ),
        (
            "Den 21 januari 2020 gav kommunstyrelsen miljö- och byggnadsförvaltningen i uppdrag att se över taxan.",
            "Kommunstyrelsen",
            date(2020, 1, 21),
            None,
            ("miljö- och byggnadsförvaltningen",),
            "se över taxan",
        ),
        (
            "Socialnämnden uppdrog 2024-01-02 § 5 åt förvaltningen att öppna ett boende.",
            "Socialnämnden",
            date(2024, 1, 2),
            5,
            ("förvaltningen",),
            "öppna ett boende",
        ),
    ],
)
def test_retold(mening, givare, datum, nummer, mottagare, text):
    (fynd,) = las(mening)
    assert isinstance(fynd, Uppdragsfynd)
    assert (fynd.slag, fynd.besvaras_i) == ("besvarat", 251)
    assert (fynd.givare, fynd.datum, fynd.paragraf, fynd.mottagare) == (givare, datum, nummer, mottagare)
    assert fynd.text == text
    assert fynd.citat in mening


@pytest.mark.parametrize(
    "mening",
    [
        "Mot bakgrund av detta vill motionärerna att kommunstyrelsen ska få i uppdrag att utreda ett råd senast 2026.",
        "Samhällsbyggnadskontoret har i uppdrag att ta fram en ny detaljplan.",
        "Naturvårdsverket fick i regleringsbrevet för 2024 i uppdrag att analysera frågan.",
        "Han kommer att lämna sitt uppdrag som kommundirektör för ett uppdrag som VD för Adda AB.",
        "Kommunstyrelsen gav den 28 november 2099 kommundirektören i uppdrag att resa i tiden.",
        "Kommunstyrelsen gav den 31 februari 2023 kommundirektören i uppdrag att skriva.",
        "Pågående viktigare uppdrag, projekt och händelser",
    ],
)
def test_same_words_and_no_uppdrag(mening):
    assert las(mening) == ()


def test_only_what_the_paragraph_retells():
    mening = "Kommunstyrelsen gav den 28 november 2023 kommundirektören i uppdrag att spara."
    assert las("–", beslut=mening) == ()
    assert las("–", yrkande=mening) == ()
    assert len(las(f"{mening} {mening}")) == 1


@pytest.mark.parametrize(
    ("underlag", "nummer"),
    [
        ("Protokollsutdrag 2023-11-28 § 249 Styrmodell", 249),
        ("Protokollsutdrag 2023-11-27 § 249 Styrmodell", None),
        ("Kommunstyrelsen 2023-11-28 § 249\nKommunfullmäktige 2023-11-28 § 12", None),
    ],
)
def test_number_comes_from_the_extract_of_the_same_day(underlag, nummer):
    (fynd,) = las("Kommunstyrelsen gav 2023-11-28 kommundirektören i uppdrag att spara.", underlag=underlag)
    assert fynd.paragraf == nummer


def test_registered_ones_are_used_when_none_are_given():
    text = _PROTOKOLL.format(beslut="x", yrkande="–", underlag="–", text="–")
    fynd = Uppdragsfynd("besvarat", "Kommunstyrelsen", None, None, (), "x", 251, "x")
    TILLAGG.append(lambda inlast: [fynd])
    try:
        assert fynd in tolka(text).uppdrag
    finally:
        TILLAGG.pop()
    assert tolka(text, ()).uppdrag == ()

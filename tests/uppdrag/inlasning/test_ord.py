"""References to §§, headings, words for how far it has come, and names."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uppdrag.inlasning.hanvisning import las_hanvisning, las_paragraf
from uppdrag.inlasning.kolumner import gissa
from uppdrag.inlasning.lagen import las_lage
from uppdrag.inlasning.register import FORVALTNING, ORGAN, PERSON, Post, Register

DAG = date(2020, 1, 21)


@pytest.mark.parametrize(
    ("text", "datum", "paragraf", "ar", "organ"),
    [
        ("2020-01-21 § 11", DAG, 11, 2020, ""),
        ("KSAU 2020-01-21 § 11", DAG, 11, 2020, "KSAU"),
        ("KS § 11 2020-01-21", DAG, 11, 2020, "KS"),
        ("§ 11/2020", None, 11, 2020, ""),
        ("§11", None, 11, None, ""),
        ("den 21 januari 2020 § 11", DAG, 11, 2020, ""),
        ("Kommunstyrelsens arbetsutskott 21/1 2020 §11", DAG, 11, 2020, "Kommunstyrelsens arbetsutskott"),
        ("KF 2020-01-21, § 11, dnr 2020/53", DAG, 11, 2020, "KF"),
        ("200121 § 4", DAG, 4, 2020, ""),
        ("KS 2020-01-21 11", DAG, 11, 2020, "KS"),
        ("11 § 2020-01-21", DAG, 11, 2020, ""),
        ("2020-01-21", DAG, None, 2020, ""),
        ("", None, None, None, ""),
    ],
)
def test_hanvisning(text, datum, paragraf, ar, organ):
    h = las_hanvisning(text)

    assert (h.datum, h.paragraf, h.ar, h.organ, h.fel) == (datum, paragraf, ar, organ, "")


@pytest.mark.parametrize(
    "text", ["2020-01-21 §§ 11-12", "2020-01-21 § 11 och 12", "2020-02-31 § 3", "2020-01-21 § 3/2021"]
)
def test_hanvisning_that_cannot_be_says_why(text):
    assert las_hanvisning(text).fel


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_hanvisning_or_none(text):
    las_hanvisning(text)
    las_paragraf(text)
    las_lage(text)
    gissa([text, text, "Uppdrag"])


@pytest.mark.parametrize(("text", "paragraf", "ar"), [("11", 11, None), ("§ 11/2020", 11, 2020), ("11/2020", 11, 2020)])
def test_paragraf_in_a_column_of_its_own(text, paragraf, ar):
    assert (las_paragraf(text).paragraf, las_paragraf(text).ar) == (paragraf, ar)


@pytest.mark.parametrize(
    ("rubriker", "falt"),
    [
        (
            "Nr|Uppdrag|Beslut|Dnr|Nämnd|Förvaltning|Ansvarig|Frist|Status|Kommentar",
            "uppdrag|beslut|dnr|organ|forvaltning|ansvarig|frist|status|kommentar",
        ),
        (
            "Beslutsdatum|§|Organ|Uppdragets lydelse|Ansvarig förvaltning|Handläggare|Klart senast|Avslutat|Avslutat §",
            "datum|paragraf|organ|uppdrag|forvaltning|ansvarig|frist|avslutat|avslutat_paragraf",
        ),
        (
            "Instans|Datum|Paragraf|Beslut|Ansvarig nämnd|Återrapporteras|Läge",
            "organ|datum|paragraf|uppdrag|namnd|frist|status",
        ),
        ("Givet av|Datum och §|Vad|Till|Redovisas|Klart", "organ|beslut|uppdrag|forvaltning|frist|status"),
        ("UPPDRAG:|Beslutsdatum och paragraf|Slutredovisat §", "uppdrag|beslut|avslutat_paragraf"),
        ("Färg|Pris|Antal", ""),
    ],
)
def test_headings_are_guessed(rubriker, falt):
    funna = {rubrik: f for f, rubrik in gissa(rubriker.split("|")).items()}

    assert [funna[r] for r in rubriker.split("|") if r in funna] == [f for f in falt.split("|") if f]


@pytest.mark.parametrize(
    ("text", "lage", "rest"),
    [
        ("Pågår", "pagar", ""),
        ("Ej påbörjat", "pagar", ""),
        ("Inte klart", "pagar", ""),
        ("Klart", "avslutat", ""),
        ("AVSLUTAD", "avslutat", ""),
        ("Avslutat KS 2021-03-02 § 14", "avslutat", "KS 2021-03-02 § 14"),
        ("Avslutat 2021-03-02", "avslutat", "2021-03-02"),
        ("Återrapporterat", "aterrapporterat", ""),
        ("Avskrivet", "avskrivet", ""),
        ("Överfört", "overfort", ""),
        (
            "Överförd till Miljö- och byggnadsnämnden 2021-03-02",
            "overfort",
            "till Miljö- och byggnadsnämnden 2021-03-02",
        ),
        ("Vilande", None, "Vilande"),
    ],
)
def test_words_for_how_far_it_has_come(text, lage, rest):
    assert las_lage(text) == (lage, rest)


def test_names_that_are_nearly_the_same_are_offered():
    register = Register(
        date(2026, 3, 2),
        (
            Post(FORVALTNING, 1, "Tekniska förvaltningen"),
            Post(FORVALTNING, 2, "Samhällsbyggnadskontoret"),
            Post(FORVALTNING, 3, "Tekniska kontoret", aktiv=False),
            Post(PERSON, 4, "Anna Provsson"),
        ),
    )

    assert [p.pk for p in register.nara("Teknisk förvaltning", (FORVALTNING,))] == [1]
    assert [p.pk for p in register.nara("samhällsbyggnad", (FORVALTNING,))] == [2]
    assert [p.pk for p in register.sok("PROVSSON, anna", (FORVALTNING, PERSON))] == [4]
    assert register.nara("xyz", (FORVALTNING, PERSON)) == []


@pytest.mark.parametrize(
    ("text", "namn"),
    [
        ("Tekniska kontoret", "Tekniska förvaltningen"),
        ("Teknska förvaltningen", "Tekniska förvaltningen"),
        ("Ekonomienheten", "Ekonomiavdelningen"),
        ("Miljönämnden", "Miljö- och byggnadsnämnden"),
        ("Ana Provsson", "Anna Provsson"),
        ("Fritidsförvaltningen", ""),
    ],
)
def test_what_kind_of_body_it_is_makes_no_names_alike(text, namn):
    namnen = ("Tekniska förvaltningen", "Ekonomiavdelningen", "Utvecklingsavdelningen", "Kommunstyrelseförvaltningen")
    poster = [Post(FORVALTNING, n, namn) for n, namn in enumerate(namnen)]
    poster += [Post(ORGAN, 1, "Miljö- och byggnadsnämnden"), Post(PERSON, 1, "Anna Provsson")]
    register = Register(date(2026, 3, 2), tuple(poster))

    assert [p.namn for p in register.nara(text, (FORVALTNING, ORGAN, PERSON))] == ([namn] if namn else [])

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protokoll.inbjudan.brev import las_brev
from protokoll.inbjudan.brevdagar import dagarna, klockslagen
from protokoll.inbjudan.brevlasning import TEXT as TEXTTYP
from protokoll.inbjudan.brevlasning import las
from tests.protokoll.inbjudan.breven import TEXT

IDAG = date(2026, 2, 20)


def fakta(text, **kwargs):
    return las_brev(text, dag=IDAG, **kwargs).fakta


def test_forwarded_letter_is_read_field_by_field():
    last = las_brev(TEXT, dag=IDAG)

    f = last.fakta
    assert (f.arrangor, f.titel) == ("Landshövdingen", "Globala målen för hållbar utveckling")
    assert (f.borjar, f.borjar_tid, f.slutar_tid) == (date(2026, 4, 24), time(9, 30), time(15))
    assert (f.platser, f.pa_natet) == (("Kalmar slott, Kungsgatan 1",), True)
    assert (f.sista_anmalan, f.kostnad) == (date(2026, 4, 10), "1 200 kr exkl. moms")
    assert (f.personlig, f.lank, f.ankom) == (True, "https://example.org/anmalan", date(2026, 2, 12))


def test_each_proposed_field_has_its_words_and_nothing_else_is_filled():
    last = las_brev(TEXT, dag=IDAG)

    for namn in last.fakta.__dataclass_fields__:
        assert bool(getattr(last.fakta, namn)) == (namn in last.ur), namn
    body = " ".join(TEXT.split())
    assert all(c in body for n, c in last.ur.items() if n != "ankom")


@pytest.mark.parametrize("text", ["", "Hej!", "Kan du ringa mig?", "\n\n---\n"])
def test_letter_that_says_nothing_proposes_nothing(text):
    assert las_brev(text, dag=IDAG).ur == {}


@pytest.mark.parametrize(
    ("text", "vantat"),
    [
        ("Tid: 5–6 mars 2026, kl. 13\nPlats: Malmö", {"borjar": date(2026, 3, 5), "slutar": date(2026, 3, 6)}),
        ("Tid:\n5 mars kl 9-16", {"borjar": date(2026, 3, 5), "borjar_tid": time(9), "slutar_tid": time(16)}),
        (
            "SKR bjuder in till Budgetdagen 2026 den 27 maj i Stockholm.",
            {"titel": "Budgetdagen 2026", "arrangor": "SKR"},
        ),
        ("Konferens den 27 maj i Stockholm.", {"platser": ("Stockholm",)}),
        ("Välkommen den 27 maj. OSA senast 10 maj.", {"borjar": date(2026, 5, 27), "sista_anmalan": date(2026, 5, 10)}),
        (
            "Mötet är 27 maj, anmäl dig senast 10 maj.",
            {"borjar": date(2026, 5, 27), "sista_anmalan": date(2026, 5, 10)},
        ),
        ("Sista anmälningsdag: 2026-05-10", {"sista_anmalan": date(2026, 5, 10), "borjar": None}),
        ("Deltagandet är kostnadsfritt.", {"kostnad": "kostnadsfritt"}),
        ("Platser: Kalmar, Växjö och Jönköping", {"platser": ("Kalmar", "Växjö", "Jönköping")}),
        ("Plats: digitalt via Teams", {"platser": (), "pa_natet": True}),
        ("Ett webinarium om miljö", {"pa_natet": True}),
        ("Vi är glada över 3 april 2019.", {"borjar": None}),
    ],
)
def test_what_a_letter_says(text, vantat):
    f = fakta(text)

    assert {namn: getattr(f, namn) for namn in vantat} == vantat


def test_other_days_of_the_letter_are_pointed_out():
    last = las_brev("Tid: 5 mars. Middag den 4 mars för den som vill.", dag=IDAG)

    assert last.anmarkningar == ("Brevet nämner också 4 mars 2026. Kontrollera vilken dag som gäller.",)


def test_sender_and_subject_of_a_mail():
    f = fakta("Se bifogat.", amne="SV: VB: Inbjudan till Skogsriksdagen", fran='"Skogen AB" <x@skogen.example>')

    assert (f.titel, f.arrangor) == ("Skogsriksdagen", "Skogen AB")


def test_same_words_have_the_same_number_however_they_are_spaced():
    ett, tva, annat = (las(TEXTTYP, t.encode(), dag=IDAG)[0].uid for t in ("Hej  du!", "hej\ndu", "Hej ni"))

    assert ett == tva != annat


@pytest.mark.parametrize(
    ("text", "dagar"),
    [
        ("torsdagen den 5 mars", [("2026-03-05", None)]),
        ("den 5:e mars 2027", [("2027-03-05", None)]),
        ("5-6 mars", [("2026-03-05", "2026-03-06")]),
        ("5 mars – 6 april", [("2026-03-05", "2026-04-06")]),
        ("5 mars kl. 9.00 – 6 mars kl. 16.00", [("2026-03-05", "2026-03-06")]),
        ("2026-03-05 09:00 – 2026-03-06 16:00", [("2026-03-05", "2026-03-06")]),
        ("5 och 6 mars", [("2026-03-05", "2026-03-06")]),
        ("5 och 12 mars", [("2026-03-05", None), ("2026-03-12", None)]),
        ("5/3", [("2026-03-05", None)]),
        ("5 March 2026", [("2026-03-05", None)]),
        ("14 jan", [("2026-01-14", None)]),
        ("30 februari, 2026-13-01, 40/50, 5 marsipan, tel. 010-123 45 67", []),
        ("kl. 9-16 den 5 mars", [("2026-03-05", None)]),
    ],
)
def test_days_in_letters(text, dagar):
    assert [(str(d.borjar), d.slutar and str(d.slutar)) for d in dagarna(text, kring=IDAG)] == dagar


@pytest.mark.parametrize(
    ("text", "tider"),
    [
        ("kl. 13.00–16.00", (time(13), time(16))),
        ("kl 9-16", (time(9), time(16))),
        ("09:00 till 12:30", (time(9), time(12, 30))),
        ("klockan 13", (time(13), None)),
        ("5 mars, 300 personer", (None, None)),
        ("kl. 25", (None, None)),
    ],
)
def test_times_in_letters(text, tider):
    assert klockslagen(text) == tider


@given(st.text("5 marsoch2026-/.:klTidPlatsAnmälsenast\n–", max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_letter_breaks_the_reader(text):
    f = las_brev(text, dag=IDAG).fakta

    assert f.slutar is None or f.slutar > f.borjar


@pytest.mark.parametrize(
    "text", ["1" * 50_000, "5 - " * 12_000, "inbjudan till " * 3_000, "a" * 60_000 + ":", "kl " * 20_000]
)
def test_long_letters_are_read_at_once(text):
    las_brev(text, dag=IDAG)

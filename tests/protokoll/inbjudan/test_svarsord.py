"""The words of the § about invitations, and the names in them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protokoll.inbjudan.svarsord import (
    Anmalare,
    Namngiven,
    Rad,
    anmald_i_ord,
    egna_ord,
    gar_ut_fore,
    las_namn,
    namn_i_ord,
    saknas_i,
    slutmening,
    svar_i_ord,
    tabell_html,
)

KALL, NICHOLSON = Namngiven("Jacob Käll", "C"), Namngiven("Marie Nicholson", "M")
LEIJONRAM = Namngiven("Carolina Leijonram", "kommundirektör")


@pytest.mark.parametrize(
    ("svar", "given", "ord_"),
    [
        ("avstar", {}, "avstår"),
        ("avstar", {"personlig": True}, "Personlig inbjudan. Avstår"),
        ("avstar", {"tillagg": "på grund av sammanträde"}, "avstår på grund av sammanträde"),
        ("deltar", {"deltagare": [KALL]}, "Jacob Käll (C) deltar"),
        ("deltar", {"deltagare": [KALL, NICHOLSON]}, "Jacob Käll (C) och Marie Nicholson (M) deltar"),
        (
            "deltar",
            {"deltagare": [KALL, NICHOLSON, LEIJONRAM], "personlig": True},
            "Personlig inbjudan. Jacob Käll (C), Marie Nicholson (M) och Carolina Leijonram, kommundirektör deltar",
        ),
        ("deltar", {"deltagare": [KALL], "tillagg": "på distans"}, "Jacob Käll (C) deltar på distans"),
        ("kannedom", {}, "för kännedom"),
        ("bordlagd", {}, "bordläggs"),
        ("annat", {"tillagg": "Presidiet  avgör"}, "Presidiet avgör"),
        ("", {"personlig": True, "tillagg": "x"}, ""),
    ],
)
def test_svar_in_words(svar, given, ord_):
    assert svar_i_ord(svar, **given) == ord_


@pytest.mark.parametrize(
    ("tillagg", "ord_"),
    [("C", "Bo Ek (C)"), ("Vfk", "Bo Ek (Vfk)"), ("VD", "Bo Ek, VD"), ("HR-chef", "Bo Ek, HR-chef"), ("", "Bo Ek")],
)
def test_a_party_stands_in_brackets_and_a_title_after_a_comma(tillagg, ord_):
    assert namn_i_ord(Namngiven("Bo Ek", tillagg)) == ord_


def test_a_party_with_a_long_name_is_known_by_the_register():
    assert namn_i_ord(Namngiven("Bo Ek", "Byalistan"), {"Byalistan"}) == "Bo Ek (Byalistan)"


@given(st.sampled_from(["Bo Ek", "Åsa von Öst"]), st.sampled_from(["", "C", "Vfk", "ekonom", "HR-chef"]))
def test_a_name_is_read_back_as_it_is_printed(namn, tillagg):
    assert las_namn(f"  {namn_i_ord(Namngiven(namn, tillagg))} ") == Namngiven(namn, tillagg)


@pytest.mark.parametrize(
    ("text", "svar", "given", "egna"),
    [
        ("avstår på grund av tid", "avstar", {}, "på grund av tid"),
        ("Personlig inbjudan. Avstår, tyvärr", "avstar", {"personlig": True}, ", tyvärr"),
        ("Jacob Käll (C) deltar", "deltar", {"deltagare": [KALL]}, ""),
        ("Personlig inbjudan. Lämnas vidare", "annat", {"personlig": True}, "Lämnas vidare"),
        ("något annat", "avstar", {}, None),
        ("", "", {}, None),
    ],
)
def test_own_words_are_found_again(text, svar, given, egna):
    assert egna_ord(text, svar, **given) == egna
    if egna is not None:
        assert svar_i_ord(svar, tillagg=egna, **given) == text


def test_reported():
    assert anmald_i_ord("avstår", vem="Ada Alm", dag=date(2026, 3, 2)) == "Beslut av Ada Alm 2 mars 2026 anmäls: avstår"


def test_what_the_table_lacks_also_when_an_editor_has_been_there():
    rader = [Rad("SKR: Dagen, 5 maj", "avstår"), Rad("A & B: <Möte>", "Bo Ek (C) deltar")]
    html = tabell_html(rader)
    assert saknas_i(html, rader) == []
    editor = html.replace("<td>", "<td colspan='1'><p>").replace("</td>", "</p></td>").replace(' scope="col"', "")
    assert saknas_i(editor, rader) == []
    assert saknas_i(html.replace("avstår", "deltar"), rader) == rader[:1]


def test_closing_sentence():
    frejd = Anmalare("Liselott Frejd", "administrativa avdelningen")
    assert slutmening([]) == ""
    assert slutmening([("Mötet", frejd), ("Dagen", frejd)]) == (
        "Anmälan görs av Liselott Frejd. Om det finns behov av bokning av eventuella resor och/eller boende – ta gärna "
        "kontakt med Liselott Frejd på administrativa avdelningen."
    )
    assert slutmening([("Mötet", frejd), ("Dagen", Anmalare("Bo Ek"))]).startswith(
        "Anmälan till Mötet görs av Liselott Frejd. Anmälan till Dagen görs av Bo Ek. Om"
    )


@pytest.mark.parametrize(
    ("sista", "mote", "fore"),
    [
        (date(2026, 3, 3), date(2026, 3, 4), True),
        (date(2026, 3, 4), date(2026, 3, 4), False),
        (None, date(2026, 3, 4), False),
        (date(2026, 3, 3), None, False),
    ],
)
def test_registration_closes_before_the_meeting(sista, mote, fore):
    assert gar_ut_fore(sista, mote) is fore

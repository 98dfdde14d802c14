"""The frozen uppföljning: where an uppdrag stands, what is written of it, and what has changed since. Pure."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommun.editor import clean_html, html_to_text, samma_text
from uppdrag.uppfoljningsdokument import (
    MEST_I_GRUPP,
    Del,
    Grupp,
    Rad,
    Uppfoljningsdokument,
    andringar,
    grupp_for,
    i_grupper,
    kort,
    sammanfattning,
)
from uppdrag.uppfoljningstext import med_bilagerad, paragraf_html

ATER, SEN, NY_TID, TYST, SLUT = Grupp

INGET = {
    "avgjord": False,
    "avslutat": False,
    "tas_upp": False,
    "rapport": "",
    "vantar": False,
    "forsenat": False,
    "ej_besvarat": False,
}


@pytest.mark.parametrize(
    ("laget", "grupp"),
    [
        ({}, None),
        ({"rapport": "slutrapport", "vantar": True}, ATER),
        ({"rapport": "delrapport"}, ATER),
        ({"rapport": "delrapport", "forsenat": True, "ej_besvarat": True}, ATER),
        ({"vantar": True}, ATER),
        ({"forsenat": True}, SEN),
        ({"forsenat": True, "ej_besvarat": True}, SEN),
        ({"forsenat": True, "rapport": "forlangning"}, SEN),
        ({"rapport": "forlangning"}, NY_TID),
        ({"rapport": "forlangning", "ej_besvarat": True}, NY_TID),
        ({"ej_besvarat": True}, TYST),
        ({"avslutat": True}, SLUT),
        # put in the § by the secretary, and decided of there
        ({"tas_upp": True}, ATER),
        ({"tas_upp": True, "forsenat": True, "rapport": "forlangning"}, SEN),
        ({"tas_upp": True, "rapport": "forlangning"}, NY_TID),
        ({"tas_upp": True, "avslutat": True}, SLUT),
        ({"avgjord": True, "avslutat": True, "rapport": "slutrapport"}, ATER),
        ({"avgjord": True, "forsenat": True, "rapport": "forlangning"}, NY_TID),
        ({"avgjord": True, "forsenat": True}, ATER),
    ],
    ids=str,
)
def test_an_uppdrag_stands_once_in_the_first_group_that_fits(laget, grupp):
    assert grupp_for(**INGET | laget) == grupp


@pytest.mark.parametrize(
    ("text", "tecken", "kortat"),
    [
        ("Se över taxan.", 20, "Se över taxan."),
        ("Se  över\ntaxan.", 20, "Se över taxan."),
        ("Se över taxan, och återkom.", 16, "Se över taxan …"),
        ("Donaudampfschiff", 10, "Donaudamp …"),
    ],
)
def test_long_texts_are_cut_between_words(text, tecken, kortat):
    assert kort(text, tecken) == kortat


@given(st.text(), st.integers(2, 60))
def test_a_short_text_is_never_longer_than_it_may(text, tecken):
    assert len(kort(text, tecken)) <= tecken + 1


SENT = Rad(
    1,
    "PN 2025:1",
    "Utred <frågan> & återkom.",
    "PN 2025-03-04 § 7",
    "Provkontoret, Bo Ek",
    frist=date(2026, 2, 18),
    tidigare=(date(2025, 6, 1), date(2025, 12, 1)),
    dagar_sent=12,
    forslag="Rapport begärs",
)
UTAN = Rad(2, "PN 2025:2", "Följ frågan.", "PN 2025-03-04 § 8", "Provkontoret", nasta_rapport=date(2026, 9, 1))
KLART = Rad(
    3,
    "PN 2025:3",
    "Ta fram en plan.",
    "PN 2025-03-04 § 9",
    "Provkontoret",
    frist=date(2026, 6, 1),
    frist_ord="före sommaren",
    rapport="Slutrapport 12 februari 2026, Bo Ek",
    rapporterat="Planen är klar.",
    forslag="Avslutas",
)
DOK = Uppfoljningsdokument(
    kommun="Provkommun",
    organ="Provnämnden",
    kortnamn="PN",
    datum=date(2026, 3, 2),
    paragraf=12,
    dag=date(2026, 3, 2),
    sedan=date(2025, 12, 2),
    forra=date(2025, 12, 2),
    delar=i_grupper([(SEN, SENT), (TYST, UTAN), (ATER, KLART)]),
    inom_tiden=12,
    varav_utan_frist=3,
)
TOMT = replace(DOK, delar=())


def test_the_frist_is_told_with_all_that_it_was():
    assert SENT.fristrader == ("2026-02-18", "försenat 12 dagar", "tidigare 2025-06-01, 2025-12-01")
    assert UTAN.fristrader == ("Ingen frist", "rapport 2026-09-01")
    assert KLART.fristrader == ("2026-06-01", "före sommaren")


def test_groups_stand_in_their_order_and_the_empty_ones_not_at_all():
    assert [d.rubrik for d in DOK.delar] == ["Återrapporterade", "Försenade", "Ej besvarade"]
    assert i_grupper([(SLUT, KLART)])[0].rubrik == "Avslutade sedan förra uppföljningen"
    assert i_grupper([(SLUT, KLART)], forsta=True)[0].rubrik == "Avslutade det senaste året"
    assert sammanfattning(DOK.delar) == "1 återrapporterat, 1 försenat, 1 ej besvarat"


def test_a_long_group_is_counted_beyond_its_first_rows_and_keeps_what_is_to_be_decided():
    sena = [(SEN, replace(SENT, id=n, beteckning=f"PN 2025:{n}")) for n in range(1, MEST_I_GRUPP + 31)]
    sist = len(sena)

    (grupp,) = delar = i_grupper(sena, alltid={7, sist})
    dok = replace(DOK, delar=delar)

    assert [rad.id for rad in grupp.rader] == [*range(1, MEST_I_GRUPP + 1), sist]
    assert (grupp.antal, dok.antal, sammanfattning(delar)) == (sist, sist, f"{sist} försenade")
    mening = f"Här står {MEST_I_GRUPP + 1} av {sist}. Alla finns i listan över uppdrag."
    assert mening in paragraf_html(dok)
    assert f"Försenade ({sist})" in paragraf_html(dok)
    assert Uppfoljningsdokument.fran_json(json.loads(json.dumps(dok.som_json()))) == dok
    farre = replace(DOK, delar=i_grupper(sena[:-1], alltid={7, sist}))
    assert f"Försenade: {sist - 1} uppdrag (tidigare {sist})." in andringar(dok, farre)


def test_what_was_stored_is_read_back_and_what_is_not_known_is_left():
    data = DOK.som_json()
    data["delar"][0]["rader"][0]["nytt"] = data["nytt"] = 1

    assert Uppfoljningsdokument.fran_json(data) == DOK
    tomt = replace(TOMT, forra=None, paragraf=None)
    assert Uppfoljningsdokument.fran_json(tomt.som_json()) == tomt


@pytest.mark.parametrize(
    ("dok", "mening"),
    [
        (DOK, "Ytterligare 12 uppdrag pågår inom sin tid, varav 3 utan frist."),
        (replace(DOK, varav_utan_frist=0), "Ytterligare 12 uppdrag pågår inom sin tid."),
        (replace(DOK, inom_tiden=3), "Ytterligare 3 uppdrag pågår inom sin tid, alla utan frist."),
        (replace(DOK, inom_tiden=1, varav_utan_frist=1), "Ytterligare 1 uppdrag pågår inom sin tid, utan frist."),
        (replace(DOK, inom_tiden=0, varav_utan_frist=0), "Inga andra öppna uppdrag rapporteras hit."),
        (
            replace(TOMT, varav_utan_frist=0),
            "Inget uppdrag är försenat eller väntar på beslut. 12 uppdrag pågår inom sin tid.",
        ),
        (replace(TOMT, inom_tiden=0), "Inga öppna uppdrag rapporteras till provnämnden."),
    ],
)
def test_the_rest_is_counted_in_a_sentence(dok, mening):
    assert dok.slutrad == mening


def test_the_bilaga_has_its_paragraf_when_there_is_a_number():
    assert DOK.titel == "Bilaga till PN 2026-03-02 § 12 – Uppföljning av uppdrag"
    assert replace(DOK, paragraf=None).titel == "Bilaga till PN 2026-03-02 – Uppföljning av uppdrag"


def test_the_paragraf_says_it_in_three_columns_and_names_the_bilaga():
    html = paragraf_html(DOK)

    assert clean_html(html) == html
    assert html.count("<table>") == 3
    assert html.count('<th scope="col">') == 9
    assert (
        "<p><strong>PN 2025:1</strong> Utred &lt;frågan&gt; &amp; återkom.</p>"
        "<p>Provkontoret, Bo Ek. Givet PN 2025-03-04 § 7.</p></td>" in html
    )
    text = html_to_text(html)
    for mening in (
        "Läget den 2 mars 2026 för de uppdrag som rapporteras till provnämnden",
        "vad som har hänt sedan uppföljningen vid sammanträdet den 2 december 2025.",
        "Slutrapport 12 februari 2026, Bo Ek: Planen är klar.",
        "Ytterligare 12 uppdrag pågår inom sin tid, varav 3 utan frist.",
        "Bilaga: Uppföljning av uppdrag, sammanställd den 2 mars 2026.",
    ):
        assert mening in text


def test_the_editors_way_with_a_table_is_nobodys_edit():
    html = paragraf_html(DOK)
    by_editor = (
        html.replace("<thead>", "").replace("</thead><tbody>", "").replace("<table>", "<table><tbody>")
    ).replace("<td>Rapport begärs</td>", '<td colspan="1" rowspan="1"><p>Rapport begärs</p></td>')

    assert samma_text(html, by_editor)
    assert not samma_text(html, html.replace("Rapport begärs", "Rapport begärs in"))
    assert not samma_text(html, html.replace("Följ frågan.", "<strong>Följ frågan.</strong>"))


def test_the_line_of_the_bilaga_in_somebodys_own_text():
    eget = "<p>Ordföranden redogör.</p>"

    forst = med_bilagerad(eget, DOK)
    sedan = med_bilagerad(forst, replace(DOK, dag=date(2026, 3, 9)))

    assert forst == f"{eget}<p>Bilaga: Uppföljning av uppdrag, sammanställd den 2 mars 2026.</p>"
    assert sedan == f"{eget}<p>Bilaga: Uppföljning av uppdrag, sammanställd den 9 mars 2026.</p>"


def med(*par) -> Uppfoljningsdokument:
    return replace(DOK, delar=i_grupper(par))


@pytest.mark.parametrize(
    ("nu", "meningar"),
    [
        (DOK, ()),
        # a day later nothing else has happened
        (
            replace(med((SEN, replace(SENT, dagar_sent=13)), (TYST, UTAN), (ATER, KLART)), dag=date(2026, 3, 3)),
            (),
        ),
        (med((SEN, SENT), (TYST, UTAN)), ("PN 2025:3 står inte längre med.",)),
        (
            med((SEN, SENT), (TYST, UTAN), (SLUT, KLART)),
            ("PN 2025:3 är nu avslutat (tidigare återrapporterat).",),
        ),
        (
            med((SEN, replace(SENT, frist=date(2026, 2, 1))), (TYST, UTAN), (ATER, KLART)),
            ("PN 2025:1: fristen är en annan.",),
        ),
        (
            med((SEN, SENT), (TYST, UTAN), (ATER, replace(KLART, rapporterat="Mer.", forslag="x"))),
            ("PN 2025:3: ny rapport, förslaget är ett annat.",),
        ),
        (
            replace(DOK, paragraf=14),
            ("Bilagan heter nu ”Bilaga till PN 2026-03-02 § 14 – Uppföljning av uppdrag”.",),
        ),
        (replace(DOK, inom_tiden=13), ("13 uppdrag pågår inom sin tid (tidigare 12).",)),
    ],
)
def test_what_has_changed_since_is_said_in_sentences(nu, meningar):
    assert andringar(DOK, nu) == meningar


def test_a_new_one_is_told_with_its_group():
    assert andringar(replace(DOK, delar=DOK.delar[1:]), DOK) == ("PN 2025:3 har kommit till: återrapporterat.",)
    assert Del(ATER, (KLART,), "Återrapporterade") in DOK.delar

"""Invented protokoll in four layouts, so that the reader is tested wherever the repository stands."""

import unicodedata
from datetime import date, time

import pytest

from protokoll.inlasning import tolka
from protokoll.inlasning.profiler import PROFILER
from uppdrag.igenkanning import hitta_besvarade

from .hjalp import EGNA, avsnitt, egen, koder


def las(namn):
    return tolka(egen(namn), (hitta_besvarade,))


@pytest.mark.parametrize(
    ("namn", "layout"),
    list(zip(EGNA, ("Vimmerby", "Kungsbacka", "allmän", "allmän", "allmän", "Ledord", "Nummer först"), strict=True)),
)
def test_profile_is_chosen_by_the_text(namn, layout):
    assert las(namn).layout == layout


def test_profiles_are_found_as_files():
    assert {p.namn for p in PROFILER} == {"Vimmerby", "Kungsbacka", "Ledord", "Nummer först", "allmän"}


class TestNummerForst:
    def test_front_page(self):
        inlast = las("nummer_forst")
        assert (inlast.organ, inlast.datum, inlast.start) == (
            "Bygg- och trafikutskottet",
            date(2014, 3, 19),
            time(8, 30),
        )
        assert [p.namn for p in inlast.ledamoter] == ["Gun Holm", "Per-Olof Ström", "Åke Björk"]
        assert [p.namn for p in inlast.ersattare] == ["Siv Lind"]
        assert [o.titel for o in inlast.ovriga] == ["stadsbyggnadschef", "sekr"]

    def test_paragrafer_with_their_headings(self):
        paragrafer = las("nummer_forst").paragrafer
        assert [(p.nummer, p.rubrik, p.dnr) for p in paragrafer] == [
            (23, "Godkännande av föredragningslistan", None),
            (24, "Gång- och cykelväg längs Storgatan", "BTU 2013.0412"),
            (25, "Parkering vid torget", None),
        ]
        assert avsnitt(las("nummer_forst"), 24, "mottagare").text == "Stadsbyggnadschefen"

    def test_who_signs_it_is_no_part_of_the_last_decision(self):
        inlast = las("nummer_forst")
        assert inlast.sekreterare == "Rut Falk"
        assert avsnitt(inlast, 25, "beslut").text.endswith("för avslutat.")

    def test_a_cited_law_makes_no_paragraf(self):
        text = egen("nummer_forst").replace("Utskottet tackar", "Enligt 6 kap.\n15 § kommunallagen\ntackar utskottet")
        assert [p.nummer for p in tolka(text, ()).paragrafer] == [23, 24, 25]


class TestVimmerbylik:
    def test_front_page(self):
        inlast = las("vimmerbylik")
        assert [p.namn for p in inlast.ledamoter] == ["Åsa Öberg", "Per af Klint", "Lena Sjö-Ek"]
        (ersattare,) = inlast.ersattare
        assert (ersattare.tjanstgor, ersattare.tjanstgor_for, ersattare.paragrafer) == (True, "Mona Lind", (7, 8, 9))
        assert [(o.namn, o.titel, o.paragrafer) for o in inlast.ovriga[2:]] == [
            ("Ebba Å", "rektor", (6,)),
            ("Oskar von Bahr", "IT-chef", (5, 7, 9)),
        ]
        assert inlast.ajournering == ((time(9, 50), time(10, 5)), (time(11), time(11, 10)))

    def test_organ_among_receivers_is_told_from_the_running_header(self):
        assert avsnitt(las("vimmerbylik"), 5, "mottagare").text == "Barnnämnden\n\nSkolkontoret"

    def test_page_break_inside_a_section(self):
        assert avsnitt(las("vimmerbylik"), 5, "bakgrund").text.endswith("här.\n\nArbetet är avslutat.")

    def test_uppdrag_retold_in_other_words(self):
        (fynd,) = las("vimmerbylik").uppdrag
        assert (fynd.givare, fynd.datum, fynd.paragraf, fynd.besvaras_i) == ("Barnnämnden", date(2022, 1, 13), 2, 5)
        assert fynd.mottagare == ("skolkontoret", "trafikenheten")
        assert fynd.text == "se över skolskjutsen"

    def test_inbjudningar_of_three_kinds(self):
        inbjudningar = las("vimmerbylik").inbjudningar
        assert [i.svar for i in inbjudningar] == ["deltar", "avstar", "annat"]
        assert [d.titel_eller_parti for d in inbjudningar[0].deltagare] == ["C", "skolchef"]

    def test_omedelbar_justering(self):
        assert [p.omedelbart_justerad for p in las("vimmerbylik").paragrafer] == [True, False]


class TestKungsbackalik:
    def test_columns(self):
        inlast = las("kungsbackalik")
        assert [p.namn for p in inlast.ledamoter] == [
            "Ada Berg",
            "Bo Ceder",
            "Frans Gran",
            "Hilda Ivarsson",
            "Jan Kvist",
        ]
        assert [(p.namn, p.tjanstgor) for p in inlast.ersattare] == [
            ("Cilla Dahl", True),
            ("Lo Malm", False),
            ("Olle Pil", False),
            ("Tor Udd", False),
        ]
        assert [(o.namn, o.titel) for o in inlast.ovriga] == [
            ("Nina Olsson", "förvaltningschef"),
            ("Rut Sand", "biträdande förvaltningschef"),
            ("Vera Wik", "nämndsekreterare"),
            ("Yngve Ås", "ekonom"),
        ]

    def test_jav_told_the_same_way_twice_gives_no_warning(self):
        inlast = las("kungsbackalik")
        assert inlast.ledamoter[3].javig
        assert koder(inlast) == ["rost_harledd"]

    def test_votes(self):
        roster = avsnitt(las("kungsbackalik"), 41, "omrostningsresultat").roster
        assert [r.rost for r in roster] == ["nej", "ja", "ja", "nej", "ja"]

    def test_vote_that_does_not_add_up(self):
        text = egen("kungsbackalik").replace("| Cilla Dahl (M) | X |  |  |", "| Cilla Dahl (M) |  | X |  |")
        inlast = tolka(text, ())
        assert {"rost_oklar", "rostsumma_skiljer"} <= set(koder(inlast))
        assert avsnitt(inlast, 41, "omrostningsresultat").roster[-1].rost is None

    def test_two_paragraphs_on_one_page(self):
        inlast = las("kungsbackalik")
        assert [p.nummer for p in inlast.paragrafer] == [41, 42]
        assert avsnitt(inlast, 41, "mottagare").text == "Kommunstyrelsen\nNämnden för Fritid & Friluft"


class TestAllman:
    def test_labels_with_colon_and_indent(self):
        inlast = las("allman_kolon")
        assert (inlast.start, inlast.slut, inlast.plats) == (time(18, 30), time(20, 5), "Medborgarhuset")
        assert [(p.namn, p.parti, p.roll) for p in inlast.ledamoter] == [
            ("Rolf Sundin", "L", "ordförande"),
            ("Maj Tegel", "S", "förste vice ordförande"),
            ("Ulf Vass", "C", None),
        ]
        assert inlast.ersattare[0].tjanstgor is False
        assert [(o.namn, o.paragrafer) for o in inlast.ovriga] == [("Zara Ahl", None), ("Birger Cruse", (71,))]
        assert [j.namn for j in inlast.justerare] == ["Maj Tegel", "Ulf Vass"]
        assert inlast.anslag.nedtaget == date(2024, 12, 14)
        assert koder(inlast) == ["vakant"]

    def test_heads_of_paragraphs(self):
        assert [(p.nummer, p.dnr, p.rubrik) for p in las("allman_kolon").paragrafer] == [
            (70, "2024.147 KS", "Mål och budget 2025"),
            (71, "KS 2018/14", "Svar på interpellation"),
            (72, None, "Avsägelser"),
        ]

    def test_another_organs_proposal_is_no_decision(self):
        paragraf = las("allman_kolon").paragrafer[0]
        assert [a.typ for a in paragraf.avsnitt] == [
            "beslut",
            "bakgrund",
            "ovrigt",
            "yrkanden",
            "beslutsunderlag",
            "mottagare",
        ]
        assert paragraf.avsnitt[0].text.count("\n") == 1

    def test_paragraph_without_headings(self):
        (ovrigt,) = las("allman_kolon").paragrafer[2].avsnitt
        assert (ovrigt.typ, ovrigt.rubrik, ovrigt.text) == ("ovrigt", None, "Ärendet utgår.")

    def test_labels_above_their_values(self):
        inlast = las("allman_dal")
        assert (inlast.organ, inlast.datum, inlast.plats) == ("Miljönämnden", date(2021, 3, 9), "Rådhuset")
        assert [(p.namn, p.roll) for p in inlast.ledamoter] == [("Stina Fors", "ordförande"), ("Kaj Grip", None)]
        assert inlast.ersattare[0].tjanstgor_for == "Jon Karp"
        assert inlast.sekreterare == "Lisa Moberg"
        assert (inlast.paragrafer_fran, inlast.paragrafer_till) == (30, 31)

    def test_molndal_headings(self):
        assert [a.typ for a in las("allman_dal").paragrafer[0].avsnitt] == [
            "beslut",
            "reservation",
            "arendet",
            "beslutsunderlag",
            "yrkanden",
            "beslutsgang",
            "omrostning",
            "omrostningsresultat",
            "mottagare",
            "sarskilt_yttrande",
        ]

    def test_votes_as_lists_of_names(self):
        roster = avsnitt(las("allman_dal"), 30, "omrostningsresultat").roster
        assert [(r.namn, r.rost) for r in roster] == [
            ("Stina Fors", "ja"),
            ("Hedda Isling", "ja"),
            ("Kaj Grip", "nej"),
        ]

    def test_heading_and_text_on_one_line(self):
        assert avsnitt(las("allman_dal"), 31, "mottagare").text == "Byggnadsnämnden"

    def test_people_in_an_indented_column(self):
        inlast = las("allman_indrag")
        assert [(p.namn, p.roll, p.javig) for p in inlast.ledamoter] == [
            ("Anna Åberg", "ordförande", True),
            ("Bertil Öman", "ordförande", False),
            ("Cecilia Dahl", None, False),
        ]
        assert [(p.namn, p.tjanstgor, p.tjanstgor_for) for p in inlast.ersattare] == [
            ("David Ek", True, "Eva Frid"),
            ("Fia Gren", False, None),
        ]
        assert (inlast.sekreterare, inlast.ordforande) == ("Hanna Ids", "Anna Åberg")
        assert inlast.angivna_paragrafer == (10, 11, 12)
        # Two signed for different §§: the second is shown, not guessed.
        assert [s.text for s in inlast.oplacerat] == ["(§§ 10-11) Bertil Öman (§ 12)"]

    def test_own_proposal_upwards_without_the_word_beslut(self):
        beslut = avsnitt(las("allman_indrag"), 11, "beslut")
        assert (beslut.beslutsniva, beslut.till_organ) == ("forslag", "kommunfullmäktige")


class TestLedordslik:
    def test_front_page(self):
        inlast = las("ledordslik")
        assert (inlast.organ, inlast.datum, inlast.plats) == (
            "Tekniska utskottet",
            date(2023, 5, 10),
            "Rådhuset, Lindsalen",
        )
        assert (inlast.start, inlast.slut) == (time(13, 15), time(15, 40))
        assert [(p.namn, p.parti, p.roll) for p in inlast.ledamoter] == [
            ("Inga Sand", "C", "ordförande"),
            ("Bo Rask", "S", "vice ordförande"),
            ("Tom Hägg", "M", None),
        ]
        assert [(p.namn, p.tjanstgor, p.tjanstgor_for) for p in inlast.ersattare] == [
            ("Eva Lund", True, "Per Strid"),
            ("Ulla Norén", False, None),
        ]
        assert [(o.namn, o.titel) for o in inlast.ovriga] == [
            ("Karin Ask", "teknisk chef"),
            ("Nils Bark", "sekreterare"),
        ]
        assert [j.namn for j in inlast.justerare] == ["Tom Hägg"]
        assert (inlast.angivna_paragrafer, inlast.anslag.nedtaget) == ((12, 13, 14), date(2023, 6, 6))
        assert (inlast.oplacerat, koder(inlast)) == ((), [])

    def test_heads_without_the_sign(self):
        assert [(p.nummer, p.dnr, p.klassificering, p.rubrik) for p in las("ledordslik").paragrafer] == [
            (12, "TU 2023/45", "3.2.1", "Vinterväghållning på gång- och cykelvägar"),
            (13, "TU 2023/51", None, "Svar på remiss om nya hastigheter"),
            (14, None, None, "Information från förvaltningen"),
        ]

    def test_parts_that_begin_with_their_word(self):
        inlast = las("ledordslik")
        assert [(a.typ, a.rubrik) for a in inlast.paragrafer[0].avsnitt] == [
            ("beslut", "Beslut:"),
            ("beslutsmotivering", "Skäl:"),
            ("yrkanden", "Yrkande:"),
            ("beslutsgang", "Beslutsgång:"),
            ("reservation", "Reservation:"),
            ("beslutsunderlag", "Underlag:"),
            ("mottagare", "Beslutet till:"),
        ]
        assert avsnitt(inlast, 12, "beslut").text.startswith("Tekniska utskottet ger förvaltningen i uppdrag")
        assert "Enligt Paragraf 8 i reglementet svarar" in avsnitt(inlast, 12, "beslutsmotivering").text
        assert avsnitt(inlast, 12, "mottagare").text == "Tekniska förvaltningen\nKommunstyrelsen"

    def test_proposal_upwards(self):
        beslut = avsnitt(las("ledordslik"), 13, "beslut")
        assert (beslut.beslutsniva, beslut.till_organ) == ("forslag", "kommunstyrelsen")


@pytest.mark.parametrize("titel", ["Övrigt", "Information", "Jäv", "Ärendet"])
def test_title_that_is_also_the_name_of_a_section(titel):
    text = egen("allman_dal").replace("§ 30\nTillsynsplan 2021\n", f"§ 30\n{titel}\n", 1)
    text = text.replace("§ 30 Tillsynsplan 2021 ....", f"§ 30 {titel} ....")
    text = text.replace("00123/2021 2.6.\n\nBeslut\n", "\nBeslut\n")
    paragraf = tolka(text, ()).paragrafer[0]
    assert (paragraf.nummer, paragraf.rubrik) == (30, titel)
    assert [a.typ for a in paragraf.avsnitt][:2] == ["beslut", "reservation"]


def _utan_plats(inlast):
    ut = inlast.som_json()
    return {k: v for k, v in ut.items() if k != "bortvalt"}


@pytest.mark.parametrize("namn", EGNA)
@pytest.mark.parametrize(
    "forvrid",
    [
        pytest.param(lambda t: unicodedata.normalize("NFD", t), id="decomposed"),
        pytest.param(lambda t: t.replace("\n", "\r\n"), id="crlf"),
        pytest.param(lambda t: t.replace("\n", "\r"), id="cr"),
        pytest.param(lambda t: "\ufeff" + t, id="bom"),
        pytest.param(lambda t: t.replace("§ ", "§\u00a0").replace(" (", "\u00a0("), id="no-break space"),
        pytest.param(lambda t: t.replace("nämnd", "nämn\u00add").replace("ordf", "ord\u00adf"), id="soft hyphen"),
        pytest.param(lambda t: t.replace("§", "\u200b§"), id="zero width space"),
    ],
)
def test_form_of_the_letters_does_not_matter(namn, forvrid):
    assert _utan_plats(tolka(forvrid(egen(namn)), ())) == _utan_plats(tolka(egen(namn), ()))


@pytest.mark.parametrize("namn", EGNA)
def test_reading_is_the_same_every_time(namn):
    assert las(namn) == las(namn)

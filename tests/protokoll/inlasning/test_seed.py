"""The seed comes out complete and right (issue 2)."""

from datetime import date, time

import pytest

from protokoll.inlasning import tolka
from uppdrag.igenkanning import hitta_besvarade

from .hjalp import SEED, avsnitt, delad


@pytest.fixture(scope="module")
def seed():
    return tolka(delad(SEED), (hitta_besvarade,))


def test_front_page(seed):
    assert seed.layout == "Vimmerby"
    assert seed.organ == "Kommunstyrelsens arbetsutskott"
    assert seed.datum == date(2020, 2, 25)
    assert (seed.start, seed.slut, seed.plats) == (time(13), time(17), "Tunasalen")
    assert seed.ajournering == ((time(14, 25), time(14, 35)),)
    assert [(p.namn, p.parti, p.roll) for p in seed.ledamoter] == [
        ("Jacob Käll", "C", "ordförande"),
        ("Niklas Gustafsson", "M", "1:e vice ordförande"),
        ("Helen Nilsson", "S", "2:e vice ordförande"),
    ]
    assert [(p.namn, p.parti, p.roll, p.tjanstgor) for p in seed.ersattare] == [
        ("Ola Gustafsson", "KD", None, None),
        ("Eva Berglund", "S", None, None),
    ]
    assert [(j.namn, j.parti) for j in seed.justerare] == [("Helen Nilsson", "S")]
    assert (seed.sekreterare, seed.ordforande) == ("Michael Ekström", "Jacob Käll")
    assert (seed.paragrafer_fran, seed.paragrafer_till) == (14, 35)
    assert seed.angivna_paragrafer == tuple(range(14, 36))
    assert seed.justeringens_plats_och_tid == "Stadshuset, Vimmerby"


def test_ovriga_with_titles_and_exact_paragrafer(seed):
    alla = set(range(14, 36))
    assert [(o.namn, o.titel, set(o.paragrafer)) for o in seed.ovriga] == [
        ("Carolina Leijonram", "kommundirektör", alla),
        ("Michael Ekström", "handläggare/sekreterare", alla),
        ("Marie Halldén", "HR-chef", {16, 24}),
        ("Jan Hasselkvist", "administrativa avdelningen", {18}),
        ("Klas Svensson", "miljö- och byggnadsförvaltningen", {19, 20}),
        ("Andreas Horste", "samhällsbyggnadschef", set(range(19, 26))),
        ("Thomas Svärd", "utvecklingschef", {20, 24}),
        ("Torbjörn Bergström", "fastighetschef", {21, 22}),
        ("Anna Erlandsson Karlsson", "administrativ chef", {24}),
        ("Mattias Karlsson", "ekonomichef", {24, 25}),
        ("Vetle Skaate", "adjungerad praktikant från gymnasiet", alla - {21}),
    ]
    assert len(seed.ovriga[-1].paragrafer) == 21


def test_anslag(seed):
    assert seed.anslag.uppsatt == date(2020, 3, 5)
    assert seed.anslag.nedtaget == date(2020, 3, 26)
    assert seed.anslag.forvaringsplats == "Administrativa avdelningen, Stadshuset"


def test_paragraphs(seed):
    assert [(p.nummer, p.dnr, p.klassificering, p.rubrik) for p in seed.paragrafer] == [
        (14, "2020/000003", "004", "Val av protokolljusterare"),
        (15, "2020/000008", "101", "Fastställande av dagordning"),
        (34, "2020/000053", "000", "Uppföljning av uppdrag från KS och dess utskott"),
        (35, "2020/000018", "101", "Inbjudningar"),
    ]
    assert [(a.typ, a.niva) for a in seed.paragrafer[2].avsnitt] == [
        ("beslut", 1),
        ("sammanfattning", 1),
        ("bakgrund", 2),
        ("aktuell_situation", 2),
        ("finansiering", 2),
        ("beslutsunderlag", 1),
        ("mottagare", 1),
    ]
    assert avsnitt(seed, 34, "sammanfattning").text == ""


def test_running_header_is_dropped_and_the_text_goes_on(seed):
    text = avsnitt(seed, 34, "finansiering").text
    assert text.split("\n\n")[0] == "Ingen finansiering behövs."
    assert text.split("\n\n")[-1] == "Plan i bilaga som del av tjänsteskrivelsen."
    assert "utskott" not in text.replace("utskottssekreterarna", "")


def test_text_stands_letter_for_letter(seed):
    assert "”utarb\u0435\u0442\u0430 en plan/rutin" in avsnitt(seed, 34, "bakgrund").text
    assert "kommun- direktör deltar" in avsnitt(seed, 35, "beslut").text


def test_receivers_and_the_closing_sentence(seed):
    stycken = avsnitt(seed, 35, "mottagare").text.split("\n\n")
    assert stycken[0].split("\n") == ["Jacob Käll", "Helen Nilsson", "Liselott Frejd"]
    assert stycken[1].startswith("Anmälan görs av Liselott Frejd.")


def test_five_inbjudningar_one_with_participants(seed):
    assert [i.svar for i in seed.inbjudningar] == ["avstar", "avstar", "avstar", "deltar", "avstar"]
    assert seed.inbjudningar[0].inbjudan == "Piku: Nationella Välfärdskonferens, 5-6 mars, Malmö"
    assert [(d.namn, d.titel_eller_parti) for d in seed.inbjudningar[3].deltagare] == [
        ("Jacob Käll", "C"),
        ("Marie Nicholson", "M"),
        ("Carolina Leijonram", "kommundirektör"),
    ]
    assert avsnitt(seed, 35, "beslut").text.count("\t") == 6


def test_the_retold_uppdrag_is_answered_never_new(seed):
    (fynd,) = seed.uppdrag
    assert fynd.slag == "besvarat"
    assert (fynd.givare, fynd.datum, fynd.paragraf) == ("Kommunstyrelsens arbetsutskott", date(2020, 1, 21), 11)
    assert fynd.mottagare == ("administrativa avdelningen",)
    assert fynd.besvaras_i == 34
    assert fynd.text.endswith("ska återrapporteras till respektive instans")


def test_warnings_with_their_mends(seed):
    assert {(v.kod, v.paragraf, v.forslag) for v in seed.varningar} == {
        ("ersattare_tjanstgoring_okand", None, None),
        ("paragrafer_saknas", None, None),
        ("organ_skiljer", 35, "Kommunstyrelsens arbetsutskott beslutar"),
        ("deltagare_saknas_bland_mottagare", 35, "Marie Nicholson"),
        ("deltagare_saknas_bland_mottagare", 35, "Carolina Leijonram"),
        ("forvaxlingsbara_tecken", 34, "utarbeta"),
        ("brutet_ord", 35, "kommundirektör"),
    }
    texter = {v.kod: v.text for v in seed.varningar}
    assert "tre kyrilliska bokstäver" in texter["forvaxlingsbara_tecken"]
    assert "§§ 16–33 finns inte i texten" in texter["paragrafer_saknas"]
    assert not seed.oplacerat


def test_json_has_the_agreed_keys(seed):
    ut = seed.som_json()
    assert ut["datum"] == "2020-02-25"
    assert (ut["start"], ut["slut"], ut["ajournering"]) == ("13:00", "17:00", [["14:25", "14:35"]])
    assert ut["anslag"]["uppsatt"] == "2020-03-05"
    assert ut["uppdrag"][0]["datum"] == "2020-01-21"
    assert {"kod", "text", "paragraf", "citat", "forslag"} == ut["varningar"][0].keys()
    assert {"nummer", "dnr", "klassificering", "rubrik", "avsnitt"} <= ut["paragrafer"][0].keys()

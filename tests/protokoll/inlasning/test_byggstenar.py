"""The small recognisers, each by a table."""

from datetime import date, time

import pytest

from protokoll.inlasning import AVSNITTSTYPER, Lasfel, tolka
from protokoll.inlasning.datum import hitta_datum, hitta_spann
from protokoll.inlasning.dnr import las_dnr, sist_pa_raden
from protokoll.inlasning.innehall import utan_sida
from protokoll.inlasning.personer import las_fortroendevalda, las_justerare, las_ovriga
from protokoll.inlasning.rader import Rad
from protokoll.inlasning.rubriker import las_rubrik, samma_organ
from protokoll.inlasning.stycken import bygg_text, laga_avstavningar
from protokoll.inlasning.tecken import delade_ord, forvaxlingsbara_ord, normalisera, ordlista

from .hjalp import koder


@pytest.mark.parametrize(
    ("rad", "dnr", "klass", "rest"),
    [
        ("Dnr 2020/000003 004", "2020/000003", "004", ""),
        ("Dnr KS-2024-00548", "KS-2024-00548", None, ""),
        ("Dnr: KS 2018/14", "KS 2018/14", None, ""),
        ("Diarienr 2024.147 KS", "2024.147 KS", None, ""),
        ("2024.147 KS", "2024.147 KS", None, ""),
        ("00123/2021", "00123/2021", None, ""),
        ("00123/2021 2.6.", "00123/2021", "2.6", ""),
        ("00123/20212.6.1", "00123/2021", "2.6.1", ""),
        ("Dnr 199/2010 Kod 146", "199/2010", "146", ""),
        ("SLK-2026-00015", "SLK-2026-00015", None, ""),
        ("Dnr 2014/304", "2014/304", None, ""),
        ("Dnr BN-2024-001234", "BN-2024-001234", None, ""),
        ("Val av justerare Dnr 2020/000003 004", "2020/000003", "004", "Val av justerare"),
        ("Dnr 2020/000003 004 Val av justerare", "2020/000003", "004", "Val av justerare"),
    ],
)
def test_dnr(rad, dnr, klass, rest):
    fynd = las_dnr(rad)
    assert (fynd.dnr, fynd.klassificering, fynd.rest) == (dnr, klass, rest)


@pytest.mark.parametrize("rad", ["Val av protokolljusterare", "Budget 2025", "5-6 mars", "Kommunstyrelsen 2025", ""])
def test_no_dnr(rad):
    assert las_dnr(rad) is None


def test_dnr_at_the_end_of_a_title():
    assert sist_pa_raden("Svar på motion (KS 2018/14)") == ("Svar på motion", "KS 2018/14")


@pytest.mark.parametrize(
    ("rad", "typ"),
    [
        ("Beslut", "beslut"),
        ("BESLUT", "beslut"),
        ("Beslut:", "beslut"),
        ("Kommunstyrelsens arbetsutskotts beslut", "beslut"),
        ("Mariestads kommunfullmäktiges beslut", "beslut"),
        ("Beslut – Förslag till kommunfullmäktige", "beslut"),
        ("Förslag till beslut i kommunstyrelsen", "beslut"),
        ("Beslut i kommunstyrelsens arbetsutskott", "beslut"),
        ("Upplysning", "upplysning"),
        ("Beslutsmotivering", "beslutsmotivering"),
        ("Jäv", "jav"),
        ("Deltar inte i beslutet", "deltar_ej"),
        ("Reservationer", "reservation"),
        ("Sammanfattning av ärendet", "sammanfattning"),
        ("Bakgrund", "bakgrund"),
        ("Aktuell situation", "aktuell_situation"),
        ("Finansiering", "finansiering"),
        ("Ärendets behandling", "arendet"),
        ("Dagens sammanträde", "arendet"),
        ("Underlag", "beslutsunderlag"),
        ("Förslag till beslut på sammanträdet", "yrkanden"),
        ("Behandling på sammanträdet", "yrkanden"),
        ("Förslag under sammanträdet", "yrkanden"),
        ("Beslutsgång", "beslutsgang"),
        ("Omröstning begärs och verkställs.", "omrostning"),
        ("Omröstningsresultat", "omrostningsresultat"),
        ("Protokollsanteckning", "protokollsanteckning"),
        ("Särskilt yttrande", "sarskilt_yttrande"),
        ("Expedieras till", "mottagare"),
        ("Beslutet ska skickas till", "mottagare"),
        ("B\u0435slut", "beslut"),  # a Cyrillic letter
    ],
)
def test_heading(rad, typ):
    assert las_rubrik(rad).typ == typ
    assert typ in AVSNITTSTYPER


@pytest.mark.parametrize(
    "rad",
    [
        "beslut",
        "Nämnden fattade samma dag ett viktigt beslut",
        "Kommunstyrelsens beslut 2020-01-21 § 11",
        "Beslutet fattades i går.",
        "Reservation lämnas av Bo Ek (S)",
        "Beslut: se nedan",
        "",
    ],
)
def test_no_heading(rad):
    assert las_rubrik(rad) is None


@pytest.mark.parametrize(
    ("rad", "niva", "till"),
    [
        ("Beslut", "eget", None),
        ("Beslut – Förslag till kommunfullmäktige", "forslag", "kommunfullmäktige"),
        ("Förslag till beslut i kommunstyrelsen", "forslag", "kommunstyrelsen"),
        ("Nämnden för Vård & omsorgs förslag till beslut i kommunfullmäktige", "forslag", "kommunfullmäktige"),
    ],
)
def test_level_of_a_decision(rad, niva, till):
    rubrik = las_rubrik(rad)
    assert (rubrik.beslutsniva, rubrik.till_organ) == (niva, till)


@pytest.mark.parametrize(
    ("a", "b", "samma"),
    [
        ("Nämnden för Vård & omsorgs", "Nämnden för Vård & Omsorg", True),
        ("Kommunstyrelsens arbetsutskotts", "Kommunstyrelsens arbetsutskott", True),
        ("Arbetsutskottet", "Kommunstyrelsens arbetsutskott", True),
        ("Nämnden", "Socialnämnden", True),
        ("Kommunstyrelsen", "Kommunstyrelsens arbetsutskott", False),
        ("Styrelsen", "Kommunstyrelsens arbetsutskott", False),
        ("Kommunfullmäktige", "Kommunstyrelsen", False),
    ],
)
def test_same_organ(a, b, samma):
    assert samma_organ(a, b) is samma


@pytest.mark.parametrize(
    ("text", "vantat"),
    [
        ("tisdagen den 25 februari 2020 kl 13", date(2020, 2, 25)),
        ("2020-02-25", date(2020, 2, 25)),
        ("den 1 sept. 2021", date(2021, 9, 1)),
        ("2020-02-31", None),
        ("32 mars 2020", None),
        ("KS-2020-02-251", None),
    ],
)
def test_date(text, vantat):
    assert hitta_datum(text) == vantat


@pytest.mark.parametrize(
    ("text", "vantat"),
    [
        ("kl 13:00-17.00", [(time(13), time(17))]),
        ("Klockan 08:30–12:15", [(time(8, 30), time(12, 15))]),
        ("kl. 9.00", [(time(9), None)]),
        ("14.25-14.35, 15.00-15.10", [(time(14, 25), time(14, 35)), (time(15), time(15, 10))]),
        ("2020.147 och 25:61", []),
    ],
)
def test_times(text, vantat):
    assert hitta_spann(text) == vantat


@pytest.mark.parametrize(
    ("rad", "namn", "parti", "roll", "anmarkning"),
    [
        ("Jacob Käll (C), ordförande", "Jacob Käll", "C", "ordförande", None),
        ("Jacob Käll (c) ordförande", "Jacob Käll", "c", "ordförande", None),
        ("Monica Neptun (L) 1:e vice ordförande", "Monica Neptun", "L", "1:e vice ordförande", None),
        ("Ordförande: Anna-Karin von Ek (ÖP)", "Anna-Karin von Ek", "ÖP", "ordförande", None),
        ("Ali ((SD)", "Ali", "SD", None, None),
        ("Bo Ek (-)", "Bo Ek", None, None, None),
        ("Bo Ek, S", "Bo Ek", "S", None, None),
        ("Bo Ek (S) deltar §§ 249-277", "Bo Ek", "S", None, "deltar §§ 249-277"),
        ("Per Ås (M), ordförande §§ 137, 163-164", "Per Ås", "M", "ordförande", "§§ 137, 163-164"),
    ],
)
def test_elected_person(rad, namn, parti, roll, anmarkning):
    (person,), rester = las_fortroendevalda([rad], tjanstgor=None)
    assert (person.namn, person.parti, person.roll, person.anmarkning) == (namn, parti, roll, anmarkning)
    assert not rester


def test_presence_for_some_paragraphs_and_absence_for_others():
    folk, _ = las_fortroendevalda(
        [
            "Bo Ek (S) deltar §§ 5-7",
            "My Å (V) deltar ej vid § 6 p.g.a. jäv",
            "Li Öst (C) ersätter Per Dal (M) §§ 5, 7-8",
        ],
        tjanstgor=None,
    )
    assert [p.paragrafer for p in folk] == [(5, 6, 7), None, (5, 7, 8)]
    assert [p.javig for p in folk] == [False, True, False]
    assert (folk[2].namn, folk[2].tjanstgor_for) == ("Li Öst", "Per Dal")


@pytest.mark.parametrize(
    ("rader", "vantat"),
    [
        (["§§ 1-3, utom § 2 Bo Ek, chef"], [("Bo Ek", "chef", (1, 3))]),
        (
            ["§ 4 Bo Ek, chef; My Å, jurist § 5 Li Öst, HR-chef"],
            [("Bo Ek", "chef", (4,)), ("My Å", "jurist", (4,)), ("Li Öst", "HR-chef", (5,))],
        ),
        (["Bo Ek, chef § 4", "My Å, jurist §§ 5–6"], [("Bo Ek", "chef", (4,)), ("My Å", "jurist", (5, 6))]),
        (["Bo Ek chef", "My Å, vice", "vd"], [("Bo Ek", "chef", None), ("My Å", "vice vd", None)]),
        (["Bo Ek, My Å, Li Öst"], [("Bo Ek", None, None), ("My Å", None, None), ("Li Öst", None, None)]),
        (["§§ 1-9999999 Bo Ek, chef"], [("Bo Ek", "chef", None)]),
    ],
)
def test_others_present(rader, vantat):
    ovriga, _ = las_ovriga(rader)
    assert [(o.namn, o.titel, o.paragrafer) for o in ovriga] == vantat


@pytest.mark.parametrize(
    ("text", "vantat"),
    [
        ("Helen Nilsson (S)", [("Helen Nilsson", "S")]),
        ("Anna Ek (M) och Bo Alm (S)", [("Anna Ek", "M"), ("Bo Alm", "S")]),
        ("_____ Emanuel Forsell", [("Emanuel Forsell", None)]),
        ("", []),
    ],
)
def test_justerare(text, vantat):
    assert [(j.namn, j.parti) for j in las_justerare(text)] == vantat


@pytest.mark.parametrize(
    ("text", "vantat"),
    [
        ("Fastställande av dagordning.....\t4", "Fastställande av dagordning"),
        ("Information om vindkraft ........ 3", "Information om vindkraft"),
        ("Budget 2026", "Budget 2026"),
        ("Budget 2026    7", "Budget 2026"),
    ],
)
def test_entry_of_contents_without_page(text, vantat):
    assert utan_sida(text) == vantat


def test_lookalikes_inside_latin_words_only():
    text = "utarb\u0435\u0442\u0430 \u043c\u0438\u0440 Sk\u03bfla Škorić Malmö"
    assert list(forvaxlingsbara_ord(text)) == [("utarb\u0435\u0442\u0430", "utarbeta"), ("Sk\u03bfla", "Skola")]


def test_cut_words_but_not_compounds_with_a_part_in_common():
    text = "kommun- direktör, miljö- och byggnadsnämnden, för- samt eftermiddag"
    assert [d[0] for d in delade_ord(text)] == ["kommun- direktör"]


def test_normal_form():
    assert normalisera("a\u030a\u00a0b\r\nc\u00ad\nd\u200b") == "å b\ncd"


def _rader(text):
    return [Rad(i, r, 1) for i, r in enumerate(text.split("\n"))]


def test_words_cut_at_the_line_end_are_joined():
    text = (
        "Planen ska tas fram av den nya förvaltningen och sedan återrap-\n"
        "porteras till nämnden. Det gäller alla frågor om miljön och IT-\n"
        "system, men inte om det är en fråga för någon annan och miljö-\n"
        "och byggnadsnämnden har sagt sitt om planen under våren."
    )
    lagad = " ".join(r.text for r in laga_avstavningar(_rader(text), ordlista(text)))
    assert "återrapporteras till" in lagad
    assert "IT-system, men" in lagad
    assert "miljö- och byggnadsnämnden" in lagad


def test_lines_that_were_not_full_stay_apart():
    text = "Kommunstyrelsen\nEkonomiavdelningen\nsamtliga nämnder"
    assert bygg_text(_rader(text), 70, "mottagare") == text


@pytest.mark.parametrize(
    ("kod", "text"),
    [
        (
            "nummer_dubbelt",
            "§ 5\nDnr K-2021-1\nA\n\nBeslut\nx\n\n§ 6\nB\n\nBeslut\nx\n\n§ 5\nDnr K-2021-3\nC\n\nBeslut\nx",
        ),
        ("paragrafer_utanfor", "§ 5\nDnr K-2021-1\nA\n\nBeslut\nx\n\n§ 9\nDnr K-2021-2\nB\n\nBeslut\nx"),
        ("rubrik_saknas", "§ 5\n\nBeslut\nx"),
        ("organ_skiljer", "§ 5\nA\n\nBeslut\n\nKommunfullmäktige beslutar att avslå motionen."),
        (
            "innehall_skiljer",
            "Innehåll\n§ 5 Alfa ..... 2\n§ 6 Beta ..... 3\n\n§ 5\n\nGamma\n\nBeslut\n\nx\n\n§ 6\n\nBeta\n\nBeslut\nx",
        ),
        ("datum_saknas", None),
        ("datum_skiljer", None),
        ("fel_veckodag", None),
    ],
)
def test_warning(kod, text):
    framre = {
        "datum_saknas": "Socialnämnden\n\n",
        "datum_skiljer": "Socialnämnden\nDatum\n2021-03-08\n\nPlats och tid: Salen, 2021-03-09\n\n",
        "fel_veckodag": "Socialnämnden\n\nPlats och tid: Salen, måndagen den 9 mars 2021 kl 9.00\n\n",
    }.get(kod, "Socialnämnden\nSammanträdesdatum 2021-03-09\n\nParagrafer: §§ 5-6\n\n")
    inlast = tolka(framre + (text or "§ 5\nA\n\nBeslut\n\nNämnden avslår motionen."), ())
    assert kod in koder(inlast)
    assert all(v.text[0].isupper() or v.text[0] in "§”" for v in inlast.varningar)
    assert all(v.text.endswith(".") for v in inlast.varningar)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n",
        "Kära du!\n\nTack för brevet.",
        "§ 1 Parter\n\nMellan A och B.\n\n§ 2 Pris\n\nPriset är 5 kr.",
        "1 § Denna lag gäller. 2 § Den gäller alla.",
        "x" * 6_000_000,
    ],
)
def test_what_is_no_protokoll(text):
    with pytest.raises(Lasfel, match=r"\.$"):
        tolka(text, ())

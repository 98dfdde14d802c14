"""Names and addresses that are pointed out before a protokoll goes out on the web."""

import pytest

from protokoll.kontaktuppgifter import kontaktuppgifter_i
from protokoll.personnamn import igenkannare, personnamn_i


@pytest.mark.parametrize(
    ("text", "namn"),
    [
        ("Sökanden Anna Andersson, Storgatan 5, har yttrat sig.", ["Anna Andersson"]),
        ("Byggnadsnämnden hör Anna B. Karlsson och Per-olof Öberg.", ["Anna B. Karlsson", "Per-olof Öberg"]),
        ("Fastighetsbolaget Anna Andersson ska betala.", ["Anna Andersson"]),
        ("Kommundirektör Carolina Leijonram informerar.", ["Carolina Leijonram"]),
        ("Bo Ek Enhetschef", ["Bo Ek"]),
        ("Anna och Bo Andersson har sökt.", ["Anna och Bo Andersson"]),
        ("Enligt A. Andersson och J.R. Ek", ["A. Andersson", "J.R. Ek"]),
        ("Ömer Çelik, Đorđe Đokić, Sean O'Brien och Ronald McDonald",
         ["Ömer Çelik", "Đorđe Đokić", "Sean O'Brien", "Ronald McDonald"]),
        ("Fatima al-Zahra, Carl von Linné, Maria de la Cruz, Ebba De Geer",
         ["Fatima al-Zahra", "Carl von Linné", "Maria de la Cruz", "Ebba De Geer"]),
        ("Anna\u00a0Andersson och Bo  Ek och A\u030ake Alm", ["Anna Andersson", "Bo Ek", "Åke Alm"]),
        ("Den sökande ANNA ANDERSSON klagar.", ["ANNA ANDERSSON"]),
        ("Anna Andersson\tBo Berg\nI Tuna", ["Anna Andersson", "Bo Berg"]),
    ],
)  # fmt: skip
def test_names_of_people(text, namn):
    assert personnamn_i(text) == namn


@pytest.mark.parametrize(
    "text",
    [
        "UPPFÖLJNING AV UPPDRAG",
        "Kultur och Fritid",
        "Moderaterna och Centerpartiet yrkar bifall.",
        "Plan- och bygglagen (PBL)",
        "Sveriges Kommuner och Regioner",
        "Länsstyrelsen i Kalmar län",
        "Astrid Lindgrens Gymnasiet på Norra Vägen 5",
        "Enligt alternativ A. Förvaltningen föreslår",
        "I Vimmerby den 3 mars 2020",
    ],
)
def test_what_is_no_name(text):
    assert personnamn_i(text) == []


def test_who_is_known_is_known_with_more_before_it_and_in_capitals():
    kant = igenkannare({"Marie Charlotte Nicholson"})
    assert all(map(kant, ["Marie Nicholson", "Riksdagsledamoten Marie Nicholson", "MARIE NICHOLSONS"]))
    assert not kant("Anna Nicholson")


@pytest.mark.parametrize(
    ("text", "funna"),
    [
        ("Ring 070-123 45 67 eller +46 (0)492-76 90 00.", ["070-123 45 67", "+46 (0)492-76 90 00"]),
        ("0701234567, 08-123 456 78", ["0701234567", "08-123 456 78"]),
        ("a.b@mejl.example och ks@kommun.example, x@sub.kommun.example", ["a.b@mejl.example"]),
        ("Dnr 2020/000053 000, kl 08.00–09.15, 2020-03-02, 1 000 000 kr, KS-2024-00548, 811228-9874", []),
    ],
)
def test_telephone_numbers_and_addresses_of_others(text, funna):
    assert kontaktuppgifter_i(text, egna=["kommun.example"]) == funna

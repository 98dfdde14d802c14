"""The printed bilaga, from frozen values alone."""

import logging
from dataclasses import replace
from datetime import date
from io import BytesIO

import pdfplumber
import pytest

from tests.pdfprov import granska_pdf
from uppdrag.uppfoljningsdokument import Grupp, Rad, Uppfoljningsdokument, i_grupper
from uppdrag.uppfoljningspdf import uppfoljning_pdf

LANG = (
    "Utreda möjligheten att samlokalisera fritidsgårdarna i norra och södra kommundelen, med beräkning av kostnader "
    "för hyra, ombyggnad och personal under planperioden, och att återkomma med ett förslag till beslut."
)
TEXTER = ("Se över taxan.", "Ta fram en plan för hur uppdrag ska återrapporteras.", LANG)


def rad(n: int, grupp: Grupp) -> Rad:
    return Rad(
        n,
        f"PN 2025:{n}",
        TEXTER[n % 3],
        f"PN 2025-02-11 § {n}",
        "Samhällsbyggnadsförvaltningen, Bo Ek" if n % 2 else "Provkontoret",
        frist=date(2026, 3, 1),
        tidigare=(date(2025, 6, 1),) if n % 5 == 0 else (),
        dagar_sent=1 if grupp == Grupp.FORSENAT else 0,
        rapport="Slutrapport 12 februari 2026, Bo Ek" if grupp == Grupp.ATERRAPPORTERAT else "",
        rapporterat="Planen är klar. " * 9 if grupp == Grupp.ATERRAPPORTERAT else "",
        forslag="Avslutas",
    )


def dokument(antal: int) -> Uppfoljningsdokument:
    par = [(g, rad(n, g)) for n in range(1, antal + 1) for g in [list(Grupp)[(n - 1) * 5 // antal]]]
    return Uppfoljningsdokument(
        kommun="Provkommun",
        organ="Provnämnden",
        kortnamn="PN",
        datum=date(2026, 3, 2),
        paragraf=12,
        dag=date(2026, 3, 2),
        sedan=date(2025, 12, 2),
        forra=date(2025, 12, 2),
        delar=i_grupper(par),
        inom_tiden=12,
    )


def sidor(data: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(data)) as document:
        assert all(sida.width > sida.height for sida in document.pages)
        return [" ".join(sida.extract_text().split()) for sida in document.pages]


@pytest.fixture(scope="module")
def lang() -> bytes:
    return uppfoljning_pdf(dokument(40))


@pytest.mark.parametrize("antal", [0, 40])
@pytest.mark.usefixtures("nytryckt")
def test_passes_both_profiles_without_a_complaint(antal, lang, caplog):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        data = lang if antal else uppfoljning_pdf(dokument(0))
    assert caplog.messages == []
    granska_pdf(data)


def test_says_whose_it_is_and_what_is_in_it(lang):
    forsta, *mitten, sista = sidor(lang)

    for ord_ in (
        "Provkommun Provnämnden Uppföljning av uppdrag Bilaga till PN 2026-03-02 § 12",
        "Läget den 2 mars 2026 för de uppdrag som rapporteras till provnämnden",
        "Återrapporterade (8) Nr Uppdrag Givet Mottagare Frist Rapporterat Förslag",
        "Slutrapport 12 februari 2026, Bo Ek",
    ):
        assert ord_ in forsta
    assert "Ytterligare 12 uppdrag pågår inom sin tid." in sista
    for nr, sida in enumerate([*mitten, sista], start=2):
        assert "Provnämnden Bilaga till PN 2026-03-02 § 12 – Uppföljning av uppdrag" in sida
        assert "Nr Uppdrag Givet" in sida, "the head of the table stands on each page"
        assert f"sida {nr} (" in sida


def test_every_uppdrag_stands_once(lang):
    text = " ".join(sidor(lang))

    assert [text.count(f"PN 2025:{n} ") for n in range(1, 41)] == [1] * 40


@pytest.mark.usefixtures("nytryckt")
def test_same_dokument_gives_same_bytes():
    ett = replace(dokument(1), kommun="")

    assert uppfoljning_pdf(ett) == uppfoljning_pdf(ett)
    assert uppfoljning_pdf(ett) != uppfoljning_pdf(replace(ett, paragraf=13))

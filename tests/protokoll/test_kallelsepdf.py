"""The printed kallelse, from frozen values alone."""

import logging
from dataclasses import replace
from datetime import date, time
from io import BytesIO

import pdfplumber
import pytest

from protokoll.kallelsedokument import Kallelsedokument, Namn, Punkt
from protokoll.kallelsepdf import kallelse_pdf
from tests.pdfprov import granska_pdf

RUBRIKER = (
    "Val av protokolljusterare",
    "Budget 2027 med plan 2028–2029",
    "Antagande av detaljplan för del av Prov 3:6 med flera, kvarteren Lejonet och Björnen, efter granskning",
    "Svar på medborgarförslag om cykelväg",
)


def punkter(antal: int) -> tuple[Punkt, ...]:
    ut = []
    for n in range(1, antal + 1):
        if antal > 5 and n % 6 == 1:
            ut.append(Punkt(100 + n, None, "rubrik", f"Grupp {n // 6 + 1}"))
        ut.append(
            Punkt(
                n,
                n,
                "information" if n == 3 else "arende",
                RUBRIKER[n % 4],
                dnr=f"KS 2026/{n:05d} 004",
                foredragande="Hanna Handlund, samhällsbyggnadschef" if n % 2 else "",
                tid=f"{13 + n // 12}.{n % 12 * 5:02d}",
                extra=n == 2,
                utgar=n == 1,
            )
        )
    return tuple(ut)


KALLELSE = Kallelsedokument(
    kommun="Provkommun",
    organ="Provnämnden",
    kortnamn="PN",
    datum=date(2026, 11, 10),
    start=time(13),
    plats="Tunasalen",
    utfardad=date(2026, 11, 2),
    kallas_av="Orvar Ordberg (C), ordförande",
    sekreterare="Siv Skrivare",
    epost="siv@example.invalid",
    punkter=punkter(3),
    ledamoter=(Namn(1, "Orvar Ordberg (C), ordförande"), Namn(2, "Linnea Ledin (S)")),
    ersattare=(Namn(3, "Ebba Ersmark (M)"),),
)


def sidor(data: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(data)) as document:
        return [sida.extract_text() for sida in document.pages]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("antal", [3, 12, 40])
@pytest.mark.usefixtures("nytryckt")
def test_passes_both_profiles_without_a_complaint(antal, caplog):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        data = kallelse_pdf(replace(KALLELSE, punkter=punkter(antal)))
    assert caplog.messages == []
    granska_pdf(data)


def test_says_what_where_when_and_who():
    [sida] = sidor(kallelse_pdf(KALLELSE))
    text = flat(sida)
    for words in (
        "Provkommun Kallelse Provnämnden 2026-11-10",
        "Dag och tid Tisdag 10 november 2026 kl. 13.00",
        "Plats Tunasalen",
        "Kallas av Orvar Ordberg (C), ordförande",
        "Förhinder anmäls till Siv Skrivare, siv@example.invalid",
        "Föredragningslista Nr Ärende Dnr Föredragande Tid",
        "Ledamöter Orvar Ordberg (C), ordförande Linnea Ledin (S)",
        "Ersättare Ebba Ersmark (M)",
        "sida 1 (1)",
    ):
        assert words in text
    assert "Ändrat sedan" not in text


def test_marks_extra_utgar_and_information_in_words():
    text = sidor(kallelse_pdf(KALLELSE))[0]
    for words in ("Extra ärende", "Utgår", "Information"):
        assert words in text


def test_empty_columns_are_left_out():
    bara = tuple(replace(p, dnr="", foredragande="", tid="") for p in punkter(3))
    text = flat(sidor(kallelse_pdf(replace(KALLELSE, punkter=bara)))[0])

    assert "Nr Ärende 1 Budget" in text


def test_long_list_repeats_its_head_and_keeps_a_heading_with_what_it_heads():
    pages = sidor(kallelse_pdf(replace(KALLELSE, punkter=punkter(40))))

    assert len(pages) > 2
    for sida in pages[:-1]:
        rows = sida.splitlines()
        assert any(rad.startswith("Nr Ärende") for rad in rows)
        assert not rows[-2].startswith("Grupp"), "a group row is not the last of a page"
    assert all("Provnämnden Kallelse" in sida for sida in pages[1:])


def test_changed_kallelse_says_what_has_changed():
    andrad = replace(
        KALLELSE, nummer=2, andringar=("Extra ärende: 2. Budget.", "Utgår: 1. Val."), meddelande="Obs ny lokal."
    )
    text = flat(sidor(kallelse_pdf(andrad))[0])

    assert "Kallelse 2 (ändrad)" in text
    assert "Ändrat sedan förra kallelsen Extra ärende: 2. Budget. Utgår: 1. Val." in text
    assert "Meddelande Obs ny lokal." in text


@pytest.mark.usefixtures("nytryckt")
def test_same_dokument_gives_same_bytes():
    assert kallelse_pdf(KALLELSE) == kallelse_pdf(KALLELSE)
    assert kallelse_pdf(KALLELSE) != kallelse_pdf(replace(KALLELSE, plats="Rosensalen"))


def test_preview_says_that_it_is_one_on_every_page():
    for sida in sidor(kallelse_pdf(replace(KALLELSE, punkter=punkter(40)), status="Utkast – inte skickad")):
        assert sida.count("Utkast – inte skickad") == 1

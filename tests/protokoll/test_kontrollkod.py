"""The code of a last page, and the page itself."""

import logging
import re
from dataclasses import replace
from io import BytesIO

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommun.varden import fran_json, som_json
from protokoll.dokumentvarden import Dokument, Kontrollmarke
from protokoll.kontrollkod import kontrollank, kontrollkod, last_kod, qr_kod
from protokoll.maskering import Mask, maskera
from protokoll.utskrift import protokoll_pdf
from tests.protokoll.seed_dokument import SEED
from tests.protokoll.test_utskrift import assert_both_profiles

MARKE = Kontrollmarke("https://protokoll.kommun.example/kontrollera/", "a" * 32)
FRYST = replace(SEED, undertecknas="godkannande", kontroll=MARKE, bevis=None)


def test_the_code_is_of_the_content_and_its_secret():
    kod = kontrollkod(FRYST)
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", kod)
    assert kontrollkod(fran_json(Dokument, som_json(FRYST))) == kod
    assert kontrollkod(replace(FRYST, plats="Rosensalen")) != kod
    assert kontrollkod(replace(FRYST, kontroll=replace(MARKE, fro="b" * 32))) != kod
    assert kontrollkod(maskera(FRYST, [Mask(0, "rubrik")]).dokument) != kod


def test_what_is_not_frozen_has_none():
    assert kontrollkod(SEED) == ""


@pytest.mark.parametrize(
    ("skrivet", "last"),
    [
        ("0123-4567-89AB-CDEF", "0123-4567-89AB-CDEF"),
        (" o1i3 l567–89ab cdef ", "0113-1567-89AB-CDEF"),
        ("0123-4567-89AB-CDE", ""),
        ("0123-4567-89AB-CDEU", ""),
        ("", ""),
        ("'; DROP TABLE", ""),
    ],
)
def test_a_code_is_read_as_it_was_typed(skrivet, last):
    assert last_kod(skrivet) == last


@given(st.text(max_size=30))
def test_any_code_reads_as_itself(plats):
    kod = kontrollkod(replace(FRYST, plats=plats))
    assert last_kod(kod.lower().replace("-", " ")) == kod


def _text(data: bytes) -> str:
    with pdfplumber.open(BytesIO(data)) as document:
        return document.pages[-1].extract_text()


@pytest.mark.usefixtures("nytryckt")
def test_the_last_page_leads_to_the_check_and_stays_valid(caplog):
    liten = replace(FRYST, paragrafer=FRYST.paragrafer[:1])
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        data = protokoll_pdf(liten)
    assert caplog.messages == []
    assert protokoll_pdf(liten) == data
    assert_both_profiles(data)
    text = " ".join(_text(data).split())
    assert kontrollkod(liten) in text
    assert "https://protokoll.kommun.example/kontrollera/" in text
    assert MARKE.fro not in text
    with pdfplumber.open(BytesIO(data)) as document:
        sida = document.pages[-1]
        assert [a["uri"] for a in sida.annots if a["uri"]] == [kontrollank(liten)]


def test_the_picture_is_the_address():
    # The same picture for the same address, another for another.
    assert qr_kod("https://a.example/?kod=1") == qr_kod("https://a.example/?kod=1")
    assert qr_kod("https://a.example/?kod=1") != qr_kod("https://a.example/?kod=2")
    assert qr_kod("x").startswith("data:image/svg+xml;base64,")

"""The protokollsutdrag: the § letter for letter, who was there at it, and what it is taken out of."""

import dataclasses
import re
from datetime import date
from io import BytesIO

import pdfplumber
import pytest

from kommun.fel import DomanFel
from kommun.varden import fran_json
from protokoll.dokumentvarden import Deltagare, Dokument, Narvarogrupp, Narvarorad, Signatur
from protokoll.utdrag import filnamn, kalla, utdrag_pdf, utdraget
from protokoll.utdragsvarden import utdrag_ur
from protokoll.utskrift import protokoll_pdf
from tests.pdfprov import granska_pdf
from tests.protokoll.seed_dokument import SEED
from tests.protokoll.utdragsprov import protokollet

DAG = date(2026, 3, 12)
NARVARO = dataclasses.replace(
    SEED,
    narvarolista=(
        Narvarorad("Asta Alm (A)", "ordförande", tjanstgor="§§ 14–33", anmarkning="frånvarande §§ 34–35"),
        Narvarorad("Bo Bok (B)", "1:e vice ordförande", tjanstgor="§§ 14–35"),
        Narvarorad("Cia Ceder (C)", "", tjanstgor="§§ 14–34", anmarkning="jäv § 35"),
        Narvarorad("Dan Dal (D)", "", anmarkning="frånvarande"),
        Narvarorad(
            "Elsa Ek (A)",
            "ersättare",
            tjanstgor="§§ 34–35",
            tjanstgor_for="Asta Alm (A)",
            anmarkning="närvarande §§ 14–33",
        ),
        Narvarorad("Frej Furu (F)", "ersättare", anmarkning="närvarande"),
    ),
    ersattare_rubrik="Tjänstgörande ersättare",
    ovriga=(
        Narvarogrupp("", (Deltagare("Frej Furu", "F"),), "Ersättare"),
        Narvarogrupp("", (Deltagare("Siv Skrivare", titel="sekreterare"),), "Tjänstepersoner"),
        Narvarogrupp("§§ 14–15", (Deltagare("Eko Nom", titel="ekonom"),), "Tjänstepersoner"),
    ),
    underskrifter=(
        Signatur("Ordförande", "Asta Alm (A)", "§§ 14–33"),
        Signatur("Ordförande", "Bo Bok (B)", "§§ 34–35"),
    ),
)


def vid(*nummer):
    narvaro = utdrag_ur(NARVARO, nummer, dag=DAG).narvaro
    return {rubrik: list(rader) for rubrik, rader in (*narvaro.beslutande, *narvaro.ovriga)}


def test_narvaro_is_told_of_the_paragrafer_alone():
    assert vid(14) == {
        "Ledamöter": ["Asta Alm (A), ordförande", "Bo Bok (B), 1:e vice ordförande", "Cia Ceder (C)"],
        "Ersättare": ["Elsa Ek (A)", "Frej Furu (F)"],
        "Tjänstepersoner": ["Siv Skrivare, sekreterare", "Eko Nom, ekonom"],
    }
    assert vid(35) == {
        "Ledamöter": ["Bo Bok (B), 1:e vice ordförande, ordförande", "Cia Ceder (C), deltar ej p.g.a. jäv"],
        "Tjänstgörande ersättare": ["Elsa Ek (A) tjänstgör för Asta Alm (A)"],
        "Ersättare": ["Frej Furu (F)"],
        "Tjänstepersoner": ["Siv Skrivare, sekreterare"],
    }


def test_what_holds_for_some_of_the_paragrafer_says_which():
    assert vid(14, 35) == {
        "Ledamöter": [
            "Asta Alm (A), ordförande, § 14",
            "Bo Bok (B), 1:e vice ordförande, ordförande § 35",
            "Cia Ceder (C), deltar ej § 35 p.g.a. jäv",
        ],
        "Tjänstgörande ersättare": ["Elsa Ek (A) tjänstgör för Asta Alm (A), § 35"],
        "Ersättare": ["Frej Furu (F)"],
        "Tjänstepersoner": ["Siv Skrivare, sekreterare", "Eko Nom, ekonom, § 14"],
    }


def _text_fran(data: bytes, forsta: str) -> str:
    """The printed lines from the last time these stand, without what stands in the margins of the pages."""
    with pdfplumber.open(BytesIO(data)) as document:
        sidor = [sida.crop((0, 95 if n else 0, sida.width, sida.height - 70)) for n, sida in enumerate(document.pages)]
        text = "\n".join(sida.extract_text() for sida in sidor)
    return text[text.rindex(forsta) :]


@pytest.mark.parametrize("paragraf", SEED.paragrafer, ids=lambda p: p.beteckning)
def test_text_of_the_paragraf_is_that_of_the_protokoll_letter_for_letter(paragraf, seed_pdf):
    utdrag = utdrag_ur(SEED, [paragraf.nummer], dag=DAG, intygas_av="Siv", justerat=True, version=1, sha256="ab" * 32)
    start = f"Dnr {paragraf.dnr}\n{paragraf.rubrik[:20]}"
    # A table that goes on over the page says its header again there.
    huvud = "Inbjudan till Beslut"

    tryckt, _ = _text_fran(utdrag_pdf(utdrag), start).replace(huvud, "", 1).split("\nRätt utdraget intygas")
    tryckt = tryckt.replace(f"\n{huvud}", "")

    assert len(tryckt) > 100
    assert _text_fran(seed_pdf, start).replace(huvud, "").startswith(tryckt)


@pytest.fixture(scope="module")
def seed_pdf():
    return protokoll_pdf(SEED)


def _alla(data):
    with pdfplumber.open(BytesIO(data)) as document:
        return [sida.extract_text() for sida in document.pages]


@pytest.mark.usefixtures("nytryckt")
def test_profiles_reference_and_who_vouches_for_it():
    utdrag = utdrag_ur(
        SEED,
        [14, 34],
        dag=DAG,
        intygas_av="Siv Skrivare",
        justerat=True,
        justeringsdag=date(2020, 3, 4),
        version=2,
        sha256="ab" * 32,
    )
    data = utdrag_pdf(utdrag)
    granska_pdf(data)
    assert utdrag_pdf(utdrag) == data
    sidor = _alla(data)
    for n, sida in enumerate(sidor, start=1):
        assert f"sida {n} ({len(sidor)})" in sida
        assert "Ur version 2 av protokollet. SHA-256:" in sida
        assert "ab" * 32 in sida
        assert "JUSTERAT" not in sida.upper().replace("PROTOKOLLET JUSTERAT 2020-03-04", "")
    assert "Rätt utdraget intygas\n2026-03-12\nSiv Skrivare" in re.sub(r" ?_+", "", sidor[-1])


def test_not_adjusted_is_said_on_every_page():
    sidor = _alla(utdrag_pdf(utdrag_ur(SEED, [34, 35], dag=DAG)))
    assert len(sidor) >= 2
    assert all("EJ JUSTERAT" in sida.upper() for sida in sidor)
    assert "är inte bestyrkt" in sidor[-1]


@pytest.mark.django_db
def test_taken_out_of_the_version_and_not_of_the_rows(organ, sekreterare):
    prov = protokollet(organ, by=sekreterare, lage="fryst", antal=1)
    kallan = kalla(prov.protokoll)
    utdrag = utdraget(kallan, [7], dag=DAG)

    assert (utdrag.version, utdrag.sha256, utdrag.status) == (1, prov.version.sha256, "Ej justerat")
    assert utdrag.paragrafer == fran_json(Dokument, prov.version.innehall).paragrafer
    assert filnamn(prov.protokoll, utdrag) == "utdrag-pn-2026-03-04-7-ej-justerat.pdf"
    with pytest.raises(DomanFel, match="minst en paragraf"):
        utdraget(kallan, [99], dag=DAG)


@pytest.mark.django_db
def test_of_a_draft_it_says_what_the_draft_says_now(organ, sekreterare):
    prov = protokollet(organ, by=sekreterare, lage="utkast", antal=1)
    utdrag = utdraget(kalla(prov.protokoll), [7], dag=DAG)
    assert (utdrag.version, utdrag.status) == (None, "Ej justerat")

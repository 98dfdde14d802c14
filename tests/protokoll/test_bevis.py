"""The page Anslag/bevis as a document of its own."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pdfplumber
import pytest

from protokoll import anslag as akter
from protokoll.bevis import Bevis, bevis_for, bevis_pdf
from tests.pdfprov import granska_pdf
from tests.protokoll.anslagsprov import kl, uppsatt

BEVIS = Bevis(
    kommun="Provkommun",
    organ="Provnämnden",
    kortnamn="PN",
    sammantradesdatum=date(2020, 2, 25),
    paragrafer="§§ 14–35",
    justeringsdag=date(2020, 3, 4),
    uppsatt=date(2020, 3, 5),
    uppsatt_tid=kl(date(2020, 3, 5), 8, 12),
    tas_ned=date(2020, 3, 26),
    sista_overklagandedag=date(2020, 3, 26),
    forvaringsplats="Administrativa avdelningen",
    undertecknare="Siv Skrivare",
    sha256="a" * 64,
)


def text(data: bytes) -> str:
    with pdfplumber.open(BytesIO(data)) as document:
        assert len(document.pages) == 1
        return " ".join(" ".join(sida.extract_text() for sida in document.pages).split())


@pytest.mark.usefixtures("nytryckt")
def test_says_both_days_and_who_answers_and_passes_both_profiles():
    data = bevis_pdf(BEVIS)

    granska_pdf(data)
    sagt = text(data)
    for ord_ in (
        "Protokollet är justerat. Justeringen har tillkännagivits genom anslag",
        "Datum för justering 2020-03-04",
        "Datum då anslaget sätts upp 2020-03-05 kl. 08.12",
        "Datum då anslaget tas ned 2020-03-26",
        "Sista dag att överklaga 2020-03-26",
        "Förvaringsplats för protokollet Administrativa avdelningen",
        "Siv Skrivare",
    ):
        assert ord_ in sagt
    assert "förtid" not in sagt
    assert "uppe till" not in sagt
    uppe = text(bevis_pdf(replace(BEVIS, ar_uppe=True)))
    assert "Anslaget ska vara uppe till och med den 26 mars 2020." in uppe
    efter = text(bevis_pdf(replace(BEVIS, uppe_till=date(2020, 3, 26))))
    assert "har varit uppe hela överklagandetiden, från och med den 5 mars 2020 till och med den 26 mars 2020." in efter
    assert bevis_pdf(BEVIS) == data, "the same bevis gives the same bytes"


def test_taken_down_too_early_it_does_not_prove_that_the_time_ran_out():
    nedtaget = kl(date(2020, 3, 20), 9)
    sagt = text(bevis_pdf(replace(BEVIS, nedtaget=nedtaget, nedtaget_skal="Fel protokoll")))

    assert "Anslaget togs ned den 20 mars 2020 kl. 09.00, innan överklagandetiden hade gått ut." in sagt
    assert "Datum då anslaget togs ned 2020-03-20 kl. 09.00, i förtid" in sagt
    assert "Skäl: Fel protokoll" in sagt


@pytest.mark.django_db
def test_bevis_of_a_second_anslag_names_the_first(organ):
    forst = uppsatt(organ, kl(date(2026, 3, 13)))
    akter.ta_ned(forst, skal="Fel", by=None, nu=kl(date(2026, 3, 16)))
    nytt = akter.satt_upp(forst.protokoll, by=None, nu=kl(date(2026, 3, 17)))
    bevis = bevis_for(nytt, today=date(2026, 4, 7))

    assert (bevis.uppsatt, bevis.tas_ned) == (date(2026, 3, 17), date(2026, 4, 7))
    assert (bevis.foregaende_uppsatt, bevis.foregaende_nedtaget) == (date(2026, 3, 13), kl(date(2026, 3, 16)))
    assert (bevis.nedtaget, bevis.undertecknare, bevis.paragrafer) == (None, "Siv Provsson", "§§ 7–8")
    assert (bevis.uppe_till, bevis_for(nytt, today=date(2026, 4, 8)).uppe_till) == (None, date(2026, 4, 7))
    forst.refresh_from_db()
    assert bevis_for(forst, today=date(2026, 4, 8)).uppe_till is None, "it was not up the whole time"

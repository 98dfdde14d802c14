"""Letters that come as an Outlook file, as a document, or as a mail that only says "see the attachment"."""

import io
import random
import struct
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from kommun.fel import DomanFel
from protokoll.inbjudan.behallare import SkadadBehallare, oppna
from protokoll.inbjudan.brevlasning import PDF, WORD, las
from protokoll.inbjudan.outlook import las_outlook
from tests.protokoll.inbjudan.breven import ICS, TEXT, brevet
from tests.protokoll.inbjudan.msgfiler import behallare, brev

DAG = date(2026, 2, 20)
MSG = "application/vnd.ms-outlook"
SKICKAT = datetime(2026, 2, 12, 23, 14, tzinfo=UTC)
BREVETS_AMNE = "VB: Inbjudan: Budgetdagen den 27 maj"
BREVET = brev(
    amne=BREVETS_AMNE,
    text="Anmälan senast den 10 maj 2026.\r\nPlats: Åmål",
    fran="SKR",
    adress="info@skr.example",
    uid="<abc@skr.example>",
    skickat=SKICKAT,
    bilagor=[("program.pdf", b"%PDF-1.7" + bytes(9000)), ("liten.txt", b"ett par ord")],
)


def _docx(*stycken, rader=()):
    dokument = Document()
    for s in stycken:
        dokument.add_paragraph(s)
    if rader:
        tabell = dokument.add_table(rows=0, cols=2)
        for rad in rader:
            for cell, text in zip(tabell.add_row().cells, rad, strict=True):
                cell.text = text
    ut = io.BytesIO()
    dokument.save(ut)
    return ut.getvalue()


def test_mail_of_outlook_says_the_same_as_the_mail_itself():
    epost = las_outlook(behallare(BREVET))

    assert (epost.amne, epost.fran) == ("VB: Inbjudan: Budgetdagen den 27 maj", "SKR <info@skr.example>")
    assert epost.skickat == date(2026, 2, 13)  # in Sweden
    assert epost.uid == "abc@skr.example"
    assert [(b.namn, len(b.innehall)) for b in epost.bilagor] == [("program.pdf", 9008), ("liten.txt", 11)]

    fakta = las(MSG, behallare(BREVET), dag=DAG)[0].forslag.fakta
    assert (fakta.titel, fakta.platser, fakta.arrangor) == ("Budgetdagen", ("Åmål",), "SKR")
    assert fakta.borjar == date(2026, 5, 27)
    assert (fakta.sista_anmalan, fakta.ankom) == (date(2026, 5, 10), date(2026, 2, 13))


def test_html_mail_of_outlook_is_read_with_its_tables():
    html = "<table><tr><td>När</td><td>5 maj 2026 kl. 9–12</td></tr><tr><td>Plats:</td><td>Åmål</td></tr></table>"

    fakta = las(MSG, behallare(brev(amne="Dagen", html=html)), dag=DAG)[0].forslag.fakta

    assert (fakta.borjar, fakta.platser) == (date(2026, 5, 5), ("Åmål",))


def test_forwarded_in_outlook_is_the_inner_letter():
    inre = brev(amne="Skogsdagen", text="Tid: 5 maj 2026", fran="Länsstyrelsen", huvud=24, bilagor=[("a.ics", ICS)])

    epost = las_outlook(behallare(brev(amne="VB", text="Se nedan", fran="Växeln", inre=inre)))

    assert (epost.amne, epost.fran, epost.text) == ("Skogsdagen", "Länsstyrelsen", "Tid: 5 maj 2026")
    assert epost.kalendrar == (ICS,)


@pytest.mark.parametrize("n", range(0, 3000, 311))
def test_outlook_file_that_is_cut_off_is_said_or_read_as_far_as_it_goes(n):
    with suppress(DomanFel):
        assert las_outlook(behallare(BREVET)[:n]).amne in (BREVETS_AMNE, "")


def test_a_chain_that_bites_its_tail_ends():
    hel = bytearray(behallare(BREVET))
    (fatsektor,) = struct.unpack_from("<I", hel, 76)
    for n in range(40):
        struct.pack_into("<I", hel, (fatsektor + 1) * 512 + 4 * n, n)
    with pytest.raises(DomanFel):
        las_outlook(bytes(hel))


def test_many_names_for_the_same_bytes_are_not_read_over_and_over():
    mapp = oppna(behallare({f"s{n}": bytes(5000) for n in range(3)}))
    for _ in range(6):
        mapp.strom("s0")
    with pytest.raises(SkadadBehallare):
        mapp.strom("s0")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 40))
def test_damaged_outlook_files_never_fail_otherwise(fro, antal):
    slump, hel = random.Random(fro), bytearray(behallare(BREVET))
    for _ in range(antal):
        hel[slump.randrange(8, len(hel))] = slump.choice((0, 1, 0x7F, 0xFE, 0xFF, slump.randrange(256)))
    with suppress(DomanFel):
        assert las(MSG, bytes(hel), dag=DAG)


def test_letter_as_a_document_proposes_what_it_says():
    last = las(WORD, _docx("INBJUDAN", "Skogsdagen 2026", rader=[("När", "5 maj 2026"), ("Plats", "Åmål")]), dag=DAG)[0]

    assert (last.forslag.fakta.titel, last.forslag.fakta.borjar) == ("Skogsdagen 2026", date(2026, 5, 5))
    assert last.forslag.ur["titel"] == "INBJUDAN Skogsdagen 2026"
    assert last.forslag.fakta.platser == ("Åmål",)


@pytest.mark.parametrize(
    ("typ", "innehall"), [(PDF, b"%PDF-1.7 trasig"), ("image/png", b"\x89PNG"), (WORD, b"PK\x03\x04")]
)
def test_what_only_a_person_can_read_is_a_letter_too(typ, innehall):
    (last,) = las(typ, innehall, dag=DAG)

    assert last.forslag.ur == {}
    assert "Öppna den själv och fyll i fälten" in last.forslag.anmarkningar[0]
    assert last.uid == las(typ, innehall, dag=DAG)[0].uid


def test_where_the_mail_says_nothing_its_attachment_does():
    bilaga = _docx("Välkommen till Skogsdagen", "Tid: 5 maj 2026", "Plats: Åmål")
    epost = bytes(brevet("Se bifogad inbjudan.", amne="Inbjudan Skogsdagen", inbjudan_docx=bilaga))

    (last,) = las("message/rfc822", epost, dag=DAG)

    assert last.forslag.fakta.borjar == date(2026, 5, 5)
    assert last.forslag.ur["borjar"] == "inbjudan.docx: Tid: 5 maj 2026"
    assert last.forslag.ur["titel"].startswith("Ämne:")
    assert "Välkommen till Skogsdagen" in last.text


@pytest.mark.parametrize("kodning", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_file_is_read_in_the_letters_it_was_saved_in(kodning):
    (last,) = las("text/plain; charset=utf-8", TEXT.encode(kodning), dag=DAG)

    assert last.forslag.fakta.titel == "Globala målen för hållbar utveckling"
    assert last.forslag.fakta.arrangor == "Landshövdingen"

"""Signatures: what they are worth by pyHanko, by poppler and by the profiles, and that a changed file is seen."""

import shutil
import subprocess

import page
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommun.varden import fran_json, som_json
from protokoll.signering import Kontroll, kontrollera
from protokoll.signering.certifikat import PROV, stampeln
from protokoll.signering.fel import StampelFel
from protokoll.signering.pades import signera
from protokoll.signering.textjamforelse import jamfor
from protokoll.utskrift import protokoll_pdf
from tests.protokoll.seed_dokument import SEED
from tests.protokoll.signeringsprov import (
    LOSENORD,
    liten_pdf,
    med_annan_text,
    med_en_sida_till,
    person,
    roten,
    tidsstampeltjanst,
    undertecknad,
)

FRYST = liten_pdf("Protokoll § 7 Taxa", "Nämnden beslutar att anta taxan.")


@pytest.fixture
def kand(settings, tmp_path):
    """We know the issuer of the invented certificates."""
    (tmp_path / "rot.pem").write_bytes(roten().pem)
    settings.BETRODDA = str(tmp_path)


@pytest.fixture
def egen_stampel(settings, tmp_path):
    (tmp_path / "stampel.p12").write_bytes(person("Provkommun").p12(LOSENORD, roten()))
    settings.STAMPEL, settings.STAMPEL_LOSENORD = str(tmp_path / "stampel.p12"), LOSENORD
    return tmp_path / "stampel.p12"


def stamplad(pdf: bytes) -> bytes:
    return signera(pdf, stampeln()[0], falt="Stampel", lasbart="Kommunens stämpel", skal="Protokollet är justerat")


def felen(pdf: bytes, profil: str) -> list[str]:
    return [f.rule_id for f in page.validate_pdf_bytes(pdf, profile=profil).failures]


def pdfsig(pdf: bytes, tmp_path) -> str:
    if not shutil.which("pdfsig"):
        pytest.skip("pdfsig (poppler-utils) finns inte på den här maskinen")
    (tmp_path / "p.pdf").write_bytes(pdf)
    return subprocess.run(["pdfsig", tmp_path / "p.pdf"], capture_output=True, text=True, check=False).stdout


# The seal on a real protokoll


@pytest.fixture(scope="module")
def seed_pdf() -> bytes:
    return protokoll_pdf(SEED)


def test_sealed_protokoll_keeps_both_profiles_and_begins_with_what_was_frozen(seed_pdf, egen_stampel, tmp_path):
    pdf = stamplad(seed_pdf)

    assert pdf.startswith(seed_pdf)
    assert felen(pdf, "2a") == []
    assert felen(pdf, "ua1") == []
    kontroll = kontrollera(pdf, seed_pdf)
    assert kontroll.giltig
    assert kontroll.mening == "Signaturen av Provkommun är giltig."
    poppler = pdfsig(pdf, tmp_path)
    assert "Signature is Valid" in poppler
    assert "Total document signed" in poppler
    assert "ETSI.CAdES.detached" in poppler


def test_two_signatures_are_both_whole_with_the_one_known_complaint(seed_pdf, kand, tmp_path):
    pdf = undertecknad(undertecknad(seed_pdf), "Bo Provberg", "Ordforande")

    kontroll = kontrollera(pdf, seed_pdf)
    assert kontroll.giltig
    assert [(s.namn, s.hela_filen) for s in kontroll.signaturer] == [("Siv Provsson", False), ("Bo Provberg", True)]
    assert kontroll.namn == "Siv Provsson, Bo Provberg"
    # Of the first signature the checker wants that it covers the whole file; of an earlier revision it cannot.
    assert set(felen(pdf, "2a")) == {"PDFA2A-SIGNATURE-BYTERANGE-001"}
    assert felen(pdf, "ua1") == []
    assert pdfsig(pdf, tmp_path).count("Signature is Valid") == 2


# What is seen of a file that was changed


@pytest.mark.parametrize("plats", [200, -40], ids=["in what was frozen", "in what was added"])
def test_one_changed_byte_is_seen(kand, tmp_path, plats):
    pdf = bytearray(undertecknad(FRYST))
    pdf[plats] ^= 1

    kontroll = kontrollera(bytes(pdf), FRYST)
    assert not kontroll.hel
    assert not kontroll.giltig
    if not kontroll.fel:
        assert "är bruten: filen har ändrats" in kontroll.mening
        assert "Signature is Valid" not in pdfsig(bytes(pdf), tmp_path)


@pytest.mark.parametrize("andra", [med_en_sida_till, lambda pdf: med_annan_text(pdf, "Nämnden avslår.")])
def test_what_is_added_after_the_signature_is_seen(kand, andra):
    pdf = andra(undertecknad(FRYST))

    kontroll = kontrollera(pdf, FRYST)
    assert kontroll.borjar_med_fryst
    assert not kontroll.hel
    assert "har ändrats efter signaturen av Siv Provsson" in kontroll.mening


@pytest.mark.parametrize("andra", [med_en_sida_till, lambda pdf: med_annan_text(pdf, "Nämnden avslår.")])
def test_what_is_added_before_the_signature_is_seen(kand, andra):
    """The file begins with the frozen bytes and its signature is whole, and yet it shows something else."""
    pdf = undertecknad(andra(FRYST))

    kontroll = kontrollera(pdf, FRYST)
    assert (kontroll.borjar_med_fryst, kontroll.hel) == (True, True)
    assert kontroll.ar_det_frysta is False
    assert not kontroll.giltig
    assert "lades till i protokollet innan det undertecknades" in kontroll.mening


def test_another_file_is_not_the_frozen_one(kand):
    kontroll = kontrollera(undertecknad(liten_pdf("Ett annat protokoll")), FRYST)

    assert kontroll.hel
    assert kontroll.borjar_med_fryst is False
    assert "inte den som frystes" in kontroll.mening


def test_unknown_issuer_is_never_called_valid():
    kontroll = kontrollera(undertecknad(FRYST), FRYST)

    assert kontroll.hel
    assert not kontroll.giltig
    assert kontroll.mening == "Signaturen av Siv Provsson är hel, utfärdaren är inte känd."


@pytest.mark.parametrize(
    ("pdf", "mening"),
    [
        (b"Hej", "ingen PDF"),
        (b"%PDF-1.7 skrap", "skadad"),
        (undertecknad(FRYST)[:-400], "skadad"),
        (FRYST, "ingen elektronisk underskrift"),
    ],
    ids=["text", "rubbish", "cut off", "unsigned"],
)
def test_what_cannot_be_checked_says_so(pdf, mening):
    kontroll = kontrollera(pdf, FRYST)

    assert not kontroll.hel
    assert mening in kontroll.mening


def test_kontroll_goes_to_json_and_back(kand):
    kontroll = kontrollera(undertecknad(FRYST), FRYST)
    assert fran_json(Kontroll, som_json(kontroll)) == kontroll


# Time stamps


def test_time_stamp_of_a_service_on_loopback(settings, kand):
    with tidsstampeltjanst() as settings.TSA:
        pdf = undertecknad(FRYST)

    [signatur] = kontrollera(pdf, FRYST).signaturer
    assert (signatur.hel, signatur.betrodd, signatur.tidsstamplad) == (True, True, True)
    assert "undertecknarens klocka" not in signatur.nar


def test_without_the_service_nothing_is_signed(settings):
    with tidsstampeltjanst(status=500) as settings.TSA, pytest.raises(StampelFel, match="Tidsstämplingstjänsten"):
        undertecknad(FRYST)
    with pytest.raises(StampelFel, match="Tidsstämplingstjänsten"):
        undertecknad(FRYST)  # nobody listens there any more


# The certificate


def test_production_without_a_certificate_says_what_to_set(settings):
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(StampelFel, match="Sätt FULLGJORT_STAMPEL till en PKCS#12-fil"):
        stampeln()


def test_the_demo_has_a_seal_that_says_that_it_proves_nothing():
    signer, prov = stampeln()
    assert prov
    kontroll = kontrollera(signera(FRYST, signer, falt="Stampel", lasbart="Stämpel", skal="Prov"), FRYST)
    assert kontroll.prov
    assert not kontroll.giltig
    assert kontroll.signaturer[0].namn == PROV
    assert kontroll.mening == "Provstämpeln är hel, men den bevisar ingenting."


def test_what_is_wrong_with_the_certificate_is_said(settings, tmp_path, egen_stampel):
    assert stampeln()[1] is False
    settings.STAMPEL_LOSENORD = "fel"
    with pytest.raises(StampelFel, match="FULLGJORT_STAMPEL_LOSENORD"):
        stampeln()
    settings.STAMPEL_LOSENORD = LOSENORD
    egen_stampel.write_bytes(person("Gammalkommun", dagar=-1).p12())
    with pytest.raises(StampelFel, match="gick ut"):
        stampeln()
    settings.STAMPEL = str(tmp_path / "finns inte.p12")
    with pytest.raises(StampelFel, match="går inte att läsa"):
        stampeln()


# A file built anew, against the frozen one

FORSTA, ANDRA = ["Protokoll", "nämnden", "§", "7", "Taxa"], ["Nämnden", "beslutar", "att", "anta", "taxan"]


@pytest.mark.parametrize(
    ("fil", "sida", "tillagt", "sidor"),
    [
        ([FORSTA, ANDRA], None, (), 0),
        ([[*FORSTA, "Transaktion", "123"], [*ANDRA, "Transaktion", "123"]], None, ("Transaktion 123",), 0),
        ([["Omslag"], FORSTA, ANDRA, ["Signaturblad"]], None, (), 2),
        ([FORSTA, [*ANDRA[:2], "inte", *ANDRA[2:]]], None, ("inte",), 0),
        ([FORSTA, ["Nämnden", "beslutar", "att", "avslå", "taxan"]], 2, (), 0),
        ([FORSTA], 2, (), 0),
    ],
    ids=["same", "stamped", "pages added", "word added", "word changed", "page lost"],
)
def test_jamfor(fil, sida, tillagt, sidor):
    jamforelse = jamfor([FORSTA, ANDRA], fil)

    assert not jamforelse.annan
    assert (jamforelse.sida, jamforelse.tillagt, jamforelse.tillagda_sidor) == (sida, tillagt, sidor)


def test_jamfor_with_another_document():
    assert jamfor([FORSTA, ANDRA], [["Helt", "annat"], ["och", "mer"]]).annan
    assert jamfor([FORSTA], []).annan


ORD = st.lists(st.sampled_from(["att", "anta", "avslå", "nämnden", "taxan", "ska", "inte"]), min_size=1, max_size=8)


@given(st.lists(ORD, min_size=1, max_size=4), st.data())
def test_jamfor_sees_every_word_that_is_lost(sidor, data):
    assert jamfor(sidor, sidor).sida is None
    n = data.draw(st.integers(0, len(sidor) - 1))
    m = data.draw(st.integers(0, len(sidor[n]) - 1))
    utan = [[*s[:m], *s[m + 1 :]] if i == n else s for i, s in enumerate(sidor)]
    resultat = jamfor(sidor, utan)
    assert resultat.annan or resultat.sida == n + 1

"""For tests of signatures: small PDFs, certificates of an invented authority, and a time-stamp service on loopback."""

import io
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper

from protokoll.signering.pades import signera

LOSENORD = "provlösen"


def liten_pdf(*sidor: str) -> bytes:
    """A PDF of lines of text, one page each."""
    skrivare = PdfFileWriter(stream_xrefs=False)
    for text in sidor or ("Protokoll § 7 Taxa Nämnden beslutar att anta taxan.",):
        skrivare.insert_page(sida(skrivare, text))
    ut = io.BytesIO()
    skrivare.write(ut)
    return ut.getvalue()


def _rader(text: str) -> generic.StreamObject:
    return generic.StreamObject(stream_data=f"BT /F1 12 Tf 50 750 Td ({text}) Tj ET".encode("latin-1"))


def sida(skrivare, text: str) -> PageObject:
    font = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Font"),
            pdf_name("/Subtype"): pdf_name("/Type1"),
            pdf_name("/BaseFont"): pdf_name("/Helvetica"),
            pdf_name("/Encoding"): pdf_name("/WinAnsiEncoding"),
        }
    )
    resurser = generic.DictionaryObject(
        {pdf_name("/Font"): generic.DictionaryObject({pdf_name("/F1"): skrivare.add_object(font)})}
    )
    return PageObject(
        contents=skrivare.add_object(_rader(text)),
        media_box=generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
        resources=resurser,
    )


def med_en_sida_till(pdf: bytes, text: str = "Bilaga") -> bytes:
    """A later part put after the file, with one page more."""
    skrivare = IncrementalPdfFileWriter(io.BytesIO(pdf))
    skrivare.insert_page(sida(skrivare, text))
    ut = io.BytesIO()
    skrivare.write(ut)
    return ut.getvalue()


def med_annan_text(pdf: bytes, text: str) -> bytes:
    """A later part put after the file, with other words on its first page."""
    skrivare = IncrementalPdfFileWriter(io.BytesIO(pdf))
    ref, _ = skrivare.find_page_for_modification(0)
    sidan = ref.get_object()
    sidan["/Contents"] = skrivare.add_object(_rader(text))
    skrivare.update_container(sidan)
    ut = io.BytesIO()
    skrivare.write(ut)
    return ut.getvalue()


@dataclass(frozen=True)
class Prov:
    nyckel: rsa.RSAPrivateKey
    certifikat: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certifikat.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certifikat.public_bytes(Encoding.PEM)

    def p12(self, losenord: str = LOSENORD, *fler: "Prov") -> bytes:
        skydd = BestAvailableEncryption(losenord.encode()) if losenord else NoEncryption()
        kedja = [p.certifikat for p in fler] or None
        return pkcs12.serialize_key_and_certificates(b"prov", self.nyckel, self.certifikat, kedja, skydd)

    @property
    def signer(self) -> SimpleSigner:
        return SimpleSigner.load_pkcs12_data(self.p12("", roten()), other_certs=[], passphrase=None)


def _namn(namn: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, namn)])


def _bygg(namn: str, utgivare: Prov | None, *, dagar: int = 3650, ca=False, tsa=False) -> Prov:
    nyckel = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    nu = datetime.now(UTC)
    bygge = (
        x509.CertificateBuilder()
        .subject_name(_namn(namn))
        .issuer_name(utgivare.certifikat.subject if utgivare else _namn(namn))
        .public_key(nyckel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - timedelta(days=3650))
        .not_valid_after(nu + timedelta(days=dagar))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False), critical=True)
    )
    if tsa:
        bygge = bygge.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Prov(nyckel, bygge.sign(utgivare.nyckel if utgivare else nyckel, hashes.SHA256()))


@cache
def roten() -> Prov:
    return _bygg("Provmyndighetens rot", None, ca=True)


@cache
def person(namn: str, *, dagar: int = 3650) -> Prov:
    return _bygg(namn, roten(), dagar=dagar)


@cache
def tidsstampelns() -> Prov:
    return _bygg("Provmyndighetens klocka", roten(), tsa=True)


def undertecknad(pdf: bytes, namn: str = "Siv Provsson", falt: str = "Justerare") -> bytes:
    """As another service would sign it."""
    return signera(pdf, person(namn).signer, falt=falt, lasbart=f"Underskrift {namn}", skal="Justering av protokoll")


@contextmanager
def tidsstampeltjanst(status: int = 200):
    """A time-stamp service (RFC 3161) on loopback; gives its address."""
    prov = tidsstampelns()
    signer = prov.signer
    stampel = DummyTimeStamper(signer.signing_cert, signer.signing_key, certs_to_embed=signer.cert_registry)

    class Svar(BaseHTTPRequestHandler):
        def do_POST(self):
            fraga = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            svar = stampel.request_tsa_response(fraga).dump() if status == 200 else b""
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(svar)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Svar) as server:
        trad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        trad.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            trad.join()

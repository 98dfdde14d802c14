"""The municipality's seal: its certificate and key, and whom we trust. Settings in, pyHanko's objects out."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.signers import SimpleSigner

from kommun.kalender import dag_i_ord
from protokoll.signering.fel import StampelFel
from protokoll.signering.installningar import provstampel_galler

# The name on a certificate that proves nothing: whoever reads the signature is told.
PROV = "PROVSTÄMPEL – bevisar ingenting"


def stampeln() -> tuple[SimpleSigner, bool]:
    """The seal, and whether it is the test seal of the demo."""
    if settings.STAMPEL:
        return _ur_fil(settings.STAMPEL, settings.STAMPEL_LOSENORD), False
    if provstampel_galler():
        return _signer(provstampel(), b""), True
    raise StampelFel(
        "Kommunens stämpel saknas. Sätt FULLGJORT_STAMPEL till en PKCS#12-fil (.p12 eller .pfx) med certifikat och "
        "nyckel, och FULLGJORT_STAMPEL_LOSENORD till filens lösenord."
    )


def _ur_fil(namn: str, losenord: str) -> SimpleSigner:
    try:
        data = Path(namn).read_bytes()
    except OSError:
        raise StampelFel(
            "Filen med kommunens stämpel går inte att läsa. Kontrollera FULLGJORT_STAMPEL och filens rättigheter."
        ) from None
    try:
        nyckel, certifikat, _ = pkcs12.load_key_and_certificates(data, losenord.encode() or None)
    except ValueError:
        raise StampelFel(
            "Filen med kommunens stämpel går inte att öppna. Kontrollera FULLGJORT_STAMPEL_LOSENORD och att filen är "
            "av slaget PKCS#12."
        ) from None
    if nyckel is None or certifikat is None:
        raise StampelFel("Filen med kommunens stämpel saknar certifikat eller nyckel. Exportera den på nytt med båda.")
    if certifikat.not_valid_after_utc < timezone.now():
        raise StampelFel(
            f"Certifikatet för kommunens stämpel gick ut {_dagen(certifikat.not_valid_after_utc)}. "
            "Skaffa ett nytt och sätt FULLGJORT_STAMPEL."
        )
    if certifikat.not_valid_before_utc > timezone.now():
        raise StampelFel(
            f"Certifikatet för kommunens stämpel börjar gälla {_dagen(certifikat.not_valid_before_utc)}. "
            "Stämpla då, eller sätt FULLGJORT_STAMPEL till ett som redan gäller."
        )
    return _signer(data, losenord.encode())


def _dagen(tid: datetime) -> str:
    return dag_i_ord(timezone.localdate(tid), veckodag=False)


def _signer(data: bytes, losenord: bytes) -> SimpleSigner:
    signer = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=losenord or None)
    if signer is None:
        raise StampelFel("Certifikatet för kommunens stämpel har en nyckel av ett slag som inte kan användas.")
    return signer


@lru_cache(maxsize=1)
def provstampel() -> bytes:
    """A certificate of this process, made anew each time it starts, so that nobody takes it for more than it is."""
    nyckel = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    namn = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, PROV)])
    nu = datetime.now(UTC)
    certifikat = (
        x509.CertificateBuilder()
        .subject_name(namn)
        .issuer_name(namn)
        .public_key(nyckel.public_key())
        .serial_number(x509.random_serial_number())
        # Back in time too: a demo, and a test, may live on another day than the clock of the machine.
        .not_valid_before(nu - timedelta(days=3650))
        .not_valid_after(nu + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                True, True, False, False, False, False, False, False, False
            ),  # digital signature, and for good
            critical=True,
        )
        .sign(nyckel, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(None, nyckel, certifikat, None, serialization.NoEncryption())


def betrodda() -> list[asn1.Certificate]:
    """The issuers we know: FULLGJORT_BETRODDA, and the municipality's own seal."""
    rotter = []
    if settings.BETRODDA:
        filer = Path(settings.BETRODDA)
        if filer.is_dir():
            filer = sorted(p for p in filer.iterdir() if p.suffix in (".pem", ".crt", ".cer", ".der"))
        try:
            rotter += load_certs_from_pemder([str(p) for p in (filer if isinstance(filer, list) else [filer])])
        except (OSError, ValueError):
            raise StampelFel(
                "Certifikaten i FULLGJORT_BETRODDA går inte att läsa. De ska vara filer av slaget PEM eller DER."
            ) from None
    if settings.STAMPEL:
        try:
            signer, _ = stampeln()
        except StampelFel:
            return rotter
        rotter.append(signer.signing_cert)
    return rotter

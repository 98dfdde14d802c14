"""Signing by a remote service that makes a certificate for each signature: two steps with a person in between.

Only the attributes that are signed (DER-encoded CMS SignedAttrs, RFC 5652) leave us, never the PDF; back come the
signature, the chain of certificates, and the attributes as the service signed them, which may have got more of them on
the way (ETSI EN 319 122 asks for the certificate among them). This is what a signing service by the Swedish DSS
profile, and most others, have in common; who asks the person to sign, and where, is each service's own.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from asn1crypto import cms, x509
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.signers import ExternalSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument
from pyhanko_certvalidator.registry import SimpleCertificateStore

from protokoll.signering.certifikat import StampelFel
from protokoll.signering.pades import signerare, skrivaren
from protokoll.signering.trad import i_egen_trad

# Of DER, so half of it in hexadecimal: a chain of three certificates and a time stamp find room.
_PLATS = 32 * 1024


@dataclass(frozen=True)
class Paborjad:
    """A PDF with an empty place for the signature. Plain values, so that it can be kept while the person signs."""

    pdf: bytes
    hash: bytes
    fran: int
    till: int
    # What goes to the service.
    attribut: bytes


@dataclass(frozen=True)
class Svar:
    """What comes back: the attributes as signed, the raw signature, and the certificates, the signer's first (DER)."""

    attribut: bytes
    signatur: bytes
    certifikat: Sequence[bytes]


class Underskriftstjanst(Protocol):
    """A remote service as it looks from here."""

    def underteckna(self, attribut: bytes, *, namn: str, meddelande: str) -> Svar:
        """Have `namn` sign, with `meddelande` shown to the person. Raises StampelFel when nobody signed."""


def borja(pdf: bytes, *, falt: str, lasbart: str, skal: str) -> Paborjad:
    async def gor() -> Paborjad:
        med = signerare(_utan_nyckel(None), falt=falt, lasbart=lasbart, skal=skal)
        forberedd, _, ut = await med.async_digest_doc_for_signing(skrivaren(pdf), bytes_reserved=_PLATS)
        attribut = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "data"),
                simple_cms_attribute("message_digest", forberedd.document_digest),
            ]
        )
        return Paborjad(
            pdf=ut.getvalue(),
            hash=forberedd.document_digest,
            fran=forberedd.reserved_region_start,
            till=forberedd.reserved_region_end,
            attribut=attribut.dump(),
        )

    return i_egen_trad(gor)


def avsluta(paborjad: Paborjad, svar: Svar) -> bytes:
    """The signed PDF. Raises StampelFel when what came back is not about this file."""

    async def gor() -> bytes:
        attribut = cms.CMSAttributes.load(svar.attribut)
        if _hashen(attribut) != paborjad.hash:
            raise StampelFel("Underskriftstjänsten svarade med en underskrift av något annat. Inget sparades.")
        kedja = [x509.Certificate.load(c) for c in svar.certifikat]
        signer = _utan_nyckel(kedja, svar.signatur)
        innehall = await signer.async_sign_prescribed_attributes("sha256", attribut)
        ut = io.BytesIO(paborjad.pdf)
        forberedd = PreparedByteRangeDigest(
            document_digest=paborjad.hash, reserved_region_start=paborjad.fran, reserved_region_end=paborjad.till
        )
        await PdfTBSDocument.async_finish_signing(ut, forberedd, innehall)
        return ut.getvalue()

    return i_egen_trad(gor)


def _utan_nyckel(kedja: Sequence[x509.Certificate] | None, signatur: bytes | None = None) -> ExternalSigner:
    register = SimpleCertificateStore()
    register.register_multiple((kedja or ())[1:])
    return ExternalSigner(kedja[0] if kedja else None, register, signature_value=signatur or 512)


def _hashen(attribut: cms.CMSAttributes) -> bytes | None:
    return next((a["values"][0].native for a in attribut if a["type"].native == "message_digest"), None)

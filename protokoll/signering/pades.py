"""A PAdES signature put into a PDF so that PDF/A-2a and PDF/UA-1 survive it."""

import io

from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from protokoll.signering.fel import StampelFel
from protokoll.signering.tidsstampel import Tidsstamplare
from protokoll.signering.trad import i_egen_trad


class OrordXmp(IncrementalPdfFileWriter):
    """Leaves the metadata as they were written: pyHanko would write them anew and lose the claim of PDF/A.

    Overrides a private method, so pyHanko is pinned and a test validates the result.
    """

    def _update_meta(self):
        pass


def skrivaren(pdf: bytes) -> OrordXmp:
    return OrordXmp(io.BytesIO(pdf))


def signerare(signer: Signer, *, falt: str, lasbart: str, skal: str, plats: str = "", tsa: str = "") -> PdfSigner:
    """What is signed with and what the signature says. The field has no place on any page: nothing printed changes."""
    return PdfSigner(
        PdfSignatureMetadata(
            field_name=falt,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=skal,
            location=plats or None,
        ),
        signer=signer,
        timestamper=Tidsstamplare(tsa) if tsa else None,
        new_field_spec=SigFieldSpec(
            falt, readable_field_name=lasbart, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True)
        ),
    )


def signera(pdf: bytes, signer: Signer, *, falt: str, lasbart: str, skal: str, plats: str = "") -> bytes:
    """The PDF with one more signature; it begins with the bytes it was given. B-T when FULLGJORT_TSA is set."""

    def gor() -> bytes:
        med = signerare(signer, falt=falt, lasbart=lasbart, skal=skal, plats=plats, tsa=settings.TSA)
        ut = io.BytesIO()
        med.sign_pdf(skrivaren(pdf), output=ut)
        return ut.getvalue()

    try:
        return i_egen_trad(gor)
    except TimestampRequestError as fel:
        raise StampelFel(
            "Tidsstämplingstjänsten svarar inte som den ska. Försök igen om en stund, eller kontrollera FULLGJORT_TSA."
        ) from fel
    except (SigningError, PdfError) as fel:
        raise StampelFel("Stämpeln kunde inte sättas i PDF-filen.") from fel

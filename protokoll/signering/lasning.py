"""The signatures of a PDF as pyHanko reads them."""

import io
import logging

from asn1crypto import x509
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from protokoll.signering.certifikat import PROV, betrodda
from protokoll.signering.kontroll import LOSENORD, SKADAD, Kontroll, Signatur
from protokoll.signering.tillagg import har_tillagg
from protokoll.signering.trad import i_egen_trad

log = logging.getLogger(__name__)
# pyHanko tells of every doubtful certificate with a traceback; what it means is said by the sentences of Kontroll.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

# A seal is often made for signing data, not for a person's signature; both will do.
_NYCKELN_FAR = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
_UNDERHALL = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)


def las(pdf: bytes, fryst: bytes | None) -> Kontroll:
    rotter = betrodda()
    borjar = None if fryst is None else pdf.startswith(fryst)
    try:
        signaturer, tillagg = i_egen_trad(lambda: _las(pdf, rotter, fryst if borjar else None))
    except _Last:
        return Kontroll(fel=LOSENORD, borjar_med_fryst=borjar)
    except Exception:  # a broken file makes pyHanko raise anything
        log.info("A PDF could not be checked", exc_info=True)
        return Kontroll(fel=SKADAD, borjar_med_fryst=borjar)
    return Kontroll(signaturer=signaturer, borjar_med_fryst=borjar, tillagg=tillagg)


class _Last(Exception):
    """Encrypted."""


def _las(pdf: bytes, rotter: list[x509.Certificate], fryst: bytes | None) -> tuple[tuple[Signatur, ...], bool]:
    lasare = PdfFileReader(io.BytesIO(pdf))
    if lasare.encrypted:
        raise _Last
    signaturer = tuple(_signatur(s, rotter) for s in lasare.embedded_regular_signatures)
    return signaturer, bool(fryst) and har_tillagg(lasare, fryst)


def _signatur(inbaddad, rotter: list[x509.Certificate]) -> Signatur:
    certifikat = inbaddad.signer_cert
    uppgiven = inbaddad.self_reported_timestamp
    nu = timezone.now()
    # A certificate runs out in a few years and the protokoll is kept for ever: it is judged as of the signing.
    da = min(uppgiven, nu) if uppgiven and timezone.is_aware(uppgiven) else nu
    status = validate_pdf_signature(
        inbaddad,
        ValidationContext(trust_roots=rotter, allow_fetching=False, moment=da, best_signature_time=da),
        key_usage_settings=_NYCKELN_FAR,
    )
    stampel = status.timestamp_validity
    tidsstamplad = bool(stampel and stampel.valid and stampel.intact)
    namn = _namn(certifikat.subject)
    return Signatur(
        namn=namn,
        utfardare=_namn(certifikat.issuer),
        skal=str(inbaddad.sig_object.get("/Reason", ""))[:300],
        tid=stampel.timestamp if tidsstamplad else da if uppgiven else None,
        tidsstamplad=tidsstamplad,
        hel=bool(status.intact and status.valid),
        andrad_efter=status.docmdp_ok is False or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION,
        hela_filen=status.coverage == SignatureCoverageLevel.ENTIRE_FILE or status.modification_level in _UNDERHALL,
        betrodd=bool(status.trusted) and namn != PROV,
        prov=namn == PROV,
    )


def _namn(subjekt: x509.Name) -> str:
    """The name of a person or an organisation, as short as it may be."""
    delar = subjekt.native
    namn = delar.get("common_name") or delar.get("organization_name") or subjekt.human_friendly
    return " ".join(str(namn).split())[:200]

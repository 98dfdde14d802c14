"""Which bytes of a justerat protokoll the public gets."""

import re

from protokoll.models import Protokollsversion, Publicering
from protokoll.personnummer import personnummer_i

_SIGNATUR = re.compile(rb"/Contents\s*<([0-9A-Fa-f]{64,})>")
# Ten or twelve figures in a certificate; not the beginning of a time (…Z).
_SIFFROR = re.compile(rb"(?=((?:18|19|20)\d{10})(?!\d\dZ))")


def certifikat_med_personnummer(pdf: bytes) -> bool:
    """An e-legitimation writes its owner's personnummer in the signature. Pure."""
    for m in _SIGNATUR.finditer(pdf):
        der = bytes.fromhex(m[1].decode()[: len(m[1]) // 2 * 2])
        if any(any(personnummer_i(s[1].decode())) for s in _SIFFROR.finditer(der)):
            return True
    return False


def undertecknad_pdf(version: Protokollsversion) -> tuple[bytes, str] | None:
    """The signed file of a version and its fingerprint, where it may be given to anybody: it is the frozen bytes with
    signatures added, and no signature tells a personnummer. A file that another service has made anew is not known to
    say the same, and a scanned page says nothing to a screen reader."""
    fryst = bytes(version.pdf)
    for u in sorted(_undertecknandena(version), key=lambda u: (u.tid, u.pk), reverse=True):
        data = bytes(u.bilaga.innehall)
        if len(data) > len(fryst) and data.startswith(fryst) and not certifikat_med_personnummer(data):
            return data, u.bilaga.sha256
    return None


def _undertecknandena(version: Protokollsversion):
    """With their files, read now or beforehand."""
    if "undertecknandena" in getattr(version, "_prefetched_objects_cache", {}):
        return version.undertecknandena.all()
    return version.undertecknandena.select_related("bilaga")


def publik_pdf(publicering: Publicering) -> tuple[bytes, str]:
    """The web version where something is withheld; else the signed file, or the frozen one until it is signed."""
    if publicering.bilaga:
        return bytes(publicering.bilaga.innehall), publicering.bilaga.sha256
    version = publicering.protokollsversion
    return undertecknad_pdf(version) or (bytes(version.pdf), version.sha256)

"""The code on the last page of a protokoll: which document the paper says that it is. Pure.

A PDF cannot hold its own fingerprint, so the code is one of the content (Dokument): another word gives another code,
the same content the same. The content holds a secret (Kontrollmarke.fro), so that nobody can try out what a masked
passage might have said until a code fits. The paper leads to the page that knows the codes; that the words on it are
the document's own is for the reader to see there.
"""

import json
import re
from base64 import b32encode, b64encode
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from urllib.parse import urlencode

import segno

from kommun.varden import som_json
from protokoll.dokumentvarden import Dokument

# Base 32 with letters and figures that are not mistaken for each other: no I, L, O, U.
_TECKEN = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_FORVAXLADE = str.maketrans("OIL", "011")
_LANGD = 16


def kontrollkod(dokument: Dokument) -> str:
    """ "7KQ2-M9TR-…": 80 bits in groups of four; empty for what has no such page."""
    if dokument.kontroll is None:
        return ""
    kanoniskt = json.dumps(som_json(dokument), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    tecken = b32encode(sha256(kanoniskt.encode()).digest()[:10]).translate(_TECKEN).decode()
    return _i_grupper(tecken)


def kontrollank(dokument: Dokument) -> str:
    return f"{dokument.kontroll.adress}?{urlencode({'kod': kontrollkod(dokument)})}"


def last_kod(text: str) -> str:
    """The code as somebody typed it from the paper, as it is stored; empty for what is none."""
    tecken = re.sub(r"[\s‐‑–—-]", "", text).upper().translate(_FORVAXLADE)
    return _i_grupper(tecken) if re.fullmatch(rf"[0-9A-HJKMNP-TV-Z]{{{_LANGD}}}", tecken) else ""


def _i_grupper(tecken: str) -> str:
    return "-".join(tecken[i : i + 4] for i in range(0, len(tecken), 4))


@lru_cache(maxsize=32)
def qr_kod(text: str) -> str:
    """A QR code as the data: address of an SVG, with the white margin that readers need."""
    ut = BytesIO()
    segno.make(text, error="m", micro=False).save(
        ut, kind="svg", border=4, xmldecl=False, svgclass=None, lineclass=None, nl=False
    )
    return "data:image/svg+xml;base64," + b64encode(ut.getvalue()).decode()

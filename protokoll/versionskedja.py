"""The chain of the versions of a protokoll: each link holds the one before it. Pure."""

import json
from hashlib import sha256


def kedjan(fore: str, pdf_sha256: str, innehall) -> str:
    """The link of a version: hexadecimal SHA-256 of the link before it, its PDF's and its content's fingerprints."""
    kanoniskt = json.dumps(innehall, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return sha256(f"{fore}|{pdf_sha256}|{sha256(kanoniskt).hexdigest()}".encode()).hexdigest()

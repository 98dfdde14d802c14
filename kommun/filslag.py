"""The kinds of files that are taken and kept, and how one is known. Pure."""

from dataclasses import dataclass
from pathlib import PurePath

# Suffix → content type, and how such a file begins. What is not here is not taken: nothing that a browser runs.
_OFFICE = (b"PK\x03\x04",)
FILSLAG = {
    ".pdf": ("application/pdf", (b"%PDF",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _OFFICE),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _OFFICE),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", _OFFICE),
    ".odt": ("application/vnd.oasis.opendocument.text", _OFFICE),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", _OFFICE),
    ".odp": ("application/vnd.oasis.opendocument.presentation", _OFFICE),
    ".png": ("image/png", (b"\x89PNG",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".txt": ("text/plain; charset=utf-8", ()),
}
FILSLAG_I_ORD = "PDF, Word, Excel, PowerPoint, OpenDocument, bilder (png, jpg) och text"


@dataclass(frozen=True, slots=True)
class Fil:
    namn: str
    typ: str
    innehall: bytes


def slaget(namn: str, innehall: bytes) -> str | None:
    """The content type of a file that came inside another; None for what is not kept."""
    typ, borjar = FILSLAG.get(PurePath(namn).suffix.lower(), (None, ()))
    return typ if typ and innehall and (not borjar or innehall.startswith(borjar)) else None

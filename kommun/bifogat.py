"""Files that people send in: of what kind they may be, and what is wrong with one that may not."""

from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError

from kommun.granser import STORSTA_FIL

MEGABYTE = STORSTA_FIL // 1024 // 1024

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


def granskad(upload) -> Fil:
    """The upload as it is kept; ValidationError says what is wrong with it."""
    namn = PurePath(upload.name).name
    typ, borjar = FILSLAG.get(PurePath(namn).suffix.lower(), (None, ()))
    if typ is None:
        raise ValidationError(f"”{namn}” är av ett slag som inte kan bifogas. Det går med {FILSLAG_I_ORD}.")
    if not upload.size:
        raise ValidationError(f"”{namn}” är tom. Välj en annan fil.")
    if upload.size > STORSTA_FIL:
        raise ValidationError(f"”{namn}” är större än {MEGABYTE} MB. Spara om den med mindre bilder.")
    innehall = upload.read()
    if borjar and not innehall.startswith(borjar):
        raise ValidationError(
            f"”{namn}” är inte den sorts fil som namnet säger. Öppna den, spara om den och bifoga den igen."
        )
    return Fil(namn=namn, typ=typ, innehall=innehall)


def slaget(namn: str, innehall: bytes) -> str | None:
    """The content type of a file that came inside another; None for what is not kept."""
    typ, borjar = FILSLAG.get(PurePath(namn).suffix.lower(), (None, ()))
    return typ if typ and innehall and (not borjar or innehall.startswith(borjar)) else None

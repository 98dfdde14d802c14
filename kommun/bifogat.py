"""Files that people send in: what is wrong with one that may not be kept."""

from pathlib import PurePath

from django.core.exceptions import ValidationError

from kommun.filslag import FILSLAG, FILSLAG_I_ORD, Fil
from kommun.granser import STORSTA_FIL

MEGABYTE = STORSTA_FIL // 1024 // 1024


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

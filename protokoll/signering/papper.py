"""Signed with a pen: the page with the signatures is scanned and kept, and the day is set by hand."""

from datetime import date

from kommun.fel import DomanFel
from kommun.granser import STORSTA_FIL
from kommun.utskick import ny_bilaga
from protokoll.models import Protokoll, Protokollsversion, Undertecknande
from protokoll.signering import mottagning
from protokoll.signering.filnamn import undertecknat_namn

# How a file of each kind begins, and what it is called.
_SLAG = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
    b"\x89PNG\r\n\x1a\n": ("png", "image/png"),
}
ANDELSER = ".pdf,.jpg,.jpeg,.png"


def filslag(innehall: bytes) -> tuple[str, str]:
    """(ending, content type) by what the file holds, whatever its name says. Raises DomanFel."""
    if len(innehall) > STORSTA_FIL:
        raise DomanFel(f"Filen är större än {STORSTA_FIL // 1024 // 1024} MB. Skanna sidan med lägre upplösning.")
    for borjan, slag in _SLAG.items():
        if innehall.startswith(borjan):
            return slag
    raise DomanFel("Filen är varken PDF, JPG eller PNG. Skanna eller fotografera sidan och välj den filen.")


def ta_emot(version: Protokollsversion, *, innehall: bytes, dag: date, by, today: date) -> Undertecknande:
    """Justerat by the signatures on a scanned page. Raises DomanFel."""
    andelse, typ = filslag(innehall)
    if mening := mottagning.fel_dag(version, dag, today=today):
        raise mottagning.FelDag(mening)
    namn = undertecknat_namn(version, andelse, "underskrifter")
    return mottagning.ta_emot(
        version,
        satt=Protokoll.Satt.PAPPER,
        bilaga=lambda: ny_bilaga(namn=namn, typ=typ, innehall=innehall),
        kontroll={},
        dag=dag,
        hur="genom underskrifter på papper",
        by=by,
        today=today,
    )

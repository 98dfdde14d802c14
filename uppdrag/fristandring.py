"""The frist of an uppdrag moves by a Fristandring, and by nothing else."""

from datetime import date

from django.db import transaction

from kommun.fel import DomanFel
from kommun.history import spara
from protokoll.models import Beslut
from uppdrag.lage import las
from uppdrag.models import Fristandring, Uppdrag


def kontrollera_frist(frist: date | None, beslut: Beslut) -> None:
    dag = beslut.paragraf.sammantrade.datum
    if frist and frist < dag:
        raise DomanFel(
            f"Fristen {frist:%Y-%m-%d} ligger före sammanträdet {dag:%Y-%m-%d}. Ange beslutsdagen eller en senare dag."
        )


@transaction.atomic
def andra_frist(
    uppdrag: Uppdrag, *, ny: date | None, skal: str, by, beslut: Beslut | None = None
) -> Fristandring | None:
    """Move the frist, or take it away (`ny` None), and keep the old day. The same day again changes nothing."""
    nu = las(uppdrag)
    if nu.frist == ny:
        return None
    if not nu.oppet:
        raise DomanFel(f"Uppdraget är {nu.get_lage_display().lower()}, så fristen kan inte ändras.")
    if not skal.strip():
        raise DomanFel("Skriv varför fristen ändras.")
    kontrollera_frist(ny, nu.beslut)
    andring = Fristandring(uppdrag=nu, tidigare=nu.frist, ny=ny, skal=skal.strip(), beslut=beslut)
    nu.frist, nu.ingen_frist = ny, ny is None
    spara(nu, by=by, reason=f"Ändrade fristen: {skal.strip()}")
    return spara(andring, by=by, reason="Ändrade fristen")

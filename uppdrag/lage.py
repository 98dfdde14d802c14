"""The states of an uppdrag: one table of where each may go, and the lock that every act takes first."""

from kommun.fel import DomanFel
from uppdrag.models import Uppdrag

Lage = Uppdrag.Lage

# From each state to where it may go, and nowhere else.
OVERGANGAR: dict[str, frozenset[str]] = {
    Lage.FORESLAGET: frozenset({Lage.PAGAR, Lage.AVSKRIVET}),
    Lage.PAGAR: frozenset({Lage.ATERRAPPORTERAT, Lage.AVSLUTAT, Lage.AVSKRIVET, Lage.OVERFORT}),
    Lage.ATERRAPPORTERAT: frozenset({Lage.PAGAR, Lage.AVSLUTAT, Lage.AVSKRIVET, Lage.OVERFORT}),
    # Reopened, with a reason.
    Lage.AVSLUTAT: frozenset({Lage.PAGAR}),
    Lage.AVSKRIVET: frozenset({Lage.FORESLAGET, Lage.PAGAR}),
    Lage.OVERFORT: frozenset({Lage.PAGAR}),
}


def las(uppdrag: Uppdrag) -> Uppdrag:
    """The row as it is now, locked until the transaction ends."""
    return Uppdrag.objects.select_for_update(of=("self",)).get(pk=uppdrag.pk)


def kontrollera_overgang(uppdrag: Uppdrag, till: str) -> None:
    if till == uppdrag.lage:
        raise DomanFel(f"Uppdraget {uppdrag.lage_i_mening} redan.")
    if till not in OVERGANGAR[uppdrag.lage]:
        raise DomanFel(f"Uppdraget {uppdrag.lage_i_mening} och kan inte bli {Lage(till).label.lower()}.")

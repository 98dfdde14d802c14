"""The states of an uppdrag: one table of where each may go, and the lock that every act takes first.

Who locks several kinds of rows locks them in this order, each kind by its key, so that two acts never wait for each
other in a ring: the organ whose numbers are given out (`registrering.las_organ`), the sammanträde, its §§, the
uppdrag (`las`, `las_flera`), and then what hangs on them: reports and redovisningar, the besluten last. People who are
reminded (`paminnelser`) are locked alone.
"""

from collections.abc import Iterable

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


def las_flera(nycklar: Iterable[int]) -> list[Uppdrag]:
    """The rows as they are now, locked in the order of their keys."""
    rader = Uppdrag.objects.select_for_update(of=("self",)).filter(pk__in=list(nycklar))
    return list(rader.order_by("pk"))


def kontrollera_overgang(uppdrag: Uppdrag, till: str) -> None:
    if till == uppdrag.lage:
        raise DomanFel(f"Uppdraget {uppdrag.lage_i_mening} redan.")
    if till not in OVERGANGAR[uppdrag.lage]:
        raise DomanFel(f"Uppdraget {uppdrag.lage_i_mening} och kan inte bli {Lage(till).label.lower()}.")

"""The same of uppdrag: what the granskningslogg keeps from one who does not read the § that gave it."""

from collections.abc import Iterator

from kommun.granskning.objekt import nyckel
from kommun.models import Utskick
from uppdrag.models import Aterrapport, Rapportbilaga, Redovisning, Uppdrag
from uppdrag.models.uppdrag import dolda_uppdrag

_UPPDRAGET = {
    Uppdrag: "pk",
    Aterrapport: "uppdrag",
    Redovisning: "uppdrag",
    Rapportbilaga: "rapport__uppdrag",
    # A reminder of one uppdrag has its words as its subject.
    Utskick: "paminnelserna__uppdrag",
}


def dolda_nycklar(user) -> Iterator[str]:
    for modell, vag in _UPPDRAGET.items():
        rader = modell._base_manager.order_by().filter(dolda_uppdrag(user, vag))
        yield from (nyckel(modell, pk) for pk in rader.values_list("pk", flat=True))

"""How an uppdrag ends: with the § that closes it, or with a reason."""

from datetime import date

from django.db import transaction

from kommun.fel import DomanFel
from kommun.history import spara
from protokoll.models import Beslut
from uppdrag.lage import Lage, kontrollera_overgang, las
from uppdrag.models import Uppdrag


@transaction.atomic
def avsluta(uppdrag: Uppdrag, *, den: date, by, avslutat_i: Beslut | None = None, skal: str = "") -> Uppdrag:
    """Close with the § that closes it, or with a reason when there is none. The same close again changes nothing."""
    nu = las(uppdrag)
    skal = skal.strip()
    if (nu.lage, nu.avslutat_i_id, nu.avslutsskal) == (Lage.AVSLUTAT, avslutat_i and avslutat_i.pk, skal):
        return nu
    kontrollera_overgang(nu, Lage.AVSLUTAT)
    if avslutat_i is None and not skal:
        raise DomanFel("Välj den paragraf som avslutar uppdraget, eller skriv varför det avslutas utan.")
    if den < nu.beslut.paragraf.sammantrade.datum:
        raise DomanFel("Uppdraget kan inte avslutas före den dag då det gavs.")
    nu.lage, nu.avslutat_i, nu.avslutat_den, nu.avslutsskal = Lage.AVSLUTAT, avslutat_i, den, skal
    var = f"Avslutade genom {avslutat_i.paragraf}" if avslutat_i else f"Avslutade utan paragraf: {skal}"
    return spara(nu, by=by, reason=var)

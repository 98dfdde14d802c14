"""How an uppdrag ends, with the § that closes it or with a reason, and how it is taken up again."""

from datetime import date

from django.db import transaction

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Organ
from protokoll.models import Beslut
from uppdrag.lage import Lage, kontrollera_overgang, las
from uppdrag.models import Uppdrag


class BehoverBekraftas(DomanFel):
    """It can be done, but somebody has to say that it is meant."""


def over(organ: Organ) -> list[int]:
    """The keys of the organ itself and of all above it. A ring in the register ends the walk."""
    nycklar: list[int] = []
    while organ is not None and organ.pk not in nycklar:
        nycklar.append(organ.pk)
        organ = organ.overordnat
    return nycklar


def avslutas_av_annan(uppdrag: Uppdrag, organ: Organ) -> str | None:
    """Why one thinks twice before this organ closes it, as a sentence; None for the giver and those above it."""
    if organ.pk in over(uppdrag.givare):
        return None
    return f"Uppdraget gavs av {uppdrag.givare.i_mening}. {organ} är inte det organet och inte heller överordnat det."


def _kontrollera_dag(uppdrag: Uppdrag, den: date) -> None:
    if den < uppdrag.beslut.paragraf.sammantrade.datum:
        raise DomanFel("Uppdraget kan inte avslutas före den dag då det gavs.")


def _genom(beslut: Beslut | None, skal: str) -> str:
    if beslut is None:
        return f"utan paragraf: {skal}"
    return f"genom {beslut.paragraf}" + (f": {skal}" if skal else "")


def bekraftelse(uppdrag: Uppdrag, beslut: Beslut | None, *, bekraftat: bool) -> str:
    """What the history says of a close by another organ; raises until somebody has said that it is meant."""
    varning = avslutas_av_annan(uppdrag, beslut.paragraf.organ) if beslut else None
    if varning is None:
        return ""
    if not bekraftat:
        raise BehoverBekraftas(f"{varning} Bekräfta att uppdraget ändå ska avslutas där.")
    return f" Bekräftat: {varning}"


@transaction.atomic
def avsluta(
    uppdrag: Uppdrag,
    *,
    den: date,
    by,
    avslutat_i: Beslut | None = None,
    skal: str = "",
    bekraftat: bool = False,
) -> Uppdrag:
    """Close with the § that closes it, or with a reason when there is none. The same close again changes nothing.

    Raises BehoverBekraftas when the § is of an organ that neither gave it nor stands above the one that did.
    """
    nu = las(uppdrag)
    skal = skal.strip()
    if (nu.lage, nu.avslutat_i_id, nu.avslutsskal) == (Lage.AVSLUTAT, avslutat_i and avslutat_i.pk, skal):
        return nu
    kontrollera_overgang(nu, Lage.AVSLUTAT)
    if avslutat_i is None and not skal:
        raise DomanFel("Välj den paragraf som avslutar uppdraget, eller skriv varför det avslutas utan.")
    _kontrollera_dag(nu, den)
    tillagg = bekraftelse(nu, avslutat_i, bekraftat=bekraftat)
    nu.lage, nu.avslutat_i, nu.avslutat_den, nu.avslutsskal = Lage.AVSLUTAT, avslutat_i, den, skal
    return spara(nu, by=by, reason=f"Avslutade {_genom(avslutat_i, skal)}{tillagg and '.' + tillagg}")


@transaction.atomic
def avskriv(uppdrag: Uppdrag, *, skal: str, den: date, by, beslut: Beslut | None = None) -> Uppdrag:
    """It is not to be done: overtaken, withdrawn, or a proposal that nobody decided. Always with the reason."""
    nu = las(uppdrag)
    skal = skal.strip()
    if (nu.lage, nu.avslutat_i_id, nu.avslutsskal) == (Lage.AVSKRIVET, beslut and beslut.pk, skal):
        return nu
    kontrollera_overgang(nu, Lage.AVSKRIVET)
    if not skal:
        raise DomanFel("Skriv varför uppdraget avskrivs.")
    _kontrollera_dag(nu, den)
    nu.lage, nu.avslutat_i, nu.avslutat_den, nu.avslutsskal = Lage.AVSKRIVET, beslut, den, skal
    return spara(nu, by=by, reason=f"Avskrev {_genom(beslut, skal)}")


@transaction.atomic
def overfor(uppdrag: Uppdrag, *, till: Organ, skal: str, den: date, by, beslut: Beslut | None = None) -> Uppdrag:
    """Another organ has it from now on, in its own way; here it is followed no longer."""
    nu = las(uppdrag)
    skal = skal.strip()
    if (nu.lage, nu.overfort_till_id, nu.avslutsskal) == (Lage.OVERFORT, till.pk, skal):
        return nu
    kontrollera_overgang(nu, Lage.OVERFORT)
    if not skal:
        raise DomanFel("Skriv varför uppdraget förs över.")
    if till.pk == nu.rapporteras_till_id:
        raise DomanFel(f"Uppdraget rapporteras redan till {till}. Välj det organ som tar över det.")
    _kontrollera_dag(nu, den)
    nu.lage, nu.overfort_till, nu.avslutat_i, nu.avslutat_den, nu.avslutsskal = Lage.OVERFORT, till, beslut, den, skal
    return spara(nu, by=by, reason=f"Förde över till {till} {_genom(beslut, skal)}")


@transaction.atomic
def ateroppna(uppdrag: Uppdrag, *, skal: str, by) -> Uppdrag:
    """Take it up again where it was left. How it was closed, and when, stays in its history."""
    nu = las(uppdrag)
    till = Lage.PAGAR
    if nu.lage == Lage.AVSKRIVET and nu.beslut.beslutsniva == Beslut.Beslutsniva.FORSLAG:
        till = Lage.FORESLAGET
    if nu.lage not in Uppdrag.SLUTLAGEN:
        raise DomanFel(f"Uppdraget {nu.lage_i_mening} och behöver inte öppnas igen.")
    kontrollera_overgang(nu, till)
    skal = skal.strip()
    if not skal:
        raise DomanFel("Skriv varför uppdraget öppnas igen.")
    nu.lage, nu.avslutat_i, nu.avslutat_den, nu.avslutsskal, nu.overfort_till = till, None, None, "", None
    return spara(nu, by=by, reason=f"Öppnade igen: {skal}")

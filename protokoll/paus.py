"""Breaks in the meeting (ajournering), by the clock."""

from datetime import time

from django.db import transaction

from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from protokoll.models import Ajournering, Paragraf, Protokoll, Sammantrade
from protokoll.narvaroandring import LASTA, andrar, ar_last


def _krockar(a: Ajournering, fran: time, till: time | None) -> bool:
    return (till is None or a.fran < till) and (a.till is None or fran < a.till)


def _kontrollera(sammantrade: Sammantrade, fran: time, till: time | None, *, utom: int | None = None) -> None:
    if sammantrade.start and fran < sammantrade.start:
        raise DomanFel(f"Pausen börjar kl. {fran:%H.%M}, innan sammanträdet börjar kl. {sammantrade.start:%H.%M}.")
    if till and till <= fran:
        raise DomanFel(f"Pausen ska sluta efter att den börjar kl. {fran:%H.%M}, inte kl. {till:%H.%M}.")
    if sammantrade.slut and (till or fran) > sammantrade.slut:
        raise DomanFel(
            f"Pausen slutar kl. {till or fran:%H.%M}, efter att sammanträdet slutade kl. {sammantrade.slut:%H.%M}."
        )
    for a in sammantrade.ajourneringarna.all():
        if a.pk != utom and _krockar(a, fran, till):
            raise DomanFel(
                f"Sammanträdet är redan ajournerat {a}. Avsluta den pausen först."
                if a.till is None
                else f"Sammanträdet var redan ajournerat {a}. Två pauser kan inte överlappa varandra."
            )


def _kontrollera_att_den_inte_star_fast(nu: Sammantrade, paragraf: Paragraf | None, *, tillkommer: bool) -> None:
    """Every protokoll of a meeting states its breaks: what is adjusted has those there were then.

    While the meeting goes on there may still come more of them.
    """
    if paragraf is not None and ar_last(paragraf):
        raise DomanFel(
            f"Protokollet med {paragraf.beteckning} är hos justerarna. Ta tillbaka det om pauserna ska ändras."
            if paragraf.protokoll.lage == Protokoll.Lage.FRYST
            else f"{paragraf.beteckning} är redan justerad, och pauserna vid den ändras inte."
        )
    pagar = nu.lage == Sammantrade.Lage.PAGAR
    lagen = set() if tillkommer and pagar else set(nu.protokollen.filter(lage__in=LASTA).values_list("lage", flat=True))
    if lagen == {Protokoll.Lage.FRYST}:
        raise DomanFel("Ett protokoll från sammanträdet är hos justerarna. Ta tillbaka det om pauserna ska ändras.")
    if lagen:
        raise DomanFel("Ett protokoll från sammanträdet är justerat, och pauserna som står där ändras inte.")


@transaction.atomic
def paus(
    sammantrade: Sammantrade, *, fran: time, by, till: time | None = None, paragraf: Paragraf | None = None
) -> Ajournering:
    """Adjourn from a time, to a time when it is known, at the § where it is known. The same again is the same break."""
    with andrar(sammantrade, by=by) as andring:
        nu = andring.sammantrade
        redan = nu.ajourneringarna.filter(fran=fran, till=till).first()
        if redan:
            return redan
        _kontrollera(nu, fran, till)
        _kontrollera_att_den_inte_star_fast(nu, paragraf, tillkommer=True)
        return spara(
            Ajournering(sammantrade=nu, paragraf=paragraf, fran=fran, till=till),
            by=by,
            reason="Ajournerade sammanträdet",
        )


@transaction.atomic
def avsluta_paus(ajournering: Ajournering, *, till: time, by) -> Ajournering:
    """The meeting goes on. A break that is over already is left as it is when the time is the same."""
    with andrar(ajournering.sammantrade, by=by) as andring:
        nu = Ajournering.objects.select_related("paragraf__protokoll").filter(pk=ajournering.pk).first()
        if nu is None:
            raise DomanFel("Pausen har tagits bort av någon annan.")
        if nu.till == till:
            return nu
        if nu.till is not None:
            raise DomanFel(f"Pausen {nu} är redan avslutad. Ta bort den och skriv in den på nytt om tiden är fel.")
        _kontrollera(andring.sammantrade, nu.fran, till, utom=nu.pk)
        _kontrollera_att_den_inte_star_fast(andring.sammantrade, nu.paragraf, tillkommer=True)
        nu.till = till
        return spara(nu, by=by, reason="Återupptog sammanträdet")


@transaction.atomic
def ta_bort_paus(ajournering: Ajournering, *, by) -> None:
    """Doing it twice is no error."""
    with andrar(ajournering.sammantrade, by=by) as andring:
        nu = Ajournering.objects.select_related("paragraf__protokoll").filter(pk=ajournering.pk).first()
        if nu:
            _kontrollera_att_den_inte_star_fast(andring.sammantrade, nu.paragraf, tillkommer=False)
            ta_bort(nu, by=by, reason=f"Tog bort pausen {nu}")

"""A protokoll becomes justerat by signatures that were made outside Fullgjort: in a service, or with a pen."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.kalender import dag_i_ord
from kommun.models import Bilaga
from protokoll.dagordningsrader import las
from protokoll.models import Protokoll, Protokollsversion, Undertecknande
from protokoll.tillagg import EFTER_JUSTERING

Lage, Satt = Protokoll.Lage, Protokoll.Satt
# How a protokoll may have been frozen that is signed so. What a remote service signs may come back as a file.
FRYST_FOR = {Satt.UPPLADDAT: (Satt.UPPLADDAT, Satt.FJARR), Satt.PAPPER: (Satt.PAPPER,), Satt.FJARR: (Satt.FJARR,)}


class FelDag(DomanFel):
    """The day of the justering cannot be right: said at its field."""


def hinder(protokoll: Protokoll, satt: str) -> str | None:
    """Why it takes no signatures of the kind now, as a sentence; None when it does."""
    match protokoll.lage:
        case Lage.JUSTERAT:
            return "Protokollet är redan justerat."
        case Lage.AVSKRIFT:
            return "Protokollet är en inläst avskrift. Det justerades i sin tid och undertecknas inte igen."
        case Lage.UTKAST:
            return "Protokollet är inte fryst än. Frys det först, så att alla skriver under samma text."
    if protokoll.justerat_genom not in FRYST_FOR[satt]:
        return (
            f"Protokollet är fryst för att undertecknas så här: {protokoll.get_justerat_genom_display()}. "
            "Ta tillbaka det och frys det på nytt om det ska undertecknas på ett annat sätt."
        )
    return None


def fel_dag(version: Protokollsversion, dag: date, *, today: date) -> str | None:
    """Why the protokoll was not justerat that day, as a sentence; None when it may have been."""
    mote = version.protokoll.sammantrade.datum
    fryst = timezone.localdate(version.skapad)
    if dag > today:
        return f"{dag_i_ord(dag).capitalize()} har inte varit än. Justeringsdagen är den dag då den sista skrev under."
    if dag < mote:
        return f"Sammanträdet var {dag_i_ord(mote)}. Protokollet kan inte vara justerat före det."
    if dag < fryst:
        return f"Protokollet frystes {dag_i_ord(fryst)}. Det kan inte ha skrivits under före det."
    return None


@transaction.atomic
def ta_emot(
    version: Protokollsversion, *, satt: str, bilaga, kontroll: dict, dag: date, skal: str, by, today: date
) -> Undertecknande:
    """Justerat by what was handed in. `bilaga` makes the Bilaga, or is one; the same file once more changes nothing."""
    las(version.protokoll.sammantrade_id)
    nu = Protokoll.objects.select_for_update(of=("self",)).get(pk=version.protokoll_id)
    if nu.lage == Lage.JUSTERAT and (finns := version.undertecknandena.filter(satt=satt).first()):
        return finns
    if mening := hinder(nu, satt) or fel_dag(version, dag, today=today):
        raise DomanFel(mening)
    if nu.versionerna.filter(nummer__gt=version.nummer).exists():
        raise DomanFel("Protokollet har frysts på nytt sedan dess. Skriv under den version som gäller.")
    undertecknande = Undertecknande.objects.create(
        version=version,
        satt=satt,
        bilaga=bilaga if isinstance(bilaga, Bilaga) else bilaga(),
        kontroll=kontroll,
        tid=timezone.now(),
        av=by,
    )
    nu.lage, nu.justeringsdag, nu.justerat_genom = Lage.JUSTERAT, dag, satt
    spara(nu, by=by, reason=skal)
    for akt in EFTER_JUSTERING:
        akt(nu, version, by=by)
    return undertecknande

"""A protokoll becomes justerat by signatures that were made outside Fullgjort: in a service, or with a pen.

A rättelse of such a protokoll is signed in the same way: it is justerat already, and stays so with its day.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.kalender import dag_i_ord
from kommun.models import Bilaga
from protokoll.dagordningsrader import las
from protokoll.models import Protokoll, Protokollsversion, Undertecknande
from protokoll.signering import vantan
from protokoll.tillagg import EFTER_JUSTERING

Lage, Satt = Protokoll.Lage, Protokoll.Satt
# How a protokoll may have been frozen that is signed so. What a remote service signs may come back as a file.
FRYST_FOR = {Satt.UPPLADDAT: (Satt.UPPLADDAT, Satt.FJARR), Satt.PAPPER: (Satt.PAPPER,), Satt.FJARR: (Satt.FJARR,)}


class FelDag(DomanFel):
    """The day of the justering cannot be right: said at its field."""


def hinder(protokoll: Protokoll, satt: str, version: Protokollsversion | None = None) -> str | None:
    """Why it takes no signatures of the kind now, as a sentence; None when it does."""
    rattelse = version is not None and version.slag == Protokollsversion.Slag.RATTELSE
    match protokoll.lage:
        case Lage.JUSTERAT if not rattelse:
            return "Protokollet är redan justerat."
        case Lage.JUSTERAT if version.undertecknandena.exists():
            return "Rättelsen är redan undertecknad."
        case Lage.AVSKRIFT:
            return "Protokollet är en inläst avskrift. Det justerades i sin tid och undertecknas inte igen."
        case Lage.UTKAST:
            return "Protokollet är inte fryst än. Frys det först, så att alla skriver under samma text."
    if protokoll.justerat_genom in FRYST_FOR[satt]:
        return None
    hur = protokoll.get_justerat_genom_display()
    if rattelse:
        return f"Protokollet är justerat så här: {hur}. En rättelse av det undertecknas på samma sätt."
    return (
        f"Protokollet är fryst för att undertecknas så här: {hur}. "
        "Ta tillbaka det och frys det på nytt om det ska undertecknas på ett annat sätt."
    )


def osignerad_rattelse(protokoll: Protokoll) -> Protokollsversion | None:
    """The latest rättelse of what was signed outside Fullgjort, where nobody has signed it."""
    if protokoll.lage != Lage.JUSTERAT or protokoll.justerat_genom not in FRYST_FOR:
        return None
    sista = protokoll.versionerna.defer("pdf", "innehall").order_by("-nummer").first()
    if sista is None or sista.slag != Protokollsversion.Slag.RATTELSE or sista.undertecknandena.exists():
        return None
    return sista


def fel_dag(version: Protokollsversion, dag: date, *, today: date) -> str | None:
    """Why the protokoll was not justerat that day, as a sentence; None when it may have been."""
    mote = version.protokoll.sammantrade.datum
    fryst = timezone.localdate(version.skapad)
    if dag > today:
        return f"{dag_i_ord(dag).capitalize()} har inte varit än. Justeringsdagen är den dag då den sista skrev under."
    if dag < mote:
        return f"Sammanträdet var {dag_i_ord(mote)}. Protokollet kan inte vara justerat före det."
    if dag < fryst and version.slag == Protokollsversion.Slag.RATTELSE:
        return f"Rättelsen gjordes {dag_i_ord(fryst)}. Den kan inte ha skrivits under före det."
    if dag < fryst:
        return f"Protokollet frystes {dag_i_ord(fryst)}. Det kan inte ha skrivits under före det."
    return None


@transaction.atomic
def ta_emot(
    version: Protokollsversion, *, satt: str, bilaga, kontroll: dict, dag: date, hur: str, by, today: date
) -> Undertecknande:
    """Justerat by what was handed in. `bilaga` makes the Bilaga, or is one; the same file once more changes nothing."""
    las(version.protokoll.sammantrade_id)
    nu = Protokoll.objects.select_for_update(of=("self",)).get(pk=version.protokoll_id)
    if nu.lage == Lage.JUSTERAT and (finns := version.undertecknandena.filter(satt=satt).first()):
        return finns
    if mening := hinder(nu, satt, version) or fel_dag(version, dag, today=today):
        raise DomanFel(mening)
    if nu.versionerna.filter(nummer__gt=version.nummer).exists():
        vad = "rättats" if nu.lage == Lage.JUSTERAT else "frysts"
        raise DomanFel(f"Protokollet har {vad} på nytt sedan dess. Skriv under den version som gäller.")
    undertecknande = Undertecknande.objects.create(
        version=version,
        satt=satt,
        bilaga=bilaga if isinstance(bilaga, Bilaga) else bilaga(),
        kontroll=kontroll | {"dag": dag.isoformat()},
        tid=timezone.now(),
        av=by,
    )
    vantan.avsluta(version, satt=satt)
    if nu.lage == Lage.JUSTERAT:
        # A rättelse: the protokoll itself is closed, and is not justerat anew.
        return undertecknande
    nu.lage, nu.justeringsdag, nu.justerat_genom = Lage.JUSTERAT, dag, satt
    spara(nu, by=by, reason=f"Justerat {hur}")
    for akt in EFTER_JUSTERING:
        akt(nu, version, by=by)
    return undertecknande

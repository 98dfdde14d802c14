"""A meeting today with its dagordning, ready to be opened, and what stands on every dagordning."""

from datetime import date, time

from kommun.demo.arenden import UTAN_UPPDRAG
from kommun.history import spara
from kommun.models import Organ
from protokoll import dagordning, standiga
from protokoll.models import Paragraf, Sammantrade
from protokoll.utfall import satt_utfall

# (rubrik, dnr, klassificering, föredragande, time, information only)
ARENDEN = (
    (
        "Budgetuppföljning, tredje kvartalet",
        "{ar}/000212",
        "041",
        "Mats Medelberg, ekonomichef",
        time(9, 15),
        False,
    ),
    ("Förvärv av mark för industriändamål", "{ar}/000187", "252", "Tora Tomtlund, fastighetschef", time(9, 45), False),
    ("Riktlinjer för representation och gåvor", "{ar}/000198", "003", "Alva Admind, kanslichef", None, False),
    ("Information om beredskapsläget", "{ar}/000031", "170", "Bo Beredskog, säkerhetschef", time(10, 30), True),
)


def standiga_arenden(organen: list[Organ], *, by) -> None:
    for organ in organen:
        standiga.lagg_upp_vanliga(organ, by=by)


def motesdagen(organ: Organ, today: date, *, by) -> Sammantrade:
    sammantrade = Sammantrade(
        organ=organ, datum=today, start=time(9, 0), plats="Tunasalen, Stadshuset", lage=Sammantrade.Lage.PLANERAT
    )
    spara(sammantrade, by=by, reason="Demodata")
    for rubrik, dnr, klass, foredragande, tid, information in ARENDEN:
        dagordning.lagg_till(
            sammantrade,
            rubrik=rubrik,
            dnr=dnr.format(ar=today.year),
            klassificering=klass,
            foredragande=foredragande,
            planerad_tid=tid,
            slag=Paragraf.Slag.INFORMATION if information else Paragraf.Slag.ARENDE,
            by=by,
        )
    return sammantrade


def aterremitterat(organ: Organ, *, by) -> None:
    """The latest meeting sent an ärende back, so that there is one to take up again."""
    rubriker = [arende.rubrik for arende in UTAN_UPPDRAG]
    senaste = Paragraf.objects.filter(
        organ=organ, rubrik__in=rubriker, protokoll__lage="utkast", besluten__uppdragen=None
    ).order_by("sammantrade__datum", "ordning")
    if paragraf := senaste.last():
        satt_utfall(paragraf, utfall="aterremitterat", skal="för att kostnaderna ska utredas vidare", by=by)

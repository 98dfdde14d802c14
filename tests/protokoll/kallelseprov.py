"""A planned meeting of `organ` with a presidium, two more ledamöter and three ersättare, ready to be called."""

from datetime import date, time

from django.utils import timezone

from protokoll.models import Sammantrade
from tests.factories import MandatFactory, ParagrafFactory, PartiFactory, PersonFactory, SammantradeFactory

# Name, party, role; in the organ's order. Knut has no address.
VALDA = (
    ("Linnea Ledin", "S", "ledamot"),
    ("Orvar Ordberg", "C", "ordforande"),
    ("Vega Vicedotter", "M", "vice_1"),
    ("Knut Kanslaby", "KD", "ledamot"),
    ("Ebba Ersmark", "M", "ersattare"),
    ("Elof Ersund", "S", "ersattare"),
    ("Elsa Erslund", "S", "ersattare"),
)


def om(dagar: int) -> date:
    return date.fromordinal(timezone.localdate().toordinal() + dagar)


def valj(organ) -> None:
    partier = {b: PartiFactory(beteckning=b) for b in ("C", "KD", "M", "S")}
    for ordning, (namn, parti, roll) in enumerate(VALDA):
        epost = "" if namn.startswith("Knut") else f"{namn.split()[0].lower()}@example.invalid"
        MandatFactory(
            organ=organ,
            person=PersonFactory(namn=namn, epost=epost),
            roll=roll,
            parti=partier[parti],
            ordning=ordning,
        )


def planerat(organ, **falt) -> Sammantrade:
    """In ten days, with two ärenden."""
    fakta = {"datum": om(10), "start": time(13), "plats": "Tunasalen", "lage": Sammantrade.Lage.PLANERAT}
    sammantrade = SammantradeFactory(organ=organ, **fakta | falt)
    for n, rubrik in enumerate(("Val av justerare", "Budget 2027"), start=1):
        arende(sammantrade, n, rubrik)
    return sammantrade


def arende(sammantrade, ordning: int, rubrik: str, **falt):
    return ParagrafFactory(
        sammantrade=sammantrade,
        protokoll=None,
        organ=sammantrade.organ,
        ar=sammantrade.datum.year,
        nummer=None,
        ordning=ordning,
        rubrik=rubrik,
        dnr="",
        **falt,
    )

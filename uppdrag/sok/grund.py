"""What the search of those who work here and that of everybody have in common."""

from dataclasses import replace
from datetime import date

from kommun.models import Organ
from uppdrag.sok.fraga import Fraga, Organnamn
from uppdrag.sok.vikning import orden
from uppdrag.sok.villkor import Sats, aret, organet, poang


class Grund:
    """The organ whose names a question may hold, and what they and the years mean for a row."""

    def __init__(self, *, today: date):
        self.today = today
        rader = Organ.objects.order_by("pk").values_list("pk", "namn", "kortnamn")
        self.organ = tuple(Organnamn(*rad) for rad in rader)
        self.namn = {o.pk: (" ".join(orden(o.namn)), " ".join(orden(o.kortnamn))) for o in self.organ}

    def ramen(self, fraga: Fraga) -> list[Sats]:
        """What the organ and the year that were named ask of a row, as tsquery."""
        return [
            *([organet(fraga.organ, *self.namn[fraga.organ])] if fraga.organ else []),
            *([aret(fraga.ar)] if fraga.ar else []),
        ]

    def ramens_poang(self, fraga: Fraga) -> list[Sats]:
        return [
            *([poang(3, Sats("organ_id = %s", (fraga.organ,)))] if fraga.organ else []),
            *([poang(2, Sats("ar = %s", (fraga.ar,)))] if fraga.ar else []),
        ]

    def alltid(self) -> list[Sats]:
        """What is near in time a little before what is far."""
        return [Sats("COALESCE(greatest(0, 1 - abs(%s::date - datum) / 3650.0), 0)", (self.today,))]


def som_ord(fraga: Fraga) -> Fraga:
    """An address that leads nowhere, as the words that it was typed with."""
    if not fraga.adress:
        return fraga
    numren = [fraga.paragraf, *(fraga.uppdrag or ()), *(fraga.dnr or ())]
    ord_ = [str(n) for n in numren if n]
    if fraga.datum:
        ord_ += f"{fraga.datum:%Y %m %d}".split()
    return replace(fraga, ord=(*fraga.ord, *ord_), paragraf=None, uppdrag=None, dnr=None, datum=None)

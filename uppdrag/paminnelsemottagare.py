"""Who is reminded of an uppdrag on a day: who answers for it, who stands in, and who is above."""

from collections import defaultdict
from datetime import date
from enum import StrEnum

from kommun.forvaltningstrad import Forvaltningstrad
from kommun.models import Franvaro, Mandat, Tjanst


class Som(StrEnum):
    """As what somebody is reminded."""

    ANSVARIG = "ansvarig"
    ERSATTARE = "ersattare"
    CHEF = "chef"
    SEKRETERARE = "sekreterare"


Mottagare = dict[int, Som]


class Mottagarkarta:
    """The people of one day, read once (four queries) and asked about many uppdrag."""

    def __init__(self, today: date):
        self.trad = Forvaltningstrad()
        # An elected person who answers for an uppdrag is there as long as the mandat.
        self.i_tjanst = set(Mandat.objects.gallande(today).values_list("person", flat=True))
        self._forvaltning: dict[int, int] = {}
        self._chefer: dict[int, list[int]] = defaultdict(list)
        self._sekreterare: dict[int, list[int]] = defaultdict(list)
        slutade: dict[int, int] = {}
        tjanster = Tjanst.objects.filter(fran__lte=today).order_by("fran", "pk")
        for person, roll, organ, forvaltning, till in tjanster.values_list(
            "person", "roll", "organ", "forvaltning", "till"
        ):
            if till is not None and till < today:
                if forvaltning:
                    slutade[person] = forvaltning
                continue
            self.i_tjanst.add(person)
            if forvaltning:
                self._forvaltning[person] = forvaltning
            if roll == Tjanst.Roll.FORVALTNINGSCHEF:
                self._chefer[forvaltning].append(person)
            elif roll == Tjanst.Roll.SEKRETERARE:
                self._sekreterare[organ].append(person)
        # Of somebody who has left the last one: its head is to be told.
        self._forvaltning = slutade | self._forvaltning
        self._borta = dict(Franvaro.objects.gallande(today).values_list("person", "ersattare"))

    def ansvariga(self, ansvarig: int | None, forvaltning: int | None, organ: int | None) -> Mottagare:
        """Whoever answers for it and, while away, the one who stands in; nobody in service gives the head.

        A nämnd that got it is reminded through its secretaries. Empty when there is nobody.
        """
        if ansvarig in self.i_tjanst:
            ut = self._med_ersattare({ansvarig: Som.ANSVARIG})
            if not self._nagon_pa_plats(ut):
                ut = self._chef(self._hemvist(ansvarig, forvaltning), utom=ansvarig) | ut
            return ut
        return self._chef(self._hemvist(ansvarig, forvaltning)) or self._organets(organ)

    def overordnade(self, ansvarig: int | None, forvaltning: int | None, organ: int | None) -> Mottagare:
        """Who is told that it is late: the head, or the head above when the head is the one who is late."""
        return self._chef(self._hemvist(ansvarig, forvaltning), utom=ansvarig) or self._organets(organ)

    def forvaltningar_med_chef(self) -> set[int]:
        return self.trad.under(self._chefer)

    def organ_med_sekreterare(self) -> set[int]:
        return set(self._sekreterare)

    def personer_med_chef(self) -> set[int]:
        """Also those who have left."""
        ledda = self.forvaltningar_med_chef()
        return {person for person, forvaltning in self._forvaltning.items() if forvaltning in ledda}

    def _hemvist(self, ansvarig: int | None, forvaltning: int | None) -> int | None:
        return forvaltning or self._forvaltning.get(ansvarig)

    def _chef(self, forvaltning: int | None, *, utom: int | None = None) -> Mottagare:
        for steg in self.trad.uppat(forvaltning):
            if chefer := [c for c in self._chefer.get(steg, ()) if c != utom]:
                return self._med_ersattare(dict.fromkeys(chefer, Som.CHEF))
        return {}

    def _organets(self, organ: int | None) -> Mottagare:
        return self._med_ersattare(dict.fromkeys(self._sekreterare.get(organ, ()), Som.SEKRETERARE))

    def _nagon_pa_plats(self, mottagare: Mottagare) -> bool:
        return any(person not in self._borta for person in mottagare)

    def _med_ersattare(self, mottagare: Mottagare) -> Mottagare:
        ut = dict(mottagare)
        for person in mottagare:
            ersattare = self._borta.get(person)
            if ersattare in self.i_tjanst:
                ut.setdefault(ersattare, Som.ERSATTARE)
        return ut

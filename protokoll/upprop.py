"""The roll of a meeting: made from the mandat of the day and answered at the upprop."""

from collections.abc import Iterable

from django.db import transaction

from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.models import Mandat, Tjanst
from kommun.ord import i_mening
from protokoll.models import Kallad, Motesdeltagare, Narvarohandelse, Sammantrade
from protokoll.narvaro import PRESIDIUM
from protokoll.narvaroandring import andrar, las_lista, skriv_handelse
from protokoll.narvaroord import PRESIDIETITLAR

Slag = Motesdeltagare.Slag
VAKANT = "Vakant"


@transaction.atomic
def gor_upprop(sammantrade: Sammantrade, *, by) -> list[Motesdeltagare]:
    """Put everybody with a mandat of the day on the roll, ordinary members as present, and the secretary.

    Those who said no in answer to the kallelse are absent, and the ersättare called in for them serve from the
    start. Whoever is on the roll already is left as he or she is: it can be done again, also by two at once.
    """
    with andrar(sammantrade, by=by, fraga=False) as andring:
        roll = _Roll(andring.sammantrade, andring.fore.deltagare, by)
        mandat = list(
            Mandat.objects.gallande(andring.sammantrade.datum)
            .filter(organ=andring.sammantrade.organ_id)
            .select_related("person", "parti")
            .order_by("ordning", "pk")
        )
        roll.ordinarie([m for m in mandat if m.roll != Mandat.Roll.ERSATTARE])
        roll.vakanta()
        roll.ersattare([m for m in mandat if m.roll == Mandat.Roll.ERSATTARE])
        roll.sekreterare()
        roll.inkallade()
    return roll.nya


class _Roll:
    def __init__(self, sammantrade: Sammantrade, finns: Iterable[Motesdeltagare], by):
        self.sammantrade, self.by = sammantrade, by
        self.finns = list(finns)
        self.nya: list[Motesdeltagare] = []
        kallade = sammantrade.de_kallade.select_related("inkallad_for")
        self.kallade: dict[int, Kallad] = {k.person_id: k for k in kallade}

    def _har(self, person_id: int) -> Motesdeltagare | None:
        return next((d for d in [*self.finns, *self.nya] if d.person_id == person_id), None)

    def _svarade(self, person_id: int, svar: str) -> bool:
        kallad = self.kallade.get(person_id)
        return bool(kallad and kallad.svar == svar)

    def _lagg(self, **falt) -> None:
        plats = max((d.ordning for d in [*self.finns, *self.nya]), default=0) + 1
        rad = Motesdeltagare(sammantrade=self.sammantrade, ordning=plats, **falt)
        self.nya.append(spara(rad, by=self.by, reason="Sattes upp på närvarolistan vid uppropet"))

    def _av_mandat(self, m: Mandat, **falt) -> None:
        if self._har(m.person_id) is None:
            parti = m.parti.beteckning if m.parti else ""
            self._lagg(person=m.person, namn=m.person.namn, parti=parti, **falt)

    def ordinarie(self, mandat: list[Mandat]) -> None:
        forst = {roll: n for n, roll in enumerate(PRESIDIUM)}
        for m in sorted(mandat, key=lambda m: forst.get(m.roll, len(forst))):
            self._av_mandat(
                m,
                slag=Slag.LEDAMOT,
                roll=m.roll,
                titel=PRESIDIETITLAR.get(m.roll, ""),
                vid_upprop=not self._svarade(m.person_id, Kallad.Svar.FRANVARO),
            )

    def vakanta(self) -> None:
        """As many as the seats that nobody holds."""
        platser = [d for d in [*self.finns, *self.nya] if d.slag == Slag.LEDAMOT]
        antal = (self.sammantrade.organ.antal_ledamoter or 0) - len(platser)
        partier = self._partier_utan_ledamot()
        for n in range(antal):
            parti = partier[n] if n < len(partier) else ""
            self._lagg(slag=Slag.LEDAMOT, roll=Mandat.Roll.LEDAMOT, namn=VAKANT, parti=parti, vid_upprop=False)

    def _partier_utan_ledamot(self) -> list[str]:
        """The parties of the seats that were left last and not filled by the party since: the seat stays with it."""
        ordinarie = (
            Mandat.objects.filter(organ=self.sammantrade.organ_id, fran__lte=self.sammantrade.datum)
            .exclude(roll=Mandat.Roll.ERSATTARE)
            .select_related("parti")
        )
        slutade = sorted(
            (m for m in ordinarie if m.till and m.till < self.sammantrade.datum and m.parti),
            key=lambda m: m.till,
            reverse=True,
        )
        kom = [m for m in ordinarie if m.parti]
        partier = []
        for m in slutade:
            # A new member of the party after that day took this seat, or the one left before it.
            efter = next((k for k in kom if k.fran > m.till and k.parti.beteckning == m.parti.beteckning), None)
            if efter:
                kom.remove(efter)
            else:
                partier.append(m.parti.beteckning)
        return partier

    def ersattare(self, mandat: list[Mandat]) -> None:
        for m in mandat:
            self._av_mandat(m, slag=Slag.ERSATTARE, vid_upprop=self._svarade(m.person_id, Kallad.Svar.NARVARO))

    def sekreterare(self) -> None:
        tjanster = (
            Tjanst.objects.gallande(self.sammantrade.datum)
            .filter(roll=Tjanst.Roll.SEKRETERARE, organ=self.sammantrade.organ_id)
            .select_related("person")
            .order_by("fran", "pk")
        )
        alla = list(tjanster)
        egen = next((t for t in alla if self.by and t.person_id == self.by.person_id), None)
        if any(self._har(t.person_id) for t in alla):
            return
        if tjanst := egen or next(iter(alla), None):
            self._lagg(
                slag=Slag.TJANSTEPERSON,
                person=tjanst.person,
                namn=tjanst.person.namn,
                titel=i_mening(tjanst.titel or tjanst.get_roll_display()),
            )

    def inkallade(self) -> None:
        """Only of those put on the roll now: what was recorded since is not undone."""
        nya = {d.person_id: d for d in self.nya if d.person_id}
        for k in self.kallade.values():
            ersattare, seat = nya.get(k.person_id), k.inkallad_for and nya.get(k.inkallad_for.person_id)
            if not ersattare or not seat or k.svar == Kallad.Svar.FRANVARO or seat.vid_upprop:
                continue
            if ersattare.slag == Slag.ERSATTARE and seat.slag == Slag.LEDAMOT:
                handelse = Narvarohandelse(
                    sammantrade=self.sammantrade,
                    deltagare=ersattare,
                    slag=Narvarohandelse.Slag.ERSATTER,
                    for_deltagare=seat,
                )
                spara(handelse, by=self.by, reason=f"Inkallad för {seat}")


@transaction.atomic
def satt_vid_upprop(
    deltagare: Motesdeltagare, *, narvarande: bool, by, ersattare: Motesdeltagare | None = None, skal: str = ""
) -> None:
    """Mark somebody as there or not at the upprop; `ersattare` then serves from the start for one who is not."""
    with andrar(deltagare.sammantrade, by=by, skal=skal) as andring:
        nu = andring.fore.deltagaren(deltagare.pk)
        if nu.ar_vakant and narvarande:
            raise DomanFel("Platsen är vakant. Anteckna i stället vem som tjänstgör på den.")
        if nu.vid_upprop != narvarande:
            nu.vid_upprop = narvarande
            spara(nu, by=by, reason="Närvarande vid uppropet" if narvarande else "Frånvarande vid uppropet")
        if narvarande:
            for h in andring.fore.handelser:
                if h.slag == Narvarohandelse.Slag.ERSATTER and h.for_deltagare_id == nu.pk and h.paragraf_id is None:
                    ta_bort(h, by=by, reason=f"{nu} är där själv")
        elif ersattare is not None:
            ny = Narvarohandelse(
                sammantrade=andring.sammantrade,
                deltagare=ersattare,
                slag=Narvarohandelse.Slag.ERSATTER,
                for_deltagare=nu,
            )
            skriv_handelse(ny, las_lista(andring.sammantrade), by=by)

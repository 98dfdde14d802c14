"""Where a kallelse stands: what was sent to whom, who has answered, and who is to be called in. Reads, never writes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kommun import utskick
from kommun.brevlage import AVBRUTEN, FARG
from kommun.models import Mandat, Utskick
from protokoll.inkallelse import Ersattare, Forslag, Franvarande, fordela, turordning
from protokoll.kallelse import adress, utskicksnyckel
from protokoll.models import Kallad, Kallelse, Sammantrade


@dataclass(frozen=True)
class Mottagare:
    """Somebody called and their mail with the latest kallelse; `avgatt` when the mandat no longer holds that day."""

    kallad: Kallad
    adress: str
    brev: Utskick | None
    lage: utskick.Lage | None
    avgatt: bool = False

    @property
    def ord(self) -> str:
        if self.lage:
            return self.lage.ord
        return "Inte skickat" if self.adress else "På papper"

    @property
    def farg(self) -> str:
        return FARG[self.lage] if self.lage else "neutral"

    @property
    def forklaring(self) -> str:
        if self.lage == utskick.Lage.OSAKERT:
            return self.brev.fel or AVBRUTEN
        if self.brev and self.brev.fel:
            return self.brev.fel
        return "" if self.lage or self.adress else "Saknar e-postadress"

    @property
    def kan_skickas_igen(self) -> bool:
        """What is being sent, or has been, is left alone."""
        return not self.avgatt and bool(self.adress) and self.lage not in (utskick.Lage.SKICKAT, utskick.Lage.SKICKAS)

    @property
    def namn_med_parti(self) -> str:
        k = self.kallad
        return f"{k.person.namn} ({k.parti})" if k.parti else k.person.namn


@dataclass(frozen=True)
class Val:
    """An ersättare that can be called in, and why just that one."""

    kallad: Kallad
    varfor: str


@dataclass(frozen=True)
class Plats:
    """The seat of an absent ledamot: who is called in, or who could be."""

    franvarande: Kallad
    inkallade: tuple[Kallad, ...]
    forslag: Val | None = None
    andra: tuple[Val, ...] = ()


@dataclass(frozen=True)
class Kallelselage:
    kallelser: tuple[Kallelse, ...]
    ledamoter: tuple[Mottagare, ...]
    ersattare: tuple[Mottagare, ...]
    platser: int
    franvarande: tuple[Plats, ...]
    # Ledamöter who come after all though an ersättare is called in for them.
    angrat_sig: tuple[Plats, ...]

    @property
    def senaste(self) -> Kallelse | None:
        return self.kallelser[-1] if self.kallelser else None

    @property
    def alla(self) -> tuple[Mottagare, ...]:
        return (*self.ledamoter, *self.ersattare)

    def _antal(self, rader: Iterable[Mottagare], svar: str | None) -> int:
        return sum(m.kallad.svar == svar for m in rader if not m.avgatt)

    @property
    def kommer(self) -> int:
        return self._antal(self.ledamoter, Kallad.Svar.NARVARO)

    @property
    def kommer_inte(self) -> int:
        return self._antal(self.ledamoter, Kallad.Svar.FRANVARO)

    @property
    def inte_svarat(self) -> int:
        return self._antal(self.ledamoter, None)

    @property
    def inkallade(self) -> int:
        """Ersättare called in for somebody who stays away."""
        return sum(bool(p.inkallade) for p in self.franvarande)

    @property
    def kravs(self) -> int:
        """More than half of the seats (KL 5:45, 6:27)."""
        return self.platser // 2 + 1

    @property
    def tjanstgor(self) -> int:
        """Ledamöter who have said yes, and ersättare called in."""
        return self.kommer + self.inkallade

    @property
    def beslutfor(self) -> bool:
        return self.tjanstgor >= self.kravs

    @property
    def vantar(self) -> int:
        return sum(m.lage == utskick.Lage.VANTAR for m in self.alla)

    @property
    def osakra(self) -> int:
        return sum(m.lage == utskick.Lage.OSAKERT for m in self.alla)

    @property
    def misslyckade(self) -> int:
        return sum(m.lage == utskick.Lage.FEL for m in self.alla)

    @property
    def utan_adress(self) -> list[Mottagare]:
        return [m for m in self.alla if not m.adress and not m.avgatt]


def kallelselage(sammantrade: Sammantrade, *, kallas: Iterable[Mandat], nu: datetime) -> Kallelselage:
    """Three queries, however many are called. `kallas` are the mandat of the day."""
    kallelser = tuple(sammantrade.kallelserna.select_related("av__person").defer("innehall").order_by("nummer"))
    kallade = list(sammantrade.de_kallade.select_related("person__user").order_by("ordning", "pk"))
    har_mandat = {m.person_id for m in kallas}
    brev: dict[str, Utskick] = {}
    if kallelser:
        nycklar = [utskicksnyckel(kallelser[-1], k) for k in kallade]
        brev = {u.nyckel: u for u in Utskick.objects.filter(nyckel__in=nycklar)}

    def mottagare(kallad: Kallad) -> Mottagare:
        rad = brev.get(utskicksnyckel(kallelser[-1], kallad)) if kallelser else None
        return Mottagare(
            kallad=kallad,
            adress=adress(kallad.person),
            brev=rad,
            lage=utskick.lage(rad, nu=nu) if rad else None,
            avgatt=kallad.person_id not in har_mandat,
        )

    rader = [mottagare(k) for k in kallade]
    ledamoter = tuple(m for m in rader if m.kallad.som == Kallad.Som.LEDAMOT)
    ersattare = tuple(m for m in rader if m.kallad.som == Kallad.Som.ERSATTARE)
    franvarande, angrat = _platser(ledamoter, ersattare)
    return Kallelselage(
        kallelser=kallelser,
        ledamoter=ledamoter,
        ersattare=ersattare,
        platser=sammantrade.organ.antal_ledamoter or sum(not m.avgatt for m in ledamoter),
        franvarande=franvarande,
        angrat_sig=angrat,
    )


def _platser(
    ledamoter: Iterable[Mottagare], ersattare: Iterable[Mottagare]
) -> tuple[tuple[Plats, ...], tuple[Plats, ...]]:
    """The seats of those who stay away, and of those who come though somebody is called in for them."""
    kan_tjanstgora = {m.kallad.pk: m.kallad for m in ersattare if not m.avgatt}
    lista = [
        Ersattare(k.pk, k.person.namn, k.parti, k.svar == Kallad.Svar.FRANVARO, k.inkallad_for_id is not None)
        for k in kan_tjanstgora.values()
    ]
    inkallade: dict[int, tuple[Kallad, ...]] = {}
    for k in kan_tjanstgora.values():
        if k.inkallad_for_id:
            inkallade[k.inkallad_for_id] = (*inkallade.get(k.inkallad_for_id, ()), k)
    borta = [m.kallad for m in ledamoter if m.kallad.svar == Kallad.Svar.FRANVARO and not m.avgatt]
    tomma = [Franvarande(k.pk, k.parti) for k in borta if k.pk not in inkallade]
    forslagen = fordela(tomma, lista)

    def val(forslag: Forslag) -> Val:
        return Val(kan_tjanstgora[forslag.ersattare], forslag.varfor)

    def plats(k: Kallad) -> Plats:
        if k.pk in inkallade:
            return Plats(k, inkallade[k.pk])
        forst = forslagen.get(k.pk)
        andra = [f for f in turordning(k.parti, lista) if not forst or f.ersattare != forst.ersattare]
        return Plats(k, (), val(forst) if forst else None, tuple(val(f) for f in andra))

    angrat = [m.kallad for m in ledamoter if m.kallad.pk in inkallade and m.kallad not in borta]
    return tuple(plats(k) for k in borta), tuple(Plats(k, inkallade[k.pk]) for k in angrat)

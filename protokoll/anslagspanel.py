"""The box about the anslag, on the page of a protokoll and beside the dagordning of its meeting."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from protokoll.anslag import hinder, kungorelsens_hinder, kungors_i_tid
from protokoll.bevis import paragrafer_i_text
from protokoll.frister import Brattom, anslas_senast, brattom, kungors_senast
from protokoll.models import Anslag, Protokoll, Sammantrade
from protokoll.permissions import can_change_sammantrade
from protokoll.protokollssida import Akt


@dataclass(frozen=True)
class Anslagsrad:
    """What is said of the anslag of one protokoll, and what can be done with it now."""

    protokoll: Protokoll
    anslagen: tuple[Anslag, ...]
    today: date

    @property
    def paragrafer(self) -> str:
        return paragrafer_i_text(self.protokoll)

    @property
    def gallande(self) -> Anslag | None:
        return next((a for a in self.anslagen if a.nedtaget is None), None)

    @property
    def nedtagna(self) -> list[Anslag]:
        return [a for a in self.anslagen if a.nedtaget]

    @property
    def senast(self) -> date:
        return anslas_senast(self.protokoll.justeringsdag)

    @property
    def sent(self) -> bool:
        return self.today > self.senast

    @property
    def variant(self) -> str:
        """An error first after the next vardag, as everywhere."""
        return "fel" if brattom(self.senast, today=self.today) == Brattom.FORSENAD else "varning"

    @property
    def uppe(self) -> bool:
        return bool(self.gallande and self.gallande.ar_uppe(self.today))

    @property
    def kan_tas_ned(self) -> bool:
        return bool(self.gallande and self.today <= self.gallande.synligt_till)

    @property
    def kan_sattas_upp(self) -> bool:
        return not self.anslagen and hinder(self.protokoll, today=self.today) is None


def _rad(protokoll: Protokoll, today: date) -> Anslagsrad | None:
    """Nothing before the justering, nor of a transcript, whose own words stand on the page."""
    if protokoll.lage != Protokoll.Lage.JUSTERAT:
        return None
    return Anslagsrad(protokoll, tuple(protokoll.anslagen.all()), today)


def protokollpanel(request, protokoll):
    today = timezone.localdate()
    rad = _rad(protokoll, today)
    if rad is None:
        return None
    far = can_change_sammantrade(request.user, protokoll.sammantrade)
    return "protokoll/_anslag.html", {"rader": [rad], "far_ansla": far, "today": today, "smal": True}


def anslagsakter(request, protokoll):
    """The next act of what is justerat and not announced."""
    rad = _rad(protokoll, timezone.localdate())
    if rad is None or rad.gallande or not can_change_sammantrade(request.user, protokoll.sammantrade):
        return []
    if rad.kan_sattas_upp:
        return [Akt("Sätt upp anslaget", reverse("protokoll:anslag-upp", args=[protokoll.pk]), nasta=True)]
    if rad.nedtagna:
        igen = reverse("protokoll:anslag-igen", args=[rad.nedtagna[0].pk])
        return [Akt("Sätt upp anslaget igen", igen, nasta=True, post=True)]
    return []


def sammantradespanel(request, sammantrade):
    """Of a meeting: its justerade protokoll, or the kungörelse of fullmäktige's meeting to come."""
    today = timezone.localdate()
    far = can_change_sammantrade(request.user, sammantrade)
    if sammantrade.lage == Sammantrade.Lage.PLANERAT:
        return _kungorelsen(sammantrade, far, today)
    protokollen = sammantrade.protokollen.filter(lage=Protokoll.Lage.JUSTERAT)
    rader = [_rad(p, today) for p in protokollen.prefetch_related("anslagen", "paragraferna")]
    if not rader:
        return None
    return "protokoll/_anslag.html", {"rader": rader, "far_ansla": far, "today": today}


def _kungorelsen(sammantrade, far: bool, today: date):
    uppe = sammantrade.kungorelserna.uppe(today).first()
    kan = far and kungorelsens_hinder(sammantrade, today=today) is None
    if not (uppe or kan):
        return None
    return "protokoll/_kungorelse.html", {
        "sammantrade": sammantrade,
        "uppe": uppe,
        "kan": kan,
        "far_ansla": far,
        "senast": kungors_senast(sammantrade.datum),
        "i_tid": kungors_i_tid(sammantrade, today=today),
    }

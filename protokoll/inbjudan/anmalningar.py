"""The list of whoever registers: what is decided, and how far each event has come."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Q
from django.utils import timezone

from kommun.history import TrackedQuerySet
from kommun.models import Tjanst
from protokoll.inbjudan import evenemang
from protokoll.inbjudan.bokning import att_gora, kvar
from protokoll.inbjudan.overlamning import beslutade, overlamnade, pa_vag
from protokoll.models import Deltagande, Inbjudan

# In the address, and the words of the links above the list.
VAL = {"": "Att göra", "vantar": "Väntar på justering", "alla": "Alla"}


def hos(user) -> TrackedQuerySet:
    """The events that the user registers for: those named for it, those of the own organ, all for the registrator."""
    behorighet = user.behorighet
    if Tjanst.Roll.REGISTRATOR in behorighet.tjansteroller:
        return Inbjudan.objects.visible_to(user)
    # Somebody named for it elsewhere still keeps the minutes of the own organ.
    villkor = Q(organ__in=behorighet.sekreterare_i)
    if behorighet.person_id:
        villkor |= Q(anmals_av=behorighet.person_id)
        villkor |= Q(anmals_av=None, organ__inbjudningar_anmals_av=behorighet.person_id)
    return Inbjudan.objects.visible_to(user).filter(villkor)


def urval(val: str, *, today: date) -> TrackedQuerySet:
    match val:
        case "vantar":
            return pa_vag()
        case "alla":
            return beslutade()
    return att_gora(today)


def med_deltagare(rader):
    return rader.select_related("organ", "anmals_av").prefetch_related(
        Prefetch("deltagandena", Deltagande.objects.select_related("bokningen", "person").order_by("ordning", "pk"))
    )


@dataclass(frozen=True)
class Rad:
    """One event of the list. Reads the prefetched deltagandena with their bookings."""

    inbjudan: Inbjudan
    today: date
    galler: bool

    @property
    def rubrik(self) -> str:
        return evenemang.rubrik(self.inbjudan)

    @property
    def nar(self) -> str:
        return evenemang.nar(self.inbjudan)

    @property
    def plats(self) -> str:
        return evenemang.plats(self.inbjudan)

    @property
    def deltar(self) -> list[Deltagande]:
        return [d for d in self.inbjudan.deltagandena.all() if not forhindrad(d)]

    @property
    def over(self) -> bool:
        return evenemang.ar_over(self.inbjudan, today=self.today)

    @property
    def kostnad(self) -> Decimal | None:
        summor = [b.kostnad for d in self.inbjudan.deltagandena.all() if (b := bokningen(d)) and b.kostnad is not None]
        return sum(summor) if summor else None

    @property
    def lage(self) -> tuple[str, str]:
        """(word, colour)."""
        if not self.galler:
            return "Inte justerat än", "varning"
        if self.inbjudan.installd:
            return "Inställt", "neutral"
        if self.over:
            return "Över", "neutral"
        alla, saknar = self.deltar, [kvar(bokningen(d)) for d in self.deltar]
        if not alla:
            return "Ingen deltar längre", "neutral"
        anmalda = sum("anmälan" not in s for s in saknar)
        if anmalda < len(alla):
            if anmalda:
                return f"{anmalda} av {len(alla)} anmälda", "varning"
            return ("Inte anmäld" if len(alla) == 1 else "Ingen är anmäld"), "varning"
        for vad in ("resa", "boende"):
            if any(vad in s for s in saknar):
                return f"{vad.capitalize()} ska bokas", "varning"
        return "Klart", "lyckad"

    @property
    def brattom(self) -> bool:
        """The last day to register has come or passed, and somebody is not registered."""
        senast = self.inbjudan.sista_anmalan
        saknas = any("anmälan" in kvar(bokningen(d)) for d in self.deltar)
        return bool(senast and not (self.over or self.inbjudan.installd) and saknas and senast <= self.today)


def bokningen(d: Deltagande):
    return getattr(d, "bokningen", None)


def forhindrad(d: Deltagande) -> bool:
    bokning = bokningen(d)
    return bool(bokning and bokning.forhindrad)


def rader(inbjudningar, *, today: date | None = None) -> list[Rad]:
    """One query more than that of the rows."""
    today, lista = today or timezone.localdate(), list(inbjudningar)
    gallande = set(overlamnade().filter(pk__in=[i.pk for i in lista]).values_list("pk", flat=True))
    return [Rad(i, today, i.pk in gallande) for i in lista]

"""What is done for those who go: registered, travel and lodging, cost; and somebody who cannot come after all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from kommun import utskick
from kommun.fel import DomanFel
from kommun.history import TrackedQuerySet, spara
from kommun.models import Utskick
from protokoll.inbjudan import deltagarbrev, evenemang
from protokoll.inbjudan.overlamning import anmalare, beratta, deltagarna, galler, las, overlamnade, senast_sagt, skicka
from protokoll.kallelse import adress
from protokoll.models import Bokning, Deltagande, Inbjudan

Behov = Bokning.Behov
INTE_BESLUTAT = (
    "Det finns inget beslut om deltagande som gäller än. Anmälan görs när protokollet är justerat, "
    "eller när ordföranden har avgjort frågan."
)


@dataclass(frozen=True)
class Uppgift:
    """What was typed of one who goes; `version` is that of the row it was typed over, 0 for none."""

    anmald: bool = False
    resa: str = ""
    boende: str = ""
    kostnad: Decimal | None = None
    anteckning: str = ""
    forhindrad: bool = False
    version: int = 0

    @classmethod
    def av(cls, bokning: Bokning | None) -> "Uppgift":
        if bokning is None:
            return cls()
        return cls(
            anmald=bokning.anmald is not None,
            resa=bokning.resa,
            boende=bokning.boende,
            kostnad=bokning.kostnad,
            anteckning=bokning.anteckning,
            forhindrad=bokning.forhindrad is not None,
            version=bokning.version,
        )


def kvar(bokning: Bokning | None) -> list[str]:
    """What is not done for somebody who goes, in words."""
    if bokning and bokning.forhindrad:
        return []
    ut = [] if bokning and bokning.anmald else ["anmälan"]
    return ut + [vad for vad in ("resa", "boende") if bokning and getattr(bokning, vad) == Behov.BOKAS]


# The same in the database: not everything is done for this one.
OGJORT = Q(bokningen__forhindrad=None) & (
    Q(bokningen=None) | Q(bokningen__anmald=None) | Q(bokningen__resa=Behov.BOKAS) | Q(bokningen__boende=Behov.BOKAS)
)


def att_gora(today: date) -> TrackedQuerySet:
    """Those handed over, and not over yet, where something is left to do."""
    ogjort = Deltagande.objects.filter(OGJORT, inbjudan=OuterRef("pk"))
    return overlamnade().filter(
        Exists(ogjort), Q(installd=None), Q(borjar=None) | Q(slutar__gte=today) | Q(slutar=None, borjar__gte=today)
    )


def _las_gallande(inbjudan: Inbjudan) -> Inbjudan:
    nu = las(inbjudan.pk)
    if not galler(nu):
        raise DomanFel(INTE_BESLUTAT)
    return nu


@transaction.atomic
def spara_bokningar(inbjudan: Inbjudan, uppgifter: Mapping[int, Uppgift], *, by) -> int:
    """Save what was typed, by pk of the Deltagande; how many rows became others. The same again changes nothing."""
    nu = _las_gallande(inbjudan)
    rader = {d.pk: d for d in deltagarna(nu)}
    if set(uppgifter) - set(rader):
        raise DomanFel("De som deltar har ändrats sedan sidan visades. Ladda om den och fyll i igen.")
    return sum(_spara(rader[pk], uppgift, by=by) for pk, uppgift in uppgifter.items())


def _spara(d: Deltagande, u: Uppgift, *, by) -> bool:
    bokning = getattr(d, "bokningen", None)
    fore = Uppgift.av(bokning)
    if (u.anmald, u.resa, u.boende, u.kostnad, u.anteckning, u.forhindrad) == (
        fore.anmald,
        fore.resa,
        fore.boende,
        fore.kostnad,
        fore.anteckning,
        fore.forhindrad,
    ):
        return False
    if u.version != fore.version:
        raise DomanFel(
            f"Uppgifterna om {d.namn} har ändrats av någon annan under tiden. Ladda om sidan och gör ändringen igen."
        )
    bokning = bokning or Bokning(deltagande=d)
    if u.anmald != fore.anmald:
        bokning.anmald, bokning.anmald_av = (timezone.now(), by) if u.anmald else (None, None)
    if u.forhindrad != fore.forhindrad:
        bokning.forhindrad = timezone.localdate() if u.forhindrad else None
    bokning.resa, bokning.boende, bokning.kostnad, bokning.anteckning = u.resa, u.boende, u.kostnad, u.anteckning
    spara(bokning, by=by, reason=_skal(fore, u))
    if u.forhindrad != fore.forhindrad:
        d.bokningen = bokning
        _kommer_eller_inte(d)
    return True


def _skal(fore: Uppgift, u: Uppgift) -> str:
    if u.forhindrad != fore.forhindrad:
        return "Antecknade förhinder" if u.forhindrad else "Tog bort förhindret"
    if u.anmald != fore.anmald:
        return "Anmälde" if u.anmald else "Tog tillbaka anmälan"
    return "Ändrade bokningen"


def _kommer_eller_inte(d: Deltagande) -> None:
    """What is in the calendar is taken out of it, or put back; of one who never was told there is nothing."""
    if evenemang.ar_over(d.inbjudan, today=timezone.localdate()) or senast_sagt(d) is None:
        return
    bokning = d.bokningen
    if bokning.forhindrad:
        skicka(d, f"struken:{d.pk}:{bokning.version}", deltagarbrev.struken(d))
    else:
        personer = anmalare(d.inbjudan, today=timezone.localdate())
        nyckel = f"deltar:{d.pk}:{d.inbjudan.version}:{bokning.version}"
        skicka(d, nyckel, deltagarbrev.utsedd(d, anmalare=personer))


@transaction.atomic
def anmal_forhinder(deltagande: Deltagande, *, by=None) -> None:
    """Somebody who was to go says that he or she cannot: by the personal link (`by` None), or logged in."""
    inbjudan = _las_gallande(deltagande.inbjudan)
    d = deltagarna(inbjudan).get(pk=deltagande.pk)
    bokning = getattr(d, "bokningen", None) or Bokning(deltagande=d)
    if bokning.forhindrad:
        return
    if inbjudan.borjar and evenemang.har_borjat(inbjudan, today=timezone.localdate()):
        raise DomanFel("Det har redan börjat. Hör av dig till den som anmälde dig i stället.")
    bokning.forhindrad = timezone.localdate()
    spara(bokning, by=by, reason="Fick förhinder, med den personliga länken" if by is None else "Fick förhinder")
    d.bokningen = bokning
    _kommer_eller_inte(d)
    for person in anmalare(inbjudan, today=timezone.localdate()):
        if till := adress(person):
            amne, text = deltagarbrev.forhinder(d, person)
            utskick.lagg(nyckel=f"forhinder:{d.pk}:{bokning.version}:{person.pk}", till=till, amne=amne, text=text)


@transaction.atomic
def skicka_uppgifter(inbjudan: Inbjudan, *, meddelande: str, nyckel: UUID, by) -> list[Deltagande]:
    """The practical facts, with what is booked for each, to all who go; those who have no address are returned."""
    nu = _las_gallande(inbjudan)
    if evenemang.ar_over(nu, today=timezone.localdate()):
        raise DomanFel("Det är redan över, så inga uppgifter skickas.")
    if nu.installd:
        raise DomanFel("Evenemanget är inställt, så inga uppgifter skickas.")
    kommer = [d for d in deltagarna(nu) if not (getattr(d, "bokningen", None) and d.bokningen.forhindrad)]
    if not kommer:
        raise DomanFel("Ingen deltar längre, så det finns ingen att skicka till.")
    if not any(adress(d.person) for d in kommer):
        raise DomanFel("Ingen av dem som deltar har en e-postadress. Lägg in den på personen i registret först.")
    utan = []
    for d in kommer:
        brev = deltagarbrev.uppgifter(d, meddelande=meddelande.strip(), av=str(by))
        if skicka(d, f"uppgifter:{d.pk}:{nyckel}", brev) is None:
            utan.append(d)
    return utan


@transaction.atomic
def skicka_igen(deltagande: Deltagande, *, by) -> Utskick:
    """The mail that somebody goes, once more when it did not arrive, or for the first time when there is an address."""
    nu = _las_gallande(deltagande.inbjudan)
    d = deltagarna(nu).get(pk=deltagande.pk)
    if not (till := adress(d.person)):
        raise DomanFel(f"{d.person.namn} saknar e-postadress. Lägg in den på personen i registret först.")
    if getattr(d, "bokningen", None) and d.bokningen.forhindrad:
        raise DomanFel(f"{d.person.namn} har fått förhinder, så inget brev skickas.")
    if sagt := senast_sagt(d):
        return utskick.skicka_igen(sagt, till=till)
    return beratta(d, anmalare=anmalare(nu, today=timezone.localdate()))

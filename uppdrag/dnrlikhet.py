"""An ärende whose dnr is written in several ways: joined by hand, and taken apart again. Both addresses live on."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from protokoll.dnr import normaldnr, normalform
from protokoll.models import Dnrlikhet, Inbjudan, Paragraf
from uppdrag.dnrvarianter import varianter

# Taken by whoever joins or parts, so that two cannot make a ring of it.
_LAS = 6_018_014
# Ways to write a dnr that are offered at once.
MEST_FORESLAGNA = 5


@dataclass(frozen=True)
class Grupp:
    """The forms (protokoll.dnr.normalform) that are one ärende; `huvud` is the one of its address."""

    huvud: str
    likheter: tuple[Dnrlikhet, ...] = ()

    @property
    def former(self) -> tuple[str, ...]:
        return (self.huvud, *(rad.dnr for rad in self.likheter))


def gruppen(dnr: str) -> Grupp:
    """One query."""
    har = normalform(dnr)
    egen = Dnrlikhet.objects.filter(dnr=har).values("huvud")
    rader = list(
        Dnrlikhet.objects.filter(Q(huvud=har) | Q(huvud__in=egen)).select_related("av__person").order_by("dnr")
    )
    return Grupp(rader[0].huvud if rader else har, tuple(rader))


def finns(dnr: str) -> bool:
    """Whether a § or an inbjudan bears it."""
    har = normalform(dnr)
    return any(
        modell.objects.exclude(dnr="").alias(normal=normaldnr()).filter(normal=har).exists()
        for modell in (Paragraf, Inbjudan)
    )


def senare(dnr: str) -> str:
    """What the §§ that once bore a dnr bear now, when it was mended and they agree; else the empty string."""
    forr = Paragraf.history.exclude(dnr="").alias(normal=normaldnr()).filter(normal=normalform(dnr)).values("id")
    nu = Paragraf.objects.filter(pk__in=forr).exclude(dnr="").annotate(normal=normaldnr())
    former = list(nu.order_by("normal").values_list("normal", flat=True).distinct()[:2])
    return former[0] if len(former) == 1 else ""


def foreslagna(grupp: Grupp) -> list[str]:
    """Forms that may be the same ärende written otherwise, and are borne by a §. One query."""
    mojliga = set().union(*(varianter(form) for form in grupp.former)) - set(grupp.former)
    if not mojliga:
        return []
    rader = (
        Paragraf.objects.exclude(dnr="")
        .annotate(normal=normaldnr())
        .filter(normal__in=sorted(mojliga))
        .order_by("normal")
        .values_list("normal", flat=True)
        .distinct()
    )
    return list(rader[:MEST_FORESLAGNA])


def _ensam() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LAS])


@transaction.atomic
def sammanfor(huvud: str, *, annat: str, skal: str = "", by) -> Grupp:
    """`annat`, with all that has been joined with it, is the same ärende as `huvud`. The same again changes nothing."""
    _ensam()
    har, dit = gruppen(annat), gruppen(huvud)
    if not normalform(annat):
        raise DomanFel("Skriv det andra diarienumret.")
    if normalform(annat) == normalform(huvud):
        raise DomanFel("Det är samma diarienummer. Skriv det andra sättet att skriva det på.")
    if har.huvud == dit.huvud:
        return dit
    if not finns(annat):
        raise DomanFel(f"Ingen paragraf och ingen inbjudan har diarienumret {annat.strip()}. Se efter hur det skrivs.")
    for rad in har.likheter:
        rad.huvud = dit.huvud
        spara(rad, by=by, reason=f"Följde med {har.huvud} till {dit.huvud}")
    ny = Dnrlikhet(dnr=har.huvud, huvud=dit.huvud, skal=skal.strip(), av=by)
    spara(ny, by=by, reason=f"Sammanförde {har.huvud} med {dit.huvud}")
    return gruppen(dit.huvud)


@transaction.atomic
def ta_isar(dnr: str, *, by) -> Grupp:
    """`dnr` is an ärende of its own again, with what came along with it when it was joined."""
    _ensam()
    rad = Dnrlikhet.objects.filter(dnr=normalform(dnr)).first()
    if rad is None:
        raise DomanFel("Diarienumret är redan ett ärende för sig.")
    foljde = [r for r in Dnrlikhet.objects.filter(huvud=rad.huvud).exclude(pk=rad.pk) if _hade(r) == rad.dnr]
    ta_bort(rad, by=by, reason=f"Tog isär {rad.dnr} och {rad.huvud}")
    for f in foljde:
        f.huvud = rad.dnr
        spara(f, by=by, reason=f"Följde med {rad.dnr} tillbaka")
    return gruppen(rad.dnr)


def _hade(rad: Dnrlikhet) -> str:
    """What it was joined with before it came along to where it is."""
    tidigare = rad.history.exclude(huvud=rad.huvud).order_by("-history_date", "-history_id").first()
    return tidigare.huvud if tidigare else ""

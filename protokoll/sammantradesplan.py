"""Planning meetings: a year at once, or one; changed, moved, cancelled. Only what is planned moves or is cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import ProtectedError

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.kalender import dag_i_ord
from kommun.models import Organ
from protokoll.kallelse import meddela_installt
from protokoll.models import Protokoll, Sammantrade
from protokoll.plan import DagarKring, dagar_kring
from protokoll.standiga import efter_dagordning

FAKTA = ("start", "slut", "plats", "stoppdag", "kallelsedag", "planerad_justering")
Lage = Sammantrade.Lage


@dataclass(frozen=True)
class Planrad:
    """One meeting to be made."""

    datum: date
    start: time | None = None
    slut: time | None = None


@dataclass(frozen=True)
class Utfall:
    """What came of planning a year: the meetings made, and the days on which there already was one."""

    skapade: tuple[Sammantrade, ...]
    fanns: tuple[date, ...]


class Andrat(DomanFel):
    """Somebody saved the meeting in between. `nuvarande` is the row as it stands now; nothing was written."""

    def __init__(self, nuvarande: Sammantrade):
        self.nuvarande = nuvarande
        super().__init__(
            "Någon annan har ändrat sammanträdet medan du skrev. Nu gäller: "
            f"{tid_och_plats(nuvarande)}. Det du skrev står kvar här; spara igen om det är det som ska gälla."
        )


def tid_och_plats(sammantrade: Sammantrade) -> str:
    """ "tisdag 9 mars 2027 kl. 13.00–16.00, Tunasalen"."""
    tid = f" kl. {sammantrade.start:%H.%M}" if sammantrade.start else ""
    slut = f"–{sammantrade.slut:%H.%M}" if sammantrade.slut else ""
    return f"{sammantrade.dag}{tid}{slut}" + (f", {sammantrade.plats}" if sammantrade.plats else "")


def organets_dagar_kring(organ: Organ, datum: date) -> DagarKring:
    return dagar_kring(datum, stopp=organ.stopp_dagar, kallelse=organ.kallelse_dagar, justering=organ.justering_dagar)


def _satt_dagar_kring(sammantrade: Sammantrade, today: date) -> None:
    """By the organ's own numbers of days; a day that has passed is nothing to plan."""
    kring = organets_dagar_kring(sammantrade.organ, sammantrade.datum)
    for falt in ("stoppdag", "kallelsedag", "planerad_justering"):
        dag = getattr(kring, falt)
        setattr(sammantrade, falt, dag if dag >= today else None)


def _verksamt(organ: Organ, datum: date) -> None:
    if not organ.verksamt(datum):
        sista = dag_i_ord(organ.upphord - timedelta(days=1), veckodag=False)
        raise DomanFel(f"{organ.namn} har upphört. Den sista dagen organet kan sammanträda är {sista}.")


def upptagna(organ: Organ) -> dict[date, Sammantrade]:
    """The days that an organ meets, or did before the meeting was moved: planning them again makes nothing."""
    alla = Sammantrade.objects.filter(organ=organ).order_by("datum")
    return {s.flyttat_fran: s for s in alla if s.flyttat_fran} | {s.datum: s for s in alla}


@transaction.atomic
def planera(*, organ: Organ, rader: Iterable[Planrad], plats: str, today: date, by) -> Utfall:
    """Make the meetings that are not there yet; a second run, or a double click, makes nothing twice."""
    organ = Organ.objects.select_for_update().get(pk=organ.pk)
    finns = upptagna(organ)
    skapade, fanns = [], []
    for rad in sorted(rader, key=lambda r: r.datum):
        if rad.datum in finns:
            fanns.append(rad.datum)
            continue
        _verksamt(organ, rad.datum)
        ny = Sammantrade(organ=organ, datum=rad.datum, start=rad.start, slut=rad.slut, plats=plats)
        _satt_dagar_kring(ny, today)
        finns[rad.datum] = spara(ny, by=by, reason=f"Planerade {rad.datum.year} års sammanträden")
        skapade.append(ny)
    return Utfall(tuple(skapade), tuple(fanns))


@transaction.atomic
def skapa(
    *, organ: Organ, datum: date, start: time | None, slut: time | None, plats: str, today: date, by
) -> tuple[Sammantrade, bool]:
    """Plan one meeting: (it, whether it is new). The same once more gives the one there is."""
    organ = Organ.objects.select_for_update().get(pk=organ.pk)
    finns = Sammantrade.objects.filter(organ=organ, datum=datum, start=start).first()
    if finns is None:
        _verksamt(organ, datum)
        ny = Sammantrade(organ=organ, datum=datum, start=start, slut=slut, plats=plats)
        _satt_dagar_kring(ny, today)
        return spara(ny, by=by, reason="Planerade sammanträdet"), True
    if finns.lage == Lage.PLANERAT and (finns.slut, finns.plats) == (slut, plats):
        return finns, False
    if finns.lage == Lage.INSTALLT:
        raise DomanFel(
            f"{organ.kortnamn} har ett inställt sammanträde {tid_och_plats(finns)}. "
            "Häv inställandet i stället, eller välj en annan tid."
        )
    raise DomanFel(
        f"{organ.kortnamn} har redan ett sammanträde {tid_och_plats(finns)}. "
        "Ändra det i stället, eller välj en annan tid."
    )


def _las(sammantrade: Sammantrade) -> Sammantrade:
    return Sammantrade.objects.select_for_update(of=("self",)).select_related("organ").get(pk=sammantrade.pk)


def las_i_planen(sammantrade: Sammantrade) -> str | None:
    """Why the meeting can be neither moved nor cancelled, as a sentence; None when it can."""
    match sammantrade.lage:
        case Lage.PAGAR:
            return "Sammanträdet pågår och kan inte längre flyttas eller ställas in."
        case Lage.AVSLUTAT:
            return "Sammanträdet har hållits och kan inte längre flyttas eller ställas in."
        case Lage.INSTALLT:
            return "Sammanträdet är inställt. Häv inställandet först, om det ändå ska hållas."
        case Lage.HANVISNING:
            return "Sammanträdet är bara känt genom hänvisning. Läs in dess protokoll, så fylls det i."
    return None


def las_for_andring(sammantrade: Sammantrade) -> str | None:
    """Why its facts can no longer be changed, as a sentence; None when they can."""
    if sammantrade.lage in (Lage.INSTALLT, Lage.HANVISNING):
        return las_i_planen(sammantrade)
    # What can be taken back is told last: beside a justerat protokoll that mends nothing.
    laga = [Protokoll.Lage.AVSKRIFT, Protokoll.Lage.JUSTERAT, Protokoll.Lage.FRYST]
    fasta = sorted(sammantrade.protokollen.filter(lage__in=laga), key=lambda p: laga.index(p.lage))
    fast = next(iter(fasta), None)
    if fast is None:
        return None
    if fast.lage == Protokoll.Lage.AVSKRIFT:
        return "Sammanträdets tid och plats står i det protokoll som har lästs in och ändras inte här."
    if fast.lage == Protokoll.Lage.FRYST:
        return "Ett protokoll från sammanträdet är hos justerarna. Ta tillbaka det om tid eller plats ska ändras."
    return "Sammanträdets protokoll är justerat, och det som är justerat ändras inte."


@transaction.atomic
def andra(sammantrade: Sammantrade, *, version: int, by, **fakta) -> Sammantrade:
    """Write time, place and the planned days. What already stands there changes nothing and is no error."""
    nu = _las(sammantrade)
    if all(getattr(nu, f) == fakta[f] for f in FAKTA):
        return nu
    if mening := las_for_andring(nu):
        raise DomanFel(mening)
    if nu.version != version:
        raise Andrat(nu)
    for falt in FAKTA:
        setattr(nu, falt, fakta[falt])
    return spara(nu, by=by, reason="Ändrade tid, plats eller planerade dagar")


@transaction.atomic
def flytta(
    sammantrade: Sammantrade,
    *,
    datum: date,
    start: time | None,
    slut: time | None,
    plats: str,
    rakna_om: bool,
    today: date,
    by,
    skal: str = "",
) -> Sammantrade:
    """Move a planned meeting to another day, with its dagordning; the day it was first planned for is kept."""
    nu = _las(sammantrade)
    if (nu.datum, nu.start, nu.slut, nu.plats) == (datum, start, slut, plats):
        return nu
    if mening := las_i_planen(nu):
        raise DomanFel(mening)
    if datum != nu.datum:
        _verksamt(nu.organ, datum)
    fran, nytt_ar = nu.datum, nu.datum.year != datum.year
    if datum != fran:
        forsta = nu.flyttat_fran or fran
        nu.flyttat_fran = forsta if forsta != datum else None
    nu.datum, nu.start, nu.slut, nu.plats = datum, start, slut, plats
    if rakna_om:
        _satt_dagar_kring(nu, today)
    vad = f"Flyttade sammanträdet från {dag_i_ord(fran)} till {dag_i_ord(datum)}"
    spara(nu, by=by, reason=f"{vad}: {skal.strip()}" if skal.strip() else vad)
    for paragraf in nu.paragraferna.all() if nytt_ar else ():
        paragraf.ar = datum.year
        spara(paragraf, by=by, reason=vad)
    if datum != fran:
        # Another meeting may come first now.
        efter_dagordning(nu, by=by)
    return nu


@transaction.atomic
def stall_in(sammantrade: Sammantrade, *, skal: str, by) -> Sammantrade:
    """Cancel a planned meeting, with the reason. It stays in the calendar as cancelled, and those called are told."""
    nu = _las(sammantrade)
    if nu.lage == Lage.INSTALLT and nu.installt_skal == skal.strip():
        return nu
    if mening := las_i_planen(nu):
        raise DomanFel(mening)
    if not skal.strip():
        raise DomanFel("Skriv varför sammanträdet ställs in, till exempel ”för få ärenden”.")
    nu.lage, nu.installt_skal = Lage.INSTALLT, skal.strip()
    spara(nu, by=by, reason=f"Ställde in sammanträdet: {nu.installt_skal}")
    meddela_installt(nu, by=by)
    efter_dagordning(nu, by=by)
    return nu


@transaction.atomic
def hav_installandet(sammantrade: Sammantrade, *, by) -> Sammantrade:
    """Plan a cancelled meeting again, on its day."""
    nu = _las(sammantrade)
    if nu.lage == Lage.PLANERAT:
        return nu
    if nu.lage != Lage.INSTALLT:
        raise DomanFel("Sammanträdet är inte inställt.")
    nu.lage, nu.installt_skal = Lage.PLANERAT, ""
    spara(nu, by=by, reason="Hävde inställandet")
    efter_dagordning(nu, by=by)
    return nu


@transaction.atomic
def ta_bort(sammantrade: Sammantrade, *, by) -> None:
    """Take away a meeting that was planned by mistake; one that something hangs on is cancelled instead."""
    nu = _las(sammantrade)
    if nu.lage != Lage.PLANERAT:
        raise DomanFel("Bara ett planerat sammanträde kan tas bort.")
    nu._history_user, nu._change_reason = by, "Tog bort sammanträdet ur planen"
    try:
        nu.delete()
    except ProtectedError as fel:
        raise DomanFel(
            "Sammanträdet har redan ärenden, kallade eller annat som hör till det, och tas inte bort. "
            "Ställ in det i stället."
        ) from fel

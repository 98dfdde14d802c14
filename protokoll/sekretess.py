"""A § that the law closes: marked with its lagrum, kept in a protokoll of its own, read by few.

To everybody else it is a number in the row: "§ 36 Sekretess".
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from kommun import utskriftsko
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Person
from protokoll import dagordningsrader, indelning
from protokoll.models import Kallelse, Paragraf, Protokoll, Sammantrade, Sattning, Sekretesslasare
from protokoll.models.sekretess import dolda, dolda_genom
from protokoll.skrivning import last_sentence
from protokoll.tillagg import EFTER_SEKRETESS
from protokoll.underskrifter import nytt_ordinarie, ordinarie

# All that others read of it.
RUBRIK = "Sekretess"


# What stands for it


def dolda_i(user, sammantrade: Sammantrade | int) -> frozenset[int]:
    """The keys of the §§ of a meeting that the user does not read (two queries)."""
    return frozenset(pk for urval in dolda(user) for (pk,) in urval.filter(sammantrade=sammantrade).values_list("pk"))


def alla_dolda(user) -> frozenset[int]:
    """Of all meetings: they are few (one query)."""
    return frozenset(Paragraf.objects.order_by().filter(pk__in=dolda_genom(user)).values_list("pk", flat=True))


def dolj_bland(user, paragrafer: Iterable[Paragraf]) -> frozenset[int]:
    """Hide, of §§ of any meetings, what the user does not read; the keys of it. One query, none for no §."""
    alla = list(paragrafer)
    if not alla:
        return frozenset()
    bland = Paragraf.objects.order_by().filter(pk__in={p.pk for p in alla}).filter(pk__in=dolda_genom(user))
    hemliga = frozenset(bland.values_list("pk", flat=True))
    for p in alla:
        if p.pk in hemliga:
            dolj(p)
    return hemliga


def hemliga_i(sammantrade: Sammantrade | int) -> frozenset[int]:
    """The same for one who is nobody here: by a link, or on a screen."""
    return frozenset(Paragraf.objects.hemliga().filter(sammantrade=sammantrade).values_list("pk", flat=True))


def dolj(paragraf: Paragraf) -> Paragraf:
    """Leave of it its place, its number and one word. It is shown so, and can no longer be saved."""
    paragraf.dold = True
    paragraf.rubrik, paragraf.slag = RUBRIK, Paragraf.Slag.ARENDE
    paragraf.dnr = paragraf.klassificering = paragraf.foredragande = paragraf.utfall = paragraf.sekretess = ""
    paragraf.planerad_tid = paragraf.standigt = paragraf.fran = None
    paragraf.extra = False
    paragraf._prefetched_objects_cache = {
        falt: getattr(paragraf, falt).none()
        for falt in ("besluten", "avsnitten", "yrkandena", "omrostningarna", "anmalningarna")
        if hasattr(paragraf, falt)
    }
    return paragraf


def dolj_for(user, sammantrade: Sammantrade, paragrafer: Iterable[Paragraf]) -> frozenset[int]:
    """Hide among the rows what the user does not read; the keys of it."""
    hemliga = dolda_i(user, sammantrade)
    for p in paragrafer:
        if p.pk in hemliga:
            dolj(p)
    return hemliga


def rojer(kallelse: Kallelse, hemliga: Collection[int]) -> bool:
    """The kallelse was sent before it was marked, and says what it is about."""
    punkter = kallelse.innehall.get("punkter", ()) if hemliga else ()
    return any(p["id"] in hemliga and p["rubrik"] != RUBRIK for p in punkter)


# The acts


@transaction.atomic
def markera(paragraf: Paragraf, *, lagrum: str, by) -> Paragraf:
    """Close it by the lagrum. In a meeting that is held, or has been, it is moved to a protokoll of its own."""
    lagrum = lagrummet(lagrum)
    sammantrade, nu = _las(paragraf)
    satt_marke(nu, lagrum=lagrum, by=by)
    protokoll = nu.protokoll
    if protokoll and protokoll.lage == Protokoll.Lage.UTKAST and protokoll.slag != Protokoll.Slag.SEKRETESS:
        lagg_for_sig(sammantrade, [nu], by=by)
    return nu


def lagrummet(text: str) -> str:
    """As it is kept; DomanFel without one."""
    if lagrum := " ".join(text.split()):
        return lagrum
    raise DomanFel("Ange lagrummet, till exempel ”19 kap. 3 § OSL”.")


def satt_marke(nu: Paragraf, *, lagrum: str, by) -> None:
    """Of a § that the caller has locked: from now on it is read by few."""
    if nu.sekretess == lagrum:
        return
    nytt = not nu.ar_hemlig
    nu.sekretess = lagrum
    spara(nu, by=by, reason=f"Har sekretess enligt {lagrum}")
    if nytt:
        # Pages that were set before it was closed.
        Sattning.objects.filter(protokoll__sammantrade=nu.sammantrade_id).delete()
        utskriftsko.glom()
        for tillagg in EFTER_SEKRETESS:
            tillagg(nu, by=by)


@transaction.atomic
def ta_bort_markeringen(paragraf: Paragraf, *, skal: str, by) -> Paragraf:
    """Open it again, with the reason, and put it back among the rest."""
    if not skal.strip():
        raise DomanFel("Skriv varför sekretessen inte längre gäller, till exempel ”avtalet är tecknat”.")
    sammantrade, nu = _las(paragraf)
    if nu.sekretess:
        nu.sekretess = ""
        spara(nu, by=by, reason=f"Har inte längre sekretess: {skal.strip()}")
    if nu.protokoll and nu.protokoll.slag == Protokoll.Slag.SEKRETESS:
        till = ordinarie(sammantrade) or nytt_ordinarie(sammantrade, by=by, skal="Lades upp för det som blev öppet")
        indelning.flytta_paragrafer(sammantrade, paragrafer=[nu], till=till, by=by)
    return Paragraf.objects.select_related("protokoll").get(pk=nu.pk)


def _las(paragraf: Paragraf) -> tuple[Sammantrade, Paragraf]:
    sammantrade, nu = las_att_marka(paragraf)
    if mening := last_sentence(nu):
        raise DomanFel(mening)
    return sammantrade, nu


def las_att_marka(paragraf: Paragraf) -> tuple[Sammantrade, Paragraf]:
    """The meeting and the §, locked."""
    sammantrade, rader = dagordningsrader.las(paragraf.sammantrade_id)
    nu = next((p for p in rader if p.pk == paragraf.pk), None)
    if nu is None:
        raise DomanFel("Ärendet står inte längre på dagordningen.")
    if nu.slag == Paragraf.Slag.RUBRIK:
        raise DomanFel("En rubrik på dagordningen har ingen text att hålla hemlig. Markera ärendena under den.")
    return sammantrade, nu


def lagg_for_sig(sammantrade: Sammantrade, paragrafer: list[Paragraf], *, by) -> None:
    """In the protokoll in work for §§ with sekretess, laid up when there is none."""
    eget = next(
        (
            p
            for p in sammantrade.protokollen.filter(lage=Protokoll.Lage.UTKAST).order_by("pk")
            if p.slag == Protokoll.Slag.SEKRETESS
        ),
        None,
    )
    if eget:
        indelning.flytta_paragrafer(sammantrade, paragrafer=paragrafer, till=eget, by=by)
    else:
        indelning.nytt_protokoll(sammantrade, paragrafer=paragrafer, slag=Protokoll.Slag.SEKRETESS, by=by)


@transaction.atomic
def ge_insyn(paragraf: Paragraf, *, person: Person, skal: str, fran: date, till: date | None, by) -> Sekretesslasare:
    """Let somebody read it, also when it is justerat: who reads is no part of the record. Twice changes nothing."""
    nu = Paragraf.objects.select_for_update(of=("self",)).select_related("protokoll").get(pk=paragraf.pk)
    if not nu.ar_hemlig:
        raise DomanFel("Paragrafen har inte sekretess, så alla med en roll läser den redan.")
    if not skal.strip():
        raise DomanFel("Skriv varför personen ska läsa paragrafen, till exempel ”handlägger ärendet”.")
    finns = nu.sekretesslasarna.filter(person=person, fran=fran, till=till).first()
    if finns:
        return finns
    ny = Sekretesslasare(paragraf=nu, person=person, skal=skal.strip(), fran=fran, till=till)
    return spara(ny, by=by, reason=f"Fick läsa paragrafen: {skal.strip()}")


def folj_med(fran: Paragraf, ny: Paragraf, *, by) -> None:
    """For protokoll.tillagg.FORTSATTNINGAR: who reads the one reads what it becomes."""
    if not ny.sekretess:
        return
    redan = set(ny.sekretesslasarna.values_list("person", flat=True))
    mina = fran.sekretesslasarna.gallande(timezone.localdate()).exclude(person=None)
    for rad in mina.exclude(person__in=redan):
        kopia = Sekretesslasare(paragraf=ny, person_id=rad.person_id, skal=rad.skal, fran=rad.fran, till=rad.till)
        spara(kopia, by=by, reason=f"Följde med från {fran}")


@transaction.atomic
def oppna_for_alla(paragraf: Paragraf, *, provad_av: str, skal: str, by) -> Sekretesslasare:
    """Of what is locked the record stays as it was adjusted, with its mark and its protokoll: from today all who have a
    role read it. Whether it is given out is tried each time somebody asks (OSL 6:3), so this can be ended too. Twice
    changes nothing."""
    nu = Paragraf.objects.select_for_update(of=("self",)).select_related("protokoll").get(pk=paragraf.pk)
    if not nu.ar_hemlig:
        raise DomanFel("Paragrafen har inte sekretess, så alla med en roll läser den redan.")
    if not last_sentence(nu):
        raise DomanFel("Paragrafen är inte låst. Ta bort sekretessen i stället.")
    provad_av, skal = " ".join(provad_av.split()), skal.strip()
    if not provad_av or not skal:
        raise DomanFel("Skriv vem som har prövat att sekretessen inte längre gäller, och varför.")
    today = timezone.localdate()
    if finns := nu.sekretesslasarna.gallande(today).filter(person=None).first():
        return finns
    ny = Sekretesslasare(paragraf=nu, skal=f"{skal} (prövat av {provad_av})"[:300], fran=today)
    return spara(ny, by=by, reason=f"Öppnades för alla som har en roll. Prövat av {provad_av}: {skal}"[:500])


@transaction.atomic
def avsluta_insyn(lasare: Sekretesslasare, *, today: date, by) -> Sekretesslasare | None:
    """From now on the person reads it no more. One that had not begun to count is ended on its first day."""
    nu = Sekretesslasare.objects.select_for_update(of=("self",)).filter(pk=lasare.pk).first()
    if nu is None or (nu.till is not None and nu.till < today):
        return nu
    igar = today - timedelta(days=1)
    nu.fran, nu.till = min(nu.fran, igar), igar
    utskriftsko.glom(nu.person)
    return spara(nu, by=by, reason="Läser inte längre paragrafen")

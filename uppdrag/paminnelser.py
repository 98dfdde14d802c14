"""Reminding people of uppdrag: what is due is ticked off, row by row, in the transaction that writes its mail.

The act may be run as often as anybody likes, by several at once, and be killed at any moment: a row that is there has
been said (its mail lies in the outbox, kommun.utskick), and what has no row is said by the next run.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from kommun import utskick
from kommun.fel import DomanFel
from kommun.models import Person, Utskick
from protokoll.kallelse import adress
from uppdrag import paminnelsebrev
from uppdrag.frister import FORFRAGAN_DAGAR
from uppdrag.models import Aterrapport, Paminnelse, Uppdrag
from uppdrag.paminnelsebrev import Punkt
from uppdrag.paminnelsemottagare import Mottagare, Mottagarkarta, Som
from uppdrag.paminnelseregler import Laget, Slag, Steg, forfallen_eskalering, forfallet

UPPDRAG_AT_GANGEN = 1000
PERSONER_AT_GANGEN = 50

Framsteg = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rad:
    """What the rules and the choice of receivers read of an uppdrag."""

    uppdrag: int
    ansvarig: int | None
    forvaltning: int | None
    organ: int | None
    laget: Laget

    def ansvariga(self, karta: Mottagarkarta) -> Mottagare:
        return karta.ansvariga(self.ansvarig, self.forvaltning, self.organ)

    def overordnade(self, karta: Mottagarkarta) -> Mottagare:
        return karta.overordnade(self.ansvarig, self.forvaltning, self.organ)


@dataclass(frozen=True, slots=True)
class Forfallen:
    """A reminder that is due. `till` None: there is nobody to remind."""

    uppdrag: int
    steg: Steg
    till: int | None = None
    som: Som | None = None


@dataclass
class Utfall:
    """What a run found and, when it was in earnest, did."""

    today: date
    per_person: dict[Person, list[Forfallen]] = field(default_factory=dict)
    utan_mottagare: list[Forfallen] = field(default_factory=list)
    # Rows ticked off, and mails written; less than what was found when another run came before.
    avbockade: int = 0
    brev: int = 0

    @property
    def antal(self) -> int:
        return sum(len(rader) for rader in self.per_person.values())

    @property
    def utan_adress(self) -> list[Person]:
        return [person for person in self.per_person if not adress(person)]


def rader(urval: QuerySet, *, today: date, dagar: int = 0) -> Iterator[Rad]:
    """The uppdrag of `urval` of which something may be said up to so many days from now, in batches by key."""
    senast = Aterrapport.objects.filter(uppdrag=OuterRef("pk"), inlamnad__isnull=False).order_by("-inlamnad")
    till = today + timedelta(days=dagar)
    urval = (
        urval.filter(lage=Uppdrag.Lage.PAGAR)
        .med_stoppdag()
        .annotate(senast=Subquery(senast.annotate(dag=TruncDate("inlamnad")).values("dag")[:1]))
        .filter(Q(stopp__lte=till + timedelta(days=FORFRAGAN_DAGAR)) | Q(frist__lt=till))
        .order_by("pk")
        .values_list("pk", "ansvarig", "forvaltning", "mottagande_organ", "givet", "stopp", "frist", "senast")
    )
    sist = 0
    while omgang := list(urval.filter(pk__gt=sist)[:UPPDRAG_AT_GANGEN]):
        for pk, ansvarig, forvaltning, organ, given, stopp, frist, rapporterat in omgang:
            laget = Laget(pagar=True, given=given, stopp=stopp, frist=frist, rapporterat=rapporterat)
            yield Rad(pk, ansvarig, forvaltning, organ, laget)
        sist = omgang[-1][0]


def forfallna(urval: QuerySet, *, karta: Mottagarkarta, today: date) -> Iterator[Forfallen]:
    """Everything that is due and has not been said to the one it is for."""
    omgang: list[Rad] = []
    for rad in rader(urval, today=today):
        omgang.append(rad)
        if len(omgang) == UPPDRAG_AT_GANGEN:
            yield from _forfallna_i(omgang, karta=karta, today=today)
            omgang = []
    yield from _forfallna_i(omgang, karta=karta, today=today)


def _forfallna_i(omgang: list[Rad], *, karta: Mottagarkarta, today: date) -> Iterator[Forfallen]:
    sagt: dict[tuple[int, int], set] = defaultdict(set)
    tidigare = Paminnelse.objects.filter(uppdrag__in=[r.uppdrag for r in omgang])
    for uppdrag, till, *vad in tidigare.values_list("uppdrag", "till", "slag", "avser", "dag"):
        sagt[uppdrag, till].add(tuple(vad))
    for rad in omgang:
        for regel, mottagare in ((forfallet, rad.ansvariga(karta)), (forfallen_eskalering, rad.overordnade(karta))):
            if not mottagare and (steg := regel(rad.laget, sagt=(), today=today)):
                yield Forfallen(rad.uppdrag, steg)
            for till, som in mottagare.items():
                if steg := regel(rad.laget, sagt=sagt[rad.uppdrag, till], today=today):
                    yield Forfallen(rad.uppdrag, steg, till, som)


def skicka_paminnelser(today: date, *, skarpt: bool, framsteg: Framsteg | None = None) -> Utfall:
    """What is due on the day; `skarpt` also ticks it off and sends it, one mail to each person.

    `framsteg` is told how many of how many people are done.
    """
    karta = Mottagarkarta(today)
    per_person: dict[int, list[Forfallen]] = defaultdict(list)
    utfall = Utfall(today)
    for f in forfallna(Uppdrag.objects.all(), karta=karta, today=today):
        if f.till is None:
            utfall.utan_mottagare.append(f)
        else:
            per_person[f.till].append(f)
    personer = Person.objects.filter(pk__in=per_person).select_related("user").order_by("namn", "pk")
    utfall.per_person = {person: per_person[person.pk] for person in personer}
    if skarpt:
        # In the order of their keys, in which they are locked: two runs never wait for each other in a ring.
        nycklar = sorted(per_person)
        for start in range(0, len(nycklar), PERSONER_AT_GANGEN):
            omgang = {pk: per_person[pk] for pk in nycklar[start : start + PERSONER_AT_GANGEN]}
            avbockade, brev = _bocka_av(omgang, karta=karta, today=today)
            utfall.avbockade += avbockade
            utfall.brev += brev
            if framsteg:
                framsteg(min(start + PERSONER_AT_GANGEN, len(nycklar)), len(nycklar))
    return utfall


@transaction.atomic
def _bocka_av(omgang: dict[int, list[Forfallen]], *, karta: Mottagarkarta, today: date) -> tuple[int, int]:
    """Tick off what is still due of what was found for these people, and write their mails."""
    personer = {
        p.pk: p
        for p in Person.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user")
        .filter(pk__in=omgang)
        .order_by("pk")
    }
    # Read again under the lock: what another run has said meanwhile, or a report has answered, is not due any more.
    uppdragen = {f.uppdrag for rader_ in omgang.values() for f in rader_}
    nya: dict[int, list[Paminnelse]] = defaultdict(list)
    som: dict[tuple[int, int], Som] = {}
    for f in forfallna(Uppdrag.objects.filter(pk__in=uppdragen), karta=karta, today=today):
        if f.till in personer:
            nya[f.till].append(
                Paminnelse(uppdrag_id=f.uppdrag, slag=f.steg.slag, avser=f.steg.avser, dag=f.steg.dag, till_id=f.till)
            )
            som[f.till, f.uppdrag] = f.som
    Paminnelse.objects.bulk_create([p for till in nya for p in nya[till]])
    return sum(map(len, nya.values())), len(_skriv_brev(personer, nya, som, today=today))


def _skriv_brev(
    personer: dict[int, Person], nya: dict[int, list[Paminnelse]], som: dict[tuple[int, int], Som], *, today: date
) -> dict[int, Utskick]:
    """A mail to each that has an address, about all the rows of his or hers."""
    uppdragen = paminnelsebrev.las_uppdragen({p.uppdrag_id for till in nya for p in nya[till]})
    breven: dict[int, Utskick] = {}
    for pk, paminnelserna in nya.items():
        person = personer[pk]
        if not (till := adress(person)):
            continue
        punkter = [Punkt(uppdragen[p.uppdrag_id], Slag(p.slag), som[pk, p.uppdrag_id]) for p in paminnelserna]
        amne, text = paminnelsebrev.paminnelser(person, punkter, today=today)
        # The first row is this mail's and no other's, so that the key is.
        breven[pk] = utskick.lagg(nyckel=f"paminnelse:{paminnelserna[0].pk}", till=till, amne=amne, text=text)
        Paminnelse.objects.filter(pk__in=[p.pk for p in paminnelserna]).update(utskick=breven[pk])
    return breven


@transaction.atomic
def skicka_igen(paminnelse: Paminnelse, *, today: date) -> Utskick:
    """Send the mail of a reminder once more, or for the first time when the address has come since."""
    person = (
        Person.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=paminnelse.till_id)
    )
    nu = Paminnelse.objects.select_related("utskick").get(pk=paminnelse.pk)
    if not (till := adress(person)):
        raise DomanFel(f"{person.namn} saknar e-postadress. Lägg in den på personen i registret först.")
    if nu.utskick:
        return utskick.skicka_igen(nu.utskick, till=till)
    osagda = list(Paminnelse.objects.filter(till=person, utskick=None, uppdrag__lage=Uppdrag.Lage.PAGAR).order_by("pk"))
    if nu not in osagda:
        raise DomanFel("Uppdraget väntar inte längre på någon rapport, så det finns inget att påminna om.")
    # Of what was ticked off about an uppdrag while there was no address, the latest is what applies.
    senaste = {p.uppdrag_id: p for p in osagda}
    som = _roller(senaste, person, today)
    brev = _skriv_brev({person.pk: person}, {person.pk: list(senaste.values())}, som, today=today)[person.pk]
    Paminnelse.objects.filter(pk__in=[p.pk for p in osagda]).update(utskick=brev)
    return brev


def _roller(uppdragen: Iterable[int], person: Person, today: date) -> dict[tuple[int, int], Som]:
    karta = Mottagarkarta(today)
    falt = Uppdrag.objects.filter(pk__in=uppdragen).values_list("pk", "ansvarig", "forvaltning", "mottagande_organ")
    return {
        (person.pk, pk): (karta.overordnade(*vem) | karta.ansvariga(*vem)).get(person.pk, Som.ANSVARIG)
        for pk, *vem in falt
    }

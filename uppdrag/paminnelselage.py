"""What the pages show of reminders: what went wrong, what comes, what has been said. Reads, never writes."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from kommun import utskick
from kommun.brevlage import Brevlage, brevlage
from kommun.kalender import next_vardag
from kommun.models import Person
from protokoll.models import Sammantrade
from uppdrag.models import Paminnelse, Uppdrag
from uppdrag.paminnelsemottagare import Mottagarkarta
from uppdrag.paminnelser import forfallna, rader
from uppdrag.paminnelseregler import ESKALERING_DAGAR, Slag, kommande

KOMMANDE_DAGAR = 30
# A page that has more to mend than this has one thing to mend, and that is the mail server.
MEST = 200


def mina_uppdrag(user) -> QuerySet:
    """Those the user follows up: a secretary of the own organ, the administrator of all."""
    alla = Uppdrag.objects.visible_to(user)
    return alla if user.behorighet.ar_administrator else alla.i_organ(user.behorighet.sekreterare_i)


def skickade(user) -> QuerySet:
    return Paminnelse.objects.filter(uppdrag__in=mina_uppdrag(user)).select_related("uppdrag__serie", "till", "utskick")


def inte_framme(user, *, nu: datetime) -> QuerySet:
    """Said, but not heard: the mail failed, may have failed, or there was no address to send it to."""
    avbrutet = Q(utskick__paborjat__lt=nu - utskick.LANGST_PAGAENDE)
    osant = Q(utskick__isnull=False, utskick__skickat=None) & (~Q(utskick__fel="") | avbrutet)
    return skickade(user).filter(osant | Q(utskick=None, uppdrag__lage=Uppdrag.Lage.PAGAR))


@dataclass
class Brev:
    """A mail that did not arrive, and what it was about."""

    person: Person
    lage: Brevlage
    paminnelserna: list[Paminnelse] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.paminnelserna[0].pk

    @property
    def tid(self) -> datetime:
        return self.paminnelserna[0].tid


def breven_som_inte_kom_fram(user, *, nu: datetime) -> list[Brev]:
    breven: dict[tuple, Brev] = {}
    for p in inte_framme(user, nu=nu).order_by("-tid", "pk")[:MEST]:
        nyckel = (p.till_id, p.utskick_id)
        if nyckel not in breven:
            breven[nyckel] = Brev(p.till, brevlage(p.utskick, nu=nu))
        breven[nyckel].paminnelserna.append(p)
    return list(breven.values())


def utan_mottagare(urval: QuerySet, *, karta: Mottagarkarta, today: date) -> QuerySet:
    """Of `urval` those that nobody can be reminded of: the rule of Mottagarkarta.ansvariga, as a query.

    A test runs the two over the same uppdrag.
    """
    return (
        urval.filter(lage=Uppdrag.Lage.PAGAR)
        .utan_ansvarig_i_tjanst(today)
        .exclude(forvaltning__in=karta.forvaltningar_med_chef())
        .exclude(forvaltning=None, ansvarig__isnull=False, ansvarig__in=karta.personer_med_chef())
        .exclude(mottagande_organ__isnull=False, mottagande_organ__in=karta.organ_med_sekreterare())
    )


def utan_chef(urval: QuerySet, *, karta: Mottagarkarta, today: date) -> QuerySet:
    """Late for so long that a head is to be told, and there is none; others are reminded all the same."""
    sena = urval.filter(lage=Uppdrag.Lage.PAGAR, frist__lte=today - timedelta(days=ESKALERING_DAGAR))
    falt = ("ansvarig", "forvaltning", "mottagande_organ")
    villkor = Q(pk__in=())
    for vem in sena.order_by().values_list(*falt).distinct():
        if karta.ansvariga(*vem) and not karta.overordnade(*vem):
            villkor |= Q(**dict(zip(falt, vem, strict=True)))
    return sena.filter(villkor)


def utan_rapportdag(urval: QuerySet) -> QuerySet:
    """Nothing says when they are to be reported, so nobody is ever reminded: rows that are older than the rule, and
    those of a chosen meeting that was called off."""
    moten = Sammantrade.objects.exclude(lage__in=Sammantrade.RAKNAS_EJ)
    return urval.filter(lage=Uppdrag.Lage.PAGAR, frist=None, nasta_rapport=None).exclude(rapporteras_vid__in=moten)


@dataclass(frozen=True)
class Kommande:
    """A reminder that will go out; `nu` when it is due already and waits for the next run."""

    dag: date
    slag: str
    uppdrag: int
    till: tuple[int, ...]
    nu: bool = False

    @property
    def ord(self) -> str:
        return Paminnelse.Slag(self.slag).label

    @property
    def saknas(self) -> str:
        """Who there is not, when there is nobody."""
        return "Ingen chef i registret" if self.slag == Slag.ESKALERING else "Ingen att påminna"


def kommande_paminnelser(user, *, today: date) -> list[Kommande]:
    """What waits for the next run and what comes the days after, if nothing happens. By day."""
    nasta = next_vardag(today)
    karta, urval = Mottagarkarta(nasta), mina_uppdrag(user)
    vantar: dict[tuple, list[int]] = defaultdict(list)
    for f in forfallna(urval, karta=karta, today=nasta):
        vantar[f.steg, f.uppdrag] += [f.till] if f.till else []
    ut = [Kommande(s.dag, s.slag, pk, tuple(till), nu=True) for (s, pk), till in vantar.items()]
    till_dag = today + timedelta(days=KOMMANDE_DAGAR)
    for rad in rader(urval, today=today, dagar=KOMMANDE_DAGAR):
        for steg in kommande(rad.laget, efter=nasta, till=till_dag):
            vilka = rad.overordnade(karta) if steg.slag == Slag.ESKALERING else rad.ansvariga(karta)
            ut.append(Kommande(steg.dag, steg.slag, rad.uppdrag, tuple(vilka)))
    return sorted(ut, key=lambda k: (k.dag, k.uppdrag))


@dataclass(frozen=True)
class Kommanderad:
    kommande: Kommande
    uppdrag: Uppdrag
    personer: list[Person]


def med_namn(urval: list[Kommande]) -> list[Kommanderad]:
    """With the rows they are about: two queries."""
    uppdragen = Uppdrag.objects.select_related("serie").in_bulk({k.uppdrag for k in urval})
    personer = Person.objects.in_bulk({pk for k in urval for pk in k.till})
    return [Kommanderad(k, uppdragen[k.uppdrag], [personer[pk] for pk in k.till]) for k in urval]

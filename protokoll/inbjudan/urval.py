"""Which invitations: those one works with, and the meeting that is to decide each of them."""

from datetime import date

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery

from protokoll.models import Deltagande, Inbjudan, Sammantrade

Svar = Inbjudan.Svar
# A meeting that is still to come or is going on.
KVAR = (Sammantrade.Lage.PLANERAT, Sammantrade.Lage.PAGAR)


def kommande_moten(today: date) -> QuerySet[Sammantrade]:
    return Sammantrade.objects.filter(lage__in=KVAR, datum__gte=today).order_by("datum", "start", "pk")


def med_nasta_mote(inbjudningar: QuerySet[Inbjudan], *, today: date) -> QuerySet[Inbjudan]:
    """With `nasta_mote`, the day of the next meeting of its organ."""
    nasta = kommande_moten(today).filter(organ=OuterRef("organ")).values("datum")[:1]
    return inbjudningar.annotate(nasta_mote=Subquery(nasta, output_field=DateField()))


def att_besluta(inbjudningar: QuerySet[Inbjudan]) -> QuerySet[Inbjudan]:
    return inbjudningar.filter(svar=Svar.OBESVARAD, avgjord=None)


def gar_ut_fore_motet(inbjudningar: QuerySet[Inbjudan], *, today: date) -> QuerySet[Inbjudan]:
    """Undecided, and the last day to register comes before the organ meets."""
    vantar = med_nasta_mote(att_besluta(inbjudningar), today=today).exclude(sista_anmalan=None)
    return vantar.filter(Q(nasta_mote=None) | Q(sista_anmalan__lt=F("nasta_mote")))


def ej_anmalda(inbjudningar: QuerySet[Inbjudan], *, today: date) -> QuerySet[Inbjudan]:
    """Somebody is to go, and has not been registered; what has begun is past mending."""
    oanmald = Deltagande.objects.filter(inbjudan=OuterRef("pk")).exclude(
        Q(bokningen__anmald__isnull=False) | Q(bokningen__forhindrad__isnull=False)
    )
    kvar = Q(borjar__gte=today) | Q(borjar=None, ankom__isnull=False)
    return inbjudningar.filter(kvar, Exists(oanmald), svar=Svar.DELTAR)


def nasta_mote(inbjudan: Inbjudan, *, today: date) -> Sammantrade | None:
    return kommande_moten(today).filter(organ=inbjudan.organ_id).first()


def gar_ut_fore(inbjudan: Inbjudan, mote: Sammantrade | None) -> bool:
    """As gar_ut_fore_motet, of one."""
    if inbjudan.svar != Svar.OBESVARAD or inbjudan.avgjord or inbjudan.sista_anmalan is None:
        return False
    return mote is None or inbjudan.sista_anmalan < mote.datum

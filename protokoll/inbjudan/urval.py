"""Which invitations: those one works with, and the meeting that is to decide each of them."""

from datetime import date

from django.db.models import BooleanField, Case, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from protokoll.models import Deltagande, Inbjudan, Sammantrade

Svar = Inbjudan.Svar
_ATT_BESLUTA = Q(svar=Svar.OBESVARAD, avgjord=None, installd=None, organ__behandlar_inbjudningar=True)


def kommande_moten(today: date) -> QuerySet[Sammantrade]:
    """Those that are going on or still to come, the first one first."""
    lage = Sammantrade.Lage
    kvar = Q(lage=lage.PAGAR) | Q(lage=lage.PLANERAT, datum__gte=today)
    return Sammantrade.objects.filter(kvar).order_by("datum", "start", "pk")


def med_nasta_mote(inbjudningar: QuerySet[Inbjudan], *, today: date) -> QuerySet[Inbjudan]:
    """With `nasta_mote`, the day of the next meeting of its organ, and `gar_ut`, see gar_ut_fore."""
    nasta = kommande_moten(today).filter(organ=OuterRef("organ")).values("datum")[:1]
    # What has begun already nobody can be sent to.
    ut = Q(_ATT_BESLUTA, Q(borjar=None) | Q(borjar__gte=today), sista_anmalan__isnull=False)
    ut &= Q(nasta_mote=None) | Q(sista_anmalan__lt=F("nasta_mote"))
    return inbjudningar.annotate(
        nasta_mote=Subquery(nasta, output_field=DateField()),
        gar_ut=Case(When(ut, then=Value(True)), default=Value(False), output_field=BooleanField()),
    )


def att_besluta(inbjudningar: QuerySet[Inbjudan]) -> QuerySet[Inbjudan]:
    return inbjudningar.filter(_ATT_BESLUTA)


def gar_ut_fore_motet(inbjudningar: QuerySet[Inbjudan], *, today: date) -> QuerySet[Inbjudan]:
    return med_nasta_mote(inbjudningar, today=today).filter(gar_ut=True)


def ej_anmalda(inbjudningar: QuerySet[Inbjudan], *, today: date) -> QuerySet[Inbjudan]:
    """Somebody is to go, and has not been registered; what has begun is past mending."""
    oanmald = Deltagande.objects.filter(inbjudan=OuterRef("pk")).exclude(
        Q(bokningen__anmald__isnull=False) | Q(bokningen__forhindrad__isnull=False)
    )
    kvar = Q(borjar__gte=today) | Q(borjar=None, ankom__isnull=False)
    return inbjudningar.filter(kvar, Exists(oanmald), svar=Svar.DELTAR, installd=None)


def nasta_mote(organ_id: int, *, today: date) -> Sammantrade | None:
    """The next meeting of the organ, with or without a dagordning."""
    return kommande_moten(today).filter(organ=organ_id).first()


def gar_ut_fore(inbjudan: Inbjudan, mote: Sammantrade | None, *, today: date) -> bool:
    """It is undecided, and the last day to register comes before the organ meets."""
    if inbjudan.svar != Svar.OBESVARAD or inbjudan.avgjord or inbjudan.installd or inbjudan.sista_anmalan is None:
        return False
    if not inbjudan.organ.behandlar_inbjudningar:
        return False
    if inbjudan.borjar and inbjudan.borjar < today:
        return False
    return mote is None or inbjudan.sista_anmalan < mote.datum

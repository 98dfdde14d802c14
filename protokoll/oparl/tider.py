"""When each public row came to be (`tillkom`) and when it last changed (`andrades`), as expressions of the database.

They are `created` and `modified` of OParl, by which a program keeps its copy up to date. What is no longer public
changed when it ceased to be.
"""

from datetime import date

from django.conf import settings
from django.db.models import Case, DateTimeField, Func, Max, Min, OuterRef, Subquery, When
from django.db.models.functions import Greatest

from kommun.models import Mandat
from protokoll.models import Protokoll, Publicering, Undertecknande


class Midnatt(Func):
    """The moment at which a day begins here; `dagar` days later."""

    template = f"((%(expressions)s + %(dagar)s)::timestamp AT TIME ZONE '{settings.TIME_ZONE}')"
    output_field = DateTimeField()

    def __init__(self, dagen, dagar: int = 0):
        super().__init__(dagen, dagar=dagar)


def _historik(modell, aggregat, ref: str) -> Subquery:
    rader = modell.history.model.objects.filter(id=OuterRef(ref)).order_by().values("id")
    return Subquery(rader.annotate(tid=aggregat("history_date")).values("tid"))


def skapad(modell, ref: str = "pk") -> Subquery:
    return _historik(modell, Min, ref)


def andrad(modell, ref: str = "pk") -> Subquery:
    return _historik(modell, Max, ref)


def med_historik(rader):
    return rader.annotate(tillkom=skapad(rader.model), andrades=andrad(rader.model))


def med_mandattid(mandat, today: date):
    """It shows from its first day, and is gone the day after its last."""
    slut = Case(When(till__lt=today, then=Midnatt("till", 1)), default=None, output_field=DateTimeField())
    return mandat.annotate(tillkom=skapad(Mandat), andrades=Greatest(andrad(Mandat), Midnatt("fran"), slut))


def publiceringar():
    """Every publication there has been. What is secret is never published; that is not left to one rule alone."""
    return Publicering.objects.exclude(protokoll__slag=Protokoll.Slag.SEKRETESS)


def publicerad(**vilka) -> Subquery:
    """When it first came on the web; `vilka` refers to the row outside."""
    return Subquery(publiceringar().filter(**vilka).order_by("publicerad").values("publicerad")[:1])


def publiceringen_andrad(**vilka) -> Subquery:
    """When it was last put there, signed or taken away."""
    signerad = Undertecknande.objects.filter(version__protokoll=OuterRef("protokoll")).order_by("-tid").values("tid")
    tid = Greatest("publicerad", "borttagen", Subquery(signerad[:1]))
    return Subquery(publiceringar().filter(**vilka).annotate(senast=tid).order_by("-senast").values("senast")[:1])


def med_publiceringens_tid(rader, falt: str = "protokoll"):
    """Of rows that follow the publication of a protokoll; `falt` leads to it."""
    vilka = {"protokoll": OuterRef(falt)}
    return rader.annotate(tillkom=publicerad(**vilka), andrades=publiceringen_andrad(**vilka))

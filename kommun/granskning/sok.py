"""Finding lines again: by words, person, object, organ, kind and days; all of it in the database, each by an index."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from kommun.models import Loggrad, User

# "§ 36" is one word, and is not § 360.
_ORD = re.compile(r"§+\s*\d+|\S+")
_PARAGRAF = re.compile(r"^§+\s*(\d+)$")
# Whoever opened a document or took it along; the rest of the acts stand in the list.
LASNINGAR = (Loggrad.Slag.LASTE, Loggrad.Slag.HAMTADE)
MEST_LASARE = 200


def filtrera(urval: QuerySet, val: Mapping) -> QuerySet:
    for ord_ in _ORD.findall(val.get("q") or ""):
        urval = urval.filter(_innehaller(_PARAGRAF.sub(r"§ \1", ord_)))
    if vem := val.get("vem"):
        konton = User.objects.filter(Q(person__namn__icontains=vem) | Q(username__icontains=vem))
        # Found first: the lines are then looked up by the key of the account.
        urval = urval.filter(konto__in=list(konton.values_list("pk", flat=True)))
    if objekt := val.get("objekt"):
        urval = urval.filter(objekten__contains=[objekt])
    if organ := val.get("organ"):
        urval = urval.filter(organ=organ)
    for falt in ("slag", "utfall", "begaran"):
        if varde := val.get(falt):
            urval = urval.filter(**{falt: varde})
    if fran := val.get("fran"):
        urval = urval.filter(tid__gte=_borjan(fran))
    if till := val.get("till"):
        urval = urval.filter(tid__lt=_borjan(till + timedelta(days=1)))
    return urval


def _borjan(dag) -> datetime:
    return timezone.make_aware(datetime.combine(dag, time.min))


def _innehaller(ord_: str) -> Q:
    traff = Q(objekt__icontains=ord_) | Q(vad__icontains=ord_)
    if ord_[-1].isdecimal() and ord_[0] == "§":
        helt = rf"{re.escape(ord_)}(\D|$)"
        traff &= Q(objekt__iregex=helt) | Q(vad__iregex=helt)
    return traff


def lasarna(urval: QuerySet) -> QuerySet:
    """Who has opened it: one row for each account, the latest first."""
    return (
        urval.filter(slag__in=LASNINGAR, utfall=Loggrad.Utfall.GENOMFORT)
        .order_by()
        .values("konto", "kontonamn", "namn")
        .annotate(antal=Count("pk"), forst=Min("tid"), senast=Max("tid"))
        .order_by("-senast")[:MEST_LASARE]
    )


def objektets_namn(nyckel: str, synliga: QuerySet) -> str:
    """What the log last called it, in the lines that one may see; empty when nobody has done anything with it."""
    namn = synliga.filter(objekten__0=nyckel, objekten__contains=[nyckel]).exclude(objekt="")
    return namn.values_list("objekt", flat=True).order_by("-pk").first() or ""


def star_i(nyckel: str) -> list[tuple[str, str]]:
    """(key, name) of what the object stands in and somebody has opened: who did may have read it there."""
    rad = Loggrad.objects.filter(objekten__0=nyckel, objekten__contains=[nyckel], objekten__len__gt=1).order_by("-pk")
    nycklar = rad.values_list("objekten", flat=True).first() or []
    namn = [(n, objektets_namn(n, Loggrad.objects.all())) for n in nycklar[1:] if not n.startswith("person:")]
    return [(n, ord_) for n, ord_ in namn if ord_]

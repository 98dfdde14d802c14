"""The list of ärenden: one row for each dnr, the one with the latest § first. A fixed number of queries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Q

from kommun.listor import page_of
from protokoll.dnr import normaldnr, normalform
from protokoll.models import Dnrlikhet, Paragraf, Sammantrade
from uppdrag.models import Uppdrag

# So many of the latest §§ that fit are gathered into ärenden; whoever looks for older ones narrows the list.
MEST_PARAGRAFER = 5000
_PER_GANG = 500
# Words of a search.
MEST_ORD = 8


@dataclass
class Rad:
    """An ärende as the list shows it."""

    huvud: str
    dnr: str
    rubrik: str
    # The § that it is shown by: the latest of those that fit.
    senast: Paragraf
    former: list[str] = field(default_factory=list)
    antal: int = 0
    organen: list[str] = field(default_factory=list)
    oppna: int = 0
    forsenade: int = 0


def filtrera(urval, data: dict, *, today: date):
    """The §§ that a valid form asks for."""
    if data.get("organ"):
        urval = urval.filter(organ=data["organ"])
    if data.get("ar"):
        urval = urval.filter(ar=data["ar"])
    for ordet in data.get("q", "").split()[:MEST_ORD]:
        urval = urval.filter(Q(rubrik__icontains=ordet) | Q(dnr__icontains=ordet))
    match data.get("lage", ""):
        case "kommande":
            kommande = Sammantrade.Lage.PLANERAT, Sammantrade.Lage.PAGAR
            return urval.filter(sammantrade__lage__in=kommande, sammantrade__datum__gte=today)
        case "oppna":
            return urval.filter(_har_uppdrag(Uppdrag.objects.oppna()))
        case "forsenade":
            return urval.filter(_har_uppdrag(Uppdrag.objects.forsenade(today)))
    return urval


def _har_uppdrag(uppdragen):
    return Exists(uppdragen.filter(beslut__paragraf=OuterRef("pk")))


def synliga(user):
    return Paragraf.objects.visible_to(user).exclude(dnr="").exclude(slag=Paragraf.Slag.RUBRIK)


def arenden(urval, *, sortera: str = "") -> tuple[dict[str, int], bool]:
    """{the form of the address: the § it is shown by}, the latest first; and whether there are older §§ than these."""
    rader = list(
        urval.annotate(normal=normaldnr())
        .order_by("-sammantrade__datum", "-ordning", "-pk")
        .values_list("normal", "pk", "rubrik")[: MEST_PARAGRAFER + 1]
    )
    huvuden = dict(Dnrlikhet.objects.values_list("dnr", "huvud"))
    funna: dict[str, tuple[int, str]] = {}
    for normal, pk, rubrik in rader[:MEST_PARAGRAFER]:
        funna.setdefault(huvuden.get(normal, normal), (pk, rubrik))
    ordnade = list(funna.items())
    kolumn = sortera.removeprefix("-")
    if nyckel := {"arende": lambda rad: _svensk(rad[1][1]), "dnr": lambda rad: _i_talordning(rad[0])}.get(kolumn):
        ordnade.sort(key=nyckel, reverse=sortera.startswith("-"))
    elif sortera == "senast":
        ordnade.reverse()
    return {huvud: pk for huvud, (pk, _) in ordnade}, len(rader) > MEST_PARAGRAFER


def _svensk(text: str) -> str:
    """As kommun.listor.swedish orders in the database."""
    return text.lower().translate(str.maketrans("åäöéü", "{|}ey"))


def _i_talordning(dnr: str) -> str:
    """2020/9 before 2020/10."""
    return re.sub(r"\d+", lambda tal: tal[0].zfill(12), dnr)


def sidan(funna: dict[str, int], user, request, *, today: date) -> Page:
    """The page asked for, with all that its rows show."""
    sida = page_of(list(funna.items()), request)
    sida.object_list = _raderna(dict(sida.object_list), user, today=today)
    return sida


def alla_rader(funna: dict[str, int], user, *, today: date) -> Iterator[Rad]:
    """All pages, in the same order."""
    par = iter(funna.items())
    while grupp := dict(islice(par, _PER_GANG)):
        yield from _raderna(grupp, user, today=today)


def _raderna(par: dict[str, int], user, *, today: date) -> list[Rad]:
    senast = Paragraf.objects.select_related("organ", "sammantrade").in_bulk(par.values())
    rader = {
        huvud: Rad(huvud, " ".join(senast[pk].dnr.split()), senast[pk].rubrik, senast[pk], [huvud])
        for huvud, pk in par.items()
        if pk in senast
    }
    huvud_av = {huvud: huvud for huvud in rader}
    for dnr, huvud in Dnrlikhet.objects.filter(huvud__in=rader).order_by("dnr").values_list("dnr", "huvud"):
        rader[huvud].former.append(dnr)
        huvud_av[dnr] = huvud
    _rakna_uppdrag(rader, _rakna_paragrafer(rader, huvud_av, user), user, today)
    for rad in rader.values():
        if normalform(rad.dnr) != rad.huvud:
            rad.dnr = rad.huvud
    return list(rader.values())


def _rakna_paragrafer(rader: dict[str, Rad], huvud_av: dict[str, str], user) -> dict[int, str]:
    """How many §§, and in which organ, the one it came to first first. Returns {§: its ärende}."""
    paragraferna = (
        synliga(user)
        .annotate(normal=normaldnr())
        .filter(normal__in=list(huvud_av))
        .order_by("sammantrade__datum", "pk")
        .values_list("pk", "normal", "organ__kortnamn")
    )
    har = {}
    for pk, normal, organ in paragraferna:
        rad = rader[huvud_av[normal]]
        rad.antal += 1
        if organ not in rad.organen:
            rad.organen.append(organ)
        har[pk] = rad.huvud
    return har


def _rakna_uppdrag(rader: dict[str, Rad], arende_av: dict[int, str], user, today: date) -> None:
    oppna = Uppdrag.objects.visible_to(user).oppna().filter(beslut__paragraf__in=list(arende_av))
    for paragraf, frist in oppna.values_list("beslut__paragraf", "frist"):
        rad = rader[arende_av[paragraf]]
        rad.oppna += 1
        rad.forsenade += bool(frist and frist < today)


PRESETS = (
    ("Alla", ""),
    ("På kommande sammanträden", "kommande"),
    ("Med öppna uppdrag", "oppna"),
    ("Med försenade uppdrag", "forsenade"),
)


def presets(form) -> list[tuple]:
    """The usual questions as links; the organ is said, so that a link shows the same whichever organ is remembered."""
    organ = form.cleaned_data.get("organ") if form.is_valid() else None
    grund, nu = {"organ": organ.pk if organ else ""}, form.data.get("lage", "")
    fragor = ((text, lage, grund | ({"lage": lage} if lage else {})) for text, lage in PRESETS)
    return [(text, "?" + urlencode(fraga), None, nu == lage) for text, lage, fraga in fragor]

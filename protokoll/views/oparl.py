"""Open data about the organ, their meetings and what they decided, in the shape of OParl 1.1: read only, for all."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun.models import Kommun
from kommun.offentligt import offentlig
from protokoll.oparl import objekt, urval
from protokoll.oparl.adresser import adress, lista

PER_SIDA = 25


@dataclass(frozen=True)
class Slag:
    """A kind of object: what there is of it, and rows of it as objects."""

    namn: str
    alla: Callable
    som_objekt: Callable[[list], list]
    om: str


def _today():
    return timezone.localdate()


def _kommun() -> Kommun:
    return Kommun.objects.first() or Kommun(namn="")


def _av(funktion: Callable) -> Callable[[list], list]:
    return lambda rader: [funktion(rad) for rad in rader]


def _beredningar(rader: list) -> list:
    return [o for rad, _, _, tryckt in urval.med_text(rader) if (o := objekt.beredning(rad, tryckt))]


SLAGEN = {
    s.namn: s
    for s in (
        Slag(
            "organizations",
            urval.organ,
            _av(objekt.organisation),
            "kommunens organ: fullmäktige, styrelse, nämnder och utskott",
        ),
        Slag(
            "people",
            lambda: urval.personer(_today()),
            _av(objekt.person),
            "de förtroendevalda, med sina uppdrag i organen i dag",
        ),
        Slag(
            "memberships",
            lambda: urval.mandat(_today()),
            _av(objekt.medlemskap),
            "vem som sitter i vilket organ, som vad och för vilket parti",
        ),
        Slag("parties", urval.partier, _av(objekt.parti), "partierna"),
        Slag(
            "meetings",
            urval.moten,
            urval.motena,
            "sammanträdena: dag, tid, plats, och det som är publicerat av protokollen",
        ),
        Slag("agenda-items", urval.paragrafer, urval.punkter, "publicerade paragrafer med sina beslut"),
        Slag(
            "papers",
            urval.arenden,
            lambda rader: urval.arendena([r["dnr"] for r in rader]),
            "ärenden, och vid vilka sammanträden de har varit uppe",
        ),
        Slag(
            "consultations", lambda: urval.paragrafer().exclude(dnr=""), _beredningar, "ett ärende vid ett sammanträde"
        ),
        Slag(
            "files",
            lambda: urval.publicerade().order_by("-publicerad", "-pk"),
            _av(objekt.fil),
            "publicerade protokoll som PDF",
        ),
    )
}


def _svar(data: dict) -> JsonResponse:
    svar = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    # Pages of other sites may read it.
    svar["Access-Control-Allow-Origin"] = "*"
    return svar


def _sida(request, rader, som_objekt: Callable, slag: str, **fraga):
    """A page of a list: `data`, `pagination` and `links`, as the standard wants them."""
    sidan = Paginator(rader, PER_SIDA).get_page(request.GET.get("page"))
    antal = sidan.paginator.num_pages
    links = {"first": lista(slag, **fraga), "last": lista(slag, **fraga, page=antal)}
    if sidan.has_previous():
        links["prev"] = lista(slag, **fraga, page=sidan.number - 1)
    if sidan.has_next():
        links["next"] = lista(slag, **fraga, page=sidan.number + 1)
    return _svar(
        {
            "data": som_objekt(list(sidan.object_list)),
            "pagination": {
                "totalElements": sidan.paginator.count,
                "elementsPerPage": PER_SIDA,
                "currentPage": sidan.number,
                "totalPages": antal,
            },
            "links": links,
        },
    )


@require_safe
@offentlig
def om(request):
    """What there is and how it is read, for a person."""
    listor = [(s, lista(s.namn)) for s in SLAGEN.values()]
    return render(request, "protokoll/oparl.html", {"listor": listor, "system": adress("oparl-system")})


@require_safe
@offentlig
def system(request):
    return _svar(objekt.system(_kommun()))


@require_safe
@offentlig
def listan(request, slag):
    if slag == "bodies":
        return _sida(request, [_kommun()], lambda rader: [objekt.body(rader[0], today=_today())], slag)
    if slag == "legislative-terms":
        return _sida(request, objekt.mandatperioder(_today()), _av(objekt.mandatperiod), slag)
    if slag not in SLAGEN:
        raise Http404
    rader, fraga = SLAGEN[slag].alla(), {}
    organ = request.GET.get("organization", "")
    if slag == "meetings" and organ.isdecimal() and len(organ) < 10:
        rader, fraga = rader.filter(organ=int(organ)), {"organization": organ}
    return _sida(request, rader, SLAGEN[slag].som_objekt, slag, **fraga)


@require_safe
@offentlig
def objektet(request, slag, pk):
    if slag == "bodies" and pk == objekt.EN:
        return _svar(objekt.body(_kommun(), today=_today()))
    if slag == "legislative-terms" and pk in objekt.mandatperioder(_today()):
        return _svar(objekt.mandatperiod(pk))
    if slag not in SLAGEN or slag == "papers" or pk >= 2**63:
        raise Http404
    # A file is named by its protokoll, so that it keeps its address when it is published anew.
    rader = SLAGEN[slag].alla().filter(**{"protokoll" if slag == "files" else "pk": pk})
    if not (data := SLAGEN[slag].som_objekt(list(rader[:1]))):
        raise Http404
    return _svar(data[0])


@require_safe
@offentlig
def arendet(request, dnr):
    if not (data := urval.arendena([dnr])):
        raise Http404
    return _svar(data[0])

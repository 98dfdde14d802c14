"""Open data about the organ, their meetings and what they decided, in the shape of OParl 1.1: read only, for all."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kommun.models import Kommun
from kommun.offentligt import offentlig
from protokoll.oparl import objekt, urval
from protokoll.oparl.adresser import adress, arende, lista, typ
from protokoll.oparl.filter import MEST, Filter, Ogiltigt, tolka
from protokoll.oparl.foljd import Foljd

PER_SIDA = 25
FINNS_INTE = "Det finns inget på den adressen."


@dataclass(frozen=True)
class Slag:
    """A kind of object: what there is of it, and rows of it as objects; what there was of it, and which of those rows
    may be told."""

    namn: str
    typ: str
    alla: Callable
    som_objekt: Callable[[list], list]
    om: str
    borta: Callable = list
    visade: Callable[[list], list] = list

    def objekten(self, rader: list) -> list[objekt.Objekt]:
        """Of rows that are public, and then of those that were."""
        finns = [r for r in rader if not _ar_borta(r)]
        borta = self.visade([r for r in rader if _ar_borta(r)])
        return self.som_objekt(finns) + [self.borttaget(r) for r in borta]

    def borttaget(self, rad) -> objekt.Objekt:
        if self.namn == "papers":
            return objekt.borttaget(arende(rad["dnr"]), self.typ, objekt.Tider(rad["tillkom"], rad["andrades"]))
        return objekt.borttaget(objekt.objekt(self.namn, rad.id), self.typ, rad)


def _ar_borta(rad) -> bool:
    return bool(rad.get("borta") if isinstance(rad, dict) else getattr(rad, "borta", False))


def _today():
    return timezone.localdate()


def _kommun() -> Kommun:
    if kommun := urval.kommunen().first():
        return kommun
    ingen = Kommun(namn="")
    ingen.tillkom = ingen.andrades = objekt.mandatperioder(_today())[0].tillkom
    return ingen


def _av(funktion: Callable) -> Callable[[list], list]:
    return lambda rader: [funktion(rad) for rad in rader]


SLAGEN = {
    s.namn: s
    for s in (
        Slag(
            "organizations",
            "Organization",
            urval.organ,
            _av(objekt.organisation),
            "kommunens organ: fullmäktige, styrelse, nämnder och utskott",
        ),
        Slag(
            "people",
            "Person",
            lambda: urval.personer(_today()),
            _av(objekt.person),
            "de förtroendevalda, med sina uppdrag i organen i dag",
            lambda: urval.fore_detta(_today()),
        ),
        Slag(
            "memberships",
            "Membership",
            lambda: urval.mandat(_today()),
            _av(objekt.medlemskap),
            "vem som sitter i vilket organ, som vad och för vilket parti",
            lambda: urval.slutade_mandat(_today()),
        ),
        Slag("parties", "Organization", urval.partier, _av(objekt.parti), "partierna"),
        Slag(
            "meetings",
            "Meeting",
            urval.moten,
            urval.motena,
            "sammanträdena: dag, tid, plats, och det som är publicerat av protokollen",
            urval.strukna_moten,
        ),
        Slag(
            "agenda-items",
            "AgendaItem",
            urval.paragrafer,
            urval.punkter,
            "publicerade paragrafer med sina beslut",
            urval.avpublicerade_paragrafer,
        ),
        Slag(
            "papers",
            "Paper",
            urval.arenden,
            lambda rader: urval.arendena([r["dnr"] for r in rader]),
            "ärenden, och vid vilka sammanträden de har varit uppe",
            urval.avpublicerade_arenden,
            urval.visade_arenden,
        ),
        Slag(
            "consultations",
            "Consultation",
            lambda: urval.paragrafer().exclude(dnr=""),
            urval.beredningarna,
            "ett ärende vid ett sammanträde",
            lambda: urval.avpublicerade_paragrafer().exclude(dnr=""),
            urval.visade_dnr,
        ),
        Slag(
            "files",
            "File",
            urval.publicerade,
            urval.filerna,
            "publicerade protokoll som PDF",
            urval.avpublicerade,
        ),
    )
}


def _svar(data: dict, status: int = 200) -> JsonResponse:
    svar = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False, "indent": 1})
    # Pages of other sites may read it.
    svar["Access-Control-Allow-Origin"] = "*"
    return svar


def _fel(status: int, mening: str) -> JsonResponse:
    return _svar({"type": typ("Error"), "message": mening, "debug": mening}, status)


def _sida(request, rader, som_objekt: Callable, slag: str, filter_: Filter, **fraga):
    """A page of a list: `data`, `pagination` and `links`, as the standard wants them."""
    sidan = Paginator(rader, filter_.per_sida).get_page(request.GET.get("page"))
    antal, fraga = sidan.paginator.num_pages, {**fraga, **filter_.fraga}
    links = {
        "first": lista(slag, **fraga),
        "self": lista(slag, **fraga, page=sidan.number),
        "last": lista(slag, **fraga, page=antal),
    }
    if sidan.has_previous():
        links["prev"] = lista(slag, **fraga, page=sidan.number - 1)
    if sidan.has_next():
        links["next"] = lista(slag, **fraga, page=sidan.number + 1)
    return _svar(
        {
            "data": filter_.bantade(som_objekt(list(sidan.object_list))),
            "pagination": {
                "totalElements": sidan.paginator.count,
                "elementsPerPage": filter_.per_sida,
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
    return render(
        request,
        "protokoll/oparl.html",
        {
            "listor": listor,
            "system": adress("oparl-system"),
            "per_sida": PER_SIDA,
            "mest": MEST,
            "exempel": lista("meetings", modified_since=f"{_today():%Y-%m}-01T00:00:00+01:00"),
            "licens": objekt.LICENS,
        },
    )


@require_safe
@offentlig
def system(request):
    return _svar(objekt.system(_kommun()))


@require_safe
@offentlig
def listan(request, slag):
    try:
        filter_ = tolka(request.GET, per_sida=PER_SIDA)
    except Ogiltigt as fel:
        return _fel(400, str(fel))
    if slag == "bodies":
        rader = filter_.av([_kommun()])
        return _sida(request, rader, _av(lambda k: objekt.body(k, today=_today())), slag, filter_)
    if slag == "legislative-terms":
        rader = filter_.av(objekt.mandatperioder(_today()))
        return _sida(request, rader, _av(objekt.mandatperiod), slag, filter_)
    if slag not in SLAGEN:
        return _fel(404, FINNS_INTE)
    rader, borta, fraga = SLAGEN[slag].alla(), SLAGEN[slag].borta(), {}
    organ = request.GET.get("organization", "")
    if slag == "meetings" and organ.isdecimal() and len(organ) < 10:
        rader, borta = rader.filter(organ=int(organ)), borta.filter(organ=int(organ))
        fraga = {"organization": organ}
    rader = filter_.av(rader)
    if filter_.med_borttagna:
        rader = Foljd(rader, filter_.av(borta))
    return _sida(request, rader, SLAGEN[slag].objekten, slag, filter_, **fraga)


@require_safe
@offentlig
def objektet(request, slag, pk):
    if slag == "bodies" and pk == objekt.EN:
        return _svar(objekt.body(_kommun(), today=_today()))
    if slag == "legislative-terms" and (period := _perioden(pk)):
        return _svar(objekt.mandatperiod(period))
    if slag not in SLAGEN or slag == "papers" or pk >= 2**63:
        return _fel(404, FINNS_INTE)
    # A file is named by its protokoll, so that it keeps its address when it is published anew.
    rader = SLAGEN[slag].alla().filter(**{"protokoll" if slag == "files" else "pk": pk})
    return _det_enda(SLAGEN[slag], rader, lambda borta: borta.filter(id=pk))


@require_safe
@offentlig
def arendet(request, dnr):
    if "\0" in dnr:  # no text of the database holds it
        return _fel(404, FINNS_INTE)
    slag = SLAGEN["papers"]
    return _det_enda(slag, slag.alla().filter(dnr=dnr), lambda borta: borta.filter(dnr=dnr))


def _perioden(ar: int):
    return next((p for p in objekt.mandatperioder(_today()) if p.ar == ar), None)


def _det_enda(slag: Slag, rader, det_borttagna: Callable):
    """The object; or that it was there, where it was; or that there is none."""
    if data := slag.objekten(list(rader[:1])):
        return _svar(data[0])
    borta = slag.borta()
    if borta != [] and (data := slag.objekten(list(Foljd(rader.none(), det_borttagna(borta))[:1]))):
        return _svar(data[0])
    return _fel(404, FINNS_INTE)

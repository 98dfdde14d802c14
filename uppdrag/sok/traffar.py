"""A row as it is shown: what it is, where it leads, and the piece of its text that was found."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from kommun.models import Mandat, Organ, Person, Tjanst
from protokoll.dnr import normalform
from protokoll.models import Inbjudan, Paragraf, Reserapport, Sammantrade
from uppdrag.models import Aterrapport, Sokrad, Uppdrag
from uppdrag.sok.motor import Rad
from uppdrag.sok.utdrag import Bit
from uppdrag.sok.villkor import Ram, Sats

Slag = Sokrad.Slag


@dataclass(frozen=True)
class Traff:
    """`under` is the line below the title: organ, number, day, dnr."""

    slag: str
    ord: str
    url: str
    titel: tuple[Bit, ...]
    under: tuple[str, ...] = ()
    datum: date | None = None
    dnr: str = ""
    utdrag: tuple[Bit, ...] = ()
    chip: str = ""
    frist: date | None = None
    # Of a person: what else is about him or her.
    mer_url: str = ""


@dataclass
class _Sedda:
    """The things themselves, as the user may see them: what one may not see is not found."""

    objekt: dict[str, dict[int, object]] = field(default_factory=dict)
    roller: dict[int, list[str]] = field(default_factory=dict)
    kortnamn: dict[int, str] = field(default_factory=dict)


def _synliga(slag: str, user) -> QuerySet:
    """Made of the kinds that were found alone: what one may see takes a while to put together."""
    match slag:
        case Slag.PARAGRAF:
            return Paragraf.objects.visible_to(user).only("pk")
        case Slag.UPPDRAG:
            return Uppdrag.objects.visible_to(user).only("pk", "lage", "frist")
        case Slag.RAPPORT:
            uppdrag = Uppdrag.objects.visible_to(user)
            return Aterrapport.objects.filter(uppdrag__in=uppdrag, inlamnad__isnull=False).only("pk", "uppdrag")
        case Slag.RESERAPPORT:
            return Reserapport.objects.filter(inbjudan__in=Inbjudan.objects.visible_to(user)).only("pk", "inbjudan")
        case Slag.INBJUDAN:
            return Inbjudan.objects.visible_to(user).only("pk", "svar")
        case Slag.SAMMANTRADE:
            return Sammantrade.objects.visible_to(user).only("pk", "lage")
        case Slag.PERSON:
            return Person.objects.only("pk")
    return Organ.objects.only("pk")


def traffarna(rader: Sequence[Rad], *, user, today: date) -> list[Traff]:
    """In their order; so many queries whatever the number of rows."""
    sedda = _Sedda()
    for slag in {r.falt["slag"] for r in rader}:
        nycklar = [r.falt["objekt"] for r in rader if r.falt["slag"] == slag]
        sedda.objekt[slag] = _synliga(slag, user).in_bulk(nycklar)
    sedda.kortnamn = dict(Organ.objects.values_list("pk", "kortnamn"))
    if personer := list(sedda.objekt.get(Slag.PERSON, ())):
        sedda.roller = _roller(personer, today)
    return [t for r in rader if (t := _traff(r, sedda))]


def _traff(rad: Rad, sedda: _Sedda) -> Traff | None:
    falt = rad.falt
    slag, pk = Slag(falt["slag"]), falt["objekt"]
    sak = sedda.objekt[slag].get(pk)
    if sak is None:
        return None
    organ = sedda.kortnamn.get(falt["organ_id"], "")
    under = (organ, falt["beteckning"])
    chip = frist = None
    match slag:
        case Slag.UPPDRAG:
            # Its number begins with the organ that logged it.
            under = (falt["beteckning"],)
            chip, frist = sak.get_lage_display(), sak.frist if sak.oppet else None
        case Slag.SAMMANTRADE:
            chip = sak.get_lage_display() if sak.lage != Sammantrade.Lage.AVSLUTAT else ""
        case Slag.INBJUDAN:
            chip = sak.get_svar_display()
        case Slag.PERSON:
            under = tuple(sedda.roller.get(pk, ()))
        case Slag.ORGAN:
            under = (falt["beteckning"],)
    return Traff(
        slag=slag,
        ord=slag.label,
        url=_url(slag, sak),
        titel=rad.titel,
        under=tuple(filter(None, under)),
        # A meeting has its day in its name.
        datum=None if slag == Slag.SAMMANTRADE else falt["datum"],
        dnr=falt["dnr"],
        utdrag=rad.utdrag,
        chip=chip or "",
        frist=frist,
    )


def _url(slag: str, sak) -> str:
    match slag:
        case Slag.RAPPORT:
            return reverse("uppdrag:uppdrag", args=[sak.uppdrag_id])
        case Slag.INBJUDAN:
            return _inbjudan(sak.pk)
        case Slag.RESERAPPORT:
            return _inbjudan(sak.inbjudan_id)
        case Slag.PERSON:
            return f"{reverse('uppdrag:sok')}?person={sak.pk}"
        case Slag.ORGAN:
            return f"{reverse('protokoll:sammantraden')}?organ={sak.pk}"
    return sak.get_absolute_url()


def _inbjudan(pk: int) -> str:
    try:
        return reverse("protokoll:inbjudan", args=[pk])
    except NoReverseMatch:
        return reverse("protokoll:inbjudningar")


def _roller(personer: Sequence[int], today: date) -> dict[int, list[str]]:
    """What they are today, in words."""
    ut: dict[int, list[str]] = {}
    mandat = Mandat.objects.gallande(today).filter(person__in=personer).select_related("organ", "parti")
    for m in mandat.order_by("organ__namn"):
        parti = f" ({m.parti.beteckning})" if m.parti else ""
        ut.setdefault(m.person_id, []).append(f"{m.get_roll_display()} i {m.organ.kortnamn}{parti}")
    for t in Tjanst.objects.gallande(today).filter(person__in=personer).select_related("forvaltning", "organ"):
        var = t.organ.kortnamn if t.organ else t.forvaltning.namn if t.forvaltning else ""
        ut.setdefault(t.person_id, []).append(", ".join(filter(None, [t.titel or t.get_roll_display(), var])))
    return ut


def arendena(dnrtal: str, ram: Ram) -> list[Traff]:
    """The ärenden that bear the number, each with its latest heading: the page of its way through the organ."""
    villkor = Sats("slag = 'paragraf' AND dnrtal = %s", (dnrtal,)) & ram.traff("vektor")
    grupper: dict[str, list] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT dnr, titel FROM uppdrag_sokrad WHERE {villkor.sql} ORDER BY datum DESC, id DESC LIMIT 200",
            villkor.varden,
        )
        for dnr, titel in cursor.fetchall():
            grupper.setdefault(normalform(dnr), []).append(titel)
    ut = []
    for dnr, titlarna in grupper.items():
        try:
            url = reverse("uppdrag:arende", args=[dnr])
        except NoReverseMatch:
            return []
        antal = f"{len(titlarna)} paragraf{'er' if len(titlarna) > 1 else ''}"
        ut.append(Traff("arende", "Ärende", url, (Bit(titlarna[0]),), under=(antal,), dnr=dnr))
    return ut

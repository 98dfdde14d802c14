"""What is public of each kind: queries, a constant number of them for a page of a list."""

from collections import defaultdict
from datetime import date

from django.db.models import Exists, Max, OuterRef, Prefetch

from kommun.models import Mandat, Organ, Parti, Person
from protokoll import tillagg
from protokoll.models import Paragraf, Protokoll, Publicering, Sammantrade
from protokoll.oparl import objekt
from protokoll.oparl.objekt import Objekt


def publicerade():
    """What is on the web now. What is secret is never published; that is not left to one rule alone."""
    return (
        Publicering.objects.filter(borttagen=None)
        .exclude(protokoll__slag=Protokoll.Slag.SEKRETESS)
        .select_related("protokoll__sammantrade__organ")
    )


def organ():
    return Organ.objects.order_by("pk")


def partier():
    return Parti.objects.order_by("pk")


def mandat(today: date):
    return Mandat.objects.gallande(today).order_by("pk")


def personer(today: date):
    """Those elected to something today, and nobody else."""
    gallande = mandat(today)
    return (
        Person.objects.filter(Exists(gallande.filter(person=OuterRef("pk"))))
        .prefetch_related(Prefetch("mandaten", gallande))
        .order_by("pk")
    )


def moten():
    return (
        Sammantrade.objects.exclude(lage=Sammantrade.Lage.HANVISNING).select_related("organ").order_by("-datum", "-pk")
    )


def paragrafer():
    """The §§ of what is published, the newest first."""
    pa_webben = publicerade().filter(protokoll=OuterRef("protokoll"))
    return (
        Paragraf.objects.filter(Exists(pa_webben), nummer__isnull=False)
        .select_related("sammantrade")
        .order_by("-sammantrade__datum", "-sammantrade", "ordning")
    )


def arenden():
    """Every dnr that a published § bears, the latest first."""
    return (
        paragrafer()
        .exclude(dnr="")
        .order_by()
        .values("dnr")
        .annotate(senast=Max("sammantrade__datum"))
        .order_by("-senast", "dnr")
    )


def _uppdrag(protokollen: list[Protokoll]) -> dict[int, list]:
    svar: dict[int, list] = defaultdict(list)
    for tillagget in tillagg.ARKIVUPPDRAG:
        for pk, rader in tillagget(protokollen).items():
            svar[pk] += [u for u in rader if u.handelse == "gavs"]
    return svar


def med_text(rader: list[Paragraf]) -> list[tuple]:
    """(§, publicering, place, as printed) of those that the published document holds."""
    publiceringar = {p.protokoll_id: p for p in publicerade().filter(protokoll__in={r.protokoll_id for r in rader})}
    tryckta = {pk: objekt.tryckta(p) for pk, p in publiceringar.items()}
    return [
        (rad, publiceringar[rad.protokoll_id], *tryckta[rad.protokoll_id][rad.nummer])
        for rad in rader
        if rad.nummer in tryckta.get(rad.protokoll_id, ())
    ]


def punkter(rader: list[Paragraf]) -> list[Objekt]:
    tryckta = med_text(rader)
    uppdrag = _uppdrag([p.protokoll for _, p, _, _ in tryckta])
    return [objekt.punkt(rad, p, plats, t, uppdrag.get(rad.pk, [])) for rad, p, plats, t in tryckta]


def motena(rader: list[Sammantrade]) -> list[Objekt]:
    """Meetings with what is published of each."""
    av_motet: dict[int, list[Publicering]] = defaultdict(list)
    for p in publicerade().filter(protokoll__sammantrade__in=rader).order_by("protokoll"):
        av_motet[p.protokoll.sammantrade_id].append(p)
    agenda: dict[str, list[Objekt]] = defaultdict(list)
    for punkt in punkter(list(paragrafer().filter(sammantrade__in=rader).order_by("nummer"))):
        agenda[punkt.pop("meeting")].append(punkt)
    return [objekt.mote(s, av_motet[s.pk], agenda.get(objekt.objekt("meetings", s.pk), [])) for s in rader]


def arendena(dnr: list[str]) -> list[Objekt]:
    rader = defaultdict(list)
    for rad, _, _, tryckt in med_text(list(paragrafer().filter(dnr__in=dnr).order_by("sammantrade__datum", "nummer"))):
        if tryckt.dnr.startswith(rad.dnr):
            rader[rad.dnr].append((rad, tryckt))
    return [objekt.arendet(d, rader[d]) for d in dnr if rader[d]]

"""What is public of each kind, and what has been: queries, a constant number of them for a page of a list."""

from collections import defaultdict
from datetime import date

from django.db.models import Exists, F, Max, Min, OuterRef, Prefetch
from django.db.models.functions import Greatest

from kommun.models import Kommun, Mandat, Organ, Parti, Person
from protokoll import tillagg
from protokoll.models import Paragraf, Protokoll, Publicering, Sammantrade
from protokoll.oparl import objekt
from protokoll.oparl.filer import filernas
from protokoll.oparl.objekt import Objekt
from protokoll.oparl.tider import (
    andrad,
    med_historik,
    med_mandattid,
    med_publiceringens_tid,
    publiceringar,
    publiceringen_andrad,
    skapad,
)


def kommunen():
    return med_historik(Kommun.objects.all())


def organ():
    return med_historik(Organ.objects.order_by("pk"))


def partier():
    return med_historik(Parti.objects.order_by("pk"))


# The elected


def mandat(today: date):
    return med_mandattid(Mandat.objects.gallande(today), today).order_by("pk")


def slutade_mandat(today: date):
    return med_mandattid(Mandat.objects.filter(till__lt=today), today).order_by("pk")


def _med_tid(personer, today: date):
    borjade = Mandat.objects.filter(person=OuterRef("pk"), fran__lte=today)
    senast = med_mandattid(borjade, today).order_by("-andrades").values("andrades")[:1]
    return personer.annotate(tillkom=skapad(Person), andrades=Greatest(andrad(Person), senast)).order_by("pk")


def personer(today: date):
    """Those elected to something today, and nobody else."""
    valda = Person.objects.filter(Exists(Mandat.objects.gallande(today).filter(person=OuterRef("pk"))))
    return _med_tid(valda, today).prefetch_related(Prefetch("mandaten", mandat(today)))


def fore_detta(today: date):
    """Those who were elected to something, and are not any more."""
    mina = Mandat.objects.filter(person=OuterRef("pk"))
    slutat = Person.objects.filter(Exists(mina.filter(till__lt=today)), ~Exists(mina.gallande(today)))
    return _med_tid(slutat, today)


# Meetings


def moten():
    publicerat = publiceringen_andrad(protokoll__sammantrade=OuterRef("pk"))
    return (
        Sammantrade.objects.exclude(lage=Sammantrade.Lage.HANVISNING)
        .select_related("organ")
        .annotate(
            tillkom=skapad(Sammantrade),
            andrades=Greatest(andrad(Sammantrade), andrad(Organ, "organ"), publicerat),
        )
        .order_by("-datum", "-pk")
    )


def strukna_moten():
    """Planned ones that were deleted, which only their history tells of."""
    borta = Sammantrade.history.model.objects.filter(history_type="-").exclude(lage=Sammantrade.Lage.HANVISNING)
    return borta.annotate(tillkom=skapad(Sammantrade, "id"), andrades=F("history_date")).order_by("pk")


# What is published


def publicerade():
    """What is on the web now."""
    rader = publiceringar().filter(borttagen=None).select_related("protokoll__sammantrade__organ")
    return med_publiceringens_tid(rader).order_by("-publicerad", "-pk")


def avpublicerade():
    """The protokoll that were on the web and are not any more."""
    alla = publiceringar().filter(protokoll=OuterRef("pk"))
    borta = Protokoll.objects.filter(Exists(alla), ~Exists(alla.filter(borttagen=None)))
    return med_publiceringens_tid(borta, "pk").order_by("pk")


def _paragrafer():
    rader = Paragraf.objects.filter(nummer__isnull=False).select_related("sammantrade")
    return med_publiceringens_tid(rader).order_by("-sammantrade__datum", "-sammantrade", "ordning")


def _pa_webben():
    return Exists(publiceringar().filter(borttagen=None, protokoll=OuterRef("protokoll")))


def paragrafer():
    """The §§ of what is published, the newest first."""
    return _paragrafer().filter(_pa_webben())


def avpublicerade_paragrafer():
    return _paragrafer().filter(Exists(publiceringar().filter(protokoll=OuterRef("protokoll"))), ~_pa_webben())


def _arenden(paragraferna):
    return (
        paragraferna.exclude(dnr="")
        .order_by()
        .values("dnr")
        .annotate(
            senast=Max("sammantrade__datum"),
            forst=Min("tillkom"),
            sist=Max("andrades"),
        )
        .annotate(tillkom=F("forst"), andrades=F("sist"))
        .order_by("-senast", "dnr")
    )


def arenden():
    """Every dnr that a published § bears, the latest first."""
    alla = _paragrafer().filter(Exists(publiceringar().filter(protokoll=OuterRef("protokoll"))))
    return _arenden(alla).filter(dnr__in=paragrafer().order_by().values("dnr"))


def avpublicerade_arenden():
    return _arenden(avpublicerade_paragrafer()).exclude(dnr__in=paragrafer().order_by().values("dnr"))


# As objects


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


def filerna(rader: list[Publicering]) -> list[Objekt]:
    summor = filernas(rader)
    return [objekt.fil(p, summor[p.pk]) for p in rader]


def motena(rader: list[Sammantrade]) -> list[Objekt]:
    """Meetings with what is published of each."""
    filer: dict[str, list[Objekt]] = defaultdict(list)
    for fil in filerna(list(publicerade().filter(protokoll__sammantrade__in=rader).order_by("protokoll"))):
        filer[fil["meeting"][0]].append(fil)
    agenda: dict[str, list[Objekt]] = defaultdict(list)
    for punkt in punkter(list(paragrafer().filter(sammantrade__in=rader).order_by("nummer"))):
        agenda[punkt.pop("meeting")].append(punkt)
    vid = {s.pk: objekt.objekt("meetings", s.pk) for s in rader}
    return [objekt.mote(s, filer[vid[s.pk]], agenda.get(vid[s.pk], [])) for s in rader]


def beredningarna(rader: list[Paragraf]) -> list[Objekt]:
    return [o for rad, _, _, tryckt in med_text(rader) if (o := objekt.beredning(rad, tryckt))]


def arendena(dnr: list[str]) -> list[Objekt]:
    rader = defaultdict(list)
    for rad, _, _, tryckt in med_text(list(paragrafer().filter(dnr__in=dnr).order_by("sammantrade__datum", "nummer"))):
        if tryckt.dnr.startswith(rad.dnr):
            rader[rad.dnr].append((rad, tryckt))
    return [objekt.arendet(d, rader[d]) for d in dnr if rader[d]]


def visade_dnr(rader: list[Paragraf]) -> list[Paragraf]:
    """Those whose dnr has been shown: one that was withheld all the time is not told when it is gone, either."""
    visade = {
        (p.protokoll_id, nummer, tryckt.dnr)
        for p in publiceringar().filter(protokoll__in={r.protokoll_id for r in rader})
        for nummer, (_, tryckt) in objekt.tryckta(p).items()
    }
    return [
        r for r in rader if any((pk, n) == (r.protokoll_id, r.nummer) and d.startswith(r.dnr) for pk, n, d in visade)
    ]


def visade_arenden(rader: list[dict]) -> list[dict]:
    visade = visade_dnr(list(avpublicerade_paragrafer().filter(dnr__in=[r["dnr"] for r in rader])))
    return [r for r in rader if r["dnr"] in {p.dnr for p in visade}]

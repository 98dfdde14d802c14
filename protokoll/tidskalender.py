"""The days of the law as a calendar to subscribe to (RFC 5545): by when to adjust and announce, until when to appeal.

Public: it tells only of which organ and meeting, which the sammanträdeskalender and the anslagstavla tell too. What is
done is cancelled for a while, so that no calendar goes on reminding of it.
"""

from datetime import UTC, date, timedelta

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from icalendar import Calendar, Event, vDuration, vText

from kommun.kalender import dag_i_ord
from protokoll.bevis import paragrafer_i_text
from protokoll.frister import anslas_senast, justeras_senast, laga_kraft
from protokoll.models import Anslag, Protokoll, Sammantrade
from protokoll.tider import tiderna

UPPDATERAS = timedelta(hours=6)
# What is done is kept so long.
KVAR = timedelta(days=60)


def rader(sammantraden, *, today: date):
    """The protokoll whose days are shown, each with `andrad`, when it or its anslag last changed, and `andringar`, how
    many times: a program that subscribes takes in a change only of what is newer than what it has."""
    egen = Protokoll.history.model.objects.filter(id=OuterRef("pk"))
    anslagens = Anslag.history.model.objects.filter(protokoll_id=OuterRef("pk"))
    senast = (h.order_by("-history_date").values("history_date")[:1] for h in (egen, anslagens))
    antal = anslagens.order_by().values("protokoll_id").annotate(n=Count("pk")).values("n")
    return (
        tiderna(sammantraden, today=today)
        .exclude(skede="laga_kraft", nasta__lt=today - KVAR)
        .annotate(
            andrad=Greatest(*(Subquery(s) for s in senast)),
            andringar=Coalesce(Subquery(antal, output_field=IntegerField()), 0),
        )
    )


def planerade(sammantraden, *, today: date):
    """Those to come: their minutes have a last day too."""
    historia = Sammantrade.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_date")
    return (
        sammantraden.filter(lage=Sammantrade.Lage.PLANERAT, datum__gte=today)
        .select_related("organ")
        .annotate(andrad=Subquery(historia.values("history_date")[:1]))
        .order_by("datum", "pk")
    )


def kalenderfil(protokollen, sammantraden, *, namn: str, varddator: str, adress) -> bytes:
    """The file. `varddator` ends every UID and never changes; `adress` makes a path absolute."""
    kal = Calendar()
    kal.add("prodid", "-//Fullgjort//Tider//SV")
    kal.add("version", "2.0")
    kal.add("calscale", "GREGORIAN")
    for nyckel in ("name", "x-wr-calname"):
        kal.add(nyckel, vText(namn))
    kal.add("refresh-interval", vDuration(UPPDATERAS), parameters={"value": "DURATION"})
    kal.add("x-published-ttl", vDuration(UPPDATERAS))
    tavlan = adress(reverse("protokoll:anslagstavla"))
    for s in sammantraden:
        dag = justeras_senast(s.datum)
        vad = f"{s.organ.kortnamn} {dag_i_ord(s.datum, veckodag=False)}"
        kal.add_component(_handelse(f"justeras-s{s.pk}@{varddator}", s, dag, f"Justeras senast: {vad}", tavlan))
    for p in protokollen:
        for slag, dag, rubrik, klart in _dagar(p):
            uid = f"{slag}-p{p.pk}-{dag:%Y%m%d}@{varddator}"
            kal.add_component(_handelse(uid, p, dag, rubrik, tavlan, installt=klart))
    return kal.to_ical()


def _dagar(p: Protokoll):
    """(kind, day, heading, done) of each day of the law of one protokoll of `tider.tiderna`."""
    s = p.sammantrade
    # Of what is not adjusted yet nothing is told but the meeting, which the sammanträdeskalender tells.
    paragrafer = paragrafer_i_text(p) if p.justeringsdag else ""
    mote = f"{s.organ.kortnamn} {dag_i_ord(s.datum, veckodag=False)}"
    vad = ", ".join(filter(None, [mote, paragrafer]))
    yield "justeras", justeras_senast(s.datum), f"Justeras senast: {vad}", p.justeringsdag is not None
    if p.justeringsdag:
        yield "anslas", anslas_senast(p.justeringsdag), f"Anslås senast: {vad}", p.sista is not None
    if p.sista:
        yield "overklagas", p.sista, f"Sista dag att överklaga: {vad}", False
        yield "laga-kraft", laga_kraft(p.sista), f"Överklagandetiden har gått ut: {vad}", False


def _handelse(uid: str, rad, dag: date, rubrik: str, url: str, *, installt: bool = False) -> Event:
    ev = Event()
    ev.add("uid", uid)
    andrad = rad.andrad.astimezone(UTC)
    ev.add("dtstamp", andrad)
    ev.add("last-modified", andrad)
    ev.add("sequence", max(rad.version - 1, 0) + getattr(rad, "andringar", 0))
    ev.add("dtstart", dag)
    ev.add("dtend", dag + timedelta(days=1))
    ev.add("transp", "TRANSPARENT")
    ev.add("status", "CANCELLED" if installt else "CONFIRMED")
    ev.add("summary", rubrik)
    ev.add("url", url)
    ev.add("class", "PUBLIC")
    return ev

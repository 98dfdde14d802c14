"""A person's calendar of frister: its secret address, what it holds, and the file itself (RFC 5545, RFC 7986).

Whoever has the address reads it without login, so it tells what to do by when, and nothing of who or why.
"""

from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from icalendar import Calendar, Event, vDuration, vText

from kommun.history import spara
from kommun.kalender import dag_i_ord
from kommun.models import Franvaro, Person
from kommun.permissions import behorighet_for
from uppdrag.models import Fristkalender, Uppdrag
from uppdrag.models.kalender import _hemlig
from uppdrag.models.uppdrag import LEDENS_PARAGRAFER
from uppdrag.paminnelsebrev import HEMLIGT

UPPDATERAS = timedelta(hours=6)
# A closed uppdrag stays as cancelled for so long, so that no calendar goes on reminding of it.
KVAR_EFTER_AVSLUT = timedelta(days=60)


@transaction.atomic
def ny_adress(person: Person, *, version: int, by) -> Fristkalender:
    """A new address; the old one leads nowhere from now on. `version` is of the page that was shown: a double click
    makes one address."""
    Person.objects.select_for_update().get(pk=person.pk)
    kalender = Fristkalender.objects.filter(person=person).first()
    if kalender is None:
        return spara(Fristkalender(person=person), by=by, reason="Skapade adress till fristkalendern")
    if kalender.version == version:
        kalender.token = _hemlig()
        spara(kalender, by=by, reason="Bytte adress till fristkalendern")
    return kalender


@transaction.atomic
def aterkalla(person: Person, *, by) -> None:
    """The address leads nowhere from now on. Again changes nothing."""
    kalender = Fristkalender.objects.select_for_update().filter(person=person).exclude(token=None).first()
    if kalender:
        kalender.token = None
        spara(kalender, by=by, reason="Återkallade adressen till fristkalendern")


def innehavare(token: str, *, today: date) -> Person | None:
    """Whose calendar it is; None for an unknown address, and for somebody who has no role here today."""
    kalender = Fristkalender.objects.filter(token=token).select_related("person__user").first()
    user = getattr(kalender.person, "user", None) if kalender else None
    if user is None or not behorighet_for(user, today=today).har_insyn:
        return None
    return kalender.person


def uppdragen(person: Person, *, today: date):
    """Those the person answers for, and those of somebody absent whose ersättare the person is."""
    historia = Uppdrag.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_date")
    franvarande = Franvaro.objects.gallande(today).filter(ersattare=person).values("person")
    return (
        Uppdrag.objects.filter(Q(ansvarig=person) | Q(ansvarig__in=franvarande))
        .filter(Q(lage__in=Uppdrag.OPPNA) | Q(avslutat_den__gte=today - KVAR_EFTER_AVSLUT))
        .select_related("serie", "rapporteras_till", "beslut__paragraf__protokoll")
        .prefetch_related(LEDENS_PARAGRAFER)
        .med_stoppdag()
        .med_rapportmote()
        .annotate(andrad=Subquery(historia.values("history_date")[:1]))
        .order_by("pk")
    )


def kalenderfil(rader, *, varddator: str, adress) -> bytes:
    """The file. `varddator` ends every UID and never changes; `adress` gives the page of an uppdrag."""
    kal = Calendar()
    kal.add("prodid", "-//Fullgjort//Frister//SV")
    kal.add("version", "2.0")
    kal.add("calscale", "GREGORIAN")
    for nyckel in ("name", "x-wr-calname"):
        kal.add(nyckel, vText("Mina frister"))
    kal.add("refresh-interval", vDuration(UPPDATERAS), parameters={"value": "DURATION"})
    kal.add("x-published-ttl", vDuration(UPPDATERAS))
    for u in rader:
        for slag, dag, rubrik in _dagar(u):
            kal.add_component(_handelse(u, slag, dag, rubrik, varddator=varddator, url=adress(u)))
    return kal.to_ical()


def _dagar(u: Uppdrag):
    """(kind, day, heading): the stoppdag of the report, and the frist itself when it is another day."""
    if u.stopp and u.stopp != u.frist:
        yield "rapport", u.stopp, "Lämna rapport"
    if u.frist:
        yield "frist", u.frist, "Frist"


def _handelse(u: Uppdrag, slag: str, dag: date, rubrik: str, *, varddator: str, url: str) -> Event:
    ev = Event()
    ev.add("uid", f"uppdrag-{u.pk}-{slag}@{varddator}")
    andrad: datetime = u.andrad.astimezone(UTC)
    ev.add("dtstamp", andrad)
    ev.add("last-modified", andrad)
    ev.add("sequence", max(u.version - 1, 0))
    ev.add("dtstart", dag)
    ev.add("dtend", dag + timedelta(days=1))
    ev.add("transp", "TRANSPARENT")
    ev.add("status", "CONFIRMED" if u.oppet else "CANCELLED")
    text = u.beteckning if u.hemligt else u.text
    kort = text if len(text) <= 80 else f"{text[:79].rstrip()}…"
    ev.add("summary", f"{rubrik}: {kort}" if u.oppet else f"{u.get_lage_display().upper()}: {kort}")
    ev.add("description", _beskrivning(u))
    ev.add("url", url)
    ev.add("class", "PRIVATE")
    return ev


def _beskrivning(u: Uppdrag) -> str:
    rader = [f"Uppdrag {u.beteckning}.", HEMLIGT if u.hemligt else u.text]
    if not u.oppet:
        rader.append(f"Uppdraget {u.lage_i_mening}.")
    elif u.rapportmote:
        rader.append(f"Redovisas för {u.rapporteras_till.i_mening} {dag_i_ord(u.rapportmote)}.")
    else:
        rader.append(f"Redovisas för {u.rapporteras_till.i_mening}.")
    return "\n".join(rader)

"""The public calendar of an organ as iCalendar (RFC 5545, RFC 7986): when and where it meets, and nothing else.

No names, no dagordning, and not the reason of a cancellation, which is free text.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration, vText

from kommun.kalender import dag_i_ord
from kommun.models import Organ
from protokoll.models import Sammantrade

STOCKHOLM = ZoneInfo("Europe/Stockholm")
# A meeting whose end nobody has said; without one calendars draw a line of no length.
OKAND_LANGD = timedelta(hours=2)
UPPDATERAS = timedelta(hours=6)


def sammantraden(organ: Organ, *, today: date):
    """What the calendar holds, each with `andrad`, when it last changed: from the start of the year before and on."""
    historia = Sammantrade.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_date")
    return (
        Sammantrade.objects.filter(organ=organ, datum__gte=date(today.year - 1, 1, 1))
        .exclude(lage=Sammantrade.Lage.HANVISNING)
        .annotate(andrad=Subquery(historia.values("history_date")[:1]))
        .order_by("datum", "start", "pk")
    )


def kalender(organ: Organ, rader, *, kommun: str, varddator: str, sida: str) -> bytes:
    """The file. `varddator` ends every UID and must be the same from one day to the next; `sida` is the public page."""
    kal = Calendar()
    kal.add("prodid", "-//Fullgjort//Sammanträden//SV")
    kal.add("version", "2.0")
    kal.add("calscale", "GREGORIAN")
    namn = f"{organ.namn} – {kommun}" if kommun else organ.namn
    om = f"Sammanträden i {organ.namn}."
    for nyckel, varde in (("name", namn), ("x-wr-calname", namn), ("description", om), ("x-wr-caldesc", om)):
        kal.add(nyckel, vText(varde))  # else the library quotes no comma in the names it does not know
    kal.add("url", sida)
    kal.add("refresh-interval", vDuration(UPPDATERAS), parameters={"value": "DURATION"})
    kal.add("x-published-ttl", vDuration(UPPDATERAS))
    kal.add("x-wr-timezone", STOCKHOLM.key)
    kal.add_component(tidszon())
    for rad in rader:
        kal.add_component(handelse(rad, organ, varddator=varddator, sida=sida))
    return kal.to_ical()


def uid(sammantrade: Sammantrade, varddator: str) -> str:
    """Never another for the same meeting, wherever it moves."""
    return f"sammantrade-{sammantrade.pk}@{varddator}"


def handelse(sammantrade: Sammantrade, organ: Organ, *, varddator: str, sida: str) -> Event:
    ev = Event()
    ev.add("uid", uid(sammantrade, varddator))
    ev.add("dtstamp", sammantrade.andrad.astimezone(UTC))
    ev.add("last-modified", sammantrade.andrad.astimezone(UTC))
    ev.add("sequence", sammantrade.version - 1)
    _tid(ev, sammantrade)
    installt = sammantrade.lage == Sammantrade.Lage.INSTALLT
    ev.add("status", "CANCELLED" if installt else "CONFIRMED")
    ev.add("summary", _rubrik(sammantrade, organ))
    if text := _beskrivning(sammantrade):
        ev.add("description", text)
    if sammantrade.plats:
        ev.add("location", sammantrade.plats)
    ev.add("url", sida)
    ev.add("class", "PUBLIC")
    return ev


def _tid(ev: Event, sammantrade: Sammantrade) -> None:
    dag, start, slut = sammantrade.datum, sammantrade.start, sammantrade.slut
    if start is None:
        ev.add("dtstart", dag)
        ev.add("dtend", dag + timedelta(days=1))
        ev.add("transp", "TRANSPARENT")
        return
    borjar = datetime.combine(dag, start, tzinfo=STOCKHOLM)
    ev.add("dtstart", borjar)
    ev.add("dtend", datetime.combine(dag, slut, tzinfo=STOCKHOLM) if slut else borjar + OKAND_LANGD)
    ev.add("transp", "TRANSPARENT" if sammantrade.lage == Sammantrade.Lage.INSTALLT else "OPAQUE")


def _rubrik(sammantrade: Sammantrade, organ: Organ) -> str:
    if sammantrade.lage == Sammantrade.Lage.INSTALLT:
        return f"INSTÄLLT: {organ.namn}"
    return f"Sammanträde: {organ.namn}" + (" (flyttat)" if sammantrade.flyttat_fran else "")


def _beskrivning(sammantrade: Sammantrade) -> str:
    rader = []
    if sammantrade.lage == Sammantrade.Lage.INSTALLT:
        rader.append("Sammanträdet är inställt.")
    if sammantrade.flyttat_fran:
        rader.append(f"Sammanträdet är flyttat från {dag_i_ord(sammantrade.flyttat_fran)}.")
    if sammantrade.lage == Sammantrade.Lage.INSTALLT:
        return "\n".join(rader)
    if sammantrade.start is None:
        rader.append("Tiden är inte bestämd.")
    elif sammantrade.slut is None:
        rader.append("Sluttiden är inte bestämd; i kalendern är två timmar avsatta.")
    return "\n".join(rader)


def tidszon() -> Timezone:
    """Swedish time as a rule without end (the rule of the EU since 1996), which every calendar program reads."""
    zon = Timezone()
    zon.add("tzid", STOCKHOLM.key)
    for del_, namn, manad, fran, till in (
        (TimezoneDaylight(), "CEST", 3, 1, 2),
        (TimezoneStandard(), "CET", 10, 2, 1),
    ):
        del_.add("dtstart", datetime(1996, manad, 31 if manad == 3 else 27, 2 if manad == 3 else 3))  # noqa: DTZ001
        del_.add("rrule", {"freq": "yearly", "bymonth": manad, "byday": "-1su"})
        del_.add("tzoffsetfrom", timedelta(hours=fran))
        del_.add("tzoffsetto", timedelta(hours=till))
        del_.add("tzname", namn)
        zon.add_component(del_)
    return zon

"""The event in the calendar of somebody who goes: iCalendar (RFC 5545), as METHOD:PUBLISH (RFC 5546).

Published, not requested: nobody answers by the calendar program whether he or she goes, the organ has decided that.
The same UID with a higher SEQUENCE moves what is in the calendar already; STATUS:CANCELLED takes it away.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from kommun.models import Kommun
from protokoll.inbjudan.evenemang import nar, plats, rubrik
from protokoll.kalenderfil import OKAND_LANGD, STOCKHOLM, tidszon
from protokoll.models import Deltagande

# More than any booking is ever saved.
_EFTER_ALLT = 10_000


def varddator() -> str:
    """The name that ends every UID, as in the public calendars: it must be the same from one day to the next."""
    namn = next((h for h in settings.ALLOWED_HOSTS if not h.startswith(("*", "."))), "")
    return namn or urlsplit(settings.WEBBADRESS).hostname or "localhost"


def filen(deltagande: Deltagande, *, nu: datetime, lank: str, borttagen: bool = False) -> bytes | None:
    """None while no day is known. `borttagen` takes it out of the calendar of one who is not among them any more."""
    inbjudan = deltagande.inbjudan
    if inbjudan.borjar is None:
        return None
    kal = Calendar()
    kal.add("prodid", "-//Fullgjort//Inbjudningar//SV")
    kal.add("version", "2.0")
    kal.add("calscale", "GREGORIAN")
    kal.add("method", "PUBLISH")
    kal.add_component(tidszon())
    kal.add_component(_handelse(deltagande, nu=nu, lank=lank, borttagen=borttagen))
    return kal.to_ical()


def _handelse(deltagande: Deltagande, *, nu: datetime, lank: str, borttagen: bool) -> Event:
    inbjudan, bokning = deltagande.inbjudan, getattr(deltagande, "bokningen", None)
    struken = borttagen or bool(inbjudan.installd or (bokning and bokning.forhindrad))
    ord_ = "INSTÄLLT" if inbjudan.installd else "INSTÄLLT FÖR DIN DEL"
    ev = Event()
    # Each has an own one: somebody taken away and chosen anew is another event than the one that was struck out.
    ev.add("uid", f"inbjudan-{inbjudan.pk}-{deltagande.pk}@{varddator()}")
    ev.add("dtstamp", nu.astimezone(UTC))
    # Both only count upwards: each change of the event, and of what is booked, is a later word than the one before.
    ev.add("sequence", inbjudan.version + (bokning.version if bokning else 0) + (_EFTER_ALLT if borttagen else 0))
    beskrivning = _tid(ev, inbjudan)
    ev.add("status", "CANCELLED" if struken else "CONFIRMED")
    ev.add("summary", f"{ord_}: {rubrik(inbjudan)}" if struken else rubrik(inbjudan))
    ev.add("organizer", _avsandare(inbjudan.organ))
    if var := plats(inbjudan):
        ev.add("location", f"{var[0].upper()}{var[1:]}")
    rader = [inbjudan.arrangor and f"Arrangör: {inbjudan.arrangor}", beskrivning]
    rader.append(inbjudan.lank and f"Länk: {inbjudan.lank}")
    rader.append(bokning.anteckning if bokning else "")
    if not struken:
        rader.append(f"Din sida: {lank}")
    ev.add("description", "\n".join(filter(None, rader)))
    if inbjudan.lank or not struken:
        ev.add("url", inbjudan.lank or lank)
    ev.add("class", "PRIVATE")
    return ev


def _avsandare(organ) -> vCalAddress:
    kommun = Kommun.objects.first()
    adress = organ.epost or (kommun.epost if kommun else "") or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    vem = vCalAddress(f"mailto:{adress}")
    vem.params["cn"] = vText(organ.namn)
    return vem


def _tid(ev: Event, inbjudan) -> str:
    """Puts the times on the event; says in words what they cannot say."""
    dag, sist = inbjudan.borjar, inbjudan.slutar or inbjudan.borjar
    fran, till = inbjudan.borjar_tid, inbjudan.slutar_tid
    flera = sist > dag
    if fran is None or (flera and till is None):
        ev.add("dtstart", dag)
        ev.add("dtend", sist + timedelta(days=1))
        ev.add("transp", "OPAQUE")
        return f"Tid: {nar(inbjudan)}" if fran or till else ""
    borjar = datetime.combine(dag, fran, tzinfo=STOCKHOLM)
    slutar = datetime.combine(sist, till, tzinfo=STOCKHOLM) if till else None
    okand = slutar is None or slutar <= borjar
    ev.add("dtstart", borjar)
    ev.add("dtend", borjar + OKAND_LANGD if okand else slutar)
    ev.add("transp", "OPAQUE")
    return "Sluttiden är inte känd; i kalendern är två timmar avsatta." if okand else ""

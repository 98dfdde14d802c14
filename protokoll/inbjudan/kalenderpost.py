"""An event that came as a calendar file (.ics, RFC 5545). Pure.

It comes from outside: its size, depth and number of events are bounded, rules of recurrence are told of and never
followed, and the time zones that it defines itself are not run.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar.prop import vBroken

from kommun.fel import DomanFel
from protokoll.inbjudan.brev import Forslag, kompletterat, las_brev
from protokoll.inbjudan.fakta import Fakta
from protokoll.inbjudan.ord import sager_natet
from protokoll.inbjudan.teckenkod import avkodad

STORST = 5 * 1024 * 1024
FLEST_RADER = 100_000
FLEST_HANDELSER = 100
DJUPAST = 6
_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_ATERKOMMER = {"DAILY": "varje dag", "WEEKLY": "varje vecka", "MONTHLY": "varje månad", "YEARLY": "varje år"}
_NATADRESS = re.compile(r"teams|zoom|skype|meet\.google|webex|https?://", re.IGNORECASE)
_INGET_ATT_LASA = "Filen är ingen kalenderfil som går att läsa. Klistra in inbjudans text i stället."


@dataclass(frozen=True, slots=True)
class Kalenderpost:
    """One event. `installd`: the file says that it will not be held."""

    forslag: Forslag
    uid: str
    text: str
    installd: bool = False


def las_kalender(innehall: bytes, *, dag: date) -> list[Kalenderpost]:
    """The events of the file, in order of time; raises DomanFel with a sentence for what is none."""
    text = _utan_zoner(_text(innehall))
    try:
        kalendrar = Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError):
        raise DomanFel(_INGET_ATT_LASA) from None
    poster: list[tuple[date, Kalenderpost]] = []
    for kal in kalendrar:
        metod = _ord(kal, "METHOD").upper()
        for handelse in kal.walk("VEVENT"):
            if len(poster) == FLEST_HANDELSER:
                raise DomanFel(
                    f"Kalenderfilen innehåller fler än {FLEST_HANDELSER} händelser. Spara ut bara den det gäller."
                )
            post = _post(handelse, installd=metod == "CANCEL", dag=dag)
            poster.append((post.forslag.fakta.borjar or date.max, post))
    if not poster:
        raise DomanFel("Kalenderfilen innehåller ingen händelse. Klistra in inbjudans text i stället.")
    return [post for _, post in sorted(poster, key=lambda p: p[0])]


def _text(innehall: bytes) -> str:
    if len(innehall) > STORST:
        raise DomanFel(
            f"Kalenderfilen är större än {STORST // 1024 // 1024} MB. Spara ut bara den händelse det gäller."
        )
    text = avkodad(innehall)
    if "BEGIN:VCALENDAR" not in text[:2000].upper():
        raise DomanFel(_INGET_ATT_LASA)
    return text


def _utan_zoner(text: str) -> str:
    """Unfolded, without VTIMEZONE, whose rules could run for ever, and without files inside the file."""
    rader, djup, hoppar = [], 0, ""
    alla = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    if len(alla) > FLEST_RADER:
        raise DomanFel("Kalenderfilen är för lång. Spara ut bara den händelse som inbjudan gäller.")
    for rad in alla:
        namn = rad.strip().upper()
        if namn.startswith("BEGIN:"):
            djup += 1
            if djup > DJUPAST:
                raise DomanFel(_INGET_ATT_LASA)
            if namn in ("BEGIN:VTIMEZONE", "BEGIN:VALARM") and not hoppar:
                hoppar = namn[6:]
        if not hoppar and not re.match(r"(?:ATTACH|X-ALT-DESC)\b", namn):
            rader.append(rad)
        if namn.startswith("END:"):
            djup = max(0, djup - 1)
            if namn[4:] == hoppar:
                hoppar = ""
    return "\r\n".join(rader) + "\r\n"


def _egenskap(komponent, namn: str):
    """The first of that name; one that the library could not read is none."""
    varde = komponent.get(namn)
    varde = varde[0] if isinstance(varde, list) and varde else varde
    return None if isinstance(varde, vBroken) else varde


def _ord(komponent, namn: str) -> str:
    varde = _egenskap(komponent, namn)
    return " ".join(str(varde or "").split())


def _nar(handelse, namn: str) -> date | datetime | None:
    varde = getattr(_egenskap(handelse, namn), "dt", None)
    return varde if isinstance(varde, date) else None


def _svensk_tid(nar: date | datetime) -> tuple[date, time | None]:
    """The day and time in Sweden; a time of no zone is read as Swedish."""
    if not isinstance(nar, datetime):
        return nar, None
    try:
        har = nar.astimezone(_STOCKHOLM) if nar.tzinfo else nar
    except (OverflowError, ValueError):
        har = nar
    return har.date(), har.time().replace(second=0, microsecond=0, tzinfo=None)


def _slutet(handelse, borjar: date | datetime) -> date | datetime | None:
    slutar = _nar(handelse, "DTEND")
    langd = getattr(_egenskap(handelse, "DURATION"), "dt", None)
    try:
        if slutar is None and isinstance(langd, timedelta):
            slutar = borjar + langd
        # The end of a whole day is the day after, which is not a day of it.
        if slutar is not None and not isinstance(slutar, datetime):
            slutar -= timedelta(days=1)
    except OverflowError:
        return None
    return slutar


def _post(handelse, *, installd: bool, dag: date) -> Kalenderpost:
    falt: dict[str, object] = {}
    ur: dict[str, str] = {}
    anm: list[str] = []

    def satt(namn: str, varde, kalla: str) -> None:
        if varde:
            falt[namn], ur[namn] = varde, kalla

    rubrik = _ord(handelse, "SUMMARY")
    satt(
        "titel",
        re.sub(r"^(?:inbjudan(?: till)?\s?:\s?)", "", rubrik, flags=re.IGNORECASE)[:300],
        "Kalenderfilens rubrik",
    )
    namn = str(getattr(_egenskap(handelse, "ORGANIZER"), "params", {}).get("CN", "")).strip(" \"'")
    satt("arrangor", namn[:200], f"Kalenderfilens organisatör: {namn}")
    _satt_tiden(handelse, satt, anm)
    var, beskrivning = _ord(handelse, "LOCATION"), str(_egenskap(handelse, "DESCRIPTION") or "")
    platser = tuple(p.strip()[:150] for p in re.split(r"\s?;\s?", var) if p.strip() and not _NATADRESS.search(p))
    satt("platser", platser, f"Kalenderfilens plats: {var}")
    satt("pa_natet", bool(_NATADRESS.search(var)) or sager_natet(var), f"Kalenderfilens plats: {var}")
    url = _ord(handelse, "URL")
    satt("lank", url[:500] if re.match(r"https?://", url) else "", f"Kalenderfilens länk: {url}")
    if handelse.get("RRULE") or handelse.get("RDATE"):
        regel = _egenskap(handelse, "RRULE")
        hur = (
            _ATERKOMMER.get(str((regel.get("FREQ") or [""])[0]).upper(), "flera gånger")
            if isinstance(regel, dict)
            else ""
        )
        anm.append(f"Händelsen återkommer {hur or 'flera gånger'}. Här står det första tillfället.")
    installd = installd or _ord(handelse, "STATUS").upper() == "CANCELLED"
    if installd:
        anm.append("Kalenderfilen säger att evenemanget är inställt.")
    forslag = kompletterat(
        Forslag(Fakta(**falt), ur, tuple(anm)), _ur_beskrivningen(beskrivning, dag, falt.get("borjar"))
    )
    return Kalenderpost(forslag, _uid(handelse), beskrivning, installd)


def _uid(handelse) -> str:
    """One of a row of meetings that was moved has the number of the row; its own is that and its day."""
    uid, av_rad = _ord(handelse, "UID"), _nar(handelse, "RECURRENCE-ID")
    return f"{uid[:470]}/{av_rad.isoformat()}" if uid and av_rad else uid[:500]


def _ur_beskrivningen(text: str, dag: date, borjar) -> Forslag:
    """What the words add: the last day to register, the cost. When it is, the file has said itself."""
    last = las_brev(text, dag=dag)
    utelamnas = ("slutar", "borjar_tid", "slutar_tid", "titel") + (("borjar",) if borjar else ())
    ur = {namn: f"Beskrivningen: {citat}" for namn, citat in last.ur.items() if namn not in utelamnas}
    return replace(last, ur=ur)


def _satt_tiden(handelse, satt, anm: list[str]) -> None:
    start = _nar(handelse, "DTSTART")
    if start is None:
        anm.append("Kalenderfilen säger inte när det är.")
        return
    borjar, borjar_tid = _svensk_tid(start)
    satt("borjar", borjar, "Kalenderfilens tid")
    satt("borjar_tid", borjar_tid, "Kalenderfilens tid")
    zon = str(getattr(_egenskap(handelse, "DTSTART"), "params", {}).get("TZID", ""))
    if isinstance(start, datetime) and start.tzinfo is None and zon:
        anm.append(f"Tidszonen ”{zon[:60]}” är okänd. Tiden är läst som svensk tid.")
    slut = _slutet(handelse, start)
    if slut is None:
        return
    slutar, slutar_tid = _svensk_tid(slut)
    if (slutar, slutar_tid or time.max) < (borjar, borjar_tid or time.min):
        anm.append("Kalenderfilen säger att det slutar innan det börjar. Sluttiden är inte ifylld.")
        return
    if slutar != borjar:
        satt("slutar", slutar, "Kalenderfilens tid")
    satt("slutar_tid", slutar_tid, "Kalenderfilens tid")

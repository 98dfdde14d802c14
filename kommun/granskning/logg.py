"""Write one line. A single statement: it looks up the name of the person itself, and waits for no lock."""

import json
import logging
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.core.management import get_commands
from django.db import DatabaseError, connection
from django.utils import timezone

from kommun.begaran import begaran_id
from kommun.granskning import objekt as objektet
from kommun.granskning.anteckning import Anteckning, anteckna, pagar
from kommun.inloggning import inloggning
from kommun.models import Loggrad, User

log = logging.getLogger(__name__)

SYSTEMET = "Systemet"
VARA = ("kommun", "protokoll", "uppdrag")
LANGST_ORD = 500
# The same page asked for again by the same login within this time is one line. Counted by each process for itself.
SAMMA_LASNING = 10 * 60
_MEST_I_MINNET = 10_000
_lasta: OrderedDict[tuple, float] = OrderedDict()

_KOLUMNER = (
    "tid, slag, utfall, konto_id, kontonamn, inloggning, adress, objekten, objekt, organ_id, vad, sida, begaran, namn"
)
_VARDEN = ", ".join(["%s"] * 13)
_INFOGA = f"""
    INSERT INTO kommun_loggrad ({_KOLUMNER})
    SELECT {_VARDEN}, COALESCE((SELECT namn FROM kommun_person WHERE id = %s), %s)
"""  # noqa: S608 - our own columns
# Nobody who reads waits for the disk: of what was read in the last second before a power cut, lines may be missing.
_INFOGA_LAST = f"WITH ej_vanta AS (SELECT set_config('synchronous_commit', 'off', true)) {_INFOGA} FROM ej_vanta"  # noqa: S608


def skriv(
    slag: str,
    *,
    utfall: str = Loggrad.Utfall.GENOMFORT,
    konto: User | None = None,
    namn: str = "",
    om: objektet.Objekt | None = None,
    vad: str = "",
    inloggning: str = "",
    adress: str = "",
    sida: str = "",
) -> None:
    """What cannot be written in the database is said in the system's own log, and stops nobody at work."""
    om = om or objektet.Objekt()
    rad = [timezone.now(), str(slag), str(utfall), konto and konto.pk, konto.get_username()[:150] if konto else ""]
    rad += [inloggning[:200], adress[:45], om.nycklar, _rent(om.text), om.organ, _rent(vad)[:LANGST_ORD], sida[:100]]
    rad += [begaran_id()[:64], konto and konto.person_id, namn if konto is None else ""]
    try:
        with connection.cursor() as cursor:
            cursor.execute(_INFOGA_LAST if slag == Loggrad.Slag.LASTE else _INFOGA, rad)
    except DatabaseError:
        log.exception("granskningslogg %s", json.dumps(rad, default=str, ensure_ascii=False))


def _rent(text: str) -> str:
    """PostgreSQL keeps no NUL in a text."""
    return text.replace("\x00", "")


def redan_last(nyckel: tuple) -> bool:
    """Whether the same was read a moment ago; notes it if not."""
    nu = monotonic()
    if nu - _lasta.get(nyckel, -SAMMA_LASNING) < SAMMA_LASNING:
        return True
    _lasta[nyckel] = nu
    _lasta.move_to_end(nyckel)
    if len(_lasta) > _MEST_I_MINNET:
        _lasta.popitem(last=False)
    return False


def vem(request) -> dict:
    """Who does it, from where and by which login: of a request, or of what goes on in the background."""
    if request is None:
        return {"namn": SYSTEMET}
    konto = request.user if request.user.is_authenticated else None
    return {
        "konto": konto,
        "inloggning": inloggning(request) if konto else "",
        "adress": natadress(request),
        "sida": getattr(request.resolver_match, "view_name", None) or "",
    }


def natadress(request) -> str:
    """As the login reckons it (allauth), so that both trust the same proxy."""
    from allauth.account.adapter import get_adapter

    return get_adapter(request).get_client_ip(request) or ""


@contextmanager
def i_bakgrunden(namn: str) -> Iterator[None]:
    """What a worker or a command does, as one line when it is over. Nothing saved, nothing said."""
    nu = None
    try:
        with anteckna() as nu:
            yield
    except BaseException:
        skriv_bakgrund(nu, namn, utfall=Loggrad.Utfall.FEL)
        raise
    skriv_bakgrund(nu, namn)


def skriv_bakgrund(nu: Anteckning, namn: str, *, utfall: str = Loggrad.Utfall.GENOMFORT) -> None:
    if not nu.sparade:
        return
    om = objektet.las(nu.forsta, far_fraga=True) if nu.forsta.pk else None
    skriv(Loggrad.Slag.ANDRADE, utfall=utfall, om=om, vad=ord_om(nu), sida=namn, namn=SYSTEMET)


def skriv_misslyckat(nu: Anteckning, kommando: str) -> None:
    """A command that ended in an error; one of Django's own changes nothing of ours."""
    if get_commands().get(kommando) in VARA:
        vad = ord_om(nu) or "Kommandot avslutades med ett fel"
        skriv(Loggrad.Slag.ANDRADE, utfall=Loggrad.Utfall.FEL, vad=vad, sida=f"manage.py {kommando}", namn=SYSTEMET)


def ord_om(nu: Anteckning) -> str:
    """What was done, by the reasons of the history, else by what the person was told."""
    ord_ = "; ".join(nu.ord or nu.lyckat or nu.misslyckat)
    return f"{ord_} ({nu.sparade} rader)" if nu.sparade > 3 else ord_


def skrev_brev(utskick) -> None:
    """A mail was handed over, or refused: who it went to and what it was called, never what it said."""
    nu = pagar()
    skriv(
        Loggrad.Slag.SKICKADE,
        utfall=Loggrad.Utfall.GENOMFORT if utskick.skickat else Loggrad.Utfall.FEL,
        om=objektet.Objekt(nycklar=[objektet.nyckel(utskick, utskick.pk)], text=f"Brev till {utskick.till}"),
        vad=utskick.amne if utskick.skickat else f"{utskick.amne}: {utskick.fel}",
        **vem(nu.request if nu else None),
    )

"""The outbox: mail is written in the act's own transaction, sent after it, and never twice.

A row is claimed (`paborjat`, committed) before its mail is handed over and marked (`skickat`) after. What can be known
about it later follows from those two and `fel`, see `lage`. Only a person sends again what may have gone out.
"""

import logging
import smtplib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.granskning import logg
from kommun.models import Bilaga, Utskick

log = logging.getLogger(__name__)
_tyst_till = 0.0

# A request sends for so long after its commit; what is left waits for `manage.py skicka_utskick`.
SEKUNDER_I_ANROP = 10
# A server that takes longer than this to fail hangs: for a minute no act of this process waits for it again.
HANGER, PAUS = 3, 60
# Nobody hands over one mail for longer than this: it was cut off.
LANGST_PAGAENDE = timedelta(minutes=5)

EJ_NATT = "E-postservern gick inte att nå. Ett nytt försök görs automatiskt."
TILLFALLIGT = "E-postservern tog inte emot brevet just nu. Ett nytt försök görs automatiskt."
NEKAD_ADRESS = "E-postservern tog inte emot adressen. Rätta den och skicka igen."
NEKAT_BREV = "E-postservern tog inte emot brevet."
OSAKERT = "Förbindelsen bröts medan brevet lämnades över. Det kan ha gått fram."
# Written by kommun.kopia.aterstallning: what waited when the backup was taken may have gone out after it.
ATERSTALLT = "Brevet väntade när säkerhetskopian togs, och kan ha gått ut innan kopian lades tillbaka."


class Lage(StrEnum):
    VANTAR = "vantar"
    SKICKAS = "skickas"
    SKICKAT = "skickat"
    FEL = "fel"
    OSAKERT = "osakert"

    @property
    def ord(self) -> str:
        return _ORD[self]


_ORD = {
    Lage.VANTAR: "Väntar",
    Lage.SKICKAS: "Skickas",
    Lage.SKICKAT: "Skickat",
    Lage.FEL: "Fel",
    Lage.OSAKERT: "Osäkert",
}


def lage(utskick: Utskick, *, nu: datetime) -> Lage:
    """Where the mail is. `FEL` was refused and did not go out; `OSAKERT` may have."""
    if utskick.skickat:
        return Lage.SKICKAT
    if utskick.paborjat is None:
        return Lage.VANTAR
    if utskick.fel:
        return Lage.OSAKERT if utskick.fel in (OSAKERT, ATERSTALLT) else Lage.FEL
    # A clock that was set back may say that it begins tomorrow.
    return Lage.SKICKAS if abs(nu - utskick.paborjat) < LANGST_PAGAENDE else Lage.OSAKERT


def ny_bilaga(*, namn: str, typ: str, innehall: bytes) -> Bilaga:
    return Bilaga.objects.create(namn=namn, typ=typ, innehall=innehall, sha256=sha256(innehall).hexdigest())


def lagg(
    *, nyckel: str, till: str, amne: str, text: str, bilaga: Bilaga | None = None, fler: Iterable[int] = ()
) -> Utskick:
    """Put a mail in the outbox, inside the act's transaction. What the key has already said is not said again."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("lagg() belongs in the transaction of the act that says it")
    utskick, nytt = Utskick.objects.get_or_create(
        nyckel=nyckel, defaults={"till": till, "amne": " ".join(amne.split())[:200], "text": text, "bilaga": bilaga}
    )
    if nytt:
        utskick.fler.add(*fler)
        transaction.on_commit(_skicka_nya, robust=True)
    return utskick


@transaction.atomic
def skicka_igen(utskick: Utskick, *, till: str | None = None) -> Utskick:
    """A person says that it shall go out, also when it may have gone out before. `till` is a mended address."""
    nu = Utskick.objects.select_for_update().get(pk=utskick.pk)
    match lage(nu, nu=timezone.now()):
        case Lage.SKICKAT:
            raise DomanFel(f"Brevet till {nu.till} är redan skickat.")
        case Lage.SKICKAS:
            raise DomanFel(f"Brevet till {nu.till} skickas just nu. Vänta en stund och ladda om sidan.")
    nu.till, nu.paborjat, nu.fel = till or nu.till, None, ""
    nu.save()
    transaction.on_commit(_skicka_nya, robust=True)
    return nu


def _skicka_nya() -> None:
    """After a commit. Each call of `lagg` asks for it; the first sends all, the rest find nothing."""
    if time.monotonic() >= _tyst_till:
        skicka(bara_nya=True, sekunder=SEKUNDER_I_ANROP)


@contextmanager
def _marker_om_den_hanger() -> Iterator[None]:
    global _tyst_till
    borjade = time.monotonic()
    try:
        yield
    except Exception:
        if (nu := time.monotonic()) - borjade > HANGER:
            _tyst_till = nu + PAUS
        raise


def skicka(*, bara_nya: bool = False, sekunder: float | None = None) -> int:
    """Send what waits, one after the other, and say how many went out. Several processes share the work.

    `bara_nya` leaves out what an attempt has already failed for.
    """
    slut = None if sekunder is None else time.monotonic() + sekunder
    antal, forsokta, connection = 0, set(), None
    while slut is None or time.monotonic() < slut:
        utskick = _ta_nasta(bara_nya=bara_nya, utom=forsokta)
        if utskick is None:
            break
        forsokta.add(utskick.pk)
        connection = connection or _oppna()
        if connection is None:
            _slapp(utskick)
            break
        _lamna_over(utskick, connection)
        antal += utskick.skickat is not None
        if utskick.fel == OSAKERT:
            break  # a server that hangs must not make every mail uncertain
    if connection is not None:
        _stang(connection)
    return antal


def _oppna():
    connection = get_connection()
    try:
        with _marker_om_den_hanger():
            connection.open()
    except Exception:
        log.exception("The mail server could not be reached")
        return None
    return connection


def _stang(connection) -> None:
    try:
        connection.close()
    except Exception:
        log.exception("The connection to the mail server was not closed")


@transaction.atomic(durable=True)
def _ta_nasta(*, bara_nya: bool, utom: set[int]) -> Utskick | None:
    """Claim one row, committed before anything is sent: whoever dies after this leaves it uncertain, never unsent."""
    vantar = (
        Utskick.objects.select_for_update(skip_locked=True).filter(paborjat=None, skickat=None).exclude(pk__in=utom)
    )
    if bara_nya:
        vantar = vantar.filter(fel="")
    utskick = vantar.select_for_update(skip_locked=True).order_by("pk").first()
    if utskick:
        utskick.paborjat, utskick.fel = timezone.now(), ""
        utskick.save(update_fields=["paborjat", "fel"])
    return utskick


def _slapp(utskick: Utskick) -> None:
    """The server cannot be reached: nothing has gone out, and the others waiting need not be tried now."""
    utskick.paborjat, utskick.fel = None, EJ_NATT
    utskick.save(update_fields=["paborjat", "fel"])
    Utskick.objects.filter(paborjat=None, skickat=None, fel="").update(fel=EJ_NATT)


def _lamna_over(utskick: Utskick, connection) -> None:
    try:
        with _marker_om_den_hanger():
            connection.send_messages([_brev(utskick)])
    except Exception as fel:
        log.exception("Mail %s was not sent", utskick.pk)
        kvar, utskick.fel = _vad_hande(fel)
        if kvar:
            utskick.paborjat = None
        utskick.save(update_fields=["paborjat", "fel"])
        _stang(connection)  # the next one opens it anew
        if not kvar:
            logg.skrev_brev(utskick)
        return
    utskick.skickat = timezone.now()
    utskick.save(update_fields=["skickat"])
    logg.skrev_brev(utskick)


def _brev(utskick: Utskick) -> EmailMessage:
    # The same mail has the same Message-ID each time, so that a mail box that got it twice can know.
    doman = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
    brev = EmailMessage(
        subject=utskick.amne,
        body=utskick.text,
        to=[utskick.till],
        headers={"Message-ID": f"<{sha256(utskick.nyckel.encode()).hexdigest()[:32]}@{doman}>"},
    )
    for bilaga in filter(None, [utskick.bilaga, *utskick.fler.order_by("pk")]):
        brev.attach(bilaga.namn, bytes(bilaga.innehall), bilaga.typ.partition(";")[0])
    return brev


def _vad_hande(fel: Exception) -> tuple[bool, str]:
    """(may be tried again by itself, sentence). Only an answer from the server tells that nothing went out."""
    match fel:
        case smtplib.SMTPRecipientsRefused():
            kod = next((kod for kod, _ in fel.recipients.values()), 550)
            return (True, TILLFALLIGT) if 400 <= kod < 500 else (False, NEKAD_ADRESS)
        case smtplib.SMTPResponseException():
            return (True, TILLFALLIGT) if 400 <= fel.smtp_code < 500 else (False, NEKAT_BREV)
        case smtplib.SMTPNotSupportedError() | ValueError():
            return False, NEKAT_BREV
    return False, OSAKERT

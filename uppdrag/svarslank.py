"""The personal link to answer an uppdrag by, without login. It lives as long as the person answers for the uppdrag."""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse

from kommun.models import Person
from uppdrag.ansvar import svarar_for
from uppdrag.models import Uppdrag

HALLER = timedelta(days=400)
_SALT = "uppdrag.svarslank"


class DodLank(Exception):
    """The link leads nowhere. `uppdrag` is the one it was about, when we made it; a forged one tells nothing."""

    def __init__(self, uppdrag: Uppdrag | None = None):
        self.uppdrag = uppdrag
        super().__init__("dead link")


def _signer() -> TimestampSigner:
    return TimestampSigner(sep=".", salt=_SALT)


def svarslank(uppdrag: Uppdrag, person: Person) -> str:
    """The absolute address for a mail. Who may follow it is asked each time (`las_lank`)."""
    token = _signer().sign_object([uppdrag.pk, person.pk])
    return settings.WEBBADRESS + reverse("uppdrag:svara-lank", args=[token])


def las_lank(token: str, *, today, uppdragen=None) -> tuple[Uppdrag, Person]:
    """The uppdrag and the person of a link that lives; else DodLank."""
    utgangen = False
    try:
        nycklar = _signer().unsign_object(token, max_age=HALLER)
    except SignatureExpired:
        utgangen = True
        nycklar = _signer().unsign_object(token)
    except (BadSignature, ValueError) as fel:
        raise DodLank from fel
    uppdrag = (uppdragen if uppdragen is not None else Uppdrag.objects).filter(pk=nycklar[0]).first()
    if uppdrag is None or utgangen or uppdrag.hemligt or not svarar_for(uppdrag, nycklar[1], today=today):
        raise DodLank(uppdrag)
    return uppdrag, Person.objects.get(pk=nycklar[1])

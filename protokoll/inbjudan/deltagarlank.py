"""The personal link of somebody who goes, without login. It lives for as long as the decision says so."""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.urls import reverse

from protokoll.models import Deltagande, Inbjudan

HALLER = timedelta(days=400)
_SALT = "protokoll.deltagarlank"


class DodLank(Exception):
    """The link leads nowhere. `inbjudan` is the one it was about, when we made it; a forged one tells nothing."""

    def __init__(self, inbjudan: Inbjudan | None = None):
        self.inbjudan = inbjudan
        super().__init__("dead link")


def _signer() -> TimestampSigner:
    return TimestampSigner(sep=".", salt=_SALT)


def deltagarlank(deltagande: Deltagande) -> str:
    """The absolute address for a mail."""
    token = _signer().sign_object([deltagande.inbjudan_id, deltagande.person_id])
    return settings.WEBBADRESS + reverse("protokoll:deltar", args=[token])


def las_lank(token: str) -> Deltagande:
    """Who goes, by a link that lives; else DodLank."""
    utgangen = False
    try:
        inbjudan, person = _signer().unsign_object(token, max_age=HALLER)
    except SignatureExpired:
        utgangen = True
        inbjudan, person = _signer().unsign_object(token)
    except (BadSignature, ValueError) as fel:
        raise DodLank from fel
    deltagande = (
        Deltagande.objects.filter(inbjudan=inbjudan, person=person, inbjudan__svar=Inbjudan.Svar.DELTAR)
        .select_related("inbjudan__organ", "inbjudan__anmals_av__user", "person", "bokningen")
        .first()
    )
    if deltagande and deltagande.inbjudan.hemlig:
        raise DodLank(deltagande.inbjudan)
    if deltagande is None or utgangen:
        raise DodLank(Inbjudan.objects.select_related("organ").filter(pk=inbjudan).first())
    return deltagande

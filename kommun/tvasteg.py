"""The second factor of a local account: who must give one, and whether the session has it."""

import hashlib
import logging
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from io import BytesIO

import segno
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.app_settings import TOTP_PERIOD, TOTP_TOLERANCE
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from kommun.models import Kommun
from kommun.permissions import Behorighet, behorighet_for

log = logging.getLogger(__name__)


def har_tva_steg(steg: Iterable[Mapping]) -> bool:
    """Has the latest login of the session what is asked for? Pure.

    The municipality's own login answers for its own steps; a local one has a second factor after it.
    """
    fullt = False
    for s in steg:
        if s.get("method") in {"mfa", "socialaccount"}:
            fullt = True
        elif not s.get("reauthenticated"):
            fullt = False
    return fullt


def kravs(behorighet: Behorighet, av: frozenset[str]) -> bool:
    """Does one of the roles of the day ask for a second factor? Pure."""
    return bool(
        ("alla" in av and behorighet.har_insyn)
        or ("administrator" in av and behorighet.ar_administrator)
        or ("sekreterare" in av and behorighet.ar_sekreterare)
    )


def kravs_av(user) -> bool:
    return kravs(behorighet_for(user, today=timezone.localdate()), settings.TVA_STEG)


def fattas(request) -> bool:
    """Is the session short of the second factor that its user must give?"""
    if not settings.TVA_STEG or not request.user.is_authenticated:
        return False
    return not har_tva_steg(get_authentication_records(request, request.user)) and kravs(
        request.user.behorighet, settings.TVA_STEG
    )


class Steg(AuthenticateStage):
    """A code is asked for after a password, not after the municipality's own login."""

    def handle(self):
        steg = get_authentication_records(self.request, self.login.user)
        if steg and steg[-1].get("method") == "socialaccount":
            return None, True
        return super().handle()


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Din roll kräver engångskod vid inloggningen, så den kan inte stängas av.",
        "cannot_generate_recovery_codes": "Reservkoder finns bara tillsammans med engångskod. Slå på den först.",
        "incorrect_code": "Koden stämmer inte. Vänta på nästa kod i appen; varje kod gäller en gång.",
    }

    def get_totp_issuer(self) -> str:
        kommun = Kommun.objects.first()
        return f"Fullgjort {kommun.namn}" if kommun else "Fullgjort"

    def get_totp_label(self, user) -> str:
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        ut = BytesIO()
        # The light ground belongs to the code: a camera reads it in a dark page too.
        segno.make(url, error="m").save(ut, kind="svg", scale=5, border=4, light="#fff", xmldecl=False)
        return ut.getvalue().decode()

    def can_delete_authenticator(self, authenticator) -> bool:
        return authenticator.type != Authenticator.Type.TOTP or not kravs_av(authenticator.user)

    def encrypt(self, text: str) -> str:
        return _las().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _las().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.error(
                "En engångskods hemlighet går inte att läsa: FULLGJORT_SECRET_KEY är en annan än när den sparades."
            )
            return generate_totp_secret()  # which no code fits


def _las() -> MultiFernet:
    """What is stored can be used only by who also has the server's key."""
    nycklar = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(urlsafe_b64encode(hashlib.sha256(b"totp" + n.encode()).digest())) for n in nycklar])


class _EnGang:
    """A code counts once, for as long as it could be given again."""

    def clean_code(self):
        try:
            return self._kod()
        except ValidationError:
            # Told as a wrong password is.
            user_login_failed.send(
                __name__, credentials={"username": self.user.get_username()}, request=context.request
            )
            raise

    def _kod(self):
        kod = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            nyckel = f"engangskod:{self.user.pk}:{normalize_user_code(kod)}"
            if not cache.add(nyckel, 1, timeout=(2 * TOTP_TOLERANCE + 1) * TOTP_PERIOD):
                raise MFAAdapter().validation_error("incorrect_code")
        return kod


class Kodformular(_EnGang, AuthenticateForm):
    pass


class Bekraftelseformular(_EnGang, ReauthenticateForm):
    pass

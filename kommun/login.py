import time
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.models import UserSession
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from kommun import tvasteg, utskick
from kommun.inloggning import inloggning
from kommun.permissions import Behorighet

# The pages on which one logs in, and sees to one's login: open without the second factor, which is chosen there.
EGNA_SIDOR = ("account_", "mfa_", "usersessions_")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator, for a person in the register."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Kontot är avstängt.",
        "email_password_mismatch": "E-postadressen eller lösenordet stämmer inte.",
        "username_password_mismatch": "Användarnamnet eller lösenordet stämmer inte.",
        "invalid_login": "Inloggningen gick inte. Försök igen.",
        "enter_current_password": "Skriv ditt nuvarande lösenord.",
        "incorrect_password": "Lösenordet stämmer inte.",
        "incorrect_code": "Koden stämmer inte.",
        "invalid_password_reset": "Länken gäller inte längre.",
        "too_many_login_attempts": "För många misslyckade försök. Vänta fem minuter och försök igen.",
        "rate_limited": "För många försök. Vänta en minut och försök igen.",
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        return [
            "kommun.tvasteg.Steg" if steg == "allauth.mfa.stages.AuthenticateStage" else steg
            for steg in super().get_login_stages()
        ]

    def is_reauthentication_required(self, *, app, **kwargs):
        """Who has just logged in need not do it again."""
        steg = get_authentication_records(self.request, self.request.user)
        nyss = steg and time.time() - steg[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT
        return not nyss and super().is_reauthentication_required(app=app, **kwargs)

    def pre_authenticate(self, request, **credentials):
        """An attempt that is not even tried, since there were too many, stands in the log too."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            skrivet = {k: v for k, v in credentials.items() if k != "password"}
            user_login_failed.send(__name__, credentials=skrivet, request=request, for_manga=True)
            raise

    def get_reauthentication_methods(self, user):
        ord_ = {"reauthenticate": "Använd lösenordet", "mfa_reauthenticate": "Använd en engångskod eller reservkod"}
        return [
            {**m, "description": ord_.get(m["id"], m["description"])}
            for m in super().get_reauthentication_methods(user)
        ]

    def pre_login(self, request, user, *, signal_kwargs, **kwargs):
        """The provider's word for the level goes with what the session says of the login, before anybody is told."""
        if bevis := _bevis(signal_kwargs):
            get_authentication_records(request, user)[-1]["acr"] = bevis.get("acr")
            request.session.modified = True
        return super().pre_login(request, user, signal_kwargs=signal_kwargs, **kwargs)

    def post_login(self, request, user, *, signal_kwargs, **kwargs):
        response = super().post_login(request, user, signal_kwargs=signal_kwargs, **kwargs)
        hos = {}
        if bevis := _bevis(signal_kwargs):
            hos = {"tjanst": signal_kwargs["sociallogin"].account.provider}
            hos |= {namn: bevis[namn] for namn in ("sub", "sid") if namn in bevis}
        beskriv_sessionen(request, **hos)
        return response

    def send_password_reset_mail(self, user, email, context):
        """Who logs in at the municipality alone has no password to choose."""
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """What has changed in one's login, by the outbox: it is tried again until it has gone."""
        if not (till := email or user.email):
            return
        brev = self.render_mail(template_prefix, till, {"request": self.request, "user": user, **(context or {})})
        with transaction.atomic():
            utskick.lagg(nyckel=f"inloggning:{uuid4()}", till=till, amne=brev.subject, text=brev.body)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """An identity is joined to an account by the administrator, by hand; nobody gets in by an address in common."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def can_authenticate_by_email(self, login, email):
        return False

    def pre_social_login(self, request, sociallogin):
        bevis, krav = sociallogin.account.extra_data["id_token"], sociallogin.provider.app.settings.get("acr")
        if krav and bevis.get("acr") not in krav:
            orsak = "niva"
        elif not sociallogin.is_existing:
            orsak = "okand"
        else:
            return
        konto = sociallogin.user.get_username() if sociallogin.is_existing else ""
        user_login_failed.send(__name__, credentials={"username": konto}, request=request)
        sida = {"orsak": orsak, "identitet": sociallogin.account.uid, "namn": bevis.get("name", "")}
        raise ImmediateHttpResponse(render(request, "socialaccount/nekad.html", sida, status=403))


class LoginMiddleware(LoginRequiredMiddleware):
    """Login by default. After it one comes back to a page, also when it ran out in the middle of an act."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not tvasteg.fattas(request):
            return super().process_view(request, view_func, view_args, view_kwargs)
        # Until the second factor is given the account has no role, so that no page shows what the role would see.
        request.user.behorighet = Behorighet()
        if not getattr(view_func, "login_required", True) or request.resolver_match.view_name.startswith(EGNA_SIDOR):
            return None
        har_kod = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        return self._till(request, reverse("mfa_reauthenticate" if har_kod else "mfa_activate_totp"))

    def handle_no_permission(self, request, view_func):
        return self._till(request, self.get_login_url(view_func), self.get_redirect_field_name(view_func))

    def _till(self, request, url, falt="next"):
        back = request.get_full_path()
        if request.method not in ("GET", "HEAD") or request.htmx:
            # The address of an act answers no GET, and that of a part is no page: back to where it was done.
            here = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
            back = f"{here.path}?{here.query}".rstrip("?") if here.netloc == request.get_host() else "/"
        response = redirect_to_login(back, url, falt)
        return HttpResponseClientRedirect(response.url) if request.htmx else response


def beskriv_sessionen(request, **hos) -> None:
    """How one logged in, in the list of one's sessions; and what the municipality's own login calls it."""
    for session in UserSession.objects.filter(session_key=request.session.session_key):
        session.data = {**session.data, "inloggning": inloggning(request), **hos}
        session.save(update_fields=["data"])


def _bevis(signal_kwargs) -> dict:
    social = (signal_kwargs or {}).get("sociallogin")
    return social.account.extra_data["id_token"] if social else {}

import logging

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from kommun.oidc.adapter import KommunAdapter

log = logging.getLogger(__name__)


def _vy(slag):
    def vy(request, provider_id):
        try:
            return slag.adapter_view(KommunAdapter(request, provider_id))(request)
        except SocialApp.DoesNotExist as fel:
            raise Http404 from fel
        except (RequestException, ValueError, KeyError) as fel:
            # It does not answer, or with something else than what OpenID Connect says.
            log.warning("Kommunens inloggning svarar inte som den ska: %s", fel)
            return render(request, "socialaccount/authentication_error.html", {"svarar_inte": True}, status=502)

    return never_cache(require_safe(login_not_required(vy)))


login = _vy(OAuth2LoginView)
callback = _vy(OAuth2CallbackView)

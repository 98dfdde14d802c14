"""Back-channel logout: the provider tells, server to server, that somebody has logged out there."""

import logging
import time
from hashlib import sha256

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.usersessions.adapter import get_adapter as get_sessions_adapter
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import Http404, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from requests import RequestException

from kommun.oidc.token import LEEWAY, hamta, las
from kommun.permissions import public

log = logging.getLogger(__name__)

HANDELSE = "http://schemas.openid.net/event/backchannel-logout"


@csrf_exempt
@require_POST
@public
def utloggad(request, provider_id):
    try:
        provider = get_adapter().get_provider(request, provider_id)
        bevis = _las(provider, request.POST.get("logout_token", ""))
    except SocialApp.DoesNotExist as fel:
        raise Http404 from fel
    except (OAuth2Error, RequestException, ValueError, KeyError) as fel:
        log.warning("En utloggning från kommunens inloggning togs inte emot: %s", fel)
        return _svar({"error": "invalid_request"}, 400)
    sessioner = UserSession.objects.filter(data__tjanst=provider.sub_id)
    if "sub" in bevis:
        sessioner = sessioner.filter(data__sub=bevis["sub"])
    if "sid" in bevis:
        sessioner = sessioner.filter(data__sid=bevis["sid"])
    get_sessions_adapter().end_sessions(sessioner)
    return _svar({}, 200)


def _las(provider, token: str) -> dict:
    """OpenID Connect Back-Channel Logout 1.0, section 2.6."""
    bevis = las(
        token, config=hamta(provider.server_url), client_id=provider.app.client_id, kraver=("exp", "jti", "events")
    )
    if not isinstance(bevis["events"], dict) or HANDELSE not in bevis["events"] or "nonce" in bevis:
        raise OAuth2Error("Det är inget bevis om utloggning.")
    if not isinstance(bevis.get("sub", bevis.get("sid")), str):
        raise OAuth2Error("Beviset säger inte vem som har loggat ut.")
    kvar = max(1, bevis["exp"] + LEEWAY - time.time())
    en_gang = sha256(f"{bevis['iss']} {bevis['jti']}".encode()).hexdigest()
    if not cache.add(f"utloggad:{en_gang}", 1, timeout=kvar):
        raise OAuth2Error("Beviset har redan använts.")
    return bevis


def _svar(data, status):
    svar = JsonResponse(data, status=status)
    svar["Cache-Control"] = "no-store"
    return svar

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider

from kommun.oidc.adapter import KommunAdapter

# What is kept of what the provider tells: what an account is joined by, and how somebody logged in. No address.
BEHALLS = ("iss", "sub", "sid", "acr", "amr", "name")


class KommunProvider(OpenIDConnectProvider):
    oauth2_adapter_class = KommunAdapter
    pkce_enabled_default = True

    def get_redirect_from_request_kwargs(self, request):
        """Where one comes back to; nothing else of the address decides how one logs in."""
        return {"process": AuthProcess.LOGIN, "next_url": get_next_redirect_url(request)}

    def extract_extra_data(self, data):
        return {"id_token": {namn: data["id_token"][namn] for namn in BEHALLS if namn in data["id_token"]}}

    def extract_email_addresses(self, data):
        return []

    def extract_common_fields(self, data):
        return {"name": data["id_token"].get("name")}


provider_classes = [KommunProvider]

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

from kommun.oidc.token import las


class KommunAdapter(OpenIDConnectOAuth2Adapter):
    def complete_login(self, request, app, token, *, response, **kwargs):
        """Who it is stands in the signed token, and nowhere else."""
        if not (bevis := response.get("id_token")):
            raise OAuth2Error("Kommunens inloggning skickade inget id_token.")
        uppgifter = las(bevis, config=self.openid_config, client_id=app.client_id, kraver=("exp", "sub"))
        falt = app.settings["uid_field"]
        if not isinstance(uppgifter.get(falt), str) or not uppgifter[falt]:
            raise OAuth2Error(f"Kommunens inloggning skickade ingen uppgift {falt}.")
        return self.get_provider().sociallogin_from_response(request, {"id_token": uppgifter})

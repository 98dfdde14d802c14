"""A signed token of the provider, read by the key it names. Keys are fetched each time: a new one counts at once."""

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

# Signed with the provider's private key; never with a secret that we share, and never unsigned.
ALGORITMER = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
# Two clocks may differ.
LEEWAY = 60


def hamta(adress: str) -> dict:
    with get_adapter().get_requests_session() as session:
        svar = session.get(adress)
        svar.raise_for_status()
        return svar.json()


def las(token: str, *, config: dict, client_id: str, kraver: tuple[str, ...]) -> dict:
    try:
        namn = jwt.get_unverified_header(token).get("kid")
        nycklar = [
            n for n in jwt.PyJWKSet.from_dict(hamta(config["jwks_uri"])).keys if n.public_key_use in (None, "sig")
        ]
        # A provider with one key need not name it.
        passar = [n for n in nycklar if n.key_id == namn] if namn else nycklar[:1] if len(nycklar) == 1 else []
        if not passar:
            raise OAuth2Error(f"Nyckeln {namn!r} finns inte hos kommunens inloggning.")
        return jwt.decode(
            token,
            passar[0],
            algorithms=list(ALGORITMER),
            issuer=config["issuer"],
            audience=client_id,
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "iat", *kraver]},
        )
    except jwt.PyJWTError as fel:
        raise OAuth2Error(f"Beviset från kommunens inloggning gäller inte: {fel}") from fel

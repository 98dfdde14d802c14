"""What the environment says about login, as settings: the municipality's own, and who must give a second factor."""

from collections.abc import Mapping

# The claims that may change hands, or that anybody may choose: an account is never joined by one of them.
OSTADIGA = frozenset({"email", "preferred_username", "upn", "unique_name", "name", "nickname", "phone_number"})
ROLLER = frozenset({"administrator", "sekreterare", "alla"})


def oidc(env: Mapping[str, str]) -> dict:
    """`SOCIALACCOUNT_PROVIDERS`: one OpenID Connect provider, or none."""
    adress = env.get("FULLGJORT_OIDC_URL", "").rstrip("/")
    apps = [_tjanst(env, adress)] if adress else []
    return {"openid_connect": {"provider_class": "kommun.oidc.provider.KommunProvider", "APPS": apps}}


def _tjanst(env: Mapping[str, str], adress: str) -> dict:
    klient = env.get("FULLGJORT_OIDC_KLIENT", "")
    if not klient:
        raise ValueError("FULLGJORT_OIDC_KLIENT saknas: klientens id hos kommunens inloggning.")
    identitet = env.get("FULLGJORT_OIDC_ID") or "sub"
    if identitet in OSTADIGA:
        raise ValueError(f"FULLGJORT_OIDC_ID kan inte vara {identitet}, som kan byta ägare.")
    nivaer = [n for n in env.get("FULLGJORT_OIDC_ACR", "").split() if n]
    return {
        "provider_id": env.get("FULLGJORT_OIDC_KORTNAMN") or "kommunen",
        "name": env.get("FULLGJORT_OIDC_NAMN") or "Kommunens inloggning",
        "client_id": klient,
        "secret": env.get("FULLGJORT_OIDC_HEMLIGHET", ""),
        "settings": {
            "server_url": adress,
            "uid_field": identitet,
            "scope": (env.get("FULLGJORT_OIDC_SCOPE") or "openid profile").split(),
            "auth_params": {"acr_values": " ".join(nivaer)} if nivaer else {},
            "acr": nivaer,
        },
    }


def tva_steg(env: Mapping[str, str], *, demo: bool) -> frozenset[str]:
    """Whose local login takes a second factor: administrators and secretaries, unless something else is said."""
    sagt = env.get("FULLGJORT_TVA_STEG", "").strip()
    if not sagt:
        return frozenset() if demo else frozenset({"administrator", "sekreterare"})
    roller = frozenset(ord_.strip() for ord_ in sagt.split(",")) - {"", "ingen"}
    if okanda := roller - ROLLER:
        raise ValueError(f"FULLGJORT_TVA_STEG kan vara ingen eller {', '.join(sorted(ROLLER))}; inte {min(okanda)}.")
    return roller

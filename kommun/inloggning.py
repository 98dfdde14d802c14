"""How somebody logged in, in words, from what the login itself wrote in the session (allauth)."""

from collections.abc import Iterable, Mapping

from allauth.account.authentication import get_authentication_records

# What somebody proved to be, and what was asked for besides it.
_FORSTA = {
    "password": "Lokalt konto med lösenord",
    "password_reset": "Lokalt konto med länk för nytt lösenord",
    "code": "Lokalt konto med kod i e-post",
}
_ANDRA = {
    "totp": "engångskod",
    "webauthn": "säkerhetsnyckel",
    "recovery_codes": "reservkod",
}
OKAND = "Inloggad i Fullgjort"


def inloggning(request) -> str:
    """For the user of the request: "Kommunens inloggning", "Lokalt konto med lösenord och engångskod"."""
    return i_ord(get_authentication_records(request, request.user))


def i_ord(steg: Iterable[Mapping]) -> str:
    """The steps of a session, oldest first, as one line. Pure.

    The latest login counts; a second factor belongs to the login before it. A password asked for again is no new login.
    """
    forsta, andra = "", []
    for s in steg:
        metod = s.get("method")
        if metod == "mfa":
            ord_ = _ANDRA.get(s.get("type"), "en andra faktor")
            if s.get("passwordless"):
                forsta, andra = f"Lokalt konto med {ord_}", []
            elif ord_ not in andra:
                andra.append(ord_)
        elif s.get("reauthenticated"):
            continue
        elif metod == "socialaccount":
            forsta, andra = _kommunens(s.get("provider")), []
        elif metod in _FORSTA:
            forsta, andra = _FORSTA[metod], []
    return " och ".join([forsta or (OKAND if not andra else "Lokalt konto"), *andra])


def _kommunens(tjanst: str | None) -> str:
    return f"Kommunens inloggning ({tjanst})" if tjanst else "Kommunens inloggning"

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
# Digg's levels of assurance.
_TILLIT = {f"http://id.elegnamnden.se/loa/1.0/loa{n}": f"tillitsnivå {n}" for n in (1, 2, 3, 4)}
LANGST = 200
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
            forsta, andra = _kommunens(s.get("provider"), s.get("acr")), []
        elif metod in _FORSTA:
            forsta, andra = _FORSTA[metod], []
    return " och ".join([forsta or (OKAND if not andra else "Lokalt konto"), *andra])


def _kommunens(tjanst: str | None, acr: str | None) -> str:
    """With the provider's own word for how sure it is (acr), as it was given."""
    ord_ = f"Kommunens inloggning ({tjanst})" if tjanst else "Kommunens inloggning"
    return f"{ord_}, {_TILLIT.get(acr, 'nivå')} ({acr})"[:LANGST] if acr else ord_

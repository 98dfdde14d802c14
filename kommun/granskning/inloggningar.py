"""Logins, by what Django itself tells of them; whichever way somebody comes in, it passes here."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Q

from kommun.granskning import logg
from kommun.granskning.anteckning import pagar
from kommun.granskning.objekt import Objekt
from kommun.models import Loggrad, User


def _gick(slag: str):
    def mottagare(sender, request, user, **_):
        # The line of the request; the way of login stands in the session when its answer is ready.
        if user is not None and (nu := pagar()) is not None:
            nu.slag, nu.konto, nu.text = slag, user, ""

    return mottagare


FOR_MANGA = "För många försök"


def _misslyckades(sender, credentials, request=None, for_manga=False, **_):
    """What was typed is kept only when it is an account's: a password that landed in the wrong field is not."""
    skrivet = credentials.get("username") or credentials.get("email") or ""
    konto = User.objects.filter(Q(username__iexact=skrivet) | Q(email__iexact=skrivet)).first() if skrivet else None
    vem = logg.vem(request) if request is not None else {}
    # Whoever is not let in goes on trying: once for a while is enough.
    if for_manga and logg.redan_last(("för många", vem.get("adress"), konto and konto.pk)):
        return
    logg.skriv(
        Loggrad.Slag.FICK_INTE_IN,
        utfall=Loggrad.Utfall.NEKAT,
        om=Objekt(nycklar=[f"user:{konto.pk}"]) if konto else None,
        vad="; ".join(filter(None, [for_manga and FOR_MANGA, "" if konto else "Okänt kontonamn"])),
        **{**vem, "konto": konto, "inloggning": ""},
    )


_in, _ut = _gick(Loggrad.Slag.LOGGADE_IN), _gick(Loggrad.Slag.LOGGADE_UT)


def koppla() -> None:
    user_logged_in.connect(_in, dispatch_uid="granskning")
    user_logged_out.connect(_ut, dispatch_uid="granskning")
    user_login_failed.connect(_misslyckades, dispatch_uid="granskning")

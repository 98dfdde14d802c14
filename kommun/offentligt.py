"""Pages for everybody: no login, no cookie, kept for a while by whoever passes them on, and 304 for who has them."""

from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.utils.cache import get_conditional_response, patch_cache_control

from kommun.permissions import public


def hel_adress(vag: str) -> str:
    """Whole and the same whoever asks: an address that is also a name, as in a feed, may never be another."""
    return settings.WEBBADRESS + vag


def offentlig(view=None, *, max_age: int = 300):
    """Mark a view that needs no login. Somebody logged in sees a menu of his own, which no proxy may keep."""

    def decorator(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            svar = view(request, *args, **kwargs)
            if svar.status_code != 200:
                return svar
            if request.user.is_authenticated:
                patch_cache_control(svar, private=True, no_cache=True)
            else:
                patch_cache_control(svar, public=True, max_age=max_age)
            svar.headers.setdefault("ETag", f'"{sha256(svar.content).hexdigest()[:32]}"')
            return get_conditional_response(request, etag=svar["ETag"], response=svar)

        return public(wrapped)

    return decorator(view) if view else decorator

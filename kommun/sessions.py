from time import time

from allauth.usersessions.models import UserSession

REFRESH_SECONDS = 15 * 60


class SlidingSessionMiddleware:
    """The session lasts from the last thing one did, not from the login; written at most every quarter of an hour."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and time() - request.session.get("refreshed", 0) > REFRESH_SECONDS:
            request.session["refreshed"] = time()
            UserSession.objects.create_from_request(request)  # when and from where it was seen last
        return self.get_response(request)

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django_htmx.http import HttpResponseClientRedirect


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator, for a person in the register."""

    def is_open_for_signup(self, request):
        return False


class LoginMiddleware(LoginRequiredMiddleware):
    """Login by default. After it one comes back to a page, also when it ran out in the middle of an act."""

    def handle_no_permission(self, request, view_func):
        back = request.get_full_path()
        if request.method not in ("GET", "HEAD") or request.htmx:
            # The address of an act answers no GET, and that of a part is no page: back to where it was done.
            here = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
            back = f"{here.path}?{here.query}".rstrip("?") if here.netloc == request.get_host() else "/"
        response = redirect_to_login(back, self.get_login_url(view_func), self.get_redirect_field_name(view_func))
        return HttpResponseClientRedirect(response.url) if request.htmx else response

from datetime import date

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from kommun import login
from kommun.granskning import anteckning
from kommun.models import Kommun, Organ
from kommun.offentligt import offentlig
from kommun.permissions import can_end_session, can_enter, public, require
from kommun.tema import tema_css
from kommun.templatetags.inloggning import webblasare
from kommun.valt_organ import valj_organ

# When what the redogörelse says was last held against the pages themselves; the law asks for the day.
TILLGANGLIGHET_BEDOMD = date(2026, 11, 23)


@require_safe
@public
@cache_control(public=True, max_age=300)
def tema(request):
    """The municipality's accent colour as a stylesheet, so that no page needs an inline style."""
    kommun = Kommun.objects.first() or Kommun()
    return HttpResponse(tema_css(kommun.accentfarg), content_type="text/css; charset=utf-8")


@require_POST
@require(can_enter)
def byt_organ(request):
    """Remember the organ to work with (empty: all of them), and go back to where one was."""
    asked = request.POST.get("organ", "")
    valj_organ(request, get_object_or_404(Organ, pk=asked) if asked.isdecimal() and len(asked) < 19 else None)
    target = request.POST.get("next", "")
    # A path of ours; redirect() would also take the name of a view, and fail of one that is none.
    if not (target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})):
        target = "/"
    return HttpResponseRedirect(target)


@require_safe
@offentlig
def tillganglighet(request):
    """How accessible the site is, what is not, and where to say so (13 § lagen 2018:1937)."""
    return render(request, "tillganglighet.html", {"bedomd": TILLGANGLIGHET_BEDOMD})


@require_POST
@require(can_end_session, get=lambda user: UserSession.objects.filter(user=user.pk))
def avsluta_session(request, session):
    """End one of one's own logins; the one that is used here is ended by logging out."""
    vad = f"Inloggningen i {webblasare(session.user_agent)}"
    anteckning.handlar_om(vad, nyckel=f"inloggning:{session.pk}")
    if session.session_key == request.session.session_key:
        messages.error(request, "Det är den här inloggningen du använder just nu. Logga ut i stället.")
    else:
        session.end()
        messages.success(request, f"{vad} är avslutad.")
    return redirect("usersessions_list")


@public
def saknas(request):
    """A page of a package that we do not have."""
    raise Http404


class _HamtaReservkoder(DownloadRecoveryCodesView):
    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Content-Disposition"] = 'attachment; filename="reservkoder.txt"'
        return response


hamta_reservkoder = _HamtaReservkoder.as_view()


class _SlaPaEngangskoder(ActivateTOTPView):
    def form_valid(self, form):
        """Who has just shown a code has given it in this session too."""
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        login.beskriv_sessionen(self.request)
        return response


sla_pa_engangskoder = _SlaPaEngangskoder.as_view()

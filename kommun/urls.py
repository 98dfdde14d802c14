from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import include, path

from kommun import driftvyer, halsovyer, utskrift, views
from kommun.granskning import views as granskning
from kommun.ratter import views as ratter
from kommun.registerutdrag import views as registerutdrag

# One door in, with its limits on attempts: the admin has no login page of its own.
admin.site.login = secure_admin_login(admin.site.login)
# Roles come from mandat and tjänster, and what belongs to an account stands on the account.
admin.site.unregister([Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession])

kommun_urls = (
    [
        path("tema.css", views.tema, name="tema"),
        path("organ/byt/", views.byt_organ, name="byt-organ"),
        path("driftlaget/", driftvyer.driftlage, name="driftlage"),
        path("driftlaget/brev/<int:pk>/skicka-igen/", driftvyer.brev_igen, name="brev-igen"),
        # Answered by HalsaMiddleware, before the rest of the stack.
        path("halsa/lever", halsovyer.lever, name="lever"),
        path("halsa/redo", halsovyer.redo, name="redo"),
        path("halsa/matvarden", halsovyer.matvarden, name="matvarden"),
        path("granskningslogg/", granskning.granskningslogg, name="granskningslogg"),
        path("granskningslogg/fil/", granskning.exportera, name="granskningslogg-export"),
        path("behorigheter/", ratter.behorigheter, name="behorigheter"),
        path("behorigheter/<int:pk>/", ratter.behorighet, name="behorighet"),
        path("behorigheter/organ/<int:pk>/", ratter.behorighet_organ, name="behorighet-organ"),
        path("registerutdrag/", registerutdrag.registerutdragen, name="registerutdragen"),
        path("registerutdrag/<int:pk>/", registerutdrag.registerutdrag, name="registerutdrag"),
        path("registerutdrag/<int:pk>/fil/", registerutdrag.fil, name="registerutdrag-fil"),
        path("registerutdrag/<int:pk>/ta-bort/", registerutdrag.ta_bort, name="registerutdrag-ta-bort"),
        path("registerutdrag/<int:pk>/pseudonymisera/", registerutdrag.pseudonymisera, name="pseudonymisera"),
        path("inloggningar/<int:pk>/avsluta/", views.avsluta_session, name="session-avsluta"),
        path("utskrifter/<slug:pk>/", utskrift.utskrift, name="utskrift"),
        path("utskrifter/<slug:pk>/fil.pdf", utskrift.utskriftens_pdf, name="utskrift-pdf"),
        path("tillganglighet/", views.tillganglighet, name="tillganglighet"),
    ],
    "kommun",
)

handler400 = "kommun.felsidor.felaktig"
handler429 = "kommun.felsidor.for_manga"
handler500 = "kommun.felsidor.serverfel"

urlpatterns = [
    path("", include("uppdrag.urls")),
    path("", include("protokoll.urls")),
    path("", include(kommun_urls)),
    # The address of an account, and the identity it is joined to, are the administrator's to change.
    path("konto/email/", views.saknas),
    path("konto/password/set/", views.saknas),
    path("konto/3rdparty/", views.saknas),
    path("konto/3rdparty/signup/", views.saknas),
    path("konto/2fa/recovery-codes/download/", views.hamta_reservkoder, name="mfa_download_recovery_codes"),
    path("konto/2fa/totp/activate/", views.sla_pa_engangskoder, name="mfa_activate_totp"),
    path("konto/", include("allauth.urls")),
    path("register/", admin.site.urls),
]

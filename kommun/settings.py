"""One settings file, closed by default. What differs between machines comes from the environment."""

import os
import re
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from kommun import database, epost, inloggningsval

BASE_DIR = Path(__file__).resolve().parent.parent
# What the server itself writes: the collected static files.
VAR = Path(os.environ.get("FULLGJORT_VAR") or BASE_DIR / "var")
NODE_MODULES = BASE_DIR / "node_modules"


def _flagga(namn: str) -> bool:
    return os.environ.get(namn, "").lower() in {"1", "true", "ja", "on"}


# DEMO is the local demo of `make run`: a throw-away key, http on the own machine, demo accounts that may exist.
DEMO = _flagga("FULLGJORT_DEMO")
DEBUG = _flagga("FULLGJORT_DEBUG")

SECRET_KEY = os.environ.get("FULLGJORT_SECRET_KEY", "")
HAR_EGEN_NYCKEL = bool(SECRET_KEY)
if not SECRET_KEY:
    # A command (migrate, las_in_protokoll …) signs nothing that outlives it; kommun.wsgi refuses to serve without a
    # real key. The demo hands its own key down to its server processes.
    SECRET_KEY = secrets.token_urlsafe(50)

# Keys of before: what was sealed with one of them can still be read (sessions, links, the secrets of one-time codes).
SECRET_KEY_FALLBACKS = [k for k in os.environ.get("FULLGJORT_SECRET_KEY_TIDIGARE", "").split(",") if k]

ALLOWED_HOSTS = [h for h in os.environ.get("FULLGJORT_HOSTS", "").split(",") if h]
if DEMO or DEBUG:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("FULLGJORT_ORIGINS", "").split(",") if o]

# Where a link in a mail leads. Never taken from a request: its Host header is what somebody else wrote.
WEBBADRESS = (
    os.environ.get("FULLGJORT_URL")
    or next(iter(CSRF_TRUSTED_ORIGINS), None)
    or (f"https://{ALLOWED_HOSTS[0]}" if ALLOWED_HOSTS and not (DEMO or DEBUG) else "http://127.0.0.1:8000")
).rstrip("/")

INSTALLED_APPS = [
    "uppdrag",
    "protokoll",
    "kommun",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "js_asset",
    "simple_history",
    "template_partials",
]

MIDDLEWARE = [
    "kommun.middleware.BegaranMiddleware",
    "kommun.middleware.HalsaMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kommun.login.LoginMiddleware",
    "kommun.sessions.SlidingSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "kommun.granskning.middleware.GranskningMiddleware",
]

ROOT_URLCONF = "kommun.urls"
WSGI_APPLICATION = "kommun.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "kommun.context.kommun",
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "kommun.templatetags.kommun",
                "kommun.templatetags.formular",
            ],
        },
    }
]
FORM_RENDERER = "kommun.forms.FormRenderer"
MESSAGE_STORAGE = "kommun.granskning.meddelanden.Meddelanden"
# For how many years a line of the granskningslogg is kept (manage.py gallra_logg); 0 is for good.
LOGG_AR = int(os.environ.get("FULLGJORT_LOGG_AR", "5"))

DATABASES = {"default": dj_database_url.parse(database.url(), conn_max_age=60, conn_health_checks=True)}
# A database server that has gone away without a word is given up in time for somebody to be told.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Long work is put here and done by `manage.py db_worker`, as many of them as one likes.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
# How many long pieces of work a worker does at the same time, where the memory is enough.
SAMTIDIGT = int(os.environ.get("FULLGJORT_SAMTIDIGT", "5"))

# The municipality's seal (PKCS#12), the service for time stamps, and the issuers of signatures made elsewhere that we
# know (a file or a folder of certificates).
STAMPEL = os.environ.get("FULLGJORT_STAMPEL", "")
STAMPEL_LOSENORD = os.environ.get("FULLGJORT_STAMPEL_LOSENORD", "")
TSA = os.environ.get("FULLGJORT_TSA", "")
BETRODDA = os.environ.get("FULLGJORT_BETRODDA", "")
# The municipality's adapter to a remote signing service, a dotted path: protokoll.signering.fjarr.
UNDERSKRIFTSTJANST = os.environ.get("FULLGJORT_UNDERSKRIFTSTJANST", "")

# What backups are encrypted with (kommun.kopia): the first of these, and all are tried to read one.
KOPIANYCKEL = os.environ.get("FULLGJORT_KOPIANYCKEL", "")

AUTH_USER_MODEL = "kommun.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "uppdrag:min-dag"
ACCOUNT_ADAPTER = "kommun.login.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the administrator, never by the visitor
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that have no account
# A whole town hall may have one address, so it gets more attempts than one account.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/5m/ip,5/5m/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # somebody who did not do it gets to know
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# From which proxy's word the address of a visitor is taken, counted from the end of X-Forwarded-For.
# A socket has a proxy before it, also that of a demo.
ALLAUTH_TRUSTED_PROXY_COUNT = int(
    os.environ.get("FULLGJORT_PROXYER")
    or not (DEMO or DEBUG)
    or os.environ.get("FULLGJORT_BIND", "").startswith("unix:")
)

# The municipality's own login, and the second factor of local accounts: kommun.oidc, kommun.tvasteg.
SOCIALACCOUNT_PROVIDERS = inloggningsval.oidc(os.environ)
SOCIALACCOUNT_ADAPTER = "kommun.login.SocialAccountAdapter"
# A link, not a form: form-action 'self' would stop the way to the provider, and wherever that one sends on to.
SOCIALACCOUNT_LOGIN_ON_GET = True
TVA_STEG = inloggningsval.tva_steg(os.environ, demo=DEMO or DEBUG)
MFA_ADAPTER = "kommun.tvasteg.MFAAdapter"
MFA_FORMS = {"authenticate": "kommun.tvasteg.Kodformular", "reauthenticate": "kommun.tvasteg.Bekraftelseformular"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # the clock of a phone may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the address of an account is the administrator's

# What all processes must agree on: attempts at login, codes that have been used. Few rows; never what a page waits for.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kommun_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "processen": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

EPOST = epost.settings(os.environ.get("FULLGJORT_SMTP", ""))
EMAIL_BACKEND = os.environ.get("FULLGJORT_EMAIL_BACKEND") or EPOST["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EPOST["EMAIL_HOST"], EPOST["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EPOST["EMAIL_HOST_USER"], EPOST["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EPOST["EMAIL_USE_TLS"], EPOST["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10  # somebody waits for the page meanwhile
DEFAULT_FROM_EMAIL = os.environ.get("FULLGJORT_FROM", "fullgjort@localhost")

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["kommun.formats"]

STATIC_URL = "/static/"
# In the demo whitenoise serves from the source folders; nothing is collected.
STATIC_ROOT = None if DEMO or DEBUG else VAR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("ds", NODE_MODULES / "@digdir/designsystemet-css/dist/src"),
    ("ds-theme", NODE_MODULES / "@digdir/designsystemet-theme/src/themes"),
    ("ds-web", NODE_MODULES / "@digdir/designsystemet-web/dist/umd"),
    ("font/sans", NODE_MODULES / "@fontsource/source-sans-3/files"),
    ("font/serif", NODE_MODULES / "@fontsource/source-serif-4/files"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO or DEBUG

# 20 MB is the largest protokoll that is read in; anything above is refused while it streams in.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# A folder with some years of protokoll, sent by a browser without scripts.
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
FILE_UPLOAD_HANDLERS = [
    "kommun.uploads.SizeLimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "kommun.uploads.UnnamedFileHandler",
]

# The pages that carry the editor loosen this by what it needs: kommun.editor.editor_csp.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# One municipality of several under the same domain: no cookie of one is taken for another's.
NAMN = os.environ.get("FULLGJORT_NAMN", "")
if not re.fullmatch(r"[a-z0-9-]*", NAMN):
    raise ImproperlyConfigured("FULLGJORT_NAMN skrivs med små bokstäver a–z, siffror och bindestreck.")
_KAKA = "-".join(filter(None, ["fullgjort", NAMN]))
if NAMN:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = _KAKA, f"{_KAKA}-csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kommun.felsidor.gammal_sida"
if not (DEMO or DEBUG):
    # By this prefix a browser takes the cookie from this very host alone, never from one beside it.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"__Host-{_KAKA}", f"__Host-{_KAKA}-csrf"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = not _flagga("FULLGJORT_NO_SSL_REDIRECT")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What Prometheus shows to read /halsa/matvarden; without it nobody can.
MATNYCKEL = os.environ.get("FULLGJORT_MATNYCKEL", "")

# "json": one object a line, with the id of the request; "text" for a person at a terminal.
LOGGFORM = os.environ.get("FULLGJORT_LOGG") or ("text" if DEMO or DEBUG else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"utan_hemligheter": {"()": "kommun.loggning.UtanHemligheter"}},
    "formatters": {"json": {"()": "kommun.loggning.Json"}, "text": {"()": "kommun.loggning.Text"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["utan_hemligheter"], "formatter": LOGGFORM},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A line for each request, where a program reads them.
    "loggers": {"fullgjort": {"level": "INFO" if LOGGFORM == "json" else "WARNING"}},
}

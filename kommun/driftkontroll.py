"""`manage.py check --deploy`: what Django cannot know that a municipality in production must have set."""

import os
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def i_drift(app_configs, **kwargs):
    adress = urlsplit(settings.WEBBADRESS)
    krav = (
        (
            not os.environ.get("FULLGJORT_SECRET_KEY"),
            checks.Error,
            "FULLGJORT_SECRET_KEY är inte satt: servern startar inte, och de personliga länkarna i brev blir ogiltiga.",
            "E001",
        ),
        (
            settings.DEMO or settings.DEBUG,
            checks.Error,
            "FULLGJORT_DEMO eller FULLGJORT_DEBUG är satt: sådant hör inte hemma i drift.",
            "E002",
        ),
        (
            adress.scheme != "https" or adress.hostname in {"localhost", "127.0.0.1"},
            checks.Warning,
            f"Länkarna i brev och i protokollens QR-kod leder till {settings.WEBBADRESS}: sätt FULLGJORT_URL.",
            "W001",
        ),
        (
            settings.EMAIL_BACKEND.endswith(".Konsol"),
            checks.Warning,
            "FULLGJORT_SMTP är inte satt: breven, med sina personliga länkar, hamnar i loggen.",
            "W002",
        ),
        (
            settings.DEFAULT_FROM_EMAIL.endswith("@localhost"),
            checks.Warning,
            "FULLGJORT_FROM är inte satt: breven har ingen avsändare att svara.",
            "W003",
        ),
    )
    return [slag(text, id=f"fullgjort.{nummer}") for galler, slag, text, nummer in krav if galler]

"""To log in as a person does: by the form."""

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from tests.browser import PASSWORD

MIN_DAG = reverse("uppdrag:min-dag")


def med_kod(user) -> str:
    """A second factor that is on; its secret."""
    hemlighet = generate_totp_secret()
    TOTP.activate(user, hemlighet)
    RecoveryCodes.activate(user)
    return hemlighet


def losenord(client, user, losenord=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.username, "password": losenord})

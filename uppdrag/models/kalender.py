import secrets

from django.db import models

from kommun.history import TrackedModel
from kommun.models import Person


def _hemlig() -> str:
    return secrets.token_urlsafe(32)


class Fristkalender(TrackedModel):
    """A person's calendar of frister at a secret address; a new address takes the old one out of use."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="fristkalender", verbose_name="person")
    # Null is revoked.
    token = models.CharField("nyckel", max_length=64, unique=True, null=True, default=_hemlig, editable=False)

    class Meta:
        verbose_name = "fristkalender"
        verbose_name_plural = "fristkalendrar"

    def __str__(self):
        return f"Fristkalender för {self.person}"

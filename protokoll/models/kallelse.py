"""The summons to a meeting: what was sent, to whom, and what they answered."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kommun.history import TrackedModel
from kommun.models import Bilaga, Person
from protokoll.models.sammantrade import Sammantrade


def _token() -> str:
    return secrets.token_urlsafe(24)


class Kallelse(TrackedModel):
    """One kallelse as it was sent: its PDF never changes, a change of the dagordning is a new one."""

    sammantrade = models.ForeignKey(
        Sammantrade, on_delete=models.PROTECT, related_name="kallelserna", verbose_name="sammanträde"
    )
    nummer = models.PositiveSmallIntegerField("nummer")
    skickad = models.DateTimeField("skickad")
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="kallelserna",
        verbose_name="av",
    )
    meddelande = models.TextField("meddelande", blank=True)
    bilaga = models.ForeignKey(Bilaga, on_delete=models.PROTECT, related_name="kallelserna", verbose_name="PDF")
    # What the PDF says, so that the next one can tell what has changed (protokoll.kallelsedokument).
    innehall = models.JSONField("innehåll", default=dict)

    class Meta:
        verbose_name = "kallelse"
        verbose_name_plural = "kallelser"
        ordering = ["nummer"]
        constraints = [models.UniqueConstraint(fields=["sammantrade", "nummer"], name="kallelse_number_once")]

    def __str__(self):
        return f"Kallelse {self.nummer} till {self.sammantrade}"


class Kallad(TrackedModel):
    """Somebody called to a meeting, with a personal link to answer by."""

    class Som(models.TextChoices):
        LEDAMOT = "ledamot", "Ledamot"
        ERSATTARE = "ersattare", "Ersättare"

    class Svar(models.TextChoices):
        NARVARO = "narvaro", "Kommer"
        FRANVARO = "franvaro", "Kommer inte"

    sammantrade = models.ForeignKey(
        Sammantrade, on_delete=models.PROTECT, related_name="de_kallade", verbose_name="sammanträde"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="kallelserna", verbose_name="person")
    som = models.CharField("kallad som", max_length=20, choices=Som)
    parti = models.CharField("parti", max_length=10, blank=True)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)
    token = models.CharField("nyckel", max_length=64, unique=True, default=_token, editable=False)
    svar = models.CharField("svar", max_length=10, choices=Svar, null=True, blank=True)
    svarat = models.DateTimeField("svarade", null=True, blank=True)
    skal = models.CharField("skäl", max_length=200, blank=True)
    # An ersättare called to serve for the one who is absent.
    inkallad_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="inkallade", verbose_name="inkallad för"
    )

    class Meta:
        verbose_name = "kallad"
        verbose_name_plural = "kallade"
        ordering = ["ordning", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sammantrade", "person"], name="kallad_once"),
            models.CheckConstraint(
                condition=Q(inkallad_for=None) | Q(som="ersattare"), name="kallad_only_ersattare_for"
            ),
        ]

    def __str__(self):
        return str(self.person)

    @property
    def svarslank(self) -> str:
        return reverse("protokoll:kallelse-svar", args=[self.token])

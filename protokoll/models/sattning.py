"""Printed protokoll that a worker makes while somebody waits."""

from django.db import models

from kommun.models import Utskriven
from protokoll.models.handling import Protokoll


class Sattning(Utskriven):
    """A document as it is printed."""

    protokoll = models.ForeignKey(Protokoll, on_delete=models.CASCADE, related_name="+", verbose_name="protokoll")
    # protokoll.dokumentvarden.Dokument as JSON: what was asked for is made, whatever is written meanwhile.
    innehall = models.JSONField("innehåll")

    class Meta:
        verbose_name = "utskrift"
        verbose_name_plural = "utskrifter"

    def __str__(self):
        return f"Utskrift av {self.protokoll}"

"""Printed documents that a worker makes while somebody waits."""

from django.db import models

from protokoll.models.handling import Protokoll


class Sattning(models.Model):
    """A document as it is printed, by its content: what says the same is made once. Kept for a day."""

    # Of the content and of the form it is printed in.
    nyckel = models.CharField("nyckel", max_length=64, primary_key=True)
    protokoll = models.ForeignKey(Protokoll, on_delete=models.CASCADE, related_name="+", verbose_name="protokoll")
    # protokoll.dokumentvarden.Dokument as JSON: what was asked for is made, whatever is written meanwhile.
    innehall = models.JSONField("innehåll")
    bestalld = models.DateTimeField("beställd")
    # How many pages are laid out.
    sidor = models.PositiveIntegerField("sidor", default=0, db_default=0)
    pdf = models.BinaryField("PDF", null=True)
    fel = models.TextField("fel", blank=True, default="", db_default="")

    class Meta:
        verbose_name = "utskrift"
        verbose_name_plural = "utskrifter"

    def __str__(self):
        return f"Utskrift av {self.protokoll}"

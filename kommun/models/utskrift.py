"""PDF:s that a worker makes while somebody waits."""

from django.conf import settings
from django.db import models
from django.urls import reverse


class Utskriven(models.Model):
    """By what it holds: what says the same is made once. Kept for a day."""

    # Of the content and of the form it is printed in.
    nyckel = models.CharField("nyckel", max_length=64, primary_key=True)
    bestalld = models.DateTimeField("beställd")
    # How many pages are laid out.
    sidor = models.PositiveIntegerField("sidor", default=0, db_default=0)
    pdf = models.BinaryField("PDF", null=True)
    fel = models.TextField("fel", blank=True, default="", db_default="")

    class Meta:
        abstract = True


class Utskriftsjobb(Utskriven):
    """A list, an utdrag or another long PDF than a protokoll, as whoever asked for it may read it: for nobody else."""

    # kommun.pdf.Underlag as JSON.
    underlag = models.JSONField("underlag")
    titel = models.TextField("titel")
    filnamn = models.TextField("filnamn")
    # The address of the page that it was asked for on.
    tillbaka = models.TextField("tillbaka")
    av = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="av")

    class Meta:
        verbose_name = "utskriftsjobb"
        verbose_name_plural = "utskriftsjobb"

    def __str__(self):
        return self.filnamn

    def get_absolute_url(self):
        return reverse("kommun:utskrift", args=[self.pk])

"""What keeps the work at the keyboard safe: drafts, who is where, and warnings that somebody has accepted."""

from django.conf import settings
from django.db import models

from kommun.history import TrackedModel
from protokoll.models.paragraf import Paragraf
from protokoll.models.sammantrade import Sammantrade


class Utkast(models.Model):
    """What somebody has typed in a § and not saved yet: one per person and part; gone once saved."""

    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="utkasten", verbose_name="av"
    )
    paragraf = models.ForeignKey(Paragraf, on_delete=models.CASCADE, related_name="utkasten", verbose_name="paragraf")
    # Which part: an avsnittstyp, or "beslut-<pk>" and "avsnitt-<pk>" of a part that exists.
    del_namn = models.CharField("del", max_length=60)
    text = models.TextField("text", blank=True)
    # The version of the part that the text started from; 0 for a part that does not exist yet.
    fran_version = models.PositiveIntegerField("från version", default=0)
    tid = models.DateTimeField("tid", auto_now=True)

    class Meta:
        verbose_name = "utkast"
        verbose_name_plural = "utkast"
        constraints = [models.UniqueConstraint(fields=["av", "paragraf", "del_namn"], name="utkast_once")]

    def __str__(self):
        return f"Utkast till {self.del_namn}"


class Narvarotecken(models.Model):
    """Somebody has the § open just now. Old ones mean nothing and are written over."""

    av = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="vem")
    paragraf = models.ForeignKey(Paragraf, on_delete=models.CASCADE, related_name="tecknen", verbose_name="paragraf")
    skriver = models.BooleanField("skriver", default=False)
    tid = models.DateTimeField("tid", auto_now=True)

    class Meta:
        verbose_name = "närvarotecken"
        verbose_name_plural = "närvarotecken"
        constraints = [models.UniqueConstraint(fields=["av", "paragraf"], name="narvarotecken_once")]

    def __str__(self):
        return f"{self.av} vid {self.paragraf}"


class GodtagenVarning(TrackedModel):
    """A warning that somebody let stand, and why. `nyckel` tells which one of its kind it is, e.g. "§12:person3"."""

    sammantrade = models.ForeignKey(
        Sammantrade, on_delete=models.PROTECT, related_name="godtagna_varningar", verbose_name="sammanträde"
    )
    kod = models.CharField("kod", max_length=60)
    nyckel = models.CharField("nyckel", max_length=120, blank=True)
    skal = models.CharField("skäl", max_length=300)

    class Meta:
        verbose_name = "godtagen varning"
        verbose_name_plural = "godtagna varningar"
        constraints = [models.UniqueConstraint(fields=["sammantrade", "kod", "nyckel"], name="godtagen_varning_once")]

    def __str__(self):
        return self.kod

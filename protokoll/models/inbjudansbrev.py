"""Letters with invitations that were handed in, and wait to be registered."""

from django.conf import settings
from django.db import models
from django.urls import reverse


class Inbjudansbrev(models.Model):
    """A letter kept as it came, until what it invites to is registered or it is thrown away."""

    filnamn = models.CharField("filnamn", max_length=255)
    typ = models.CharField("innehållstyp", max_length=100)
    innehall = models.BinaryField("innehåll")
    sha256 = models.CharField("SHA-256", max_length=64)
    av = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")
    tid = models.DateTimeField("tid", auto_now_add=True)

    class Meta:
        verbose_name = "brev med inbjudan"
        verbose_name_plural = "brev med inbjudningar"
        ordering = ["-tid", "-pk"]
        constraints = [models.UniqueConstraint(fields=["sha256", "av"], name="inbjudansbrev_once_per_person")]

    def __str__(self):
        return self.filnamn

    def get_absolute_url(self):
        return reverse("protokoll:inbjudan-ur-brev", args=[self.pk])

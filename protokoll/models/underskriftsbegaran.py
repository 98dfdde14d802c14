"""What is under way between a frozen version and its signatures; unlike those it changes, and goes when settled."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from kommun.models import Bilaga
from protokoll.models.version import Protokollsversion


class Vantandefil(models.Model):
    """A signed file that the service has built anew, until somebody has said whether it is to hold."""

    version = models.OneToOneField(Protokollsversion, on_delete=models.PROTECT, related_name="vantande_filen")
    bilaga = models.OneToOneField(Bilaga, on_delete=models.PROTECT, related_name="+")
    tid = models.DateTimeField("tid", auto_now_add=True)

    class Meta:
        verbose_name = "väntande fil"
        verbose_name_plural = "väntande filer"

    def __str__(self):
        return f"{self.version}, {self.bilaga}"


class Underskriftsbegaran(models.Model):
    """A version that the remote signing service is asked to have signed."""

    class Lage(models.TextChoices):
        NY = "ny", "Lämnas över till tjänsten"
        VANTAR = "vantar", "Väntar på underskrifter"
        # Signed, but built anew by the service: a person decides.
        FIL = "fil", "Filen väntar på ditt val"
        KLAR = "klar", "Undertecknad"
        AVBRUTEN = "avbruten", "Avbruten"

    OPPNA = (Lage.NY, Lage.VANTAR, Lage.FIL)

    version = models.ForeignKey(Protokollsversion, on_delete=models.PROTECT, related_name="begarandena")
    # What the service knows it by before it has given its own reference.
    nyckel = models.UUIDField("nyckel", unique=True, default=uuid4, editable=False)
    referens = models.CharField("tjänstens referens", max_length=500, blank=True)
    lage = models.CharField("läge", max_length=20, choices=Lage, default=Lage.NY)
    # What the service said last, or why it could not be asked; a sentence.
    besked = models.TextField("besked", blank=True)
    skapad = models.DateTimeField("skapad", auto_now_add=True)
    fragad = models.DateTimeField("senast frågad", null=True, blank=True)
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="av"
    )

    class Meta:
        verbose_name = "underskriftsbegäran"
        verbose_name_plural = "underskriftsbegäran"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(lage__in=["ny", "vantar", "fil"]), name="underskriftsbegaran_one_open"
            )
        ]

    def __str__(self):
        return f"{self.version}, {self.get_lage_display().lower()}"

    @property
    def oppen(self) -> bool:
        return self.lage in self.OPPNA

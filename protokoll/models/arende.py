"""An ärende is what bears one diarienummer, through every organ; the number is all that holds it together."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kommun.history import TrackedModel


class Dnrlikhet(TrackedModel):
    """A dnr that somebody has said is another way to write `huvud`. Both in the form of protokoll.dnr.normalform."""

    dnr = models.CharField("diarienummer", max_length=60, unique=True)
    huvud = models.CharField("är samma ärende som", max_length=60, db_index=True)
    skal = models.CharField("skäl", max_length=300, blank=True)
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="av"
    )

    class Meta:
        verbose_name = "sammanfört diarienummer"
        verbose_name_plural = "sammanförda diarienummer"
        ordering = ["dnr"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(dnr=F("huvud")),
                name="dnrlikhet_with_another",
                violation_error_message="Välj ett annat diarienummer än det ärendet redan har.",
            )
        ]

    def __str__(self):
        return f"{self.dnr} är {self.huvud}"

"""Where an uppdrag meets its organ again: the § it is reported in, and the § "Uppföljning av uppdrag"."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kommun.history import TrackedModel, TrackedQuerySet
from kommun.models import Bilaga
from protokoll.models import Beslut, Paragraf, Protokoll, Sammantrade
from uppdrag.models.rapport import Aterrapport
from uppdrag.models.uppdrag import Fristandring, Uppdrag


class RedovisningQuerySet(TrackedQuerySet):
    def oavgjorda(self):
        """Nothing noted, in a § that is or was to decide: one that was bordlagd or utgick waits for nothing."""
        return self.filter(utfall="", paragraf__utfall="")

    def vantande(self):
        """On the dagordning of a meeting to come, or that runs."""
        return self.oavgjorda().filter(
            paragraf__sammantrade__lage__in=(Sammantrade.Lage.PLANERAT, Sammantrade.Lage.PAGAR)
        )

    def kan_antecknas(self):
        """Waiting, or held without anybody noting what was decided, while the § may still be written in."""
        return (
            self.oavgjorda()
            .exclude(paragraf__sammantrade__lage=Sammantrade.Lage.INSTALLT)
            .exclude(paragraf__protokoll__lage__in=(Protokoll.Lage.JUSTERAT, Protokoll.Lage.AVSKRIFT))
        )


class Redovisning(TrackedModel):
    """An uppdrag put before the organ in a §, and what the organ said of it there."""

    class Utfall(models.TextChoices):
        GODKANT = "godkant", "Godkänner och avslutar"
        KOMPLETTERING = "komplettering", "Begär komplettering"
        ANSTAND = "anstand", "Ger anstånd"
        ANTECKNAT = "antecknat", "Antecknar och fortsätter"

    uppdrag = models.ForeignKey(
        Uppdrag, on_delete=models.PROTECT, related_name="redovisningarna", verbose_name="uppdrag"
    )
    paragraf = models.ForeignKey(
        Paragraf, on_delete=models.PROTECT, related_name="redovisningarna", verbose_name="paragraf"
    )
    # What was put before the organ; null when it was taken up without a report.
    rapport = models.ForeignKey(
        Aterrapport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="redovisningarna",
        verbose_name="rapport",
    )
    # Empty until the organ has decided.
    utfall = models.CharField("utfall", max_length=20, choices=Utfall, blank=True)
    beslut = models.ForeignKey(
        Beslut, on_delete=models.PROTECT, null=True, blank=True, related_name="redovisningarna", verbose_name="beslut"
    )
    ny_frist = models.DateField("ny frist", null=True, blank=True)
    anteckning = models.CharField("vad som begärs eller skälet", max_length=500, blank=True)
    # What the anstånd did to the frist, so that it can be taken back while the § may be changed.
    fristandring = models.OneToOneField(
        Fristandring, on_delete=models.PROTECT, null=True, blank=True, related_name="redovisning"
    )

    objects = RedovisningQuerySet.as_manager()

    class Meta:
        verbose_name = "redovisning"
        verbose_name_plural = "redovisningar"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["uppdrag", "paragraf"], name="redovisning_once_per_paragraf"),
            models.CheckConstraint(
                condition=Q(utfall="", beslut=None) | (~Q(utfall="") & Q(beslut__isnull=False)),
                name="redovisning_utfall_by_beslut",
            ),
            models.CheckConstraint(
                condition=Q(utfall="anstand", ny_frist__isnull=False) | (~Q(utfall="anstand") & Q(ny_frist=None)),
                name="redovisning_anstand_has_frist",
                violation_error_message="Ange den nya fristen.",
            ),
        ]

    def __str__(self):
        return f"{self.uppdrag.beteckning} i {self.paragraf}"


class Uppfoljning(TrackedModel):
    """What the § "Uppföljning av uppdrag" says, as it was put together: a copy that later events do not change."""

    paragraf = models.OneToOneField(
        Paragraf, on_delete=models.PROTECT, related_name="uppfoljning", verbose_name="paragraf"
    )
    # uppdrag.uppfoljningsdokument as JSON.
    innehall = models.JSONField("innehåll")
    bilaga = models.ForeignKey(Bilaga, on_delete=models.PROTECT, related_name="+", verbose_name="bilaga")
    sammanstalld = models.DateTimeField("sammanställd")
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="av"
    )

    class Meta:
        verbose_name = "uppföljning"
        verbose_name_plural = "uppföljningar"

    def __str__(self):
        return f"Uppföljning av uppdrag, {self.paragraf}"

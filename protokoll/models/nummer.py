"""The series of § numbers: one per organ and calendar year, taken under lock (protokoll.paragrafserie)."""

from django.db import models
from django.db.models import Q

from kommun.history import TrackedModel
from kommun.models import Organ
from protokoll.models.paragraf import Paragraf


class Paragrafserie(TrackedModel):
    """The series of an organ in a year. `nasta` only grows, so that no number is given twice."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="paragrafserierna", verbose_name="organ")
    ar = models.IntegerField("år")
    forsta = models.PositiveIntegerField("seriens första nummer här", default=1)
    # Why the series does not begin at 1: the year's earlier §§ are kept elsewhere.
    skal = models.CharField("skäl", max_length=300, blank=True)
    nasta = models.PositiveIntegerField("nästa nummer", default=1)

    class Meta:
        verbose_name = "paragrafserie"
        verbose_name_plural = "paragrafserier"
        ordering = ["-ar", "organ"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "ar"], name="paragrafserie_once_per_organ_and_year"),
            models.CheckConstraint(condition=Q(forsta__gt=0, nasta__gt=0), name="paragrafserie_positive"),
        ]

    def __str__(self):
        return f"{self.organ.kortnamn} {self.ar}"


class MakuleratNummer(TrackedModel):
    """A number that was given and is void: never reused, and the series says why."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="makulerade_nummer", verbose_name="organ")
    ar = models.IntegerField("år")
    nummer = models.PositiveIntegerField("nummer")
    # The § that had it, when there was one.
    paragraf = models.ForeignKey(
        Paragraf,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="makulerade_nummer",
        verbose_name="paragraf",
    )
    skal = models.CharField("skäl", max_length=300)

    class Meta:
        verbose_name = "makulerat nummer"
        verbose_name_plural = "makulerade nummer"
        ordering = ["organ", "ar", "nummer"]
        constraints = [models.UniqueConstraint(fields=["organ", "ar", "nummer"], name="makulerat_nummer_once")]

    def __str__(self):
        return f"§ {self.nummer}, makulerat"

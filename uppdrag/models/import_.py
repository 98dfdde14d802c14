"""An old list of uppdrag, read in from a file: the file is kept and each uppdrag knows its row."""

from django.conf import settings
from django.db import models

from kommun.history import TrackedModel
from kommun.models import Bilaga, Organ
from uppdrag.models.uppdrag import Uppdrag

# How the reason in the history of what came from a list begins.
LASTE_IN = "Läste in från"


class Uppdragsimport(TrackedModel):
    """One file, how its columns are read, and when its rows were saved (all of them, or none)."""

    bilaga = models.ForeignKey(Bilaga, on_delete=models.PROTECT, related_name="+", verbose_name="fil")
    # Gave the uppdrag of rows that name no organ.
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="uppdragsimporterna", verbose_name="organ")
    blad = models.CharField("blad", max_length=100, blank=True)
    # The field of an uppdrag (uppdrag.inlasning) → the heading of its column.
    kolumner = models.JSONField("kolumner", default=dict)
    # What else was chosen for the whole list: rubrikrad, forvaltning, avslutat_dag, and `namn` (what a name that is in
    # no register stands for).
    val = models.JSONField("val", default=dict, blank=True)
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uppdragsimporterna", verbose_name="av"
    )
    inlamnad = models.DateTimeField("inlämnad", auto_now_add=True)
    sparad = models.DateTimeField("sparad", null=True, blank=True)

    class Meta:
        verbose_name = "uppdragsimport"
        verbose_name_plural = "uppdragsimporter"
        ordering = ["-inlamnad"]

    def __str__(self):
        return self.bilaga.namn


class Importrad(TrackedModel):
    """The row of the file that an uppdrag came from."""

    uppdragsimport = models.ForeignKey(
        Uppdragsimport, on_delete=models.PROTECT, related_name="raderna", verbose_name="import"
    )
    # As the spreadsheet counts them, the heading's row included.
    rad = models.PositiveIntegerField("rad")
    uppdrag = models.OneToOneField(Uppdrag, on_delete=models.PROTECT, related_name="importrad", verbose_name="uppdrag")

    class Meta:
        verbose_name = "importrad"
        verbose_name_plural = "importrader"
        constraints = [models.UniqueConstraint(fields=["uppdragsimport", "rad"], name="importrad_once")]

    def __str__(self):
        return f"{self.uppdragsimport}, rad {self.rad}"

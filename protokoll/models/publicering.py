"""What the public reads on the web, and the packages for the archive."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from kommun.history import TrackedModel
from kommun.models import Bilaga, Organ
from protokoll.models.handling import Protokoll
from protokoll.models.paragraf import Paragraf
from protokoll.models.version import Protokollsversion


class Maskering(TrackedModel):
    """What the web version leaves out: a whole §, or a passage of it. The original says it all the same."""

    class Slag(models.TextChoices):
        PARAGRAF = "paragraf", "Hela paragrafen"
        RUBRIK = "rubrik", "Paragrafens rubrik"
        STYCKE = "stycke", "En del av texten"

    paragraf = models.ForeignKey(
        Paragraf, on_delete=models.PROTECT, related_name="maskeringarna", verbose_name="paragraf"
    )
    slag = models.CharField("slag", max_length=20, choices=Slag)
    # The passage, as plain text.
    text = models.TextField("text", blank=True)
    # What stands there instead.
    ersattning = models.CharField("i stället står", max_length=300)
    skal = models.CharField("skäl", max_length=300, blank=True)

    class Meta:
        verbose_name = "maskering"
        verbose_name_plural = "maskeringar"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(slag="stycke") & ~Q(text="")) | (~Q(slag="stycke") & Q(text="")),
                name="maskering_of_a_passage_has_text",
            )
        ]

    def __str__(self):
        return f"{self.get_slag_display()} i {self.paragraf}"


class Publicering(TrackedModel):
    """A version of a justerat protokoll on the web, from a moment until it is taken away."""

    protokoll = models.ForeignKey(
        Protokoll, on_delete=models.PROTECT, related_name="publiceringarna", verbose_name="protokoll"
    )
    # The version that is shown (TrackedModel counts its own saves in `version`).
    protokollsversion = models.ForeignKey(
        Protokollsversion, on_delete=models.PROTECT, related_name="publiceringarna", verbose_name="protokollsversion"
    )
    # What is shown, as JSON of Dokument; equal to the version's where nothing is masked.
    innehall = models.JSONField("innehåll")
    # The web version as PDF where something is masked; null: the signed PDF itself.
    bilaga = models.ForeignKey(Bilaga, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Printed on the last page of that PDF: protokoll.kontrollkod.
    kontrollkod = models.CharField("kontrollkod", max_length=20, blank=True, default="", db_index=True)
    publicerad = models.DateTimeField("publicerad")
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="av"
    )
    borttagen = models.DateTimeField("borttagen", null=True, blank=True)
    borttagen_skal = models.TextField("varför den togs bort", blank=True)

    class Meta:
        verbose_name = "publicering"
        verbose_name_plural = "publiceringar"
        ordering = ["-publicerad", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["protokoll"], condition=Q(borttagen=None), name="publicering_one_of_each_protokoll"
            )
        ]

    def __str__(self):
        return f"{self.protokoll} på webben"


class Arkivpaket(TrackedModel):
    """The protokoll of an organ and a year as one package for the e-archive, made in the background."""

    class Lage(models.TextChoices):
        VANTAR = "vantar", "Väntar"
        PAGAR = "pagar", "Görs"
        KLART = "klart", "Klart"
        FEL = "fel", "Fel"

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="arkivpaketen", verbose_name="organ")
    ar = models.PositiveSmallIntegerField("år")
    lage = models.CharField("läge", max_length=20, choices=Lage, default=Lage.VANTAR)
    klara = models.PositiveIntegerField("klara", default=0)
    alla = models.PositiveIntegerField("av", default=0)
    fel = models.TextField("fel", blank=True)
    bilaga = models.ForeignKey(Bilaga, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    nyckel = models.UUIDField("formulärnyckel", default=uuid4, unique=True, editable=False)
    bestalld = models.DateTimeField("beställd", auto_now_add=True)
    av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="av"
    )

    class Meta:
        verbose_name = "arkivpaket"
        verbose_name_plural = "arkivpaket"
        ordering = ["-bestalld", "-pk"]

    def __str__(self):
        return f"Arkivpaket {self.organ.kortnamn} {self.ar}"

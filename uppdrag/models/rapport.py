"""What a handläggare reports back."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from kommun.history import TrackedModel
from kommun.models import Bilaga, Person
from uppdrag.models.uppdrag import Uppdrag


class Aterrapport(TrackedModel):
    """An answer to the organ: a draft until it is handed in (`inlamnad`), and never changed after."""

    class Slag(models.TextChoices):
        DELRAPPORT = "delrapport", "Delrapport"
        SLUTRAPPORT = "slutrapport", "Slutrapport"
        FORLANGNING = "forlangning", "Begär förlängd tid"

    uppdrag = models.ForeignKey(Uppdrag, on_delete=models.PROTECT, related_name="rapporterna", verbose_name="uppdrag")
    slag = models.CharField("slag", max_length=20, choices=Slag, blank=True)
    text = models.TextField("svar", blank=True)
    onskad_frist = models.DateField("önskad ny frist", null=True, blank=True)
    av = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rapporterna", verbose_name="av")
    inlamnad = models.DateTimeField("inlämnad", null=True, blank=True)
    # One showing of the form: a double click hands in once.
    nyckel = models.UUIDField("formulärnyckel", default=uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = "återrapport"
        verbose_name_plural = "återrapporter"
        ordering = ["-inlamnad", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["uppdrag", "av"], condition=Q(inlamnad=None), name="aterrapport_one_draft_each"
            ),
            models.CheckConstraint(
                condition=Q(inlamnad=None) | (~Q(slag="") & ~Q(text="")),
                name="aterrapport_handed_in_says_something",
                violation_error_message="En inlämnad rapport har ett slag och en text.",
            ),
            models.CheckConstraint(
                condition=Q(onskad_frist=None) | Q(slag="forlangning") | Q(inlamnad=None),
                name="aterrapport_only_forlangning_asks_for_frist",
            ),
            models.CheckConstraint(
                condition=~Q(slag="forlangning") | Q(onskad_frist__isnull=False) | Q(inlamnad=None),
                name="aterrapport_forlangning_has_frist",
                violation_error_message="Ange vilken dag som önskas.",
            ),
        ]
        indexes = [models.Index(fields=["uppdrag", "inlamnad"], name="aterrapport_uppdrag_inlamnad")]

    def __str__(self):
        return f"{self.get_slag_display() or 'Utkast'} till {self.uppdrag.beteckning}"


class RapportbilagaQuerySet(models.QuerySet):
    def med_filnamn(self):
        """For a list of files: what they are called, without the bytes of each."""
        return self.select_related("bilaga").defer("bilaga__innehall")


class Rapportbilaga(models.Model):
    """A file that came with a report."""

    rapport = models.ForeignKey(Aterrapport, on_delete=models.PROTECT, related_name="bilagorna")
    bilaga = models.ForeignKey(Bilaga, on_delete=models.PROTECT, related_name="rapporterna")

    objects = RapportbilagaQuerySet.as_manager()

    class Meta:
        verbose_name = "rapportbilaga"
        verbose_name_plural = "rapportbilagor"
        ordering = ["pk"]

    def __str__(self):
        return self.bilaga.namn

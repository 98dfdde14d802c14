from django.db import models
from django.db.models import Q

from kommun.history import TrackedModel, TrackedQuerySet
from kommun.models import Organ, Person
from protokoll.models.paragraf import Beslut


class InbjudanQuerySet(TrackedQuerySet):
    def visible_to(self, user):
        return self if user.behorighet.har_insyn else self.none()


class Inbjudan(TrackedModel):
    """An invitation that has come to the municipality and is decided on (seed § 35)."""

    class Svar(models.TextChoices):
        OBESVARAD = "obesvarad", "Inte besvarad"
        AVSTAR = "avstar", "Avstår"
        DELTAR = "deltar", "Deltar"
        ANNAT = "annat", "Annat beslut"

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="inbjudningarna", verbose_name="organ")
    beslut = models.ForeignKey(
        Beslut, on_delete=models.PROTECT, null=True, blank=True, related_name="inbjudningarna", verbose_name="beslut"
    )
    inbjudan = models.TextField("inbjudan till", help_text="Inbjudare, vad, när och var, i en mening.")
    svar = models.CharField("svar", max_length=20, choices=Svar, default=Svar.OBESVARAD)
    svarstext = models.TextField("beslutet i ord", blank=True)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    objects = InbjudanQuerySet.as_manager()

    class Meta:
        verbose_name = "inbjudan"
        verbose_name_plural = "inbjudningar"
        ordering = ["-beslut__paragraf__sammantrade__datum", "ordning"]
        constraints = [
            models.CheckConstraint(
                condition=Q(svar="obesvarad") | Q(beslut__isnull=False), name="inbjudan_svar_has_beslut"
            )
        ]

    def __str__(self):
        return self.inbjudan


class Deltagande(TrackedModel):
    """Somebody who goes, by decision."""

    inbjudan = models.ForeignKey(
        Inbjudan, on_delete=models.PROTECT, related_name="deltagandena", verbose_name="inbjudan"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deltagandena", verbose_name="person")
    namn = models.CharField("namn i protokollet", max_length=150)
    titel_eller_parti = models.CharField("titel eller parti", max_length=100, blank=True)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "deltagande"
        verbose_name_plural = "deltaganden"
        ordering = ["ordning"]
        constraints = [models.UniqueConstraint(fields=["inbjudan", "person"], name="deltagande_once")]

    def __str__(self):
        return self.namn

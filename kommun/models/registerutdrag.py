"""What the municipality holds about one person, gathered for that person (GDPR art. 15)."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kommun.models.personer import Person


class Registerutdrag(models.Model):
    """One gathering: whom it is about, and what was found. No record: it goes when it has served."""

    class Lage(models.TextChoices):
        VANTAR = "vantar", "Väntar"
        PAGAR = "pagar", "Söker"
        KLART = "klart", "Klart"
        FEL = "fel", "Gick inte"

    namn = models.CharField("namn", max_length=150, blank=True)
    epost = models.EmailField("e-post", blank=True)
    # Somebody in the register: found by the key too, and by former names.
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="person"
    )
    dnr = models.CharField("begärans diarienummer", max_length=60, blank=True)
    lage = models.CharField("läge", max_length=10, choices=Lage, default=Lage.VANTAR)
    klara = models.PositiveIntegerField("genomsökta register", default=0)
    alla = models.PositiveIntegerField("register", default=0)
    fel = models.TextField("fel", blank=True)
    # kommun.registerutdrag.sokning: a list of registers with what was found in each.
    innehall = models.JSONField("innehåll", default=list)
    sokt = models.DateTimeField("genomsökt", null=True, blank=True)
    pseudonymiserat = models.DateTimeField("pseudonymiserat", null=True, blank=True)
    pseudonymiserat_av = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    skal = models.CharField("skäl", max_length=300, blank=True)
    nyckel = models.UUIDField("formulärnyckel", unique=True, default=uuid4, editable=False)
    tid = models.DateTimeField("beställt", auto_now_add=True)
    av = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="av")

    class Meta:
        verbose_name = "registerutdrag"
        verbose_name_plural = "registerutdrag"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(namn="") | ~Q(epost="") | Q(pseudonymiserat__isnull=False),
                name="registerutdrag_about_somebody",
            )
        ]

    def __str__(self):
        # Without the name: this stands in the granskningslogg, which nobody changes.
        return f"Registerutdrag {self.pk}"

    def get_absolute_url(self):
        return reverse("kommun:registerutdrag", args=[self.pk])

    @property
    def rubrik(self) -> str:
        return self.namn or self.om

    @property
    def om(self) -> str:
        return " ".join(filter(None, [self.namn, self.epost and f"<{self.epost}>"])) or f"Pseudonym P{self.pk}"

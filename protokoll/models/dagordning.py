"""What fills a dagordning and a § without being typed anew: standing ärenden and phrases."""

from django.db import models

from kommun.history import TrackedModel
from kommun.models import Avsnittstyp, Organ


class StandigtArende(TrackedModel):
    """An ärende on every dagordning of the organ, with its place, heading and text."""

    class Kod(models.TextChoices):
        JUSTERARE = "justerare", "Val av protokolljusterare"
        DAGORDNING = "dagordning", "Fastställande av dagordning"
        UPPFOLJNING = "uppfoljning", "Uppföljning av uppdrag"
        INBJUDNINGAR = "inbjudningar", "Inbjudningar"
        DELEGATION = "delegation", "Delegationsbeslut"
        MEDDELANDEN = "meddelanden", "Meddelanden"
        ANNAT = "annat", "Annat"

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="standiga_arenden", verbose_name="organ")
    kod = models.CharField("slag", max_length=20, choices=Kod, default=Kod.ANNAT)
    rubrik = models.CharField("rubrik", max_length=500)
    dnr = models.CharField("diarienummer", max_length=60, blank=True, help_text="Årets stående nummer, om det finns.")
    klassificering = models.CharField("klassificering", max_length=30, blank=True)
    beslut = models.TextField("förslag till beslut", blank=True, help_text="Med variabler, till exempel {justerare}.")
    utan_beslut = models.BooleanField("bara information, inget beslut", default=False)
    sist = models.BooleanField("efter de egna ärendena", default=False)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)
    aktivt = models.BooleanField("sätts upp på nya dagordningar", default=True)

    class Meta:
        verbose_name = "stående ärende"
        verbose_name_plural = "stående ärenden"
        ordering = ["organ", "sist", "ordning", "pk"]

    def __str__(self):
        return self.rubrik

    @property
    def i_bruk(self) -> bool:
        """It is placed on new dagordningar."""
        return self.aktivt and (self.kod != self.Kod.INBJUDNINGAR or self.organ.behandlar_inbjudningar)


class Fras(TrackedModel):
    """A sentence that minutes use again and again, with variables: "{organet} godkänner redovisningen."."""

    # Null is every organ's.
    organ = models.ForeignKey(
        Organ, on_delete=models.PROTECT, null=True, blank=True, related_name="fraserna", verbose_name="organ"
    )
    namn = models.CharField("namn", max_length=80)
    text = models.TextField("text", help_text="Text med variabler inom klammer, till exempel {organet}.")
    typ = models.CharField("avsnitt", max_length=30, choices=Avsnittstyp, default=Avsnittstyp.BESLUT)
    ordning = models.PositiveSmallIntegerField("ordning", default=0)
    aktiv = models.BooleanField("i bruk", default=True)

    class Meta:
        verbose_name = "fras"
        verbose_name_plural = "fraser"
        ordering = ["typ", "ordning", "namn"]

    def __str__(self):
        return self.namn

from django.db import models
from django.db.models import Q

from kommun.models import Person, Utskick
from uppdrag.models.uppdrag import Uppdrag


class Paminnelse(models.Model):
    """One reminder about one uppdrag to one person: a row that is ticked off, so that none is lost or sent twice."""

    class Slag(models.TextChoices):
        FORFRAGAN = "forfragan", "Dags att rapportera"
        PAMINNELSE = "paminnelse", "Påminnelse"
        SISTA = "sista", "Sista påminnelsen före stoppdagen"
        EJ_BESVARAT = "ej_besvarat", "Ej besvarat"
        FORSENAT = "forsenat", "Försenat"
        ESKALERING = "eskalering", "Försenat, till förvaltningens chef"

    uppdrag = models.ForeignKey(Uppdrag, on_delete=models.PROTECT, related_name="paminnelserna", verbose_name="uppdrag")
    slag = models.CharField("slag", max_length=20, choices=Slag)
    # The stoppdag or frist it counts from: one that has moved gives reminders of its own.
    avser = models.DateField("avser")
    # The day it was to go out, by the rule; it may have gone later (a missed night is made up).
    dag = models.DateField("dag")
    till = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="paminnelserna", verbose_name="till")
    # Several reminders to one person share a mail. Null: the person has no address, and it is only shown here.
    utskick = models.ForeignKey(
        Utskick, on_delete=models.PROTECT, null=True, blank=True, related_name="paminnelserna", verbose_name="utskick"
    )
    tid = models.DateTimeField("tid", auto_now_add=True)

    class Meta:
        verbose_name = "påminnelse"
        verbose_name_plural = "påminnelser"
        ordering = ["-tid", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["uppdrag", "slag", "avser", "till"], condition=~Q(slag="eskalering"), name="paminnelse_once"
            ),
            # The head is told again while it stays late, of the same frist.
            models.UniqueConstraint(
                fields=["uppdrag", "avser", "dag", "till"],
                condition=Q(slag="eskalering"),
                name="paminnelse_eskalering_once_a_day",
            ),
        ]

    def __str__(self):
        return f"{self.get_slag_display()}: {self.uppdrag.beteckning} till {self.till}"

from django.db import models

from kommun.history import TrackedModel
from protokoll.models import Beslut


class AvvisatForslag(TrackedModel):
    """A sentence of a decision that the secretary has said gives no uppdrag: it is not offered again."""

    beslut = models.ForeignKey(Beslut, on_delete=models.PROTECT, related_name="avvisade_forslag", verbose_name="beslut")
    # Of the sentence as it read (uppdrag.igenkanning.avtryck); another wording is another proposal.
    avtryck = models.CharField("avtryck", max_length=64)
    mening = models.TextField("mening")

    class Meta:
        verbose_name = "avvisat förslag"
        verbose_name_plural = "avvisade förslag"
        constraints = [models.UniqueConstraint(fields=["beslut", "avtryck"], name="avvisatforslag_once")]

    def __str__(self):
        return self.mening[:60]

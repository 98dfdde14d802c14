"""The worker's part of an expediering: many utdrag and mails, away from the page."""

from kommun.bakgrund import arbete
from protokoll.expediering import utfor
from protokoll.models import Sandning


@arbete("Expediera utdrag", langt=True)
def utfor_sandning(pk: int) -> None:
    utfor(Sandning.objects.get(pk=pk))

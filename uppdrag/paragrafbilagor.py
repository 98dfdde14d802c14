"""The files that uppdrag bring to a §, as `protokoll.tillagg.PARAGRAFBILAGOR` wants them."""

from collections import defaultdict

from django.db.models import F
from django.urls import reverse

from protokoll.paragrafbilagor import Bifogad, bifogad, med_storlek
from uppdrag.models import Rapportbilaga, Uppfoljning


def paragrafbilagor(paragrafer: list[int]) -> dict[int, list[Bifogad]]:
    """The uppföljning, which the § names as its bilaga, and what came with the reports that were before the organ."""
    ut: dict[int, list[Bifogad]] = defaultdict(list)
    for rad in med_storlek(Uppfoljning.objects.filter(paragraf__in=paragrafer)).defer("innehall"):
        url = reverse("uppdrag:uppfoljning-pdf", args=[rad.pk])
        ut[rad.paragraf_id].append(
            bifogad(rad.paragraf_id, rad, "Uppföljning av uppdrag", "Paragrafens sammanställning", url)
        )
    kom_med = Rapportbilaga.objects.filter(rapport__redovisningarna__paragraf__in=paragrafer)
    rader = med_storlek(kom_med).annotate(i=F("rapport__redovisningarna__paragraf"))
    for rad in rader.select_related("rapport__uppdrag__serie", "bilaga").order_by("i", "pk"):
        varifran = f"Kom med rapporten om uppdrag {rad.rapport.uppdrag.beteckning}"
        url = reverse("uppdrag:rapport-bilaga", args=[rad.pk])
        # The organ had it before it; whether the receiver shall have it is for a person to say.
        ut[rad.i].append(bifogad(rad.i, rad, rad.bilaga.namn, varifran, url, forvald=False))
    return ut

"""What klarkoll says about the § "Uppföljning av uppdrag": not put together, or before the § had its number."""

from django.db.models import F, Prefetch
from django.urls import reverse

from protokoll.klarkoll import JUSTERING, varning
from protokoll.models import StandigtArende
from uppdrag.models import Uppfoljning

# Of the frozen content only the number is read.
_RADER = Uppfoljning.objects.annotate(fryst_nummer=F("innehall__paragraf")).defer("innehall")
UNDERLAG = (Prefetch("paragraferna__uppfoljning", queryset=_RADER),)


def _uppfoljningar(u):
    """The standing §§ that the meeting has handled, and their uppföljning or None."""
    for p in u.behandlade:
        if p.standigt_id and p.standigt.kod == StandigtArende.Kod.UPPFOLJNING and not p.utfall:
            yield p, getattr(p, "uppfoljning", None)


def inte_sammanstalld(u):
    for p, rad in _uppfoljningar(u):
        # Somebody may have written it by hand.
        if rad is None and not any(u.ren(a) for a in p.avsnitten.all()):
            text = "Uppföljningen av uppdrag är inte sammanställd."
            url = reverse("uppdrag:uppfoljning", args=[u.sammantrade.pk])
            yield varning("uppfoljning_inte_sammanstalld", text, url, skede=JUSTERING, paragraf=p)


def utan_ratt_nummer(u):
    """It was put together for the kallelse, before the §§ had their numbers."""
    for p, rad in _uppfoljningar(u):
        if rad and p.nummer and rad.fryst_nummer != p.nummer:
            text = f"Bilagan med uppföljningen av uppdrag anger inte § {p.nummer}. Sammanställ den igen."
            url = reverse("uppdrag:uppfoljning", args=[u.sammantrade.pk])
            yield varning("uppfoljning_utan_nummer", text, url, skede=JUSTERING, paragraf=p)


KONTROLLER = (inte_sammanstalld, utan_ratt_nummer)

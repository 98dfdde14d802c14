"""Keeping the phrases: an organ's own by its secretary, those of every organ by any secretary."""

from django.db import transaction

from kommun.fel import DomanFel
from kommun.history import spara
from protokoll.models import Fras

FALT = ("namn", "text", "typ", "organ", "ordning", "aktiv")


@transaction.atomic
def spara_fras(fras: Fras | None, *, by, **falt) -> Fras:
    """Make a phrase, or change one. The same name for the same organ and avsnitt is the same phrase."""
    nu = Fras.objects.select_for_update(of=("self",)).get(pk=fras.pk) if fras else Fras()
    taget = Fras.objects.filter(organ=falt["organ"], typ=falt["typ"], namn__iexact=falt["namn"]).exclude(pk=nu.pk)
    if finns := taget.select_for_update(of=("self",)).first():
        if fras is None and all(getattr(finns, k) == falt[k] for k in FALT):
            return finns  # pressed twice
        raise DomanFel(
            "Det finns redan en fras med det namnet i avsnittet. Ändra den i stället, eller välj ett annat namn."
        )
    for namn in FALT:
        setattr(nu, namn, falt[namn])
    return spara(nu, by=by, reason="Ändrade frasen" if fras else "Lade till frasen")

"""Keeping the sändlistor: an organ's own by its secretary, the common ones by any secretary."""

from django.db import transaction

from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.models import Organ
from protokoll.models import Sandlista, Sandlisterad


@transaction.atomic
def spara_lista(
    lista: Sandlista | None,
    *,
    namn: str,
    organ: Organ | None,
    rader: list[tuple[str, str]],
    by,
    upphord: bool = False,
) -> Sandlista:
    """Make a list, or change one: its receivers (name, address) in order. Pressed twice, it is made once."""
    nu = Sandlista.objects.select_for_update(of=("self",)).get(pk=lista.pk) if lista else Sandlista()
    taget = Sandlista.objects.filter(organ=organ, namn__iexact=namn).exclude(pk=nu.pk)
    if finns := taget.select_for_update(of=("self",)).first():
        if lista is None and list(finns.raderna.values_list("namn", "epost")) == rader:
            return finns
        raise DomanFel("Det finns redan en sändlista med det namnet. Ändra den i stället, eller välj ett annat namn.")
    nu.namn, nu.organ, nu.upphord = namn, organ, upphord
    spara(nu, by=by, reason="Ändrade sändlistan" if lista else "Lade upp sändlistan")
    _spara_rader(nu, rader, by=by)
    return nu


def _spara_rader(lista: Sandlista, rader: list[tuple[str, str]], *, by) -> None:
    finns = {r.epost.casefold(): r for r in lista.raderna.select_for_update()}
    for ordning, (namn, epost) in enumerate(rader, start=1):
        rad = finns.pop(epost.casefold(), None) or Sandlisterad(lista=lista)
        if (rad.namn, rad.epost, rad.ordning) != (namn, epost, ordning):
            rad.namn, rad.epost, rad.ordning = namn, epost, ordning
            spara(rad, by=by, reason=f"Skrev {namn} på sändlistan {lista.namn}")
    for rad in finns.values():
        ta_bort(rad, by=by, reason=f"Strök {rad.namn} på sändlistan {lista.namn}")

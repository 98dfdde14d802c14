"""Adjusted protokoll whose decisions have not all been sent."""

from django.urls import reverse

from protokoll.bevis import paragrafer_i_text
from protokoll.expedieringslage import att_expediera
from uppdrag.vantar import Vantar


def expedieringar(user) -> list[Vantar]:
    """Adjusted protokoll whose decisions have not all been sent."""
    ut = []
    for lage in att_expediera(user.behorighet.sekreterare_i) if user.behorighet.sekreterare_i else []:
        kvar, fel = len(lage.kvar), len(lage.fel)
        under = [f"{kvar} mottagare har inte fått sina beslut" if kvar else ""]
        under.append(f"till {fel} gick brevet inte fram" if fel else "")
        text = ", ".join(filter(None, under))
        url = reverse("protokoll:expediera", args=[lage.protokoll.pk])
        # Two protokoll of one meeting are told apart by their §§.
        vilket = f"{lage.protokoll.sammantrade}, {paragrafer_i_text(lage.protokoll)}"
        ut.append(Vantar(f"Beslut ska expedieras: {vilket}", url, under=f"{text[0].upper()}{text[1:]}."))
    return ut

"""What the pages about publishing show."""

from dataclasses import dataclass

from django.urls import reverse

from protokoll.dokumentvarden import Tryckt
from protokoll.frysning import senaste
from protokoll.maskering import STYCKE
from protokoll.models import Maskering, Paragraf, Protokoll
from protokoll.permissions import can_publicera
from protokoll.protokollssida import Akt
from protokoll.publicering import Underlag, gallande, hinder, skiljer, underlag


@dataclass(frozen=True)
class Bladvy:
    """A § as the web version will show it, with its masks."""

    tryckt: Tryckt
    maskeringar: tuple[Maskering, ...]
    ej_funna: frozenset[int]


def bladvy(u: Underlag, paragraf: Paragraf) -> Bladvy:
    plats = u.paragrafer.index(paragraf)
    egna = tuple(m for m in u.maskeringar if m.paragraf_id == paragraf.pk)
    saknas = {(m.plats, m.text) for m in u.webb.ej_funna}
    return Bladvy(
        tryckt=u.webb.dokument.paragrafer[plats],
        maskeringar=egna,
        ej_funna=frozenset(m.pk for m in egna if m.slag == STYCKE and (plats, m.text) in saknas),
    )


def publiceringsakter(request, protokoll: Protokoll) -> list[Akt]:
    """Once it is announced, what is left to do is to show it on the web; after a rättelse, that one."""
    if protokoll.lage != Protokoll.Lage.JUSTERAT or not can_publicera(request.user, protokoll) or hinder(protokoll):
        return []
    url = reverse("protokoll:publicera", args=[protokoll.pk])
    if pa_webben := gallande(protokoll):
        aldre = pa_webben.protokollsversion_id != senaste(protokoll).pk
        return [Akt("Publicera rättelsen på webben", url, nasta=True)] if aldre else []
    return [Akt("Publicera på webben", url, nasta=protokoll.anslagen.exists())]


def publiceringspanel(request, protokoll: Protokoll):
    """On the page of a protokoll: whether it is on the web, for who may put it there."""
    if not can_publicera(request.user, protokoll) or protokoll.lage not in Protokoll.LAST:
        return None
    pa_webben = gallande(protokoll)
    sammanhang = {"protokoll": protokoll, "gallande": pa_webben, "hinder": hinder(protokoll), "smal": True}
    if pa_webben and not sammanhang["hinder"]:
        sammanhang["ar_andrat"] = skiljer(underlag(protokoll), pa_webben)
    return "protokoll/_publicering.html", sammanhang

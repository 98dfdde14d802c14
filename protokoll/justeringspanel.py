"""What the page of a protokoll says of its justering, and the act that it leads to for whoever adjusts it."""

from django.urls import reverse
from django.utils import timezone

from protokoll.justeringslage import Justeringslage, justeringslage
from protokoll.models import Protokoll
from protokoll.permissions import can_answer_invandning
from protokoll.protokollssida import Akt
from protokoll.sekretess import dolda_i

_VISAS = (Protokoll.Lage.FRYST, Protokoll.Lage.JUSTERAT)


def _laget(request, protokoll: Protokoll) -> Justeringslage | None:
    """None of a draft that nobody has been asked to read, and of a transcript. Kept for the request: two ask."""
    visas = protokoll.lage in _VISAS or (protokoll.lage == Protokoll.Lage.UTKAST and protokoll.versionerna.exists())
    if not visas:
        return None
    if not hasattr(protokoll, "justeringslage"):
        person = request.user.behorighet.person_id
        dolda = dolda_i(request.user, protokoll.sammantrade_id)
        protokoll.justeringslage = justeringslage(protokoll, person_id=person, nu=timezone.now(), dolda=dolda)
    return protokoll.justeringslage


def panel(request, protokoll: Protokoll):
    laget = _laget(request, protokoll)
    return ("protokoll/_justering_panel.html", {"laget": laget, "smal": True}) if laget and laget.version else None


def akter(request, protokoll: Protokoll) -> list[Akt]:
    laget = _laget(request, protokoll)
    if not laget or not laget.version or protokoll.lage == Protokoll.Lage.UTKAST:
        return []
    url = reverse("protokoll:justera", args=[protokoll.pk])
    if laget.kan_godkanna:
        return [Akt("Justera", url, nasta=True)]
    if laget.fryst and laget.oppna and can_answer_invandning(request.user, protokoll):
        return [Akt("Svara på invändningar", url, nasta=True)]
    return [Akt("Läs det frysta protokollet" if laget.fryst else "Justeringen", url)]

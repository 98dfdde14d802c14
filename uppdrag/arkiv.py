"""What the archive package tells of uppdrag: those a § gave or closed, and the annex of the uppföljning."""

from collections import defaultdict

from protokoll.arkiv.varden import Arkivuppdrag
from protokoll.models import Protokoll
from uppdrag.models import Uppdrag, Uppfoljning


def uppdragen(protokollen: list[Protokoll]) -> dict[int, list[Arkivuppdrag]]:
    """By §, in the order of their numbers."""
    svar: dict[int, list[Arkivuppdrag]] = defaultdict(list)
    for handelse, falt in (("gavs", "beslut"), ("avslutades", "avslutat_i")):
        rader = (
            Uppdrag.objects.filter(**{f"{falt}__paragraf__protokoll__in": protokollen})
            .exclude(lage=Uppdrag.Lage.FORESLAGET)
            .select_related(falt, "serie", "forvaltning", "mottagande_organ")
            .order_by("ar", "nummer", "pk")
        )
        for uppdrag in rader:
            svar[getattr(uppdrag, falt).paragraf_id].append(_arkivuppdrag(uppdrag, handelse))
    return dict(svar)


def _arkivuppdrag(uppdrag: Uppdrag, handelse: str) -> Arkivuppdrag:
    return Arkivuppdrag(
        beteckning=uppdrag.beteckning,
        handelse=handelse,
        text=uppdrag.mening or uppdrag.text,
        mottagare=str(uppdrag.forvaltning or uppdrag.mottagande_organ or ""),
        lage=uppdrag.get_lage_display(),
        frist=uppdrag.frist,
        avslutat=uppdrag.avslutat_den,
        skal=uppdrag.avslutsskal,
    )


def bilagorna(protokollen: list[Protokoll]) -> dict[int, list]:
    """The annex of the § "Uppföljning av uppdrag", by protokoll."""
    svar: dict[int, list] = defaultdict(list)
    rader = (
        Uppfoljning.objects.filter(paragraf__protokoll__in=protokollen)
        .select_related("paragraf", "bilaga")
        .defer("innehall", "bilaga__innehall")
        .order_by("paragraf__nummer", "pk")
    )
    for rad in rader:
        svar[rad.paragraf.protokoll_id].append((f"Uppföljning av uppdrag, {rad.paragraf.beteckning}", rad.bilaga))
    return dict(svar)

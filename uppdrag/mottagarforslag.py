"""Whom an uppdrag in a § was given to is somebody that its decision should be sent to."""

from uppdrag.models import Uppdrag


def mottagarforslag(paragraf) -> list[tuple[str, str]]:
    """(value, why) as `protokoll.tillagg.MOTTAGARFORSLAG` wants them."""
    ut = []
    for u in Uppdrag.objects.filter(beslut__paragraf=paragraf).order_by("nummer"):
        varfor = f"Har fått uppdrag {u.ar}:{u.nummer}" if u.nummer else "Har fått ett uppdrag"
        for slag, pk in (
            ("organ", u.mottagande_organ_id),
            ("forvaltning", u.forvaltning_id),
            ("person", u.ansvarig_id),
        ):
            if pk:
                ut.append((f"{slag}:{pk}", varfor))
    return ut

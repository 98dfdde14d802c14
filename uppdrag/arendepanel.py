"""The box beside a § that leads along the way of its ärende."""

from kommun.permissions import can_enter
from protokoll.dnr import normalform
from uppdrag.arendets_vag import paragraferna
from uppdrag.dnrlikhet import gruppen

# The §§ of other meetings that are shown.
MEST = 4


def arendepanel(request, paragraf):
    if not normalform(paragraf.dnr) or not can_enter(request.user):
        return None
    grupp = gruppen(paragraf.dnr)
    alla = paragraferna(request.user, grupp).select_related(None).select_related("organ", "sammantrade")
    andra = list(alla.exclude(pk=paragraf.pk).reverse()[: MEST + 1])
    return "uppdrag/_arendepanel.html", {
        "huvud": grupp.huvud,
        "dnr": paragraf.dnr,
        "andra": andra[:MEST],
        "fler": len(andra) > MEST,
    }

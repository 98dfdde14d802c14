"""Beside a §: uppdrag that were proposed by another organ and wait for what is decided here."""

from protokoll.permissions import can_edit_paragraf
from uppdrag.kedja import vantande_i


def vantandepanel(request, paragraf):
    """(template, context) for the box, or None when nothing waits. For the secretary, who is to see to it."""
    if not can_edit_paragraf(request.user, paragraf) or not paragraf.sammantrade.har_borjat:
        return None
    besluten = [b for b in paragraf.besluten.all() if b.text]
    for beslut in besluten:
        beslut.paragraf = paragraf  # the very object that is here already
    vantande = vantande_i(besluten)
    if not vantande:
        return None
    # A proposal goes on with a proposal, else with the organ's own decision.
    rader = [{"uppdrag": u, "beslut": b} for b in besluten for u in vantande.get(b.pk, [])]
    return "uppdrag/_vantande.html", {"rader": rader}

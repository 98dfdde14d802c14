"""Which § is adjusted in which protokoll: what the decision says of it, and whether it happens in time."""

from protokoll import lankar
from protokoll.klarkoll import JUSTERING, varning
from protokoll.models import Protokoll
from protokoll.omedelbart import sager_omedelbart

OMEDELBART = Protokoll.Slag.OMEDELBART


def omedelbart_enligt_beslutet(u):
    """The sentence in the decision and the protokoll that the § lies in say the same."""
    slag = {pr.pk: pr.slag for pr in u.protokollen}
    for p in u.arenden if u.skrivs else ():
        if p.protokoll_id is None:
            continue
        sagt = any(sager_omedelbart(b.text) for b in p.besluten.all())
        if sagt and slag[p.protokoll_id] != OMEDELBART:
            text = "Beslutet säger att paragrafen justeras omedelbart, men den ligger i ett annat protokoll."
            url = lankar.protokollen(u.sammantrade)
            yield varning("omedelbart_ej_lagd", text, url, skede=JUSTERING, paragraf=p)
        elif not sagt and slag[p.protokoll_id] == OMEDELBART:
            text = "Paragrafen ligger bland de omedelbart justerade, men beslutet säger inte att den justeras så."
            yield varning("omedelbart_ej_sagt", text, lankar.beslutet(p), skede=JUSTERING, paragraf=p)


def omedelbart_i_tid(u):
    """It is adjusted at the meeting, or right after it."""
    for pr in u.utkasten:
        paragrafer = [p for p in u.arenden if p.protokoll_id == pr.pk]
        if pr.slag == OMEDELBART and paragrafer and u.today > u.sammantrade.datum:
            text = "Paragrafen skulle justeras omedelbart vid sammanträdet, men protokollet är inte fryst än."
            url = lankar.protokollen(u.sammantrade, f"protokoll-{pr.pk}")
            yield varning("omedelbart_sent", text, url, skede=JUSTERING, paragraf=paragrafer[0], nyckel=f"pr{pr.pk}")


KONTROLLER = (omedelbart_enligt_beslutet, omedelbart_i_tid)

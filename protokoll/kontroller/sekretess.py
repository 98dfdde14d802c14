"""A § with sekretess lies for itself, and says which law closes it."""

from protokoll import lankar
from protokoll.klarkoll import JUSTERING, fel
from protokoll.models import Protokoll

SEKRETESS = Protokoll.Slag.SEKRETESS


def sekretess_for_sig(u):
    slag = {pr.pk: pr.slag for pr in u.protokollen}
    for p in u.arenden if u.skrivs else ():
        if p.sekretess and p.protokoll_id and slag[p.protokoll_id] != SEKRETESS:
            text = "Paragrafen har sekretess, men ligger bland dem som alla läser. Lägg den i ett eget protokoll."
            url = lankar.protokollen(u.sammantrade)
            yield fel("sekretess_bland_andra", text, url, skede=JUSTERING, paragraf=p)


def lagrum_saknas(u):
    slag = {pr.pk: pr.slag for pr in u.protokollen}
    for p in u.arenden if u.skrivs else ():
        if not p.sekretess and p.protokoll_id and slag[p.protokoll_id] == SEKRETESS:
            text = "Paragrafen ligger i ett protokoll med sekretess, men lagrummet är inte angivet."
            yield fel("lagrum_saknas", text, lankar.sekretessen(p), skede=JUSTERING, paragraf=p)


KONTROLLER = (sekretess_for_sig, lagrum_saknas)

"""A § with sekretess lies for itself, and says which law closes it."""

from protokoll import lankar
from protokoll.klarkoll import JUSTERING, fel, varning
from protokoll.models import Paragraf, Protokoll
from protokoll.models.sekretess import lasarna

SEKRETESS = Protokoll.Slag.SEKRETESS


def hemliga(u) -> list[Paragraf]:
    """Of the §§ of a meeting those with sekretess, from what is fetched already."""
    slag = {pr.pk: pr.slag for pr in u.protokollen}
    return [p for p in u.arenden if p.sekretess or slag.get(p.protokoll_id) == SEKRETESS]


def deltar_utan_insyn(u):
    """Somebody is to go by what it decides, and cannot see to what: no mail says so."""
    for p in hemliga(u):
        deltar = [d for b in p.behandlingarna.all() if b.svar == b.Svar.DELTAR for d in b.inbjudan.deltagandena.all()]
        laser = lasarna(p, today=u.today) if deltar else ()
        for d in deltar:
            if d.person_id not in laser:
                vad = "Ge insyn, om personen ska se vad det gäller."
                text = f"{d.namn} deltar enligt beslutet, men läser inte paragrafen. {vad}"
                url = lankar.sekretessen(p)
                yield varning("deltar_utan_insyn", text, url, skede=JUSTERING, paragraf=p, nyckel=f"d{d.pk}")


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


KONTROLLER = (sekretess_for_sig, lagrum_saknas, deltar_utan_insyn)

"""The § numbers of a meeting: every § has one, in order, and a number left out is void for a reason."""

from itertools import pairwise

from protokoll import lankar
from protokoll.klarkoll import JUSTERING, fel, varning
from protokoll.models import Paragraf


def nummer_saknas(u):
    """What fell off the dagordning before it was reached need not have one."""
    for p in u.arenden if u.avslutat else ():
        if p.nummer is None and p.utfall != Paragraf.Utfall.UTGAR:
            text = "Sammanträdet är avslutat, men paragrafen har inget nummer."
            yield fel("nummer_saknas", text, lankar.arendet(p), skede=JUSTERING, paragraf=p)


def nummerordning(u):
    numrerade = [p for p in u.arenden if p.nummer]
    for fore, efter in pairwise(numrerade):
        if efter.nummer < fore.nummer:
            text = f"§ {efter.nummer} står efter § {fore.nummer} på dagordningen."
            yield varning("nummerordning", text, lankar.arendet(efter), skede=JUSTERING, paragraf=efter)


def nummerlucka(u):
    """A number between two §§ of the meeting that nobody has, here or in another meeting, and that is not void."""
    if not u.skrivs:
        return
    numren = sorted(p.nummer for p in u.paragrafer if p.nummer)
    for fore, efter in pairwise(numren):
        saknas = [n for n in range(fore + 1, min(efter, fore + 1000)) if n not in u.tagna_nummer]
        if saknas:
            vilka = f"§ {saknas[0]}" if len(saknas) == 1 else f"§§ {saknas[0]}–{saknas[-1]}"
            text = f"{vilka} finns inte, och numret är inte makulerat."
            url = lankar.paragrafserien(u.sammantrade)
            yield varning("nummerlucka", text, url, skede=JUSTERING, nyckel=f"{saknas[0]}-{saknas[-1]}")


def utan_protokoll(u):
    for p in u.arenden if u.avslutat else ():
        if p.protokoll_id is None and u.protokollen and p.nummer:
            text = "Paragrafen ligger inte i något protokoll, så den kommer inte att justeras."
            yield fel("utan_protokoll", text, lankar.protokollen(u.sammantrade), skede=JUSTERING, paragraf=p)


KONTROLLER = (nummer_saknas, nummerordning, nummerlucka, utan_protokoll)

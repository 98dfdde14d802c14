"""The front page of a protokoll: who decided, who else was there, and who signs for which §§."""

import re
from collections.abc import Iterable
from dataclasses import replace

from protokoll.dokumentvarden import Deltagare, Narvarogrupp, Signatur
from protokoll.models import Motesdeltagare, Narvaro, Paragraf, Protokoll, Underskrift
from protokoll.narvarolista import Narvarolista
from protokoll.narvaroord import Rad, skriv_vid
from protokoll.numrering import skriv_paragrafer

_BARA_PARAGRAFER = re.compile(r"§§? [\d\s–;,]+(?:utom §§? [\d\s–;,]+)?")


def enligt_avskriften(protokoll: Protokoll) -> dict:
    """As the document that was read in states it, right or wrong (Narvaro)."""
    narvaron = list(protokoll.narvaron.all())
    underskrifter = list(protokoll.underskrifterna.all())
    # Ersättare who did not serve took no part in the decisions: they stand among the others present.
    ej_tjanstgorande = [n for n in narvaron if n.slag == n.Slag.ERSATTARE and n.tjanstgor is False]
    grupper: list[tuple[str, list[Deltagare]]] = []
    for narvaro in [*ej_tjanstgorande, *(n for n in narvaron if n.slag == n.Slag.OVRIG)]:
        ersattare = narvaro.slag == narvaro.Slag.ERSATTARE
        ledtext = narvaro.paragrafer_i_text or ("Ersättare" if ersattare else narvaro.anmarkning)
        if not grupper or grupper[-1][0] != ledtext:
            grupper.append((ledtext, []))
        grupper[-1][1].append(_deltagare(narvaro, med_tillagg=False))
    return {
        "ledamoter": tuple(_deltagare(n) for n in narvaron if n.slag == n.Slag.LEDAMOT),
        "ersattare": tuple(_deltagare(n) for n in narvaron if n.slag == n.Slag.ERSATTARE and n not in ej_tjanstgorande),
        "ovriga": tuple(Narvarogrupp(text, tuple(personer)) for text, personer in grupper),
        "justerare": tuple(u.namn_med_parti for u in underskrifter if u.roll == u.Roll.JUSTERARE),
        "underskrifter": tuple(Signatur(u.get_roll_display(), u.namn_med_parti) for u in underskrifter),
    }


def _deltagare(narvaro: Narvaro, *, med_tillagg: bool = True) -> Deltagare:
    tillagg = narvaro.tillagg if med_tillagg else ""
    if med_tillagg and narvaro.paragrafer and "§" not in tillagg:
        tillagg = " ".join(filter(None, [tillagg, narvaro.paragrafer_i_text]))
    return Deltagare(namn=narvaro.namn, parti=narvaro.parti, titel=narvaro.titel, anmarkning=tillagg)


def enligt_narvarolistan(protokoll: Protokoll, lista: Narvarolista, paragrafer: list[Paragraf]) -> dict:
    """As the roll and its händelser have it, of the §§ of this protokoll."""
    underskrifter = list(protokoll.underskrifterna.all())
    justerare = [u.namn_med_parti for u in underskrifter if u.roll == Underskrift.Roll.JUSTERARE]
    sida = lista.framsida(paragrafer)
    return {
        "ledamoter": tuple(map(_rad, sida.ledamoter)),
        "ersattare": tuple(map(_rad, sida.ersattare)),
        "ersattare_rubrik": "Tjänstgörande ersättare",
        "ovriga": tuple(
            grupp
            for rubrik, rader in sida.ovriga
            for grupp in _grupper(rubrik, [_med_paragrafer(rad, lista, paragrafer) for rad in rader])
        ),
        "justerare": tuple(justerare),
        "underskrifter": (
            *(Signatur("Sekreterare", u.namn_med_parti) for u in underskrifter if u.roll == u.Roll.SEKRETERARE),
            *_ordforandena(lista, paragrafer, underskrifter),
            *(Signatur("Protokolljusterare", namn) for namn in justerare),
        ),
    }


def _med_paragrafer(rad: Rad, lista: Narvarolista, paragrafer: list[Paragraf]) -> Rad:
    """An official who was not there all of the meeting has the §§ said, also where the protokoll holds no others."""
    tillfallig = lista.deltagaren(rad.deltagare).slag not in Motesdeltagare.FORTROENDEVALDA
    var_dar = lista.mote.narvarar(rad.deltagare)
    if rad.anmarkning or not tillfallig or var_dar == frozenset(lista.mote.alla):
        return rad
    urval = lista.urval(paragrafer)
    return replace(rad, anmarkning=skriv_vid(lista.mote, var_dar & urval, urval))


def _rad(rad: Rad) -> Deltagare:
    return Deltagare(rad.namn, rad.parti, rad.titel, rad.anmarkning)


def _grupper(rubrik: str, rader: Iterable[Rad]) -> list[Narvarogrupp]:
    """Those at the same §§ together; who has something else said of them says it after the name."""
    grupper: dict[str, list[Deltagare]] = {}
    for rad in rader:
        bara_paragrafer = _BARA_PARAGRAFER.fullmatch(rad.anmarkning)
        person = _rad(rad)
        grupper.setdefault(rad.anmarkning if bara_paragrafer else "", []).append(
            replace(person, anmarkning="") if bara_paragrafer else person
        )
    return [Narvarogrupp(paragrafer, tuple(personer), rubrik) for paragrafer, personer in grupper.items()]


def _ordforandena(lista: Narvarolista, paragrafer: list[Paragraf], underskrifter: list[Underskrift]) -> list[Signatur]:
    """A line for each who presided, with the §§ when they are several; before the roll exists, who is to sign."""
    ledde = lista.ledde(paragrafer)
    if not ledde:
        return [Signatur("Ordförande", u.namn_med_parti) for u in underskrifter if u.roll == u.Roll.ORDFORANDE]

    def paragraferna(vid) -> str:
        return skriv_paragrafer((n for i in vid if (n := lista.paragrafer[i].nummer)), med_utom=False)

    return [
        Signatur("Ordförande", vem.namn_med_parti, paragraferna(vid) if len(ledde) > 1 else "") for vem, vid in ledde
    ]

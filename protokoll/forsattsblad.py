"""The front page of a protokoll: who decided, who else was there, and who signs for which §§."""

from protokoll.dokumentvarden import Deltagare, Narvarogrupp, Signatur
from protokoll.models import Narvaro, Paragraf, Protokoll, Underskrift
from protokoll.narvarolista import Narvarolista


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
    """As the roll has it."""
    underskrifter = list(protokoll.underskrifterna.all())

    def av_slag(slag) -> tuple[Deltagare, ...]:
        return tuple(Deltagare(d.namn, d.parti, d.titel) for d in lista.deltagare if d.slag == slag)

    return {
        "ledamoter": av_slag("ledamot"),
        "ersattare": (),
        "ovriga": (Narvarogrupp("", av_slag("ersattare"), "Ersättare"),),
        "justerare": tuple(u.namn_med_parti for u in underskrifter if u.roll == Underskrift.Roll.JUSTERARE),
        "underskrifter": tuple(Signatur(u.get_roll_display(), u.namn_med_parti) for u in underskrifter),
    }

"""Who was in the room. The warnings of the presence engine, and what only the whole meeting shows."""

from dataclasses import replace

from protokoll import lankar
from protokoll.klarkoll import JUSTERING, fel, varning
from protokoll.models import Motesdeltagare
from protokoll.narvarolista import undertecknare
from protokoll.narvarovarningar import (
    ORDFORANDE,
    UNDERTECKNARE_BORTA,
    UNDERTECKNARE_BREDVID,
    UNDERTECKNARE_JAVIG,
)

_UNDERTECKNARE = (UNDERTECKNARE_BORTA, UNDERTECKNARE_BREDVID, UNDERTECKNARE_JAVIG)


def narvaro_saknas(u):
    """One line instead of one for each § that nobody is there for."""
    if u.skrivs and u.lista.paragrafer and not any(v.tjanstgoring for v in u.lista.vid):
        text = "Ingen ledamot är antecknad som närvarande. Gör uppropet."
        yield fel("narvaro_saknas", text, lankar.narvaron(u.sammantrade), skede=JUSTERING)


def narvarons_varningar(u):
    """Beslutförhet, who presides, växeltjänstgöring, swaps in the middle of an ärende, who signs what."""
    if not (u.skrivs and any(v.tjanstgoring for v in u.lista.vid)):
        return
    natt = {p.pk for p in u.behandlade} | {u.sammantrade.aktuell_id}
    for v in u.lista.varningar(undertecknare(u.lista, u.utkasten)):
        p = None if v.position is None else u.lista.paragrafer[v.position]
        if p is not None and p.pk not in natt:
            continue
        if v.kod in _UNDERTECKNARE and not v.nyckel.startswith(f"{ORDFORANDE}:"):
            # There the § is given a protokoll of its own, or the protokoll other justerare.
            url = lankar.protokollen(u.sammantrade)
        else:
            url = lankar.narvaron_vid(p) if p else lankar.narvaron(u.sammantrade)
        ny = varning if v.kan_godtas else fel
        # The key of the warning itself: let stand on the page of the presence, it is let stand here too.
        yield replace(ny(v.kod, v.mening, url, skede=JUSTERING, paragraf=p), nyckel=v.nyckel)


def tom_plats(u):
    """A seat stands empty though an ersättare sits in the room and could fill it (KL 5:17, 6:16)."""
    ersattare = {d.pk for d in u.lista.deltagare if d.slag == Motesdeltagare.Slag.ERSATTARE}
    tomma = {}
    for p in u.behandlade:
        vid = u.vid(p)
        lediga = (ersattare & vid.narvarande) - set(vid.tjanstgorande) - vid.javiga
        platser = {d.id for d in u.lista.roll if d.slag == "ledamot"} - {t.plats for t in vid.tjanstgoring}
        if lediga:
            for plats in platser:
                tomma.setdefault((plats, plats in vid.javiga, min(lediga)), []).append(p)
    for (plats, javig, ersattaren), vid in sorted(tomma.items()):
        skal = " på grund av jäv" if javig else ""
        vilken = "Den vakanta platsen" if u.deltagaren(plats).ar_vakant else f"Platsen efter {u.namn(plats)}"
        text = f"{vilken} är tom{skal}{_vid(vid)}, fast {u.namn(ersattaren)} är ersättare i rummet."
        nyckel = f"{plats}:{ersattaren}:{vid[-1].pk}"
        yield varning("tom_plats", text, lankar.narvaron_vid(vid[0]), skede=JUSTERING, paragraf=vid[0], nyckel=nyckel)


def _vid(paragrafer) -> str:
    if len(paragrafer) == 1:
        return ""
    return f" här och vid {len(paragrafer) - 1} paragraf{'er' if len(paragrafer) > 2 else ''} till"


def ajournering_pagar(u):
    """Of a meeting that is over."""
    for a in u.sammantrade.ajourneringarna.all():
        if u.avslutat and u.skrivs and a.till is None:
            text = f"Ajourneringen från {a.fran:%H.%M} har inget slut."
            url = lankar.narvaron(u.sammantrade, "pauser")
            yield fel("ajournering_pagar", text, url, skede=JUSTERING, nyckel=f"j{a.pk}")


KONTROLLER = (narvaro_saknas, narvarons_varningar, tom_plats, ajournering_pagar)

"""The box on the page of a protokoll: how it is signed, where the seal is, and the signed files."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from kommun.varden import fran_json
from protokoll.models import Protokoll, Undertecknande
from protokoll.permissions import can_keep_protokoll
from protokoll.protokollssida import Akt
from protokoll.signering import stampling
from protokoll.signering.kontroll import Kontroll

MALL = "protokoll/_signering.html"
Lage, Satt = Protokoll.Lage, Protokoll.Satt
# What is done with a frozen protokoll that is signed outside Fullgjort.
_VAGAR = {
    Satt.UPPLADDAT: ("Ladda upp den undertecknade filen", "protokoll:underteckna-ladda-upp"),
    Satt.FJARR: ("Ladda upp den undertecknade filen", "protokoll:underteckna-ladda-upp"),
    Satt.PAPPER: ("Lägg in underskrifterna", "protokoll:underteckna-papper"),
}


@dataclass(frozen=True)
class Fil:
    """A signed file, and what its signatures said when it was taken in."""

    pk: int
    vad: str
    tid: datetime
    version: int
    prov: bool
    kontroll: Kontroll | None
    # Why a file that the service built anew was let through.
    omgjord: str


def akter(request, protokoll: Protokoll) -> list[Akt]:
    if protokoll.lage != Lage.FRYST or protokoll.justerat_genom not in _VAGAR:
        return []
    if not can_keep_protokoll(request.user, protokoll):
        return []
    text, namn = _VAGAR[protokoll.justerat_genom]
    return [Akt(text, reverse(namn, args=[protokoll.pk]), nasta=True)]


def panel(request, protokoll: Protokoll):
    if protokoll.lage not in Protokoll.LAST:
        return None
    version = protokoll.versionerna.defer("pdf", "innehall").order_by("-nummer").first()
    if version is None:
        return None
    filer = [_fil(u) for u in _filerna(protokoll)]
    utanfor = protokoll.lage == Lage.FRYST and protokoll.justerat_genom in _VAGAR
    ostamplade = stampling.ostamplade(protokoll)
    if not (filer or utanfor or ostamplade):
        return None
    return MALL, {
        "filer": filer,
        "version": version,
        "utanfor": utanfor,
        "papper": protokoll.justerat_genom == Satt.PAPPER,
        "stampel": stampling.laget(ostamplade[0]) if ostamplade else None,
        "far_skriva": can_keep_protokoll(request.user, protokoll),
    }


def _filerna(protokoll: Protokoll):
    return (
        Undertecknande.objects.filter(version__protokoll=protokoll)
        .select_related("version", "bilaga")
        .defer("version__pdf", "version__innehall", "bilaga__innehall")
    )


def _fil(u: Undertecknande) -> Fil:
    match u.satt:
        case Satt.GODKANNANDE:
            vad = "Provstämplad PDF" if u.prov else "PDF med kommunens stämpel"
        case Satt.PAPPER:
            vad = "Skannad sida med underskrifter"
        case _:
            vad = "Undertecknad PDF"
    return Fil(
        pk=u.pk,
        vad=vad,
        tid=u.tid,
        version=u.version.nummer,
        prov=u.prov,
        kontroll=fran_json(Kontroll, u.kontroll) if u.kontroll else None,
        omgjord=u.kontroll.get("omgjord", ""),
    )

"""The box on the page of a protokoll: how it is signed, where that is, and what is signed and what is not."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from kommun.varden import fran_json
from protokoll.models import Protokoll, Protokollsversion, Underskriftsbegaran, Undertecknande, Vantandefil
from protokoll.permissions import can_keep_protokoll
from protokoll.protokollssida import Akt
from protokoll.signering import mottagning, stampling
from protokoll.signering.kontroll import Kontroll

MALL = "protokoll/_signering.html"
Lage, Satt = Protokoll.Lage, Protokoll.Satt
UTANFOR = (Satt.UPPLADDAT, Satt.FJARR, Satt.PAPPER)


@dataclass(frozen=True)
class Fil:
    """A signed file, and what its signatures said when it was taken in."""

    pk: int
    vad: str
    tid: datetime
    version: int
    rattelse: bool
    prov: bool
    # The day of the signatures, where a person set it or the file said it.
    dag: date | None
    kontroll: Kontroll | None
    # Why a file that the service built anew was let through.
    omgjord: str


@dataclass
class Vantan:
    """A version to be signed outside Fullgjort: frozen, or a rättelse of what was signed so."""

    version: Protokollsversion
    satt: str
    begaran: Underskriftsbegaran | None
    fil: Vantandefil | None

    @property
    def rattelse(self) -> bool:
        return self.version.slag == Protokollsversion.Slag.RATTELSE

    @property
    def papper(self) -> bool:
        return self.satt == Satt.PAPPER

    @property
    def i_tjansten(self) -> bool:
        """The service can be asked from here, or has been."""
        return self.satt == Satt.FJARR and bool(settings.UNDERSKRIFTSTJANST or self.begaran)

    @property
    def oppen(self) -> bool:
        return bool(self.begaran and self.begaran.oppen)


def _vantan(protokoll: Protokoll) -> Vantan | None:
    """Kept for the request: the acts and the box ask."""
    if not hasattr(protokoll, "signeringsvantan"):
        protokoll.signeringsvantan = _las_vantan(protokoll)
    return protokoll.signeringsvantan


def _las_vantan(protokoll: Protokoll) -> Vantan | None:
    version = None
    if protokoll.lage == Lage.FRYST and protokoll.justerat_genom in UTANFOR:
        version = protokoll.versionerna.defer("pdf", "innehall").order_by("-nummer").first()
    elif protokoll.lage == Lage.JUSTERAT:
        version = mottagning.osignerad_rattelse(protokoll)
    if version is None:
        return None
    return Vantan(
        version=version,
        satt=protokoll.justerat_genom,
        begaran=version.begarandena.order_by("-pk").first(),
        fil=Vantandefil.objects.filter(version=version).first(),
    )


def akter(request, protokoll: Protokoll) -> list[Akt]:
    if protokoll.lage not in Protokoll.LAST or not can_keep_protokoll(request.user, protokoll):
        return []
    v = _vantan(protokoll)
    if v is None:
        return []
    url = lambda namn: reverse(f"protokoll:underteckna-{namn}", args=[protokoll.pk])  # noqa: E731
    nasta = not v.rattelse
    if v.fil:
        return [Akt("Avgör om filen ska gälla", url("omgjord"), nasta=True)]
    if v.papper:
        return [Akt("Lägg in underskrifterna", url("papper"), nasta=nasta)]
    ladda_upp = Akt("Ladda upp den undertecknade filen", url("ladda-upp"), nasta=nasta and not v.i_tjansten)
    if v.i_tjansten and not v.oppen and settings.UNDERSKRIFTSTJANST:
        return [Akt("Underteckna i tjänsten", url("tjansten"), nasta=nasta), ladda_upp]
    return [ladda_upp]


def panel(request, protokoll: Protokoll):
    if protokoll.lage not in Protokoll.LAST:
        return None
    filer = [_fil(u) for u in _filerna(protokoll)]
    ostamplade = stampling.ostamplade(protokoll)
    vantan = _vantan(protokoll)
    if not (filer or vantan or ostamplade):
        return None
    return MALL, {
        "filer": filer,
        "vantan": vantan,
        "stampel": stampling.laget(ostamplade[0]) if ostamplade else None,
        "ostamplad": ostamplade[0] if ostamplade else None,
        "far_skriva": can_keep_protokoll(request.user, protokoll),
    }


def _filerna(protokoll: Protokoll):
    return (
        Undertecknande.objects.filter(version__protokoll=protokoll)
        .select_related("version", "bilaga")
        .defer("version__pdf", "version__innehall", "bilaga__innehall")
        .order_by("-version__nummer", "pk")
    )


def _fil(u: Undertecknande) -> Fil:
    match u.satt:
        case Satt.GODKANNANDE:
            vad = "Provstämplad PDF" if u.prov else "PDF med kommunens stämpel"
        case Satt.PAPPER:
            vad = "Skannad sida med underskrifter"
        case Satt.FJARR:
            vad = "Undertecknad PDF från underskriftstjänsten"
        case _:
            vad = "Undertecknad PDF"
    dag = u.kontroll.get("dag")
    return Fil(
        pk=u.pk,
        vad=vad,
        tid=u.tid,
        version=u.version.nummer,
        rattelse=u.version.slag == Protokollsversion.Slag.RATTELSE,
        prov=u.prov,
        dag=date.fromisoformat(dag) if dag else None,
        kontroll=fran_json(Kontroll, u.kontroll) if u.kontroll.get("signaturer") else None,
        omgjord=u.kontroll.get("omgjord", ""),
    )

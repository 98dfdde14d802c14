"""The page Anslag/bevis of one anslag: a document of its own, since the protokoll was frozen before it went up."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from kommun import pdf
from kommun.kalender import dag_i_ord
from kommun.models import Kommun
from protokoll.models import Anslag, Protokollsversion
from protokoll.numrering import skriv_paragrafer


@dataclass(frozen=True)
class Bevis:
    """What it says, and nothing that could not be written as JSON."""

    kommun: str
    organ: str
    kortnamn: str
    sammantradesdatum: date
    paragrafer: str
    justeringsdag: date | None
    uppsatt: date
    uppsatt_tid: datetime | None
    tas_ned: date
    sista_overklagandedag: date
    forvaringsplats: str
    undertecknare: str
    # The fingerprint of the frozen PDF that was adjusted.
    sha256: str = ""
    nedtaget: datetime | None = None
    nedtaget_skal: str = ""
    # Of one that follows an anslag that was taken down too early.
    foregaende_uppsatt: date | None = None
    foregaende_nedtaget: datetime | None = None
    # On the day it is printed: still up, or the last day it was, once it has been up the whole time to appeal.
    ar_uppe: bool = False
    uppe_till: date | None = None

    @property
    def rubrik(self) -> str:
        return f"{self.organ} {self.sammantradesdatum:%Y-%m-%d}"


def bevis_for(anslag: Anslag, *, today: date | None = None) -> Bevis:
    """Of the anslag of a protokoll. Names are those of the version that was adjusted, where there is one. With `today`
    it says how far it has come; without, as in the archive, it is the same whenever it is printed."""
    protokoll = anslag.protokoll
    mote = protokoll.sammantrade
    frysta = protokoll.versionerna.filter(slag=Protokollsversion.Slag.FRYSNING)
    version = frysta.order_by("-nummer").only("innehall", "sha256").first()
    last = version.innehall if version else {}
    kommun = Kommun.objects.first()
    fore = anslag.foregaende
    return Bevis(
        kommun=last.get("kommun") or (kommun.namn if kommun else ""),
        organ=last.get("organ") or mote.organ.namn,
        kortnamn=last.get("kortnamn") or mote.organ.kortnamn,
        sammantradesdatum=mote.datum,
        paragrafer=last.get("paragrafspann") or paragrafer_i_text(protokoll),
        justeringsdag=protokoll.justeringsdag,
        uppsatt=anslag.uppsatt,
        uppsatt_tid=anslag.uppsatt_tid and timezone.localtime(anslag.uppsatt_tid),
        tas_ned=anslag.tas_ned,
        sista_overklagandedag=anslag.sista_overklagandedag,
        forvaringsplats=anslag.forvaringsplats,
        undertecknare=anslag.undertecknare,
        sha256=version.sha256 if version else "",
        nedtaget=anslag.nedtaget and timezone.localtime(anslag.nedtaget),
        nedtaget_skal=anslag.nedtaget_skal,
        foregaende_uppsatt=fore.uppsatt if fore else None,
        foregaende_nedtaget=timezone.localtime(fore.nedtaget) if fore and fore.nedtaget else None,
        ar_uppe=bool(today and not anslag.nedtaget and today <= anslag.synligt_till),
        uppe_till=anslag.synligt_till if today and not anslag.nedtaget and anslag.synligt_till < today else None,
    )


def paragrafer_i_text(protokoll) -> str:
    """ "§§ 14–35, utom § 21", from what is fetched already where it is."""
    nummer = protokoll.angivna_paragrafer or [p.nummer for p in protokoll.paragraferna.all() if p.nummer]
    return skriv_paragrafer(nummer, med_utom=False)


def bevis_pdf(bevis: Bevis) -> bytes:
    """PDF/A-2a and PDF/UA-1. The same bevis gives the same bytes."""
    return pdf.render(
        "protokoll/pdf/bevis.html",
        {"bevis": bevis},
        css=("pdf.css", "pdf_bevis.css"),
        title=f"Anslag/bevis {bevis.rubrik}",
        author=bevis.organ,
        description=f"Bevis om anslag av justerat protokoll från sammanträde med {bevis.organ}, {bevis.kommun}. "
        f"{dag_i_ord(bevis.sammantradesdatum)}. {bevis.paragrafer}.",
        created=bevis.nedtaget.date() if bevis.nedtaget else bevis.uppe_till or bevis.uppsatt,
        identifier=repr(bevis),
    )


def filnamn(bevis: Bevis) -> str:
    return f"{bevis.kortnamn.lower()}-{bevis.sammantradesdatum:%Y-%m-%d}-anslagsbevis.pdf"

"""Protokollsutdrag: some §§ of a protokoll as a document of their own, out of the version that was frozen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from kommun import pdf
from kommun.fel import DomanFel
from kommun.kalender import dag_i_ord
from kommun.models import Kommun
from kommun.pdf import PdfFel, Tryck
from kommun.varden import fran_json
from protokoll.dokument import fran_protokoll
from protokoll.dokumentvarden import Dokument
from protokoll.frysning import senaste
from protokoll.models import Protokoll, Protokollsversion
from protokoll.uppstallning import med_rubriknivaer, tid_i_ord
from protokoll.utdragsvarden import Utdrag, utdrag_ur


@dataclass(frozen=True)
class Kalla:
    """What an utdrag is taken out of: the latest version, or what the draft says now."""

    protokoll: Protokoll
    dokument: Dokument
    version: Protokollsversion | None


def kalla(protokoll: Protokoll, version: Protokollsversion | None = None) -> Kalla:
    """A frozen or adjusted protokoll is read from its version; a draft, and a transcript, from the rows."""
    if version is None and protokoll.lage in Protokoll.LAST:
        version = senaste(protokoll)
    if version:
        return Kalla(protokoll, fran_json(Dokument, version.innehall), version)
    kommun = Kommun.objects.first()
    return Kalla(protokoll, fran_protokoll(protokoll, kommun=kommun.namn if kommun else ""), None)


def utdraget(
    kalla: Kalla, nummer: Collection[int], *, dag: date, intygas_av: str = "", tillagda: Collection[str] = ()
) -> Utdrag:
    """Raises DomanFel when the protokoll holds none of the §§."""
    protokoll, version = kalla.protokoll, kalla.version
    utdrag = utdrag_ur(
        kalla.dokument,
        nummer,
        dag=dag,
        intygas_av=intygas_av,
        justerat=protokoll.lage == Protokoll.Lage.JUSTERAT,
        justeringsdag=protokoll.justeringsdag,
        version=version.nummer if version else None,
        sha256=version.sha256 if version else "",
        rattad=bool(version and version.slag == Protokollsversion.Slag.RATTELSE),
        tillagda=tuple(tillagda),
    )
    if not utdrag.paragrafer:
        raise DomanFel("Kryssa för minst en paragraf som ska stå i utdraget.")
    return utdrag


def utdrag_pdf(utdrag: Utdrag, *, tryck: Tryck | None = None) -> bytes:
    """PDF/A-2a and PDF/UA-1. The same utdrag gives the same bytes."""
    namn = f"{utdrag.organ} {utdrag.datum:%Y-%m-%d} {utdrag.paragrafspann}"
    beskrivning = f"Utdrag ur protokoll från sammanträde med {utdrag.organ}, {utdrag.kommun}"
    try:
        return pdf.render(
            "protokoll/pdf/utdrag.html",
            {
                "utdrag": utdrag,
                "tid": tid_i_ord(utdrag.datum, utdrag.start, utdrag.slut, utdrag.plats),
                "paragrafer": [(p, f"paragraf-{p.nummer}", med_rubriknivaer(p.delar)) for p in utdrag.paragrafer],
            },
            title=f"Protokollsutdrag {namn}",
            author=utdrag.organ,
            description=". ".join(
                filter(None, [beskrivning, dag_i_ord(utdrag.datum), utdrag.paragrafspann, utdrag.status])
            ),
            created=utdrag.dag,
            identifier=repr(utdrag),
            css=("pdf.css", "pdf_utdrag.css"),
            tryck=tryck,
        )
    except PdfFel as fel:
        raise DomanFel(f"Utdraget kunde inte skrivas ut. {fel}") from fel


def filnamn(protokoll: Protokoll, utdrag: Utdrag) -> str:
    """ "utdrag-ks-2026-03-04-14.pdf", with the span of many."""
    numren = [p.nummer for p in utdrag.paragrafer]
    del_ = "-".join(map(str, numren)) if len(numren) <= 4 else f"{numren[0]}-med-flera"
    ej = "" if utdrag.justerat or utdrag.avskrift else "-ej-justerat"
    kortnamn = protokoll.sammantrade.organ.kortnamn.lower().replace(" ", "-")
    return f"utdrag-{kortnamn}-{utdrag.datum:%Y-%m-%d}-{del_}{ej}.pdf"

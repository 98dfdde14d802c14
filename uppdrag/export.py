"""The list of uppdrag as a file: exactly the rows and the order that its address shows, as Excel, CSV or PDF."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from kommun import pdf
from kommun.kalender import dag_i_ord
from kommun.pdf import Tryck
from kommun.tabellfil import Kolumn, Om
from uppdrag.models import Uppdrag
from uppdrag.urval import rader_for

# A hundred pages and more; the others have no limit.
MEST_I_PDF = 1000
_PER_GANG = 1000


def _avslutat_i(u: Uppdrag, today: date) -> str:
    p = u.avslutat_i.paragraf if u.avslutat_i else None
    return f"{p.organ.kortnamn} {p.sammantrade.datum} {p.beteckning}" if p else ""


def _skal(u: Uppdrag, today: date) -> str:
    """What was decided in a § with sekretess is read there."""
    return "" if u.avslutat_i and u.avslutat_i.paragraf.ar_hemlig else u.avslutsskal


KOLUMNER = (
    Kolumn("Nr", 16, lambda u, _: u.beteckning),
    Kolumn("Uppdrag", 70, lambda u, _: u.text),
    Kolumn("Givet av", 28, lambda u, _: u.givare.namn),
    Kolumn("Givet den", 12, lambda u, _: u.beslut.paragraf.sammantrade.datum),
    Kolumn("Paragraf", 10, lambda u, _: u.beslut.paragraf.beteckning),
    Kolumn("Ärende", 40, lambda u, _: u.beslut.paragraf.rubrik),
    Kolumn("Diarienummer", 20, lambda u, _: u.beslut.paragraf.dnr_i_text),
    Kolumn("Nämnd", 24, lambda u, _: u.mottagande_organ and u.mottagande_organ.namn),
    Kolumn("Förvaltning", 28, lambda u, _: u.forvaltning and u.forvaltning.namn),
    Kolumn("Ansvarig", 24, lambda u, _: u.ansvarig and u.ansvarig.namn),
    Kolumn("Rapporteras till", 28, lambda u, _: u.rapporteras_till.namn),
    Kolumn("Frist", 12, lambda u, _: u.frist),
    Kolumn("Nästa rapport", 14, lambda u, _: u.nasta_rapport),
    Kolumn("Till sammanträdet", 17, lambda u, _: u.rapportmote if u.oppet else None),
    Kolumn("Läge", 16, lambda u, _: u.get_lage_display()),
    Kolumn("Försenat, dagar", 15, lambda u, today: u.dagar_forsenat(today) or None),
    Kolumn("Senaste händelse", 26, lambda u, _: u.senast.text),
    Kolumn("Dag för den", 12, lambda u, _: u.senast.dag),
    Kolumn("Avslutat den", 12, lambda u, _: u.avslutat_den),
    Kolumn("Avslutat i", 26, _avslutat_i),
    Kolumn("Skäl", 40, _skal),
)


def uppdragen(urval) -> Iterator[Uppdrag]:
    """In the order of the selection, a thousand at a time."""
    nycklar = urval.values_list("pk", flat=True).iterator(chunk_size=_PER_GANG)
    while grupp := list(islice(nycklar, _PER_GANG)):
        yield from rader_for(grupp, avslut=True)


def lista_pdf(uppdragen: Iterable[Uppdrag], *, om: Om, tryck: Tryck | None = None) -> bytes:
    """PDF/A-2a and PDF/UA-1, lying, the heading of the table on every page."""
    rader = list(uppdragen)
    return pdf.render(
        "uppdrag/pdf/lista.html",
        {"rader": rader, "om": om, "today": om.dag},
        css=("pdf.css", "pdf_lista.css"),
        title=f"Uppdrag {om.dag:%Y-%m-%d}",
        author=om.kommun or "Kommunen",
        description=f"{om.antal} uppdrag, uttagna {dag_i_ord(om.dag)}",
        created=om.dag,
        identifier=repr((om, [(u.pk, u.version, u.senast) for u in rader])),
        tryck=tryck,
    )

"""The bilaga "Uppföljning av uppdrag" on paper: a table on lying A4."""

from kommun import pdf
from uppdrag.uppfoljningsdokument import Uppfoljningsdokument


def uppfoljning_pdf(dokument: Uppfoljningsdokument) -> bytes:
    """PDF/A-2a and PDF/UA-1. The same dokument gives the same bytes."""
    return pdf.render(
        "uppdrag/pdf/uppfoljning.html",
        {"dokument": dokument},
        css=("pdf.css", "pdf_uppfoljning.css"),
        title=dokument.titel,
        author=dokument.organ,
        description=f"{dokument.ingress} {dokument.slutrad}",
        created=dokument.dag,
        identifier=repr(dokument),
    )

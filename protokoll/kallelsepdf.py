"""The printed kallelse with its föredragningslista."""

from kommun import pdf
from kommun.kalender import dag_i_ord
from protokoll.kallelsedokument import Kallelsedokument


def kallelse_pdf(dokument: Kallelsedokument, *, status: str = "") -> bytes:
    """PDF/A-2a and PDF/UA-1. The same dokument gives the same bytes. `status` says that it is not the real one."""
    return pdf.render(
        "protokoll/pdf/kallelse.html",
        {
            "dokument": dokument,
            "med": dokument.kolumner,
            "kolumner": 2 + sum(dokument.kolumner.values()),
            "status": status,
            "dag": dag_i_ord(dokument.datum).capitalize(),
            "kallade": [
                (rubrik, namn)
                for rubrik, namn in (("Ledamöter", dokument.ledamoter), ("Ersättare", dokument.ersattare))
                if namn
            ],
        },
        css=("pdf.css", "pdf_kallelse.css"),
        title=f"{dokument.titel} till {dokument.organ} {dokument.datum:%Y-%m-%d}",
        author=dokument.organ,
        description=". ".join(
            filter(
                None,
                [
                    f"{dokument.titel} till sammanträde med {dokument.organ}, {dokument.kommun}",
                    dag_i_ord(dokument.datum),
                    status,
                ],
            )
        ),
        created=dokument.utfardad,
        identifier=repr((dokument, status)),
    )

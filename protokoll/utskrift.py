"""The printed protokoll: a `Dokument` as PDF."""

from kommun import pdf
from kommun.kalender import dag_i_ord
from protokoll.dokumentvarden import Dokument
from protokoll.kontrollkod import kontrollank, kontrollkod, qr_kod
from protokoll.uppstallning import uppstallning

# Of names and lines to sign on, beside the anslag; more of them fill the front page.
RADER_PA_FRAMSIDAN = 26
TECKEN_PA_RADEN = 75
# So many §§ find room below the anslag on the second page, or below the names on the first.
KORT_INNEHALL = 10


def protokoll_pdf(dokument: Dokument) -> bytes:
    """PDF/A-2a and PDF/UA-1. The same dokument gives the same bytes."""
    namn = f"{dokument.organ} {dokument.datum:%Y-%m-%d}"
    bild = qr_kod(kontrollank(dokument)) if dokument.kontroll else ""
    return pdf.render(
        "protokoll/pdf/protokoll.html",
        uppstallning(dokument)
        | {
            "dokument": dokument,
            "kontroll": bild and {"bild": bild, "kod": kontrollkod(dokument), "lank": kontrollank(dokument)},
            "innehall_foljer": _innehallet_foljer(dokument),
            # The paper form is filled in by hand when there is no anslag yet; a transcript is never announced anew.
            "tomt_bevis": dokument.bevis is None and dokument.pa_papper,
            "signerande": []
            if not dokument.pa_papper
            else [u for u in dokument.underskrifter if u.roll != "Sekreterare"],
        },
        title=f"Protokoll {namn}",
        author=dokument.organ,
        description=". ".join(
            filter(
                None,
                [
                    f"Protokoll från sammanträde med {dokument.organ}, {dokument.kommun}",
                    dag_i_ord(dokument.datum),
                    dokument.paragrafspann,
                    dokument.status,
                ],
            )
        ),
        created=dokument.datum,
        identifier=repr(dokument),
        pictures=[bild] if bild else (),
    )


def _innehallet_foljer(dokument: Dokument) -> bool:
    """Whether the contents begin no page of their own: what is signed digitally has no anslag above them."""
    if len(dokument.paragrafer) > KORT_INNEHALL:
        return False
    return (dokument.digitalt and dokument.bevis is None) or _framsidan_ar_full(dokument)


def _framsidan_ar_full(dokument: Dokument) -> bool:
    """Whether the anslag, which is kept whole, goes over to the second page."""
    namn = len(dokument.ledamoter) + len(dokument.ersattare)
    ovriga = sum(1 + sum(len(p.rad) for p in grupp.personer) // TECKEN_PA_RADEN for grupp in dokument.ovriga)
    return namn + ovriga + 2 * len(dokument.underskrifter) > RADER_PA_FRAMSIDAN

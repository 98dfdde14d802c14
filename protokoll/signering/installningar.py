"""What the settings say about signing, without loading what signs."""

from django.conf import settings
from django.utils.module_loading import import_string

from protokoll.models import Protokoll
from protokoll.signering.fel import StampelFel


def provstampel_galler() -> bool:
    """The demo without a certificate: what is sealed gets a seal that proves nothing, and the document says so."""
    return not settings.STAMPEL and (settings.DEMO or settings.DEBUG)


def satten() -> list[tuple[str, str]]:
    """The ways to sign that there are here, as choices of a form."""
    fjarr = Protokoll.Satt.FJARR
    alla = [(v, namn) for v, namn in Protokoll.Satt.choices if v != fjarr]
    if settings.UNDERSKRIFTSTJANST:
        alla.append((fjarr, f"{fjarr.label}, som Fullgjort lämnar protokollet till och hämtar det från"))
    return alla


def tjansten():
    """The adapter to the remote signing service (protokoll.signering.fjarr.Underskriftstjanst). Raises StampelFel."""
    if not settings.UNDERSKRIFTSTJANST:
        raise StampelFel(
            "Ingen underskriftstjänst är inställd. Sätt FULLGJORT_UNDERSKRIFTSTJANST, eller ladda upp filen från "
            "tjänsten själv."
        )
    try:
        return import_string(settings.UNDERSKRIFTSTJANST)()
    except Exception as fel:  # whatever the municipality's own file does when it is loaded
        raise StampelFel(
            "Underskriftstjänsten i FULLGJORT_UNDERSKRIFTSTJANST går inte att ladda. Kontrollera inställningen."
        ) from fel

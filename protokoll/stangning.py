"""A § that turns out to have sekretess when its protokoll is locked already: closed at once, everywhere.

What was frozen and justerat is not changed by it. The mark says who reads the row; the stored files of the protokoll
are read by those who read all of it, and the web shows nothing of it until it is published again without the §.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.history import spara
from protokoll import publicering
from protokoll.models import Paragraf, Protokoll, Protokollsversion
from protokoll.sekretess import dolda_i, lagg_for_sig, lagrummet, las_att_marka, satt_marke

Lage, Slag = Protokoll.Lage, Protokoll.Slag
# The web says no more of why.
FRAN_WEBBEN = "Uppgifter i protokollet får inte visas längre"


@dataclass(frozen=True)
class Ute:
    """What others have had of it, which no mark takes back."""

    # The day of the last kallelse.
    kallelse: date | None
    # (first day, last day or None while it is shown)
    pa_webben: tuple[tuple[date, date | None], ...]
    # (receiver, day)
    expedierad: tuple[tuple[str, date], ...]

    def __bool__(self) -> bool:
        return bool(self.kallelse or self.pa_webben or self.expedierad)


def redan_ute(paragraf: Paragraf) -> Ute:
    """Three queries."""
    dag = timezone.localdate
    kallelse = paragraf.sammantrade.kallelserna.order_by("-skickad").values_list("skickad", flat=True).first()
    expedierad = paragraf.expedieringarna.order_by("tid").values_list("namn", "tid")
    webben = []
    # Of a protokoll kept for §§ with sekretess nothing is shown.
    if paragraf.protokoll and paragraf.protokoll.slag != Slag.SEKRETESS:
        rader = paragraf.protokoll.publiceringarna.order_by("publicerad").values_list("publicerad", "borttagen")
        webben = [(dag(fran), till and dag(till)) for fran, till in rader]
    return Ute(kallelse and dag(kallelse), tuple(webben), tuple((namn, dag(tid)) for namn, tid in expedierad))


def kan_stangas(paragraf: Paragraf) -> bool:
    """Open, and frozen or justerat: by then there is no other way to close it."""
    protokoll = paragraf.protokoll
    return bool(protokoll and protokoll.lage in Protokoll.LAST and not paragraf.ar_hemlig)


def ar_stangd(paragraf: Paragraf) -> bool:
    """Closed after it was frozen: it lies among the others, and its mark is no part of what was adjusted."""
    protokoll = paragraf.protokoll
    i_andras = protokoll and protokoll.slag != Slag.SEKRETESS and protokoll.lage in Protokoll.LAST
    return bool(paragraf.sekretess and i_andras)


@transaction.atomic
def stang(paragraf: Paragraf, *, lagrum: str, by) -> Paragraf:
    """Close it by the lagrum, and take its protokoll away from the web. Twice changes nothing."""
    lagrum = lagrummet(lagrum)
    _, nu = las_att_marka(paragraf)
    if nu.protokoll is None or nu.protokoll.lage not in Protokoll.LAST:
        raise DomanFel("Paragrafen är inte låst. Markera den med sekretess i stället.")
    if nu.protokoll.slag == Slag.SEKRETESS:
        return nu
    satt_marke(nu, lagrum=lagrum, by=by)
    if publicering.gallande(nu.protokoll):
        publicering.avpublicera(nu.protokoll, skal=FRAN_WEBBEN, by=by)
    return nu


@transaction.atomic
def oppna_stangd(paragraf: Paragraf, *, provad_av: str, skal: str, by) -> Paragraf:
    """Take the mark off again: the § is read as what it lies among. The web shows it when it is published anew."""
    _, nu = las_att_marka(paragraf)
    provad_av, skal = " ".join(provad_av.split()), skal.strip()
    if not provad_av or not skal:
        raise DomanFel("Skriv vem som har prövat att sekretessen inte längre gäller, och varför.")
    if not ar_stangd(nu):
        return nu
    nu.sekretess = ""
    return spara(nu, by=by, reason=f"Har inte längre sekretess. Prövat av {provad_av}: {skal}"[:500])


def efter_tillbakatagande(protokoll: Protokoll, version: Protokollsversion | None, *, by) -> None:
    """For protokoll.tillagg.EFTER_TILLBAKATAGANDE: what was closed while they had it goes to a protokoll of its own."""
    stangda = list(protokoll.paragraferna.filter(sekretess__gt=""))
    if stangda and protokoll.slag != Slag.SEKRETESS:
        lagg_for_sig(protokoll.sammantrade, stangda, by=by)


def slutna_versioner(user, protokoll: Protokoll) -> frozenset[int]:
    """The keys of the versions that print a § hidden from the user, which was moved out of the protokoll since."""
    dolda = dolda_i(user, protokoll.sammantrade_id)
    if not dolda:
        return frozenset()
    flyttade = Paragraf.objects.filter(pk__in=dolda).exclude(nummer=None).exclude(protokoll=protokoll)
    trycker = Q()
    for nummer in flyttade.values_list("nummer", flat=True):
        trycker |= Q(innehall__paragrafer__contains=[{"nummer": nummer}])
    return frozenset(protokoll.versionerna.filter(trycker).values_list("pk", flat=True)) if trycker else frozenset()

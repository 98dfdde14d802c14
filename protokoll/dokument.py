"""A protokoll as it is printed: frozen values that the screen, the PDF and (later) the stored version all use.

Built from the database by `fran_protokoll`; knows no HTML beyond the cleaned text of beslut and avsnitt.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from protokoll.bilaga import narvarorader, omrostningslistor
from protokoll.delar import PREFETCH, tryckta_delar
from protokoll.dokumentvarden import Ajournering, Bevis, Dokument, Kontrollmarke, Tryckt
from protokoll.forsattsblad import enligt_avskriften, enligt_narvarolistan
from protokoll.models import Paragraf, Protokoll
from protokoll.narvarolista import narvarolista
from protokoll.numrering import skriv_paragrafer
from protokoll.sekretess import dolj
from protokoll.signering.installningar import provstampel_galler

__all__ = ["fran_protokoll", "tryckta_delar"]


def fran_protokoll(protokoll: Protokoll, *, kommun: str, undertecknas: str = "") -> Dokument:
    """Read one Protokoll row with its relations (constant number of queries).

    With `undertecknas` (Protokoll.Satt) it reads as it will once it is justerat: that is what is frozen.
    """
    sammantrade = protokoll.sammantrade
    organ = sammantrade.organ
    avskrift = protokoll.lage == Protokoll.Lage.AVSKRIFT
    rader = protokoll.paragraferna.exclude(slag=Paragraf.Slag.RUBRIK).order_by("ordning")
    paragrafer = list(rader.prefetch_related(*PREFETCH))
    for paragraf in paragrafer:
        # One organ and one protokoll for all of them, so that nothing is fetched for each §.
        paragraf.organ, paragraf.protokoll, paragraf.sammantrade = organ, protokoll, sammantrade
        if paragraf.sekretess and protokoll.slag != Protokoll.Slag.SEKRETESS:
            # In a transcript, or one not yet moved: what many read says no more than its number.
            dolj(paragraf)
    lista = None if avskrift else narvarolista(sammantrade)
    mall = organ.mall()
    tryckta = tuple(
        Tryckt(nummer=p.nummer, dnr=p.dnr_i_text, rubrik=p.rubrik, delar=tryckta_delar(p, lista, mall=mall))
        for p in paragrafer
    )
    # What a document that was read in says of itself stands, also where only an extract of it was kept.
    angivna = (avskrift and protokoll.angivna_paragrafer) or [t.nummer for t in tryckta if t.nummer]
    anslag = protokoll.anslagen.first()
    blad = enligt_avskriften(protokoll) if avskrift else enligt_narvarolistan(protokoll, lista, paragrafer)
    return Dokument(
        kommun=kommun,
        organ=organ.namn,
        kortnamn=organ.kortnamn,
        datum=sammantrade.datum,
        start=sammantrade.start,
        slut=sammantrade.slut,
        plats=sammantrade.plats,
        ajourneringar=_ajourneringar(sammantrade, paragrafer),
        justeringens_plats_och_tid=protokoll.justeringens_plats_och_tid,
        paragrafspann=skriv_paragrafer(angivna, med_utom=False),
        bevis=anslag
        and Bevis(
            anslag.uppsatt,
            anslag.tas_ned,
            anslag.sista_overklagandedag,
            anslag.forvaringsplats,
            anslag.undertecknare,
        ),
        paragrafer=tryckta,
        status="" if undertecknas else _status(protokoll),
        undertecknas=undertecknas,
        prov=undertecknas == Protokoll.Satt.GODKANNANDE and provstampel_galler(),
        avskrift=avskrift,
        omfattning="" if avskrift else _omfattning(protokoll, angivna),
        narvarolista=() if avskrift else narvarorader(lista, paragrafer),
        omrostningslistor=() if avskrift else omrostningslistor(lista, paragrafer),
        kontroll=_kontrollmarke(protokoll) if undertecknas else None,
        **blad,
    )


def _ajourneringar(sammantrade, paragrafer) -> tuple[Ajournering, ...]:
    """Every break of the meeting; its § where this protokoll holds it."""
    nummer = {p.pk: p.beteckning for p in paragrafer if p.nummer}
    return tuple(Ajournering(a.fran, a.till, nummer.get(a.paragraf_id, "")) for a in sammantrade.ajourneringarna.all())


def _kontrollmarke(protokoll: Protokoll) -> Kontrollmarke:
    """The same for a protokoll whenever it is asked for: content that is the same is frozen as the same bytes."""
    fro = salted_hmac("protokoll.kontrollmarke", str(protokoll.pk), algorithm="sha256").hexdigest()[:32]
    return Kontrollmarke(adress=f"{settings.WEBBADRESS}{reverse('protokoll:kontrollera')}", fro=fro)


_SLAGETS_ORD = {
    Protokoll.Slag.OMEDELBART: "omedelbar justering",
    Protokoll.Slag.JAV: "eget protokoll på grund av jäv",
    Protokoll.Slag.JUSTERARE: "eget protokoll med annan justerare",
    Protokoll.Slag.SEKRETESS: "eget protokoll på grund av sekretess",
}


def _omfattning(protokoll: Protokoll, nummer: list[int]) -> str:
    """What of the meeting it holds, where it is not all of it: its own §§, and of the ordinary one those it lacks."""
    spann = skriv_paragrafer(nummer, med_utom=False)
    if ord_ := _SLAGETS_ORD.get(protokoll.slag):
        return f"{spann}, {ord_}" if spann else ""
    # Those that come after may still become more, and what is frozen does not change with them.
    andras = Paragraf.objects.filter(sammantrade=protokoll.sammantrade_id, nummer__lt=max(nummer, default=0))
    andra = andras.exclude(protokoll=None).exclude(protokoll=protokoll.pk).values_list("nummer", flat=True)
    return f"{spann}. {skriv_paragrafer(andra, med_utom=False)} justeras för sig." if andra else ""


def _status(protokoll: Protokoll) -> str:
    match protokoll.lage:
        case Protokoll.Lage.UTKAST | Protokoll.Lage.FRYST:
            return "Utkast – protokollet är inte justerat"
        case Protokoll.Lage.AVSKRIFT:
            return "Avskrift av ett justerat protokoll; det undertecknade originalet gäller"
    return ""

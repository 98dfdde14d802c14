"""What the public board shows: the rows that are up on the day, read once, for the page and the feeds."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.urls import NoReverseMatch, reverse

from kommun.kalender import dag_i_ord, dagen_i_ord
from kommun.models import Kommun
from protokoll.anslag import KVAR_I_MINNET
from protokoll.models import Anslag, Paragraf, Publicering, Sammantrade
from protokoll.numrering import skriv_paragrafer


def uppe(today: date):
    """Those on the board, the newest first, with everything that is shown of them. One query."""
    motets = Sammantrade.history.model.objects.filter(id=OuterRef("sammantrade")).order_by("-history_date")
    publicerat = Publicering.objects.filter(protokoll=OuterRef("protokoll"), borttagen=None)
    numren = Paragraf.objects.filter(protokoll=OuterRef("protokoll"), nummer__isnull=False).order_by("ordning")
    return (
        Anslag.objects.uppe(today)
        .select_related("organ", "protokoll__sammantrade", "sammantrade")
        .annotate(
            numren=ArraySubquery(numren.values("nummer")),
            publicering_id=Subquery(publicerat.values("pk")[:1]),
            motet_andrat=Subquery(motets.values("history_date")[:1]),
        )
        .order_by("-uppsatt", "-pk")
    )


def marke(today: date) -> str:
    """An ETag that changes with anything the board shows. One query, and nothing is written out."""
    publicerat = Publicering.objects.filter(protokoll=OuterRef("protokoll"), borttagen=None)
    rader = (
        Anslag.objects.uppe(today)
        .order_by("pk")
        .values_list(
            "pk",
            "version",
            "organ__version",
            "sammantrade__version",
            "protokoll__version",
            "protokoll__sammantrade__version",
            Subquery(publicerat.values("pk")[:1]),
        )
    )
    kommun = Kommun.objects.values_list("version", flat=True).first()
    return f'"{sha256(repr((today, kommun, list(rader))).encode()).hexdigest()[:32]}"'


def giltig_i(nu: datetime) -> int:
    """For how many seconds an answer may be kept: never past midnight, when anslag go up and come down by date."""
    midnatt = nu.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return max(0, min(int(KVAR_I_MINNET.total_seconds()), int((midnatt - nu).total_seconds())))


# Of one anslag


def paragrafer(anslag: Anslag) -> str:
    """Of one from `uppe`."""
    if not anslag.protokoll_id:
        return ""
    return skriv_paragrafer(anslag.protokoll.angivna_paragrafer or anslag.numren, med_utom=False)


def andring(anslag: Anslag) -> str:
    """What has happened since to the meeting that a kungörelse announces, as a sentence; else empty."""
    if anslag.slag != Anslag.Slag.KUNGORELSE:
        return ""
    if anslag.sammantrade.lage == Sammantrade.Lage.INSTALLT:
        return "Sammanträdet är inställt."
    if anslag.sammantrade.datum != anslag.synligt_till:
        return f"Sammanträdet är flyttat till {dagen_i_ord(anslag.sammantrade.datum)}."
    return ""


def andrat(anslag: Anslag) -> datetime:
    """When what it says last became another (of one from `uppe`)."""
    return max(anslag.synligt_fran, anslag.motet_andrat) if andring(anslag) else anslag.synligt_fran


def rubrik(anslag: Anslag) -> str:
    """ "Kommunstyrelsen, 25 februari 2020, §§ 14–35": one meeting may have several. Of a kungörelse its own heading."""
    if anslag.slag == Anslag.Slag.KUNGORELSE:
        return ("Inställt: " if anslag.sammantrade.lage == Sammantrade.Lage.INSTALLT else "") + anslag.rubrik
    dag = dag_i_ord(anslag.motet.datum, veckodag=False)
    return ", ".join(filter(None, [anslag.organ.namn, dag, paragrafer(anslag)]))


def pdf_adress(anslag: Anslag) -> str:
    """Where the public reads the justerat PDF, once it is published; else empty."""
    if not getattr(anslag, "publicering_id", None):
        return ""
    try:
        return reverse("protokoll:offentlig-pdf", args=[anslag.protokoll_id])
    except NoReverseMatch:
        return ""


def kontakt(anslag: Anslag, kommun: Kommun | None) -> str:
    return anslag.organ.epost or (kommun.epost if kommun else "")


def som_data(anslag: Anslag, *, kommun: Kommun | None, adress) -> dict:
    """One anslag with the field names that other boards use. `adress` makes a path absolute."""
    mote = anslag.motet
    protokoll = anslag.protokoll
    pdf = pdf_adress(anslag)
    overklagas = anslag.sista_overklagandedag
    return {
        "url": adress(anslag.get_absolute_url()),
        "title": rubrik(anslag),
        "type": anslag.slag,
        "body": anslag.organ.namn,
        "meeting_date": _dag(mote.datum),
        "meeting_time": f"{mote.start:%H:%M}" if mote.start else None,
        "meeting_place": mote.plats or None,
        "cancelled": mote.lage == Sammantrade.Lage.INSTALLT,
        "adjusted_on": _dag(protokoll.justeringsdag) if protokoll else None,
        "paragraphs": paragrafer(anslag) or None,
        "posted_on": _dag(anslag.uppsatt),
        "removed_on": _dag(anslag.tas_ned),
        "appeal_from": _dag(anslag.uppsatt) if overklagas else None,
        "appeal_to": _dag(overklagas),
        "storage_place": anslag.forvaringsplats or None,
        "responsible": anslag.undertecknare,
        "contact": kontakt(anslag, kommun) or None,
        "text": anslag.text or None,
        "documents": [{"title": "Protokollet som PDF", "url": adress(pdf)}] if pdf else [],
    }


def _dag(dag: date | None) -> str | None:
    return dag.isoformat() if dag else None

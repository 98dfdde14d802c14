"""Standing ärenden: kept per organ, placed on each dagordning by themselves, their texts filled in as facts come."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from kommun.editor import text_to_html
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Organ
from protokoll.dagordningsrader import las_oppen, ordna
from protokoll.fraser import faststalld_dagordning, fyll_i, varden
from protokoll.models import Paragraf, Sammantrade, StandigtArende
from protokoll.narvarolista import narvarolista
from protokoll.systemtext import skriv_beslut
from protokoll.tillagg import EFTER_DAGORDNING, STANDIGA_TEXTER

Kod = StandigtArende.Kod

# What most organ have on every dagordning: (kod, rubrik, beslut, after the own ärenden).
VANLIGA = (
    (
        Kod.JUSTERARE,
        "Val av protokolljusterare",
        "{organet} väljer {justerare} att jämte ordförande justera dagens protokoll.",
        False,
    ),
    (Kod.DAGORDNING, "Fastställande av dagordning", "{organet} fastställer dagordningen.", False),
    (Kod.UPPFOLJNING, "Uppföljning av uppdrag", "{organet} lägger redovisningen av uppdrag till handlingarna.", True),
    (Kod.INBJUDNINGAR, "Inbjudningar", "", True),
    (
        Kod.DELEGATION,
        "Delegationsbeslut",
        "{organet} lägger redovisade delegationsbeslut till handlingarna.",
        True,
    ),
    (Kod.MEDDELANDEN, "Meddelanden", "{organet} lägger meddelandena till handlingarna.", True),
)


# Places kept free before the ones that close the dagordning, so that adding an own ärende moves no other row.
RUM = 500


def _las_organ(organ: Organ) -> Organ:
    # no_key: rows that only refer to the organ can still be written meanwhile.
    return Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)


def _nasta_ordning(organ: Organ) -> int:
    return (organ.standiga_arenden.aggregate(n=Max("ordning"))["n"] or 0) + 1


@transaction.atomic
def lagg_upp(organ: Organ, *, by, kod: str, rubrik: str, **falt) -> StandigtArende:
    """A new standing ärende, last of its kind. One with the same heading is the one that is there already."""
    organ = _las_organ(organ)
    if redan := organ.standiga_arenden.filter(rubrik=rubrik.strip()).first():
        return redan
    ny = StandigtArende(organ=organ, kod=kod, rubrik=rubrik.strip(), ordning=_nasta_ordning(organ), **falt)
    return spara(ny, by=by, reason="Lade upp ett stående ärende")


@transaction.atomic
def lagg_upp_vanliga(organ: Organ, *, by) -> int:
    """The usual ones that the organ lacks; how many were added."""
    organ = _las_organ(organ)
    har = set(organ.standiga_arenden.values_list("kod", flat=True))
    nya = [v for v in VANLIGA if v[0] not in har and (v[0] != Kod.INBJUDNINGAR or organ.behandlar_inbjudningar)]
    for kod, rubrik, beslut, sist in nya:
        lagg_upp(organ, by=by, kod=kod, rubrik=rubrik, beslut=beslut, sist=sist)
    return len(nya)


@transaction.atomic
def andra(standigt: StandigtArende, *, version: int, by, **falt) -> StandigtArende:
    """Change a standing ärende. Dagordningar that already have it keep what they have."""
    nu = StandigtArende.objects.select_for_update(of=("self",)).get(pk=standigt.pk)
    if all(getattr(nu, namn) == varde for namn, varde in falt.items()):
        return nu
    if nu.version != version:
        raise DomanFel("Någon annan har ändrat det stående ärendet. Ladda om sidan och gör ändringen igen.")
    for namn, varde in falt.items():
        setattr(nu, namn, varde)
    return spara(nu, by=by, reason="Ändrade det stående ärendet")


@transaction.atomic
def flytta(standigt: StandigtArende, *, steg: int, by) -> None:
    """Move it one place up (-1) or down (1) among those that stand on the same side of the own ärenden."""
    organ = _las_organ(standigt.organ)
    rader = list(organ.standiga_arenden.filter(sist=standigt.sist).order_by("ordning", "pk"))
    fran = next(n for n, rad in enumerate(rader) if rad.pk == standigt.pk)
    till = fran + steg
    if not 0 <= till < len(rader):
        return
    rader.insert(till, rader.pop(fran))
    for n, rad in enumerate(rader, start=1):
        if rad.ordning != n:
            rad.ordning = n
            spara(rad, by=by, reason="Flyttade det stående ärendet")


@transaction.atomic
def satt_upp(sammantrade: Sammantrade, *, by) -> int:
    """Place the organ's standing ärenden on the dagordning; how many. What stands there already is left alone."""
    sammantrade, rader = las_oppen(sammantrade.pk)
    if sammantrade.lage != Sammantrade.Lage.PLANERAT:
        raise DomanFel("Sammanträdet pågår. Lägg till det som saknas som ett extra ärende.")
    return satt_upp_i(sammantrade, rader, by=by)


def satt_upp_i(sammantrade: Sammantrade, rader: Sequence[Paragraf], *, by) -> int:
    """As `satt_upp`, of a meeting that the caller has locked."""
    finns = {p.standigt_id for p in rader}
    nya: list[Paragraf] = []
    ordning = max((p.ordning for p in rader), default=0)
    for standigt in sammantrade.organ.standiga_arenden.order_by("sist", "ordning", "pk"):
        if standigt.pk in finns or not standigt.i_bruk:
            continue
        if standigt.sist and not (nya and nya[-1].standigt.sist):
            ordning += RUM
        ordning += 1
        nya.append(_uppsatt(sammantrade, standigt, ordning, by=by))
    if not nya:
        return 0
    forst = [p for p in nya if not p.standigt.sist]
    sist = [p for p in nya if p.standigt.sist]
    gamla_forst = [p for p in rader if p.standigt and not p.standigt.sist]
    ovriga = [p for p in rader if p not in gamla_forst]
    ordna([*gamla_forst, *forst, *ovriga, *sist], fasta=(), by=by, reason="Flyttades på dagordningen")
    skriv_texter(sammantrade, by=by)
    efter_dagordning(sammantrade, by=by)
    return len(nya)


def efter_dagordning(sammantrade: Sammantrade, *, by) -> None:
    """What follows when the standing ärenden of a meeting can be dealt with, or no longer can."""
    for folj in EFTER_DAGORDNING:
        folj(sammantrade, by=by)


def _uppsatt(sammantrade: Sammantrade, standigt: StandigtArende, ordning: int, *, by) -> Paragraf:
    slag = Paragraf.Slag.INFORMATION if standigt.utan_beslut else Paragraf.Slag.ARENDE
    return spara(
        Paragraf(
            sammantrade=sammantrade,
            organ=sammantrade.organ,
            ar=sammantrade.datum.year,
            ordning=ordning,
            rubrik=standigt.rubrik,
            dnr=standigt.dnr,
            klassificering=standigt.klassificering,
            slag=slag,
            standigt=standigt,
        ),
        by=by,
        reason="Sattes upp på dagordningen som stående ärende",
    )


@transaction.atomic
def skriv_texter(sammantrade: Sammantrade, *, by) -> None:
    """Write the texts of the standing ärenden anew from what is known now. What somebody has edited is left alone."""
    rader = list(
        sammantrade.paragraferna.filter(standigt__isnull=False, utfall="")
        .exclude(standigt__beslut="")
        .select_related("standigt", "sammantrade__organ", "organ", "protokoll")
        .prefetch_related("besluten", "avsnitten", "protokoll__underskrifterna")
        .order_by("ordning")
    )
    if not rader:
        return
    lista = narvarolista(sammantrade) if sammantrade.har_borjat else None
    for p in rader:
        text = fyll_i(p.standigt.beslut, varden(p, lista=lista))
        if p.standigt.kod == Kod.DAGORDNING:
            text = faststalld_dagordning(text, **_andringar(sammantrade))
        html = text_to_html(text)
        for tillagg in STANDIGA_TEXTER:
            html = tillagg(p, html)
        skriv_beslut(p, html, by=by, vad=p.rubrik)


def _andringar(sammantrade: Sammantrade) -> dict[str, list[str]]:
    """What the dagordning of the kallelse did not have, and what it had that is not taken up."""
    rader = list(sammantrade.paragraferna.exclude(slag=Paragraf.Slag.RUBRIK).order_by("ordning"))
    utgar = Paragraf.Utfall.UTGAR
    return {
        "extra": [p.rubrik for p in rader if p.extra and p.utfall != utgar],
        "utgar": [p.rubrik for p in rader if p.utfall == utgar and not p.extra],
    }

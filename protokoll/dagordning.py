"""The dagordning: its ärenden added, changed, moved and taken away, and their §§ numbered in its order.

Every act locks the meeting first and then its rows, so that two at once come one after the other.
"""

from collections.abc import Sequence
from datetime import time
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.history import ta_bort as ta_bort_raden
from kommun.models import Organ
from protokoll.dagordningsrader import fasta, las, las_oppen, ny_ordning, ordna
from protokoll.models import Paragraf, Sammantrade
from protokoll.paragrafserie import ta_nummer
from protokoll.skrivning import last_sentence
from protokoll.standiga import efter_dagordning, satt_upp_i, skriv_texter
from protokoll.tillagg import FORE_BORTTAGNING
from protokoll.underskrifter import for_sekretess, nytt_ordinarie, ordinarie

Lage = Sammantrade.Lage


def lagg_i_protokoll(sammantrade: Sammantrade, rader: Sequence[Paragraf], *, by) -> None:
    """Put numbered §§ that stand in no protokoll in the one that takes every § without a protokoll of its own."""
    vantar = [p for p in rader if p.protokoll_id is None and p.nummer]
    if not vantar:
        return
    protokoll = ordinarie(sammantrade)
    if protokoll is None and sammantrade.lage == Lage.PAGAR and sammantrade.protokollen.exists():
        protokoll = nytt_ordinarie(sammantrade, by=by, skal="Lades upp för de paragrafer som inte har ett eget")
    for p in vantar if protokoll else ():
        # What is secret never lies among the rest, not even while it is written.
        p.protokoll = for_sekretess(sammantrade, by=by) if p.sekretess else protokoll
        spara(p, by=by, reason="Lades i protokollet")


def ge_nummer(sammantrade: Sammantrade, rader: Sequence[Paragraf], *, by) -> None:
    """Number those of the rows that have none, in their order, and put them in the protokoll. Headings get none."""
    utan = [p for p in rader if p.nummer is None and p.slag != Paragraf.Slag.RUBRIK]
    numren = ta_nummer(sammantrade.organ, sammantrade.datum.year, len(utan), by=by)
    for p, nummer in zip(utan, numren, strict=True):
        p.nummer = nummer
        spara(p, by=by, reason=f"Fick § {nummer}")
    lagg_i_protokoll(sammantrade, rader, by=by)


def ar_extra(sammantrade: Sammantrade) -> bool:
    """What is added now was not in the kallelse."""
    return sammantrade.har_borjat or sammantrade.kallelserna.exists()


@transaction.atomic
def lagg_till(
    sammantrade: Sammantrade,
    *,
    rubrik: str,
    by,
    nyckel: UUID | None = None,
    dnr: str = "",
    klassificering: str = "",
    foredragande: str = "",
    planerad_tid: time | None = None,
    slag: str = Paragraf.Slag.ARENDE,
    fran: Paragraf | None = None,
    sekretess: str = "",
) -> Paragraf:
    """Put an ärende last among the organ's own; `nyckel` again gives the one already added.

    The first one on an empty dagordning brings the standing ärenden with it. Once the kallelse is sent or the meeting
    runs it is an extra ärende; where the numbers were given at the opening it gets the next one, and stands last.
    """
    sammantrade, rader = las_oppen(sammantrade.pk)
    if nyckel and (redan := next((p for p in rader if p.nyckel == nyckel), None)):
        return redan
    if not rader and sammantrade.lage == Lage.PLANERAT:
        satt_upp_i(sammantrade, rader, by=by)
        sammantrade, rader = las(sammantrade.pk)
    rubriken = slag == Paragraf.Slag.RUBRIK
    numrerade = sammantrade.lage == Lage.PAGAR and sammantrade.organ.nummer_ges == Organ.NummerGes.OPPNANDE
    delning = len(rader) if numrerade else _fore_de_sista(sammantrade, rader)
    ny = Paragraf(
        sammantrade=sammantrade,
        organ=sammantrade.organ,
        ar=sammantrade.datum.year,
        ordning=_ledig_plats(rader, delning),
        rubrik=rubrik.strip(),
        dnr="" if rubriken else dnr,
        klassificering="" if rubriken else klassificering,
        foredragande="" if rubriken else foredragande,
        planerad_tid=planerad_tid,
        slag=slag,
        extra=not rubriken and ar_extra(sammantrade),
        nyckel=nyckel,
        fran=fran,
        # It brings the words of the § that it goes on with, and what closes them.
        sekretess=sekretess or (fran.sekretess_vidare if fran else ""),
    )
    spara(ny, by=by, reason="Lade till ett extra ärende" if ny.extra else "Sattes upp på dagordningen")
    if numrerade:
        ge_nummer(sammantrade, [ny], by=by)
    elif any(p.ordning < ny.ordning for p in rader[delning:]):
        ordning = [*rader[:delning], ny, *rader[delning:]]
        ordna(ordning, fasta=fasta(sammantrade, rader), by=by, reason="Flyttades på dagordningen")
    skriv_texter(sammantrade, by=by)
    return ny


def _fore_de_sista(sammantrade: Sammantrade, rader: Sequence[Paragraf]) -> int:
    """Where own ärenden end: before the standing ones that close the dagordning (meddelanden, inbjudningar …)."""
    orubbliga = fasta(sammantrade, rader)
    slut = len(rader)
    while slut and (sista := rader[slut - 1]).standigt and sista.standigt.sist:
        if sista.pk in orubbliga or sista.nummer:
            break
        slut -= 1
    return slut


def _ledig_plats(rader: Sequence[Paragraf], fore: int) -> int:
    """A free place before the row `fore`, or last when there is none; then the rows after it have to give way."""
    plats = rader[fore - 1].ordning + 1 if fore else 1
    if fore == len(rader) or plats < rader[fore].ordning:
        return plats
    return rader[-1].ordning + 1


def _raden(rader: Sequence[Paragraf], pk: int) -> Paragraf:
    for p in rader:
        if p.pk == pk:
            return p
    raise DomanFel("Ärendet står inte längre på dagordningen.")


@transaction.atomic
def andra(
    paragraf: Paragraf,
    *,
    rubrik: str,
    dnr: str,
    klassificering: str,
    foredragande: str,
    planerad_tid: time | None,
    slag: str,
    by,
) -> Paragraf:
    """Change what the dagordning says of an ärende. The same again changes nothing."""
    sammantrade, rader = las_oppen(paragraf.sammantrade_id)
    nu = _raden(rader, paragraf.pk)
    if mening := last_sentence(nu):
        raise DomanFel(mening)
    if Paragraf.Slag.RUBRIK in (slag, nu.slag) and slag != nu.slag:
        _kontrollera_till_rubrik(nu, slag)
    nytt = {
        "rubrik": rubrik.strip(),
        "dnr": dnr,
        "klassificering": klassificering,
        "foredragande": foredragande,
        "planerad_tid": planerad_tid,
        "slag": slag,
    }
    if all(getattr(nu, falt) == varde for falt, varde in nytt.items()):
        return nu
    for falt, varde in nytt.items():
        setattr(nu, falt, varde)
    spara(nu, by=by, reason="Ändrade ärendet på dagordningen")
    if nu.slag != Paragraf.Slag.RUBRIK and nu.nummer is None and sammantrade.lage == Lage.PAGAR:
        _numrera_om_alla_har(sammantrade, nu, by=by)
    skriv_texter(sammantrade, by=by)
    return nu


def _kontrollera_till_rubrik(nu: Paragraf, slag: str) -> None:
    if slag != Paragraf.Slag.RUBRIK:
        return
    if nu.nummer:
        raise DomanFel(f"{nu.beteckning} har fått sitt nummer och kan inte bli en rubrik. Låt ärendet utgå i stället.")
    if nu.besluten.exists() or nu.avsnitten.exists():
        raise DomanFel("Ärendet har text och kan inte bli en rubrik. Lägg till rubriken som en egen rad.")


def _numrera_om_alla_har(sammantrade: Sammantrade, nu: Paragraf, *, by) -> None:
    """A heading that became an ärende in a meeting where all have their numbers gets its own."""
    if sammantrade.organ.nummer_ges == Organ.NummerGes.OPPNANDE and not nu.makulerade_nummer.exists():
        ge_nummer(sammantrade, [nu], by=by)
        _, rader = las(sammantrade.pk)
        ordna(rader, fasta=fasta(sammantrade, rader), by=by, reason="Numret följer ordningen")
        nu.refresh_from_db()


@transaction.atomic
def ta_bort(paragraf: Paragraf, *, by) -> None:
    """Take an ärende off the dagordning, with what was prepared for it. One that has its number stays and utgår."""
    sammantrade, rader = las_oppen(paragraf.sammantrade_id)
    nu = next((p for p in rader if p.pk == paragraf.pk), None)
    if nu is None:
        return
    if nu.nummer or nu.makulerade_nummer.exists():
        raise DomanFel(f"{nu.beteckning} har fått sitt nummer och står kvar. Låt ärendet utgå i stället.")
    for akt in FORE_BORTTAGNING:
        akt(nu, by=by)
    try:
        for del_ in (*nu.besluten.all(), *nu.avsnitten.all()):
            ta_bort_raden(del_, by=by, reason="Ärendet togs bort från dagordningen")
        ta_bort_raden(nu, by=by, reason="Togs bort från dagordningen")
    except ProtectedError as fel:
        raise DomanFel(
            "Något är redan antecknat vid ärendet: närvaro, ett yrkande, en bilaga eller ett uppdrag som redovisas. "
            "Ta bort det först, eller låt ärendet utgå i stället."
        ) from fel
    skriv_texter(sammantrade, by=by)
    efter_dagordning(sammantrade, by=by)


@transaction.atomic
def flytta(paragraf: Paragraf, *, plats: int, by) -> int:
    """Move an ärende to the place (1 is first) and return the place it got.

    What has been taken up keeps its place; numbers that the coming ones have follow the order.
    """
    sammantrade, rader = las_oppen(paragraf.sammantrade_id)
    nu = _raden(rader, paragraf.pk)
    orubbliga = fasta(sammantrade, rader)
    if nu.pk in orubbliga:
        raise DomanFel(f"{nu.rubrik}: ärendet har redan tagits upp och behåller sin plats.")
    finns = {p.pk: p for p in rader}
    ordning = ny_ordning([p.pk for p in rader], orubbliga, nu.pk, plats)
    ordna([finns[pk] for pk in ordning], fasta=orubbliga, by=by, reason="Flyttades på dagordningen")
    return ordning.index(nu.pk) + 1

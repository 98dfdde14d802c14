"""The meeting while it is held: opened, one ärende after the other, closed, and opened again when need be."""

from collections.abc import Collection, Sequence
from datetime import date, time

from django.db import transaction

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Organ
from protokoll.dagordning import ge_nummer, lagg_i_protokoll
from protokoll.dagordningsrader import fasta, las, ordna
from protokoll.models import Motesdeltagare, Paragraf, Protokoll, Sammantrade, Underskrift
from protokoll.skrivning import last_sentence
from protokoll.standiga import efter_dagordning, satt_upp_i, skriv_texter
from protokoll.underskrifter import (
    foljer_valet,
    i_arbete,
    justeringen_i_text,
    mojliga_justerare,
    nytt_ordinarie,
    ordinarie,
    skriv_under,
    synka_ordforande,
)
from protokoll.upprop import gor_upprop
from protokoll.utfall import satt_utfall

__all__ = ["OVERGANGAR", "avsluta", "lagg_i_protokoll", "oppna", "oppna_igen", "ta_upp", "valj_justerare"]

Lage = Sammantrade.Lage

# From each state to where it may go, and nowhere else.
OVERGANGAR: dict[str, frozenset[str]] = {
    Lage.PLANERAT: frozenset({Lage.PAGAR, Lage.INSTALLT}),
    Lage.PAGAR: frozenset({Lage.AVSLUTAT}),
    Lage.AVSLUTAT: frozenset({Lage.PAGAR}),
    Lage.INSTALLT: frozenset({Lage.PLANERAT}),
    Lage.HANVISNING: frozenset({Lage.AVSLUTAT}),
}

# What the secretary reads when the state is another than the act wants.
_ORD = {
    Lage.PLANERAT: "Sammanträdet har inte öppnats än.",
    Lage.PAGAR: "Sammanträdet pågår.",
    Lage.AVSLUTAT: "Sammanträdet är avslutat. Öppna det igen om något ska ändras.",
    Lage.INSTALLT: "Sammanträdet är inställt.",
    Lage.HANVISNING: "Sammanträdet är bara känt genom hänvisning. Läs in dess protokoll i stället.",
}


def lagesord(sammantrade: Sammantrade) -> str:
    """The state as a sentence, for one who came to do what it does not allow."""
    return _ORD[sammantrade.lage]


def kontrollera_overgang(sammantrade: Sammantrade, till: str) -> None:
    """Raises DomanFel with a sentence when the meeting cannot go from its state to `till`."""
    if till not in OVERGANGAR[sammantrade.lage]:
        raise DomanFel(_ORD[sammantrade.lage])


@transaction.atomic
def oppna(sammantrade: Sammantrade, *, by, start: time | None = None, today: date | None = None) -> Sammantrade:
    """Open the meeting: upprop, protokoll, numbers where the organ gives them now, and the first § as the current one.

    `today`, when given, refuses a meeting of a later day. Opened twice it is opened once.
    """
    sammantrade, rader = las(sammantrade.pk)
    if sammantrade.lage == Lage.PAGAR:
        return sammantrade
    kontrollera_overgang(sammantrade, Lage.PAGAR)
    if sammantrade.lage == Lage.AVSLUTAT:  # that way needs a reason: oppna_igen
        raise DomanFel(_ORD[sammantrade.lage])
    if today and sammantrade.datum > today:
        raise DomanFel(f"Sammanträdet är planerat till {sammantrade.dag}. Flytta det först om det hålls i dag.")
    if not rader:
        satt_upp_i(sammantrade, rader, by=by)
    sammantrade.lage = Lage.PAGAR
    sammantrade.start = start or sammantrade.start
    spara(sammantrade, by=by, reason="Öppnade sammanträdet")
    gor_upprop(sammantrade, by=by)
    nytt_ordinarie(sammantrade, by=by, skal="Lades upp när sammanträdet öppnades")
    _, rader = las(sammantrade.pk)
    if sammantrade.organ.nummer_ges == Organ.NummerGes.OPPNANDE:
        ge_nummer(sammantrade, rader, by=by)
    forsta = next((p for p in rader if p.slag != Paragraf.Slag.RUBRIK and not p.utfall), None)
    if forsta:
        _ta_upp(sammantrade, forsta, by=by)
    synka_ordforande(sammantrade, by=by)
    skriv_texter(sammantrade, by=by)
    efter_dagordning(sammantrade, by=by)
    return sammantrade


@transaction.atomic
def ta_upp(paragraf: Paragraf, *, by) -> Paragraf:
    """Make the § the current one; where numbers are given one at a time it gets the next."""
    sammantrade, rader = las(paragraf.sammantrade_id)
    if sammantrade.lage != Lage.PAGAR:
        raise DomanFel(_ORD[sammantrade.lage])
    nu = next(p for p in rader if p.pk == paragraf.pk)
    if nu.slag == Paragraf.Slag.RUBRIK:
        raise DomanFel("En rubrik på dagordningen tas inte upp. Välj ett ärende under den.")
    if nu.utfall == Paragraf.Utfall.UTGAR and nu.nummer is None:
        raise DomanFel("Ärendet utgår. Låt det avgöras ändå om det ska tas upp.")
    return _ta_upp(sammantrade, nu, by=by)


def _ta_upp(sammantrade: Sammantrade, nu: Paragraf, *, by) -> Paragraf:
    if nu.nummer is None:
        ge_nummer(sammantrade, [nu], by=by)
        _efter_de_upptagna(sammantrade, nu, by=by)
    if sammantrade.aktuell_id != nu.pk:
        sammantrade.aktuell = nu
        spara(sammantrade, by=by, reason=f"Tog upp {nu.beteckning}")
    return nu


def _efter_de_upptagna(sammantrade: Sammantrade, nu: Paragraf, *, by) -> None:
    """What is taken up before its turn stands where it was taken up, so that the numbers follow the order."""
    _, rader = las(sammantrade.pk)
    ovriga = [p for p in rader if p.pk != nu.pk]
    sist = max((n for n, p in enumerate(ovriga, start=1) if p.nummer and p.nummer < nu.nummer), default=0)
    plats = next(n for n, p in enumerate(rader) if p.pk == nu.pk)
    fore = [p for p in rader[sist:plats] if p.slag != Paragraf.Slag.RUBRIK] if plats >= sist else rader[plats:sist]
    if not fore:
        return
    alla = {p.pk: p for p in rader}
    ovriga.insert(sist, alla[nu.pk])
    ordna(ovriga, fasta=fasta(sammantrade, rader), by=by, reason="Togs upp före sin tur")
    nu.refresh_from_db()


@transaction.atomic
def avsluta(sammantrade: Sammantrade, *, slut: time, by, utgar: Collection[int] = ()) -> Sammantrade:
    """Close the meeting. What has no number gets one, except the ärenden in `utgar`, which utgår."""
    sammantrade, rader = las(sammantrade.pk)
    if sammantrade.lage == Lage.AVSLUTAT and sammantrade.slut == slut:
        return sammantrade
    if sammantrade.lage != Lage.PAGAR:
        raise DomanFel(_ORD[sammantrade.lage])
    if oppen := sammantrade.ajourneringarna.filter(till=None).first():
        raise DomanFel(f"Sammanträdet är ajournerat sedan kl. {oppen.fran:%H.%M}. Ange först när pausen slutade.")
    if sammantrade.start and slut <= sammantrade.start:
        raise DomanFel(f"Sammanträdet öppnades kl. {sammantrade.start:%H.%M}. Ange ett klockslag efter det.")
    for p in utan_nummer(rader):
        if p.pk in utgar:
            satt_utfall(p, utfall=Paragraf.Utfall.UTGAR, by=by)
    _, rader = las(sammantrade.pk)
    ge_nummer(sammantrade, utan_nummer(rader), by=by)
    sammantrade.lage, sammantrade.slut, sammantrade.aktuell = Lage.AVSLUTAT, slut, None
    spara(sammantrade, by=by, reason="Avslutade sammanträdet")
    synka_ordforande(sammantrade, by=by)
    skriv_texter(sammantrade, by=by)
    efter_dagordning(sammantrade, by=by)
    return sammantrade


def utan_nummer(rader: Sequence[Paragraf]) -> list[Paragraf]:
    """Ärenden that still lack their number and do not utgår."""
    return [
        p for p in rader if p.nummer is None and p.slag != Paragraf.Slag.RUBRIK and p.utfall != Paragraf.Utfall.UTGAR
    ]


@transaction.atomic
def oppna_igen(sammantrade: Sammantrade, *, skal: str, by) -> Sammantrade:
    """Open a closed meeting again, with the reason, until a protokoll that states its end is adjusted or read in.

    A § that was adjusted at once, while the meeting went on, says nothing of the end.
    """
    sammantrade, rader = las(sammantrade.pk)
    if sammantrade.lage == Lage.PAGAR:
        return sammantrade
    kontrollera_overgang(sammantrade, Lage.PAGAR)
    if sammantrade.lage != Lage.AVSLUTAT:
        raise DomanFel(_ORD[sammantrade.lage])
    if (sammantrade.protokollen.exists() and not i_arbete(sammantrade)) or _slutet_ar_justerat(sammantrade):
        raise DomanFel(_varfor_inte_igen(sammantrade))
    if not skal.strip():
        raise DomanFel("Skriv varför sammanträdet öppnas igen, till exempel ”ett ärende glömdes”.")
    numrerade = [p for p in rader if p.nummer and not last_sentence(p)]
    sammantrade.lage, sammantrade.slut = Lage.PAGAR, None
    sammantrade.aktuell = numrerade[-1] if numrerade else None
    spara(sammantrade, by=by, reason=f"Öppnade sammanträdet igen: {skal.strip()}")
    efter_dagordning(sammantrade, by=by)
    return sammantrade


def _varfor_inte_igen(sammantrade: Sammantrade) -> str:
    """What is with its justerare can be taken back; what is justerat, or read in, stands."""
    lagen = set(sammantrade.protokollen.values_list("lage", flat=True))
    if Protokoll.Lage.AVSKRIFT in lagen:
        return "Protokollet är inläst, och då öppnas sammanträdet inte igen."
    if Protokoll.Lage.JUSTERAT in lagen and Protokoll.Lage.FRYST not in lagen:
        return (
            "Protokollet är justerat, och då öppnas sammanträdet inte igen. "
            "Gör en rättelse om något i det är fel, eller ta upp ärendet vid nästa sammanträde."
        )
    return "Protokollet är hos justerarna. Ta tillbaka det först, om sammanträdet ska öppnas igen."


def _slutet_ar_justerat(sammantrade: Sammantrade) -> bool:
    """Some protokoll of the meeting was adjusted, or read in, since it was closed."""
    stangdes = None
    for lage, nar in sammantrade.history.order_by("-history_id").values_list("lage", "history_date"):
        if lage != Lage.AVSLUTAT:
            break
        stangdes = nar
    fasta_lagen = (*Protokoll.LAST, Protokoll.Lage.AVSKRIFT)
    for protokoll in sammantrade.protokollen.filter(lage__in=fasta_lagen):
        blev = protokoll.history.filter(lage=protokoll.lage).order_by("history_id").first()
        if stangdes is None or blev is None or blev.history_date >= stangdes:
            return True
    return False


# Justerare


@transaction.atomic
def valj_justerare(
    sammantrade: Sammantrade,
    *,
    deltagare: Sequence[Motesdeltagare],
    by,
    plats: str = "",
    dag: date | None = None,
    tid: time | None = None,
    protokoll: Protokoll | None = None,
) -> None:
    """Choose who adjusts beside the chair, and where and when; the § on it is written by itself.

    For one protokoll; or for the meeting, and then for every protokoll in work that has not got justerare of its own.
    """
    sammantrade, _ = las(sammantrade.pk)
    protokollen = i_arbete(sammantrade)
    _kontrollera_att_de_kan_valjas(sammantrade, protokollen, protokoll)
    if not deltagare:
        raise DomanFel("Välj minst en protokolljusterare.")
    forst = protokoll or ordinarie(sammantrade) or protokollen[0]
    mojliga = mojliga_justerare(sammantrade, forst)
    for d in deltagare:
        if d not in mojliga:
            raise DomanFel(f"{d.namn_med_parti} kan inte justera: välj någon som tjänstgör och inte är ordförande.")
    if dag and dag < sammantrade.datum:
        raise DomanFel(f"Protokollet justeras efter sammanträdet den {sammantrade.dag}. Ange en senare dag.")
    gemensamt = forst.slag == Protokoll.Slag.ORDINARIE
    for p in foljer_valet(protokollen, forst) if gemensamt else [forst]:
        kan = deltagare if p == forst else [d for d in deltagare if d in mojliga_justerare(sammantrade, p)]
        skriv_under(p, Underskrift.Roll.JUSTERARE, [(d.person, d.namn, d.parti) for d in kan], by=by)
        if p == forst or p.slag != Protokoll.Slag.OMEDELBART:
            _satt_plats_och_tid(p, justeringen_i_text(plats, dag, tid), by=by)
    if gemensamt and sammantrade.planerad_justering != dag:
        sammantrade.planerad_justering = dag
        spara(sammantrade, by=by, reason="Bestämde justeringens dag")
    skriv_texter(sammantrade, by=by)


def _kontrollera_att_de_kan_valjas(
    sammantrade: Sammantrade, protokollen: Sequence[Protokoll], protokoll: Protokoll | None
) -> None:
    if sammantrade.lage not in (Lage.PAGAR, Lage.AVSLUTAT):
        raise DomanFel(_ORD[sammantrade.lage])
    if not protokollen:
        raise DomanFel("Sammanträdet har inget protokoll under arbete, så justerare kan inte väljas.")
    if protokoll and protokoll not in protokollen:
        raise DomanFel("Protokollet är hos justerarna eller justerat. Ta tillbaka det först, om justerarna ska bytas.")


def _satt_plats_och_tid(protokoll: Protokoll, text: str, *, by) -> None:
    if protokoll.justeringens_plats_och_tid != text:
        protokoll.justeringens_plats_och_tid = text
        spara(protokoll, by=by, reason="Bestämde justeringens plats och tid")

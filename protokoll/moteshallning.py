"""The meeting while it is held: opened, one ärende after the other, closed, and opened again when need be."""

from collections.abc import Collection, Sequence
from datetime import date, time

from django.db import transaction

from kommun.fel import DomanFel
from kommun.history import spara, ta_bort
from kommun.kalender import dag_i_ord
from kommun.models import Organ, Tjanst
from protokoll.dagordning import ge_nummer, lagg_i_protokoll
from protokoll.dagordningsrader import fasta, las, ordna
from protokoll.models import Motesdeltagare, Paragraf, Protokoll, Sammantrade, StandigtArende, Underskrift
from protokoll.narvarolista import Narvarolista, narvarolista
from protokoll.skrivning import last_sentence
from protokoll.standiga import satt_upp_i, skriv_texter
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
    protokoll = spara(Protokoll(sammantrade=sammantrade), by=by, reason="Lades upp när sammanträdet öppnades")
    _, rader = las(sammantrade.pk)
    if sammantrade.organ.nummer_ges == Organ.NummerGes.OPPNANDE:
        ge_nummer(sammantrade, rader, by=by)
    _skriv_under(protokoll, Underskrift.Roll.SEKRETERARE, _sekreterare(sammantrade, by), by=by)
    forsta = next((p for p in rader if p.slag != Paragraf.Slag.RUBRIK and not p.utfall), None)
    if forsta:
        _ta_upp(sammantrade, forsta, by=by)
    synka_ordforande(sammantrade, by=by)
    skriv_texter(sammantrade, by=by)
    return sammantrade


def _sekreterare(sammantrade: Sammantrade, by) -> list[tuple]:
    """Whoever opens it, when secretary of the organ that day; else the organ's secretary."""
    tjanster = Tjanst.objects.gallande(sammantrade.datum).filter(
        roll=Tjanst.Roll.SEKRETERARE, organ=sammantrade.organ_id
    )
    egen = tjanster.filter(person=by.person_id).first() if by and by.person_id else None
    tjanst = egen or tjanster.order_by("fran", "pk").first()
    return [(tjanst.person, tjanst.person.namn, "")] if tjanst else []


def _skriv_under(protokoll: Protokoll, roll: str, namn: Sequence[tuple], *, by) -> None:
    """Let exactly these (person, name, party) be the lines to sign on as `roll`, in this order."""
    plats = list(Underskrift.Roll.values).index(roll) * 100
    finns = {u.person_id: u for u in protokoll.underskrifterna.filter(roll=roll)}
    for person_id, rad in finns.items():
        if person_id not in {person.pk for person, _, _ in namn}:
            ta_bort(rad, by=by, reason=f"Skriver inte under som {rad.get_roll_display().lower()}")
    for n, (person, namnet, parti) in enumerate(namn, start=1):
        rad = finns.get(person.pk) or Underskrift(protokoll=protokoll, person=person, roll=roll)
        if rad.pk and (rad.ordning, rad.namn, rad.parti) == (plats + n, namnet, parti):
            continue
        rad.ordning, rad.namn, rad.parti = plats + n, namnet, parti
        spara(rad, by=by, reason=f"Skriver under som {rad.get_roll_display().lower()}")


def _i_arbete(sammantrade: Sammantrade) -> list[Protokoll]:
    return list(sammantrade.protokollen.filter(lage=Protokoll.Lage.UTKAST).order_by("pk"))


def synka_ordforande(sammantrade: Sammantrade, *, by) -> None:
    """Those who presided at the §§ of each protokoll in work sign it, in the order in which they presided."""
    lista = narvarolista(sammantrade)
    for protokoll in _i_arbete(sammantrade):
        egna = [p for p in lista.paragrafer if p.protokoll_id == protokoll.pk]
        namn = [(d.person, d.namn, d.parti) for d, _ in lista.ledde(egna)]
        if namn:
            _skriv_under(protokoll, Underskrift.Roll.ORDFORANDE, namn, by=by)


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
    if (sammantrade.protokollen.exists() and not _i_arbete(sammantrade)) or _slutet_ar_justerat(sammantrade):
        raise DomanFel("Protokollet är justerat eller inläst, och då öppnas sammanträdet inte igen.")
    if not skal.strip():
        raise DomanFel("Skriv varför sammanträdet öppnas igen, till exempel ”ett ärende glömdes”.")
    numrerade = [p for p in rader if p.nummer and not last_sentence(p)]
    sammantrade.lage, sammantrade.slut = Lage.PAGAR, None
    sammantrade.aktuell = numrerade[-1] if numrerade else None
    return spara(sammantrade, by=by, reason=f"Öppnade sammanträdet igen: {skal.strip()}")


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


def paragraf_for_val(lista: Narvarolista, sammantrade: Sammantrade) -> Paragraf | None:
    """The § at which the justerare are chosen: the standing one, else the current, else the first."""
    kod = StandigtArende.Kod.JUSTERARE
    standiga = {s.pk for s in sammantrade.organ.standiga_arenden.all() if s.kod == kod}
    return next(
        (p for p in lista.paragrafer if p.standigt_id in standiga),
        next((p for p in lista.paragrafer if p.pk == sammantrade.aktuell_id), next(iter(lista.paragrafer), None)),
    )


def kan_justera(lista: Narvarolista, sammantrade: Sammantrade) -> list[Motesdeltagare]:
    """Those who serve when the justerare are chosen, except the one who presides."""
    paragraf = paragraf_for_val(lista, sammantrade)
    if paragraf is None:
        return []
    ordforande = lista.ordforande(paragraf)
    return [d for d in lista.tjanstgorande(paragraf) if d != ordforande and d.person_id]


def justeringen_i_text(plats: str, dag: date | None, tid: time | None) -> str:
    """Stadshuset, Vimmerby, 3 mars 2020 kl. 15.00."""
    nar = " kl. ".join(filter(None, [dag_i_ord(dag, veckodag=False) if dag else "", f"{tid:%H.%M}" if tid else ""]))
    return ", ".join(filter(None, [plats.strip().rstrip(","), nar]))


@transaction.atomic
def valj_justerare(
    sammantrade: Sammantrade,
    *,
    deltagare: Sequence[Motesdeltagare],
    by,
    plats: str = "",
    dag: date | None = None,
    tid: time | None = None,
) -> None:
    """Choose who adjusts the protokoll beside the chair, and where and when; the § on it is written by itself."""
    sammantrade, _ = las(sammantrade.pk)
    if sammantrade.lage not in (Lage.PAGAR, Lage.AVSLUTAT):
        raise DomanFel(_ORD[sammantrade.lage])
    protokollen = _i_arbete(sammantrade)
    if not protokollen:
        raise DomanFel("Sammanträdet har inget protokoll under arbete, så justerare kan inte väljas.")
    if not deltagare:
        raise DomanFel("Välj minst en protokolljusterare.")
    mojliga = {d.pk for d in kan_justera(narvarolista(sammantrade), sammantrade)}
    for d in deltagare:
        if d.pk not in mojliga:
            raise DomanFel(f"{d.namn_med_parti} kan inte justera: välj någon som tjänstgör och inte är ordförande.")
    if dag and dag < sammantrade.datum:
        raise DomanFel(f"Protokollet justeras efter sammanträdet den {sammantrade.dag}. Ange en senare dag.")
    namn = [(d.person, d.namn, d.parti) for d in deltagare]
    text = justeringen_i_text(plats, dag, tid)
    for protokoll in protokollen:
        _skriv_under(protokoll, Underskrift.Roll.JUSTERARE, namn, by=by)
        if protokoll.justeringens_plats_och_tid != text:
            protokoll.justeringens_plats_och_tid = text
            spara(protokoll, by=by, reason="Bestämde justeringens plats och tid")
    if sammantrade.planerad_justering != dag:
        sammantrade.planerad_justering = dag
        spara(sammantrade, by=by, reason="Bestämde justeringens dag")
    skriv_texter(sammantrade, by=by)

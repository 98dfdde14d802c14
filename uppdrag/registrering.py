"""The acts that register uppdrag: with the decision that gives them, or as given before or elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max, Q

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.kalender import dag_i_ord
from kommun.models import Forvaltning, Organ, Person
from protokoll.models import Beslut, Sammantrade
from uppdrag.avslut import avsluta
from uppdrag.fristandring import kontrollera_frist
from uppdrag.kalla import beslut_som_gav
from uppdrag.lage import Lage, kontrollera_overgang
from uppdrag.models import Uppdrag


@dataclass(frozen=True, kw_only=True, slots=True)
class Uppdragsrad:
    """One uppdrag to be: what somebody is to do, who, and when it is reported to whom."""

    text: str
    rapporteras_till: Organ
    nyckel: UUID
    mening: str = ""
    forvaltning: Forvaltning | None = None
    mottagande_organ: Organ | None = None
    ansvarig: Person | None = None
    frist: date | None = None
    ingen_frist: bool = False
    nasta_rapport: date | None = None
    frist_ord: str = ""
    rapporteras_vid: Sammantrade | None = None


class RedanSparat(DomanFel):
    """The form's key was used before, for something else: what is in the form now has not been saved."""


def radnyckel(nyckel: UUID, plats: int) -> UUID:
    """The key of one row of a form: the same as long as the form and the row are."""
    return uuid5(nyckel, str(plats))


def las_organ(organ: Organ) -> None:
    """Everybody who registers something of this organ waits here, until the transaction ends."""
    # no_key: rows that only refer to the organ can still be written meanwhile.
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)


def _nasta_nummer(organ: Organ, ar: int) -> int:
    return (Uppdrag.objects.filter(serie=organ, ar=ar).aggregate(n=Max("nummer"))["n"] or 0) + 1


def givare_av(beslut: Beslut) -> Organ:
    """Whoever decides: the organ itself, or the one that a proposal goes to, as far as that is known."""
    organ = beslut.paragraf.organ
    if beslut.beslutsniva != Beslut.Beslutsniva.FORSLAG:
        return organ
    return beslut.till_organ or organ.overordnat or organ


def kontrollera_tid(
    *,
    beslut: Beslut,
    rapporteras_till: Organ,
    frist: date | None,
    ingen_frist: bool,
    nasta_rapport: date | None,
    rapporteras_vid: Sammantrade | None,
    bindande: bool = True,
) -> None:
    """When it is reported: a day no earlier than the decision, or none and the day of the first report.

    `bindande` False: it is only proposed, or answered already, and nothing has to be said yet.
    """
    dag = beslut.paragraf.sammantrade.datum
    kontrollera_frist(frist, beslut)
    if ingen_frist and not frist and nasta_rapport is None and bindande:
        raise DomanFel("Ange när uppdraget ska rapporteras första gången, eftersom det inte har någon frist.")
    if nasta_rapport and nasta_rapport < dag:
        raise DomanFel(
            f"Den första rapporten kan inte komma före sammanträdet {dag_i_ord(dag, veckodag=False)}. "
            "Ange en senare dag."
        )
    if rapporteras_vid is None:
        return
    if rapporteras_vid.organ_id != rapporteras_till.pk:
        raise DomanFel(f"{rapporteras_vid} är inte ett sammanträde med {rapporteras_till}. Välj ett av dess egna.")
    if rapporteras_vid.lage in Sammantrade.RAKNAS_EJ:
        raise DomanFel(f"Sammanträdet {dag_i_ord(rapporteras_vid.datum)} hålls inte. Välj ett annat.")


def _kontrollera_beslut(beslut: Beslut) -> None:
    if not beslut.paragraf.sammantrade.har_borjat:
        raise DomanFel("Sammanträdet har inte hållits, så beslutet kan inte ge något uppdrag än.")
    if not beslut.text:
        raise DomanFel("Beslutet har ingen text än. Skriv beslutet först, och logga sedan uppdraget.")


def _redan(rad: Uppdragsrad, beslut: Beslut) -> Uppdrag | None:
    """The uppdrag that this row of this showing of the form has made already, if any."""
    redan = Uppdrag.objects.filter(nyckel=rad.nyckel).first()
    if redan and (redan.beslut_id, redan.text) != (beslut.pk, rad.text.strip()):
        raise RedanSparat(
            f"Formuläret har redan sparats som {redan.beteckning}. Är det här ett nytt uppdrag? Logga det då igen."
        )
    return redan


def _skapa(beslut: Beslut, rad: Uppdragsrad, *, by, bindande: bool) -> Uppdrag:
    if not rad.text.strip():
        raise DomanFel("Skriv vad uppdraget går ut på.")
    forslag = beslut.beslutsniva == Beslut.Beslutsniva.FORSLAG
    frist = rad.frist
    if rad.rapporteras_vid and not rad.ingen_frist:
        frist = frist or rad.rapporteras_vid.datum
    kontrollera_tid(
        beslut=beslut,
        rapporteras_till=rad.rapporteras_till,
        frist=frist,
        ingen_frist=rad.ingen_frist,
        nasta_rapport=rad.nasta_rapport,
        rapporteras_vid=rad.rapporteras_vid,
        bindande=bindande and not forslag,
    )
    if redan := _redan(rad, beslut):
        return redan
    paragraf = beslut.paragraf
    uppdrag = Uppdrag(
        beslut=beslut,
        givare=givare_av(beslut),
        serie=paragraf.organ,
        ar=paragraf.ar,
        nummer=_nasta_nummer(paragraf.organ, paragraf.ar),
        text=rad.text.strip(),
        mening=rad.mening.strip(),
        forvaltning=rad.forvaltning,
        mottagande_organ=rad.mottagande_organ,
        ansvarig=rad.ansvarig,
        rapporteras_till=rad.rapporteras_till,
        frist=frist,
        ingen_frist=rad.ingen_frist,
        nasta_rapport=rad.nasta_rapport,
        frist_ord=rad.frist_ord.strip(),
        rapporteras_vid=rad.rapporteras_vid,
        lage=Lage.FORESLAGET if forslag else Lage.PAGAR,
        nyckel=rad.nyckel,
    )
    return spara(uppdrag, by=by, reason="Loggade uppdraget")


@transaction.atomic
def logga_flera(*, beslut: Beslut, rader: Sequence[Uppdragsrad], by) -> list[Uppdrag]:
    """Register every row with the beslut that gave it, or none of them.

    A row whose key has been used gives the uppdrag already made, so a double click logs once; with other words it
    raises RedanSparat. Raises DomanFel when text, receiver or time is missing, or when a day lies before the
    decision.
    """
    _kontrollera_beslut(beslut)
    # Before any key is looked up: the other half of a double click waits here and then finds them all.
    las_organ(beslut.paragraf.organ)
    uppdragen = []
    for n, rad in enumerate(rader, start=1):
        try:
            uppdragen.append(_skapa(beslut, rad, by=by, bindande=True))
        except RedanSparat:
            raise
        except DomanFel as fel:
            raise DomanFel(f"Uppdrag {n}: {fel}" if len(rader) > 1 else str(fel)) from fel
    return uppdragen


def logga_uppdrag(*, beslut: Beslut, by, **rad) -> Uppdrag:
    """One uppdrag; `rad` is what an Uppdragsrad holds."""
    return logga_flera(beslut=beslut, rader=[Uppdragsrad(**rad)], by=by)[0]


@transaction.atomic
def registrera_for_hand(
    *,
    givare: Organ,
    datum: date,
    paragraf: int,
    rader: Sequence[Uppdragsrad],
    by,
    today: date,
    beslut: Beslut | None = None,
    rubrik: str = "",
    dnr: str = "",
) -> list[Uppdrag]:
    """Register uppdrag given before or elsewhere, with the organ, day and § that gave them.

    `beslut` says which one, where the § is here and has several. A § that is not here is made as one known by
    reference, with `rubrik` and `dnr`, and filled when its protokoll is read in.
    """
    if datum > today:
        raise DomanFel("Uppdraget kan inte vara givet efter dagens datum. Kontrollera dagen.")
    las_organ(givare)
    beslut = beslut or beslut_som_gav(
        givare,
        datum,
        paragraf,
        text="\n\n".join(dict.fromkeys(rad.text.strip() for rad in rader)),
        rubrik=rubrik.strip() or "Registrerad för hand",
        dnr=dnr.strip(),
        orsak="Registrerades för hand",
        by=by,
    )
    return logga_flera(beslut=beslut, rader=rader, by=by)


@transaction.atomic
def registrera_givet(
    *,
    svar: Beslut,
    text: str,
    givare: Organ,
    datum: date,
    paragraf: int,
    avslutas: bool,
    by,
    nyckel: UUID,
    forvaltning: Forvaltning | None = None,
    mottagande_organ: Organ | None = None,
    ansvarig: Person | None = None,
    frist: date | None = None,
    ingen_frist: bool = False,
) -> Uppdrag:
    """Register that `svar` answers an uppdrag given before.

    An uppdrag already logged at its § is answered, not made again. Where the § is not here, it is made as far as
    the retelling tells it (marked "känd genom hänvisning"), so that the uppdrag has a beslut; when that protokoll
    is read in, the § is filled. Raises DomanFel when dates or §§ contradict what is here.
    """
    svarsdag = svar.paragraf.sammantrade.datum
    if datum >= svarsdag:
        raise DomanFel(f"Uppdraget ska vara givet före {dag_i_ord(svarsdag, veckodag=False)}, då det besvarades.")
    las_organ(givare)
    beslut = beslut_som_gav(
        givare,
        datum,
        paragraf,
        text=text,
        # Its own heading and dnr are not known; to borrow those of the § that tells of it would be a guess.
        rubrik=f"Återgiven i {svar.paragraf}",
        orsak=f"Känt genom hänvisning i {svar.paragraf}",
        by=by,
    )
    uppdrag = _att_besvara(beslut, svar)
    if uppdrag is None:
        _kontrollera_beslut(beslut)
        rad = Uppdragsrad(
            text=text,
            rapporteras_till=givare,
            nyckel=nyckel,
            forvaltning=forvaltning,
            mottagande_organ=mottagande_organ,
            ansvarig=ansvarig,
            frist=frist,
            ingen_frist=ingen_frist,
        )
        # Answered at once: nothing is left to report that a day would have to be set for.
        uppdrag = _skapa(beslut, rad, by=by, bindande=False)
    if svar.pk in (uppdrag.aterrapporterat_i_id, uppdrag.avslutat_i_id):
        return uppdrag
    if avslutas:
        return avsluta(uppdrag, den=svarsdag, avslutat_i=svar, by=by, bekraftat=True)
    kontrollera_overgang(uppdrag, Lage.ATERRAPPORTERAT)
    uppdrag.lage, uppdrag.aterrapporterat_i = Lage.ATERRAPPORTERAT, svar
    return spara(uppdrag, by=by, reason=f"Återrapporterat i {svar.paragraf}")


def _att_besvara(beslut: Beslut, svar: Beslut) -> Uppdrag | None:
    """The uppdrag of the § that gave it which this decision answers, or has answered."""
    givna = Uppdrag.objects.select_for_update(of=("self",)).filter(beslut=beslut)
    if redan := givna.filter(Q(aterrapporterat_i=svar) | Q(avslutat_i=svar)).first():
        return redan
    oppna = list(givna.oppna())
    if len(oppna) > 1:
        raise DomanFel(
            f"{beslut.paragraf} gav flera uppdrag som är öppna. Öppna det som besvaras och avsluta det därifrån."
        )
    return oppna[0] if oppna else None

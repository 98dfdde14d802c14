"""The acts that register an uppdrag: with the decision that gives it, or as one given before."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from kommun.editor import text_to_html
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Forvaltning, Organ, Person
from protokoll.models import Beslut, Paragraf, Protokoll, Sammantrade
from protokoll.skrivning import STEG
from uppdrag.avslut import avsluta
from uppdrag.fristandring import kontrollera_frist
from uppdrag.lage import Lage, kontrollera_overgang
from uppdrag.models import Uppdrag


def _nasta_nummer(organ: Organ, ar: int) -> int:
    """The next serial number of the organ and year, taken under a lock held until the transaction ends."""
    # no_key: rows that only refer to the organ can still be written meanwhile.
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
    return (Uppdrag.objects.filter(serie=organ, ar=ar).aggregate(n=Max("nummer"))["n"] or 0) + 1


class RedanSparat(DomanFel):
    """The form's key was used before, for something else: what is in the form now has not been saved."""


def _med_nyckel(nyckel: UUID, *, beslut: Beslut, text: str) -> Uppdrag | None:
    """The uppdrag that this showing of the form has made already, if any."""
    redan = Uppdrag.objects.filter(nyckel=nyckel).first()
    if redan and (redan.beslut_id, redan.text) != (beslut.pk, text.strip()):
        raise RedanSparat(
            f"Formuläret har redan sparats som {redan.beteckning}. Är det här ett nytt uppdrag? Logga det då igen."
        )
    return redan


def _givare(beslut: Beslut) -> Organ:
    """Whoever decides: the organ itself, or the one that a proposal goes to, as far as that is known."""
    organ = beslut.paragraf.organ
    if beslut.beslutsniva != Beslut.Beslutsniva.FORSLAG:
        return organ
    return beslut.till_organ or organ.overordnat or organ


@transaction.atomic
def logga_uppdrag(
    *,
    beslut: Beslut,
    text: str,
    rapporteras_till: Organ,
    by,
    nyckel: UUID,
    mening: str = "",
    forvaltning: Forvaltning | None = None,
    mottagande_organ: Organ | None = None,
    ansvarig: Person | None = None,
    frist: date | None = None,
    ingen_frist: bool = False,
    nasta_rapport: date | None = None,
    frist_ord: str = "",
    rapporteras_vid: Sammantrade | None = None,
) -> Uppdrag:
    """Register an uppdrag with the beslut that gave it.

    `nyckel` belongs to one showing of the form: the same key again gives the uppdrag already made, so a double
    click logs once; with other words it raises RedanSparat. Raises DomanFel when text, receiver or frist is
    missing, or when the frist lies before the decision.
    """
    paragraf = beslut.paragraf
    if not text.strip():
        raise DomanFel("Skriv vad uppdraget går ut på.")
    if not paragraf.sammantrade.har_borjat:
        raise DomanFel("Sammanträdet har inte hållits, så beslutet kan inte ge något uppdrag än.")
    if not beslut.text:
        raise DomanFel("Beslutet har ingen text än. Skriv beslutet först, och logga sedan uppdraget.")
    kontrollera_frist(frist, beslut)
    # The number is taken under a lock, so that the other half of a double click waits here and then finds the key.
    nummer = _nasta_nummer(paragraf.organ, paragraf.ar)
    if redan := _med_nyckel(nyckel, beslut=beslut, text=text):
        return redan
    uppdrag = Uppdrag(
        beslut=beslut,
        givare=_givare(beslut),
        serie=paragraf.organ,
        ar=paragraf.ar,
        nummer=nummer,
        text=text.strip(),
        mening=mening.strip(),
        forvaltning=forvaltning,
        mottagande_organ=mottagande_organ,
        ansvarig=ansvarig,
        rapporteras_till=rapporteras_till,
        frist=frist,
        ingen_frist=ingen_frist,
        nasta_rapport=nasta_rapport,
        frist_ord=frist_ord,
        rapporteras_vid=rapporteras_vid,
        lage=Lage.FORESLAGET if beslut.beslutsniva == Beslut.Beslutsniva.FORSLAG else Lage.PAGAR,
        nyckel=nyckel,
    )
    return spara(uppdrag, by=by, reason="Loggade uppdraget")


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
        raise DomanFel(f"Uppdraget ska vara givet före {svarsdag:%Y-%m-%d}, då det besvarades.")
    # Everybody who registers something of this organ waits here.
    Organ.objects.select_for_update(no_key=True).get(pk=givare.pk)
    beslut = _beslut_som_gav(givare, datum, paragraf, text, svar.paragraf, by)
    uppdrag = _att_besvara(beslut, svar) or logga_uppdrag(
        beslut=beslut,
        text=text,
        rapporteras_till=givare,
        by=by,
        nyckel=nyckel,
        forvaltning=forvaltning,
        ansvarig=ansvarig,
        frist=frist,
        ingen_frist=ingen_frist,
    )
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


def _beslut_som_gav(organ: Organ, datum: date, nummer: int, text: str, kalla: Paragraf, by) -> Beslut:
    orsak = f"Känt genom hänvisning i {kalla}"
    paragraf = Paragraf.objects.filter(organ=organ, ar=datum.year, nummer=nummer).select_related("sammantrade").first()
    if paragraf and paragraf.sammantrade.datum != datum:
        raise DomanFel(
            f"{organ.kortnamn} § {nummer} är från {paragraf.sammantrade.datum:%Y-%m-%d}, inte {datum:%Y-%m-%d}. "
            "Kontrollera dagen och paragrafen."
        )
    if paragraf:
        besluten = list(paragraf.besluten.all())
        if len(besluten) != 1:
            raise DomanFel(
                f"{paragraf} har {len(besluten) or 'inget'} beslut. Logga uppdraget från den paragrafen i stället."
            )
        return besluten[0]
    sammantrade = _sammantrade_for_hanvisning(organ, datum, nummer, orsak, by)
    hogst = sammantrade.paragraferna.aggregate(n=Max("ordning"))["n"] or 0
    paragraf = spara(
        Paragraf(
            sammantrade=sammantrade,
            organ=organ,
            ar=datum.year,
            nummer=nummer,
            ordning=hogst + 1,
            # Its own heading and dnr are not known; to borrow those of the § that tells of it would be a guess.
            rubrik=f"Återgiven i {kalla}",
            genom_hanvisning=True,
        ),
        by=by,
        reason=orsak,
    )
    return spara(
        Beslut(paragraf=paragraf, rubrik=f"{organ.genitiv} beslut", text=text_to_html(text), ordning=STEG),
        by=by,
        reason=orsak,
    )


def _sammantrade_for_hanvisning(organ: Organ, datum: date, nummer: int, orsak: str, by) -> Sammantrade:
    """The meeting a reference § may stand in: one known by reference too, or one that is here as a transcript."""
    sammantrade = Sammantrade.objects.filter(organ=organ, datum=datum).first()
    if sammantrade is None:
        return spara(Sammantrade(organ=organ, datum=datum, lage=Sammantrade.Lage.HANVISNING), by=by, reason=orsak)
    eget = sammantrade.protokollen.exclude(lage=Protokoll.Lage.AVSKRIFT).exists()
    if sammantrade.lage not in (Sammantrade.Lage.HANVISNING, Sammantrade.Lage.AVSLUTAT) or eget:
        raise DomanFel(f"{sammantrade} har ingen § {nummer}. Kontrollera dagen och paragrafen.")
    return sammantrade

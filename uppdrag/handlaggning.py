"""The acts on an uppdrag: log it, register one given before, move its frist, close it."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from kommun.editor import text_to_html
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Forvaltning, Organ, Person
from protokoll.models import Beslut, Paragraf, Sammantrade
from protokoll.skrivning import STEG
from uppdrag.models import Fristandring, Uppdrag

Lage = Uppdrag.Lage

# From each state to where it may go, and nowhere else.
OVERGANGAR: dict[str, frozenset[str]] = {
    Lage.FORESLAGET: frozenset({Lage.PAGAR, Lage.AVSKRIVET}),
    Lage.PAGAR: frozenset({Lage.ATERRAPPORTERAT, Lage.AVSLUTAT, Lage.AVSKRIVET, Lage.OVERFORT}),
    Lage.ATERRAPPORTERAT: frozenset({Lage.PAGAR, Lage.AVSLUTAT, Lage.AVSKRIVET, Lage.OVERFORT}),
    Lage.AVSLUTAT: frozenset(),
    Lage.AVSKRIVET: frozenset(),
    Lage.OVERFORT: frozenset(),
}


def _nasta_nummer(organ: Organ, ar: int) -> int:
    """The next serial number of the organ and year, taken under a lock held until the transaction ends."""
    # no_key: rows that only refer to the organ can still be written meanwhile.
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
    return (Uppdrag.objects.filter(organ=organ, ar=ar).aggregate(n=Max("nummer"))["n"] or 0) + 1


def _kontrollera_overgang(uppdrag: Uppdrag, till: str) -> None:
    if till not in OVERGANGAR[uppdrag.lage]:
        raise DomanFel(
            f"Uppdraget är {uppdrag.get_lage_display().lower()} och kan inte bli {Lage(till).label.lower()}."
        )


@transaction.atomic
def logga_uppdrag(
    *,
    beslut: Beslut,
    text: str,
    rapporteras_till: Organ,
    by,
    nyckel: UUID,
    forvaltning: Forvaltning | None = None,
    ansvarig: Person | None = None,
    frist: date | None = None,
    ingen_frist: bool = False,
) -> Uppdrag:
    """Register an uppdrag with the beslut that gave it.

    `nyckel` belongs to one showing of the form: the same key again gives the uppdrag already made, so a double
    click logs once. Raises DomanFel when text, receiver or frist is missing, or when the frist lies before the
    decision.
    """
    if redan := Uppdrag.objects.filter(nyckel=nyckel).first():
        return redan
    paragraf = beslut.paragraf
    if not text.strip():
        raise DomanFel("Skriv vad uppdraget går ut på.")
    if frist and frist < paragraf.sammantrade.datum:
        raise DomanFel(
            f"Fristen {frist:%Y-%m-%d} ligger före sammanträdet {paragraf.sammantrade.datum:%Y-%m-%d}. "
            "Ange en dag efter beslutet."
        )
    nummer = _nasta_nummer(paragraf.organ, paragraf.ar)
    # Asked again under the lock: the other half of a double click may have got there first.
    if redan := Uppdrag.objects.filter(nyckel=nyckel).first():
        return redan
    uppdrag = Uppdrag(
        beslut=beslut,
        organ=paragraf.organ,
        ar=paragraf.ar,
        nummer=nummer,
        text=text.strip(),
        forvaltning=forvaltning,
        ansvarig=ansvarig,
        rapporteras_till=rapporteras_till,
        frist=frist,
        ingen_frist=ingen_frist,
        lage=Lage.FORESLAGET if beslut.niva == Beslut.Niva.FORSLAG else Lage.PAGAR,
        nyckel=nyckel,
    )
    return spara(uppdrag, by=by, reason="Loggade uppdraget")


@transaction.atomic
def andra_frist(
    uppdrag: Uppdrag, *, ny: date | None, skal: str, by, beslut: Beslut | None = None
) -> Fristandring | None:
    """Move the frist, or take it away (`ny` None), and keep the old day. The same day again changes nothing."""
    nu = Uppdrag.objects.select_for_update().get(pk=uppdrag.pk)
    if nu.frist == ny:
        return None
    if not nu.oppet:
        raise DomanFel(f"Uppdraget är {nu.get_lage_display().lower()}, så fristen kan inte ändras.")
    if not skal.strip():
        raise DomanFel("Skriv varför fristen ändras.")
    andring = Fristandring(uppdrag=nu, tidigare=nu.frist, ny=ny, skal=skal.strip(), beslut=beslut)
    nu.frist, nu.ingen_frist = ny, ny is None
    spara(nu, by=by, reason=f"Ändrade fristen: {skal.strip()}")
    return spara(andring, by=by, reason="Ändrade fristen")


@transaction.atomic
def avsluta(uppdrag: Uppdrag, *, den: date, by, besvarat_i: Beslut | None = None, skal: str = "") -> Uppdrag:
    """Close with the § that closes it, or with a reason when there is none."""
    nu = Uppdrag.objects.select_for_update().get(pk=uppdrag.pk)
    if nu.lage == Lage.AVSLUTAT and nu.besvarat_i_id == (besvarat_i and besvarat_i.pk):
        return nu
    _kontrollera_overgang(nu, Lage.AVSLUTAT)
    if besvarat_i is None and not skal.strip():
        raise DomanFel("Välj den paragraf som avslutar uppdraget, eller skriv varför det avslutas utan.")
    nu.lage, nu.besvarat_i, nu.avslutat_den, nu.avslutsskal = Lage.AVSLUTAT, besvarat_i, den, skal.strip()
    var = f"Avslutade genom {besvarat_i.paragraf}" if besvarat_i else f"Avslutade utan paragraf: {skal.strip()}"
    return spara(nu, by=by, reason=var)


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
    """Register an uppdrag that was given before, in a protokoll that is not here, and that `svar` answers.

    Its own § is made as far as the retelling tells it (a sammanträde "känt genom hänvisning"), so that the uppdrag
    has a beslut; when that protokoll is read in, the § is filled. Raises DomanFel when the dates contradict.
    """
    if redan := Uppdrag.objects.filter(nyckel=nyckel).first():
        return redan
    svarsdag = svar.paragraf.sammantrade.datum
    if datum >= svarsdag:
        raise DomanFel(f"Uppdraget ska vara givet före {svarsdag:%Y-%m-%d}, då det besvarades.")
    beslut = _beslut_genom_hanvisning(givare, datum, paragraf, text, svar.paragraf, by)
    uppdrag = logga_uppdrag(
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
    if avslutas:
        return avsluta(uppdrag, den=svarsdag, besvarat_i=svar, by=by)
    _kontrollera_overgang(uppdrag, Lage.ATERRAPPORTERAT)
    uppdrag.lage, uppdrag.besvarat_i = Lage.ATERRAPPORTERAT, svar
    return spara(uppdrag, by=by, reason=f"Återrapporterat i {svar.paragraf}")


def _beslut_genom_hanvisning(organ: Organ, datum: date, nummer: int, text: str, kalla: Paragraf, by) -> Beslut:
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
    orsak = f"Känt genom hänvisning i {kalla}"
    paragraf = Paragraf.objects.filter(organ=organ, ar=datum.year, nummer=nummer).select_related("sammantrade").first()
    if paragraf and paragraf.sammantrade.datum != datum:
        raise DomanFel(
            f"{organ.kortnamn} § {nummer} är från {paragraf.sammantrade.datum:%Y-%m-%d}, inte {datum:%Y-%m-%d}. "
            "Kontrollera dagen och paragrafen."
        )
    if paragraf is None:
        sammantrade = Sammantrade.objects.filter(organ=organ, datum=datum).first() or spara(
            Sammantrade(organ=organ, datum=datum, lage=Sammantrade.Lage.HANVISNING), by=by, reason=orsak
        )
        paragraf = spara(
            Paragraf(
                sammantrade=sammantrade,
                organ=organ,
                ar=datum.year,
                nummer=nummer,
                ordning=nummer,
                rubrik=kalla.rubrik,
                dnr=kalla.dnr,
                klassificering=kalla.klassificering,
            ),
            by=by,
            reason=orsak,
        )
    return paragraf.besluten.first() or spara(
        Beslut(paragraf=paragraf, rubrik=f"{organ.genitiv} beslut", text=text_to_html(text), ordning=STEG),
        by=by,
        reason=orsak,
    )

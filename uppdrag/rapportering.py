"""Answering an uppdrag: the draft that is kept, and the report that is handed in and never changed after."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kommun import utskick
from kommun.fel import DomanFel
from kommun.filslag import Fil
from kommun.history import spara
from kommun.kalender import dag_i_ord
from kommun.models import Person
from uppdrag import rapportbrev
from uppdrag.fristandring import kontrollera_frist
from uppdrag.lage import Lage, kontrollera_overgang, las
from uppdrag.models import Aterrapport, Rapportbilaga, Uppdrag
from uppdrag.perioder import manader_senare

Slag = Aterrapport.Slag
FLEST_BILAGOR = 10


class ForMangaBilagor(DomanFel):
    pass


class NyareRapport(DomanFel):
    """A report was handed in since the form was shown: whether there shall be another is asked. Nothing was written."""

    def __init__(self, rapport: Aterrapport):
        self.rapport = rapport
        kl = timezone.localtime(rapport.inlamnad)
        super().__init__(
            f"Medan sidan var öppen lämnade {rapport.av} ett svar, {dag_i_ord(kl.date())} kl. {kl:%H.%M}. Det står "
            "under Tidigare svar. Tryck på Skicka svaret igen om även det här ska lämnas."
        )


def senast_lamnad(uppdrag: Uppdrag) -> Aterrapport | None:
    return uppdrag.rapporterna.filter(inlamnad__isnull=False).order_by("-inlamnad", "-pk").first()


def stangt(uppdrag: Uppdrag) -> str | None:
    """Why nothing is answered now, as a sentence; None while it is open."""
    if uppdrag.oppet:
        return None
    match uppdrag.lage:
        case Lage.FORESLAGET:
            return f"Uppdraget är bara föreslaget. {uppdrag.givare} har inte beslutat om det än."
        case Lage.AVSLUTAT:
            return "Uppdraget är avslutat, och det behövs ingen mer rapport."
        case Lage.OVERFORT:
            return f"Uppdraget har förts över till {uppdrag.overfort_till} och redovisas inte längre här."
    return f"Uppdraget {uppdrag.lage_i_mening}, och det behövs ingen rapport."


def utkast_till(uppdrag: Uppdrag, person: Person) -> Aterrapport | None:
    """What the person has begun to write and not handed in."""
    return Aterrapport.objects.filter(uppdrag=uppdrag, av=person, inlamnad=None).first()


def redan_lamnat(nyckel: UUID, text: str) -> Aterrapport | None:
    """The report that this showing of the form has handed in, when it said something else than `text`: somebody went
    back in the browser and wrote on."""
    redan = Aterrapport.objects.filter(nyckel=nyckel, inlamnad__isnull=False).first()
    return redan if redan and text.strip() and redan.text != text.strip() else None


def _inlamnad(uppdrag: Uppdrag, nyckel: UUID) -> Aterrapport | None:
    """What this showing of the form has handed in already."""
    redan = Aterrapport.objects.filter(nyckel=nyckel, inlamnad__isnull=False).first()
    if redan and redan.uppdrag_id != uppdrag.pk:
        raise DomanFel("Formuläret hör till ett annat uppdrag. Ladda om sidan och skicka igen.")
    return redan


def _fran_annat_fonster(utkast: Aterrapport, nyckel: UUID, fran: UUID | None, text: str) -> bool:
    """Does the draft say what the window that is saved now knows nothing of?

    Each showing of the form has a key of its own, which the draft takes over when it is saved there. `fran` is the key
    of the draft that the showing began with: when it is another by now, another window has saved in between.
    """
    return utkast.nyckel not in (nyckel, fran) and not text.strip().startswith(utkast.text.strip())


def _lagg_bilagor(rapport: Aterrapport, filer: Iterable[Fil], ta_bort: Iterable[int]) -> None:
    Rapportbilaga.objects.filter(rapport=rapport, pk__in=list(ta_bort)).delete()
    finns = {(b.bilaga.namn, b.bilaga.sha256) for b in rapport.bilagorna.select_related("bilaga")}
    for fil in filer:
        if len(finns) >= FLEST_BILAGOR:
            raise ForMangaBilagor(f"En rapport får ha högst {FLEST_BILAGOR} bilagor. Slå ihop några av dem.")
        bilaga = utskick.ny_bilaga(namn=fil.namn, typ=fil.typ, innehall=fil.innehall)
        if (bilaga.namn, bilaga.sha256) in finns:
            bilaga.delete()
            continue
        finns.add((bilaga.namn, bilaga.sha256))
        Rapportbilaga.objects.create(rapport=rapport, bilaga=bilaga)


@transaction.atomic
def spara_utkast(
    uppdrag: Uppdrag,
    *,
    av: Person,
    nyckel: UUID,
    fran: UUID | None = None,
    slag: str = "",
    text: str = "",
    onskad_frist: date | None = None,
    bilagor: Iterable[Fil] = (),
    ta_bort: Iterable[int] = (),
    by=None,
) -> Aterrapport | None:
    """Keep what has been typed. None when there is nothing to keep, or when the form has been handed in already:
    a save that was on its way when somebody pressed send makes no new draft. `fran`: see `_fran_annat_fonster`."""
    nu = las(uppdrag)
    if _inlamnad(nu, nyckel):
        return None
    bilagor, ta_bort = list(bilagor), list(ta_bort)
    utkast = utkast_till(nu, av)
    falt = {"slag": slag, "text": text, "onskad_frist": onskad_frist, "nyckel": nyckel}
    if utkast is None:
        if not text.strip() and not bilagor:
            return None
        if mening := stangt(nu):
            raise DomanFel(mening)
        utkast = spara(Aterrapport(uppdrag=nu, av=av, **falt), by=by, reason="Började skriva en rapport")
    elif _fran_annat_fonster(utkast, nyckel, fran, text):
        raise DomanFel(
            "Du har redan ett annat utkast till svar här, från ett annat fönster eller en annan enhet. Kopiera det du "
            "har skrivit, ladda om sidan så att utkastet syns, och klistra in."
        )
    elif any(getattr(utkast, namn) != varde for namn, varde in falt.items()):
        for namn, varde in falt.items():
            setattr(utkast, namn, varde)
        # A save every few seconds is no event; the history begins with the draft and goes on with what is handed in.
        utkast.skip_history_when_saving = True
        spara(utkast, by=by, reason="")
    _lagg_bilagor(utkast, bilagor, ta_bort)
    return utkast


@transaction.atomic
def lamna_rapport(
    uppdrag: Uppdrag,
    *,
    slag: str,
    text: str,
    av: Person,
    nyckel: UUID,
    fran: UUID | None = None,
    sedd: int | None = None,
    onskad_frist: date | None = None,
    bilagor: Iterable[Fil] = (),
    ta_bort: Iterable[int] = (),
    by=None,
) -> Aterrapport:
    """Hand in a report of `av`. The same `nyckel` again gives the one already handed in.

    `sedd` is the key of the last report that was there when the form was shown, 0 for none: what another window has
    handed in since is not handed in again, and of something else it is asked (NyareRapport).

    What `av` (or `by`, who enters it on behalf of somebody) has as a draft becomes the report; one from another
    window that says something else stays a draft. A slutrapport makes
    the uppdrag återrapporterat; a delrapport on one without frist moves the day of the next.
    """
    nu = las(uppdrag)
    if redan := _inlamnad(nu, nyckel):
        return redan
    if sedd is not None and (nyare := senast_lamnad(nu)) and nyare.pk != sedd:
        bilagor = list(bilagor)
        if (nyare.av, nyare.slag, nyare.text, bilagor) == (av, slag, text.strip(), []):
            _glom_utkastet(nu, by.person if by and by.person_id else av, text)
            return nyare
        raise NyareRapport(nyare)
    _kontrollera(nu, slag=slag, text=text, onskad_frist=onskad_frist)
    skrivare = by.person if by and by.person_id else av
    rapport = _egna_utkastet(nu, skrivare, nyckel, fran, text) or Aterrapport(uppdrag=nu)
    rapport.av, rapport.nyckel, rapport.inlamnad = av, nyckel, timezone.now()
    rapport.slag, rapport.text = slag, text.strip()
    rapport.onskad_frist = onskad_frist if slag == Slag.FORLANGNING else None
    genom = "" if skrivare == av else f" för {av}"
    spara(
        rapport,
        by=by,
        reason=f"Lämnade {Slag(slag).label.lower()}{genom}"
        if slag != Slag.FORLANGNING
        else f"Begärde förlängd tid{genom}",
    )
    _lagg_bilagor(rapport, bilagor, ta_bort)
    _efter(nu, rapport, by=by)
    rapportbrev.meddela(rapport, by=by)
    return rapport


def _glom_utkastet(nu: Uppdrag, skrivare: Person, text: str) -> None:
    """What the other window saved of the same text as it was typed."""
    for utkast in Aterrapport.objects.filter(uppdrag=nu, av=skrivare, inlamnad=None, text=text.strip(), bilagorna=None):
        utkast.delete()


def _egna_utkastet(nu: Uppdrag, skrivare: Person, nyckel: UUID, fran: UUID | None, text: str) -> Aterrapport | None:
    utkast = Aterrapport.objects.filter(uppdrag=nu, av=skrivare, inlamnad=None).select_for_update().first()
    return None if utkast and _fran_annat_fonster(utkast, nyckel, fran, text) else utkast


def _kontrollera(nu: Uppdrag, *, slag: str, text: str, onskad_frist: date | None) -> None:
    if mening := stangt(nu):
        raise DomanFel(mening)
    if slag not in Slag:
        raise DomanFel("Välj om det är en delrapport, en slutrapport eller en begäran om förlängd tid.")
    if not text.strip():
        raise DomanFel("Skriv ett svar.")
    if slag != Slag.FORLANGNING:
        return
    if nu.frist is None:
        raise DomanFel("Uppdraget har ingen frist att förlänga. Lämna en delrapport i stället.")
    if nu.lage == Lage.ATERRAPPORTERAT:
        raise DomanFel("Slutrapporten är lämnad och väntar på beslut, så det finns ingen tid att förlänga.")
    if onskad_frist is None:
        raise DomanFel("Ange vilken dag du önskar.")
    kontrollera_frist(onskad_frist, nu.beslut)
    if onskad_frist <= max(nu.frist, timezone.localdate()):
        raise DomanFel(
            f"Välj en dag som kommer efter i dag och efter den nuvarande fristen, "
            f"{dag_i_ord(nu.frist, veckodag=False)}."
        )


def _efter(nu: Uppdrag, rapport: Aterrapport, *, by) -> None:
    """What the report makes of the uppdrag."""
    idag = timezone.localdate(rapport.inlamnad)
    if rapport.slag == Slag.SLUTRAPPORT and nu.lage != Lage.ATERRAPPORTERAT:
        kontrollera_overgang(nu, Lage.ATERRAPPORTERAT)
        nu.lage = Lage.ATERRAPPORTERAT
        spara(nu, by=by, reason=f"Slutrapport lämnades av {rapport.av}")
    elif rapport.slag == Slag.DELRAPPORT and nu.frist is None:
        nasta = manader_senare(max(idag, nu.nasta_rapport or idag), nu.rapporteras_till.rapport_manader)
        nu.nasta_rapport, nu.rapporteras_vid = nasta, None
        spara(nu, by=by, reason=f"Delrapport lämnades av {rapport.av}; nästa redovisning räknades fram")

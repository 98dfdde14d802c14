"""An invitation is registered, changed, or taken away again when it should not have been there."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.filslag import Fil
from kommun.history import spara, ta_bort
from kommun.models import Organ, Person
from kommun.utskick import ny_bilaga
from protokoll.inbjudan import paragrafen
from protokoll.inbjudan.fakta import Fakta
from protokoll.inbjudan.ord import inbjudan_i_ord, las_rad
from protokoll.models import Inbjudan, Inbjudansbilaga, Paragraf
from protokoll.skrivning import last_sentence
from protokoll.tillagg import EFTER_INBJUDAN

_DELAR = tuple(Fakta.__dataclass_fields__)
INSTALLD = "Arrangören ställde in evenemanget"


def fakta_av(inbjudan: Inbjudan) -> Fakta:
    """Its parts. One that was read in has only its printed string, which is read."""
    if not inbjudan.titel and not inbjudan.borjar:
        return las_rad(inbjudan.inbjudan, skrivdag(inbjudan))
    return Fakta(**{d: getattr(inbjudan, d) for d in _DELAR} | {"platser": tuple(inbjudan.platser)})


def lasta_delar(text: str, dag: date) -> dict:
    """The fields of an invitation by its printed string, where that says no more than they do and they can hold it."""
    fakta = las_rad(text, dag)
    delar = {namn: varde for namn, varde in asdict(fakta).items() if varde}
    ryms = len(fakta.titel) <= 300 and len(fakta.arrangor) <= 200 and all(len(p) <= 150 for p in fakta.platser)
    if not ryms or not fakta.titel or inbjudan_i_ord(fakta, dag) != text:
        return {}
    return delar | {"platser": list(fakta.platser)}


def skrivdag(inbjudan: Inbjudan) -> date:
    """The day its string speaks from: when it came, else the first meeting that took it up."""
    if inbjudan.ankom:
        return inbjudan.ankom
    forsta = inbjudan.behandlingarna.order_by("paragraf__sammantrade__datum").first() if inbjudan.pk else None
    return forsta.paragraf.sammantrade.datum if forsta else timezone.localdate()


def redan_registrerad(uid: str, organ: Organ) -> Inbjudan | None:
    """The invitation that the same letter has given the organ."""
    return Inbjudan.objects.filter(organ=organ, uid=uid).first() if uid else None


def med_nyckel(nyckel: str) -> Inbjudan | None:
    """What the form of this showing has given already."""
    try:
        return Inbjudan.objects.filter(nyckel=UUID(nyckel)).first()
    except ValueError:
        return None


def lika(titel: str, borjar: date | None, organ: Organ, *, utom: Inbjudan | None = None) -> Inbjudan | None:
    """One of the same name on the same day, which may be the same event by another letter."""
    if not titel or borjar is None:
        return None
    funna = Inbjudan.objects.filter(organ=organ, titel__iexact=titel.strip(), borjar=borjar)
    return funna.exclude(pk=utom.pk if utom else None).first()


@transaction.atomic
def registrera(
    *,
    organ: Organ,
    fakta: Fakta,
    by,
    nyckel=None,
    uid: str = "",
    dnr: str = "",
    anmals_av: Person | None = None,
    filer: Iterable[Fil] = (),
) -> Inbjudan:
    """A new one. The same form sent twice gives the one that is there."""
    # Two registrars with the same letter: the second waits, and is told.
    organ = _las_organ(organ)
    if nyckel and (fanns := med_nyckel(str(nyckel))):
        return fanns
    _kontrollera_organ(organ, uid=uid)
    inbjudan = Inbjudan(organ=organ, uid=uid, nyckel=nyckel, av=by)
    _fyll(inbjudan, fakta, dnr=dnr, anmals_av=anmals_av)
    spara(inbjudan, by=by, reason="Registrerade inbjudan")
    bifoga(inbjudan, filer, by=by)
    for akt in EFTER_INBJUDAN:
        akt(inbjudan, by=by, ny=True)
    return inbjudan


def _las_organ(organ: Organ) -> Organ:
    return Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)


def _kontrollera_organ(organ: Organ, *, uid: str) -> None:
    """It can take the letter, and has not got it already."""
    if not organ.verksamt(timezone.localdate()) or not organ.behandlar_inbjudningar:
        raise DomanFel(f"{organ.namn} behandlar inga inbjudningar. Välj ett annat organ.")
    if redan := redan_registrerad(uid, organ):
        raise DomanFel(f"Brevet är redan registrerat i {organ.i_mening} som ”{redan}”. Ändra den inbjudan i stället.")


@transaction.atomic
def andra(
    inbjudan: Inbjudan,
    *,
    fakta: Fakta,
    by,
    organ: Organ | None = None,
    installd: bool | None = None,
    version: int | None = None,
    dnr: str = "",
    anmals_av: Person | None = None,
    filer: Iterable[Fil] = (),
) -> Inbjudan:
    """What is known of it now, also after it was decided: a day that moved, or that the event is cancelled
    (`installd`), is told to those who go. With another `organ`, one that nobody has decided of is moved there."""
    if organ is not None and organ.pk != inbjudan.organ_id:
        # In the order of a registration: the organ, and then all the §§ that it can leave or come to.
        organ = _las_organ(organ)
        paragrafen.las_organets(inbjudan.organ_id, organ.pk)
    nu = paragrafen.las_inbjudan(inbjudan)
    if nu is None:
        raise DomanFel("Inbjudan är borttagen.")
    if version is not None and version != nu.version:
        raise DomanFel("Någon annan har ändrat inbjudan under tiden. Öppna den igen och gör om din ändring.")
    if flyttas := organ is not None and organ != nu.organ:
        _flytta(nu, organ, by=by)
    fore = [getattr(nu, f.attname) for f in nu._meta.concrete_fields]
    _fyll(nu, fakta, dnr=dnr, anmals_av=anmals_av)
    stalls_om = installd is not None and installd != bool(nu.installd)
    if stalls_om:
        nu.installd = timezone.localdate() if installd else None
    if stalls_om and installd and not hinder_att_flytta(nu):
        _ta_ur_paragraferna(nu, by=by, reason=INSTALLD)
    if flyttas or fore != [getattr(nu, f.attname) for f in nu._meta.concrete_fields]:
        spara(nu, by=by, reason=_skal(nu, flyttas=flyttas, stalls_om=stalls_om))
        # To the organ that it was moved to it is a new one, and so is one that is to be held after all.
        for akt in EFTER_INBJUDAN:
            akt(nu, by=by, ny=flyttas or (stalls_om and nu.svar == Inbjudan.Svar.OBESVARAD))
    bifoga(nu, filer, by=by)
    return nu


def _skal(inbjudan: Inbjudan, *, flyttas: bool, stalls_om: bool) -> str:
    if flyttas:
        return f"Flyttade inbjudan till {inbjudan.organ.i_mening}"
    if stalls_om:
        return INSTALLD if inbjudan.installd else "Evenemanget hålls ändå"
    return "Ändrade inbjudan"


def hinder_att_flytta(inbjudan: Inbjudan) -> str | None:
    """Why it cannot be another organ's, as a sentence."""
    if inbjudan.svar != Inbjudan.Svar.OBESVARAD or inbjudan.avgjord:
        return "Inbjudan är besvarad, så organet går inte att byta."
    if paragraf := _behandlad_i(inbjudan):
        return f"Inbjudan är behandlad i {paragrafen.i_ord(paragraf)}, så organet går inte att byta."
    return None


def _flytta(inbjudan: Inbjudan, organ: Organ, *, by) -> None:
    if mening := hinder_att_flytta(inbjudan):
        raise DomanFel(mening)
    _kontrollera_organ(organ, uid=inbjudan.uid)
    inbjudan.organ = organ
    _ta_ur_paragraferna(inbjudan, by=by, reason=f"Flyttades till {organ.i_mening}")


def _ta_ur_paragraferna(inbjudan: Inbjudan, *, by, reason: str) -> None:
    for rad in inbjudan.behandlingarna.order_by("paragraf"):
        ta_bort(rad, by=by, reason=reason)
        paragrafen.skriv_oppen(rad.paragraf_id, by=by)


def _fyll(inbjudan: Inbjudan, fakta: Fakta, *, dnr: str, anmals_av: Person | None) -> None:
    for namn, varde in asdict(fakta).items():
        setattr(inbjudan, namn, list(varde) if namn == "platser" else varde)
    inbjudan.dnr, inbjudan.anmals_av = dnr, anmals_av
    inbjudan.inbjudan = inbjudan_i_ord(fakta, skrivdag(inbjudan))


def bifoga(inbjudan: Inbjudan, filer: Iterable[Fil], *, by) -> None:
    """Keep files with it; the same content is kept once."""
    finns = set(inbjudan.bilagorna.values_list("bilaga__sha256", flat=True))
    ordning = len(finns)
    for fil in filer:
        bilaga = ny_bilaga(namn=fil.namn[:255], typ=fil.typ, innehall=fil.innehall)
        if bilaga.sha256 in finns:
            bilaga.delete()
            continue
        finns.add(bilaga.sha256)
        ordning += 1
        rad = Inbjudansbilaga(inbjudan=inbjudan, bilaga=bilaga, ordning=ordning)
        spara(rad, by=by, reason=f"Lade till {fil.namn}")


@transaction.atomic
def ta_bort_bilaga(rad: Inbjudansbilaga, *, by) -> None:
    """The file itself stays where the history can tell of it."""
    rad = Inbjudansbilaga.objects.select_for_update(of=("self",)).filter(pk=rad.pk).first()
    if rad is not None:
        ta_bort(rad, by=by, reason=f"Tog bort {rad.bilaga.namn}")


def hinder_att_ta_bort(inbjudan: Inbjudan) -> str | None:
    """Why it must stand, as a sentence."""
    if inbjudan.svar != Inbjudan.Svar.OBESVARAD or inbjudan.avgjord:
        return "Inbjudan är besvarad och står kvar som en del av handlingarna."
    if paragraf := _behandlad_i(inbjudan):
        return f"Inbjudan är behandlad i {paragrafen.i_ord(paragraf)} och står därför kvar."
    return None


def _behandlad_i(inbjudan: Inbjudan) -> Paragraf | None:
    """A § that says something of it, or that is closed with it."""
    rader = inbjudan.behandlingarna.select_related(
        "paragraf__protokoll", "paragraf__organ", "paragraf__sammantrade__organ"
    )
    return next((b.paragraf for b in rader if b.svar or last_sentence(b.paragraf)), None)


@transaction.atomic
def ta_bort_inbjudan(inbjudan: Inbjudan, *, by) -> None:
    """One that should never have been there: registered twice, or no invitation at all."""
    nu = paragrafen.las_inbjudan(inbjudan)
    if nu is None:
        return
    if mening := hinder_att_ta_bort(nu):
        raise DomanFel(mening)
    _ta_ur_paragraferna(nu, by=by, reason="Tog bort inbjudan")
    for rad in nu.bilagorna.all():
        ta_bort(rad, by=by, reason="Tog bort inbjudan")
    ta_bort(nu, by=by, reason="Tog bort inbjudan")

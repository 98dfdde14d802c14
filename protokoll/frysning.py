"""A protokoll is frozen for those who adjust it, and taken back when something in it has to change."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Kommun
from kommun.pdf import PdfFel
from kommun.varden import som_json
from protokoll.dagordningsrader import las
from protokoll.dokument import fran_protokoll
from protokoll.dokumentvarden import Dokument
from protokoll.models import Protokoll, Protokollsversion
from protokoll.tillagg import EFTER_FRYSNING
from protokoll.utskrift import protokoll_pdf
from protokoll.versionskedja import kedjan

Lage = Protokoll.Lage


def senaste(protokoll: Protokoll) -> Protokollsversion | None:
    return protokoll.versionerna.order_by("-nummer").first()


def dokument_att_frysa(protokoll: Protokoll, *, satt: str) -> Dokument:
    """What it says now, as it will read once it is justerat. Raises DomanFel when it cannot be frozen."""
    nu = Protokoll.objects.select_related("sammantrade__organ").get(pk=protokoll.pk)
    if mening := hinder(nu):
        raise DomanFel(mening)
    kommun = Kommun.objects.first()
    return fran_protokoll(nu, kommun=kommun.namn if kommun else "", undertecknas=satt)


def hinder(protokoll: Protokoll) -> str | None:
    """Why it cannot be frozen, as a sentence; None when it can."""
    match protokoll.lage:
        case Lage.JUSTERAT:
            return "Protokollet är justerat."
        case Lage.AVSKRIFT:
            return "Protokollet är en inläst avskrift. Det justerades i sin tid och justeras inte igen."
    if not protokoll.paragraferna.exists():
        return "Protokollet har inga paragrafer, så det finns inget att justera."
    return None


def frys(protokoll: Protokoll, *, satt: str, by, skal: str = "") -> Protokollsversion:
    """Freeze what it says now and close it. `satt` (Protokoll.Satt) is how it will be signed; `skal` why there is
    another version. Frozen already with the same content, it gives that version.

    The PDF is made before anything is locked; when somebody saves meanwhile it is made anew.
    """
    for _ in range(3):
        dokument = dokument_att_frysa(protokoll, satt=satt)
        try:
            pdf = protokoll_pdf(dokument)
        except PdfFel as fel:
            raise DomanFel(f"Protokollet kunde inte skrivas ut. {fel}") from fel
        if version := _frys(protokoll, dokument, pdf, satt=satt, skal=skal.strip(), by=by):
            return version
    raise DomanFel("Någon skriver i protokollet just nu. Vänta tills alla har sparat och försök igen.")


@transaction.atomic
def _frys(protokoll, dokument: Dokument, pdf: bytes, *, satt: str, skal: str, by) -> Protokollsversion | None:
    las(protokoll.sammantrade_id)
    nu = Protokoll.objects.select_for_update(of=("self",)).get(pk=protokoll.pk)
    if dokument_att_frysa(nu, satt=satt) != dokument:
        return None
    fore = senaste(nu)
    if nu.lage == Lage.FRYST:
        return fore
    version = ny_version(nu, dokument, pdf, slag=Protokollsversion.Slag.FRYSNING, skal=skal, by=by)
    nu.lage, nu.justerat_genom = Lage.FRYST, satt
    spara(nu, by=by, reason=f"Frös version {version.nummer} för justering")
    for akt in EFTER_FRYSNING:
        akt(nu, version, by=by)
    return version


def ny_version(protokoll: Protokoll, dokument: Dokument, pdf: bytes, *, slag: str, skal: str, by) -> Protokollsversion:
    """The next version of a protokoll that the caller has locked."""
    fore = senaste(protokoll)
    innehall, summa = som_json(dokument), sha256(pdf).hexdigest()
    return Protokollsversion.objects.create(
        protokoll=protokoll,
        nummer=fore.nummer + 1 if fore else 1,
        slag=slag,
        innehall=innehall,
        pdf=pdf,
        sha256=summa,
        kedja=kedjan(fore.kedja if fore else "", summa, innehall),
        skal=skal,
        skapad=timezone.now(),
        av=by,
    )


@transaction.atomic
def ta_tillbaka(protokoll: Protokoll, *, skal: str, by) -> Protokoll:
    """Open a frozen protokoll again, with the reason. Those who approved the version are asked anew of the next."""
    las(protokoll.sammantrade_id)
    nu = Protokoll.objects.select_for_update(of=("self",)).get(pk=protokoll.pk)
    if nu.lage == Lage.UTKAST:
        return nu
    if nu.lage != Lage.FRYST:
        raise DomanFel("Protokollet är justerat och tas inte tillbaka. Gör en rättelse om något i det är fel.")
    if not skal.strip():
        raise DomanFel("Skriv varför protokollet tas tillbaka, till exempel ”invändning mot § 21”.")
    nu.lage, nu.justerat_genom = Lage.UTKAST, ""
    return spara(nu, by=by, reason=f"Tog tillbaka protokollet: {skal.strip()}")

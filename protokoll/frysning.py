"""A protokoll is frozen for those who adjust it, and taken back when something in it has to change."""

import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Kommun
from kommun.pdf import PdfFel
from kommun.varden import fran_json, som_json
from protokoll.dagordningsrader import las
from protokoll.dokument import fran_protokoll
from protokoll.dokumentvarden import Dokument
from protokoll.klarkoll import JUSTERING, Anmarkning, klarkoll
from protokoll.kontrollkod import kontrollkod
from protokoll.models import Protokoll, Protokollsversion, Sammantrade
from protokoll.signering.installningar import satten
from protokoll.tillagg import EFTER_FRYSNING, EFTER_TILLBAKATAGANDE
from protokoll.utskrift import protokoll_pdf
from protokoll.versionskedja import kedjan

Lage = Protokoll.Lage
# Klarkoll's key of a line about one protokoll as a whole.
_OM_PROTOKOLLET = re.compile(r"pr(\d+)\b")
# How the history says that it was taken back; the reason follows.
TOG_TILLBAKA = "Tog tillbaka protokollet: "


def senaste(protokoll: Protokoll) -> Protokollsversion | None:
    return protokoll.versionerna.order_by("-nummer").first()


def dokument_att_frysa(protokoll: Protokoll, *, satt: str) -> Dokument:
    """What it says now, as it will read once it is justerat. Raises DomanFel when it cannot be frozen."""
    nu = Protokoll.objects.select_related("sammantrade__organ").get(pk=protokoll.pk)
    if mening := hinder(nu) or felen_i_ord(brister(nu, today=timezone.localdate())):
        raise DomanFel(mening)
    kommun = Kommun.objects.first()
    return fran_protokoll(nu, kommun=kommun.namn if kommun else "", undertecknas=satt)


def hinder(protokoll: Protokoll) -> str | None:
    """Why its state does not let it be frozen, as a sentence; None when it does."""
    match protokoll.lage:
        case Lage.JUSTERAT:
            return "Protokollet är justerat."
        case Lage.AVSKRIFT:
            return "Protokollet är en inläst avskrift. Det justerades i sin tid och justeras inte igen."
    if not protokoll.paragraferna.exists():
        return "Protokollet har inga paragrafer, så det finns inget att justera."
    pagar = protokoll.sammantrade.lage == Sammantrade.Lage.PAGAR
    if pagar and protokoll.slag != Protokoll.Slag.OMEDELBART:
        return "Sammanträdet pågår. Protokollet fryses när det är avslutat; det som justeras omedelbart har ett eget."
    if not pagar and protokoll.sammantrade.lage != Sammantrade.Lage.AVSLUTAT:
        return "Sammanträdet är inte hållet, så det finns inget att justera."
    return None


def brister(protokoll: Protokoll, *, today: date) -> list[Anmarkning]:
    """What klarkoll has left to say of this protokoll before it is adjusted: errors first."""
    (koll,) = klarkoll([protokoll.sammantrade], today=today)
    egna = set(protokoll.paragraferna.values_list("pk", flat=True))
    rader = [a for a in koll.kvar if a.skede == JUSTERING and _galler(a, protokoll, egna)]
    return sorted(rader, key=lambda a: not a.ar_fel)


def _galler(a: Anmarkning, protokoll: Protokoll, egna: set[int]) -> bool:
    if a.paragraf:
        # A § that lies in no protokoll is seen before the ordinary one is closed.
        forlorad = a.kod == "utan_protokoll" and protokoll.slag == Protokoll.Slag.ORDINARIE
        return forlorad or a.paragraf.pk in egna
    om = _OM_PROTOKOLLET.match(a.nyckel)
    return not om or int(om[1]) == protokoll.pk


def felen_i_ord(rader: list[Anmarkning]) -> str:
    """Why klarkoll's errors stop it, as a sentence; empty when there are none."""
    fel = [a for a in rader if a.ar_fel]
    if not fel:
        return ""
    var = f"{fel[0].paragraf.beteckning}: " if fel[0].paragraf else ""
    if len(fel) == 1:
        return f"Ett fel i klarkollen ska rättas innan protokollet fryses. {var}{fel[0].text}"
    return f"{len(fel)} fel i klarkollen ska rättas innan protokollet fryses. Det första: {var}{fel[0].text}"


def frys(
    protokoll: Protokoll, *, satt: str, by, skal: str = "", tryck: Callable[[Dokument], bytes] = protokoll_pdf
) -> Protokollsversion:
    """Freeze what it says now and close it. `satt` (Protokoll.Satt) is how it will be signed; `skal` why there is
    another version. With the same content as the version before, it is that version again.

    The PDF is made (by `tryck`) before anything is locked; when somebody saves meanwhile it is made anew.
    """
    if satt not in dict(satten()):
        raise DomanFel("Ingen underskriftstjänst är inställd. Välj ett annat sätt att skriva under.")
    for _ in range(3):
        nu = Protokoll.objects.get(pk=protokoll.pk)
        if nu.lage == Lage.FRYST:
            return _redan_fryst(nu, satt)
        dokument = dokument_att_frysa(nu, satt=satt)
        try:
            pdf = tryck(dokument)
        except PdfFel as fel:
            raise DomanFel(f"Protokollet kunde inte skrivas ut. {fel}") from fel
        if version := _frys(nu, dokument, pdf, satt=satt, skal=skal.strip(), by=by):
            return version
    raise DomanFel("Någon skriver i protokollet just nu. Vänta tills alla har sparat och försök igen.")


def _redan_fryst(protokoll: Protokoll, satt: str) -> Protokollsversion:
    if protokoll.justerat_genom != satt:
        raise DomanFel(
            f"Protokollet är redan fryst och undertecknas genom ”{protokoll.get_justerat_genom_display()}”. "
            "Ta tillbaka det om det ska undertecknas på ett annat sätt."
        )
    return senaste(protokoll)


@transaction.atomic
def _frys(protokoll, dokument: Dokument, pdf: bytes, *, satt: str, skal: str, by) -> Protokollsversion | None:
    las(protokoll.sammantrade_id)
    nu = Protokoll.objects.select_for_update(of=("self",)).get(pk=protokoll.pk)
    if nu.lage == Lage.FRYST:
        return _redan_fryst(nu, satt)
    if dokument_att_frysa(nu, satt=satt) != dokument:
        return None
    version = senaste(nu)
    if version is None or fran_json(Dokument, version.innehall) != dokument:
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
        kontrollkod=kontrollkod(dokument),
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
    spara(nu, by=by, reason=f"{TOG_TILLBAKA}{skal.strip()}")
    version = senaste(nu)
    for akt in EFTER_TILLBAKATAGANDE:
        akt(nu, version, by=by)
    return nu


def skalet_att_ta_tillbaka(protokoll: Protokoll) -> str:
    """The reason that was given when it was last taken back; empty when it never was."""
    rad = protokoll.history.filter(history_change_reason__startswith=TOG_TILLBAKA).first()
    return rad.history_change_reason.removeprefix(TOG_TILLBAKA) if rad else ""

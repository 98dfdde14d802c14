"""Decisions are sent to their receivers: ordered in one go, carried out receiver by receiver, each once.

What is to be sent is a Sandning, written first. Its utdrag are made before anything is locked; then each receiver's
mail and the record of it are written in one transaction. Whoever dies in between leaves nothing half-done: what has a
record has its mail in the outbox, and the rest is taken up again.
"""

import time
from collections import defaultdict
from collections.abc import Collection
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kommun import utskick
from kommun.brevlage import brevlage
from kommun.editor import html_to_text
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Avsnittstyp, Bilaga
from protokoll.expedieringsbilagor import bifogade, filer_igen, kontrollera_storlek
from protokoll.expedieringsbrev import brev
from protokoll.expedieringslage import Lage, Rad, Steg, ar_rattad_sedan, laget
from protokoll.frysning import senaste
from protokoll.models import Expediering, Mottagare, Protokoll, Sandning
from protokoll.utdrag import Kalla, filnamn, kalla, utdrag_pdf, utdraget

# A page waits so long; what is left then is for the worker.
SEKUNDER_I_ANROP = 8


class MedEpost(DomanFel):
    """Is to be noted as given by hand, and could be sent a mail; nothing was noted."""

    def __init__(self, namnen: list[str]):
        super().__init__(
            f"{', '.join(namnen)} har e-postadress och har inte fått sina beslut med e-post. Avmarkera den som ska få "
            "ett brev, eller tryck på Anteckna en gång till om beslutet är lämnat på annat sätt."
        )


def hinder(protokoll: Protokoll) -> str | None:
    """Why nothing is sent from it, as a sentence."""
    match protokoll.lage:
        case Protokoll.Lage.AVSKRIFT:
            return "Protokollet är en inläst avskrift. Besluten expedierades när det justerades i sin tid."
        case Protokoll.Lage.UTKAST | Protokoll.Lage.FRYST:
            return "Protokollet är inte justerat än. Besluten expedieras när det är justerat."
    if not protokoll.versionerna.exists():
        return "Protokollet justerades utanför systemet och har ingen lagrad version att göra utdrag ur."
    return None


def hinder_for_mejl(protokoll: Protokoll) -> str | None:
    if protokoll.slag == Protokoll.Slag.SEKRETESS:
        return (
            "Protokollet har sekretess och skickas inte med e-post. Lämna utdragen på ett säkert sätt och anteckna det."
        )
    return None


@transaction.atomic
def bestall(
    protokoll: Protokoll,
    *,
    mottagare: Collection[str],
    version: int,
    nyckel: UUID,
    by,
    bilagor: Collection[str] = (),
) -> Sandning:
    """Order what is left to be sent to these receivers (Rad.nyckel), with these files (Bifogad.varde). `version` is the
    one that the page showed. What was refused before is tried once more.

    The same form pressed twice is one order. Carry it out with `utfor`.
    """
    nu, lage = _oppnat(protokoll, version)
    if finns := Sandning.objects.filter(nyckel=nyckel).first():
        return finns
    if mening := hinder_for_mejl(nu):
        raise DomanFel(mening)
    valda = _valda(lage, mottagare)
    if utan := [r.namn for r in valda if not r.till]:
        raise DomanFel(
            f"E-postadress saknas för {', '.join(utan)}. Skriv in den, eller anteckna hur beslutet lämnades."
        )
    med = bifogade({x.paragraf for r in valda for x in r.att_skicka}, bilagor)
    for r in valda:
        kontrollera_storlek(b for p in {x.paragraf.pk for x in r.att_skicka} for b in med.get(p, ()))
        for x in r.nekade:
            utskick.skicka_igen(x.brev.utskick)
    return Sandning.objects.create(
        version=lage.version,
        nyckel=nyckel,
        av=by,
        rader=[
            {
                "paragraf": x.paragraf.pk,
                "mottagare": x.mottagare.pk,
                "namn": x.namn,
                "till": x.till,
                "bilagor": [[b.bilaga.pk, b.namn] for b in med.get(x.paragraf.pk, ())],
            }
            for r in valda
            for x in r.att_skicka
        ],
    )


def utfor(sandning: Sandning, *, sekunder: float | None = None) -> bool:
    """Carry out an order, or as much of it as there is time for; whether it is finished. May be run again at any time,
    by several at once."""
    slut = None if sekunder is None else time.monotonic() + sekunder
    sandning = Sandning.objects.select_related("version__protokoll__sammantrade__organ", "av__person").get(
        pk=sandning.pk
    )
    if sandning.klar:
        return True
    kallan = kalla(sandning.version.protokoll, sandning.version)
    pdfer: dict[tuple[int, ...], tuple] = {}
    till_var: dict[str, list[dict]] = defaultdict(list)
    for rad in sandning.rader:
        till_var[rad["till"].casefold()].append(rad)
    for rader in till_var.values():
        if slut is not None and time.monotonic() >= slut:
            return False
        try:
            while not _skicka_till(sandning, kallan, rader, pdfer):
                pass
        except DomanFel as fel:
            return _avsluta(sandning, fel=str(fel))
    return _avsluta(sandning)


def _avsluta(sandning: Sandning, *, fel: str = "") -> bool:
    Sandning.objects.filter(pk=sandning.pk, klar=None).update(klar=timezone.now(), fel=fel)
    return True


def _skicka_till(sandning: Sandning, kallan: Kalla, rader: list[dict], pdfer: dict) -> bool:
    """Send one receiver what has not been sent meanwhile; False when that changed while the utdrag was made."""
    kvar = _osanda(sandning, rader)
    if not kvar:
        return True
    nummer = tuple(sorted({r["nummer"] for r in kvar}))
    if nummer not in pdfer:
        pdfer[nummer] = _gor(sandning, kallan, nummer)
    utdrag, innehall = pdfer[nummer]
    with transaction.atomic():
        protokoll = _las(kallan.protokoll.pk)
        if senaste(protokoll) != sandning.version:
            raise DomanFel("Protokollet rättades medan utdragen skickades. Det som var kvar skickades inte.")
        if _osanda(sandning, rader) != kvar:
            return False
        till = kvar[0]["till"]
        rattad = Expediering.objects.filter(
            paragraf__in=[r["paragraf"] for r in kvar], till__iexact=till, version__nummer__lt=sandning.version.nummer
        ).exists()
        filer = {pk: namn for r in kvar for pk, namn in r.get("bilagor", ())}
        amne, text = brev(
            utdrag,
            organ=protokoll.sammantrade.organ,
            av=_namn(sandning.av),
            rattad=rattad,
            bilagor=list(filer.values()),
        )
        bilaga = _bilaga(filnamn(protokoll, utdrag), innehall)
        rad = utskick.lagg(
            nyckel=f"expediering:{sandning.pk}:{_kort(till)}",
            till=till,
            amne=amne,
            text=text,
            bilaga=bilaga,
            fler=filer,
        )
        for r in kvar:
            e = Expediering.objects.create(
                paragraf_id=r["paragraf"],
                mottagare_id=r["mottagare"],
                version=sandning.version,
                namn=r["namn"],
                till=till,
                utdrag=bilaga,
                utskick=rad,
                nyckel=r["nyckel"],
                av=sandning.av,
            )
            for pk, namn in r.get("bilagor", ()):
                e.bilagorna.create(bilaga_id=pk, namn=namn)
    return True


def _osanda(sandning: Sandning, rader: list[dict]) -> list[dict]:
    """Those of the rows that nothing has been sent for out of this version, with the number of the §."""
    numren = dict(sandning.version.protokoll.paragraferna.values_list("pk", "nummer"))
    med = [r | {"nummer": numren[r["paragraf"]], "nyckel": _nyckel(sandning.version_id, r)} for r in rader]
    sanda = set(Expediering.objects.filter(nyckel__in=[r["nyckel"] for r in med]).values_list("nyckel", flat=True))
    return [r for r in med if r["nyckel"] not in sanda]


def _nyckel(version: int, rad: dict) -> str:
    return f"{version}:{rad['paragraf']}:{rad['mottagare']}:{_kort(rad['till'])}"


def _kort(till: str) -> str:
    """An address in a key: as it is, or its fingerprint where it is too long for one."""
    liten = till.casefold()
    return liten if len(liten) <= 150 else sha256(liten.encode()).hexdigest()


def _gor(sandning: Sandning, kallan: Kalla, nummer: tuple[int, ...]):
    utdrag = utdraget(
        kallan,
        nummer,
        dag=timezone.localdate(sandning.skapad),
        intygas_av=_namn(sandning.av),
        tillagda=tillagda(kallan, nummer),
    )
    return utdrag, utdrag_pdf(utdrag)


def tillagda(kallan: Kalla, nummer: Collection[int]) -> list[str]:
    """Receivers whom the text of the §§ does not name: they came when it was closed."""
    namnda = " ".join(
        html_to_text(d.html)
        for p in kallan.dokument.paragrafer
        if p.nummer in nummer
        for d in p.delar
        if d.typ == Avsnittstyp.MOTTAGARE
    ).casefold()
    rader = Mottagare.objects.filter(paragraf__protokoll=kallan.protokoll, paragraf__nummer__in=list(nummer))
    namnen = rader.order_by("paragraf__ordning", "ordning", "pk").values_list("namn", flat=True)
    return [namn for namn in dict.fromkeys(namnen) if namn.casefold() not in namnda]


def _bilaga(namn: str, innehall: bytes) -> Bilaga:
    """The same utdrag to many is one file."""
    summa = sha256(innehall).hexdigest()
    return Bilaga.objects.filter(sha256=summa, namn=namn).first() or utskick.ny_bilaga(
        namn=namn, typ="application/pdf", innehall=innehall
    )


@transaction.atomic
def anteckna(
    protokoll: Protokoll,
    *,
    mottagare: Collection[str],
    version: int,
    hur: str,
    by,
    bilagor: Collection[str] = (),
    aven_med_epost: bool = False,
) -> int:
    """Note that the decision was given otherwise, by post or by hand; how many §§. What is noted stays one note.

    Of those who can be sent a mail it is noted only when that was said: the page has them ticked beforehand.
    """
    _, lage = _oppnat(protokoll, version)
    hur = " ".join(hur.split())
    if not hur:
        raise DomanFel("Skriv hur beslutet lämnades, till exempel ”med post” eller ”vid möte 12 mars”.")
    antal, valda = 0, _valda(lage, mottagare, tomt=True)
    med_epost = [r.namn for r in valda if r.till and (r.att_skicka or r.fel) and not hinder_for_mejl(protokoll)]
    if med_epost and not aven_med_epost:
        raise MedEpost(med_epost)
    med = bifogade({x.paragraf for r in valda for x in r.leveranser}, bilagor)
    for rad in valda:
        for x in rad.leveranser:
            if not (x.att_skicka or x.steg == Steg.FEL):
                continue
            nyckel = f"annat:{lage.version.pk}:{x.paragraf.pk}:{x.mottagare.pk}:{_kort(x.namn)}"
            e, ny = Expediering.objects.get_or_create(
                nyckel=nyckel,
                defaults={
                    "paragraf": x.paragraf,
                    "mottagare": x.mottagare,
                    "version": lage.version,
                    "satt": Expediering.Satt.ANNAT,
                    "namn": x.namn,
                    "anteckning": hur[:300],
                    "av": by,
                },
            )
            antal += ny
            for b in med.get(x.paragraf.pk, ()) if ny else ():
                e.bilagorna.create(bilaga=b.bilaga, namn=b.namn)
    return antal


@transaction.atomic
def skicka_igen(
    expediering: Expediering, *, skal: str = "", nyckel: UUID, by, bilagor: Collection[str] | None = None
) -> None:
    """Try a mail that did not go out once more; what has gone out, or may have, goes again only with a reason.

    `bilagor` (Bifogad.varde) are the files that go along this time; None is those that went before.
    """
    nu = _las(expediering.paragraf.protokoll_id)
    e = Expediering.objects.select_related("utskick", "version", "mottagare", "utdrag").get(pk=expediering.pk)
    if e.utskick is None:
        raise DomanFel("Beslutet lämnades på annat sätt än med e-post och skickas inte igen härifrån.")
    if mening := hinder_for_mejl(nu):
        raise DomanFel(mening)
    if ar_rattad_sedan(e):
        raise DomanFel("Beslutet har rättats sedan dess. Skicka det rättade utdraget i stället.")
    lage = brevlage(e.utskick, nu=timezone.now()).lage
    if lage in (utskick.Lage.VANTAR, utskick.Lage.SKICKAS, utskick.Lage.FEL):
        utskick.skicka_igen(e.utskick)
        return
    skal = " ".join(skal.split())
    if not skal:
        vad = "kan redan ha fått" if lage == utskick.Lage.OSAKERT else "har redan fått"
        raise DomanFel(f"{e.namn} {vad} utdraget. Skriv varför det skickas igen.")
    rader = list(e.utskick.expedieringarna.select_related("paragraf").prefetch_related("bilagorna"))
    filer = filer_igen(rader, bilagor)
    brevet = utskick.lagg(
        nyckel=f"expediering-igen:{nyckel}",
        till=e.till,
        amne=e.utskick.amne,
        text=e.utskick.text,
        bilaga=e.utdrag,
        fler={pk for egna in filer.values() for pk, _ in egna},
    )
    for rad in rader:
        ny_rad, ny = Expediering.objects.get_or_create(
            nyckel=f"{nyckel}:{rad.pk}",
            defaults={
                "paragraf_id": rad.paragraf_id,
                "mottagare_id": rad.mottagare_id,
                "version_id": rad.version_id,
                "namn": rad.namn,
                "till": rad.till,
                "utdrag_id": rad.utdrag_id,
                "utskick": brevet,
                "igen_skal": skal[:300],
                "av": by,
            },
        )
        for pk, namn in filer[rad.pk] if ny else ():
            ny_rad.bilagorna.create(bilaga_id=pk, namn=namn)


@transaction.atomic
def satt_adress(protokoll: Protokoll, *, mottagare: str, epost: str, by) -> int:
    """Write the address of a receiver without one on all §§ of the protokoll where he or she stands."""
    nu = _las(protokoll.pk)
    rader = {
        x.mottagare.pk: x.mottagare
        for r in laget(nu).rader
        if r.nyckel == mottagare and r.adress_kan_skrivas
        for x in r.leveranser
    }
    for rad in rader.values():
        rad.epost = epost
        spara(rad, by=by, reason="Skrev in e-postadressen")
    return len(rader)


def _las(pk: int) -> Protokoll:
    return Protokoll.objects.select_for_update(of=("self",)).select_related("sammantrade__organ").get(pk=pk)


def _oppnat(protokoll: Protokoll, version: int) -> tuple[Protokoll, Lage]:
    nu = _las(protokoll.pk)
    if mening := hinder(nu):
        raise DomanFel(mening)
    lage = laget(nu)
    if lage.version.nummer != version:
        raise DomanFel("Protokollet har rättats sedan sidan visades. Läs igenom listan och skicka igen.")
    return nu, lage


def _valda(lage: Lage, nycklar: Collection[str], *, tomt: bool = False) -> list[Rad]:
    valda = [r for r in lage.rader if r.nyckel in nycklar]
    if not valda:
        raise DomanFel("Kryssa för minst en mottagare.")
    if not tomt and not any(r.att_skicka or r.nekade for r in valda):
        if osakra := [r.namn for r in valda if r.fel]:
            raise DomanFel(
                f"Det är osäkert om brevet till {', '.join(osakra)} gick fram. Välj Försök igen på raden om det ska "
                "skickas en gång till."
            )
        raise DomanFel("Allt är redan skickat till de mottagare som är valda.")
    return valda


def _namn(user) -> str:
    return str(user) if user else ""

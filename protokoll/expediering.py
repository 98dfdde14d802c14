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
from kommun.editor import html_to_text
from kommun.fel import DomanFel
from kommun.history import spara
from kommun.models import Avsnittstyp, Bilaga
from protokoll.expedieringsbrev import brev
from protokoll.expedieringslage import Lage, Rad, Steg, laget
from protokoll.frysning import senaste
from protokoll.models import Expediering, Mottagare, Protokoll, Sandning
from protokoll.utdrag import Kalla, filnamn, kalla, utdrag_pdf, utdraget

# Of more than this it is for the worker: a page never waits for so many PDFs and mails.
MEST_I_ANROP = 5
SEKUNDER_I_ANROP = 8


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
def bestall(protokoll: Protokoll, *, mottagare: Collection[str], version: int, nyckel: UUID, by) -> Sandning:
    """Order what is left to be sent to these receivers (Rad.nyckel). `version` is the one that the page showed.

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
    return Sandning.objects.create(
        version=lage.version,
        nyckel=nyckel,
        av=by,
        rader=[
            {"paragraf": x.paragraf.pk, "mottagare": x.mottagare.pk, "namn": x.namn, "till": x.till}
            for r in valda
            for x in r.att_skicka
        ],
    )


def gar_i_anropet(sandning: Sandning) -> bool:
    return len({r["till"].casefold() for r in sandning.rader}) <= MEST_I_ANROP


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
        amne, text = brev(utdrag, organ=protokoll.sammantrade.organ, av=_namn(sandning.av), rattad=rattad)
        bilaga = _bilaga(filnamn(protokoll, utdrag), innehall)
        rad = utskick.lagg(
            nyckel=f"expediering:{sandning.pk}:{_kort(till)}", till=till, amne=amne, text=text, bilaga=bilaga
        )
        for r in kvar:
            Expediering.objects.create(
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
def anteckna(protokoll: Protokoll, *, mottagare: Collection[str], version: int, hur: str, by) -> int:
    """Note that the decision was given otherwise, by post or by hand; how many §§. What is noted stays one note."""
    _, lage = _oppnat(protokoll, version)
    hur = " ".join(hur.split())
    if not hur:
        raise DomanFel("Skriv hur beslutet lämnades, till exempel ”med post” eller ”vid möte 12 mars”.")
    antal = 0
    for rad in _valda(lage, mottagare, tomt=True):
        for x in rad.leveranser:
            if not (x.att_skicka or x.steg == Steg.FEL):
                continue
            nyckel = f"annat:{lage.version.pk}:{x.paragraf.pk}:{x.mottagare.pk}:{_kort(x.namn)}"
            _, ny = Expediering.objects.get_or_create(
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
    return antal


@transaction.atomic
def skicka_igen(expediering: Expediering, *, skal: str = "", nyckel: UUID, by) -> None:
    """Try a mail that did not go out once more; what has gone out goes again only with a reason."""
    nu = _las(expediering.paragraf.protokoll_id)
    e = Expediering.objects.select_related("utskick", "version", "mottagare", "utdrag").get(pk=expediering.pk)
    if e.utskick is None:
        raise DomanFel("Beslutet lämnades på annat sätt än med e-post och skickas inte igen härifrån.")
    if mening := hinder_for_mejl(nu):
        raise DomanFel(mening)
    if senaste(nu) != e.version:
        raise DomanFel("Protokollet har rättats sedan dess. Skicka det rättade utdraget i stället.")
    if not e.utskick.skickat:
        utskick.skicka_igen(e.utskick)
        return
    skal = " ".join(skal.split())
    if not skal:
        raise DomanFel(f"{e.namn} har redan fått utdraget. Skriv varför det skickas igen.")
    brevet = utskick.lagg(
        nyckel=f"expediering-igen:{nyckel}", till=e.till, amne=e.utskick.amne, text=e.utskick.text, bilaga=e.utdrag
    )
    for rad in e.utskick.expedieringarna.all():
        Expediering.objects.get_or_create(
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
    if not tomt and not any(r.att_skicka for r in valda):
        raise DomanFel("Allt är redan skickat till de mottagare som är valda.")
    return valda


def _namn(user) -> str:
    return str(user) if user else ""

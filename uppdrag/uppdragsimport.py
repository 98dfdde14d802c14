"""Reading in an old list of uppdrag: the file is kept, previewed, and saved as a whole or not at all."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from kommun.fel import DomanFel
from kommun.history import spara, spara_nya, ta_bort
from kommun.models import Bilaga, Organ
from kommun.tabellfil import XLSX
from kommun.utskick import ny_bilaga
from protokoll.models import Beslut
from uppdrag import inlasning as lasare
from uppdrag.importkallor import Hanvisning, besluten_som_finns, besluten_som_gav
from uppdrag.importregister import las_register, las_uppslag
from uppdrag.inlasning.rader import tolka
from uppdrag.inlasning.register import Nyckel, Register
from uppdrag.inlasning.tolkad import Sammanfattning, Tolkad, Val, sammanfatta
from uppdrag.models import LASTE_IN, Importrad, Uppdrag, Uppdragsimport

# The keys of the uppdrag of an import come from its own, so that no row is ever saved twice.
_NAMNRYMD = UUID("6f3c1f86-6f0e-4b8e-9a53-5a0c2f1f7d11")


@dataclass(frozen=True)
class Granskning:
    """The list as it would be saved now."""

    lista: lasare.Lista
    rader: list[Tolkad]
    register: Register

    @property
    def summa(self) -> Sammanfattning:
        return sammanfatta(self.rader)


@transaction.atomic
def ta_emot(filnamn: str, innehall: bytes, *, organ: Organ, by) -> Uppdragsimport:
    """Keep a file and guess how it is read. Raises Listfel when it is no list.

    The same file again, from the same person and not saved yet, is the same import. One that is saved may be read in
    again: a row that gave an uppdrag gives none a second time.
    """
    summa = sha256(innehall).hexdigest()
    # Whoever sends the same file twice at once waits here.
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
    egna = Uppdragsimport.objects.filter(bilaga__sha256=summa)
    if vantande := egna.filter(av=by, organ=organ, sparad=None).first():
        return vantande
    blad = lasare.valj_blad(filnamn, innehall)
    lista = lasare.las_lista(filnamn, innehall, blad=blad)
    tidigare = Bilaga.objects.filter(pk__in=egna.values("bilaga"), namn=filnamn[:255]).first()
    typ = XLSX if innehall.startswith(b"PK") else "text/csv"
    imp = Uppdragsimport(
        bilaga=tidigare or ny_bilaga(namn=filnamn[:255], typ=typ, innehall=innehall),
        organ=organ,
        blad=lista.blad,
        kolumner=lasare.gissa(lista.rubriker),
        val={"rubrikrad": lista.rubrikrad},
        av=by,
    )
    return spara(imp, by=by, reason="Lämnade in en lista")


def lista_ur(imp: Uppdragsimport, *, blad: str | None = None, rubrikrad: int | None = None) -> lasare.Lista:
    return lasare.las_lista(
        imp.bilaga.namn,
        bytes(imp.bilaga.innehall),
        blad=imp.blad if blad is None else blad,
        rubrikrad=rubrikrad if rubrikrad or blad is not None else imp.val.get("rubrikrad"),
    )


def _vantande(imp: Uppdragsimport) -> Uppdragsimport:
    nu = Uppdragsimport.objects.select_for_update(of=("self",)).select_related("bilaga", "organ").get(pk=imp.pk)
    if nu.sparad:
        raise DomanFel("Listan är redan inläst, så det går inte att ändra hur den läses.")
    return nu


@transaction.atomic
def valj(
    imp: Uppdragsimport,
    *,
    blad: str,
    rubrikrad: int,
    kolumner: dict[str, str],
    organ: Organ,
    by,
    forvaltning: int | None = None,
    avslutat_dag: date | None = None,
) -> Uppdragsimport:
    """How the file is read: which sheet and columns, and what holds for rows that do not say it themselves."""
    nu = _vantande(imp)
    nu.blad, nu.kolumner, nu.organ = blad, kolumner, organ
    nu.val = {
        **nu.val,
        "rubrikrad": rubrikrad,
        "forvaltning": forvaltning,
        "avslutat_dag": avslutat_dag and avslutat_dag.isoformat(),
    }
    return spara(nu, by=by, reason="Valde hur listan läses")


@transaction.atomic
def besvara_namn(imp: Uppdragsimport, *, svar: dict[str, dict[str, str]], by) -> Uppdragsimport:
    """What names that are in no register stand for, once for all rows. An empty answer takes back an earlier one."""
    nu = _vantande(imp)
    namn = {falt: dict(svaren) for falt, svaren in nu.val.get("namn", {}).items()}
    for falt, svaren in svar.items():
        namn[falt] = {k: v for k, v in {**namn.get(falt, {}), **svaren}.items() if v}
    nu.val = {**nu.val, "namn": namn}
    return spara(nu, by=by, reason="Valde vad namnen i listan står för")


def granska(imp: Uppdragsimport, *, by, today: date) -> Granskning:
    """What each row says and what is wrong with it. Writes nothing."""
    lista = lista_ur(imp)
    register = las_register(mina=by.behorighet.sekreterare_i, today=today)
    dag = imp.val.get("avslutat_dag")
    val = Val(
        organ=imp.organ_id,
        kolumner=imp.kolumner,
        forvaltning=imp.val.get("forvaltning"),
        avslutat_dag=date.fromisoformat(dag) if dag else None,
        namn=imp.val.get("namn", {}),
    )
    return Granskning(lista, tolka(lista, val, register, lambda nycklar: las_uppslag(nycklar, imp)), register)


@dataclass(frozen=True)
class Utfall:
    inlasta: int
    utelamnade: int = 0


def spara_import(imp: Uppdragsimport, *, by, today: date, utan_felaktiga: bool = False) -> Utfall:
    """Save every row, or with `utan_felaktiga` every row without a fault; all of them in one transaction.

    The same import again changes nothing. Raises DomanFel when rows have faults, or when there is nothing to save.
    """
    try:
        with transaction.atomic():
            return _spara(imp, by, today, utan_felaktiga)
    except IntegrityError as fel:
        raise DomanFel("Någon ändrade samma paragrafer samtidigt, så inget har lästs in. Försök igen.") from fel


def _spara(imp: Uppdragsimport, by, today: date, utan_felaktiga: bool) -> Utfall:
    nu = Uppdragsimport.objects.select_for_update(of=("self",)).select_related("bilaga", "organ").get(pk=imp.pk)
    if nu.sparad:
        return Utfall(nu.raderna.count())
    # In order, and before the rows are read: what somebody else saves meanwhile is seen as a duplicate.
    mina = {
        o.pk: o
        for o in Organ.objects.select_for_update(no_key=True).filter(pk__in=by.behorighet.sekreterare_i).order_by("pk")
    }
    granskning = granska(nu, by=by, today=today)
    summa = granskning.summa
    if summa.med_fel and not utan_felaktiga:
        rader = "En rad har" if summa.med_fel == 1 else f"{summa.med_fel} rader har"
        raise DomanFel(f"{rader} fel. Rätta felen, eller välj att läsa in listan utan de raderna.")
    klara = [r for r in granskning.rader if not r.fel and not r.redan]
    if not klara:
        raise DomanFel("Det finns ingen rad att läsa in: alla har fel eller är redan inlästa.")
    _skriv(nu, mina, klara, by)
    nu.sparad = timezone.now()
    utan = f", {summa.med_fel} rader med fel lämnades utanför" if summa.med_fel else ""
    spara(nu, by=by, reason=f"Läste in {len(klara)} uppdrag{utan}")
    return Utfall(len(klara), summa.med_fel)


def _skriv(imp: Uppdragsimport, organ: dict[int, Organ], rader: list[Tolkad], by) -> None:
    """The rows as uppdrag, within the transaction and the locks of the act."""
    fil = imp.bilaga.namn
    texter: dict[Nyckel, list[Tolkad]] = defaultdict(list)
    for rad in rader:
        texter[rad.nyckel].append(rad)
    hanvisningar = [
        Hanvisning(
            nyckel,
            grupp[0].datum,
            text="\n\n".join(r.text for r in grupp),
            dnr=next((r.dnr for r in grupp if r.dnr), ""),
        )
        for nyckel, grupp in texter.items()
    ]
    besluten = besluten_som_gav(
        hanvisningar,
        rubrik=f"Återgiven i {fil}"[:500],
        orsak=f"Känd genom hänvisning i {fil}",
        by=by,
    )
    # What closes or reports one is never made here: the list does not tell what it says.
    slut = {r.avslutat_i: r.avslutat_den for r in rader if r.avslutat_i}
    slut |= {r.aterrapporterat_i: r.aterrapporterat_den for r in rader if r.aterrapporterat_i}
    besluten |= besluten_som_finns([Hanvisning(nyckel, datum) for nyckel, datum in slut.items()])
    if slut.keys() - besluten.keys():
        raise DomanFel("En paragraf som listan hänvisar till har ändrats sedan listan granskades. Granska den igen.")
    nummer = _sista_nummer(organ)
    uppdragen = []
    for rad in rader:
        serie = (rad.organ, rad.datum.year)
        nummer[serie] = nummer.get(serie, 0) + 1
        uppdragen.append(_uppdrag(imp, rad, organ[rad.organ], nummer[serie], besluten))
    orsaker = {u.nyckel: _orsak(fil, rad) for u, rad in zip(uppdragen, rader, strict=True)}
    spara_nya(uppdragen, by=by, reason=lambda u: orsaker[u.nyckel])
    par = zip(uppdragen, rader, strict=True)
    importrader = [Importrad(uppdragsimport=imp, rad=rad.nummer, uppdrag=u) for u, rad in par]
    spara_nya(importrader, by=by, reason=f"{LASTE_IN} {fil}")


def _sista_nummer(organ: dict[int, Organ]) -> dict[tuple[int, int], int]:
    serier = Uppdrag.objects.filter(serie__in=organ).order_by().values_list("serie", "ar")
    return {(serie, ar): n for serie, ar, n in serier.annotate(n=Max("nummer"))}


def _orsak(fil: str, rad: Tolkad) -> str:
    sagt = f". Läge i listan: {rad.avslutat_ord}" if rad.oppen and rad.avslutat_ord else ""
    kommentar = f". Kommentar i listan: {rad.kommentar}" if rad.kommentar else ""
    return f"{LASTE_IN} {fil}, rad {rad.nummer}{sagt}{kommentar}"


def _uppdrag(imp: Uppdragsimport, rad: Tolkad, organ: Organ, nummer: int, besluten: dict[Nyckel, Beslut]) -> Uppdrag:
    avslutat_i = besluten[rad.avslutat_i] if rad.avslutat_i else None
    sagt = f": {rad.avslutat_ord}" if rad.avslutat_ord else ""
    skal = f"{rad.lage_ord} enligt listan {imp.bilaga.namn}, rad {rad.nummer}{sagt}"
    return Uppdrag(
        beslut=besluten[rad.nyckel],
        givare=organ,
        serie=organ,
        ar=rad.datum.year,
        nummer=nummer,
        text=rad.text,
        forvaltning_id=rad.forvaltning and rad.forvaltning.pk,
        mottagande_organ_id=rad.mottagande_organ and rad.mottagande_organ.pk,
        ansvarig_id=rad.ansvarig and rad.ansvarig.pk,
        rapporteras_till=organ,
        frist=rad.tid.datum,
        ingen_frist=rad.tid.datum is None,
        nasta_rapport=rad.nasta_rapport,
        frist_ord=rad.frist_ord,
        rapporteras_vid_id=rad.rapporteras_vid,
        lage=rad.lage,
        aterrapporterat_i=besluten[rad.aterrapporterat_i] if rad.aterrapporterat_i else None,
        overfort_till_id=rad.overfort_till and rad.overfort_till.pk,
        avslutat_den=rad.avslutat_den,
        avslutat_i=avslutat_i,
        avslutsskal="" if rad.oppen or avslutat_i else skal,
        nyckel=uuid5(_NAMNRYMD, f"{imp.pk} {rad.nummer}"),
    )


@transaction.atomic
def slang(imp: Uppdragsimport, *, by) -> None:
    """Throw away a list that was never saved. Raises DomanFel when it was."""
    nu = Uppdragsimport.objects.select_for_update(of=("self",)).filter(pk=imp.pk).first()
    if nu is None:
        return
    if nu.sparad:
        raise DomanFel("Listan är inläst, så filen hör till uppdragen och tas inte bort.")
    bilaga = nu.bilaga
    ta_bort(nu, by=by, reason="Kastade en lista som inte hade lästs in")
    if not Uppdragsimport.objects.filter(bilaga=bilaga).exists():
        bilaga.delete()

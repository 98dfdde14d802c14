"""A kallelse as it is sent: frozen values that the preview, the PDF and the stored row all use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from kommun.kalender import dag_i_ord
from kommun.models import Kommun, Mandat
from kommun.varden import fran_json, som_json
from protokoll.models import Paragraf, Sammantrade
from protokoll.sekretess import RUBRIK as SEKRETESS
from protokoll.sekretess import dolj

RUBRIK, INFORMATION = Paragraf.Slag.RUBRIK.value, Paragraf.Slag.INFORMATION.value


@dataclass(frozen=True)
class Punkt:
    """A line of the föredragningslista. `nr` counts the ärenden; a heading has none."""

    id: int
    nr: int | None
    slag: str
    rubrik: str
    dnr: str = ""
    foredragande: str = ""
    tid: str = ""
    extra: bool = False
    utgar: bool = False

    @property
    def ar_rubrik(self) -> bool:
        return self.slag == RUBRIK

    @property
    def markningar(self) -> tuple[str, ...]:
        """Words, never colour: "Extra ärende", "Information", "Utgår"."""
        finns = ((self.extra, "Extra ärende"), (self.slag == INFORMATION, "Information"), (self.utgar, "Utgår"))
        return tuple(ord_ for sant, ord_ in finns if sant)

    @property
    def kort(self) -> str:
        return f"{self.nr}. {self.rubrik}" if self.nr else self.rubrik


@dataclass(frozen=True)
class Namn:
    """Somebody called, by person, and how the kallelse prints them: "Orvar Ordberg (C), ordförande"."""

    id: int
    rad: str


@dataclass(frozen=True)
class Kallelsedokument:
    kommun: str
    organ: str
    kortnamn: str
    datum: date
    start: time | None
    plats: str
    utfardad: date
    nummer: int = 1
    kallas_av: str = ""
    sekreterare: str = ""
    epost: str = ""
    meddelande: str = ""
    andringar: tuple[str, ...] = ()
    punkter: tuple[Punkt, ...] = ()
    ledamoter: tuple[Namn, ...] = ()
    ersattare: tuple[Namn, ...] = ()

    @property
    def titel(self) -> str:
        return "Kallelse" if self.nummer == 1 else f"Kallelse {self.nummer} (ändrad)"

    @property
    def kolumner(self) -> dict[str, bool]:
        """The optional columns of the föredragningslista, and whether any line has something in it."""
        return {namn: any(getattr(p, namn) for p in self.punkter) for namn in ("dnr", "foredragande", "tid")}

    def som_json(self) -> dict:
        return som_json(self)

    @classmethod
    def fran_json(cls, data: dict) -> "Kallelsedokument":
        return fran_json(cls, data)


_ROLLER = tuple(Mandat.Roll)


def mandaten(sammantrade: Sammantrade) -> list[Mandat]:
    """Those who are called: the mandat in force on the day, the presidium first, then in the organ's order."""
    gallande = Mandat.objects.gallande(sammantrade.datum).filter(organ=sammantrade.organ_id)
    return sorted(
        gallande.select_related("person__user", "parti"), key=lambda m: (_ROLLER.index(m.roll), m.ordning, m.pk)
    )


def namn_med_parti(mandat: Mandat) -> str:
    return f"{mandat.person.namn} ({mandat.parti.beteckning})" if mandat.parti_id else mandat.person.namn


def _namn(mandat: Mandat) -> Namn:
    presidium = mandat.roll not in (Mandat.Roll.LEDAMOT, Mandat.Roll.ERSATTARE)
    titel = mandat.get_roll_display().lower() if presidium else ""
    return Namn(mandat.person_id, ", ".join(filter(None, [namn_med_parti(mandat), titel])))


def punkter(paragrafer: Iterable[Paragraf]) -> tuple[Punkt, ...]:
    ut, nr = [], 0
    for p in paragrafer:
        if p.ar_hemlig:
            # The kallelse goes to many and by mail; what is secret is handed over in another way.
            dolj(p)
        nr += p.slag != Paragraf.Slag.RUBRIK
        ut.append(
            Punkt(
                id=p.pk,
                nr=None if p.slag == Paragraf.Slag.RUBRIK else nr,
                slag=str(p.slag),
                rubrik=p.rubrik,
                dnr=p.dnr_i_text,
                foredragande=p.foredragande,
                tid=f"{p.planerad_tid:%H.%M}" if p.planerad_tid else "",
                extra=p.extra,
                utgar=p.utfall == Paragraf.Utfall.UTGAR,
            )
        )
    return tuple(ut)


def fran_sammantrade(
    sammantrade: Sammantrade, kallas: Sequence[Mandat], *, utfardad: date, sekreterare: str, epost: str
) -> Kallelsedokument:
    """The kallelse as the meeting stands now (two queries)."""
    kommun = Kommun.objects.first()
    ordforande = next((m for m in kallas if m.roll == Mandat.Roll.ORDFORANDE), None)
    return Kallelsedokument(
        kommun=kommun.namn if kommun else "",
        organ=sammantrade.organ.namn,
        kortnamn=sammantrade.organ.kortnamn,
        datum=sammantrade.datum,
        start=sammantrade.start,
        plats=sammantrade.plats,
        utfardad=utfardad,
        kallas_av=_namn(ordforande).rad if ordforande else "",
        sekreterare=sekreterare,
        epost=epost,
        punkter=punkter(sammantrade.paragraferna.select_related("protokoll").order_by("ordning")),
        ledamoter=tuple(_namn(m) for m in kallas if m.roll != Mandat.Roll.ERSATTARE),
        ersattare=tuple(_namn(m) for m in kallas if m.roll == Mandat.Roll.ERSATTARE),
    )


def andringar(fore: Kallelsedokument, nu: Kallelsedokument) -> tuple[str, ...]:
    """What a reader of the earlier kallelse must know, in sentences; empty when the two say the same."""
    arenden = _andrade_arenden(fore.punkter, nu.punkter)
    # Numbers follow from what comes and goes.
    if not arenden and [replace(p, nr=None) for p in fore.punkter] != [replace(p, nr=None) for p in nu.punkter]:
        arenden = ["Dagordningens uppställning har ändrats."]
    return (*_andrade_fakta(fore, nu), *arenden, *_andrade_kallade(fore, nu))


def _andrade_fakta(fore: Kallelsedokument, nu: Kallelsedokument) -> Iterable[str]:
    if fore.datum != nu.datum:
        yield f"Ny dag: {dag_i_ord(nu.datum)} (tidigare {dag_i_ord(fore.datum)})."
    if fore.start != nu.start and nu.start:
        yield f"Ny tid: kl. {nu.start:%H.%M}" + (f" (tidigare {fore.start:%H.%M})." if fore.start else ".")
    if fore.plats != nu.plats:
        yield f"Ny plats: {nu.plats} (tidigare {fore.plats})."


def _andrade_arenden(fore: Sequence[Punkt], nu: Sequence[Punkt]) -> list[str]:
    tidigare = {p.id: p for p in fore if not p.ar_rubrik}
    finns = {p.id for p in nu if not p.ar_rubrik}
    rader = []
    for p in nu:
        if p.ar_rubrik:
            continue
        if gammal := tidigare.get(p.id):
            rader += _andrad_punkt(gammal, p)
        elif not p.utgar:
            rader.append(f"{_nytt(p)}: {p.kort}{f' (dnr {p.dnr})' if p.dnr else ''}.")
    rader += [f"Utgår: {p.rubrik}." for p in tidigare.values() if p.id not in finns and not p.utgar]
    kvar = [p.id for p in nu if p.id in tidigare and p.id in finns]
    if kvar != [id for id in tidigare if id in finns]:
        rader.append("Ärendena har fått en ny ordning.")
    return rader


def _nytt(p: Punkt) -> str:
    return "Extra ärende" if p.extra else "Ny information" if p.slag == INFORMATION else "Nytt ärende"


def _andrad_punkt(fore: Punkt, nu: Punkt) -> Iterable[str]:
    if nu.utgar != fore.utgar:
        yield f"Utgår: {nu.kort}." if nu.utgar else f"Tas upp ändå: {nu.kort}."
    if nu.rubrik == SEKRETESS:  # nor what it was called before
        return
    if nu.rubrik != fore.rubrik:
        yield f"Ny rubrik: {nu.kort} (tidigare ”{fore.rubrik}”)."
    if nu.dnr != fore.dnr:
        yield f"Nytt diarienummer: {nu.kort}, {nu.dnr or 'inget'}."
    if nu.foredragande != fore.foredragande:
        yield f"Ny föredragande: {nu.kort}, {nu.foredragande or 'ingen'}."
    if nu.tid != fore.tid:
        yield f"Ny tid för ärendet: {nu.kort}, {f'kl. {nu.tid}' if nu.tid else 'ingen bestämd'}."


def _andrade_kallade(fore: Kallelsedokument, nu: Kallelsedokument) -> Iterable[str]:
    for ord_, namn in (("ledamot", "ledamoter"), ("ersättare", "ersattare")):
        gamla, nya = getattr(fore, namn), getattr(nu, namn)
        yield from (f"Kallas också som {ord_}: {n.rad}." for n in nya if n.id not in {g.id for g in gamla})
        yield from (f"Kallas inte längre som {ord_}: {n.rad}." for n in gamla if n.id not in {g.id for g in nya})

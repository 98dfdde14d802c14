"""What has happened to an uppdrag, from the decision to today, in the words of whoever asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from kommun import utskick
from kommun.kalender import dag_i_ord
from kommun.models import Forvaltning, Organ, Person
from protokoll.models import Beslut, Paragraf, Sammantrade
from protokoll.sekretess import dolj_bland
from uppdrag.models import LASTE_IN, Fristandring, Paminnelse, Rapportbilaga, Redovisning, Uppdrag, Uppfoljning
from uppdrag.uppfoljningsdokument import Grupp, Uppfoljningsdokument

Lage = Uppdrag.Lage
_MOTTAGARE = ("mottagande_organ_id", "forvaltning_id", "ansvarig_id")


@dataclass(frozen=True)
class Handelse:
    """`nar` is a date for what an organ decided, and a moment for what somebody did here."""

    nar: date | datetime
    rubrik: str
    av: str = ""
    text: str = ""
    # (words, address)
    lankar: tuple[tuple[str, str], ...] = ()
    variant: str = "neutral"
    # Of the decision that gave it; a later one comes after what was done before the meeting that day.
    ursprung: bool = False

    @property
    def _ordning(self) -> datetime:
        if isinstance(self.nar, datetime):
            return self.nar
        return timezone.make_aware(datetime.combine(self.nar, time.min if self.ursprung else time.max))


def handelser(uppdrag: Uppdrag, leden: list[Beslut], *, user) -> tuple[list[Handelse], bool]:
    """(the oldest first, whether all of it is told). `leden` are the decisions that proposed it before its own.

    What a § with sekretess said of an uppdrag that is open itself is left out: there is the § and nothing more. A fixed
    number of queries.
    """
    rader = list(uppdrag.history.order_by("history_date", "history_id").select_related("history_user__person"))
    redovisningar = list(
        uppdrag.redovisningarna.select_related("paragraf__sammantrade", "paragraf__organ", "beslut").order_by("pk")
    )
    besluten = _besluten(rader)
    frister = list(
        uppdrag.fristandringarna.select_related("beslut__paragraf__sammantrade", "beslut__paragraf__organ").order_by(
            "tid"
        )
    )
    uppfoljda = list(_uppfoljningar(uppdrag, {r.paragraf_id for r in redovisningar}))
    berorda = [r.paragraf for r in (*redovisningar, *uppfoljda)]
    berorda += [b.paragraf for b in (*besluten.values(), *(f.beslut for f in frister if f.beslut))]
    dolda = dolj_bland(user, berorda)
    avslutat_i = {rad.avslutat_i_id for rad in rader if rad.avslutat_i_id}
    alla = [
        *_ursprung(uppdrag, leden, rader),
        *_ur_historiken(uppdrag, rader, besluten),
        *_rapporter(uppdrag),
        *_frister(frister),
        *_paminnelser(uppdrag),
        *_redovisningar(redovisningar, avslutat_i),
        *_uppfoljda(uppdrag, uppfoljda),
    ]
    return sorted(alla, key=lambda h: h._ordning), not dolda


def _paragraf(p: Paragraf) -> tuple[str, str]:
    dag = dag_i_ord(p.sammantrade.datum, veckodag=False)
    return f"{p.organ.kortnamn} {dag}, {p.beteckning if p.nummer else p.rubrik}", p.get_absolute_url()


def _vem(rad) -> str:
    return str(rad.history_user or "Systemet")


def _ursprung(uppdrag: Uppdrag, leden: list[Beslut], rader) -> Iterator[Handelse]:
    for led in leden:
        p = led.paragraf
        yield Handelse(p.sammantrade.datum, f"Föreslaget av {p.organ.i_mening}", lankar=(_paragraf(p),), ursprung=True)
    p = uppdrag.beslut.paragraf
    givet = any(rad.lage in (Lage.PAGAR, Lage.ATERRAPPORTERAT, Lage.AVSLUTAT, Lage.OVERFORT) for rad in rader)
    bara_foreslaget = uppdrag.lage == Lage.FORESLAGET or (uppdrag.lage == Lage.AVSKRIVET and not givet)
    ord_ = "Föreslaget" if bara_foreslaget else "Givet"
    yield Handelse(
        p.sammantrade.datum,
        f"{ord_} av {p.organ.i_mening}",
        lankar=(_paragraf(p),),
        variant="neutral" if givet else "info",
        ursprung=True,
    )


def _besluten(rader) -> dict[int, Beslut]:
    """That have reported or closed it at some time."""
    nycklar = {pk for rad in rader for pk in (rad.avslutat_i_id, rad.aterrapporterat_i_id) if pk}
    return Beslut.objects.select_related("paragraf__sammantrade", "paragraf__organ").in_bulk(nycklar)


def _ur_historiken(uppdrag: Uppdrag, rader, besluten: dict[int, Beslut]) -> Iterator[Handelse]:
    namn = _namn(uppdrag, rader)
    forra = None
    for rad in rader:
        if forra is None:
            # What a list said beside the uppdrag stands in the reason of its first row, and nowhere else.
            reason = rad.history_change_reason or ""
            text = reason if reason.startswith(LASTE_IN) else ""
            yield Handelse(rad.history_date, f"Infört som {uppdrag.beteckning}", _vem(rad), text)
        elif any(getattr(rad, falt) != getattr(forra, falt) for falt in _MOTTAGARE):
            yield Handelse(
                rad.history_date,
                f"Lämnat över till {_mottagare(rad, namn)}",
                _vem(rad),
                f"Tidigare: {_mottagare(forra, namn)}.",
            )
        if (i := rad.aterrapporterat_i_id) and (forra is None or forra.aterrapporterat_i_id != i) and i in besluten:
            p = besluten[i].paragraf
            yield Handelse(p.sammantrade.datum, f"Återrapporterat till {p.organ.i_mening}", lankar=(_paragraf(p),))
        fore = forra.lage if forra else None
        if rad.lage != fore:
            yield from _lagesbyte(rad, fore, besluten, namn)
        forra = rad


def _lagesbyte(rad, fore: str | None, besluten, namn) -> Iterator[Handelse]:
    if rad.lage in Uppdrag.SLUTLAGEN:
        beslut = besluten.get(rad.avslutat_i_id)
        rubrik = Lage(rad.lage).label
        if rad.lage == Lage.OVERFORT and rad.overfort_till_id:
            rubrik += f" till {namn[Organ].get(rad.overfort_till_id, '')}"
        if beslut:
            rubrik += f" av {beslut.paragraf.organ.i_mening}"
        yield Handelse(
            rad.avslutat_den if beslut else rad.history_date,
            rubrik,
            _vem(rad),
            "" if beslut and beslut.paragraf.dold else rad.avslutsskal,
            (_paragraf(beslut.paragraf),) if beslut else (),
            "lyckad",
        )
    elif fore in Uppdrag.SLUTLAGEN:
        yield Handelse(rad.history_date, "Återöppnat", _vem(rad), rad.history_change_reason or "", variant="varning")


def _namn(uppdrag: Uppdrag, rader) -> dict[type, dict[int, str]]:
    """The names of those who have had it, also when they no longer do."""

    def hamta(modell, *falt):
        nycklar = {pk for rad in rader for f in falt if (pk := getattr(rad, f))}
        return {obj.pk: str(obj) for obj in modell.objects.filter(pk__in=nycklar)}

    return {
        Organ: hamta(Organ, "mottagande_organ_id", "overfort_till_id"),
        Forvaltning: hamta(Forvaltning, "forvaltning_id"),
        Person: hamta(Person, "ansvarig_id"),
    }


def _mottagare(rad, namn) -> str:
    delar = (
        namn[Organ].get(rad.mottagande_organ_id),
        namn[Forvaltning].get(rad.forvaltning_id),
        namn[Person].get(rad.ansvarig_id),
    )
    return ", ".join(filter(None, delar))


def _rapporter(uppdrag: Uppdrag) -> Iterator[Handelse]:
    for r in (
        uppdrag.rapporterna.exclude(inlamnad=None)
        .select_related("av")
        .prefetch_related(Prefetch("bilagorna", Rapportbilaga.objects.med_filnamn()))
        .order_by("inlamnad")
    ):
        rubrik = r.get_slag_display()
        if r.onskad_frist:
            rubrik = f"Begär förlängd tid till {dag_i_ord(r.onskad_frist, veckodag=False)}"
        lankar = tuple((b.bilaga.namn, reverse("uppdrag:rapport-bilaga", args=[b.pk])) for b in r.bilagorna.all())
        yield Handelse(r.inlamnad, rubrik, str(r.av), r.text, lankar, "info")


def _frister(rader: list[Fristandring]) -> Iterator[Handelse]:
    vem = _lades_in_av(Fristandring, [f.pk for f in rader])
    for f in rader:
        tidigare = f.tidigare and dag_i_ord(f.tidigare, veckodag=False)
        ny = f.ny and dag_i_ord(f.ny, veckodag=False)
        if not tidigare:
            rubrik = f"Frist bestämd: {ny}"
        elif not ny:
            rubrik = f"Fristen {tidigare} borttagen"
        else:
            rubrik = f"{'Anstånd' if f.beslut else 'Fristen flyttad'} från {tidigare} till {ny}"
        lankar = (_paragraf(f.beslut.paragraf),) if f.beslut else ()
        skal = "" if f.beslut and f.beslut.paragraf.dold else f.skal
        yield Handelse(f.tid, rubrik, vem.get(f.pk, ""), skal, lankar, "varning")


def _lades_in_av(modell, nycklar: list[int]) -> dict[int, str]:
    rader = modell.history.filter(id__in=nycklar, history_type="+").select_related("history_user__person")
    return {rad.id: _vem(rad) for rad in rader}


def _paminnelser(uppdrag: Uppdrag) -> Iterator[Handelse]:
    nu = timezone.now()
    for p in uppdrag.paminnelserna.select_related("till", "utskick").order_by("tid", "pk"):
        if p.utskick is None:
            text = "Ingen e-postadress finns, så den visas bara här."
        else:
            lage = utskick.lage(p.utskick, nu=nu)
            text = "" if lage == utskick.Lage.SKICKAT else f"{lage.ord}. {p.utskick.fel}".strip()
        vad = "" if p.slag == Paminnelse.Slag.PAMINNELSE else f": {p.get_slag_display().lower()}"
        yield Handelse(p.tid, f"Påminnelse till {p.till}{vad}", "", text)


def _redovisningar(rader: list[Redovisning], avslutat_i: set[int]) -> Iterator[Handelse]:
    satta = {
        rad.id: rad
        for rad in Redovisning.history.filter(id__in=[r.pk for r in rader], history_type="+").select_related(
            "history_user__person"
        )
    }
    for r in rader:
        lank = _paragraf(r.paragraf)
        if rad := satta.get(r.pk):
            yield Handelse(rad.history_date, "Satt på dagordningen", _vem(rad), lankar=(lank,))
        if not r.utfall and r.paragraf.utfall:
            rubrik = f"{r.paragraf.organ.namn}: ärendet {r.paragraf.get_utfall_display().lower()}"
            yield Handelse(r.paragraf.sammantrade.datum, rubrik, lankar=(lank,), variant="varning")
        # An anstånd is told by its frist, a close by its own line.
        if r.utfall and not r.fristandring_id and r.beslut_id not in avslutat_i:
            rubrik = f"{r.paragraf.organ.namn}: {r.get_utfall_display().lower()}"
            text = "" if r.paragraf.dold else r.anteckning
            yield Handelse(r.paragraf.sammantrade.datum, rubrik, "", text, (lank,), "info")


_SOM = {Grupp.FORSENAT: " som försenat", Grupp.EJ_BESVARAT: " som ej besvarat"}


def _uppfoljningar(uppdrag: Uppdrag, redovisade: set[int]):
    """Of the §§ whose uppföljning, as it was frozen, has told the organ of it without a decision of its own: a
    delrapport is noted with the § as a whole, and so is that nothing was answered."""
    return (
        Uppfoljning.objects.filter(paragraf__organ=uppdrag.rapporteras_till_id, paragraf__utfall="")
        .filter(innehall__contains={"delar": [{"rader": [{"id": uppdrag.pk}]}]})
        .exclude(paragraf__in=redovisade)
        .exclude(paragraf__sammantrade__lage__in=(*Sammantrade.RAKNAS_EJ, Sammantrade.Lage.PLANERAT))
        .select_related("paragraf__sammantrade", "paragraf__organ")
    )


def _uppfoljda(uppdrag: Uppdrag, rader: list[Uppfoljning]) -> Iterator[Handelse]:
    for u in (u for u in rader if not u.paragraf.dold):
        for d in Uppfoljningsdokument.fran_json(u.innehall).delar:
            for rad in (r for r in d.rader if r.id == uppdrag.pk and d.grupp != Grupp.AVSLUTAT):
                rubrik = f"Redovisat för {u.paragraf.organ.i_mening}{_SOM.get(d.grupp, '')}"
                text = ". ".join(filter(None, (rad.rapport, rad.forslag)))
                p = u.paragraf
                yield Handelse(p.sammantrade.datum, rubrik, "", f"{text}." if text else "", (_paragraf(p),), "info")

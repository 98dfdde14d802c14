"""What the screen in the room shows: the meeting as it stands just now, as plain values."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, time

from kommun.editor import html_to_text
from protokoll import forlopp
from protokoll.delar import PREFETCH, tryckt_beslutsrubrik
from protokoll.models import Omrostning, Paragraf, Rost, Sammantrade
from protokoll.narvarolista import Narvarolista, narvarolista
from protokoll.sekretess import dolj


@dataclass(frozen=True)
class Punkt:
    """A line of the dagordning; a heading has no number."""

    nummer: str
    rubrik: str
    dnr: str = ""
    tid: time | None = None
    foredragande: str = ""
    utgar: bool = False


@dataclass(frozen=True)
class Rostbild:
    """A vote. `pagar` until the chair has found out how it fell."""

    pagar: bool
    sluten: bool
    ja_innebar: str
    nej_innebar: str
    ja: int
    nej: int
    avstar: int
    # How many have voted, of how many who serve.
    rostat: int
    av: int
    utfall: str = ""

    @property
    def lika(self) -> bool:
        return bool(self.utfall) and self.ja == self.nej


@dataclass(frozen=True)
class Arendebild:
    beteckning: str
    dnr: str
    rubrik: str
    foredragande: str
    utfall: str
    # (heading, clean HTML)
    beslut: tuple[tuple[str, str], ...]
    yrkanden: str
    omrostning: Rostbild | None
    # (party, names): those who serve at this §; the chair is called so.
    tjanstgorande: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Rumsbild:
    organ: str
    dag: str
    lage: str
    plats: str = ""
    start: time | None = None
    slut: time | None = None
    # A break that goes on, and when it is to end where that is known.
    paus: bool = False
    paus_till: time | None = None
    arende: Arendebild | None = None
    dagordning: tuple[Punkt, ...] = ()

    @property
    def kannetecken(self) -> str:
        """The same for the same picture."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def rumsbild(sammantrade: Sammantrade, *, nu: datetime) -> Rumsbild:
    """Constant number of queries."""
    lage = sammantrade.lage
    bild = {
        "organ": sammantrade.organ.namn,
        "dag": sammantrade.dag,
        "lage": lage,
        "plats": sammantrade.plats,
        "start": sammantrade.start,
        "slut": sammantrade.slut,
    }
    if lage in (Sammantrade.Lage.AVSLUTAT, Sammantrade.Lage.INSTALLT, Sammantrade.Lage.HANVISNING):
        return Rumsbild(**bild)
    if lage == Sammantrade.Lage.PAGAR:
        for ajournering in sammantrade.ajourneringarna.all():
            if pagar_nu(ajournering, sammantrade, nu):
                return Rumsbild(**bild, paus=True, paus_till=ajournering.till)
        if sammantrade.aktuell_id:
            return Rumsbild(**bild, arende=_arendet(sammantrade))
    return Rumsbild(**bild, dagordning=_dagordningen(sammantrade))


def pagar_nu(ajournering, sammantrade: Sammantrade, nu: datetime) -> bool:
    """A break that has begun and has no end, or whose end has not come. A protokoll may be written another day."""
    samma_dag = sammantrade.datum == nu.date()
    if ajournering.till is None:
        return not samma_dag or ajournering.fran <= nu.time()
    return samma_dag and ajournering.fran <= nu.time() < ajournering.till


def _dagordningen(sammantrade: Sammantrade) -> tuple[Punkt, ...]:
    punkter, plats = [], 0
    for p in sammantrade.paragraferna.select_related("protokoll").order_by("ordning"):
        if p.ar_hemlig:
            dolj(p)
        rubrik = p.slag == Paragraf.Slag.RUBRIK
        plats += not rubrik
        punkter.append(
            Punkt(
                nummer="" if rubrik else p.beteckning if p.nummer else str(plats),
                rubrik=p.rubrik,
                dnr=p.dnr,
                tid=p.planerad_tid,
                foredragande=p.foredragande,
                utgar=p.utfall == Paragraf.Utfall.UTGAR,
            )
        )
    return tuple(punkter)


def _arendet(sammantrade: Sammantrade) -> Arendebild:
    paragraf = Paragraf.objects.select_related("protokoll").prefetch_related(*PREFETCH).get(pk=sammantrade.aktuell_id)
    paragraf.sammantrade, paragraf.organ = sammantrade, sammantrade.organ
    lista = narvarolista(sammantrade)
    if paragraf.ar_hemlig:
        # Whoever stands in the door sees the screen.
        dolj(paragraf)
    return Arendebild(
        beteckning=f"§ {paragraf.nummer}" if paragraf.nummer else "",
        dnr=paragraf.dnr_i_text,
        rubrik=paragraf.rubrik,
        foredragande=paragraf.foredragande,
        utfall=paragraf.get_utfall_display(),
        beslut=_besluten(paragraf),
        yrkanden=forlopp.forlopp(paragraf, lista).get("yrkanden", ""),
        omrostning=_omrostningen(paragraf, lista),
        tjanstgorande=_per_parti(paragraf, lista),
    )


def _besluten(paragraf: Paragraf) -> tuple[tuple[str, str], ...]:
    mall = next((m for m in paragraf.organ.mall() if m.typ == "beslut"), None)
    standard = mall.rubrik_for(paragraf.organ) if mall else "Beslut"
    return tuple(
        (tryckt_beslutsrubrik(b, paragraf.organ, standard=standard), b.text)
        for b in sorted(paragraf.besluten.all(), key=lambda b: b.ordning)
        if html_to_text(b.text)
    )


def _omrostningen(paragraf: Paragraf, lista: Narvarolista) -> Rostbild | None:
    """The one that goes on, else the last one."""
    alla: list[Omrostning] = list(paragraf.omrostningarna.all())
    if not alla:
        return None
    o = next((o for o in alla if not o.utfall), alla[-1])
    roster = [r.rost for r in o.rosterna.all()]
    ja, nej, avstar = (roster.count(v) for v in (Rost.Val.JA, Rost.Val.NEJ, Rost.Val.AVSTAR))
    if o.sluten:
        ja, nej, avstar = o.ja or 0, o.nej or 0, o.avstar or 0
    return Rostbild(
        pagar=not o.utfall,
        sluten=o.sluten,
        ja_innebar=o.ja_innebar,
        nej_innebar=o.nej_innebar,
        ja=ja,
        nej=nej,
        avstar=avstar,
        rostat=len(roster),
        av=len(lista.vid_paragraf(paragraf).tjanstgoring),
        utfall=o.utfall or "",
    )


def _per_parti(paragraf: Paragraf, lista: Narvarolista) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if paragraf.slag == Paragraf.Slag.RUBRIK:
        return ()
    ordforande = lista.ordforande(paragraf)
    grupper: dict[str, list[str]] = {}
    for d in lista.tjanstgorande(paragraf):
        grupper.setdefault(d.parti, []).append(f"{d.namn}, ordförande" if d == ordforande else d.namn)
    return tuple((parti, tuple(namn)) for parti, namn in grupper.items())

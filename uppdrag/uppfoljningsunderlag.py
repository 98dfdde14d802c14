"""What the § "Uppföljning av uppdrag" of a meeting would say now, read in a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from kommun.kalender import dag_i_ord
from kommun.models import Kommun
from protokoll.models import Paragraf, Sammantrade, StandigtArende
from uppdrag.frister import dagar_forsenat
from uppdrag.models import Aterrapport, Redovisning, Uppdrag, Uppfoljning
from uppdrag.uppfoljningsdokument import (
    FORLANGNING,
    RAPPORT_TECKEN,
    UPPDRAG_TECKEN,
    Grupp,
    Rad,
    Uppfoljningsdokument,
    grupp_for,
    i_grupper,
    kort,
)

Lage = Uppdrag.Lage
Utfall = Redovisning.Utfall
# Where no uppföljning has been made before, so far back.
FORSTA_GANGEN = timedelta(days=365)


def standande_paragraf(sammantrade: Sammantrade) -> Paragraf | None:
    """The § "Uppföljning av uppdrag" on the dagordning; with its uppföljning, if it has one."""
    return (
        sammantrade.paragraferna.filter(standigt__kod=StandigtArende.Kod.UPPFOLJNING)
        .select_related("organ", "standigt", "protokoll", "sammantrade__organ", "uppfoljning__bilaga")
        .order_by("ordning")
        .first()
    )


@dataclass(frozen=True)
class Underlag:
    dokument: Uppfoljningsdokument
    # Of those the organ is to decide about: uppdrag → the report that is put before it.
    redovisas: Mapping[int, Aterrapport | None]


@dataclass(frozen=True)
class _Fonster:
    """From when to when: what came in after `sedan` is new, and nothing after `dag` is known."""

    dag: date
    sedan: datetime
    forra: Uppfoljning | None

    @property
    def sedan_dag(self) -> date:
        return timezone.localtime(self.sedan).date()


def underlag(sammantrade: Sammantrade, *, today: date) -> Uppfoljningsdokument:
    """All uppdrag reported to the organ itself.

    Those reported to one of its utskott stand in the utskott's own uppföljning: so each is followed up in one place.
    """
    return las_underlag(sammantrade, standande_paragraf(sammantrade), today=today).dokument


def las_underlag(sammantrade: Sammantrade, paragraf: Paragraf | None, *, today: date) -> Underlag:
    fonster = _fonster(sammantrade, today)
    redovisningar = {
        r.uppdrag_id: r for r in Redovisning.objects.filter(paragraf=paragraf).select_related("rapport", "beslut")
    }
    bas = _reporterade_hit(sammantrade)
    if not (paragraf and paragraf.ar_hemlig):
        # Many read the §: what has sekretess is reported in one of its own.
        bas = bas.utom_hemliga()
    uppdragen = list(_kandidater(bas, fonster, redovisningar))
    rapporter = _rapporter(uppdragen, paragraf)
    annorstades = _annorstades(uppdragen, paragraf)
    par, redovisas = [], {}
    # The closed ones stand in the order they were closed; the others by their frist.
    for u in sorted(uppdragen, key=lambda u: u.avslutat_den or date.min):
        laget = _Laget(u, rapporter.get(u.senaste), redovisningar.get(u.pk), annorstades.get(u.pk), fonster)
        if laget.grupp:
            par.append((laget.grupp, laget.rad()))
            if laget.ska_redovisas:
                redovisas[u.pk] = laget.rapport if laget.obehandlad else None
    med = {rad.id: grupp for grupp, rad in par}
    oppna = [u for u in uppdragen if u.pk in med and _oppet(u, fonster.dag)]
    antal = bas.filter(_oppna(fonster.dag)).aggregate(alla=Count("pk"), utan=Count("pk", filter=Q(frist=None)))
    kommun = Kommun.objects.first()
    organ = sammantrade.organ
    dokument = Uppfoljningsdokument(
        kommun=kommun.namn if kommun else "",
        organ=organ.namn,
        kortnamn=organ.kortnamn,
        datum=sammantrade.datum,
        paragraf=paragraf.nummer if paragraf else None,
        dag=fonster.dag,
        sedan=fonster.sedan_dag,
        forra=fonster.forra and fonster.forra.paragraf.sammantrade.datum,
        delar=i_grupper(par, forsta=fonster.forra is None, alltid={*redovisas, *redovisningar}),
        inom_tiden=antal["alla"] - len(oppna),
        varav_utan_frist=antal["utan"] - sum(u.frist is None for u in oppna),
    )
    return Underlag(dokument, redovisas)


def _fonster(sammantrade: Sammantrade, today: date) -> _Fonster:
    # Put together after the meeting, it still tells what the meeting could know.
    dag = min(today, sammantrade.datum)
    forra = (
        Uppfoljning.objects.filter(paragraf__organ=sammantrade.organ_id, paragraf__utfall="")
        .filter(paragraf__sammantrade__datum__lt=sammantrade.datum)
        .exclude(paragraf__sammantrade__lage__in=Sammantrade.RAKNAS_EJ)
        .select_related("paragraf__sammantrade")
        .order_by("-paragraf__sammantrade__datum", "-pk")
        .first()
    )
    if forra is None:
        return _Fonster(dag, _midnatt(dag - FORSTA_GANGEN), None)
    efter_motet = _midnatt(forra.paragraf.sammantrade.datum + timedelta(days=1))
    return _Fonster(dag, min(forra.sammanstalld, efter_motet), forra)


def _midnatt(dag: date) -> datetime:
    return timezone.make_aware(datetime.combine(dag, time.min))


def _reporterade_hit(sammantrade: Sammantrade) -> QuerySet:
    """What was given before this meeting; its own decisions are followed up at the next one."""
    return Uppdrag.objects.filter(
        rapporteras_till=sammantrade.organ_id, beslut__paragraf__sammantrade__datum__lte=sammantrade.datum
    ).exclude(beslut__paragraf__sammantrade=sammantrade)


def redovisas_for_sig(sammantrade: Sammantrade, paragraf: Paragraf | None) -> list[Uppdrag]:
    """The open ones with sekretess, which a § that many read leaves out: for who keeps the minutes to put up. One
    query."""
    if paragraf and paragraf.ar_hemlig:
        return []
    alla = _reporterade_hit(sammantrade)
    oppna = alla.oppna().exclude(pk__in=alla.utom_hemliga().values("pk"))
    return list(oppna.select_related("serie").order_by("ar", "nummer"))


def _oppna(dag: date) -> Q:
    return Q(lage__in=Uppdrag.OPPNA) | Q(lage__in=Uppdrag.SLUTLAGEN, avslutat_den__gt=dag)


def _oppet(u: Uppdrag, dag: date) -> bool:
    return u.oppet or bool(u.avslutat_den and u.avslutat_den > dag)


def _kandidater(bas: QuerySet, fonster: _Fonster, redovisningar: Mapping[int, Redovisning]) -> QuerySet:
    """Everything that may stand in a group; what goes on within its time is only counted."""
    dag = fonster.dag
    inne = Aterrapport.objects.filter(uppdrag=OuterRef("pk"), inlamnad__date__lte=dag)
    senaste = inne.order_by("-inlamnad", "-pk")
    tysta = bas.ej_besvarade(dag).values("pk")
    redan = {r.id for d in _delar(fonster.forra) if d.grupp == Grupp.AVSLUTAT for r in d.rader}
    stangt = Q(lage__in=Uppdrag.SLUTLAGEN, avslutat_den__range=(fonster.sedan_dag, dag)) & ~Q(pk__in=redan)
    return (
        bas.annotate(
            senaste=Subquery(senaste.values("pk")[:1]),
            senaste_slag=Subquery(senaste.values("slag")[:1]),
            tyst=Case(When(pk__in=tysta, then=True), default=False, output_field=BooleanField()),
            kommer_rapport=Exists(
                Aterrapport.objects.filter(uppdrag=OuterRef("pk"), inlamnad__date__gt=dag, slag="slutrapport")
            ),
        )
        .filter(
            (_oppna(dag) & (Q(lage=Lage.ATERRAPPORTERAT) | Q(frist__lt=dag) | Q(senaste_slag=FORLANGNING)))
            | (_oppna(dag) & Exists(inne.filter(inlamnad__gt=fonster.sedan)))
            | Q(tyst=True)
            | stangt
            | Q(pk__in=list(redovisningar))
        )
        .select_related(
            "serie",
            "forvaltning",
            "mottagande_organ",
            "ansvarig",
            "beslut__paragraf__organ",
            "beslut__paragraf__sammantrade",
            "avslutat_i__paragraf__organ",
            "avslutat_i__paragraf__sammantrade",
            "aterrapporterat_i__paragraf__organ",
            "aterrapporterat_i__paragraf__sammantrade",
            "overfort_till",
        )
        .prefetch_related("fristandringarna")
        .order_by(F("frist").asc(nulls_last=True), "ar", "nummer", "pk")
    )


def _delar(uppfoljning: Uppfoljning | None):
    return Uppfoljningsdokument.fran_json(uppfoljning.innehall).delar if uppfoljning else ()


def _rapporter(uppdragen, paragraf: Paragraf | None) -> dict[int, Aterrapport]:
    """The latest report of each; `behandlad` when the organ has dealt with it in another §."""
    avgjorda = Redovisning.objects.filter(rapport=OuterRef("pk")).exclude(utfall="").exclude(paragraf=paragraf)
    rader = Aterrapport.objects.filter(pk__in={u.senaste for u in uppdragen if u.senaste})
    return {r.pk: r for r in rader.select_related("av").annotate(behandlad=Exists(avgjorda))}


def _annorstades(uppdragen, paragraf: Paragraf | None) -> dict[int, Paragraf]:
    """The §§ of other ärenden in which they wait for the organ: nothing stands on two dagordningar."""
    rader = Redovisning.objects.vantande().filter(uppdrag__in=uppdragen)
    rader = rader.exclude(paragraf=paragraf).select_related("paragraf__organ", "paragraf__sammantrade")
    return {r.uppdrag_id: r.paragraf for r in rader}


@dataclass(frozen=True)
class _Laget:
    """One uppdrag, its latest report, and what the § itself has to do with it."""

    uppdrag: Uppdrag
    rapport: Aterrapport | None
    redovisning: Redovisning | None
    eget_arende: Paragraf | None
    fonster: _Fonster

    @property
    def oppet(self) -> bool:
        return _oppet(self.uppdrag, self.fonster.dag)

    @property
    def avgjord(self) -> bool:
        """The organ has decided of it in this very §."""
        return bool(self.redovisning and self.redovisning.utfall)

    @property
    def obehandlad(self) -> str:
        """The slag of a report that nobody has dealt with, or empty."""
        r, u = self.rapport, self.uppdrag
        if self.avgjord and self.redovisning.rapport:
            return self.redovisning.rapport.slag
        if r is None or r.behandlad:
            return ""
        if r.slag == FORLANGNING:
            return "" if any(f.tid > r.inlamnad for f in u.fristandringarna.all()) else r.slag
        if r.slag == Aterrapport.Slag.SLUTRAPPORT:
            return r.slag if u.lage == Lage.ATERRAPPORTERAT else ""
        return r.slag if r.inlamnad > self.fonster.sedan else ""

    @property
    def vantar(self) -> bool:
        u = self.uppdrag
        # A report of a day after the meeting is for the next one.
        return u.lage == Lage.ATERRAPPORTERAT and not (u.kommer_rapport and not self.obehandlad)

    @property
    def tas_upp(self) -> bool:
        return bool(self.redovisning and self.uppdrag.oppet)

    @property
    def dagar_sent(self) -> int:
        return dagar_forsenat(self.uppdrag.frist, oppet=self.oppet, today=self.fonster.dag)

    @property
    def grupp(self) -> Grupp | None:
        return grupp_for(
            avgjord=self.avgjord,
            avslutat=not self.oppet,
            rapport=self.obehandlad,
            vantar=self.vantar,
            forsenat=bool(self.dagar_sent),
            ej_besvarat=self.uppdrag.tyst,
            tas_upp=self.tas_upp,
        )

    @property
    def ska_redovisas(self) -> bool:
        """The organ has something to decide about it here; a delrapport is noted with the § as a whole."""
        vill = self.obehandlad == FORLANGNING or self.vantar
        return vill and self.uppdrag.oppet and self.eget_arende is None

    def rad(self) -> Rad:
        u = self.uppdrag
        return Rad(
            id=u.pk,
            beteckning=u.beteckning,
            text=kort(u.text, UPPDRAG_TECKEN),
            givet=str(u.beslut.paragraf),
            mottagare=u.mottagare,
            frist=u.frist,
            tidigare=tuple(f.tidigare for f in u.fristandringarna.all() if f.tidigare),
            frist_ord=u.frist_ord,
            nasta_rapport=u.nasta_rapport,
            dagar_sent=0 if self.avgjord else self.dagar_sent,
            rapport=self._rapportrad(),
            rapporterat=kort(self.rapport.text, RAPPORT_TECKEN) if self.rapport else "",
            forslag=self._beslutat() if self.avgjord else self._forslag(),
        )

    def _rapportrad(self) -> str:
        if r := self.rapport:
            dag = dag_i_ord(timezone.localtime(r.inlamnad).date(), veckodag=False)
            vad = f"Begäran om ny tid {dag}" if r.slag == FORLANGNING else f"{r.get_slag_display()} {dag}"
            return f"{vad}, {r.av.namn}"
        if self.uppdrag.aterrapporterat_i:
            return f"Återrapporterat i {self.uppdrag.aterrapporterat_i.paragraf}"
        return ""

    def _forslag(self) -> str:
        u = self.uppdrag
        if not self.oppet:
            return self._slutet()
        if self.eget_arende:
            return f"Tas upp i {self.eget_arende}" if self.eget_arende.nummer else "Tas upp i ett eget ärende"
        if self.obehandlad == FORLANGNING:
            return f"Ny frist {dag_i_ord(self.rapport.onskad_frist, veckodag=False)}"
        if self.vantar:
            return "Avslutas"
        if self.obehandlad:
            return "Delrapporten antecknas"
        return "Rapport begärs" if u.tyst or self.dagar_sent else "Läget redovisas"

    def _slutet(self) -> str:
        u = self.uppdrag
        if u.lage == Lage.OVERFORT:
            ord_ = f"Överfört till {u.overfort_till}" if u.overfort_till else "Överfört"
        else:
            ord_ = u.get_lage_display()
        if u.avslutat_i:
            return f"{ord_} genom {u.avslutat_i.paragraf}"
        return f"{ord_} {dag_i_ord(u.avslutat_den, veckodag=False)}: {kort(u.avslutsskal, RAPPORT_TECKEN)}"

    def _beslutat(self) -> str:
        r = self.redovisning
        match r.utfall:
            case Utfall.GODKANT:
                return "Godkänns och avslutas"
            case Utfall.KOMPLETTERING:
                return "Kompletteras" + (f": {kort(r.anteckning, RAPPORT_TECKEN)}" if r.anteckning else "")
            case Utfall.ANSTAND:
                return f"Ny frist {dag_i_ord(r.ny_frist, veckodag=False)}"
        return "Antecknas" + (f": {kort(r.anteckning, RAPPORT_TECKEN)}" if r.anteckning else "")

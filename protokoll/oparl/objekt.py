"""The public rows as objects of OParl 1.1. What is not said is left out, as the standard wants it.

Of a protokoll only what is published is read: the JSON of its Publicering, with everything that is withheld already
gone. Nothing is read from the §§ themselves but their keys.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from kommun.editor import html_to_text
from kommun.models import Kommun, Mandat, Organ, Parti, Person
from kommun.varden import fran_json
from protokoll.dokumentvarden import Dokument, Tryckt
from protokoll.models import Paragraf, Publicering, Sammantrade
from protokoll.oparl.adresser import SCHEMA, adress, arende, lista, objekt, typ
from protokoll.oparl.filer import Summor

Objekt = dict[str, Any]
# The same as the catalogue says (dcat.rdf).
LICENS = "http://creativecommons.org/publicdomain/zero/1.0/"
EN = 1  # one municipality in each installation
MANDATPERIOD_AR = 4
_FORSTA_PERIODEN = 2018


def _utan_tomma(**falt) -> Objekt:
    return {namn.rstrip("_"): varde for namn, varde in falt.items() if varde not in (None, "", [])}


def _tid(dag: date, klockan: time) -> str:
    """With offset, as the standard wants every time."""
    return timezone.make_aware(datetime.combine(dag, klockan)).isoformat()


def _tider(rad) -> Objekt:
    """When it came to be and when it last changed (oparl.tider)."""
    return {
        "created": timezone.localtime(rad.tillkom).isoformat(),
        "modified": timezone.localtime(rad.andrades).isoformat(),
    }


def borttaget(vid: str, namn: str, rad) -> Objekt:
    """What is left of an object that is not public any more: that it was there, and when it ceased to be."""
    return {"id": vid, "type": typ(namn), **_tider(rad), "deleted": True}


def system(kommun: Kommun) -> Objekt:
    return _utan_tomma(
        id=adress("oparl-system"),
        type=typ("System"),
        **_tider(kommun),
        license=LICENS,
        oparlVersion=SCHEMA,
        name=f"Öppna data från {kommun.namn or 'kommunen'}",
        body=lista("bodies"),
        contactEmail=kommun.epost,
        contactName=kommun.namn,
        website=kommun.webbplats,
        product="Fullgjort",
        web=adress("oparl"),
    )


def body(kommun: Kommun, *, today: date) -> Objekt:
    perioder = mandatperioder(today)
    kommun.andrades = max(kommun.andrades, perioder[-1].tillkom)
    return _utan_tomma(
        id=objekt("bodies", EN),
        type=typ("Body"),
        **_tider(kommun),
        system=adress("oparl-system"),
        name=kommun.namn or "Kommunen",
        website=kommun.webbplats,
        contactEmail=kommun.epost,
        classification="Kommun",
        organization=lista("organizations"),
        person=lista("people"),
        meeting=lista("meetings"),
        paper=lista("papers"),
        agendaItem=lista("agenda-items"),
        file=lista("files"),
        legislativeTerm=[mandatperiod(p) for p in perioder],
        legislativeTermList=lista("legislative-terms"),
    )


@dataclass(frozen=True)
class Tider:
    tillkom: datetime
    andrades: datetime


@dataclass(frozen=True)
class Mandatperiod:
    ar: int

    @property
    def tillkom(self) -> datetime:
        """The day it began to be told."""
        return timezone.make_aware(datetime.combine(date(self.ar, 1, 1), time()))

    andrades = tillkom


def mandatperioder(today: date) -> list[Mandatperiod]:
    """The terms of styrelse and nämnder from the one of 2019, through the one that runs."""
    return [Mandatperiod(ar) for ar in range(_FORSTA_PERIODEN + 1, today.year + 1, MANDATPERIOD_AR)]


def mandatperiod(period: Mandatperiod) -> Objekt:
    sista = period.ar + MANDATPERIOD_AR - 1
    return {
        "id": objekt("legislative-terms", period.ar),
        "type": typ("LegislativeTerm"),
        **_tider(period),
        "body": objekt("bodies", EN),
        "name": f"Mandatperioden {period.ar}–{sista}",
        "startDate": f"{period.ar}-01-01",
        "endDate": f"{sista}-12-31",
    }


def organisation(organ: Organ) -> Objekt:
    return _utan_tomma(
        id=objekt("organizations", organ.pk),
        type=typ("Organization"),
        **_tider(organ),
        body=objekt("bodies", EN),
        name=organ.namn,
        shortName=organ.kortnamn,
        organizationType="Organ",
        classification=organ.get_slag_display(),
        subOrganizationOf=organ.overordnat_id and objekt("organizations", organ.overordnat_id),
        endDate=organ.upphord and organ.upphord.isoformat(),
        meeting=lista("meetings", organization=organ.pk),
    )


def parti(rad: Parti) -> Objekt:
    return _utan_tomma(
        id=objekt("parties", rad.pk),
        type=typ("Organization"),
        **_tider(rad),
        body=objekt("bodies", EN),
        name=rad.namn,
        shortName=rad.beteckning,
        organizationType="Parti",
        startDate=rad.fran.isoformat(),
        endDate=rad.till and rad.till.isoformat(),
    )


def person(rad: Person) -> Objekt:
    """A name and what she or he is elected to today. Reads the prefetched `mandaten`."""
    return {
        "id": objekt("people", rad.pk),
        "type": typ("Person"),
        **_tider(rad),
        "body": objekt("bodies", EN),
        "name": rad.namn,
        "membership": [medlemskap(m) for m in rad.mandaten.all()],
    }


def medlemskap(mandat: Mandat) -> Objekt:
    return _utan_tomma(
        id=objekt("memberships", mandat.pk),
        type=typ("Membership"),
        **_tider(mandat),
        person=objekt("people", mandat.person_id),
        organization=objekt("organizations", mandat.organ_id),
        role=mandat.get_roll_display(),
        votingRight=mandat.roll != Mandat.Roll.ERSATTARE,
        startDate=mandat.fran.isoformat(),
        endDate=mandat.till and mandat.till.isoformat(),
        onBehalfOf=mandat.parti_id and objekt("parties", mandat.parti_id),
    )


_LAGEN = {
    Sammantrade.Lage.PLANERAT: "planerat",
    Sammantrade.Lage.PAGAR: "pågår",
    Sammantrade.Lage.AVSLUTAT: "genomfört",
    Sammantrade.Lage.INSTALLT: "inställt",
}


def mote(sammantrade: Sammantrade, filer: list[Objekt], punkter: list[Objekt]) -> Objekt:
    """When and where; what was decided only as far as it is published."""
    adressen = objekt("meetings", sammantrade.pk)
    tider = _tider(sammantrade)
    return _utan_tomma(
        id=adressen,
        type=typ("Meeting"),
        **tider,
        name=f"{sammantrade.organ.namn} {sammantrade.datum.isoformat()}",
        meetingState=_LAGEN[sammantrade.lage],
        cancelled=sammantrade.lage == Sammantrade.Lage.INSTALLT,
        # The standard has no day without a time: midnight is a time that is not settled.
        start=_tid(sammantrade.datum, sammantrade.start or time()),
        end=sammantrade.slut and _tid(sammantrade.datum, sammantrade.slut),
        location=sammantrade.plats
        and {"id": f"{adressen}#plats", "type": typ("Location"), **tider, "description": sammantrade.plats},
        organization=[objekt("organizations", sammantrade.organ_id)],
        resultsProtocol=filer[0] if filer else None,
        auxiliaryFile=filer[1:],
        agendaItem=punkter,
    )


def tryckta(publicering: Publicering) -> dict[int, tuple[int, Tryckt]]:
    """The published §§ by number, each with its place."""
    dokument = fran_json(Dokument, publicering.innehall)
    return {t.nummer: (plats, t) for plats, t in enumerate(dokument.paragrafer, start=1) if t.nummer}


def punkt(paragraf: Paragraf, publicering: Publicering, plats: int, tryckt: Tryckt, uppdrag: list) -> Objekt:
    """A published §. `uppdrag` are those it gave, of which only what the published text itself says is told."""
    beslut = [html_to_text(d.html) for d in tryckt.delar if d.typ == "beslut"]
    text = "\n\n".join(filter(None, beslut))
    return _utan_tomma(
        id=objekt("agenda-items", paragraf.pk),
        type=typ("AgendaItem"),
        **_tider(paragraf),
        meeting=objekt("meetings", paragraf.sammantrade_id),
        order=plats,
        number=tryckt.beteckning,
        name=tryckt.rubrik,
        public=True,
        consultation=objekt("consultations", paragraf.pk) if _har_dnr(paragraf, tryckt) else None,
        resolutionText=text,
        web=adress("offentlig-paragraf", publicering.protokoll_id, tryckt.nummer),
        **{"uppdrag:assignment": [_uppdrag(u) for u in uppdrag if _sagt(u, text)]},
    )


def _sagt(uppdrag, text: str) -> bool:
    """Whether the published decision still says it: a passage that is withheld is withheld here too."""
    return " ".join(uppdrag.text.split()) in " ".join(text.split())


def _uppdrag(uppdrag) -> Objekt:
    return _utan_tomma(reference=uppdrag.beteckning, text=uppdrag.text, assignee=uppdrag.mottagare)


def _har_dnr(paragraf: Paragraf, tryckt: Tryckt) -> bool:
    return bool(paragraf.dnr) and tryckt.dnr.startswith(paragraf.dnr)


def beredning(paragraf: Paragraf, tryckt: Tryckt) -> Objekt | None:
    """The ärende at this meeting."""
    if not _har_dnr(paragraf, tryckt):
        return None
    return {
        "id": objekt("consultations", paragraf.pk),
        "type": typ("Consultation"),
        **_tider(paragraf),
        "paper": arende(paragraf.dnr),
        "agendaItem": objekt("agenda-items", paragraf.pk),
        "meeting": objekt("meetings", paragraf.sammantrade_id),
        "organization": [objekt("organizations", paragraf.organ_id)],
        "authoritative": any(d.typ == "beslut" for d in tryckt.delar),
    }


def arendet(dnr: str, rader: list[tuple[Paragraf, Tryckt]]) -> Objekt:
    """An ärende, by the published §§ it came up in, in the order of time."""
    return _utan_tomma(
        id=arende(dnr),
        type=typ("Paper"),
        created=timezone.localtime(min(p.tillkom for p, _ in rader)).isoformat(),
        modified=timezone.localtime(max(p.andrades for p, _ in rader)).isoformat(),
        body=objekt("bodies", EN),
        name=rader[-1][1].rubrik,
        reference=dnr,
        date=rader[0][0].sammantrade.datum.isoformat(),
        paperType="Ärende",
        consultation=[beredning(p, t) for p, t in rader],
    )


def fil(publicering: Publicering, summor: Summor) -> Objekt:
    """The published PDF. Named by its protokoll, so that a new web version has the same address."""
    sammantrade = publicering.protokoll.sammantrade
    pdf = adress("offentlig-pdf", publicering.protokoll_id)
    return {
        "id": objekt("files", publicering.protokoll_id),
        "type": typ("File"),
        **_tider(publicering),
        "name": f"Protokoll {sammantrade.organ.namn} {sammantrade.datum.isoformat()}",
        "fileName": f"{sammantrade.organ.kortnamn.lower()}-{sammantrade.datum.isoformat()}.pdf",
        "mimeType": "application/pdf",
        "date": timezone.localdate(publicering.publicerad).isoformat(),
        "size": summor.storlek,
        "sha1Checksum": summor.sha1,
        "sha512Checksum": summor.sha512,
        "accessUrl": pdf,
        "downloadUrl": pdf,
        "meeting": [objekt("meetings", sammantrade.pk)],
        "web": adress("offentligt", publicering.protokoll_id),
    }

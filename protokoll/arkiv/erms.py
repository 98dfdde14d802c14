"""The package described as E-ARK CITS ERMS (= FGS Ärendehantering 2.0); valid in 2.1.2 and 3.0.2. Pure.

The protokoll of the year are one file (`file`) with a record each; every ärende is a case file (`caseFile`) with a
record for each of its §§, which refers to the protokoll it stands in. ERMS knows no uppdrag: they are own elements.
"""

from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from protokoll.arkiv.varden import PROGRAM, Agent, Arkivprotokoll, Arkivuppdrag, Fil, Handling, Paket, dagen, utc
from protokoll.arkiv.xml import som_bytes, under

NS = "https://DILCIS.eu/XML/ERMS"
SEKRETESSLAGEN = "Offentlighets- och sekretesslagen (2009:400)"


def erms(paket: Paket) -> bytes:
    rot = etree.Element(etree.QName(NS, "erms"), nsmap={None: NS})
    _kontroll(rot, paket)
    samling = under(rot, "aggregations")
    akt = under(samling, "aggregation", systemIdentifier=_urn(paket, "protokoll"), aggregationType="file")
    under(akt, "objectId", f"{paket.kortnamn} {paket.ar}")
    under(akt, "title", paket.titel)
    under(akt, "status", value="closed")
    _agenter(akt, (Agent(paket.organ, "Organ", "creator"),))
    dagar = under(akt, "dates")
    under(dagar, "date", dagen(min(p.datum for p in paket.protokollen)), dateType="start")
    under(dagar, "date", dagen(max(p.datum for p in paket.protokollen)), dateType="end")
    for protokoll in paket.protokollen:
        _protokoll(akt, protokoll, paket)
    for dnr, rader in groupby(sorted(_paragrafer(paket), key=lambda r: r[1].dnr), key=lambda r: r[1].dnr):
        _arende(samling, paket, dnr, list(rader))
    return som_bytes(rot)


def _kontroll(rot, paket: Paket) -> None:
    kontroll = under(rot, "control")
    under(kontroll, "identification", paket.id, identificationType="Arkivpaket")
    underhall = under(kontroll, "maintenanceInformation")
    under(underhall, "maintenanceStatus", value="new")
    myndighet = under(underhall, "maintenanceAgency")
    if paket.organisationsnummer:
        under(myndighet, "agencyCode", paket.organisationsnummer, type="organisationsnummer")
    under(myndighet, "agencyName", paket.kommun or paket.organ)
    handelse = under(under(underhall, "maintenanceHistory"), "maintenanceEvent")
    under(handelse, "eventType", value="created")
    under(handelse, "eventDateTime", utc(paket.skapad))
    _agent(handelse, Agent(PROGRAM, "Programvara", "creator"))


def _protokoll(akt, protokoll: Arkivprotokoll, paket: Paket) -> None:
    rad = under(akt, "record", systemIdentifier=protokoll.id, recordType="Protokoll")
    under(rad, "objectId", protokoll.beteckning)
    under(rad, "title", protokoll.titel)
    if protokoll.sekretess:
        _sekretess(rad, protokoll)
    under(rad, "direction", directionDefinition="outgoing")
    _agenter(rad, (Agent(paket.organ, "Organ", "creator"), *protokoll.agenter))
    dagar = under(rad, "dates")
    under(dagar, "date", dagen(protokoll.datum), dateType="decision_date")
    under(dagar, "date", dagen(protokoll.justeringsdag), dateType="main_signature")
    under(under(rad, "eSignatures"), "eSignature", present=_sant(any(f.undertecknad for f in protokoll.filer)))
    mer = under(rad, "additionalInformation")
    for fil in protokoll.filer:
        _bilaga(mer, fil)


def _paragrafer(paket: Paket) -> list[tuple[Arkivprotokoll, Handling]]:
    return [(protokoll, paragraf) for protokoll in paket.protokollen for paragraf in protokoll.paragrafer]


def _arende(samling, paket: Paket, dnr: str, rader: list[tuple[Arkivprotokoll, Handling]]) -> None:
    """The §§ of an ärende; those without dnr are kept together."""
    sist = rader[-1][1]
    arende = under(samling, "aggregation", systemIdentifier=_urn(paket, f"dnr/{dnr}"))
    if dnr:
        arende.set("aggregationType", "caseFile")
    else:
        arende.set("aggregationType", "own_aggregation_definition")
        arende.set("otherAggregationType", "Paragrafer utan diarienummer")
    under(arende, "objectId", dnr or f"{paket.kortnamn} {paket.ar} utan diarienummer")
    if sist.klassificering and dnr:
        under(arende, "classification", sist.klassificering, classificationCode=sist.klassificering)
    under(arende, "title", sist.rubrik if dnr else f"Paragrafer utan diarienummer {paket.ar}")
    for protokoll, paragraf in rader:
        _paragraf(arende, protokoll, paragraf, paket)


def _paragraf(arende, protokoll: Arkivprotokoll, paragraf: Handling, paket: Paket) -> None:
    rad = under(arende, "record", systemIdentifier=paragraf.id, recordType="Protokollsparagraf")
    under(rad, "objectId", paragraf.beteckning)
    under(rad, "title", paragraf.rubrik)
    if paragraf.nummer:
        under(rad, "runningNumber", str(paragraf.nummer))
    under(rad, "relation", protokoll.id, relationType="part_of")
    if paragraf.sekretess:
        _sekretess(rad, protokoll)
    under(rad, "direction", directionDefinition="outgoing")
    _agenter(rad, (Agent(paket.organ, "Organ", "creator"),))
    under(under(rad, "dates"), "date", dagen(protokoll.datum), dateType="decision_date")
    for text in paragraf.beslut:
        beslut = under(rad, "action")
        under(beslut, "actionText", text)
        under(beslut, "actionType", "Beslut")
        under(under(beslut, "dates"), "actionDate", dagen(protokoll.datum), dateType="decision_date")
    mer = under(rad, "additionalInformation")
    _bilaga(mer, protokoll.huvudfil)
    if paragraf.uppdrag:
        egna = under(mer, "ownElement")
        under(egna, "ownElementDescription", "Uppdrag som paragrafen gav eller avslutade")
        for uppdrag in paragraf.uppdrag:
            _uppdrag(egna, uppdrag)


def _uppdrag(egna, uppdrag: Arkivuppdrag) -> None:
    element = under(egna, "ownElement", name="uppdrag")
    under(element, "value", uppdrag.text)
    varden = {
        "beteckning": uppdrag.beteckning,
        "händelse": uppdrag.handelse,
        "mottagare": uppdrag.mottagare,
        "läge": uppdrag.lage,
        "frist": uppdrag.frist.isoformat() if uppdrag.frist else "",
        "avslutat": uppdrag.avslutat.isoformat() if uppdrag.avslutat else "",
        "skäl": uppdrag.skal,
    }
    for namn, varde in varden.items():
        if varde:
            under(under(element, "ownElement", name=namn), "value", varde)


def _sekretess(rad, protokoll: Arkivprotokoll) -> None:
    begransning = under(rad, "restriction", restrictionType="confidential")
    under(
        begransning,
        "explanatoryText",
        "Protokollet fördes för sig, för att det innehåller uppgifter som kan omfattas av sekretess."
        if protokoll.for_sig
        else "Innehåller uppgifter som kan omfattas av sekretess. Det visade sig när protokollet redan var låst.",
    )
    under(begransning, "regulation", SEKRETESSLAGEN)


def _agenter(rad, agenter: tuple[Agent, ...]) -> None:
    lista = under(rad, "agents")
    for agent in agenter:
        _agent(lista, agent)


def _agent(foralder, agent: Agent) -> None:
    element = under(foralder, "agent", agentType=agent.typ)
    under(element, "name", agent.namn)
    under(element, "role", agent.roll)


def _bilaga(mer, fil: Fil) -> None:
    element = under(mer, "appendix", name=fil.namn, description=fil.benamning, path=fil.sokvag)
    if fil.format:
        element.set("fileFormat", fil.format)
    if fil.undertecknad:
        under(element, "eSignature", present="true")


def _sant(varde: bool) -> str:
    return "true" if varde else "false"


def _urn(paket: Paket, vad: str) -> str:
    """The same for the same ärende of the same organ and year, in whichever package."""
    return uuid5(NAMESPACE_URL, f"{paket.organisationsnummer}/{paket.kortnamn}/{paket.ar}/{vad}").urn

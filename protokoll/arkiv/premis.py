"""What has happened to the protokoll of the package and how its files are known again, as PREMIS 3. Pure."""

from lxml import etree

from protokoll.arkiv.varden import PROGRAM, UTGAVA, Arkivprotokoll, Fil, Handelse, Paket, utc
from protokoll.arkiv.xml import XSI, som_bytes, under

NS = "http://www.loc.gov/premis/v3"
_ID = "lokal"


def premis(paket: Paket) -> bytes:
    rot = etree.Element(etree.QName(NS, "premis"), nsmap={None: NS, "xsi": XSI})
    rot.set("version", "3.0")
    for fil in paket.filer:
        _objekt(rot, fil)
    for protokoll in paket.protokollen:
        for nummer, handelse in enumerate(protokoll.handelser, start=1):
            _handelse(rot, protokoll, handelse, nummer)
    _programmet(rot)
    return som_bytes(rot)


def _identitet(foralder, vad: str, varde: str) -> None:
    identitet = under(foralder, f"{vad}Identifier")
    under(identitet, f"{vad}IdentifierType", _ID)
    under(identitet, f"{vad}IdentifierValue", varde)


def _objekt(rot, fil: Fil) -> None:
    objekt = under(rot, "object")
    objekt.set(f"{{{XSI}}}type", "file")
    _identitet(objekt, "object", fil.sokvag)
    egenskaper = under(objekt, "objectCharacteristics")
    summa = under(egenskaper, "fixity")
    under(summa, "messageDigestAlgorithm", "SHA-256")
    under(summa, "messageDigest", fil.sha256)
    under(egenskaper, "size", str(fil.storlek))
    format_ = under(egenskaper, "format")
    under(under(format_, "formatDesignation"), "formatName", fil.typ)
    if fil.format:
        register = under(format_, "formatRegistry")
        under(register, "formatRegistryName", "PRONOM")
        under(register, "formatRegistryKey", fil.format)
    under(objekt, "originalName", fil.namn)


def _handelse(rot, protokoll: Arkivprotokoll, handelse: Handelse, nummer: int) -> None:
    element = under(rot, "event")
    _identitet(element, "event", f"{protokoll.id}/{nummer}")
    under(element, "eventType", handelse.slag)
    under(element, "eventDateTime", utc(handelse.tid))
    under(under(element, "eventDetailInformation"), "eventDetail", handelse.text)
    lank = under(element, "linkingAgentIdentifier")
    under(lank, "linkingAgentIdentifierType", _ID)
    under(lank, "linkingAgentIdentifierValue", PROGRAM)
    huvudfil = under(element, "linkingObjectIdentifier")
    under(huvudfil, "linkingObjectIdentifierType", _ID)
    under(huvudfil, "linkingObjectIdentifierValue", protokoll.huvudfil.sokvag)


def _programmet(rot) -> None:
    agent = under(rot, "agent")
    _identitet(agent, "agent", PROGRAM)
    under(agent, "agentName", f"{PROGRAM} {UTGAVA}")
    under(agent, "agentType", "software")

"""The METS files of the package, by E-ARK CSIP 2.1.0 (= FGS Paketstruktur 2.0). Pure.

One for the package and one for its representation. Every file is named with its size, SHA-256 and time.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from protokoll.arkiv.varden import PROGRAM, REPRESENTATION, UTGAVA, Fil, Paket, utc
from protokoll.arkiv.xml import XLINK, XSI, som_bytes, under

NS = "http://www.loc.gov/METS/"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
PROFIL = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
INNEHALLSTYP = "citserms_v2_1"
SCHEMAN = (
    f"{NS} http://www.loc.gov/standards/mets/mets.xsd {CSIP} https://earkcsip.dilcis.eu/schema/DILCISExtensionMETS.xsd"
)


@dataclass(frozen=True)
class Metadata:
    """What describes the content (ERMS), and what is told of its keeping (PREMIS)."""

    beskrivande: Fil
    bevarande: Fil


def paketets(paket: Paket, metadata: Metadata, *, dokumentation: Iterable[Fil], scheman: Iterable[Fil], rep: Fil):
    """METS.xml at the root; `rep` is the METS file of the representation."""
    rot = _rot(paket, paket.id)
    _metadata(rot, metadata, "")
    filer = under(rot, "fileSec", ID="filer")
    grupper = {"Documentation": list(dokumentation), "Schemas": list(scheman)}
    for namn, rader in grupper.items():
        _grupp(filer, namn, rader, "")
    _grupp(filer, "Representations/rep1", [rep], "", innehallstyp=True)
    karta = _karta(rot, paket.id)
    _metadatadel(karta, metadata)
    for namn, rader in grupper.items():
        _del(karta, namn, rader)
    representationer = _del(karta, "Representations", [rep])
    en = under(representationer, "div", ID="karta-rep1", LABEL="Representations/rep1")
    pekare = under(en, "mptr", LOCTYPE="URL")
    _till(pekare, rep.sokvag)
    pekare.set(f"{{{XLINK}}}title", rep.id)
    return som_bytes(rot)


def representationens(paket: Paket) -> bytes:
    """METS.xml of the representation: the files themselves."""
    rot = _rot(paket, "rep1")
    filer = list(paket.filer)
    _grupp(under(rot, "fileSec", ID="filer"), "Data", filer, f"{REPRESENTATION}/", innehallstyp=True)
    karta = _karta(rot, "rep1")
    _del(karta, "Data", filer)
    return som_bytes(rot)


def _rot(paket: Paket, namn: str):
    rot = etree.Element(etree.QName(NS, "mets"), nsmap={None: NS, "csip": CSIP, "xlink": XLINK, "xsi": XSI})
    rot.set("OBJID", namn)
    rot.set("LABEL", paket.titel)
    rot.set("TYPE", "Mixed")
    rot.set("PROFILE", PROFIL)
    rot.set(f"{{{CSIP}}}CONTENTINFORMATIONTYPE", INNEHALLSTYP)
    rot.set(f"{{{XSI}}}schemaLocation", SCHEMAN)
    huvud = under(rot, "metsHdr", CREATEDATE=utc(paket.skapad), LASTMODDATE=utc(paket.skapad))
    huvud.set(f"{{{CSIP}}}OAISPACKAGETYPE", "SIP")
    program = under(huvud, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    under(program, "name", PROGRAM)
    under(program, "note", UTGAVA).set(f"{{{CSIP}}}NOTETYPE", "SOFTWARE VERSION")
    agare = under(huvud, "agent", ROLE="ARCHIVIST", TYPE="ORGANIZATION")
    under(agare, "name", paket.kommun or paket.organ)
    if paket.organisationsnummer:
        nummer = under(agare, "note", paket.organisationsnummer)
        nummer.set(f"{{{CSIP}}}NOTETYPE", "IDENTIFICATIONCODE")
    return rot


def _metadata(rot, metadata: Metadata, fran: str) -> None:
    fil = metadata.beskrivande
    dmd = under(rot, "dmdSec", ID="dmd-erms", CREATED=utc(fil.skapad), STATUS="CURRENT")
    _mdref(dmd, fil, fran, MDTYPE="OTHER", OTHERMDTYPE="ERMS")
    fil = metadata.bevarande
    digiprov = under(under(rot, "amdSec"), "digiprovMD", ID="amd-premis", CREATED=utc(fil.skapad), STATUS="CURRENT")
    _mdref(digiprov, fil, fran, MDTYPE="PREMIS")


def _mdref(foralder, fil: Fil, fran: str, **typ: str) -> None:
    _till(under(foralder, "mdRef", LOCTYPE="URL", **typ, **_om(fil)), fil.sokvag.removeprefix(fran))


def _om(fil: Fil) -> dict[str, str]:
    return {
        "MIMETYPE": fil.typ,
        "SIZE": str(fil.storlek),
        "CREATED": utc(fil.skapad),
        "CHECKSUM": fil.sha256,
        "CHECKSUMTYPE": "SHA-256",
    }


def _till(element, sokvag: str) -> None:
    element.set(f"{{{XLINK}}}type", "simple")
    element.set(f"{{{XLINK}}}href", sokvag)


def _grupp(filer, namn: str, rader: list[Fil], fran: str, *, innehallstyp: bool = False) -> None:
    grupp = under(filer, "fileGrp", ID=f"grupp-{namn.replace('/', '-')}", USE=namn)
    if innehallstyp:
        grupp.set(f"{{{CSIP}}}CONTENTINFORMATIONTYPE", INNEHALLSTYP)
    for fil in rader:
        _till(
            under(under(grupp, "file", ID=fil.id, **_om(fil)), "FLocat", LOCTYPE="URL"), fil.sokvag.removeprefix(fran)
        )


def _karta(rot, namn: str):
    karta = under(rot, "structMap", ID="karta", TYPE="PHYSICAL", LABEL="CSIP")
    return under(karta, "div", ID="karta-rot", LABEL=namn)


def _metadatadel(karta, metadata: Metadata) -> None:
    del_ = under(karta, "div", ID="karta-metadata", LABEL="Metadata")
    del_.set("DMDID", "dmd-erms")
    del_.set("ADMID", "amd-premis")


def _del(karta, namn: str, rader: list[Fil]):
    del_ = under(karta, "div", ID=f"karta-{namn}", LABEL=namn)
    for fil in rader:
        under(del_, "fptr", FILEID=fil.id)
    return del_

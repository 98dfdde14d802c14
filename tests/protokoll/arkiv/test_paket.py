"""What an archive package holds, that it is the same each time, and that it follows the structure of E-ARK."""

import io
import json
import tomllib
from datetime import date
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from kommun.fel import DomanFel
from kommun.utskick import ny_bilaga
from protokoll.arkiv.paket import skriv
from protokoll.arkiv.underlag import underlag
from protokoll.arkiv.varden import UTGAVA
from protokoll.models import Protokoll, Protokollsversion, Undertecknande
from protokoll.stangning import stang
from protokoll.versionskedja import kedjan
from tests.factories import ProtokollFactory, SammantradeFactory, UppdragFactory, VersionFactory, justera
from tests.protokoll.arkiv.bygge import FRYST, arkiverbart, utkastet
from uppdrag.arkiv import uppdragen
from uppdrag.models import Uppdrag

pytestmark = pytest.mark.django_db

IDAG = date(2026, 6, 1)
NS = {
    "m": "http://www.loc.gov/METS/",
    "e": "https://DILCIS.eu/XML/ERMS",
    "p": "http://www.loc.gov/premis/v3",
    "x": "http://www.w3.org/1999/xlink",
    "csip": "https://DILCIS.eu/XML/METS/CSIPExtensionMETS",
}


def bytes_av(organ, ar=2026) -> bytes:
    fil = io.BytesIO()
    skriv(fil, organ, ar, today=IDAG)
    return fil.getvalue()


def filerna(organ) -> dict[str, bytes]:
    """By their path in the package."""
    with ZipFile(io.BytesIO(bytes_av(organ))) as zip_:
        [rot] = {namn.partition("/")[0] for namn in zip_.namelist()}
        filer = {namn.removeprefix(f"{rot}/"): zip_.read(namn) for namn in zip_.namelist()}
    assert etree.fromstring(filer["METS.xml"]).get("OBJID") == rot
    return filer


def las(filer, sokvag, xpath):
    return etree.fromstring(filer[sokvag]).xpath(xpath, namespaces=NS)


ERMS, PREMIS, REP = "metadata/descriptive/erms.xml", "metadata/preservation/premis.xml", "representations/rep1/"


def test_the_same_content_gives_the_same_bytes_and_another_content_another_package(organ):
    arkiverbart(organ)
    forst = bytes_av(organ)
    assert bytes_av(organ) == forst

    arkiverbart(organ, datum=date(2026, 4, 1))
    efter = bytes_av(organ)
    assert ZipFile(io.BytesIO(efter)).namelist()[0] != ZipFile(io.BytesIO(forst)).namelist()[0]


def test_a_protokoll_lies_in_it_frozen_signed_as_content_and_with_what_happened(organ):
    protokoll = arkiverbart(organ, anslag=True)
    version = protokoll.versionerna.get()
    filer = filerna(organ)
    mapp = f"{REP}data/2026-03-04-protokoll-{protokoll.pk}/"

    assert filer[f"{mapp}version-1.pdf"] == bytes(version.pdf)
    assert filer[f"{mapp}version-1-godkannande.pdf"] == bytes(version.undertecknandena.get().bilaga.innehall)
    assert json.loads(filer[f"{mapp}version-1.json"]) == version.innehall
    assert filer[f"{mapp}bilaga-1.pdf"] == b"%PDF-1.7"  # the kallelse
    handelser = json.loads(filer[f"{mapp}handelser.json"])["handelser"]
    assert [h["slag"] for h in handelser] == ["frysning", "godkännande", "godkännande", "undertecknande", "anslag"]
    assert "Sista dag att överklaga 2026-04-07" in handelser[-1]["text"]
    assert filer[f"{mapp}anslagsbevis-1.pdf"].startswith(b"%PDF")
    assert {h["av"] for h in handelser if h["slag"] == "godkännande"} == {"Bo Provsson", "Siv Provsson"}


def test_the_schema_in_it_describes_the_content(organ):
    arkiverbart(organ)
    schema = json.loads(filerna(organ)["schemas/dokument.schema.json"])
    innehall = Protokollsversion.objects.get().innehall
    dokument = schema["$defs"]["Dokument"]
    assert schema["$ref"] == "#/$defs/Dokument"
    assert set(dokument["properties"]) == set(innehall)
    assert set(dokument["required"]) <= set(innehall)
    assert dokument["properties"]["paragrafer"] == {"type": "array", "items": {"$ref": "#/$defs/Tryckt"}}


@pytest.mark.parametrize(("mets", "rot"), [("METS.xml", ""), (f"{REP}METS.xml", REP)], ids=["package", "rep1"])
def test_every_file_is_told_of_with_its_size_and_fingerprint(organ, mets, rot):
    arkiverbart(organ)
    filer = filerna(organ)
    told = {}
    for element in las(filer, mets, "//*[@CHECKSUM]"):
        [lank] = element.xpath("self::*/@x:href | m:FLocat/@x:href", namespaces=NS)
        told[rot + lank] = element.get("CHECKSUM"), element.get("SIZE")
        assert element.get("CHECKSUMTYPE") == "SHA-256"
    for sokvag, (summa, storlek) in told.items():
        assert (summa, storlek) == (sha256(filer[sokvag]).hexdigest(), str(len(filer[sokvag])))
    alla = {f for f in filer if f.startswith(f"{REP}data/")} if rot else {f for f in filer if "/data/" not in f}
    assert set(told) == alla - {mets}


def test_mets_has_what_csip_requires(organ):
    arkiverbart(organ)
    filer = filerna(organ)
    for mets in ("METS.xml", f"{REP}METS.xml"):
        [rot] = las(filer, mets, "/m:mets")
        assert rot.get("PROFILE") == "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
        assert rot.get("TYPE") == "Mixed"
        assert rot.get(f"{{{NS['csip']}}}CONTENTINFORMATIONTYPE") == "citserms_v2_1"
        namn = las(filer, mets, "//@ID")
        assert len(namn) == len(set(namn))
        for pekare in las(filer, mets, "//@FILEID | //@DMDID | //@ADMID"):
            assert pekare in namn
        assert las(filer, mets, "count(//m:structMap[@TYPE='PHYSICAL' and @LABEL='CSIP'])") == 1
    delar = las(filer, "METS.xml", "//m:structMap/m:div/m:div/@LABEL")
    assert delar == ["Metadata", "Documentation", "Schemas", "Representations"]
    assert las(filer, "METS.xml", "//m:mptr/@x:href") == [f"{REP}METS.xml"]


def test_erms_tells_of_protokoll_arenden_paragrafer_beslut_and_uppdrag(organ):
    protokoll = arkiverbart(organ)
    paragraf = protokoll.paragraferna.get(dnr="KS 2026/14")
    uppdrag = UppdragFactory(beslut=paragraf.besluten.get(), mening="Kontoret ska utreda frågan.")
    filer = filerna(organ)

    assert las(filer, ERMS, "//e:aggregation/@aggregationType") == ["file", "own_aggregation_definition", "caseFile"]
    assert las(filer, ERMS, "//e:aggregation[@aggregationType='caseFile']/e:objectId/text()") == ["KS 2026/14"]
    assert las(filer, ERMS, "//e:classification/@classificationCode") == ["106"]
    [post] = las(filer, ERMS, "//e:aggregation[@aggregationType='caseFile']/e:record")
    hitta = lambda xpath: post.xpath(xpath, namespaces=NS)  # noqa: E731
    assert hitta("e:title/text()") == ["Taxa för & om <torg>"]
    assert hitta("e:action/e:actionText/text()") == ["Provnämnden ger kontoret i uppdrag att utreda frågan."]
    assert hitta("e:dates/e:date[@dateType='decision_date']/text()") == ["2026-03-04T00:00:00"]
    varden = dict(zip(hitta(".//e:ownElement/@name"), hitta(".//e:value/text()"), strict=True))
    assert varden["uppdrag"] == "Kontoret ska utreda frågan."
    assert (varden["beteckning"], varden["händelse"]) == (uppdrag.beteckning, "gavs")
    [protokollets] = las(filer, ERMS, "//e:record[@recordType='Protokoll']/@systemIdentifier")
    assert hitta("e:relation/text()") == [protokollets]
    for sokvag in las(filer, ERMS, "//e:appendix/@path"):
        assert sokvag in filer
    assert hitta(".//e:appendix/@name") == ["version-1-godkannande.pdf"]


def test_an_uppdrag_that_a_paragraf_closed_stands_with_that_paragraf(organ):
    protokoll = utkastet(organ)
    beslut = protokoll.paragraferna.get(dnr="KS 2026/14").besluten.get()
    annat = UppdragFactory(beslut__paragraf__protokoll__sammantrade__organ=organ)
    annat.lage, annat.avslutat_i, annat.avslutat_den = Uppdrag.Lage.AVSLUTAT, beslut, date(2026, 3, 4)
    annat.save()
    [rad] = uppdragen([protokoll])[beslut.paragraf_id]
    assert (rad.handelse, rad.lage, rad.avslutat) == ("avslutades", "Avslutat", date(2026, 3, 4))


# The sequence of the schema (2.1.2 and 3.0.2 alike), of what we write.
ORDNING = {
    "erms": ["control", "aggregations"],
    "control": ["identification", "maintenanceInformation"],
    "maintenanceInformation": ["maintenanceStatus", "maintenanceAgency", "maintenanceHistory"],
    "aggregation": ["objectId", "classification", "title", "status", "agents", "dates", "record"],
    "record": [
        "objectId", "title", "runningNumber", "relation", "restriction", "direction", "agents", "dates", "action",
        "eSignatures", "additionalInformation",
    ],
    "action": ["actionText", "actionType", "dates"],
    "agent": ["name", "role"],
    "restriction": ["explanatoryText", "regulation"],
    "additionalInformation": ["appendix", "ownElement"],
}  # fmt: skip


def test_the_elements_of_erms_stand_in_the_order_of_its_schema(organ):
    arkiverbart(organ, slag=Protokoll.Slag.SEKRETESS)
    rot = etree.fromstring(filerna(organ)[ERMS])
    for element in rot.iter():
        namn = etree.QName(element).localname
        if namn in ORDNING:
            platser = [ORDNING[namn].index(etree.QName(barn).localname) for barn in element]
            assert platser == sorted(platser), namn
    identiteter = rot.xpath("//@systemIdentifier")
    assert len(identiteter) == len(set(identiteter))
    assert all(i.startswith("urn:uuid:") for i in identiteter)


def test_what_is_secret_is_marked(organ):
    arkiverbart(organ)
    arkiverbart(organ, datum=date(2026, 4, 1), slag=Protokoll.Slag.SEKRETESS)
    filer = filerna(organ)
    assert las(filer, ERMS, "count(//e:record[e:restriction])") == 3  # the protokoll and its two §§
    assert filer["documentation/las-mig.txt"].decode().count("(sekretess)") == 1


def test_what_was_closed_when_it_was_locked_is_marked_too(organ, sekreterare):
    protokoll = arkiverbart(organ)
    fore = filerna(organ)
    stang(protokoll.paragraferna.order_by("ordning").first(), lagrum="21 kap. 1 § OSL", by=sekreterare)
    efter = filerna(organ)
    assert las(efter, ERMS, "count(//e:record[e:restriction])") == 2  # the protokoll and the §
    fore, efter = (etree.fromstring(f["METS.xml"]).get("OBJID") for f in (fore, efter))
    assert fore != efter


def test_premis_tells_what_happened_to_which_file(organ):
    arkiverbart(organ)
    filer = filerna(organ)
    assert las(filer, PREMIS, "//p:event/p:eventType/text()")[0] == "frysning"
    objekt = set(las(filer, PREMIS, "//p:object//p:objectIdentifierValue/text()"))
    assert objekt == {f for f in filer if "/data/" in f}
    assert set(las(filer, PREMIS, "//p:linkingObjectIdentifierValue/text()")) <= objekt


def test_control_characters_in_a_text_do_not_break_the_xml(organ):
    protokoll = utkastet(organ)
    paragraf = protokoll.paragraferna.get(dnr="KS 2026/14")
    paragraf.rubrik = "Taxa\x0b för\x1f torget"
    paragraf.save()
    _underteckna(protokoll)
    assert las(filerna(organ), ERMS, "//e:record[e:runningNumber='630']/e:title/text()") == ["Taxa för torget"]


def _underteckna(protokoll, **version):
    version = VersionFactory(protokoll=protokoll, skapad=FRYST, **version)
    bilaga = ny_bilaga(namn="sidan", typ="image/jpeg", innehall=b"jpeg")
    Undertecknande.objects.create(version=version, satt="papper", bilaga=bilaga, tid=FRYST)
    return justera(protokoll)


def test_a_rattelse_lies_beside_what_it_corrects_and_what_was_taken_back_does_not(organ):
    protokoll = utkastet(organ)
    ett = VersionFactory(protokoll=protokoll, skapad=FRYST)
    innehall = {**ett.innehall, "plats": "Sessionssalen"}
    kedja = kedjan(ett.kedja, ett.sha256, innehall)
    tva = VersionFactory(protokoll=protokoll, nummer=2, innehall=innehall, kedja=kedja, skapad=FRYST)
    bilaga = ny_bilaga(namn="p.pdf", typ="application/pdf", innehall=b"%PDF signerad")
    Undertecknande.objects.create(version=tva, satt="uppladdat", bilaga=bilaga, tid=FRYST)
    justera(protokoll)
    tre = kedjan(kedja, ett.sha256, innehall)
    VersionFactory(protokoll=protokoll, nummer=3, slag="rattelse", innehall=innehall, kedja=tre, skapad=FRYST)
    namn = [f.rpartition("/")[2] for f in filerna(organ) if "/data/" in f]
    assert [n for n in namn if n.startswith("version")] == [
        "version-2.pdf", "version-2.json", "version-2-uppladdat.pdf", "version-3.pdf", "version-3.json",
    ]  # fmt: skip


def test_what_is_not_what_was_frozen_is_not_archived(organ):
    protokoll = utkastet(organ)
    _underteckna(protokoll, sha256="0" * 64)
    with pytest.raises(DomanFel, match="Kontrollsumman stämmer inte för version 1"):
        bytes_av(organ)


def test_what_is_not_justerat_and_signed_is_listed_with_its_reason(organ):
    arkiverbart(organ)
    utkastet(organ, datum=date(2026, 4, 1))
    justera(utkastet(organ, datum=date(2026, 4, 8)))
    osignerat = utkastet(organ, datum=date(2026, 4, 15))
    VersionFactory(protokoll=osignerat)
    justera(osignerat)
    ProtokollFactory(sammantrade=SammantradeFactory(organ=organ, datum=date(2026, 4, 22)), lage="avskrift")
    SammantradeFactory(organ=organ, datum=date(2026, 4, 29))
    SammantradeFactory(organ=organ, datum=date(2026, 5, 6), lage="planerat")
    SammantradeFactory(organ=organ, datum=date(2026, 6, 3), lage="planerat")
    SammantradeFactory(organ=organ, datum=date(2026, 5, 13), lage="installt")
    SammantradeFactory(organ=organ, datum=date(2025, 5, 13))

    grund = underlag(organ, 2026, today=IDAG)
    assert [str(s) for s in grund.saknade] == [
        "Protokollet från 1 april 2026 är inte justerat",
        "Protokollet från 8 april 2026 är justerat, men har ingen fryst version",
        "Protokollet från 15 april 2026 är justerat, men den undertecknade handlingen saknas än",
        "Protokollet från 22 april 2026 är en inläst avskrift; det undertecknade originalet finns utanför Fullgjort",
        "Sammanträdet 29 april 2026 har inget protokoll",
        "Sammanträdet 6 maj 2026 står kvar som planerat, fast dagen har gått",
    ]
    assert (len(grund.protokollen), grund.aterstar) == (1, 1)
    assert "22 april 2026 är en inläst avskrift" in filerna(organ)["documentation/las-mig.txt"].decode()


def test_an_empty_year_is_no_package(organ):
    utkastet(organ)
    with pytest.raises(DomanFel, match="inget att arkivera"):
        bytes_av(organ)


def test_reading_what_can_be_archived_costs_the_same_for_one_and_three(organ, django_assert_max_num_queries):
    def fragor():
        with django_assert_max_num_queries(100) as fangade:
            underlag(organ, 2026, today=IDAG)
        return len(fangade)

    arkiverbart(organ)
    en = fragor()
    arkiverbart(organ, datum=date(2026, 4, 1))
    arkiverbart(organ, datum=date(2026, 5, 1))
    assert fragor() == en


def test_the_version_in_the_package_is_that_of_the_product():
    projektet = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())
    assert projektet["project"]["version"] == UTGAVA

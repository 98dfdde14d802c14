"""The package against the published schemas and rules of E-ARK, which a dev package carries and we do not."""

import io
import os
import re
from datetime import date
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from kommun.bootstrap import SCHEMAS
from kommun.models import Kommun
from protokoll.arkiv.paket import skriv
from protokoll.models import Protokoll
from tests.factories import UppdragFactory
from tests.protokoll.arkiv.bygge import arkiverbart

ROT = Path(os.environ.get("FULLGJORT_ARKIVSCHEMAN", SCHEMAS))
RESURSER = ROT / "eark_validator/ipxml/resources"
ERMS = ROT / "svk_validate/schemata/erms-3-0-0/ERMS_v3.xsd"
SCH = "{http://purl.oclc.org/dsdl/schematron}"
# As it is written it can be met by no group that has another content type than OTHER.
KANT_FEL = {"CSIP63"}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not ERMS.exists(), reason="E-ARK:s scheman är inte hämtade (make test hämtar dem)"),
]


@pytest.fixture
def filer(organ) -> dict[str, etree._Element]:
    """The XML files of a package with all there can be in one, by their path."""
    kommun = Kommun.objects.get()
    kommun.organisationsnummer = "212000-0787"
    kommun.save()
    protokoll = arkiverbart(organ)
    UppdragFactory(beslut=protokoll.paragraferna.get(dnr="KS 2026/14").besluten.get(), frist=date(2026, 9, 1))
    arkiverbart(organ, datum=date(2026, 4, 1), slag=Protokoll.Slag.SEKRETESS)
    fil = io.BytesIO()
    skriv(fil, organ, 2026, today=date(2026, 6, 1))
    zip_ = ZipFile(fil)
    return {
        namn.partition("/")[2]: etree.fromstring(zip_.read(namn)) for namn in zip_.namelist() if namn.endswith(".xml")
    }


@cache
def schemat(fil: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(fil))


def fel(schema: etree.XMLSchema, dokument) -> str:
    return "" if schema.validate(dokument) else str(schema.error_log)


@pytest.mark.parametrize("namn", ["METS.xml", "representations/rep1/METS.xml"])
def test_mets_is_valid_by_the_schema_of_csip(filer, namn):
    assert fel(schemat(RESURSER / "schema/mets.csip.local.v2-0.xsd"), filer[namn]) == ""


def test_erms_is_valid_by_its_schema(filer):
    assert fel(schemat(ERMS), filer["metadata/descriptive/erms.xml"]) == ""


def test_a_fault_is_found(filer):
    erms = filer["metadata/descriptive/erms.xml"]
    erms.append(etree.SubElement(erms, f"{{{etree.QName(erms).namespace}}}annat"))
    assert fel(schemat(ERMS), erms)
    filer["METS.xml"].find("{*}metsHdr").attrib.pop("CREATEDATE")
    assert "CSIP7" in brutna(filer["METS.xml"])


def brutna(dokument) -> set[str]:
    """The rules of CSIP 2.1.0 that it breaks. Every context in them is a path and every test an XPath."""
    svar = set()
    for fil in sorted((RESURSER / "schematron/V2.1.0/CSIP").glob("*.xml")):
        regler = etree.parse(fil).getroot()
        ns = {n.get("prefix"): n.get("uri") for n in regler.iter(f"{SCH}ns")}
        for regel in regler.iter(f"{SCH}rule"):
            for plats in dokument.getroottree().xpath(regel.get("context"), namespaces=ns):
                # The root of the document is no element; from any element "/" leads there.
                nod = plats if isinstance(plats, etree._Element) else dokument
                for krav in regel.iter(f"{SCH}assert"):
                    prov = re.sub(r"@[\w:]+_(vocabulary|IANA)_test", "true()", krav.get("test"))
                    if regel.get("context") == "/":
                        prov = f"/{prov}"
                    if krav.get("role") == "ERROR" and not nod.xpath(f"boolean({prov})", namespaces=ns):
                        svar.add(krav.get("id"))
    return svar


def test_the_package_breaks_no_rule_of_csip(filer):
    assert brutna(filer["METS.xml"]) == KANT_FEL


def test_the_terms_are_in_the_vocabularies(filer):
    mets = filer["METS.xml"]
    csip = "{https://DILCIS.eu/XML/METS/CSIPExtensionMETS}"
    for lista, term in (
        ("ContentCategory", mets.get("TYPE")),
        ("ContentInformationType", mets.get(f"{csip}CONTENTINFORMATIONTYPE")),
        ("OAISPackageType", mets.find("{*}metsHdr").get(f"{csip}OAISPACKAGETYPE")),
        ("Status", mets.find("{*}dmdSec").get("STATUS")),
    ):
        termer = (RESURSER / f"vocabs/CSIPVocabulary{lista}.xml").read_text("utf-8")
        assert re.search(rf">\s*{re.escape(term)}\s*<", termer), term

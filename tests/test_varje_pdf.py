"""Every kind of PDF that the product makes is held to both profiles and to its reading order, where it is tested."""

import re

import pytest
from django.conf import settings

KALLKOD = [p for paket in ("kommun", "protokoll", "uppdrag") for p in (settings.BASE_DIR / paket).rglob("*.py")]
MALLAR = sorted(
    {mall for fil in KALLKOD for mall in re.findall(r'pdf\.render\(\s*"([^"]+)"', fil.read_text(encoding="utf-8"))}
)
PROV = {
    "protokoll/pdf/bevis.html": "protokoll/test_bevis.py",
    "protokoll/pdf/kallelse.html": "protokoll/test_kallelsepdf.py",
    "protokoll/pdf/protokoll.html": "protokoll/test_utskrift.py",
    "protokoll/pdf/utdrag.html": "protokoll/test_utdrag.py",
    "uppdrag/pdf/arende.html": "uppdrag/test_arendets_vag.py",
    "uppdrag/pdf/laget.html": "uppdrag/views/test_oversikt.py",
    "uppdrag/pdf/lista.html": "uppdrag/views/test_export.py",
    "uppdrag/pdf/revision.html": "uppdrag/views/test_oversikt.py",
    "uppdrag/pdf/uppfoljning.html": "uppdrag/test_uppfoljningspdf.py",
}


def test_every_kind_of_pdf_has_its_test():
    assert sorted(PROV) == MALLAR


@pytest.mark.parametrize("mall", MALLAR)
def test_the_test_of_a_kind_reads_it_aloud(mall):
    prov = (settings.BASE_DIR / "tests" / PROV[mall]).read_text(encoding="utf-8")

    assert re.search(r"^\s+(?:data = )?granska_pdf\(", prov, re.MULTILINE)

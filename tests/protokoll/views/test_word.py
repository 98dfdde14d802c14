"""The pages that hand out Word files."""

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from tests.factories import ParagrafFactory
from tests.protokoll.utdragsprov import protokollet

pytestmark = pytest.mark.django_db


@pytest.fixture
def siv(inloggad, sekreterare):
    return inloggad(sekreterare)


def url(namn, obj):
    return reverse(f"protokoll:{namn}", args=[obj.pk])


def forst(svar):
    """What the file says that it is."""
    return Document(BytesIO(svar.content)).paragraphs[0].text


def text(svar):
    return "\n".join(p.text for p in Document(BytesIO(svar.content)).paragraphs)


@pytest.mark.parametrize(
    ("lage", "marke", "namn"),
    [
        ("utkast", "Utkast – protokollet är inte justerat", "2026-03-04-{}.docx"),
        ("fryst", "Fryst för justering, version 1 – protokollet är inte justerat", "2026-03-04-{}-version-1.docx"),
        (
            "justerat",
            "Kopia av det justerade protokollet, version 1; det undertecknade originalet gäller",
            "2026-03-04-{}-version-1.docx",
        ),
    ],
)
def test_protokoll_is_handed_out_from_its_page(siv, organ, sekreterare, lage, marke, namn):
    prov = protokollet(organ, by=sekreterare, lage=lage)
    adress = url("word-protokoll", prov.protokoll)
    assert adress in siv.get(prov.protokoll.get_absolute_url()).content.decode()

    svar = siv.get(adress)

    assert svar.status_code == 200
    assert svar["Content-Type"].endswith("wordprocessingml.document")
    kortnamn = organ.kortnamn.lower().replace(" ", "-")
    assert f"protokoll-{kortnamn}-{namn.format(prov.protokoll.pk)}" in svar["Content-Disposition"]
    assert forst(svar) == marke
    assert "Ärende 8" in text(svar)


def test_what_is_frozen_is_read_from_its_version(siv, organ, sekreterare):
    prov = protokollet(organ, by=sekreterare, lage="fryst")
    organ.namn = "Ett annat namn"
    organ.save()

    assert "Ett annat namn" not in text(siv.get(url("word-protokoll", prov.protokoll)))


def test_utdrag_is_of_what_was_ticked(siv, organ, sekreterare):
    prov = protokollet(organ, by=sekreterare)
    adress = url("word-utdrag", prov.protokoll)
    assert adress in siv.get(url("utdrag", prov.protokoll)).content.decode()

    svar = siv.get(adress, {"paragraf": prov.paragrafer[1].pk})

    assert svar["Content-Disposition"].endswith('-8.docx"')
    assert "Ärende 8" in text(svar)
    assert "Ärende 7" not in text(svar)
    assert str(sekreterare) in text(svar)


def test_who_may_only_read_gets_an_utdrag_that_nobody_vouches_for(inloggad, lasare, organ, sekreterare):
    prov = protokollet(organ, by=sekreterare, antal=1)
    svar = inloggad(lasare).get(url("word-utdrag", prov.protokoll), {"paragraf": prov.paragrafer[0].pk})

    assert "är inte bestyrkt" in text(svar)


def test_nothing_ticked_is_said_on_the_page(siv, organ, sekreterare):
    prov = protokollet(organ, by=sekreterare, lage="utkast")
    svar = siv.get(url("word-utdrag", prov.protokoll), follow=True)

    assert "Kryssa för minst en paragraf" in svar.content.decode()


@pytest.mark.parametrize("namn", ["word-protokoll", "word-utdrag"])
def test_only_who_has_insight_and_only_by_reading(inloggad, utomstaende, sekreterare, organ, namn):
    prov = protokollet(organ, by=sekreterare, lage="utkast", antal=1)
    assert inloggad(utomstaende).get(url(namn, prov.protokoll)).status_code == 404
    assert inloggad(sekreterare).post(url(namn, prov.protokoll)).status_code == 405


def test_as_many_queries_for_three_paragrafer_as_for_one(siv, organ, sekreterare, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    prov = protokollet(organ, by=sekreterare, lage="utkast", antal=1)
    siv.get(url("word-protokoll", prov.protokoll))
    with CaptureQueriesContext(connection) as forst_:
        siv.get(url("word-protokoll", prov.protokoll))
    for n in (8, 9):
        ParagrafFactory(protokoll=prov.protokoll, nummer=n)
    with django_assert_num_queries(len(forst_)):
        siv.get(url("word-protokoll", prov.protokoll))

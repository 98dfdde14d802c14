"""Freezing a protokoll, taking it back, and the rows that the database closes meanwhile."""

from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction

from kommun.fel import DomanFel
from kommun.varden import fran_json
from protokoll.dokumentvarden import Dokument
from protokoll.frysning import frys, ta_tillbaka
from protokoll.models import Avsnitt, Beslut, Paragraf, Protokoll, Protokollsversion, Underskrift
from protokoll.skrivning import andra_text
from protokoll.versionskedja import kedjan
from tests.factories import AvsnittFactory, BeslutFactory, ParagrafFactory, UnderskriftFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def beslut():
    beslut = BeslutFactory(paragraf=ParagrafFactory(nummer=7, rubrik="Taxa"))
    AvsnittFactory(paragraf=beslut.paragraf)
    UnderskriftFactory(protokoll=beslut.paragraf.protokoll)
    return beslut


def _frys(beslut, by, **annat):
    return frys(beslut.paragraf.protokoll, satt="godkannande", by=by, **annat)


def test_what_is_frozen_is_the_document_its_pdf_and_their_fingerprints(beslut, sekreterare):
    version = _frys(beslut, sekreterare)
    version.refresh_from_db()

    dokument = fran_json(Dokument, version.innehall)
    assert dokument.paragrafer[0].rubrik == "Taxa"
    assert (dokument.status, dokument.undertecknas) == ("", "godkannande")
    assert bytes(version.pdf).startswith(b"%PDF")
    assert version.sha256 == sha256(bytes(version.pdf)).hexdigest()
    assert version.kedja == kedjan("", version.sha256, version.innehall)


def test_frozen_twice_it_is_one_version(beslut, sekreterare):
    assert _frys(beslut, sekreterare) == _frys(beslut, sekreterare)
    assert Protokollsversion.objects.count() == 1


def test_taken_back_with_a_reason_it_may_be_changed_and_frozen_anew(beslut, sekreterare):
    forsta = _frys(beslut, sekreterare)
    with pytest.raises(DomanFel, match="hos justerarna"):
        andra_text(beslut, text="<p>Nytt.</p>", version=beslut.version, by=sekreterare)
    with pytest.raises(DomanFel, match="varför"):
        ta_tillbaka(beslut.paragraf.protokoll, skal=" ", by=sekreterare)

    ta_tillbaka(beslut.paragraf.protokoll, skal="Invändning mot § 7", by=sekreterare)
    andra_text(beslut, text="<p>Nytt.</p>", version=beslut.version, by=sekreterare)
    andra = _frys(beslut, sekreterare, skal="Invändning mot § 7")

    assert (andra.nummer, andra.skal) == (2, "Invändning mot § 7")
    assert andra.kedja == kedjan(forsta.kedja, andra.sha256, andra.innehall)
    assert forsta.sha256 != andra.sha256


def test_without_paragrafer_there_is_nothing_to_freeze(sekreterare):
    protokoll = UnderskriftFactory().protokoll
    with pytest.raises(DomanFel, match="inga paragrafer"):
        frys(protokoll, satt="godkannande", by=sekreterare)


OLAGLIGT = {
    "version_update": "UPDATE protokoll_protokollsversion SET skal = 'x'",
    "version_delete": "DELETE FROM protokoll_protokollsversion",
    "paragraf_update": "UPDATE protokoll_paragraf SET rubrik = 'x'",
    "paragraf_out": "UPDATE protokoll_paragraf SET protokoll_id = NULL",
    "beslut_update": "UPDATE protokoll_beslut SET text = 'x'",
    "beslut_delete": "DELETE FROM protokoll_beslut",
    "avsnitt_update": "UPDATE protokoll_avsnitt SET text = 'x'",
    "underskrift_update": "UPDATE protokoll_underskrift SET namn = 'x'",
    "protokoll_delete": "DELETE FROM protokoll_protokoll",
    "place": "UPDATE protokoll_protokoll SET justeringens_plats_och_tid = 'x'",
}


@pytest.mark.parametrize("sql", OLAGLIGT.values(), ids=OLAGLIGT)
def test_the_database_refuses_sql_on_what_is_frozen(beslut, sekreterare, sql):
    _frys(beslut, sekreterare)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("modell", [Paragraf, Beslut, Avsnitt, Underskrift, Protokollsversion])
def test_the_database_refuses_the_bulk_paths_of_the_orm(beslut, sekreterare, modell):
    _frys(beslut, sekreterare)
    falt = {"Protokollsversion": "skal", "Underskrift": "namn"}.get(modell.__name__, "rubrik")
    rader = modell._base_manager.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        super(type(rader), rader).update(**{falt: "x"}) if hasattr(rader, "_refuse") else rader.update(**{falt: "x"})
    with pytest.raises(IntegrityError), transaction.atomic():
        rader._raw_delete(rader.db)


def test_a_paragraf_cannot_be_put_into_what_is_frozen(beslut, sekreterare):
    _frys(beslut, sekreterare)
    with pytest.raises(IntegrityError), transaction.atomic():
        ParagrafFactory(protokoll=beslut.paragraf.protokoll, nummer=8)


def test_justerat_stands(beslut, sekreterare):
    _frys(beslut, sekreterare)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE protokoll_protokoll SET lage = 'justerat', justeringsdag = '2026-03-10'")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE protokoll_protokoll SET lage = 'utkast'")
    with pytest.raises(DomanFel, match="rättelse"):
        ta_tillbaka(Protokoll.objects.get(), skal="Fel", by=sekreterare)

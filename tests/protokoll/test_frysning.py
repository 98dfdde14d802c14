"""Freezing a protokoll, taking it back, and the rows that the database closes meanwhile."""

from datetime import date
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction

from kommun.fel import DomanFel
from kommun.varden import fran_json
from protokoll import frysning
from protokoll.dokumentvarden import Dokument
from protokoll.frysning import brister, frys, ta_tillbaka
from protokoll.models import Avsnitt, Beslut, Paragraf, Protokoll, Protokollsversion, Underskrift
from protokoll.skrivning import andra_text
from protokoll.versionskedja import kedjan
from tests.factories import (
    AvsnittFactory,
    BeslutFactory,
    ParagrafFactory,
    ProtokollFactory,
    UnderskriftFactory,
    frysbart,
)

pytestmark = pytest.mark.django_db

DAG = date(2026, 3, 6)


@pytest.fixture
def beslut():
    beslut = BeslutFactory(paragraf=ParagrafFactory(nummer=7, rubrik="Taxa"))
    AvsnittFactory(paragraf=beslut.paragraf)
    frysbart(beslut.paragraf.protokoll)
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


def test_the_same_content_again_is_the_same_version(beslut, sekreterare):
    forsta = _frys(beslut, sekreterare)
    ta_tillbaka(beslut.paragraf.protokoll, skal="Invändning mot § 7", by=sekreterare)

    assert _frys(beslut, sekreterare, skal="Texten står kvar") == forsta
    assert Protokoll.objects.get().lage == "fryst"
    assert Protokollsversion.objects.count() == 1


def test_frozen_for_another_way_to_sign_it_says_so(beslut, sekreterare):
    _frys(beslut, sekreterare)
    with pytest.raises(DomanFel, match=r"redan fryst.*Godkännande"):
        frys(beslut.paragraf.protokoll, satt="papper", by=sekreterare)

    ta_tillbaka(beslut.paragraf.protokoll, skal="På papper i stället", by=sekreterare)
    version = frys(beslut.paragraf.protokoll, satt="papper", by=sekreterare)
    assert (version.nummer, Protokoll.objects.get().justerat_genom) == (2, "papper")


def test_errors_of_klarkoll_stop_it_and_warnings_do_not(beslut, sekreterare):
    protokoll = beslut.paragraf.protokoll
    Underskrift.objects.filter(roll="justerare").delete()
    assert "justeringens_plats_saknas" in {a.kod for a in brister(protokoll, today=DAG)}
    with pytest.raises(DomanFel, match=r"Ett fel i klarkollen .* Ingen justerare är vald"):
        _frys(beslut, sekreterare)
    assert not Protokollsversion.objects.exists()

    frysbart(protokoll)
    assert _frys(beslut, sekreterare).nummer == 1


def test_another_protokoll_of_the_meeting_does_not_stop_it(beslut, sekreterare):
    annat = ParagrafFactory(
        protokoll=ProtokollFactory(sammantrade=beslut.paragraf.sammantrade, slag="omedelbart"), nummer=8
    )
    protokoll = beslut.paragraf.protokoll
    assert {a.kod for a in brister(annat.protokoll, today=DAG) if a.ar_fel} >= {"beslut_saknas", "justerare_saknas"}
    assert not [a for a in brister(protokoll, today=DAG) if a.ar_fel]

    utan = ParagrafFactory(protokoll=None, sammantrade=annat.sammantrade, nummer=9)
    BeslutFactory(paragraf=utan)
    with pytest.raises(DomanFel, match="§ 9: Paragrafen ligger inte i något protokoll"):
        _frys(beslut, sekreterare)


@pytest.mark.parametrize(
    ("lage", "slag", "mening"),
    [("pagar", "ordinarie", "pågår"), ("planerat", "ordinarie", "inte hållet"), ("pagar", "omedelbart", "")],
)
def test_while_the_meeting_goes_on_only_what_is_adjusted_at_once_is_frozen(beslut, sekreterare, lage, slag, mening):
    protokoll = beslut.paragraf.protokoll
    protokoll.slag = slag
    protokoll.save()
    sammantrade = protokoll.sammantrade
    sammantrade.lage = lage
    sammantrade.save()
    if mening:
        with pytest.raises(DomanFel, match=mening):
            _frys(beslut, sekreterare)
    else:
        assert _frys(beslut, sekreterare).nummer == 1


def test_what_follows_a_freezing_and_a_taking_back_is_in_their_transaction(beslut, sekreterare):
    handelser = []

    def akt(protokoll, version, *, by):
        handelser.append((protokoll.lage, version.nummer, by))
        if len(handelser) == 3:
            raise DomanFel("Det gick inte.")

    tillagg_listor = (frysning.EFTER_FRYSNING, frysning.EFTER_TILLBAKATAGANDE)
    for lista in tillagg_listor:
        lista.append(akt)
    try:
        _frys(beslut, sekreterare)
        ta_tillbaka(beslut.paragraf.protokoll, skal="Fel", by=sekreterare)
        with pytest.raises(DomanFel, match="gick inte"):
            _frys(beslut, sekreterare)
    finally:
        for lista in tillagg_listor:
            lista.remove(akt)

    assert handelser[:2] == [("fryst", 1, sekreterare), ("utkast", 1, sekreterare)]
    assert Protokoll.objects.get().lage == "utkast"


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

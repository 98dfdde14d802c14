"""Receivers of a decision: the section is written from them, never over somebody's own words."""

from datetime import date

import pytest

from kommun.fel import DomanFel
from protokoll import mottagare as akter
from protokoll.models import Mottagare, Sandlista
from protokoll.mottagarforslag import forslag
from protokoll.mottagarregister import Register, Val
from protokoll.skrivning import andra_text
from tests.factories import (
    AvsnittFactory,
    BehandlingFactory,
    DeltagandeFactory,
    ForvaltningFactory,
    PersonFactory,
    UppdragFactory,
    justera,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)


@pytest.fixture
def register(organ):
    ForvaltningFactory(namn="Ekonomiavdelningen", epost="ekonomi@example.invalid")
    PersonFactory(namn="Ada Alm", epost="ada@example.invalid")
    Sandlista.objects.create(namn="Revisorerna")
    return Register(organ, today=TODAY)


def lagg(paragraf, *namn, by):
    register = Register(paragraf.organ, today=TODAY)
    return akter.lagg_till(paragraf, valen=[register.med_namn(n) or Val("extern", None, n) for n in namn], by=by)


def text(paragraf):
    avsnitt = akter.avsnittet(paragraf)
    return avsnitt.text if avsnitt else None


def test_section_is_written_from_the_receivers(paragraf, register, sekreterare):
    lagg(paragraf, "ekonomiavdelningen", "Ada Alm", "A & B", by=sekreterare)

    assert [m.slag for m in paragraf.mottagarna.all()] == ["forvaltning", "person", "extern"]
    assert akter.avsnittet(paragraf).rubrik == "Beslutet skickas till"
    assert text(paragraf) == "<p>Ekonomiavdelningen</p><p>Ada Alm</p><p>A &amp; B</p>"

    forsta = paragraf.mottagarna.first()
    akter.flytta(forsta, steg=1, by=sekreterare)
    akter.andra(forsta, namn="Ekonomi", epost="", by=sekreterare)
    akter.ta_bort_mottagare(paragraf.mottagarna.last(), by=sekreterare)
    assert text(paragraf) == "<p>Ada Alm</p><p>Ekonomi</p>"


def test_pressed_twice_it_is_added_once(paragraf, register, sekreterare):
    lagg(paragraf, "Ada Alm", by=sekreterare)
    assert lagg(paragraf, "ada  alm", by=sekreterare) == []
    assert paragraf.mottagarna.count() == 1


def test_own_words_stand_until_somebody_asks(paragraf, register, sekreterare):
    avsnitt = AvsnittFactory(
        paragraf=paragraf, typ="mottagare", rubrik="Beslutet skickas till", text="<p>Mina ord</p>", ordning=900
    )
    lagg(paragraf, "Ada Alm", by=sekreterare)
    assert text(paragraf) == "<p>Mina ord</p>"
    assert akter.ar_skrivet_for_hand(paragraf)

    akter.skriv_avsnittet(paragraf, by=sekreterare)
    assert text(paragraf) == "<p>Ada Alm</p>"
    avsnitt.refresh_from_db()
    andra_text(avsnitt, text="<p>Ada Alm, för kännedom</p>", version=avsnitt.version, by=sekreterare)
    lagg(paragraf, "Revisorerna", by=sekreterare)
    assert text(paragraf) == "<p>Ada Alm, för kännedom</p>"


def test_of_what_is_adjusted_the_text_stands_and_a_receiver_may_come(paragraf, register, sekreterare):
    lagg(paragraf, "Ada Alm", by=sekreterare)
    justera(paragraf.protokoll)
    lagg(paragraf, "Revisorerna", by=sekreterare)

    assert text(paragraf) == "<p>Ada Alm</p>"
    assert paragraf.mottagarna.count() == 2
    with pytest.raises(DomanFel, match="är justerat"):
        akter.skriv_avsnittet(paragraf, by=sekreterare)


def test_a_transcript_has_no_receivers(avskrift, register, sekreterare):
    with pytest.raises(DomanFel, match="avskrift"):
        lagg(avskrift, "Ada Alm", by=sekreterare)
    assert not Mottagare.objects.exists()


def test_proposals_from_the_text_and_from_what_the_paragraf_holds(paragraf, beslut, register, sekreterare):
    AvsnittFactory(
        paragraf=paragraf,
        typ="mottagare",
        text="<p>Ekonomiavdelningen<br>Ada Alm för kännedom</p><p>Länsstyrelsen i Kalmar</p>",
        ordning=900,
    )
    rad = BehandlingFactory(paragraf=paragraf, svar="deltar")
    DeltagandeFactory(inbjudan=rad.inbjudan, person=PersonFactory(namn="Bo Björk"))
    uppdrag = UppdragFactory(beslut=beslut)
    register = Register(paragraf.organ, today=TODAY)

    funna = {f.val.namn: (f.val.slag, f.varfor) for f in forslag(paragraf, register)}

    assert funna == {
        "Ekonomiavdelningen": ("forvaltning", "Står i texten"),
        "Ada Alm": ("person", "Står i texten"),
        "Länsstyrelsen i Kalmar": ("extern", "Står i texten, finns inte i registret"),
        "Bo Björk": ("person", "Deltar enligt beslutet"),
        uppdrag.forvaltning.namn: ("forvaltning", f"Har fått uppdrag {uppdrag.ar}:{uppdrag.nummer}"),
    }
    lagg(paragraf, "Ada Alm", by=sekreterare)
    assert "Ada Alm" not in {f.val.namn for f in forslag(paragraf, register)}
    assert not Mottagare.objects.exclude(namn="Ada Alm").exists(), "nobody is added without a person"


def test_two_of_one_name_are_told_apart_and_never_guessed(paragraf, organ):
    for epost in ("ett@example.invalid", "tva@example.invalid"):
        PersonFactory(namn="Bo Bok", epost=epost)
    register = Register(organ, today=TODAY)

    assert register.menade("Bo Bok") == []
    assert register.med_namn("Bo Bok") is None
    assert register.med_namn("Bo Bok (tva@example.invalid)").epost == "tva@example.invalid"

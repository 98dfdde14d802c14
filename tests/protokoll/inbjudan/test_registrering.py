from datetime import date

import pytest

from protokoll import standiga
from protokoll.inbjudan.fakta import Fakta
from protokoll.inbjudan.ord import inbjudan_i_ord
from protokoll.inbjudan.placering import standande_paragraf
from protokoll.inbjudan.registrering import fakta_av, lasta_delar, registrera, skrivdag, ta_bort_inbjudan
from protokoll.models import Inbjudan
from tests.factories import BehandlingFactory, SammantradeFactory, StandigtArendeFactory

MOTET = date(2020, 2, 25)


@pytest.mark.parametrize(
    "text",
    ["A" * 301, "A: B, 5 mars, " + "C" * 151, "X: Y, 5–6 mars, Malmö", "", "B" * 201 + ": titel"],
    ids=["lang", "lang-plats", "annat-streck", "tom", "lang-arrangor"],
)
def test_parts_that_do_not_give_the_string_again_are_left_open(text):
    assert lasta_delar(text, MOTET) == {}


def test_parts_of_a_read_in_string():
    delar = lasta_delar("SKR: Budgetdagen 2020, 27 maj, Stockholm, m fl orter (också som webbsändning)", MOTET)

    assert delar == {
        "arrangor": "SKR",
        "titel": "Budgetdagen 2020",
        "borjar": date(2020, 5, 27),
        "platser": ["Stockholm", "m fl orter"],
        "pa_natet": True,
    }


@pytest.mark.django_db
def test_read_in_one_is_printed_again_as_it_was(paragraf):
    text = "SKR: Budgetdagen, 27 maj, Stockholm"
    for delar in ({}, lasta_delar(text, paragraf.sammantrade.datum)):
        inbjudan = Inbjudan.objects.create(organ=paragraf.organ, inbjudan=text, **delar)
        BehandlingFactory(paragraf=paragraf, inbjudan=inbjudan)

        assert skrivdag(inbjudan) == paragraf.sammantrade.datum
        assert inbjudan_i_ord(fakta_av(inbjudan), skrivdag(inbjudan)) == text


@pytest.mark.django_db
def test_one_that_is_taken_away_leaves_the_table_of_the_next_meeting(organ, sekreterare):
    StandigtArendeFactory(organ=organ, kod="inbjudningar", rubrik="Inbjudningar")
    mote = SammantradeFactory(organ=organ, datum=date(2999, 1, 8), lage="planerat")
    standiga.satt_upp(mote, by=sekreterare)
    kvar, bort = (
        registrera(organ=organ, fakta=Fakta(titel=t), by=sekreterare) for t in ("Skogsdagen", "Ingen inbjudan")
    )
    paragraf = standande_paragraf(mote)
    assert "Ingen inbjudan" in paragraf.besluten.get().text

    ta_bort_inbjudan(bort, by=sekreterare)

    assert [b.inbjudan for b in paragraf.behandlingarna.all()] == [kvar]
    assert "Ingen inbjudan" not in paragraf.besluten.get().text
    assert "Skogsdagen" in paragraf.besluten.get().text

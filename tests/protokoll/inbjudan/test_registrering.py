from datetime import date

import pytest

from protokoll.inbjudan.ord import inbjudan_i_ord
from protokoll.inbjudan.registrering import fakta_av, lasta_delar, skrivdag
from protokoll.models import Inbjudan
from tests.factories import BehandlingFactory

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

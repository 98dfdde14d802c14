"""An organ that deals with invitations, with a meeting in a week and one in five."""

import pytest

from protokoll.models import StandigtArende
from tests.factories import ForvaltningFactory, MandatFactory, PersonFactory, SammantradeFactory, TjanstFactory
from tests.protokoll.inbjudan.motet import om


@pytest.fixture
def standigt(organ):
    return StandigtArende.objects.create(
        organ=organ, kod="inbjudningar", rubrik="Inbjudningar", dnr="2026/000018", sist=True
    )


@pytest.fixture
def mote(organ, standigt):
    return SammantradeFactory(organ=organ, datum=om(7), lage="planerat")


@pytest.fixture
def senare(organ, standigt):
    return SammantradeFactory(organ=organ, datum=om(35), lage="planerat")


@pytest.fixture
def registrator(organ):
    person = PersonFactory(namn="Liselott Provsson")
    TjanstFactory(person=person, forvaltning=ForvaltningFactory(namn="Administrativa avdelningen"))
    organ.inbjudningar_anmals_av = person
    organ.save()
    return person


@pytest.fixture
def chefen(organ):
    return MandatFactory(organ=organ, roll="ordforande", person__namn="Orvar Prov").person

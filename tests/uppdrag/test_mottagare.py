"""Who can be given an uppdrag today."""

from datetime import date

import pytest

from tests.factories import ForvaltningFactory, MandatFactory, OrganFactory, TjanstFactory
from uppdrag.mottagare import Mottagare, Mottagarregister

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 4)


def hitta(namn: str) -> list[Mottagare]:
    return Mottagarregister(TODAY).hitta(namn)


def test_a_title_is_the_person_who_holds_it_today_with_the_forvaltning():
    stab = ForvaltningFactory(namn="Kommunledningskontoret")
    TjanstFactory(titel="Kommundirektör", forvaltning=stab, till=date(2026, 3, 3))
    nu = TjanstFactory(titel="Kommundirektör", forvaltning=stab, fran=TODAY).person

    assert hitta("kommundirektören") == [Mottagare(forvaltning=stab, ansvarig=nu)]


def test_the_head_of_a_forvaltning_and_the_chair_of_a_namnd_are_found():
    kontor = ForvaltningFactory(namn="Tekniska kontoret")
    chef = TjanstFactory(roll="forvaltningschef", forvaltning=kontor).person
    organ = OrganFactory(namn="Tekniska nämnden", kortnamn="TN")
    ordforande = MandatFactory(organ=organ, roll="ordforande").person

    assert hitta("chefen för tekniska kontoret")[0].ansvarig == chef
    assert hitta("tekniska nämndens ordförande")[0].ansvarig == ordforande
    assert hitta("tekniska nämnden") == [Mottagare(organ=organ)]


def test_what_has_ended_receives_nothing():
    OrganFactory(namn="Gamla nämnden", upphord=TODAY)
    ForvaltningFactory(namn="Gamla kontoret", upphord=TODAY)

    assert hitta("gamla nämnden") == hitta("gamla kontoret") == []


def test_all_namnder_are_one_each_without_fullmaktige_and_utskott():
    styrelse = OrganFactory(namn="Provstyrelsen", kortnamn="PS", slag="styrelse")
    namnd = OrganFactory(namn="Tekniska nämnden", kortnamn="TN")
    OrganFactory(namn="Provfullmäktige", kortnamn="PF", slag="fullmaktige")
    OrganFactory(namn="Provstyrelsens arbetsutskott", kortnamn="PSAU", slag="utskott", overordnat=styrelse)

    assert {m.organ for m in hitta("samtliga nämnder")} == {styrelse, namnd}


def test_however_many_names_the_register_is_read_once(django_assert_num_queries):
    for n in range(3):
        TjanstFactory(titel=f"Chef {n}", forvaltning=ForvaltningFactory())
    register = Mottagarregister(TODAY)

    with django_assert_num_queries(5):
        for n in range(3):
            assert register.hitta(f"chef {n}")

"""What the database itself refuses."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, QuerySet

from kommun.models import Mandat
from protokoll.models import Behandling, Narvaro, Paragraf, Protokoll, Sammantrade
from tests.factories import (
    AnslagFactory,
    AvsnittFactory,
    BehandlingFactory,
    BeslutFactory,
    InbjudanFactory,
    MandatFactory,
    NarvaroFactory,
    OrganFactory,
    ParagrafFactory,
    PartiFactory,
    PersonFactory,
    ProtokollFactory,
    SammantradeFactory,
    TjanstFactory,
    justera,
)

pytestmark = pytest.mark.django_db


def check_deferred():
    """What the database would say at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_paragraf_number_is_unique_per_organ_and_year(paragraf):
    with pytest.raises(IntegrityError, match="paragraf_number_once_per_organ_and_year"):
        ParagrafFactory(protokoll=paragraf.protokoll, nummer=7, ordning=99)


def test_paragraf_number_starts_again_the_next_year(paragraf):
    later = SammantradeFactory(organ=paragraf.organ, datum=date(2027, 1, 5))

    assert ParagrafFactory(protokoll=ProtokollFactory(sammantrade=later), nummer=7).ar == 2027


def test_paragraf_without_number_can_stand_beside_another(paragraf):
    for plats in (50, 51):
        ParagrafFactory(protokoll=paragraf.protokoll, nummer=None, ordning=plats)

    assert Paragraf.objects.filter(nummer=None).count() == 2


@pytest.mark.parametrize("column", ["organ_id", "ar"])
def test_paragraf_follows_its_sammantrade(paragraf, column):
    wrong = {"organ_id": OrganFactory().pk, "ar": 2027}[column]

    QuerySet(Paragraf).filter(pk=paragraf.pk).update(**{column: wrong})

    with pytest.raises(IntegrityError, match="paragraf_follows_sammantrade"):
        check_deferred()


def test_paragraf_stands_in_a_protokoll_of_its_own_sammantrade(paragraf):
    QuerySet(Paragraf).filter(pk=paragraf.pk).update(protokoll=ProtokollFactory())

    with pytest.raises(IntegrityError, match="paragraf_in_protokoll_of_its_sammantrade"):
        check_deferred()


def test_two_paragrafer_never_share_a_place(paragraf):
    with pytest.raises(IntegrityError, match="paragraf_ordning_unique"):
        ParagrafFactory(protokoll=paragraf.protokoll, nummer=8, ordning=paragraf.ordning)


@pytest.mark.parametrize("factory", [MandatFactory, TjanstFactory, PartiFactory])
def test_an_interval_that_ends_before_it_starts_is_a_sentence(factory):
    obj = factory()
    obj.till = date(1999, 1, 1)

    with pytest.raises(ValidationError, match="Slutdagen ligger före startdagen"):
        obj.full_clean()


def test_sammantrade_with_paragrafer_cannot_move_to_another_year(paragraf):
    sammantrade = paragraf.sammantrade
    sammantrade.datum = date(2027, 3, 4)

    sammantrade.save()

    with pytest.raises(IntegrityError, match="paragraf_follows_sammantrade"):
        check_deferred()


def test_sammantrade_is_once_per_organ_and_time(organ):
    SammantradeFactory(organ=organ, datum=date(2026, 5, 5), start=None)

    with pytest.raises(IntegrityError, match="sammantrade_once_per_time"):
        SammantradeFactory(organ=organ, datum=date(2026, 5, 5), start=None)


def test_sammantrade_does_not_end_before_it_starts(organ):
    with pytest.raises(IntegrityError, match="sammantrade_ends_after_start"):
        SammantradeFactory(organ=organ, start=time(13), slut=time(12))


def test_protokoll_justerat_has_its_day(organ):
    with pytest.raises(IntegrityError, match="protokoll_justerat_has_day"):
        ProtokollFactory(lage=Protokoll.Lage.JUSTERAT)


def test_narvaro_is_the_whole_meeting_or_some_paragrafer(organ):
    with pytest.raises(IntegrityError, match="narvaro_paragrafer_not_empty"):
        NarvaroFactory(paragrafer=[])


def test_anslag_comes_down_after_it_went_up(organ):
    with pytest.raises(IntegrityError, match="anslag_down_after_up"):
        AnslagFactory(uppsatt=date(2026, 3, 13), tas_ned=date(2026, 3, 13))


def test_inbjudan_that_is_avgjord_says_by_whom(organ):
    with pytest.raises(IntegrityError, match="inbjudan_avgjord_by_somebody_on_a_day"):
        InbjudanFactory(organ=organ, avgjord=date(2026, 3, 2))


def test_behandling_in_a_frozen_protokoll_is_closed_by_the_database(paragraf):
    behandling = BehandlingFactory(paragraf=paragraf)
    justera(paragraf.protokoll)

    with pytest.raises(IntegrityError, match="fryst eller justerat"), transaction.atomic():
        Behandling.objects.filter(pk=behandling.pk)._raw_delete("default")
    behandling.svarstext = "deltar"
    with pytest.raises(IntegrityError, match="fryst eller justerat"):
        behandling.save()


def test_mandat_of_a_person_in_an_organ_do_not_overlap(organ):
    person = PersonFactory()
    MandatFactory(person=person, organ=organ, fran=date(2022, 1, 1), till=date(2026, 12, 31))
    MandatFactory(person=person, organ=organ, fran=date(2027, 1, 1))

    with pytest.raises(IntegrityError, match="mandat_no_overlap"):
        MandatFactory(person=person, organ=organ, fran=date(2026, 12, 31), till=date(2026, 12, 31))


def test_organ_has_one_ordforande_a_day(organ):
    MandatFactory(organ=organ, roll=Mandat.Roll.ORDFORANDE)

    with pytest.raises(IntegrityError, match="mandat_one_presidium"):
        MandatFactory(organ=organ, roll=Mandat.Roll.ORDFORANDE)


def test_organ_has_many_ledamoter(organ):
    MandatFactory.create_batch(3, organ=organ)

    assert organ.mandaten.count() == 3


def test_parti_beteckning_can_be_used_again_after_its_end():
    PartiFactory(beteckning="FP", till=date(2015, 11, 21))

    PartiFactory(beteckning="FP", fran=date(2015, 11, 22))
    with pytest.raises(IntegrityError, match="parti_no_overlap"):
        PartiFactory(beteckning="FP", fran=date(2010, 1, 1), till=date(2011, 1, 1))


def test_tjanst_as_sekreterare_names_its_organ():
    with pytest.raises(IntegrityError, match="tjanst_sekreterare_has_organ"):
        TjanstFactory(roll="sekreterare")


@pytest.mark.parametrize("what", ["organ", "sammantrade", "protokoll", "paragraf"])
def test_nothing_in_the_chain_can_be_deleted_under_what_hangs_on_it(paragraf, what):
    obj = {
        "organ": paragraf.organ,
        "sammantrade": paragraf.sammantrade,
        "protokoll": paragraf.protokoll,
        "paragraf": paragraf,
    }[what]

    with pytest.raises(ProtectedError):
        obj.delete()


@pytest.mark.parametrize("act", ["update", "bulk_create", "bulk_update"])
def test_tracked_rows_refuse_the_paths_without_history(paragraf, act):
    arguments = {"update": {"rubrik": "x"}}.get(act, {})
    objects = [[paragraf]] if act != "update" else []

    with pytest.raises(TypeError, match="write no history"):
        getattr(Paragraf.objects.all(), act)(*objects, **arguments)


def test_delar_come_in_printed_order(paragraf):
    AvsnittFactory(paragraf=paragraf, typ="mottagare", rubrik="Beslutet skickas till", ordning=900)
    BeslutFactory(paragraf=paragraf, rubrik="Förslag till fullmäktige", beslutsniva="forslag", ordning=150)

    assert [d.rubrik for d in paragraf.delar()] == [
        "Provnämndens beslut",
        "Förslag till fullmäktige",
        "Bakgrund",
        "Beslutet skickas till",
    ]


def test_sammantrade_kommande_leaves_out_past_and_cancelled(organ):
    SammantradeFactory(organ=organ, datum=date(2026, 4, 1))
    SammantradeFactory(organ=organ, datum=date(2026, 6, 1), lage=Sammantrade.Lage.INSTALLT)
    today = SammantradeFactory(organ=organ, datum=date(2026, 5, 1))
    later = SammantradeFactory(organ=organ, datum=date(2026, 6, 2))

    assert list(Sammantrade.objects.kommande(date(2026, 5, 1))) == [today, later]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"slag": "ledamot"}, "Ledamot"),
        ({"slag": "ersattare", "tjanstgor": None}, "Ersättare, oklart om tjänstgörande"),
        ({"slag": "ersattare", "tjanstgor": True}, "Ersättare, tjänstgör"),
        ({"slag": "ersattare", "tjanstgor": False}, "Ersättare, tjänstgör inte"),
        ({"slag": "ovrig"}, "Övrig närvarande"),
        ({"slag": "ovrig", "anmarkning": "Tjänstepersoner"}, "Övrig närvarande, tjänstepersoner"),
    ],
)
def test_narvarar_som(facts, expected):
    assert Narvaro(**facts).narvarar_som == expected

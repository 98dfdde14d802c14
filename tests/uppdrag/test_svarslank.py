from datetime import date, timedelta

import pytest
import time_machine

from kommun.models import Franvaro
from tests.factories import ForvaltningFactory, MandatFactory, PersonFactory, TjanstFactory
from tests.uppdrag.redovisningsfall import person_i_tjanst, uppdrag_i
from uppdrag.ansvar import svarande
from uppdrag.paminnelsemottagare import Mottagarkarta
from uppdrag.svarslank import HALLER, DodLank, las_lank, svarslank

pytestmark = pytest.mark.django_db

IDAG = date(2026, 4, 3)


def token(uppdrag, person):
    return svarslank(uppdrag, person).rstrip("/").rsplit("/", 1)[1]


@pytest.fixture
def fall(organ):
    kontoret = ForvaltningFactory(namn="Kontoret")
    avdelningen = ForvaltningFactory(overordnad=kontoret)
    uppdrag = uppdrag_i(organ, forvaltning=avdelningen)
    ersattare = person_i_tjanst()
    Franvaro.objects.create(person=uppdrag.ansvarig, ersattare=ersattare, fran=date(2026, 4, 1), till=date(2026, 4, 9))
    return {
        "uppdrag": uppdrag,
        "ansvarig": uppdrag.ansvarig,
        "ersattare": ersattare,
        "chef": person_i_tjanst(roll="forvaltningschef", forvaltning=avdelningen),
        "chef over": person_i_tjanst(roll="forvaltningschef", forvaltning=kontoret),
        "annan chef": person_i_tjanst(roll="forvaltningschef", forvaltning=ForvaltningFactory()),
        "kollega": person_i_tjanst(forvaltning=avdelningen),
    }


@pytest.mark.parametrize(
    ("vem", "dag", "lever"),
    [
        ("ansvarig", IDAG, True),
        ("ersattare", IDAG, True),
        ("ersattare", date(2026, 4, 10), False),
        ("chef", IDAG, True),
        ("chef over", IDAG, True),
        ("annan chef", IDAG, False),
        ("kollega", IDAG, False),
    ],
)
def test_lives_for_whoever_answers_today(fall, vem, dag, lever):
    lank = token(fall["uppdrag"], fall[vem])

    if lever:
        assert las_lank(lank, today=dag) == (fall["uppdrag"], fall[vem])
    else:
        with pytest.raises(DodLank) as fel:
            las_lank(lank, today=dag)
        assert fel.value.uppdrag == fall["uppdrag"]


def test_dies_with_the_appointment_and_with_the_handing_over(fall):
    uppdrag, gammal = fall["uppdrag"], fall["ansvarig"]
    lank = token(uppdrag, gammal)
    tjanst = gammal.tjansterna.get()
    tjanst.till = date(2026, 4, 2)
    tjanst.save()
    with pytest.raises(DodLank):
        las_lank(lank, today=IDAG)
    MandatFactory(person=gammal)
    assert las_lank(lank, today=IDAG)

    uppdrag.ansvarig = fall["kollega"]
    uppdrag.save()
    with pytest.raises(DodLank):
        las_lank(lank, today=IDAG)


def test_without_forvaltning_the_chef_of_the_ansvarig_answers(fall):
    uppdrag, kollega = fall["uppdrag"], fall["kollega"]
    uppdrag.forvaltning, uppdrag.ansvarig = None, kollega
    uppdrag.save()

    assert svarande(uppdrag, today=IDAG) == [kollega, fall["chef"], fall["chef over"]]


@pytest.mark.parametrize("garble", [lambda t: t[:-2], lambda t: "x", lambda t: t.replace(".", ":"), lambda t: f"a{t}"])
def test_a_forged_link_tells_nothing(fall, garble):
    with pytest.raises(DodLank) as fel:
        las_lank(garble(token(fall["uppdrag"], fall["ansvarig"])), today=IDAG)
    assert fel.value.uppdrag is None


def test_is_too_old_after_four_hundred_days(fall):
    with time_machine.travel("2026-04-03"):
        lank = token(fall["uppdrag"], fall["ansvarig"])
    with time_machine.travel("2027-05-01"):
        assert las_lank(lank, today=IDAG)
    with time_machine.travel(date(2026, 4, 3) + HALLER + timedelta(days=2)), pytest.raises(DodLank) as fel:
        las_lank(lank, today=IDAG)
    assert fel.value.uppdrag == fall["uppdrag"]


def test_the_address_is_absolute(fall, settings):
    settings.WEBBADRESS = "https://fullgjort.exempel"

    assert svarslank(fall["uppdrag"], PersonFactory()).startswith("https://fullgjort.exempel/svara/")


def test_without_forvaltning_the_chef_of_one_who_has_left_answers_and_is_the_one_reminded(fall):
    uppdrag, kollega, chef = fall["uppdrag"], fall["kollega"], fall["chef"]
    uppdrag.forvaltning, uppdrag.ansvarig = None, kollega
    uppdrag.save()
    tjanst = kollega.tjansterna.get()
    tjanst.till = date(2026, 4, 2)
    tjanst.save()

    assert las_lank(token(uppdrag, chef), today=IDAG) == (uppdrag, chef)
    assert list(Mottagarkarta(IDAG).ansvariga(kollega.pk, None, None)) == [chef.pk]


def test_a_post_that_ended_does_not_go_before_the_one_that_lasts(fall):
    kollega, chef = fall["kollega"], fall["chef"]
    TjanstFactory(
        person=kollega, forvaltning=ForvaltningFactory(), fran=IDAG - timedelta(days=60), till=IDAG - timedelta(days=9)
    )
    assert list(Mottagarkarta(IDAG).overordnade(kollega.pk, None, None)) == [chef.pk]

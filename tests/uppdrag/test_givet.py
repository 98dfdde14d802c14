"""`Uppdrag.givet` is the day of the meeting that gave it, whatever of the way there changes, and whoever changes it."""

from datetime import date, time
from threading import Event

import pytest
from django.db import connection, transaction
from django.db.models import F

from tests.factories import BeslutFactory, ParagrafFactory, ProtokollFactory, SammantradeFactory, UppdragFactory
from tests.parallel import at_once
from uppdrag.models import Uppdrag

MARS, APRIL, MAJ = date(2026, 3, 4), date(2026, 4, 1), date(2026, 5, 6)


def dagarna() -> list[date]:
    """Of every uppdrag in turn, when none of them says other than its meeting."""
    fel = Uppdrag.objects.exclude(givet=F("beslut__paragraf__sammantrade__datum")) | Uppdrag.objects.filter(givet=None)
    assert not fel.exists()
    return list(Uppdrag.objects.order_by("pk").values_list("givet", flat=True))


pytestmark = pytest.mark.django_db


@pytest.fixture
def beslutet(organ):
    return lambda dag: BeslutFactory(
        paragraf=ParagrafFactory(protokoll=ProtokollFactory(sammantrade=SammantradeFactory(organ=organ, datum=dag)))
    )


def test_it_is_known_as_soon_as_it_is_given(beslutet):
    UppdragFactory(beslut=beslutet(MARS))

    assert dagarna() == [MARS]


def _annat_beslut(uppdrag, annat):
    uppdrag.beslut = annat
    uppdrag.save()


def _beslutet_flyttas(uppdrag, annat):
    uppdrag.beslut.paragraf = annat.paragraf
    uppdrag.beslut.ordning = 99
    uppdrag.beslut.save()


def _paragrafen_flyttas(uppdrag, annat):
    p = uppdrag.beslut.paragraf
    p.sammantrade, p.protokoll = annat.paragraf.sammantrade, annat.paragraf.protokoll
    p.ordning = 99
    p.save()


def _motet_flyttas(uppdrag, annat):
    mote = uppdrag.beslut.paragraf.sammantrade
    mote.datum, mote.start = MAJ, time(23)
    mote.save()


@pytest.mark.parametrize("flytt", [_annat_beslut, _beslutet_flyttas, _paragrafen_flyttas, _motet_flyttas])
def test_it_follows(beslutet, flytt):
    uppdrag, _ = UppdragFactory(beslut=beslutet(MARS)), UppdragFactory(beslut=beslutet(APRIL))

    flytt(uppdrag, beslutet(MAJ))

    assert dagarna() == [MAJ, APRIL]


def test_an_old_copy_that_is_saved_changes_nothing(beslutet):
    uppdrag = UppdragFactory(beslut=beslutet(MARS))
    gammal = Uppdrag.objects.get()
    _motet_flyttas(uppdrag, None)

    gammal.text = "Ändrad"
    gammal.save()

    assert dagarna() == [MAJ]


def test_nobody_writes_another_day_past_the_application(beslutet):
    UppdragFactory(beslut=beslutet(MARS))

    with connection.cursor() as cursor:
        cursor.execute("UPDATE uppdrag_uppdrag SET givet = '1999-01-01'")

    assert dagarna() == [MARS]


def test_it_is_no_change_of_its_own_in_the_history(beslutet):
    uppdrag = UppdragFactory(beslut=beslutet(MARS))
    _motet_flyttas(uppdrag, None)

    assert uppdrag.history.count() == 1
    assert "givet" not in {f.name for f in Uppdrag.history.model._meta.fields}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("forst", ["ger", "flyttar"])
def test_given_while_the_meeting_is_moved(beslutet, forst):
    beslut, forsta_klar = beslutet(MARS), Event()
    mote = beslut.paragraf.sammantrade

    def ger():
        UppdragFactory(beslut=beslut)

    def flyttar():
        mote.datum = MAJ
        mote.save()

    def den_forsta():
        with transaction.atomic():
            {"ger": ger, "flyttar": flyttar}[forst]()
            forsta_klar.set()
            with connection.cursor() as cursor:
                for _ in range(200):  # until the other stands and waits for what is not committed yet
                    cursor.execute("SELECT pg_sleep(0.01), count(*) FROM pg_locks WHERE NOT granted")
                    if cursor.fetchone()[1]:
                        break

    def den_andra():
        assert forsta_klar.wait(20)
        {"ger": flyttar, "flyttar": ger}[forst]()

    assert at_once(den_forsta, den_andra) == [None, None]
    assert dagarna() == [MAJ]

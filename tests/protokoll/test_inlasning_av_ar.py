"""Two hundred protokoll, in every layout, are read and saved by workers with no page open, one of which is killed
half-way: all are there once, nothing twice."""

import signal
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from kommun import bakgrund
from kommun.management.commands.db_worker import Arbetare
from kommun.models import Kommun, Person
from protokoll.inlasningsarbete import arbeta
from protokoll.inlasningsfiler import Fil
from protokoll.inlasningsjobb import fortsatt, lamna_in, spara_alla
from protokoll.models import Inlasning, Inlasningsjobb, Inlasningszip, Paragraf, Protokoll, Sammantrade
from tests.factories import OrganFactory, TjanstFactory
from tests.protokoll.arkiv.test_arbetare import arbetare, vanta
from tests.protokoll.inlasning.generator import LAYOUTER, ORGAN, texter
from tests.protokoll.inlasning.test_zipfil import gor_zip

ANTAL = 200
LANGST = 240  # seconds, on a machine that does much else
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ko(monkeypatch):
    """The queue of the product: in the database."""
    backend = DatabaseBackend("default", {"QUEUES": ["default"]})
    monkeypatch.setattr(type(arbeta), "enqueue", lambda self, *args: backend.enqueue(self, list(args), {}))


@contextmanager
def dodas():
    """A worker that does not live to the end of the block."""
    process = arbetare()
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    vanta(lambda: not bakgrund._hallna() - {bakgrund.NARVARO})
    DBTaskResult.objects.running().update(started_at=timezone.now() - timedelta(minutes=1))


def arbeta_klart():
    vem = {"queue_names": ["default"], "backend_name": "default", "worker_id": "b", "excluded_queue_names": []}
    Arbetare(interval=0, batch=True, startup_delay=False, max_tasks=None, **vem).run()


@pytest.fixture
def organen(sekreterare):
    for n, namn in enumerate(ORGAN.values()):
        TjanstFactory(person=sekreterare.person, roll="sekreterare", organ=OrganFactory(namn=namn, kortnamn=f"O{n}"))
    Kommun.objects.all().delete()


def test_two_hundred_protokoll_and_a_worker_killed_half_way(organen, sekreterare, ko):
    alla = texter(ANTAL)
    fil = Fil("Protokoll 2012–2016.zip", gor_zip([(namn, text) for namn, _, text in alla]))
    jobb = lamna_in([fil], nyckel=uuid4(), by=sekreterare)
    lagen = lambda: Counter(jobb.filerna.values_list("lage", flat=True))  # noqa: E731

    with dodas() as process:
        vanta(lambda: Inlasningsjobb.objects.get().lage == "last", process, inom=LANGST, var=0.5)
        assert lagen() == {"last": ANTAL}
        assert not Protokoll.objects.exists()
        spara_alla(jobb)
        vanta(lambda: lagen()["sparad"] > ANTAL // 3, process, inom=LANGST, var=0.5)
    layouter = Counter(jobb.filerna.values_list("rapport__layout", flat=True))
    assert layouter == dict.fromkeys(LAYOUTER, ANTAL // 4)
    sparade = lagen()["sparad"]
    assert sparade < ANTAL
    assert not Inlasningszip.objects.exists()
    # What is saved is saved whole, and what is not has left nothing.
    assert Protokoll.objects.count() == Inlasning.objects.exclude(protokoll=None).count() == sparade
    assert Paragraf.objects.count() == sparade
    fortsatt(jobb)
    arbeta_klart()

    jobb.refresh_from_db()
    assert (jobb.lage, lagen()) == ("last", {"sparad": ANTAL})
    assert Protokoll.objects.count() == Sammantrade.objects.count() == ANTAL
    assert Counter(Paragraf.objects.values_list("organ__namn", flat=True)) == dict.fromkeys(ORGAN.values(), ANTAL // 4)
    assert Paragraf.objects.values("organ", "ar", "nummer").distinct().count() == ANTAL
    namn = list(Person.objects.values_list("namn", flat=True))
    assert len(namn) == len(set(namn))
    assert not Protokoll.history.exclude(history_user=sekreterare).exists()

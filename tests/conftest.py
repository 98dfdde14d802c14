"""The database for the whole run, and the people of the product as fixtures."""

import gc
import hashlib
import os
import subprocess
import sys
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path

import pytest

from kommun import database

pytest_plugins = ["tests.browser"]

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SEED = SHARED / "seed" / "ksau-2020-02-25.txt"

_run = ExitStack()


def pytest_configure(config):
    # Playwright keeps an event loop in the main thread; the ORM is used beside it, never inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        _run.enter_context(database.running())
    except database.Unavailable as error:
        pytest.exit(str(error), 1)
    if getattr(config.option, "numprocesses", None):
        # The workers collect the tests meanwhile, and begin with those that need no database.
        make = "import django; django.setup(); from tests.databasmall import mall; mall()"
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        _run.enter_context(subprocess.Popen([sys.executable, "-c", make], cwd=database.CHECKOUT, env=env))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """One more than the processors: a browser test mostly waits for its browser. Another one more gains nothing."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish(session):
    """What is loaded now stays to the end. Looking through thousands of tests and all of Django for garbage, again and
    again, took more of a run than the tests themselves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_unconfigure(config):
    _run.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker):
    from django.db import connection

    from tests.databasmall import mall

    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = mall()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After a test that commits the database is as the migrations made it."""
    from django.test import TransactionTestCase

    from tests.databasmall import Orord

    with django_db_blocker.unblock():
        orord = Orord()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: orord.aterstall())
        yield


@pytest.fixture(scope="session", autouse=True)
def tryckt():
    """What a run prints twice from the same text it prints once: a PDF takes as long as many pages of the web.

    What each was printed from is kept, to hold it against (tests.pdfprov).
    """
    from kommun import pdf
    from tests.pdfprov import KALLOR

    skriv_ut = pdf.satt

    def tryck(underlag):
        data = skriv_ut(underlag)
        KALLOR[hashlib.sha256(data).hexdigest()] = underlag.text
        return data

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "satt", lru_cache(maxsize=128)(tryck))
        yield


@pytest.fixture
def nytryckt(tryckt, monkeypatch):
    """For tests of the printing itself: each PDF is really printed."""
    from kommun import pdf

    monkeypatch.setattr(pdf, "satt", pdf.satt.__wrapped__)


@pytest.fixture
def seed_text() -> str:
    if not SEED.exists():
        pytest.skip("../shared/seed saknas här")
    return SEED.read_text("utf-8")


@pytest.fixture(scope="module")
def en_gang(django_db_setup, django_db_blocker):
    """`en_gang(make)`: what `make` builds in the database, once for all tests of a module that ask for it.

    It stands in a block around theirs: a test undoes its own part alone, and works on a copy of what was built.
    """
    from django.db import connection, transaction

    blocket = transaction.atomic()
    with django_db_blocker.unblock():
        blocket.__enter__()

    def bygg(make):
        with django_db_blocker.unblock():
            byggt = make()
            connection.check_constraints()  # or it is done after each test, for all that was built
            return byggt

    yield bygg
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        blocket.__exit__(None, None, None)


@pytest.fixture
def organ(db):
    from tests.factories import KommunFactory, OrganFactory

    KommunFactory()
    return OrganFactory(namn="Provnämnden", kortnamn="PN")


def _user(roll=None, **tjanst):
    from tests.factories import TjanstFactory, UserFactory

    user = UserFactory()
    if roll:
        TjanstFactory(person=user.person, roll=roll, **tjanst)
    return user


@pytest.fixture
def sekreterare(organ):
    """Keeps the minutes of `organ`."""
    return _user("sekreterare", organ=organ)


@pytest.fixture
def annan_sekreterare(organ):
    """Keeps the minutes of another organ."""
    from tests.factories import OrganFactory

    return _user("sekreterare", organ=OrganFactory(namn="Grannämnden", kortnamn="GN"))


@pytest.fixture
def ordforande(organ):
    from tests.factories import MandatFactory, UserFactory

    user = UserFactory()
    MandatFactory(person=user.person, organ=organ, roll="ordforande")
    return user


@pytest.fixture
def ledamot(organ):
    from tests.factories import MandatFactory, UserFactory

    user = UserFactory()
    MandatFactory(person=user.person, organ=organ)
    return user


@pytest.fixture
def handlaggare(organ):
    from tests.factories import ForvaltningFactory

    return _user("handlaggare", forvaltning=ForvaltningFactory(namn="Provkontoret"))


@pytest.fixture
def lasare(organ):
    return _user("lasare")


@pytest.fixture
def utomstaende(organ):
    """An account without any role today."""
    return _user()


@pytest.fixture
def administrator(organ):
    """By appointment, without any of Django's own flags."""
    return _user("systemadministrator")


@pytest.fixture
def paragraf(organ):
    """§ 7 of a meeting of `organ` on 2026-03-04, with a decision and a background, not adjusted yet."""
    from datetime import date

    from tests.factories import AvsnittFactory, BeslutFactory, ParagrafFactory, ProtokollFactory, SammantradeFactory

    sammantrade = SammantradeFactory(organ=organ, datum=date(2026, 3, 4))
    paragraf = ParagrafFactory(protokoll=ProtokollFactory(sammantrade=sammantrade, angivna_paragrafer=[7]), nummer=7)
    BeslutFactory(paragraf=paragraf)
    AvsnittFactory(paragraf=paragraf)
    return paragraf


@pytest.fixture
def beslut(paragraf):
    return paragraf.besluten.get()


@pytest.fixture
def avskrift(paragraf):
    """The same §, as part of a transcript of adjusted minutes."""
    paragraf.protokoll.lage = paragraf.protokoll.Lage.AVSKRIFT
    paragraf.protokoll.save()
    return paragraf


@pytest.fixture
def justerad(paragraf):
    """The same §, adjusted."""
    from datetime import date

    paragraf.protokoll.lage = paragraf.protokoll.Lage.JUSTERAT
    paragraf.protokoll.justeringsdag = date(2026, 3, 10)
    paragraf.protokoll.save()
    return paragraf


@pytest.fixture
def inloggad(client):
    """Log somebody in: `inloggad(sekreterare).get(…)`."""

    def login(user):
        client.force_login(user)
        return client

    return login


@pytest.fixture
def count_queries(django_assert_max_num_queries):
    """How many queries a page costs the second time: `count_queries(client, url)`."""

    def count(client, url):
        # The first visit fills what is kept for longer than a request (content types, the session).
        client.get(url)
        with django_assert_max_num_queries(100) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    return count

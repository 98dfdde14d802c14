"""Two municipalities on one machine, a database and a file of settings each: nothing of one reaches the other."""

import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import requests
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from kommun.models import Utskick
from protokoll.arkivering import gor_arkivpaket
from protokoll.models import Arkivpaket
from tests.databasmall import mall
from tests.drift import processer as p
from tests.factories import (
    KommunFactory,
    OrganFactory,
    TjanstFactory,
    UppdragFactory,
    UserFactory,
    publicerat_protokoll,
)
from tests.postserver import postserver
from uppdrag.svarslank import svarslank


@contextmanager
def i_databasen(namn):
    """What the block does, it does there."""
    connection.close()
    eget = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = namn
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = eget


@pytest.fixture
def databaser(transactional_db):
    """Of each municipality its own."""
    namn = {"vimmerby": connection.settings_dict["NAME"], "hultsfred": f"{connection.settings_dict['NAME']}_grannen"}
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{namn["hultsfred"]}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{namn["hultsfred"]}" TEMPLATE "{mall()}"')
    yield namn
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{namn["hultsfred"]}" WITH (FORCE)')


class Kommunen:
    """Its rows, all with the numbers that the other has too, its server, and whoever is logged in there."""

    def __init__(self, namn, databas, mapp, settings):
        self.namn, self.databas, self.port = namn, databas, p.ledig_port()
        self.miljo = p.miljo(namn, databas=databas)
        with i_databasen(databas):
            settings.SECRET_KEY = self.miljo["FULLGJORT_SECRET_KEY"]  # of the links and the sessions
            KommunFactory(pk=1, namn=f"{namn.title()} kommun")
            organ = OrganFactory(pk=77, namn=f"Nämnden i {namn}", kortnamn="NN")
            user = UserFactory(pk=77, username="anna", person__pk=77, person__namn=f"Anna från {namn}")
            TjanstFactory(person=user.person, roll="lasare")
            uppdrag = UppdragFactory(pk=77, ansvarig=user.person, beslut__paragraf__protokoll__sammantrade__organ=organ)
            self.lank = svarslank(uppdrag, user.person)
            publicerat_protokoll(organ)
            Utskick.objects.create(nyckel="n", till=f"anna@{namn}.example", amne=f"Från {namn}", text="Hej")
            paketet = Arkivpaket.objects.create(organ=organ, ar=2020, alla=0)
            DatabaseBackend("default", {"QUEUES": ["default"]}).enqueue(gor_arkivpaket, [paketet.pk], {})
            klient = Client()
            klient.force_login(user)
            self.session = next(iter(klient.cookies.values())).value
        self.server = p.server(mapp, self.port, self.miljo)

    def get(self, vag, **kakor):
        huvud = {
            "Host": f"protokoll.{self.namn}.example",
            "X-Forwarded-Proto": "https",
            "Cookie": "; ".join(f"__Host-fullgjort-{namn}={varde}" for namn, varde in kakor.items()),
        }
        return requests.get(f"http://127.0.0.1:{self.port}{vag}", headers=huvud, timeout=60, allow_redirects=False)

    def arbetena(self):
        with i_databasen(self.databas):
            return [uppgift.status for uppgift in DBTaskResult.objects.all()]

    def brevet(self):
        with i_databasen(self.databas):
            return Utskick.objects.get(nyckel="n")


# Three programs are started: that two databases are two can only be seen with both of them served.
def test_two_municipalities_side_by_side(databaser, tmp_path, settings):
    vimmerby, hultsfred = (Kommunen(namn, databas, tmp_path, settings) for namn, databas in databaser.items())
    arbetare = p.arbetare(tmp_path, "arbetare", hultsfred.miljo)
    with p.igang(vimmerby.server, hultsfred.server, arbetare):
        for en in (vimmerby, hultsfred):
            p.vanta(lambda en=en: p.redo(en.port)["redo"])

        # A session is of one: not by its own cookie, not by that of the other, and not both at once.
        assert "Anna från vimmerby" in vimmerby.get("/uppdrag/", vimmerby=vimmerby.session).text
        assert "Anna från hultsfred" in hultsfred.get("/uppdrag/", hultsfred=hultsfred.session).text
        for kakor in ({"vimmerby": vimmerby.session}, {"hultsfred": vimmerby.session}):
            assert hultsfred.get("/uppdrag/", **kakor).headers["Location"].startswith("/konto/login/")
        bada = {"vimmerby": vimmerby.session, "hultsfred": hultsfred.session}
        assert "Anna från hultsfred" in hultsfred.get("/uppdrag/", **bada).text

        # A personal link, to the same uppdrag and the same person by number, opens at home alone.
        assert vimmerby.get(urlsplit(vimmerby.lank).path).status_code == 200
        assert hultsfred.get(urlsplit(vimmerby.lank).path).status_code == 404

        # Pages, feeds and open data tell of one; the host of one is not answered by the other.
        for vag in ("/anslagstavla/", "/api/oparl/v1/organizations", "/protokoll-pa-webben/", "/kalender/77.ics"):
            hemma, borta = vimmerby.get(vag), hultsfred.get(vag)
            assert (hemma.status_code, borta.status_code) == (200, 200), vag
            assert "immerby" in hemma.text, vag
            assert "immerby" not in borta.text, vag
        fel_vard = {"Host": "protokoll.vimmerby.example", "X-Forwarded-Proto": "https"}
        assert requests.get(f"http://127.0.0.1:{hultsfred.port}/", headers=fel_vard, timeout=60).status_code == 400

        # The worker of one does its own work, and is counted by its own.
        p.vanta(lambda: hultsfred.arbetena() == ["SUCCESSFUL"])
        assert vimmerby.arbetena() == ["READY"]
        assert p.redo(hultsfred.port)["prov"]["arbetare"] == "bra"
        assert p.redo(vimmerby.port)["prov"]["arbetare"] == "varning"

        # Mail goes out by the command of its own, from its own sender.
        with postserver() as post:
            env = vimmerby.miljo | {"FULLGJORT_SMTP": f"smtp://127.0.0.1:{post.port}"}
            subprocess.run([sys.executable, "manage.py", "skicka_utskick"], cwd=p.ROT, env=env, check=True)
            [(_, brev)] = post.breven
        assert (brev["From"], brev["To"]) == ("protokoll@vimmerby.example", "anna@vimmerby.example")
        assert vimmerby.brevet().skickat <= timezone.now()
        assert hultsfred.brevet().skickat is None

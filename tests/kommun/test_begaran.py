"""Each request has an id, and it is the same in the answer, in the log and on the page."""

import json
import logging
import threading

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from django.test import RequestFactory

from kommun.begaran import TECKEN, begaran, begaran_id, nytt_id
from kommun.loggning import Json

FORM = Json()
RADER = ["ett hemligt\nbeslut"] * 2


@pytest.fixture
def rader(caplog):
    """What is logged, as it is written."""
    skrivet = []

    class Skriver(logging.Handler):
        def emit(self, record):
            skrivet.append(json.loads(FORM.format(record)))

    skriver = Skriver()
    logg = logging.getLogger("fullgjort")
    niva = logg.level
    logg.addHandler(skriver)
    logg.setLevel(logging.INFO)
    yield skrivet
    logg.removeHandler(skriver)
    logg.setLevel(niva)


def test_id_is_easy_to_read_aloud_and_new_each_time():
    nummer = {nytt_id() for _ in range(200)}

    assert len(nummer) == 200
    assert all([len(del_) for del_ in n.split("-")] == [4, 4, 4] for n in nummer)
    assert not set("01IO") & set(TECKEN)
    assert len(set(TECKEN)) == 32


def test_id_belongs_to_the_block_and_to_the_thread():
    andra = []
    with begaran("YTTRE") as yttre:
        with begaran() as inre:
            assert begaran_id() == inre != yttre
            trad = threading.Thread(target=lambda: andra.append(begaran_id()))
            trad.start()
            trad.join()
        assert begaran_id() == "YTTRE"

    assert begaran_id() == ""
    assert andra == [""]


@pytest.mark.django_db
def test_answer_and_log_line_carry_the_same_id(client, lasare, rader):
    client.force_login(lasare)

    svar = client.get("/uppdrag/?q=Hemlig+Person", headers={"X-Request-ID": "PÅHITTAT"})

    [rad] = rader
    assert rad["begaran"] == svar["X-Request-ID"] != "PÅHITTAT"
    assert (rad["metod"], rad["vag"], rad["vy"], rad["status"]) == ("GET", "/uppdrag/", "uppdrag:uppdragen", 200)
    assert rad["konto"] == lasare.pk
    assert rad["ms"] > 0
    assert "Hemlig" not in json.dumps(rad)


@pytest.mark.django_db
def test_what_is_refused_before_any_page_has_an_id_too(client):
    svar = client.get("/", headers={"host": "nagon.annan.example"})

    assert svar.status_code == 400
    assert svar["X-Request-ID"] in svar.content.decode()


@pytest.mark.django_db
def test_a_personal_key_is_in_no_line(client, rader):
    client.get("/deltar/HEMLIGT-1a2b:3c/")

    assert rader[0]["vag"] == "/deltar/…/"


@pytest.mark.django_db
def test_a_row_that_the_database_quotes_is_not_logged():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE prov (text text UNIQUE)")
        with pytest.raises(DatabaseError) as fel:
            cursor.execute("INSERT INTO prov VALUES (%s), (%s)", RADER)
    record = logging.LogRecord("x", logging.ERROR, "", 0, "fel", (), fel._excinfo)

    skrivet = json.loads(FORM.format(record))["fel"]

    assert "hemligt" not in skrivet
    assert "duplicate key value violates unique constraint" in skrivet
    assert skrivet.count("Traceback") == 2


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/tillganglighet/", "/anslagstavla/", "/halsa/lever"])
def test_head_tells_the_length_and_sends_nothing(client, organ, path):
    """Past the test client, which takes the body away itself."""

    def svar(metod):
        started = {}
        environ = RequestFactory().generic(metod, path, secure=True).environ
        kropp = b"".join(get_wsgi_application()(environ, lambda status, headers: started.update(headers)))
        return started, kropp

    headers, kropp = svar("HEAD")

    assert kropp == b""
    assert int(headers["Content-Length"]) > 0
    assert svar("GET")[1]

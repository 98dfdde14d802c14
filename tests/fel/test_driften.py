"""Real faults of real processes: the database stops, the application server is killed, the disk is full."""

import contextlib
import os
import re
import signal
import socket
import subprocess
from datetime import timedelta
from threading import Thread

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kommun import utskriftsko
from kommun.management.commands.db_worker import Arbetare
from kommun.storningar import FULL_DISK
from protokoll.models import Beslut, Paragrafbilaga, Protokoll, Protokollsversion, Sattning
from protokoll.versionskontroll import kontrollera
from tests.factories import (
    BeslutFactory,
    KommunFactory,
    OrganFactory,
    ParagrafFactory,
    ProtokollFactory,
    SammantradeFactory,
    TjanstFactory,
    UserFactory,
    frysbart,
)
from tests.fel.driften import Appen, Databas, ansluten_till, vanta
from tests.fel.formular import HEMLIGT, sidans_formular

# What a test commits is in the database of its own, and goes with it.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def driften(tmp_path_factory, django_db_setup, django_db_blocker):
    """One for the whole file: making them takes some seconds. The disk is a small one where we may make such."""
    checkout = tmp_path_factory.mktemp("drift")
    db = Databas(checkout)
    db.server._make_home()
    liten = not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size=130m,uid={db.server._account.pw_uid},mode=0700", "tmpfs", db.server.home],
        capture_output=True,
        check=False,
    ).returncode
    try:
        with django_db_blocker.unblock():
            db.server.acquire()
            db.fyll()
            with ansluten_till(db.server.url):
                app = Appen(db.server.url, tmp_path_factory.mktemp("app"))
                app.liten_disk = liten
                try:
                    yield db, app
                finally:
                    app.stoppa()
    finally:
        db.server.release()
        db.slang()
        if liten:
            subprocess.run(["umount", db.server.home], check=False)
        db.server.home.rmdir()


@pytest.fixture
def organ(driften, transactional_db):
    KommunFactory()
    return OrganFactory()


@pytest.fixture
def siv(driften, organ):
    """A secretary at work."""
    user = UserFactory()
    TjanstFactory(person=user.person, roll="sekreterare", organ=organ)
    return driften[1].som(user)


@pytest.fixture
def paragraf(organ):
    mote = SammantradeFactory(organ=organ)
    paragraf = ParagrafFactory(protokoll=ProtokollFactory(sammantrade=mote, angivna_paragrafer=[7]), nummer=7)
    BeslutFactory(paragraf=paragraf, text="<p>Från början.</p>")
    return paragraf


def formular(siv, adress: str, vy: str) -> dict:
    """The form of a page as it would be sent."""
    status, sida = siv.hamta(adress)
    assert status == 200, sida
    data = next(falt.varden for namn, falt in sidans_formular(sida.encode(), adress) if namn == vy)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', sida)[1]
    return {**data, "csrfmiddlewaretoken": token}


def test_a_database_that_stops_in_the_middle_of_a_save_loses_and_doubles_nothing(driften, siv, paragraf):
    db, app = driften
    adress = reverse("protokoll:skriv", args=[paragraf.pk])
    data = formular(siv, adress, "protokoll:skriv")
    (falt,) = [namn for namn, varden in data.items() if "<p>Från början.</p>" in varden]
    pid, svar = app.arbetaren(), []
    nytt = {**data, falt: f"<p>{HEMLIGT}</p>"}

    # Somebody else holds the row, so that the save stands in the middle of its transaction when the current goes.
    with contextlib.closing(psycopg.connect(db.server.url)) as annan:
        annan.execute("SELECT FROM protokoll_beslut WHERE paragraf_id = %s FOR UPDATE", [paragraf.pk])
        sparar = Thread(target=lambda: svar.append(siv.skicka(adress, nytt)))
        sparar.start()
        with psycopg.connect(db.server.url, autocommit=True) as tredje:
            vantar = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            vanta(lambda: tredje.execute(vantar).fetchone()[0])
            db.stanna()
    sparar.join()
    svar.append(siv.hamta(adress))
    db.starta()

    assert [status for status, _ in svar] == [503, 503]
    assert all("Databasen svarar inte just nu" in sida for _, sida in svar)
    assert Beslut.objects.get(paragraf=paragraf).text == "<p>Från början.</p>"
    # The page that was on the screen is sent again, to the same process, and saves once.
    assert siv.skicka(adress, nytt)[0] == 302
    assert app.arbetaren() == pid
    assert list(Beslut.history.filter(paragraf=paragraf.pk).values_list("text", flat=True)) == [
        f"<p>{HEMLIGT}</p>",
        "<p>Från början.</p>",
    ]
    assert HEMLIGT not in app.logg.read_text()
    assert HEMLIGT not in db.server.log.read_text(errors="replace")


def test_a_server_killed_in_the_middle_of_an_upload_leaves_nothing(driften, siv, paragraf):
    _, app = driften
    adress = reverse("protokoll:paragraf-bilagor", args=[paragraf.pk])
    data = formular(siv, adress, "protokoll:paragraf-bilagor")
    gransen = "x" * 30
    fil = b"%PDF-1.7\n" + b"0" * 6_000_000
    borjan = f"--{gransen}\r\nContent-Disposition: form-data; name"
    delar = [f'{borjan}="{namn}"\r\n\r\n{"".join(varde)}\r\n' for namn, varde in data.items() if namn != "fil"]
    delar.append(f'{borjan}="fil"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n')
    kropp = "".join(delar).encode() + fil + f"\r\n--{gransen}--\r\n".encode()
    huvud = {"Content-Type": f"multipart/form-data; boundary={gransen}"}
    kakor = "; ".join(f"{n}={v}" for n, v in siv.kakor.items())

    with socket.create_connection(("127.0.0.1", app.port)) as halv:
        rader = [f"POST {adress} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {kakor}", f"Content-Length: {len(kropp)}"]
        halv.sendall("\r\n".join([*rader, f"Content-Type: {huvud['Content-Type']}", "", ""]).encode())
        halv.sendall(kropp[:4_000_000])
        vanta(lambda: app.mottaget() > 3_000_000)
        pid = app.arbetaren()
        os.kill(pid, signal.SIGKILL)
    vanta(lambda: app.arbetaren() not in (None, pid))

    assert not Paragrafbilaga.objects.exists()
    assert list(app.tmp.iterdir()) == []
    assert siv.fraga("POST", adress, kropp, **huvud)[0] == 302
    assert bytes(Paragrafbilaga.objects.get().bilaga.innehall) == fil
    assert list(app.tmp.iterdir()) == []


@contextlib.contextmanager
def full_disk(driften):
    """Not a byte is left where the database has its files; afterwards there is, and it runs."""
    db, app = driften
    if not app.liten_disk:
        pytest.skip("här går det inte att göra ett litet filsystem")
    ballast = db.server.home / "ballast"
    with psycopg.connect(db.server.url, autocommit=True) as ren:
        ren.execute("CHECKPOINT")
    with ballast.open("wb", buffering=0) as fil, contextlib.suppress(OSError):
        while fil.write(bytes(65536)) == 65536:
            pass
    try:
        yield
    finally:
        ballast.unlink()
        if not db.server._processes():
            db.starta()


def test_a_full_disk_freezes_nothing_by_half(driften, siv, paragraf):
    protokoll = frysbart(paragraf.protokoll)
    adress = reverse("protokoll:frys", args=[protokoll.pk])
    data = formular(siv, adress, "protokoll:frys")

    with full_disk(driften):
        status, sida = siv.skicka(adress, data)
        las = siv.hamta(reverse("protokoll:protokollet", args=[protokoll.pk]))

    assert (status, las[0]) in [(503, 200), (503, 503)]
    assert "ingen plats kvar" in sida or "Databasen svarar inte" in sida
    assert Protokoll.objects.get(pk=protokoll.pk).lage == "utkast"
    assert not Protokollsversion.objects.exists()
    assert siv.skicka(adress, data)[0] == 302
    assert Protokollsversion.objects.get().nummer == 1
    assert [u.fel for u in kontrollera(Protokoll.objects.filter(pk=protokoll.pk))] == [()]


def arbeta() -> None:
    """All that waits, as a worker does it that finds what another has left."""
    DBTaskResult.objects.running().update(started_at=timezone.now() - timedelta(minutes=1))
    vem = {"queue_names": ["default"], "backend_name": "default", "worker_id": "a", "excluded_queue_names": []}
    Arbetare(interval=0, batch=True, startup_delay=False, max_tasks=None, **vem).run()


def test_a_full_disk_while_a_long_one_is_printed_freezes_it_once_when_there_is_room(driften, siv, paragraf):
    protokoll = frysbart(paragraf.protokoll)
    Beslut._base_manager.filter(paragraf=paragraf).update(text=f"<p>{'Nämnden beslutar. ' * 1200}</p>")
    adress = reverse("protokoll:frys", args=[protokoll.pk])
    data = formular(siv, adress, "protokoll:frys")
    status, sida = siv.skicka(adress, data)
    assert (status, "fryses det av sig självt" in sida) == (202, True)

    with full_disk(driften):
        with contextlib.suppress(DatabaseError):  # a worker that the database fails ends, and is started anew
            arbeta()
        connection.close()
        status, sida = siv.skicka(adress, data)
        # The worker says so if it can, else the page; where neither can, it waits for the next worker.
        sagt = any(ord_ in sida for ord_ in (FULL_DISK, utskriftsko.AVBROTS))
        assert (status, sagt) == (422, True) or status in (202, 503)

    assert not Protokollsversion.objects.exists()
    Sattning.objects.exclude(fel="").update(bestalld=timezone.now() - 2 * utskriftsko.IGEN)
    assert siv.skicka(adress, data)[0] == 202
    arbeta()
    assert siv.skicka(adress, data)[0] == 302
    version = Protokollsversion.objects.get()
    assert (version.nummer, Protokoll.objects.get(pk=protokoll.pk).lage) == (1, "fryst")
    assert [u.fel for u in kontrollera(Protokoll.objects.filter(pk=protokoll.pk))] == [()]

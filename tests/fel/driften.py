"""A PostgreSQL and an application server of one's own, to be stopped, killed and filled."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import dj_database_url
from django.conf import settings
from django.db import connection

from kommun import database
from kommun.database import Server
from tests.databasmall import mall


def vanta(pa: Callable[[], object], *, inom: float = 30) -> object:
    slut = time.monotonic() + inom
    while not (svar := pa()):
        assert time.monotonic() < slut, "kom inte"
        time.sleep(0.05)
    return svar


class Databas:
    """An embedded server in a checkout of its own, with what the migrations make in it."""

    def __init__(self, checkout: Path):
        self.server = Server(checkout)

    def starta(self) -> None:
        self._ctl("-l", self.server.log, "-w", "-t", "30", "-s", "start")

    def stanna(self, hur: str = "immediate") -> None:
        """As a machine without current does, unless another way is said."""
        connection.close()
        self._ctl("-m", hur, "-w", "-t", "30", "-s", "stop")

    def _ctl(self, *mer) -> None:
        self.server._run([self.server._program("pg_ctl"), "-D", self.server.data, *mer])

    def fyll(self) -> None:
        program, fran = self.server._program, database.url().rsplit("/", 1)[0] + f"/{mall()}"
        dumpa = [program("pg_dump"), "--no-owner", fran]
        with subprocess.Popen(dumpa, stdout=subprocess.PIPE) as dump:
            las_in = [program("psql"), "-q", "-v", "ON_ERROR_STOP=1", self.server.url]
            subprocess.run(las_in, stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)
        assert dump.returncode == 0

    def slang(self) -> None:
        for pid in self.server._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        vanta(lambda: not self.server._processes())
        shutil.rmtree(self.server.socket_dir, ignore_errors=True)
        for inne in self.server.home.glob("*"):  # the folder itself may be a file system of its own
            shutil.rmtree(inne) if inne.is_dir() and not inne.is_symlink() else inne.unlink()


@contextlib.contextmanager
def ansluten_till(url: str) -> Iterator[None]:
    """This process speaks with another database than its tests do."""
    connection.close()
    fore = dict(connection.settings_dict)
    connection.settings_dict.update(dj_database_url.parse(url))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(fore)


class Appen:
    """The product behind gunicorn, one process, with what it logs in a file."""

    def __init__(self, url: str, mapp: Path):
        self.logg, self.tmp = mapp / "appen.log", mapp / "tmp"
        self.tmp.mkdir()
        with socket.socket() as ledig:
            ledig.bind(("127.0.0.1", 0))
            self.port = ledig.getsockname()[1]
        miljo = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "kommun.settings",
            "FULLGJORT_DEMO": "1",
            "FULLGJORT_SECRET_KEY": settings.SECRET_KEY,
            "TMPDIR": str(self.tmp),
        }
        gunicorn = [
            "gunicorn",
            "kommun.wsgi",
            "--bind",
            f"127.0.0.1:{self.port}",
            "--threads",
            "4",
            "--no-control-socket",
        ]
        with self.logg.open("w") as logg:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *gunicorn, "--no-control-socket", "--worker-tmp-dir", str(mapp)],
                cwd=database.CHECKOUT,
                env=miljo,
                stdout=logg,
                stderr=subprocess.STDOUT,
            )
        vanta(self._svarar)

    def _svarar(self) -> bool:
        assert self.process.poll() is None, self.logg.read_text()
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return self.arbetaren() is not None
        return False

    def arbetaren(self) -> int | None:
        """The process that answers."""
        barn = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(barn[0]) if barn else None

    def mottaget(self) -> int:
        """How much of an upload lies in the folder of temporary files, with a name or without."""
        storlek = 0
        for fil in Path(f"/proc/{self.arbetaren()}/fd").iterdir():
            with contextlib.suppress(OSError):
                if str(fil.readlink()).startswith(str(self.tmp)):
                    storlek += fil.stat().st_size
        return storlek

    def stoppa(self) -> None:
        self.process.terminate()
        self.process.wait(30)

    def som(self, user) -> "Person":
        from django.test import Client

        client = Client()
        client.force_login(user)
        return Person(self, client.cookies[settings.SESSION_COOKIE_NAME].value)


class Person:
    """Somebody with a browser that has no script: fetches a page, and sends its form."""

    def __init__(self, app: Appen, session: str):
        self.app, self.kakor = app, {"sessionid": session}

    def fraga(self, metod: str, adress: str, kropp: bytes | None = None, **huvuden: str) -> tuple[int, str]:
        kontakt = HTTPConnection("127.0.0.1", self.app.port, timeout=60)
        kakor = "; ".join(f"{namn}={varde}" for namn, varde in self.kakor.items())
        kontakt.request(metod, adress, kropp, {"Cookie": kakor, **huvuden})
        svar = kontakt.getresponse()
        text = svar.read().decode(errors="replace")
        for namn, kaka in svar.getheaders():
            if namn == "Set-Cookie" and (traff := re.match(r"(csrftoken|sessionid)=([^;]*)", kaka)):
                self.kakor[traff[1]] = traff[2]
        kontakt.close()
        return svar.status, text

    def hamta(self, adress: str) -> tuple[int, str]:
        return self.fraga("GET", adress)

    def skicka(self, adress: str, data: dict) -> tuple[int, str]:
        kropp = urlencode(data, doseq=True).encode()
        return self.fraga("POST", adress, kropp, **{"Content-Type": "application/x-www-form-urlencoded"})

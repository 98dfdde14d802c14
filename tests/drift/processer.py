"""Servers, workers and a proxy as a municipality runs them: real processes, by the files in drift/."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import connection

ROT = Path(settings.BASE_DIR)
MATNYCKEL = "matnyckel-i-provet"


def ledig_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def vanta(pa: Callable[[], bool], *, inom: int = 60) -> None:
    slut = time.monotonic() + inom
    while not pa():
        assert time.monotonic() < slut
        time.sleep(0.05)


def databasadress(namn: str | None = None) -> str:
    db = connection.settings_dict
    return (
        f"postgresql://{db['USER']}:{db['PASSWORD']}@/{namn or db['NAME']}?host={db['HOST']}&port={db['PORT'] or 5432}"
    )


def miljo(namn: str, *, databas: str | None = None) -> dict[str, str]:
    """The file /etc/fullgjort/NAMN.env of the README."""
    utan = {
        n: v for n, v in os.environ.items() if not n.startswith(("FULLGJORT_", "PROMETHEUS_", "DJANGO_", "PYTEST_"))
    }
    vard = f"protokoll.{namn}.example"
    return utan | {
        "DJANGO_SETTINGS_MODULE": "tests.drift.installningar",
        "DATABASE_URL": databasadress(databas),
        "FULLGJORT_NAMN": namn,
        "FULLGJORT_SECRET_KEY": f"{namn}-" + "hemlighet" * 6,
        "FULLGJORT_HOSTS": vard,
        "FULLGJORT_URL": f"https://{vard}",
        "FULLGJORT_SMTP": "smtp://127.0.0.1:9",
        "FULLGJORT_FROM": f"protokoll@{namn}.example",
        "FULLGJORT_MATNYCKEL": MATNYCKEL,
        "FULLGJORT_TRADAR": "2",
        "WEB_CONCURRENCY": "1",
    }


class Process:
    """One of ours, with what it wrote."""

    def __init__(self, logg: Path, *kommando: str, env: dict[str, str]):
        self.logg = logg
        with logg.open("wb") as fil:
            self.popen = subprocess.Popen(kommando, cwd=ROT, env=env, stdout=fil, stderr=fil, start_new_session=True)

    def rader(self) -> list[dict]:
        """The lines of JSON."""
        return [json.loads(rad) for rad in self.logg.read_text().splitlines() if rad.startswith("{")]

    def doda(self) -> None:
        """All of it, at once, as when the machine loses its power."""
        os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def stoppa(self) -> int:
        if self.popen.poll() is None:
            self.popen.terminate()
        return self.popen.wait(60)


@contextlib.contextmanager
def igang(*processer: Process) -> Iterator[None]:
    try:
        yield
    finally:
        for process in processer:
            process.stoppa()


def server(mapp: Path, port: int, env: dict[str, str]) -> Process:
    env = env | {"FULLGJORT_BIND": f"127.0.0.1:{port}"}
    gunicorn = (sys.executable, "-m", "gunicorn", "-c", "drift/gunicorn.conf.py", "kommun.wsgi")
    return Process(mapp / f"server-{port}.log", *gunicorn, env=env)


def arbetare(mapp: Path, namn: str, env: dict[str, str]) -> Process:
    kommando = ("manage.py", "db_worker", "--no-reload", "--no-startup-delay", "--interval", "0.2")
    return Process(mapp / f"{namn}.log", sys.executable, *kommando, env=env)


def redo(port: int) -> dict:
    with contextlib.suppress(requests.ConnectionError):
        return requests.get(f"http://127.0.0.1:{port}/halsa/redo", timeout=30).json()
    return {"redo": False}


def certifikat(mapp: Path) -> Path:
    nyckel = ec.generate_private_key(ec.SECP256R1())
    namn = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "prov")])
    nu = datetime.now(UTC)
    bevis = (
        x509.CertificateBuilder()
        .subject_name(namn)
        .issuer_name(namn)
        .public_key(nyckel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - timedelta(hours=1))
        .not_valid_after(nu + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(nyckel, hashes.SHA256())
    )
    (mapp / "vimmerby.pem").write_bytes(bevis.public_bytes(serialization.Encoding.PEM))
    pem = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (mapp / "vimmerby.key").write_bytes(nyckel.private_bytes(*pem))
    return mapp / "vimmerby.pem"


# In the order in which Debian's nginx reads them.
NGINX = ("nginx-gemensamt.conf", "nginx.conf")


def nginx(mapp: Path, program: str, *, http: int, https: int, servrar: list[int]) -> Process:
    """By the example in drift/, with the ports and folders of the test and nothing else."""
    mapp.joinpath("cache").mkdir()
    rader = "\n".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=5s;" for port in servrar)
    text = "".join((ROT / "drift" / fil).read_text() for fil in NGINX)
    for fran, till in (
        ("listen 80;", f"listen 127.0.0.1:{http};"),
        ("listen 443 ", f"listen 127.0.0.1:{https} "),
        ("server unix:/run/fullgjort-vimmerby/web.sock max_fails=1 fail_timeout=5s;", rader),
        ("/etc/ssl/fullgjort/", f"{mapp}/"),
        ("/var/lib/nginx/fullgjort", f"{mapp}/cache"),
        ("/var/log/nginx/", f"{mapp}/"),
        ("/srv/fullgjort/drift/", f"{ROT}/drift/"),
    ):
        assert fran in text
        text = text.replace(fran, till)
    (mapp / "plats.conf").write_text(text)
    tillfalligt = "".join(
        f"{slag}_temp_path {mapp / 'mellan'};\n" for slag in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    anvandare = "user root;" if os.geteuid() == 0 else ""
    (mapp / "nginx.conf").write_text(
        f"daemon off; {anvandare} worker_processes 1; pid {mapp}/nginx.pid; error_log {mapp}/fel.log;\n"
        f"events {{ worker_connections 256; }}\nhttp {{ {tillfalligt} include {mapp}/plats.conf; }}\n"
    )
    return Process(mapp / "nginx.log", program, "-c", str(mapp / "nginx.conf"), env={"PATH": "/usr/bin:/bin"})

"""nginx as the files in drift/ say, on a port of its own and without https; nothing where it is not installed."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin")


@contextlib.contextmanager
def framfor(port: int, till: int) -> Iterator[int]:
    """The port that is asked: nginx's where there is one, else that of the server itself."""
    if PROGRAM is None:
        yield till
        return
    with tempfile.TemporaryDirectory(prefix="fullgjort-nginx-") as namn:
        mapp = Path(namn)
        (mapp / "plats.conf").write_text(_platsen(mapp, port, till))
        mellan = "".join(
            f"{s}_temp_path {mapp}/mellan;\n" for s in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (mapp / "nginx.conf").write_text(
            f"daemon off; {'user root;' if os.geteuid() == 0 else ''} worker_processes 1; pid {mapp}/pid;\n"
            f"error_log {mapp}/fel.log;\nevents {{ worker_connections 1024; }}\n"
            f"http {{ {mellan} include {mapp}/plats.conf; }}\n"
        )
        nginx = subprocess.Popen([PROGRAM, "-c", str(mapp / "nginx.conf"), "-e", str(mapp / "fel.log")])
        try:
            yield port
        finally:
            nginx.terminate()
            nginx.wait(30)


def _platsen(mapp: Path, port: int, till: int) -> str:
    drift = Path(settings.BASE_DIR) / "drift"
    text = (drift / "nginx-gemensamt.conf").read_text() + (drift / "nginx.conf").read_text()
    for fran, i_stallet in (
        ("listen 80;", f"listen 127.0.0.1:{port + 1};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} backlog=1024;"),
        ("server unix:/run/fullgjort-vimmerby/web.sock", f"server 127.0.0.1:{till}"),
        ("/var/lib/nginx/fullgjort", f"{mapp}/cache"),
        ("/var/log/nginx/", f"{mapp}/"),
        ("/srv/fullgjort/drift/", f"{settings.BASE_DIR}/drift/"),
    ):
        if fran not in text:
            raise SystemExit(f"drift/nginx*.conf has no {fran}")
        text = text.replace(fran, i_stallet)
    return "\n".join(rad for rad in text.splitlines() if not rad.strip().startswith("ssl_"))

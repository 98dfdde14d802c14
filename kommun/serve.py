"""`make run`: the demo municipality, served on this machine until Ctrl-C."""

import contextlib
import http.client
import os
import secrets
import signal
import subprocess
import sys
import time

import django
from django.core.management import call_command

from kommun import database
from kommun.bootstrap import CHECKOUT, HOST, SetupError, port, require_free_port

START_SECONDS = 60
STOP_SECONDS = 30
# How often the worker in the background is looked to.
TILLSYN_SECONDS = 2


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommun.settings")
    os.environ.setdefault("FULLGJORT_DEMO", "1")
    _on_ending(_interrupt)
    try:
        number = port()
        require_free_port(number)
        os.environ.setdefault("FULLGJORT_URL", f"http://{HOST}:{number}")
        os.environ.setdefault("FULLGJORT_SECRET_KEY", secret_key())
        with database.running():
            try:
                fill()
                return serve(number)
            finally:
                _on_ending(signal.SIG_IGN)  # a second Ctrl-C must not break off the database's stop
    except (SetupError, database.Unavailable) as error:
        print(error, file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"{error.filename} går inte att skriva i.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStoppat.")
        return 0


def secret_key() -> str:
    """The demo's own, kept so that a restart logs nobody out."""
    path = CHECKOUT / "var" / "secret"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        new = path.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(50))
        new.replace(path)
    return path.read_text()


def fill() -> None:
    django.setup()
    from django.db import DatabaseError, connections

    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("demo")
    except DatabaseError as error:
        raise SetupError(f"Databasen kunde inte göras i ordning: {str(error).splitlines()[0]}.") from error
    finally:
        connections.close_all()


def serve(number: int) -> int:
    server = _start(
        *("-m", "gunicorn", "kommun.wsgi", "--bind", f"{HOST}:{number}", "--workers", "2", "--threads", "4"),
        *("--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"),
    )
    arbetare = None
    try:
        if _answers(server, number):
            print(f"\nFullgjort finns på http://{HOST}:{number} – avsluta med Ctrl-C.", flush=True)
        while server.poll() is None:
            if arbetare is None or arbetare.poll() is not None:
                arbetare = _start("manage.py", "db_worker", "--no-reload", "-v", "0")
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(TILLSYN_SECONDS)
        if server.returncode:
            raise SetupError("Servern avslutades med ett fel, se raderna ovan.")
        return 0
    finally:
        _on_ending(signal.SIG_IGN)
        processes = [p for p in (arbetare, server) if p]
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()  # what it was doing is taken up the next time
                process.wait()


def _start(*arguments: str) -> subprocess.Popen:
    # Out of the terminal's process group, so that Ctrl-C reaches it as a SIGTERM from us and it finishes what it is
    # doing; told by the kernel if we are killed; and holding our place among the database's users.
    return subprocess.Popen(  # noqa: S603 - fixed arguments
        ["setpriv", "--pdeathsig", "TERM", sys.executable, *arguments],  # noqa: S607 - of the system
        cwd=CHECKOUT,
        process_group=0,
        pass_fds=() if database.held() is None else (database.held(),),
    )


def _answers(server: subprocess.Popen, number: int) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection(HOST, number, timeout=START_SECONDS)
            connection.request("HEAD", "/")
            connection.getresponse()
            connection.close()
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return True
    return False


def _on_ending(handler: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())

"""The embedded server with real processes: shared, stopped by the last one out, and up again after a kill."""

import contextlib
import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kommun import database
from kommun.database import Server, Unavailable

USER = """
import sys
from pathlib import Path
from kommun.database import Server
server = Server(Path(sys.argv[1]))
server.acquire()
print("up", flush=True)
sys.stdin.read()
server.release()
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty checkout in a closed home. One for the whole file: making a database takes a second."""
    folder = tmp_path_factory.mktemp("hem")
    folder.chmod(0o700)
    checkout = folder / "utcheckning"
    checkout.mkdir(mode=0o750)
    yield checkout
    server = Server(checkout)
    for pid in server._processes():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    shutil.rmtree(server.home, ignore_errors=True)
    shutil.rmtree(server.socket_dir, ignore_errors=True)


@pytest.fixture
def server(checkout: Path) -> Iterator[Server]:
    server = Server(checkout)
    yield server
    server.release()


class User:
    """Another process that uses the database of a checkout until it is told to leave, or killed."""

    def __init__(self, checkout: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(checkout)],
            cwd=database.CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def arrived(self) -> "User":
        assert self.process.stdout.readline() == "up\n"
        return self

    def leave(self) -> None:
        self.process.communicate(timeout=30)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=30)


def answer(server: Server, question: str = "SELECT 1") -> object:
    with psycopg.connect(server.url, connect_timeout=5) as connection:
        return connection.execute(question).fetchone()[0]


def await_stop(server: Server, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while server._processes() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not server._processes()


def await_guardian(server: Server) -> None:
    with (server.home / "guardian").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)


def test_server_starts_and_stops_with_its_only_user(server: Server) -> None:
    server.acquire()
    assert answer(server, "SHOW server_version").startswith("18.")
    assert answer(server, "SHOW listen_addresses") == ""
    assert answer(server, "SHOW fsync") == "on"
    assert answer(server, "SELECT lower('ÅÄÖ')") == "åäö"
    server.release()
    assert not server._processes()


def test_last_user_out_stops_the_server(checkout: Path, server: Server) -> None:
    users = [User(checkout) for _ in range(3)]  # at the same moment, on a server that is down
    for user in users:
        user.arrived()
    assert len({answer(server, "SELECT pg_postmaster_start_time()") for _ in users}) == 1
    users[0].leave()
    users[1].kill()
    assert answer(server) == 1
    users[2].leave()
    assert not server._processes()


def test_killed_user_leaves_no_server_behind(checkout: Path, server: Server) -> None:
    User(checkout).arrived().kill()
    assert await_stop(server)


def test_killed_server_is_up_again_with_what_was_saved(checkout: Path, server: Server) -> None:
    server.acquire()
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS sparat AS SELECT 34 AS nummer")
    os.kill(int(server._postmaster()[0]), signal.SIGKILL)
    user = User(checkout).arrived()
    assert answer(server, "SELECT nummer FROM sparat") == 34
    user.leave()


def test_pid_file_that_names_another_program_is_no_obstacle(server: Server) -> None:
    server.acquire()
    server.release()
    await_guardian(server)
    stale = f"{os.getpid()}\n{server.data}\n0\n{database.PORT}\n{server.socket_dir}\n\n0 0\nready\n"
    (server.data / "postmaster.pid").write_text(stale)
    (server.socket_dir / f".s.PGSQL.{database.PORT}.lock").write_text(stale)
    server.acquire()
    assert answer(server) == 1


def test_database_half_made_by_a_killed_process_is_made_anew(checkout: Path) -> None:
    other = checkout / "halvgjord"
    other.mkdir()
    server = Server(other)
    try:
        server._make_home()
        (server.home / "data.partial").mkdir()
        (server.home / "data.partial" / "PG_VERSION").write_text("18\n")
        server.acquire()
        assert answer(server) == 1
        server.release()
        assert not (server.home / "data.partial").exists()
        server.remove()
        assert not server.home.exists()
    finally:
        server.release()
        shutil.rmtree(server.home, ignore_errors=True)


def test_folders_keep_their_permissions_and_the_data_is_closed(checkout: Path, server: Server) -> None:
    server.acquire()
    assert stat.S_IMODE(checkout.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(checkout.stat().st_mode) == 0o750
    assert stat.S_IMODE(server.home.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    assert (checkout / "var" / "postgres").resolve() == server.home.resolve()


def test_database_in_use_cannot_be_removed(checkout: Path, server: Server) -> None:
    user = User(checkout).arrived()
    with pytest.raises(Unavailable, match="används"):
        server.remove()
    assert answer(server) == 1
    user.leave()


def test_forked_child_does_not_stop_the_server_of_its_parent(server: Server) -> None:
    server.acquire()
    place, server._pid = server.lock, os.getpid() + 1  # as a forked child sees it
    server.release()
    assert answer(server) == 1
    os.close(place)
    assert await_stop(server)


def test_data_of_another_major_version_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.acquire()
    server.release()
    monkeypatch.setattr(database, "_wheel_version", lambda: "19.1.0")
    with pytest.raises(Unavailable, match=r"gjord av PostgreSQL 18, men programmet har nu PostgreSQL 19"):
        server._check_version()


def test_failed_start_is_said_in_a_sentence_and_can_be_tried_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Server, "_configuration", lambda self: "shared_buffers = 'mycket'\n")
        with pytest.raises(Unavailable, match=r"^Databasen kunde inte startas \(pg_ctl: .*FATAL"):
            server.acquire()
    server.acquire()
    assert answer(server) == 1


def test_socket_of_a_long_path_lies_in_a_short_one(tmp_path: Path) -> None:
    deep = tmp_path / ("å" * 60)
    socket = Server(deep).socket_dir / f".s.PGSQL.{database.PORT}"
    assert len(os.fsencode(socket)) <= database.SOCKET_PATH_LIMIT


def test_checkouts_have_databases_of_their_own(tmp_path: Path) -> None:
    assert Server(tmp_path / "a").home != Server(tmp_path / "b").home


def test_database_url_that_does_not_answer_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/intet")
    with pytest.raises(Unavailable, match=r"^Databasen i DATABASE_URL svarar inte: "):
        database.ensure_running()
    assert database.held() is None


def test_database_url_that_is_no_address_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://nobody:hemligt@127.0.0.1/intet")
    with pytest.raises(Unavailable, match=r"^DATABASE_URL är ingen adress") as caught:
        database.ensure_running()
    assert "hemligt" not in str(caught.value)


def test_database_url_of_an_old_server_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database.url())
    monkeypatch.setattr(database, "LEAST_VERSION", 99)
    with pytest.raises(Unavailable, match=r"version 99 eller senare behövs"):
        database.ensure_running()

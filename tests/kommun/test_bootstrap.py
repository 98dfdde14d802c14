"""The way from a fresh checkout: lock files that hold anywhere, and one Swedish sentence for what can go wrong."""

import json
import re
import socket
import subprocess
import sys

import pytest

from kommun import bootstrap
from kommun.bootstrap import CHECKOUT, HOST, SetupError

LOCK_FILES = ["requirements.txt", "requirements-dev.txt"]


def pins(name: str) -> set[str]:
    return set(re.findall(r"^[a-z0-9-]+==\S+", (CHECKOUT / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", [*LOCK_FILES, "package-lock.json", "package.json", ".npmrc"])
def test_lock_file_names_no_address_and_no_place(name: str) -> None:
    text = (CHECKOUT / name).read_text()
    assert not re.search(r"https?:|file:/|--(extra-)?index|--find-links|--trusted-host|resolved\"|(?<!\w)/\w+/", text)


@pytest.mark.parametrize("name", LOCK_FILES)
def test_lock_file_pins_every_package_with_its_hash(name: str) -> None:
    requirements = re.sub(r"\\\n", " ", (CHECKOUT / name).read_text()).splitlines()
    for line in requirements:
        assert not line.strip() or line.lstrip().startswith("#") or re.match(r"\S+==\S+ .*--hash=sha256:\w{64}", line)


def test_test_lock_holds_the_run_lock() -> None:
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_front_end_packages_are_pinned_with_their_hash() -> None:
    wanted = json.loads((CHECKOUT / "package.json").read_text())["dependencies"]
    locked = json.loads((CHECKOUT / "package-lock.json").read_text())["packages"]
    assert locked.pop("")["dependencies"] == wanted
    assert all(re.fullmatch(r"[\d.]+", version) for version in wanted.values())
    assert all(package["integrity"].startswith("sha512-") for package in locked.values())


def test_bootstrap_needs_only_the_standard_library() -> None:
    bare = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        f"import sys; sys.path.append({str(CHECKOUT)!r}); import kommun.bootstrap",
    ]
    subprocess.run(bare, check=True)


def test_taken_port_is_said_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        number = taken.getsockname()[1]
        with pytest.raises(SetupError, match=rf"^Port {number} är upptagen: .*make run PORT=\d+\.$"):
            bootstrap.require_free_port(number)


def test_a_server_may_run_while_its_packages_are_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = []
    monkeypatch.setattr(bootstrap, "_prepare", prepared.append)
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        bootstrap.main(["install"])

    assert prepared == ["run"]


@pytest.mark.parametrize("text", ["x", "0", "65536", "-1"])
def test_port_that_is_none_is_said_in_a_sentence(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(SetupError, match=r"^PORT är .*, men ska vara"):
        bootstrap.port()


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("NewConnectionError: Failed to establish a new connection", "paketkällan nås inte, kontrollera nätverket"),
        ("npm error code ENOTFOUND", "paketkällan nås inte, kontrollera nätverket"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "inte den kontrollsumma som står i låsfilen"),
        ("something else", "kommandot misslyckades"),
    ],
)
def test_failed_installation_is_said_in_a_sentence(
    printed: str, sentence: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("utcheckning")
    monkeypatch.setattr(bootstrap, "CHECKOUT", folder)
    monkeypatch.setattr(bootstrap, "LOG", folder / "var" / "installation.log")
    with pytest.raises(SetupError, match=sentence):
        bootstrap._run([sys.executable, "-c", f"print({printed!r}); raise SystemExit(1)"], "Paketen")
    assert printed in bootstrap.LOG.read_text()


@pytest.mark.parametrize(("goal", "installed"), [("run", "requirements.txt"), ("run", "requirements-dev.txt")])
def test_nothing_is_fetched_twice(goal: str, installed: str, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    stamp = tmp_path / "installed"
    stamp.write_text(f"{bootstrap.VENV}\n{bootstrap._key(installed)}\n")
    monkeypatch.setattr(bootstrap, "INSTALLED", stamp)
    monkeypatch.setattr(bootstrap, "_run", lambda *_: pytest.fail("fetched again"))
    bootstrap.install_python_packages(goal)


def test_missing_libraries_are_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "_loads", lambda library: "pangoft2" not in library)
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    with pytest.raises(SetupError, match=r"^Systemet saknar bibliotek. Skriv: sudo apt-get install libpangoft2-1.0-0$"):
        bootstrap.install_system_packages()


@pytest.mark.parametrize(
    ("found", "offered", "asked"),
    [
        ((), ("chromium-headless-shell",), ["chromium-headless-shell"]),
        ((), ("chromium",), ["chromium-headless-shell", "chromium"]),
        ((), (), ["chromium-headless-shell", "chromium"]),
        (("chromium",), (), ["chromium-headless-shell"]),
        (("chromium-headless-shell",), (), []),
    ],
)
def test_a_browser_is_fetched_if_there_is_one_and_stops_nothing(found, offered, asked, monkeypatch) -> None:
    wanted = []

    def apt(packages):
        wanted.extend(packages)
        if packages[0] not in offered:
            raise SetupError("Paketet finns inte.")

    monkeypatch.setattr(bootstrap, "_apt", apt)
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name if name in {"apt-get", *found} else None)
    bootstrap.install_browser()
    assert wanted == asked


def test_schemas_that_cannot_be_fetched_stop_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path, capsys) -> None:
    def fail(*_):
        raise bootstrap.SetupError("Arkivschemana kunde inte installeras: paketkällan nås inte.")

    monkeypatch.setattr(bootstrap, "SCHEMAS", tmp_path / "arkivscheman")
    monkeypatch.setattr(bootstrap, "_run", fail)
    bootstrap.fetch_schemas()
    assert "Arkivpaketen prövas inte mot schemana." in capsys.readouterr().out


def test_schemas_are_fetched_once_and_with_their_hash(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    runs = []
    monkeypatch.setattr(bootstrap, "SCHEMAS", tmp_path)
    monkeypatch.setattr(bootstrap, "_run", lambda command, *_: runs.append(command))
    for _ in range(2):
        bootstrap.fetch_schemas()
    assert len(runs) == 1
    assert {"--require-hashes", "--no-deps"} <= set(runs[0])

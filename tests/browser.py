"""Browser tests drive Debian's Chromium. Without it they are skipped, and the run says so at its end."""

import os
import shutil

import pytest

CHROMIUM = shutil.which("chromium")
SKIPPED = "Webbläsartesterna hoppades över, för Chromium saknas. Skriv: sudo apt-get install chromium"


def pytest_configure(config: pytest.Config) -> None:
    # pytest-playwright 0.10 itself makes `base_url` in the way that pytest 9 warns about.
    known = "ignore:Session-scoped fixtures defined as instance methods:pytest.PytestRemovedIn10Warning"
    config.addinivalue_line("filterwarnings", known)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    unconfined = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses root
    arguments = [*browser_type_launch_args.get("args", []), *quiet, *unconfined]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=SKIPPED))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if any(SKIPPED in str(report.longrepr) for report in terminalreporter.getreports("skipped")):
        terminalreporter.write_line(SKIPPED, yellow=True)

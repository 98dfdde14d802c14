"""Browser tests drive Debian's Chromium. Without it they are skipped, and the run says so at its end."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from kommun.bootstrap import BROWSERS

# Beside the settings, which cannot be read yet when this plugin is.
PICTURES = Path(__file__).resolve().parent.parent / "var" / "skarmbilder"
PASSWORD = "ett långt lösenord"
# All violations are told, and of what passed no more than that: the addresses of every element take half the time.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
WIDTHS = {"bred": (1280, 800), "smal": (390, 844)}
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
SKIPPED = f"Webbläsartesterna hoppades över, för Chromium saknas. Skriv: sudo apt-get install {BROWSERS[0]}"


def pytest_configure(config: pytest.Config) -> None:
    # A machine that does much else at once is slow, not wrong.
    expect.set_options(timeout=20_000)
    # pytest-playwright 0.10 itself makes `base_url` in the way that pytest 9 warns about.
    known = "ignore:Session-scoped fixtures defined as instance methods:pytest.PytestRemovedIn10Warning"
    config.addinivalue_line("filterwarnings", known)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    quiet.append("--disable-gpu")  # one that is drawn by the processor is slower than none
    unconfined = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses root
    arguments = [*browser_type_launch_args.get("args", []), *quiet, *unconfined]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


def _turn(item: pytest.Item) -> tuple[int, int]:
    """What needs no database first, while the first one is being made; then the browser, the long stories before the
    short tests: at the end no worker drives a whole meeting while the rest have nothing left to do."""
    mark = item.get_closest_marker("django_db")
    if not mark and {"db", "transactional_db", "live_server"}.isdisjoint(getattr(item, "fixturenames", ())):
        return 0, 0
    if item.get_closest_marker("browser"):
        return 1, len(item.path.parts)
    return 2, 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=SKIPPED))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if any(SKIPPED in str(report.longrepr) for report in terminalreporter.getreports("skipped")):
        terminalreporter.write_line(SKIPPED, yellow=True)


@pytest.fixture
def municipality(transactional_db):
    """KSAU with its förvaltning, and its secretary, who can log in."""
    from tests.factories import ForvaltningFactory, KommunFactory, OrganFactory, TjanstFactory, UserFactory

    KommunFactory(namn="Vimmerby kommun")
    organ = OrganFactory(namn="Kommunstyrelsens arbetsutskott", kortnamn="KSAU", slag="utskott")
    ForvaltningFactory(namn="Administrativa avdelningen")
    user = UserFactory(username="siv", person__namn="Siv Skrivare")
    user.set_password(PASSWORD)
    user.save()
    TjanstFactory(person=user.person, roll="sekreterare", organ=organ)
    return organ


@pytest.fixture
def browser_page(page, live_server):
    """A page that fails the test on any complaint in the console, and looks at itself on demand."""
    complaints = []

    def hear(message):
        # Chromium notes every answer of 400 and above; 422 is a form that was sent back, and expected.
        if message.type in {"error", "warning"} and "status of 422" not in message.text:
            complaints.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.set_viewport_size({"width": 1280, "height": 800})
    yield page
    assert complaints == []


def look(page, name: str, *, axe: bool = False, within: str | None = None) -> None:
    """A picture wide and narrow, and nothing that sticks out.

    `axe`: without violations too, where what is shown comes of a press or of something that went wrong; each page
    that has an address is met by axe in tests/tillganglighet. `within`: one part, where it covers the others.
    """
    # What is on its way has arrived: the page itself, and whatever htmx has asked for or is putting in place;
    # a dialog that fades in is there.
    page.wait_for_load_state("load")
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    page.evaluate(
        "document.getAnimations().filter(a => a.effect.getComputedTiming().endTime !== Infinity)"
        ".forEach(a => a.finish())"
    )
    if axe or within:
        results = Axe().run(page, context=within, options=RULES)
        assert results.violations_count == 0, results.generate_report()
    pictures = not os.environ.get("CI")  # where nobody looks at them
    PICTURES.mkdir(parents=True, exist_ok=True)
    for word, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{name} scrolls sideways at {width} px"
        if pictures:
            page.screenshot(path=PICTURES / f"{name}-{word}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 800})


def log_in(page, live_server, username="siv") -> None:
    """By a session of its own; the form of the login is tried where what was typed outlives a login."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(username=username))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(live_server.url)

"""The living page of all components in Chromium: no server and no database, the strict policy of the product."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import RequestFactory

from kommun.tema import tema_css
from tests.kommun import exempelsida

pytestmark = pytest.mark.browser

PAGE = Path(__file__).with_name("mallar") / "komponenter.html"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def policy() -> str:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(f"{name} {' '.join(str(v) for v in values)}" for name, values in directives.items())


@pytest.fixture
def living_page(page):
    """Open the living page; what it complained about is in `page.complaints`."""
    request = RequestFactory().get("/")
    html = Template(PAGE.read_text("utf-8")).render(Context({"request": request, **exempelsida.kontext()}))

    def answer(route):
        path = urlsplit(route.request.url).path
        if path == "/":
            headers = {"content-security-policy": policy(), "content-type": "text/html; charset=utf-8"}
            return route.fulfill(body=html, headers=headers)
        if path == "/tema.css":
            return route.fulfill(body=tema_css("#7a1f2b"), content_type="text/css")
        found = finders.find(path.removeprefix(settings.STATIC_URL))
        if not found:
            return route.fulfill(status=404, body="")
        return route.fulfill(body=Path(found).read_bytes(), content_type=mimetypes.guess_type(found)[0])

    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda e: page.complaints.append(str(e)))
    page.route("**/*", answer)

    def visit(width=1280, **media):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(**media)
        page.goto("http://komponenter.test/")
        page.wait_for_load_state("networkidle")
        return page

    return visit


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_components_are_accessible_fit_and_keep_the_policy(living_page, width, scheme):
    page = living_page(width, color_scheme=scheme)
    violations = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}, {"media": "print"}])
def test_components_hold_in_high_contrast_without_motion_and_on_paper(living_page, media):
    page = living_page(**media)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.locator(".huvudcell").first.is_visible()
    if media.get("media") == "print":
        assert not page.locator(".akter").first.is_visible()


BAKGRUND = "([css, fore]) => getComputedStyle(document.querySelector(css), fore).backgroundColor"


def test_high_contrast_says_what_a_filled_shape_says(living_page):
    page = living_page(forced_colors="active")
    page.evaluate(
        """() => new Promise((ready) => {
          document.head.append(Object.assign(document.createElement("link"),
            {rel: "stylesheet", href: "/static/css/narvaro.css", onload: ready}));
          for (const lage of ["tjanstgor", "narvarande", "borta"])
            document.body.append(Object.assign(document.createElement("span"), {className: `ruta ${lage}`}));
          for (const ruta of document.querySelectorAll(".ruta")) ruta.dataset.lage = ruta.className.slice(5);
        })"""
    )

    tjanstgor, narvarande = (page.evaluate(BAKGRUND, [f".ruta.{lage}", None]) for lage in ("tjanstgor", "narvarande"))
    klart, kommande = (
        page.evaluate(BAKGRUND, [f".steg[data-lage='{lage}']", "::before"]) for lage in ("klar", "kommande")
    )

    assert tjanstgor != narvarande
    assert klart != kommande
    for knapp in page.locator(".ds-button[data-variant='primary']").all():
        assert knapp.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)") >= 1


def test_the_error_summary_takes_focus_and_leads_to_the_field(living_page):
    page = living_page()
    assert page.evaluate("document.activeElement.id") == "felsammanfattning"
    page.get_by_role("link", name="Hur rapporteras uppdraget? ").click()
    assert page.evaluate("document.activeElement.type") == "radio"


def test_the_whole_row_follows_its_link_but_not_over_other_controls(living_page):
    page = living_page()
    row = page.locator(".tabell tbody tr").first
    row.scroll_into_view_if_needed()
    box = row.bounding_box()
    corner = [box["x"] + box["width"] - 4, box["y"] + box["height"] - 4]
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).className", corner) == "radlank"
    act = page.locator(".rad-akt a").first
    act.scroll_into_view_if_needed()
    box = act.bounding_box()
    spot = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).textContent", spot) == "Justera"


def test_a_form_sends_once_and_asks_before_unsaved_changes_are_left(living_page):
    page = living_page()
    asked = []
    page.on("dialog", lambda d: (asked.append(d.type), d.dismiss()))
    page.fill("[name=fel-rubrik]", "Ny rubrik")
    page.evaluate("location.href = '/annat/'")
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    sent = []
    page.route("**/nej/", lambda route: sent.append(route.request.method))  # never answered: a slow server
    page.fill("[name=fel-rubrik]", "")
    button = page.get_by_role("button", name="Inte ett uppdrag")
    button.evaluate("button => { button.click(); button.click(); }")
    page.wait_for_timeout(200)
    assert sent == ["POST"]
